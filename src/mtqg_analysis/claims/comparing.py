"""The verdict on how figures are said to lie: both are looked up, and the difference is the data's own."""

from dataclasses import dataclass, replace
from decimal import Decimal

from mtqg_analysis.claims.claim import About, Claim
from mtqg_analysis.claims.evidence import Evidence, Known, Stated
from mtqg_analysis.claims.heard import heard
from mtqg_analysis.claims.judging import Judge
from mtqg_analysis.claims.matching import differences, the_same
from mtqg_analysis.claims.measures import MONEY_LIKE
from mtqg_analysis.claims.quantities import Quantity
from mtqg_analysis.claims.said import known_text
from mtqg_analysis.claims.slips import SLIPS
from mtqg_analysis.claims.verdict import Said, Verdict
from mtqg_analysis.domain.figure import SCALE
from mtqg_analysis.domain.language import tr
from mtqg_analysis.ledger.slips import transpositions

UNITS_COUNTED = ("communes", "commune_level", "wards", "townships", "villages", "district_level")


@dataclass(frozen=True)
class Comparer:
    """Judges claims of two figures, and of one among all of its kind."""

    judge: Judge
    evidence: Evidence

    def compare(self, claim: Claim) -> Verdict:
        """The verdict on a comparison, a change, or a multiple."""
        assert claim.other is not None
        if not claim.about.measures:
            return self.judge.verdict(
                claim, "not_understood", message=tr("Chưa hiểu hai vế của phép so sánh; cần người xem.")
            )
        if (gap := self._published_gap(claim)) is not None:
            return gap
        first, second = self._found(claim.about), self._found(claim.other)
        if (stated := self._as_stated(claim)) is not None and (first is None or second is None):
            return stated
        if self._is_over_a_merger(claim):
            message = tr("Số đơn vị trước và sau sắp xếp không so được với nhau.")
            return self.judge.verdict(claim, "unlike", [one for one in (first, second) if one], message=message)
        if first is None or second is None:
            if _are_of_other_days(claim.about, claim.other):
                message = tr("Hai vế của hai ngày khác nhau trong năm nên không so được.")
                return self.judge.verdict(claim, "unlike", [one for one in (first, second) if one], message=message)
            told = [known_text(one) for one in (first, second) if one is not None]
            message = tr("Dữ liệu không có đủ hai vế để so sánh.")
            message += " " + tr("Chỉ có {known}.", known="; ".join(told)) if told else ""
            return self.judge.verdict(claim, "not_in_data", [one for one in (first, second) if one], message=message)
        if first == second:
            message = tr("Chưa rõ so với lúc nào; dữ liệu có {known}.", known=known_text(first))
            return self.judge.verdict(claim, "not_understood", [first], message=message)
        both = tr("{first}; {second}", first=known_text(first), second=known_text(second))
        said, slip = _lie(claim, first, second)
        if self._are_unlike(first, second) and slip != "percent_for_points":
            return self.judge.verdict(
                claim, "unlike", [first, second], message=tr("Hai số không cùng loại: {both}.", both=both)
            )
        message = tr("Dữ liệu ghi {both}.", both=both)
        if slip:
            message += " " + tr("Có thể là {slip}{told}.", slip=tr(SLIPS[slip]), told="")
        return self.judge.verdict(claim, said, [first, second], slip=slip, message=message)

    def _as_stated(self, claim: Claim) -> Verdict | None:
        """The verdict by what a source says of a year against the last, where figures of one of them are missing."""
        about, other = claim.about, claim.other
        if claim.kind != "comparison" or about.measures != ("disbursement_rate",) or {"programme", "unit"} & about.said:
            return None
        for one in self.evidence.stated:
            is_of_them = (
                other is not None and one.year is not None and (one.year, one.year - 1) == (about.year, other.year)
            )
            if one.kind == "comparison" and is_of_them and not about.capital:
                return self._by_words(claim, one)
        return None

    def _by_words(self, claim: Claim, one: Stated) -> Verdict:
        said, own = heard(one.text), heard(self.judge.paragraphs[claim.paragraph].text[claim.start : claim.end])
        is_same = ("tăng" in said) == (claim.way == "up") and not ("nhẹ" in said and "mạnh" in own)
        message = tr("Nguồn {source} nêu: «{text}».", source=one.source, text=one.text)
        slip = "" if is_same else "comparison"
        told = self.judge.verdict(claim, "supported" if is_same else "contradicted", slip=slip, message=message)
        return replace(told, facts=(one.id,), expected=one.text)

    def _is_over_a_merger(self, claim: Claim) -> bool:
        """Whether a change of how many units there are is told across their reorganisation."""
        text = heard(self.judge.paragraphs[claim.paragraph].text)
        counted = claim.about.measures[0].startswith(UNITS_COUNTED)
        return claim.kind == "change" and counted and ("sắp xếp" in text or "sáp nhập" in text)

    def _published_gap(self, claim: Claim) -> Verdict | None:
        """The verdict by the gap to the nation that a source prints itself."""
        if claim.other is None or claim.other.unit != "national:VN" or claim.quantity is None or claim.kind != "change":
            return None
        about = replace(claim.about, measures=("disbursement_rate_gap_vs_national",))
        return self.judge.judge(replace(claim, about=about)) if the_same(about, self.evidence) else None

    def _found(self, about: About) -> Known | None:
        """The figure of one side; an estimate where nothing else is known of it, so that it can be told apart."""
        same = the_same(about, self.evidence)
        if not same and not about.status:
            same = the_same(replace(about, status="estimate"), self.evidence)
        if not same:
            known = [one for name in about.measures for one in self.evidence.by_measure.get(name, ())]
            same = [
                one
                for one in known
                if differences(about, one, self.evidence.province) <= {"day", "status"}
                and ("day" not in about.said or "status" in differences(about, one, self.evidence.province))
            ]
            same = same if len({one.day for one in same}) == 1 else []
        published = [one for one in same if one.published]
        return next(iter(published or same), None)

    def _are_unlike(self, first: Known, second: Known) -> bool:
        """Whether two figures differ in what they are figures of, beyond one thing that is compared."""
        if first.status != second.status and {first.status, second.status} == {"actual", "estimate"}:
            return True
        of = ("measure", "programme", "capital", "fund", "unit", "part")
        apart = sum(getattr(first, name) != getattr(second, name) for name in of)
        is_later = (first.year, first.day) != (second.year, second.day) and first.year != second.year
        if apart and is_later:
            return True
        if (
            first.measure in MONEY_LIKE
            and first.measure == second.measure
            and first.day
            and second.day
            and first.measure != "plan"
        ):
            same_day = (first.day.month, first.day.day) == (second.day.month, second.day.day)
            if first.year != second.year or apart:
                return not same_day or (first.measure.endswith("rate") and first.basis != second.basis)
            return False
        return bool(first.day and second.day and _is_broken(first, second))


