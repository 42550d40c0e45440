"""What each method says: one function a method, from what is `Known` to a `Forecast`, or None where it does not apply.

The share of the plan in force at the origin is forecast. Two baselines must be beaten: the mean of the years before and
the official estimate. Intervals are of Student's t from a handful of years, and say nothing where there are fewer than
two; no quantile lies below what is already disbursed.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import t
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

from mtqg_analysis.analysis.forecast.exponential import simulated_shares
from mtqg_analysis.analysis.forecast.triangle import Known
from mtqg_analysis.methods.chain_ladder import ChainLadder, bornhuetter_ferguson, cape_cod_rate, develop

Quantiles = Callable[[np.ndarray], np.ndarray]
FIRST_SHARE = 0.01  # below it a logit says more of single payments than of the year


@dataclass(frozen=True)
class Forecast:
    """A share of the plan in force at the origin. quantiles: from probabilities to shares; None: no interval.

    n_errors: errors, changes or steps behind the interval; t quantiles have one degree of freedom less. has_mean:
    whether the law of the quantiles has a mean, without which CRPS is infinite: t of one degree has none, nor has t on
    a log scale.
    """

    point: float
    quantiles: Quantiles | None = None
    n_errors: int = 0
    has_mean: bool = True

    def interval(self, level: float) -> tuple[float, float]:
        """The central interval of a level; NaN at both ends where there is none."""
        if self.quantiles is None:
            return float("nan"), float("nan")
        low, high = self.quantiles(np.array([(1 - level) / 2, (1 + level) / 2]))
        return float(low), float(high)


Method = Callable[[Known], Forecast | None]
Point = Callable[[Known], float | None]


def history_mean(known: Known) -> float | None:
    """What the years before disbursed by the target of their plan in force at this month, taken together."""
    return float(known.outturns.sum() / known.outturn_plans.sum()) if len(known.outturns) else None


def last_year(known: Known) -> Forecast | None:
    """As the newest year before; its interval is that of the changes from year to year."""
    shares = known.outturns / known.outturn_plans
    if not len(shares):
        return None
    return _around(float(shares[-1]), np.diff(shares), known.now)


def official(known: Known) -> Forecast | None:
    """The official estimate; its interval is that of its errors in the years before."""
    if not np.isfinite(known.official):
        return None
    return _around(known.official, known.official_errors, known.now)


def chain_ladder(known: Known) -> Forecast | None:
    """Development factors of the years before, volume-weighted; on a log scale with Mack's error and t quantiles."""
    ladder = _ladder(known)
    if ladder is None:
        return None
    ultimate, error = float(ladder.ultimate[-1]), float(ladder.error[-1])
    point = float(ultimate / known.plan[-1])
    if known.n < 2 or not error > 0:
        return Forecast(point)
    width = np.sqrt(np.log1p((error / ultimate) ** 2))
    centre = np.log(point) - width**2 / 2
    return Forecast(
        point, lambda p: np.maximum(np.exp(centre + width * t.ppf(p, known.n - 1)), known.now), known.n, has_mean=False
    )


def _ladder(known: Known) -> ChainLadder | None:
    """The chain ladder over the months that all years to learn from have, from the origin to the target."""
    if not known.n or not known.now > 0:
        return None
    columns = [
        month - 1 for month in range(known.origin, known.target + 1) if np.isfinite(known.paid[:-1, month - 1]).all()
    ]
    paid = known.paid[:, columns]
    return develop(paid) if (paid[:-1, 0] > 0).any() else None


def bornhuetter(known: Known) -> float | None:
    """What is disbursed, and the usual rest at the mean rate of the years before."""
    done, prior = _done(known), history_mean(known)
    if done is None or prior is None:
        return None
    return bornhuetter_ferguson(known.now, done, prior, 1)


def cape_cod(known: Known) -> float | None:
    """The same, with the rate that all years including this one expect."""
    done = _done(known)
    if done is None:
        return None
    latest = np.append(known.paid[:-1, -1], known.paid[-1, known.origin - 1])
    rate = cape_cod_rate(latest, known.plan, np.append(np.ones(known.n), done))
    return bornhuetter_ferguson(known.now, done, rate, 1)


def _done(known: Known) -> float | None:
    ladder = _ladder(known)
    return None if ladder is None else float(1 / np.prod(ladder.factors))


