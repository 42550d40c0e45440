"""Triangles from a ledger: the province by programme and capital, and its units.

A month's figures are published by the end of the next month. What came later was not known when others forecast from
that month, so every series can also be had as it was known then, see `Triangle.known_at`.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.forecast.estimates import Definition, official_estimates
from mtqg_analysis.analysis.forecast.sums import STAGES, is_there, summed
from mtqg_analysis.analysis.forecast.triangle import LAST, Estimate, Triangle
from mtqg_analysis.domain.codes import CAPITALS, ORIGINS, UNIT_LEVELS
from mtqg_analysis.domain.period import month_end
from mtqg_analysis.domain.programmes import every_programme
from mtqg_analysis.ledger.coverage import BASES, all_origins
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import Ledger

UNSEEN = 0.0005  # of a plan: what no printed rate shows, and rounding to a million may make
CELL = ["level", "unit", "programme", "capital"]
Cell = tuple[str, str, str, str]  # the codes of CELL


class Version(NamedTuple):
    """An amount of a day, and the day on which it was published."""

    day: date
    published: date
    amount: float


Versions = dict[int, dict[str, list[Version]]]  # by year and origin, in the order of days and publication


def province_triangles(ledger: Ledger, as_of: date, basis: str = "") -> list[Triangle]:
    """The province's series up to a day: its total, by capital, by programme, and by programme and capital.

    basis: code of the plan basis; empty: the first of `cells.BASES` that the dataset has. Before a plan on that basis
    is in force, the plan of the start of the year is. Empty where the dataset has no such cells.
    """
    cells, about = _cells(ledger, ["province"], as_of, basis)
    if not cells:
        cells, about = _cells(ledger, list(UNIT_LEVELS), as_of, basis)
        cells = {key: _nothing_where_absent(key, triangle) for key, triangle in cells.items()}
    own = _by_programme(cells)
    if not own:
        return []
    told = official_estimates(ledger, as_of, about)
    made = [summed("total", "ALL/total", list(own.values()))]
    for group, place, codes in (("capital", 1, CAPITALS), ("programme", 0, every_programme())):
        for code in codes:
            parts = [triangle for key, triangle in own.items() if key[place] == code]
            if parts:
                made.append(summed(group, f"ALL/{code}" if place else f"{code}/total", parts))
    made += [own[key] for key in sorted(own)]
    where = "province", ledger.dataset.province
    return [_with_official(one, told.get((*where, *one.name.split("/")), [])) for one in made]


def _by_programme(cells: dict[Cell, Triangle]) -> dict[tuple[str, ...], Triangle]:
    """Units added up by programme and capital; a month that one unit lacks is lacking in the sum."""
    parts: dict[tuple[str, ...], list[Triangle]] = defaultdict(list)
    for key, triangle in cells.items():
        parts[key[2:]].append(triangle)
    return {key: summed("cell", "/".join(key), own) for key, own in parts.items()}


def _nothing_where_absent(cell: Cell, triangle: Triangle) -> Triangle:
    """The series of a unit with zero for plan and disbursement where it does not exist yet, or no more.

    The money of a unit that was abolished is from then on in the figures of those that took its place. An agency that
    still reports under its old code counts, as in `cells.read_cells`.
    """
    days = [[month_end(year, stage) for stage in STAGES] for year in triangle.years]
    reported = [day for own, row in zip(days, triangle.paid, strict=True) for day in np.array(own)[np.isfinite(row)]]
    absent = [[not is_there(cell[0], cell[1], day, reported) for day in own] for own in days]
    if not np.any(absent):
        return triangle
    then = triangle.then

    def filled(one: Triangle) -> Triangle:
        gone = np.array([absent[triangle.years.index(year)] for year in one.years], dtype=bool).reshape(-1, LAST)
        if cell[0] == "agency":
            gone &= ~np.isfinite(one.paid)
        return replace(one, paid=np.where(gone, 0.0, one.paid), plan=np.where(gone, 0.0, one.plan))

    return replace(filled(triangle), then=(lambda year, origin: filled(then(year, origin))) if then else None)


def unit_triangles(ledger: Ledger, as_of: date, basis: str = "") -> list[Triangle]:
    """The districts, communes and agencies, each with all its programmes and capital together."""
    by_unit: dict[tuple[str, str], list[Triangle]] = defaultdict(list)
    cells, about = _cells(ledger, list(UNIT_LEVELS), as_of, basis)
    for (level, unit, _, _), triangle in cells.items():
        by_unit[level, unit].append(triangle)
    told = official_estimates(ledger, as_of, about)
    return [
        _with_official(summed("unit", f"{level}/{unit}", parts), told.get((level, unit, "ALL", "total"), []))
        for (level, unit), parts in by_unit.items()
    ]


def _cells(ledger: Ledger, levels: list[str], as_of: date, basis: str) -> tuple[dict[Cell, Triangle], Definition]:
    """The series of each cell, and of which money and plan all of them are."""
    rows = ledger.seen(as_of).find(
        measure=["plan", "disbursed"],
        level=levels,
        programme=list(every_programme()),
        capital=list(CAPITALS),
        origin=[*ORIGINS, "both"],
    )
    rows = rows[rows["day"].notna()]
    plans, paid = rows[rows["measure"] == "plan"], rows[(rows["measure"] == "disbursed") & (rows["status"] == "actual")]
    held = [code for code in BASES if code in set(plans["plan_basis"]) and code != "start_of_year"]
    chosen = basis or (held[0] if held else "start_of_year")
    plans = _on_basis(plans, chosen)
    assigned, spent = _dated(plans), _dated(paid)
    rows = pd.concat([rows[rows["measure"] == "disbursed"], plans]).sort_index()
    sources = {cell: tuple(dict.fromkeys(own["source"])) for cell, own in rows.groupby(CELL, sort=False)}
    reported = frozenset(year for versions in spent.values() for year in versions)
    told = [cell for cell in sources if cell in spent or reported & set(assigned[cell])]
    made = {cell: _cell(cell, spent[cell], assigned[cell], sources[cell], reported) for cell in told}
    origins = set(paid["origin"])
    return made, Definition(chosen, origins.pop() if len(origins) == 1 else "both")


def _on_basis(plans: pd.DataFrame, chosen: str) -> pd.DataFrame:
    """The plans on a basis, and those of the start of the year that hold until it.

    A cell that never gets a plan on the basis in a year in which others do has none, as in `cells.read_cells`.
    """
    on_basis, start = plans[plans["plan_basis"] == chosen], plans[plans["plan_basis"] == "start_of_year"]
    if chosen == "start_of_year":
        return start
    cells = set(on_basis[[*CELL, "year"]].itertuples(index=False, name=None))
    years = {key[-1] for key in cells}
    keys = start[[*CELL, "year"]].itertuples(index=False, name=None)
    return pd.concat([on_basis, kept(start, [key in cells or key[-1] not in years for key in keys])]).sort_index()


def _cell(
    cell: Cell, spent: Versions, assigned: Versions, sources: tuple[str, ...], reported: frozenset[int]
) -> Triangle:
    """One cell of its newest versions, and as it was known at any month where that is not the same.

    reported: the years of which any cell has disbursement: a plan of such a year without any is a year that is lacking.
    """

    def made(spent: Versions, assigned: Versions) -> Triangle:
        years = tuple(sorted({*spent, *(year for year in assigned if year in reported)}))
        told = {year: (spent.get(year, {}), assigned.get(year, {})) for year in years}
        whole = {year: _origins(planned, paid) for year, (paid, planned) in told.items()}
        paid = np.array([[_on(told[year][0], whole[year], year, stage) for stage in STAGES] for year in years])
        plan = np.array([[_in_force(told[year][1], whole[year], year, stage) for stage in STAGES] for year in years])
        return Triangle("cell", "/".join(cell), years, paid.reshape(-1, LAST), plan.reshape(-1, LAST), sources=sources)

    def then(year: int, origin: int) -> Triangle:
        day, by = month_end(year, origin), month_end(year, origin + 1)
        return made(_known(spent, day, by), _known(assigned, day, by))

    return replace(made(spent, assigned), then=None if _plain(spent) and _plain(assigned) else then)


def _origins(planned: dict[str, list[Version]], paid: dict[str, list[Version]]) -> set[str]:
    """The origins that make the money of a cell together.

    All of them where the plan of one alone is told beside another plan of all: the disbursement of the one is then not
    that of the whole.
    """
    whole = all_origins(set(planned), set(paid))
    if "both" not in planned or len(whole) == len(ORIGINS):
        return whole
    of_all = planned["both"][-1].amount
    of_one = sum(planned[origin][-1].amount for origin in whole if origin in planned)
    return whole if abs(of_all - of_one) <= UNSEEN * of_all else set(ORIGINS)


def _dated(rows: pd.DataFrame) -> dict[Cell, Versions]:
    """The amounts by cell, year and origin, in the order of days; of one day the version published last comes last."""
    book: dict[Cell, Versions] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row in rows.itertuples():
        version = Version(row.day, published(row), float(row.exact))
        book[row.level, row.unit, row.programme, row.capital][int(row.year)][row.origin].append(version)
    for versions in book.values():
        for year in versions.values():
            for series in year.values():
                series.sort(key=lambda one: one[:2])
    return book


def published(row: Any) -> date:
    """The day on which a fact was published; an undated one is taken to be known on the day that it is of."""
    return date.fromordinal(row.published) if row.published else row.day


def _known(versions: Versions, day: date, by: date) -> Versions:
    """The versions of days up to `day` that were published by another day; years and origins without one are gone."""
    found: Versions = {}
    for year, origins in versions.items():
        known = {
            origin: [one for one in series if one.day <= day and one.published <= by]
            for origin, series in origins.items()
        }
        known = {origin: series for origin, series in known.items() if series}
        if known:
            found[year] = known
    return found


def _plain(versions: Versions) -> bool:
    """Whether cutting off later days leaves what was known then: one version a day, none late, all origins at once."""
    for origins in versions.values():
        for series in origins.values():
            if len({one.day for one in series}) < len(series) or any(one.published > _due(one.day) for one in series):
                return False
        if len({series[0].day for series in origins.values()}) > 1:
            return False
    return True


def _due(day: date) -> date:
    """The end of the next month, by which what is of a day is published.

    >>> _due(date(2024, 12, 31)), _due(date(2025, 1, 31))
    (datetime.date(2025, 1, 31), datetime.date(2025, 2, 28))
    """
    return month_end(day.year, day.month + 1)


def _on(amounts: dict[str, list[Version]], whole: set[str], year: int, stage: int) -> float:
    """Disbursed at the end of a month: origins together where so published, else the sum of `whole`, all of them."""
    day = month_end(year, stage)
    by_day = {origin: {one.day: one.amount for one in series} for origin, series in amounts.items()}
    found = {origin: series[day] for origin, series in by_day.items() if day in series}
    if "both" in found:
        return found["both"]
    return sum(found.values()) if found and whole <= set(found) else float("nan")


def _in_force(amounts: dict[str, list[Version]], whole: set[str], year: int, stage: int) -> float:
    """The plan in force at the end of a month: the newest version of each origin of `whole`, or of them together.

    Of one day the plan of both together goes first, since an origin beside it need not be all.
    """
    day = month_end(year, stage)
    newest = {}
    for origin, series in amounts.items():
        place = bisect_right([one.day for one in series], day)
        if place:
            newest[origin] = series[place - 1]
    both, parts = newest.get("both"), [newest[origin] for origin in ORIGINS if origin in newest]
    by_part = bool(parts) and whole <= set(newest)
    if both is not None and not (by_part and max(one.day for one in parts) > both.day):
        return both.amount
    return sum(one.amount for one in parts) if by_part else float("nan")


def _with_official(triangle: Triangle, told: list[tuple[Estimate, str]]) -> Triangle:
    """The series with the estimates of it."""
    sources = dict.fromkeys([*triangle.sources, *(source for _, source in told)])
    return replace(triangle, official=tuple(one for one, _ in told), sources=tuple(sources))