def _are_of_other_days(first: About, second: About) -> bool:
    if first.day is None or second.day is None or not set(first.measures) & {"disbursed", "disbursement_rate"}:
        return False
    return first.day.year != second.day.year and (first.day.month, first.day.day) != (second.day.month, second.day.day)


def _is_broken(first: Known, second: Known) -> bool:
    """Whether the units that are counted were drawn anew between two figures: the districts ended, communes merged."""
    days = sorted(one.day for one in (first, second) if one.day is not None)
    return first.measure.startswith(UNITS_COUNTED) and len(days) == 2 and str(days[0]) <= "2025-06-30" < str(days[1])


def _lie(claim: Claim, first: Known, second: Known) -> tuple[Said, str]:
    """How what is said lies to the data: the verdict, and the slip."""
    a, b = first.figure.exact, second.figure.exact
    if claim.kind == "times":
        return _times(claim.quantity, a, b)
    rises = a > b
    if claim.way and (a == b or rises != (claim.way == "up")):
        return "contradicted", "comparison"
    if claim.quantity is None:
        return "supported", ""
    return _change(claim.quantity, first, second)


def _times(quantity: Quantity | None, a: Decimal, b: Decimal) -> tuple[Said, str]:
    assert quantity is not None
    ratio = a / b if b else Decimal("Infinity")
    return (
        ("rounded" if quantity.qualifier else "supported", "")
        if _is_about(quantity, ratio)
        else ("contradicted", "comparison")
    )


def _is_about(quantity: Quantity, value: Decimal) -> bool:
    low, high = quantity.bounds
    half = quantity.figure.half_width * SCALE.get(quantity.figure.unit, Decimal(1))
    return low <= value <= high if quantity.qualifier else abs(quantity.figure.exact - value) <= half


def _change(quantity: Quantity, first: Known, second: Known) -> tuple[Said, str]:
    a, b = first.figure.exact, second.figure.exact
    change, is_rate = abs(a - b), first.figure.unit == "percent"
    if quantity.kind == "percent" and not is_rate:
        change = change / b if b else Decimal("Infinity")
    if _is_about(quantity, change):
        if quantity.kind == "percent" and is_rate:
            return "contradicted", "percent_for_points"
        return ("rounded" if quantity.qualifier else "supported"), ""
    if quantity.kind == "percent" and is_rate and b and _is_about(quantity, change / b):
        return "supported", ""
    if _is_about(quantity, a) or _is_about(quantity, b):
        return "contradicted", "level_for_change"
    if quantity.kind == "points" and b and _is_about(quantity, change / b):
        return "contradicted", "percent_for_points"
    exchanged = any(
        abs(slip.exact - change) <= quantity.figure.half_width * SCALE.get(quantity.figure.unit, Decimal(1))
        for slip in transpositions(quantity.figure)
    )
    return "contradicted", "digits" if exchanged else ""
