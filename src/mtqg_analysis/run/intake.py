"""Reading the files that came in: each by itself, with a summary, and only then, if asked, into a dataset."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from mtqg_analysis.domain.errors import OutputError, ParameterError
from mtqg_analysis.domain.language import to_translate, tr, written
from mtqg_analysis.domain.period import parse_day
from mtqg_analysis.domain.reference import label
from mtqg_analysis.intake.identity import namesakes
from mtqg_analysis.intake.kinds import Rejected
from mtqg_analysis.intake.layouts import form_file, layout, remembered
from mtqg_analysis.intake.marked import marked_name, write_marked
from mtqg_analysis.intake.money import MONEY, money_unit
from mtqg_analysis.intake.names import Names
from mtqg_analysis.intake.narrative import Merged
from mtqg_analysis.intake.read_docx import Typed
from mtqg_analysis.intake.reading import Reading, outcome_of, read_file
from mtqg_analysis.intake.store import sources_in, store
from mtqg_analysis.intake.titles import Answers
from mtqg_analysis.ledger.column import DATE_FORM, Column
from mtqg_analysis.ledger.dataset import read_rows
from mtqg_analysis.ledger.finding import Finding
from mtqg_analysis.ledger.keeping import replaced, told, whole
from mtqg_analysis.run.words import bring_words, store_words

LEVELS = {"district": "district", "commune": "commune", "agency": "agency"}
LEVELS |= {"huyện": "district", "xã": "commune", "sở": "agency"}
OUTCOMES = {
    "ok": "đọc được",
    "ok_with_warnings": "đọc được, có cảnh báo",
    "errors_reported": "có lỗi",
    "needs_input": "cần trả lời",
    "reject": "từ chối",
}
NAMESAKE = to_translate(
    "{file}: bộ dữ liệu đã có số liệu từ một tệp khác cùng tên ({other}), nên tệp này được lưu thành nguồn riêng "
    "«{code}». Nếu đây là bản sửa của tệp kia thì số liệu đang có hai lần: hãy xóa mọi dòng của một trong hai nguồn "
    "khỏi các tệp .csv của bộ dữ liệu."
)
MOST_SHOWN = 30  # findings of one file on the screen; all of them are in the JSON and in the marked copy


@dataclass
class Wanted:
    """What is to be done with the files that are read.

    into: the dataset to store them in. json, marked: folders for what was read and for copies with remarks.
    accepted: errors that the person takes upon them, as KIND:sheet!cell.
    """

    into: Path | None = None
    json: Path | None = None
    marked: Path | None = None
    accepted: Sequence[str] = field(default_factory=tuple)


def parse_answers(
    unit: str | None, decimal: str | None, level: str | None, as_of: str | None, year: int | None
) -> Answers:
    """What the command line says about the files, checked; raises ParameterError for words that mean nothing."""
    code = unit if unit in MONEY else money_unit(unit or "")
    if unit and not code:
        raise ParameterError("--unit «{unit}» không phải đơn vị tiền; cần đồng, nghìn, triệu hoặc tỷ.", unit=unit)
    if decimal not in (None, ",", "."):
        raise ParameterError("--decimal «{decimal}» không hợp lệ; cần dấu phẩy hoặc dấu chấm.", decimal=decimal)
    if level is not None and level.lower() not in LEVELS:
        raise ParameterError(
            "--level «{level}» không hợp lệ; cần một trong: {known}.", level=level, known=", ".join(LEVELS)
        )
    day = parse_day(as_of, "--as-of") if as_of else None
    return Answers(code or "", decimal or "", LEVELS[level.lower()] if level else "", day, year)


def take_in(files: Sequence[Path], answers: Answers, wanted: Wanted, console: Console) -> list[Reading]:
    """Reads files one by one, writes what is wanted of each, and stores them together if none holds anything open."""
    _must_exist(files)
    names = Names(more_agencies=_agencies(wanted.into))
    readings: list[Reading] = []
    words: list[Merged] = []
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Đang đọc", total=len(files))
        for file in files:
            reading = read_file(file, answers, names)
            known = remembered(wanted.into, reading, answers)
            if known != answers:
                reading = read_file(file, known, names)
            merged = bring_words(reading, wanted.into, answers) if wanted.into is not None else None
            words += [merged] if merged is not None else []
            readings.append(reading)
            _write_beside(reading, wanted, console)
            progress.advance(task)
    for reading in readings:
        _summarise(reading, wanted.accepted, console)
    if wanted.into is not None:
        if len(words) > 1:
            raise ParameterError("Mỗi lần chỉ nhận lời từ một báo cáo Word; hãy chạy lệnh cho từng tệp.")
        _into(readings, answers, wanted, console)
        for merged in words if not _waiting(readings, wanted) else []:
            _keep_words(merged, wanted.into, console)
    return readings


def is_open(reading: Reading, accepted: Sequence[str] = ()) -> bool:
    """Whether a file still holds something that keeps it out of a dataset: a question, a refusal, or an error."""
    left = [one for one in reading.findings if f"{one.kind}:{one.place}" not in accepted]
    return outcome_of(left) in ("needs_input", "errors_reported") or reading.outcome in ("reject", "needs_input")


def _must_exist(files: Sequence[Path]) -> None:
    for file in files:
        if not file.is_file():
            raise ParameterError(
                "Không tìm thấy tệp {file} từ thư mục {here}. Hãy kiểm tra đường dẫn.", file=file, here=Path.cwd()
            )
    twice = [name for name, count in Counter(file.name for file in files).items() if count > 1]
    if twice:
        raise ParameterError(
            "Có nhiều tệp cùng tên {twice}; kết quả sẽ ghi đè nhau. Hãy đổi tên.", twice=", ".join(twice)
        )


def _agencies(into: Path | None) -> list[dict[str, str]]:
    """The agencies that a dataset adds to those of the package, in the columns of the package's own table."""
    file = into / "agencies.csv" if into else None
    if file is None or not file.is_file():
        return []
    names = ("code", "name_vi", "short_vi", "spellings", "valid_from", "valid_to")
    columns = tuple(Column(name, name, form=DATE_FORM if name.startswith("valid") else "") for name in names)
    return [{str(name): str(cell) for name, cell in row.items()} for row in read_rows(file, columns).to_dict("records")]


