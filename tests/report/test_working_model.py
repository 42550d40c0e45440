"""The workbook as a working model: who changes a figure in the data sees rates and totals follow, and finds the way."""

import io
import math
import shutil
import subprocess

import openpyxl
import pytest
from calculating import calculated, data_of
from openpyxl.utils import get_column_letter

from mtqg_analysis.report.formats.exporters import MtqgExcelExporter

MOST = 12


@pytest.fixture(scope="module")
def workbooks(books):
    """The workbook of a part of a report, as bytes."""
    made = {}

    def of(report, part):
        if (report, part) not in made:
            made[report, part] = MtqgExcelExporter(part=part).from_notebook_node(books(report))[0]
        return made[report, part]

    return of


def opened(content, **options):
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def changed(content, by, **words):
    """The workbook with the first row of the data that has these words moved by an amount; and that row."""
    book = opened(content)
    row = next(one for one in data_of(book) if all(one[name] == word for name, word in words.items()))
    column = list(row).index("Giá trị") + 1
    book["So_lieu"].cell(row["row"], column).value += by
    return book, row


def cell_of(sheet, heading, *words):
    """The cell of a row that begins with these words, below the last heading of this text."""
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == heading)
    for row in sheet.iter_rows():
        if [cell.value for cell in row[: len(words)]] == list(words):
            return row[column - 1].coordinate
    raise AssertionError(f"{sheet.title} has no row {words}")


PAID = {"Phạm vi": "Tỉnh, theo chương trình", "Chỉ tiêu": "Giải ngân", "Chương trình": "GNBV"}
PAID |= {"Loại vốn": "Vốn sự nghiệp"}


def test_a_changed_disbursement_moves_its_rate_its_total_and_every_table_that_sums_it(workbooks):
    content = workbooks("year_end_illustrative", "report")
    before, (book, row) = calculated(opened(content)), changed(content, 10_000, **PAID)
    after = calculated(book)
    sheet = book["II. KẾT QUẢ THỰC HIỆN"]
    for words, amount in ((("GNBV", "Vốn sự nghiệp"), 118), (("Tổng số",), 1318)):
        paid, rate = cell_of(sheet, "Giải ngân", *words), cell_of(sheet, "Tỷ lệ", *words)
        plan = cell_of(sheet, "Kế hoạch", *words)
        assert before[sheet.title, paid] == pytest.approx(amount)
        assert after[sheet.title, paid] == pytest.approx(amount + 10)
        assert after[sheet.title, rate] == pytest.approx((amount + 10) / after[sheet.title, plan])
    annex = book["Phụ lục I"]
    top = next(cell.row for cell in annex["B"] if cell.value == "TỔNG SỐ")
    moved = {at for (name, at), value in after.items() if name == annex.title and value != before[name, at]}
    assert {f"L{top}", f"N{top}", f"O{top}", f"Q{top}"} <= moved
    assert f"C{top}" not in moved  # the plan stays
    assert after[annex.title, f"L{top}"] == pytest.approx(1_328_000)
    assert row["Mã"].startswith("MH")


@pytest.mark.full
def test_a_changed_need_moves_the_plan_of_its_unit_its_programme_and_its_source(workbooks):
    content = workbooks("baseline_illustrative", "report")
    before, (book, row) = calculated(opened(content)), changed(content, 2_000, **{"Phạm vi": "Nhu cầu đề xuất"})
    after = calculated(book)
    moved = {name for (name, at), value in after.items() if not math.isclose(value, before[name, at])}
    assert {"Phụ lục I", "Phụ lục II", "Phụ lục III"} <= moved
    assert row["Đơn vị tính"] == "triệu đồng"


