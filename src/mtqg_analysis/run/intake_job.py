"""One file within a call of `mtqg intake`: how it was read, or that it had not changed since it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath

from mtqg_analysis.intake.accepting import Acceptance, accepted
from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.identity import BYTES, FILE, identity
from mtqg_analysis.intake.kinds import ASKS, REJECTS
from mtqg_analysis.intake.layouts import form_of
from mtqg_analysis.intake.names import Names
from mtqg_analysis.intake.narrative import Merged
from mtqg_analysis.intake.reading import Reading
from mtqg_analysis.intake.received import Point, Received
from mtqg_analysis.intake.sender import sender_of
from mtqg_analysis.ledger.finding import Finding


@dataclass
class Job:
    """One file. reading: None where it was read before and has not changed; known: what the register holds of it."""

    path: Path
    name: PurePath
    answers: Answers
    reading: Reading | None = None
    known: Received | None = None
    stored: bool = False
    words: Merged | None = None  # of a Word report: what its words change in the dataset
    refused: list[Finding] = field(default_factory=list)  # why the dataset did not take it

    @property
    def findings(self) -> Sequence[Finding]:
        """What was found in it, now."""
        return [*self.reading.findings, *self.refused] if self.reading is not None else self.refused

    @property
    def form(self) -> str:
        """The code of its form."""
        return form_of(self.reading) if self.reading is not None else (self.known.form if self.known else "")

    def open(self, accepts: Sequence[Acceptance]) -> list[Finding]:
        """What keeps it out of a dataset: questions, refusals, and errors that nobody took upon them."""
        held = (one for one in self.findings if one.severity == "error" or one.kind in ASKS | REJECTS)
        return [one for one in held if not accepted(one, self.name, accepts)]

    def is_open(self, accepts: Sequence[Acceptance]) -> bool:
        """Whether it may not be stored as it is."""
        if self.reading is None:
            return bool(self.known and self.known.open)
        return bool(self.open(accepts)) or self.reading.outcome in ("reject", "needs_input")


def entry_of(job: Job, folder: Path, names: Names, lists: str, accepts: Sequence[Acceptance]) -> Received:
    """What the register is to hold of a file."""
    if job.reading is None:
        assert job.known is not None
        return job.known
    own, reading, sender = identity(job.path, folder), job.reading, sender_of(job.reading, names)
    values = [record for record in reading.records if record.value is not None]
    money: dict[str, int] = {}
    for record in values:
        money[record.measure] = money.get(record.measure, 0) + (record.value or 0)
    days = [record.meaning.as_of for record in reading.records if record.meaning.as_of]
    entry = Received(
        file=own[FILE],
        sha256=own[BYTES],
        outcome=reading.outcome,
        read_on=date.today().isoformat(),
        as_of=max(days).isoformat() if days else "",
        form=job.form,
        given=given(job, accepts),
        names=lists,
        values=len(values),
        money=tuple((measure, str(amount)) for measure, amount in money.items()),
        stored=job.stored,
        open=tuple(Point(one.kind, one.place, one.message) for one in job.open(accepts)),
    )
    if sender is not None:
        entry = replace(entry, level=sender.level, sender=sender.code, name=sender.name)
    return entry.after(job.known)


def given(job: Job, accepts: Sequence[Acceptance]) -> str:
    """What a person said about a file, to tell whether more is said now; empty for nothing."""
    own = sorted(str(one) for one in accepts if not one.file or job.name.as_posix().endswith(one.file))
    said = [] if job.answers == Answers() else [repr(job.answers)]
    return " ".join([*said, *own])


def is_known(job: Job, folder: Path, lists: str, accepts: Sequence[Acceptance]) -> bool:
    """Whether a file was read as it is now, and stored, or with the same names and nothing more said about it."""
    known = job.known
    if known is None or known.sha256 != identity(job.path, folder)[BYTES]:
        return False
    if not known.open:
        return known.stored
    return known.names == lists and given(job, accepts) in ("", known.given)
