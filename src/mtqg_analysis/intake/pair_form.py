"""The workbook in which a person judges pairs of works: written with the pairs, read with the answers.

Every cell is text, so that no name can act as a formula. Hidden locked columns say which works a row is about and how
the pair was drawn; by their headings the form is known again in any format that it was saved in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import code_of, table
from mtqg_analysis.intake.form_book import FormBook, Range
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.workbook import Sheet, Where, Workbook
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.ledger.finding import Finding

KEPT = ("work", "other", "work_name", "other_name", "drawn", "stratum", "stratum_pairs")
ANSWERS = {"verdict": "Nhận định", "judged_by": "Người nhận định", "note": "Lý do, căn cứ"}
SIDE = ("Nơi; đơn vị", "Năm", "Triệu đồng")
WIDTHS = (5, 34, 20, 10, 11, 34, 20, 10, 11)
HEAD, MOST_LETTERS = 4, 32_000  # the row of headings, from 0; what one cell of Excel holds
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class PairRow:
    """One pair as its judge sees it.

    one, other: name, place and office, years, amount in million đồng. why: reasons both ways; empty in a drawn sample.
    kept: what goes back into judgements.csv, by the names in `KEPT`.
    """

    one: tuple[str, str, str, str]
    other: tuple[str, str, str, str]
    kept: dict[str, str]
    why: str = ""


def write_pair_form(file: Path, rows: Sequence[PairRow], under: str) -> Path:
    """Writes the pairs with three open columns for the answers; raises OutputError where the file cannot be written."""
    reasons = any(row.why for row in rows)
    heads = ["TT", "Công trình thứ nhất", *SIDE, "Công trình thứ hai", *SIDE, *(["Lý do xem xét"] if reasons else [])]
    first = len(heads)
    with FormBook(file, "overlaps") as book:
        page = book.sheet("Nhận định", "NHẬN ĐỊNH CÁC CẶP CÔNG TRÌNH CÓ THỂ TRÙNG LẶP", under)
        for column, words in enumerate([*heads, *ANSWERS.values(), *KEPT]):
            book.heading(page, Range(HEAD, column, HEAD, column), words)
        wrapped = book.book.add_format({"text_wrap": True, "border": 1, "valign": "top", "bg_color": "#F2F2F2"})
        for at, row in enumerate(rows, start=HEAD + 1):
            page.set_row(at, 16 * (2 + max(len(row.why) // 40, len(row.one[0]) // 28, len(row.other[0]) // 28)))
            shown = [str(at - HEAD), *row.one, *row.other, *([row.why] if reasons else [])]
            for column, text in enumerate(shown):
                page.write_string(at, column, _cell(text), wrapped)
            for column in range(first, first + len(ANSWERS)):
                page.write_string(at, column, "", book.text)
            for column, name in enumerate(KEPT, start=first + len(ANSWERS)):
                page.write_string(at, column, _cell(row.kept.get(name, "")), book.locked)
        _finish(page, first, HEAD + len(rows), reasons)
    return file


def _finish(page: Any, first: int, last: int, reasons: bool) -> None:
    """The choices of a verdict, the widths, and what is hidden."""
    rule = {"validate": "list", "source": _labels(), "error_title": "Chọn trong danh sách"}
    page.data_validation(HEAD + 1, first, last, first, rule | {"error_message": "Xin chọn một trong bốn nhận định."})
    for column, width in enumerate((*WIDTHS, *([44] if reasons else []), 30, 20, 34)):
        page.set_column(column, column, width)
    page.set_column(first + len(ANSWERS), first + len(ANSWERS) + len(KEPT) - 1, 8, None, {"hidden": True})
    page.repeat_rows(HEAD)
    page.freeze_panes(HEAD + 1, 2)


def _labels() -> list[str]:
    return list(table("labels").query("kind == 'judgement'")["label_vi"])


def _cell(text: str) -> str:
    """Text that a cell holds: no control letters, and not more of it than Excel takes."""
    return CONTROL.sub(" ", text)[:MOST_LETTERS]


def find_pair_form(book: Workbook) -> tuple[Sheet, int, dict[str, int]] | None:
    """The sheet of a judging form, the row of its headings, and its columns by name; None for any other workbook."""
    for sheet in book.sheets:
        rows: dict[int, dict[str, int]] = {}
        for (row, column), cell in sheet.cells.items():
            rows.setdefault(row, {}).setdefault(cell.text.strip(), column)
        for row in sorted(rows):
            if {*KEPT, *ANSWERS.values()} <= {*rows[row]}:
                back = {words: name for name, words in ANSWERS.items()}
                return sheet, row, {back.get(words, words): column for words, column in rows[row].items()}
    return None


def read_pair_form(form: tuple[Sheet, int, dict[str, int]], day: date) -> tuple[list[dict[str, str]], list[Finding]]:
    """The judgements of a form as rows of judgements.csv, and what could not be read; rows left blank are counted.

    day: when it was judged, as far as the file tells.
    """
    sheet, head, columns = form
    rows, findings, blank = [], [], []
    for at in sorted({row for row, _ in sheet.cells if row > head}):
        cells = {name: sheet.text(at, columns[name]).strip() for name in (*KEPT, *ANSWERS)}
        if not any(cells[name] for name in KEPT):
            continue
        if not cells["verdict"]:
            blank.append(at)
            continue
        wrong = _wrong(cells)
        if wrong:
            name, message = wrong
            place = (at, columns[name])
            findings.append(finding("JUDGEMENT_UNREADABLE", message, Where(sheet.name, place), cells[name][:80]))
            continue
        made = {column.name: cells.get(column.name, "") for column in SIDE_COLUMNS["judgements"]}
        rows.append(made | {"verdict": code_of("judgement", cells["verdict"]) or "", "day": day.isoformat()})
    if blank:
        listed = ", ".join(map(str, blank[:20])) + ("…" if len(blank) > 20 else "")
        message = tr(
            "{count} cặp chưa có nhận định (dòng {listed}); các cặp đó vẫn chờ.", count=len(blank), listed=listed
        )
        findings.append(finding("JUDGEMENT_BLANK", message, Where(sheet.name)))
    return rows, findings


def _wrong(cells: dict[str, str]) -> tuple[str, str] | None:
    """The column that keeps a row from being stored, and what to do about it."""
    if code_of("judgement", cells["verdict"]) is None:
        labels = ", ".join(f"«{label}»" for label in _labels())
        return "verdict", tr(
            "Nhận định «{verdict}» không có trong danh sách; hãy chọn một trong: {labels}.",
            verdict=cells["verdict"][:60],
            labels=labels,
        )
    if not cells["judged_by"]:
        return "judged_by", tr("Thiếu người nhận định; hãy ghi tên người hoặc cơ quan đã nhận định cặp này.")
    if not all(cells[name] for name in KEPT[:4]):
        lost = tr("Các cột ẩn của dòng này đã mất nên không biết là cặp nào; hãy ghi biểu mới rồi chép sang.")
        return "work", lost
    return None
