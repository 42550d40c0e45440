"""Fractional response and wild bootstrap: the worked numbers of the toy panel, the sandwich by hand, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg_analysis.methods.few_clusters import difference_in_differences, sign_flip
from mtqg_analysis.methods.regression import (
    average_effect,
    false_discovery,
    fractional_response,
    holm,
    score_bootstrap,
    wild_cluster_bootstrap,
)

# Invented rates of eleven units in percent: investment 2023 and 2024, recurrent 2023 and 2024 (methods, toy panel).
PANEL = np.array(
    [
        [71.0, 58.5, 64.0, 62.5, 57.0, 66.5, 76.0, 68.0, 63.5, 69.0, 72.5],
        [72.5, 64.0, 66.0, 61.0, 60.5, 68.5, 79.5, 69.0, 62.0, 76.5, 77.0],
        [38.0, 27.5, 31.0, 29.0, 24.5, 33.5, 41.0, 34.0, 30.0, 33.0, 37.5],
        [36.0, 29.0, 29.5, 25.5, 24.0, 33.0, 40.5, 31.5, 27.0, 35.5, 38.0],
    ]
)
PLAN = np.array([85, 245, 190, 225, 240, 230, 260, 215, 230, 265, 120])
SHARES = PANEL.ravel() / 100
UNITS = np.tile(np.arange(11), 4)
RECURRENT = np.repeat([0, 0, 1, 1], 11)
LATER = np.repeat([0, 1, 0, 1], 11)
DESIGN = np.column_stack([np.ones(44), RECURRENT, LATER, RECURRENT * LATER])
WEIGHTS = np.tile(PLAN, 4) * np.where(RECURRENT, 0.44, 0.56)
PILOT = np.isin(UNITS, [1, 9])  # the second and the tenth unit
CHANGES = (PANEL[1] - PANEL[0] + PANEL[3] - PANEL[2]) / 2


def switched(year):
    return np.column_stack([np.ones(44), RECURRENT, np.full(44, year), RECURRENT * year])


def test_coefficients_and_standard_errors_of_the_toy_panel():
    fit = fractional_response(SHARES, DESIGN, UNITS)
    assert fit.coefficients.round(6).tolist() == [0.673439, -1.398117, 0.116077, -0.155635]
    assert np.sqrt(np.diag(fit.covariance)).round(6).tolist() == [0.081459, 0.018536, 0.040683, 0.015839]
    assert (fit.n, fit.clusters) == (44, 11)


def test_coefficients_and_standard_errors_weighted_by_plan():
    fit = fractional_response(SHARES, DESIGN, UNITS, WEIGHTS)
    assert fit.coefficients.round(6).tolist() == [0.651812, -1.399161, 0.120364, -0.155295]
    assert np.sqrt(np.diag(fit.covariance)).round(6).tolist() == [0.087477, 0.020362, 0.045563, 0.017455]


@pytest.mark.parametrize(("weights", "expected"), [(None, 0.8409), (WEIGHTS, 1.1550)])
def test_average_effect_of_the_year(weights, expected):
    fit = fractional_response(SHARES, DESIGN, UNITS, weights)
    effect = average_effect(fit, switched(0), switched(1), weights)
    assert round(100 * effect.estimate, 4) == expected
    assert effect.standard_error > 0


def test_the_covariance_is_the_sandwich_written_out():
    fit = fractional_response(SHARES, DESIGN, UNITS, WEIGHTS)
    weights = WEIGHTS / WEIGHTS.mean()
    mean = 1 / (1 + np.exp(-DESIGN @ fit.coefficients))
    bread = np.linalg.inv(DESIGN.T @ (DESIGN * (weights * mean * (1 - mean))[:, None]))
    scores = DESIGN * (weights * (SHARES - mean))[:, None]
    sums = np.array([scores[unit == UNITS].sum(axis=0) for unit in range(11)])
    factor = 11 / 10 * 43 / 40
    assert np.allclose(bread @ (factor * sums.T @ sums) @ bread, fit.covariance, rtol=1e-6)


def test_a_saturated_model_weighted_by_plan_reproduces_the_aggregate_rates():
    fit = fractional_response(SHARES, DESIGN, UNITS, WEIGHTS)
    for recurrent in (0, 1):
        for later in (0, 1):
            cell = (recurrent == RECURRENT) & (later == LATER)
            fitted = 1 / (1 + np.exp(-np.array([1, recurrent, later, recurrent * later]) @ fit.coefficients))
            assert fitted == pytest.approx((SHARES * WEIGHTS)[cell].sum() / WEIGHTS[cell].sum())


def test_a_share_above_one_is_refused_and_not_cut():
    with pytest.raises(ValueError, match=r"outside \[0, 1\]"):
        fractional_response([0.5, 1.2], np.ones((2, 1)), [0, 1])


def test_the_year_effect_by_bootstrap_is_the_sign_flip_test():
    found = wild_cluster_bootstrap(CHANGES, np.ones((11, 1)), 0, np.arange(11))
    assert (found.extreme, found.possible) == (550, 2048)
    assert found.extreme == sign_flip(CHANGES).extreme


def test_the_pilot_effect_by_bootstrap():
    pilot = np.isin(np.arange(11), [1, 9])
    found = wild_cluster_bootstrap(CHANGES, np.column_stack([np.ones(11), pilot]), 1, np.arange(11))
    assert (found.extreme, found.possible) == (116, 2048)
    assert found.estimate == pytest.approx(difference_in_differences(CHANGES, pilot))


def test_the_pilot_effect_by_scores_on_the_logit_scale():
    design = np.column_stack([DESIGN[:, :3], PILOT, PILOT * LATER])  # capital, year, pilot, pilot in the later year
    found = score_bootstrap(SHARES, design, 4, UNITS)
    assert (found.extreme, found.possible) == (116, 2048)


@given(st.lists(st.floats(-20, 20).map(lambda value: round(value, 2)), min_size=3, max_size=8))
def test_bootstrap_without_covariates_agrees_with_the_sign_flip_test(changes):
    if len(set(map(abs, changes))) < 2:
        return  # all residuals alike: t is not defined
    one = np.ones((len(changes), 1))
    assert wild_cluster_bootstrap(changes, one, 0, np.arange(len(changes))).extreme == sign_flip(changes).extreme


@given(st.permutations(list(range(11))))
def test_the_order_of_units_does_not_matter(order):
    pilot = np.isin(np.arange(11), [1, 9])
    design = np.column_stack([np.ones(11), pilot])
    moved = wild_cluster_bootstrap(CHANGES[order], design[order], 1, np.arange(11))
    assert moved.extreme == 116


@pytest.mark.full
@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_adjusted_p_values_are_never_smaller_and_keep_the_order(p_values):
    for adjust in (holm, false_discovery):
        adjusted = adjust(p_values)
        assert (adjusted >= np.array(p_values) - 1e-12).all()
        assert (np.diff(adjusted[np.argsort(p_values, kind="stable")]) >= -1e-12).all()
