"""Units measured: what each lacks to the target, how it moves the rate of all, and how it stands in a fair light."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.basis import Basis
from mtqg_analysis.analysis.cells import Cells, read_cells, with_rates
from mtqg_analysis.analysis.year_end.ranking import fair
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.period import DECEMBER, Period, month_end, stage_of
from mtqg_analysis.domain.programmes import programmes_held
from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.indicators import contribution, light, shortfall, spent_without_plan

PRINTED = 0.0005  # half of the last digit of a rate as the tables print it


def threshold(key: str) -> float:
    """An evaluation threshold of the reference table of rules, as a fraction; the rows carry their reference."""
    rules = table("rules")
    return float(rules[(rules["rule"] == "evaluation_threshold") & (rules["key"] == key)]["value"].iloc[0]) / 100


def same_month_before(ledger: Ledger, units: Cells) -> Cells | None:
    """The units' cells of the year before on the same plan basis, at the end of the same month; None without them."""
    day = month_end(units.year - 1, stage_of(units.year, units.cut_off))
    codes, basis = programmes_held(units.year - 1), Basis(units.basis, units.own_money)
    try:
        cells = read_cells(ledger, Period(units.year - 1, day), levels=UNIT_LEVELS, programmes=codes, basis=basis)
    except DataError:
        return None  # the basis is this year's, which the year before need not have
    return cells if cells is not None and cells.cut_off == day else None


def measured(cells: Cells, before: Cells | None = None) -> pd.DataFrame:
    """One row a unit: the columns of `fair`, and former, shortfall, share, contribution, light, edge and unplanned.

    former: the rate in `before`, NaN without one. Target and lights are of whole years: while the year runs, shortfall
    and share are NaN, and there is no light. light: of the rate as it is printed, "" without one; edge: whether it
    stands on a knife edge. unplanned: money was spent though none was planned. By level and rate, highest first.
    """
    rows = fair(cells)
    known = {} if before is None else before.by("level", "unit").set_index(["level", "unit"])["rate"].to_dict()
    rows = rows.assign(former=[known.get(unit, np.nan) for unit in zip(rows["level"], rows["unit"], strict=True)])
    is_early = stage_of(cells.year, cells.cut_off) < DECEMBER
    plan, paid = rows["plan"].to_numpy(), rows["disbursed"].to_numpy()
    lacking = shortfall(plan, paid, threshold("target"))
    with np.errstate(divide="ignore", invalid="ignore"):
        half = np.maximum(np.where(plan > 0, rows["half"] / plan, 0), PRINTED)
    edges = {"green": threshold("green"), "amber": threshold("amber")}
    lights = [
        ("", False) if is_early or np.isnan(rate) else light(round(rate, 3), rate - width, rate + width, **edges)
        for rate, width in zip(rows["rate"], half, strict=True)
    ]
    return rows.assign(
        shortfall=np.nan if is_early else lacking["shortfall"],
        share=np.nan if is_early else lacking["share"],
        contribution=contribution(plan, paid),
        light=[colour for colour, _ in lights],
        edge=[edge for _, edge in lights],
        unplanned=spent_without_plan(plan, paid),
    ).sort_values(["level", "rate"], ascending=[False, False], kind="stable", ignore_index=True)


@dataclass(frozen=True)
class Lack:
    """What is lacking to the target rate, and with whom.

    units: rows of `measured`, largest shortfall first. whole: what all lack (đồng), negative where they exceed it; of
    the province where its own cells compare with those of its units, whose sum it is otherwise.

    >>> lack = Lack(pd.DataFrame({"shortfall": [30.0, 20.0, 6.0, -4.0], "share": [0.577, 0.385, 0.115, -0.077]}), 52.0)
    >>> lack.half, round(lack.share_of_first(3), 3), lack.after(2), lack.after(4)
    (1, 1.077, 2.0, 0.0)
    """

    units: pd.DataFrame
    whole: float

    @property
    def who(self) -> pd.DataFrame:
        """The units that lack anything."""
        return self.units[self.units["shortfall"] > 0]

    @property
    def half(self) -> int:
        """How many units, largest shortfall first, make half of what the units lack together."""
        return int(self.units["share"].cumsum().searchsorted(0.5)) + 1

    def share_of_first(self, count: int) -> float:
        """What the first units lack, as a share of the whole; above 1 where others have money beyond the target."""
        return float(self.units["shortfall"].head(count).sum() / self.whole)

    def after(self, count: int) -> float:
        """What the units behind the first ones lack together (đồng)."""
        return float(self.units["shortfall"].iloc[count:].sum())


def lack_of(rows: pd.DataFrame, whole: Cells | None) -> Lack:
    """What measured units lack; whole: the province's own cells, where they compare with those of the units."""
    ordered = rows.sort_values("shortfall", ascending=False, kind="stable", ignore_index=True)
    if whole is None:
        return Lack(ordered, float(rows["shortfall"].sum()))
    return Lack(ordered, float(threshold("target") * whole.total["plan"] - whole.total["disbursed"]))


def rest_of(units: Cells, whole: Cells | None) -> pd.Series | None:
    """What the province has beyond its units, with balance and rate; None where the two do not compare."""
    rest = units.rest_of(whole)
    return None if rest is None else with_rates(rest.to_frame().T).iloc[0]
