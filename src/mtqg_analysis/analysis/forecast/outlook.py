"""How the year may end: what may be said of it today, and what earlier estimates and methods were worth."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

import numpy as np
import pandas as pd
from scipy.stats import t

from mtqg_analysis.analysis.compare import month_ends
from mtqg_analysis.analysis.forecast.backtest import LEVEL, ORIGIN_MONTHS, Protocol, run_backtest
from mtqg_analysis.analysis.forecast.choice import Choice, choose
from mtqg_analysis.analysis.forecast.contenders import CONTENDERS, Quantiles
from mtqg_analysis.analysis.forecast.nation import national_triangle
from mtqg_analysis.analysis.forecast.official_errors import Corrected, corrected, errors_of
from mtqg_analysis.analysis.forecast.reading import province_triangles, unit_triangles
from mtqg_analysis.analysis.forecast.triangle import LAST, TARGETS, Triangle, seen_from
from mtqg_analysis.analysis.parts import Later, Parts
from mtqg_analysis.analysis.revisions import revisions
from mtqg_analysis.domain.period import DECEMBER, Period, month_end
from mtqg_analysis.domain.units import exists
from mtqg_analysis.ledger.ledger import Ledger

SERIES = [
    "group",
    "name",
    "target",
    "plan",
    "now",
    "history_mean",
    "years",
    "official",
    "method",
    "point",
    "low",
    "high",
    "n_errors",
    "origin",
]


@dataclass(frozen=True)
class Step:
    """The step from today to the end of the year that an estimate implies, against those of the years before.

    implied, mean, deviation: fractions of the plan; z: distance from the mean in predictive standard deviations
    s·√(1+1/n); p: how likely a distance of that size is if this year is like the others, by Student's t of n − 1
    degrees; both NaN where all steps were the same. low, high: smallest and largest step seen; n: years. Method:
    docs/methods.md, section 30.
    """

    implied: float
    mean: float
    deviation: float
    low: float
    high: float
    z: float
    p: float
    n: int


@dataclass(frozen=True, repr=False)
class Prospect(Parts):
    """One body of series as seen from one month: the province's, its units' or the nation's.

    triangles: by their names. origin: the newest month of the whole, or of the units that exist on the cut-off day;
    None where the year has no figure. rolling, left_out: the back-tests (see `run_backtest`). choices: who may speak,
    by target, judged on years before the one to forecast; none for a target that is past. series: one row a series and
    target, with SERIES: plan in force (đồng), shares of it so far, by the mean of history (of `years`), by the official
    estimate, and by the method that may speak with its 80 % interval of n_errors errors; NaN where there is none.
    origin: the newest month of the series, from which it is seen; where it lags behind the others nothing speaks.
    """

    triangles: dict[str, Triangle]
    origin: int | None
    rolling: pd.DataFrame
    left_out: pd.DataFrame
    choices: dict[int, Choice]
    series: pd.DataFrame

    @property
    def whole(self) -> Triangle | None:
        """The series of everything together."""
        return next(iter(self.triangles.values()), None)

    def known_before(self, year: int) -> bool:
        """Whether the rate of the year before is known at the newest month."""
        return self.whole is not None and self.origin is not None and not np.isnan(self.whole.at(year - 1, self.origin))

    @property
    def trials(self) -> dict[Protocol, pd.DataFrame]:
        """The back-tests by protocol, the honest one first."""
        return {"rolling": self.rolling, "leave_one_out": self.left_out}

    @property
    def standing(self) -> int:
        """The month that the report stands in; after the end of the year, December."""
        return self.origin if self.origin and self.origin < LAST else DECEMBER

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of all series."""
        return tuple(dict.fromkeys(source for one in self.triangles.values() for source in one.sources))


@dataclass(frozen=True, repr=False)
class Outlook(Parts):
    """What the section on estimates shows. mixed: the nation's series with estimates among its figures.

    fan: of the province's total, by target, the quantiles of the method that may speak. errors: official estimates of
    earlier years and of this one against what came, see `official_errors`. revisions: the nation's estimates of a
    month against the actual figures published later. step: None where there is no estimate or no history.
    """

    period: Period
    province: Prospect
    units: Prospect
    nation: Prospect
    mixed: Prospect
    fan: dict[int, Quantiles]
    errors: pd.DataFrame
    revisions: pd.DataFrame
    step: Step | None

    @cached_property
    def corrected(self) -> Corrected | None:
        """This year's official estimate of the province's total, read with the mean error of its kind."""
        whole, origin = self.province.whole, self.province.origin
        return None if whole is None or origin is None else corrected(whole, self.period.year, origin)


def read_outlook(ledger: Ledger, context: Ledger, period: Period, basis: str = "", own: bool = True) -> Outlook:
    """The outlook on the period's year from its cut-off; nothing later enters.

    basis: of the plan, as for `evaluate_year`. own: whether the province's own months may be read; without them (the
    year's own money alone is never published by month) only the nation's remain.
    """
    day, year = period.as_of, period.year
    own_months = province_triangles(ledger, day, basis) if own else []
    by_unit = unit_triangles(ledger, day, basis) if own else []
    standing = [one for one in by_unit if _stands(one.name, day)]
    province = _prospect(own_months, period, "cell", own_months[:1], own_months)
    units = _prospect(by_unit, period, "unit", standing, standing)
    published = [national_triangle(context, day, estimates) for estimates in (False, True)]
    national = [[] if one is None else [one] for one in published]
    nation, mixed = (_prospect(whole, period, "nation", whole, whole) for whole in national)
    rates = month_ends(
        context.seen(day).find(
            measure="disbursement_rate",
            level="national",
            programme="PI",
            plan_basis="pm_assigned",
        )
    )
    return Outlook(
        period,
        province,
        units,
        nation,
        mixed,
        Later(lambda: _fan(province, year)).part,
        Later(lambda: errors_of([*province.triangles.values(), *units.triangles.values()])).part,
        Later(lambda: revisions(rates)).part,
        Later(lambda: _step(province, period)).part,
    )


