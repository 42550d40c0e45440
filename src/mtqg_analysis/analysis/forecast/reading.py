"""Triangles from a ledger: the province by programme and capital, its units, and the nation's public investment."""

import calendar
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.cells import BASES, CAPITALS, PARTS, PROGRAMMES, UNIT_LEVELS
from mtqg_analysis.analysis.compare import best_vintages, month_ends
from mtqg_analysis.analysis.forecast.triangle import LAST, TARGETS, Estimate, Triangle
from mtqg_analysis.domain.period import last_day_of, stage_of
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import Ledger

STAGES = range(1, LAST + 1)
CELL = ["level", "unit", "programme", "capital"]
Cell = tuple[str, str, str, str]  # the codes of CELL
Dated = dict[Cell, dict[int, dict[str, list[tuple[date, float]]]]]  # by cell, year and origin: days and amounts


def month_end(year: int, stage: int) -> date:
    """The last day of a month of a plan year; 13 is January of the next year.

    >>> month_end(2023, 2), month_end(2023, 13)
    (datetime.date(2023, 2, 28), datetime.date(2024, 1, 31))
    """
    calendar_year, month = year + (stage - 1) // 12, (stage - 1) % 12 + 1
    return date(calendar_year, month, calendar.monthrange(calendar_year, month)[1])


def province_triangles(ledger: Ledger, as_of: date, basis: str = "") -> list[Triangle]:
    """The province's series up to a day: its total, by capital, by programme, and by programme and capital.

    basis: code of the plan basis; empty: the first of `cells.BASES` that the dataset has. Before a plan on that basis
    is in force, the plan of the start of the year is. Empty where the dataset has no such cells.
    """
    cells = _cells(ledger, ["province"], as_of, basis) or _cells(ledger, list(UNIT_LEVELS), as_of, basis)
    own = _summed(cells)
    if not own:
        return []
    told = _official(ledger, as_of)
    made = [_sum("total", "ALL/total", own.values())]
    for group, place, codes in (("capital", 1, CAPITALS), ("programme", 0, PROGRAMMES)):
        for code in codes:
            parts = [triangle for key, triangle in own.items() if key[place] == code]
            if parts:
                made.append(_sum(group, f"ALL/{code}" if place else f"{code}/total", parts))
    made += [own[key] for key in sorted(own)]
    where = "province", ledger.dataset.province
    return [_with_official(one, told.get((*where, *one.name.split("/")), [])) for one in made]


def _summed(cells: dict[Cell, Triangle]) -> dict[tuple[str, ...], Triangle]:
    """Units added up by programme and capital; a month that one unit lacks is lacking in the sum."""
    parts: dict[tuple[str, ...], list[Triangle]] = defaultdict(list)
    for key, triangle in cells.items():
        parts[key[2:]].append(triangle)
    return {key: _sum("cell", "/".join(key), own) for key, own in parts.items()}


def unit_triangles(ledger: Ledger, as_of: date, basis: str = "") -> list[Triangle]:
    """The districts, communes and agencies, each with all its programmes and capital together."""
    by_unit: dict[tuple[str, str], list[Triangle]] = defaultdict(list)
    for (level, unit, _, _), triangle in _cells(ledger, list(UNIT_LEVELS), as_of, basis).items():
        by_unit[level, unit].append(triangle)
    told = _official(ledger, as_of)
    return [
        _with_official(_sum("unit", f"{level}/{unit}", parts), told.get((level, unit, "ALL", "total"), []))
        for (level, unit), parts in by_unit.items()
    ]


def national_triangle(context: Ledger, as_of: date, with_estimates: bool) -> Triangle | None:
    """The nation's public investment as published rates of the plan assigned by the Prime Minister, year's own money.

    with_estimates: a month without an actual figure takes the estimate of it; such a series is of mixed status. Rates
    of a doubtful basis stay out. None where nothing is published.
    """
    rows = context.find(
        measure="disbursement_rate",
        level="national",
        programme="PI",
        capital="investment",
        origin="current_year",
        plan_basis="pm_assigned",
        fund="",
        part_of="",
    )
    rows = month_ends(kept(rows, ["other_basis" not in flags for flags in rows["flags"]]))
    rows = rows[(rows["day"] <= as_of) & rows["stage"].between(1, LAST)]
    if not with_estimates:
        rows = rows[rows["status"] == "actual"]
    if rows.empty:
        return None
    best = best_vintages(rows, ["year", "stage"])
    years = tuple(sorted({int(year) for year in best["year"]}))
    paid = np.full((len(years), LAST), np.nan)
    for row in best.itertuples():
        paid[years.index(int(row.year)), row.stage - 1] = row.exact
    name, sources = "mixed" if with_estimates else "actual", tuple(dict.fromkeys(best["source"]))
    return Triangle("nation", name, years, paid, np.ones_like(paid), sources=sources)


