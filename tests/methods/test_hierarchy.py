"""Figures of a whole and its parts made to agree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.methods.hierarchy import projection, reconcile, summing_matrix

PARENTS = {"total": "", "A": "total", "B": "total", "C": "total"}
FIGURES = (2600, 900, 700, 850)
ERRORS = np.array(
    [
        (-60, 45, -30, 90, -120, 30),
        (20, -15, 10, 40, -50, 5),
        (-25, 30, -20, 15, -35, 10),
        (10, 5, -15, 40, -20, 30),
    ]
)
METHODS = ("bottom_up", "ols", "structural", "variance")


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("bottom_up", (2450, 900, 700, 850)),
        ("ols", (2562.5, 937.5, 737.5, 887.5)),
        ("structural", (2525, 925, 725, 875)),
        ("variance", (2491.8373, 917.5301, 712.5602, 861.7470)),
    ],
)
def test_the_worked_example_comes_out(method, expected):
    _, sums = summing_matrix(PARENTS)
    assert reconcile(FIGURES, sums, method, ERRORS).tolist() == pytest.approx(expected, abs=5e-5)


def test_a_tree_of_two_levels_sums_leaves_into_every_node_above():
    nodes, sums = summing_matrix({"all": "", "X": "all", "x1": "X", "x2": "X", "y": "all"})
    assert nodes == ["all", "X", "x1", "x2", "y"]
    assert sums.tolist() == [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]


@st.composite
def trees(draw):
    """A root, some branches, some leaves of each; and figures for all nodes, and errors of four past years."""
    parents = {"root": ""}
    for branch in range(draw(st.integers(1, 4))):
        parents[f"b{branch}"] = "root"
        for leaf in range(draw(st.integers(0, 3))):
            parents[f"b{branch}.{leaf}"] = f"b{branch}"
    numbers = st.floats(1, 1e6)
    figures = draw(st.lists(numbers, min_size=len(parents), max_size=len(parents)))
    errors = draw(
        st.lists(st.lists(st.floats(1, 100), min_size=4, max_size=4), min_size=len(parents), max_size=len(parents))
    )
    return parents, np.array(figures), np.array(errors)


@given(trees(), st.sampled_from(METHODS))
def test_reconciled_figures_agree_and_stay_when_they_agree_already(tree, method):
    parents, figures, errors = tree
    nodes, sums = summing_matrix(parents)
    leaves = sums.shape[1]
    assert projection(sums, method, errors) @ sums == pytest.approx(np.eye(leaves), abs=1e-8)
    found = reconcile(figures, sums, method, errors)
    assert sums @ found[-leaves:] == pytest.approx(found, rel=1e-9, abs=1e-6)
    assert reconcile(found, sums, method, errors) == pytest.approx(found, rel=1e-7, abs=1e-4)
    assert len(nodes) == len(found)


@given(trees(), st.sampled_from(METHODS))
def test_no_leaf_comes_out_negative(tree, method):
    parents, figures, errors = tree
    _, sums = summing_matrix(parents)
    figures[0] = 0  # pulls every leaf down
    assert reconcile(figures, sums, method, errors).min() >= -1e-6


def test_every_simulated_path_is_reconciled_by_itself():
    _, sums = summing_matrix(PARENTS)
    paths = np.array([FIGURES, (2450, 900, 700, 850)]).T
    assert reconcile(paths, sums)[:, 0].tolist() == pytest.approx([2525, 925, 725, 875])
    assert reconcile(paths, sums)[:, 1].tolist() == pytest.approx([2450, 900, 700, 850])


def test_variance_needs_errors():
    with pytest.raises(ValueError, match="errors"):
        reconcile(FIGURES, summing_matrix(PARENTS)[1], "variance")
