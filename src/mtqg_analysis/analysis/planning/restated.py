"""The years before the plan, restated: by the programmes that follow, and on the communes of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from mtqg_analysis.analysis.breaks import breaks
from mtqg_analysis.analysis.cells import Cells, read_cells
from mtqg_analysis.analysis.planning.crosswalk import Restated, read_weights, restate
from mtqg_analysis.analysis.planning.history import settled_alike
from mtqg_analysis.analysis.planning.mapping import moved, own_amounts, parents, read_mapping
from mtqg_analysis.domain.codes import CAPITALS, UNIT_LEVELS
from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.succession import destinations
from mtqg_analysis.ledger.ledger import Ledger

AMOUNTS = ("plan", "disbursed")
TERM = (2021, 2025)  # the years of the former programmes
FORMER = programmes_of(*TERM)
SERIES = ("poverty_rate", "communes_ntm")


@dataclass(frozen=True)
class Year:
    """One year's money, restated. None where the dataset has no cells to restate.

    programmes: old, new, capital, plan, disbursed (đồng, integers); communes: the same money by commune. Both are of
    one cut-off and plan basis each, named by `cells` and `units`: the cut-offs are the settlement months' ends where
    every year has them, see `history.settled_alike`.
    """

    year: int
    cells: Cells | None
    programmes: pd.DataFrame
    units: Cells | None
    communes: Restated | None


@dataclass(frozen=True)
class RestatedHistory:
    """The years restated, the mapping that did it, and the series whose definition breaks.

    series: published facts of poverty and new-rural standards, one a year and measure. breaks: the days on which a
    series changes its meaning, with the columns of `analysis.breaks.breaks`.
    """

    years: tuple[Year, ...]
    mapping: pd.DataFrame
    weights: pd.DataFrame
    series: pd.DataFrame
    breaks: pd.DataFrame


def restated_history(ledger: Ledger, horizon: tuple[int, int], as_of: date) -> RestatedHistory:
    """Every year of the former programmes up to the cut-off.

    The years by programme keep 31 December where projects, which are published to that day alone, tell the components.
    """
    mapping, weights = read_mapping(ledger), read_weights(ledger.table("commune_weights"), ledger.dataset.province)
    numbers = range(TERM[0], min(TERM[1], as_of.year) + 1)
    periods = [Period(year, min(date(year, 12, 31), as_of)) for year in numbers]
    cells = [read_cells(ledger, one, levels=["province"], programmes=FORMER) for one in periods]
    projects = [_projects(ledger, one, found) for one, found in zip(periods, cells, strict=True)]
    units = [read_cells(ledger, one, levels=UNIT_LEVELS, programmes=FORMER) for one in periods]
    both = _settled([*cells, *projects], as_of)
    parts = zip(numbers, both[: len(cells)], both[len(cells) :], _settled(units, as_of), strict=True)
    years = [
        Year(year, one, _by_programme(one, own, mapping), held, _by_commune(ledger, held, weights))
        for year, one, own, held in parts
    ]
    found = breaks((TERM[0], horizon[1]), ledger.dataset.province)
    return RestatedHistory(tuple(years), mapping, weights, _series(ledger, as_of), found)


def _settled(read: Sequence[Cells | None], as_of: date) -> list[Cells | None]:
    """The years there are, all to one end; their gaps stay."""
    found = iter(settled_alike([one for one in read if one is not None], as_of))
    return [None if one is None else next(found) for one in read]


def _projects(ledger: Ledger, period: Period, cells: Cells | None) -> Cells | None:
    """The same money by project; None where it is published of another day or on another basis only."""
    rows = table("programmes")
    parts = rows.loc[rows["level"].isin(["project", "subproject", "content"]), "code"]
    found = read_cells(ledger, period, levels=["province"], programmes=list(parts)) if cells else None
    same = found is not None and cells is not None and (found.cut_off, found.basis) == (cells.cut_off, cells.basis)
    return found if same else None


def _by_programme(cells: Cells | None, projects: Cells | None, mapping: pd.DataFrame) -> pd.DataFrame:
    """The money of a year by old and new code: each code's own part moves by the mapping."""
    tree, rows = parents(), []
    frames = [one.frame for one in (cells, projects) if one is not None]
    frame = pd.concat(frames) if frames else pd.DataFrame(columns=["programme", "capital", *AMOUNTS])
    for capital in CAPITALS:
        own = frame[frame["capital"] == capital].groupby("programme", sort=False)[list(AMOUNTS)].sum()
        held = {name: own_amounts({code: int(one) for code, one in own[name].items()}, tree) for name in AMOUNTS}
        if held["plan"].keys() != held["disbursed"].keys():  # parts contradict their whole in one of the two only
            tops = own[[code in FORMER for code in own.index]]
            held = {name: {code: int(one) for code, one in tops[name].items()} for name in AMOUNTS}
        parts = {name: moved(held[name], mapping, tree) for name in AMOUNTS}
        rows += [
            {"old": old, "new": new, "capital": capital, **{name: parts[name][old, new] for name in AMOUNTS}}
            for old, new in parts["plan"]
            if parts["plan"][old, new] or parts["disbursed"][old, new]
        ]
    return pd.DataFrame(rows, columns=["old", "new", "capital", *AMOUNTS])


def _by_commune(ledger: Ledger, units: Cells | None, weights: pd.DataFrame) -> Restated | None:
    if units is None:
        return None
    links = destinations(units.plan_day, ledger.dataset.province)
    summed = units.frame.groupby(["level", "unit"], sort=False)[list(AMOUNTS)].sum().reset_index()
    return restate(summed, links, AMOUNTS, weights)


def _series(ledger: Ledger, as_of: date) -> pd.DataFrame:
    """The newest published figure of each measure and year, up to the cut-off."""
    rows = ledger.seen(as_of).find(
        measure=list(SERIES), level="province", unit=ledger.dataset.province, status=["actual", "estimate"]
    )
    rows = rows[rows["year"] != ""]
    newest = rows.sort_values(["measure", "year", "as_of", "known_on"], kind="stable")
    return newest.drop_duplicates(["measure", "year"], keep="last").reset_index(drop=True)
