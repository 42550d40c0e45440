"""The numbers in the columns of a table, each with its rounding, or why a cell holds none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.column_roles import is_of_rows
from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.money import MONEY, money_unit
from mtqg_analysis.intake.numbers import STYLES, Style, Typed, read_number, style_of
from mtqg_analysis.intake.workbook import At, Cell, Kind, Merge, Where, address
from mtqg_analysis.ledger.finding import Finding

State = Literal["number", "blank", "not_applicable", "no_data", "blocked"]


@dataclass(frozen=True)
class Value:
    """What one cell says: an amount with half of its last digit, or why there is none."""

    state: State
    amount: Decimal = Decimal(0)
    half: Decimal = Decimal(0)
    unit: str = ""


BLANK = Value("blank")


@dataclass
class Values:
    """The values of a table's number columns, by cell, and what was found while reading them."""

    by_cell: dict[At, Value] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def at(self, row: int, column: int) -> Value:
        """The value of a cell; a blank one is missing, not zero."""
        return self.by_cell.get((row, column), BLANK)

    def number(self, row: int, column: int) -> Decimal | None:
        """The amount of a cell that holds a number, else None."""
        value = self.by_cell.get((row, column))
        return value.amount if value is not None and value.state == "number" else None


def read_values(block: Block, fields: list[Field], rows: Iterable[int], decimal: Style | None) -> Values:
    """Reads every cell of the number columns: each column in the style that its own texts prove.

    A column that proves nothing takes the style of the others where its separators group thousands in that style, or
    the answer given as `decimal`; otherwise it stays without a style, and its undecided cells are reported.
    """
    values = Values()
    rows = list(rows)
    of_rows, shared = _units_of_rows(block, rows), _shared(block, fields)
    typed = {one.column: _typed(block, one, rows) for one in fields}
    for one in fields:
        proven = style_of(typed[one.column].values())
        one.style = None if proven == "mixed" else proven
    _borrow_styles(fields, typed, decimal)
    for one in fields:
        for row in rows:
            cell = block.sheet.cells.get((row, one.column))
            if cell is not None:
                at = (row, one.column)
                values.by_cell[at], remarks = _read_cell(
                    cell, typed[one.column].get(row), one.style, block.sheet.untyped
                )
                value = values.by_cell[at]
                if row in of_rows and one.role == "money" and value.state == "number" and not value.unit:
                    values.by_cell[at] = replace(value, unit=of_rows[row])
                if at in shared and value.state == "number":
                    values.by_cell[at] = Value("blocked")
                    remarks = [
                        *remarks,
                        _Remark("AMOUNT_SHARED", _shared_by(cell, at, shared[at]), tr("một số cho mỗi ô")),
                    ]
                where = Where(block.sheet.name, at)
                values.findings += [finding(kind, text, where, cell.text, due) for kind, text, due in remarks]
    return values


def _units_of_rows(block: Block, rows: Iterable[int]) -> dict[int, str]:
    """The unit of money of each row, where a column of the table says it ("ĐVT")."""
    columns = [one.index for one in block.columns if one.headings and is_of_rows(one.headings[-1])]
    stated = ((row, money_unit(block.sheet.text(row, column))) for row in rows for column in columns)
    return {row: unit for row, unit in stated if unit}


def _shared(block: Block, fields: Iterable[Field]) -> dict[At, Merge]:
    """The merged ranges over several rows or several columns of amounts, by their first cell."""
    columns, rows = {one.column for one in fields}, set(block.rows)
    return {
        (top, left): (top, left, bottom, right)
        for top, left, bottom, right in block.sheet.merges
        if top in rows and left in columns and (bottom > top or any(left < column <= right for column in columns))
    }


def _shared_by(cell: Cell, at: At, merge: Merge) -> str:
    return tr(
        "Số {number} đứng trong vùng gộp {first}:{last}, là của nhiều dòng hoặc nhiều cột cùng một lúc; không chia "
        "được nên "
        "không ô nào được đọc. Hãy bỏ gộp và ghi số của từng ô.",
        number=cell.text,
        first=address(*at),
        last=address(*merge[2:]),
    )


def decide(values: Values, block: Block, one: Field, rows: Iterable[int], style: Style) -> Values:
    """The same values with one column read in a style that something outside the column has settled."""
    cells = {at: value for at, value in values.by_cell.items() if at[1] != one.column}
    names = {address(row, one.column) for row in block.rows}
    read = read_values(block, [replace(one, style=None)], rows, style)
    kept = [found for found in values.findings if found.cell not in names]
    return Values(cells | read.by_cell, kept + read.findings)


def _typed(block: Block, one: Field, rows: list[int]) -> dict[int, Typed]:
    cells = ((row, block.sheet.cells.get((row, one.column))) for row in rows)
    return {row: read_number(cell.text) for row, cell in cells if cell is not None and cell.kind is Kind.TEXT}


def _borrow_styles(fields: list[Field], typed: dict[int, dict[int, Typed]], decimal: Style | None) -> None:
    proven = {style_of(typed[one.column].values()) for one in fields} - {None}
    shared = next(iter(proven)) if len(proven) == 1 else None
    for one in fields:
        if one.style is not None or style_of(typed[one.column].values()) == "mixed":
            continue
        undecided = [number for number in typed[one.column].values() if number.state == "ambiguous"]
        if undecided and decimal:
            one.style = decimal
        elif undecided and shared in (",", ".") and all(_is_grouped(number, shared) for number in undecided):
            one.style = shared
        elif undecided and shared is None and one.role == "count":  # what is counted has no decimals
            fit = [style for style in STYLES if all(_is_grouped(number, style) for number in undecided)]
            one.style = fit[0] if len(fit) == 1 else None


