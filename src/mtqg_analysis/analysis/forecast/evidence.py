"""What stands behind one printed forecast: the past trials of its own series."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.forecast.backtest import Protocol
from mtqg_analysis.analysis.forecast.choice import PLACE, Choice
from mtqg_analysis.analysis.forecast.contenders import BASELINES
from mtqg_analysis.analysis.forecast.outlook import Prospect
from mtqg_analysis.analysis.forecast.triangle import LAST


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


class LikeForLike(NamedTuple):
    """The errors of both baselines and one method on the forecasts that all of them made.

    trials: see `common`. sizes: the mean absolute error by method, baselines first. best: the method, "" without one.
    """

    protocol: Protocol
    trials: pd.DataFrame
    sizes: dict[str, float]
    best: str


def like_for_like(prospect: Prospect) -> LikeForLike | None:
    """The trials of the settlement month in the order of time, else those that leave one year out; None without any.

    The method has the smallest mean error among those that made every forecast that the mean of history made.
    """
    ended = {protocol: trials[trials["target"] == LAST] for protocol, trials in prospect.trials.items()}
    protocol = next((one for one, trials in ended.items() if len(trials)), None)
    if protocol is None:
        return None
    trials = ended[protocol]
    baselines, best = [name for name in BASELINES if name in set(trials["method"])], _best(trials)
    shown = [*baselines, best] if best else baselines
    held = common(trials, shown)
    sizes = _mean_sizes(held)
    return LikeForLike(protocol, held, {name: float(sizes[name]) for name in shown}, best) if len(held) else None


def _best(trials: pd.DataFrame) -> str:
    sizes, counts = _mean_sizes(trials), trials["method"].value_counts()
    whole = [name for name in sizes.index if name not in BASELINES and counts[name] == counts.get("history_mean")]
    return min(whole, key=lambda name: float(sizes[name]), default="")


def _mean_sizes(trials: pd.DataFrame) -> pd.Series:
    """Mean absolute errors by method."""
    return trials.assign(size=trials["error"].abs()).groupby("method")["size"].mean()
