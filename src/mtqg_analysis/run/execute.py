"""One report from start to end: check, execute, export, write beside, then move into place."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import Engine, papermill_engines

from mtqg_analysis.domain import errors
from mtqg_analysis.domain.language import LANGUAGES, speaking, to_translate
from mtqg_analysis.domain.period import Period, parse_day
from mtqg_analysis.ledger.dataset import find_path, on_disk
from mtqg_analysis.report.formats.parts import documents_of
from mtqg_analysis.report.view import KIND
from mtqg_analysis.run.engine import ForkedEngine
from mtqg_analysis.run.exported import export
from mtqg_analysis.run.issue import refuse_contradicted, refuse_unfinished, refuse_unsigned
from mtqg_analysis.run.kept_inputs import KEPT, keep_inputs
from mtqg_analysis.run.manifest import EXECUTED, MANIFEST, Manifest, digest, input_digests, now, versions
from mtqg_analysis.run.office import read_office
from mtqg_analysis.run.parameters import checked_parameters
from mtqg_analysis.run.reports import Report, output_folder, project_root
from mtqg_analysis.run.settle import keep_failed, kept_sentence, settle
from mtqg_analysis.run.shell import INLINE
from mtqg_analysis.run.work import MADE, working_beside

USER_ERRORS = {name: getattr(errors, name) for name in ("ParameterError", "DataError", "IncomparableError")}
ROLES = ("data", "context")  # the parameters that name a dataset
OFFICE = ("issuer", "word_frame")  # the parameters that name a file of the office, or nothing
FILES = {  # with examples
    "issuer": "docs/co-quan-ban-hanh.yaml",
    "word_frame": "van-ban/khung.docx",
    "geojson": "ban_do.geojson",
}
TOLD = "mtqg-telling"  # the name under which papermill knows the engine of a report
START, SILENCE = 300, 600  # seconds for a kernel to start and to hand over what a cell printed, on a loaded machine
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Job:
    """One report to be made: which, with which parameters, in which formats, below which folder.

    usual: the defaults that its notebook declares. issue: it is to go out signed, so that nothing may be left open.
    place: its own folder below `base`; empty for the one that its parameters name. kernel: a kernel runs its cells, as
    papermill has it by itself.
    """

    report: Report
    parameters: dict[str, object]
    usual: dict[str, object]
    formats: tuple[str, ...]
    base: Path
    root: Path
    issue: bool = False
    place: str = ""
    kernel: bool = False

    @property
    def datasets(self) -> dict[str, Path]:
        """The datasets that are read, by the parameter that names them."""
        return {role: on_disk(self.root / str(self.parameters[role])) for role in ROLES if role in self.parameters}

    @property
    def files(self) -> dict[str, Path]:
        """The user's files that are read, by the parameter that names them."""
        return {name: on_disk(self.root / str(self.parameters[name])) for name in FILES if self.parameters.get(name)}

    @property
    def notebook(self) -> Path:
        """The notebook that is executed."""
        return self.report.path(self.root)

    @property
    def folder(self) -> Path:
        """Where the finished report lies."""
        if self.place:
            return self.base / self.place
        return output_folder(self.report, self.parameters, self.usual, self.base)


def prepare(
    report: Report, given: Mapping[str, object], formats: tuple[str, ...], out: Path | None, issue: bool = False
) -> Job:
    """A job whose parameters are checked, whose datasets exist and whose office is readable; nothing is written yet.

    Raises UnfinishedError for a report to be issued whose office is not told whole.
    """
    root = project_root()
    notebook = report.path(root)
    usual, parameters = checked_parameters(notebook, {}), checked_parameters(notebook, given)
    if report.span == "year" and "as_of" not in given and report.file is None:
        parameters["as_of"] = f"{parameters['year']}-12-31"  # the year's end, unless another cut-off is asked for
    if {"year", "as_of"} <= parameters.keys():
        Period(int(str(parameters["year"])), parse_day(str(parameters["as_of"]), "as_of"))  # refuses other days
    for role in parameters.keys() & set(ROLES):
        parameters[role] = _from_root(find_path(str(parameters[role])), root)
    for name, example in FILES.items():
        if parameters.get(name):
            parameters[name] = _from_root(find_path(str(parameters[name]), to_translate("tệp"), example), root)
    job = Job(report, parameters, usual, formats, on_disk((out or root / "reports").absolute()), root, issue)
    with speaking(str(parameters.get("language", LANGUAGES[0]))):
        office = read_office(**{name: str(path) for name, path in job.files.items() if name in OFFICE})
    if issue:
        refuse_unsigned(office.issuer, date.fromisoformat(str(parameters["as_of"])))
    return job


def _from_root(path: Path, root: Path) -> str:
    """A dataset's path as its report prints it: relative to the project where it lies inside, and composed.

    Where two folders differ by nothing but the composition of their letters, each keeps its own.
    """
    full = path.resolve()
    named = (full.relative_to(root) if full.is_relative_to(root) else full).as_posix()
    composed = normalize("NFC", named)
    other = root / composed
    return named if other.exists() and not other.samefile(full) else composed


@dataclass(frozen=True)
class Made:
    """A report that lies in its folder. documents: the files that are there; failed: why a display or a file is not.

    notes: what whoever made it should know of it, such as letters that the PDF cannot show.
    """

    folder: Path
    documents: tuple[str, ...]
    failed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def files(self) -> dict[str, Path]:
        """The documents by name; executed notebook and manifest lie beside them."""
        return {name: self.folder / name for name in self.documents}


