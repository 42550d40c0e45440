"""What must hold of every triangle: no look-ahead, no scale, exact where years are alike, shares inside (0, 1)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from mtqg_analysis.analysis.forecast.backtest import run_backtest, score
from mtqg_analysis.analysis.forecast.choice import beat_both, choose
from mtqg_analysis.analysis.forecast.contenders import CONTENDERS
from mtqg_analysis.analysis.forecast.evidence import tried
from mtqg_analysis.analysis.forecast.triangle import Estimate, Triangle, seen_from
from mtqg_analysis.methods.chain_ladder import bornhuetter_ferguson, develop

YEARS = (2019, 2020, 2021, 2022, 2023)
CURVE = np.array([0.01, 0.03, 0.07, 0.12, 0.18, 0.26, 0.34, 0.43, 0.53, 0.64, 0.78, 0.9, 1.0])


@st.composite
def triangles(draw, years=YEARS):
    """Years that rise along a common curve at a tempo of their own, to a share of their plan below one."""
    paid, plans = [], []
    for _ in years:
        plan = draw(st.floats(50, 5000))
        end, tempo = draw(st.floats(0.3, 0.95)), draw(st.floats(0.7, 1.4))
        plans.append(np.full(13, plan))
        paid.append(plan * end * CURVE**tempo)
    official = tuple(Estimate(year, 13, 6, draw(st.floats(0.3, 1))) for year in years)
    return Triangle("cell", "made", years, np.array(paid), np.array(plans), official)


def points(known):
    made = {name: method(known) for name, method in CONTENDERS.items()}
    return {name: one.point for name, one in made.items() if one is not None}


@given(triangles(), st.integers(1, 11), st.sampled_from([12, 13]), st.randoms(use_true_random=False))
def test_no_look_ahead_changing_later_data_never_changes_an_earlier_forecast(triangle, origin, target, chance):
    year = YEARS[3]
    before = points(seen_from(triangle, year, origin, target))
    paid, plan = triangle.paid.copy(), triangle.plan.copy()
    for table in (paid, plan):
        table[3, origin:] *= 0.5 + chance.random()
        table[4] *= 0.5 + chance.random()
    later = tuple(one._replace(rate=0.5) if one.year > year else one for one in triangle.official)
    changed = Triangle("cell", "made", YEARS, paid, plan, later)
    assert points(seen_from(changed, year, origin, target)) == before
    assert before


@given(triangles(), st.integers(1, 11), st.floats(1e-3, 1e9))
def test_forecasts_do_not_depend_on_the_unit_of_money(triangle, origin, scale):
    other = Triangle("cell", "made", YEARS, scale * triangle.paid, scale * triangle.plan, triangle.official)
    ours, theirs = (points(seen_from(one, YEARS[-1], origin, 13)) for one in (triangle, other))
    assert ours.keys() == theirs.keys()
    for name in ours.keys() - {"smoothing"}:  # an optimiser stops where it stops
        assert ours[name] == pytest.approx(theirs[name], rel=1e-6), name


@given(st.lists(st.floats(1, 1e6), min_size=3, max_size=6), st.lists(st.floats(1.01, 3), min_size=2, max_size=8))
def test_equal_factors_are_met_exactly(starts, factors):
    whole = np.array(starts)[:, None] * np.concatenate([[1], np.cumprod(factors)])
    paid = whole.copy()
    paid[-1, 1:] = np.nan
    ladder = develop(paid)
    assert ladder.factors == pytest.approx(factors)
    assert ladder.ultimate == pytest.approx(whole[:, -1])
    assert ladder.error == pytest.approx(0, abs=1e-6 * whole.max())


@given(triangles(), st.integers(1, 12))
def test_logit_forecasts_and_their_intervals_stay_inside_the_plan(triangle, origin):
    forecast = CONTENDERS["logit"](seen_from(triangle, YEARS[-1], origin, 13))
    if forecast is not None:
        low, high = forecast.interval(0.9)
        assert 0 < low <= high < 1
        assert 0 < forecast.point < 1


@given(st.floats(1, 1e6), st.floats(0.05, 0.99), st.floats(1, 1e6))
def test_bornhuetter_ferguson_with_the_chain_ladders_own_rate_is_the_chain_ladder(paid, done, plan):
    ultimate = paid / done
    assert bornhuetter_ferguson(paid, done, ultimate / plan, plan) == pytest.approx(ultimate)


@given(triangles(), st.integers(1, 11))
def test_nothing_is_forecast_below_what_is_there(triangle, origin):
    known = seen_from(triangle, YEARS[-1], origin, 13)
    for name, method in CONTENDERS.items():
        forecast = method(known)
        if forecast is not None and forecast.quantiles is not None:
            low, high = forecast.interval(0.9)
            assert low >= known.now - 1e-12, name
            assert high >= low, name


def made_from_a_known_truth(seed, years=8):
    """A series whose logit steps are normal, so that the t interval of logit development is exact."""
    random = np.random.default_rng(seed)
    base = -4 + 0.45 * np.arange(13)
    logits = base + 0.3 * random.standard_normal((years, 1)) + np.cumsum(0.1 * random.standard_normal((years, 13)), 1)
    paid = np.maximum.accumulate(1 / (1 + np.exp(-logits)), axis=1)
    return Triangle("cell", f"made-{seed}", tuple(range(2010, 2010 + years)), paid, np.ones_like(paid))


@pytest.mark.full
def test_intervals_cover_as_often_as_they_say_when_the_truth_is_of_their_kind():
    trials = run_backtest([made_from_a_known_truth(seed) for seed in range(60)], "rolling", [6])
    found = score(trials[trials["target"] == 13], ["origin"]).set_index("method").loc["logit"]
    n = found["n_intervals"]
    assert n == 60 * 5
    assert abs(found["coverage"] - 0.8) < 4 * np.sqrt(0.8 * 0.2 / n)


@pytest.mark.full
def test_scores_stand_on_the_same_forecasts_and_the_baseline_is_its_own_measure():
    trials = run_backtest([made_from_a_known_truth(seed) for seed in range(5)], "rolling")
    found = score(trials, ["origin", "target"])
    naive = found[found["method"] == "history_mean"]
    assert naive["rel_mae"].to_numpy() == pytest.approx(1)
    one = found[(found["method"] == "logit") & (found["origin"] == 9) & (found["target"] == 13)].iloc[0]
    rows = trials[(trials["method"] == "logit") & (trials["origin"] == 9) & (trials["target"] == 13)]
    assert (one["n"], one["mae"]) == (len(rows), pytest.approx(rows["error"].abs().mean()))


@pytest.mark.parametrize("years", [0, 1, 2, 3])
def test_fewer_than_three_earlier_years_are_tried_zero_times_and_that_is_no_failure(years):
    whole = made_from_a_known_truth(1, years=max(years, 1))
    trials = run_backtest([whole] if years else [], "rolling")
    assert len(trials) == 0
    assert list(score(trials, ["origin"]).columns[:2]) == ["origin", "method"]
    nothing = choose(trials, 9, 13)
    assert (nothing.method, nothing.baseline, nothing.n) == (None, None, 0)


def with_official(errors):
    """Ten alike years of which the official estimates are off by `errors`, and the mean of history by a trend."""
    ends = np.linspace(0.5, 0.9, 10)
    paid = ends[:, None] * CURVE
    years = tuple(range(2010, 2020))
    told = tuple(Estimate(year, 13, 9, float(end + errors)) for year, end in zip(years, ends, strict=True))
    return Triangle("cell", "made", years, paid, np.ones_like(paid), told)


def test_who_beats_both_baselines_speaks():
    trials = run_backtest([with_official(0.05)], "rolling", [9])
    choice = choose(trials, 9, 13)
    assert choice.method == "chain_ladder"  # years are multiples of one curve, so its factors are exact
    assert choice.baseline == "official"
    assert choice.official_scored
    assert choice.mae < choice.beaten == pytest.approx(0.05)


def test_nobody_speaks_where_the_official_estimate_is_closer():
    choice = choose(run_backtest([with_official(0.0)], "rolling", [9]), 9, 13)
    assert (choice.method, choice.baseline) == (None, "official")
    assert choice.mae == pytest.approx(0)


def test_where_no_official_estimate_was_known_only_history_is_to_be_beaten():
    choice = choose(run_backtest([with_official(0.0)], "rolling", [6]), 6, 13)
    assert choice.method == "chain_ladder"
    assert not choice.official_scored


def test_crps_stands_only_where_the_law_has_a_mean():
    """Log-t has none, nor has t of one degree: their CRPS would be whatever the grid of quantiles makes it."""
    trials = run_backtest([made_from_a_known_truth(seed, years=5) for seed in range(3)], "leave_one_out", [6])
    assert trials.empty  # five years are not few
    few = run_backtest([made_from_a_known_truth(seed, years=3) for seed in range(3)], "leave_one_out", [6])
    rolling = run_backtest([made_from_a_known_truth(1)], "rolling", [6])
    for found in (few, rolling):
        scores = score(found, ["target"]).set_index(["target", "method"])
        assert np.isnan(scores["crps"][13, "chain_ladder"])
        assert scores["winkler"][13, "chain_ladder"] > 0
    of_two = few[few["method"] == "history_mean"]  # two other years, hence two errors: t of one degree
    assert of_two["width"].notna().all()
    assert of_two["crps"].isna().all()
    assert rolling.loc[rolling["method"] == "history_mean", "crps"].notna().all()
    assert rolling.loc[rolling["method"] == "logit", "crps"].notna().all()  # inside (0, 1), so it has one


def test_an_interval_says_how_many_errors_it_stands_on():
    known = seen_from(made_from_a_known_truth(2, years=6), 2015, 6, 13)
    counts = {name: CONTENDERS[name](known).n_errors for name in ("history_mean", "last_year", "logit", "chain_ladder")}
    assert counts == {"history_mean": 5, "last_year": 4, "logit": 5, "chain_ladder": 5}
    low, high = CONTENDERS["last_year"](known).interval(0.8)
    changes = np.diff(known.outturns)
    assert high - low == pytest.approx(2 * np.sqrt((changes**2).mean()) * t.ppf(0.9, len(changes) - 1))


def test_six_series_of_one_year_are_six_forecasts_of_one_year():
    trials = run_backtest([made_from_a_known_truth(seed, years=4) for seed in range(6)], "rolling", [9])
    proof = tried(trials[trials["target"] == 13])
    assert choose(trials, 9, 13).n == proof.n == 6
    assert (proof.series, proof.years) == (6, (2013,))


def test_one_n_stands_for_every_score_of_an_interval():
    """Where one forecast of a method has no CRPS, the mean of the others would be of fewer than n."""
    trials = run_backtest([made_from_a_known_truth(seed, years=4) for seed in range(6)], "rolling", [9])
    logit = trials[(trials["method"] == "logit") & (trials["target"] == 13)]
    without = logit.assign(crps=[float("nan"), *logit["crps"].iloc[1:]])
    (whole,), (fewer,) = (score(one, ["target"]).to_dict("records") for one in (logit, without))
    assert whole["n_intervals"] == fewer["n_intervals"] == 6
    assert whole["crps"] == pytest.approx(logit["crps"].mean())
    assert np.isnan(fewer["crps"])


def test_whether_a_method_beat_both_on_one_series_alone():
    good, bad = with_official(0.05), with_official(0.0)
    tried = [run_backtest([one], "rolling", [9]) for one in (good, bad)]
    to_the_end = [trials[trials["target"] == 13] for trials in tried]
    assert [beat_both(trials, "chain_ladder") for trials in to_the_end] == [True, False]
    assert beat_both(run_backtest([], "rolling", [9]), "chain_ladder") is None


def test_a_step_is_judged_on_quantiles_of_t():
    from mtqg_analysis.analysis.forecast.outlook import judge_step

    judged = judge_step(np.array([0.16, 0.21, 0.19, 0.215]), 0.204)
    assert judged.z == pytest.approx(0.367, abs=5e-4)
    assert t.cdf(judged.z, judged.n - 1) < 0.8
