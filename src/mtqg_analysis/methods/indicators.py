"""Indicators of a year's execution by cell: balances, shortfalls, contributions, fair comparison, ranks, deviations.

Inputs are arrays of one entry a unit (or project, or programme): plan and disbursed in one currency unit. A rate is
always a ratio of sums; the mean of rates is another thing and is nowhere computed here.
"""

from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import rankdata

Array = np.ndarray
Light = Literal["green", "amber", "red"]


def rate(plan: Array, disbursed: Array) -> Array:
    """Disbursed over plan, cell by cell; NaN where there is no plan, whether or not money was spent."""
    plans, paid = np.asarray(plan, dtype=float), np.asarray(disbursed, dtype=float)
    return np.asarray(np.divide(paid, plans, out=np.full(plans.shape, np.nan), where=plans > 0))


def quotient(above: float, below: float) -> float:
    """One amount over another; NaN over zero or over what is not known.

    >>> quotient(1, 4), quotient(0, 0)
    (0.25, nan)
    """
    return float(above) / float(below) if below and not np.isnan(below) else float("nan")


def spent_without_plan(plan: Array, disbursed: Array) -> Array:
    """The cells in which money was disbursed though none was planned: a finding, never a rate."""
    return np.asarray((np.asarray(plan) == 0) & (np.asarray(disbursed) > 0))


def shortfall(plan: Array, disbursed: Array, target: float) -> pd.DataFrame:
    """What each cell lacks to a target rate, and its share of what all lack.

    Columns: shortfall (negative where the target is exceeded), share (signed, adds up to 1; NaN where nothing is
    lacking overall).

    >>> shortfall([300, 500, 200], [240, 250, 80], 0.95).round(6).to_numpy().tolist()
    [[45.0, 0.118421], [225.0, 0.592105], [110.0, 0.289474]]
    """
    lacking = target * np.asarray(plan, dtype=float) - np.asarray(disbursed, dtype=float)
    net = lacking.sum()
    share = lacking / net if net > 0 else np.full(lacking.shape, np.nan)
    return pd.DataFrame({"shortfall": lacking, "share": share})


def contribution(plan: Array, disbursed: Array) -> Array:
    """By how much each cell lifts or lowers the overall rate, as a fraction; adds up to zero. NaN without any plan.

    >>> contribution([300, 500, 200], [240, 250, 80]).round(6).tolist()
    [0.069, -0.035, -0.034]
    """
    plans, paid = np.asarray(plan, dtype=float), np.asarray(disbursed, dtype=float)
    planned = plans.sum() or np.nan
    return np.asarray((paid - paid.sum() / planned * plans) / planned)


def influence(plan: Array, disbursed: Array) -> Array:
    """The overall rate minus what it would be without the cell; NaN where nothing else is planned."""
    plans, paid = np.asarray(plan, dtype=float), np.asarray(disbursed, dtype=float)
    return np.asarray(paid.sum() / plans.sum() - rate(plans.sum() - plans, paid.sum() - paid))


def fair_ratio(plan: Array, disbursed: Array) -> pd.DataFrame:
    """What each unit would have disbursed at the province's rates for its own mix, and its actual beside.

    plan, disbursed: matrices, rows are units, columns the kinds of capital that the mix is made of. Columns: expected,
    ratio (actual over expected; above 1 is better than the mix explains).
    """
    plans, paid = np.asarray(plan, dtype=float), np.asarray(disbursed, dtype=float)
    return expected(plans, paid.sum(axis=1), rate(plans.sum(axis=0), paid.sum(axis=0)))


def expected(plan: Array, disbursed: Array, rates: Array) -> pd.DataFrame:
    """`fair_ratio` at given rates for each kind of capital; `disbursed` is the sum of each unit.

    >>> expected([[100, 140], [200, 40]], [118, 150], [0.694, 0.309]).round(4).to_numpy().tolist()
    [[112.66, 1.0474], [151.16, 0.9923]]
    """
    wanted = np.asarray(plan, dtype=float) @ np.nan_to_num(np.asarray(rates, dtype=float))
    return pd.DataFrame({"expected": wanted, "ratio": rate(wanted, disbursed)})


def ranks(rates: Array, decimals: int, method: Literal["min", "dense", "average"] = "min") -> Array:
    """Competition ranks, highest first; rates that print alike are ties. decimals: of the rates as fractions.

    >>> ranks([0.795, 0.765, 0.765, 0.6], 3).tolist(), ranks([0.795, 0.765, 0.765, 0.6], 3, "average").tolist()
    ([1.0, 2.0, 2.0, 4.0], [1.0, 2.5, 2.5, 4.0])
    """
    return np.asarray(rankdata(-np.round(np.asarray(rates, dtype=float), decimals), method), dtype=float)


def light(value: float, low: float, high: float, green: float, amber: float) -> tuple[Light, bool]:
    """The traffic light of a rate, and whether its rounding interval [low, high] straddles a threshold (knife edge).

    >>> light(0.7996, 0.7995, 0.8005, green=0.8, amber=0.5)
    ('amber', True)
    """

    def colour(rate: float) -> Light:
        return "green" if rate >= green else "amber" if rate >= amber else "red"

    return colour(value), len({colour(low), colour(value), colour(high)}) > 1


def counterpart(required: Array, allocated: Array) -> pd.Series:
    """How far required counterpart capital was provided by the units together.

    `capped` counts no unit's surplus against another's gap; `naive` does. NaN where nothing is required.

    >>> counterpart([80, 120], [60, 130]).tolist()
    [0.9, 0.95]
    """
    due, placed = np.asarray(required, dtype=float), np.asarray(allocated, dtype=float)
    total = due.sum() if due.sum() > 0 else np.nan
    return pd.Series({"capped": np.minimum(due, placed).sum() / total, "naive": placed.sum() / total})


def timeliness(due: Array, placed: Array) -> float:
    """How much of the counterpart capital stood ready when it was due, over the months; 1 is always on time.

    due, placed: cumulative amounts at the end of each month. A month's surplus does not mend an earlier month's delay.
    NaN where nothing was due.
    """
    wanted, there = np.asarray(due, dtype=float), np.asarray(placed, dtype=float)
    return float(np.minimum(wanted, there).sum() / wanted.sum()) if wanted.sum() > 0 else float("nan")


def outturn_deviation(budget: Array, actual: Array) -> pd.Series:
    """Aggregate outturn and composition variance of heads against the original budget, after PEFA PI-1 and PI-2.

    An analogue for a province's programmes, not a PEFA score. outturn: A/B. variance: the sum of absolute deviations
    from the budget adjusted to the actual total, over that total, in [0, 2).

    >>> outturn_deviation([400, 350, 250, 150], [300, 330, 150, 120]).round(6).tolist()
    [0.782609, 0.130435]
    """
    planned, spent = np.asarray(budget, dtype=float), np.asarray(actual, dtype=float)
    outturn = quotient(spent.sum(), planned.sum())
    adjusted = planned * outturn
    return pd.Series({"outturn": outturn, "variance": quotient(np.abs(spent - adjusted).sum(), adjusted.sum())})
