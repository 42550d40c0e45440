"""What a published set of rounded figures implies, and whether the set is consistent.

Published: disbursed D, its rate r of the plan, and the rates r_I, r_R of investment and recurrent capital. Then
T = D/r, w = (r - r_R)/(r_I - r_R), I = wT, R = (1 - w)T. Each is monotone in every input, so that its exact
range over the rounding intervals is reached at corners of the box; plain interval arithmetic on the formulas
would be too wide, because D and r enter more than once. A linear programme checks consistency and serves as an
independent second way to every bound.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import linprog

from mtqg_analysis.domain.errors import DataError

Bounds = tuple[float, float]
PLAN, DISBURSED = (1.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 1.0)  # over (I, R, D_I, D_R)


@dataclass(frozen=True)
class Published:
    """A published set: the printed values and their intervals. Amounts in đồng, rates as fractions."""

    disbursed: float
    rate: float
    investment_rate: float
    recurrent_rate: float
    disbursed_bounds: Bounds
    rate_bounds: Bounds
    investment_bounds: Bounds
    recurrent_bounds: Bounds

    @property
    def point(self) -> tuple[float, float, float, float]:
        """The printed values: D, r, r_I, r_R."""
        return self.disbursed, self.rate, self.investment_rate, self.recurrent_rate

    @property
    def corners(self) -> Iterator[tuple[float, float, float, float]]:
        """The 16 corners of the box of intervals, each as D, r, r_I, r_R."""
        return product(self.disbursed_bounds, self.rate_bounds, self.investment_bounds, self.recurrent_bounds)


def _share(r: float, r_i: float, r_r: float) -> float:
    return (r - r_r) / (r_i - r_r)


IMPLIED: dict[str, Callable[[float, float, float, float], float]] = {
    "plan": lambda d, r, ri, rr: d / r,
    "investment_share": lambda d, r, ri, rr: _share(r, ri, rr),
    "investment_plan": lambda d, r, ri, rr: d / r * _share(r, ri, rr),
    "recurrent_plan": lambda d, r, ri, rr: d / r * (1 - _share(r, ri, rr)),
    "investment_disbursed": lambda d, r, ri, rr: ri * d / r * _share(r, ri, rr),
    "recurrent_disbursed": lambda d, r, ri, rr: rr * d / r * (1 - _share(r, ri, rr)),
    "balance": lambda d, r, ri, rr: d / r - d,
    "investment_balance": lambda d, r, ri, rr: (1 - ri) * d / r * _share(r, ri, rr),
    "recurrent_balance": lambda d, r, ri, rr: (1 - rr) * d / r * (1 - _share(r, ri, rr)),
    "recurrent_share_of_balance": lambda d, r, ri, rr: (1 - rr) * (1 - _share(r, ri, rr)) / (1 - r),
}


def back_solve(published: Published) -> dict[str, tuple[float, Bounds]]:
    """Plan, split, disbursement and balance by capital type: name to (point, exact interval).

    Raises DataError where the component rates do not enclose the total rate: then no split exists.

    >>> seed = Published(1318, .526, .694, .309, (1317.5, 1318.5), (.5255, .5265), (.6935, .6945), (.3085, .3095))
    >>> point, (low, high) = back_solve(seed)["plan"]
    >>> round(point, 2), round(low, 3), round(high, 3)
    (2505.7, 2502.374, 2509.039)
    """
    slow, fast = sorted((published.investment_bounds, published.recurrent_bounds))
    if fast[0] <= slow[1] or not slow[0] <= published.rate <= fast[1]:
        raise DataError(
            "Tỷ lệ chung {rate:.3f} không nằm giữa tỷ lệ vốn đầu tư {investment_rate:.3f} và "
            "vốn sự nghiệp {recurrent_rate:.3f}: không suy ra được cơ cấu kế hoạch.",
            rate=published.rate,
            investment_rate=published.investment_rate,
            recurrent_rate=published.recurrent_rate,
        )
    found = {}
    for name, formula in IMPLIED.items():
        at_corners = [formula(*corner) for corner in published.corners]
        found[name] = formula(*published.point), (min(at_corners), max(at_corners))
    return found


def linear_bounds(published: Published, target: tuple[float, float, float, float]) -> Bounds:
    """The range of a linear target over (I, R, D_I, D_R), by two linear programmes; same unit as the amounts."""
    rows, limits = _constraints(published)
    scale = published.disbursed
    ends = [
        linprog(sign * np.array(target), A_ub=rows, b_ub=limits / scale, bounds=(0, None), method="highs")
        for sign in (1, -1)
    ]
    return ends[0].fun * scale, -ends[1].fun * scale


def inconsistency(published: Published) -> float:
    """The smallest slack, in the unit of the amounts, with which all intervals can hold at once; 0 if consistent.

    >>> seed = Published(1318, .526, .494, .309, (1317.5, 1318.5), (.5255, .5265), (.4935, .4945), (.3085, .3095))
    >>> round(inconsistency(seed), 3)
    25.907
    """
    rows, limits = _constraints(published)
    scale = published.disbursed
    relaxed = np.column_stack([rows, -np.ones(len(rows))])
    solution = linprog([0, 0, 0, 0, 1], A_ub=relaxed, b_ub=limits / scale, bounds=(0, None), method="highs")
    return max(0.0, float(solution.fun) * scale)


def _constraints(published: Published) -> tuple[np.ndarray, np.ndarray]:
    """Rows of A x <= b over x = (I, R, D_I, D_R), one pair for every published interval."""
    investment, recurrent = np.array([1.0, 0, 0, 0]), np.array([0, 1.0, 0, 0])
    paid_investment, paid_recurrent = np.array([0, 0, 1.0, 0]), np.array([0, 0, 0, 1.0])
    plan, paid = np.array(PLAN), np.array(DISBURSED)
    low, high = published.disbursed_bounds
    rows, limits = [paid, -paid], [high, -low]
    for bounds, amount, base in (
        (published.rate_bounds, paid, plan),
        (published.investment_bounds, paid_investment, investment),
        (published.recurrent_bounds, paid_recurrent, recurrent),
    ):
        rows += [amount - bounds[1] * base, bounds[0] * base - amount]
        limits += [0.0, 0.0]
    return np.array(rows), np.array(limits)


def still_to_bring(disbursed: Bounds, rate: Bounds, later_rate: Bounds) -> Bounds:
    """What must still be disbursed to reach `later_rate` of the same plan: D (r'/r - 1), exact at corners.

    >>> low, high = still_to_bring((1317.5, 1318.5), (.5255, .5265), (.725, .735))
    >>> round(low, 2), round(high, 2)
    (496.72, 525.64)
    """
    values = [d * (later / r - 1) for d, r, later in product(disbursed, rate, later_rate)]
    return min(values), max(values)


def left_over(disbursed: Bounds, rate: Bounds, later_rate: Bounds) -> Bounds:
    """What of the plan stays undisbursed at `later_rate`: D (1 - r')/r, exact at corners."""
    values = [d * (1 - later) / r for d, r, later in product(disbursed, rate, later_rate)]
    return min(values), max(values)
