"""What may speak at an origin: a method whose back-test beat both baselines there, or nothing but a baseline."""

from dataclasses import dataclass

import pandas as pd

from mtqg_analysis.analysis.forecast.contenders import BASELINES, CONTENDERS

PLACE = ["group", "name", "year", "origin", "target"]


@dataclass(frozen=True)
class Choice:
    """Which method speaks for a target from an origin.

    method: None where none earned it. baseline: the better one by the back-test; None where no forecast was scored.
    n: forecasts on which all were compared; of how many series and years they are tells `evidence.tried`.
    official_scored: whether an official estimate was among them. mae: of the method that speaks, or of the better
    baseline; beaten: the error of the better baseline. coverage, n_intervals: of the speaking method's intervals, or of
    the better baseline's. tried: how many methods ran; the best of many looks better than it is.
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

    @property
    def hits(self) -> int:
        """How often the intervals of the back-test held what came."""
        return round(self.coverage * self.n_intervals)


def choose(trials: pd.DataFrame, origin: int, target: int) -> Choice:
    """The choice that rolling-origin trials allow.

    A method must have a smaller mean absolute error than the mean of history on all forecasts that this one made, and
    than the official estimates on all of theirs. Where no official estimate was known there is only the first to beat.
    """
    here = trials[(trials["origin"] == origin) & (trials["target"] == target)]
    errors = _sizes(here)
    if errors.empty:
        nothing = float("nan")
        return Choice(origin, target, None, None, 0, False, nothing, nothing, nothing, 0, 0)
    told = _told(errors)
    rivals = [name for name in CONTENDERS if name in errors and name not in BASELINES and errors[name].notna().all()]
    winners = [name for name in rivals if _beats(errors, name)]
    baseline = _better_baseline(told)
    best = min(winners, key=lambda name: errors[name].mean(), default=None)
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


def beat_both(trials: pd.DataFrame, method: str) -> bool | None:
    """Whether a method beat both baselines on these trials, those that it was tried on; None where there are none.

    The official estimate is compared on its own forecasts alone.
    """
    errors = _sizes(trials)
    held = errors[errors[method].notna()] if method in errors else errors.iloc[:0]
    return None if held.empty else _beats(held, method)


def _sizes(here: pd.DataFrame) -> pd.DataFrame:
    """Absolute errors, a row a trial that the mean of history made, a column a method."""
    errors = here.assign(size=here["error"].abs()).pivot_table(index=PLACE, columns="method", values="size")
    return errors[errors["history_mean"].notna()] if "history_mean" in errors else pd.DataFrame()


def _told(errors: pd.DataFrame) -> pd.DataFrame:
    """The trials at which an official estimate was known."""
    return errors[errors["official"].notna()] if "official" in errors else errors.iloc[:0]


def _beats(errors: pd.DataFrame, name: str) -> bool:
    told = _told(errors)
    if not errors[name].mean() < errors["history_mean"].mean():
        return False
    return told.empty or bool(told[name].mean() < told["official"].mean())


def _better_baseline(told: pd.DataFrame) -> str:
    """The official estimate only where it was closer than the mean of history on its own forecasts."""
    if told.empty or told["history_mean"].mean() <= told["official"].mean():
        return "history_mean"
    return "official"
