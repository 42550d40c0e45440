"""A dataset as one Excel book: nothing is lost on the way there and back, and what Excel types is read as it is."""

import shutil
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from mtqg_analysis.ledger.dataset import read_dataset

HARD = ("=1+1", " có khoảng trắng ", "04", "41.0", "1,5", "hai\ndòng", "_x0041_", "'nháy", 'ngoặc "kép"', "-", "@SUM")


@pytest.fixture
def hard(root, tmp_path):
    """The published dataset with titles of sources that spreadsheets like to change."""
    folder = shutil.copytree(root / "data/langson", tmp_path / "langson")
    rows = pd.read_csv(folder / "sources.csv", dtype=str, keep_default_na=False)
    rows.loc[: len(HARD) - 1, "title"] = HARD
    rows.to_csv(folder / "sources.csv", index=False)
    return folder


def parts(dataset):
    return {"facts": dataset.facts, "sources": dataset.sources} | dataset.tables


def test_a_dataset_goes_into_a_book_and_back_without_loss(mtqg, hard, tmp_path):
    assert mtqg("book", hard).status == 0
    book, back = hard / "langson.xlsx", tmp_path / "back"
    assert mtqg("book", book, "--out", back).status == 0
    asked = parts(read_dataset(hard))
    for found in (read_dataset(book), read_dataset(back)):
        assert parts(found).keys() == asked.keys()
        for name, rows in asked.items():
            pd.testing.assert_frame_equal(parts(found)[name], rows)
    assert mtqg("check", book).out == mtqg("check", hard).out


def test_a_book_is_read_with_the_labels_numbers_and_days_that_excel_keeps(mtqg, tmp_path):
    mtqg("new", tmp_path / "caobang", "--province", "Cao Bằng")
    mtqg("book", tmp_path / "caobang")
    file = tmp_path / "caobang/caobang.xlsx"
    book = openpyxl.load_workbook(file)
    sheet = book["Số liệu"]
    heads = {cell.comment.text.partition(":")[0]: cell.column for cell in sheet[1]}
    assert "measure" not in [cell.value for cell in sheet[1]]
    offered = {str(one.sqref).split(":")[0][:-1] for one in sheet.data_validations.dataValidation}
    assert {openpyxl.utils.get_column_letter(heads[name]) for name in ("measure", "capital", "status")} <= offered
    typed = {
        "fact": "A1",
        "measure": "Số vốn giải ngân lũy kế",
        "programme": "NTM",
        "capital": "Vốn đầu tư",
        "level": "Cấp tỉnh",
    }
    typed |= {"unit": "04", "year": 2025, "as_of": datetime(2025, 11, 30), "status": "thực hiện", "value": 41.5}
    for name, value in typed.items():
        sheet.cell(2, heads[name], value)
    book.save(file)
    (row,) = read_dataset(file).facts.to_dict("records")
    expected = {"measure": "disbursed", "capital": "investment", "level": "province", "status": "actual"}
    expected |= {"unit": "04", "year": "2025", "as_of": "2025-11-30", "value": "41.5"}
    assert {name: row[name] for name in expected} == expected


def test_a_workbook_of_something_else_is_refused_by_name(mtqg, tmp_path):
    file = tmp_path / "khac.xlsx"
    openpyxl.Workbook().save(file)
    told = mtqg("check", file)
    assert (told.status, "khac.xlsx: sổ thiếu trang" in told.err, "mtqg book" in told.err) == (2, True, True)
    file.write_bytes(b"PK")
    told = mtqg("check", file)
    assert (told.status, "không phải tệp Excel" in told.err) == (2, True)
