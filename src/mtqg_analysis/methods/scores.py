"""How good a forecast was, once the outturn is known. All in the unit of the outturn; smaller is better.

Gneiting and Raftery (2007), Strictly proper scoring rules; Hyndman and Koehler (2006) for the scaled error.
"""

import numpy as np
from scipy.stats import norm


def pinball(quantile: float, level: float, outturn: float) -> float:
    """The loss of a quantile of probability `level`.

    >>> pinball(70, 0.5, 73), round(pinball(65, 0.1, 73), 9), round(pinball(76, 0.9, 73), 9)
    (1.5, 0.8, 0.3)
    """
    return max(level * (outturn - quantile), (level - 1) * (outturn - quantile))


def winkler(low: float, high: float, level: float, outturn: float) -> float:
    """The interval score: the width, and a penalty where the outturn lies outside an interval of this level.

    >>> round(winkler(65, 76, 0.8, 80), 9)
    51.0
    """
    outside = max(low - outturn, 0) + max(outturn - high, 0)
    return high - low + 2 / (1 - level) * outside


def crps(draws: np.ndarray, outturn: float, fair: bool = False) -> float:
    """The continuous ranked probability score of a sample; `fair` removes the part that its size alone adds.

    >>> sample = np.array([62, 66, 68, 70, 71, 74, 77])
    >>> round(crps(sample, 73), 6), round(crps(sample, 73, fair=True), 6)
    (2.102041, 1.666667)
    """
    size = len(draws)
    ranks = 2 * np.arange(1, size + 1) - size - 1  # how often each ordered draw is added less how often subtracted
    pairs = 2 * (ranks * np.sort(draws)).sum() / (size * (size - 1) if fair else size**2)
    return float(np.abs(draws - outturn).mean() - pairs / 2)


def crps_normal(mean: float, deviation: float, outturn: float) -> float:
    """The same of a normal distribution, in closed form.

    >>> round(crps_normal(70, 4, 73), 6)
    1.792577
    """
    z = (outturn - mean) / deviation
    return float(deviation * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi)))


def scaled_error(history: np.ndarray, outturns: np.ndarray, forecasts: np.ndarray) -> float:
    """The mean absolute error over that of the naive forecast, each value as the one before, within the history.

    >>> round(scaled_error(np.array([50, 52, 51, 55, 57]), np.array([60, 58]), np.array([58, 59])), 6)
    0.666667
    """
    return float(np.abs(outturns - forecasts).mean() / np.abs(np.diff(history)).mean())
