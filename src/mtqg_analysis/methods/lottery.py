"""Whether units differ by more than their projects do: each unit's ratio, its noise, and what dealing by lot gives.

Inputs are arrays of one entry a project: the unit's number (from 0), a number for its kind of capital, what was
disbursed, and what was expected at the province's rate of that kind. Nothing is supposed normal or equally noisy.
"""

from dataclasses import dataclass

import numpy as np

Array = np.ndarray
DRAWS = 1999  # dealings by lot; with the observed one, p is a count of 2,000
SEED = 2026
CHUNK = 200  # dealings held in memory at a time


@dataclass(frozen=True)
class Ratios:
    """Of each unit: ratio (disbursed over expected), its variance, and how many free residuals that variance has."""

    ratio: Array
    variance: Array
    free: Array


def ratios(unit: Array, paid: Array, expected: Array) -> Ratios:
    """The ratio of sums of each unit; its variance is the jackknife's, in closed form, over the unit's projects.

    A project with a large share of its unit's money pulls the ratio to itself; its residual is widened by that share,
    without which few or uneven projects look more certain than they are. Cochran, Sampling Techniques, 1977, ch. 6;
    free: Satterthwaite's degrees of freedom of a sum of residuals with such shares, at least 1.

    >>> found = ratios(np.array([0, 0, 0, 0]), np.array([4.0, 6, 5, 5]), np.full(4, 10.0))
    >>> float(found.ratio[0]), round(float(found.variance[0]), 6), float(found.free[0])
    (0.5, 0.001667, 3.0)
    """
    count = int(unit.max()) + 1
    number, sums = np.bincount(unit, minlength=count), np.bincount(unit, expected, count)
    ratio, variance = _ratios(unit, paid, expected, count)
    share = expected / sums[unit]
    squares, fourths = np.bincount(unit, share**2, count), np.bincount(unit, share**4, count)
    free = np.minimum(squares**2 / fourths - 1, number - 1)
    return Ratios(ratio, variance, np.maximum(free, 1.0))


def _ratios(unit: Array, paid: Array, expected: Array, count: int) -> tuple[Array, Array]:
    sums = np.bincount(unit, expected, count)
    ratio = np.bincount(unit, paid, count) / sums
    left = np.maximum(1 - expected / sums[unit], 1e-9)
    residuals = (paid - ratio[unit] * expected) / left
    number = np.bincount(unit, minlength=count)
    return ratio, np.bincount(unit, residuals**2, count) * (number - 1) / number / sums**2


def spread(ratio: Array, variance: Array, count: int) -> Array:
    """Cochran's Q of every `count` units in a row: squared deviations from their mean, each over its variance."""
    values, weights = ratio.reshape(-1, count), 1 / np.maximum(variance, 1e-12).reshape(-1, count)
    mean = (weights * values).sum(axis=1) / weights.sum(axis=1)
    return np.asarray((weights * (values - mean[:, None]) ** 2).sum(axis=1))


def dealt_by_lot(unit: Array, kind: Array, paid: Array, expected: Array, draws: int = DRAWS) -> int:
    """In how many of `draws` dealings of the same projects to the units Q is at least the observed one.

    Projects change places within their kind of capital, so every unit keeps its number of projects of each. p is
    (1 + count) / (1 + draws): exact, whatever the projects' sizes and rates, if units differ by chance alone.
    """
    count = int(unit.max()) + 1
    observed = float(spread(*_ratios(unit, paid, expected, count), count)[0]) * (1 - 1e-9)
    random, extreme = np.random.Generator(np.random.PCG64(SEED)), 0
    for start in range(0, draws, CHUNK):
        rows = min(CHUNK, draws - start)
        dealt = np.tile(unit, (rows, 1))
        for one in np.unique(kind):
            places = np.flatnonzero(kind == one)
            dealt[:, places] = random.permuted(dealt[:, places], axis=1)
        apart = (dealt + count * np.arange(rows)[:, None]).ravel()
        values = _ratios(apart, np.tile(paid, rows), np.tile(expected, rows), count * rows)
        extreme += int((spread(*values, count) >= observed).sum())
    return extreme
