"""The years before the plan, restated: by the programmes that follow, and on the communes of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

import pandas as pd

from mtqg_analysis.analysis.breaks import breaks, communes_on, unbroken
from mtqg_analysis.analysis.cells import Cells, read_cells
from mtqg_analysis.analysis.planning.crosswalk import Restated, read_weights, restate
from mtqg_analysis.analysis.planning.history import settled_alike
from mtqg_analysis.analysis.planning.mapping import UNDECIDED, moved, own_amounts, parents, read_mapping
from mtqg_analysis.domain.codes import CAPITALS, UNIT_LEVELS
from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.succession import destinations
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.indicators import quotient

AMOUNTS = ("plan", "disbursed")
TERM = (2021, 2025)  # the years of the former programmes
FORMER = programmes_of(*TERM)
WHOLE = "ALL"  # the code of all programmes together
SERIES = {"poverty_rate": ("poverty_standard",), "communes_ntm": ("ntm_criteria", "communes")}  # and their breaks


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

    @property
    def places(self) -> dict[str, int]:
        """The plan by where it stands, in parts that add up to it; empty where it stands at no commune.

        exact, modelled: at communes of today, without or by weights of the user. undivided: at no commune. agency: of
        agencies of the province.
        """
        if self.communes is None:
            return {}
        frame, left = self.communes.frame, self.communes.left
        modelled, agency = frame["modelled"].astype(bool), left["reason"] == "agency"
        return {
            "exact": int(frame.loc[~modelled, "plan"].sum()),
            "modelled": int(frame.loc[modelled, "plan"].sum()),
            "undivided": int(left.loc[~agency, "plan"].sum()),
            "agency": int(left.loc[agency, "plan"].sum()),
        }

    @property
    def undivided_share(self) -> float:
        """The part of the plan that nobody has divided; NaN without a plan."""
        return quotient(self.places["undivided"], sum(self.places.values()))


@dataclass(frozen=True)
class RestatedHistory:
    """The years restated, the mapping that did it, and the series whose definition breaks.

    series: published facts of poverty and new-rural standards, one a year and measure, with `at`: the day that one
    speaks of; `run`: the number, from 1, of its run of the measure (see `unbroken`); `communes`: among how many it
    counts, None of a rate. breaks: the days on which a series changes its meaning, see `analysis.breaks.breaks`.
    """

    years: tuple[Year, ...]
    mapping: pd.DataFrame
    weights: pd.DataFrame
    series: pd.DataFrame
    breaks: pd.DataFrame

    @cached_property
    def by_successor(self) -> pd.DataFrame:
        """Plan, disbursed (đồng) and rate by new code and year, codes in order, that of nobody and `WHOLE` at the end.

        rate: NaN where nothing was planned.
        """
        frames = [one.programmes.assign(year=one.year) for one in self.years if one.cells]
        rows = pd.concat([part for one in frames for part in (one, one.assign(new=WHOLE))])
        sums = rows.groupby(["new", "year"])[list(AMOUNTS)].sum()
        order = sorted(set(rows["new"]), key=lambda code: (code == WHOLE, code == UNDECIDED, code))
        return sums.assign(rate=sums["disbursed"] / sums["plan"].where(sums["plan"] != 0)).loc[order]

    def breaks_of(self, measure: str) -> pd.DataFrame:
        """The breaks that a measure has."""
        return self.breaks[self.breaks["key"].isin(SERIES[measure])]

    def holes(self, measure: str) -> list[tuple[int, int]]:
        """The neighbouring years of a measure between which there is a year without a figure."""
        years = [int(year) for year in self.series.loc[self.series["measure"] == measure, "year"]]
        return [(former, later) for former, later in pairwise(years) if later - former > 1]


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
    return RestatedHistory(tuple(years), mapping, weights, _series(ledger, as_of, found), found)


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


def _series(ledger: Ledger, as_of: date, found: pd.DataFrame) -> pd.DataFrame:
    """The newest published figure of each measure and year, up to the cut-off; see `RestatedHistory`."""
    rows = ledger.seen(as_of).find(
        measure=list(SERIES), level="province", unit=ledger.dataset.province, status=["actual", "estimate"]
    )
    rows = rows[rows["year"] != ""]
    newest = rows.sort_values(["measure", "year", "as_of", "known_on"], kind="stable")
    rows = newest.drop_duplicates(["measure", "year"], keep="last").reset_index(drop=True)
    at = [_speaks_of(row.day, int(row.year)) for row in rows.itertuples()]
    counts = [communes_on(day, ledger.dataset.province) for day in at]
    rows = rows.assign(at=at, communes=pd.Series([*map(_of_communes, rows["measure"], counts)], dtype=object), run=0)
    for measure, keys in SERIES.items():
        own = rows[rows["measure"] == measure]
        broken = [date.fromisoformat(day) for day in found.loc[found["key"].isin(keys), "day"]]
        for number, places in enumerate(unbroken(list(own["at"]), broken), start=1):
            rows.loc[own.index[places], "run"] = number
    return rows


def _speaks_of(when: object, year: int) -> date:
    """The day of a figure; 31 December where only the year is published, or a day outside the year it speaks of."""
    return when if isinstance(when, date) and when.year == year else date(year, 12, 31)


def _of_communes(measure: str, count: int | None) -> int | None:
    return count if measure == "communes_ntm" else None
