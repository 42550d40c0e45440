"""How a rate or an amount changed between two years: how much by the rates, how much by the mix of the plan.

Every decomposition is exact: its effects add up to the change, with no residual. Plans and disbursements are in one
currency unit, rates are fractions.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import factorial, log
from typing import Literal

import numpy as np
import pandas as pd

Array = np.ndarray
Alert = Literal["strong", "moderate", "info", ""]
SMALL = 0.01  # components with a smaller share of the plan have no say in an alert


def kitagawa(plan: tuple[Array, Array], rate: tuple[Array, Array]) -> pd.DataFrame:
    """Rate effect and mix effect of each component; together they add up to the change of the overall rate.

    plan, rate: of the first and the second year, one entry a component. The mix effect is centred on the mean overall
    rate, so that a component's own effect has a meaning: it is positive where a component with a high rate gained
    share. Kitagawa (1955); in the theory of indicators, Bennet's.

    >>> effects = kitagawa(([1180, 1120], [1412.3, 1093.4]), ([0.676, 0.322], [0.694, 0.309]))
    >>> [round(100 * value, 4) for value in effects.sum()]
    [0.3689, 1.8694]
    """
    (w0, w1), (r0, r1) = (shares(one) for one in plan), (np.asarray(one, dtype=float) for one in rate)
    middle = (w0 @ r0 + w1 @ r1) / 2
    return pd.DataFrame({"rate": (w0 + w1) / 2 * (r1 - r0), "mix": ((r0 + r1) / 2 - middle) * (w1 - w0)})


def threefold(plan: tuple[Array, Array], rate: tuple[Array, Array]) -> tuple[float, float, float]:
    """The change seen from the first year: by rates alone, by the mix alone, and by both together.

    >>> [round(100 * part, 4) for part in threefold(([1180, 1120], [1412.3, 1093.4]), ([0.676, 0.322], [0.694, 0.309]))]
    [0.2904, 1.7909, 0.1568]
    """
    (w0, w1), (r0, r1) = (shares(one) for one in plan), (np.asarray(one, dtype=float) for one in rate)
    return float(w0 @ (r1 - r0)), float((w1 - w0) @ r0), float((w1 - w0) @ (r1 - r0))


def shares(plan: Array) -> Array:
    """Each component's share of the plan. Raises ValueError where there is no plan to share."""
    amounts = np.asarray(plan, dtype=float)
    if amounts.sum() <= 0 or (amounts < 0).any():
        raise ValueError("Plans must not be negative, and must not all be zero.")
    return np.asarray(amounts / amounts.sum())


def shapley(value: Callable[..., float], first: Mapping[str, object], second: Mapping[str, object]) -> dict[str, float]:
    """The effect of each factor on a value, averaged over every order in which the factors could have changed.

    value: called with every factor by name. Exact, symmetric, independent of order; 2^K calls for K factors.
    Das Gupta (1993); Shorrocks (2013).

    >>> shapley(lambda a, b: a * b, {"a": 1, "b": 1}, {"a": 2, "b": 3})
    {'a': 2.0, 'b': 3.0}
    """
    names = list(first)

    def at(changed: Sequence[str]) -> float:
        return value(**{name: (second if name in changed else first)[name] for name in names})

    effects = {}
    for name in names:
        others = [other for other in names if other != name]
        effects[name] = 0.0
        for size in range(len(names)):
            weight = factorial(size) * factorial(len(others) - size) / factorial(len(names))
            for group in combinations(others, size):
                effects[name] += weight * (at((*group, name)) - at(group))
    return effects


