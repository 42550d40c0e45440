"""Development of cumulative amounts from month to month: chain ladder with Mack's errors, and what tempers it.

Mack (1993), Distribution-free calculation of the standard error of chain ladder reserve estimates; Bornhuetter and
Ferguson (1972); Cape Cod after Stanard and Bühlmann. The plan is the exposure.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ChainLadder:
    """factors, sigma2: of each step from one column to the next. ultimate, error: of each row, at the last column.

    error: Mack's standard error; total_error: of the sum of all rows; NaN where a variance cannot be estimated.
    """

    factors: np.ndarray
    sigma2: np.ndarray
    ultimate: np.ndarray
    error: np.ndarray
    total_error: float


def develop(paid: np.ndarray) -> ChainLadder:
    """Chain ladder of a triangle: a row a year from the oldest on, a column a month, NaN where still to come.

    A row is known up to some column and unknown after it. The variance of a step seen once is Mack's: the smallest of
    what the two steps before extrapolate to and of both. With amounts in đồng, so are ultimates and errors.

    >>> develop(np.array([[10.0, 20.0], [20.0, 40.0], [15.0, np.nan]])).ultimate.tolist()
    [20.0, 40.0, 30.0]
    """
    rows, columns = paid.shape
    factors, sigma2 = np.full(columns - 1, np.nan), np.full(columns - 1, np.nan)
    base = np.full(columns - 1, np.nan)  # what each factor is a mean over
    for step in range(columns - 1):
        seen = np.isfinite(paid[:, step + 1]) & np.isfinite(paid[:, step])
        before, after = paid[seen, step], paid[seen, step + 1]
        base[step] = before.sum()
        factors[step] = after.sum() / base[step] if base[step] > 0 else np.nan
        if seen.sum() > 1:
            at_all = before > 0
            ratios = after[at_all] / before[at_all]
            sigma2[step] = (before[at_all] * (ratios - factors[step]) ** 2).sum() / (seen.sum() - 1)
        elif step >= 2:
            two = sigma2[step - 1], sigma2[step - 2]
            sigma2[step] = min(two[0] ** 2 / two[1] if two[1] > 0 else 0.0, *two)
    full = paid.copy()
    for step in range(columns - 1):
        unknown = ~np.isfinite(full[:, step + 1])
        full[unknown, step + 1] = full[unknown, step] * factors[step]
    known = np.isfinite(paid).sum(axis=1)
    error, common = np.zeros(rows), np.zeros(rows)
    for row in range(rows):
        steps = np.arange(known[row] - 1, columns - 1)
        relative = sigma2[steps] / factors[steps] ** 2
        error[row] = full[row, -1] * np.sqrt((relative * (1 / full[row, steps] + 1 / base[steps])).sum())
        common[row] = (2 * relative / base[steps]).sum()
    later = full[::-1, -1].cumsum()[::-1] - full[:, -1]
    total = np.sqrt((error**2 + full[:, -1] * later * common).sum())
    return ChainLadder(factors, sigma2, full[:, -1], error, float(total))


def bornhuetter_ferguson(paid: float, done: float, prior: float, plan: float) -> float:
    """Disbursed by the target: what is, and of what is normally still to come the prior rate of the plan.

    done: share of the year's disbursement that is normally there by the origin; prior: rate expected beforehand.

    >>> round(bornhuetter_ferguson(877, 0.421951, 0.691839, 2505.7), 2)
    1879.07
    """
    return paid + (1 - done) * prior * plan


def cape_cod_rate(latest: np.ndarray, plan: np.ndarray, done: np.ndarray) -> float:
    """The rate that the data themselves expect: all that is disbursed over the plan, as far as it is normally done.

    >>> round(cape_cod_rate(np.array([5832.2, 877]), np.array([8430, 2505.7]), np.array([1, 0.421951])), 6)
    0.707178
    """
    return float(latest.sum() / (plan * done).sum())
