"""The rounding model: a printed figure stands for every value that prints so."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.domain.figure import SCALE, Figure, parse_decimal, printed_half_width

values = st.decimals(min_value=0, max_value=10**7, places=6)
decimals = st.integers(min_value=0, max_value=4)
units = st.sampled_from([*SCALE, "count"])


def rounded(value, places, mode):
    return value.quantize(Decimal(1).scaleb(-places), mode)


def half(places):
    return Decimal(1).scaleb(-places) / 2


def base(value, unit):
    return value * SCALE.get(unit, Decimal(1))


@given(values, decimals, units)
def test_the_bounds_contain_every_value_that_rounds_half_up_to_the_printed_one(true, places, unit):
    printed = Figure(rounded(true, places, ROUND_HALF_UP), unit, half(places))
    low, high = printed.bounds
    assert low <= base(true, unit) < high


@given(values, decimals, units)
def test_more_than_promises_no_lower_value(true, places, unit):
    printed = Figure(rounded(true, places, ROUND_FLOOR), unit, half(places), "over")
    low, high = printed.bounds
    assert low == printed.exact
    assert low <= base(true, unit) <= high


@given(values, decimals, units)
def test_nearly_promises_no_higher_value(true, places, unit):
    printed = Figure(rounded(true, places, ROUND_CEILING), unit, half(places), "under")
    low, high = printed.bounds
    assert high == printed.exact
    assert low <= base(true, unit) <= high


@given(values, decimals, units)
def test_about_is_never_narrower_than_rounding(true, places, unit):
    value = rounded(true, places, ROUND_HALF_UP)
    plain, about = (Figure(value, unit, half(places), qualifier).bounds for qualifier in ("", "about"))
    assert about[0] < plain[0]
    assert plain[1] < about[1]
    assert about[1] - about[0] == 2 * (plain[1] - plain[0])


@pytest.mark.parametrize("qualifier", ["", "about", "over", "under"])
@given(value=st.decimals(min_value=0, max_value=10**5, places=3))
def test_the_currency_unit_changes_no_interval(value, qualifier):
    in_units = [
        Figure(value * 10**power, unit, Decimal("0.0005") * 10**power, qualifier).bounds
        for unit, power in (("bn_vnd", 0), ("mn_vnd", 3), ("thousand_vnd", 6), ("vnd", 9))
    ]
    assert in_units == [in_units[0]] * 4


@pytest.mark.parametrize(
    ("text", "unit", "qualified", "expected"),
    [
        ("1318", "bn_vnd", False, "0.5"),
        ("52.6", "percent", False, "0.05"),
        ("73", "percent", True, "0.5"),
        ("100", "percent", False, "0.5"),  # the zeros of a percentage are printed digits
        ("1300", "bn_vnd", False, "0.5"),  # two zeros may be digits …
        ("1300", "bn_vnd", True, "50"),  # … but not after "hơn"
        ("83000", "bn_vnd", False, "500"),  # read off "83 nghìn tỷ"
        ("2000000", "count", False, "500"),  # up to thousands only
        ("14468.011", "bn_vnd", False, "0.0005"),
    ],
)
def test_the_half_width_is_half_of_the_last_printed_digit(text, unit, qualified, expected):
    assert printed_half_width(text, unit, qualified) == Decimal(expected)


@pytest.mark.parametrize("text", ["", "1,318", "1.318,5", "NaN", "Infinity", "-inf", "12 tỷ", "0x10"])
def test_what_is_not_a_decimal_number_is_none(text):
    assert parse_decimal(text) is None


def test_a_figure_keeps_the_digits_that_were_printed():
    assert str(parse_decimal("52.60")) == "52.60"
