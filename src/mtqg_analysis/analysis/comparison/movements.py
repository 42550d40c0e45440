"""Whether the districts moved together between two years: exact tests, a regression, and how far they lie apart."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.comparison.province_years import units_in
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.methods.dispersion import convergence, dispersion, rank_stability
from mtqg_analysis.methods.few_clusters import MOST, Exact, sign_flip
from mtqg_analysis.methods.regression import (
    Effect,
    average_effect,
    fractional_response,
    holm,
    wild_cluster_bootstrap,
)

DISTRICT = "district"
FEWEST = 3  # units below which nothing is tested


@dataclass(frozen=True)
class Movement:
    """Whether the districts moved together between two years. rates: of each district by year and capital.

    tests: exact sign-flip tests by capital ("total" and the types), with Holm's adjusted p-values in `adjusted`. They
    ask whether districts went one way more than independent ones would; a common cause of that one year suffices.
    effect, weighted: average effect of the year on the rate of the average cell and of the average đồng, by fractional
    response regression; bootstrap: the p-value of the first by restricted wild cluster bootstrap. All three are None
    where that regression does not apply: with a rate outside [0, 1], without a plan, or with rates of 0 and 1 alone.
    spread: dispersion of both years; kendall: stability of the order; pitman: correlation and p-value of a changed
    spread.
    """

    first: int
    second: int
    rates: pd.DataFrame
    tests: dict[str, Exact]
    adjusted: dict[str, float]
    effect: Effect | None
    weighted: Effect | None
    bootstrap: Exact | None
    spread: pd.DataFrame
    kendall: float
    pitman: tuple[float, float]

    @property
    def risen(self) -> pd.Series:
        """Whether the rate of each district rose, as it is printed: by a tenth of a point at least."""
        first, second = (self.rates[year, "total"].round(3) for year in (self.first, self.second))
        return second > first

    @property
    def changes(self) -> pd.Series:
        """What the rate of each district moved by (fraction), from the most risen to the most fallen."""
        moved: pd.Series = self.rates[self.second, "total"] - self.rates[self.first, "total"]
        return moved.sort_values(ascending=False, kind="stable")


def movement(units: dict[int, Cells], first: int, second: int) -> Movement | None:
    """The movement of the districts between two years; None where `why_unmoved` has a reason."""
    if why_unmoved(units, first, second):
        return None
    own = _districts(units, first, second)
    rates = _district_rates(own)
    rates = rates[rates.xs("total", axis=1, level=1).notna().all(axis=1)]  # without a plan there is no rate to move
    if len(rates) < FEWEST:
        return None
    own = {year: cells.where(cells.frame["unit"].isin(rates.index)) for year, cells in own.items()}
    changes = {name: (rates[second, name] - rates[first, name]).dropna() for name in ("total", *CAPITALS)}
    tests = {name: sign_flip(change.to_numpy()) for name, change in changes.items() if len(change) >= FEWEST}
    adjusted = dict(zip(tests, holm(np.array([test.p for test in tests.values()])), strict=True))
    effect, weighted, bootstrap = _year_effect(own, first, second) or (None, None, None)
    totals = {year: own[year].by("unit") for year in (first, second)}
    spread = pd.DataFrame(
        [{"year": year, **vars(dispersion(rows["rate"], rows["plan"]))} for year, rows in totals.items()]
    )
    pair = rates[first, "total"].to_numpy(), rates[second, "total"].to_numpy()
    return Movement(
        first,
        second,
        rates,
        tests,
        adjusted,
        effect,
        weighted,
        bootstrap,
        spread,
        rank_stability(*pair),
        convergence(*pair),
    )


def why_unmoved(units: dict[int, Cells], first: int, second: int) -> str:
    """Why districts of two years are not tested: no_units, other_units, few or many; empty where they are."""
    if first not in units or second not in units:
        return "no_units"
    before, after = (units_in(cells) for cells in _districts(units, first, second).values())
    if not before or not after:
        return "no_units"
    if before != after:
        return "other_units"
    return "few" if len(before) < FEWEST else "many" if len(before) > MOST else ""


def _districts(units: dict[int, Cells], first: int, second: int) -> dict[int, Cells]:
    return {year: units[year].where(units[year].frame["level"] == DISTRICT) for year in (first, second)}


def _district_rates(own: dict[int, Cells]) -> pd.DataFrame:
    """One row a district, one column a (year, capital)."""
    columns = {}
    for year, cells in own.items():
        columns[year, "total"] = cells.by("unit").set_index("unit")["rate"]
        by_capital = cells.by("unit", "capital").set_index(["unit", "capital"])["rate"].unstack()
        columns |= {(year, capital): by_capital.get(capital, np.nan * columns[year, "total"]) for capital in CAPITALS}
    return pd.DataFrame(columns)


def _year_effect(own: dict[int, Cells], first: int, second: int) -> tuple[Effect, Effect, Exact] | None:
    """The average effect of the year on rates by unit and capital, for the average cell and for the average đồng.

    None where a fractional response does not apply; a rate outside [0, 1] is never cut to fit.
    """
    rows = pd.concat([own[year].by("unit", "capital").assign(later=float(year == second)) for year in (first, second)])
    recurrent, later = (rows["capital"] == "recurrent").to_numpy(dtype=float), rows["later"].to_numpy()
    fits = rows["rate"].between(0, 1).all() and not rows["rate"].isin([0, 1]).all()
    if not fits or rows["capital"].nunique() < len(CAPITALS):
        return None
    shares, plan, codes = rows["rate"].to_numpy(), rows["plan"].to_numpy(dtype=float), rows["unit"].to_numpy()

    def design(year: np.ndarray) -> np.ndarray:
        return np.column_stack([np.ones(len(rows)), recurrent, year, recurrent * year])

    off, on = design(np.zeros(len(rows))), design(np.ones(len(rows)))
    plain = average_effect(fractional_response(shares, design(later), codes), off, on)
    money = average_effect(fractional_response(shares, design(later), codes, plan), off, on, plan)
    bootstrap = wild_cluster_bootstrap(shares, design(later)[:, :3], 2, codes)
    return plain, money, bootstrap
