"""How far units lie apart, and whether they move together: coefficient of variation, Gini, Theil, rank stability."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import kendalltau, pearsonr

from mtqg_analysis.methods.decompose import shares
from mtqg_analysis.methods.indicators import quotient

Array = np.ndarray


@dataclass(frozen=True)
class Dispersion:
    """The spread of rates. Weighted measures weigh units by plan; `sd` treats units alike."""

    mean: float
    weighted_cv: float
    sd: float
    gini: float
    theil: float


def dispersion(rates: Array, plan: Array) -> Dispersion:
    """The spread of units' rates around the overall rate; rates are fractions. Relative to a rate of zero nothing is
    measured: NaN.
    """
    observed, weights = np.asarray(rates, dtype=float), shares(plan)
    mean = float(weights @ observed)
    cv = quotient(float(np.sqrt(weights @ (observed - mean) ** 2)), mean)
    relative = observed / (mean or np.nan)
    terms = np.where(relative > 0, relative * np.log(np.where(relative > 0, relative, 1.0)), 0.0)
    return Dispersion(mean, cv, float(observed.std(ddof=1)), gini(observed, weights), float(weights @ terms))


def gini(rates: Array, weights: Array) -> float:
    """The Gini coefficient of rates weighted by plan: half the mean absolute difference over the mean."""
    apart = np.abs(rates[:, None] - rates[None, :])
    return quotient(float(weights @ apart @ weights), float(2 * (weights @ rates)))


def rank_stability(first: Array, second: Array) -> float:
    """Kendall's tau-b between two years' rates of the same units."""
    return float(kendalltau(first, second).statistic)  # NaN where one year has all units alike


def convergence(first: Array, second: Array) -> tuple[float, float]:
    """Whether the spread of the same units changed: Pitman-Morgan correlation and its two-sided p-value.

    NaN where all units moved alike.
    Positive: the second year spreads wider. Paired, so that a unit's own level cancels.
    """
    one, other = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if np.ptp(one + other) == 0 or np.ptp(other - one) == 0:
        return float("nan"), float("nan")
    found = pearsonr(one + other, other - one)
    return float(found.statistic), float(found.pvalue)
