"""Our own survey of needs, filled in as people do: names come back whole, and what is lacking is said at its cell."""

import csv
import shutil
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spreadsheets.drawing import Sheet, write_csv, write_ods, write_xls, write_xlsx

from mtqg_analysis.domain.period import Period
from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.forms import Sent, write_planning_form, write_year_end_form
from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.intake.text import clean

OWN = ("Xã Thất Khê", "TH", "Vốn đầu tư")
HARD = [
    "Tổng hợp các tuyến đường thôn A", "Cộng đồng làm du lịch", "Toàn tỉnh", "Tổng đài xã", "Tổng cộng", "Cộng trang",
    "Dự án 5: Đường A", "Tiểu dự án 2", "Chương trình mỗi xã một sản phẩm", "Xã Thất Khê", "Các xã", "Số hộ nghèo",
    "Trong đó: đường thôn A", "Vốn đầu tư", "Vốn kéo dài", "Ngân sách trung ương", "NTM", "x", "-", "…", "I", "(1)",
    "a+b", "1.200", "Đơn vị tính: tỷ đồng", "Ghi chú", "TT", "=1+1", "I. Huyện Bình Gia", "Nhu cầu vốn năm 2026",
    1, 2026,
]  # fmt: skip


def december(year):
    return Period(year, date(year, 12, 31))


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    return write_planning_form(tmp_path_factory.mktemp("form") / "blank.xlsx", (2026, 2030), Sent("20", "communes"))


def fill(blank, path, rows):
    """A copy of the form with rows from its row 8 on, in its columns B to R; text stays text."""
    book = openpyxl.load_workbook(blank)
    for row, values in enumerate(rows, start=8):
        for column, value in enumerate(values, start=2):
            cell = book.worksheets[0].cell(row, column, value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)
    return path


def row(name="Đường thôn A", place="", money=500, households=None, people=None, own=OWN):
    return (*own, name, place or None, money, *[None] * 9, households, people)


def issues(reading):
    return {(one.kind, one.cell) for one in reading.findings}


