"""Eleven units: shrinkage, spread and exact inference, with the worked numbers of the methods."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulations.common_factor import covered, rejected
from statsmodels.stats.meta_analysis import combine_effects

from mtqg_analysis.methods.dispersion import convergence, dispersion, rank_stability
from mtqg_analysis.methods.few_clusters import (
    confidence_set,
    detectable,
    placebo,
    randomisation,
    sign_flip,
    studentised,
)
from mtqg_analysis.methods.shrinkage import (
    funnel,
    paule_mandel,
    shrink,
)

# Illustrative panel, %: TP Lạng Sơn, Tràng Định, Văn Lãng, Văn Quan, Bình Gia, Bắc Sơn, Hữu Lũng, Chi Lăng, Cao Lộc,
# Lộc Bình, Đình Lập.
INV23 = np.array([71.0, 58.5, 64.0, 62.5, 57.0, 66.5, 76.0, 68.0, 63.5, 69.0, 72.5])
INV24 = np.array([72.5, 64.0, 66.0, 61.0, 60.5, 68.5, 79.5, 69.0, 62.0, 76.5, 77.0])
REC23 = np.array([38.0, 27.5, 31.0, 29.0, 24.5, 33.5, 41.0, 34.0, 30.0, 33.0, 37.5])
REC24 = np.array([36.0, 29.0, 29.5, 25.5, 24.0, 33.0, 40.5, 31.5, 27.0, 35.5, 38.0])
POOLED = ((INV24 - INV23) + (REC24 - REC23)) / 2
PILOTS = np.isin(np.arange(11), [1, 9])
RATES = np.array([0.61, 0.49, 0.52, 0.45, 0.43, 0.53, 0.64, 0.50, 0.44, 0.60, 0.62])
SD = 0.30 / np.sqrt([12, 46, 34, 41, 44, 38, 52, 36, 40, 50, 20])
PLAN = [85, 245, 190, 225, 240, 230, 260, 215, 230, 265, 120]

# Exact tests -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "mean", "extreme"),
    [(POOLED, 0.840909, 550), (INV24 - INV23, 2.545455, 30), (REC24 - REC23, -0.863636, 366)],
    ids=["pooled", "investment", "recurrent"],
)
def test_sign_flip_as_worked_by_hand(changes, mean, extreme):
    found = sign_flip(changes)
    assert round(found.estimate, 6) == mean
    assert (found.extreme, found.possible) == (extreme, 2048)


@pytest.mark.parametrize(
    ("changes", "effect", "extreme"),
    [(POOLED, 4.166667, 1), (INV24 - INV23, 4.833333, 2), (REC24 - REC23, 3.5, 1)],
    ids=["pooled", "investment", "recurrent"],
)
def test_the_pilots_among_all_55_pairs(changes, effect, extreme):
    found = randomisation(changes, PILOTS)
    assert round(found.estimate, 6) == effect
    assert (found.extreme, found.possible) == (extreme, 55)
    assert found.floor == 1 / 55


def test_effects_that_are_not_rejected():
    assert confidence_set(POOLED, PILOTS, 0.90, 0.01) == pytest.approx((1.88, 6.62))
    assert confidence_set(POOLED, PILOTS, 0.95, 0.01) == pytest.approx((1.00, 7.25))


def test_the_studentised_test_is_a_count_of_pairs_too_and_heeds_scatter():
    found = studentised(POOLED, PILOTS)
    assert found.possible == 55
    assert 1 <= found.extreme <= 55
    apart = POOLED[PILOTS].mean() - POOLED[~PILOTS].mean()
    spread = POOLED[PILOTS].var(ddof=1) / 2 + POOLED[~PILOTS].var(ddof=1) / 9
    assert found.estimate == pytest.approx(apart / np.sqrt(spread))
    assert studentised([0.0, 0, 1, 1], [False, False, True, True]).estimate == np.inf


@given(st.lists(st.floats(-50, 50), min_size=4, max_size=8), st.integers(1, 3))
def test_a_randomisation_p_value_is_a_count_of_choices(changes, count):
    treated = np.arange(len(changes)) < count
    found = randomisation(changes, treated)
    assert 1 <= found.extreme <= found.possible == len(placebo(changes, count))


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=8))
def test_flipping_every_sign_changes_no_p_value(changes):
    assert sign_flip(changes).extreme == sign_flip([-one for one in changes]).extreme


def test_too_many_clusters_are_not_enumerated():
    with pytest.raises(ValueError, match="14"):
        sign_flip(np.zeros(15))


@pytest.mark.parametrize(
    ("treated", "units", "floor"), [(2, 9, 1 / 36), (2, 11, 1 / 55), (1, 9, 1 / 9), (2, 4, 2 / 6), (3, 6, 2 / 20)]
)
def test_the_smallest_p_value_is_one_that_can_be_reached(treated, units, floor):
    mask, changes = np.arange(units) < treated, np.arange(units) ** 2.0
    assert randomisation(100 * mask + changes / 1000, mask).p == randomisation(changes, mask).floor == floor


def test_a_test_that_can_never_reject_keeps_every_effect_and_finds_none():
    mask = np.arange(9) < 1
    assert confidence_set(np.arange(9.0), mask, 0.90, 0.01) == (-np.inf, np.inf)
    assert detectable(1, 9) == np.inf
    assert np.isfinite(confidence_set(np.arange(11.0), np.arange(11) < 1, 0.90, 0.1)).all()  # 1/11 is below 10 %


def test_the_effect_that_a_test_finds_follows_the_number_of_units_and_choices():
    assert detectable(2, 11) == pytest.approx(2.65, abs=0.15)  # as worked out for two of eleven
    assert detectable(4, 11) < detectable(3, 11) < detectable(2, 11)


def test_a_common_factor_alone_makes_districts_move_together():
    assert rejected(0.0, 300) == pytest.approx(0.05, abs=0.03)
    assert rejected(0.5, 300) > 0.4


def test_a_fan_from_one_year_holds_what_comes_as_often_as_it_says():
    as_drawn, before = covered(0.5, 100)
    assert as_drawn == pytest.approx(0.90, abs=0.08)
    assert before < as_drawn


# Shrinkage -------------------------------------------------------------------------------------------------------


def test_shrinkage_as_worked_by_hand():
    found = shrink(RATES, SD)
    assert round(found.q, 6) == 24.810352
    assert round(found.between, 9) == 0.003255227
    assert round(found.mean, 6) == 0.524954
    assert found.rates.round(4).tolist() == [
        0.5507, 0.5031, 0.5222, 0.4802, 0.4666, 0.5279, 0.6001, 0.5108, 0.4747, 0.5733, 0.5648,
    ]  # fmt: skip
    assert found.sd.round(4).tolist() == [
        0.0503, 0.0360, 0.0396, 0.0374, 0.0365, 0.0383, 0.0346, 0.0389, 0.0377, 0.0350, 0.0455,
    ]  # fmt: skip
    assert found.ranks.round(2).tolist() == [4.52, 7.27, 6.08, 8.59, 9.29, 5.73, 2.01, 6.78, 8.87, 3.14, 3.73]
    assert found.ranks.sum() == pytest.approx(66)


def test_no_ranking_when_noise_explains_the_differences():
    counts = np.array([12, 46, 34, 41, 44, 38, 52, 36, 40, 50, 20])
    overall = float(np.average(RATES, weights=counts))
    found = shrink(RATES, np.sqrt(overall * (1 - overall) / counts))
    assert round(found.q, 2) == 8.95
    assert found.between == 0
    assert found.ranks.size == 0
    assert np.allclose(found.rates, found.mean)


def test_a_funnel_narrows_with_precision_and_stays_between_none_and_all():
    limits = funnel(0.52, SD)
    assert limits[0, 0] < limits[6, 0] < 0.52 < limits[6, 1] < limits[0, 1]
    assert funnel(0.05, [0.2])[0].tolist() == pytest.approx([0.0, 0.05 + 1.96 * 0.2, 0.0, 0.05 + 3.09 * 0.2])


# Spread ----------------------------------------------------------------------------------------------------------


def test_spread_as_worked_by_hand():
    found = dispersion(RATES, PLAN)
    assert round(found.mean, 6) == 0.523015
    assert round(found.weighted_cv, 6) == 0.138847
    assert round(found.sd, 6) == 0.076551
    assert round(found.gini, 6) == 0.078320
    assert round(found.theil, 7) == 0.0095491


def test_rank_stability_and_convergence_as_worked_by_hand():
    assert round(rank_stability(INV23, INV24), 6) == 0.890909
    correlation, p = convergence(INV23, INV24)
    assert (round(correlation, 6), round(p, 4)) == (0.358768, 0.2786)
    assert [round(one.std(ddof=1), 3) for one in (INV23, INV24)] == [5.828, 6.795]


@given(st.lists(st.floats(0.1, 1), min_size=2, max_size=8))
def test_equal_rates_are_not_spread(weights):
    found = dispersion([0.5] * len(weights), weights)
    assert found.weighted_cv == pytest.approx(0, abs=1e-9)
    assert found.gini == pytest.approx(0, abs=1e-9)
    assert found.theil == pytest.approx(0, abs=1e-9)


def test_the_variance_between_units_agrees_with_statsmodels():
    one = combine_effects(RATES, SD**2, method_re="iterated")
    assert paule_mandel(RATES, SD**2) == pytest.approx(one.tau2, rel=1e-4)


def test_with_the_variance_of_counts_the_same_rates_are_not_ranked():
    counts = np.array([12, 46, 34, 41, 44, 38, 52, 36, 40, 50, 20])
    centre = RATES @ PLAN / sum(PLAN)
    found = shrink(RATES, np.sqrt(centre * (1 - centre) / counts))
    assert found.q == pytest.approx(8.95, abs=0.01)
    assert found.between == 0
    assert len(found.ranks) == 0


def test_with_two_of_eleven_treated_the_exact_test_rejects_two_in_55_by_chance():
    draw = np.random.default_rng(20)
    rejected = sum(randomisation(draw.normal(size=11), PILOTS).p <= 2 / 55 + 1e-12 for _ in range(2000))
    assert rejected / 2000 == pytest.approx(2 / 55, abs=0.012)


def test_power_reaches_four_in_five_at_two_and_two_thirds_standard_deviations():
    draw = np.random.default_rng(21)

    def power(effect):
        return sum(randomisation(draw.normal(size=11) + effect * PILOTS, PILOTS).p <= 0.05 for _ in range(800)) / 800

    assert power(2.65) == pytest.approx(0.80, abs=0.06)
    assert power(2.0) == pytest.approx(0.55, abs=0.07)
