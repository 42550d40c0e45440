"""The months of a series' plan years, and how they looked from one month of one of them.

Every forecast sees a `Known` and nothing else, so that no method can look ahead: what lies after the origin is cut off
here, once.
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

LAST = 13  # the settlement month, January of the next year
TARGETS = (12, LAST)


class Estimate(NamedTuple):
    """An official estimate of the rate at a target, known from month `origin` on."""

    year: int
    target: int
    origin: int
    rate: float


@dataclass(frozen=True)
class Triangle:
    """Cumulative disbursement of one series: a row a plan year, in order, a column a month of it, 1 to 13.

    group, name: what kind of series it is, and which one. paid: đồng, NaN where not published. plan: in force at that
    month. official: the estimates published of it, as shares of the plan then in force. Published rates stand as
    `paid` over plans of 1, so that all years weigh the same. sources: of all figures.
    """

    group: str
    name: str
    years: tuple[int, ...]
    paid: np.ndarray
    plan: np.ndarray
    official: tuple[Estimate, ...] = ()
    sources: tuple[str, ...] = ()

    def at(self, year: int, stage: int) -> float:
        """The share of the plan in force that was disbursed by a month; NaN where not published."""
        if year not in self.years:
            return float("nan")
        row, column = self.years.index(year), stage - 1
        return float(self.paid[row, column] / self.plan[row, column])

    def told(self, year: int, origin: int, target: int) -> float:
        """The newest official estimate of a year that was known at a month of it; NaN where there was none."""
        known = [one for one in self.official if one.year == year and one.target == target and one.origin <= origin]
        return max(known, key=lambda one: one.origin).rate if known else float("nan")

    def complete(self, origin: int, target: int) -> tuple[int, ...]:
        """The years of which the plan at the origin and the disbursement at origin and target are known."""
        held = np.isfinite(self.paid[:, origin - 1] + self.paid[:, target - 1] + self.plan[:, origin - 1])
        return tuple(year for year, known in zip(self.years, held, strict=True) if known)


@dataclass(frozen=True)
class Known:
    """A series as it is known at month `origin` of one year, for a forecast of month `target`.

    paid: years of which both months are known, in order, then the year itself, NaN after the origin; columns are the
    months 1 to target. plan: in force at the origin, one a row of `paid`. outturns, outturn_plans: disbursed by the
    target, and the plan at the origin, of all years that may be learnt from, also where the origin's disbursement is
    not known. official: the official estimate, NaN where there is none; official_errors: estimate minus outturn in the
    years before.
    """

    origin: int
    target: int
    paid: np.ndarray
    plan: np.ndarray
    outturns: np.ndarray
    outturn_plans: np.ndarray
    official: float = float("nan")
    official_errors: np.ndarray = field(default_factory=lambda: np.empty(0))

    @property
    def n(self) -> int:
        """How many years there are to learn the development from."""
        return len(self.paid) - 1

    @property
    def now(self) -> float:
        """Disbursed by the origin, as a share of the plan in force."""
        return float(self.shares[-1, self.origin - 1])

    @property
    def shares(self) -> np.ndarray:
        """`paid` as shares of the plan in force at the origin."""
        return np.asarray(self.paid / self.plan[:, None])

    @property
    def first(self) -> np.ndarray:
        """Shares at the origin in the years to learn from."""
        return np.asarray(self.shares[:-1, self.origin - 1])

    @property
    def last(self) -> np.ndarray:
        """Shares at the target in the years to learn from."""
        return np.asarray(self.shares[:-1, -1])

    def without(self, row: int) -> "Known":
        """The same, as if the year of `row` were the one to forecast and the year itself were not there."""
        kept = [place for place in range(self.n) if place != row]
        own = self.paid[row].copy()
        own[self.origin :] = np.nan
        return replace(
            self,
            paid=np.vstack([self.paid[kept], own]),
            plan=self.plan[[*kept, row]],
            outturns=self.paid[kept, -1],
            outturn_plans=self.plan[kept],
            official=float("nan"),
            official_errors=np.empty(0),
        )


def seen_from(triangle: Triangle, year: int, origin: int, target: int, learn: tuple[int, ...] | None = None) -> Known:
    """What is known of a series at month `origin` of `year`; the year's own figure may be NaN.

    learn: the years that may be learnt from; None: all before `year`. Figures after the origin, of the year itself and
    of years that may not be learnt from, never enter.
    """
    years = [one for one in triangle.years if (one < year if learn is None else one in learn and one != year)]
    pairs = [triangle.years.index(one) for one in triangle.complete(origin, target) if one in years]
    all_rows = [triangle.years.index(one) for one in years]
    row = triangle.years.index(year)
    own = triangle.paid[row, :target].copy()
    own[origin:] = np.nan
    plans = triangle.plan[:, origin - 1]
    outturns = triangle.paid[all_rows, target - 1]
    ended = np.isfinite(outturns + plans[all_rows])
    errors = np.array([triangle.told(one, origin, target) for one in years]) - outturns / plans[all_rows]
    return Known(
        origin,
        target,
        np.vstack([triangle.paid[pairs, :target], own]),
        plans[[*pairs, row]],
        outturns[ended],
        plans[all_rows][ended],
        triangle.told(year, origin, target),
        errors[np.isfinite(errors)],
    )
