"""Replies to those who sent files that are not ready: of each sender a letter, and beside it the marked workbooks."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from rich.console import Console

from mtqg_analysis.domain.language import speaking, tr
from mtqg_analysis.intake.accepting import Acceptance
from mtqg_analysis.intake.kinds import Rejected
from mtqg_analysis.intake.lexicon import bare
from mtqg_analysis.intake.marked import marked_name, write_marked
from mtqg_analysis.intake.own_names import own_names
from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.intake.received import Received
from mtqg_analysis.ledger.keeping import replaced, told, whole
from mtqg_analysis.report.issuer import Issuer
from mtqg_analysis.run.intake import Taken
from mtqg_analysis.run.intake_job import Job
from mtqg_analysis.run.reply_letter import Letter, Point, addressee, write_letter

LETTER = "cong-van.docx"
Files = Sequence[tuple[Job, Received]]
UNKNOWN = "đơn vị lập tệp «{file}»"


@dataclass(frozen=True)
class Reply:
    """Where letters go, until when an answer is asked for, who signs, and the dataset whose names are known."""

    folder: Path
    into: Path | None = None
    due: date | None = None
    issuer: Issuer | None = None


def reply_to(taken: Taken, accepts: Sequence[Acceptance], reply: Reply, console: Console) -> None:
    """Writes a folder for each sender of whose files one may not be stored as it is."""
    waiting: dict[str, list[tuple[Job, Received]]] = {}
    for job, entry in zip(taken.jobs, taken.entries, strict=True):
        if job.reading is not None and job.is_open(accepts) and job.reading.typed is None:
            waiting.setdefault(_folder_name(job, entry), []).append((job, entry))
    with speaking("vi"):
        for name, files in waiting.items():
            for text in _write(files, accepts, reply, reply.folder / name):
                console.print(text, markup=False)
    count = len(waiting)
    console.print(tr("Đã ghi {count} công văn vào {folder}.", count=count, folder=reply.folder), markup=False)


def _folder_name(job: Job, entry: Received) -> str:
    """A sender's name, or a file's where nobody knows whose it is, as the name of a folder."""
    return re.sub(r"[^a-z0-9]+", "-", bare(entry.name or job.name.with_suffix("").as_posix())).strip("-") or "tep"


def _write(
    files: Sequence[tuple[Job, Received]], accepts: Sequence[Acceptance], reply: Reply, folder: Path
) -> list[str]:
    """The letter and the marked workbooks of one sender; returns what to say of files that were there."""
    folder.mkdir(parents=True, exist_ok=True)
    mend: list[Point] = []
    confirm: list[Point] = []
    said = []
    for job, _ in files:
        reading = read_file(job.path, job.answers, own_names(reply.into))  # in Vietnamese
        again = replace(job, reading=reading)
        open_ = again.open(accepts)
        mend += [(job.name.name, one) for one in open_]
        confirm += [(job.name.name, one) for one in again.findings if one.severity == "warning" and one not in open_]
        with suppress(Rejected):  # a file that cannot be opened has no cells to mark; the letter says why
            said.append(_kept(folder / marked_name(reading), partial(write_marked, reading)))
    entry = files[0][1]
    to = addressee(entry.level, entry.name) if entry.name else UNKNOWN.format(file=files[0][0].name.name)
    letter = Letter(to, [job.name.name for job, _ in files], mend, confirm, reply.due)
    content = write_letter(letter, reply.issuer)
    said.append(_kept(folder / LETTER, lambda place: whole(place, lambda beside: beside.write_bytes(content))))
    return [text for text in said if text]


def _kept(target: Path, write: Callable[[Path], object]) -> str:
    """Writes a file; says so where another content was there, which is kept."""
    kept = replaced(target, write)
    return told(target, kept) if kept is not None else ""
