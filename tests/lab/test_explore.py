"""A dataset explored by hand: sums agree with facts, nothing is computed twice, errors list what there is."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from mtqg_analysis import DataError, IncomparableError, ParameterError, explore, exploring, parse_day


@pytest.fixture(scope="module")
def year(illustrative):
    return explore(illustrative, 2024)


def summed(ledger, measure, **codes):
    """The amount by the facts themselves, of the last version of the plan before the year's end."""
    rows = ledger.find(measure=measure, level="district", year="2024", **codes)
    rows = rows[rows["day"] <= date(2024, 12, 31)]
    rows = rows[rows["plan_basis"] == "province_assigned"] if measure == "plan" else rows[rows["status"] == "actual"]
    keys = ["unit", "programme", "capital", "origin"]
    return rows.sort_values("day", kind="stable").drop_duplicates(keys, keep="last")["exact"].sum()


def test_each_row_is_the_sum_of_its_facts_and_its_rate_their_ratio(illustrative, year):
    for row in year.by("district", "programme").cut.frame.to_dict("records"):
        codes = {"unit": row["unit"], "programme": row["programme"]}
        paid, planned = (summed(illustrative, measure, **codes) for measure in ("disbursed", "plan"))
        assert (row["disbursed"], row["plan"]) == (paid, planned)
        assert row["rate"] == pytest.approx(float(paid / planned))


def test_every_division_adds_up_to_the_same(year):
    whole = year.by("district").cut.cells.total
    for keys in (("district",), ("district", "capital"), ("district", "programme", "origin")):
        assert year.by(*keys).cut.frame[["plan", "disbursed"]].sum().tolist() == whole[["plan", "disbursed"]].tolist()
    parts = [
        year.where(capital=capital).by("district").cut.frame["disbursed"].sum() for capital in year.choices("capital")
    ]
    assert sum(parts) == whole["disbursed"]


def test_projects_add_up_to_their_programme(year):
    projects = year.where(programme="GNBV").by("project").cut.frame
    assert projects["programme"].str.startswith("GNBV.").all()
    assert projects["disbursed"].sum() == year.where(programme="GNBV").by("programme").cut.frame["disbursed"].sum()


def test_months_rise_to_the_figures_of_the_year(year):
    months = year.by("month").cut.frame
    assert months["month"].tolist() == list(range(1, 13))
    assert months["disbursed"].is_monotonic_increasing
    assert months["rate"].iloc[-1] == year.by().cut.frame["rate"].item()
    assert "Tổng" not in str(year.by("month").table.text_rows)


def test_another_year_stands_beside_at_the_same_day(illustrative, year):
    beside = year.by("district", beside=2023).cut
    before = explore(illustrative, 2023).by("district").cut.frame.set_index("unit")["rate"]
    rows = beside.frame.set_index("unit")
    assert (rows["rate_before"] == before).all()
    assert (rows["change"] == rows["rate"] - before).all()
    with pytest.raises(IncomparableError, match="31/12/2024, năm 2023 có số đến 30/06/2023"):
        year.by("district").cut.beside(explore(illustrative, 2023, date(2023, 6, 30)).by("district").cut)


def test_what_is_asked_again_is_the_same_value(illustrative, year):
    view = year.by("district", "capital")
    again = explore(illustrative, 2024).by("district", "capital")
    assert again is view
    assert again.table is view.table
    assert again.draw("plan") is view.draw("plan")


def test_the_code_of_a_view_makes_it_and_the_command_names_its_year(illustrative, year):
    view = year.where(programme=["DTTS", "NTM"], capital="investment").by("district", beside=2023)
    names = {"load_ledger": {"data/illustrative": illustrative}.get, "explore": explore, "parse_day": parse_day}
    made = eval(view.code, names)
    assert made.table.text_rows == view.table.text_rows
    assert view.command == "mtqg report comparison --data data/illustrative --years 2023-2024 --as-of 2024-12-31"
    assert year.by().command == "mtqg report year-end --data data/illustrative --year 2024 --as-of 2024-12-31"


