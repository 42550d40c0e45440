"""Reading one file from its bytes to records and findings."""

import gc
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from mtqg_analysis.domain.dates import written_dates
from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.certificate import Certificate, certify
from mtqg_analysis.intake.gate import MAX_CELLS, inspect, too_many_cells
from mtqg_analysis.intake.headings import find_blocks
from mtqg_analysis.intake.kinds import ASKS, Rejected, finding, reject
from mtqg_analysis.intake.names import Names
from mtqg_analysis.intake.pair_form import find_pair_form, read_pair_form
from mtqg_analysis.intake.plausible import over_province
from mtqg_analysis.intake.read_csv import read_csv
from mtqg_analysis.intake.read_docx import Typed, read_docx
from mtqg_analysis.intake.read_ods import read_ods
from mtqg_analysis.intake.read_xls import read_xls
from mtqg_analysis.intake.read_xlsx import read_xlsx
from mtqg_analysis.intake.record import Record
from mtqg_analysis.intake.spoken import columns_in_words
from mtqg_analysis.intake.summaries import find_summaries
from mtqg_analysis.intake.table import TableReading, read_table
from mtqg_analysis.intake.text import repair
from mtqg_analysis.intake.whose import unknown_province, whose
from mtqg_analysis.intake.workbook import Kind, Sheet, Where, Workbook
from mtqg_analysis.ledger.finding import SEVERITIES, Finding

T = TypeVar("T")
INJECTION = re.compile(
    r"^\s*[=@]\s*[^\s=@]|^\s*[+-].*(?:\||\b[A-Z]{2,}\s*\()|^[\t\r]\s*[=+\-@]|\b(?:cmd|powershell|mshta)\s*\|",
    re.IGNORECASE,
)
LIST_NAME, LIST_HEADINGS = "Nhận xét", ("Mức", "Trang", "Ô", "Nội dung")  # of a marked copy, whatever its language
CALLING = re.compile(
    r"\b(?:HYPERLINK|WEBSERVICE|IMPORTXML|IMPORTDATA|CALL|EXEC|REGISTER|RTD|DDE)\s*\(|\|'", re.IGNORECASE
)
LINK = re.compile(r"\[\d+\]|\[[^\]]+\.xl\w+\]|file:///", re.IGNORECASE)


@dataclass
class Reading:
    """What a file yielded.

    outcome: ok, ok_with_warnings, errors_reported, needs_input or reject. With a question open there are no records.
    tables: how each table was read, for those who store it or remember its form. judgements: rows of judgements.csv,
    where the file is a form for judging pairs; typed: what stands at the places to write, where it is a Word report of
    ours; None for all other files. province: by whose units it was read. certificate: what became of every number.
    """

    path: Path
    outcome: str
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    tables: list[TableReading] = field(default_factory=list)
    format: str = ""
    judgements: list[dict[str, str]] | None = None
    typed: Typed | None = None
    province: str = ""
    certificate: Certificate = field(default_factory=Certificate)

    def as_dict(self) -> dict[str, object]:
        """The JSON form: outcome, records, issues."""
        names = ("severity", "kind", "sheet", "cell", "found", "expected", "message")
        judged: dict[str, object] = {} if self.judgements is None else {"judgements": self.judgements}
        if self.typed is not None:
            judged["words"] = {code: [text for text, _ in texts] for code, texts in self.typed.texts.items()}
        return judged | {
            "outcome": self.outcome,
            "records": [record.as_dict() for record in self.records],
            "columns": [
                {"sheet": one.where.sheet, "column": one.letter, "heading": one.heading, "read_as": one.words}
                for one in columns_in_words(self.tables)
            ],
            "certificate": [column.as_dict() for column in self.certificate.columns],
            "issues": [{name: getattr(one, name) for name in names} for one in self.findings],
        }


