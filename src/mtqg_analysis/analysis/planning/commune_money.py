"""A year's central money over the communes: by points, by equal points, and for the most disbursement.

Money in whole triệu đồng, in which plans are assigned. The points are those by which the centre gives to provinces;
that a province divides in the same way is an assumption, since no rule of its own is published.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import comb

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.communes import allocation_points
from mtqg_analysis.analysis.planning.assumed import Assumed
from mtqg_analysis.analysis.planning.programme_money import ProgrammeMoney
from mtqg_analysis.analysis.planning.restated import Year
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.capacity import supported_plan
from mtqg_analysis.methods.water_filling import (
    BestDivision,
    Filled,
    fill_ranges,
    level_price,
    most_disbursed,
    reversed_pairs,
    water_fill,
)

MILLION, BILLION = 10**6, 10**9
MONEY = ("floor", "cap", "least", "most", "equal", "absorbed")  # of a commune
VILLAGE = "village_extremely_difficult"
CHANGES = (-0.2, 0.2)  # of a coefficient, one at a time
ROOM = 0.2  # how far from its amount by points a commune may be moved for the sake of disbursement


@dataclass(frozen=True)
class Allocation:
    """One year's central money over the communes.

    money, year: what is divided is the year's part for communes; budget: the same in triệu đồng. frame: one row a
    commune with unit, name_vi, low and high (points; equal where its class and villages are known), floor and cap (NaN
    where none), reason_vi (of these), least and most (triệu đồng), equal (by equal points), absorbed (the plan that
    what it disbursed in the last year supports at the target rate; NaN where either is not known), source.
    absorbed_year, target_rate: that year and rate; absorbed_day: to which day its disbursement counts. known: every
    commune's points are known, so that least and most are equal. filled: the division by points, then. level_price:
    what a point loses when a binding floor or cap rises by one. reversals: key, label_vi, label_en, change, pairs (of
    communes that change places), moved (share of the budget that goes to other communes). best: the most disbursement
    within `ROOM`, where the last year's rates are known; prices: see `_prices`; plain: what the division by points
    would disburse at the same rates.
    """

    money: ProgrammeMoney
    year: int
    budget: int
    frame: pd.DataFrame
    known: bool
    filled: Filled | None
    level_price: Fraction | None
    reversals: pd.DataFrame
    best: BestDivision | None
    prices: pd.DataFrame
    plain: float
    absorbed_year: int
    absorbed_day: date | None
    target_rate: float | None
    sources: tuple[str, ...]

    @cached_property
    def amounts(self) -> pd.DataFrame:
        """`frame` with its money in đồng, and `change`: what points give beyond equal points."""
        rows = self.frame.assign(**{name: self.frame[name] * MILLION for name in MONEY})
        return rows.assign(change=rows["least"] - rows["equal"])

    @property
    def total(self) -> int:
        """What is divided (đồng)."""
        return self.budget * MILLION

    @property
    def is_mostly_open(self) -> bool:
        """Whether the points of more than half of the communes are not known."""
        return bool((self.frame["low"] < self.frame["high"]).mean() > 1 / 2)

    @property
    def pairs(self) -> int:
        """How many pairs of communes there are."""
        return comb(len(self.frame), 2)

    @property
    def point_worth(self) -> float | None:
        """What a point is worth (đồng); None where the points are not known."""
        return None if self.filled is None else float(self.filled.level) * MILLION

    @property
    def point_loss(self) -> float | None:
        """What a point loses when a binding floor or cap rises by a tỷ đồng (đồng); None where none binds."""
        return float(self.level_price * BILLION) if self.level_price else None

    @property
    def disbursed(self) -> tuple[float, float, float]:
        """What the division by points would disburse, the most that can be, and how much more that is (đồng)."""
        most = float("nan") if self.best is None else self.best.expected
        return self.plain * MILLION, most * MILLION, (most - self.plain) * MILLION


def allocate(ledger: Ledger, rules: pd.DataFrame, money: ProgrammeMoney, year: int, last: Year) -> Allocation:
    """A year's money for communes over those of commune_classes.csv, within what allocation_bounds.csv sets.

    rules: see `communes.allocation_points`. last: the year whose rates say what a commune can disburse. Raises
    DataError where floors exceed the money, or caps fall short of it.
    """
    budget, classes = money.for_communes(year) // MILLION, ledger.table("commune_classes")
    rows = _pointed(classes, rules)
    limits = ledger.table("allocation_bounds")
    # whole triệu đồng, in which money is divided: a floor is never undercut, a cap never passed
    floors, caps = np.ceil(_limit(limits, rows, "floor")), np.floor(_limit(limits, rows, "cap"))
    bounds = list(zip(floors.fillna(0).astype(int), caps.fillna(budget).astype(int), strict=True))
    known = bool((rows["low"] == rows["high"]).all() and rows["villages_known"].all())
    points = list(rows["low"])
    filled = water_fill(budget, points, bounds) if known else None
    pairs = list(zip(rows["low"], rows["high"], strict=True))
    ranges = [(amount, amount) for amount in filled.whole] if filled else fill_ranges(budget, pairs, bounds)
    target = Assumed(ledger.table("assumptions")).find("target_rate")
    reasons = dict(zip(limits["unit"], limits["reason_vi"], strict=True)) if len(limits) else {}
    frame = rows.assign(
        reason_vi=[reasons.get(unit, "") for unit in rows["unit"]],
        absorbed=_absorbed(rows["unit"], last, target),
        floor=floors,
        cap=caps,
        least=[low for low, _ in ranges],
        most=[high for _, high in ranges],
        equal=water_fill(budget, [1] * len(rows), bounds).whole,
    )
    best, plain = _best(budget, filled, bounds, frame, last) if filled else (None, float("nan"))
    sources = [*rows["source"], *(limits["source"] if len(limits) else ())]
    return Allocation(
        money=money,
        year=year,
        budget=budget,
        frame=frame,
        known=known,
        filled=filled,
        level_price=level_price(filled, points, bounds) if filled else None,
        reversals=_reversals(budget, filled, bounds, classes, rules) if filled else pd.DataFrame(),
        best=best,
        prices=_prices(best, filled, frame) if best and filled else pd.DataFrame(),
        plain=plain,
        absorbed_year=last.year,
        absorbed_day=last.units.cut_off if last.units else None,
        target_rate=target,
        sources=tuple(dict.fromkeys(source for source in sources if source)),
    )


def _pointed(classes: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """The classes with points of the commune and of its villages; villages that nobody entered count for nothing."""
    rows = allocation_points(classes, rules)
    none = rows["no_extremely_difficult_villages"] == "yes"
    entered = rows["villages_extremely_difficult"].where(~none, "0")
    villages = float(rules.set_index("key").at[VILLAGE, "value"]) * pd.to_numeric(entered.replace("", "0"))
    return rows.assign(low=rows["low"] + villages, high=rows["high"] + villages, villages_known=entered != "")


def _limit(limits: pd.DataFrame, rows: pd.DataFrame, name: str) -> pd.Series:
    """The floors or caps of the communes in their order, NaN where the dataset gives none."""
    if limits.empty:
        return pd.Series(float("nan"), rows.index)
    strangers = sorted(set(limits["unit"]) - set(rows["unit"]))
    if strangers or limits["unit"].duplicated().any():
        raise DataError(
            "allocation_bounds.csv: mã {strangers} lặp lại hoặc không có trong "
            "commune_classes.csv; mỗi xã một dòng, theo mã của commune_classes.csv.",
            strangers=", ".join(strangers) or tr("xã"),
        )
    return rows["unit"].map(pd.to_numeric(limits.set_index("unit")[name].replace("", None)))


def _absorbed(units: pd.Series, last: Year, target: float | None) -> pd.Series:
    """The plan (triệu đồng) of which a commune would disburse the target rate by disbursing what it last did.

    One year says how much was disbursed, not how much can be: shown beside the division, never a cap on it.
    """
    if last.communes is None or target is None:
        return pd.Series(float("nan"), units.index)
    seen = last.communes.frame[~last.communes.frame["modelled"].astype(bool)].set_index("unit")["disbursed"]
    return units.map({unit: supported_plan(int(paid) / MILLION, target) for unit, paid in seen.items()})


def _reversals(
    budget: int, filled: Filled, bounds: list[tuple[int, int]], classes: pd.DataFrame, rules: pd.DataFrame
) -> pd.DataFrame:
    """What other coefficients would change: each in use, a fifth less and a fifth more, the others as they are."""
    before, rows = _pointed(classes, rules)["low"], []
    for rule in rules.to_dict("records"):
        for change in CHANGES:
            value = rules["value"].where(rules["key"] != rule["key"], rules["value"] * (1 + change))
            points = _pointed(classes, rules.assign(value=value))["low"]
            if (points == before).all():
                continue  # no commune has its points from this coefficient
            after = water_fill(budget, list(points), bounds)
            shift = sum(abs(new - old) for new, old in zip(after.exact, filled.exact, strict=True)) / 2
            rows.append(
                {name: rule[name] for name in ("key", "label_vi", "label_en")}
                | {"change": change, "pairs": reversed_pairs(filled.exact, after.exact)}
                | {"moved": float(shift / budget) if budget else 0.0}
            )
    return pd.DataFrame(rows)


def _best(
    budget: int, filled: Filled, bounds: list[tuple[int, int]], frame: pd.DataFrame, last: Year
) -> tuple[BestDivision | None, float]:
    """The most disbursement near the division by points, if each commune's rate and amount of the last year is known.

    A commune disburses its last rate of what it gets, up to the amount that it disbursed: more has not been seen.
    """
    if last.communes is None:
        return None, float("nan")
    seen = last.communes.frame[~last.communes.frame["modelled"].astype(bool)]
    seen = seen[seen["plan"] > 0].set_index("unit")
    if not set(frame["unit"]) <= set(seen.index):
        return None, float("nan")
    seen = seen.loc[frame["unit"]]
    rates, capacity = list(seen["disbursed"] / seen["plan"]), list(seen["disbursed"] / MILLION)
    near = [
        (max(low, (1 - ROOM) * float(one)), min(high, (1 + ROOM) * float(one)))
        for one, (low, high) in zip(filled.exact, bounds, strict=True)
    ]
    plain = sum(min(rate * one, most) for rate, one, most in zip(rates, filled.whole, capacity, strict=True))
    return most_disbursed(budget, rates, capacity, near), plain


def _prices(best: BestDivision, filled: Filled, frame: pd.DataFrame) -> pd.DataFrame:
    """The bounds that hold the most disbursement back: a row each, the weightiest first.

    Columns: name_vi, bound, amount (đồng, in whole triệu), price. bound: `floor` or `cap` where the dataset sets it;
    `room_low` or `room_high` where it is only how far a commune may be moved, which nobody has decided.
    """
    rows = []
    for place, commune in enumerate(frame.to_dict("records")):
        amount = float(filled.exact[place])
        ends = (
            ("floor", "room_low", best.floor_prices[place], commune["floor"] >= (1 - ROOM) * amount),
            ("cap", "room_high", best.cap_prices[place], commune["cap"] <= (1 + ROOM) * amount),
        )  # a commune without floor or cap has NaN there, which no comparison holds for
        for own, room, price, is_own in ends:
            if price:
                about = {"name_vi": commune["name_vi"], "bound": own if is_own else room}
                rows.append(about | {"amount": round(best.amounts[place]) * MILLION, "price": price})
    found = pd.DataFrame(rows, columns=["name_vi", "bound", "amount", "price"])
    return found.sort_values("price", key=lambda prices: -prices.abs(), kind="stable", ignore_index=True)
