"""The three documents of one notebook: which cells each of them shows is said by the tags of the cells.

A cell tagged `brief` belongs to the brief and, as its first page, to the report; one tagged `report` to the report, one
tagged `annex` to the report behind the signature; one without such a tag to the analysis. Head and data belong to all.
A heading below which a document shows nothing is left out, and in the report the numbers of those behind it close up.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from nbformat import NotebookNode

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.numbers import roman

REPORT, BRIEF, ANALYSIS = "report", "brief", "analysis"
PARTS = (REPORT, BRIEF, ANALYSIS)
ANNEX = "annex"
TAGS = {BRIEF: {BRIEF}, REPORT: {BRIEF, REPORT, ANNEX}}
PAGED = ("html", "pdf", "docx", "xlsx")
MADE_AS = {REPORT: PAGED, BRIEF: ("pdf", "docx", "pptx"), ANALYSIS: PAGED}  # one page has no use for a workbook
HEADING = re.compile(r"(#+) [^\n]*")
NUMBERED = re.compile(r"(?P<marks>###?) (?:[IVX]+|\d+)\. (?P<words>[^\n]*)")


def part_of(notebook: NotebookNode, part: str) -> NotebookNode:
    """The notebook with the cells of one document; all of them where no cell says to which it belongs.

    The headings of an undivided notebook that has a head of ours get numbers, unless its writer gave them some.
    """
    if not _is_divided(notebook):
        return NotebookNode({**notebook, "cells": _counted(notebook.cells)}) if _is_own(notebook) else notebook
    chosen = [cell for cell in notebook.cells if _belongs_to_all(cell) or _belongs(cell, part)]
    about = NotebookNode({**notebook.metadata, "mtqg_part": part})
    cells = list(_without_empty_sections(chosen))
    if part == REPORT:  # sections of the analysis are pointed to by their numbers
        cells = list(_numbered(cells))
    return NotebookNode({**notebook, "metadata": about, "cells": cells})


def which(notebook: NotebookNode) -> str:
    """The document that a notebook was made to be by `part_of`; empty where it is whole."""
    return str(notebook.metadata.get("mtqg_part", ""))


def documents_of(notebook: NotebookNode, formats: Sequence[str]) -> tuple[str, ...]:
    """The names of the files that a notebook makes in some formats: `report.pdf`, `brief.docx` and so on.

    A notebook whose cells do not say where they belong makes the report alone, without slides.
    """
    parts = PARTS if _is_divided(notebook) else (REPORT,)
    return tuple(f"{part}.{name}" for part in parts for name in formats if name in MADE_AS[part])


def _is_divided(notebook: NotebookNode) -> bool:
    return any(tags_of(cell) & TAGS[REPORT] for cell in notebook.cells)


def tags_of(cell: NotebookNode) -> set[str]:
    """The tags of a cell, as JupyterLab shows them beside it."""
    return set(cell.metadata.get("tags", []))


def _belongs(cell: NotebookNode, part: str) -> bool:
    return bool(tags_of(cell) & TAGS[part]) if part in TAGS else not tags_of(cell) & TAGS[REPORT]


def _belongs_to_all(cell: NotebookNode) -> bool:
    """Whether a cell shows the head, or the data that the workbook of each document is drawn from."""
    return any(kind in ("head", "data") for kind in _kinds(cell))


def _kinds(cell: NotebookNode) -> list[str]:
    """What a cell shows, by kind."""
    outputs: list[Any] = cell.get("outputs", [])
    return [str(output.get("metadata", {}).get("mtqg", {}).get("kind", "")) for output in outputs]


def _without_empty_sections(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    for place, cell in enumerate(cells):
        level = _heading_level(cell)
        below = takewhile(lambda other: not 0 < _heading_level(other) <= level, cells[place + 1 :])  # noqa: B023
        if not level or any(not _heading_level(other) and _says_something(other) for other in below):
            yield cell


def _numbered(cells: list[NotebookNode]) -> Iterator[NotebookNode]:
    """The cells, numbered headings counted anew in the language in use: I, II within the document, 1, 2 below them."""
    counts = [0, 0]
    for cell in cells:
        found = NUMBERED.fullmatch(tr(cell.source).strip()) if _heading_level(cell) else None
        if found:
            below = len(found["marks"]) > 2
            counts = [counts[0], counts[1] + 1] if below else [counts[0] + 1, 0]
            number = str(counts[1]) if below else roman(counts[0])
            cell = NotebookNode({**cell, "source": f"{found['marks']} {number}. {found['words']}"})
        yield cell


def _is_own(notebook: NotebookNode) -> bool:
    """Whether a notebook is a report whose headings nobody has numbered."""
    headings = [cell.source.strip() for cell in notebook.cells if _heading_level(cell)]
    return any(map(_belongs_to_all, notebook.cells)) and not any(map(NUMBERED.fullmatch, headings))


def _counted(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """The cells, headings of the second and third level numbered: 1, 2 and 2.1, 2.2."""
    counts, made = [0, 0], []
    for cell in cells:
        level = _heading_level(cell)
        if level in (2, 3):
            counts = [counts[0] + 1, 0] if level == 2 else [counts[0], counts[1] + 1]
            number = ".".join(str(count) for count in counts if count)
            marks, _, words = cell.source.strip().partition(" ")
            cell = NotebookNode({**cell, "source": f"{marks} {number}. {words}"})
        made.append(cell)
    return made


def _heading_level(cell: NotebookNode) -> int:
    """The level of a cell that is a heading and nothing else; 0 for any other."""
    found = HEADING.fullmatch(cell.source.strip()) if cell.cell_type == "markdown" else None
    return len(found[1]) if found else 0


def _says_something(cell: NotebookNode) -> bool:
    """Whether a reader sees anything of a cell; the data are for the workbook alone."""
    return bool(cell.cell_type == "markdown" and cell.source.strip()) or any(kind != "data" for kind in _kinds(cell))
