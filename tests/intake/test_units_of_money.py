"""Units of money that a cell or a column states for itself: sums and rates are compared in one unit."""

import pytest
from spreadsheets.drawing import by_unit, write_xlsx

from mtqg_analysis.intake.reading import read_file


def read(tmp_path, sheet):
    write_xlsx(tmp_path / "a.xlsx", sheet)
    reading = read_file(tmp_path / "a.xlsx")
    facts = {(one.meaning.unit, one.meaning.capital, one.measure): one.value for one in reading.records}
    return facts, {(one.kind, one.cell) for one in reading.findings}


def truth(sheet):
    return {(unit, capital, measure): value for (unit, _, capital, measure, _), value in sheet.truth.items()}


def bn(million):
    return f"{million / 1000:.3f}".replace(".", ",") + " tỷ"


@pytest.mark.parametrize("cells", [["D9"], ["C9"], ["C8"], ["C9", "D9", "E9"], ["G10", "F10"]])
def test_a_cell_with_a_unit_of_its_own_adds_up(tmp_path, cells):
    sheet = by_unit()
    for cell in cells:
        sheet.put(cell, bn(sheet.cells[cell]))
    facts, findings = read(tmp_path, sheet)
    assert facts == truth(sheet)
    assert {kind for kind, _ in findings} <= {"NUM_TEXT"}


@pytest.mark.parametrize("cell", ["D9", "C9", "C8"])
def test_a_wrong_unit_in_a_cell_does_not_add_up(tmp_path, cell):
    sheet = by_unit()
    sheet.put(cell, f"{sheet.cells[cell]} tỷ")
    _, findings = read(tmp_path, sheet)
    assert {kind for kind, _ in findings} & {"TOTAL_MISMATCH", "NUM_SUSPECT_SCALE", "RATE_OVER_100"}


def test_columns_of_different_units_are_compared_in_one(tmp_path):
    sheet = by_unit()
    sheet.put("F5", f"{sheet.cells['F5']} (tỷ đồng)")
    for row in range(8, 20):
        for column in "FGH":
            sheet.put(f"{column}{row}", sheet.cells[f"{column}{row}"] / 1000)
    facts, findings = read(tmp_path, sheet)
    assert facts == truth(sheet)
    assert {kind for kind, _ in findings} <= {"UNIT_CONFLICT"}


def test_a_fact_keeps_the_unit_in_which_it_was_printed(mtqg, tmp_path):
    sheet = by_unit()
    sheet.put("D9", bn(sheet.cells["D9"]))
    write_xlsx(tmp_path / "a.xlsx", sheet)
    assert mtqg("intake", tmp_path / "a.xlsx", "--into", tmp_path / "ds").status == 0
    row = next(line for line in (tmp_path / "ds/facts.csv").read_text("utf-8-sig").splitlines() if "!D9," in line)
    assert "1.200,bn_vnd,0.0005" in row


def test_an_impossible_amount_is_written_as_the_reader_writes_numbers(tmp_path):
    sheet = by_unit(unit_line="Đơn vị tính: tỷ đồng", scale=1000)
    write_xlsx(tmp_path / "a.xlsx", sheet)
    (found,) = [one for one in read_file(tmp_path / "a.xlsx").findings if one.kind == "UNIT_IMPLAUSIBLE"]
    largest = max(sheet.cells[cell] for *_, cell in sheet.truth)
    assert found.found == f"{largest:,} tỷ đồng".replace(",", ".")
