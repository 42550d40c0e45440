"""Dividing a budget: by points within floors and caps, or for the most disbursement within the same bounds.

Amounts are whole units of money (the reports divide triệu đồng, in which plans are assigned). Division by points is
exact: it is done in fractions, and only then made whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog

from mtqg_analysis.domain.errors import DataError

Number = int | float | Fraction
Bounds = Sequence[tuple[int, int]]  # floor and cap of each unit
Shares = tuple[Fraction, ...]
BINDS = 1e-7  # a price smaller than this is the solver's noise


@dataclass(frozen=True)
class Filled:
    """A budget divided by points. level: money per point of whoever stands at no bound.

    exact: each unit's amount as a fraction; it never falls when the budget grows. whole: the same in whole units; the
    last unit of money may change hands when the budget grows (the Alabama paradox), so compare `exact`.
    """

    level: Fraction
    exact: Shares
    whole: tuple[int, ...]


def water_fill(budget: int, points: Sequence[Number], bounds: Bounds) -> Filled:
    """Each unit's amount: level times points, but at least its floor and at most its cap; the amounts sum to budget.

    The amounts are the only ones of this form, and among all that respect the bounds the nearest to proportional ones
    (Kullback-Leibler). Raises DataError when the floors exceed the budget or the caps fall short of it, when a unit has
    no points, or when its floor exceeds its cap. Source: docs/methods.md, section 32.

    >>> found = water_fill(1000, [10, 25, 15, 30, 20], [(120, 400), (0, 400), (0, 400), (0, 260), (0, 400)])
    >>> round(float(found.level), 6), [round(float(one), 4) for one in found.exact]
    (10.333333, [120.0, 258.3333, 155.0, 260.0, 206.6667])
    >>> found.whole
    (120, 258, 155, 260, 207)
    """
    exact_points = [Fraction(one) for one in points]
    _check(budget, exact_points, bounds)
    knots = sorted({Fraction(end) / one for one, pair in zip(exact_points, bounds, strict=True) for end in pair})
    level = _level(budget, exact_points, bounds, knots)
    exact = _at(level, exact_points, bounds)
    return Filled(level, exact, tuple(whole_parts(budget, exact)))


def _check(budget: int, points: Sequence[Fraction], bounds: Bounds) -> None:
    floors, caps = sum(low for low, _ in bounds), sum(high for _, high in bounds)
    if not points or min(points) <= 0:
        raise DataError("Chia vốn theo điểm: có đơn vị không có điểm; mỗi đơn vị cần một số điểm lớn hơn 0.")
    if any(not 0 <= low <= high for low, high in bounds):
        raise DataError("Chia vốn theo điểm: có đơn vị mà mức sàn âm hoặc vượt mức trần; hãy sửa sàn, trần.")
    if not floors <= budget <= caps:
        raise DataError(
            "Không chia được {budget}: tổng mức sàn là {floors}, tổng mức trần là {caps}; số vốn phải nằm giữa hai "
            "tổng này. Hãy sửa sàn, trần hoặc số vốn.",
            budget=budget,
            floors=floors,
            caps=caps,
        )


def _at(level: Fraction, points: Sequence[Fraction], bounds: Bounds) -> Shares:
    return tuple(
        min(max(level * one, Fraction(low)), Fraction(high)) for one, (low, high) in zip(points, bounds, strict=True)
    )


def _level(budget: int, points: Sequence[Fraction], bounds: Bounds, knots: Sequence[Fraction]) -> Fraction:
    """The level at which the amounts sum to the budget: the sum is a straight line between neighbouring knots."""
    first, last = 0, len(knots) - 1
    while last - first > 1:
        middle = (first + last) // 2
        if sum(_at(knots[middle], points, bounds)) <= budget:
            first = middle
        else:
            last = middle
    below, above = (sum(_at(knots[place], points, bounds), Fraction(0)) for place in (first, last))
    if above == below:
        return knots[first]
    return knots[first] + (knots[last] - knots[first]) * (budget - below) / (above - below)


def level_price(filled: Filled, points: Sequence[Number], bounds: Bounds) -> Fraction | None:
    """How far the level falls when a floor or cap that binds rises by one unit of money; None where all are bound.

    The unit is taken from whoever stands at no bound, in proportion to points, whichever floor or cap it is.

    >>> points, bounds = [10, 25, 15, 30, 20], [(120, 400), (0, 400), (0, 400), (0, 260), (0, 400)]
    >>> level_price(water_fill(1000, points, bounds), points, bounds)
    Fraction(1, 60)
    """
    rows = zip(filled.exact, points, bounds, strict=True)
    free = sum((Fraction(one) for amount, one, (low, high) in rows if low < amount < high), Fraction(0))
    return 1 / free if free else None


def whole_parts(total: int, shares: Sequence[Number]) -> list[int]:
    """A whole number in the proportions of shares, in whole parts that add up to it: largest remainder, ties by place.

    A share that is nothing gets nothing, and shares that already are whole and add up to the total stay as they are.
    Nothing at all divides into nothings. Raises DataError when shares are negative, or none is positive.

    >>> whole_parts(200, [0, .25, .75]), whole_parts(10, [1, 1, 1]), whole_parts(-10, [1, 2])
    ([0, 50, 150], [4, 3, 3], [-3, -7])
    """
    weights = [Fraction(one) for one in shares]
    if total == 0 and not any(weights):
        return [0] * len(weights)
    together = sum(weights)
    if not weights or min(weights) < 0 or not together:
        raise DataError("Chia một số thành các phần nguyên: cần các tỷ trọng không âm, ít nhất một số lớn hơn 0.")
    exact = [abs(total) * weight / together for weight in weights]
    parts = [int(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in order[: abs(total) - sum(parts)]:
        parts[place] += 1
    return parts if total >= 0 else [-part for part in parts]


def fill_ranges(budget: int, points: Sequence[tuple[Number, Number]], bounds: Bounds) -> list[tuple[int, int]]:
    """What each unit can get when its points, and those of all others, are known between two ends only.

    A unit gets the least with its fewest points against the others' most, since its amount rises with its own points
    and falls with theirs. The ends are whole units of money that hold every exact amount between them, and equal where
    all points are known.

    >>> fill_ranges(100, [(1, 1), (1, 3)], [(0, 100), (0, 100)])
    [(25, 50), (50, 75)]
    """
    if all(low == high for low, high in points):
        return [(one, one) for one in water_fill(budget, [low for low, _ in points], bounds).whole]
    ranges = []
    for place in range(len(points)):
        ends = []
        for own, others in ((0, 1), (1, 0)):
            chosen = [pair[own if one == place else others] for one, pair in enumerate(points)]
            ends.append(water_fill(budget, chosen, bounds).exact[place])
        ranges.append((floor(ends[0]), ceil(ends[1])))
    return ranges


def reversed_pairs(before: Sequence[Number], after: Sequence[Number]) -> int:
    """How many pairs of units change their order: one strictly ahead before, the other strictly ahead after.

    >>> reversed_pairs([3, 2, 1], [3, 1, 2])
    1
    """
    return sum((before[a] - before[b]) * (after[a] - after[b]) < 0 for a, b in combinations(range(len(before)), 2))


@dataclass(frozen=True)
class BestDivision:
    """The division of a budget that lets most of it be disbursed within the bounds.

    amounts: in units of money. expected: what of them is disbursed. price: how much more would be disbursed for one
    more unit of budget. floor_prices, cap_prices: how much more for one more unit of each unit's floor (never positive)
    or cap (never negative); zero where the bound does not bind.
    """

    amounts: tuple[float, ...]
    expected: float
    price: float
    floor_prices: tuple[float, ...]
    cap_prices: tuple[float, ...]


def most_disbursed(
    budget: int, rates: Sequence[float], capacity: Sequence[float], bounds: Sequence[tuple[float, float]]
) -> BestDivision:
    """Maximises the sum of min(rate times amount, capacity) over amounts within bounds that sum to the budget.

    A linear programme (HiGHS), since each term is concave in two straight pieces. rates: fractions of an amount that a
    unit disburses; capacity: the most it can disburse. Raises DataError when the bounds leave no solution.
    Source: docs/methods.md, section 33.

    >>> found = most_disbursed(100, [.9, .5], [45, 100], [(0, 100), (20, 100)])
    >>> found.amounts, found.expected, round(found.price, 9)
    ((50.0, 50.0), 70.0, 0.5)
    """
    count = len(rates)
    scale = float(budget) or 1.0  # the solver's tolerances are absolute: let it count in budgets
    limits = [(low / scale, high / scale) for low, high in bounds]
    found = linprog(
        np.concatenate([np.zeros(count), -np.ones(count)]),
        A_ub=np.hstack([np.diag(-np.asarray(rates, dtype=float)), np.eye(count)]),
        b_ub=np.zeros(count),
        A_eq=np.concatenate([np.ones(count), np.zeros(count)])[None, :],
        b_eq=[budget / scale],
        bounds=[*limits, *((0, one / scale) for one in capacity)],
        method="highs",
    )
    if not found.success:
        floors, caps = sum(low for low, _ in bounds), sum(high for _, high in bounds)
        raise DataError(
            "Không chia được {budget} trong sàn và trần đã cho: tổng mức sàn {floors:.0f}, tổng mức trần {caps:.0f}. "
            "Hãy sửa sàn, trần hoặc số vốn.",
            budget=budget,
            floors=floors,
            caps=caps,
        )
    return BestDivision(
        tuple(float(one) * scale for one in found.x[:count]),
        -float(found.fun) * scale,
        _price(found.eqlin.marginals[0]),
        tuple(_price(one) for one in found.lower.marginals[:count]),
        tuple(_price(one) for one in found.upper.marginals[:count]),
    )


def _price(marginal: float) -> float:
    """The solver minimises what is to be maximised, so its prices have the other sign."""
    return -float(marginal) if abs(marginal) > BINDS else 0.0
