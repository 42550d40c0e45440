"""What stands behind one printed forecast: the past trials of its own series."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.forecast.choice import PLACE, Choice
from mtqg_analysis.analysis.forecast.outlook import Prospect


class Tried(NamedTuple):
    """How much a back-test rests on: n forecasts of so many series in these plan years.

    The series of one year share its weather, its plan and its rules, so that n alone says too much.
    """

    group: str
    series: int
    years: tuple[int, ...]
    n: int


def tried(trials: pd.DataFrame) -> Tried:
    """What trials rest on; those of the mean of history stand for all, since it is always tried."""
    rows = trials[trials["method"] == "history_mean"]
    years = tuple(sorted({int(year) for year in rows["year"]}))
    groups = list(rows["group"])
    return Tried(groups[0] if groups else "", rows.groupby(["group", "name"]).ngroups, years, len(rows))


def behind(prospect: Prospect, choice: Choice, year: int) -> pd.DataFrame:
    """The trials that a choice for a year rests on: from its month, for its target, of the years before."""
    rows = prospect.rolling
    return rows[(rows["origin"] == choice.origin) & (rows["target"] == choice.target) & (rows["year"] < year)]


def of_series(trials: pd.DataFrame, name: str) -> pd.DataFrame:
    """The trials of a series, or of those that it adds up: of "NTM/total" both capital types, of "ALL/total" all."""
    first, _, second = name.partition("/")
    codes = [str(one).partition("/") for one in trials["name"]]
    own = [first in ("ALL", one) and second in ("total", part) for one, _, part in codes]
    return trials[np.array(own, dtype=bool)]


def common(trials: pd.DataFrame, methods: list[str]) -> pd.DataFrame:
    """The trials of some methods where all of them made a forecast, so that their errors are like for like.

    repeated: whether the forecast is the one that the method made at the origin before, so that it is no new evidence.
    """
    own = trials[trials["method"].isin(methods)].sort_values([*PLACE, "method"], kind="stable")
    held = own[own.groupby(PLACE)["method"].transform("nunique") == len(methods)]
    before = held.groupby(["group", "name", "year", "target", "method"])["forecast"].shift()
    return held.assign(repeated=np.isclose(held["forecast"], before, rtol=0, atol=1e-9))
