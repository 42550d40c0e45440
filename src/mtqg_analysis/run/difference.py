"""One thing that differs between two runs of a report, and how far a printed number moved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.numbers import number
from mtqg_analysis.run.printed import PrintedCell

KINDS = {
    "parameter": to_translate("tham số"),
    "input": to_translate("tệp đầu vào"),
    "fact": to_translate("số liệu"),
    "data": to_translate("dòng dữ liệu"),
    "notebook": to_translate("sổ tay"),
    "library": to_translate("mã chương trình"),
    "lock": to_translate("danh sách gói"),
    "version": to_translate("phiên bản"),
    "assumption": to_translate("giả định"),
    "headline": to_translate("số liệu chính"),
    "number": to_translate("số trong bảng"),
    "drawn": to_translate("số trên hình"),
    "row": to_translate("dòng"),
    "table": to_translate("bảng"),
    "chart": to_translate("hình"),
    "words": to_translate("chữ"),
    "caption": to_translate("chú thích"),
    "sentence": to_translate("câu"),
}
REASONS = ("parameter", "input", "fact", "data", "notebook", "library", "lock", "version", "assumption")
THERE, ABSENT = to_translate("có"), to_translate("không có")
MOST_DECIMALS = 6
QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Difference:
    """One thing that differs. kind: a key of `KINDS`; where: the title of the table or chart, or the manifest's part.

    row: the words that head the row; column: its label; before, after: as printed; by: after less before, for numbers.
    source: of a fact or a row of the data, the document that says it.
    """

    kind: str
    where: str
    row: str
    column: str
    before: str
    after: str
    by: str = ""
    source: str = ""


def came_or_went(about: Difference, is_there: bool) -> Difference:
    """Something that only the later run has, or only the earlier one."""
    words = (tr(ABSENT), tr(THERE)) if is_there else (tr(THERE), tr(ABSENT))
    return replace(about, before=words[0], after=words[1])


def said(old: tuple[str, ...], new: tuple[str, ...], about: Difference) -> Iterator[Difference]:
    """Texts by their place; where their numbers differ, each side's own ones are named as come or gone."""
    if len(old) == len(new):
        pairs = zip(old, new, strict=True)
        yield from (replace(about, before=one, after=other) for one, other in pairs if one != other)
        return
    yield from (replace(about, before=text, after=tr(ABSENT)) for text in old if text not in new)
    yield from (replace(about, before=tr(ABSENT), after=text) for text in new if text not in old)


def distance(old: PrintedCell, new: PrintedCell) -> str:
    """How far a printed number moved, in its own unit and decimals; percentages in points; "" where it cannot be said.

    >>> distance(PrintedCell("69,4%", (0.694,), "0.0%"), PrintedCell("71,0%", (0.71,), "0.0%"))
    '+1,6 điểm %'
    >>> distance(PrintedCell("1.318", (1318.0,), "#,##0"), PrintedCell("1.300", (1300.0,), "#,##0"))
    '−18'
    """
    if len(old.numbers) != 1 or len(new.numbers) != 1:
        return ""
    (old_percent, old_decimals), (new_percent, new_decimals) = (written_as(cell.format) for cell in (old, new))
    if old_percent != new_percent:
        return ""
    before, after = (
        (Decimal(str(cell.numbers[0])) * (100 if old_percent else 1)).quantize(Decimal(1).scaleb(-own), ROUND_HALF_UP)
        for cell, own in ((old, old_decimals), (new, new_decimals))
    )  # rounded first, so that before + by = after as printed
    text = number(after - before, max(old_decimals, new_decimals))
    signed = text if text.startswith("−") else f"+{text}"
    return tr("{points} điểm %", points=signed) if old_percent else signed


def written_as(number_format: str) -> tuple[bool, int]:
    """Whether a number format writes a percentage, and its decimals: those of its first section, without quoted words.

    >>> written_as('"khoảng "0.0%"*"'), written_as("+#,##0.00;-#,##0.00;0.00")
    ((True, 1), (False, 2))
    """
    first = QUOTED.sub("", number_format).partition(";")[0]
    decimals = re.search(r"\.(0+)", first)
    return "%" in first, min(MOST_DECIMALS, len(decimals[1])) if decimals else 0
