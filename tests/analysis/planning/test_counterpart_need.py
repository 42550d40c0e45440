"""Counterpart capital by the dated rules, and what its delay would cost."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.analysis.planning.counterpart_need import (
    Ratio,
    _holds,
    _ratio,
    delayed_rate,
    ratios_on,
    required,
    share_lost,
)


def by_programme(day, share):
    return {ratio.programme: ratio.value for ratio in ratios_on(day, share)}


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.75, {"DTTS": 0.10, "GNBV": 0.05, "NTM": 1.0}),
        (0.60, {"DTTS": 0.10, "GNBV": 0.10, "NTM": 1.5}),
        (0.599, {"DTTS": 0.15, "GNBV": 0.10, "NTM": 1.5}),
        (0.10, {"DTTS": 0.15, "GNBV": 0.15, "NTM": 2.0}),
    ],
)
def test_the_balance_share_picks_the_band(share, expected):
    assert by_programme(date(2024, 6, 30), share) == expected


def test_without_a_balance_share_no_band_is_guessed():
    assert set(by_programme(date(2024, 6, 30), None).values()) == {None}


def test_the_integrated_programmes_ratio_is_not_published():
    found = by_programme(date(2026, 1, 1), 0.75)
    assert found == {"VH": 0.10, "TH": None}


def test_every_ratio_says_whether_somebody_held_it_against_the_text():
    for ratio in ratios_on(date(2026, 1, 1), 0.75):
        assert ratio.reference
        assert ratio.verified is False


@given(st.integers(1, 10**13), st.floats(0, 3), st.floats(0, 2))
def test_more_counterpart_capital_never_loses_more(central, ratio, part):
    needed = required(central, ratio)
    lost = share_lost(needed, part * needed)
    assert 0 <= lost <= 1
    assert share_lost(needed, 2 * part * needed) <= lost
    assert delayed_rate(0.65, 0.4, lost) <= 0.65


def test_all_of_it_in_time_costs_nothing():
    assert delayed_rate(0.65, 0.4, share_lost(100, 100)) == 0.65


CHECKED = "2026-11-30"


def bands(*rows):
    columns = ["key", "value", "reference", "verified"]
    return pd.DataFrame(rows, columns=columns).assign(checked_on=CHECKED)


def test_reference_and_state_are_those_of_the_band_that_holds():
    """Each band has a text of its own: what was checked of one says nothing of the other."""
    held = bands(("[70,100]", "5", "Quyết định A", "no"), ("[0,70)", "10", "Quyết định B", "yes"))
    assert _ratio("TH", held, 0.6) == Ratio("TH", 0.10, "Quyết định B", True, CHECKED)
    assert _ratio("TH", held, 0.7) == Ratio("TH", 0.05, "Quyết định A", False, CHECKED)
    assert _ratio("TH", held, None) == Ratio("TH", None, "Quyết định A", False, CHECKED)


def test_an_end_in_round_brackets_does_not_belong_to_the_band():
    assert [_holds("(60,100]", share) for share in (0.6, 0.601, 1)] == [False, True, True]
    assert [_holds("[0,60)", share) for share in (0, 0.599, 0.6)] == [True, True, False]
