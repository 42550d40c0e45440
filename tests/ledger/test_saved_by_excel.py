"""Datasets that came back from Excel: read as they were, or refused in one sentence that names the cell."""

import csv
import io
import re
import shutil

import pandas as pd
import pytest

from mtqg_analysis import check_dataset, read_dataset
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.column import DAYS, Column
from mtqg_analysis.ledger.excel_cells import NUMBERS
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS, SOURCE_COLUMNS

COLUMNS = {"facts": FACT_COLUMNS, "sources": SOURCE_COLUMNS} | SIDE_COLUMNS


@pytest.fixture
def folder(root, tmp_path):
    """A copy of Lạng Sơn's dataset, to be saved by Excel."""
    return shutil.copytree(root / "data/langson", tmp_path / "langson")


PLAIN = Column("", "")  # of a column that the schema does not name


def as_excel(cell, column, decimal=","):
    """A cell as Excel shows it under Vietnamese settings, and so writes it."""
    if column.level and cell.isdecimal():
        return str(int(cell))
    if column.form in DAYS and re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return "/".join(reversed(cell.split("-")))
    return cell.replace(".", decimal) if column.form in NUMBERS else cell


def save(file, rows, delimiter=";", encoding="utf-8-sig", edge=0):
    """Writes rows as Excel does. edge: how many blank columns and rows it leaves around the table."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    blank = [""] * edge
    writer.writerows([*([*row, *blank] for row in rows), *([[""] * (len(rows[0]) + edge)] * edge)])
    file.write_bytes(text.getvalue().encode(encoding))


def saved(file, **how):
    """Saves a file of a dataset again as Excel does, cells and all."""
    with file.open(encoding="utf-8", newline="") as stream:
        heading, *rows = csv.reader(stream)
    known = {column.name: column for column in COLUMNS[file.stem]}
    made = [[as_excel(cell, known.get(name, PLAIN)) for name, cell in zip(heading, row, strict=True)] for row in rows]
    save(file, [heading, *made], **how)


@pytest.mark.parametrize(
    "how",
    [{}, {"edge": 3}, {"delimiter": "\t", "encoding": "utf-16"}, {"delimiter": ",", "encoding": "utf-8"}],
    ids=["semicolons", "blank edges", "Unicode text", "commas"],
)
@pytest.mark.parametrize("name", ["langson", "national"])
def test_a_dataset_that_excel_saved_is_the_same_dataset(root, tmp_path, name, how):
    before = read_dataset(root / "data" / name)
    folder = shutil.copytree(root / "data" / name, tmp_path / name)
    for file in folder.glob("*.csv"):
        saved(file, **how)
    after = read_dataset(folder)
    for table in ("facts", "sources"):
        pd.testing.assert_frame_equal(getattr(after, table), getattr(before, table))
    for table, rows in before.tables.items():
        pd.testing.assert_frame_equal(after.tables[table], rows)
    assert {note.severity for note in after.notes} == {"info"}
    assert any("facts.csv" in note.message and "value" in note.message for note in after.notes)


def test_what_was_read_otherwise_is_one_info_a_file(folder):
    findings = check_dataset(read_dataset(folder)).findings
    saved(folder / "facts.csv", delimiter=",")
    told = [one for one in check_dataset(read_dataset(folder)).findings if one not in findings]
    assert [(one.severity, one.kind) for one in told] == [("info", "saved_by_spreadsheet")]
    assert "as_of" in told[0].message
    assert "(«52,6» → 52.6)" in told[0].message or "value" in told[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("line", "delimiter"), [("sep=;", ";"), ('"sep=,"', ","), ("sep=\t", "\t"), ("", ";")])
def test_a_table_is_the_same_with_its_sign_said_first_and_without_the_mark_of_its_encoding(
    root, folder, line, delimiter, encoding
):
    for file in folder.glob("*.csv"):
        saved(file, delimiter=delimiter)
        text = file.read_bytes().decode("utf-8-sig")
        file.write_bytes((f"{line}\r\n{text}" if line else text).encode(encoding))
    before, after = read_dataset(root / "data/langson"), read_dataset(folder)
    pd.testing.assert_frame_equal(after.facts, before.facts)
    pd.testing.assert_frame_equal(after.sources, before.sources)


def facts_with(folder, delimiter=";", **cells):
    """facts.csv with other cells in its first row, saved as Excel does."""
    rows = pd.read_csv(folder / "facts.csv", dtype=str, keep_default_na=False)
    for name, cell in cells.items():
        rows.loc[3, name] = cell
    save(folder / "facts.csv", [list(rows), *rows.to_numpy().tolist()], delimiter)
    return read_dataset(folder).facts.loc[3]


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        ({"value": "1.318.000"}, {"value": "1318000"}),
        ({"value": "1318.50"}, {"value": "1318.50"}),
        ({"value": "1318.5 "}, {"value": "1318.5"}),
        ({"value": "1 318"}, {"value": "1318"}),
        ({"value": "1 318.5"}, {"value": "1318.5"}),
        ({"value": "-1\u00a0318\u00a0000.5"}, {"value": "-1318000.5"}),
        ({"value": "\u202f1\u202f318"}, {"value": "1318"}),
        ({"year": "2024 "}, {"year": "2024"}),
        ({"as_of": "31/12/2024 "}, {"as_of": "2024-12-31"}),
        ({"as_of": "2024-12-31 "}, {"as_of": "2024-12-31"}),
        ({"year": "2024.0"}, {"year": "2024"}),
        ({"as_of": "31/12/2024"}, {"as_of": "2024-12-31"}),
        ({"as_of": "31-12-2024 00:00"}, {"as_of": "2024-12-31"}),
        ({"as_of": "12/31/2024"}, {"as_of": "2024-12-31"}),
        ({"as_of": "Dec-24"}, {"as_of": "2024-12"}),
        ({"as_of": "Thg12-24"}, {"as_of": "2024-12"}),
        ({"known_on": "1/2/2025"}, {"known_on": "2025-02-01"}),
        ({"unit": "20.0", "level": "province"}, {"unit": "20"}),
        ({"unit": "4", "level": "province"}, {"unit": "04"}),
        ({"unit": "5977", "level": "commune"}, {"unit": "05977"}),
    ],
)
def test_a_cell_with_one_reading_only_is_read(folder, cells, read):
    if "1.318.000" in cells.values():
        saved(folder / "facts.csv", delimiter=",")
        rows = pd.read_csv(folder / "facts.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
        rows.to_csv(folder / "facts.csv", index=False)
    row = facts_with(folder, **cells)
    assert {name: row[name] for name in read} == read


@pytest.mark.parametrize(
    ("cells", "delimiter", "words"),
    [
        ({"value": "1,318"}, ";", "cột «value» là «1,318»; không rõ dấu phẩy phân hàng nghìn hay phân phần thập phân"),
        ({"value": "41,0"}, ";", "nên không rõ dấu nào là dấu thập phân"),
        ({"value": "1,3E+12"}, ";", "cột «value» là «1,3E+12»; Excel đã không ghi hết giá trị"),
        ({"fact": "1E+05"}, ";", "cột «fact» là «1E+05»; Excel đã không ghi hết giá trị"),
        ({"as_of": "########"}, ",", "nới rộng cột"),
        ({"source": "#NAME?"}, ",", "cột «source» là «#NAME?»"),
        ({"as_of": "45657"}, ",", "không đủ để biết ngày nào"),
        ({"as_of": "31/12/24"}, ",", "không đủ để biết ngày nào"),
        ({"as_of": "1/2/2025"}, ",", "không rõ ngày hay tháng đứng trước"),
        ({"as_of": "31/12/2024", "known_on": "12/31/2024"}, ";", "không rõ ngày hay tháng đứng trước; hãy sửa một"),
    ],
)
def test_a_cell_with_two_readings_refuses_the_file_in_one_sentence(folder, cells, delimiter, words):
    with pytest.raises(DataError) as raised:
        facts_with(folder, delimiter, **cells)
    told = str(raised.value)
    assert re.search(r"facts\.csv: dòng \d+, cột «", told)
    assert words in told
    assert told.count("hãy") == 1


@pytest.mark.parametrize(("cell", "read"), [("52,6 ", "52.6"), ("1 318,5", "1318.5"), ("1\u00a0318,5", "1318.5")])
def test_blanks_in_a_number_of_a_file_with_decimal_commas_are_none(folder, cell, read):
    saved(folder / "facts.csv")
    text = (folder / "facts.csv").read_text("utf-8-sig").replace(";1318;", f";{cell};", 1)
    (folder / "facts.csv").write_text(text, "utf-8")
    dataset = read_dataset(folder)
    assert dataset.facts["value"][3] == read
    assert not [one for one in check_dataset(dataset).findings if one.kind == "invalid_cell"]


@pytest.mark.parametrize("cell", ["13 18.5", "1 318 00", "1 318.500,5", "1 2", "5 2.6"])
def test_blanks_that_group_no_thousands_are_left_for_the_check_to_name(folder, cell):
    assert facts_with(folder, ",", value=cell)["value"] == cell
    (found,) = [one for one in check_dataset(read_dataset(folder)).findings if one.kind == "invalid_cell"]
    assert "facts.csv:5: cột «value»" in found.message
    assert cell in found.message


def test_a_grouped_number_among_decimal_commas_is_refused_with_its_cell(folder):
    saved(folder / "facts.csv")
    text = (folder / "facts.csv").read_text("utf-8-sig").replace(";1318;", ";1.318;", 1)
    (folder / "facts.csv").write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"dòng 5, cột «value» là «1\.318»; không rõ dấu chấm"):
        read_dataset(folder)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("source,title\nA,Đô thị\n".encode("cp1258", errors="replace"), "dòng 2 có chữ không theo bảng mã UTF-8"),
        ("source,title\nA,Đô thị\n".encode("utf-16-le")[:-1], "có chữ không theo bảng mã UTF-16"),
        (b"source,title\nA,B\0\n", "tệp không phải CSV"),
        (b"sep=|\nsource|title\nA|B\n", "dòng 1 «sep=|» nói các cột phân cách bằng «|»; cần dấu phẩy"),
        (b"sep=,\nsource,title\nA,B\nC,D,E\n", "dòng 3 có 3 ô, cần 2"),  # as Excel counts: without the first line
        (b"source,title\nA,B\n,\nC,D\n", "dòng 3 để trống giữa bảng; hãy xóa dòng trống"),
        (b"source,title,\nA,B,\nC,D,x\n", "dòng 3, sau cột title, không có tên ở dòng tiêu đề"),
        (b"source,,title\nA,,B\n", "cột thứ 2 không có tên ở dòng tiêu đề"),
    ],
)
def test_a_file_that_cannot_be_a_table_says_where_and_how_to_mend_it(folder, mtqg, content, words):
    (folder / "sources.csv").write_bytes(content)
    told = mtqg("check", folder)
    assert told.status == 2
    assert words in told.err
    assert told.err.count("Lỗi:") == 1


def test_the_province_of_a_dataset_keeps_its_zero(folder):
    about = (folder / "dataset.yaml").read_text("utf-8")
    for written in ("4", "04", '"04"'):
        (folder / "dataset.yaml").write_text(about.replace('"20"', written), "utf-8")
        assert read_dataset(folder).province == "04"