def logit_development(known: Known) -> Forecast | None:
    """The mean step on the logit scale from here to the target; stays between nothing and the whole plan.

    Does not apply where a share is not inside (0, 1) or a year begins below one percent: the shrunken share that
    would stand in needs the size of single projects, which no dataset of several years gives.
    """
    shares = np.concatenate([known.first, known.last, [known.now]])
    if not known.n or shares.min() <= 0 or shares.max() >= 1 or min(known.now, known.first.min()) < FIRST_SHARE:
        return None
    steps = logit(known.last) - logit(known.first)
    centre = logit(known.now) + steps.mean()
    if known.n < 2:
        return Forecast(float(expit(centre)))
    scale = steps.std(ddof=1) * np.sqrt(1 + 1 / known.n)
    return Forecast(
        float(expit(centre)), lambda p: np.maximum(expit(centre + scale * t.ppf(p, known.n - 1)), known.now), known.n
    )


def pooled_glm(known: Known) -> Forecast | None:
    """One pattern of months for all years, shifted by the year, on the logit of the cumulative share (quasi-binomial).

    Months of a year depend on each other so strongly that the model's own errors mean nothing: no interval.
    """
    shares = known.shares
    seen = np.isfinite(shares) & (shares >= 0) & (shares <= 1)
    months = np.flatnonzero(seen[:-1].any(axis=0))  # a month of this year alone says nothing of the pattern
    grows = ((shares[:, months] > 0) & (shares[:, months] < 1) & seen[:, months]).any(axis=1)
    if not known.n or not seen[:-1, -1].all() or not grows.all():
        return None
    rows, columns = np.nonzero(seen[:, months])
    design = np.zeros((len(rows), len(months) + known.n))
    if len(rows) <= design.shape[1]:
        return None
    design[np.arange(len(rows)), columns] = 1
    later = rows > 0
    design[np.flatnonzero(later), len(months) + rows[later] - 1] = 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # years with the very same pattern fit perfectly, which is no fault
        fit = GLM(shares[rows, months[columns]], design, family=Binomial()).fit()
    return Forecast(float(expit(fit.params[len(months) - 1] + fit.params[-1])))


def smoothing(known: Known) -> Forecast | None:
    """Exponential smoothing with a season of one plan year over the monthly shares: a baseline of general use."""
    simulated = simulated_shares(known)
    if simulated is None:
        return None
    point, paths = simulated
    steps = known.n * known.target + known.origin
    return Forecast(point, lambda p: np.maximum(np.quantile(paths, p), known.now), steps)


def combination(known: Known) -> Forecast | None:
    """The plain mean of Bornhuetter-Ferguson and logit development."""
    one, other = bornhuetter(known), logit_development(known)
    return None if one is None or other is None else Forecast((one + other.point) / 2)


def _with_errors(method: Point) -> Method:
    """A method with the interval of its own errors: each year to learn from is forecast from the others.

    The scale is the root mean square of these errors, the quantiles are of t with one degree less than there are.
    """

    def forecast(known: Known) -> Forecast | None:
        point = method(known)
        if point is None:
            return None
        left_out = [(known.without(row), actual) for row, actual in enumerate(known.last)]
        tried = [(method(one), actual) for one, actual in left_out]
        errors = np.array([guess - actual for guess, actual in tried if guess is not None])
        return _around(point, errors, known.now)

    return forecast


def _around(point: float, errors: np.ndarray, floor: float) -> Forecast:
    """A point with an interval of the size of some errors: their root mean square, and quantiles of t."""
    if len(errors) < 2:
        return Forecast(point)
    scale = np.sqrt((errors**2).mean())
    low = floor if np.isfinite(floor) else 0.0

    def quantiles(p: np.ndarray) -> np.ndarray:
        return np.asarray(np.maximum(point + scale * t.ppf(p, len(errors) - 1), low))

    return Forecast(point, quantiles, len(errors), has_mean=len(errors) > 2)


BASELINES = ("history_mean", "official")
IN_ORDER = ("last_year", "smoothing")  # these go by the order of years, which leaving one out breaks
CONTENDERS: dict[str, Method] = {
    "history_mean": _with_errors(history_mean),
    "official": official,
    "last_year": last_year,
    "chain_ladder": chain_ladder,
    "bornhuetter_ferguson": _with_errors(bornhuetter),
    "cape_cod": _with_errors(cape_cod),
    "logit": logit_development,
    "pooled_glm": pooled_glm,
    "smoothing": smoothing,
    "combination": combination,
}
