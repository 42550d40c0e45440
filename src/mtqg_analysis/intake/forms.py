"""Blank forms to send out: workbooks that come back filled in and are read without a question.

Inputs are open and checked while typing; totals and rates are formulas under protection (without a password).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.programmes import closing_in
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import units_on
from mtqg_analysis.intake.form_book import FormBook, Range
from mtqg_analysis.intake.works_list import COUNTS, HEADINGS, TOTAL

LEVELS = {"districts": "district", "communes": "commune", "agencies": "agency"}
SPENDING = ("SNN", "STNMT", "SNNMT", "BDT", "SDTTG", "SLD", "SNV", "VPNTM", "HND", "HCCB", "STC", "SXD", "SGDDT", "SYT")
CAPITALS = {"investment": "Vốn đầu tư", "recurrent": "Vốn sự nghiệp"}
MEASURES = ("plan", "plan_carried_over", "disbursed", "disbursed_carried_over")
ONLY_CARRIED = "Chương trình đã kết thúc: chỉ ghi vốn năm trước kéo dài"
WORK_ROWS = 200  # of the survey: works of one office


@dataclass(frozen=True)
class Sent:
    """Whom a form is for. province: its code. units: `districts`, `communes` or `agencies`.

    agencies: names of those that a dataset adds to the package's.
    """

    province: str
    units: str
    agencies: tuple[str, ...] = ()


def unit_names(sent: Sent, day: date) -> list[str]:
    """The names of the units that a form has rows for, as they were called on a day."""
    units, province = sent.units, sent.province
    if units not in LEVELS:
        raise ParameterError(
            "--units «{units}» không hợp lệ; cần một trong: {known}.", units=units, known=", ".join(LEVELS)
        )
    if units == "agencies":
        rows = table("agencies").query("code in @SPENDING")
        open_ = (rows["valid_to"] == "") | (rows["valid_to"] >= day.isoformat())
        begun = (rows["valid_from"] == "") | (rows["valid_from"] <= day.isoformat())
        return [*rows.loc[open_ & begun, "name_vi"], *sent.agencies]
    rows = units_on(day, LEVELS[units], province)
    if rows.empty:
        raise ParameterError(
            "Ngày {day:%d/%m/%Y} tỉnh không có đơn vị nào ở cấp đã nêu (--units {units}).", day=day, units=units
        )
    alike = rows["name_vi"].duplicated(keep=False)  # communes of two districts, which a name alone does not tell apart
    districts = units_on(day, "district", province).set_index("code")["name_vi"]
    return list(rows["name_vi"].where(~alike, rows["name_vi"] + " (" + rows["parent"].map(districts) + ")"))


def programmes_on(day: date) -> list[tuple[str, str]]:
    """Code and name of the programmes that run on a day."""
    rows = table("programmes").query("level == 'programme'")
    runs = (rows["valid_from"] <= day.isoformat()) & ((rows["valid_to"] == "") | (rows["valid_to"] >= day.isoformat()))
    return list(zip(rows.loc[runs, "code"], rows.loc[runs, "name_vi"], strict=True))


def _programmes_of_return(year: int) -> list[tuple[str, str]]:
    """The programmes that run, and those that closed the year before, of which carried-over money is left."""
    running, rows = programmes_on(date(year, 12, 31)), table("programmes")
    names = dict(zip(rows["code"], rows["name_vi"], strict=True))
    held = dict(running)
    return [*running, *((code, names[code]) for code in closing_in(year) if code not in held)]


Amounts = Mapping[tuple[str, str, str, str], int | float]  # programme, unit, measure, capital: million đồng


def write_year_end_form(file: Path, period: Period, sent: Sent, amounts: Amounts | None = None, note: str = "") -> Path:
    """The return of a plan year: a sheet for each programme, units in rows, this year's and carried-over capital apart.

    amounts: what is filled in already, as in the examples that the project ships; note: a line that says what they are.
    """
    year = period.year
    names, programmes = unit_names(sent, min(period.as_of, date(year, 12, 31))), _programmes_of_return(year)
    held = amounts or {}
    filled = {code for code, *_ in held}
    with FormBook(file, "year-end") as book:
        for code, name in programmes:
            if not filled or code in filled:
                left = ONLY_CARRIED if code in closing_in(year) and not note else note
                page = book.sheet(code, f"TÌNH HÌNH GIẢI NGÂN NĂM {year}", name, left)
                _year_end_headings(book, page, period)
                _year_end_rows(book, page, code, names, held)
    return file


def _year_end_headings(book: FormBook, page: Any, period: Period) -> None:
    year, day = period.year, period.as_of
    groups = (
        f"Kế hoạch vốn năm {year} (tỉnh giao)",
        "Kế hoạch vốn năm trước kéo dài (tỉnh giao)",
        f"Giải ngân vốn năm {year} đến ngày {day:%d/%m/%Y}",
        f"Giải ngân vốn năm trước kéo dài đến ngày {day:%d/%m/%Y}",
    )
    book.heading(page, Range(4, 0, 5, 0), "TT")
    book.heading(page, Range(4, 1, 5, 1), "Đơn vị")
    for place, group in enumerate(groups):
        left = 2 + 3 * place
        book.heading(page, Range(4, left, 4, left + 2), group)
        for step, words in enumerate(("Tổng số", *CAPITALS.values())):
            book.heading(page, Range(5, left + step, 5, left + step), words)
    book.heading(page, Range(4, 14, 5, 14), "Tỷ lệ giải ngân (%)")
    book.heading(page, Range(4, 15, 5, 15), "Ghi chú")
    sums = {3: "3=4+5", 6: "6=7+8", 9: "9=10+11", 12: "12=13+14", 15: "15=(9+12)/(3+6)"}
    numbers = [sums.get(number, str(number)) for number in range(1, 17)]
    for column, words in enumerate(numbers):
        book.heading(page, Range(6, column, 6, column), words)
    page.set_column(0, 0, 5)
    page.set_column(1, 1, 34)
    page.set_column(2, 14, 12)
    page.set_column(15, 15, 24)
    page.freeze_panes(8, 2)


def _year_end_rows(book: FormBook, page: Any, code: str, names: Sequence[str], amounts: Amounts) -> None:
    """The total row and a row for each unit; formulas carry their results, so that any program reads them."""
    first, last = 8, 7 + len(names)
    values = {
        (first + row, 2 + 3 * place + step): amounts[code, unit, measure, capital]
        for row, unit in enumerate(names)
        for place, measure in enumerate(MEASURES)
        for step, capital in enumerate(CAPITALS, start=1)
        if (code, unit, measure, capital) in amounts
    }
    for place in range(4):
        for column in (3 + 3 * place, 4 + 3 * place):
            values[7, column] = sum(values.get((row, column), 0) for row in range(first, last + 1))
    page.write_string(7, 1, "Tổng cộng", book.bold)
    page.write_blank(7, 0, None, book.bold)
    for place, unit in enumerate(names):
        page.write_number(first + place, 0, place + 1, book.locked)
        page.write_string(first + place, 1, unit, book.locked)
    for row in range(7, last + 1):
        page.set_row(row, 18)
        _year_end_row(book, page, row, last, values)
    for place in (0, 1):
        book.amounts(page, Range(first, 3 + 3 * place, last, 4 + 3 * place))
        for step in (0, 1):
            paid, plan = 9 + 3 * place + step, 3 + 3 * place + step
            book.within_plan(page, Range(first, paid, last, paid), plan)


def _year_end_row(book: FormBook, page: Any, row: int, last: int, values: dict[tuple[int, int], int | float]) -> None:
    sums = [values.get((row, 3 + 3 * place), 0) + values.get((row, 4 + 3 * place), 0) for place in range(4)]
    for place in range(4):
        left = 2 + 3 * place
        page.write_formula(row, left, f"={_cell(row, left + 1)}+{_cell(row, left + 2)}", book.sum, sums[place])
        for column in (left + 1, left + 2):
            name = xl_col_to_name(column)
            if row == 7:
                page.write_formula(row, column, f"=SUM({name}9:{name}{last + 1})", book.sum, values[row, column])
            elif (row, column) in values:
                page.write_number(row, column, values[row, column], book.input)
            else:
                page.write_blank(row, column, None, book.input)
    planned, spent = sums[0] + sums[1], sums[2] + sums[3]
    plan, paid = f"({_cell(row, 2)}+{_cell(row, 5)})", f"({_cell(row, 8)}+{_cell(row, 11)})"
    rate = round(100 * spent / planned, 1) if planned else ""
    page.write_formula(row, 14, f'=IF({plan}=0,"",ROUND({paid}/{plan}*100,1))', book.rate, rate)
    page.write_blank(row, 15, None, book.text)


def write_planning_form(file: Path, years: tuple[int, int], sent: Sent) -> Path:
    """The survey behind the plan: one row a work, with content, place, amounts by year and fund, and beneficiaries."""
    names, programmes = unit_names(sent, date(years[0], 1, 1)), programmes_on(date(years[0], 12, 31))
    span = list(range(years[0], years[1] + 1))
    with FormBook(file, "planning") as book:
        page = book.sheet(
            "Nhu cầu", f"NHU CẦU VỐN GIAI ĐOẠN {years[0]}-{years[1]}", "Mỗi công trình, nội dung một dòng"
        )
        for column, words in enumerate(("TT", *HEADINGS.values())):
            book.heading(page, Range(4, column, 5, column), words)
        for place, year in enumerate(span):
            left = 6 + 2 * place
            book.heading(page, Range(4, left, 4, left + 1), f"Nhu cầu vốn năm {year}")
            book.heading(page, Range(5, left, 5, left), "Ngân sách trung ương")
            book.heading(page, Range(5, left + 1, 5, left + 1), "Vốn đối ứng")
        after = 6 + 2 * len(span)
        for step, words in enumerate(COUNTS.values()):
            book.heading(page, Range(4, after + step, 5, after + step), words)
        page.write_string(6, 4, TOTAL, book.bold)
        last = 6 + WORK_ROWS
        for column in range(6, after):
            name = xl_col_to_name(column)
            page.write_formula(6, column, f"=SUM({name}8:{name}{last + 1})", book.sum)
        for row in range(7, last + 1):
            page.write_number(row, 0, row - 6, book.locked)
            for column in range(1, 6):
                page.write_blank(row, column, None, book.text)
            for column in range(6, after + 2):
                page.write_blank(row, column, None, book.input)
        book.amounts(page, Range(7, 6, last, after - 1))
        book.whole(page, Range(7, after, last, after + 1))
        _lists(book, page, last, names, [code for code, _ in programmes])
        page.set_column(0, 0, 5)
        page.set_column(1, 3, 16)
        page.set_column(4, 5, 34)
        page.set_column(6, after + 1, 12)
        page.freeze_panes(7, 5)
    return file


def _lists(book: FormBook, page: Any, last: int, names: Sequence[str], programmes: Sequence[str]) -> None:
    """The choices of a row, in a sheet of their own that anyone can read."""
    choices = book.book.add_worksheet("Danh mục")
    choices.write_string(0, 0, "Đơn vị được chọn")
    for row, name in enumerate(names, start=1):
        choices.write_string(row, 0, name)
    choices.set_column(0, 0, 40)
    choices.protect()
    listed = {1: f"='Danh mục'!$A$2:$A${len(names) + 1}", 2: list(programmes), 3: list(CAPITALS.values())}
    for column, source in listed.items():
        page.data_validation(
            7,
            column,
            last,
            column,
            {"validate": "list", "source": source, "error_title": "Chọn trong danh sách", "error_message": "Xin chọn."},
        )


def _cell(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))
