"""Two runs of one report side by side: which printed numbers moved, by how much, and what the runs were made of.

The reasons come first: parameters, facts and other rows of the data, versions, the tables of assumptions. A table is
compared row by row (`row_pairs`), then what stands around it and around charts, then the sentences.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.ledger.file_shape import csv_text
from mtqg_analysis.ledger.keeping import whole
from mtqg_analysis.report.numbers import number
from mtqg_analysis.run.data_differences import moved_rows
from mtqg_analysis.run.kept_inputs import kept_tables
from mtqg_analysis.run.printed import PrintedCell, PrintedReport, PrintedTable, Shown, clean, read_printed
from mtqg_analysis.run.row_pairs import Row, paired, subject

ASSUMED = ("danh_muc_gia_dinh", "gia_dinh")  # the tables in which reports print what they assume
NAMES = {
    "parameter": "tham số",
    "input": "tệp đầu vào",
    "fact": "số liệu",
    "data": "dòng dữ liệu",
    "version": "phiên bản",
    "assumption": "giả định",
    "number": "số",
    "words": "chữ",
    "row": "dòng",
    "table": "bảng",
    "chart": "hình",
    "caption": "chú thích",
    "sentence": "câu",
}
REASONS = ("parameter", "input", "fact", "data", "version", "assumption")
MOST_SHOWN = 40  # on the screen; all of them are in the file
THERE, ABSENT = "có", "không có"
SAME_ROWS = "các dòng như nhau, chỉ khác cách ghi hoặc thứ tự"
NOT_KEPT = "không còn bản sao dữ liệu của lần lập, nên không nêu được dòng nào đổi"
MOST_DECIMALS = 6
QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Difference:
    """One thing that differs. kind: a key of `NAMES`; where: the title of the table or chart, or the manifest's part.

    row: the words that head the row; column: its label; before, after: as printed; by: after less before, for numbers.
    """

    kind: str
    where: str
    row: str
    column: str
    before: str
    after: str
    by: str = ""


def compare_folders(before: Path, after: Path) -> list[Difference]:
    """What differs between two finished reports, reasons first.

    Raises DataError for a folder that holds none, ParameterError for reports of two kinds or two languages.
    """
    return compare_reports(read_printed(before), read_printed(after))


def compare_reports(before: PrintedReport, after: PrintedReport) -> list[Difference]:
    """What differs between two reports that were read; see `compare_folders`."""
    if before.report != after.report:
        raise ParameterError(
            "Hai thư mục là hai báo cáo khác nhau, {report} và {other}; chỉ so hai lần lập của một báo cáo.",
            report=before.report,
            other=after.report,
        )
    if before.language != after.language:
        raise ParameterError(
            "Hai báo cáo viết bằng hai ngôn ngữ, nên dòng không khớp được; hãy lập lại một trong hai với cùng language."
        )
    found = [
        *_made_of(before, after),
        *_printed(before, after),
        *_said(before.sentences, after.sentences, Difference("sentence", "", "", "", "", "")),
    ]
    return sorted(found, key=lambda one: list(NAMES).index(one.kind))


def _made_of(before: PrintedReport, after: PrintedReport) -> Iterator[Difference]:
    for name in dict.fromkeys([*before.parameters, *after.parameters]):
        old, new = (str(report.parameters.get(name, ABSENT)) for report in (before, after))
        if old != new:
            yield Difference("parameter", NAMES["parameter"], name, "", old, new)
    changed = _changed(before.inputs, after.inputs)
    yield from _read(before, after, changed)
    for name, pair in _changed(before.versions, after.versions).items():
        yield Difference("version", NAMES["version"], name, "", *pair)


def _changed(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str, str]]:
    names = dict.fromkeys([*before, *after])
    pairs = {name: (before.get(name, ABSENT), after.get(name, ABSENT)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _read(before: PrintedReport, after: PrintedReport, changed: dict[str, tuple[str, str]]) -> Iterator[Difference]:
    """What differs in the files that were read: facts and rows where both runs kept a copy, else the file's hash."""
    held = [kept_tables(one.folder, one.inputs, set(changed)) for one in (before, after)]
    for name, pair in changed.items():
        if not all(name in tables for tables in held):
            table = name.endswith(".csv") and ABSENT not in pair
            yield Difference("input", NAMES["input"], name, NOT_KEPT if table else "", *(_short(one) for one in pair))
            continue
        moved = moved_rows(*(tables[name] for tables in held))
        kind = "fact" if name.endswith("/facts.csv") else "data"
        for one in moved:
            yield Difference(
                kind, name, clean(one.row), one.column, clean(one.before) or ABSENT, clean(one.after) or ABSENT
            )
        if not moved:
            yield Difference("input", NAMES["input"], name, SAME_ROWS, *(_short(one) for one in pair))


def _short(text: str) -> str:
    """A hash by its first letters, as git shows one."""
    return text[:12] if len(text) == 64 else text


def _printed(before: PrintedReport, after: PrintedReport) -> Iterator[Difference]:
    """Tables and charts by name, the second of a name with the second; then the rows of the tables."""
    old_ones, new_ones = (_numbered(report.shown) for report in (before, after))
    for key in dict.fromkeys([*old_ones, *new_ones]):
        old, new = old_ones.get(key), new_ones.get(key)
        if old is None or new is None:
            for one, words in ((old, (THERE, ABSENT)), (new, (ABSENT, THERE))):
                if one is not None:
                    yield Difference("table" if one.table else "chart", one.title, "", "", *words)
            continue
        yield from _around(old, new)
        if old.table is not None and new.table is not None:
            yield from _moved(old.table, new.table)


