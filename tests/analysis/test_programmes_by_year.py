"""The programmes that make the whole are data by year: three until 2025, five from 2026, and a break between them."""

import csv
from dataclasses import replace
from datetime import date
from itertools import product

import pandas as pd
import pytest

from mtqg_analysis import Period, compare_years, evaluate_year, load_ledger
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.units import units_on
from mtqg_analysis.ledger.check import check_dataset
from mtqg_analysis.ledger.dataset import read_dataset
from mtqg_analysis.ledger.facts import FACT_COLUMNS
from mtqg_analysis.report.cells import counted_programmes
from mtqg_analysis.report.pages import comparison, year_end

ABOUT = "title_vi: Số liệu thử\ntitle_en: Test figures\nkind: illustrative\nprovince: '20'\ncurrency_unit: mn_vnd\n"
CAPITALS = ("investment", "recurrent")


def rows_of(year, days, programmes, share):
    """Plan and disbursement of every commune, programme and capital; `share` of the plan by each day."""
    for unit, programme, capital in product(units_on(date(2026, 1, 1), "commune", "20")["code"], programmes, CAPITALS):
        about = {"programme": programme, "capital": capital, "level": "commune", "unit": unit, "province": "20"}
        about |= {"origin": "current_year", "year": year, "value_unit": "mn_vnd", "half_width": 0.5, "source": "THU"}
        plan = 100 + 10 * programmes.index(programme)
        yield about | {
            "measure": "plan", "plan_basis": "province_assigned", "as_of": f"{year}-01-20", "status": "plan",
            "value": plan, "known_on": f"{year}-01-20",
        }  # fmt: skip
        for day in days:
            paid = round(plan * share * date.fromisoformat(day).month / 12)
            yield about | {"measure": "disbursed", "as_of": day, "status": "actual", "value": paid, "known_on": day}


@pytest.fixture(scope="module")
def two_terms(tmp_path_factory):
    """The last year of three programmes and the first of five, by commune."""
    folder = tmp_path_factory.mktemp("data") / "hai-giai-doan"
    folder.mkdir()
    (folder / "dataset.yaml").write_text(ABOUT, "utf-8")
    source = "THU,Số liệu thử,Kiểm thử,2026-12-31,day,\n"
    (folder / "sources.csv").write_text("source,title,publisher,date,date_precision,url\n" + source, "utf-8")
    rows = [*rows_of(2025, ["2025-12-31"], programmes_of(2025), 0.6)]
    rows += rows_of(2026, ["2026-10-31", "2026-12-31"], programmes_of(2026), 0.8)
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [column.name for column in FACT_COLUMNS], restval="")
        writer.writeheader()
        writer.writerows(row | {"fact": f"T{place:05}"} for place, row in enumerate(rows))
    return folder


def test_a_dataset_of_the_new_programmes_passes_its_check(two_terms):
    assert [finding for finding in check_dataset(read_dataset(two_terms)).findings if finding.severity == "error"] == []


@pytest.mark.parametrize(("day", "rate"), [("2026-10-31", "66,7%"), ("2026-12-31", "80,0%")])
def test_the_year_2026_is_evaluated_by_its_five_programmes(two_terms, nation, day, rate):
    found = evaluate_year(load_ledger(two_terms, Period(2026, date.fromisoformat(day))), nation)
    cells = found.detail.programmes
    assert set(cells.frame["programme"]) == set(programmes_of(2026))
    plan = 65 * 2 * sum(100 + 10 * place for place in range(5))
    assert cells.total["plan"] == plan * 1_000_000
    names = list(year_end.by_programme(found).frame["name"])
    assert [name for name in names if not name.startswith("–")] == [
        "Tích hợp", "Văn hóa", "Ma túy", "Y tế", "Giáo dục", "Tổng số",
    ]  # fmt: skip
    assert "Chưa có số liệu kế hoạch và giải ngân" not in year_end.programme_sentence(found).markdown
    assert year_end.draw_programmes(found) is not None
    assert rate.split(",")[0] in year_end.headline(found).markdown


@pytest.mark.full
def test_an_outlook_that_learns_from_other_programmes_says_so(two_terms, nation):
    found = evaluate_year(load_ledger(two_terms, Period(2026, date(2026, 10, 31))), nation)
    said = (
        "Các chương trình của năm 2026 (Tích hợp, Văn hóa, Ma túy, Y tế, Giáo dục) không phải là các chương trình của "
        "các năm trước (2025: DTTS&MN, GNBV, NTM)"
    )
    assert said in year_end.outlook_sentence(found).markdown
    for shown in (year_end.outlook_table(found), year_end.unit_outlook(found)):
        assert any(note.startswith(said) for note in shown.notes)
    alike = evaluate_year(load_ledger(two_terms, Period(2025, date(2025, 12, 31))), nation)
    assert "không phải là các chương trình" not in year_end.outlook_sentence(alike).markdown


