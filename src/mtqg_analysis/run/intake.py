"""Reading the files that came in: each by itself, with a summary, and only then, if asked, into a dataset."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from mtqg_analysis.domain.disk import why
from mtqg_analysis.domain.errors import DataError, OutputError, ParameterError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.visible import json_text, one_line
from mtqg_analysis.intake.accepting import Acceptance
from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.identity import FILE, identity, namesakes
from mtqg_analysis.intake.kinds import Rejected, finding
from mtqg_analysis.intake.layouts import form_file, layout, remembered
from mtqg_analysis.intake.marked import marked_name, write_marked
from mtqg_analysis.intake.names import Names
from mtqg_analysis.intake.narrative import Merged
from mtqg_analysis.intake.own_names import own_names
from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.intake.received import Received, lists_of, read_register, write_register
from mtqg_analysis.intake.store import sources_in, store
from mtqg_analysis.ledger.keeping import replaced, told, whole
from mtqg_analysis.run.intake_answers import ASKED, Ask, completed
from mtqg_analysis.run.intake_files import Batch
from mtqg_analysis.run.intake_job import Job, entry_of, is_known
from mtqg_analysis.run.intake_words import in_one_table, questions, summarise, to_accept
from mtqg_analysis.run.words import bring_words, store_words

DONE = {
    "added": to_translate("{count} lời mới"),
    "changed": to_translate("{count} lời sửa"),
    "removed": to_translate("{count} lời bỏ"),
}


@dataclass
class Wanted:
    """What is to be done with the files that are read.

    into: the dataset to store them in. json, marked: folders for what was read and for copies with remarks.
    accepts: errors that the person takes upon them. again: files that still hold something open are read anew, although
    they have not changed. ask: asks the person; None where nobody is there to be asked.
    """

    into: Path | None = None
    json: Path | None = None
    marked: Path | None = None
    accepts: Sequence[Acceptance] = field(default_factory=tuple)
    again: bool = False
    ask: Ask | None = None


@dataclass
class Taken:
    """What came of a call: its files, with what the register holds of each, and the names by which they were read."""

    jobs: list[Job]
    entries: list[Received]
    names: Names


def take_in(batch: Batch, answers: Answers, wanted: Wanted, console: Console) -> Taken:
    """Reads the files of a call, writes what is wanted of each, and stores what may be stored.

    Of named files all or none are stored; of a folder each as soon as it holds nothing open, and what has not changed
    since the last call is not read again.
    """
    names = own_names(wanted.into)
    jobs = _jobs(batch, answers, wanted)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(tr("Đang đọc"), total=len(jobs))
        for job in jobs:
            if job.reading is None and not _passed(job, batch, wanted):
                _read(job, names, wanted.into)
            progress.advance(task)
    if wanted.ask is not None:
        _ask(jobs, names, wanted.ask)
    for job in jobs:
        if job.reading is not None:
            _write_beside(job, wanted, console)
            if job.findings or not batch.whole:
                summarise(job, wanted.accepts, console)
    if wanted.into is not None:
        (_each if batch.whole else _all)(jobs, wanted, console)
    taken = Taken(jobs, _entries(jobs, batch, wanted, names), names)
    _conclude(taken, batch, wanted, console)
    return taken


def _jobs(batch: Batch, answers: Answers, wanted: Wanted) -> list[Job]:
    register = read_register(wanted.into) if wanted.into else {}
    jobs = [Job(path, name, answers) for path, name in batch.names.items()]
    for job in jobs:
        job.known = register.get(identity(job.path, wanted.into)[FILE]) if wanted.into and register else None
    return jobs


def _passed(job: Job, batch: Batch, wanted: Wanted) -> bool:
    """Whether a file need not be read again."""
    if not batch.whole or wanted.into is None or not is_known(job, wanted.into, lists_of(wanted.into), wanted.accepts):
        return False
    return not (wanted.again and job.is_open(wanted.accepts))


def _read(job: Job, names: Names, into: Path | None) -> None:
    job.reading = read_file(job.path, job.answers, names)
    known = remembered(into, job.reading, job.answers)
    if known != job.answers:
        job.reading = read_file(job.path, known, names)
    job.words = bring_words(job.reading, into, job.answers) if into is not None else None


def _ask(jobs: Sequence[Job], names: Names, ask: Ask) -> None:
    """Asks each question once for each form, and reads the files of the form again with the answer."""
    answered: dict[tuple[str, str], str] = {}
    for job in jobs:
        while asked := next((one for one in job.findings if one.kind in ASKED), None):
            question = job.form, asked.kind
            if question not in answered:
                same = [other for other in jobs if other.reading and other.form == job.form]
                waiting = [one.name.as_posix() for one in same if asked.kind in {found.kind for found in one.findings}]
                answered[question] = ask(asked.kind, waiting, asked.message)
            if not answered[question]:
                break
            job.answers = completed(job.answers, asked.kind, answered[question])
            job.reading = read_file(job.path, job.answers, names)
            if any(one.kind == asked.kind for one in job.findings):
                break  # the answer does not settle it


def _kept(target: Path, write: Callable[[Path], object], console: Console) -> None:
    """Writes a file, and says so where another content was there, which is kept."""
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = replaced(target, write)
    if kept is not None:
        console.print(told(target, kept), markup=False)


def _write_text(place: Path, text: str) -> None:
    whole(place, lambda beside: beside.write_text(text, encoding="utf-8"))


def _write_beside(job: Job, wanted: Wanted, console: Console) -> None:
    reading = job.reading
    assert reading is not None
    try:
        if wanted.json is not None:
            text = json_text(reading.as_dict()) + "\n"
            place = wanted.json / one_line(f"{job.name}.out.json")
            _kept(place, lambda place: _write_text(place, text), console)
        if wanted.marked is not None and reading.typed is None:
            wanted.marked.mkdir(parents=True, exist_ok=True)
            with suppress(Rejected):  # a file that cannot be opened has no cells to mark; its summary says why
                copy = wanted.marked / one_line(str(job.name.with_name(marked_name(reading))))
                _kept(copy, lambda place: write_marked(reading, place), console)
    except OSError as error:
        raise OutputError(
            "Không ghi được kết quả của {path}: {why}.", path=job.name.as_posix(), why=why(error)
        ) from error


def _all(jobs: Sequence[Job], wanted: Wanted, console: Console) -> None:
    """Stores named files together, if none of them holds anything open."""
    if sum(job.words is not None for job in jobs) > 1:
        raise ParameterError("Mỗi lần chỉ nhận lời từ một báo cáo Word; hãy chạy lệnh cho từng tệp.")
    waiting = [job for job in jobs if job.is_open(wanted.accepts)]
    if not waiting:
        _store([job for job in jobs if job.reading and job.reading.typed is None], wanted, console)
        for job in jobs:
            _keep_words(job, wanted, console)
        return
    names = ", ".join(one_line(job.name.as_posix()) for job in waiting)
    text = tr(
        "Chưa lưu vào {into}: còn lỗi hoặc câu hỏi ở {names}. Hãy sửa tệp, trả lời, hoặc nhận từng lỗi:",
        into=wanted.into,
        names=names,
    )
    console.print("\n".join(filter(None, [text, to_accept(waiting, wanted.accepts)])), markup=False, soft_wrap=True)


def _each(jobs: Sequence[Job], wanted: Wanted, console: Console) -> None:
    """Stores those files of a folder that hold nothing open: together, or one by one where the dataset refuses some."""
    ready = [job for job in jobs if job.reading is not None and not job.is_open(wanted.accepts)]
    if not ready:
        return
    try:
        _store(ready, wanted, console)
    except DataError:
        for job in ready:
            try:
                _store([job], wanted, console)
            except DataError as error:
                job.refused.append(finding("NOT_STORED", str(error)))


def _store(jobs: Sequence[Job], wanted: Wanted, console: Console) -> None:
    assert wanted.into is not None
    if not jobs:
        return
    readings = [job.reading for job in jobs if job.reading is not None]
    tables = [reading.path for reading in readings if reading.judgements is None]
    apart = namesakes(tables, wanted.into, sources_in(wanted.into))
    written = store(readings, wanted.into)
    for job in jobs:
        job.stored = True
        _remember(job, wanted.into, console)
    console.print(
        tr(
            "Đã lưu vào {into}: {facts} số liệu, {projects} công trình, {needs} nhu cầu vốn, {judgements} nhận định "
            "(thay {replaced} nhận định cũ); {empty} ô không có giá trị.",
            into=wanted.into,
            **written,
        )
        + _of_kept(written["kept"]),
        markup=False,
    )
    for path, (code, other) in apart.items():
        console.print(
            tr(
                "{file}: bộ dữ liệu đã có số liệu từ một tệp khác cùng tên ({other}), nên tệp này được lưu thành nguồn "
                "riêng «{code}». Nếu đây là bản sửa của tệp kia thì số liệu đang có hai lần: hãy xóa mọi dòng của một "
                "trong hai nguồn khỏi các tệp .csv của bộ dữ liệu.",
                file=path.name,
                code=code,
                other=other,
            ),
            markup=False,
        )


def _keep_words(job: Job, wanted: Wanted, console: Console) -> None:
    """Stores the words of a report and says how many rows came, changed and went."""
    merged = job.words
    if merged is None or wanted.into is None:
        return
    if merged.is_empty:
        text = tr("Không có lời nào mới: chữ ở các chỗ viết đúng như báo cáo đã in hoặc đã nhận trước đây.")
        console.print(text, markup=False)
        return
    kept = store_words(merged, wanted.into)
    text = tr("Đã lưu vào {file}: {places}.", file=wanted.into / "narrative.csv", places="; ".join(_changes(merged)))
    beside = tr(" Bản cũ ở ngay bên cạnh, tên có «_kept-».") if kept else ""
    console.print(text + beside + tr(" Hãy lập lại báo cáo."), markup=False)


def _changes(merged: Merged) -> Iterator[str]:
    """What became of the words of each place."""
    for code, counted in merged.counts.items():
        done = ", ".join(tr(text, count=counted[what]) for what, text in DONE.items() if counted[what])
        if done:
            yield tr("mục «{place}» {done}", place=label("narrative_place", code), done=done)


def _of_kept(files: int) -> str:
    text = tr(" {files} tệp có dòng bị thay; bản cũ ở ngay bên cạnh, tên có «_kept-».", files=files)
    return text if files else ""


def _remember(job: Job, into: Path, console: Console) -> None:
    """Keeps what was answered about the form of a file."""
    assert job.reading is not None
    file, text = form_file(into, job.reading), layout(into, job.reading, job.answers)
    if file is not None and text:
        _kept(file, lambda place: _write_text(place, text), console)


def _entries(jobs: Sequence[Job], batch: Batch, wanted: Wanted, names: Names) -> list[Received]:
    """What the register holds of the files of this call; it is written wherever there is a dataset."""
    into = wanted.into
    lists = lists_of(into) if into else ""
    entries = [entry_of(job, into or Path.cwd(), names, lists, wanted.accepts) for job in jobs]
    if into is not None and (batch.whole or into.is_dir()):
        register = read_register(into) | {one.file: one for one in entries}
        write_register(into, register.values())
    return entries


def _conclude(taken: Taken, batch: Batch, wanted: Wanted, console: Console) -> None:
    """The table of all files and the questions, each once; of a folder also what in it is no spreadsheet."""
    if batch.whole or len(taken.jobs) > 1:
        in_one_table(taken.jobs, taken.entries, console)
    questions(taken.jobs, console)
    if batch.whole and wanted.into is not None:
        waiting = [job for job in taken.jobs if job.is_open(wanted.accepts)]
        if waiting:
            text = tr("Chưa lưu {count} tệp còn lỗi hoặc câu hỏi; các tệp khác đã lưu.", count=len(waiting))
            console.print(
                "\n".join(filter(None, [text, to_accept(waiting, wanted.accepts)])), markup=False, soft_wrap=True
            )
    if batch.left:
        left = ", ".join(path.name for path in batch.left)
        console.print(tr("Không phải bảng tính nên không đọc: {left}.", left=left), markup=False)
