"""Fellegi-Sunter weights: how many bits a pattern of agreement speaks for two works being one.

For each feature, m is the share of true pairs at a level and u that of other pairs; a level weighs log2(m/u), an
unknown one nothing. Features are taken as independent given the truth, which they are only roughly: the weight orders
pairs for a person, it decides nothing. Fellegi and Sunter, JASA 64, 1969.
"""

from dataclasses import dataclass, replace
from math import log2

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.overlap.features import UNKNOWN, held, thresholds
from mtqg_analysis.domain.reference import table

Shares = dict[str, tuple[float, ...]]  # by feature, the share of pairs at each level, from level 0 upwards
STRENGTH = 20  # so many pairs the reference table's shares are worth against what the dataset shows
MOST_STEPS, CLOSE = 200, 1e-6


@dataclass(frozen=True)
class Weights:
    """What agreement weighs. prior: the share of true pairs among compared ones, stated and never fitted.

    pairs, judged: how many pairs the shares were learned from, and how many of these a person had judged; both 0 for
    the shares of the reference table. steps: of the fitting.
    """

    m: Shares
    u: Shares
    prior: float
    pairs: int = 0
    judged: int = 0
    steps: int = 0

    def weigh(self, levels: pd.DataFrame) -> np.ndarray:
        """The weight of every pair in bits, features of unknown level left out.

        >>> m, u = (.95, .9, .8, .7), (.02, .1, .3, .05)
        >>> names = ("a", "b", "c", "d")
        >>> weights = Weights(*({name: (1 - p, p) for name, p in zip(names, side)} for side in (m, u)), prior=.001)
        >>> bits = weights.weigh(pd.DataFrame([(1, 1, 0, 1)], columns=names))
        >>> print(bits.round(6), chance(bits, weights.prior).round(6))
        [10.739781] [0.631229]
        """
        total = np.zeros(len(levels))
        for feature in self.m:
            total += np.append(_bits(self.m[feature], self.u[feature]), 0.0)[levels[feature].to_numpy()]
        return total

    def of_level(self, feature: str, level: int) -> float:
        """What one level of one feature weighs, in bits; 0 for an unknown one."""
        return 0.0 if level == UNKNOWN else float(_bits(self.m[feature], self.u[feature])[level])

    def needed(self, wanted: float) -> float:
        """The weight at which the chance of being one reaches `wanted`."""
        return log2(wanted / (1 - wanted)) - log2(self.prior / (1 - self.prior))


def _bits(m: tuple[float, ...], u: tuple[float, ...]) -> np.ndarray:
    """The weight of every level, never falling as agreement grows.

    Where the shares say that a higher level speaks less than the one below, both speak with their shares together: a
    rare level among the compared pairs (numbers that differ, where hardly any titles have numbers) would otherwise
    turn disagreement into evidence.

    >>> _bits((0.1, 0.9), (0.2, 0.8)).round(2).tolist(), _bits((0.1, 0.3, 0.6), (0.05, 0.35, 0.6)).round(2).tolist()
    ([-1.0, 0.17], [0.0, 0.0, 0.0])
    """
    pools: list[tuple[float, float, int]] = []
    for level in zip(m, u, [1] * len(m), strict=True):
        pools.append(level)
        while len(pools) > 1 and pools[-2][0] * pools[-1][1] > pools[-1][0] * pools[-2][1]:
            above = pools.pop()
            pools[-1] = (pools[-1][0] + above[0], pools[-1][1] + above[1], pools[-1][2] + above[2])
    return np.repeat([log2(one / other) for one, other, _ in pools], [count for _, _, count in pools])


def chance(bits: np.ndarray, prior: float) -> np.ndarray:
    """The chance of being one, given the weight: posterior odds are prior odds times two to the weight."""
    return np.asarray(1 / (1 + (1 - prior) / prior * 2.0 ** -np.asarray(bits, dtype=float)))


def stated(prior: float) -> Weights:
    """The shares that the reference table states, before any data: assumptions of the project, marked unverified."""
    rows = table("overlap_features").assign(level=lambda frame: frame["level"].astype(int)).sort_values("level")
    m, u = (
        {name: tuple(map(float, rows.loc[rows["feature"] == name, side])) for name in thresholds()}
        for side in ("m", "u")
    )
    return Weights(m, u, prior)


def fit(levels: pd.DataFrame, verdicts: np.ndarray, start: Weights) -> Weights:
    """Shares learned from the pairs themselves: u by expectation and maximisation, m from pairs judged to be one.

    levels: one row a compared pair. verdicts: 1 judged to be one, 0 judged different, NaN not judged; an unjudged pair
    counts as different with the chance that it is. start: what to begin from; its shares stay worth `STRENGTH` pairs,
    so that a few pairs move them little and none becomes 0. Pairs of equal pattern are computed once. The u of a
    `held` level stays where it begins.

    m is not learned from unjudged pairs. True pairs are a few in a thousand, and left to itself the maximisation finds
    a larger class than theirs: works of one template in many communes.
    """
    names = list(start.m)
    code = np.nan_to_num(verdicts, nan=UNKNOWN).astype(np.int8)
    patterns, counts = np.unique(np.column_stack([levels[names].to_numpy(), code]), axis=0, return_counts=True)
    seen, known = pd.DataFrame(patterns[:, :-1], columns=names), patterns[:, -1]
    now = replace(start, m=_shares(seen, counts * (known == 1), start.m))
    step, moved = 0, 1.0
    while moved > CLOSE and step < MOST_STEPS:
        true = np.where(known == UNKNOWN, chance(now.weigh(seen), start.prior), known)
        u = _held(_shares(seen, counts * (1 - true), start.u), start.u)
        moved = max(abs(a - b) for name in names for a, b in zip(now.u[name], u[name], strict=True))
        now, step = replace(now, u=u), step + 1
    return replace(now, pairs=len(levels), judged=int((known != UNKNOWN) @ counts), steps=step)


def _shares(seen: pd.DataFrame, mass: np.ndarray, start: Shares) -> Shares:
    """The share of each level among those known, with the starting shares mixed in."""
    out = {}
    for feature, begun in start.items():
        known = (seen[feature] != UNKNOWN).to_numpy()
        sums = np.bincount(seen.loc[known, feature], mass[known], len(begun)) + STRENGTH * np.asarray(begun)
        out[feature] = tuple(sums / sums.sum())
    return out


def _held(learned: Shares, start: Shares) -> Shares:
    """Shares of which the held levels are as they began; the others of the feature take the rest."""
    out = {}
    for feature, kept in held().items():
        shares, begun = np.array(learned[feature]), np.array(start[feature])
        stays = np.where(kept, begun, 0.0)
        moves = np.where(kept, 0.0, shares)
        out[feature] = tuple(stays + moves * (1 - stays.sum()) / moves.sum())
    return out
