"""The files of the corpus: real names, made amounts, one kind of trouble each or several, every one with its truth.

A case is a function that writes its file into a folder and returns a `Case`; `CASES` lists them by name.
"""

import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl

from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.forms import Sent, write_planning_form
from mtqg_analysis.intake.pair_form import PairRow, write_pair_form
from spreadsheets.drawing import (
    DISTRICTS,
    Sheet,
    by_unit,
    title,
    vietnamese,
    write_csv,
    write_ods,
    write_xls,
    write_xlsx,
)

COMMUNES = {"Thất Khê": "06040", "Đoàn Kết": "06001", "Kỳ Lừa": "06187", "Tràng Định": "06046", "Bắc Sơn": "06325"}
AGENCIES = {
    "Sở Nông nghiệp và Phát triển nông thôn": "SNN",
    "Ban Dân tộc": "BDT",
    "Sở LĐ-TB&XH": "SLD",
    "VP Điều phối NTM": "VPNTM",
    "Hội CCB tỉnh": "HCCB",
}


@dataclass
class Case:
    """A file and what reading it must yield."""

    path: Path
    outcome: str
    truth: dict = field(default_factory=dict)
    issues: set = field(default_factory=set)
    answers: Answers = field(default_factory=Answers)


CASES = {}


def case(make):
    CASES[make.__name__] = make
    return make


def lists_few(sheet):
    """Whether a sheet names several districts or communes, fewer than three quarters of all: one of many, perhaps."""
    units = {unit for unit, *_ in sheet.truth}
    if any(kind == "NAME_AMBIGUOUS_LEVEL" for kind, *_ in sheet.issues):
        return False  # which units they are is still asked
    districts, communes = (sum(unit.isdigit() and len(unit) == digits for unit in units) for digits in (3, 5))
    return 1 < districts < 0.75 * len(DISTRICTS) or communes > 1


def done(path, outcome, *sheets, answers=None, more=()):
    truth = {(sheet.name, *key): value for sheet in sheets for key, value in sheet.truth.items()}
    issues = {issue for sheet in sheets for issue in sheet.issues} | set(more)
    issues |= {("UNITS_OF_MANY", sheet.name, "") for sheet in sheets if lists_few(sheet)}
    if outcome in ("reject", "needs_input"):
        truth = {}
    return Case(path, outcome, truth, issues, answers or Answers())


def xlsx(folder, name, outcome, *sheets, answers=None, more=(), **options):
    path = folder / f"{name}.xlsx"
    write_xlsx(path, *sheets, **options)
    return done(path, outcome, *sheets, answers=answers, more=more)


# Clean files ----------------------------------------------------------------------------------------------------


@case
def clean_districts(folder):
    return xlsx(folder, "Bieu tong hop 2024", "ok", by_unit())


@case
def clean_districts_full_names(folder):
    names = {f"Huyện {name}" if code != "178" else "Thành phố Lạng Sơn": code for name, code in DISTRICTS.items()}
    return xlsx(folder, "full names", "ok", by_unit(names))


@case
def clean_short_forms(folder):
    forms = [
        "TP. Lạng Sơn",
        "H. Tràng Định",
        "UBND huyện Bình Gia",
        "H.Văn Lãng",
        "CAO LỘC",
        "huyện Văn Quan",
        "Bac Son",
    ]
    forms += ["UBND H. Hữu Lũng", "ChiLang", "Lộc Bình ", "  Đình  Lập"]
    names = dict(zip(forms, DISTRICTS.values(), strict=True))
    return xlsx(folder, "short forms", "ok", by_unit(names))


@case
def clean_communes(folder):
    return xlsx(folder, "communes", "ok", by_unit(COMMUNES, 2025, "31/12/2025"))


@case
def clean_agencies(folder):
    return xlsx(folder, "agencies", "ok", by_unit(AGENCIES))


@case
def clean_without_total(folder):
    return xlsx(folder, "without total", "ok", by_unit(total=False))


@case
def total_below(folder):
    sheet = by_unit(total=False)
    for column in "CDEFGH":
        sheet.put(f"{column}19", sum(sheet.cells[f"{column}{row}"] for row in range(8, 19)))
    sheet.put("B19", "Cộng")
    return xlsx(folder, "total below", "ok", sheet)


def programmes_across(names=("DTTS&MN", "GNBV", "NTM")):
    sheet = Sheet("Biểu 2")
    title(sheet, 2024)
    sheet.row(5, "STT", "Địa phương", "Tổng 3 chương trình", None)
    sheet.merge("A5:A7", "B5:B7", "C5:D6")
    sheet.row(7, "KH", "GN", first="C")
    starts = ["E", "I", "M"]
    for name, start in zip(names, starts, strict=True):
        columns = [chr(ord(start) + step) for step in range(4)]
        sheet.put(f"{start}5", name)
        sheet.merge(f"{start}5:{columns[3]}5", f"{start}6:{columns[1]}6", f"{columns[2]}6:{columns[3]}6")
        sheet.put(f"{start}6", "Kế hoạch vốn")
        sheet.put(f"{columns[2]}6", "Giải ngân đến 31/12/2024")
        sheet.row(7, "ĐTPT", "SN", "ĐTPT", "SN", first=start)
    for place, (unit, code) in enumerate(DISTRICTS.items()):
        row = 8 + place
        sheet.row(row, place + 1, unit)
        plans = paid = 0
        for number, (start, programme) in enumerate(zip(starts, ("DTTS", "GNBV", "NTM"), strict=True)):
            columns = [chr(ord(start) + step) for step in range(4)]
            amounts = [900 + 41 * place + 300 * number, 500 + 29 * place, 300 + 17 * place, 90 + 11 * place + number]
            for column, amount, capital, measure in zip(
                columns,
                amounts,
                ["investment", "recurrent"] * 2,
                ["plan", "plan", "disbursed", "disbursed"],
                strict=True,
            ):
                sheet.number(f"{column}{row}", amount, code, programme, capital, measure)
            plans, paid = plans + amounts[0] + amounts[1], paid + amounts[2] + amounts[3]
        sheet.row(row, plans, paid, first="C")
    return sheet


@case
def programmes_as_column_groups(folder):
    return xlsx(folder, "column groups", "ok", programmes_across())


@case
def programmes_as_column_groups_long_names(folder):
    names = (
        "Chương trình MTQG phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi",
        "Chương trình mục tiêu quốc gia giảm nghèo bền vững",
        "CTMTQG xây dựng nông thôn mới",
    )
    return xlsx(folder, "column groups long", "ok", programmes_across(names))


PROGRAMMES = {
    "Chương trình MTQG DTTS&MN": "DTTS",
    "Chương trình MTQG giảm nghèo bền vững": "GNBV",
    "Chương trình MTQG xây dựng nông thôn mới": "NTM",
}


def programmes_down(block=None):
    """Programmes as row groups with units under each; subtotals typed in the group rows."""
    if block is None:
        block = ["I", "II", "III"]
    sheet = Sheet("Biểu 3")
    title(sheet, 2024)
    sheet.row(5, "TT", "Nội dung", "Kế hoạch năm 2024", None, "Giải ngân đến ngày 31/12/2024", None, "Ghi chú")
    sheet.row(6, None, None, "Vốn ĐT", "Vốn SN", "Vốn ĐT", "Vốn SN")
    sheet.merge("A5:A6", "B5:B6", "C5:D5", "E5:F5", "G5:G6")
    row, grand = 8, [0] * 4
    for number, (name, programme) in enumerate(PROGRAMMES.items()):
        head, row, sums = row, row + 1, [0] * 4
        for place, (unit, code) in enumerate(list(DISTRICTS.items())[:4]):
            amounts = [700 + 31 * place + 90 * number, 400 + 23 * place, 300 + 7 * place, 80 + 13 * place + number]
            sheet.row(row, place + 1, f"Huyện {unit}" if code != "178" else unit)
            for column, amount, capital, measure in zip(
                "CDEF",
                amounts,
                ["investment", "recurrent"] * 2,
                ["plan", "plan", "disbursed", "disbursed"],
                strict=True,
            ):
                sheet.number(f"{column}{row}", amount, code, programme, capital, measure)
            sums = [one + more for one, more in zip(sums, amounts, strict=True)]
            row += 1
        sheet.row(head, block[number], name, *sums)
        grand = [one + more for one, more in zip(grand, sums, strict=True)]
    sheet.row(7, None, "TỔNG SỐ", *grand)
    return sheet


@case
def programmes_as_row_groups(folder):
    return xlsx(folder, "row groups", "ok", programmes_down())


