"""What fails on the way, and what it must not take with it: other formats, other reports, an advice for the user."""

import pickle
from pathlib import Path
from types import SimpleNamespace

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from mtqg_analysis.domain import errors
from mtqg_analysis.report.formats import exporters
from mtqg_analysis.report.view import Failure
from mtqg_analysis.run import execute, exported, progress, workers


@pytest.fixture
def executed():
    """A notebook that was run, with one letter that no font has."""
    output = nbformat.v4.new_output("stream", text="Đông Kinh 中")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])
    return notebook


WANTED = ("report.html", "report.pdf", "report.docx", "report.xlsx")


def broken(*_, **__):
    raise RuntimeError("failed to parse SVG\nline 3")


def test_a_format_that_fails_is_named_and_takes_no_other_with_it(executed, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(exporters.MtqgPDFExporter, "from_notebook_node", broken)
    made = exported.export(executed, tmp_path, WANTED, told.append)
    assert made.documents == ["report.html", "report.docx", "report.xlsx"]
    assert told == [1, 3, 4]
    (why,) = made.failed
    assert why.startswith("Không lập được report.pdf: RuntimeError: failed to parse SVG (test_failures.py:")
    files = {file.name for file in tmp_path.iterdir()}
    assert files == {"report.html", "report.docx", "report.xlsx"}


def test_without_any_format_nothing_is_made(executed, tmp_path, monkeypatch):
    monkeypatch.setattr(exporters.MtqgPDFExporter, "from_notebook_node", broken)
    with pytest.raises(errors.FormatError, match=r"report\.pdf") as raised:
        exported.export(executed, tmp_path, ("report.pdf",), print)
    assert isinstance(raised.value, errors.OutputError)
    assert not list(tmp_path.iterdir())


def test_a_letter_that_the_pdf_lacks_is_told(executed, tmp_path):
    made = exported.export(executed, tmp_path, WANTED[:2], print)
    assert made.documents == ["report.html", "report.pdf"]
    assert made.notes == ["report.pdf: Phông chữ của PDF không có «中» (U+4E2D): đã in □."]


def job():
    about = {"formats": ("pdf",), "parameters": {"language": "vi"}, "kernel": False}
    return SimpleNamespace(report=SimpleNamespace(title="Báo cáo năm"), folder=Path("reports/nam"), **about)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("x"), "«Báo cáo năm» không lập được: KeyError"),
        (errors.DataError("thiếu"), "thiếu"),
        (OSError(28, "đầy đĩa"), "ghi được reports/nam: ổ đĩa hết chỗ"),
    ],
)
def test_no_failure_of_one_report_reaches_the_others(monkeypatch, error, told):
    def fails(*_):
        raise error

    monkeypatch.setattr(workers, "run_report", fails)
    outcome = workers._outcome(job(), print)
    assert isinstance(outcome.error, errors.MtqgError)
    assert str(pickle.loads(pickle.dumps(outcome.error))) == str(outcome.error)
    assert told in str(outcome.error)


def test_a_report_without_one_of_its_formats_says_which(monkeypatch):
    made = execute.Made("thư mục", ("report.html",), ("Không lập được report.pdf.",), ("ghi chú",))
    monkeypatch.setattr(workers, "run_report", lambda *_: made)
    outcome = workers._outcome(job(), print)
    assert (outcome.documents, outcome.notes) == (("report.html",), ("ghi chú",))
    assert isinstance(outcome.error, errors.OutputError)
    assert outcome.error.exit_status == 1


@pytest.mark.parametrize("error", [CellTimeoutError("hết giờ"), DeadKernelError("Kernel died"), RuntimeError("chậm")])
def test_a_kernel_that_does_not_answer_is_a_message_with_advice(monkeypatch, tmp_path, error):
    asked = {}

    def fails(*_, **about):
        asked.update(about)
        raise error

    monkeypatch.setattr(papermill, "execute_notebook", fails)
    work = SimpleNamespace(notebook=tmp_path / "a.ipynb", parameters={}, root=tmp_path, folder=tmp_path / "x")
    with pytest.raises(errors.NotebookError, match="quá tải"):
        execute._execute(work, tmp_path / "executed.ipynb", lambda done, total: None)
    assert asked["iopub_timeout"] >= 60  # papermill's own 4 seconds are too few on a loaded machine
    assert asked["start_timeout"] >= 60


def test_the_command_lists_the_formats_that_were_made_and_says_what_is_missing(monkeypatch, mtqg, tmp_path):
    def made(jobs, console):
        missing = errors.FormatError("Không lập được report.pdf: X.")
        return [workers.Outcome(one, missing, ("report.html",), ("report.pdf: không có «中»",)) for one in jobs]

    monkeypatch.setattr(progress, "run_jobs", made)
    told = mtqg("report", "year-end", "--data", "data/langson", "--out", tmp_path)
    assert told.status == 1
    assert "report.html" in told.out
    assert "report.pdf" not in told.out
    assert "report.pdf: không có «中»" in told.err
    assert "Lỗi: Không lập được report.pdf: X." in told.err


def test_a_report_with_a_failed_display_ends_with_status_1_and_names_it(monkeypatch, mtqg, tmp_path):
    data, about = Failure.of("draw_map", ZeroDivisionError("division by zero"))._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data, metadata=about)
    cells = [nbformat.v4.new_code_cell("x", outputs=[output])]
    boxes = execute.failed_displays(nbformat.v4.new_notebook(cells=cells))
    monkeypatch.setattr(workers, "run_report", lambda *_: execute.Made("thư mục", ("html",), tuple(boxes), ()))
    monkeypatch.setattr(progress, "run_jobs", lambda jobs, console: [workers._outcome(one, print) for one in jobs])
    told = mtqg("report", "year-end", "--data", "data/langson", "--out", tmp_path)
    assert told.status == 1
    assert "Phần «draw_map» không lập được" in told.err
    assert "ZeroDivisionError" in told.err