def _is_grouped(number: Typed, style: str) -> bool:
    """Whether the text's separators are those of thousands in a style: its value is then whole."""
    value = next(value for known, value in number.values.items() if known == style)
    return value == value.to_integral_value() and value.as_tuple().exponent == 0


class _Remark(NamedTuple):
    """What is odd about a cell: the kind of finding, its text, and what is expected instead."""

    kind: str
    text: str
    due: str = ""


def _read_cell(cell: Cell, typed: Typed | None, style: Style | None, untyped: bool) -> tuple[Value, list[_Remark]]:
    """What a cell says, and what is odd about it.

    typed: what its text is as a number. style: of its column. untyped: its file knows text only, so that a number as
    text is no slip.
    """
    blocked = Value("blocked")
    if cell.kind is Kind.NUMBER and cell.number is not None:
        return Value("number", cell.number, _half(cell.number)), []
    if typed is None:
        return blocked, [_no_number(cell)]
    if typed.state in ("not_applicable", "no_data"):
        words = tr("không áp dụng") if typed.state == "not_applicable" else tr("chưa có số liệu")
        text = tr("Ô ghi «{text}», nghĩa là {words}: ô để trống giá trị, không tính là 0.", text=cell.text, words=words)
        return Value(typed.state), [_Remark("NO_DATA_MARK", text)]
    style = style or typed.proves
    if typed.state == "ambiguous" and style is None:
        vietnamese, english = (format(typed.values[style], "f") for style in (",", "."))
        text = tr(
            "«{text}» có thể là {vietnamese} (kiểu Việt Nam) hoặc {english} (kiểu Anh) và cột không có ô nào cho "
            "biết kiểu; hãy nêu --decimal , (dấu phẩy là dấu thập phân) hoặc --decimal .",
            text=cell.text,
            vietnamese=vietnamese,
            english=english,
        )
        return blocked, [_Remark("NUM_AMBIGUOUS", text, "--decimal")]
    if typed.state == "unreadable" or (style or ",") not in typed.values:
        text = tr("«{text}» không phải là số; hãy nhập lại số hoặc để trống.", text=cell.text)
        return blocked, [_Remark("CELL_ERROR", text, tr("một số"))]
    amount, remarks = typed.values[style or ","], []
    if typed.mark:
        text = tr("Dấu chú thích «{mark}» sau số đã được bỏ, giá trị là {value}.", mark=typed.mark, value=f"{amount:f}")
        remarks.append(_Remark("NUM_FOOTNOTE", text))
    if not untyped and re.search(r"\d", cell.text):
        text = tr("Số được lưu dạng chữ «{text}»; đã đọc là {value}.", text=cell.text, value=f"{amount:f}")
        remarks.append(_Remark("NUM_TEXT", text))
    return Value("number", amount, _half(amount), typed.unit), remarks


def _no_number(cell: Cell) -> _Remark:
    if cell.kind is Kind.UNRESOLVED:
        text = tr(
            "Công thức {text} chưa có kết quả lưu trong tệp; hãy mở bằng Excel, tính lại rồi lưu.", text=cell.text
        )
        return _Remark("FORMULA_NO_RESULT", text, tr("một số"))
    if cell.kind is Kind.DATE:
        text = tr("Ô là ngày {text}, không phải số; có thể Excel đã tự đổi. Hãy nhập lại số.", text=cell.text)
    elif cell.kind is Kind.BOOLEAN:
        text = tr("Ô là {text}, không phải số; hãy nhập lại.", text=cell.text)
    else:
        text = tr("Ô báo lỗi {text}; giá trị không được đọc và không tính là 0. Hãy sửa công thức.", text=cell.text)
    return _Remark("CELL_ERROR", text, tr("một số"))


def _half(amount: Decimal) -> Decimal:
    """Half of the last digit shown; numbers with many digits come from formulas and count as exact to six."""
    exponent = amount.as_tuple().exponent
    digits = max(-6, exponent if isinstance(exponent, int) and exponent < 0 else 0)
    return Decimal(5).scaleb(digits - 1)


def says_units(values: Values, one: Field) -> bool:
    """Whether every number of a column has its own unit of money written behind it, as in "29,1 tỷ đồng"."""
    held = [value for (_, column), value in values.by_cell.items() if column == one.column]
    amounts = [value for value in held if value.state == "number" and value.amount]
    return bool(amounts) and all(value.unit for value in amounts)


def in_one_unit(values: Values, fields: Iterable[Field], unit: str) -> Values:
    """The same values, all amounts of money in one unit of money, so that they can be compared and added.

    A cell may say its own unit ("4.289 triệu"), and so may a column's heading; `unit` is that of the table.
    """
    columns = {one.column: one.unit or unit for one in fields if one.role == "money"}
    cells = dict(values.by_cell)
    for at, value in values.by_cell.items():
        own = value.unit or columns.get(at[1], unit)
        if value.state == "number" and at[1] in columns and own != unit:
            factor = Decimal(MONEY[own]) / MONEY[unit]
            cells[at] = Value("number", value.amount * factor, value.half * factor, unit)
    return Values(cells, values.findings)


def in_dong(value: Value, unit: str) -> int:
    """An amount in đồng, rounded half to even.

    >>> in_dong(Value("number", Decimal("1.3185")), "bn_vnd")
    1318500000
    """
    return int((value.amount * MONEY[value.unit or unit]).to_integral_value())
