"""Engines of papermill that run the cells without a kernel, see `run/shell.py`.

`papermill --engine mtqg` runs them in a process forked from its own, or started for it where that is not safe.
"""

import hashlib
from collections.abc import Iterator
from itertools import count
from multiprocessing.connection import Connection
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import Engine

from mtqg_analysis.run.shell import LANGUAGE, run_cells
from mtqg_analysis.run.warm import begun, seed

_RUN = count()  # who runs a second notebook will run a third


class OwnProcessEngine(Engine):
    """Runs the cells in this process, which must end after the notebook."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **_: object) -> None:
        """Fills the notebook with what its cells show."""
        seed(_key(nb_man.nb))
        _follow(nb_man, run_cells(nb_man.nb.cells))


class ForkedEngine(Engine):
    """Runs the cells in a process made for them."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, execution_timeout: int | None = None, **_: object
    ) -> None:
        """Fills the notebook with what its cells show. execution_timeout: seconds that a cell may take, as papermill's.

        Raises DeadKernelError where the process dies, CellTimeoutError where a cell takes too long.
        """
        _follow(nb_man, _in_a_process(nb_man.nb, execution_timeout))


def _key(notebook: NotebookNode) -> str:
    """What tells one report from another: its code, the injected parameters among it."""
    return hashlib.sha256("\n".join(cell.source for cell in notebook.cells).encode()).hexdigest()


def _follow(nb_man: Any, places: Iterator[int]) -> None:
    """Tells papermill of every cell that begins and ends, as its own engine does."""
    cells = nb_man.nb.cells
    nb_man.nb.metadata["language_info"] = LANGUAGE
    nb_man.cell_start(cells[0], 0)
    for place in places:
        cell = cells[place]
        if _failed(cell):
            nb_man.cell_exception(cell, cell_index=place)
        nb_man.cell_complete(cell, cell_index=place)
        if place + 1 < len(cells) and not _failed(cell):
            nb_man.cell_start(cells[place + 1], place + 1)


def _failed(cell: NotebookNode) -> bool:
    fails = any(output.output_type == "error" for output in cell.get("outputs", []))
    return fails and "raises-exception" not in cell.metadata.get("tags", [])


def _in_a_process(notebook: NotebookNode, seconds: float | None) -> Iterator[int]:
    process, told = begun(_work, notebook, another=next(_RUN) > 0)
    place = -1
    try:
        while True:
            if not told.poll(seconds):
                raise CellTimeoutError.error_from_timeout_and_cell(
                    "Cell execution timed out", int(seconds or 0), notebook.cells[place + 1]
                )
            place, cell = told.recv()
            if place < 0:
                return
            notebook.cells[place].update(cell)
            yield place
    except EOFError:
        process.join()
        raise DeadKernelError(f"Kernel died (status {process.exitcode})") from None
    finally:
        process.kill()
        process.join()


def _work(notebook: NotebookNode, tell: Connection) -> None:
    seed(_key(notebook))
    for place in run_cells(notebook.cells):
        cell = notebook.cells[place]
        tell.send((place, {name: cell[name] for name in ("outputs", "execution_count") if name in cell}))
    tell.send((-1, {}))
