"""Absorptive capacity: how much money a unit can disburse in a year, read off what it disbursed in earlier ones.

Where a year's plan was nearly all disbursed, the amount says only that capacity was at least that (the year is
censored). Amounts are in one unit of money; whether in real or nominal prices is the caller's to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

QUANTILE = 0.75  # of the years: above the middle, since some of them were short of other things than capacity
MUCH = 1000  # times more than was disbursed: what a year that spent its whole plan might have been able to do
HIGH_GROWTH = 0.8  # the quantile of observed growth that the high case takes


@dataclass(frozen=True)
class Capacity:
    """value: money a year. censored: years that reached the limit have a say in it, so it bounds capacity from below.

    years: how many years it was read from; used: how many of them were not censored.
    """

    value: float
    censored: bool
    years: int
    used: int


def capacity(disbursed: Sequence[float], rates: Sequence[float], censored_from: float) -> Capacity:
    """The 75th percentile (linear) of what was disbursed; years that nearly spent their plan say "at least so much".

    A year whose rate reached `censored_from` shows no more than a lower bound. Taking such years out would drop the
    best ones, so they count with what they disbursed; where more of them would raise the percentile, it is a lower
    bound too, marked as censored. Where every year reached it, the largest amount, marked. ValueError without any year.

    >>> capacity([120, 132, 141, 138], [.7, .7, .7, .7], censored_from=.95)
    Capacity(value=138.75, censored=False, years=4, used=4)
    >>> capacity([100, 110, 300], [.7, .7, .96], censored_from=.95)
    Capacity(value=205.0, censored=True, years=3, used=2)
    """
    paid, reached = np.asarray(disbursed, dtype=float), np.asarray(rates, dtype=float)
    if not len(paid):
        raise ValueError("Capacity needs at least one year.")
    full = reached >= censored_from
    used = int((~full).sum())
    if not used:
        return Capacity(float(paid.max()), True, len(paid), 0)
    value = float(np.quantile(paid, QUANTILE))
    most = float(np.quantile(np.where(full, MUCH * (1 + paid.max()), paid), QUANTILE))
    return Capacity(value, most > value, len(paid), used)


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
