"""The official tables: amounts worked by hand, and parts that add up whatever the cells are."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.official import (
    AMOUNTS,
    amounts,
    judged,
    official_money,
    official_units,
    plan_by_origin,
    projects_differ,
    unit_programmes,
    with_plan_parts,
)
from mtqg_analysis.domain.codes import CAPITALS, ORIGINS
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.programmes import programmes_held
from mtqg_analysis.ledger.coverage import coverage_of

MILLION = 1_000_000
GAPS = ["level", "unit", "programme", "capital", "origin", "lacks"]
PUBLISHED = ["level", "unit", "programme", "capital", "origin", "exact", "plan_basis", "day", "known_on"]


def cells_of(rows, year=2024, gaps=()):
    """Cells of rows of level, unit, programme, capital, origin, plan and disbursed in triệu đồng."""
    frame = pd.DataFrame(rows, columns=["level", "unit", "programme", "capital", "origin", "plan", "disbursed"])
    frame = frame.assign(plan=frame["plan"] * MILLION, disbursed=frame["disbursed"] * MILLION)
    frame = frame.assign(later=float("nan"), half=0.5 * MILLION)
    gaps, day = pd.DataFrame(gaps, columns=GAPS), date(year, 12, 31)
    coverage = coverage_of(frame, "20", year, day, gaps)
    return Cells(year, frame, gaps, day, None, "province_assigned", ("S",), ("F",), day, coverage)


@pytest.fixture
def published(monkeypatch):
    """Says which plans the ledger holds, as rows of PLACE, origin and triệu đồng."""

    def says(*rows, basis="province_assigned", day=date(2024, 12, 31)):
        told = [(*row[:5], row[5] * MILLION, basis, day, "2024-12") for row in rows]
        plans = pd.DataFrame(told, columns=PUBLISHED)
        monkeypatch.setattr(
            "mtqg_analysis.analysis.year_end.official.dated_amounts", lambda *_: (plans.iloc[:0], plans)
        )

    return says


def own(capital, origin, plan, disbursed, programme="NTM"):
    return ("province", "20", programme, capital, origin, plan, disbursed)


def in_millions(row, names):
    return {name: None if pd.isna(row[name]) else row[name] / MILLION for name in names}


def test_a_row_is_worked_by_hand(published):
    published()
    cells = cells_of(
        [
            own("investment", "current_year", 100, 80),
            own("investment", "carried_over", 20, 10),
            own("recurrent", "current_year", 50, 15),
            own("recurrent", "carried_over", 30, 5),
        ]
    )
    row = amounts(with_plan_parts(cells, None))
    said = in_millions(row, [f"{name}{suffix}" for name in AMOUNTS for suffix in ("", "_investment", "_recurrent")])
    assert list(said.values()) == [200, 120, 80, 150, 100, 50, 50, 20, 30, 110, 90, 20]
    assert (row["rate"], row["rate_investment"], row["rate_recurrent"]) == (0.55, 0.75, 0.25)


PARTS = [
    (([100, 20],), (100, 20)),
    (([120, None],), (120, None)),  # a programme that begins: all of it is the year's own
    (([90, 20],), (None, None)),  # parts of another plan
    ((), (None, None)),
]


@pytest.mark.parametrize(("told", "expected"), PARTS)
def test_where_origins_are_disbursed_together_the_published_plans_tell_them_apart(published, told, expected):
    pairs = [(origin, plan) for plans in told for origin, plan in zip(ORIGINS, plans, strict=True) if plan]
    published(*(("province", "20", "NTM", "investment", *pair) for pair in pairs))
    row = amounts(with_plan_parts(cells_of([own("investment", "both", 120, 60)]), None))
    assert tuple(in_millions(row, ORIGINS).values()) == expected
    assert row["plan"] == 120 * MILLION


@pytest.mark.parametrize("other", [{"basis": "start_of_year"}, {"day": date(2025, 1, 15)}])
def test_plans_of_another_basis_or_a_later_day_tell_nothing(published, other):
    published(("province", "20", "NTM", "investment", "current_year", 120), **other)
    row = amounts(with_plan_parts(cells_of([own("investment", "both", 120, 60)]), None))
    assert pd.isna(row["current_year"])


def test_one_cell_that_is_not_told_apart_leaves_no_sum_of_origins(published):
    published()
    cells = cells_of([own("investment", "current_year", 100, 80), own("investment", "both", 50, 10, "DTTS")])
    row = amounts(with_plan_parts(cells, None))
    assert row["plan"] == 150 * MILLION
    assert pd.isna(row["current_year_investment"])


@st.composite
def drawn(draw):
    """Cells of a few units, programmes, capital types and origins, some of them without a plan."""
    year = draw(st.sampled_from([2024, 2026]))
    keys = st.tuples(
        st.sampled_from([("agency", "SNN"), ("district", "180"), ("district", "181"), ("commune", "06622")]),
        st.sampled_from(programmes_held(year)),
        st.sampled_from(CAPITALS),
        st.sampled_from(ORIGINS),
    )
    amount = st.integers(0, 3_000_000)
    held = draw(st.dictionaries(keys, st.tuples(amount, amount), min_size=1, max_size=20))
    return cells_of([(*unit, *rest, *pair) for (unit, *rest), pair in held.items()], year)


@given(drawn())
def test_totals_are_the_sums_of_their_parts_in_the_table_of_units(cells):
    table, keys = official_units(cells), unit_programmes(cells)
    units, levels = table[table["unit"] != ""], table[(table["unit"] == "") & (table["level"] != "")]
    assert len(units) == len(cells.frame[["level", "unit"]].drop_duplicates())
    assert len(levels) == (units["level"].nunique() if units["level"].nunique() > 1 else 0)
    for name in ("plan", "disbursed"):
        assert table.at[0, name] == cells.frame[name].sum()
        for key in keys:
            assert units[f"{name}_{key}"].sum() == table.at[0, f"{name}_{key}"]
            assert not len(levels) or levels[f"{name}_{key}"].sum() == table.at[0, f"{name}_{key}"]
        assert (table[[f"{name}_{key}" for key in keys]].sum(axis=1) == table[name]).all()


@given(drawn())
def test_totals_are_the_sums_of_their_parts_in_the_table_of_programmes(cells):
    parts = cells.frame.assign(**{name: cells.frame["plan"].where(cells.frame["origin"] == name) for name in ORIGINS})
    row = pd.Series(amounts(parts.assign(told=True))).fillna(0)
    for capital in ("", *(f"_{one}" for one in CAPITALS)):
        assert row[f"plan{capital}"] == sum(row[f"{origin}{capital}"] for origin in ORIGINS)
    for name in AMOUNTS:
        assert row[name] == sum(row[f"{name}_{capital}"] for capital in CAPITALS)


def test_the_programmes_of_the_illustrative_dataset_make_its_total_and_its_projects_make_them(evaluated):
    evaluation = evaluated("illustrative", 2024, "2024-12-31")
    rows = official_money(evaluation).set_index("code")
    above = rows[~rows.index.str.contains(".", regex=False)]
    assert list(above.index) == ["ALL", "DTTS", "GNBV", "NTM"]
    assert in_millions(rows.loc["ALL"], ["plan", "disbursed"]) == {"plan": 2_505_700, "disbursed": 1_318_000}
    assert rows.at["ALL", "estimate"].value == 73
    for name in AMOUNTS:
        assert above[name].iloc[1:].sum() == rows.at["ALL", name]
    for code in ("DTTS", "GNBV", "NTM"):
        assert rows.loc[rows.index.str.startswith(f"{code}."), "disbursed"].sum() == rows.at[code, "disbursed"]
    numbers = [code for code in rows.index if code.startswith("DTTS.")]
    assert (numbers[0], numbers[2], numbers[-1]) == ("DTTS.1", "DTTS.3.1", "DTTS.10.3")
    assert not projects_differ(evaluation)


def test_in_august_plans_by_origin_stand_beside_a_disbursement_of_both_together(evaluated):
    rows = official_money(evaluated("illustrative", 2025, "2025-08-31")).set_index("code")
    assert rows.at["ALL", "current_year"] + rows.at["ALL", "carried_over"] == rows.at["ALL", "plan"]
    assert rows["estimate"].isna().all()


def test_projects_of_another_day_or_of_another_sum_are_left_out_or_said(evaluated):
    evaluation = evaluated("illustrative", 2024, "2024-12-31")
    projects = evaluation.detail.projects

    def with_projects(changed):
        detail = SimpleNamespace(programmes=evaluation.detail.programmes, projects=changed)
        about = {name: getattr(evaluation, name) for name in ("ledger", "period", "disbursed", "rates", "estimate")}
        return SimpleNamespace(detail=detail, **about)

    earlier = with_projects(replace(projects, cut_off=date(2024, 11, 30)))
    assert list(official_money(earlier)["code"]) == ["ALL", "DTTS", "GNBV", "NTM"]
    assert not projects_differ(earlier)
    fewer = with_projects(replace(projects, frame=projects.frame.iloc[5:]))
    assert len(official_money(fewer)) > 30
    assert projects_differ(fewer)


def test_only_totals_are_known_of_the_published_figures(evaluation):
    assert official_money(evaluation).empty
    assert plan_by_origin(evaluation) is None


def test_what_was_carried_over_is_known_before_the_year_is_settled(evaluated):
    origins = plan_by_origin(evaluated("illustrative", 2024, "2024-12-31"))
    assert in_millions(origins, ORIGINS) == {"current_year": 1_850_205, "carried_over": 655_495}


def test_of_programmes_that_closed_the_year_before_the_units_have_one_sum():
    rows = [("commune", "06622", code, "recurrent", "carried_over", 10, 5) for code in ("DTTS", "GNBV")]
    rows += [("commune", "06622", "TH", "recurrent", "current_year", 100, 20)]
    cells = cells_of(rows, year=2026)
    assert unit_programmes(cells) == ["th", "closed"]
    table = official_units(cells)
    assert table["plan_closed"].tolist() == [20 * MILLION] * 2
    assert table["rate"].tolist() == [0.25] * 2


def test_a_unit_without_any_whole_cell_has_its_row_and_no_figure():
    gap = ("district", "181", "NTM", "investment", "both", "plan")
    cells = cells_of([("district", "180", "NTM", "investment", "both", 10, 5)], gaps=[gap])
    table = official_units(cells).set_index("unit")
    assert list(table.index) == ["", "180", "181"]
    assert table.loc["181", ["plan", "disbursed", "rate"]].isna().all()
    assert table.at["", "plan"] == 10 * MILLION


def test_money_without_a_plan_has_no_rate():
    table = official_units(cells_of([("district", "180", "NTM", "investment", "both", 0, 5)]))
    assert table["disbursed"].tolist() == [5 * MILLION] * 2
    assert table["rate"].isna().all()


def target(direction, value, reached, met):
    return (direction, value, Figure(Decimal(reached), "count", None) if reached else None, met)


def test_a_target_is_exceeded_met_missed_or_not_known():
    rows = [
        target("at_least", 107.0, "110", True),
        target("at_least", 107.0, "107", True),
        target("at_least", 107.0, "104", False),
        target("at_most", 5.0, "4.86", True),
        target("at_most", 5.0, "5.00", True),
        target("at_least", 5.0, "", None),
        target("", 5.0, "4", None),
    ]
    targets = pd.DataFrame(rows, columns=["direction", "value", "actual", "met"]).astype({"met": object})
    december, june = (SimpleNamespace(targets=targets, period=SimpleNamespace(stage=stage)) for stage in (12, 6))
    verdicts = ["exceeded", "met", "missed", "exceeded", "met", "unknown", "undirected"]
    assert judged(december).tolist() == verdicts
    assert judged(june).tolist() == ["open"] * 7