def _cells(ledger: Ledger, levels: list[str], as_of: date, basis: str) -> dict[Cell, Triangle]:
    rows = ledger.find(
        measure=["plan", "disbursed"],
        level=levels,
        programme=list(PROGRAMMES),
        capital=list(CAPITALS),
        origin=[*PARTS, "both"],
        year_to="",
        fund="",
        scope="",
        part_of="",
    )
    rows = kept(rows, [isinstance(day, date) and day <= as_of for day in rows["day"]])
    plans, paid = rows[rows["measure"] == "plan"], rows[(rows["measure"] == "disbursed") & (rows["status"] == "actual")]
    held = [code for code in BASES if code in set(plans["plan_basis"]) and code != "start_of_year"]
    plans = plans[plans["plan_basis"].isin(["start_of_year", basis or (held[0] if held else "")])]
    assigned, spent = _dated(plans), _dated(paid)
    sources = {cell: tuple(dict.fromkeys(own["source"])) for cell, own in rows.groupby(CELL, sort=False)}
    made = {}
    for cell in spent:
        years = tuple(sorted(spent[cell]))
        amounts = np.array([[_on(spent[cell][year], year, stage) for stage in STAGES] for year in years])
        plan = np.array([[_in_force(assigned[cell][year], year, stage) for stage in STAGES] for year in years])
        made[cell] = Triangle("cell", "/".join(cell), years, amounts, plan, sources=sources[cell])
    return made


def _dated(rows: pd.DataFrame) -> Dated:
    """The amounts by cell, year and origin, in the order of days; of one day the version published last."""
    book: Dated = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row in rows.sort_values(["day", "known_on"], kind="stable").itertuples():
        cell = (row.level, row.unit, row.programme, row.capital)
        book[cell][int(row.year)][row.origin].append((row.day, float(row.exact)))
    return book


def _on(amounts: dict[str, list[tuple[date, float]]], year: int, stage: int) -> float:
    """Disbursed at the end of a month: origins together where so published, else their sum."""
    day = month_end(year, stage)
    found = {origin: dict(series)[day] for origin, series in amounts.items() if day in dict(series)}
    if "both" in found:
        return found["both"]
    parts = {origin for origin in PARTS if origin in amounts}
    return sum(found.values()) if found and parts <= set(found) else float("nan")


def _in_force(amounts: dict[str, list[tuple[date, float]]], year: int, stage: int) -> float:
    """The plan in force at the end of a month: the newest version of each origin, else of the origins together."""
    day = month_end(year, stage)
    newest = {}
    for origin, series in amounts.items():
        place = bisect_right([when for when, _ in series], day)
        if place:
            newest[origin] = series[place - 1][1]
    parts = [newest[origin] for origin in PARTS if origin in newest]
    return sum(parts) if parts else newest.get("both", float("nan"))


def _sum(group: str, name: str, parts: Iterable[Triangle]) -> Triangle:
    """Series added up over the years that any of them has; a month that one of them lacks is lacking in the sum."""
    parts = list(parts)
    years = tuple(sorted({year for part in parts for year in part.years}))
    rows = [[(part, part.years.index(year)) for part in parts if year in part.years] for year in years]
    paid = np.array([sum(part.paid[place] for part, place in row) for row in rows])
    plan = np.array([sum(part.plan[place] for part, place in row) for row in rows])
    sources = tuple(dict.fromkeys(source for part in parts for source in part.sources))
    return Triangle(group, name, years, paid, plan, sources=sources)


def _official(ledger: Ledger, as_of: date) -> dict[tuple[str, ...], list[tuple[Estimate, str]]]:
    """Official estimates of rates at the targets with their sources, by level, unit, programme and capital.

    Each is known from the month before the one in which it was published: a month's figures are published in the next
    one, so that what is published then may use them.
    """
    rows = ledger.find(
        measure="disbursement_rate",
        status="estimate",
        level=["province", *UNIT_LEVELS],
        year_to="",
        fund="",
        scope="",
        part_of="",
    )
    told: dict[tuple[str, ...], list[tuple[Estimate, str]]] = defaultdict(list)
    for row in rows.sort_values("known_on", kind="stable").itertuples():
        published = last_day_of(row.known_on)
        if not isinstance(row.day, date) or published is None:
            continue
        year = int(row.year)
        target, origin = stage_of(year, row.day), max(stage_of(year, published) - 1, 1)
        ends = target in TARGETS and row.day == month_end(year, target)
        if ends and origin < target and month_end(year, origin) <= as_of:
            one = Estimate(year, target, origin, float(row.exact))
            told[row.level, row.unit, row.programme, row.capital].append((one, row.source))
    return told


def _with_official(triangle: Triangle, told: list[tuple[Estimate, str]]) -> Triangle:
    """The series with the estimates of it."""
    sources = dict.fromkeys([*triangle.sources, *(source for _, source in told)])
    return replace(triangle, official=tuple(one for one, _ in told), sources=tuple(sources))