def test_2025_and_2026_stand_side_by_side_and_the_break_is_said(two_terms, nation):
    found = compare_years(load_ledger(two_terms), nation, (2025, 2026), date(2026, 12, 31))
    assert list(found.province.cells) == [2025, 2026]
    assert (found.province.changes, found.province.broken) == ((), ((2025, 2026),))
    said = comparison.reason_sentence(found).markdown
    assert "Từ năm 2026 các chương trình là chương trình khác" in said
    assert "Mới có số liệu của một năm" not in said
    assert comparison.reasons(found) is None
    table = comparison.levels(found).frame.set_index("name")
    assert table.loc["Chung", ["d2025", "d2026"]].round(2).tolist() == [0.6, 0.8]
    broken = comparison.breaks(found).frame
    assert "DTTS&MN, GNBV, NTM → Tích hợp, Văn hóa, Ma túy, Y tế, Giáo dục" in set(broken["what"])


def test_a_printed_total_of_2026_is_held_against_its_five_programmes(two_terms, tmp_path):
    """The same total of 2026 with a programme less no longer closes by the three programmes of the former years."""
    rows = [
        {"measure": "disbursed", "origin": "current_year", "programme": programme, "capital": "total",
         "level": "province", "unit": "20", "province": "20", "year": 2026, "as_of": "2026-12-31", "status": "actual",
         "value": value, "value_unit": "mn_vnd", "half_width": 0.5, "source": "THU", "known_on": "2026-12-31",
         "fact": f"S{programme}"}
        for programme, value in [*((code, 100) for code in programmes_of(2026)), ("ALL", 400)]
    ]  # fmt: skip
    for name in ("dataset.yaml", "sources.csv"):
        (tmp_path / name).write_bytes((two_terms / name).read_bytes())
    with (tmp_path / "facts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [column.name for column in FACT_COLUMNS], restval="")
        writer.writeheader()
        writer.writerows(rows)
    kinds = [finding.kind for finding in check_dataset(read_dataset(tmp_path)).findings]
    assert "sum_mismatch" in kinds


def test_programmes_are_counted_from_the_table_in_words():
    assert [counted_programmes([year]) for year in (2021, 2026, 2031)] == [
        "ba chương trình", "05 chương trình", "04 chương trình",
    ]  # fmt: skip


@pytest.mark.full
def test_pages_that_try_methods_on_former_programmes_say_so(two_terms, nation):
    found = evaluate_year(load_ledger(two_terms, Period(2026, date(2026, 10, 31))), nation)
    said = "Các chương trình của năm 2026 (Tích hợp, Văn hóa, Ma túy, Y tế, Giáo dục) không phải là"
    assert said in year_end.backtest_sentence(found).markdown
    assert any(note.startswith(said) for note in year_end.backtest_table(found).notes)
    alike = evaluate_year(load_ledger(two_terms, Period(2025, date(2025, 12, 31))), nation)
    assert "không phải là các chương trình" not in year_end.backtest_sentence(alike).markdown


@pytest.fixture(scope="module")
def more(two_terms):
    """2025 with money of the programme of culture, and 2026 of the province, where it tells what was carried over."""

    def made(rows, period):
        ledger = load_ledger(two_terms, period)
        facts = ledger.facts
        return replace(ledger, facts=pd.concat([facts, rows(facts)], ignore_index=True))

    return made


def test_money_of_a_programme_that_is_none_of_the_year_is_named(more, nation):
    def culture(facts):
        return facts[(facts["year"] == "2025") & (facts["programme"] == "NTM")].assign(programme="VH")

    found = evaluate_year(more(culture, Period(2025, date(2025, 12, 31))), nation)
    said = year_end.programme_sentence(found).markdown
    assert "còn có vốn năm 2025 của chương trình Văn hóa" in said
    assert "Văn hóa" not in set(year_end.by_programme(found).frame["name"])


def test_neither_new_money_of_a_closed_programme_nor_old_money_of_a_new_one_is_missing(more, nation):
    def of_province(facts):
        rows = facts[(facts["year"] == "2026") & (facts["unit"] == facts["unit"].iloc[0])]
        own = rows.assign(level="province", unit="20")
        left = own[own["programme"] == "TH"].assign(programme="DTTS", origin="carried_over")
        return pd.concat([own, left]).assign(fact=lambda new: "P" + new["fact"] + new["programme"])

    found = evaluate_year(more(of_province, Period(2026, date(2026, 12, 31))), nation).detail.programmes
    assert set(found.frame["level"]) == {"province"}
    assert {"TH", "DTTS"} <= set(found.frame["programme"])
    assert found.gaps.empty
