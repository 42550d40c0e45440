"""The verdict on a claim: what the data hold of the same thing, and whether the number is that one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mtqg_analysis.claims.claim import About, Claim
from mtqg_analysis.claims.draft import Paragraph
from mtqg_analysis.claims.evidence import Evidence, Known
from mtqg_analysis.claims.matching import UNLIKE, differences, the_same
from mtqg_analysis.claims.measures import OUT_OF
from mtqg_analysis.claims.quantities import Quantity
from mtqg_analysis.claims.said import figure_text, known_text, source_text
from mtqg_analysis.claims.slips import SLIPS, slip_of
from mtqg_analysis.claims.verdict import Said, Verdict
from mtqg_analysis.domain.figure import SCALE
from mtqg_analysis.domain.language import tr

HANDLED = ("digits", "unit_1000", "percent_for_points")  # slips that the digits themselves betray
MOST_TOLD = 3  # figures that one message names


@dataclass(frozen=True)
class Judge:
    """Holds claims of a draft that have a number of their own against what is known."""

    paragraphs: Sequence[Paragraph]
    evidence: Evidence

    def judge(self, claim: Claim) -> Verdict:
        """The verdict on one claim."""
        quantity = claim.quantity
        assert quantity is not None
        if quantity.kind == "garbled":
            return self.verdict(claim, "not_understood", message=tr("Không đọc được thành một số; cần người xem."))
        if quantity.kind == "foreign":
            return self.verdict(claim, "not_in_data", message=tr("Dữ liệu không có số bằng ngoại tệ."))
        if not claim.about.measures and quantity.kind == "count":
            return self.verdict(claim, "not_in_data", message=tr("Dữ liệu không đếm những thứ này."))
        if not claim.about.measures:
            message = tr("Chưa hiểu số này nói về đại lượng nào; cần người xem.")
            return self.verdict(claim, "not_understood", message=message)
        if claim.about.unit == "?":
            return self.verdict(claim, "not_in_data", message=tr("Dữ liệu không có đơn vị được nêu."))
        same = the_same(claim.about, self.evidence)
        return self._against_same(claim, quantity, same) if same else self._against_near(claim, quantity)

    def _against_same(self, claim: Claim, quantity: Quantity, same: list[Known]) -> Verdict:
        held = {one.id: stands(quantity, one) for one in same}
        agree: tuple[Said, ...] = ("supported", "rounded")
        for said in agree:
            agreeing = [one for one in same if held[one.id] == said]
            if agreeing and (whole := self._wrong_whole(claim, quantity)):
                message = tr("Dữ liệu ghi {known}.", known=known_text(whole))
                return self.verdict(claim, "contradicted", [*agreeing, whole], slip="count", message=message)
            if agreeing:
                return self._agreeing(claim, said, agreeing, same)
        if all(held[one.id] == "finer" for one in same):
            message = tr("Dữ liệu chỉ biết {known}, không chính xác đến mức này.", known=known_text(same[0]))
            return self.verdict(claim, "not_in_data", same, message=message)
        code, taken = slip_of(quantity, claim.about, same, self._comparable(claim, same), self.evidence.province)
        if not _is_sure(claim.about, same[0], code) or self._is_of_a_part(claim, quantity, same):
            return self._against_near(claim, quantity)
        if taken is not None and taken.programme == "PI" and "programme" not in claim.about.said:
            readings = "; ".join(known_text(one) for one in (taken, *_newest(same)))
            message = tr("Có hai cách hiểu: {readings}.", readings=readings)
            return self.verdict(claim, "unlike", [taken, *same], message=message)
        message = tr("Dữ liệu ghi {known}.", known="; ".join(known_text(one) for one in _newest(same)))
        if code:
            told = f" ({known_text(taken)})" if taken else ""
            message += " " + tr("Có thể là {slip}{told}.", slip=tr(SLIPS[code]), told=told)
        return self.verdict(claim, "contradicted", same, slip=code, message=message)

    def _wrong_whole(self, claim: Claim, quantity: Quantity) -> Known | None:
        """Of "4/6" the figure that the 6 should be, where the data hold it and it is another."""
        whole = OUT_OF.get(claim.about.measures[0], "")
        if not whole or quantity.second is None or quantity.is_range:
            return None
        same = the_same(replace(claim.about, measures=(whole,)), self.evidence)
        scale = SCALE.get(quantity.figure.unit, Decimal(1))
        half = quantity.figure.half_width * scale
        own = quantity.second * scale
        return None if any(abs(one.figure.exact - own) <= half for one in same) else next(iter(same), None)

    def _agreeing(self, claim: Claim, said: Said, agreeing: list[Known], same: list[Known]) -> Verdict:
        first = agreeing[0]
        if said == "supported":
            message = tr("Đúng với {known}, nguồn {source}.", known=known_text(first), source=source_text(first))
        else:
            message = tr("Số làm tròn; số trong dữ liệu là {known}.", known=known_text(first))
        rivals = [one for one in same if one not in agreeing and one.figure.exact != first.figure.exact]
        if rivals:
            message += " " + tr(
                "Dữ liệu còn có {known}.", known="; ".join(known_text(one) for one in rivals[:MOST_TOLD])
            )
        return self.verdict(claim, said, agreeing, message=message)

    def _against_near(self, claim: Claim, quantity: Quantity) -> Verdict:
        """What is said where the data hold nothing of the very thing."""
        near = [one for one in self._comparable(claim, []) if stands(quantity, one) in ("supported", "rounded")]
        apart = [(differences(claim.about, one, self.evidence.province), one) for one in near]
        unsaid = UNLIKE | (frozenset(("year",)) - claim.about.said)
        unlike = [one for entries, one in apart if entries <= unsaid]
        if unlike:
            message = tr("Không cùng loại: dữ liệu có {known}.", known="; ".join(map(known_text, unlike[:MOST_TOLD])))
            return self.verdict(claim, "unlike", unlike, message=message)
        if (known := self._of_another_year(claim, quantity)) is not None:
            return known
        message = tr("Dữ liệu không có số liệu này.")
        nearest = [one for entries, one in apart if len(entries) == 1]
        if nearest:
            message += " " + tr("Số ấy là {known}.", known=known_text(nearest[0]))
        return self.verdict(claim, "not_in_data", nearest[:1], message=message)

    def _is_of_a_part(self, claim: Claim, quantity: Quantity, same: list[Known]) -> bool:
        """Whether the number is a figure of which the claim may be, too: of new money, where none is said."""
        if quantity.kind != "money":
            return False
        others = [one for one in self._comparable(claim, same) if stands(quantity, one) in ("supported", "rounded")]
        return any(not differences(claim.about, one, self.evidence.province) for one in others)

    def _of_another_year(self, claim: Claim, quantity: Quantity) -> Verdict | None:
        """Contradicted by an estimate, where the data hold no more of the year and the number is another year's."""
        known = self._comparable(claim, [])
        about = replace(claim.about, status="estimate")
        own = [one for one in known if not differences(about, one, self.evidence.province)]
        if not own or not {"measures", "year"} <= claim.about.said or own[0].measure != claim.about.measures[0]:
            return None
        code, taken = slip_of(quantity, about, own, known, self.evidence.province)
        if code != "other_year" or taken is None or any(stands(quantity, one) != "apart" for one in own):
            return None
        message = tr("Dữ liệu ghi {known}.", known="; ".join(map(known_text, _newest(own))))
        message += " " + tr("Có thể là {slip}{told}.", slip=tr(SLIPS[code]), told=f" ({known_text(taken)})")
        return self.verdict(claim, "contradicted", own, slip=code, message=message)

    def _comparable(self, claim: Claim, same: list[Known]) -> list[Known]:
        """What somebody may have mistaken for the figure: of the same measures."""
        known = [one for name in claim.about.measures for one in self.evidence.by_measure.get(name, ())]
        return [one for one in known if one not in same]

    def verdict(
        self, claim: Claim, said: Said, against: Sequence[Known] = (), *, slip: str = "", message: str = ""
    ) -> Verdict:
        """A verdict with the words of the draft and what the data hold."""
        paragraph = self.paragraphs[claim.paragraph]
        text = paragraph.as_written(claim.start, claim.end)
        return Verdict(
            claim=claim,
            text=text,
            place=paragraph.place,
            said=said,
            facts=tuple(dict.fromkeys(fact for one in against for fact in one.ids)),
            found=text,
            expected="; ".join(dict.fromkeys(figure_text(one) for one in _newest(against))),
            slip=slip,
            message=message,
        )


