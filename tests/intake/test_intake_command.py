"""`mtqg intake` and `mtqg form` from the command line: what they write, what they refuse, what they remember."""

import csv
import json
import random

import openpyxl
import pytest
from spreadsheets.corpus import CASES, undecided
from spreadsheets.drawing import by_unit, write_xlsx

from mtqg_analysis.intake.forms import MEASURES
from mtqg_analysis.intake.kinds import KINDS, OF_WORDS
from mtqg_analysis.intake.reading import read_file


def made(name, folder):
    return CASES[name](folder).path


def rows_of(file):
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


# What is written ------------------------------------------------------------------------------------------------


def test_each_file_gets_its_json_with_the_agreed_keys(mtqg, tmp_path):
    path = made("misspelt_name", tmp_path)
    told = mtqg("intake", path, "--json", tmp_path / "json")
    assert told.status == 0
    held = json.loads((tmp_path / "json" / f"{path.name}.out.json").read_text("utf-8"))
    assert held["outcome"] == "ok_with_warnings"
    keys = ("unit_code", "unit_level", "programme", "capital", "measure", "value_vnd", "sheet", "cell")
    assert set(keys) <= set(held["records"][0])
    first = held["records"][0]
    assert tuple(first[key] for key in keys) == (
        "178", "district", "ALL", "investment", "plan", "1200000000", "Biểu 1", "D9"
    )  # fmt: skip
    assert set(held["issues"][0]) == {"severity", "kind", "sheet", "cell", "found", "expected", "message"}
    assert [(one["kind"], one["cell"]) for one in held["issues"]] == [("NAME_TYPO", "B10"), ("NAME_TYPO", "B12")]


def test_the_json_keeps_nil_missing_not_applicable_and_no_data_apart(mtqg, tmp_path):
    path = made("nil_missing_and_no_data", tmp_path)
    assert mtqg("intake", path, "--json", tmp_path / "json").status == 0
    held = json.loads((tmp_path / "json" / f"{path.name}.out.json").read_text("utf-8"))
    states = [(one["value_vnd"], one["state"]) for one in held["records"] if one["measure"] == "disbursed"]
    nil, missing = ("0", "number"), (None, "blank")
    assert states == [nil, nil, missing, (None, "not_applicable"), (None, "no_data"), nil]


@pytest.mark.parametrize("unit", ["triệu", "Triệu đồng", "mn_vnd", "million", "tr.đ", "1.000.000 đồng"])
def test_a_unit_of_money_is_answered_in_any_of_its_spellings(mtqg, tmp_path, unit):
    path = made("unit_missing", tmp_path)
    assert mtqg("intake", path).status == 1
    assert mtqg("intake", path, "--unit", unit, "--json", tmp_path / "json").status == 0
    held = json.loads((tmp_path / "json" / f"{path.name}.out.json").read_text("utf-8"))
    assert held["records"][0]["value_vnd"] == "1200000000"


def test_without_into_nothing_is_stored(mtqg, tmp_path, monkeypatch):
    path = made("clean_districts", tmp_path)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert mtqg("intake", path).status == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_marked_copy_shows_each_finding_on_its_cell(mtqg, tmp_path):
    path = made("old_file_with_everything", tmp_path)
    assert mtqg("intake", path, "--marked", tmp_path / "marked").status == 1
    book = openpyxl.load_workbook(tmp_path / "marked" / f"{path.name}.marked.xlsx")
    assert book.sheetnames == ["Nhận xét", "BC"]
    page = book["BC"]
    assert "CẢNH BÁO" in page["B14"].comment.text
    assert "Huyện Văn Quan" in page["B14"].comment.text
    assert page["C8"].fill.fgColor.rgb.endswith("F8C9C4")
    assert page["B9"].comment is None
    assert page["B9"].value == "TP Lạng Sơn"  # in Unicode now
    assert book["Nhận xét"].max_row == 1 + len(read_file(path).findings)


