"""What speaks for and against two works being one: a level of agreement for each feature, strongest highest."""

from functools import cache
from typing import TypeAlias

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.overlap.text import bare, similarities
from mtqg_analysis.domain.reference import table

UNKNOWN = -1  # the level of a feature that one of the two works does not have: it speaks neither way
Sets: TypeAlias = pd.Series


@cache
def thresholds() -> dict[str, tuple[float, ...]]:
    """For each feature the scores at which its levels begin, from level 0 upwards, as the reference table has them."""
    rows = table("overlap_features").assign(level=lambda frame: frame["level"].astype(int)).sort_values("level")
    grouped = rows.groupby("feature", sort=False)["at_least"]
    order = dict.fromkeys(table("overlap_features")["feature"])
    return {feature: tuple(map(float, grouped.get_group(feature))) for feature in order}


def scores(works: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The scores of every pair, one column a feature, from 0 to 1; NaN where one side does not say.

    title: mean of three likenesses of words and letters. numbers, content, years: 1 or 0. place: 1 the same village,
    0.6 the same commune with a village not named, 0.3 another village of it, 0 elsewhere. amount: the smaller to the
    larger; beneficiaries: likewise, of households, else people. Swapping the two works changes nothing.
    """
    one, other = (works.iloc[pairs[side]].reset_index(drop=True) for side in ("one", "other"))
    likeness = similarities(list(one["title"]), list(other["title"])).mean(axis=1)
    said = (one["title"] != "") & (other["title"] != "")
    people = _ratio(one["people"], other["people"])
    return pd.DataFrame(
        {
            "title": likeness.where(said),
            "numbers": _equal(one["numbers"], other["numbers"]),
            "content": _meet(one["contents"], other["contents"]),
            "place": _places(one, other),
            "amount": _ratio(one["amount"], other["amount"]),
            "beneficiaries": _ratio(one["households"], other["households"]).fillna(people),
            "years": ((one["first"] <= other["last"]) & (other["first"] <= one["last"])).astype(float),
        }
    )


def levels(found: pd.DataFrame) -> pd.DataFrame:
    """Scores as levels: how many thresholds each reaches; `UNKNOWN` where there is no score.

    >>> levels(pd.DataFrame({"title": [0.95, 0.7, 0.1, None]}))["title"].tolist()
    [3, 1, 0, -1]
    """
    out = {}
    for feature in found:
        reached = np.searchsorted(thresholds()[feature], found[feature], side="right") - 1
        out[feature] = np.where(found[feature].isna(), UNKNOWN, reached).astype(np.int8)
    return pd.DataFrame(out)


def _ratio(one: pd.Series, other: pd.Series) -> pd.Series:
    """The smaller to the larger; none where one is not given or zero."""
    given = (one > 0) & (other > 0)
    return (np.minimum(one, other) / np.maximum(one, other).where(given)).astype(float)


def _equal(one: Sets, other: Sets) -> pd.Series:
    return pd.Series([float(a == b) if a and b else np.nan for a, b in zip(one, other, strict=True)], dtype=float)


def _meet(one: Sets, other: Sets) -> pd.Series:
    return pd.Series(
        [float(not a.isdisjoint(b)) if a and b else np.nan for a, b in zip(one, other, strict=True)], dtype=float
    )


def _places(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    flat = one["flat"] | other["flat"]
    columns = (one["communes"], other["communes"], one["villages"], other["villages"], flat)
    return pd.Series([_place(*places) for places in zip(*columns, strict=True)], dtype=float)


def _place(
    one: frozenset[str], other: frozenset[str], here: frozenset[str], there: frozenset[str], flat: bool
) -> float:
    """How near two works lie; names of villages compare without accents only where one was typed without."""
    if not one or not other:
        return float("nan")
    if one.isdisjoint(other):
        return 0.0
    if not here or not there:
        return 0.6
    same = not here.isdisjoint(there) or (flat and not {*map(bare, here)}.isdisjoint(map(bare, there)))
    return 1.0 if same else 0.3
