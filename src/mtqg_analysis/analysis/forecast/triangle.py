"""The months of a series' plan years, and how they looked from one month of one of them.

Every forecast sees a `Known` and nothing else, so that no method can look ahead: what lies after the origin is cut off
here, once. What was only published later is kept apart by `Triangle.known_at`, which a back-test asks first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from mtqg_analysis.methods.indicators import quotient

LAST = 13  # the settlement month, January of the next year
TARGETS = (12, LAST)


class Estimate(NamedTuple):
    """An official estimate of the rate at a target, known from month `origin` on.

    alike: of the same money (origin) and the same plan basis as the series; False: it does not say of which.
    """

    year: int
    target: int
    origin: int
    rate: float
    alike: bool = True


@dataclass(frozen=True)
class Triangle:
    """Cumulative disbursement of one series: a row a plan year, in order, a column a month of it, 1 to 13.

    group, name: what kind of series it is, and which one. paid: đồng, NaN where not published. plan: in force at that
    month. official: the estimates published of it in the order of their publication, as shares of the plan then in
    force. Published rates stand as `paid` over plans of 1, so that all years weigh the same. sources: of all figures.
    then: the series of the versions that were published by the time of a month of a year; None: nothing was published
    late or again, so that cutting off later months is all there is to it.
    """

    group: str
    name: str
    years: tuple[int, ...]
    paid: np.ndarray
    plan: np.ndarray
    official: tuple[Estimate, ...] = ()
    sources: tuple[str, ...] = ()
    then: Callable[[int, int], "Triangle"] | None = field(default=None, repr=False, compare=False)

    def known_at(self, year: int, origin: int) -> "Triangle":
        """The series as it stood when the figures of a month of a year had come out: no later month, no later version.

        >>> whole = Triangle("cell", "made", (2022, 2023), np.ones((2, LAST)), np.ones((2, LAST)))
        >>> np.isfinite(whole.known_at(2023, 2).paid).sum(axis=1).tolist(), whole.known_at(2022, 2).years
        ([13, 2], (2022,))
        """
        found = self.then(year, origin) if self.then else self
        paid = found.paid.copy()
        if year in found.years:
            paid[found.years.index(year), origin:] = np.nan
        rows = [row for row, one in enumerate(found.years) if one <= year and np.isfinite(paid[row]).any()]
        years = tuple(found.years[row] for row in rows)
        return replace(self, years=years, paid=paid[rows], plan=found.plan[rows], then=None)

    def at(self, year: int, stage: int) -> float:
        """The share of the plan in force that was disbursed by a month; NaN where not published or nothing planned."""
        if year not in self.years:
            return float("nan")
        row, column = self.years.index(year), stage - 1
        return quotient(self.paid[row, column], self.plan[row, column])

    def newest(self, year: int) -> int | None:
        """The newest month of a year of which the series has a figure."""
        return max((month for month in range(1, LAST + 1) if np.isfinite(self.at(year, month))), default=None)

    def told(self, year: int, origin: int, target: int) -> float:
        """The newest official estimate of the series that was known at a month of a year; NaN where there was none."""
        known = self._estimates(year, origin, target, alike=True)
        return known[-1].rate if known else float("nan")

    def shown(self, year: int, origin: int, target: int) -> Estimate | None:
        """The same; where there is none, the newest that does not say of which money or plan it is."""
        for alike in (True, False):
            known = self._estimates(year, origin, target, alike)
            if known:
                return known[-1]
        return None

    def _estimates(self, year: int, origin: int, target: int, alike: bool) -> list[Estimate]:
        return [
            one
            for one in self.official
            if (one.year, one.target, one.alike) == (year, target, alike) and one.origin <= origin
        ]

    def complete(self, origin: int, target: int) -> tuple[int, ...]:
        """The years of which the plan at the origin and the disbursement at origin and target are known."""
        held = np.isfinite(self.paid[:, origin - 1] + self.paid[:, target - 1] + self.plan[:, origin - 1])
        return tuple(year for year, known in zip(self.years, held, strict=True) if known)


@dataclass(frozen=True)
class Known:
    """A series as it is known at month `origin` of one year, for a forecast of month `target`.

    paid: years of which both months are known, in order, then the year itself, NaN after the origin; columns are the
    months 1 to target. plan: in force at the origin, one a row of `paid`, NaN for the year itself where nothing was
    planned; such earlier years have no share and are left out. outturns, outturn_plans: disbursed by the
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
    """What a series says at month `origin` of `year`; the year's own figure may be NaN.

    Versions published later are in it unless the series comes from `known_at`.

    learn: the years that may be learnt from; None: all before `year`. Figures after the origin, of the year itself and
    of years that may not be learnt from, never enter.
    """
    years = [one for one in triangle.years if (one < year if learn is None else one in learn and one != year)]
    pairs = [triangle.years.index(one) for one in triangle.complete(origin, target) if one in years]
    all_rows = [triangle.years.index(one) for one in years]
    row = triangle.years.index(year)
    own = triangle.paid[row, :target].copy()
    own[origin:] = np.nan
    plans = np.where(triangle.plan[:, origin - 1] > 0, triangle.plan[:, origin - 1], np.nan)  # no share is of nothing
    pairs = [one for one in pairs if np.isfinite(plans[one])]
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
