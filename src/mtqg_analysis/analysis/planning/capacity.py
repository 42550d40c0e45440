"""Absorptive capacity: how much money a unit can disburse in a year, read off the years in which money was not short.

Where a year's plan was nearly all disbursed, the amount says only that capacity was at least that (the year is
censored). Amounts are in one unit of money; whether in real or nominal prices is the caller's to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

QUANTILE = (
    0.75  # of the uncensored years: above the middle, since some of them were short of other things than capacity
)
HIGH_GROWTH = 0.8  # the quantile of observed growth that the high case takes


@dataclass(frozen=True)
class Capacity:
    """value: money a year. censored: no year was free of the limit, so the value bounds capacity from below.

    years: how many years it was read from; used: how many of them were not censored.
    """

    value: float
    censored: bool
    years: int
    used: int


def capacity(disbursed: Sequence[float], rates: Sequence[float], censored_from: float) -> Capacity:
    """The 75th percentile (linear) of what was disbursed in years whose rate stayed below `censored_from`.

    Where every year reached it, the largest amount, marked as censored. Raises ValueError without any year.

    >>> capacity([120, 132, 141, 138], [.7, .7, .7, .7], censored_from=.95)
    Capacity(value=138.75, censored=False, years=4, used=4)
    """
    paid, reached = np.asarray(disbursed, dtype=float), np.asarray(rates, dtype=float)
    if not len(paid):
        raise ValueError("Capacity needs at least one year.")
    free = paid[reached < censored_from]
    if not len(free):
        return Capacity(float(paid.max()), True, len(paid), 0)
    return Capacity(float(np.quantile(free, QUANTILE)), False, len(paid), len(free))


def grown(value: float, growth: float, years: int) -> float:
    """The capacity some years on, at a yearly growth (fraction).

    >>> round(grown(138.75, .04, 1), 2)
    144.3
    """
    return value * float((1 + growth) ** years)


def supported_plan(value: float, target_rate: float) -> float:
    """The plan of which a capacity disburses just the target rate (fraction, above 0).

    >>> round(supported_plan(144.3, .85), 2)
    169.76
    """
    return value / target_rate


def executed_share(value: float, plan: float) -> float:
    """What share of a plan the capacity can disburse, at most 1; NaN without a plan.

    >>> round(executed_share(144.3, 300), 2)
    0.48
    """
    return min(1.0, value / plan) if plan > 0 else float("nan")


def growth_rates(disbursed: Sequence[float]) -> list[float]:
    """The yearly growth (fraction) between neighbouring years; a year after one without money has none.

    >>> [round(rate, 4) for rate in growth_rates([120, 132, 0, 138])]
    [0.1, -1.0]
    """
    paid = [float(amount) for amount in disbursed]
    return [after / before - 1 for before, after in pairwise(paid) if before > 0]
