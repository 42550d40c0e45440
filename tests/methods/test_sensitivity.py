"""One input at a time, and the level at which a decision changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.methods.sensitivity import switching_value, tornado

BASE = {"O": 800, "P": 2500, "ro": 0.65, "rn": 0.50, "c": 0.05}
RANGES = {"O": (700, 900), "P": (2300, 2700), "rn": (0.42, 0.58), "ro": (0.55, 0.75), "c": (0.02, 0.08)}


def closing(x):
    return x["O"] + x["P"] - (x["O"] * x["ro"] + x["P"] * x["rn"]) - x["c"] * x["O"] * (1 - x["ro"])


def test_the_worked_tornado_comes_out():
    assert closing(BASE) == pytest.approx(1516)
    found = tornado(closing, BASE, RANGES)
    assert found["input"].tolist() == ["rn", "P", "ro", "O", "c"]
    assert found["swing"].tolist() == pytest.approx([400, 200, 152, 66.5, 16.8])


@given(st.permutations(list(RANGES)))
def test_the_order_in_which_inputs_are_named_does_not_matter(names):
    found = tornado(closing, BASE, {name: RANGES[name] for name in names})
    assert found["input"].tolist() == ["rn", "P", "ro", "O", "c"]
    assert found["base"].tolist() == [BASE[name] for name in found["input"]]


@given(st.floats(1200, 1900))
def test_at_the_switching_value_the_outcome_is_the_threshold(threshold):
    level = switching_value(closing, BASE, "rn", (0, 1), threshold)
    assert closing({**BASE, "rn": level}) == pytest.approx(threshold)


def test_an_input_that_cannot_reach_the_threshold_has_no_switching_value():
    assert switching_value(closing, BASE, "c", (0, 1), 800) is None
    assert switching_value(closing, BASE, "c", (0, 1), closing({**BASE, "c": 0})) == 0
