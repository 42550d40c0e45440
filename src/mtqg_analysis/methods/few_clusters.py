"""Inference that is honest with eleven clusters: every possibility is enumerated, nothing is assumed normal."""

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from scipy.optimize import brentq

Array = np.ndarray
TIE = 1e-12  # possibilities as extreme as the observed one count as such
MOST = 14  # clusters up to which all sign vectors are enumerated
TRIALS, SEED = 2000, 2026  # of made changes, to know which effect a test would find
FAR = 20.0  # standard deviations: an effect that is not found there is not found at all


@dataclass(frozen=True)
class Exact:
    """An exact test: `extreme` of `possible` outcomes are at least as far from none as the observed estimate.

    least: the smallest `extreme` that the test can have: an outcome and its mirror image are equally far, so it is two
    where outcomes come in pairs of opposite sign, as all sign vectors do.
    """

    estimate: float
    extreme: int
    possible: int
    least: int = 1

    @property
    def p(self) -> float:
        """The two-sided p-value."""
        return self.extreme / self.possible

    @property
    def floor(self) -> float:
        """The smallest p-value that this test can ever give, as 1/36 for two of nine units, 2/2048 for eleven signs."""
        return self.least / self.possible


def sign_flip(changes: Array) -> Exact:
    """Did the units change together? Exact under changes whose signs are exchangeable; all 2^n sign vectors.

    >>> sign_flip([1.0, 2.0, 3.0]).p
    0.25
    """
    moved = np.asarray(changes, dtype=float)
    if len(moved) > MOST:
        raise ValueError(f"{len(moved)} clusters are too many to enumerate; up to {MOST} are.")
    means = np.array(list(product((1, -1), repeat=len(moved)))) @ moved / len(moved)
    return Exact(
        float(moved.mean()), int((np.abs(means) >= abs(moved.mean()) - TIE).sum()), len(means), min(2, len(means))
    )


def difference_in_differences(changes: Array, treated: Array) -> float:
    """How much more the treated units changed than the others, on average."""
    moved, mask = np.asarray(changes, dtype=float), np.asarray(treated, dtype=bool)
    return float(moved[mask].mean() - moved[~mask].mean())


def randomisation(changes: Array, treated: Array) -> Exact:
    """Where the treated units' difference stands among all choices of as many units: every choice is tried."""
    estimates = placebo(changes, int(np.sum(treated)))
    own = difference_in_differences(changes, treated)
    return Exact(own, int((np.abs(estimates) >= abs(own) - TIE).sum()), len(estimates), _mirrored(treated))


def _mirrored(treated: Array) -> int:
    """Two where half the units are treated, since the other half is a choice too, with the opposite estimate."""
    return 2 if 2 * int(np.sum(treated)) == len(treated) else 1


def placebo(changes: Array, count: int) -> Array:
    """The difference in differences of every choice of `count` units, in the order of `itertools.combinations`."""
    moved = np.asarray(changes, dtype=float)
    chosen = np.array(list(combinations(range(len(moved)), count)))
    inside = moved[chosen].mean(axis=1)
    outside = (moved.sum() - moved[chosen].sum(axis=1)) / (len(moved) - count)
    return np.asarray(inside - outside)


def studentised(changes: Array, treated: Array) -> Exact:
    """`randomisation` of the estimate over its standard error (Welch), which heeds that chosen units may scatter more.

    `estimate` is the ratio. Needs two units on either side; a choice without any scatter counts as the most extreme.
    """
    moved, mask = np.asarray(changes, dtype=float), np.asarray(treated, dtype=bool)
    count = int(mask.sum())
    chosen = [np.isin(np.arange(len(moved)), group) for group in combinations(range(len(moved)), count)]
    ratios = np.array([_ratio(moved, one) for one in chosen])
    own = _ratio(moved, mask)
    return Exact(own, int((np.abs(ratios) >= abs(own) - TIE).sum()), len(ratios), _mirrored(mask))


def _ratio(moved: Array, mask: Array) -> float:
    apart = difference_in_differences(moved, mask)
    spread = moved[mask].var(ddof=1) / mask.sum() + moved[~mask].var(ddof=1) / (~mask).sum()
    return float(apart / np.sqrt(spread)) if spread > 0 else float(np.copysign(np.inf, apart))


def confidence_set(changes: Array, treated: Array, level: float, step: float) -> tuple[float, float]:
    """The effects that the randomisation test does not reject: the ends of the set, on a grid of `step`.

    Tests each effect by taking it off the treated units' changes; keeps those with p above 1 - level. Every effect is
    kept, from minus to plus infinity, where even the smallest p that the test can give is above 1 - level: with 1 of 9
    or fewer units nothing can be rejected at 90 %.
    """
    moved, mask = np.asarray(changes, dtype=float), np.asarray(treated, dtype=bool)
    if randomisation(moved, mask).floor > 1 - level + TIE:
        return -np.inf, np.inf
    centre, reach = difference_in_differences(moved, mask), np.ptp(moved) * 2 + step
    grid = np.round(np.arange(centre - reach, centre + reach, step) / step) * step
    kept = [effect for effect in grid if randomisation(moved - effect * mask, mask).p > 1 - level + TIE]
    return float(min(kept)), float(max(kept))


def detectable(treated: int, units: int, level: float = 0.05, power: float = 0.80) -> float:
    """The effect, in standard deviations of the units' changes, that a randomisation test finds with this power.

    Simulated for normal changes with a seed, for any number of treated units: the observed difference must be extreme
    among all choices. Infinite where the test can never reject at this level.

    >>> detectable(1, 9), round(detectable(2, 11), 1)
    (inf, 2.7)
    """
    chosen = np.array(list(combinations(range(units), treated)))
    allowed = int((level + TIE) * len(chosen))
    if allowed < (2 if 2 * treated == units else 1):
        return float("inf")
    pick = np.zeros((len(chosen), units))
    np.put_along_axis(pick, chosen, 1.0, axis=1)
    contrast = pick / treated - (1 - pick) / (units - treated)
    noise = np.random.Generator(np.random.PCG64(SEED)).standard_normal((TRIALS, units)) @ contrast.T
    shift = contrast[:, :treated].sum(axis=1)  # of each choice, for an effect of one on the first units

    def found(effect: float) -> float:
        values = np.abs(noise + effect * shift)
        return float(((values >= values[:, :1] - TIE).sum(axis=1) <= allowed).mean()) - power

    return float(brentq(found, 0.0, FAR, xtol=0.01)) if found(FAR) > 0 else float("inf")
