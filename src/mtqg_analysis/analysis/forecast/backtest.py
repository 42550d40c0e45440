"""How the methods would have done: each past year forecast from what was known at a month of it.

Rolling origin: a year is forecast from the years before it, of which there must be three, in the versions that were
published by the end of the next month. Leaving one year out uses later years and later versions too; it is shown where
a series has no more than four years, and is optimistic.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.forecast.contenders import CONTENDERS, IN_ORDER, Forecast, Method
from mtqg_analysis.analysis.forecast.triangle import TARGETS, Known, Triangle, seen_from
from mtqg_analysis.methods.indicators import quotient
from mtqg_analysis.methods.scores import crps, pinball, winkler

ORIGIN_MONTHS = (3, 6, 9, 10, 11, 12)
EARLIER_YEARS = 3
FEW_YEARS = 4
LEVEL = 0.8
PROBABILITIES = (0.1, 0.5, 0.9)
GRID = (np.arange(99) + 0.5) / 99  # where a forecast's quantiles stand for draws from it
Protocol = Literal["rolling", "leave_one_out"]
TRIAL = ["group", "name", "year", "origin", "target", "method", "forecast", "outturn", "error", "error_of_final_plan"]
DISTRIBUTION = ["covered", "width", "winkler", "crps", *(f"pinball_{round(100 * p)}" for p in PROBABILITIES)]


def run_backtest(
    triangles: Iterable[Triangle], protocol: Protocol, origins: Iterable[int] = ORIGIN_MONTHS
) -> pd.DataFrame:
    """One row a series, year, origin, target and method, with the columns of TRIAL and DISTRIBUTION.

    forecast, outturn: shares of the plan in force at the origin, as it was known then; the outturn is the newest
    figure. error: forecast minus outturn; error_of_final_plan: the same amount as a share of the plan in force at the
    target. The scores of the interval and the distribution are NaN where a method gives none, CRPS also where its law
    has no mean. Empty, with its columns, where no series has enough years: that is a finding too.
    """
    trials = _rolling if protocol == "rolling" else _left_out
    rows = [row for triangle in triangles for row in trials(triangle, sorted(set(origins)))]
    return pd.DataFrame(rows, columns=TRIAL + DISTRIBUTION)


def _rolling(triangle: Triangle, origins: list[int]) -> Iterator[dict[str, object]]:
    """A year needs its own figure at the origin, and three years before it, as they were known then."""
    for origin in origins:
        for year in triangle.years[EARLIER_YEARS:]:
            then = triangle.known_at(year, origin)
            for target in (month for month in TARGETS if origin < month):
                earlier = [learnt for learnt in then.complete(origin, target) if learnt < year]
                if len(earlier) >= EARLIER_YEARS and np.isfinite(then.at(year, origin)):
                    yield from _trials(triangle, year, seen_from(then, year, origin, target), CONTENDERS)


def _left_out(triangle: Triangle, origins: list[int]) -> Iterator[dict[str, object]]:
    """A year needs one other year at least; methods that learn from the order of the years have no say."""
    orderless = {name: method for name, method in CONTENDERS.items() if name not in IN_ORDER}
    for target in TARGETS:
        for origin in (month for month in origins if month < target):
            years = triangle.complete(origin, target)
            if 2 <= len(years) <= FEW_YEARS:
                for year in years:
                    known = seen_from(triangle, year, origin, target, learn=years)
                    yield from _trials(triangle, year, known, orderless)


def _trials(triangle: Triangle, year: int, known: Known, methods: Mapping[str, Method]) -> Iterator[dict[str, object]]:
    """What each method says of a year from what was known of it, against what came; nothing if none came yet."""
    row, origin, target = triangle.years.index(year), known.origin, known.target
    paid, plan, final = triangle.paid[row, target - 1], known.plan[-1], triangle.plan[row, target - 1]
    outturn = float(paid / plan)
    if not np.isfinite(outturn):
        return
    place = {"group": triangle.group, "name": triangle.name, "year": year, "origin": origin, "target": target}
    for name, method in methods.items():
        forecast = method(known)
        if forecast is not None:
            error = forecast.point - outturn
            about = {"method": name, "forecast": forecast.point, "outturn": outturn, "error": error}
            yield place | about | {"error_of_final_plan": error * quotient(plan, final)} | _spread(forecast, outturn)


def _spread(forecast: Forecast, outturn: float) -> dict[str, float]:
    """What the interval and the distribution score; the median of a bare point is that point."""
    if forecast.quantiles is None:
        return dict.fromkeys(DISTRIBUTION, float("nan")) | {"pinball_50": pinball(forecast.point, 0.5, outturn)}
    low, high = forecast.interval(LEVEL)
    quantiles = forecast.quantiles(np.array(PROBABILITIES))
    losses = {
        f"pinball_{round(100 * level)}": pinball(float(quantile), level, outturn)
        for level, quantile in zip(PROBABILITIES, quantiles, strict=True)
    }
    return losses | {
        "covered": float(low <= outturn <= high),
        "width": high - low,
        "winkler": winkler(low, high, LEVEL, outturn),
        "crps": crps(forecast.quantiles(GRID), outturn) if forecast.has_mean else float("nan"),
    }


SCORE = ["n", "mae", "bias", "rel_mae", "mae_of_final_plan", "n_intervals", "coverage", "mean_width", *DISTRIBUTION[2:]]


def score(trials: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The scores of every method, one row a group of `by` and method, with the columns of SCORE (fractions).

    n: forecasts behind mae, bias and the pinball loss at the median; n_intervals: behind all others. CRPS is NaN where
    one of these has none, so that the same n stands for it. rel_mae: the mean absolute error over that of the mean of
    history, both on the forecasts that both made.
    """
    keys = [*by, "method"]
    if trials.empty:
        return pd.DataFrame(columns=[*keys, *SCORE])
    place = ["group", "name", "year", "origin", "target"]
    naive = trials[trials["method"] == "history_mean"][[*place, "error"]].rename(columns={"error": "naive"})
    both = trials.merge(naive, on=place, how="left")
    both = both.assign(size=both["error"].abs(), naive=both["naive"].abs(), final=both["error_of_final_plan"].abs())
    both["size_beside_naive"] = both["size"].where(both["naive"].notna())
    groups = both.groupby(keys, sort=False)
    found = groups.agg(
        n=("error", "size"),
        mae=("size", "mean"),
        bias=("error", "mean"),
        against=("naive", "mean"),
        beside=("size_beside_naive", "mean"),
        mae_of_final_plan=("final", "mean"),
        n_intervals=("covered", "count"),
        coverage=("covered", "mean"),
        mean_width=("width", "mean"),
        with_crps=("crps", "count"),
        **{name: (name, "mean") for name in DISTRIBUTION[2:]},
    ).reset_index()
    found["crps"] = found["crps"].where(found["with_crps"] == found["n_intervals"])
    found["rel_mae"] = found["beside"] / found["against"].where(found["against"] > 0)
    return found[[*keys, *SCORE]]


def score_parts(trials: pd.DataFrame) -> pd.DataFrame:
    """The scores of every method by `part`: of the series of each programme, then of each capital type."""
    if trials.empty:
        return score(trials, ["part"])
    codes = trials["name"].str.split("/", expand=True)
    return score(pd.concat([trials.assign(part=codes[place]) for place in codes]), ["part"])
