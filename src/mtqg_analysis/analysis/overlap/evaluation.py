"""How good the pointing out is, held against judged pairs: precision, recall, and what the keys never compared.

Only pairs that were drawn at random speak for others. They are drawn by stratum of their chance, so that the many
unlikely ones are not the whole sample; each then stands for as many pairs of its stratum as were not drawn (inverse
probability). Their stratum and its size are those of the day of the draw, written down with the judgement.
"""

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from math import nan, sqrt

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

STRATA = (0.0, 0.02, 0.2, 0.5, 0.9, 1.01)  # where the strata of chances begin, and the end of the last
Z = 1.959963984540054  # of a two-sided 95 % interval
TAIL = 0.025  # of the same interval, on either side
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


@cache
def count_bounds(seen: int, drawn: int, size: int) -> tuple[int, int]:
    """How many of `size` pairs there may be, at 95 %, if `seen` of `drawn` random ones are: the fewest and the most.

    Clopper and Pearson's interval for drawing without replacement; both ends are `seen` once all are drawn. Nothing
    seen does not mean that there is nothing.

    >>> count_bounds(0, 30, 3000), count_bounds(3, 10, 10), count_bounds(0, 10, 20)
    ((0, 345), (3, 3), (0, 4))
    """
    most = size - drawn + seen
    too_many = bisect_left(range(seen, most + 1), True, key=lambda n: bool(hypergeom.cdf(seen, size, n, drawn) <= TAIL))
    enough = bisect_left(range(seen, most + 1), True, key=lambda n: bool(hypergeom.sf(seen - 1, size, n, drawn) > TAIL))
    return seen + enough, seen + too_many - 1


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

    found, wrong, missed: estimated numbers of pairs rightly pointed out, wrongly, and not. n: drawn pairs that were
    judged. precision, recall: NaN where the sample does not allow them. Intervals hold at 95 %: precision by Wilson
    over the effective number of judged pairs, recall by the bounds of every stratum. unseen: share of the compared
    pairs in strata of which no drawn pair was judged. completeness: share of all judged pairs that are one thing which
    the keys compared, and of how many; NaN where there is none.
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
    completeness: float = nan
    known: int = 0

    @property
    def completeness_interval(self) -> Interval:
        """Wilson's interval of `completeness`, as if the known pairs were drawn at random: 2 of 2 is 34 % to 100 %."""
        return wilson(self.completeness, self.known)

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
    precision = found / (found + wrong) if found + wrong else nan
    recall = found / (found + missed) if found + missed else nan
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

    pairs: blocked, chance, truth (1, 0, NaN), drawn, stratum, stratum_pairs. Pairs that somebody picked enter
    completeness only. Precision needs a judged drawn pair in every stratum with pairs that are pointed out, recall in
    every stratum there is.
    """
    judged = pairs[pairs["truth"].notna()]
    if judged.empty:
        return None
    same = judged[judged["truth"] == 1]
    sample, compared = judged[(judged["drawn"] > 0) & judged["blocked"]], pairs[pairs["blocked"]]
    sampled = np.isin(strata(compared["chance"]), sample["stratum"])
    shown = (compared["chance"] >= review).to_numpy()
    seen = _of_sample(sample, review)
    return replace(
        seen,
        recall=seen.recall if sampled.all() else nan,
        precision=seen.precision if sampled[shown].all() else nan,
        unseen=float(1 - sampled.mean()) if len(sampled) else 0.0,
        completeness=float(same["blocked"].mean()) if len(same) else nan,
        known=len(same),
    )


def _of_sample(sample: pd.DataFrame, review: float) -> Quality:
    """Precision and recall as the judged part of a drawn sample gives them, whatever strata it lacks."""
    by_stratum = sample.groupby("stratum")
    count = by_stratum["truth"].transform("size")
    size = np.maximum(by_stratum["stratum_pairs"].transform("mean").round(), count).astype(int)
    true, shown = (sample["truth"] == 1).to_numpy(), (sample["chance"] >= review).to_numpy()
    seen = quality(true, shown, (size / count).to_numpy(dtype=float))
    parts = pd.DataFrame({"found": true & shown, "missed": true & ~shown, "size": size})
    found, missed = np.zeros(2), np.zeros(2)
    for _, rows in parts.groupby(sample["stratum"]):
        of = len(rows), int(rows["size"].iloc[0])
        found += count_bounds(int(rows["found"].sum()), *of)
        missed += count_bounds(int(rows["missed"].sum()), *of)
    ends = [float(some / (some + lost)) if some + lost else nan for some, lost in zip(found, missed[::-1], strict=True)]
    return replace(seen, recall_interval=(ends[0], ends[1]))


def draw(pairs: pd.DataFrame, each: int, seed: int) -> pd.DataFrame:
    """Compared pairs for a person to judge, `each` of every stratum or all of it, drawn at random with the seed.

    Judged pairs are drawn like others: a sample without them would not stand for all. Returned with drawn, stratum and
    stratum_pairs, which belong beside the judgement. A larger sample with the same seed holds the smaller one.
    """
    generator = np.random.default_rng(seed)
    compared = pairs[pairs["blocked"]]
    chosen = [compared.head(0)]
    for stratum, rows in compared.groupby(strata(compared["chance"]), sort=True):
        drawn = rows.iloc[generator.permutation(len(rows))[:each]]
        chosen.append(drawn.assign(drawn=len(drawn), stratum=stratum, stratum_pairs=len(rows)))
    return pd.concat(chosen)