def _prospect(
    triangles: list[Triangle], period: Period, judged: str, leading: list[Triangle], shown: list[Triangle]
) -> Prospect:
    """judged: the group whose back-test decides for all series of this body, since one series alone says little.

    leading: whose newest month is the one to stand in. shown: of which series an outlook is given.
    """
    year = period.year
    origin = max((month for one in leading if (month := one.newest(year))), default=None)
    origins = {*ORIGIN_MONTHS, *([origin] if origin else [])}
    tested = [one for one in triangles if one.group == judged]
    rolling, left_out = (
        Later(partial(run_backtest, tested, protocol, origins)) for protocol in ("rolling", "leave_one_out")
    )
    choices = Later(lambda: _choices(rolling(), origin, period))
    return Prospect(
        {one.name: one for one in triangles},
        origin,
        rolling.part,
        left_out.part,
        choices.part,
        Later(lambda: _series(shown, choices(), year)).part,
    )


def _choices(rolling: pd.DataFrame, origin: int | None, period: Period) -> dict[int, Choice]:
    """Who may speak of each target still to come, judged on the years before."""
    before = rolling[rolling["year"] < period.year]
    ahead = [target for target in TARGETS if month_end(period.year, target) > period.as_of]
    return {target: choose(before, origin, target) for target in ahead if origin and origin < target}


def _series(shown: list[Triangle], choices: dict[int, Choice], year: int) -> pd.DataFrame:
    rows = [_row(one, year, choice) for one in shown if year in one.years for choice in choices.values()]
    return pd.DataFrame(rows, columns=SERIES)


def may_look_ahead(triangles: list[Triangle], period: Period) -> bool:
    """Whether a body of series, its whole first, has an outlook: a figure of the year, and a target still to come.

    What `Prospect.series` will have rows with a figure for, without the back-tests that fill them.
    """
    year = period.year
    origin = triangles[0].newest(year) if triangles else None
    return origin is not None and any(one > origin and month_end(year, one) > period.as_of for one in TARGETS)


def _stands(name: str, day: date) -> bool:
    """Whether the unit of a series exists on a day."""
    level, _, unit = name.partition("/")
    return exists(level, unit, day)


def _row(triangle: Triangle, year: int, choice: Choice) -> dict[str, object]:
    origin = triangle.newest(year) or choice.origin
    known = seen_from(triangle, year, origin, choice.target)
    mean, told = CONTENDERS["history_mean"](known), triangle.shown(year, origin, choice.target)
    speaking = None
    if choice.method and np.isfinite(known.now) and origin == choice.origin:
        speaking = CONTENDERS[choice.method](known)
    low, high = speaking.interval(LEVEL) if speaking else (float("nan"), float("nan"))
    return {
        "group": triangle.group,
        "name": triangle.name,
        "target": choice.target,
        "plan": float(known.plan[-1]),
        "now": known.now,
        "history_mean": mean.point if mean else float("nan"),
        "years": len(known.outturns),
        "official": told.rate if told else float("nan"),
        "method": choice.method if speaking else None,
        "point": speaking.point if speaking else float("nan"),
        "low": low,
        "high": high,
        "n_errors": speaking.n_errors if speaking else 0,
        "origin": origin,
    }


def _fan(province: Prospect, year: int) -> dict[int, Quantiles]:
    whole, found = province.whole, {}
    for target, choice in province.choices.items():
        if choice.method and whole is not None:
            forecast = CONTENDERS[choice.method](seen_from(whole, year, choice.origin, target))
            if forecast and forecast.quantiles:
                found[target] = forecast.quantiles
    return found


def _step(province: Prospect, period: Period) -> Step | None:
    """The step to the settlement month that the newest official estimate of the total implies."""
    whole, origin = province.whole, province.origin
    if whole is None or origin is None or LAST not in province.choices:
        return None
    known = seen_from(whole, period.year, origin, LAST)
    if not np.isfinite(known.official) or known.n < 2:
        return None
    return judge_step(known.last - known.first, known.official - known.now)


def judge_step(steps: np.ndarray, implied: float) -> Step:
    """An implied step against at least two steps seen.

    >>> judged = judge_step(np.array([0.16, 0.21, 0.19, 0.215]), 0.204)
    >>> round(judged.mean, 5), round(judged.deviation, 6), round(judged.z, 3), round(judged.p, 3)
    (0.19375, 0.024958, 0.367, 0.738)
    """
    n = len(steps)
    deviation = float(steps.std(ddof=1))
    distance = implied - float(steps.mean())
    z = float(distance / (deviation * np.sqrt(1 + 1 / n))) if deviation > 0 else float("nan")
    p = float(2 * t.sf(abs(z), n - 1))
    return Step(implied, float(steps.mean()), deviation, float(steps.min()), float(steps.max()), z, p, n)
