"""Tables made to agree with margins: the worked example three ways, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.methods.margins import bounded_fit, least_squares_fit, proportional_fit

PRIOR = np.array([[820.0, 640], [210, 330], [350, 120]])  # invented: programmes by investment and recurrent
ROWS, COLUMNS = np.array([1440, 570, 495.7]), np.array([1412.3, 1093.4])
positive = st.lists(st.floats(0.1, 1000), min_size=6, max_size=6).map(lambda cells: np.reshape(cells, (3, 2)))


def test_the_proportional_fit_as_worked_by_hand():
    fitted = proportional_fit(PRIOR, ROWS, COLUMNS)
    expected = [[816.4889, 623.5111], [224.6282, 345.3718], [371.1829, 124.5171]]
    assert fitted.table.round(4).tolist() == expected
    assert not fitted.moves_far


def test_the_least_squares_fit_as_worked_by_hand():
    expected = [[816.6942, 623.3058], [224.4968, 345.5032], [371.1090, 124.5910]]
    assert least_squares_fit(PRIOR, ROWS, COLUMNS).table.round(4).tolist() == expected


def test_the_bounded_fit_as_worked_by_hand():
    bounds = (np.array([1406.601, 1085.445]), np.array([1418.004, 1101.370]))
    fitted = bounded_fit(PRIOR, (ROWS - 0.5, ROWS + 0.5), bounds)
    expected = [[813.604, 626.896], [223.099, 346.401], [369.899, 125.301]]
    assert np.allclose(fitted.table, expected, atol=0.0015)
    assert fitted.objective == pytest.approx(3.315878, abs=2e-6)


@given(positive, positive)
def test_a_proportional_fit_holds_both_margins_and_keeps_odds_ratios(table, other):
    fitted = proportional_fit(table, other.sum(axis=1), other.sum(axis=0)).table
    assert np.allclose(fitted.sum(axis=1), other.sum(axis=1), rtol=1e-6)
    assert np.allclose(fitted.sum(axis=0), other.sum(axis=0), rtol=1e-6)
    odds = [one[0, 0] * one[1, 1] / (one[0, 1] * one[1, 0]) for one in (table, fitted)]
    assert odds[0] == pytest.approx(odds[1], rel=1e-6)


def test_zeros_stay_zero():
    table = np.array([[0.0, 5], [3, 4]])
    assert proportional_fit(table, [4, 8], [6, 6]).table[0, 0] == 0


@given(positive, positive)
def test_least_squares_hold_both_margins_and_leave_a_table_that_agrees(table, other):
    fitted = least_squares_fit(table, other.sum(axis=1), other.sum(axis=0)).table
    assert np.allclose(fitted.sum(axis=0), other.sum(axis=0), rtol=1e-6)
    same = least_squares_fit(table, table.sum(axis=1), table.sum(axis=0)).table
    assert np.allclose(same, table)


def test_cells_without_variance_stay():
    variance = PRIOR.copy()
    variance[0, 0] = 0
    assert least_squares_fit(PRIOR, ROWS, COLUMNS, variance).table[0, 0] == 820


@pytest.mark.parametrize(
    ("table", "rows", "columns", "said"),
    [
        ([[1.0, 1]], [3], [1, 1], "must agree"),
        ([[-1.0, 1]], [2], [1, 1], "negative"),
        ([[0.0, 0], [1, 1]], [2, 2], [2, 2], "row 0"),
        ([[1.0, 0], [0, 1]], [1, 3], [2, 2], "zeros of the table"),
    ],
)
def test_margins_that_cannot_be_reached_are_refused_by_name(table, rows, columns, said):
    with pytest.raises(ValueError, match=said):
        proportional_fit(table, rows, columns)


def test_bounds_that_exclude_each_other_are_refused():
    with pytest.raises(ValueError, match="bounds"):
        bounded_fit(PRIOR, (ROWS + 100, ROWS + 101), (COLUMNS - 1, COLUMNS + 1))


def test_a_table_that_hardly_fits_says_so():
    assert proportional_fit(PRIOR, COLUMNS.sum() * np.array([0.2, 0.4, 0.4]), COLUMNS).moves_far
