"""Nothing is lost: every number of every file of the corpus is read, asked about or named; counts and sums agree."""

from collections import Counter
from decimal import Decimal

import pytest
from spreadsheets.corpus import CASES
from spreadsheets.drawing import by_unit, write_xlsx

from mtqg_analysis.intake.certificate import FATES
from mtqg_analysis.intake.gate import inspect
from mtqg_analysis.intake.kinds import ASKS
from mtqg_analysis.intake.reading import open_workbook, read_file
from mtqg_analysis.intake.workbook import Kind, address

LONG = "xlsx_with_half_a_million_empty_rows"


@pytest.mark.parametrize("name", [pytest.param(one, marks=pytest.mark.full if one == LONG else ()) for one in CASES])
def test_every_number_of_a_file_is_accounted_for(name, tmp_path):
    case = CASES[name](tmp_path)
    reading = read_file(case.path, case.answers)
    assert reading.certificate.lost == []
    if reading.outcome == "reject" or not reading.tables:
        assert reading.records == []
        return
    filled = filled_by_column(case.path)
    for column in reading.certificate.columns:
        cells, total = filled[column.sheet, column.column]
        assert sum(column.counts.values()) <= cells
        assert sum(column.sums.values()) <= total or total < 0
    read = Counter((record.sheet, "".join(filter(str.isalpha, record.where.cell))) for record in reading.records
                   if record.source.state != "blank")  # fmt: skip
    counted = Counter()
    for column in reading.certificate.columns:
        counted[column.sheet, column.column] += column.counts["read"]
    marks = Counter((record.sheet, "".join(filter(str.isalpha, record.where.cell))) for record in reading.records
                    if record.source.state in ("not_applicable", "no_data") or not_a_digit(record))  # fmt: skip
    assert {at: count for at, count in read.items() if not counted[at] <= count <= counted[at] + marks[at]} == {}
    assert not (reading.records and {one.kind for one in reading.findings} & ASKS)


def not_a_digit(record):
    """Whether a cell says nought in words or with a dash."""
    return record.source.state == "number" and record.source.amount == 0


def filled_by_column(path):
    """How many cells of each column hold something, and the sum of its numbers, as the file itself has them."""
    book, _ = open_workbook(path, inspect(path)[0])
    found = {}
    for sheet in book.sheets:
        for (row, column), cell in sheet.cells.items():
            key = sheet.name, address(row, column).rstrip("0123456789")
            cells, total = found.get(key, (0, Decimal(0)))
            number = cell.number if cell.kind is Kind.NUMBER and cell.number is not None else Decimal(0)
            found[key] = cells + 1, total + max(number, Decimal(0))
    return found


def test_a_number_that_reading_lost_comes_to_light(tmp_path, monkeypatch):
    write_xlsx(tmp_path / "bieu.xlsx", by_unit())
    from mtqg_analysis.intake import reading as module

    kept = module._joined
    monkeypatch.setattr(module, "_joined", lambda tables, findings: kept(tables, findings)[1:])
    lost = read_file(tmp_path / "bieu.xlsx")
    assert [(one.kind, one.cell) for one in lost.findings if one.severity == "error"] == [("CELL_UNACCOUNTED", "D9")]
    assert lost.outcome == "errors_reported"


def test_the_json_carries_the_certificate_and_how_columns_were_read(tmp_path):
    write_xlsx(tmp_path / "bieu.xlsx", by_unit())
    made = read_file(tmp_path / "bieu.xlsx").as_dict()
    plan = next(one for one in made["certificate"] if one["column"] == "D")
    assert plan["read"]["cells"] == 11
    assert plan["evidence"]["cells"] == 1  # the total
    assert plan["filled"]["cells"] == sum(plan[fate]["cells"] for fate in FATES)
    read_as = {one["column"]: one["read_as"] for one in made["columns"]}
    assert read_as["D"].startswith("kế hoạch; tất cả chương trình; vốn đầu tư")
    assert read_as["H"].endswith("đến 31/12/2024")