def test_a_marked_copy_carries_no_formula_macro_or_link(mtqg, tmp_path):
    for name in ("formula_injection", "formula_injection_in_xlsx", "external_link", "macro"):
        path = made(name, tmp_path)
        mtqg("intake", path, "--marked", tmp_path / "marked")
        book = openpyxl.load_workbook(tmp_path / "marked" / f"{path.name}.marked.xlsx", keep_vba=True)
        cells = [cell for page in book for row in page.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert book.vba_archive is None or "xl/vbaProject.bin" not in book.vba_archive.namelist()


def test_a_file_that_cannot_be_opened_has_a_reason_and_no_marked_copy(mtqg, tmp_path):
    told = mtqg("intake", made("encrypted", tmp_path), "--marked", tmp_path / "marked", "--json", tmp_path / "json")
    assert told.status == 1
    assert "mật khẩu" in told.out
    assert list((tmp_path / "marked").iterdir()) == []
    assert json.loads(next((tmp_path / "json").iterdir()).read_text("utf-8"))["outcome"] == "reject"


# Storing --------------------------------------------------------------------------------------------------------


def test_facts_name_their_file_sheet_and_cell_and_a_file_that_comes_again_replaces_itself(mtqg, tmp_path):
    path, into = made("carried_over_twenty_columns", tmp_path), tmp_path / "mydata"
    assert mtqg("intake", path, "--into", into).status == 0
    facts = rows_of(into / "facts.csv")
    by_id = {row["fact"]: row for row in facts}
    fact = by_id["pl1-twenty-columns/PL1!J9"]
    assert (fact["measure"], fact["origin"], fact["value"], fact["value_unit"]) == (
        "plan",
        "carried_over",
        "120",
        "mn_vnd",
    )
    assert (fact["unit"], fact["year"], fact["as_of"]) == ("178", "2024", "2024-12-31")
    assert (
        by_id["pl1-twenty-columns/PL1!M9"]["origin"] == "both"
    )  # beside carried-over plans, an unmarked one is of both
    assert by_id["pl1-twenty-columns/PL1!R9"]["status"] == "estimate"
    before = (into / "facts.csv").read_bytes()
    assert mtqg("intake", path, "--into", into).status == 0
    assert (into / "facts.csv").read_bytes() == before
    assert mtqg("check", into).status == 0
    other = made("clean_agencies", tmp_path)
    assert mtqg("intake", other, "--into", into).status == 0
    assert len(rows_of(into / "facts.csv")) > len(facts)


def test_nothing_is_stored_until_every_error_is_gone_or_accepted_by_name(mtqg, tmp_path):
    good, bad, into = (
        made("clean_districts", tmp_path),
        made("subtotal_that_does_not_add_up", tmp_path),
        tmp_path / "mydata",
    )
    told = mtqg("intake", good, bad, "--into", into)
    assert told.status == 1
    assert "Chưa lưu" in told.out
    assert not into.exists()
    assert mtqg("intake", good, bad, "--into", into, "--accept", f"{bad.name}:TOTAL_MISMATCH:Biểu 3!C8").status == 0
    assert len(rows_of(into / "sources.csv")) == 2


def test_a_cell_that_an_accepted_error_blocks_stays_without_a_value(mtqg, tmp_path):
    path, into = made("formula_without_result", tmp_path), tmp_path / "mydata"
    assert mtqg("intake", path, "--into", into, "--accept", "FORMULA_NO_RESULT:Biểu 1!D10").status == 0
    assert "cong-thuc/Biểu 1!D10" not in {row["fact"] for row in rows_of(into / "facts.csv")}


def test_a_number_without_year_or_day_is_not_stored(mtqg, tmp_path):
    sheet = by_unit(as_of="kỳ báo cáo")
    write_xlsx(tmp_path / "a.xlsx", sheet)
    told = mtqg("intake", tmp_path / "a.xlsx", "--into", tmp_path / "mydata")
    assert told.status == 2
    assert "--as-of" in told.err
    assert not (tmp_path / "mydata").exists()
    assert mtqg("intake", tmp_path / "a.xlsx", "--into", tmp_path / "mydata", "--as-of", "2024-12-31").status == 0


def test_answers_are_remembered_for_the_form_of_next_year(mtqg, tmp_path):
    sheet, into = undecided(), tmp_path / "mydata"
    write_xlsx(tmp_path / "nam 2024.xlsx", sheet)
    assert mtqg("intake", tmp_path / "nam 2024.xlsx", "--into", into).status == 1
    assert mtqg("intake", tmp_path / "nam 2024.xlsx", "--into", into, "--decimal", ",").status == 0
    later = undecided()
    later.cells = {
        cell: value.replace("2024", "2023") if isinstance(value, str) else value for cell, value in later.cells.items()
    }
    write_xlsx(tmp_path / "nam 2023.xlsx", later)
    assert mtqg("intake", tmp_path / "nam 2023.xlsx", "--into", into).status == 0
    assert {row["year"] for row in rows_of(into / "facts.csv")} == {"2023", "2024"}


def test_agencies_of_the_dataset_are_known(mtqg, tmp_path):
    path, into = tmp_path / "a.xlsx", tmp_path / "mydata"
    write_xlsx(path, by_unit({"Ban Quản lý dự án đầu tư xây dựng tỉnh": "BQLDA", "Sở Tài chính": "STC"}))
    assert read_file(path).outcome == "errors_reported"
    into.mkdir()
    (into / "agencies.csv").write_text(
        "code,name_vi,short_vi,spellings,valid_from,valid_to\nBQLDA,Ban Quản lý dự án đầu tư xây dựng tỉnh,BQLDA,,,\n",
        "utf-8",
    )
    assert mtqg("intake", path, "--into", into).status == 0
    assert {row["unit"] for row in rows_of(into / "facts.csv")} == {"BQLDA", "STC"}


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["khong co.xlsx"], "Không tìm thấy tệp"),
        (["a.xlsx", "--unit", "cái"], "đơn vị tiền"),
        (["a.xlsx", "--decimal", ";"], "dấu phẩy hoặc dấu chấm"),
        (["a.xlsx", "--level", "thôn"], "huyện, xã, sở"),
        (["a.xlsx", "--as-of", "31/12/24"], "2024-12-31"),
        (["a.xlsx", "khac/a.xlsx", "--accept", "TOTAL_MISMATCH:Biểu 1!C8"], "không nêu tệp nào"),
        (["a.xlsx", "--accept", "cái gì"], "cần tệp:loại:trang!ô"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_read(mtqg, tmp_path, monkeypatch, arguments, word):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "khac").mkdir()
    for name in ("a.xlsx", "khac/a.xlsx"):
        write_xlsx(tmp_path / name, by_unit())
    told = mtqg("intake", *arguments)
    assert told.status == 2
    assert word in told.err