def _numbered(shown: tuple[Shown, ...]) -> dict[tuple[str, bool, int], Shown]:
    """By name, kind and place among those of the same name and kind."""
    seen: Counter[tuple[str, bool]] = Counter()
    found = {}
    for one in shown:
        key = (one.name, one.table is None)
        found[*key, seen[key]] = one
        seen[key] += 1
    return found


def _around(old: Shown, new: Shown) -> Iterator[Difference]:
    """What differs in title, scope, description and notes."""
    about = Difference("caption", new.title, "", "", "", "")
    for part, one, other in (
        ("tiêu đề", old.title, new.title),
        ("phạm vi", old.scope, new.scope),
        ("mô tả hình", old.alt, new.alt),
    ):
        if one != other:
            yield replace(about, column=part, before=one, after=other)
    yield from _said(old.notes, new.notes, replace(about, column="ghi chú"))


def _moved(old: PrintedTable, new: PrintedTable) -> Iterator[Difference]:
    """What moved in one table. Columns are matched by name; one that only one side has is named once."""
    places = {name: place for place, (name, _) in enumerate(new.columns)}
    shared = [(one, places[name], label) for one, (name, label) in enumerate(old.columns) if name in places]
    for table, other, words in ((old, new, (THERE, ABSENT)), (new, old, (ABSENT, THERE))):
        held = {name for name, _ in other.columns}
        for name, label in table.columns:
            if name not in held:
                yield Difference("table", new.title, "", label, *words)
    for one, two in paired(old, new):
        row = _head(old, one) if one is not None else _head(new, two or ())
        if one is None or two is None:
            kind = "assumption" if new.name in ASSUMED else "row"
            yield Difference(kind, new.title, row, "", *((THERE, ABSENT) if two is None else (ABSENT, THERE)))
            continue
        for left, right, label in shared:
            if one[left].text != two[right].text:
                yield _cell_moved(new, row, label, one[left], two[right])


def _cell_moved(table: PrintedTable, row: str, column: str, old: PrintedCell, new: PrintedCell) -> Difference:
    kind = "assumption" if table.name in ASSUMED else "number" if old.numbers or new.numbers else "words"
    return Difference(kind, table.title, row, column, old.text, new.text, distance(old, new))


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
    return f"{'' if text.startswith('−') else '+'}{text}{' điểm %' if old_percent else ''}"


def written_as(number_format: str) -> tuple[bool, int]:
    """Whether a number format writes a percentage, and its decimals: those of its first section, without quoted words.

    >>> written_as('"khoảng "0.0%"*"'), written_as("+#,##0.00;-#,##0.00;0.00")
    ((True, 1), (False, 2))
    """
    first = QUOTED.sub("", number_format).partition(";")[0]
    decimals = re.search(r"\.(0+)", first)
    return "%" in first, min(MOST_DECIMALS, len(decimals[1])) if decimals else 0


def _head(table: PrintedTable, row: Row) -> str:
    return ", ".join(text for text in subject(table, row) if text)


def _said(old: tuple[str, ...], new: tuple[str, ...], about: Difference) -> Iterator[Difference]:
    """Texts by their place; where their numbers differ, each side's own ones are named as come or gone."""
    if len(old) == len(new):
        pairs = zip(old, new, strict=True)
        yield from (replace(about, before=one, after=other) for one, other in pairs if one != other)
        return
    yield from (replace(about, before=text, after=ABSENT) for text in old if text not in new)
    yield from (replace(about, before=ABSENT, after=text) for text in new if text not in old)


def write_differences(found: list[Difference], file: Path) -> None:
    """All differences as CSV; text that a spreadsheet would take for a formula is marked as text."""
    heading = [field.name for field in fields(Difference)]
    text = csv_text([heading, *([_harmless(text) for text in astuple(one)] for one in found)])
    whole(file, lambda place: place.write_text(text, encoding="utf-8-sig", newline=""))  # with the mark Excel looks for


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; signed figures of ours stay as they are.

    >>> _harmless("=1+1"), _harmless("+1,6 điểm %"), _harmless("@SUM(A1)")
    ("'=1+1", '+1,6 điểm %', "'@SUM(A1)")
    """
    ours = text.startswith("+") and text[1:].removesuffix(" điểm %").replace(".", "").replace(",", "").isdigit()
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not ours else text


def show_differences(found: list[Difference], console: Console, is_written: bool = False) -> None:
    """What differs, on the screen: the reasons in one table, what moved in another.

    is_written: whether all of it goes into a file too, so that nobody is told to write one.
    """
    reasons = [one for one in found if one.kind in REASONS]
    moved = [one for one in found if one.kind not in REASONS]
    if not found:
        console.print("Hai báo cáo không khác nhau: cùng đầu vào, cùng số.", markup=False)
        return
    console.print(_on_screen("Khác ở đầu vào", reasons, is_written))
    console.print(_on_screen("Số, dòng và câu đã đổi", moved, is_written))
    if not reasons:
        console.print("Đầu vào như nhau mà kết quả khác nhau: hãy báo cho người bảo trì.", markup=False)


def _on_screen(title: str, found: list[Difference], is_written: bool) -> Table:
    table = Table("Loại", "Ở đâu", "Dòng", "Cột", "Trước", "Sau", "Thay đổi", title=f"{title}: {len(found)}")
    for one in found[:MOST_SHOWN]:
        table.add_row(NAMES[one.kind], *(escape(text) for text in astuple(one)[1:]))
    if len(found) > MOST_SHOWN:
        where = "xem tệp đã ghi" if is_written else "ghi đủ bằng --out"
        table.add_row("", f"và {len(found) - MOST_SHOWN} chỗ nữa; {where}", "", "", "", "", "")
    return table