@case
def units_as_row_groups(folder):
    """Each unit with its programmes, each programme with its two kinds of capital as rows."""
    sheet = Sheet("Biểu 4")
    title(sheet, 2024)
    sheet.row(5, "TT", "Đơn vị/Chương trình", "Kế hoạch vốn", "Giải ngân đến hết ngày 31/12/2024", "Tỷ lệ")
    row = 6
    for place, (unit, code) in enumerate(list(DISTRICTS.items())[1:5]):
        head, row, whole = row, row + 1, [0, 0]
        for number, programme in enumerate(("DTTS", "GNBV", "NTM")):
            middle, row, part = row, row + 1, [0, 0]
            for kind, capital in (("- Vốn đầu tư", "investment"), ("- Vốn sự nghiệp", "recurrent")):
                plan, paid = 700 + 31 * place + 90 * number + (capital == "recurrent"), 200 + 11 * place + number
                sheet.row(row, None, kind)
                sheet.number(f"C{row}", plan, code, programme, capital, "plan")
                sheet.number(f"D{row}", paid, code, programme, capital, "disbursed")
                part = [part[0] + plan, part[1] + paid]
                row += 1
            sheet.row(middle, number + 1, f"Chương trình {programme}", *part)
            whole = [whole[0] + part[0], whole[1] + part[1]]
        sheet.row(head, ["I", "II", "III", "IV"][place], f"Huyện {unit}", *whole, whole[1] / whole[0])
    return xlsx(folder, "unit groups", "ok", sheet)


@case
def long_table(folder):
    """One row a unit, programme and kind of capital, as a database exports it; the unit is written once."""
    sheet = Sheet("data")
    title(sheet, 2024)
    sheet.row(5, "Đơn vị", "Chương trình", "Loại vốn", "Kế hoạch vốn năm 2024", "Giải ngân đến 31/12/2024")
    row = 6
    for unit, code in list(DISTRICTS.items())[:5]:
        for programme in ("DTTS", "GNBV", "NTM"):
            for words, capital in (("Vốn đầu tư", "investment"), ("Vốn sự nghiệp", "recurrent")):
                sheet.row(row, unit if programme == "DTTS" and capital == "investment" else None, programme, words)
                sheet.number(f"D{row}", 1000 + row, code, programme, capital, "plan")
                sheet.number(f"E{row}", 500 + row, code, programme, capital, "disbursed")
                row += 1
    return xlsx(folder, "long", "ok", sheet)


@case
def long_table_merged_names(folder):
    sheet = Sheet("data")
    title(sheet, 2024)
    sheet.row(5, "Đơn vị", "Loại vốn", "Kế hoạch vốn năm 2024", "Giải ngân đến 31/12/2024")
    for place, (unit, code) in enumerate(list(DISTRICTS.items())[:5]):
        row = 6 + 2 * place
        sheet.put(f"A{row}", unit)
        sheet.merge(f"A{row}:A{row + 1}")
        for step, (words, capital) in enumerate((("ĐT", "investment"), ("SN", "recurrent"))):
            sheet.put(f"B{row + step}", words)
            sheet.number(f"C{row + step}", 1000 + row + step, code, "ALL", capital, "plan")
            sheet.number(f"D{row + step}", 500 + row, code, "ALL", capital, "disbursed")
    return xlsx(folder, "long merged", "ok", sheet)


@case
def one_unit(folder):
    """A district's own return: programmes in rows, the district in the letterhead only."""
    sheet = Sheet("GN")
    sheet.put("A1", "UBND HUYỆN BÌNH GIA")
    sheet.put("A2", "TÌNH HÌNH GIẢI NGÂN VỐN CÁC CHƯƠNG TRÌNH MTQG NĂM 2024")
    sheet.put("F3", "ĐVT: đồng")
    sheet.unit = 1
    sheet.row(4, "TT", "Chương trình, dự án", "Kế hoạch vốn", None, "Thanh toán đến 31/12/2024", None)
    sheet.row(5, None, None, "Vốn đầu tư", "Vốn sự nghiệp", "Vốn đầu tư", "Vốn sự nghiệp")
    sheet.merge("A4:A5", "B4:B5", "C4:D4", "E4:F4")
    for place, (name, programme) in enumerate(PROGRAMMES.items()):
        row = 6 + place
        sheet.row(row, place + 1, name)
        for column, capital, measure in zip(
            "CDEF", ["investment", "recurrent"] * 2, ["plan", "plan", "disbursed", "disbursed"], strict=True
        ):
            amount = 10**9 * (5 + place) + 1_234_567 * (ord(column) - 60)
            sheet.number(
                f"{column}{row}", amount if measure == "plan" else amount // 2, "181", programme, capital, measure
            )
    return xlsx(folder, "Huyen Binh Gia", "ok", sheet)


@case
def projects_of_a_programme(folder):
    sheet = Sheet("GNBV")
    sheet.put("A1", "BAN CHỈ ĐẠO CÁC CTMTQG HUYỆN VĂN QUAN")
    sheet.put("A2", "KẾT QUẢ THỰC HIỆN CHƯƠNG TRÌNH MTQG GIẢM NGHÈO BỀN VỮNG NĂM 2024")
    sheet.put("E3", "Đvt: Triệu đồng")
    sheet.row(4, "TT", "Nội dung", "Kế hoạch vốn", "Giải ngân đến 31/12/2024", "%")
    rows = [("1", "Dự án 1", "GNBV.1"), ("2", "Dự án 2: Đa dạng hóa sinh kế", "GNBV.2"), ("3", "Dự án 3", "GNBV.3")]
    total = [0, 0]
    for place, (number, name, code) in enumerate(rows):
        row = 6 + place
        sheet.row(row, number, name)
        sheet.number(f"C{row}", 900 + row, "184", code, "total", "plan")
        sheet.number(f"D{row}", 400 + row, "184", code, "total", "disbursed")
        sheet.put(f"E{row}", round(100 * (400 + row) / (900 + row), 2))
        total = [total[0] + 900 + row, total[1] + 400 + row]
    sheet.row(5, None, "Tổng cộng", *total)
    return xlsx(folder, "van quan gnbv", "ok", sheet)


@case
def carried_over_twenty_columns(folder):
    """The provincial table of twenty columns: this year's and carried-over capital apart, totals by column numbers."""
    sheet = Sheet("PL1")
    title(sheet, 2024, at="R3")
    sheet.row(5, "TT", "Nội dung / Đơn vị", "Kế hoạch vốn giao (gồm vốn kéo dài)", None, None, "Kế hoạch vốn năm 2024")
    sheet.row(5, "Vốn năm trước kéo dài", None, None, "Giải ngân đến ngày 31/12/2024", None, None, first="I")
    sheet.row(5, "Tỷ lệ giải ngân (%)", None, None, "Ước giải ngân đến 31/01/2025", None, "Ghi chú", first="O")
    sheet.merge("A5:A7", "B5:B7", "C5:E5", "F5:H5", "I5:K5", "L5:N5", "O5:Q5", "R5:S5", "T5:T7")
    sheet.row(
        6, "Tổng số", "Vốn đầu tư", "Vốn sự nghiệp", "Tổng số", "Trong đó", None, "Tổng số", "Trong đó", first="C"
    )
    sheet.row(6, "Tổng số", "Trong đó", None, "Tổng số", "Vốn đầu tư", "Vốn sự nghiệp", "Tổng số", "Tỷ lệ %", first="L")
    sheet.merge("C6:C7", "D6:D7", "E6:E7", "F6:F7", "G6:H6", "I6:I7", "J6:K6", "L6:L7", "M6:N6")
    sheet.merge("O6:O7", "P6:P7", "Q6:Q7", "R6:R7", "S6:S7")
    for start in "GJM":
        sheet.row(7, "Vốn đầu tư", "Vốn sự nghiệp", first=start)
    numbers = "1 2 3=4+5 4=7+10 5=8+11 6=7+8 7 8 9=10+11 10 11 12=13+14 13 14 15=12/3 16=13/4 17=14/5 18 19=18/3 20"
    sheet.row(8, *numbers.split())
    for place, (unit, code) in enumerate(list(DISTRICTS.items())[:6]):
        row, year, carried = 9 + place, (900 + 31 * place, 600 + 17 * place), (120 + place, 210 + 3 * place)
        paid = (700 + 11 * place, 250 + 5 * place)
        both = [one + more for one, more in zip(year, carried, strict=True)]
        sheet.row(row, place + 1, unit, sum(both), *both, sum(year), None, None, sum(carried), None, None, sum(paid))
        for columns, amounts, measure in (
            ("GH", year, "plan"),
            ("JK", carried, "plan_carried_over"),
            ("MN", paid, "disbursed"),
        ):
            for column, amount, capital in zip(columns, amounts, ("investment", "recurrent"), strict=True):
                sheet.number(f"{column}{row}", amount, code, "ALL", capital, measure)
        rates = [round(100 * one / other, 1) for one, other in zip((sum(paid), *paid), (sum(both), *both), strict=True)]
        sheet.row(row, *rates, first="O")
        sheet.number(f"R{row}", sum(paid) + 60, code, "ALL", "total", "estimate")
        sheet.put(f"S{row}", round(100 * (sum(paid) + 60) / sum(both), 1))
    return xlsx(folder, "PL1 twenty columns", "ok", sheet)