def test_csv_and_workbook_hold_what_the_table_prints(year, tmp_path):
    view = year.by("district", "capital")
    view.save(tmp_path / "bang.csv")
    text = (tmp_path / "bang.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert text.startswith(b"\xef\xbb\xbf")
    assert [row[:2] for row in rows[1:]] == [row[:2] for row in view.table.text_rows]
    assert rows[-1][2] == "2235,0"
    view.save(tmp_path / "bang.xlsx")
    book = openpyxl.load_workbook(tmp_path / "bang.xlsx")
    held = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert any(value.startswith("=") and "So_lieu" in value for value in held)
    assert {"TP Lạng Sơn", "Vốn đầu tư"} <= held
    with pytest.raises(ParameterError, match=r"\.csv, \.xlsx"):
        view.save("bang.ods")


def test_a_row_leads_to_its_facts(illustrative, year):
    rows = year.by("district", "programme").facts(unit="180", programme="DTTS").frame
    facts = illustrative.facts.set_index("fact").loc[rows["fact"]]
    assert set(facts["unit"]) == {"180"}
    assert set(facts["programme"]) == {"DTTS"}
    assert facts.loc[facts["measure"] == "disbursed", "exact"].sum() == 65_220_000_000
    with pytest.raises(ParameterError, match="180"):
        year.by("district").facts(unit="999")


@pytest.mark.parametrize(
    ("ask", "listed"),
    [
        (lambda ledger: explore(ledger, 2010), "2021, 2022, 2023, 2024, 2025"),
        (lambda ledger: explore(ledger, 2024).where(programme="XX"), "GNBV (GNBV)"),
        (lambda ledger: explore(ledger, 2024).where(level="district", unit="Chi Lang"), "187 (Chi Lăng)"),
        (lambda ledger: explore(ledger, 2024).where(tinh="20"), "level, unit, programme, capital, origin"),
        (lambda ledger: explore(ledger, 2024).by("huyện"), "province, district, commune"),
        (lambda ledger: explore(ledger, 2024).by("district").draw("x"), "plan, disbursed, balance, rate"),
        (lambda ledger: explore(ledger, 2024).by("district", "agency"), "district, agency"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(illustrative, ask, listed):
    with pytest.raises(ParameterError) as told:
        ask(illustrative)
    assert listed in str(told.value)


def test_a_name_stands_for_its_code(year):
    found = year.where(level="district", unit="Chi Lăng", programme="dtts&mn", capital="Vốn đầu tư")
    assert found.codes == {"level": ("district",), "unit": ("187",), "programme": ("DTTS",), "capital": ("investment",)}


def test_a_dataset_without_sums_says_what_can_be_seen(ledger):
    with pytest.raises(DataError, match=r"exploring\.facts"):
        explore(ledger)


def test_units_have_a_map_and_agencies_none(year):
    assert "Tràng Định" in year.by("district").map.svg
    assert year.by("agency").map is None
    assert year.by("programme").map is None


def test_the_chart_draws_what_the_table_says(year):
    values = [one["text"] for one in year.by("district").chart.screen["values"]]
    assert values[0] == "TP Lạng Sơn: 55,7%"
    assert len(values) == 11


# Facts in words ----------------------------------------------------------------------------------------------------


def test_facts_say_programme_capital_origin_and_unit(illustrative):
    rows = illustrative.find(measure="plan", level="district", unit="178", year="2024", programme="DTTS")
    table = exploring.facts(rows.head(1))
    cells = dict(zip([column.name for column in table.columns], table.text_rows[0], strict=True))
    assert cells["programme"] == "DTTS&MN"
    assert (cells["capital"], cells["uom"]) == ("Vốn đầu tư", "tỷ đồng")
    assert cells["origin"].startswith("Vốn năm")


def test_two_facts_are_compared_in_words(nation):
    rows = nation.find(measure="disbursement_rate", level="national", programme="PI", plan_basis="pm_assigned")
    rows = rows[rows["status"] == "actual"]
    one, other = (rows[rows["as_of"] == day].iloc[0] for day in ("2023-04-30", "2024-04-30"))
    said = exploring.compared(one, other)
    assert said.quotes == (one["fact"], other["fact"])
    assert "điểm %" in said.markdown
    assert "do làm tròn nằm trong khoảng" in said.markdown
    refused = exploring.compared(one, rows.iloc[-1]).markdown
    assert "Không so sánh được vì" in refused
