"""Many futures of the stock and flow of capital: rates vary by unit and year around one factor that all units share.

A fan is a statement of probability under a stated model. It is no scenario, and scenarios are never drawn into it as if
they were percentiles. Every path keeps the stock-flow identity to the đồng, for each unit and for the sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from scipy.stats import norm

Array = np.ndarray
QUANTILES = (0.05, 0.10, 0.20, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90, 0.95)
EXACT = 2**53  # above this a float no longer holds every whole number
FLOWS = ("opening", "plan", "disbursed", "cancelled", "closing")


@dataclass(frozen=True)
class Units:
    """What is simulated, arrays of one entry a unit: opening (đồng), plans (đồng, a row a year), rates as logits.

    centre_old, centre_new: the logit of the middle rate of carried-over and of new capital; doubt: the standard
    deviation of what is not known of these middles, of each unit's own. spread: that of a year around them. cancelled:
    the share of undisbursed carried-over capital that lapses. limit: most that a unit can disburse in a year (đồng, a
    row a year), or None. shared: what is not known of many middles at once,
    a row a unit, a column a cause of standard deviation one: how far the common factor of the years seen had moved all
    units, and where the middle of all lies. No number of units averages it out.
    """

    opening: Array
    plans: Array
    centre_old: Array
    centre_new: Array
    doubt: Array
    spread: float
    cancelled: float
    limit: Array | None = None
    shared: Array | None = None


@dataclass(frozen=True)
class Fan:
    """Simulated sums over all units: each of FLOWS as an array with a row a year and a column a path (đồng, int64).

    seed and correlation say how to draw the same paths again.
    """

    flows: dict[str, Array]
    seed: int
    correlation: float

    @property
    def paths(self) -> int:
        """How many futures were drawn."""
        return int(self.flows["closing"].shape[1])

    def quantiles(self, name: str) -> Array:
        """A row a year, a column each of QUANTILES (linear), of a flow or of `execution`, disbursed over available."""
        return np.asarray(np.quantile(self._values(name), QUANTILES, axis=1).T)

    def _values(self, name: str) -> Array:
        if name != "execution":
            return self.flows[name]
        return np.asarray(self.flows["disbursed"] / np.maximum(1, self.flows["opening"] + self.flows["plan"]))


def simulate(units: Units, correlation: float, paths: int, seed: int) -> Fan:
    """Draws the paths with PCG64(seed). correlation: between any two units in a year, in [0, 1].

    A unit's shock of the year moves both its rates: where work stands still, old and new money wait alike. Raises
    ValueError where amounts are too large to be exact.
    """
    if max(float(np.max(units.plans, initial=0)), float(np.max(units.opening, initial=0))) > EXACT / 4:
        raise ValueError("Amounts above 2**51 đồng a unit cannot be simulated exactly.")
    random = np.random.Generator(np.random.PCG64(seed))
    count = len(units.opening)
    lasting = units.doubt * random.standard_normal((paths, count))
    if units.shared is not None:
        lasting = lasting + random.standard_normal((paths, units.shared.shape[1])) @ units.shared.T
    opening = np.broadcast_to(np.asarray(units.opening, dtype=np.int64), (paths, count))
    sums: dict[str, list[Array]] = {name: [] for name in FLOWS}
    for year, plan in enumerate(np.asarray(units.plans, dtype=np.int64)):
        shock = lasting + units.spread * _shocks(random, paths, count, correlation)
        limit = None if units.limit is None else units.limit[year]
        old = np.rint(opening * expit(units.centre_old + shock)).astype(np.int64)
        new = np.rint(plan * expit(units.centre_new + shock)).astype(np.int64)
        old, new = (old, new) if limit is None else _limited(old, new, np.asarray(limit))
        lapsed = np.rint(units.cancelled * (opening - old)).astype(np.int64)
        closing = opening + plan - old - new - lapsed
        for name, amounts in zip(
            FLOWS, (opening, np.broadcast_to(plan, old.shape), old + new, lapsed, closing), strict=True
        ):
            sums[name].append(amounts.sum(axis=1))
        opening = closing
    return Fan({name: np.array(rows) for name, rows in sums.items()}, seed, correlation)


def _shocks(random: np.random.Generator, paths: int, units: int, correlation: float) -> Array:
    """Standard normal shocks, a row a path: one factor common to all units, and one of each unit's own."""
    common = random.standard_normal((paths, 1))
    own = random.standard_normal((paths, units))
    return np.asarray(np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own)


def _limited(old: Array, new: Array, limit: Array) -> tuple[Array, Array]:
    """Disbursement held to the limit; carried-over capital, which would lapse first, goes first."""
    most = np.where(np.isfinite(limit), np.minimum(limit, EXACT), EXACT).astype(np.int64)
    old = np.minimum(old, most)
    return old, np.minimum(new, most - old)


def spread_of_sum(spreads: Sequence[float], correlation: float) -> float:
    """The standard deviation of a sum whose parts are equally correlated.

    Var = (1 - rho) sum s_i^2 + rho (sum s_i)^2. No report calls it: it is what a simulated fan is held against, and an
    analyst's first guess at one (docs/methods.md, section 37).

    >>> round(spread_of_sum([10, 20, 15], .5), 3)
    37.081
    """
    parts = np.asarray(spreads, dtype=float)
    return float(np.sqrt((1 - correlation) * (parts**2).sum() + correlation * parts.sum() ** 2))


def average_correlation(residuals: Array) -> float:
    """The mean correlation between any two rows (units) over columns (years); NaN where fewer than three are shared.

    residuals: NaN where a unit has no year. Weak evidence from three or four years: shown beside the assumption, never
    put in its place.
    """
    found = []
    for place, one in enumerate(residuals):
        for other in residuals[place + 1 :]:
            both = np.isfinite(one) & np.isfinite(other)
            if both.sum() >= 3 and one[both].std() > 0 and other[both].std() > 0:
                found.append(np.corrcoef(one[both], other[both])[0, 1])
    return float(np.mean(found)) if found else float("nan")


def two_piece_quantile(p: float, mode: float, left: float, right: float) -> float:
    """The quantile of a two-piece normal with standard deviations left and right of its mode: a fan in closed form.

    For an analyst who states a fan instead of simulating it; reports simulate (docs/methods.md, section 37).

    >>> [round(two_piece_quantile(p, 70, 8, 4), 4) for p in (.05, .50, .95)]
    [55.7563, 67.4509, 75.7581]
    """
    whole = left + right
    if p <= left / whole:
        return float(mode + left * norm.ppf(p * whole / (2 * left)))
    return float(mode + right * norm.ppf(1 - (1 - p) * whole / (2 * right)))


def two_piece_mean(mode: float, left: float, right: float) -> float:
    """The mean of a two-piece normal; see `two_piece_quantile`.

    >>> round(two_piece_mean(70, 8, 4), 4)
    66.8085
    """
    return float(mode + np.sqrt(2 / np.pi) * (right - left))