@case
def several_tables_on_one_sheet(folder):
    first, second = by_unit(dict(list(DISTRICTS.items())[:4])), Sheet("Biểu 1")
    for cell, value in by_unit(AGENCIES, seed=4).cells.items():
        second.put(f"{cell[0]}{int(cell[1:]) + 25}", value)
    shifted = by_unit(AGENCIES, seed=4)
    for cell, value in second.cells.items():
        first.put(cell, value)
    for merged in shifted.merges:
        low, high = merged.split(":")
        first.merge(f"{low[0]}{int(low[1:]) + 25}:{high[0]}{int(high[1:]) + 25}")
    for (*key, cell), value in shifted.truth.items():
        first.truth[*key, f"{cell[0]}{int(cell[1:]) + 25}"] = value
    return xlsx(folder, "two tables", "ok", first)


@case
def tables_side_by_side(folder):
    sheet = Sheet("Ngang")
    title(sheet, 2024)
    halves = [list(DISTRICTS.items())[:5], list(DISTRICTS.items())[5:]]
    for start, half in zip("AF", halves, strict=True):
        name, plan, paid = (chr(ord(start) + step) for step in (1, 2, 3))
        sheet.row(5, "TT", "Đơn vị", "Kế hoạch vốn", "Giải ngân đến 31/12/2024", first=start)
        for place, (unit, code) in enumerate(half):
            sheet.row(6 + place, place + 1, unit, first=start)
            sheet.number(f"{plan}{6 + place}", 800 + 7 * place, code, "ALL", "total", "plan")
            sheet.number(f"{paid}{6 + place}", 300 + 7 * place, code, "ALL", "total", "disbursed")
        assert name
    sheet.expect("UNITS_OF_MANY")  # each half is a table of its own
    return xlsx(folder, "side by side", "ok", sheet)


@case
def page_totals_and_repeated_headings(folder):
    sheet = by_unit(dict(list(DISTRICTS.items())[:3]), total=False)
    for column in "CDEFGH":
        sheet.put(f"{column}11", sum(sheet.cells[f"{column}{row}"] for row in (8, 9, 10)))
        sheet.put(f"{column}15", sheet.cells[f"{column}11"])
    sheet.cells = {cell: value for cell, value in sheet.cells.items() if int(cell[1:]) < 12}
    sheet.put("B11", "Cộng trang 1")
    sheet.put("B15", "Mang sang")
    for row, repeated in ((12, 5), (13, 6), (14, 7)):
        for column in "ABCDEFGHIJ":
            if f"{column}{repeated}" in sheet.cells:
                sheet.put(f"{column}{row}", sheet.cells[f"{column}{repeated}"])
    rest = by_unit(dict(list(DISTRICTS.items())[3:6]), total=False, seed=5)
    for cell, value in rest.cells.items():
        if int(cell[1:]) in (8, 9, 10):
            sheet.put(f"{cell[0]}{int(cell[1:]) + 8}", value)
    for (*key, cell), value in rest.truth.items():
        sheet.truth[*key, f"{cell[0]}{int(cell[1:]) + 8}"] = value
    for column in "CDEFGH":
        sheet.put(f"{column}19", sum(sheet.cells[f"{column}{row}"] for row in (8, 9, 10, 16, 17, 18)))
    sheet.put("B19", "Tổng cộng")
    return xlsx(folder, "pages", "ok", sheet)


@case
def of_which_rows(folder):
    """ "Trong đó" names a part of the row above, which keeps its own number; totals add the whole rows only."""
    sheet = Sheet("TĐ")
    title(sheet, 2024)
    sheet.row(5, "TT", "Đơn vị", "Kế hoạch vốn năm 2024", "Giải ngân đến 31/12/2024")
    total, row = [0, 0], 7
    for place, (unit, code) in enumerate(list(DISTRICTS.items())[:4]):
        sheet.row(row, place + 1, unit)
        sheet.number(f"C{row}", 900 + row, code, "ALL", "total", "plan")
        sheet.number(f"D{row}", 400 + row, code, "ALL", "total", "disbursed")
        sheet.row(row + 1, None, "Trong đó: vốn đầu tư")
        sheet.number(f"C{row + 1}", 500 + row, code, "ALL", "investment", "plan")
        sheet.number(f"D{row + 1}", 300 + row, code, "ALL", "investment", "disbursed")
        total, row = [total[0] + 900 + row, total[1] + 400 + row], row + 2
    sheet.row(6, None, "Tổng số", *total)
    return xlsx(folder, "of which", "ok", sheet)


@case
def blocks_with_subtotals(folder):
    """Offices and districts in two blocks, A and B, each with its subtotal and a line "A+B" at the end."""
    sheet = Sheet("KH")
    title(sheet, 2024)
    sheet.row(5, "TT", "Đơn vị", "Kế hoạch vốn", "Giải ngân đến 31/12/2024")
    row, grand = 6, [0, 0]
    for letter, words, units in (("A", "Khối tỉnh", AGENCIES), ("B", "Khối huyện", DISTRICTS)):
        head, row, sums = row, row + 1, [0, 0]
        for place, (unit, code) in enumerate(units.items()):
            sheet.row(row, place + 1, unit)
            sheet.number(f"C{row}", 900 + row, code, "ALL", "total", "plan")
            sheet.number(f"D{row}", 400 + row, code, "ALL", "total", "disbursed")
            sums, row = [sums[0] + 900 + row, sums[1] + 400 + row], row + 1
        sheet.row(head, letter, words, *sums)
        grand = [one + more for one, more in zip(grand, sums, strict=True)]
    sheet.row(row, None, "Tổng (A+B)", *grand)
    return xlsx(folder, "blocks", "ok", sheet)


@case
def amounts_in_billions_with_decimals(folder):
    sheet = by_unit(scale=0.001, unit_line="(Đơn vị: Tỷ đồng)", money=10**9)
    for cell, value in list(sheet.cells.items()):
        if isinstance(value, float):
            sheet.put(cell, round(value, 3))
    return xlsx(folder, "billions", "ok", sheet)


@case
def unit_line_thousand(folder):
    return xlsx(folder, "nghin", "ok", by_unit(scale=1000, unit_line="Đơn vị tính: 1.000 đồng", money=1000))


@case
def unit_in_headings(folder):
    sheet = by_unit(unit_line=None)
    sheet.put("C5", "Kế hoạch vốn năm 2024 (triệu đồng)")
    sheet.put("F5", "Giải ngân đến ngày 31/12/2024 (triệu đồng)")
    return xlsx(folder, "unit in headings", "ok", sheet)


@case
def programmes_without_kinds_of_capital(folder):
    sheet = Sheet("CTMT")
    title(sheet, 2024)
    sheet.row(5, "STT", "Huyện, thành phố", "Kế hoạch vốn", None, None, "GN đến 31/12", None, None)
    sheet.row(6, "Chương trình DTTS&MN", "Chương trình giảm nghèo bền vững", "Chương trình NTM", first="C")
    sheet.row(6, "DTTS", "GNBV", "NTM", first="F")
    for place, (unit, code) in enumerate(DISTRICTS.items()):
        sheet.row(7 + place, place + 1, unit)
        for columns, measure, base in (("CDE", "plan", 900), ("FGH", "disbursed", 300)):
            for step, (column, programme) in enumerate(zip(columns, ("DTTS", "GNBV", "NTM"), strict=True)):
                sheet.number(f"{column}{7 + place}", base + 10 * place + step, code, programme, "total", measure)
    return xlsx(folder, "khong tach von", "ok", sheet)


@case
def one_row_of_headings(folder):
    sheet = Sheet("Sheet1")
    title(sheet, 2024)
    heads = ["KH ĐT DTTS", "KH SN DTTS", "GN ĐT DTTS", "GN SN DTTS", "KH ĐT NTM", "GN ĐT NTM"]
    keys = [("DTTS", "investment", "plan"), ("DTTS", "recurrent", "plan"), ("DTTS", "investment", "disbursed")]
    keys += [("DTTS", "recurrent", "disbursed"), ("NTM", "investment", "plan"), ("NTM", "investment", "disbursed")]
    sheet.row(5, "Huyện", *heads)
    for place, (unit, code) in enumerate(DISTRICTS.items()):
        sheet.put(f"A{6 + place}", unit)
        for step, (programme, capital, measure) in enumerate(keys):
            base = 900 if measure == "plan" else 200
            sheet.number(f"{'BCDEFG'[step]}{6 + place}", base + 9 * place + step, code, programme, capital, measure)
    return xlsx(folder, "mot dong tieu de", "ok", sheet)


@case
def a_sheet_for_each_programme(folder):
    sheets = []
    for seed, programme in enumerate(("DTTS", "GNBV", "NTM")):
        sheet = by_unit(seed=seed, name=programme)
        sheet.truth = {(unit, programme, *rest): value for (unit, _, *rest), value in sheet.truth.items()}
        sheets.append(sheet)
    return xlsx(folder, "ba trang", "ok", *sheets)


