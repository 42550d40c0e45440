"""How often units are said to differ where they do not, and how often an interval of a unit's rate holds the truth.

    python tests/simulations/ranking.py --draws 1000

Made projects: sizes are lognormal, six kinds of capital have rates of their own, and a project's rate is beta around
its kind's, so that most noise is not normal and not alike. `between` is the standard deviation of units' true rates.
"""

from argparse import ArgumentParser
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.year_end.ranking import Ranking, rank_projects
from mtqg_analysis.methods.shrinkage import paule_mandel

LAYOUTS = {
    "11 units, 21-63 projects": (21, 57, 57, 45, 54, 54, 54, 63, 51, 63, 27),
    "11 units, 5 projects": (5,) * 11,
    "5 units, 8-30 projects": (8, 12, 20, 30, 10),
}
KINDS = [(programme, capital) for programme in ("DTTS", "GNBV", "NTM") for capital in ("investment", "recurrent")]
RATES = np.array([0.75, 0.30, 0.70, 0.35, 0.65, 0.25])
CENTRE, CONCENTRATION = 0.55, 2.5


@dataclass(frozen=True)
class Level:
    """said: share of draws in which units are said to differ; before: the same by the rule tau squared above zero.

    covered, covered_ranked: share of units whose 95 % interval holds their true rate, in all draws and where ranked.
    """

    said: float
    before: float
    covered: float
    covered_ranked: float


def projects(random: np.random.Generator, layout: tuple[int, ...], between: float) -> tuple[pd.DataFrame, np.ndarray]:
    """A list of projects as `projects.csv` holds it (million đồng), and each unit's true rate at the mix of all."""
    effects = random.normal(0, between, len(layout))
    unit = np.repeat(np.arange(len(layout)), layout)
    plan, kind = 1000 * random.lognormal(0, 0.8, len(unit)), random.integers(0, len(KINDS), len(unit))
    rate = np.clip(RATES[kind] * (1 + effects[unit] / CENTRE), 0.03, 0.97)
    paid = random.beta(rate * CONCENTRATION, (1 - rate) * CONCENTRATION) * plan
    rows = pd.DataFrame({"unit": [f"{code:03d}" for code in unit], "plan": plan, "disbursed": paid, "source": "M"})
    rows = rows.assign(programme=[KINDS[one][0] for one in kind], capital=[KINDS[one][1] for one in kind])
    return rows, paid.sum() / plan.sum() * (1 + effects / CENTRE)


def _raw_between(rows: pd.DataFrame) -> float:
    """Tau squared (Paule-Mandel) of raw rates over the ratio estimator's variances: what ranking rested on before."""
    groups = rows.groupby("unit")
    rate = groups["disbursed"].sum() / groups["plan"].sum()
    squares = (rows["disbursed"] - rows["unit"].map(rate) * rows["plan"]) ** 2
    count = groups.size()
    variance = count / (count - 1) * squares.groupby(rows["unit"]).sum() / groups["plan"].sum() ** 2
    return paule_mandel(rate.to_numpy(), variance.to_numpy())


def levels(layout: tuple[int, ...], between: float, draws: int, lots: int, seed: int = 15) -> Level:
    """What the rule of the reports does over many made datasets; `lots`: dealings by lot in each."""
    random = np.random.default_rng(seed)
    ranked, before, covered = [], [], []
    for _ in range(draws):
        rows, truth = projects(random, layout, between)
        found = rank_projects(rows, "district", lots)
        assert isinstance(found, Ranking)
        frame = found.frame.sort_values("unit")
        ranked.append(found.ranked)
        before.append(_raw_between(rows) > 0)
        covered.append(((frame["low"] <= truth) & (truth <= frame["high"])).mean())
    said = np.array(ranked)
    among = float(np.mean(np.array(covered)[said])) if said.any() else float("nan")
    return Level(float(said.mean()), float(np.mean(before)), float(np.mean(covered)), among)


def main() -> None:
    """Prints one line a layout and true difference between units."""
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("--draws", type=int, default=1000)
    asked.add_argument("--lots", type=int, default=199)
    chosen = asked.parse_args()
    print("units | true sd, points | said | before | covered | covered where ranked")
    for name, layout in LAYOUTS.items():
        for between in (0.0, 0.04, 0.08):
            found = levels(layout, between, chosen.draws, chosen.lots)
            said = (found.said, found.before, found.covered, found.covered_ranked)
            print(f"{name} | {100 * between:.0f} | " + " | ".join(f"{100 * one:.1f} %" for one in said), flush=True)


if __name__ == "__main__":
    main()