def _kept(target: Path, write: Callable[[Path], object], console: Console) -> None:
    """Writes a file, and says so where another content was there, which is kept."""
    kept = replaced(target, write)
    if kept is not None:
        console.print(told(target, kept), markup=False)


def _write_text(place: Path, text: str) -> None:
    whole(place, lambda beside: beside.write_text(text, encoding="utf-8"))


def _write_beside(reading: Reading, wanted: Wanted, console: Console) -> None:
    try:
        if wanted.json is not None:
            wanted.json.mkdir(parents=True, exist_ok=True)
            text = json.dumps(reading.as_dict(), ensure_ascii=False, indent=1) + "\n"
            _kept(wanted.json / f"{reading.path.name}.out.json", lambda place: _write_text(place, text), console)
        if wanted.marked is not None and reading.typed is None:
            wanted.marked.mkdir(parents=True, exist_ok=True)
            with suppress(Rejected):  # a file that cannot be opened has no cells to mark; its summary says why
                _kept(wanted.marked / marked_name(reading), lambda place: write_marked(reading, place), console)
    except OSError as error:
        raise OutputError(
            "Không ghi được kết quả của {path}: {why}.", path=reading.path.name, why=error.strerror
        ) from error


def _waiting(readings: Sequence[Reading], wanted: Wanted) -> list[str]:
    """The files that keep everything out of the dataset."""
    return [reading.path.name for reading in readings if is_open(reading, wanted.accepted)]


def _keep_words(merged: Merged, into: Path, console: Console) -> None:
    """Stores the words of a report and says how many rows came, changed and went."""
    if merged.is_empty:
        console.print("Không có lời nào mới: chữ ở các chỗ viết đúng như báo cáo đã in hoặc đã nhận trước đây.")
        return
    kept = store_words(merged, into)
    console.print(
        f"Đã lưu vào {into / 'narrative.csv'}: {merged.added} lời mới, {merged.changed} lời sửa, {merged.removed} lời "
        f"bỏ.{' Bản cũ ở ngay bên cạnh, tên có «_kept-».' if kept else ''} Hãy lập lại báo cáo.",
        markup=False,
    )