def nested(
    plan: tuple[Array, Array],
    disbursed: tuple[Array, Array],
    method: str = "two_stage",
    factors: Sequence[str] = ("programme", "capital"),
) -> dict[str, float]:
    """The change of the overall rate by the mix at each level of a hierarchy, and by the rates of the cells.

    plan, disbursed: one array a year with an axis for each factor, the outermost first: the mix of programmes, that of
    capital within programmes, and so on. method: `two_stage` takes the cells' rate effect as `kitagawa` gives it and
    splits the mix effect, so that the rate effect does not depend on how many factors the mix is split into;
    `shapley` treats all alike. A parent without plan in one year is given the mix of the other year; a cell without
    plan, the rate of the other year.
    """
    plans, paid = ([np.asarray(one, dtype=float) for one in pair] for pair in (plan, disbursed))
    mixes = [_filled([_shares_within(one, level) for one in plans]) for level in range(len(factors))]
    rate = _filled([_ratio(*pair) for pair in zip(paid, plans, strict=True)])

    def overall(rate: Array, **mix: Array) -> float:
        product = rate
        for part in mix.values():
            product = product * part
        return float(product.sum())

    first, second = ({name: mix[year] for name, mix in zip(factors, mixes, strict=True)} for year in (0, 1))
    if method == "shapley":
        return shapley(overall, first | {"rate": rate[0]}, second | {"rate": rate[1]})
    middle = (rate[0] + rate[1]) / 2
    mix = shapley(lambda **mix: overall(middle, **mix), first, second)
    cells = tuple(one.ravel() for one in plans), tuple(one.ravel() for one in rate)
    return mix | {"rate": float(kitagawa(*cells)["rate"].sum())}  # type: ignore[arg-type]


def _shares_within(plan: Array, level: int) -> Array:
    """Each part's share of its parent at a level of the hierarchy, kept in the shape of all levels."""
    below, within = tuple(range(level + 1, plan.ndim)), tuple(range(level, plan.ndim))
    return _ratio(plan.sum(axis=below, keepdims=True), plan.sum(axis=within, keepdims=True))


def _ratio(above: Array, below: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def _filled(pair: list[Array]) -> list[Array]:
    """Where one year has nothing to divide by, the other year's ratio; where neither has, zero."""
    return [np.nan_to_num(np.where(np.isnan(one), other, one)) for one, other in (pair, pair[::-1])]


def lmdi(first: Mapping[str, Array], second: Mapping[str, Array]) -> dict[str, float]:
    """The change of an amount that is a sum of products of factors: the effect of each factor, by logarithmic means.

    Each factor has one entry a cell, and every cell must be positive in both years: a cell that is zero has no
    logarithm, so ValueError is raised. LMDI-I, additive; Ang (2005).
    """
    products = [np.prod([np.asarray(one, dtype=float) for one in year.values()], axis=0) for year in (first, second)]
    if min(product.min() for product in products) <= 0:
        raise ValueError("LMDI needs cells above zero in both years; use shapley() instead.")
    means = np.vectorize(_logarithmic_mean)(products[1], products[0])
    logs = {
        name: np.log(np.asarray(second[name], dtype=float) / np.asarray(first[name], dtype=float)) for name in first
    }
    return {name: float((means * one).sum()) for name, one in logs.items()}


def _logarithmic_mean(a: float, b: float) -> float:
    """The logarithmic mean; of equal numbers, the number itself."""
    return a if np.isclose(a, b, rtol=1e-12, atol=0) else (a - b) / (log(a) - log(b))


def simpson(plan: tuple[Array, Array], rate: tuple[Array, Array]) -> Alert:
    """Whether the overall rate moved because the mix did.

    `strong`: it moved against the rates of all components that have at least 1 % of the plan; `moderate`: against the
    sum of the rate effects; `info`: with it, but the mix effect is the larger.

    >>> simpson(([1500, 800], [1000, 1500]), ([0.68, 0.28], [0.70, 0.31]))
    'strong'
    """
    effects = kitagawa(plan, rate)
    by_rate, by_mix = float(effects["rate"].sum()), float(effects["mix"].sum())
    change = by_rate + by_mix
    heavy = (shares(plan[0]) >= SMALL) | (shares(plan[1]) >= SMALL)
    moves = np.sign(np.asarray(rate[1], dtype=float) - np.asarray(rate[0], dtype=float))[heavy]
    if change and (moves == -np.sign(change)).all():
        return "strong"
    if np.sign(change) != np.sign(by_rate):
        return "moderate"
    return "info" if abs(by_mix) > abs(by_rate) else ""
