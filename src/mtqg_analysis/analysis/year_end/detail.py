"""What a dataset with more than totals says of a year: programmes, projects, units, versions, flows, counterpart."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import pandas as pd

from mtqg_analysis.analysis.basis import AS_PUBLISHED, Basis
from mtqg_analysis.analysis.by_level import read_levels
from mtqg_analysis.analysis.cells import Cells, read_cells, with_rates
from mtqg_analysis.analysis.counterpart import Counterpart, read_counterpart
from mtqg_analysis.analysis.parts import Later, Parts
from mtqg_analysis.analysis.year_end.flow import read_flow
from mtqg_analysis.analysis.year_end.plan_versions import Adjustment, read_adjustment, read_versions
from mtqg_analysis.analysis.year_end.ranking import Ranking, Unranked, rank_units
from mtqg_analysis.analysis.year_end.units import Lack, lack_of, measured, rest_of, same_month_before
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.period import DECEMBER, Period, stage_of
from mtqg_analysis.domain.programmes import programmes_held
from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import Ledger

PARTS = ("programme", "capital")
FUNDS = ("central", "counterpart", "local", "other")


@dataclass(frozen=True, repr=False)
class Detail(Parts):
    """The parts of a year's money, each computed when it is first asked for.

    None or empty where the dataset does not hold them.

    programmes: of the province, by programme, capital and origin; summed from the units where only they are published.
    projects: of the province, by project or its published parts. units: of districts, communes and agencies. versions:
    the plan after each version; versions_apart: how many came before every cell had a plan (see `plan_versions`). flow:
    carried-over money between years. funds: plan and disbursement by fund. units_before: of a running year, the units
    at the same month of the year before.
    """

    programmes: Cells | None
    projects: Cells | None
    units: Cells | None
    versions: pd.DataFrame
    versions_apart: int
    flow: pd.DataFrame
    funds: pd.DataFrame
    counterpart: Counterpart | None
    ranking: Ranking | Unranked
    units_before: Cells | None

    @cached_property
    def measures(self) -> pd.DataFrame:
        """The units measured, see `units.measured`."""
        return pd.DataFrame() if self.units is None else measured(self.units, self.units_before)

    def best_units(self, count: int) -> pd.DataFrame:
        """The rows of `measures` with the highest rates."""
        return self.measures.nlargest(count, "rate")

    def slowest(self, count: int) -> pd.DataFrame:
        """The programmes and capital types with the lowest rates, each with its sums; empty without programmes."""
        return pd.DataFrame() if self.programmes is None else self.programmes.by(*PARTS).nsmallest(count, "rate")

    @cached_property
    def rest(self) -> pd.Series | None:
        """What the province has beyond its units, with balance and rate; None where the two do not compare."""
        return None if self.units is None else rest_of(self.units, self.programmes)

    @cached_property
    def lack(self) -> Lack | None:
        """What is lacking to the target, of the province where it compares with its units; None while the year runs."""
        whole, units = None if self.rest is None else self.programmes, self.units
        is_early = units is None or stage_of(units.year, units.cut_off) < DECEMBER
        return None if is_early else lack_of(self.measures, whole)

    @cached_property
    def adjustment(self) -> Adjustment | None:
        """How the plan was re-cut, and the outcome beside its first version; None with fewer than two versions."""
        return None if self.programmes is None else read_adjustment(self.versions, self.programmes)


def read_detail(ledger: Ledger, period: Period, basis: Basis = AS_PUBLISHED) -> Detail:
    """The parts of the period's year that the dataset holds.

    Raises DataError when a plan basis, or the year's own money, is asked for and the dataset does not hold it.
    """
    own, units = read_levels(ledger, period, basis)
    programmes = _newer(own, units, ledger.dataset.province)
    held = replace(basis, plan=programmes.basis) if programmes else basis
    versions = Later(lambda: read_versions(ledger, programmes, units))
    return Detail(
        programmes,
        Later(lambda: _projects(ledger, period, held)).part,
        units,
        Later(lambda: versions()[0]).part,
        Later(lambda: versions()[1]).part,
        Later(lambda: read_flow(ledger, period, held.plan)).part,
        Later(lambda: _funds(ledger, programmes)).part,
        Later(lambda: read_counterpart(ledger, programmes.cut_off if programmes else period.as_of, period.year)).part,
        Later(lambda: rank_units(ledger, units)).part,
        Later(lambda: same_month_before(ledger, units) if units else None).part,
    )


def _newer(own: Cells | None, units: Cells | None, province: str) -> Cells | None:
    """The province's own cells, or the sums of its units where they are newer or stand alone."""
    if units is None or (own is not None and own.cut_off >= units.cut_off):
        return own
    keys = ["programme", "capital", "origin"]
    summed = (
        units.frame.groupby(keys, sort=False)[["plan", "disbursed", "later", "half"]].sum(min_count=1).reset_index()
    )
    return replace(units, frame=summed.assign(level="province", unit=province))


def _projects(ledger: Ledger, period: Period, basis: Basis) -> Cells | None:
    """The province's programmes by their smallest published parts, so that these add up.

    None where projects are not published on this basis and origin.
    """
    rows = table("programmes")
    parts = rows.loc[rows["level"].isin(["project", "subproject", "content"]), "code"]
    try:
        cells = read_cells(ledger, period, levels=["province"], programmes=list(parts), basis=basis)
    except DataError:
        return None  # the programmes themselves are there, so that the report stands; it says what is missing
    return cells.smallest if cells else None


def _funds(ledger: Ledger, cells: Cells | None) -> pd.DataFrame:
    """The year's own plan and its disbursement at the cut-off by programme and fund, with balance and rate.

    NaN where a capital type of them has only one of the two.
    """
    if cells is None:
        return pd.DataFrame()
    about = {"level": "province", "unit": ledger.dataset.province, "year": str(cells.year), "origin": "current_year"}
    codes = list(programmes_held(cells.year))
    asked = {"fund": list(FUNDS), "programme": codes, "capital": list(CAPITALS)}
    rows = ledger.find(**about, measure=["plan", "disbursed"], **asked)
    rows = kept(rows, [isinstance(day, date) and day <= cells.cut_off for day in rows["day"]])
    paid = rows[(rows["measure"] == "disbursed") & (rows["day"] == cells.cut_off)]
    plans = rows[(rows["measure"] == "plan") & (rows["plan_basis"] == cells.basis)]
    keys = ["programme", "fund"]
    plans = plans[plans["day"] == plans.groupby([*keys, "capital"])["day"].transform("max")]
    both = pd.concat(
        {name: own.set_index([*keys, "capital"])["exact"] for name, own in (("plan", plans), ("disbursed", paid))},
        axis=1,
    )
    sums = both.groupby(level=keys).agg(lambda amounts: amounts.sum(skipna=False))
    whole = sums.where(sums.notna().all(axis=1))  # one capital type without one of its figures: neither sum is told
    return with_rates(whole.reset_index()) if whole.notna().any(axis=None) else pd.DataFrame()
