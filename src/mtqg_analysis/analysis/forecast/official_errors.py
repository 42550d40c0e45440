"""What official estimates were worth: each held against what came, and this year's read in their light."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.forecast.triangle import LAST, Triangle
from mtqg_analysis.methods.indicators import quotient

ERRORS = ["group", "name", "year", "target", "origin", "estimate", "outturn", "error"]


def errors_of(triangles: Iterable[Triangle]) -> pd.DataFrame:
    """Each official estimate of the very series whose outturn is known, on the plan in force when it was made.

    One row each with ERRORS; error: estimate minus outturn.
    """
    rows = []
    for triangle in triangles:
        for one in (one for one in triangle.official if one.alike and one.year in triangle.years):
            place = triangle.years.index(one.year)
            outturn = quotient(triangle.paid[place, one.target - 1], triangle.plan[place, one.origin - 1])
            if np.isfinite(outturn):
                about = (triangle.group, triangle.name, one.year, one.target, one.origin, one.rate, outturn)
                rows.append((*about, one.rate - outturn))
    return pd.DataFrame(rows, columns=ERRORS)


def accuracy(errors: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """How good estimates were, one row a group of `by`, in the order in which the groups come.

    n: estimates; bias: mean error; mae: mean of its size; low, high: smallest and largest error; first, last: years.

    >>> errors = pd.DataFrame({"name": ["a", "a", "b"], "year": [2022, 2023, 2023], "error": [0.06, -0.02, 0.01]})
    >>> accuracy(errors, ["name"]).round(3).to_numpy().tolist()
    [['a', 2, 0.02, 0.04, -0.02, 0.06, 2022, 2023], ['b', 1, 0.01, 0.01, 0.01, 0.01, 2023, 2023]]
    """
    groups = errors.assign(size=errors["error"].abs()).groupby(by, sort=False)
    return groups.agg(
        n=("error", "size"),
        bias=("error", "mean"),
        mae=("size", "mean"),
        low=("error", "min"),
        high=("error", "max"),
        first=("year", "min"),
        last=("year", "max"),
    ).reset_index()


@dataclass(frozen=True)
class Corrected:
    """An official estimate read with the mean error of its kind.

    told: the estimate; bias, low, high: mean, smallest and largest error of those published at the same month of the n
    years before. Fractions of the plan. Method: docs/methods.md, section 30.
    """

    told: float
    n: int
    bias: float
    low: float
    high: float

    @property
    def reading(self) -> float:
        """What comes if this estimate errs by the mean of its kind.

        >>> round(Corrected(0.73, 3, 0.12, 0.05, 0.2).reading, 2)
        0.61
        """
        return self.told - self.bias


def corrected(whole: Triangle, year: int, origin: int) -> Corrected | None:
    """The newest estimate of the settlement month that is known at a month of a year, corrected.

    None where there is none of the very money and plan of the series, or none of its kind in the years before. Of
    several of one year that were published at the same month the last one counts.
    """
    newest = whole.shown(year, origin, LAST)
    if newest is None or not newest.alike:
        return None
    rows = errors_of([whole])
    alike = rows[(rows["year"] < year) & (rows["target"] == LAST) & (rows["origin"] == newest.origin)]
    past = alike.drop_duplicates("year", keep="last")["error"]
    if past.empty:
        return None
    return Corrected(newest.rate, len(past), float(past.mean()), float(past.min()), float(past.max()))
