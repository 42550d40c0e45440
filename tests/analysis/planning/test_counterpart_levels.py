"""Counterpart capital by level of the budget: what is split adds up, what nobody states is not split."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.analysis.planning.assumed import Assumed
from mtqg_analysis.analysis.planning.counterpart_levels import by_programme, by_year
from mtqg_analysis.analysis.planning.counterpart_need import counterpart_need
from mtqg_analysis.analysis.planning.expected_money import Expected
from mtqg_analysis.analysis.planning.plan_table import plan_table
from mtqg_analysis.domain.errors import DataError

YEARS = range(2026, 2031)


def assumed(**values):
    """Assumptions, the ratio that of the integrated programme; amounts in million đồng."""
    units = dict.fromkeys(("fiscal_space", "province_fiscal_space"), "mn_vnd")
    blank = {"scenario": "all", "programme": "", "capital": "", "year": ""}
    programmes = {"counterpart_ratio": "TH"}
    rows = [
        blank
        | {"parameter": name, "value": str(value), "unit": units.get(name, "fraction")}
        | {"programme": programmes.get(name, "")}
        for name, value in values.items()
    ]
    return Assumed(pd.DataFrame(rows, columns=[*blank, "parameter", "value", "unit"]))


def need_of(held, central, programmes=("TH", "VH")):
    return counterpart_need(held, programmes, central, YEARS)


def plan_of(*rows):
    columns = ["level", "programme", "fund", "amount"]
    needs = pd.DataFrame(rows, columns=columns).assign(
        capital="investment", unit="U", name_vi="Đường", place="", households="", people="", year="2027", source="S"
    )
    needs = needs.assign(need=[f"N{place}" for place in needs.index])
    return plan_table(needs, (2026, 2030), Expected(pd.DataFrame()))


@given(st.integers(0, 10**13), st.floats(0, 3), st.floats(0, 1))
def test_the_two_levels_add_up_to_the_requirement(central, ratio, share):
    held = assumed(counterpart_ratio=ratio, province_counterpart=share, fiscal_space=900, province_fiscal_space=400)
    need = need_of(held, {"TH": float(central)}, ["TH"])
    row = by_programme(need, held, None).set_index("programme").loc["TH"]
    assert row["required_province"] + row["required_commune"] == row["required"]
    years = by_year(need, held)
    assert list(years["required_province"] + years["required_commune"]) == list(need.by_year["required"])
    assert list(years["gap_province"] + years["gap_commune"]) == list(need.by_year["gap"])


def test_a_requirement_that_nobody_splits_stays_whole():
    held = Assumed(assumed(fiscal_space=900).rows)
    need = need_of(held, {"VH": 100e9})
    rows = by_programme(need, held, None)
    assert rows[["required_province", "required_commune"]].isna().all(axis=None)
    assert by_year(need, held).empty


def test_forms_are_read_by_the_budget_of_their_level():
    held = assumed()
    plan = plan_of(
        ("agency", "TH", "counterpart", "5"),
        ("commune", "TH", "counterpart", "7"),
        ("commune", "TH", "central", "90"),
        ("village", "TH", "counterpart", "1"),
        ("commune", "NTM", "counterpart", "2"),
    )
    rows = by_programme(need_of(held, {}), held, plan).set_index("programme")
    asked = ["asked_province", "asked_commune", "asked"]
    assert rows.loc["TH", asked].tolist() == [5e6, 7e6, 13e6]
    assert rows.loc["VH", asked].tolist() == [0, 0, 0]
    assert rows.loc["NTM", asked].tolist() == [0, 2e6, 2e6], "a programme without a rule is not dropped"


def test_without_forms_nothing_is_asked_for_and_nothing_is_short():
    rows = by_programme(need_of(assumed(), {}), assumed(), None)
    assert rows[["asked", "short"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"province_counterpart": 1.4}, "từ 0 đến 1"),
        ({"fiscal_space": 100, "province_fiscal_space": 101}, "lớn hơn fiscal_space"),
    ],
)
def test_a_part_larger_than_the_whole_is_refused(values, words):
    held = assumed(counterpart_ratio=0.1, **values)
    with pytest.raises(DataError, match=words):
        by_year(need_of(held, {"TH": 1e9}, ["TH"]), held)


def test_levels_are_not_balanced_while_a_programme_is_unknown():
    held = assumed(counterpart_ratio=0.1, province_counterpart=0.6, fiscal_space=900, province_fiscal_space=400)
    assert len(by_year(need_of(held, {"TH": 1e9}, ["TH"]), held)) == len(YEARS)
    assert by_year(need_of(held, {"TH": 1e9}), held).empty