# Forms ----------------------------------------------------------------------------------------------------------


@pytest.mark.full
def test_a_year_end_form_is_filled_in_and_read_without_a_question(mtqg, tmp_path):
    form = tmp_path / "form.xlsx"
    assert (
        mtqg("form", "year-end", "--data", "data/langson", "--year", 2025, "--units", "communes", "--out", form).status
        == 0
    )
    assert read_file(form).findings[0].kind == "EMPTY_TABLE"
    book, chance, truth = openpyxl.load_workbook(form), random.Random(7), {}
    for page in book:
        assert page.protection.sheet
        assert page["C9"].protection.locked
        assert not page["D9"].protection.locked
        for row in range(9, 9 + 65):
            for place, measure in enumerate(MEASURES):
                for step, capital in ((1, "investment"), (2, "recurrent")):
                    amount = chance.randint(100, 900) if measure.startswith("plan") else chance.randint(0, 99)
                    page.cell(row, 3 + 3 * place + step, amount)
                    truth[page.title, row, measure, capital] = amount * 10**6
    book.save(form)  # openpyxl stores no result of a formula, as a form filled in by a program
    reading = read_file(form)
    assert reading.outcome == "ok"
    assert reading.findings == []
    read = {(one.meaning.programme, one.at[0], one.measure, one.meaning.capital): one.value for one in reading.records}
    assert read == truth
    assert len({one.meaning.unit for one in reading.records}) == 65


