"""What a common factor of the year does to claims about districts: the sign-flip test, and the fan of the plan.

    python tests/simulations/common_factor.py --draws 2000

Units' yearly shocks have variance one (test) or SPREAD squared (fan) and one correlation between any two units.
"""

from argparse import ArgumentParser

import numpy as np

from mtqg_analysis.methods.few_clusters import sign_flip
from mtqg_analysis.methods.shrinkage import shrink
from mtqg_analysis.methods.simulation import QUANTILES, Units, simulate

CORRELATIONS = (0.0, 0.25, 0.5, 0.9)
DISTRICTS, UNITS, YEARS, PATHS = 11, 70, 5, 300
SPREAD, BETWEEN = 0.27, 0.3  # of a unit's logit: around its middle, and of middles, about as the illustrative dataset
PLAN, OPENING, LAPSING = 10**10, 4 * 10**9, 0.05


def shocks(random: np.random.Generator, count: int, correlation: float) -> np.ndarray:
    """One year's shocks of so many units."""
    return np.sqrt(correlation) * random.standard_normal() + np.sqrt(1 - correlation) * random.standard_normal(count)


def rejected(correlation: float, draws: int, seed: int = 15) -> float:
    """How often the sign-flip test gives p < 0.05 where no change lasts and districts share a factor of the year."""
    random = np.random.default_rng(seed)
    return float(np.mean([sign_flip(shocks(random, DISTRICTS, correlation)).p < 0.05 for _ in range(draws)]))


def covered(correlation: float, draws: int, seed: int = 15) -> tuple[float, float]:
    """How often the fan's 90 % of the last stock hold what comes, units seen in one year: as drawn, and as before.

    Before: the middle was taken as if the one observed year had moved each unit on its own.
    """
    random = np.random.default_rng(seed)
    hits = np.zeros(2)
    for draw in range(draws):
        true = 0.3 + BETWEEN * random.standard_normal(UNITS)
        observed = true + SPREAD * shocks(random, UNITS, correlation)
        outcome = _stock(true, random, correlation)
        for place, own in enumerate((np.sqrt(1 - correlation), 1.0)):
            found = shrink(observed, np.full(UNITS, SPREAD * own))
            shared = np.column_stack([np.full(UNITS, SPREAD * np.sqrt(correlation)), found.of_all])
            doubt = np.sqrt(found.sd**2 - found.of_all**2) if place == 0 else found.sd
            plans = np.full((YEARS, UNITS), PLAN)
            about = (found.rates, found.rates, doubt, SPREAD, LAPSING, None)
            made = Units(np.full(UNITS, OPENING), plans, *about, None if place else shared)
            ends = simulate(made, correlation, PATHS, draw).quantiles("closing")[-1]
            hits[place] += ends[QUANTILES.index(0.05)] <= outcome <= ends[QUANTILES.index(0.95)]
    return float(hits[0] / draws), float(hits[1] / draws)


def _stock(true: np.ndarray, random: np.random.Generator, correlation: float) -> float:
    """What is carried out of the last year if units' true middles are these."""
    left = np.full(UNITS, float(OPENING))
    for _ in range(YEARS):
        rate = 1 / (1 + np.exp(-true - SPREAD * shocks(random, UNITS, correlation)))
        left = left * (1 - rate) * (1 - LAPSING) + PLAN * (1 - rate)
    return float(left.sum())


def main() -> None:
    """Prints one line a correlation."""
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--draws", type=int, default=2000)
    draws = asked.parse_args().draws
    print("correlation | sign-flip p < 0.05 | fan of 90 % holds | as drawn before")
    for correlation in CORRELATIONS:
        figures = (rejected(correlation, draws), *covered(correlation, max(1, draws // 5)))
        print(f"{correlation} | " + " | ".join(f"{100 * one:.1f} %" for one in figures), flush=True)


if __name__ == "__main__":
    main()
