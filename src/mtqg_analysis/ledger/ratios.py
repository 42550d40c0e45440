"""Printed rates against the amounts they are rates of: numerator / denominator, within rounding.

Values belong together because they say the same unit, programme, capital, origin, year, cut-off and source,
never because they stand beside each other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.units import NATION
from mtqg_analysis.ledger.facts import Row
from mtqg_analysis.ledger.finding import Finding, Severity
from mtqg_analysis.ledger.slips import explaining_transpositions, is_cut_off
from mtqg_analysis.ledger.words import describe, in_percent, printed

CONTEXT = [
    "source",
    "level",
    "unit",
    "province",
    "programme",
    "capital",
    "origin",
    "year",
    "year_to",
    "scope",
    "part_of",
]
PLAN_OF = ["source", "unit", "programme", "capital", "year", "year_to"]
SUBJECT = ["level", "unit", "province", "programme", "year", "year_to"]


@dataclass(frozen=True)
class Ratio:
    """A rate measure and the measures of its numerator and denominator."""

    rate: str
    numerator: str
    denominator: str


RATIOS = (
    Ratio("disbursement_rate", "disbursed", "plan"),
    Ratio("disbursement_rate", "disbursed", "allocated"),
    Ratio("allocation_rate", "allocated", "plan"),
    Ratio("communes_ntm_share", "communes_ntm", "communes_total"),
)
Restores = Callable[[str, Figure], bool]
DENOMINATORS = {ratio.denominator for ratio in RATIOS}
SAME_FUND = {"local": ("local", "counterpart"), "counterpart": ("local", "counterpart")}


class Decides(IntEnum):
    """What a disagreement of a rate with a printed plan proves."""

    NO = 0  # the rate names another basis, or several funds are printed: it may be of a plan not printed here
    UNLESS_PRINTED = 1  # the rate names no basis: a slip, unless this plan's own rate is printed too
    YES = 2  # both name the same basis, or neither names one


@dataclass(frozen=True)
class Triple:
    """A rate with the two amounts it should be the ratio of."""

    rate: Row
    numerator: Row
    denominator: Row
    decides: Decides

    @property
    def rows(self) -> list[Row]:
        """Denominator, numerator, rate: plan, disbursed, printed rate."""
        return [self.denominator, self.numerator, self.rate]

    @property
    def ids(self) -> tuple[str, ...]:
        """The facts of `rows`."""
        return tuple(row["fact"] for row in self.rows)

    @property
    def same_basis(self) -> bool:
        """Whether both amounts name one plan basis (the plan assigned by the Prime Minister, and its allocation)."""
        basis: str = self.numerator["plan_basis"]
        return basis == self.denominator["plan_basis"] and basis not in ("", "unknown")

    @property
    def agrees(self) -> bool:
        """Whether the rate can be the ratio of the amounts."""
        return agree([row["figure"] for row in self.rows])


def quotient_bounds(numerator: Figure, denominator: Figure) -> tuple[Decimal, Decimal]:
    """Lowest and highest ratio of two printed figures; a denominator that may be zero bounds nothing."""
    (top_low, top_high), (bottom_low, bottom_high) = numerator.bounds, denominator.bounds
    if bottom_low <= 0:
        return Decimal(0), Decimal("Infinity")
    return max(top_low, Decimal(0)) / bottom_high, top_high / bottom_low


def agree(figures: list[Figure]) -> bool:
    """Whether [denominator, numerator, rate] can be true values of one ratio."""
    denominator, numerator, rate = figures
    low, high = quotient_bounds(numerator, denominator)
    rate_low, rate_high = rate.bounds
    return low <= rate_high and rate_low <= high


def find_triples(facts: list[Row]) -> list[Triple]:
    """One triple for every printed rate whose amounts the same source prints.

    The agreeing one if any agrees; else the one whose definitions match best.
    """
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    funds: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in facts:
        groups[tuple(row[column] for column in CONTEXT)].append(row)
        if row["measure"] == "plan":
            funds[tuple(row[column] for column in PLAN_OF)].add(row["fund"])
    chosen = []
    for rows in groups.values():
        for rate in rows:
            only_central = funds[tuple(rate[column] for column in PLAN_OF)] == {"central"}
            candidates = [
                triple
                for ratio in RATIOS
                if ratio.rate == rate["measure"]
                for triple in _triples(rate, ratio, rows, only_central)
            ]
            if candidates:
                chosen.append(max(candidates, key=lambda triple: (triple.agrees, triple.same_basis, triple.decides)))
    return chosen


def _triples(rate: Row, ratio: Ratio, rows: list[Row], only_central: bool) -> Iterator[Triple]:
    numerators = [
        row
        for row in rows
        if row["measure"] == ratio.numerator
        and row["as_of"] == rate["as_of"]
        and row["status"] == rate["status"]
        and row["fund"] in SAME_FUND.get(rate["fund"], (rate["fund"],))
    ]
    denominators = [row for row in rows if row["measure"] == ratio.denominator]
    for numerator in numerators:
        for denominator, verdict in _denominators(rate, denominators, ratio, only_central):
            yield Triple(rate, numerator, denominator, verdict)


def _denominators(rate: Row, rows: list[Row], ratio: Ratio, only_central: bool) -> Iterator[tuple[Row, Decides]]:
    """The rows that can be a rate's denominator, each with how much a disagreement would prove."""
    same_fund = [row for row in rows if row["fund"] in SAME_FUND.get(rate["fund"], (rate["fund"],))]
    central = [row for row in rows if row["fund"] == "central"] if not rate["fund"] else []
    by_basis: dict[str, list[Row]] = defaultdict(list)
    for row in same_fund or central:
        by_basis[_basis(row, ratio)].append(row)
    for basis, candidates in by_basis.items():
        if basis == rate["plan_basis"]:
            verdict = Decides.YES if same_fund or only_central else Decides.NO
        elif rate["plan_basis"] == "unknown" and basis != "allocated":
            verdict = Decides.UNLESS_PRINTED
        elif basis == "unknown":
            verdict = Decides.NO
        else:
            continue
        nearest = min(_distance(rate, row) for row in candidates)
        yield from ((row, verdict) for row in candidates if _distance(rate, row) == nearest)


