"""What a claim may be held against: facts of the data, and figures that they imply."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.dates import dates_in
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.period import last_day_of
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.ledger.sums import MEASURE_SPLITS

IMPLIED = {
    "plan": ("plan", "total"),
    "investment_plan": ("plan", "investment"),
    "recurrent_plan": ("plan", "recurrent"),
    "investment_disbursed": ("disbursed", "investment"),
    "recurrent_disbursed": ("disbursed", "recurrent"),
    "balance": ("balance", "total"),
    "investment_balance": ("balance", "investment"),
    "recurrent_balance": ("balance", "recurrent"),
    "investment_share": ("plan_share", "investment"),
}


@dataclass(frozen=True)
class Known:
    """A figure that the data hold, or that they imply, with all that it is of.

    low, high: of the true value, in base units. published: a source prints it; otherwise it was worked out, from the
    facts that it rests on, and its interval says how exactly.
    """

    id: str
    measure: str
    programme: str
    capital: str
    fund: str
    origin: str
    basis: str
    part: str
    scope: str
    unit: str
    status: str
    year: int | None
    year_to: int | None
    day: date | None
    figure: Figure
    low: Decimal
    high: Decimal
    source: str = ""
    published: bool = True
    is_points: bool = False
    rests_on: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The facts that it is, or that it was worked out from."""
        return self.rests_on or (self.id,)


@dataclass(frozen=True)
class Stated:
    """What a source states in words: kind and subject are codes of `statements.csv`, of tasks kind `directive`."""

    id: str
    kind: str
    subject: str
    year: int | None
    text: str
    source: str
    due: date | None = None


class Evidence:
    """Everything known, by measure, and what is stated. province: its code; what names no unit is of it."""

    def __init__(self, known: list[Known], province: str, stated: Sequence[Stated] = ()) -> None:
        self.known, self.province, self.stated = known, province, tuple(stated)

    @cached_property
    def by_measure(self) -> dict[str, list[Known]]:
        """The figures of each measure in the order of the data."""
        found: dict[str, list[Known]] = {}
        for one in self.known:
            found.setdefault(one.measure, []).append(one)
        return found

    @cached_property
    def by_id(self) -> dict[str, Known]:
        """The figures by their ids."""
        return {one.id: one for one in self.known}


def stated_in(ledger: Ledger) -> list[Stated]:
    """The statements of a dataset, and its directives with the day on which they are due."""
    said = [
        Stated(
            row["statement"],
            row["kind"],
            row.get("subject", ""),
            int(row["year"]) if row.get("year") else None,
            row["text_vi"],
            row["source"],
        )
        for row in ledger.table("statements").to_dict("records")
    ]
    tasks = [
        Stated(row["directive"], "directive", "", None, row["task_vi"], row["source"], last_day_of(row["due"]))
        for row in ledger.table("directives").to_dict("records")
    ]
    return [*(replace(one, due=day_named(one.text)) if one.kind == "meeting" else one for one in said), *tasks]


def day_named(text: str) -> date | None:
    """The last day that a statement names in figures."""
    days = dates_in(text)
    return days[-1] if days else None


def known_facts(ledger: Ledger) -> list[Known]:
    """The usable facts of a ledger, whatever part they are of."""
    rows = ledger.facts[ledger.facts["usable"]]
    return [_known(row) for row in rows.to_dict("records")]


def _known(row: dict[Any, Any]) -> Known:
    figure = row["figure"]
    low, high = figure.bounds
    return Known(
        id=row["fact"],
        measure=row["measure"],
        programme=row["programme"],
        capital=row["capital"],
        fund=row["fund"],
        origin=row["origin"],
        basis=row["plan_basis"],
        part=row["part_of"],
        scope=row["scope"],
        unit=f"{row['level']}:{row['unit']}",
        status=row["status"],
        year=int(row["year"]) if row["year"] else None,
        year_to=int(row["year_to"]) if row["year_to"] else None,
        day=row["day"],
        figure=figure,
        low=low,
        high=high,
        source=row["source"],
        is_points="points" in row["flags"],
    )


