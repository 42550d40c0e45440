"""How good the pointing out is, held against judged pairs: precision, recall, and what the keys never compared.

Pairs are drawn for judging by stratum of their chance, so that the many unlikely ones are not the whole sample; in
the estimate each judged pair then stands for as many pairs of its stratum as were not drawn (inverse probability).
"""

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
import pandas as pd

STRATA = (0.0, 0.02, 0.2, 0.5, 0.9, 1.01)  # where the strata of chances begin, and the end of the last
Z = 1.959963984540054  # of a two-sided 95 % interval
Interval = tuple[float, float]


def wilson(share: float, n: float) -> Interval:
    """Wilson's 95 % interval of a share seen among n; n may be an effective number. All of [0, 1] where n is 0.

    >>> [round(end, 3) for end in (*wilson(42 / 50, 50), *wilson(42 / 56, 56))]
    [0.715, 0.917, 0.623, 0.845]
    """
    if n <= 0:
        return 0.0, 1.0
    middle, scale = share + Z**2 / (2 * n), 1 + Z**2 / n
    half = Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def f_score(precision: float, recall: float, beta: float) -> float:
    """The weighted harmonic mean of both; beta below 1 gives precision the greater weight. 0 where both are 0.

    >>> round(f_score(.84, .75, 1), 6), round(f_score(.84, .75, .5), 7)
    (0.792453, 0.8203125)
    """
    below = beta**2 * precision + recall
    return (1 + beta**2) * precision * recall / below if below else 0.0


@dataclass(frozen=True)
class Quality:
    """How well pointing out agrees with judgements.

    found, wrong, missed: estimated numbers of pairs rightly pointed out, wrongly, and not. n: judged pairs. Intervals
    of precision and recall hold at 95 % (Wilson, over the effective number of judged pairs). unseen: share of the
    compared pairs in strata of which nobody judged any; recall says nothing of these. completeness: share of the
    judged pairs that are one thing which the keys compared at all, and of how many; NaN where there is none.
    """

    found: float
    wrong: float
    missed: float
    n: int
    precision: float
    precision_interval: Interval
    recall: float
    recall_interval: Interval
    unseen: float = 0.0
    completeness: float = float("nan")
    known: int = 0

    @property
    def f1(self) -> float:
        """Precision and recall together, alike."""
        return f_score(self.precision, self.recall, 1)

    @property
    def f05(self) -> float:
        """Precision and recall together, precision twice as important: a person's time is short."""
        return f_score(self.precision, self.recall, 0.5)


def quality(true: np.ndarray, shown: np.ndarray, weight: np.ndarray) -> Quality:
    """Precision and recall from judged pairs. true, shown: one flag a pair; weight: for how many pairs it stands.

    >>> true, shown = np.repeat([1, 0, 1], [42, 8, 14]) == 1, np.repeat([1, 1, 0], [42, 8, 14]) == 1
    >>> seen = quality(true, shown, np.ones(64))
    >>> print(seen.precision, seen.recall, round(seen.f1, 6), round(seen.f05, 7))
    0.84 0.75 0.792453 0.8203125
    """
    found, wrong, missed = (float(weight[part].sum()) for part in (true & shown, ~true & shown, true & ~shown))
    precision = found / (found + wrong) if found + wrong else float("nan")
    recall = found / (found + missed) if found + missed else float("nan")
    return Quality(
        found,
        wrong,
        missed,
        len(true),
        precision,
        wilson(precision, effective(weight[shown])),
        recall,
        wilson(recall, effective(weight[true])),
    )


def effective(weight: np.ndarray) -> float:
    """How many equally weighted pairs say as much as these (Kish): the squared sum by the sum of squares.

    >>> print(effective(np.ones(5)), effective(np.array([10., 1., 1.])).__round__(2))
    5.0 1.41
    """
    return float(weight.sum() ** 2 / (weight**2).sum()) if len(weight) else 0.0


def strata(chances: pd.Series) -> np.ndarray:
    """The stratum of each chance, from 0."""
    return np.asarray(np.searchsorted(STRATA, chances, side="right") - 1)


def evaluate(pairs: pd.DataFrame, review: float) -> Quality | None:
    """The quality of pointing out every pair whose chance is at least `review`; None where nobody judged any pair.

    pairs: blocked, chance, truth (1, 0, NaN). The judged pairs of a stratum are taken for a random sample of it, which
    they are when they were drawn by `draw`; pairs that the keys did not compare enter completeness only.
    """
    judged = pairs[pairs["truth"].notna()]
    if judged.empty:
        return None
    compared = pairs[pairs["blocked"]]
    held = compared[compared["truth"].notna()]
    sizes = np.bincount(strata(compared["chance"]), minlength=len(STRATA))
    drawn = np.bincount(strata(held["chance"]), minlength=len(STRATA))
    each = np.divide(sizes, drawn, out=np.zeros(len(STRATA)), where=drawn > 0)[strata(held["chance"])]
    seen = quality((held["truth"] == 1).to_numpy(), (held["chance"] >= review).to_numpy(), each)
    same = judged[judged["truth"] == 1]
    return replace(
        seen,
        unseen=float(sizes[drawn == 0].sum() / max(1, sizes.sum())),
        completeness=float(same["blocked"].mean()) if len(same) else float("nan"),
        known=len(same),
    )


def draw(pairs: pd.DataFrame, each: int, seed: int) -> pd.DataFrame:
    """Compared pairs for a person to judge, up to `each` of every stratum, drawn at random with the seed.

    Pairs already judged count towards `each` and are not drawn again.
    """
    chosen = []
    generator = np.random.default_rng(seed)
    compared = pairs[pairs["blocked"]]
    for _, rows in compared.groupby(strata(compared["chance"]), sort=True):
        order = rows.iloc[generator.permutation(len(rows))]
        open_ = order[order["truth"].isna()]
        chosen.append(open_.head(max(0, each - int(order["truth"].notna().sum()))))
    return pd.concat(chosen) if chosen else pairs.head(0)