def _is_sure(about: About, one: Known, code: str) -> bool:
    """Whether a number that is not a figure's contradicts it: it is said to be just that, or its digits betray it.

    What is to be reached does not contradict what was reached.
    """
    if one.measure != about.measures[0] or (one.measure.endswith("_target") and about.status != "target"):
        return False
    return "measures" in about.said or code in HANDLED


def _newest(same: Sequence[Known]) -> list[Known]:
    """A figure of each value, not more than a message can hold."""
    return list({one.figure.exact: one for one in same}.values())[:MOST_TOLD]


def stands(quantity: Quantity, one: Known) -> str:
    """How a number of a draft stands to a figure: supported, rounded, finer than it is known, or apart.

    A figure that was worked out supports nothing: it is known only between two ends.
    """
    scale = SCALE.get(quantity.figure.unit, Decimal(1))
    value, half = quantity.figure.value * scale, quantity.figure.half_width * scale
    low, high = quantity.bounds
    if (quantity.kind == "points") != one.is_points:
        return "apart"
    if not one.published:
        return "rounded" if value - half <= one.high and one.low <= value + half else "apart"
    if quantity.is_range:
        return "rounded" if low <= one.figure.exact <= high else "apart"
    own = one.figure.half_width * SCALE.get(one.figure.unit, Decimal(1))
    if value == one.figure.exact:
        return _same_number(quantity.qualifier, one.figure.qualifier)
    if not quantity.qualifier and half >= own and value - half <= one.figure.exact < value + half:
        return "supported"
    if quantity.qualifier and low <= one.figure.exact <= high and half >= own:
        return "rounded"
    if one.figure.qualifier and one.low <= value <= one.high:
        return "finer"
    return "apart"


def _same_number(said: str, own: str) -> str:
    """How a number stands to a figure of the same value, by the words beside both: "over 751" is not 751."""
    if said in ("", "least", "most", own):
        return "supported"
    return "rounded" if "about" in (said, own) else "apart"
