"""The cells of a notebook run one after another in this process, as a Jupyter kernel runs them.

A kernel is a process of its own that is spoken to by sockets: starting it, importing what the cells need and ending it
take longer than a report. A process that makes one report and then ends is its own kernel: nothing of one report is
seen by another, and what the cells show is kept in the notebook by the rules of `nbclient`.
"""

import builtins
import getpass
import io
import sys
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

INLINE = "module://matplotlib_inline.backend_inline"  # as Jupyter has it, whatever the user sets
LANGUAGE = {  # what a kernel tells of its language
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}


class Outputs:
    """What the cell that runs has shown so far, and which displays of the notebook may still be changed by their id."""

    def __init__(self) -> None:
        self.changed: set[int] = set()  # places of cells whose displays another cell has changed
        self._place = -1
        self._shown: list[NotebookNode] = []
        self._printed = {"stdout": "", "stderr": ""}  # since the last display
        self._by_id: dict[str, list[tuple[int, NotebookNode]]] = defaultdict(list)
        self._to_clear = False

    def begin(self, place: int, shown: list[NotebookNode]) -> None:
        """The outputs of the next cell, at this place of the notebook, are put into a list."""
        self._place, self._shown, self._to_clear = place, shown, False

    def add(self, output: NotebookNode, display_id: str = "") -> None:
        """One more output. display_id: what a later cell may change it by; empty for nothing."""
        self.flush()
        self._append(output)
        if display_id:
            self._by_id[display_id].append((self._place, output))

    def write(self, stream: str, text: str) -> None:
        """Printed text waits for the next display, that of each stream apart, as a kernel gathers it."""
        self._printed[stream] += text

    def flush(self) -> None:
        """What was printed becomes an output."""
        for stream, text in self._printed.items():
            if text:
                self._printed[stream] = ""
                self._append(new_output("stream", name=stream, text=text))

    def change(self, display_id: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Every display of this id shows something else now."""
        for place, output in self._by_id[display_id]:
            output.update(data=NotebookNode(data), metadata=NotebookNode(metadata))
            self.changed.add(place)

    def clear(self, wait: bool = False) -> None:
        """The cell's outputs go; with `wait`, when there is something to stand in their place."""
        self.flush()
        self._to_clear = wait
        if not wait:
            self._shown.clear()

    def _append(self, output: NotebookNode) -> None:
        if self._to_clear:
            self._to_clear = False
            self._shown.clear()
        self._shown.append(output)


class _Publisher(DisplayPublisher):
    """What a cell displays goes into its outputs."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: object = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        outputs, display_id = _outputs(self), (transient or {}).get("display_id", "")
        shown, about = _as_json(data), metadata or {}
        if update:
            outputs.change(display_id, shown, about)
        else:
            outputs.add(new_output("display_data", data=shown, metadata=about), display_id)

    def clear_output(self, wait: bool = False) -> None:
        _outputs(self).clear(wait)


class _Hook(DisplayHook):
    """The value of a cell's last line goes into its outputs."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        count, shown = self.prompt_count, _as_json(format_dict)
        output = new_output("execute_result", data=shown, metadata=md_dict or {}, execution_count=count)
        _outputs(self).add(output)

    def finish_displayhook(self) -> None:
        self._is_active = False


def _outputs(part: DisplayPublisher | DisplayHook) -> Outputs:
    outputs: Outputs = part.shell.outputs  # type: ignore[union-attr]  # IPython says not what shell it is
    return outputs


class Shell(InteractiveShell):
    """IPython without a terminal or sockets. It keeps no history on the disk and reads no profile of the user."""

    displayhook_class = _Hook
    display_pub_class = _Publisher

    def __init__(self, outputs: Outputs) -> None:
        self.outputs = outputs
        quiet: Any = Config({"HistoryManager": {"enabled": False}})
        super().__init__(config=quiet)  # type: ignore[no-untyped-call]

    def enable_gui(self, gui: str | None = None) -> None:
        """Pictures stand in the notebook: no window is opened."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.outputs.add(new_output("error", ename=etype.__name__, evalue=str(evalue), traceback=stb))


class _Printed(io.TextIOBase):
    """A stream of which everything that is written goes into the outputs of the cell that runs."""

    encoding = "utf-8"

    def __init__(self, name: str, outputs: Outputs) -> None:
        self._name, self._outputs = name, outputs

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._outputs.write(self._name, text)
        return len(text)


def run_cells(cells: list[NotebookNode]) -> Iterator[int]:
    """Runs the cells of a notebook, putting what they show into them, and gives the place of each that is done.

    Where a cell changes what an earlier one displays, the place of that one comes again before its own.
    Ends after the first cell that fails and is not meant to; its last output is the error. To be called once in the
    life of a process, whose names, streams and working folder the cells may change as they like.
    """
    outputs = Outputs()
    with _as_in_a_kernel(outputs):
        shell = Shell.instance(outputs)
        _draw_inline(shell)
        for place, cell in enumerate(cells):
            is_run = cell.cell_type == "code" and cell.source.strip() and "skip-execution" not in tags_of(cell)
            may_go_on = not is_run or _run(shell, place, cell)
            yield from sorted({*outputs.changed, place})
            outputs.changed.clear()
            if not may_go_on:
                return


def _draw_inline(shell: Shell) -> None:
    """Pictures of `pyplot` stand below their cells, also where this process had imported it before it had a shell."""
    if "matplotlib.pyplot" in sys.modules:
        shell.enable_matplotlib("inline")  # type: ignore[no-untyped-call]
    elif "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = INLINE


def tags_of(cell: NotebookNode) -> list[str]:
    """The tags of a cell, as JupyterLab shows them."""
    return list(cell.metadata.get("tags", []))


def _run(shell: Shell, place: int, cell: NotebookNode) -> bool:
    cell.outputs = []
    shell.outputs.begin(place, cell.outputs)
    cell.execution_count = shell.execution_count
    result = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
    shell.outputs.flush()
    return bool(result.success) or "raises-exception" in tags_of(cell)


@contextmanager
def _as_in_a_kernel(outputs: Outputs) -> Iterator[None]:
    """What cells print goes into the notebook, and nobody answers what they ask."""
    before = sys.stdout, sys.stderr, builtins.input, getpass.getpass
    sys.stdout, sys.stderr = _Printed("stdout", outputs), _Printed("stderr", outputs)
    builtins.input = getpass.getpass = _unanswered
    try:
        yield
    finally:
        sys.stdout, sys.stderr, builtins.input, getpass.getpass = before


def _unanswered(*_: object, **__: object) -> NoReturn:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _as_json(data: dict[str, Any]) -> dict[str, Any]:
    """A bundle whose pictures are text, as a notebook holds them."""
    return {
        kind: b64encode(value).decode("ascii") if isinstance(value, bytes) else value for kind, value in data.items()
    }
