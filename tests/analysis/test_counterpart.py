"""Counterpart capital of a year: who reports late stays in the sums and is named; who was merged away does not."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from changes import with_table

from mtqg_analysis import Period, evaluate_year, load_ledger, year_end
from mtqg_analysis.analysis.counterpart import read_counterpart

LATE, PART = "186", "178"  # two districts: one without the newest day at all, one without it for a programme


@pytest.fixture(scope="module")
def rows(root):
    return pd.read_csv(root / "data/illustrative/counterpart.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def behind(illustrative, rows):
    """The illustrative dataset without the newest day of one district and of one programme of another."""
    last = rows["day"] == "2024-12-31"
    lost = last & ((rows["unit"] == LATE) | ((rows["unit"] == PART) & (rows["programme"] == "NTM")))
    return with_table(illustrative, "counterpart", rows[~lost])


def summed(rows, day):
    chosen = rows[rows["day"] == day]
    return chosen["due"].astype(int).sum() * 1e6, chosen["placed"].astype(int).sum() * 1e6


def test_a_unit_that_has_not_reported_yet_stays_in_the_sums(behind, rows):
    found = read_counterpart(behind, date(2024, 12, 31), 2024)
    late = rows[(rows["unit"] == LATE) | ((rows["unit"] == PART) & (rows["programme"] == "NTM"))]
    due, placed = (
        whole - ends + former
        for whole, ends, former in zip(
            summed(rows, "2024-12-31"), summed(late, "2024-12-31"), summed(late, "2024-09-30"), strict=True
        )
    )
    assert found.day == date(2024, 12, 31)
    assert len(found.units) == rows["unit"].nunique()
    assert (found.units["due"].sum(), found.units["placed"].sum()) == (due, placed)
    assert (found.programmes["due"].sum(), found.months["due"].iloc[-1]) == (due, due)
    assert found.naive == pytest.approx(placed / due)
    assert list(found.older.itertuples(index=False, name=None)) == [
        ("district", PART, "2024-09-30", ("NTM",)),
        ("district", LATE, "2024-09-30", ()),
    ]


def test_nobody_is_older_where_all_reported(illustrative, rows):
    found = read_counterpart(illustrative, date(2024, 12, 31), 2024)
    assert found.older.empty
    assert [(row.due, row.placed) for row in found.months.itertuples()] == [
        summed(rows, day) for day in sorted(rows.loc[rows["year"] == "2024", "day"].unique())
    ]


def test_units_merged_away_leave_their_capital_to_their_successors(few, rows):
    former = {"level": "district", "unit": LATE, "year": "2025", "day": "2025-06-30", "due": "900", "placed": "500"}
    heir = former | {"level": "commune", "unit": "06427", "day": "2025-09-30", "due": "1000", "placed": "800"}
    made = pd.DataFrame(
        [rows.iloc[0].to_dict() | one | {"counterpart": f"X{n}"} for n, one in enumerate((former, heir))]
    )
    made.to_csv(few / "counterpart.csv", index=False)
    found = read_counterpart(load_ledger(few), date(2025, 12, 31), 2025)
    assert list(found.units["unit"]) == ["06427"]
    assert list(found.months["due"]) == [900e6, 1000e6]
    assert found.older.empty


def test_the_report_names_who_is_older_and_on_which_day(behind, nation):
    period = Period(2024, date(2024, 12, 31))
    evaluation = evaluate_year(replace(behind, period=period), nation)
    said = "Chưa có số đến ngày 31/12/2024, nên tính theo ngày mới nhất của mình: "
    for text in (
        year_end.counterpart_sentence(evaluation).markdown.replace("\\", ""),
        *year_end.counterpart_table(evaluation).notes[1:],
        *year_end.draw_counterpart(evaluation).notes,
    ):
        assert f"{said}TP Lạng Sơn, NTM (30/09/2024); Hữu Lũng (30/09/2024)." in text
