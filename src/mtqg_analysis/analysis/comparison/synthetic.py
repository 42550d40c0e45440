"""A synthetic control: the mix of other districts that moved as the pilots did before the pilot."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from mtqg_analysis.analysis.basis import Basis
from mtqg_analysis.analysis.cells import read_cells
from mtqg_analysis.analysis.comparison.movements import DISTRICT
from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.programmes import programmes_held
from mtqg_analysis.ledger.ledger import Ledger

ENOUGH_PERIODS = 10  # before the pilot; Abadie (2021)
SUM_WEIGHT = 1e6  # on the row that makes weights add up to one


@dataclass(frozen=True)
class Synthetic:
    """The pilots' mean against its synthetic control, or only `periods` where there are too few of them.

    weights: of the other districts. before: root mean squared gap before the pilot; after: mean gap since (fractions).
    rank: of the ratio of gaps after and before among all districts taken as if they were pilots, 1 the largest.
    """

    periods: int
    weights: pd.Series | None = None
    before: float = float("nan")
    after: float = float("nan")
    rank: int = 0


def read_panel(ledger: Ledger, years: tuple[int, ...], basis: str) -> pd.DataFrame:
    """Cumulative rates of the districts: a row a (year, day) with figures of all of them, a column a district."""
    rows = ledger.find(measure="disbursed", level=DISTRICT, year=[str(year) for year in years], status="actual")
    found = {}
    days = {(int(row.year), row.day) for row in rows.itertuples() if isinstance(row.day, date)}
    for year, day in sorted(days):
        programmes = programmes_held(year)
        cells = read_cells(ledger, Period(year, day), levels=[DISTRICT], programmes=programmes, basis=Basis(basis))
        if cells is not None and cells.cut_off == day:
            found[year, day] = cells.by("unit").set_index("unit")["rate"]
    return pd.DataFrame(found).T.dropna()


def synthetic_control(panel: pd.DataFrame, pilots: tuple[str, ...], start: int) -> Synthetic:
    """The synthetic control of the pilots' mean from a panel of `read_panel`; `start` is the first pilot year."""
    is_before = np.array([year < start for year, _ in panel.index], dtype=bool)
    if is_before.sum() < ENOUGH_PERIODS:
        return Synthetic(int(is_before.sum()))
    donors = [code for code in panel.columns if code not in pilots]
    before, after, weights = _gaps(panel[list(pilots)].mean(axis=1), panel[donors], is_before)
    own = after / before if before > 0 else np.inf
    others = [_gaps(panel[code], panel[[one for one in donors if one != code]], is_before)[:2] for code in donors]
    ratios = [abs(later) / earlier if earlier > 0 else np.inf for earlier, later in others]
    rank = 1 + sum(ratio > abs(own) for ratio in ratios)
    return Synthetic(int(is_before.sum()), pd.Series(weights, donors), before, after, rank)


def _gaps(treated: pd.Series, donors: pd.DataFrame, is_before: np.ndarray) -> tuple[float, float, np.ndarray]:
    weights = closest_mix(treated[is_before].to_numpy(), donors[is_before].to_numpy())
    gaps = treated.to_numpy() - donors.to_numpy() @ weights
    after = gaps[~is_before]
    return float(np.sqrt((gaps[is_before] ** 2).mean())), float(after.mean()) if len(after) else float("nan"), weights


def closest_mix(treated: np.ndarray, donors: np.ndarray) -> np.ndarray:
    """The weights of donors, not negative and adding up to one, whose mix comes closest to a unit.

    treated: one entry a period; donors: a row a period, a column a donor. Abadie, Diamond and Hainmueller (2010).

    >>> donors = np.column_stack([np.arange(10.0), np.arange(10.0)[::-1]])
    >>> closest_mix(donors @ [0.25, 0.75], donors).round(4).tolist()
    [0.25, 0.75]
    """
    stacked = np.vstack([donors, np.full(donors.shape[1], SUM_WEIGHT)])
    return np.asarray(nnls(stacked, np.append(treated, SUM_WEIGHT))[0])