@case
def disbursement_of_two_origins(folder):
    sheet = Sheet("VĐT")
    title(sheet, 2024, text="TÌNH HÌNH THỰC HIỆN VỐN ĐẦU TƯ CHƯƠNG TRÌNH MTQG XÂY DỰNG NÔNG THÔN MỚI NĂM 2024")
    sheet.row(5, "TT", "Tên đơn vị", "Kế hoạch vốn", None, "Giải ngân đến hết ngày 31/12/2024", None, "Còn lại")
    sheet.row(6, "Vốn năm 2024", "Vốn năm 2023 kéo dài sang 2024", "Vốn năm 2024", "Vốn kéo dài", first="C")
    for place, (unit, code) in enumerate(DISTRICTS.items()):
        sheet.row(7 + place, place + 1, unit)
        measures = ("plan", "plan_carried_over", "disbursed", "disbursed_carried_over")
        for column, measure, base in zip("CDEF", measures, (900, 200, 600, 90), strict=True):
            sheet.number(f"{column}{7 + place}", base + 9 * place, code, "NTM", "investment", measure)
        sheet.put(f"G{7 + place}", 410)
    return xlsx(folder, "hai nguon goc", "ok", sheet)


@case
def headings_without_accents(folder):
    sheet = Sheet("Sheet1")
    sheet.put("A1", "TINH HINH GIAI NGAN VON CAC CHUONG TRINH MTQG NAM 2024")
    sheet.put("E2", "Don vi tinh: trieu dong")
    sheet.row(4, "TT", "Don vi", "Ke hoach von", "Giai ngan den 31/12/2024", "Ghi chu")
    for place, (unit, code) in enumerate(DISTRICTS.items()):
        plain = unicodedata.normalize("NFD", unit).encode("ascii", "ignore").decode().replace("inh Lap", "Dinh Lap")
        sheet.row(5 + place, place + 1, plain.replace("Trang inh", "Trang Dinh").replace("DDinh", "Dinh"))
        sheet.number(f"C{5 + place}", 900 + place, code, "ALL", "total", "plan")
        sheet.number(f"D{5 + place}", 400 + place, code, "ALL", "total", "disbursed")
    return xlsx(folder, "khong dau", "ok", sheet)


@case
def funds_as_columns(folder):
    """Central and local money apart: parts of a total column, and records of their own fund."""
    sheet = Sheet("NV")
    title(sheet, 2024)
    sheet.row(5, "TT", "Địa phương", "Kế hoạch vốn", None, None, "Giải ngân đến 31/12/2024", None, None)
    sheet.row(6, *["Tổng số", "NSTW", "NSĐP"] * 2, first="C")
    for place, (unit, code) in enumerate(DISTRICTS.items()):
        row = 7 + place
        sheet.row(row, place + 1, unit)
        for columns, measure, base in (("CDE", "plan", 900), ("FGH", "disbursed", 300)):
            sheet.put(f"{columns[0]}{row}", 2 * base + 10 * place - 40)
            sheet.number(f"{columns[1]}{row}", base + 10 * place, code, "ALL", "total", measure)
            sheet.number(f"{columns[2]}{row}", base - 40, code, "ALL", "total", measure)
    return xlsx(folder, "nguon von", "ok", sheet)


@case
def names_without_a_heading(folder):
    sheet = by_unit()
    del sheet.cells["B5"]
    return xlsx(folder, "khong tieu de", "ok", sheet)


@case
def one_heading_over_number_and_name(folder):
    sheet = by_unit()
    sheet.put("A5", "Đơn vị")
    del sheet.cells["B5"]
    sheet.merges = [merged for merged in sheet.merges if merged not in ("A5:A6", "B5:B6")] + ["A5:B6"]
    return xlsx(folder, "tieu de chung", "ok", sheet)


@case
def communes_under_their_districts(folder):
    """Names of communes that occur in several districts, each under the row of its own."""
    sheet = Sheet("Xã")
    title(sheet, 2024)
    sheet.row(5, "TT", "Đơn vị", "Kế hoạch vốn", "Giải ngân đến 31/12/2024")
    groups = {
        "Huyện Bắc Sơn": {"Xã Vũ Lễ": "06373", "Xã Tân Thành": "06379", "TT Bắc Sơn": "06325"},
        "Huyện Hữu Lũng": {"Xã Tân Thành": "06442", "Xã Hòa Bình": "06397"},
    }
    row, grand = 7, [0, 0]
    for number, (district, communes) in zip(("I", "II"), groups.items(), strict=True):
        head, row, sums = row, row + 1, [0, 0]
        for place, (commune, code) in enumerate(communes.items()):
            sheet.row(row, place + 1, commune)
            sheet.number(f"C{row}", 900 + row, code, "ALL", "total", "plan")
            sheet.number(f"D{row}", 400 + row, code, "ALL", "total", "disbursed")
            sums, row = [sums[0] + 900 + row, sums[1] + 400 + row], row + 1
        sheet.row(head, number, district, *sums)
        grand = [one + more for one, more in zip(grand, sums, strict=True)]
    sheet.row(6, None, "Tổng số", *grand)
    return xlsx(folder, "xa theo huyen", "ok", sheet)


@case
def blocks_of_origin(folder):
    """A. this year's capital, B. carried-over capital, with the same districts under each."""
    sheet = Sheet("KD")
    title(sheet, 2024)
    sheet.row(5, "TT", "Nội dung", "Kế hoạch", "Giải ngân đến 31/12/2024")
    row = 6
    for letter, words, suffix in (("A", "Vốn năm 2024", ""), ("B", "Vốn năm trước kéo dài", "_carried_over")):
        head, row, sums = row, row + 1, [0, 0]
        for place, (unit, code) in enumerate(list(DISTRICTS.items())[1:4]):
            sheet.row(row, place + 1, f"Huyện {unit}")
            sheet.number(f"C{row}", 900 + row, code, "ALL", "total", f"plan{suffix}")
            sheet.number(f"D{row}", 400 + row, code, "ALL", "total", f"disbursed{suffix}")
            sums, row = [sums[0] + 900 + row, sums[1] + 400 + row], row + 1
        sheet.row(head, letter, words, *sums)
    return xlsx(folder, "hai khoi", "ok", sheet)


