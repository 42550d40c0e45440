"""Two runs side by side, told: in a sentence, on the screen, as CSV and as JSON."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.rule import Rule
from rich.table import Column, Table
from rich.text import Text

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.visible import inert
from mtqg_analysis.ledger.file_shape import csv_text
from mtqg_analysis.report.numbers import number
from mtqg_analysis.run.difference import KINDS, Difference
from mtqg_analysis.run.differences import Comparison
from mtqg_analysis.run.printed import PrintedReport

MOST_SHOWN = 40  # on the screen; all of them are in the file
MOST_NAMED = 3  # of one kind in the sentence
IN_FILE = to_translate("và {rest} chỗ nữa; xem tệp đã ghi")
WRITE = to_translate("và {rest} chỗ nữa; ghi đủ bằng --html, --json hoặc --out")
OURS = re.compile(r"\+[\d.,]+( [\w %]+)?")  # a signed figure, and what it counts
HEADS = {
    "row": to_translate("Dòng"),
    "column": to_translate("Cột"),
    "before": to_translate("Trước"),
    "after": to_translate("Sau"),
    "by": to_translate("Thay đổi"),
    "source": to_translate("Nguồn"),
}
PUBLISHED_HEADS = HEADS | {"before": to_translate("Đã công bố"), "after": to_translate("Báo cáo")}
COUNTED = {  # what is counted rather than named
    "fact": to_translate("{count} số liệu"),
    "data": to_translate("{count} dòng dữ liệu"),
    "assumption": to_translate("{count} giả định"),
}
NAMED = {
    "parameter": to_translate("tham số {names}"),
    "input": to_translate("tệp {names}"),
    "fact": to_translate("số liệu {names}"),
    "notebook": to_translate("sổ tay"),
    "library": to_translate("mã chương trình {names}"),
    "lock": to_translate("danh sách gói"),
    "version": to_translate("phiên bản {names}"),
}


@dataclass(frozen=True)
class Block:
    """What differs at one place. heads: the columns that hold something there, by field of `Difference`."""

    title: str
    heads: dict[str, str]
    rows: tuple[Difference, ...]


def sentence(found: Comparison) -> str:
    """How many printed numbers moved, and why."""
    counts = {"moved": number(found.figures_moved), "figures": number(found.figures)}
    why = ", ".join(causes(found.reasons))
    if found.is_published:
        agrees = tr("Báo cáo khớp cả {figures} số đã công bố mà nó có.", **counts)
        return tr("{moved} trong {figures} số đã công bố khác với báo cáo.", **counts) if found.moved else agrees
    if not found.differences:
        return tr("Hai báo cáo không khác nhau: cùng đầu vào, {figures} số như nhau.", **counts)
    if not why:
        return tr("{moved} trong {figures} số đổi mà đầu vào như nhau; hãy báo cho người bảo trì.", **counts)
    if not found.moved:
        return tr("Không số nào trong {figures} số đổi, dù đầu vào khác: {why}.", why=why, **counts)
    return tr("{moved} trong {figures} số đổi; vì {why}.", why=why, **counts)


def besides(found: Comparison) -> str:
    """What moved beside numbers of tables, counted by kind; empty where nothing did."""
    others = Counter(one.kind for one in found.moved if one.kind != "number")
    told = ", ".join(f"{number(others[kind])} {tr(name)}" for kind, name in KINDS.items() if others[kind])
    return tr("Ngoài ra đổi: {told}.", told=told) if told else ""


def causes(reasons: Sequence[Difference]) -> Iterator[str]:
    """The reasons by kind, a few of a kind by name. Printed assumptions follow from the others, where there are any."""
    by_kind = {kind: [one for one in reasons if one.kind == kind] for kind in KINDS}
    for kind, some in by_kind.items():
        names = list(dict.fromkeys(one.row.partition(":")[0] for one in some))
        if not some or (kind == "assumption" and len(some) < len(reasons)):
            continue
        if kind in COUNTED and (kind not in NAMED or len(names) > MOST_NAMED):
            yield tr(COUNTED[kind], count=number(len(names)))
        else:
            more = " …" if len(names) > MOST_NAMED else ""
            yield tr(NAMED[kind], names=", ".join(names[:MOST_NAMED]) + more)


def show_differences(found: Comparison, console: Console, is_written: bool = False) -> None:
    """What differs, on the screen: a sentence, then the details."""
    console.print(sentence(found), markup=False, highlight=False, soft_wrap=True)
    show_details(found, console, is_written)


def show_details(found: Comparison, console: Console, is_written: bool = False) -> None:
    """What moved beside figures, by number; then the reasons and what moved, place by place.

    is_written: whether all of it goes into a file too, so that nobody is told to write one.
    """
    if found.moved and (more := besides(found)):
        console.print(more, markup=False, highlight=False, soft_wrap=True)
    for title, some in ((tr("Vì sao"), found.reasons), (tr("Đã đổi"), found.moved)):
        if some:
            console.print(Rule(f"{title}: {number(len(some))}"))
        for block in blocks(some[:MOST_SHOWN], heads_of(found)):
            console.print(_on_screen(block))
        if len(some) > MOST_SHOWN:
            console.print(tr(IN_FILE if is_written else WRITE, rest=number(len(some) - MOST_SHOWN)), markup=False)


def heads_of(found: Comparison) -> dict[str, str]:
    """How the fields of a difference are called."""
    return {name: tr(head) for name, head in (PUBLISHED_HEADS if found.is_published else HEADS).items()}


def blocks(some: Sequence[Difference], named: dict[str, str]) -> Iterator[Block]:
    """Differences by kind and place, in their order. named: how their fields are called."""
    for title, rows in groupby(some, headed):
        held = tuple(rows)
        heads = {name: head for name, head in named.items() if any(getattr(one, name) for one in held)}
        yield Block(title, heads, held)


def _on_screen(block: Block) -> Table:
    """A table of words from data, so none of it is markup; sources are in the files, where there is room."""
    shown = {name: head for name, head in block.heads.items() if name != "source"}
    heads = [Column(head, overflow="fold", justify="right" if name == "by" else "left") for name, head in shown.items()]
    table = Table(*heads, title=Text(block.title), title_justify="left", box=SIMPLE_HEAD)
    for one in block.rows:
        table.add_row(*(Text(getattr(one, name)) for name in shown))
    return table


def headed(one: Difference) -> str:
    """The kind and the place of a difference; of one whose place is its kind, that alone.

    >>> headed(Difference("number", "Kết quả giải ngân", "Chung", "Tỷ lệ", "52,6%", "53,1%"))
    'số trong bảng: Kết quả giải ngân'
    """
    kind = tr(KINDS[one.kind])
    return f"{kind}: {one.where}" if one.where and one.where != kind else kind


def write_csv(found: Comparison, file: Path) -> None:
    """All differences as CSV; text that a spreadsheet would take for a formula is marked as text."""
    heading = [field.name for field in fields(Difference)]
    text = csv_text([heading, *([_harmless(text) for text in astuple(one)] for one in found.differences)])
    file.write_text(text, encoding="utf-8-sig", newline="")  # with the mark Excel looks for


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; signed figures of ours stay as they are.

    >>> _harmless("=1+1"), _harmless("+1,6 điểm %"), _harmless("@SUM(A1)")
    ("'=1+1", '+1,6 điểm %', "'@SUM(A1)")
    """
    return text if OURS.fullmatch(text) else inert(text)


def as_json(found: Comparison) -> dict[str, Any]:
    """The comparison as data: both runs, the sentence, the counts, and every difference by the names of its fields."""
    return {
        "before": _run(found.before),
        "after": _run(found.after),
        "sentence": sentence(found),
        "figures": found.figures,
        "figures_moved": found.figures_moved,
        "differences": [asdict(one) for one in found.differences],
    }


def _run(report: PrintedReport) -> dict[str, Any]:
    return {
        "folder": str(report.folder),
        "report": report.report,
        "started": report.started,
        "parameters": report.parameters,
    }
