"""What a worker of a Dask cluster does: it makes a report of what was sent, in a process of its own, and gives it back.

It needs this package and nothing else: notebook and datasets come with the order and lie below the worker's own folder
until the order is done.
"""

import io
import shutil
import socket
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import current_process
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

from distributed import get_worker

from mtqg_analysis.domain.errors import MtqgError, ParameterError
from mtqg_analysis.run.manifest import modules, together, versions
from mtqg_analysis.run.reports import Report

if TYPE_CHECKING:  # the scheduler imports this module, and would stand still while it imported what reports need
    from mtqg_analysis.run.execute import Job

_unpacked = set[tuple[str, str]]()  # what this worker has, by the order and the place
_unpacking = Lock()  # a worker may have several threads


@dataclass(frozen=True)
class Sent:
    """One report to be made elsewhere, without any path of the machine that asks for it.

    folder: its place below the folder of reports. notebook, places: where in a project lie the notebook and whatever
    is sent along. order: what the places are told apart by from those of another order. software: of who asks.
    """

    report: Report
    parameters: dict[str, object]
    usual: dict[str, object]
    formats: tuple[str, ...]
    folder: str
    notebook: str
    places: tuple[str, ...]
    order: str
    software: dict[str, str]


@dataclass(frozen=True)
class Came:
    """What became of it: the files of the report, or the notebook that stopped. root, base: where it was made."""

    files: dict[str, bytes]
    failed: bytes
    error: MtqgError | None
    documents: tuple[str, ...]
    notes: tuple[str, ...]
    root: str
    base: str

    def error_at(self, job: "Job") -> MtqgError | None:
        """The error, with the paths of who asked in the place of the worker's."""
        if self.error is None:
            return None
        text = str(self.error).replace(self.base, str(job.base)).replace(self.root, str(job.root))
        return type(self.error)(text)


def make(sent: Sent, *parts: bytes) -> Came:
    """Makes one report of what was sent. Raises ParameterError where this machine would make it otherwise."""
    from mtqg_analysis.run.execute import Job
    from mtqg_analysis.run.settle import failed_beside
    from mtqg_analysis.run.workers import work_off

    _refuse_other(sent.software)
    current_process().daemon = False  # a worker may then begin processes; they end with it, see run/warm.py
    root = _project(sent, parts)
    with TemporaryDirectory(dir=_own_folder(), prefix="mtqg-") as base:
        report = replace(sent.report, file=root / sent.notebook)
        about = (report, sent.parameters, sent.usual, sent.formats)
        job = Job(*about, Path(base), root, place=sent.folder)
        ((_, outcome),) = work_off([job], lambda place, share: None)
        files = {file.name: file.read_bytes() for file in job.folder.iterdir()} if job.folder.exists() else {}
        stopped = failed_beside(job.folder)
        failed = stopped.read_bytes() if stopped.exists() else b""
        return Came(files, failed, outcome.error, outcome.documents, outcome.notes, str(root), base)


def held(content: bytes) -> bytes:
    """What was sent, to be held by a worker for others."""
    return content


def packed(place: str, file: Path) -> bytes:
    """A file, or a folder with all that lies in it, to be unpacked at its place in a project."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        files = sorted(one for one in file.rglob("*") if one.is_file()) if file.is_dir() else [file]
        for one in files:
            archive.write(one, Path(place, one.relative_to(file)))
    return whole.getvalue()


def forget(order: str, dask_worker: Any) -> None:
    """Clears away what was sent with an order that is done. dask_worker: Dask gives it by this name."""
    shutil.rmtree(Path(dask_worker.local_directory, order), ignore_errors=True)


@cache
def software() -> dict[str, str]:
    """All of this machine that a figure or a page follows from."""
    return versions() | {"mtqg_analysis": together(modules())[:12]}


def _refuse_other(theirs: dict[str, str]) -> None:
    ours = software()
    other = [f"{name} {ours.get(name)} ≠ {theirs.get(name)}" for name in theirs if ours.get(name) != theirs[name]]
    if other:
        raise ParameterError(
            "Máy {machine} của cụm có phần mềm khác máy đặt báo cáo: {other}. Hãy cài cùng một bản trên mọi máy.",
            machine=socket.gethostname(),
            other=", ".join(other),
        )


def _project(sent: Sent, parts: tuple[bytes, ...]) -> Path:
    """The project of an order on this worker, with all that was sent for one report of it."""
    root = _own_folder() / sent.order
    with _unpacking:
        for place, part in zip(sent.places, parts, strict=True):
            if (sent.order, place) not in _unpacked:
                zipfile.ZipFile(io.BytesIO(part)).extractall(root)
                _unpacked.add((sent.order, place))
    return root


def _own_folder() -> Path:
    """The folder of this worker, which Dask removes with it."""
    return Path(get_worker().local_directory)
