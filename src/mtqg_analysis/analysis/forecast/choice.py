"""What may speak at an origin: a method whose back-test beat both baselines there, or nothing but a baseline."""

from dataclasses import dataclass

import pandas as pd

from mtqg_analysis.analysis.forecast.contenders import BASELINES, CONTENDERS

PLACE = ["group", "name", "year", "origin", "target"]


@dataclass(frozen=True)
class Choice:
    """Which method speaks for a target from an origin.

    method: None where none earned it. baseline: the better one by the back-test; None where no forecast was scored.
    n: forecasts on which all were compared; official_scored: whether an official estimate was among them. mae: of the
    method that speaks, or of the better baseline; beaten: the error of the better baseline. coverage, n_intervals: of
    the speaking method's intervals. tried: how many methods ran; the best of many looks better than it is.
    """

    origin: int
    target: int
    method: str | None
    baseline: str | None
    n: int
    official_scored: bool
    mae: float
    beaten: float
    coverage: float
    n_intervals: int
    tried: int


def choose(trials: pd.DataFrame, origin: int, target: int) -> Choice:
    """The choice that rolling-origin trials allow.

    A method must have a smaller mean absolute error than the mean of history on all forecasts that this one made, and
    than the official estimates on all of theirs. Where no official estimate was known there is only the first to beat.
    """
    here = trials[(trials["origin"] == origin) & (trials["target"] == target)]
    errors = here.assign(size=here["error"].abs()).pivot_table(index=PLACE, columns="method", values="size")
    if "history_mean" not in errors:
        nothing = float("nan")
        return Choice(origin, target, None, None, 0, False, nothing, nothing, nothing, 0, 0)
    errors = errors[errors["history_mean"].notna()]
    mean = errors.mean()
    told = errors[errors["official"].notna()] if "official" in errors else errors.iloc[:0]
    rivals = [name for name in CONTENDERS if name in errors and name not in BASELINES and errors[name].notna().all()]
    winners = [
        name
        for name in rivals
        if mean[name] < mean["history_mean"]
        and (told.empty or (told[name].mean() < told["official"].mean() and len(told)))
    ]
    baseline = _better_baseline(errors, told)
    best = min(winners, key=lambda name: mean[name], default=None)
    shown = here[here["method"] == (best or baseline)]
    own, beaten = (told if name == "official" else errors for name in (best or baseline, baseline))
    return Choice(
        origin,
        target,
        best,
        baseline,
        len(errors),
        not told.empty,
        float(own[best or baseline].mean()),
        float(beaten[baseline].mean()),
        float(shown["covered"].mean()),
        int(shown["covered"].count()),
        len(rivals),
    )


def _better_baseline(errors: pd.DataFrame, told: pd.DataFrame) -> str:
    """The official estimate only where it was closer than the mean of history on its own forecasts."""
    if told.empty or told["history_mean"].mean() <= told["official"].mean():
        return "history_mean"
    return "official"
