"""How the methods would have done: each past year forecast from what was known at a month of it.

Rolling origin: a year is forecast from the years before it, of which there must be three. Leaving one year out uses
later years too; it is shown where a series has no more than four years, and is optimistic.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.forecast.contenders import CONTENDERS, IN_ORDER, Forecast
from mtqg_analysis.analysis.forecast.scores import crps, pinball, winkler
from mtqg_analysis.analysis.forecast.triangle import TARGETS, Triangle, seen_from

ORIGINS = (3, 6, 9, 10, 11, 12)
EARLIER_YEARS = 3
FEW_YEARS = 4
LEVEL = 0.8
PROBABILITIES = (0.1, 0.5, 0.9)
GRID = (np.arange(99) + 0.5) / 99  # where a forecast's quantiles stand for draws from it
Protocol = Literal["rolling", "leave_one_out"]
TRIAL = ["group", "name", "year", "origin", "target", "method", "forecast", "outturn", "error", "error_of_final_plan"]
DISTRIBUTION = ["covered", "width", "winkler", "crps", *(f"pinball_{round(100 * p)}" for p in PROBABILITIES)]


def run_backtest(triangles: Iterable[Triangle], protocol: Protocol, origins: Iterable[int] = ORIGINS) -> pd.DataFrame:
    """One row a series, year, origin, target and method, with the columns of TRIAL and DISTRIBUTION.

    forecast, outturn: shares of the plan in force at the origin; error: forecast minus outturn; error_of_final_plan:
    the same amount as a share of the plan in force at the target. The scores of the interval and the distribution are
    NaN where a method gives none. Empty, with its columns, where no series has enough years: that is a finding too.
    """
    rows = [row for triangle in triangles for row in _trials(triangle, protocol, sorted(set(origins)))]
    return pd.DataFrame(rows, columns=TRIAL + DISTRIBUTION)


def _trials(triangle: Triangle, protocol: Protocol, origins: list[int]) -> Iterator[dict[str, object]]:
    for target in TARGETS:
        for origin in (month for month in origins if month < target):
            years = triangle.complete(origin, target)
            if protocol == "leave_one_out" and not 2 <= len(years) <= FEW_YEARS:
                continue
            for place, year in enumerate(years):
                learn = years[:place] if protocol == "rolling" else years
                if protocol == "leave_one_out" or len(learn) >= EARLIER_YEARS:
                    yield from _methods(triangle, year, origin, target, None if protocol == "rolling" else learn)


def _methods(
    triangle: Triangle, year: int, origin: int, target: int, learn: tuple[int, ...] | None
) -> Iterator[dict[str, object]]:
    known = seen_from(triangle, year, origin, target, learn)
    row = triangle.years.index(year)
    paid, plan, final = triangle.paid[row, target - 1], triangle.plan[row, origin - 1], triangle.plan[row, target - 1]
    outturn = float(paid / plan)
    place = {"group": triangle.group, "name": triangle.name, "year": year, "origin": origin, "target": target}
    for name, method in CONTENDERS.items():
        forecast = method(known) if learn is None or name not in IN_ORDER else None
        if forecast is not None:
            error = forecast.point - outturn
            about = {"method": name, "forecast": forecast.point, "outturn": outturn, "error": error}
            yield place | about | {"error_of_final_plan": error * float(plan / final)} | _spread(forecast, outturn)


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
        "crps": crps(forecast.quantiles(GRID), outturn),
    }


SCORE = ["n", "mae", "bias", "rel_mae", "mae_of_final_plan", "n_intervals", "coverage", "mean_width", *DISTRIBUTION[2:]]


def score(trials: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The scores of every method, one row a group of `by` and method, with the columns of SCORE (fractions).

    n: forecasts behind mae, bias and the pinball loss at the median; n_intervals: behind all others. rel_mae: the mean
    absolute error over that of the mean of history, both on the forecasts that both made.
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
        **{name: (name, "mean") for name in DISTRIBUTION[2:]},
    ).reset_index()
    found["rel_mae"] = found["beside"] / found["against"].where(found["against"] > 0)
    return found[[*keys, *SCORE]]
