"""Whether units differ at all, and a ranking that a small unit's luck cannot lead: funnel, shrinkage, expected ranks.

Rates are fractions; `sd` is the standard deviation of each unit's own rate, which must come from somewhere that the
report names (projects within the unit, its history, or a weak fallback).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm

Array = np.ndarray
LIMITS = (1.96, 3.09)  # two-sided 95 % and 99.8 %, as funnel plots draw them


@dataclass(frozen=True)
class Shrunk:
    """Units' rates after noise is taken out. between: the variance between units (tau squared); q: Cochran's Q.

    rates, sd: shrunken rates and their posterior standard deviations. ranks: expected ranks, 1 the highest; empty when
    the units differ by no more than noise.
    """

    between: float
    q: float
    mean: float
    rates: Array
    sd: Array
    ranks: Array


def shrink(rates: Array, sd: Array) -> Shrunk:
    """Normal-normal shrinkage with the Paule-Mandel estimate of the variance between units."""
    observed, own = np.asarray(rates, dtype=float), np.asarray(sd, dtype=float) ** 2
    between = paule_mandel(observed, own)
    weights = 1 / (own + between)
    mean = float(weights @ observed / weights.sum())
    pull = own / (own + between)
    shrunk = pull * mean + (1 - pull) * observed
    spread = np.sqrt((1 - pull) * own + pull**2 / weights.sum())
    return Shrunk(between, _q(observed, own, 0.0), mean, shrunk, spread, expected_ranks(shrunk, spread, between))


def paule_mandel(rates: Array, variances: Array) -> float:
    """The variance between units at which Cochran's Q equals its degrees of freedom; 0 where noise explains it all."""
    free = len(rates) - 1
    if _q(rates, variances, 0.0) <= free:
        return 0.0
    top = float(np.var(rates, ddof=1)) * 10 + 1e-12
    return float(brentq(lambda between: _q(rates, variances, between) - free, 0.0, top, xtol=1e-15))


def dersimonian_laird(rates: Array, variances: Array) -> float:
    """The moment estimate of the variance between units; 0 where noise explains it all."""
    weights = 1 / np.asarray(variances, dtype=float)
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    return float(max(0.0, (_q(rates, variances, 0.0) - len(rates) + 1) / scale))


def restricted_likelihood(rates: Array, variances: Array) -> float:
    """The variance between units that makes the rates likeliest once their mean is taken out (REML)."""
    observed, own = np.asarray(rates, dtype=float), np.asarray(variances, dtype=float)

    def deviance(between: float) -> float:
        weights = 1 / (own + between)
        return float(-np.log(weights).sum() + np.log(weights.sum()) + _q(observed, own, between))

    top = float(np.var(observed, ddof=1)) * 10 + 1e-12
    found = minimize_scalar(deviance, bounds=(0.0, top), method="bounded", options={"xatol": 1e-14})
    return float(found.x) if deviance(float(found.x)) < deviance(0.0) else 0.0


def _q(rates: Array, variances: Array, between: float) -> float:
    weights = 1 / (np.asarray(variances, dtype=float) + between)
    observed = np.asarray(rates, dtype=float)
    return float(weights @ (observed - weights @ observed / weights.sum()) ** 2)


def expected_ranks(rates: Array, sd: Array, between: float) -> Array:
    """The rank that each unit holds on average, 1 the highest; none at all when units differ by no more than noise."""
    if between == 0:
        return np.array([])
    ahead = norm.cdf((rates[None, :] - rates[:, None]) / np.hypot(sd[None, :], sd[:, None]))
    np.fill_diagonal(ahead, 0)
    return np.asarray(1 + ahead.sum(axis=1))


def overdispersion(rates: Array, sd: Array, centre: float) -> float:
    """How much wider the funnel must be than noise alone: the mean of winsorised squared deviations, at least 1.

    Spiegelhalter (2005): used only where it clearly exceeds 1, that is by two standard errors.
    """
    squares = ((np.asarray(rates, dtype=float) - centre) / np.asarray(sd, dtype=float)) ** 2
    low, high = np.quantile(squares, [0.1, 0.9])
    found = float(np.clip(squares, low, high).mean())
    return found if found > 1 + 2 * np.sqrt(2 / len(squares)) else 1.0


def funnel(centre: float, sd: Array, dispersion: float = 1.0) -> Array:
    """The limits around the centre for units of such precision: a row a unit, low and high at 95 %, then at 99.8 %."""
    widths = np.sqrt(dispersion) * np.asarray(sd, dtype=float)
    limits = [centre + sign * z * widths for z in LIMITS for sign in (-1, 1)]
    return np.asarray(np.clip(np.column_stack(limits), 0, 1))
