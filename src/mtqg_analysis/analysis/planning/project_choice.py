"""Choosing works from a list: the most value that a budget buys, with at least so many for every unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from mtqg_analysis.domain.errors import DataError


@dataclass(frozen=True)
class Choice:
    """The works chosen. places: their places in the list, from 0. value, cost: their sums.

    bound: the value if works could be done in part; no choice can be worth more. price: what one more unit of budget
    would add to that bound, the shadow price of the budget (an estimate, since works are whole).
    """

    places: tuple[int, ...]
    value: float
    cost: float
    bound: float
    price: float


def choose(
    values: Sequence[float], costs: Sequence[float], units: Sequence[str], budget: float, least: int = 1
) -> Choice:
    """The works worth most within the budget, at least `least` for every unit that has so many; exact (HiGHS).

    values: what each work is worth, in any one unit (people served); costs, budget: money. Raises DataError when the
    cheapest works that serve every unit cost more than the budget. Source: docs/methods.md, section 33.

    >>> found = choose([60, 45, 40, 70, 30, 25, 55, 20], [50, 40, 30, 65, 20, 25, 45, 15], list("00112233"), 170)
    >>> found.value, found.cost, [place + 1 for place in found.places]
    (210.0, 170.0, [1, 3, 5, 6, 7])
    """
    if not len(costs) or min(costs) < 0:
        raise DataError("Chọn công trình: danh mục trống hoặc có kinh phí âm; mỗi dòng cần kinh phí từ 0 trở lên.")
    worth, price = np.asarray(values, dtype=float), np.asarray(costs, dtype=float)
    members = np.array([[one == unit for one in units] for unit in dict.fromkeys(units)], dtype=float)
    needed = np.minimum(least, members.sum(axis=1))  # a unit with fewer works than that cannot have more
    _check(price, members, needed, budget)
    found = milp(
        -worth,
        integrality=np.ones(len(worth)),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(price[None, :], -np.inf, budget), LinearConstraint(members, needed, np.inf)],
        options={"mip_rel_gap": 0},
    )
    chosen = tuple(int(place) for place in np.flatnonzero(np.round(found.x)))
    relaxed = linprog(
        -worth,
        A_ub=np.vstack([price[None, :], -members]),
        b_ub=np.concatenate([[budget], -needed]),
        bounds=(0, 1),
        method="highs",
    )
    sums = float(worth[list(chosen)].sum()), float(price[list(chosen)].sum())
    return Choice(chosen, *sums, -float(relaxed.fun), -float(relaxed.ineqlin.marginals[0]))


def _check(costs: np.ndarray, members: np.ndarray, needed: np.ndarray, budget: float) -> None:
    """Nothing but the cheapest works of every unit can make the choice impossible."""
    cheapest = sum(
        float(np.sort(costs[row > 0])[: int(least)].sum()) for row, least in zip(members, needed, strict=True)
    )
    if cheapest > budget:
        raise DataError(
            f"Chọn công trình: riêng các công trình rẻ nhất, mỗi nơi một phần, đã cần {cheapest:.0f}, vượt số vốn "
            f"{budget:.0f}. Hãy tăng vốn hoặc bớt nơi phải có công trình."
        )


@dataclass(frozen=True)
class Works:
    """The surveyed works of one year, and those chosen. Money in triệu đồng.

    frame: the rows of needs.csv with cost, value (people served, or households) and chosen. least: works that every
    proposing unit gets. unvalued: works left out, since the survey does not say whom they serve. measure: `people` or
    `households`, whichever the values count.
    """

    frame: pd.DataFrame
    choice: Choice
    budget: float
    least: int
    unvalued: int
    measure: str


def choose_needs(needs: pd.DataFrame, year: int, budget: float) -> Works | None:
    """The works of a year's survey that serve most people within the budget; None where the survey values none.

    needs: of needs.csv. People are counted where any work names them, else households: the two are not weighed against
    each other. Every proposing unit gets a work, unless the budget is too small for that.
    """
    if needs.empty:
        return None
    rows = needs[(needs["year"] == str(year)) & needs["fund"].isin(["", "central"])]
    measure = next((name for name in ("people", "households") if (rows[name] != "").any()), "")
    valued = rows[rows[measure] != ""] if measure else rows.iloc[:0]
    if valued.empty:
        return None
    frame = valued.assign(cost=valued["amount"].astype(float), value=valued[measure].astype(float))
    cheapest = frame.groupby(["level", "unit"])["cost"].min().sum()
    least = int(cheapest <= budget)
    choice = choose(list(frame["value"]), list(frame["cost"]), list(frame["level"] + frame["unit"]), budget, least)
    chosen = [place in choice.places for place in range(len(frame))]
    return Works(frame.assign(chosen=chosen), choice, budget, least, len(rows) - len(valued), measure)
