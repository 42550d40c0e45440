"""What is to be said of a table's columns as such: hidden, unknown, or in a unit of their own."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mtqg_analysis.domain.dates import dates_in
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.meaning import Meaning
from mtqg_analysis.intake.money import WORDS
from mtqg_analysis.intake.titles import Surroundings
from mtqg_analysis.intake.values import Field
from mtqg_analysis.intake.workbook import Where
from mtqg_analysis.ledger.finding import Finding

DAY_ALONE = re.compile(r"đến\s+(?:hết\s+)?(?:ngày\s+)?(\d{1,2})\s?/\s?(\d{1,2})(?!\s?[/\d])", re.IGNORECASE)


def complete_measures(fields: Sequence[Field], around: Surroundings) -> None:
    """Gives columns that name only programmes or kinds of capital the measure that the title states for them all."""
    money = [one for one in fields if one.role == "money"]
    if around.meaning.measure and not any(one.meaning.measure for one in money):
        for one in money:
            one.meaning = replace(one.meaning, measure=around.meaning.measure)


def complete_days(fields: Sequence[Field], year: int | None) -> None:
    """Gives columns headed "đến 31/12" the year of the table; a day in January belongs to the year after."""
    for one in fields:
        match = DAY_ALONE.search(one.text)
        if match and year and one.meaning.as_of is None:
            day, month = int(match[1]), int(match[2])
            later = 1 if month == 1 else 0
            if dates := dates_in(f"{day}/{month}/{year + later}"):
                one.meaning = replace(one.meaning, as_of=dates[0])


def about_columns(block: Block, fields: Sequence[Field], around: Surroundings) -> list[Finding]:
    """Columns that are not read, each with the reason, and columns whose unit is not the table's."""
    return [found for one in fields for found in _about(block, one, around)] + _doubled(block, fields)


def _about(block: Block, one: Field, around: Surroundings) -> list[Finding]:
    sheet, at = block.sheet.name, _heading_place(block, one)
    if one.hidden:
        message = f"Cột «{one.text}» bị ẩn nên không được đọc; hãy bỏ ẩn nếu cột cần được tính."
        return [finding("HIDDEN_COL", message, Where(sheet, at), one.text)]
    if one.role == "count":
        message = f"Cột «{one.text}» là số lượng, không nằm trong các số tiền được đọc."
        return [finding("COLUMN_SKIPPED", message, Where(sheet, at), one.text)]
    if one.role == "unknown" or (one.role == "money" and not one.meaning.measure):
        named = f"Cột «{one.text}» có số nhưng tiêu đề" if one.text else "Cột có số nhưng không có tiêu đề,"
        message = f"{named} không cho biết là kế hoạch, giải ngân hay gì khác; cột không được đọc. Hãy sửa tiêu đề."
        return [finding("COLUMN_UNKNOWN", message, Where(sheet, at), one.text, "kế hoạch, giải ngân, …")]
    if one.unit and around.unit and one.unit != around.unit and one.role == "money":
        message = (
            f"Cột «{one.text}» ghi {WORDS[one.unit]} trong khi bảng ghi {WORDS[around.unit]}; cột được đọc theo "
            f"{WORDS[one.unit]}."
        )
        return [finding("UNIT_CONFLICT", message, Where(sheet, at), WORDS[one.unit], WORDS[around.unit])]
    return []


def _heading_place(block: Block, one: Field) -> tuple[int, int]:
    """The lowest heading cell of a column, above the row of column numbers."""
    last = block.last if not one.number else block.last - 1
    rows = [row for row in range(block.first, last + 1) if (row, one.column) in block.sheet.cells]
    return (max(rows, default=block.first), one.column)


def _doubled(block: Block, fields: Sequence[Field]) -> list[Finding]:
    """Columns whose headings say the same: which of them counts cannot be known, so none is read."""
    seen: dict[Meaning, list[Field]] = {}
    for one in fields:
        if one.role == "money" and not one.hidden and one.meaning.measure not in ("", "remaining"):
            seen.setdefault(one.meaning, []).append(one)
    findings = []
    for group in (group for group in seen.values() if len(group) > 1):
        for one in group:
            one.meaning = replace(one.meaning, measure="")
            message = (
                f"{len(group)} cột có tiêu đề cùng nghĩa với «{one.text}»; không cột nào được đọc. Hãy ghi rõ hơn."
            )
            place = _heading_place(block, one)
            findings.append(
                finding("COLUMN_UNKNOWN", message, Where(block.sheet.name, place), one.text, "tiêu đề khác nhau")
            )
    return findings
