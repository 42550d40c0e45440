"""The cells of a report's notebook, run one after the other in this process, without a kernel."""

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from mtqg_analysis.domain.language import LANGUAGES, use_language
from mtqg_analysis.report.view import KIND

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"


@dataclass(frozen=True)
class Shown:
    """What one cell shows: its bundle by MIME type, and what is said about it."""

    source: str
    display: Any
    data: dict[str, Any]
    about: dict[str, Any]

    @property
    def failure(self) -> str:
        """How the display failed; empty where it did not."""
        about = self.about.get("mtqg", {})
        return f"{self.source}\n{about['text']}\n{about['trace']}" if about.get("kind") == KIND else ""


def displays_of(notebook: str, **parameters: object) -> list[Shown]:
    """What the cells of a notebook show with some parameters injected as papermill does."""
    names: dict[str, Any] = {}
    try:
        return [one for cell in _code(notebook) for one in _run(cell, names, parameters)]
    finally:
        use_language(LANGUAGES[0])


def _code(notebook: str) -> list[Any]:
    cells = nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


def _run(cell: Any, names: dict[str, Any], parameters: dict[str, object]) -> list[Shown]:
    if "parameters" in cell.metadata.get("tags", []):
        exec(cell.source, names)
        names |= parameters
        return []
    *body, last = ast.parse(cell.source).body
    exec(compile(ast.Module(body, []), _name(cell), "exec"), names)
    shown = eval(compile(ast.Expression(last.value), _name(cell), "eval"), names)
    if shown is None:
        return []
    data, about = shown._repr_mimebundle_()
    return [Shown(cell.source, shown, data, about)]


def _name(cell: Any) -> str:
    return f"<{cell.source.splitlines()[-1]}>"


def as_notebook(shown: list[Shown]) -> Any:
    """The displays as an executed notebook, for the exporters."""
    outputs = [nbformat.v4.new_output("display_data", data=one.data, metadata=one.about) for one in shown]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[one]) for one in outputs])


def executed(notebook: str, **parameters: object) -> Any:
    """A report's notebook with all its cells and tags, as a run with these parameters leaves it."""
    shown = {one.source: one for one in displays_of(notebook, **parameters)}
    book = nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4)
    for count, cell in enumerate((cell for cell in book.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = count
        if one := shown.get(cell.source):
            cell.outputs = [nbformat.v4.new_output("display_data", data=one.data, metadata=one.about)]
    return book