def derived_shares(known: list[Known]) -> list[Known]:
    """The share of communes of the new countryside, where a source counts both on one day and prints no share."""
    totals = {(one.unit, one.day, one.source): one for one in known if one.measure == "communes_total"}
    found = []
    for one in known:
        whole = totals.get((one.unit, one.day, one.source))
        if one.measure == "communes_ntm" and whole is not None and whole.figure.value:
            figure = Figure(one.figure.value / whole.figure.value * 100, "percent", Decimal("1e-9"))
            low, high = figure.bounds
            share = replace(one, id=f"{one.id}/{whole.id}", measure="communes_ntm_share", figure=figure)
            found.append(replace(share, low=low, high=high, rests_on=(one.id, whole.id)))
    return found


def derived_sums(known: list[Known]) -> list[Known]:
    """Counts and rates that a source prints in parts only: poor and near-poor households together."""
    printed = {(one.measure, *_place(one)) for one in known}
    found = []
    for whole, parts in MEASURE_SPLITS:
        by_place: dict[tuple[object, ...], dict[str, Known]] = {}
        for one in known:
            if one.measure in parts and not one.figure.qualifier:
                by_place.setdefault(_place(one), {}).setdefault(one.measure, one)
        for place, own in by_place.items():
            if len(own) == len(parts) and (whole, *place) not in printed:
                found.append(_sum(whole, [own[part] for part in parts]))
    return found


def derived_rests(known: list[Known]) -> list[Known]:
    """The groups of targets that were missed: of those set, all that were not completed."""
    of_year = {(one.unit, one.year): one for one in known if one.measure == "target_groups_set"}
    found = []
    for one in known:
        every = of_year.get((one.unit, one.year))
        if one.measure == "target_groups_completed" and every is not None:
            figure = replace(one.figure, value=every.figure.value - one.figure.value)
            low, high = figure.bounds
            rest = replace(one, id=f"{every.id}-{one.id}", measure="target_groups_missed", figure=figure)
            found.append(replace(rest, low=low, high=high, rests_on=(every.id, one.id)))
    return found


def _place(one: Known) -> tuple[object, ...]:
    return one.unit, one.year, one.year_to, one.day, one.status, one.source, one.part, one.scope, one.programme


def _sum(whole: str, parts: list[Known]) -> Known:
    first = parts[0].figure
    value, half = (sum((getattr(one.figure, name) for one in parts), Decimal(0)) for name in ("value", "half_width"))
    figure = Figure(value, first.unit, half)
    low, high = figure.bounds
    ids = tuple(one.id for one in parts)
    named = replace(parts[0], id="+".join(ids), measure=whole, figure=figure)
    return replace(named, low=low, high=high, rests_on=ids)


def implied_figures(implied: dict[str, Result], province: str) -> list[Known]:
    """The figures that the published set of a year implies: plan, parts and balance."""
    return [
        _implied(name, implied[name], *IMPLIED[name], f"province:{province}")
        for name in IMPLIED
        if name in implied and implied[name].estimate == implied[name].estimate
    ]


def _implied(name: str, result: Result, measure: str, capital: str, unit: str) -> Known:
    is_share = result.unit == "fraction"
    scale = Decimal("0.01") if is_share else Decimal(10) ** 9
    value = Decimal(str(float(result.estimate))) / scale
    low, high = Decimal(str(float(result.low))), Decimal(str(float(result.high)))
    figure = Figure(value, "percent" if is_share else "bn_vnd", (high - low) / scale / 2)
    day = result.as_of
    return Known(
        id=f"suy_ra:{name}",
        measure=measure,
        programme="ALL",
        capital=capital,
        fund="",
        origin="",
        basis="",
        part="",
        scope="",
        unit=unit,
        status="actual",
        year=day.year - (day.month == 1) if day else None,
        year_to=None,
        day=day,
        figure=figure,
        low=low,
        high=high,
        published=False,
        rests_on=result.facts,
    )
