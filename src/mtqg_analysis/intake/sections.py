"""Rows that head other rows or stand below the table: groups proved by arithmetic, sections nobody knows, footers."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.lexicon import folded, tokens
from mtqg_analysis.intake.lines import Line
from mtqg_analysis.intake.row_numbers import number_class
from mtqg_analysis.intake.workbook import Kind, Where
from mtqg_analysis.ledger.finding import Finding

_GROUP = re.compile(
    r"^(?:các |khu vực|vùng|tiểu vùng|cụm|nhóm|địa bàn|khối|miền|tuyến|phía)\b|\b(?:cũ|trước (?:khi )?sắp xếp|còn "
    r"lại|trước sáp nhập)\b"
)
_OF_MONEY = re.compile(
    r"\b(?:vốn|nguồn|kinh phí|chương trình|ct|ctmtqg|ngân sách|ns|dự án|đề án|quỹ|trái phiếu|hỗ trợ|"
    r"bổ sung|vay|đợt|lần)\b"
)
_UNIT = re.compile(r"(?:huyện|thành phố|tp|xã|phường|thị trấn)\.?\s+\w+(?:\s+\w+)?")
_BODY = ("unit", "row", "programme", "capital", "origin", "fund", "block", "total", "page", "work", "doubt")


def settle_sections(block: Block, lines: list[Line], valued: set[int]) -> tuple[list[Line], list[Line], list[Finding]]:
    """The rows of the table, those below it, and what is asked about headings over rows that nobody understands.

    Rows under such a heading are withheld: they belong to it, never to the section before.
    """
    lines, footers = _without_footers(block, lines)
    findings = []
    for place, line in enumerate(lines):
        if line.withheld or line.kind not in ("unknown", "section"):
            continue
        members = _members(lines, place)
        if line.kind == "unknown" and (not members or _class(members[0]) == _class(line) or _is_detail(line)):
            continue
        if line.kind == "unknown" and not _speaks_of_money(line) and _is_group(block, line, members, valued):
            line.kind = "block"
            continue
        if not members:
            continue
        line.kind, line.withheld = "block", True
        for member in members:
            member.withheld = True
        message = tr(
            "Không hiểu mục «{section}» là chương trình, nguồn vốn hay nhóm đơn vị nào, nên các dòng {first}-{last} "
            "dưới mục "
            "đó không được đọc. Hãy sửa tên mục.",
            section=line.label,
            first=members[0].row,
            last=members[-1].row,
        )
        findings.append(finding("NAME_UNKNOWN", message, Where(block.sheet.name, line.at), line.label))
    return [line for line in lines if line.kind != "section"], footers, findings


def about_footers(footers: Iterable[Line], sheet: str) -> list[Finding]:
    """The rows below a table that hold numbers: they are of no unit and are named, not read."""
    return [
        finding(
            "FOOTER_SKIPPED",
            tr(
                "Dòng «{label}» ở dưới bảng, không phải là dòng của bảng, nên không được đọc.",
                label=line.label or line.row,
            ),
            Where(sheet, line.at),
            line.label,
        )
        for line in footers
    ]


def _without_footers(block: Block, lines: list[Line]) -> tuple[list[Line], list[Line]]:
    body = [line.row for line in lines if line.kind in _BODY and line.numbered]
    last = max(body, default=0)
    ordered = any(line.ordinal for line in lines if line.row <= last)
    below = []
    for line in lines:
        gap = any(row not in block.rows for row in range(last + 1, line.row))
        loose = line.kind in ("unknown", "subtotal") and gap and ordered and not line.ordinal
        if line.kind == "footer" or (line.row > last and (line.kind == "section" or loose or line.label.endswith(":"))):
            below.append(line)
    rows = {line.row for line in below}
    return [line for line in lines if line.row not in rows], [line for line in below if line.numbered]


def _members(lines: Sequence[Line], place: int) -> list[Line]:
    """The rows below a heading: up to the next one of its own kind of number, or to a total."""
    head, found = lines[place], []
    for line in lines[place + 1 :]:
        if line.kind in ("total", "page") and not line.ordinal:
            break
        if _class(line) == _class(head) and (line.kind != "section" or head.kind == "section"):
            break
        if not _class(head) and line.kind in ("programme", "section", "block"):
            break
        found.append(line)
    return found


def _class(line: Line) -> str:
    return number_class(line.ordinal, line.label)


def _is_detail(line: Line) -> bool:
    return line.part or _class(line) in ("dotted", "small", "dash")


def _speaks_of_money(line: Line) -> bool:
    """Whether a label may name a programme, a fund or a kind of capital, which no arithmetic can prove."""
    words = _UNIT.sub("", folded(line.label))
    kinds = {one.kind for one in tokens(words)[0]}
    return bool(
        kinds & {"programme", "capital", "fund", "origin", "measure", "flow", "time"} or _OF_MONEY.search(words)
    )


def _is_group(block: Block, head: Line, members: Iterable[Line], valued: set[int]) -> bool:
    """Whether a heading names a group of units: by its words, or because the rows below it add up to it."""
    if _GROUP.search(folded(re.sub(r"^\s*(?:[IVX]+|[A-Z]|\d+)\s*[.)]\s*", "", head.label))):
        return True
    units = [line for line in members if line.kind in ("unit", "doubt")]
    if not units or any(one.row == other.row for one, other in pairwise(units)):
        return False
    checked = 0
    for column in valued:
        whole = block.sheet.cells.get((head.row, column))
        parts = [block.sheet.cells.get((line.row, column)) for line in units]
        known = [
            cell.number for cell in parts if cell is not None and cell.kind is Kind.NUMBER and cell.number is not None
        ]
        if whole is None or whole.kind is not Kind.NUMBER or whole.number is None or whole.percent or not known:
            continue
        checked += 1
        if abs(sum(known, Decimal(0)) - whole.number) > len(known):
            return checked > 1 and column == max(valued)  # a rate behind the amounts adds up to nothing
    return checked > 0