@case
def sub_projects(folder):
    sheet = Sheet("DA")
    sheet.put("A1", "UBND HUYỆN CHI LĂNG")
    sheet.put("A2", "BÁO CÁO GIẢI NGÂN NĂM 2024")
    sheet.put("D3", "ĐVT: triệu đồng")
    sheet.row(4, "TT", "Nội dung", "Kế hoạch", "Giải ngân đến 31/12/2024")
    sheet.row(5, "I", "Chương trình MTQG phát triển KT-XH vùng đồng bào DTTS&MN", 1620, 810)
    rows = [
        (6, "1", "Dự án 1: Giải quyết tình trạng thiếu đất ở", "DTTS.1", 800),
        (8, "2.1", "Tiểu dự án 1", "DTTS.3.1", 420),
    ]
    for row, number, label, code, plan in [*rows, (9, "2.2", "Tiểu dự án 2", "DTTS.3.2", 400)]:
        sheet.row(row, number, label)
        sheet.number(f"C{row}", plan, "187", code, "total", "plan")
        sheet.number(f"D{row}", plan // 2, "187", code, "total", "disbursed")
    sheet.row(7, "2", "Dự án 3", 820, 410)
    return xlsx(folder, "tieu du an", "ok", sheet)


@case
def domestic_and_foreign_money(folder):
    sheet = Sheet("NN")
    title(sheet, 2024)
    sheet.row(5, "TT", "Đơn vị", "Kế hoạch vốn", None, None, "Giải ngân đến 31/12/2024")
    sheet.row(6, "Tổng số", "Trong nước", "Nước ngoài", first="C")
    for place, (unit, code) in enumerate(DISTRICTS.items()):
        row = 7 + place
        sheet.row(row, place + 1, unit, 1000 + 3 * place)
        sheet.number(f"D{row}", 700 + 2 * place, code, "ALL", "total", "plan")
        sheet.number(f"E{row}", 300 + place, code, "ALL", "total", "plan")
        sheet.number(f"F{row}", 500 + place, code, "ALL", "total", "disbursed")
    return xlsx(folder, "nuoc ngoai", "ok", sheet)


@case
def remarks_with_numbers_below(folder):
    sheet = by_unit()
    sheet.put("B23", "Tổng số hộ nghèo")
    sheet.put("C23", 1234)
    sheet.expect("FOOTER_SKIPPED", "B23")
    return xlsx(folder, "ghi chu duoi bang", "ok", sheet)


# Formats --------------------------------------------------------------------------------------------------------


@case
def csv_vietnamese(folder):
    sheet = by_unit(name="bao cao")
    write_csv(folder / "bao cao.csv", sheet)
    return done(folder / "bao cao.csv", "ok", sheet)


@case
def csv_english_tabs_utf16(folder):
    sheet = by_unit(name="bao cao")
    write_csv(folder / "bao cao.csv", sheet, "\t", "utf-16", lambda value: "" if value is None else str(value))
    return done(folder / "bao cao.csv", "ok", sheet)


@case
def csv_for_excel_with_its_sign_first_and_utf16_without_a_mark(folder):
    sheet = by_unit(name="bao cao")
    path = folder / "bao cao.csv"
    write_csv(path, sheet)
    path.write_bytes(f"sep=;\r\n{path.read_text('utf-8')}".encode("utf-16-le"))
    return done(path, "ok", sheet)


@case
def csv_windows_1258(folder):
    sheet = by_unit(name="ansi")

    def apart(value):
        """Windows-1258 has most marks as letters of their own."""
        text = vietnamese(value)
        return "".join(
            letter if letter.encode("cp1258", "ignore") else unicodedata.normalize("NFD", letter)
            for letter in marks_apart(text)
        )

    write_csv(folder / "ansi.csv", sheet, encoding="cp1258", number=apart)
    return done(folder / "ansi.csv", "ok_with_warnings", sheet, more={("ENCODING_LEGACY", "", "")})


def marks_apart(text):
    """Tones apart from letters, hats and horns on them, as that code page wants."""
    out = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
        out += [base, *tones]
    return "".join(out)


@case
def csv_doubly_encoded(folder):
    sheet = by_unit(name="double")
    broken = Sheet("double", cells=dict(sheet.cells))
    for cell, value in broken.cells.items():
        if isinstance(value, str):
            broken.cells[cell] = "".join(
                chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([byte]).decode("cp1252")
                for byte in value.encode()
            )
    write_csv(folder / "double.csv", broken)
    sheet.expect("ENCODING_MOJIBAKE", "A1")
    return done(folder / "double.csv", "ok_with_warnings", sheet)


@case
def ods_with_merges_and_ghost_rows(folder):
    sheet = by_unit()
    write_ods(folder / "bang.ods", sheet)
    return done(folder / "bang.ods", "ok", sheet)


@case
def xls_clean(folder):
    sheet = by_unit()
    write_xls(folder / "cu.xls", sheet)
    return done(folder / "cu.xls", "ok", sheet)


@case
def xlsx_named_xls(folder):
    sheet = by_unit()
    write_xlsx(folder / "a.xlsx", sheet)
    path = (folder / "a.xlsx").rename(folder / "mau.xls")
    return done(path, "ok", sheet, more={("FORMAT_MISMATCH", "", "")})


@case
def csv_named_xlsx(folder):
    sheet = by_unit(name="x")
    write_csv(folder / "x.xlsx", sheet)
    return done(folder / "x.xlsx", "ok", sheet, more={("FORMAT_MISMATCH", "", "")})


TCVN3 = dict(zip(
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ", strict=True))  # fmt: skip


def in_tcvn3(text):
    return "".join(TCVN3.get(letter, TCVN3.get(letter.lower(), letter)) for letter in text)


@case
def xls_in_tcvn3(folder):
    sheet = by_unit(name="Sheet1")
    old = Sheet("Sheet1", cells=dict(sheet.cells), merges=sheet.merges)
    for cell, value in sheet.cells.items():
        if isinstance(value, str):
            old.cells[cell] = in_tcvn3(value)
            old.fonts[cell] = ".VnTime"
    write_xls(folder / "tcvn3.xls", old)
    sheet.expect("ENCODING_LEGACY", "A1")
    return done(folder / "tcvn3.xls", "ok_with_warnings", sheet)


VNI = {
    "á": "aù", "à": "aø", "ả": "aû", "ã": "aõ", "ạ": "aï", "ă": "aê", "ắ": "aé", "ằ": "aè", "ẳ": "aú",
    "ặ": "aë", "â": "aâ", "ấ": "aá", "ầ": "aà", "ẩ": "aå", "ẫ": "aã", "ậ": "aä", "đ": "ñ", "é": "eù",
    "è": "eø", "ẻ": "eû", "ê": "eâ", "ế": "eá", "ề": "eà", "ể": "eå", "ệ": "eä", "ỉ": "æ", "ĩ": "ó", "ị": "ò",
    "ó": "où", "ò": "oø", "ỏ": "oû", "ọ": "oï", "ô": "oâ", "ố": "oá", "ồ": "oà", "ổ": "oå", "ộ": "oä",
    "ơ": "ô", "ớ": "ôù", "ờ": "ôø", "ợ": "ôï", "ú": "uù", "ù": "uø", "ủ": "uû", "ũ": "uõ", "ụ": "uï", "ư": "ö",
    "ứ": "öù", "ừ": "öø", "ử": "öû", "ữ": "öõ", "ự": "öï", "ý": "yù", "ỷ": "yû",
}  # fmt: skip


def in_vni(text):
    letters = [(letter, VNI.get(letter.lower(), letter)) for letter in text]
    return "".join(
        coded.upper() if letter != letter.lower() and letter.lower() in VNI else coded for letter, coded in letters
    )


@case
def xlsx_in_vni(folder):
    sheet = by_unit(name="Sheet1")
    old = Sheet("Sheet1", cells=dict(sheet.cells), merges=sheet.merges)
    for cell, value in sheet.cells.items():
        if isinstance(value, str):
            old.cells[cell], old.fonts[cell] = in_vni(value), "VNI-Times"
    write_xlsx(folder / "vni.xlsx", old)
    sheet.expect("ENCODING_LEGACY", "A1")
    return done(folder / "vni.xlsx", "ok_with_warnings", sheet)


# Hostile and unreadable files -----------------------------------------------------------------------------------


@case
def html_named_xls(folder):
    path = folder / "bao_cao.xls"
    path.write_text("<html><body><table><tr><td>Đơn vị</td><td>1.318</td></tr></table></body></html>", "utf-8")
    return done(path, "reject", more={("FORMAT_MISMATCH", "", "")})


@case
def encrypted(folder):
    path = folder / "mat khau.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    )
    return done(path, "reject", more={("ENCRYPTED", "", "")})


@case
def zip_bomb(folder):
    path = folder / "bom.xlsx"
    write_xlsx(path, by_unit())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", bytes(300 * 2**20))
    return done(path, "reject", more={("ZIP_BOMB", "", "")})


@case
def merge_bomb(folder):
    """One merged range over the whole sheet, of which a parser would make seventeen billion cells."""
    path = folder / "gop.xlsx"
    write_xlsx(path, by_unit())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</mergeCells>", b'<mergeCell ref="A40:XFD1048576"/></mergeCells>')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return done(path, "reject", more={("ZIP_BOMB", "", "")})


@case
def repeat_bomb(folder):
    """An .ods whose one cell is repeated over a thousand columns of a million rows, again and again."""
    path = folder / "lap.ods"
    write_ods(path, by_unit())
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000"/>'
    bomb = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>' * 40
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content.replace("</table:table>", f"{bomb}</table:table>"))
    return done(path, "reject", more={("ZIP_BOMB", "", "")})


@case
def xml_entities(folder):
    path = folder / "thuc the.xlsx"
    write_xlsx(path, by_unit())
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/more.xml", bomb)
    return done(path, "reject", more={("XML_ENTITY", "", "")})


@case
def damaged_zip(folder):
    path = folder / "hong.xlsx"
    write_xlsx(path, by_unit())
    path.write_bytes(path.read_bytes()[:3000])
    return done(path, "reject", more={("FORMAT_MISMATCH", "", "")})


@case
def no_table(folder):
    sheet = Sheet("Công văn")
    sheet.put("A1", "Kính gửi: Sở Tài chính")
    sheet.put("A2", "Đề nghị quý cơ quan cho ý kiến trước ngày 15/01/2025.")
    return xlsx(folder, "cong van", "reject", sheet, more={("EMPTY_TABLE", "", "")})


@case
def blank_form(folder):
    sheet = by_unit(total=False)
    sheet.cells = {
        cell: value for cell, value in sheet.cells.items() if not (int(cell[1:]) > 7 and cell[0] in "CDEFGHI")
    }
    sheet.truth = {}
    return xlsx(folder, "trong", "reject", sheet, more={("EMPTY_TABLE", "", "")})


@case
def macro(folder):
    sheet = by_unit()
    path = folder / "macro.xlsm"
    write_xlsx(path, sheet, macro=True)
    return done(path, "ok_with_warnings", sheet, more={("MACRO", "", "")})


@case
def external_link(folder):
    sheet = by_unit()
    sheet.results["D10"] = sheet.cells["D10"]
    sheet.put("D10", "=[1]Sheet1!A1")
    sheet.expect("EXTERNAL_LINK", "D10")
    return xlsx(folder, "lien ket", "ok_with_warnings", sheet)


@case
def formula_injection(folder):
    sheet = by_unit(name="tiem")
    sheet.put("J10", "=cmd|' /C calc'!A0")
    sheet.put("J11", "@SUM(1+1)*cmd|' /C calc'!A0")
    sheet.put("J12", "- vướng mặt bằng")
    for cell in ("J10", "J11"):
        sheet.expect("FORMULA_INJECTION", cell)
    write_csv(folder / "tiem.csv", sheet)
    return done(folder / "tiem.csv", "ok_with_warnings", sheet)


@case
def formula_injection_in_xlsx(folder):
    sheet = by_unit()
    sheet.put("J10", '=HYPERLINK("http://example.invalid","xem")')
    sheet.results["J10"] = "xem"
    sheet.expect("FORMULA_INJECTION", "J10")
    return xlsx(folder, "tiem", "ok_with_warnings", sheet)


# What is hidden -------------------------------------------------------------------------------------------------


@case
def hidden_sheet(folder):
    old = by_unit(seed=9, name="KH cũ")
    old.hidden, old.truth = True, {}
    old.expect("HIDDEN_SHEET")
    return xlsx(folder, "sheet an", "ok_with_warnings", by_unit(), old)


@case
def summary_sheet(folder):
    parts = [by_unit(dict(part), name=name, seed=seed) for part, name, seed in (
        (list(DISTRICTS.items())[:5], "Đợt 1", 1), (list(DISTRICTS.items())[5:], "Đợt 2", 2))]  # fmt: skip
    summary = by_unit(name="Tổng hợp")
    for part in parts:
        for (unit, programme, capital, measure), cell in part.where.items():
            summary.put(summary.where[unit, programme, capital, measure], part.cells[cell])
    for row in range(9, 20):
        for whole, first, second in (("C", "D", "E"), ("F", "G", "H")):
            summary.put(f"{whole}{row}", summary.cells[f"{first}{row}"] + summary.cells[f"{second}{row}"])
        summary.put(f"I{row}", round(100 * summary.cells[f"F{row}"] / summary.cells[f"C{row}"], 1))
    for column in "CDEFGH":
        summary.put(f"{column}8", sum(summary.cells[f"{column}{row}"] for row in range(9, 20)))
    summary.put("I8", round(100 * summary.cells["F8"] / summary.cells["C8"], 1))
    summary.truth = {}
    summary.expect("SUMMARY_SHEET")
    return xlsx(folder, "tong hop", "ok", summary, *parts)


@case
def hidden_row_within_the_total(folder):
    sheet = by_unit()
    sheet.hidden_rows.add(12)
    sheet.expect("HIDDEN_ROW", "B12")
    return xlsx(folder, "dong an", "ok_with_warnings", sheet)


def without_row(sheet, row):
    """Takes a row's numbers out of the total in row 8."""
    for column in "CDEFGH":
        sheet.cells[f"{column}8"] -= sheet.cells[f"{column}{row}"]
    sheet.put("I8", round(100 * sheet.cells["F8"] / sheet.cells["C8"], 1))


@case
def hidden_row_outside_the_total(folder):
    sheet = by_unit()
    without_row(sheet, 12)
    sheet.hidden_rows.add(12)
    sheet.lose_row(12)
    sheet.expect("HIDDEN_ROW", "B12")
    sheet.expect("UNIT_ROW_MISSING", "B19")
    return xlsx(folder, "dong an", "ok_with_warnings", sheet)


@case
def hidden_column(folder):
    sheet = by_unit()
    sheet.put("K5", "Ước giải ngân đến 31/01/2025")
    for row in range(9, 20):
        sheet.put(f"K{row}", 1000 + row)
    sheet.hidden_columns.add("K")
    sheet.expect("HIDDEN_COL", "K5")
    return xlsx(folder, "cot an", "ok_with_warnings", sheet)


# Numbers --------------------------------------------------------------------------------------------------------


def as_text(sheet, cells, write=vietnamese):
    for cell in cells:
        sheet.put(cell, write(sheet.cells[cell]))
        sheet.expect("NUM_TEXT", cell)


@case
def numbers_as_vietnamese_text(folder):
    """One value with a decimal comma proves the style of its column, and of the others of the same shape."""
    sheet = by_unit(dict(list(DISTRICTS.items())[:6]), total=False)
    cells = [f"{column}{row}" for column in "DEGH" for row in range(8, 14)]
    sheet.number("D8", 1318.5, "178", "ALL", "investment", "plan")
    sheet.put("C8", 1318.5 + sheet.cells["E8"])
    sheet.put("I8", round(100 * sheet.cells["F8"] / sheet.cells["C8"], 1))
    as_text(sheet, cells, lambda value: f"\u00a0{vietnamese(value)} ")
    return xlsx(folder, "so dang chu", "ok", sheet)


@case
def numbers_as_english_text(folder):
    sheet = by_unit(scale=1000, unit_line="Đvt: nghìn đồng", money=1000)
    as_text(sheet, [f"{column}{row}" for column in "DEGH" for row in range(9, 20)], lambda value: f"{value:,}")
    for cell in list(sheet.where.values()):
        assert "," in sheet.cells[cell]
    return xlsx(folder, "english", "ok", sheet)


def undecided():
    sheet = by_unit(dict(list(DISTRICTS.items())[:4]), total=False)
    for row in range(8, 12):
        sheet.cells = {
            cell: value for cell, value in sheet.cells.items() if cell not in (f"C{row}", f"F{row}", f"I{row}")
        }
    for place, cell in enumerate(sorted(sheet.where.values())):
        unit = next(key for key, at in sheet.where.items() if at == cell)
        sheet.number(cell, (1100 if unit[3] == "disbursed" else 2100) + 7 * place, *unit)
        sheet.put(cell, vietnamese(sheet.cells[cell]))
    return sheet


@case
def numbers_that_nothing_decides(folder):
    sheet = undecided()
    for cell in sheet.where.values():
        sheet.expect("NUM_AMBIGUOUS", cell)
    return xlsx(folder, "khong ro", "needs_input", sheet)


@case
def numbers_decided_by_the_person(folder):
    sheet = undecided()
    for cell in sheet.where.values():
        sheet.expect("NUM_TEXT", cell)
    return xlsx(folder, "khong ro", "ok", sheet, answers=Answers(decimal=","))


@case
def number_typed_in_the_wrong_locale(folder):
    sheet = by_unit()
    sheet.put("D10", sheet.cells["D10"] / 1000)
    sheet.lose("D10")
    sheet.expect("NUM_SUSPECT_SCALE", "D10")
    return xlsx(folder, "sai dau", "errors_reported", sheet)


@case
def number_typed_in_the_wrong_locale_without_totals(folder):
    sheet = Sheet("Biểu 1")
    title(sheet, 2024)
    sheet.row(5, "TT", "Đơn vị", "Kế hoạch vốn", "Giải ngân đến 31/12/2024")
    for place, (unit, code) in enumerate(DISTRICTS.items()):
        row = 6 + place
        sheet.row(row, place + 1, unit)
        sheet.number(f"C{row}", 1901 + 37 * place, code, "ALL", "total", "plan")
        sheet.number(f"D{row}", 1201 + 31 * place, code, "ALL", "total", "disbursed")
    sheet.put("D9", sheet.cells["D9"] / 1000)
    sheet.lose("D9")
    sheet.expect("NUM_SUSPECT_SCALE", "D9")
    return xlsx(folder, "sai dau", "errors_reported", sheet)


@case
def footnotes(folder):
    sheet = by_unit(scale=1000, unit_line="Đvt: nghìn đồng", money=1000)
    for cell, mark in (("D10", "*"), ("E11", "(1)"), ("G12", "¹")):
        sheet.put(cell, f"{sheet.cells[cell] * 1000 + 1:,}".replace(",", ".") + mark)
        key = next(key for key, at in sheet.where.items() if at == cell)
        sheet.truth[*key, cell] = (sheet.truth[*key, cell] // 1000 * 1000 + 1) * 1000
        sheet.expect("NUM_FOOTNOTE", cell)
        sheet.expect("NUM_TEXT", cell)
    for cell, mark in (("D10", "*"), ("E11", "(1)"), ("G12", "¹")):
        key = next(key for key, at in sheet.where.items() if at == cell)
        amount = 1_234_000 + sum(map(ord, mark))
        sheet.truth[*key, cell] = amount * 1000
        sheet.put(cell, f"{amount:,}".replace(",", ".") + mark)
    for column, rows in (("D", range(9, 20)), ("E", range(9, 20)), ("G", range(9, 20))):
        total = sum(
            value // 1000 for (*_, cell), value in sheet.truth.items() if cell[0] == column and int(cell[1:]) in rows
        )
        sheet.put(f"{column}8", total)
    for row in (8, 10, 11, 12):
        parts = {cell: _amount(sheet.cells[cell]) for cell in (f"{column}{row}" for column in "DEGH")}
        plan, paid = parts[f"D{row}"] + parts[f"E{row}"], parts[f"G{row}"] + parts[f"H{row}"]
        sheet.put(f"C{row}", plan)
        sheet.put(f"F{row}", paid)
        sheet.put(f"I{row}", round(100 * paid / plan, 1))
    return xlsx(folder, "chu thich", "ok", sheet)


def _amount(value):
    if isinstance(value, str):
        return int(value.replace("(1)", "").rstrip("*¹").replace(".", ""))
    return value


@case
def nil_missing_and_no_data(folder):
    """A dash and "không" are zero; a blank, an x and an ellipsis are no numbers, and each says why."""
    sheet = Sheet("Biểu 1")
    title(sheet, 2024)
    sheet.row(5, "TT", "Đơn vị", "Kế hoạch vốn", "Giải ngân đến 31/12/2024")
    marks = ["-", "Không", None, "x", "…", 0]
    for place, (unit, code) in enumerate(list(DISTRICTS.items())[:6]):
        row = 6 + place
        sheet.row(row, place + 1, unit)
        sheet.number(f"C{row}", 1000 + row, code, "ALL", "total", "plan")
        sheet.number(f"D{row}", 0 if marks[place] in ("-", "Không", 0) else None, code, "ALL", "total", "disbursed")
        sheet.put(f"D{row}", marks[place])
    sheet.cells = {cell: value for cell, value in sheet.cells.items() if value is not None}
    sheet.expect("NO_DATA_MARK", "D9")
    sheet.expect("NO_DATA_MARK", "D10")
    return xlsx(folder, "dau gach", "ok_with_warnings", sheet)


@case
def error_cells(folder):
    sheet = by_unit()
    sheet.put("D10", "#REF!")
    sheet.put("I12", "#DIV/0!")
    sheet.put("F8", "#VALUE!")
    sheet.lose("D10")
    for cell in ("D10", "I12", "F8"):
        sheet.expect("CELL_ERROR", cell)
    return xlsx(folder, "loi", "errors_reported", sheet)


@case
def formula_without_result(folder):
    sheet = by_unit()
    sheet.put("D10", "=500+737")
    sheet.lose("D10")
    sheet.expect("FORMULA_NO_RESULT", "D10")
    return xlsx(folder, "cong thuc", "errors_reported", sheet)


@case
def text_among_numbers_that_the_total_decides(folder):
    """One cell "1.237" as text in a column of numbers: the total holds only if its point groups thousands."""
    sheet = by_unit()
    as_text(sheet, ["D10", "H12"])
    return xlsx(folder, "chu giua so", "ok", sheet)


@case
def text_that_the_row_sum_decides(folder):
    """Three-digit groups only, and no total row: the sum of the kinds of capital in each row decides."""
    sheet = by_unit(dict(list(DISTRICTS.items())[:5]), total=False)
    as_text(sheet, [f"D{row}" for row in range(8, 13)])
    return xlsx(folder, "chu co tong cot", "ok", sheet)


@case
def summary_sheet_of_formulas(folder):
    """A first sheet of formulas over the others, saved without results."""
    part, summary = by_unit(name="Chi tiết"), by_unit(name="TH")
    for cell in list(summary.cells):
        if cell[0] in "CDEFGH" and int(cell[1:]) > 7:
            summary.put(cell, f"='Chi tiết'!{cell}")
    summary.truth = {}
    summary.expect("SUMMARY_SHEET")
    return xlsx(folder, "tong hop cong thuc", "ok", summary, part)


# Units of money -------------------------------------------------------------------------------------------------


@case
def unit_missing(folder):
    sheet = by_unit(unit_line=None)
    sheet.expect("UNIT_MISSING", "C5")
    return xlsx(folder, "thieu don vi", "needs_input", sheet)


@case
def unit_given_by_the_person(folder):
    return xlsx(folder, "thieu don vi", "ok", by_unit(unit_line=None), answers=Answers(unit="mn_vnd"))


@case
def unit_of_one_column(folder):
    sheet = by_unit(total=False)
    sheet.put("K5", "Ước giải ngân đến 31/01/2025 (tỷ đồng)")
    for place, code in enumerate(DISTRICTS.values()):
        sheet.unit = 10**9
        sheet.number(f"K{8 + place}", 1.25 + place / 100, code, "ALL", "total", "estimate")
    sheet.expect("UNIT_CONFLICT", "K5")
    return xlsx(folder, "hai don vi", "ok_with_warnings", sheet)


@case
def units_of_two_headings(folder):
    sheet = by_unit(scale=10, unit_line=None, total=False)
    sheet.put("C5", "Kế hoạch vốn năm 2024 (triệu đồng)")
    sheet.put("F5", "Giải ngân đến ngày 31/12/2024 (tỷ đồng)")
    for row in range(8, 8 + len(DISTRICTS)):
        for column in "FGH":
            sheet.put(f"{column}{row}", sheet.cells[f"{column}{row}"] / 1000)
    return xlsx(folder, "hai don vi o tieu de", "ok", sheet)


@case
def unit_against_the_person(folder):
    """What the file states is never overridden: the contradiction stops it."""
    sheet = by_unit(scale=100)
    sheet.expect("ANSWER_CONTRADICTED", "H3")
    return xlsx(folder, "khac don vi", "needs_input", sheet, answers=Answers(unit="thousand_vnd"))


@case
def unit_that_cannot_be(folder):
    sheet = by_unit(scale=10, unit_line="ĐVT: tỷ đồng", money=10**9)
    largest = max(sheet.where.values(), key=lambda cell: (sheet.cells[cell], int(cell[1:])))
    sheet.truth = {}
    sheet.expect("UNIT_IMPLAUSIBLE", largest)
    return xlsx(folder, "sai don vi", "errors_reported", sheet)


@case
def unit_in_a_cell_that_cannot_be(folder):
    """The heading's unit would make it 1,234.6 tỷ, which a province may plan; the cell says otherwise."""
    sheet = by_unit(total=False)
    sheet.put("D8", "1.234.567 tỷ đồng")
    sheet.truth = {}
    sheet.expect("UNIT_IMPLAUSIBLE", "D8")
    sheet.expect("NUM_TEXT", "D8")
    sheet.expect("TOTAL_MISMATCH", "C8")
    return xlsx(folder, "don vi trong o", "errors_reported", sheet)


@case
def unit_too_small_to_be(folder):
    sheet = by_unit(unit_line="ĐVT: đồng", money=1)
    largest = max(sheet.where.values(), key=lambda cell: (sheet.cells[cell], int(cell[1:])))
    sheet.truth = {}
    sheet.expect("UNIT_IMPLAUSIBLE", largest)
    return xlsx(folder, "sai don vi", "errors_reported", sheet)


# Names ----------------------------------------------------------------------------------------------------------


def renamed(changes, **options):
    names = {changes.get(name, name): code for name, code in DISTRICTS.items()}
    return by_unit(names, **options)


@case
def misspelt_name(folder):
    sheet = renamed({"Tràng Định": "Trảng Định", "Văn Lãng": "H. Văn Lảng"})
    sheet.expect("NAME_TYPO", "B10")
    sheet.expect("NAME_TYPO", "B12")
    return xlsx(folder, "sai ten", "ok_with_warnings", sheet)


@case
def unknown_name(folder):
    sheet = renamed({"Tràng Định": "Công ty Thủy nông X"})
    sheet.lose_row(10)
    sheet.expect("NAME_UNKNOWN", "B10")
    sheet.expect("UNIT_ROW_MISSING", "B19")
    return xlsx(folder, "ten la", "errors_reported", sheet)


@case
def names_of_an_unclear_level(folder):
    names = {name: code for name, code in DISTRICTS.items() if name in ("Tràng Định", "Bắc Sơn", "Hữu Lũng")}
    sheet = by_unit(names, 2025, "kỳ báo cáo")
    for row in (9, 10, 11):
        sheet.expect("NAME_AMBIGUOUS_LEVEL", f"B{row}")
    return xlsx(folder, "cap nao", "needs_input", sheet)


@case
def level_given_by_the_person(folder):
    names = {"Tràng Định": "06046", "Bắc Sơn": "06325", "Hữu Lũng": "06385"}
    sheet = by_unit(names, 2025, "kỳ báo cáo")
    return xlsx(folder, "cap nao", "ok", sheet, answers=Answers(level="commune", as_of=date(2025, 12, 31)))


@case
def communes_named_alike(folder):
    names = {
        "xã Hòa Bình (huyện Văn Quan)": "06274",
        "xã Hòa Bình, H. Bình Gia": "06103",
        "Tân Thành (Bắc Sơn)": "06379",
    }
    return xlsx(folder, "trung ten xa", "ok", by_unit(names))


@case
def communes_named_alike_without_district(folder):
    sheet = by_unit({"Thị trấn Bắc Sơn": "06325", "xã Hòa Bình": "?"})
    sheet.lose_row(10)
    sheet.expect("NAME_UNKNOWN", "B10")
    return xlsx(folder, "trung ten xa", "errors_reported", sheet)


@case
def old_and_new_agencies(folder):
    names = {"Sở NN&PTNT": "SNN", "Sở Nông nghiệp và Môi trường": "SNNMT", "Sở Tài chính": "STC"}
    sheet = by_unit(names, 2025, "31/12/2025")
    sheet.expect("AGENCY_SUPERSEDED", "B9")
    return xlsx(folder, "co quan", "ok_with_warnings", sheet)


@case
def letters_in_disguise(folder):
    """Decomposed letters, no-break and zero-width spaces, Ð for Đ, a Cyrillic а, tones in the newer place."""
    sheet = renamed({
        "Tràng Định": unicodedata.normalize("NFD", "Tràng Định"), "Bình Gia": "Bình\u00a0Gia",
        "Văn Lãng": "Văn\u200b Lãng", "Cao Lộc": "C\u0430o Lộc", "Đình Lập": "Ðình Lập",
    })  # fmt: skip
    return xlsx(folder, "chu la", "ok", sheet)


@case
def decomposed_headings(folder):
    sheet = by_unit()
    for cell, value in sheet.cells.items():
        if isinstance(value, str):
            sheet.cells[cell] = unicodedata.normalize("NFD", value).replace(" ", "\u00a0")
    return xlsx(folder, "nfd", "ok", sheet)


# Arithmetic -----------------------------------------------------------------------------------------------------


@case
def total_that_does_not_add_up(folder):
    sheet = by_unit()
    sheet.cells["E8"] += 900
    sheet.expect("TOTAL_MISMATCH", "C8")
    sheet.expect("TOTAL_MISMATCH", "E8")
    return xlsx(folder, "sai tong", "errors_reported", sheet)


@case
def subtotal_that_does_not_add_up(folder):
    sheet = programmes_down()
    sheet.cells["C8"] += 500
    sheet.expect("TOTAL_MISMATCH", "C8")
    return xlsx(folder, "sai cong", "errors_reported", sheet)


@case
def rate_that_does_not_follow(folder):
    sheet = by_unit()
    sheet.cells["I11"] += 7
    sheet.expect("RATE_MISMATCH", "I11")
    return xlsx(folder, "sai ty le", "ok_with_warnings", sheet)


@case
def rates_as_fractions(folder):
    sheet = by_unit()
    for row in range(8, 20):
        sheet.put(f"I{row}", sheet.cells[f"F{row}"] / sheet.cells[f"C{row}"])
        sheet.formats[f"I{row}"] = "0.0%"
    return xlsx(folder, "ty le", "ok", sheet)


@case
def more_disbursed_than_planned(folder):
    sheet = by_unit()
    extra = 3000
    sheet.number("G11", sheet.cells["G11"] + extra, "181", "ALL", "investment", "disbursed")
    sheet.cells["F11"] += extra
    sheet.cells["G8"] += extra
    sheet.cells["F8"] += extra
    for row in (8, 11):
        sheet.put(f"I{row}", round(100 * sheet.cells[f"F{row}"] / sheet.cells[f"C{row}"], 1))
    sheet.expect("RATE_OVER_100", "G11")
    sheet.expect("RATE_OVER_100", "I11")
    return xlsx(folder, "vuot", "errors_reported", sheet)


@case
def unit_twice(folder):
    sheet = renamed({"Bình Gia": "Tràng Định "})
    sheet.lose_row(10)
    sheet.lose_row(11)
    for cell in ("B10", "B11"):
        sheet.expect("DUPLICATE_UNIT", cell)
    sheet.expect("UNIT_ROW_MISSING", "B19")
    return xlsx(folder, "hai lan", "errors_reported", sheet)


@case
def unit_missing_from_the_rows(folder):
    names = {name: code for name, code in DISTRICTS.items() if code != "184"}
    sheet = by_unit(names)
    sheet.expect("UNIT_ROW_MISSING", "B18")
    return xlsx(folder, "thieu huyen", "ok_with_warnings", sheet)


# Dates ----------------------------------------------------------------------------------------------------------


@case
def month_before_day(folder):
    sheet = by_unit(as_of="12/31/2024")
    sheet.expect("DATE_ORDER", "F5")
    return xlsx(folder, "ngay my", "ok_with_warnings", sheet)


@case
def day_that_is_none(folder):
    sheet = by_unit()
    sheet.put("J12", "Quyết định ngày 31/11/2024")
    sheet.expect("DATE_INVALID", "J12")
    return xlsx(folder, "ngay sai", "ok_with_warnings", sheet)


# Several troubles at once ---------------------------------------------------------------------------------------


@case
def old_file_with_everything(folder):
    """TCVN3 in an .xls of the wrong name, a hidden row, a misspelling, a wrong total and a text number."""
    sheet = renamed({"Văn Quan": "Văn Quam"}, name="BC")
    sheet.cells["C8"] += 5000
    sheet.expect("TOTAL_MISMATCH", "C8")
    sheet.expect("RATE_MISMATCH", "I8")
    sheet.expect("NAME_TYPO", "B14")
    sheet.expect("ENCODING_LEGACY", "A1")
    sheet.hidden_rows.add(16)
    sheet.expect("HIDDEN_ROW", "B16")
    old = Sheet("BC", cells=dict(sheet.cells), merges=sheet.merges, hidden_rows=sheet.hidden_rows)
    for cell, value in sheet.cells.items():
        if isinstance(value, str):
            old.cells[cell], old.fonts[cell] = in_tcvn3(value), ".VnTime"
    path = folder / "bao cao.xlsx"
    write_xls(path, old)
    return done(path, "errors_reported", sheet, more={("FORMAT_MISMATCH", "", "")})


@case
def macro_hidden_sheet_and_marks(folder):
    sheet, old = by_unit(), by_unit(seed=9, name="KH cũ")
    old.hidden, old.truth = True, {}
    old.expect("HIDDEN_SHEET")
    sheet.put("H11", "…")
    sheet.truth[*next(key for key, at in sheet.where.items() if at == "H11"), "H11"] = None
    sheet.cells["F11"] = sheet.cells["G11"]
    for column, whole in (("H", "G"), ("F", "F")):
        sheet.put(
            f"{column}8",
            sum(sheet.cells[f"{column}{row}"] for row in range(9, 20) if sheet.cells[f"{column}{row}"] != "…"),
        )
        assert whole
    for row in (8, 11):
        sheet.put(f"I{row}", round(100 * sheet.cells[f"F{row}"] / sheet.cells[f"C{row}"], 1))
    sheet.expect("NO_DATA_MARK", "H11")
    path = folder / "macro.xlsm"
    write_xlsx(path, sheet, old, macro=True)
    return done(path, "ok_with_warnings", sheet, old, more={("MACRO", "", "")})


@case
def judging_form_half_filled(folder):
    """A form for judging pairs: one pair judged, one left blank, one with a verdict of its own, one unsigned."""
    side = ("Đường thôn Nà Lầu", "Thất Khê", "2026", "2.500")
    kept = {"work": "A1", "other": "A2", "work_name": "Đường thôn Nà Lầu", "other_name": "=1+1"}
    said = (("Khác nhau", "STC", ""), ("", "STC", ""), ("chắc là trùng", "STC", ""), ("Cùng đối tượng", "", "trùng hộ"))
    path = folder / "nhan dinh.xlsx"
    write_pair_form(path, [PairRow(side, side, kept, "Nghiêng về trùng.") for _ in said], "Minh họa")
    book = openpyxl.load_workbook(path)
    for row, answers in enumerate(said, start=6):
        for column, text in zip("KLM", answers, strict=True):
            book["Nhận định"][f"{column}{row}"] = text or None
    book.save(path)
    found = {("JUDGEMENT_BLANK", "Nhận định", "")}
    found |= {("JUDGEMENT_UNREADABLE", "Nhận định", cell) for cell in ("K8", "L9")}
    return Case(path, "errors_reported", issues=found)


@case
def survey_with_names_like_totals_and_gaps(folder):
    """Our survey of needs: names like totals, a blank programme, an unknown one, a work without money, odd counts."""
    path = write_planning_form(folder / "nhu cau.xlsx", (2026, 2026), Sent("20", "communes"))
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    rows = (
        ("Xã Kháng Chiến", "TH", "Vốn đầu tư", "Tổng hợp các tuyến đường", "Thôn A", 5000, 100, "1.200", 40),
        ("Xã Kháng Chiến", "TH", "Vốn đầu tư", "Cộng đồng làm du lịch", None, 300, None, None, 40.5),
        ("Xã Kháng Chiến", None, "Vốn đầu tư", "Nhà văn hóa", None, 300),
        ("Xã Kháng Chiến", "ZZ", "Vốn đầu tư", "Trạm y tế", None, 300),
        ("Xã Kháng Chiến", "TH", "Vốn sự nghiệp", "Dự án 5: Đường B", None, -90, 7),
        ("Xã Kháng Chiến", "TH", "Vốn sự nghiệp", "Các xã", None),
    )
    for row, values in enumerate(rows, start=8):
        for column, value in enumerate(values, start=2):
            page.cell(row, column, value)
    book.save(path)
    amounts = {"G8": ("investment", 5000), "H8": ("investment", 100), "G9": ("investment", 300)}
    amounts |= {"H9": ("investment", None), "H12": ("recurrent", 7)}
    truth = {
        ("Nhu cầu", "06037", "TH", capital, "need", cell): None if amount is None else amount * 10**6
        for cell, (capital, amount) in amounts.items()
    }
    found = {("FIELD_BLANK", "C10"), ("NAME_UNKNOWN", "C11"), ("CELL_ERROR", "G12"), ("CELL_ERROR", "J9")}
    found |= {("WORK_WITHOUT_MONEY", "E13"), ("NUM_TEXT", "I8")}
    return Case(path, "errors_reported", truth, {(kind, "Nhu cầu", cell) for kind, cell in found})
