"""Choosing works from a list: the most people served within a budget, with at least so many works for every unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import block_array, csr_array, eye_array

from mtqg_analysis.analysis.planning.asked_works import Pairs, groups
from mtqg_analysis.analysis.planning.expected_money import CENTRAL
from mtqg_analysis.analysis.planning.plan_table import MILLION, SERVED, serves
from mtqg_analysis.analysis.planning.programme_money import ProgrammeMoney
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr

THOUSAND = 1000  # triệu đồng in a tỷ đồng


@dataclass(frozen=True)
class Choice:
    """The works chosen. places: their places in the list, from 0. value, cost: their sums, a served group once.

    bound: the value if works could be done in part; no choice can be worth more. prices: what one more unit of each
    budget would add to that bound, its shadow price (an estimate, since works are whole).
    """

    places: tuple[int, ...]
    value: float
    cost: float
    bound: float
    prices: dict[str, float]


@dataclass(frozen=True)
class Listed:
    """Works to choose from, all in one order.

    values: what each is worth, in any one unit (people served); costs: money; budgets: the name of the budget that pays
    for it; units: who proposes it; served: a number for whom it serves. Works of one number serve the same people.
    """

    values: Sequence[float]
    costs: Sequence[float]
    budgets: Sequence[str]
    units: Sequence[str]
    served: Sequence[int]


def choose(works: Listed, budgets: Mapping[str, float], least: int = 1) -> Choice:
    """The works worth most within the budgets, at least `least` for every unit that has so many; exact (HiGHS).

    People whom several chosen works serve count once, with the largest value. Raises DataError when no choice within
    the budgets serves every unit, and for a work without a budget. Source: docs/methods.md, section 33.

    >>> values, costs, units = [60, 45, 40, 70, 30, 25, 55, 20], [50, 40, 30, 65, 20, 25, 45, 15], list("00112233")
    >>> found = choose(Listed(values, costs, [""] * 8, units, range(8)), {"": 170})
    >>> found.value, found.cost, [place + 1 for place in found.places]
    (210.0, 170.0, [1, 3, 5, 6, 7])
    >>> choose(Listed([60, 60, 40], [10, 10, 10], [""] * 3, list("012"), [0, 0, 1]), {"": 20}, least=0).value
    100.0
    """
    found = _choice(works, budgets, least)
    if found is None:
        raise DataError(
            "Chọn công trình: mọi cách chọn cho mỗi nơi {least} công trình đều vượt số vốn "
            "{sums}. Hãy tăng vốn hoặc bớt nơi phải có công trình.",
            least=least,
            sums=tr(" và ").join(f"{one:.0f}" for one in budgets.values()),
        )
    return found


def _choice(works: Listed, budgets: Mapping[str, float], least: int) -> Choice | None:
    """The best choice, or None where none within the budgets serves every unit."""
    if not len(works.costs) or min(works.costs) < 0:
        raise DataError("Chọn công trình: danh mục trống hoặc có kinh phí âm; mỗi dòng cần kinh phí từ 0 trở lên.")
    unpaid = set(works.budgets) - set(budgets)
    if unpaid:
        raise DataError(
            "Chọn công trình: loại vốn «{unpaid}» không có số vốn; mỗi công trình cần một trong {names}.",
            unpaid=", ".join(sorted(unpaid)),
            names=", ".join(f"«{name}»" for name in budgets),
        )
    worth, price, count = np.asarray(works.values, dtype=float), np.asarray(works.costs, dtype=float), len(works.costs)
    units, same = _members(works.units), _members(works.served)
    # For each work two variables: whether it is done, and what part of those whom it serves is counted as served by it.
    rows = block_array(
        [
            [csr_array([price * (np.asarray(works.budgets) == name) for name in budgets]), None],
            [-units, None],
            [-eye_array(count), eye_array(count)],
            [None, same],
        ],
        format="csr",
    )
    needed = np.minimum(least, units.sum(axis=1))  # a unit with fewer works than that cannot have more
    most = np.concatenate([list(budgets.values()), -needed, np.zeros(count), np.ones(same.shape[0])])
    goal = np.concatenate([np.zeros(count), -worth])
    found = milp(
        goal,
        integrality=np.concatenate([np.ones(count), np.zeros(count)]),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(rows, -np.inf, most)],
        options={"mip_rel_gap": 0},
    )
    if not found.success:
        return None
    chosen = _without_repeats({int(place) for place in np.flatnonzero(np.round(found.x[:count]))}, works, least)
    relaxed = linprog(goal, A_ub=rows, b_ub=most, bounds=(0, 1), method="highs")
    prices = dict(zip(budgets, (-relaxed.ineqlin.marginals).tolist(), strict=False))  # the budgets are the first rows
    kept = [(works.served[place], works.values[place]) for place in chosen]  # noqa: PD011  a field of ours
    value = sum(max(value for group, value in kept if group == one) for one in {group for group, _ in kept})
    return Choice(chosen, float(value), float(price[list(chosen)].sum()), -float(relaxed.fun), prices)


def _members(names: Sequence[str] | Sequence[int]) -> csr_array:
    """A row a name, in order of appearance, with a one at each of its places."""
    codes, found = pd.factorize(np.asarray(names))
    return csr_array((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(len(found), len(codes)))


def _without_repeats(done: set[int], works: Listed, least: int) -> tuple[int, ...]:
    """Without the works that only serve whom another one serves: the solver may do them where money is left over."""
    values, served, units = list(works.values), list(works.served), list(works.units)
    for place in sorted(done, key=lambda one: values[one]):
        other = any(served[one] == served[place] and values[one] >= values[place] for one in done - {place})
        left = sum(units[one] == units[place] for one in done) - 1
        if other and left >= min(least, units.count(units[place])):
            done = done - {place}
    return tuple(sorted(done))


@dataclass(frozen=True)
class Works:
    """The works of one programme that ask for its central money, and those chosen within the money of the horizon.

    money: that money; budgets: the same by capital type, which may not pay for each other, or in one sum under "" where
    no source divides it (đồng). frame: the rows of `asked_works` with cost (central money over the whole horizon,
    đồng), value (people served, or households) and chosen. choice: its costs are triệu đồng. fits: all works together
    cost no more than the budgets. least: works that every proposing unit gets. measure: `people` or `households`,
    whichever more works state. other_measure: works left out, since they state the other measure only; unvalued: since
    they state none. unpaid: names of works left out, since they name no one capital type that the money is divided by.
    repeats: works of the list that serve whom another one serves, as a person has judged; such people
    count once.
    """

    money: ProgrammeMoney
    budgets: dict[str, int]
    frame: pd.DataFrame
    choice: Choice
    fits: bool
    least: int
    measure: str
    other_measure: int
    unvalued: int
    unpaid: tuple[str, ...]
    repeats: int

    @property
    def cost(self) -> int:
        """The central money that all works ask for (đồng)."""
        return int(self.frame["cost"].sum())

    @property
    def spent(self) -> int:
        """The central money of the works chosen (đồng)."""
        return int(self.frame.loc[self.frame["chosen"], "cost"].sum())

    @property
    def prices(self) -> dict[str, float]:
        """How many more would be served if a budget had a tỷ đồng more, as `Choice.prices` says it of a triệu."""
        return {name: THOUSAND * price for name, price in self.choice.prices.items()}


def choose_works(asked: pd.DataFrame, money: ProgrammeMoney, same: Pairs) -> Works | None:
    """The works that serve most people within the programme's money; None where none of them says whom it serves.

    asked: of `asked_works`. same: pairs of works that a person judged the same, of `judged_same`. People and households
    are not weighed against each other. Every proposing unit gets a work, unless the money is too little for that.
    """
    if asked.empty:
        return None
    every = _whole(asked[(asked["programme"] == money.programme) & (asked[CENTRAL] > 0)])
    budgets = money.by_capital or {"": money.total}
    paid = every["capital"].isin(budgets) | (not money.by_capital)
    rows = every[paid]
    stated = {name: serves(rows, name) for name in SERVED}
    measure, other = sorted(reversed(SERVED), key=lambda name: -int(stated[name].sum()))  # people, where both do
    frame = rows[stated[measure]]
    if frame.empty:
        return None
    frame = frame.assign(cost=frame[CENTRAL], value=frame[measure])
    listed = Listed(
        list(frame["value"]),
        list(frame["cost"] / MILLION),
        list(frame["capital"]) if money.by_capital else [""] * len(frame),
        list(frame["level"] + frame["unit"]),
        groups(list(frame["work"]), same),
    )
    choice, least = _most_served(listed, {name: one / MILLION for name, one in budgets.items()})
    asked_of = {
        name: sum(cost for cost, paid in zip(frame["cost"], listed.budgets, strict=True) if paid == name)
        for name in budgets
    }
    return Works(
        money,
        budgets,
        frame.assign(chosen=np.isin(np.arange(len(frame)), choice.places)),
        choice,
        all(asked_of[name] <= budgets[name] for name in budgets),
        least,
        measure,
        int((stated[other] & ~stated[measure]).sum()),
        int((~stated[other] & ~stated[measure]).sum()),
        tuple(every.loc[~paid, "name_vi"]),
        len(listed.served) - len(set(listed.served)),
    )


def by_class(works: pd.DataFrame, points: pd.DataFrame | None) -> pd.DataFrame:
    """Works, their central money and whom they serve, by capital and group: all of them, and those chosen.

    works: the frame of `Works`. points: of `communes.allocation_points`. group: the region of the commune that asks
    ("" where nobody entered it), or the level of another unit. Columns: capital, group, all_cost, all_value, all_works,
    and the same as chosen_.
    """
    regions = {} if points is None else dict(zip(points["unit"], points["region"], strict=True))
    units = zip(works["level"], works["unit"], strict=True)
    rows = works.assign(group=[regions.get(unit, "") if level == "commune" else level for level, unit in units])
    keys = ["capital", "group"]
    both = [
        part.groupby(keys)[["cost", "value"]].sum().assign(works=part.groupby(keys).size()).add_prefix(name)
        for name, part in (("all_", rows), ("chosen_", rows[rows["chosen"]]))
    ]
    order = {code: place for place, code in enumerate((*CAPITALS, "III", "II", "I", "other", ""))}
    frame = both[0].join(both[1]).fillna(0).reset_index()
    return frame.sort_values(keys, key=lambda codes: codes.map(order).fillna(len(order)), kind="stable")


def _most_served(listed: Listed, budgets: dict[str, float]) -> tuple[Choice, int]:
    """The choice, with a work for every unit if the money allows it, and how many works every unit has."""
    found = _choice(listed, budgets, 1)
    return (found, 1) if found else (choose(listed, budgets, 0), 0)


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a work: the central money of one that names several kinds is one sum, of no one kind."""
    by_work = rows.groupby("work", sort=False)
    mixed = by_work["capital"].transform("nunique") > 1
    whole = rows.assign(**{CENTRAL: by_work[CENTRAL].transform("sum"), "capital": rows["capital"].mask(mixed, "total")})
    return whole.drop_duplicates("work")