@pytest.mark.full
def test_a_changed_plan_moves_the_rates_of_its_year_alone(workbooks):
    content = workbooks("comparison_illustrative", "report")
    words = {"Phạm vi": "Tỉnh, theo chương trình", "Chỉ tiêu": "Kế hoạch", "Năm kế hoạch": 2023}
    before, (book, _) = calculated(opened(content)), changed(content, 50_000, **words)
    after, sheet = calculated(book), book["Phụ lục I"]
    moved = {at[0] for (name, at), value in after.items() if name == sheet.title and value != before[name, at]}
    heads = {cell.value for row in sheet.iter_rows() for cell in row if get_column_letter(cell.column) in moved} & {
        2021, 2022, 2023, 2024, 2025, "2021", "2022", "2023", "2024", "2025",
    }  # fmt: skip
    assert {str(head) for head in heads} == {"2023"}


def test_published_figures_are_drawn_from_their_facts(workbooks):
    content = workbooks("year_end_langson", "analysis")
    book, _ = changed(content, 100_000, **{"Mã": "PF0004"})
    sheet = book["1. Kết quả giải ngân"]
    paid = cell_of(sheet, "Số vốn giải ngân (tỷ đồng)", "Chung")
    assert sheet[paid].value == '=SUMIFS(So_lieu[Giá trị],So_lieu[Mã],"PF0004")/1000'
    assert calculated(book)[sheet.title, paid] == pytest.approx(1418)
    assert opened(content, data_only=True)[sheet.title][paid].value == 1318


def test_the_data_say_each_figure_once_and_name_its_fact_and_source(workbooks):
    rows = data_of(opened(workbooks("year_end_illustrative", "analysis")))
    ids = [row["Mã"] for row in rows]
    assert len(ids) == len(set(ids)) > 500
    assert all(row["Mã"] and row["Mã nguồn"] and row["Đơn vị tính"] for row in rows)
    places = [tuple(value for name, value in row.items() if name not in ("Mã", "Giá trị", "row")) for row in rows]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("part", ["report", "analysis"])
@pytest.mark.parametrize("data", ["langson", "illustrative"])
def test_a_year_end_workbook_has_few_sheets_each_of_which_leads_back_and_prints_whole(workbooks, data, part):
    book = opened(workbooks(f"year_end_{data}", part))
    assert len(book.sheetnames) <= MOST
    for sheet in book.worksheets[1:]:
        assert sheet["A1"].hyperlink.location == "'Mục lục'!A1"
        assert sheet.print_area.startswith(f"'{sheet.title}'!$A$2:") or sheet.title == "So_lieu"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.center.text == "&P/&N"
    named = {cell.hyperlink.location.split("!")[0].strip("'") for cell in book.worksheets[0]["A"] if cell.hyperlink}
    assert named == set(book.sheetnames[1:])


def test_the_official_table_is_an_annex_to_print(workbooks):
    sheet = opened(workbooks("year_end_illustrative", "report"))["Phụ lục I"]
    assert [sheet[f"A{row}"].value for row in (3, 4)] == ["Phụ lục I", "TỔNG HỢP GIẢI NGÂN THEO CHƯƠNG TRÌNH"]
    assert sheet["A5"].value.startswith("(Kèm theo Báo cáo số")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)  # A3
    first, last = (int(row) for row in sheet.print_title_rows.replace("$", "").split(":"))
    assert [cell.value for cell in sheet[last]][:3] == ["1", "2", "3 = 4 + 5"]
    assert last - first == 2
    assert sheet.max_column == 20


@pytest.mark.full
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_spreadsheet_program_calculates_what_we_do(workbooks, tmp_path):
    book, _ = changed(workbooks("year_end_illustrative", "report"), 10_000, **PAID)
    wanted = calculated(book)
    book.save(tmp_path / "moi.xlsx")  # without any kept value, so that all is calculated anew
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    asked = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out", tmp_path / "moi.xlsx"]
    subprocess.run(["soffice", "--headless", profile, *asked], check=True, capture_output=True)
    found = openpyxl.load_workbook(tmp_path / "out/moi.xlsx", data_only=True)
    assert {place: found[place[0]][place[1]].value for place in wanted} == pytest.approx(wanted, rel=1e-9)
