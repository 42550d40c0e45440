"""Two files that say different things of one place: `mtqg check` names both, and which of them counts."""

import openpyxl
import pytest
from spreadsheets.drawing import of_one, write_xlsx

from mtqg_analysis import load_ledger


@pytest.fixture
def two_files(mtqg, tmp_path):
    """A dataset of two returns of one district, of which `second` differs."""
    into = tmp_path / "data"
    assert mtqg("new", into, "--province", "Lạng Sơn").status == 0
    write_xlsx(tmp_path / "a.xlsx", of_one("Cao Lộc", 1))
    write_xlsx(tmp_path / "b.xlsx", of_one("Cao Lộc", 1))
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    book["Biểu 1"]["G8"], book["Biểu 1"]["F8"] = 950, 950 + book["Biểu 1"]["H8"].value
    book.save(tmp_path / "b.xlsx")
    assert mtqg("intake", tmp_path / "a.xlsx", tmp_path / "b.xlsx", "--into", into, "--year", 2024).status in (0, 1)
    return into


def test_a_place_of_two_values_is_named_with_the_one_that_counts(mtqg, two_files):
    told = mtqg("check", two_files)
    assert told.status == 0
    lines = [line for line in told.out.splitlines() if "các nguồn cho giá trị khác nhau" in line]
    assert len(lines) == 1  # the other three agree
    assert "805 triệu đồng (a/Biểu 1!G8); 950 triệu đồng (b/Biểu 1!G8)" in lines[0]
    assert "Số được dùng là 950 triệu đồng (b/Biểu 1!G8)" in lines[0]


def test_what_is_said_to_count_is_what_a_question_is_answered_with(two_files):
    ledger = load_ledger(two_files)
    asked = ledger.one(measure="disbursed", unit="183", capital="investment", year="2024", as_of="2024-12-31")
    assert asked["fact"] == "b/Biểu 1!G8"


def test_a_later_publication_is_a_revision_and_no_rival(mtqg, two_files):
    file = two_files / "facts.csv"
    rows = file.read_text("utf-8").splitlines()
    later = [row + "2025-02-01" if row.startswith("b/") else row for row in rows]
    file.write_text("\n".join(later) + "\n", "utf-8")
    assert "các nguồn cho giá trị khác nhau" not in mtqg("check", two_files).out