def _into(readings: Sequence[Reading], answers: Answers, wanted: Wanted, console: Console) -> None:
    assert wanted.into is not None
    waiting = _waiting(readings, wanted)
    if waiting:
        console.print(
            f"Chưa lưu vào {wanted.into}: còn lỗi hoặc câu hỏi ở {', '.join(waiting)}. Hãy sửa tệp, trả lời, hoặc nhận "
            "từng lỗi bằng --accept LOẠI:trang!ô.",
            markup=False,
        )
        return
    readings = [reading for reading in readings if reading.typed is None]
    if not readings:
        return
    tables = [reading.path for reading in readings if reading.judgements is None]
    apart = namesakes(tables, wanted.into, sources_in(wanted.into))
    written = store(readings, wanted.into)
    for reading in readings:
        file, text = form_file(wanted.into, reading), layout(wanted.into, reading, answers)
        if file is not None and text:
            file.parent.mkdir(parents=True, exist_ok=True)
            _kept(file, lambda place, text=text: _write_text(place, text), console)  # type: ignore[misc]
    console.print(
        f"Đã lưu vào {wanted.into}: {written['facts']} số liệu, {written['projects']} công trình, {written['needs']} "
        f"nhu cầu vốn, {written['judgements']} nhận định (thay {written['replaced']} nhận định cũ); {written['empty']} "
        "ô không có giá trị."
        + (
            f" {written['kept']} tệp có dòng bị thay; bản cũ ở ngay bên cạnh, tên có «_kept-»."
            if written["kept"]
            else ""
        ),
        markup=False,
    )
    for path, (code, other) in apart.items():
        console.print(tr(NAMESAKE, file=path.name, code=code, other=other), markup=False)


def _summarise(reading: Reading, accepted: Sequence[str], console: Console) -> None:
    """What was read of a file, what was not, and why."""
    units = len({record.meaning.unit for record in reading.records})
    read = f"{len(reading.records)} ô của {units} đơn vị" if reading.records else "không ô nào được đọc"
    read = read if reading.judgements is None else f"{len(reading.judgements)} nhận định"
    read = read if reading.typed is None else _places(reading.typed)
    console.print(f"[bold]{escape(reading.path.name)}[/bold]: {OUTCOMES[reading.outcome]}, {read}", highlight=False)
    for measure in dict.fromkeys(record.measure for record in reading.records):
        amounts = [record.value for record in reading.records if record.measure == measure and record.value is not None]
        total = written(f"{Decimal(sum(amounts)) / 10**9:,.3f}")
        console.print(f"  {_named(measure)}: {len(amounts)} ô, cộng {total} tỷ đồng", markup=False, highlight=False)
    if reading.findings:
        console.print(_findings(reading.findings, accepted))


def _places(typed: Typed) -> str:
    """How much stands at the places of a report."""
    written = sum(bool(texts) for texts in typed.texts.values())
    return f"báo cáo {typed.memo.dataset} năm {typed.memo.year}, {written} trên {len(typed.texts)} mục có lời"


def _named(measure: str) -> str:
    """A measure as people call it; one that has no name of its own keeps its code."""
    words = {
        "plan": "Kế hoạch",
        "plan_carried_over": "Kế hoạch kéo dài",
        "disbursed": "Giải ngân",
        "disbursed_carried_over": "Giải ngân vốn kéo dài",
        "estimate": "Ước giải ngân",
        "need": "Nhu cầu vốn",
    }
    return words.get(measure, measure)


def _findings(findings: Sequence[Finding], accepted: Sequence[str]) -> Table:
    table = Table(expand=False)
    for column in ("Mức", "Loại", "Ở đâu"):
        table.add_column(column, overflow="fold")
    table.add_column("Nội dung", overflow="fold", ratio=1)
    for one in findings[:MOST_SHOWN]:
        taken = " (đã nhận)" if f"{one.kind}:{one.place}" in accepted else ""
        table.add_row(label("severity", one.severity), one.kind, escape(one.place) + taken, escape(one.message))
    left = Counter(one.kind for one in findings[MOST_SHOWN:])
    if left:
        table.add_row("", "", "", "và " + ", ".join(f"{count} {kind}" for kind, count in left.items()))
    return table