@contextmanager
def _without_collector() -> Iterator[None]:
    """Garbage collection rests: all that is made of a file stays, so its passes, a fifth of the time, find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def read_file(path: Path, answers: Answers | None = None, names: Names | None = None) -> Reading:
    """Reads one spreadsheet or Word report; never raises for what the file holds.

    answers: what the person says that the file does not. names: of the province, with the dataset's own agencies;
    without a province in them, that of the dataset that the file lies in, else the one that the file itself names.
    """
    answers, names = answers or Answers(), names or Names()
    try:
        container, findings = inspect(path)
        if container == "docx":
            typed = _opened(read_docx, path, "report.docx")
            findings += typed.findings
            return Reading(path, outcome_of(findings), findings=findings, format=container, typed=typed)
        book, more = open_workbook(path, container)
        findings += more
        form = find_pair_form(book)
        if form is not None:
            judged, more = read_pair_form(form, date.fromtimestamp(path.stat().st_mtime))
            findings += more
            return Reading(path, outcome_of(findings), findings=findings, format=container, judgements=judged)
        names = names if names.province else replace(names, province=whose(path, book))
        if not names.province:
            return Reading(path, "needs_input", findings=[*findings, unknown_province()], format=container)
        tables, found = _read_book(book, answers, names)
    except Rejected as refusal:
        return Reading(path, "reject", findings=[refusal.finding])
    findings += found
    records = _joined(tables, findings)
    findings += over_province(records, names.province)
    sheets = [sheet for sheet in book.sheets if not sheet.hidden and not is_own_list(sheet)]
    records = [] if outcome_of(findings) == "needs_input" else records
    certificate, more = certify(replace(book, sheets=sheets), tables, records, findings)
    findings += more
    outcome = outcome_of(findings)
    ordered = sorted(findings, key=lambda one: SEVERITIES.index(one.severity))
    province = names.province
    return Reading(path, outcome, records, ordered, tables, container, certificate=certificate, province=province)


def outcome_of(findings: Iterable[Finding]) -> str:
    """What findings make of a file: a question before an error, an error before a warning."""
    kinds, severities = {one.kind for one in findings}, {one.severity for one in findings}
    if kinds & ASKS:
        return "needs_input"
    if "error" in severities:
        return "errors_reported"
    return "ok_with_warnings" if "warning" in severities else "ok"


def _opened(read: Callable[[Path], T], path: Path, expected: str) -> T:
    """What a reader makes of a file; a damaged one breaks its parser in any way, and the person gets one sentence."""
    try:
        return read(path)
    except Rejected:
        raise
    except Exception as error:
        program = "Word" if expected == "report.docx" else "Excel"
        message = tr(
            "Tệp đã hỏng, phần mềm không đọc được nội dung; hãy mở bằng {program}, lưu lại rồi gửi.", program=program
        )
        raise reject("FORMAT_MISMATCH", message, f"{type(error).__name__}: {error}"[:200], expected) from error


def open_workbook(path: Path, container: str) -> tuple[Workbook, list[Finding]]:
    """The workbook of a file whose wrapping has been inspected, with its text mended."""
    if container == "docx":
        raise reject(
            "FORMAT_MISMATCH", tr("Tệp là văn bản Word, không phải bảng tính."), "Word (.docx)", tr("bảng tính")
        )
    findings: list[Finding] = []
    if container == "csv":
        book, findings = _opened(read_csv, path, "bảng tính")
    else:
        book = _opened({"xlsx": read_xlsx, "xls": read_xls, "ods": read_ods}[container], path, "bảng tính")
    for sheet in book.sheets:
        merged = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in sheet.merges)
        if merged > MAX_CELLS:
            raise too_many_cells(merged)
    return book, [*findings, *repair(book.sheets)]


def _read_book(book: Workbook, answers: Answers, names: Names) -> tuple[list[TableReading], list[Finding]]:
    findings: list[Finding] = []
    tables: list[TableReading] = []
    for sheet in book.sheets:
        if not sheet.cells or is_own_list(sheet):
            continue
        if sheet.hidden:
            message = tr(
                "Trang «{sheet}» bị ẩn nên không được đọc; hãy bỏ ẩn nếu trang cần được tính.", sheet=sheet.name
            )
            findings.append(finding("HIDDEN_SHEET", message, Where(sheet.name)))
            continue
        findings += [*_dangers(sheet), *_odd_dates(sheet), *_scaled(sheet)]
        if _sums_up(sheet, book):
            message = tr(
                "Trang «{sheet}» chỉ lấy số từ các trang khác của tệp; số liệu được đọc ở các trang đó.",
                sheet=sheet.name,
            )
            findings.append(finding("SUMMARY_SHEET", message, Where(sheet.name)))
            continue
        found = (read_table(block, answers, names, book.own_form) for block in find_blocks(sheet))
        tables += [table for table in found if table is not None]
    if not tables:
        message = tr("Không tìm thấy bảng nào có số: cần một dòng tiêu đề có tên cột và các dòng số bên dưới.")
        raise reject("EMPTY_TABLE", message, f"{len(book.sheets)} trang", tr("bảng có tiêu đề và số"))
    return tables, findings + [one for table in tables for one in table.findings]


def is_own_list(sheet: Sheet) -> bool:
    """Whether a sheet is the list of remarks of a marked copy that was mended and came back."""
    return sheet.name.startswith(LIST_NAME) and all(
        sheet.text(1, at) == word for at, word in enumerate(LIST_HEADINGS, 1)
    )


def _scaled(sheet: Sheet) -> list[Finding]:
    """Says that numbers are read as they are shown, where their format shows a thousandth of what is stored."""
    if not sheet.scaled:
        return []
    at = min(sheet.scaled)
    message = tr(
        "{count} ô của trang «{sheet}» có định dạng hiển thị số đã chia cho 1.000 hoặc hơn; "
        "số được đọc đúng như hiển thị, theo đơn vị tính ghi trên bảng. Hãy xác nhận với nơi gửi.",
        count=len(sheet.scaled),
        sheet=sheet.name,
    )
    return [finding("NUM_SCALED", message, Where(sheet.name, at), sheet.cells[at].text)]


def _sums_up(sheet: Sheet, book: Workbook) -> bool:
    """Whether most numbers of a sheet are formulas over other visible sheets of its workbook."""
    others = [other.name for other in book.sheets if other is not sheet and other.cells and not other.hidden]
    numbers = [cell for cell in sheet.cells.values() if cell.kind in (Kind.NUMBER, Kind.UNRESOLVED)]
    taken = [cell for cell in numbers if any(f"{name}!" in cell.formula.replace("'", "") for name in others)]
    return len(taken) > len(numbers) / 2


def _dangers(sheet: Sheet) -> list[Finding]:
    """Formulas that call out of the workbook, and text that another program would take for a formula."""
    findings = []
    for at, cell in sheet.cells.items():
        text = cell.formula or (cell.text if cell.kind is Kind.TEXT else "")
        if (cell.formula and CALLING.search(text)) or (not cell.formula and INJECTION.search(text)):
            message = tr("Ô chứa công thức có thể chạy lệnh hoặc mở liên kết; nội dung chỉ được đọc như chữ.")
            findings.append(finding("FORMULA_INJECTION", message, Where(sheet.name, at), text[:80], tr("chữ hoặc số")))
        elif cell.formula and LINK.search(text):
            message = tr("Công thức lấy số từ tệp khác; giá trị đã lưu được dùng. Hãy xác nhận số này với nơi gửi.")
            findings.append(finding("EXTERNAL_LINK", message, Where(sheet.name, at), text[:80]))
    return findings


def _odd_dates(sheet: Sheet) -> list[Finding]:
    findings = []
    for at, cell in sheet.cells.items():
        if cell.kind is not Kind.TEXT:
            continue
        for written, day, month_first in written_dates(cell.text):
            if day is None:
                message = tr("«{written}» không phải là một ngày có thật; hãy sửa.", written=written)
                findings.append(finding("DATE_INVALID", message, Where(sheet.name, at), written, tr("ngày/tháng/năm")))
            elif month_first:
                message = tr(
                    "«{written}» viết tháng trước ngày; được hiểu là {day:%d/%m/%Y}. Hãy xác nhận.",
                    written=written,
                    day=day,
                )
                findings.append(finding("DATE_ORDER", message, Where(sheet.name, at), written, f"{day:%d/%m/%Y}"))
    return findings


def _joined(tables: list[TableReading], findings: list[Finding]) -> list[Record]:
    """The records of all tables, without sheets that only sum up others and without claims that contradict."""
    by_sheet: dict[str, list[Record]] = defaultdict(list)
    for table in tables:
        by_sheet[table.block.sheet.name] += table.records
    summaries, found = find_summaries(dict(by_sheet)) if len(by_sheet) > 1 else (set(), [])
    findings += found
    records = [record for sheet, one in by_sheet.items() if sheet not in summaries for record in one]
    claims: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for record in records:
        claims[record.key].append(record)
    doubled = [group for group in claims.values() if len({record.value for record in group}) > 1]
    for group in doubled:
        places = ", ".join(str(record.where) for record in group)
        for record in group:
            message = tr("Cùng một số liệu có giá trị khác nhau ở {places}; không ô nào được đọc.", places=places)
            findings.append(finding("DUPLICATE_UNIT", message, record.where, str(record.value), tr("một giá trị")))
    contradicted = {record.where for group in doubled for record in group}
    again = {record.where for group in claims.values() for record in group[1:]} - contradicted
    for table in tables:  # the same number once more, which proves the first and is no second one
        table.evidence |= {where.at for where in again if where.at and where.sheet == table.block.sheet.name}
    return [group[0] for group in claims.values() if group[0].where not in contradicted]