def needs_of(folder):
    with (folder / "needs.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def named(reading):
    return [(one.meaning.work, one.value // 10**6) for one in reading.records if one.value is not None]


# Names ----------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [str(name) for name in HARD] + ["đường", "thôn", "Cộng", "Tổng", "xã", "huyện", "số", "và", "các"]
)
LETTERS = st.sampled_from("abcdđeghiklmnopqrstuvxyàáảãạăâêôơưABCĐXTV0123456789 .,:;-+*/()%&'\"<>«»[]{}#@!?=_|")
NAMES = st.one_of(
    st.integers(1, 3000),
    st.lists(WORDS, min_size=1, max_size=4).map(" ".join),
    st.text(LETTERS, min_size=1, max_size=40).filter(clean),  # blanks alone are no name
)
WORKS = st.lists(
    st.tuples(NAMES, st.integers(1, 90_000)), min_size=1, max_size=12, unique_by=lambda one: clean(str(one[0]))
)


@pytest.mark.full
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(works=WORKS)
@example(works=[(name, 10 + place) for place, name in enumerate(HARD)])
def test_every_name_comes_back_whole_with_its_money(tmp_path_factory, blank, works):
    path = fill(blank, tmp_path_factory.mktemp("names") / "a.xlsx", [row(name, money=money) for name, money in works])
    reading = read_file(path)
    assert named(reading) == [(clean(str(name)), money) for name, money in works]
    assert {(one.meaning.unit, one.meaning.programme, one.meaning.capital) for one in reading.records} == {
        ("06040", "TH", "investment")
    }
    assert [one for one in reading.findings if one.severity == "error"] == []


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods", "csv"])
def test_names_are_kept_in_every_format(blank, tmp_path, form):
    names = [name for name in HARD if name != "=1+1"]  # the drawings of other formats would make a formula of it
    page = openpyxl.load_workbook(fill(blank, tmp_path / "a.xlsx", [row(name, money=7) for name in names])).worksheets[
        0
    ]
    sheet = Sheet("Nhu cầu", merges=[str(one) for one in page.merged_cells.ranges])
    for cells in page.iter_rows(max_row=7 + len(names)):
        for cell in cells:
            if cell.value is not None:
                sheet.cells[cell.coordinate] = 0 if cell.data_type == "f" else cell.value
    sheet.cells["G7"] = 7 * len(names)
    path = tmp_path / f"bieu.{form}"
    {"xlsx": write_xlsx, "xls": write_xls, "ods": write_ods, "csv": write_csv}[form](path, sheet)
    reading = read_file(path)
    texts = {2026: "2.026"} if form == "csv" else {}  # as the drawing types a number under Vietnamese settings
    assert named(reading) == [(str(texts.get(name, name)), 7) for name in names]
    assert [one for one in reading.findings if one.severity == "error"] == []


@pytest.mark.full
def test_hard_names_are_stored_as_needs_and_nothing_as_a_fact(mtqg, root, blank, tmp_path):
    into = tmp_path / "ds"
    shutil.copytree(root / "data/langson", into)
    facts = (into / "facts.csv").read_text("utf-8-sig")
    path = fill(blank, tmp_path / "a.xlsx", [row(name) for name in HARD])
    assert mtqg("intake", path, "--into", into).status == 0
    assert [one["name_vi"] for one in needs_of(into)] == [str(name) for name in HARD]
    assert (into / "facts.csv").read_text("utf-8-sig") == facts
    assert mtqg("check", into).status == 0


def test_works_of_one_name_in_two_villages_are_two_and_a_row_twice_is_an_error(blank, tmp_path):
    villages = fill(blank, tmp_path / "a.xlsx", [row(place="A"), row(place="B")])
    assert read_file(villages).outcome == "ok"
    twice = fill(blank, tmp_path / "b.xlsx", [row(place="A"), row(place="A")])
    assert issues(read_file(twice)) == {("DUPLICATE_UNIT", "E8"), ("DUPLICATE_UNIT", "E9")}


# What is lacking ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        (row(name=None), {("FIELD_BLANK", "E8")}),
        (row(name=None, place="Thôn A"), {("FIELD_BLANK", "E8")}),
        (row(name=date(2026, 3, 2)), {("CELL_ERROR", "E8")}),
        (row(own=(None, None, None)), {("FIELD_BLANK", "B8"), ("FIELD_BLANK", "C8"), ("FIELD_BLANK", "D8")}),
        (row("Tổng cộng", own=(None, *OWN[1:])), {("FIELD_BLANK", "B8")}),
        (row(own=(OWN[0], "ZZ", OWN[2])), {("NAME_UNKNOWN", "C8")}),
        (row(own=(OWN[0], "GNBV", OWN[2])), {("NAME_UNKNOWN", "C8")}),
        (row(own=(OWN[0], "ALL", OWN[2])), {("NAME_UNKNOWN", "C8")}),
        (row(own=(*OWN[:2], "Tổng số")), {("NAME_UNKNOWN", "D8")}),
        (row(own=("Xã Đào Viên", *OWN[1:])), {("NAME_UNKNOWN", "B8")}),
        (row(money=-90), {("CELL_ERROR", "G8")}),
        (row(people=-160), {("CELL_ERROR", "R8")}),
        (row(households="x y"), {("CELL_ERROR", "Q8")}),
        (row(households="khoảng 60"), {("CELL_ERROR", "Q8")}),
        (row(households=40.5), {("CELL_ERROR", "Q8")}),
        (row(households="5%"), {("CELL_ERROR", "Q8"), ("NUM_TEXT", "Q8")}),
    ],
)
def test_what_is_lacking_or_cannot_be_is_an_error_at_its_cell_and_nothing_is_stored(
    mtqg, blank, tmp_path, given_, found
):
    path = fill(blank, tmp_path / "a.xlsx", [given_, row("Nhà văn hóa")])
    reading = read_file(path)
    assert issues(reading) == found
    assert ("Nhà văn hóa", 500) in named(reading)
    assert all(one.expected for one in reading.findings if one.severity == "error")
    assert mtqg("intake", path, "--into", tmp_path / "ds").status == 1
    assert not (tmp_path / "ds").exists()


def test_a_row_of_a_name_and_no_money_is_named(blank, tmp_path):
    path = fill(blank, tmp_path / "a.xlsx", [row(), row("Nhà văn hóa", money=None), row("Cầu", money="x"), OWN])
    reading = read_file(path)
    assert issues(reading) == {("WORK_WITHOUT_MONEY", "E9"), ("WORK_WITHOUT_MONEY", "E10")}
    assert reading.outcome == "ok"
    assert "«Nhà văn hóa»" in reading.findings[0].message


def test_a_total_that_does_not_add_up_is_still_found(blank, tmp_path):
    path = fill(blank, tmp_path / "a.xlsx", [row("Tổng hợp đường"), row("Cầu")])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["G7"] = 900
    book.save(path)
    assert issues(read_file(path)) == {("TOTAL_MISMATCH", "G7")}


# Counts ---------------------------------------------------------------------------------------------------------


