"""Cells run without a kernel show what they show with one, and a process made for them is its own."""

import os
import random
from collections import deque
from contextlib import suppress
from dataclasses import replace

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from rich.console import Console

from mtqg_analysis.run import warm
from mtqg_analysis.run.progress import run_jobs
from mtqg_analysis.run.shell import INLINE
from tests.faults.small import small_job, small_project

ORDINARY = [
    "import sys\nprint('a')\nprint('lỗi', file=sys.stderr)\nprint('b')\nx",
    "import pandas as pd\npd.DataFrame({'tỷ lệ': [1, 2]})",
    "from IPython.display import HTML, display\nshown = display('trước', display_id='k')\nprint('sau')\n5",
    "shown.update('đổi')",
    "from IPython.display import clear_output\nprint('đi')\nclear_output(wait=True)\nprint('ở lại')",
    "display(HTML('<b>x</b>'))\nHTML('<i>y</i>')",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "import asyncio\nawait asyncio.sleep(0)\n'đã đợi'",
    "%%capture kept\nprint('giấu')",
    "kept.stdout",
    "",
    "class Broken:\n    def __repr__(self):\n        raise ValueError('hỏng')\n\ndisplay(Broken())",
    "__name__, _",
    "1 / 0",
]


@pytest.fixture
def notebook_of(tmp_path):
    """Writes a notebook with the parameter x and these cells, which may fail; the last one only with `ends`."""

    def of(*cells, ends=0):
        made = [nbformat.v4.new_code_cell(source) for source in ("x: int = 1", *cells)]
        for cell in made[1 : len(made) - ends]:
            cell.metadata["tags"] = ["raises-exception"]
        made[0].metadata["tags"] = ["parameters"]
        made.insert(1, nbformat.v4.new_markdown_cell("# Đầu"))
        notebook = nbformat.v4.new_notebook(cells=made)
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, tmp_path / "cells.ipynb")
        return tmp_path / "cells.ipynb"

    return of


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a notebook by papermill, without a kernel where no other engine is named."""
    monkeypatch.setenv("MPLBACKEND", INLINE)

    def with_engine(notebook, engine="mtqg", **named):
        out = tmp_path / f"{engine}.ipynb"
        with suppress(papermill.PapermillExecutionError):  # said of every error, of those that are meant too
            papermill.execute_notebook(
                str(notebook), str(out), {"x": 3}, engine_name=engine, cwd=str(tmp_path), progress_bar=False, **named
            )
        return nbformat.read(out, as_version=4)

    return with_engine


def shown(notebook):
    """What the cells show, without the colours and the frames of tracebacks, and in which order they were run."""
    cells = []
    for cell in notebook.cells:
        outputs = [
            {name: value for name, value in one.items() if name != "traceback"} for one in cell.get("outputs", [])
        ]
        cells.append((cell.cell_type, cell.source, cell.get("execution_count"), outputs))
    return cells


@pytest.mark.full
def test_cells_show_what_they_show_in_a_kernel(notebook_of, run):
    notebook = notebook_of(*ORDINARY)
    forked, kernel = run(notebook), run(notebook, engine=None)
    assert shown(forked) == shown(kernel)
    assert forked.metadata.language_info == kernel.metadata.language_info
    assert {cell.metadata.papermill.status for cell in of_code(forked)} == {"completed"}


def of_code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.full
def test_what_a_cell_asks_for_is_not_answered(notebook_of, run):
    cell = of_code(run(notebook_of("input('?')")))[-1]
    assert [one.ename for one in cell.outputs] == ["StdinNotImplementedError"]


@pytest.mark.full
def test_a_cell_that_fails_ends_the_run_and_what_was_shown_is_kept(notebook_of, run):
    first, failed, never = of_code(run(notebook_of("print('trước')", "1 / 0", "print('sau')", ends=2)))[-3:]
    assert first.outputs[0].text == "trước\n"
    assert failed.outputs[0].ename == "ZeroDivisionError"
    assert failed.metadata.papermill.status == "failed"
    assert never.outputs == []


SPOILS = (
    "import builtins, os, random, sys\nimport numpy as np\nimport pandas as pd\nimport matplotlib as mpl\n"
    "builtins.dirt = 1\nos.environ['DIRT'] = '1'\nsys.path.append('dirt')\nos.chdir('/')\n"
    "mpl.rcParams['font.size'] = 99\npd.options.display.max_rows = 1\nmpl.dirt = 1\nrandom.seed(1)\n"
)
SEES = (
    "import builtins, os, sys\nimport pandas as pd\nimport matplotlib as mpl\n"
    "[hasattr(builtins, 'dirt'), 'DIRT' in os.environ, 'dirt' in sys.path, os.getcwd() == '/',\n"
    " mpl.rcParams['font.size'] == 99, pd.options.display.max_rows == 1, hasattr(mpl, 'dirt')]"
)


def test_nothing_of_one_run_is_seen_by_the_next_nor_here(notebook_of, run):
    run(notebook_of(SPOILS))
    seen = run(notebook_of(SEES))
    assert of_code(seen)[-1].outputs[0].data["text/plain"] == str([False] * 7)
    assert "DIRT" not in os.environ


@pytest.mark.full
def test_processes_that_are_not_forked_wait_ready_and_show_the_same(notebook_of, run, monkeypatch):
    drawing = "import random\nrandom.random(), os.environ['LATER']"
    monkeypatch.setenv("LATER", "3")
    forked = run(notebook_of(*ORDINARY, SEES, drawing))
    monkeypatch.setenv("LATER", "2")
    monkeypatch.setenv(warm.WAY, "spawn")
    monkeypatch.setattr(warm, "_ready", deque())
    run(notebook_of(SPOILS))
    (waiting,) = warm._ready
    monkeypatch.setenv("LATER", "3")
    assert shown(run(notebook_of(*ORDINARY, SEES, drawing))) == shown(forked)
    assert not waiting.process.is_alive()  # it was used for that one run
    assert [one.process.is_alive() for one in warm._ready] == [True]


@pytest.mark.full
def test_what_nobody_seeded_is_the_same_in_every_run_of_a_report_and_another_in_another_report(notebook_of, run):
    drawing = "import random\nimport numpy as np\nrandom.random(), np.random.rand()"
    before = random.getstate()
    first, again, other = run(notebook_of(drawing)), run(notebook_of(drawing)), run(notebook_of(drawing + "  # khác"))
    assert shown(first)[-1] == shown(again)[-1]
    assert shown(first)[-1][-1] != shown(other)[-1][-1]
    assert random.getstate() == before


@pytest.mark.full
def test_a_cell_that_kills_its_process_costs_that_run_only(notebook_of, run):
    with pytest.raises(DeadKernelError, match="-9"):
        run(notebook_of("import os\nos.kill(os.getpid(), 9)"))
    assert of_code(run(notebook_of("x")))[-1].outputs[0].data["text/plain"] == "3"


def test_a_cell_that_takes_too_long_is_ended(notebook_of, run):
    with pytest.raises(CellTimeoutError):
        run(notebook_of("import time\ntime.sleep(60)"), execution_timeout=1)


@pytest.mark.full
def test_a_report_made_with_a_kernel_is_the_same_cell_for_cell(tmp_path):
    made = []
    for kernel in (False, True):
        asks = "import os\n'JPY_PARENT_PID' in os.environ"
        cells = ("print(data, year)", asks, "year + 1")
        root = small_project(tmp_path / str(kernel), *cells)
        (outcome,) = run_jobs([replace(small_job(root), kernel=kernel)], Console(quiet=True))
        assert outcome.error is None
        made.append(shown(nbformat.read(outcome.job.folder / "executed.ipynb", as_version=4)))
    told = [[outputs for _, _, _, outputs in cells] for cells in made]
    assert told[0][3] != told[1][3]  # which of the two it is
    assert [outputs for place, outputs in enumerate(told[0]) if place != 3] == [
        outputs for place, outputs in enumerate(told[1]) if place != 3
    ]
    assert [cell[:3] for cell in made[0]] == [cell[:3] for cell in made[1]]
