"""Exponential smoothing (ETS) of the monthly shares of plan years laid end to end, one plan year a season."""

import warnings

import numpy as np
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from mtqg_analysis.analysis.forecast.triangle import Known

SEED, PATHS = 2024, 400
SEASONS = 2  # fewer leave nothing to tell a season from its noise


def simulated_shares(known: Known) -> tuple[float, np.ndarray] | None:
    """The share at the target: the point, and simulated shares that draw the model's own errors again.

    None unless every month up to the target is known of at least two years, and every month of this one so far. A plan
    year is a season of as many months as the target has, so that January after the year is its last month.
    """
    own, past = known.shares[-1, : known.origin], known.shares[:-1]
    if known.n < SEASONS or not (np.isfinite(past).all() and np.isfinite(own).all()):
        return None
    steps = np.concatenate([np.diff(row, prepend=0.0) for row in [*past, own]])
    rest = known.target - known.origin
    model = ExponentialSmoothing(
        steps, seasonal="add", seasonal_periods=known.target, initialization_method="heuristic"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a flat optimum of three seasons; the back-test judges the forecast
        fit = model.fit(minimize_kwargs={"options": {"maxiter": 200}})
    draws = fit.simulate(rest, repetitions=PATHS, random_errors="bootstrap", rng=np.random.default_rng(SEED))
    return known.now + float(fit.forecast(rest).sum()), known.now + np.asarray(draws).reshape(rest, PATHS).sum(axis=0)
