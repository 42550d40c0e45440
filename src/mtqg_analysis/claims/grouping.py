"""How many districts lie above or below a rate: "03/11 huyện giải ngân dưới 48%"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from mtqg_analysis.claims.claim import About, Claim
from mtqg_analysis.claims.evidence import Evidence, Known
from mtqg_analysis.claims.judging import Judge
from mtqg_analysis.claims.matching import the_same
from mtqg_analysis.claims.quantities import Quantity
from mtqg_analysis.claims.said import known_text
from mtqg_analysis.claims.verdict import Said, Verdict
from mtqg_analysis.domain.figure import SCALE
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.units import codes_on, unit_name

DISTRICTS = re.compile(r"huyện|địa phương|đơn vị cấp huyện")
CITY = "thành phố"
BOUNDS = ("over", "most", "least", "under")
MOST_NAMED = 4


def bounds_of(hidden: str, numbers: Sequence[tuple[Quantity, About]]) -> Iterator[tuple[Quantity, Quantity, About]]:
    """Counts of districts with the rate that they are counted by, and what that rate is of."""
    for (count, _), (rate, about) in pairwise(numbers):
        between = hidden[count.end : rate.start]
        is_of_districts = count.kind == "count" and DISTRICTS.match(hidden, count.noun) is not None
        if is_of_districts and rate.kind == "percent" and rate.qualifier in BOUNDS and not re.search("[;:(]", between):
            yield count, rate, about


@dataclass(frozen=True)
class Grouper:
    """Judges such counts, where the rate of every district is known."""

    judge: Judge
    evidence: Evidence

    def count(self, claim: Claim) -> Verdict:
        """The verdict on a count; `claim.bound` is the rate that parts the districts."""
        assert claim.quantity is not None
        assert claim.bound is not None
        if claim.about.measures[:1] != ("disbursement_rate",):
            message = tr("Chưa hiểu số này nói về đại lượng nào; cần người xem.")
            return self.judge.verdict(claim, "not_understood", message=message)
        held = self._rates(claim.about)
        if not held:
            message = tr("Dữ liệu không có đủ số của mọi nơi để xếp hạng.")
            return self.judge.verdict(claim, "not_in_data", message=message)
        inside = [code for code, one in held.items() if _lies(one, claim.bound)]
        counts = {len(inside), len([code for code in inside if not unit_name(code).lower().startswith(CITY)])}
        whole = claim.quantity.second
        is_right = claim.quantity.figure.value in counts and (whole is None or whole == len(held))
        said: Said = "supported" if is_right else "contradicted"
        message = tr(
            "Dữ liệu có {count} trong {whole}: {names}.",
            count=len(inside),
            whole=len(held),
            names="; ".join(known_text(held[code]) for code in inside[:MOST_NAMED]) or "–",
        )
        told = self.judge.verdict(
            claim, said, [held[code] for code in inside], slip="" if is_right else "count", message=message
        )
        return replace(told, expected=f"{len(inside)}/{len(held)}")

    def _rates(self, about: About) -> dict[str, Known]:
        """The rate of each district; none where not all are known."""
        day = about.day or date(about.year or 1, 12, 31)
        codes = codes_on(day, "district", self.evidence.province)
        found = {code: the_same(replace(about, unit=f"district:{code}"), self.evidence) for code in codes}
        return {code: same[0] for code, same in found.items()} if codes and all(found.values()) else {}


def _lies(one: Known, bound: Quantity) -> bool:
    """Whether a rate lies on the side of a bound that the words name; one that says "at least" is on it."""
    value = bound.figure.value * SCALE[bound.figure.unit]
    if bound.qualifier == "over":
        return one.figure.exact > value
    return one.figure.exact >= value if bound.qualifier == "least" else one.figure.exact < value