def test_a_planning_form_keeps_works_places_and_beneficiaries(mtqg, tmp_path):
    form, into = tmp_path / "form.xlsx", tmp_path / "mydata"
    assert mtqg("form", "planning", "--data", "data/langson", "--years", "2026-2030", "--out", form).status == 0
    book = openpyxl.load_workbook(form)
    page = book.worksheets[0]
    works = [
        ("Xã Thất Khê", "TH", "Vốn đầu tư", "Mô hình giảm nghèo", "Thôn A"),
        ("Phường Kỳ Lừa", "VH", "Vốn sự nghiệp", "Nhà văn hóa", ""),
    ]
    for row, work in enumerate(works, start=8):
        for column, text in enumerate(work, start=2):
            page.cell(row, column, text or None)
        for column in range(7, 17):
            page.cell(row, column, 100 * row + column)
        page.cell(row, 17, 20)
    book.save(form)
    assert mtqg("intake", form, "--into", into).status == 0
    needs = rows_of(into / "needs.csv")
    assert len(needs) == 20
    first = needs[0]
    assert (first["name_vi"], first["unit"], first["place"], first["households"]) == (
        "Mô hình giảm nghèo",
        "06040",
        "Thôn A",
        "20",
    )
    assert (first["programme"], first["capital"], first["year"], first["fund"]) == (
        "TH",
        "investment",
        "2026",
        "central",
    )
    assert {row["fund"] for row in needs} == {"central", "counterpart"}
    assert mtqg("check", into).status == 0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["year-end", "--year", "2025", "--units", "districts"], "không có đơn vị"),
        (["year-end", "--year", "2025", "--units", "thôn"], "districts, communes, agencies"),
        (["planning", "--years", "2030-2026"], "khoảng năm"),
    ],
)
def test_a_form_that_cannot_be_is_refused(mtqg, tmp_path, arguments, word):
    told = mtqg("form", *arguments, "--data", "data/langson", "--out", tmp_path / "form.xlsx")
    assert told.status == 2
    assert word in told.err
    assert list(tmp_path.iterdir()) == []


# The illustrative workbooks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "year", "level"), [
    ("giai-ngan-2024-huyen", 2024, "district"), ("giai-ngan-2024-co-quan", 2024, "agency"),
    ("giai-ngan-2025-xa", 2025, "commune"),
])  # fmt: skip
def test_the_illustrative_workbooks_hold_the_figures_of_the_illustrative_dataset(root, name, year, level):
    reading = read_file(root / f"data/illustrative/workbooks/{name}.xlsx")
    assert reading.outcome == "ok"
    facts = [
        row
        for row in rows_of(root / "data/illustrative/facts.csv")
        if row["year"] == str(year) and row["level"] == level and not row["fund"]
    ]
    held = {}
    for row in sorted(facts, key=lambda row: row["as_of"]):
        plan = row["measure"] == "plan" and row["plan_basis"] == "province_assigned"
        if plan or (row["measure"] == "disbursed" and row["as_of"] == f"{year}-12-31" and row["status"] == "actual"):
            measure = row["measure"] + ("_carried_over" if row["origin"] == "carried_over" else "")
            held[row["unit"], row["programme"], row["capital"], measure] = int(row["value"]) * 10**6
    read = {
        (one.meaning.unit, one.meaning.programme, one.meaning.capital, one.measure): one.value
        for one in reading.records
        if one.value is not None
    }
    assert read == held


def test_the_spoilt_workbook_shows_what_it_was_spoilt_with(root):
    reading = read_file(root / "data/illustrative/workbooks/giai-ngan-2024-huyen-co-loi.xlsx")
    assert {(one.kind, one.cell) for one in reading.findings} == {
        ("TOTAL_MISMATCH", "E8"), ("TOTAL_MISMATCH", "C8"), ("CELL_ERROR", "K12"), ("NAME_TYPO", "B10"),
        ("HIDDEN_ROW", "B14"), ("NUM_TEXT", "D11"),
    }  # fmt: skip


@pytest.mark.full
def test_every_kind_of_finding_occurs_in_the_corpus(tmp_path):
    found = set()
    for number, make in enumerate(CASES.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        case = make(folder)
        found |= {one.kind for one in read_file(case.path, case.answers).findings}
    apart = {"CELL_UNACCOUNTED", "NOT_STORED", "PROVINCE_UNKNOWN"}  # of what stands around a file: test_any_province.py
    assert KINDS - OF_WORDS - apart <= found
