"""Cases of the corpus as other programs write them: the file is odd, not its table, and Excel opens it.

What no library writes is made by hand, from the parts of a file that one wrote.
"""

import re
import struct
import zipfile

import xlwt
from openpyxl.utils.cell import coordinate_to_tuple

from spreadsheets.corpus import case, done, in_tcvn3, in_vni, marks_apart
from spreadsheets.drawing import ODS_SPACES, by_unit, vietnamese, write_csv, write_ods, write_xls, write_xlsx

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def remade(path, change, names=None):
    """The zip at `path` with each part as `change(name, content)` gives it; None leaves it out. names: new names."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            new = change(name, content)
            if new is not None:
                archive.writestr(names(name) if names else name, new)


def odd_xlsx(folder, change, names=None, outcome="ok", sheet=None, more=()):
    sheet, path = sheet or by_unit(), folder / "bieu.xlsx"
    write_xlsx(path, sheet)
    remade(path, change, names)
    return done(path, outcome, sheet, more=more)


def in_part(wanted, *swaps):
    """A change of one part: each pattern by its replacement."""

    def change(name, content):
        for pattern, text in swaps if name == wanted else ():
            content, count = re.subn(pattern, text, content, flags=re.DOTALL)
            assert count, pattern
        return content

    return change


# Styles that are not as they should be ----------------------------------------------------------------------------


@case
def xlsx_with_an_empty_fill(folder):
    return odd_xlsx(folder, in_part(STYLES, (rb"<fills.*?</fills>", b'<fills count="2"><fill/><fill/></fills>')))


@case
def xlsx_without_fonts_borders_and_named_styles(folder):
    bare = (rb"<(fonts|borders|cellStyles|dxfs)\b.*?</\1>", b"")
    return odd_xlsx(folder, in_part(STYLES, bare))


@case
def xlsx_with_a_style_that_does_not_exist(folder):
    return odd_xlsx(folder, in_part(SHEET, (rb'(<c r="[CD]\d+")( s="\d+")?', rb'\1 s="977"')))


@case
def xlsx_without_styles(folder):
    return odd_xlsx(folder, lambda name, content: None if name == STYLES else content)


# Other forms of the same format -----------------------------------------------------------------------------------


@case
def xlsx_in_strict_form(folder):
    def strict(_, content):
        content = content.replace(MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        return content.replace(RELATIONS, b"http://purl.oclc.org/ooxml/officeDocument/relationships")

    return odd_xlsx(folder, strict)


@case
def xlsx_with_prefixed_names(folder):
    def prefixed(name, content):
        if name != SHEET:
            return content
        content = re.sub(rb"<(/?)(?=\w)", rb"<\1x:", content)
        return content.replace(b"xmlns=", b"xmlns:x=")

    return odd_xlsx(folder, prefixed)


@case
def xlsx_whose_cells_do_not_say_where_they_are(folder):
    """Rows and cells without `r`: each stands behind the one before it, so blanks are written as empty cells."""
    sheet, path = by_unit(), folder / "bieu.xlsx"
    write_xlsx(path, sheet)
    rows = []
    for row in range(1, 22):
        cells = [sheet.cells.get(f"{column}{row}") for column in "ABCDEFGHIJ"]
        rows.append("<row>" + "".join(_inline(value) for value in cells) + "</row>")
    data = f"<sheetData>{''.join(rows)}</sheetData>".encode()
    remade(path, in_part(SHEET, (rb"<sheetData.*</sheetData>", data)))
    return done(path, "ok", sheet)


def _inline(value):
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        half = len(value) // 2
        runs = f"<r><t>{value[:half]}</t></r><r><t>{value[half:]}</t></r>"
        return f'<c t="inlineStr"><is>{runs}<rPh sb="0" eb="1"><t>chữ phiên âm</t></rPh></is></c>'
    return f"<c><v>{value}</v></c>"


@case
def xlsx_whose_parts_have_other_names(folder):
    def moved(name, content):
        return content.replace(b"xl/worksheets/", b"xl/TRANG/").replace(b"/xl/workbook.xml", b"/XL/Workbook.xml")

    def names(name):
        return name.replace("xl/worksheets/", "xl\\trang\\").replace("xl/workbook.xml", "xl/Workbook.xml")

    return odd_xlsx(folder, moved, names)


# What a sheet says of its extent ----------------------------------------------------------------------------------


def _with_lost_results(folder, dimension):
    sheet, path = by_unit(), folder / "bieu.xlsx"
    for cell in ("D13", "G18"):
        sheet.lose(cell)
        sheet.put(cell, "=1200+34")
        sheet.expect("FORMULA_NO_RESULT", cell)
    write_xlsx(path, sheet)
    remade(path, in_part(SHEET, (rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % dimension)))
    return done(path, "errors_reported", sheet)


@case
def xlsx_whose_range_is_said_to_be_one_cell(folder):
    return _with_lost_results(folder, b"A1")


@case
def xlsx_whose_range_is_said_to_end_too_early(folder):
    return _with_lost_results(folder, b"A1:F10")


@case
def xlsx_whose_range_is_said_to_be_everything(folder):
    return _with_lost_results(folder, b"A1:XFD1048576")


@case
def xlsx_with_a_cell_in_the_last_corner(folder):
    corner = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>.</t></is></c></row></sheetData>'
    return odd_xlsx(folder, in_part(SHEET, (b"</sheetData>", corner)))


@case
def xlsx_with_half_a_million_empty_rows(folder):
    rows = b"".join(b'<row r="%d" ht="15.75" customHeight="1"/>' % row for row in range(40, 500_040))
    return odd_xlsx(folder, in_part(SHEET, (b"</sheetData>", rows + b"</sheetData>")))


@case
def xlsx_with_shared_formulas(folder):
    """The first cell has the text of the formula, the others its number; all have results."""
    sheet, path = by_unit(), folder / "bieu.xlsx"
    write_xlsx(path, sheet)

    def shared(name, content):
        for row in range(9, 20) if name == SHEET else ():
            text = b"D9+E9" if row == 9 else b""
            held = rb'(<c r="C%d"[^>]*?)(?: t="n")?><v>' % row
            content = re.sub(held, rb'\1><f t="shared" ref="C9:C19" si="0">%s</f><v>' % text, content)
        return content

    remade(path, shared)
    return done(path, "ok", sheet)


# Number formats that show less than is stored ---------------------------------------------------------------------


def _scaled(code, factor, unit_line, money, scale):
    """Plan and disbursement stored at `factor` times what the format shows."""
    sheet = by_unit(unit_line=unit_line, scale=scale, money=money)
    cells = [f"{column}{row}" for row in range(8, 20) for column in "CDEFGH"]
    for cell in cells:
        sheet.cells[cell] *= factor
        sheet.formats[cell] = code
    sheet.expect("NUM_SCALED", "C8")
    return sheet


@case
def xlsx_shown_in_thousands(folder):
    sheet = _scaled("#,##0,", 1000, "Đơn vị tính: nghìn đồng", 1000, 1000)
    path = folder / "bieu.xlsx"
    write_xlsx(path, sheet)
    return done(path, "ok_with_warnings", sheet)


@case
def xlsx_shown_in_millions_by_sections(folder):
    sheet = _scaled('#,##0,,"  ";-#,##0,,;"-"', 10**6, "ĐVT: triệu đồng", 10**6, 1)
    path = folder / "bieu.xlsx"
    write_xlsx(path, sheet)
    return done(path, "ok_with_warnings", sheet)


@case
def xlsx_shown_in_millions_where_they_are_large(folder):
    sheet = _scaled("[>=1000000]#,##0,,;[<=-1000000]-#,##0,,;0", 10**6, "ĐVT: triệu đồng", 10**6, 1)
    path = folder / "bieu.xlsx"
    write_xlsx(path, sheet)
    return done(path, "ok_with_warnings", sheet)


@case
def xlsx_whose_format_has_commas_that_hide_nothing(folder):
    sheet = by_unit()
    for row in range(8, 20):
        sheet.formats[f"C{row}"], sheet.formats[f"D{row}"] = '#,##0", tr"', r"#,##0\,"
    path = folder / "bieu.xlsx"
    write_xlsx(path, sheet)
    return done(path, "ok", sheet)


@case
def xls_shown_in_thousands(folder):
    sheet = _scaled("#,##0,", 1000, "Đơn vị tính: nghìn đồng", 1000, 1000)
    path, book = folder / "bieu.xls", xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet.name)
    for cell, value in sheet.cells.items():
        row, column = coordinate_to_tuple(cell)
        page.write(row - 1, column - 1, value, xlwt.easyxf(num_format_str=sheet.formats.get(cell, "General")))
    for merged in sheet.merges:
        (top, left), (bottom, right) = (coordinate_to_tuple(end) for end in merged.split(":"))
        page.merge(top - 1, bottom - 1, left - 1, right - 1)
    book.save(str(path))
    return done(path, "ok_with_warnings", sheet)


def _ods_scaled(folder, style):
    sheet, path = _scaled("", 1000, "Đơn vị tính: nghìn đồng", 1000, 1000), folder / "bieu.ods"
    write_ods(path, sheet)
    spaces = ODS_SPACES + ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
    cells = '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'

    def change(name, content):
        text = content.decode()
        text = text.replace(ODS_SPACES, spaces).replace(
            "<office:automatic-styles>", f"<office:automatic-styles>{style}{cells}"
        )
        money = r'<table:table-cell (office:value-type="float" office:value="\d{6,}")'
        return re.sub(money, r'<table:table-cell table:style-name="ce1" \1', text).encode()

    remade(path, lambda name, content: change(name, content) if name == "content.xml" else content)
    return done(path, "ok_with_warnings", sheet)


THOUSANDTH = '<number:number number:min-integer-digits="1" number:grouping="true" number:display-factor="1000"/>'


@case
def ods_shown_in_thousands(folder):
    return _ods_scaled(folder, f'<number:number-style style:name="N1">{THOUSANDTH}</number:number-style>')


@case
def ods_shown_in_thousands_by_sign(folder):
    plus = f'<number:number-style style:name="N1P0">{THOUSANDTH}</number:number-style>'
    case_ = '<style:map style:condition="value()&gt;=0" style:apply-style-name="N1P0"/>'
    return _ods_scaled(folder, f'{plus}<number:number-style style:name="N1">{THOUSANDTH}{case_}</number:number-style>')


# OpenDocument: what stands beside the text of a cell -------------------------------------------------------------

NOTE = "<office:annotation><text:p>Đã kiểm tra 5 lần</text:p></office:annotation>"


def _odd_ods(folder, pattern, text, more=()):
    sheet, path = by_unit(), folder / "bieu.ods"
    write_ods(path, sheet)

    def change(name, content):
        changed, count = re.subn(pattern, text, content.decode())
        assert count or name != "content.xml", pattern
        return changed.encode()

    remade(path, change)
    return done(path, "ok", sheet, more=more)


@case
def ods_with_a_number_that_states_no_value(folder):
    return _odd_ods(folder, r' office:value="1200"', "", {("NUM_TEXT", "Biểu 1", "D9")})


@case
def ods_with_comments_on_names(folder):
    return _odd_ods(folder, r"(?=<text:p>(?:Bình Gia|Cao Lộc|Kế hoạch))", NOTE)


@case
def ods_with_comments_on_every_cell(folder):
    return _odd_ods(folder, r"(?=<text:p>)", NOTE)


@case
def ods_with_comments_inside_paragraphs(folder):
    inside = NOTE.replace("office:annotation", "text:note").replace("<text:note>", '<text:note text:note-class="x">')
    return _odd_ods(folder, r"(?=</text:p>)", inside)


@case
def ods_with_blanks_as_elements(folder):
    return _odd_ods(folder, r"(?<=<text:p>)(\w+) (?=\w+</text:p>)", r'\1<text:s text:c="2"/>')


# Old workbooks of other programs ---------------------------------------------------------------------------------


def records_only(sheet, encoding, first=b"\x09\x08\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00"):
    """The records of cells and nothing else, as short scripts in PHP write them."""
    out = first
    for cell, value in sheet.cells.items():
        row, column = (number - 1 for number in coordinate_to_tuple(cell))
        if isinstance(value, str):
            text = (marks_apart(value) if encoding == "cp1258" else value).encode(encoding)
            out += struct.pack("<HHHHHH", 0x204, 8 + len(text), row, column, 0, len(text)) + text
        else:
            out += struct.pack("<HHHHHd", 0x203, 14, row, column, 0, value)
    return out + b"\x0a\x00\x00\x00"


def _records(folder, encoding, kind, **options):
    sheet = by_unit(name="Sheet 1")
    sheet.merges = []
    for cell, filled in {"A6": "TT", "B6": "Đơn vị", "I6": "Tỷ lệ giải ngân (%)", "J6": "Ghi chú"}.items():
        sheet.put(cell, filled)
    for cell in ("A5", "B5", "I5", "J5"):
        del sheet.cells[cell]
    for column, text in zip("DEGH", ["C5", "C5", "F5", "F5"], strict=True):
        sheet.put(f"{column}5", sheet.cells[text])
    (folder / "xuat.xls").write_bytes(records_only(sheet, encoding, **options))
    sheet.expect(kind, "A1")
    return done(folder / "xuat.xls", "ok_with_warnings", sheet)


@case
def xls_of_bare_records_in_utf8(folder):
    return _records(folder, "utf-8", "ENCODING_MOJIBAKE")


@case
def xls_of_bare_records_in_windows_1258(folder):
    return _records(folder, "cp1258", "ENCODING_LEGACY")


@case
def xls_of_bare_records_of_version_2(folder):
    return _records(folder, "utf-8", "ENCODING_MOJIBAKE", first=struct.pack("<HHHH", 0x9, 4, 2, 0x10))


@case
def xls_whose_index_of_sectors_contradicts_itself(folder):
    """The directory gives the sectors of the workbook to small streams too, of which there are none; Excel opens it."""
    sheet, path = by_unit(), folder / "xuat.xls"
    write_xls(path, sheet)
    content = bytearray(path.read_bytes())
    directory = 512 + 512 * struct.unpack_from("<i", content, 48)[0]
    book = next(at for at in (directory, directory + 128) if content[at : at + 2] == b"W\0")
    root = next(at for at in (directory, directory + 128) if content[at : at + 2] == b"R\0")
    struct.pack_into("<ii", content, root + 116, struct.unpack_from("<i", content, book + 116)[0], 512)
    path.write_bytes(content)
    return done(path, "ok", sheet)


# CSV of old code pages --------------------------------------------------------------------------------------------


def _old_csv(folder, text_of, encoding, **options):
    sheet, path = by_unit(name="bang"), folder / "bang.csv"
    old = by_unit(name="bang")
    old.cells = {cell: text_of(value) if isinstance(value, str) else value for cell, value in sheet.cells.items()}
    write_csv(path, old, encoding=encoding, **options)
    sheet.expect("ENCODING_LEGACY", "A1")
    return done(path, "ok_with_warnings", sheet)


@case
def csv_in_tcvn3(folder):
    return _old_csv(folder, in_tcvn3, "latin-1")


@case
def csv_in_tcvn3_with_tabs(folder):
    return _old_csv(folder, in_tcvn3, "latin-1", separator="\t")


@case
def csv_in_vni(folder):
    return _old_csv(folder, in_vni, "cp1252")


@case
def csv_in_tcvn3_saved_as_utf8(folder):
    return _old_csv(folder, in_tcvn3, "utf-8-sig", separator=",", number=str_or_blank)


# Amounts that carry their unit ------------------------------------------------------------------------------------


def _with_units(value):
    """Some amounts in tỷ, as people type where the number is long."""
    if not isinstance(value, int) or value < 100:
        return vietnamese(value)
    return f"{vietnamese(value / 1000)} tỷ đồng" if value % 1000 else f"{vietnamese(value)} tr.đ"


@case
def csv_with_a_unit_behind_each_amount(folder):
    sheet = by_unit(unit_line=None, total=False, scale=30, name="kem don vi")
    write_csv(folder / "kem don vi.csv", sheet, number=_with_units)
    return done(folder / "kem don vi.csv", "ok", sheet)


@case
def xlsx_with_a_unit_behind_each_amount(folder):
    sheet = by_unit(unit_line=None, total=False, scale=30)
    for row in range(8, 19):
        for column in "CDEFGH":
            sheet.put(f"{column}{row}", _with_units(sheet.cells[f"{column}{row}"]))
            if column in "DEGH":  # the others are totals
                sheet.expect("NUM_TEXT", f"{column}{row}")
    path = folder / "kem don vi.xlsx"
    write_xlsx(path, sheet)
    return done(path, "ok", sheet)


@case
def csv_with_one_amount_without_its_unit(folder):
    sheet = by_unit(unit_line=None, total=False, scale=30, name="thieu mot")
    sheet.expect("UNIT_MISSING", "C5")
    write_csv(
        folder / "thieu mot.csv",
        sheet,
        number=lambda value: vietnamese(value) if value == 37110 else _with_units(value),
    )
    return done(folder / "thieu mot.csv", "needs_input", sheet)


def str_or_blank(value):
    return "" if value is None else str(value)