@pytest.mark.full
@pytest.mark.parametrize(
    ("money", "households", "decimal", "stored"),
    [
        (500, 40.0, "", "40"),
        (500, "1.200", "", "1200"),
        (500, "1,200", "", "1200"),
        ("1.500,5", "1.200", "", "1200"),
        ("1,500.5", "1,200", "", "1200"),
        ("1,500.5", "1.200", "", None),
        (500, "1.200", ".", None),
        (500, "1.200", ",", "1200"),
        (500, "-", "", "0"),
        (500, None, "", ""),
    ],
)
def test_a_count_is_read_as_the_money_is(mtqg, blank, tmp_path, money, households, decimal, stored):
    path = fill(blank, tmp_path / "a.xlsx", [row(money=money, households=households)])
    answer = ["--decimal", decimal] if decimal else []
    told = mtqg("intake", path, "--into", tmp_path / "ds", *answer)
    assert told.status == (1 if stored is None else 0), told.out
    if stored is not None:
        assert [one["households"] for one in needs_of(tmp_path / "ds")] == [stored]


def test_a_need_without_a_work_is_refused_and_nothing_is_stored(mtqg, tmp_path):
    sheet = Sheet()
    sheet.put("A1", "NHU CẦU VỐN NĂM 2026")
    sheet.put("C2", "Đơn vị tính: triệu đồng")
    sheet.row(3, "TT", "Đơn vị", "Nhu cầu vốn năm 2026")
    sheet.row(4, 1, "Xã Thất Khê", 500)
    write_xlsx(tmp_path / "a.xlsx", sheet)
    told = mtqg("intake", tmp_path / "a.xlsx", "--into", tmp_path / "ds")
    assert told.status == 2
    assert "C4" in told.err
    assert not (tmp_path / "ds").exists()


def test_what_the_check_of_a_dataset_refuses_is_not_stored(mtqg, tmp_path):
    sheet = Sheet()
    sheet.put("A1", "KẾ HOẠCH NĂM 2024, GIẢI NGÂN ĐẾN 31/12/2024")
    sheet.put("C2", "Đơn vị tính: triệu đồng")
    sheet.row(3, "TT", "Đơn vị", "Kế hoạch vốn năm 2024")
    sheet.row(4, 1, "Huyện Bình Gia", -500)
    sheet.row(5, 2, "Huyện Văn Quan", 700)
    write_xlsx(tmp_path / "a.xlsx", sheet)
    told = mtqg("intake", tmp_path / "a.xlsx", "--into", tmp_path / "ds")
    assert told.status == 2
    assert "a/Biểu 1!C4" in told.err
    assert not (tmp_path / "ds").exists()


# Units ----------------------------------------------------------------------------------------------------------


def _units(file, first_row):
    page = openpyxl.load_workbook(file).worksheets[-1 if first_row == 2 else 0]
    column = 1 if first_row == 2 else 2
    return [page.cell(at, column).value for at in range(first_row, page.max_row + 1) if page.cell(at, column).value]


def _first_rows(form, top):
    """The first page of a form down to one row, without formulas, to be written as CSV: quick to make and to read."""
    cells = openpyxl.load_workbook(form).worksheets[0].iter_rows(1, top, 1, 18)
    return [["" if cell.value is None or cell.data_type == "f" else cell.value for cell in row] for row in cells]


def _alone(rows, path, cells):
    """The rows with other values in the last of them."""
    rows = [*rows[:-1], [cells.get(column, value) for column, value in enumerate(rows[-1], start=1)]]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


@pytest.mark.full
def test_each_commune_alone_sends_in_the_survey_without_a_question(blank, tmp_path):
    units = _units(blank, 2)
    assert len(units) == 65
    filled = read_file(fill(blank, tmp_path / "a.xlsx", [row(own=(unit, *OWN[1:])) for unit in units]))
    assert (filled.outcome, filled.findings) == ("ok", [])
    together = list(dict.fromkeys(one.meaning.unit for one in filled.records))
    rows = _first_rows(blank, 8)
    for unit, code in zip(units, together, strict=True):
        own = {place: value for place, value in enumerate((unit, *OWN[1:], "Đường thôn A", "", 500), start=2)}
        reading = read_file(_alone(rows, tmp_path / "a.csv", own))
        assert (reading.outcome, reading.findings) == ("ok", []), unit
        assert {one.meaning.unit for one in reading.records} == {code}


@pytest.mark.full
@pytest.mark.parametrize(("year", "count"), [(2025, 65), (2024, 194)])
def test_each_commune_alone_sends_in_the_year_end_form_of_its_year(tmp_path, year, count):
    form = write_year_end_form(tmp_path / "form.xlsx", december(year), Sent("20", "communes"))
    units, found = _units(form, 9), set()
    assert len(units) == count
    rows = _first_rows(form, 9)
    for unit in units:
        own = {2: unit, 3: 500, 4: 300, 5: 200, 9: 50, 10: 30, 11: 20}
        reading = read_file(_alone(rows, tmp_path / "a.csv", own))
        assert (reading.outcome, reading.findings) == ("ok", []), unit
        found |= {one.meaning.unit for one in reading.records}
    assert len(found) == count