def _basis(row: Row, ratio: Ratio) -> str:
    return "allocated" if ratio.denominator == "allocated" else row["plan_basis"]


def _distance(rate: Row, row: Row) -> tuple[int, int]:
    """How far a plan's date lies from the rate's: same day, undated, before, after."""
    if row["as_of"] == rate["as_of"]:
        return 0, 0
    here, there = rate["day"], row["day"]
    if not isinstance(here, date) or not isinstance(there, date):
        return 1, 0
    days = (here - there).days
    return (2, days) if days > 0 else (3, -days)


def check_ratios(facts: list[Row], restores: Restores) -> tuple[list[Finding], int]:
    """Findings about printed rates, and how many triples were judged.

    restores: whether replacing a fact by a mended figure makes a sum close that the print leaves open;
    it tells which of several possible digit transpositions happened.
    """
    findings, judged = [], 0
    for triple in find_triples(facts):
        if triple.decides is Decides.NO or not (triple.agrees or _proves(triple, facts)):
            continue
        judged += 1
        if not triple.agrees:
            findings.append(_explain(triple, facts, restores))
    return findings, judged


def _proves(triple: Triple, facts: list[Row]) -> bool:
    """Whether a disagreement is one: not where the rate may be of another plan than the one printed beside it."""
    if triple.decides is Decides.UNLESS_PRINTED:
        return not _printed_elsewhere(triple, facts)
    return triple.decides is Decides.YES


