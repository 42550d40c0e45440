"""The plan of a year after each day on which a version of it was decided."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from mtqg_analysis.analysis.cells import Cells, dated_amounts
from mtqg_analysis.analysis.origins import KEY, PLACE, with_sums
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.programmes import programmes_held
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.indicators import outturn_deviation

HEADS = ["programme", "capital"]
COLUMNS = ["day", *HEADS, "plan", "half", "source"]
ENOUGH = 2  # versions, for an adjustment to be told
Versions = tuple[pd.DataFrame, int]


def read_versions(ledger: Ledger, cells: Cells | None, units: Cells | None) -> Versions:
    """The plan by programme and capital type after each version up to the cut-off, with COLUMNS (đồng).

    A version names what it re-cuts; the other cells keep their plan. It is counted where every one of the cells has a
    plan by then, of all its origins: a first plan of this year's money alone, or of some programmes, is no plan of all
    that was disbursed. Cells that lack a figure take part in no version, as in no other sum. Beside the frame, how many
    earlier versions are not counted.

    Where the cells are those of units and these tell fewer than two versions, the province's own are taken, if they end
    at the plan of its units.
    """
    if cells is None:
        return pd.DataFrame(columns=COLUMNS), 0
    if units is None or not cells.coverage.of_units:
        return _versions(ledger, cells, ["province"])
    of_units = _versions(ledger, units, UNIT_LEVELS)
    own = _versions(ledger, cells, ["province"]) if _count(of_units) < ENOUGH else of_units
    return own if _count(own) >= ENOUGH and _ends_at(own[0], cells) else of_units


def _count(versions: Versions) -> int:
    return int(versions[0]["day"].nunique())


def _ends_at(versions: pd.DataFrame, cells: Cells) -> bool:
    """Whether the last version is the plan of the cells, but for the rounding of both."""
    last = versions[versions["day"] == versions["day"].max()].set_index(HEADS)
    plan = cells.by(*HEADS).set_index(HEADS)
    apart = (plan["plan"] - last["plan"]).abs()
    return bool((apart <= plan["half"] + last["half"]).all())


def _versions(ledger: Ledger, cells: Cells, levels: Sequence[str]) -> Versions:
    """The versions of the cells' places as they are told at some levels."""
    paid, plans = dated_amounts(ledger, cells.year, levels, programmes_held(cells.year))
    plans = _of_cells(plans, cells)
    rows = [pd.DataFrame(columns=COLUMNS)]
    days = sorted(set(plans["day"]))
    for day in days:
        known = plans[plans["day"] <= day].drop_duplicates(KEY, keep="last")
        held = cells.frame[KEY].merge(with_sums(known, paid)[[*KEY, "exact", "high"]], on=KEY)
        if len(held) == len(cells.frame):
            held = held.assign(plan=held["exact"], half=held["high"] - held["exact"])
            sums = held.groupby(HEADS)[["plan", "half"]].sum().reset_index()
            rows.append(sums.assign(day=day, source=plans.loc[plans["day"] == day, "source"].iloc[0]))
    found = [one for one in rows if len(one)] or rows
    return pd.concat(found, ignore_index=True)[COLUMNS], len(days) - sum(len(one) > 0 for one in rows)


def _of_cells(plans: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    """The plans of the cells' places up to their cut-off: of the start of the year, and on their basis from then on."""
    plans = kept(plans, [day <= cells.cut_off for day in plans["day"]])
    plans = plans[plans["plan_basis"].isin(["start_of_year", cells.basis])]
    plans = plans[plans["origin"] == "current_year"] if cells.own_money else plans
    ours = plans.merge(cells.frame[PLACE].drop_duplicates(), on=PLACE)
    later = ours["plan_basis"] == cells.basis
    return ours.assign(later=later).sort_values(["later", "day", "known_on"], kind="stable")


@dataclass(frozen=True)
class Adjustment:
    """How a plan was re-cut in its year, and how far the outcome lies from its first version.

    plans: a row a programme and capital type (HEADS), a column a day on which a version was decided, in order. heads:
    HEADS, first (plan), disbursed, adjusted (the first plan in the ratio of both totals), deviation (disbursed beyond
    that). All in đồng. outturn, variance: see `indicators.outturn_deviation`.
    """

    plans: pd.DataFrame
    heads: pd.DataFrame
    outturn: float
    variance: float

    @property
    def totals(self) -> pd.Series:
        """The plan of everything after each version, by day."""
        return self.plans.sum()

    @property
    def times(self) -> int:
        """How often the plan was adjusted after its first version."""
        return len(self.plans.columns) - 1

    @property
    def change(self) -> pd.Series:
        """By how much the last version differs from the first, by head."""
        return self.plans.iloc[:, -1] - self.plans.iloc[:, 0]


def read_adjustment(versions: pd.DataFrame, cells: Cells) -> Adjustment | None:
    """The adjustment that versions of the plan of these cells tell; None where there are fewer than two."""
    if versions["day"].nunique() < ENOUGH:
        return None
    plans = versions.pivot(index=HEADS, columns="day", values="plan")
    heads = cells.by(*HEADS).set_index(HEADS).assign(first=plans.iloc[:, 0]).reset_index()
    first, paid = heads["first"], heads["disbursed"]
    adjusted = first * paid.sum() / first.sum()
    found = outturn_deviation(first.to_numpy(), paid.to_numpy())
    heads = heads.assign(adjusted=adjusted, deviation=paid - adjusted)
    return Adjustment(plans, heads, found["outturn"], found["variance"])
