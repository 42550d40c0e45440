"""Reconciliation against the package hierarchicalforecast: the same figures to the last digit that counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.methods.hierarchy import reconcile, summing_matrix

oracle = pytest.importorskip("hierarchicalforecast.methods", reason="it is not installed on Macs, see pyproject.toml")
FLAT = {"total": "", "A": "total", "B": "total", "C": "total"}
DEEP = {"all": "", "X": "all", "Y": "all", "x1": "X", "x2": "X", "y1": "Y", "y2": "Y", "y3": "Y"}
ORACLES = {
    "bottom_up": oracle.BottomUp,
    "ols": lambda: oracle.MinTrace(method="ols"),
    "structural": lambda: oracle.MinTrace(method="wls_struct"),
}


def theirs(method, sums, figures):
    return ORACLES[method]().fit_predict(S=sums, y_hat=np.asarray(figures, dtype=float))["mean"]


@pytest.mark.parametrize("method", ORACLES)
@pytest.mark.parametrize(
    ("parents", "figures"), [(FLAT, (2600, 900, 700, 850)), (DEEP, (90, 40, 60, 19, 18, 25, 20, 17))]
)
def test_the_worked_example_and_a_deeper_tree_agree(method, parents, figures):
    _, sums = summing_matrix(parents)
    ours = reconcile(np.array(figures, dtype=float).reshape(-1, 1), sums, method)
    assert ours == pytest.approx(theirs(method, sums, np.array(figures).reshape(-1, 1)), abs=1e-8)


@given(st.lists(st.floats(900, 1100), min_size=8, max_size=8), st.sampled_from(sorted(ORACLES)))
def test_any_figures_agree(figures, method):
    _, sums = summing_matrix(DEEP)
    column = np.array(figures).reshape(-1, 1)
    ours = reconcile(column, sums, method)
    if ours.min() > 0:  # theirs may be negative, where ours is solved again
        assert ours == pytest.approx(theirs(method, sums, column), abs=1e-6)
