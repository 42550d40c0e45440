"""A blank form being written: the looks of its cells, what may be typed into them, and its file."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from mtqg_analysis.domain.disk import why
from mtqg_analysis.domain.errors import OutputError
from mtqg_analysis.intake.read_xlsx import FORM_NAME

FONT = "Times New Roman"


class Range(NamedTuple):
    """Cells of a page from a first row and column to a last one, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


class FormBook:
    """A form being written: its styles, and the file, which a failure leaves unwritten."""

    def __init__(self, file: Path, kind: str) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError("Không tạo được thư mục {parent}: {why}.", parent=file.parent, why=why(error)) from error
        self.file, self.content = file, BytesIO()  # a zip file left half on a full disk complains once more when freed
        self.book = xlsxwriter.Workbook(self.content, {"in_memory": True})  # needs no temporary folder
        self.book.set_properties({"created": datetime(2024, 1, 1)})  # the same form is the same file
        self.book.define_name(FORM_NAME, f'="{kind}"')
        base = {"font_name": FONT, "font_size": 11, "border": 1, "valign": "vcenter"}
        add = self.book.add_format
        self.title = add({"font_name": FONT, "font_size": 13, "bold": True, "align": "center"})
        self.note = add({"font_name": FONT, "font_size": 11, "italic": True, "align": "right"})
        self.warning = add({"font_name": FONT, "font_size": 11, "bold": True, "font_color": "#B00020"})
        self.head = add(base | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E8EEF4"})
        self.bold = add(base | {"bold": True, "bg_color": "#F2F2F2"})
        self.sum = add(base | {"bold": True, "num_format": "#,##0.0", "bg_color": "#F2F2F2"})
        self.rate = add(base | {"num_format": "0.0", "bg_color": "#F2F2F2"})
        self.locked = add(base | {"bg_color": "#F2F2F2"})
        self.input = add(base | {"num_format": "#,##0.0", "locked": False})
        self.text = add(base | {"locked": False, "text_wrap": True})

    def __enter__(self) -> "FormBook":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.book.close()
            self.file.write_bytes(self.content.getvalue())

    def sheet(self, name: str, title: str, under: str, note: str = "") -> Any:
        """A protected landscape page with its title, and the line that states the unit of money."""
        page = self.book.add_worksheet(name)
        page.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(4, 5)
        page.merge_range(0, 0, 0, 15, title, self.title)
        page.merge_range(1, 0, 1, 15, under, self.title)
        page.merge_range(2, 10, 2, 15, "Đơn vị tính: triệu đồng", self.note)
        if note:
            page.merge_range(2, 0, 2, 9, note, self.warning)
            page.set_header(f"&C&B{note}")
        page.set_row(4, 48)
        page.set_row(5, 32)
        return page

    def heading(self, page: Any, cells: Range, words: str) -> None:
        """One heading, merged over its rows and columns."""
        if (cells.top, cells.left) == (cells.bottom, cells.right):
            page.write_string(cells.top, cells.left, words, self.head)
        else:
            page.merge_range(*cells, words, self.head)

    def amounts(self, page: Any, cells: Range) -> None:
        """Cells that take a number from zero up, in million đồng."""
        rule = {"validate": "decimal", "criteria": ">=", "value": 0, "input_title": "Triệu đồng"}
        rule |= {"error_title": "Không phải số", "error_message": "Xin nhập số không âm, đơn vị triệu đồng."}
        page.data_validation(*cells, rule)

    def whole(self, page: Any, cells: Range) -> None:
        """Cells that take a count."""
        rule = {"validate": "integer", "criteria": ">=", "value": 0}
        rule |= {"error_title": "Không phải số đếm", "error_message": "Xin nhập số nguyên không âm."}
        page.data_validation(*cells, rule)

    def within_plan(self, page: Any, cells: Range, plan: int) -> None:
        """Cells of disbursement: Excel warns of a number larger than that of the column `plan`, and lets it pass."""
        own, limit = (xl_rowcol_to_cell(cells.top, column) for column in (cells.left, plan))
        rule = {
            "validate": "custom",
            "value": f"=AND(ISNUMBER({own}),{own}>=0,{own}<={limit})",
            "error_type": "warning",
        }
        rule |= {"error_title": "Vượt kế hoạch?", "error_message": "Giải ngân lớn hơn kế hoạch; xin kiểm tra."}
        page.data_validation(*cells, rule)
