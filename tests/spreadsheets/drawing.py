"""Sheets drawn for the tests of intake: cells with their truth, written as .xlsx, .xls, .ods or .csv."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.styles import Font
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

TRIEU = 10**6
DISTRICTS = {
    "TP Lạng Sơn": "178",
    "Tràng Định": "180",
    "Bình Gia": "181",
    "Văn Lãng": "182",
    "Cao Lộc": "183",
    "Văn Quan": "184",
    "Bắc Sơn": "185",
    "Hữu Lũng": "186",
    "Chi Lăng": "187",
    "Lộc Bình": "188",
    "Đình Lập": "189",
}


@dataclass
class Sheet:
    """One sheet, and what a right reading of it yields.

    truth: (unit, programme, capital, measure, cell) to the amount in đồng, None where the file says that there is none.
    issues: (kind, sheet, cell) of every finding to be expected.
    """

    name: str = "Biểu 1"
    cells: dict = field(default_factory=dict)
    merges: list = field(default_factory=list)
    hidden_rows: set = field(default_factory=set)
    hidden_columns: set = field(default_factory=set)
    hidden: bool = False
    fonts: dict = field(default_factory=dict)
    formats: dict = field(default_factory=dict)
    results: dict = field(default_factory=dict)  # stored results of formulas
    truth: dict = field(default_factory=dict)
    issues: set = field(default_factory=set)
    where: dict = field(default_factory=dict)  # (unit, programme, capital, measure) to cell
    unit: int = TRIEU

    def put(self, cell, value):
        self.cells[cell] = value

    def row(self, number, *values, first="A"):
        column = coordinate_to_tuple(f"{first}1")[1]
        for offset, value in enumerate(values):
            if value is not None:
                self.cells[f"{get_column_letter(column + offset)}{number}"] = value

    def number(self, cell, value, unit, programme, capital, measure):
        """A number cell of the truth."""
        self.cells[cell] = value
        self.where[unit, programme, capital, measure] = cell
        self.truth[unit, programme, capital, measure, cell] = None if value is None else round(value * self.unit)

    def expect(self, kind, cell=""):
        self.issues.add((kind, self.name if kind not in FILE_KINDS or cell else "", cell))

    def lose(self, cell):
        """The cell yields no value."""
        self.truth = {key: value for key, value in self.truth.items() if key[-1] != cell}

    def lose_row(self, row):
        self.truth = {key: value for key, value in self.truth.items() if re.sub(r"\D", "", key[-1]) != str(row)}

    def merge(self, *ranges):
        self.merges += ranges


FILE_KINDS = {"MACRO", "EXTERNAL_LINK", "FORMAT_MISMATCH", "ENCRYPTED", "ZIP_BOMB", "XML_ENTITY", "EMPTY_TABLE"}
FILE_KINDS |= {"ENCODING_LEGACY_FILE"}


def title(sheet, year, unit_line="Đơn vị tính: triệu đồng", text=None, at="H3"):
    sheet.put("A1", "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN")
    sheet.put("A2", text or f"BIỂU TỔNG HỢP TÌNH HÌNH GIẢI NGÂN VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA NĂM {year}")
    if unit_line:
        sheet.put(at, unit_line)


def by_unit(
    units=DISTRICTS,
    year=2024,
    as_of="31/12/2024",
    unit_line="Đơn vị tính: triệu đồng",
    scale=1,
    seed=0,
    total=True,
    name="Biểu 1",
    money=TRIEU,
):
    """Units in rows; plan and disbursement as total, investment and recurrent; a rate; a row of column numbers."""
    sheet = Sheet(name, unit=money)
    title(sheet, year, unit_line)
    sheet.row(5, "TT", "Đơn vị", f"Kế hoạch vốn năm {year}", None, None, f"Giải ngân đến ngày {as_of}", None, None)
    sheet.put("I5", "Tỷ lệ giải ngân (%)")
    sheet.put("J5", "Ghi chú")
    sheet.merge("A5:A6", "B5:B6", "C5:E5", "F5:H5", "I5:I6", "J5:J6")
    sheet.row(6, *["Tổng số", "Vốn đầu tư", "Vốn sự nghiệp"] * 2, first="C")
    sheet.row(7, "1", "2", "3=4+5", "4", "5", "6=7+8", "7", "8", "9=6/3")
    sums = [0] * 6
    first = 9 if total else 8
    for place, (unit, code) in enumerate(units.items()):
        row = first + place
        plan = [scale * (1200 + (37 * place + 11 * seed) % 890), scale * (700 + (53 * place + 7 * seed) % 610)]
        paid = [scale * (800 + (31 * place + 5 * seed) % 390), scale * (200 + (29 * place + 3 * seed) % 330)]
        sheet.row(row, place + 1, unit)
        for columns, parts, measure in (("CDE", plan, "plan"), ("FGH", paid, "disbursed")):
            sheet.put(f"{columns[0]}{row}", sum(parts))
            sheet.number(f"{columns[1]}{row}", parts[0], code, "ALL", "investment", measure)
            sheet.number(f"{columns[2]}{row}", parts[1], code, "ALL", "recurrent", measure)
        sheet.put(f"I{row}", round(100 * sum(paid) / sum(plan), 1))
        amounts = [sum(plan), *plan, sum(paid), *paid]
        sums = [one + more for one, more in zip(sums, amounts, strict=True)]
    if total:
        sheet.row(8, None, "Tổng cộng", *sums, round(100 * sums[3] / sums[0], 1))
    last = first + len(units) + 2
    sheet.put(f"H{last}", "Lạng Sơn, ngày 15 tháng 01 năm 2025")
    sheet.put(f"H{last + 1}", "NGƯỜI LẬP BIỂU")
    return sheet


def of_one(name, seed=0, **options):
    """A return of one district: its letterhead, and one row."""
    sheet = by_unit({name: DISTRICTS[name]}, seed=seed, total=False, **options)
    sheet.put("A1", f"UBND HUYỆN {name.upper()}")
    return sheet


# Writers --------------------------------------------------------------------------------------------------------


def write_xlsx(path, *sheets, macro=False, links=False):
    """With xlsxwriter where formulas have stored results, since openpyxl stores none."""
    if any(sheet.results for sheet in sheets):
        return _write_with_results(path, sheets)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for cell, value in sheet.cells.items():
            page[cell] = value
            if (isinstance(value, str) and not value.startswith("=")) or cell in sheet.fonts:
                page[cell].font = Font(name=sheet.fonts.get(cell, "Times New Roman"))
            if isinstance(value, str) and value.startswith("=") and cell in sheet.formats:
                page[cell].data_type = "s"
            elif cell in sheet.formats:
                page[cell].number_format = sheet.formats[cell]
        for merged in sheet.merges:
            page.merge_cells(merged)
        for row in sheet.hidden_rows:
            page.row_dimensions[row].hidden = True
        for column in sheet.hidden_columns:
            page.column_dimensions[column].hidden = True
        page.sheet_state = "hidden" if sheet.hidden else "visible"
    book.save(path)
    extra = {"xl/vbaProject.bin": b"macro"} if macro else {}
    extra |= {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"} if links else {}
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in extra.items():
            archive.writestr(name, content)
    return None


def _write_with_results(path, sheets):
    book = xlsxwriter.Workbook(str(path))
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for merged in sheet.merges:
            page.merge_range(merged, "")
        for cell, value in sheet.cells.items():
            if isinstance(value, str) and value.startswith("="):
                page.write_formula(cell, value, None, sheet.results.get(cell, ""))
            else:
                page.write(cell, value)
    book.close()


def write_xls(path, *sheets):
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        page.visibility = 1 if sheet.hidden else 0
        for merged in sheet.merges:
            (top, left), (bottom, right) = (coordinate_to_tuple(end) for end in merged.split(":"))
            page.merge(top - 1, bottom - 1, left - 1, right - 1)
        for cell, value in sheet.cells.items():
            row, column = coordinate_to_tuple(cell)
            style = xlwt.XFStyle()
            style.font.name = sheet.fonts.get(cell, "Times New Roman")
            page.write(row - 1, column - 1, value, style)
        for row in sheet.hidden_rows:
            page.row(row - 1).hidden = True
    book.save(str(path))


def grid(sheet):
    rows = {}
    for cell, value in sheet.cells.items():
        row, column = coordinate_to_tuple(cell)
        rows.setdefault(row, {})[column] = value
    width = max(column for cells in rows.values() for column in cells)
    return [[rows.get(row, {}).get(column) for column in range(1, width + 1)] for row in range(1, max(rows) + 1)]


def vietnamese(value):
    """A number as typed in Vietnam; text stays."""
    if isinstance(value, (int, float)):
        return f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return "" if value is None else value


def write_csv(path, sheet, separator=";", encoding="utf-8", number=vietnamese):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([[number(cell) for cell in row] for row in grid(sheet)])
    path.write_bytes(text.getvalue().encode(encoding))


ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def write_ods(path, *sheets):
    """The least that makes an .ods file: values by type, spans, a hidden sheet style, and a million repeated rows."""
    tables = []
    for sheet in sheets:
        spans = {}
        for merged in sheet.merges:
            (top, left), (bottom, right) = (coordinate_to_tuple(end) for end in merged.split(":"))
            spans[top, left] = (bottom - top + 1, right - left + 1)
        rows = []
        for row, values in enumerate(grid(sheet), start=1):
            cells = "".join(_ods_cell(value, spans.get((row, column))) for column, value in enumerate(values, start=1))
            state = ' table:visibility="collapse"' if row in sheet.hidden_rows else ""
            rows.append(f"<table:table-row{state}>{cells}</table:table-row>")
        ghost = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        style = ' table:style-name="off"' if sheet.hidden else ""
        tables.append(f'<table:table table:name="{escape(sheet.name)}"{style}>{"".join(rows)}{ghost}</table:table>')
    off = '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
    body = f"<office:automatic-styles>{off}</office:automatic-styles><office:body><office:spreadsheet>"
    document = f"<office:document-content {ODS_SPACES}>{body}{''.join(tables)}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"{document}</office:document-content>")


def _ods_cell(value, span):
    spread = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        typed, shown = 'office:value-type="string"', escape(value)
    else:
        typed, shown = f'office:value-type="float" office:value="{value}"', str(value)
    return f"<table:table-cell {typed}{spread}><text:p>{shown}</text:p></table:table-cell>"
