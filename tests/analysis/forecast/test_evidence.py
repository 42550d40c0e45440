"""What a printed forecast rests on: its own series' trials, like for like, and the size of the sample behind it."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from mtqg_analysis.analysis.forecast.choice import beat_both
from mtqg_analysis.analysis.forecast.evidence import common, like_for_like, of_series, tried
from mtqg_analysis.analysis.forecast.official_errors import accuracy, corrected, errors_of
from mtqg_analysis.analysis.forecast.outlook import Prospect, judge_step
from mtqg_analysis.analysis.forecast.triangle import LAST, Estimate, Triangle


def trials(rows):
    """Trials of series: name, year, origin, method, forecast, error."""
    frame = pd.DataFrame(rows, columns=["name", "year", "origin", "method", "forecast", "error"])
    return frame.assign(group="cell", target=13)


TRIED = trials(
    [
        ("NTM/investment", 2024, 6, "history_mean", 0.70, 0.05),
        ("NTM/investment", 2024, 6, "official", 0.76, 0.01),
        ("NTM/investment", 2024, 6, "logit", 0.73, -0.02),
        ("NTM/recurrent", 2024, 6, "history_mean", 0.50, -0.03),
        ("NTM/recurrent", 2024, 6, "logit", 0.52, -0.01),
        ("GNBV/recurrent", 2024, 6, "history_mean", 0.40, 0.04),
        ("NTM/investment", 2024, 9, "history_mean", 0.70, 0.05),
        ("NTM/investment", 2024, 9, "official", 0.76, 0.01),
        ("NTM/investment", 2024, 9, "logit", 0.74, -0.01),
    ]
)


def test_a_sum_is_judged_by_its_parts():
    assert set(of_series(TRIED, "NTM/total")["name"]) == {"NTM/investment", "NTM/recurrent"}
    assert set(of_series(TRIED, "ALL/recurrent")["name"]) == {"NTM/recurrent", "GNBV/recurrent"}
    assert len(of_series(TRIED, "ALL/total")) == len(TRIED)
    assert of_series(TRIED.iloc[:0], "ALL/total").columns.equals(TRIED.columns)


def test_what_beats_the_mean_may_still_lose_to_the_official_estimate():
    at_june = TRIED[TRIED["origin"] == 6]
    assert beat_both(of_series(at_june, "NTM/recurrent"), "logit") is True
    assert beat_both(of_series(at_june, "NTM/investment"), "logit") is False
    assert beat_both(of_series(at_june, "GNBV/recurrent"), "logit") is None
    assert beat_both(TRIED.iloc[:0], "logit") is None


def test_trials_are_counted_by_series_and_year():
    proof = tried(TRIED)
    assert (proof.series, proof.years, proof.n) == (3, (2024,), 4)
    assert tried(TRIED.iloc[:0]) == ("", 0, (), 0)


def test_like_for_like_leaves_out_what_one_of_them_did_not_forecast_and_marks_repetition():
    held = common(TRIED, ["history_mean", "official", "logit"])
    assert set(held["name"]) == {"NTM/investment"}
    assert held.groupby("method").size().to_dict() == {"history_mean": 2, "official": 2, "logit": 2}
    assert held.groupby("method")["repeated"].sum().to_dict() == {"history_mean": 1, "official": 1, "logit": 0}


@pytest.mark.parametrize(("n", "border"), [(3, 4.303), (4, 3.182), (5, 2.776)])
def test_the_verdict_on_a_step_follows_t(n, border):
    steps = np.linspace(0.1, 0.2, n)
    spread = steps.std(ddof=1) * np.sqrt(1 + 1 / n)
    for side in (-1, 1):
        for distance, unusual in ((border * 0.999, False), (border * 1.001, True)):
            judged = judge_step(steps, steps.mean() + side * distance * spread)
            assert (judged.p < 0.05) == unusual
            assert judged.p == pytest.approx(2 * t.sf(distance, n - 1))


def test_steps_that_never_differed_give_no_verdict():
    assert np.isnan(judge_step(np.array([0.125, 0.125]), 0.2).p)


def test_sizes_are_like_for_like_and_leave_one_year_out_only_speaks_where_time_does_not():
    some, none = TRIED[TRIED["name"] != "GNBV/recurrent"], TRIED.iloc[:0]
    held = like_for_like(Prospect({}, 6, none, some, {}, pd.DataFrame()))
    assert (held.protocol, held.best) == ("leave_one_out", "logit")
    assert held.sizes == pytest.approx({"history_mean": 0.05, "official": 0.01, "logit": 0.015})
    every = like_for_like(Prospect({}, 6, TRIED, some, {}, pd.DataFrame()))
    assert (every.protocol, every.best) == ("rolling", "")  # no method made every forecast
    assert like_for_like(Prospect({}, 6, none, none, {}, pd.DataFrame())) is None


def test_an_estimate_is_read_with_the_mean_error_of_those_of_the_same_month():
    paid = np.tile(np.linspace(0.05, 0.65, LAST), (4, 1))
    too_high = [(2021, 9, 0.5), (2021, 11, 0.9), (2021, 11, 0.1), (2022, 11, 0.2), (2023, 11, 0.06), (2024, 11, 0.08)]
    told = [Estimate(year, LAST, month, 0.65 + error) for year, month, error in too_high]
    whole = Triangle("total", "ALL/total", (2021, 2022, 2023, 2024), paid, np.ones((4, LAST)), tuple(told))
    found = corrected(whole, 2024, 11)
    assert (found.n, found.bias, found.low, found.high) == pytest.approx((3, 0.12, 0.06, 0.2))
    assert found.reading == pytest.approx(0.61)
    assert corrected(whole, 2024, 10) is None  # none is known yet
    assert corrected(whole, 2021, 12) is None  # no year before
    by_month = accuracy(errors_of([whole]), ["origin"]).set_index("origin")
    assert by_month.loc[11, ["n", "bias", "first", "last"]].tolist() == pytest.approx([5, 0.268, 2021, 2024])
