"""What speaks for and against two works being one: a level of agreement for each feature, strongest highest."""

from functools import cache
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.overlap.text import similarities
from mtqg_analysis.analysis.overlap.villages import same_village
from mtqg_analysis.domain.reference import table

UNKNOWN = -1  # the level of a feature that one of the two works does not have: it speaks neither way
NEARLY = 0.99  # the most that titles are alike which are not one title in one commune and year
Sets: TypeAlias = pd.Series


@cache
def held() -> dict[str, tuple[bool, ...]]:
    """For each feature which of its levels, from 0 upwards, keep the share among other pairs that the table states.

    Pairs at such a level are mostly judged by it alone: learning would call all of them true, or all of them chance.
    """
    rows = table("overlap_features").assign(level=lambda frame: frame["level"].astype(int)).sort_values("level")
    return {str(name): tuple(of["u_held"] == "yes") for name, of in rows.groupby("feature")}


@cache
def thresholds() -> dict[str, tuple[float, ...]]:
    """For each feature the scores at which its levels begin, from level 0 upwards, as the reference table has them."""
    rows = table("overlap_features").assign(level=lambda frame: frame["level"].astype(int)).sort_values("level")
    grouped = rows.groupby("feature", sort=False)["at_least"]
    order = dict.fromkeys(table("overlap_features")["feature"])
    return {feature: tuple(map(float, grouped.get_group(feature))) for feature in order}


def scores(works: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The scores of every pair, one column a feature, from 0 to 1; NaN where one side does not say.

    title: mean of three likenesses of words and letters; 1 only for one title in one commune and year, else at most
    `NEARLY`: one title in two communes is a template, in two years perhaps a yearly task. numbers, content, years: 1
    or 0. place: 1 the same village, 0.6 the same commune with a village not named, 0.3 another village of it, 0
    elsewhere. amount: the smaller to the larger; beneficiaries: likewise, of households, else people. Swapping the two
    works changes nothing.
    """
    one, other = (works.iloc[pairs[side]].reset_index(drop=True) for side in ("one", "other"))
    likeness = similarities(list(one["title"]), list(other["title"])).mean(axis=1)
    said = (one["title"] != "") & (other["title"] != "")
    years = (one["first"] <= other["last"]) & (other["first"] <= one["last"])
    same = (one["title"] == other["title"]) & years & _meet(one["communes"], other["communes"]).eq(1)
    people = _ratio(one["people"], other["people"])
    return pd.DataFrame(
        {
            "title": likeness.clip(upper=NEARLY).mask(same, 1.0).where(said),
            "numbers": _equal(one["numbers"], other["numbers"]),
            "content": _meet(one["contents"], other["contents"]),
            "place": _places(one, other),
            "amount": _ratio(one["amount"], other["amount"]),
            "beneficiaries": _ratio(one["households"], other["households"]).fillna(people),
            "years": years.astype(float),
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
    columns = (side[name] for side in (one, other) for name in ("communes", "around", "villages", "named"))
    return pd.Series([_place(both[:4], both[4:]) for both in zip(*columns, strict=True)], dtype=float)


def _place(one: tuple[Any, ...], other: tuple[Any, ...]) -> float:
    """How near two works lie, each with its communes, former districts, villages and whether "thôn" stood before one.

    A village is another one only where both sides say that it is a village: a bare "Nà Lầu" may be a slope.
    """
    (communes, around, here, named), (others, around_others, there, named_others) = one, other
    if not communes or not others:
        return 0.0 if around and around_others and around.isdisjoint(around_others) else float("nan")
    if communes.isdisjoint(others):
        return 0.0
    if same_village(here, there):
        return 1.0
    return 0.3 if named and named_others else 0.6