def test_every_row_of_the_old_list_comes_back_under_its_own_code(tmp_path):
    form = write_year_end_form(tmp_path / "form.xlsx", december(2024), Sent("20", "communes"))
    book = openpyxl.load_workbook(form)
    page = book.worksheets[0]
    for at in range(9, 9 + 194):
        page.cell(at, 4, 100 + at)
    book.save(form)
    reading = read_file(form)
    assert reading.outcome == "ok"
    assert len({one.meaning.unit for one in reading.records if one.value is not None}) == 194


def test_names_of_two_times_are_asked_about_by_what_tells_them_apart(tmp_path):
    sheet = Sheet()
    sheet.put("A1", "KẾ HOẠCH VỐN")
    sheet.put("C2", "Đơn vị tính: triệu đồng")
    sheet.row(3, "TT", "Đơn vị", "Kế hoạch vốn")
    sheet.row(4, 1, "Xã Kháng Chiến", 500)
    write_xlsx(tmp_path / "a.xlsx", sheet)
    (asked,) = read_file(tmp_path / "a.xlsx").findings
    assert (asked.kind, asked.expected) == ("NAME_AMBIGUOUS_LEVEL", "--as-of")
    assert "--level" not in asked.message
    assert read_file(tmp_path / "a.xlsx", Answers(year=2026)).outcome == "ok"


# Other lists of works -------------------------------------------------------------------------------------------


def test_in_a_list_of_works_by_unit_the_name_is_a_name(tmp_path):
    names = ["Tổng hợp đường thôn A", "Xã Thất Khê", "Dự án 5: Đường B", "Trong đó: đường C", "Cộng đồng làm du lịch"]
    sheet = Sheet()
    sheet.put("A1", "KẾ HOẠCH VỐN NĂM 2026")
    sheet.put("D2", "Đơn vị tính: triệu đồng")
    sheet.row(3, "TT", "Đơn vị", "Tên công trình", "Kế hoạch vốn năm 2026")
    for at, name in enumerate(names, start=4):
        sheet.row(at, at - 3, "Xã Thất Khê", name, 100 + at)
    sheet.row(9, None, None, "Tổng cộng", sum(104 + place for place in range(5)))
    write_xlsx(tmp_path / "a.xlsx", sheet)
    reading = read_file(tmp_path / "a.xlsx")
    assert named(reading) == [(name, 104 + place) for place, name in enumerate(names)]
    assert issues(reading) == set()


def test_in_a_list_of_works_alone_a_name_may_begin_like_a_total(tmp_path):
    sheet = Sheet()
    sheet.put("A1", "UBND XÃ THẤT KHÊ")
    sheet.put("A2", "KẾ HOẠCH VỐN NĂM 2026")
    sheet.put("C2", "Đơn vị tính: triệu đồng")
    sheet.row(3, "TT", "Tên công trình", "Kế hoạch vốn năm 2026")
    sheet.row(4, None, "Tổng cộng (I+II)", 1200)
    sheet.row(5, 1, "Tổng đài xã", 500)
    sheet.row(6, 2, "Cộng đồng làm du lịch", 700)
    write_xlsx(tmp_path / "a.xlsx", sheet)
    reading = read_file(tmp_path / "a.xlsx")
    assert named(reading) == [("Tổng đài xã", 500), ("Cộng đồng làm du lịch", 700)]
    assert issues(reading) == set()


@pytest.mark.full
def test_the_form_of_the_first_year_of_new_programmes_asks_for_what_the_former_ones_carried_over(tmp_path):
    form = write_year_end_form(tmp_path / "form.xlsx", december(2026), Sent("20", "communes"))
    book = openpyxl.load_workbook(form)
    assert book.sheetnames == ["TH", "VH", "MT", "YT", "GD", "DTTS", "GNBV", "NTM"]
    later = write_year_end_form(tmp_path / "later.xlsx", december(2027), Sent("20", "communes"))
    assert openpyxl.load_workbook(later).sheetnames == ["TH", "VH", "MT", "YT", "GD"]
    page = book["DTTS"]
    for at in range(9, 9 + 65):
        for column, amount in ((7, 30), (8, 20), (13, 10), (14, 5)):
            page.cell(at, column, amount)
    book.save(form)
    reading = read_file(form)
    assert (reading.outcome, [one for one in reading.findings if one.kind != "EMPTY_TABLE"]) == ("ok", [])
    read = {(one.meaning.programme, one.measure, one.meaning.year) for one in reading.records if one.value}
    assert read == {("DTTS", "plan_carried_over", 2026), ("DTTS", "disbursed_carried_over", 2026)}