def _printed_elsewhere(triple: Triple, facts: list[Row]) -> bool:
    """Whether a rate of this very plan is printed too and agrees: then the rate at hand is of another plan."""
    rate, plan = triple.rate, triple.denominator
    columns = [*SUBJECT, "measure", "capital", "origin", "as_of"]
    return any(
        agree([plan["figure"], triple.numerator["figure"], other["figure"]])
        for other in facts
        if other["plan_basis"] == plan["plan_basis"]
        and other["fact"] != rate["fact"]
        and all(other[column] == rate[column] for column in columns)
    )


def _explain(triple: Triple, facts: list[Row], restores: Restores) -> Finding:
    """The finding about a triple that disagrees, naming every explanation that the published figures hold."""
    plan, amount, rate = (row["figure"] for row in triple.rows)
    low, high = quotient_bounds(amount, plan)
    found, expected = printed(rate), in_percent(low, high, rate)
    what = tr(
        "{rate}: văn bản ghi {found}, tính lại ({amount} / {plan}) là {expected}.",
        rate=describe(triple.rate),
        found=found,
        amount=printed(amount),
        plan=printed(plan),
        expected=expected,
    )

    def finding(severity: Severity, kind: str, *reasons: str) -> Finding:
        return Finding(severity, kind, triple.ids, found, expected, " ".join(part for part in (what, *reasons) if part))

    if is_cut_off(rate, low, high):
        return finding("warning", "rate_cut_off", tr("Tỷ lệ bị cắt bớt chữ số thay vì làm tròn."))
    other = _other_denominator(triple, facts)
    named = _denominator_words(other) if other else ""
    mends = explaining_transpositions([plan, amount, rate], agree)
    mends.sort(key=lambda mend: not restores(triple.ids[mend[0]], mend[1]))
    slip = _slip_words(triple, *mends[0], restores) if mends else ""
    if mends and not _is_another_plan_of_the_passage(other, triple, mends[0][1]):
        return finding("error", "digit_transposition", slip, named)
    if other:
        return finding("warning", "rate_of_other_denominator", named, slip)
    return finding("error", "rate_mismatch", tr("Hãy đối chiếu lại với nguồn; ba số liệu này không được dùng để tính."))


def _is_another_plan_of_the_passage(other: Row | None, triple: Triple, mended: Figure) -> bool:
    """Whether the other denominator stands in the same source and is not just the mended figure printed again."""
    return other is not None and other["source"] == triple.rate["source"] and other["figure"].value != mended.value


def _denominator_words(other: Row) -> str:
    return tr(
        "Tỷ lệ khớp với một mẫu số khác đã công bố: {other} = {figure} ({fact}).",
        other=describe(other),
        figure=printed(other["figure"]),
        fact=other["fact"],
    )


def _slip_words(triple: Triple, place: int, mended: Figure, restores: Restores) -> str:
    fact, found = triple.ids[place], printed(triple.rows[place]["figure"])
    closes = tr("; khi đó tổng của các thành phần cũng khớp") if restores(fact, mended) else ""
    return tr(
        "Đảo hai chữ số: {found} ({fact}) có lẽ là {mended}{closes}.",
        found=found,
        fact=fact,
        mended=printed(mended),
        closes=closes,
    )


def _other_denominator(triple: Triple, facts: list[Row]) -> Row | None:
    """Another published denominator of the same subject of which the printed rate is the right one.

    The same source is asked first; other sources only about units that have a code, since "a province" of one
    passage is not that of another.
    """
    plan, amount, rate = triple.rows
    coded = plan["unit"] == NATION or plan["unit"].isdigit()
    others = [
        other
        for other in facts
        if other["measure"] in DENOMINATORS
        and other["exact"] != plan["exact"]
        and all(other[column] == plan[column] for column in SUBJECT)
        and (coded or other["source"] == plan["source"])
        and agree([other["figure"], amount["figure"], rate["figure"]])
    ]
    return min(others, key=lambda other: other["source"] != plan["source"], default=None)
