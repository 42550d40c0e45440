"""Whether units differ at all, and a ranking that a small unit's luck cannot lead: funnel, shrinkage, expected ranks.

Rates are fractions; `sd` is the standard deviation of each unit's own rate, which must come from somewhere that the
report names (projects within the unit, its history, or a weak fallback).
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

Array = np.ndarray
LIMITS = (1.96, 3.09)  # two-sided 95 % and 99.8 %, as funnel plots draw them
GRID = 200  # standard deviations between units that are tried
FAR = 5  # times the observed standard deviation of the rates: beyond it nothing is likely


@dataclass(frozen=True)
class Shrunk:
    """Units' rates after noise is taken out. between: the variance between units (tau squared); q: Cochran's Q.

    rates, sd: shrunken rates and their posterior standard deviations. ranks: expected ranks, 1 the highest; empty when
    the units differ by no more than noise. of_all: the part of each sd that is the doubt about the mean, which all
    units share; empty where several variances were weighed.
    """

    between: float
    q: float
    mean: float
    rates: Array
    sd: Array
    ranks: Array
    of_all: Array = field(default_factory=lambda: np.array([]))


def shrink(rates: Array, sd: Array) -> Shrunk:
    """Normal-normal shrinkage with the Paule-Mandel estimate of the variance between units."""
    observed, own = np.asarray(rates, dtype=float), np.asarray(sd, dtype=float) ** 2
    between = paule_mandel(observed, own)
    weights = 1 / (own + between)
    mean = float(weights @ observed / weights.sum())
    pull = own / (own + between)
    shrunk = pull * mean + (1 - pull) * observed
    of_all = pull / np.sqrt(weights.sum())
    spread = np.sqrt((1 - pull) * own + of_all**2)
    ranks = expected_ranks(shrunk, spread, between)
    return Shrunk(between, _q(observed, own, 0.0), mean, shrunk, spread, ranks, of_all)


def posterior(rates: Array, sd: Array) -> Shrunk:
    """As `shrink`, with every standard deviation between units weighed by how well it explains the rates.

    One estimate of the variance between units, taken as certain, makes intervals too narrow and pulls all units to one
    value where it happens to be zero. So each of GRID values from none to FAR times the observed spread is tried, alike
    before the rates are seen (Gelman 2006), with the common mean unknown. `between` is the posterior median, squared.
    Needs two units at least, that are not all alike.

    >>> found = posterior([0.61, 0.49, 0.52, 0.45], [0.08, 0.05, 0.05, 0.05])
    >>> found.rates.round(3).tolist(), found.sd.round(3).tolist()
    ([0.542, 0.497, 0.512, 0.477], [0.063, 0.04, 0.041, 0.043])
    """
    observed, own = np.asarray(rates, dtype=float), np.asarray(sd, dtype=float) ** 2
    tried = np.linspace(0, FAR * float(np.std(observed, ddof=1)), GRID)
    whole = own + tried[:, None] ** 2
    weights = 1 / whole
    sums = weights.sum(axis=1)
    means = weights @ observed / sums
    fit = -0.5 * (np.log(whole).sum(axis=1) + np.log(sums) + (weights * (observed - means[:, None]) ** 2).sum(axis=1))
    chance = np.exp(fit - fit.max())
    chance /= chance.sum()
    pull = own / whole
    each = pull * means[:, None] + (1 - pull) * observed
    spread = np.sqrt((1 - pull) * own + pull**2 / sums[:, None])
    shrunk = chance @ each
    variance = chance @ (spread**2 + (each - shrunk) ** 2)
    middle = float(tried[np.searchsorted(chance.cumsum(), 0.5)])
    ranks = chance @ np.array([_ranks(*row) for row in zip(each, spread, strict=True)])
    return Shrunk(middle**2, _q(observed, own, 0.0), float(chance @ means), shrunk, np.sqrt(variance), ranks)


def paule_mandel(rates: Array, variances: Array) -> float:
    """The variance between units at which Cochran's Q equals its degrees of freedom; 0 where noise explains it all."""
    free = len(rates) - 1
    if _q(rates, variances, 0.0) <= free:
        return 0.0
    top = float(np.var(rates, ddof=1)) * 10 + 1e-12
    return float(brentq(lambda between: _q(rates, variances, between) - free, 0.0, top, xtol=1e-15))


def _q(rates: Array, variances: Array, between: float) -> float:
    weights = 1 / (np.asarray(variances, dtype=float) + between)
    observed = np.asarray(rates, dtype=float)
    return float(weights @ (observed - weights @ observed / weights.sum()) ** 2)


def expected_ranks(rates: Array, sd: Array, between: float) -> Array:
    """The rank that each unit holds on average, 1 the highest; none at all when units differ by no more than noise."""
    return np.array([]) if between == 0 else _ranks(rates, sd)


def _ranks(rates: Array, sd: Array) -> Array:
    ahead = norm.cdf((rates[None, :] - rates[:, None]) / np.hypot(sd[None, :], sd[:, None]))
    np.fill_diagonal(ahead, 0)
    return np.asarray(1 + ahead.sum(axis=1))


def funnel(centre: float, sd: Array) -> Array:
    """The limits around the centre for units of such precision: a row a unit, low and high at 95 %, then at 99.8 %."""
    limits = [centre + sign * z * np.asarray(sd, dtype=float) for z in LIMITS for sign in (-1, 1)]
    return np.asarray(np.clip(np.column_stack(limits), 0, 1))
