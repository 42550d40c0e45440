"""Decompositions: the worked numbers of the methods, and the laws that hold for every table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.methods.decompose import kitagawa, lmdi, nested, shapley, shares, simpson, threefold

# The illustrative 2023 beside a 2024 that agrees with the notice; rows DTTS, GNBV, NTM; columns investment, recurrent.
PLAN = ([[640, 620], [230, 340], [310, 160]], [[800, 640], [240, 330], [372.3, 123.4]])
PAID = ([[429, 180], [161, 122], [251, 64]], [[520, 170], [176, 118], [284.1, 49.9]])
ARRAYS = tuple(np.array(one, dtype=float) for one in PLAN), tuple(np.array(one, dtype=float) for one in PAID)


def by(axis):
    plan, paid = ([one.sum(axis=axis) for one in pair] for pair in ARRAYS)
    return tuple(plan), tuple(d / p for d, p in zip(paid, plan, strict=True))


def cells():
    plan, paid = ([one.ravel() for one in pair] for pair in ARRAYS)
    return tuple(plan), tuple(d / p for d, p in zip(paid, plan, strict=True))


def points(values):
    return [round(100 * float(value), 4) for value in values]


# Worked numbers --------------------------------------------------------------------------------------------------


def test_two_components_as_worked_by_hand():
    effects = kitagawa(([1180, 1120], [1412.3, 1093.4]), ([0.676, 0.322], [0.694, 0.309]))
    assert [round(100 * value, 3) for value in effects["rate"]] == [0.969, -0.600]
    assert [round(100 * value, 3) for value in effects["mix"]] == [0.861, 1.008]
    assert points(effects.sum()) == [0.3689, 1.8694]


def test_the_threefold_form_as_worked_by_hand():
    parts = threefold(([1180, 1120], [1412.3, 1093.4]), ([0.676, 0.322], [0.694, 0.309]))
    assert [round(100 * part, 6) for part in parts] == [0.290435, 1.790937, 0.156833]  # 6.68/23 = 0.2904348


@pytest.mark.parametrize(
    ("table", "rate", "mix"),
    [(cells(), -1.5803, 1.7021), (by(0), -1.8281, 1.9500), (by(1), 0.2968, -0.1750)],
    ids=["cells", "capital", "programme"],
)
def test_the_same_change_by_three_groupings(table, rate, mix):
    assert points(kitagawa(*table).sum()) == [rate, mix]


def test_alerts_of_the_example_are_strong_by_capital_and_absent_by_programme():
    assert simpson(*by(0)) == "strong"
    assert simpson(*by(1)) == ""
    example = ([1500, 800], [1000, 1500]), ([0.68, 0.28], [0.70, 0.31])
    assert simpson(*example) == "strong"
    assert [round(100 * value, 3) for value in kitagawa(*example).sum()] == [2.474, -9.961]


def test_nested_factors_by_both_methods():
    assert points(nested(*ARRAYS, method="shapley").values()) == [-0.1754, 1.8779, -1.5807]
    assert points(nested(*ARRAYS).values()) == [-0.1756, 1.8777, -1.5803]


def test_amounts_by_logarithmic_means():
    (p0, p1), (d0, d1) = ARRAYS

    def factors(plan, paid):
        own = plan.sum(axis=1, keepdims=True)
        return {
            "volume": np.full(plan.shape, plan.sum()), "programme": own / plan.sum() * np.ones(plan.shape),
            "capital": plan / own, "rate": paid / plan,
        }  # fmt: skip

    effects = lmdi(factors(p0, d0), factors(p1, d1))
    assert [round(value, 3) for value in effects.values()] == [107.951, -4.181, 45.142, -37.912]
    assert sum(effects.values()) == pytest.approx(d1.sum() - d0.sum())


# Laws ------------------------------------------------------------------------------------------------------------

amount = st.floats(0.5, 1000)
tables = st.integers(1, 6).flatmap(
    lambda n: st.tuples(*(st.lists(amount, min_size=n, max_size=n) for _ in range(2)),
                        *(st.lists(st.floats(0, 1), min_size=n, max_size=n) for _ in range(2)))
)  # fmt: skip


@given(tables)
def test_effects_add_up_to_the_change_and_turn_with_time(table):
    p0, p1, r0, r1 = table
    change = float(shares(p1) @ r1 - shares(p0) @ r0)
    forward, backward = kitagawa((p0, p1), (r0, r1)), kitagawa((p1, p0), (r1, r0))
    assert forward.to_numpy().sum() == pytest.approx(change, abs=1e-9)
    assert sum(threefold((p0, p1), (r0, r1))) == pytest.approx(change, abs=1e-9)
    assert np.allclose(forward, -backward)


@given(tables, st.floats(0.01, 100))
def test_the_currency_unit_does_not_matter(table, scale):
    p0, p1, r0, r1 = table
    scaled = kitagawa((np.multiply(p0, scale), np.multiply(p1, scale)), (r0, r1))
    assert np.allclose(scaled, kitagawa((p0, p1), (r0, r1)))


@given(st.permutations(["a", "b", "c"]), st.lists(st.floats(-3, 3), min_size=6, max_size=6))
def test_shapley_is_exact_in_every_order(order, numbers):
    first, second = dict(zip("abc", numbers[:3], strict=True)), dict(zip("abc", numbers[3:], strict=True))

    def value(a, b, c):
        return a * b + b * c * c

    effects = shapley(value, {name: first[name] for name in order}, second)
    assert sum(effects.values()) == pytest.approx(value(**second) - value(**first), abs=1e-9)
    assert effects == pytest.approx(shapley(value, first, second), abs=1e-9)


@given(tables)
def test_both_nested_methods_are_exact(table):
    p0, p1, r0, r1 = (np.array([one, one[::-1]]) for one in table)
    change = (p1 * r1).sum() / p1.sum() - (p0 * r0).sum() / p0.sum()
    for method in ("two_stage", "shapley"):
        assert sum(nested((p0, p1), (p0 * r0, p1 * r1), method).values()) == pytest.approx(change, abs=1e-9)


def test_a_programme_that_appears_brings_a_mix_effect_and_no_rate_effect():
    plan = np.array([[100.0, 100.0], [0.0, 0.0]]), np.array([[100.0, 100.0], [50.0, 150.0]])
    paid = np.array([[80.0, 40.0], [0.0, 0.0]]), np.array([[80.0, 40.0], [10.0, 30.0]])
    effects = nested(plan, paid)
    assert effects["rate"] == pytest.approx(0)
    assert sum(effects.values()) == pytest.approx(160 / 400 - 120 / 200)


def test_amounts_of_nothing_have_no_logarithm():
    with pytest.raises(ValueError, match="shapley"):
        lmdi({"a": [0.0, 1.0]}, {"a": [1.0, 1.0]})


def test_shares_of_nothing_are_refused():
    with pytest.raises(ValueError, match="zero"):
        shares([0.0, 0.0])