def run_report(job: Job, progress: Progress = lambda done, total: None, engine: type[Engine] = ForkedEngine) -> Made:
    """Makes one report. An earlier report there is replaced only by a new one of which at least one file was made.

    engine: what runs the cells, papermill's own with a kernel or one of `run/engine.py`.
    Raises ParameterError or DataError for what the notebook refuses, NotebookError when a cell fails (the
    executed notebook is kept beside, with the error in it), OutputError when the folder cannot be written, FormatError
    when no file could be made, UnfinishedError when it is to be issued and something is left open
    or contradicts the data.
    """
    run = _Run(job)
    with working_beside(job.folder) as work:
        made = work / MADE
        notebook = nbformat.read(job.notebook, as_version=4)
        documents = documents_of(notebook, job.formats)
        cells, steps = len(notebook.cells), len(notebook.cells) + len(documents)
        executed = run.execute(made, _telling(engine, lambda done, _: progress(done, steps)))
        boxes = failed_displays(executed)
        if job.issue:
            refuse_unfinished(executed, boxes, job.parameters["data"])
            refuse_contradicted(executed, job.datasets["data"], job.datasets["context"])
        exported = export(executed, made, documents, lambda done: progress(cells + done, steps))
        run.say(made)
        kept = settle(work, job.folder, job.parameters)
    notes = [*exported.notes, *([kept_sentence(kept)] if kept else [])]
    return Made(job.folder, tuple(exported.documents), (*boxes, *exported.failed), tuple(notes))


def repeat(job: Job) -> Path:
    """Runs the cells of a report once more and returns its folder, with a manifest but no document.

    Nothing may lie in its place. Raises what `run_report` raises of a notebook that does not run to its end.
    """
    job.folder.mkdir(parents=True)
    run = _Run(job)
    run.execute(job.folder, _telling(ForkedEngine, lambda done, total: None))
    run.say(job.folder)
    return job.folder


class _Run:
    """One run of a job's cells: what it reads and when it began, taken down before it reads anything."""

    def __init__(self, job: Job) -> None:
        self.job, self.started, self.clock = job, now(), time.monotonic()
        self.inputs = input_digests(job.root, job.notebook, job.datasets | job.files)

    def execute(self, folder: Path, engine: type[Engine]) -> NotebookNode:
        """Puts the executed notebook into a folder, and the tables that it read."""
        keep_inputs(self.job.datasets, folder / KEPT)
        executed = folder / EXECUTED
        _execute(self.job, executed, engine)
        return nbformat.read(executed, as_version=4)

    def say(self, folder: Path) -> None:
        """Writes the manifest of what lies in the folder now."""
        executed = folder / EXECUTED
        outputs = {file.name: digest(file) for file in sorted(folder.iterdir()) if file != executed}
        seconds = round(time.monotonic() - self.clock, 1)
        made_of = (self.job.report.name, self.job.parameters, self.inputs, versions())
        manifest = Manifest(*made_of, outputs, digest(executed), self.started, seconds)
        (folder / MANIFEST).write_text(manifest.text, encoding="utf-8")


def _execute(job: Job, executed: Path, engine: type[Engine]) -> None:
    papermill_engines.register(TOLD, engine)
    os.environ["MPLBACKEND"] = INLINE
    try:
        papermill.execute_notebook(
            _literal(job.notebook),
            _literal(executed),
            job.parameters,
            engine_name=TOLD,
            cwd=str(job.root),
            kernel_name="python3",
            progress_bar=False,
            request_save_on_cell_execute=False,
            start_timeout=START,
            iopub_timeout=SILENCE,
            extra_arguments=["--IPKernelApp.log_level=50"],
        )
    except papermill.PapermillExecutionError as error:
        if error.ename in USER_ERRORS:
            raise USER_ERRORS[error.ename](error.evalue) from None
        kept = keep_failed(executed, job.folder)
        raise errors.NotebookError(
            "Sổ tay {notebook} dừng ở ô {exec_count}: {ename}: {evalue} "
            "Sổ tay đã chạy, có lỗi bên trong, được giữ ở {kept} để xem lại.",
            notebook=job.notebook.name,
            exec_count=error.exec_count,
            ename=error.ename,
            evalue=error.evalue,
            kept=kept,
        ) from error
    except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
        first_line = str(error).strip().partition("\n")[0]
        raise errors.NotebookError(
            "Sổ tay {notebook} không chạy hết: {kind}: {first_line} Máy có thể đang quá tải "
            "hoặc thiếu bộ nhớ; hãy đóng bớt chương trình rồi chạy lại, từng báo cáo một.",
            notebook=job.notebook.name,
            kind=type(error).__name__,
            first_line=first_line,
        ) from error


def _literal(path: Path) -> str:
    """A path as papermill takes it, which fills in parameters where a name has braces."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _telling(engine: type[Engine], progress: Progress) -> type[Engine]:
    """An engine that tells how many cells are done, of a notebook that names its files, not the folders they lie in."""

    class Telling(engine):
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **named: Any) -> None:
            complete, total = nb_man.cell_complete, len(nb_man.nb.cells)
            about = nb_man.nb.metadata["papermill"]
            about |= {name: Path(about[name]).name for name in ("input_path", "output_path")}

            def told(cell: Any, cell_index: int | None = None, **rest: Any) -> None:
                complete(cell, cell_index=cell_index, **rest)
                progress((cell_index or 0) + 1, total)

            nb_man.cell_complete = told
            super().execute_managed_notebook(nb_man, kernel_name, **named)

    return Telling


def failed_displays(executed: NotebookNode) -> list[str]:
    """What the boxes say that stand in an executed notebook in the place of displays that failed."""
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    abouts = [output.get("metadata", {}).get("mtqg", {}) for output in outputs]
    return list(dict.fromkeys(about["text"] for about in abouts if about.get("kind") == KIND))
