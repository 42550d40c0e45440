"""What a finished report printed, read back from its folder: tables, charts, sentences, and what it was made of.

A folder may come by mail, so nothing in it is believed: every file has a limit, and whatever does not look as our
runs write it is refused with one sentence.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path
from typing import Any

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.chart import SCREEN_TYPE
from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.table import TABLE_TYPE
from mtqg_analysis.report.view import KIND as FAILED

MAX_BYTES = 200 * 1024 * 1024
LARGEST = 1e18  # no report prints more; differences of larger numbers could not be written to the digit
EXECUTED, MANIFEST = "executed.ipynb", "manifest.json"
SAID = ("head", "sentence", "narrative")  # displays of running text
ESCAPED = re.compile(r"\\([^\w\s])")  # as Markdown marks a character that is to stand as it is
FIGURES = "so_lieu_chinh"  # the name under which the key figures of a page are a table


@dataclass(frozen=True)
class PrintedCell:
    """One cell as printed. numbers: what stands behind it, in the printed unit; format: its spreadsheet format.

    formula, drawn: how it follows from other cells, and from which rows of the data; these make no two cells differ.
    """

    text: str
    numbers: tuple[float, ...] = ()
    format: str = ""
    formula: str = field(default="", compare=False)
    drawn: tuple[dict[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class PrintedTable:
    """One table as printed. columns: name and label; words: the places of columns that hold text.

    key: the names of the columns that say what a row is about, where the table names them. formulas: how the cells of
    each column follow from others; total: the last row adds those above.
    """

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    words: tuple[int, ...]
    rows: tuple[tuple[PrintedCell, ...], ...]
    key: tuple[str, ...] = ()
    formulas: tuple[str, ...] = field(default=(), compare=False)
    total: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Shown:
    """A table or a chart with what stands around it: figures that are printed nowhere else may stand there.

    table: None for a chart. alt: the text that stands for a chart where it cannot be seen; empty for a table. values:
    what a chart draws, each in words.
    """

    name: str
    title: str
    scope: str
    notes: tuple[str, ...] = ()
    alt: str = ""
    table: PrintedTable | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedReport:
    """A report as it was printed, and the parts of its manifest that say what it was made of.

    shown: in the report's order; more than one may bear the same name. cells: what the notebook said, without the cell
    that holds the parameters of the run. started: when it ran, as the manifest says it. data: the rows of figures that
    its tables are drawn from, see `report/data.py`.
    """

    folder: Path
    report: str
    language: str
    parameters: dict[str, object]
    inputs: dict[str, str]
    versions: dict[str, str]
    shown: tuple[Shown, ...]
    sentences: tuple[str, ...]
    cells: tuple[str, ...] = ()
    started: str = ""
    data: tuple[dict[str, Any], ...] = ()


def read_printed(folder: Path) -> PrintedReport:
    """The report in a folder that a run made. Raises DataError for anything else."""
    notebook, manifest = _load(folder, EXECUTED), _load(folder, MANIFEST)
    try:
        parameters = {str(name): value for name, value in manifest["parameters"].items()}
        inputs, versions = (_texts(manifest[part]) for part in ("inputs", "versions"))
        outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
        bundles = [(output.get("data", {}), output.get("metadata", {}).get("mtqg", {})) for output in outputs]
        shown = tuple(one for data, about in bundles for one in _shown(data, about))
        sentences = tuple(text for data, about in bundles for text in _said(data, about))
        language = str(parameters.get("language", ""))
        report, started = clean(str(manifest["report"])), clean(str(manifest.get("started", "")))
        data = tuple(row for _, about in bundles if about.get("kind") == "data" for row in _data(about))
        cells = tuple(clean(_joined(cell["source"])).strip() for cell in notebook["cells"] if not _is_injected(cell))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            "{folder}: {notebook} hoặc {manifest} không có dạng mà mtqg report ghi ra; hãy lập lại báo cáo này.",
            folder=folder,
            notebook=EXECUTED,
            manifest=MANIFEST,
        ) from error
    return PrintedReport(folder, report, language, parameters, inputs, versions, shown, sentences, cells, started, data)


def _is_injected(cell: dict[str, Any]) -> bool:
    """Whether a cell says nothing of the notebook: papermill's, or one that is not there."""
    return "source" not in cell or "injected-parameters" in cell.get("metadata", {}).get("tags", [])


def _data(about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of the data by the names of their columns: one number each, the rest words."""
    names = [str(name) for name, _ in about["labels"]]
    for row in about["rows"]:
        held = dict(zip(names, row, strict=False))
        if not isfinite(float(held["value"])):
            raise ValueError("a row of the data holds what is no number")
        yield {name: value if name == "value" else clean(str(value)) for name, value in held.items()}


def _said(data: dict[str, Any], about: dict[str, Any]) -> Iterator[str]:
    """The lines of running text of one output; of a display that failed, what its box says."""
    if about.get("kind") in SAID:
        lines = clean(ESCAPED.sub(r"\1", _joined(data["text/markdown"]))).split("\n")
        yield from (line.strip() for line in lines if line.strip())
    elif about.get("kind") == FAILED:
        yield clean(str(about["text"]))


def _load(folder: Path, name: str) -> dict[str, Any]:
    file = folder / name
    if not file.is_file():
        below = sorted(found.parent for found in folder.glob(f"*/*/{EXECUTED}"))
        meant = tr(" Có phải {folder}?", folder=below[0]) if below else ""
        raise DataError(
            "Thư mục {folder} không phải là một báo cáo: thiếu {name}.{meant}", folder=folder, name=name, meant=meant
        )
    try:
        if file.stat().st_size > MAX_BYTES:
            raise DataError(
                "{file} lớn hơn {most} MB; đó không phải là tệp mà mtqg report ghi ra.",
                file=file,
                most=MAX_BYTES // 2**20,
            )
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataError("{file} không đọc được như tệp JSON; hãy lập lại báo cáo này.", file=file) from error
    if not isinstance(content, dict):
        raise DataError("{file} không có dạng mà mtqg report ghi ra; hãy lập lại báo cáo này.", file=file)
    return content


def _texts(pairs: dict[Any, Any]) -> dict[str, str]:
    return {clean(str(name)): clean(str(value)) for name, value in pairs.items()}


def _table(resource: dict[str, Any]) -> PrintedTable:
    about = resource["mtqg"]
    columns = about["columns"]
    labels = [" / ".join(part for part in (column["group"], column["label"]) if part) for column in columns]
    rows = tuple(tuple(_cell(cell) for cell in row) for row in about["cells"])
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("a row has another number of cells than the table has columns")
    names = [column["name"] for column in columns]
    if len(set(names)) < len(names) or not set(about.get("key", ())) <= set(names):
        raise ValueError("two columns share a name, or the key names a column that is not there")
    return PrintedTable(
        clean(str(resource["name"])),
        clean(str(resource["title"])),
        tuple((clean(str(column["name"])), clean(label)) for column, label in zip(columns, labels, strict=True)),
        tuple(place for place, column in enumerate(columns) if column["kind"] in TEXTUAL),
        rows,
        tuple(clean(str(name)) for name in about.get("key", ())),  # runs made before tables had keys have none
        tuple(clean(str(column.get("formula", ""))) for column in columns),
        bool(about.get("total")),
    )


def _shown(data: dict[str, Any], about: dict[str, Any]) -> Iterator[Shown]:
    """The table or the chart of one output; of any other output nothing."""
    resource = data.get(TABLE_TYPE, {})
    if "mtqg" in resource:
        yield _around(resource | resource["mtqg"], _table(resource))
    elif about.get("kind") == "chart":
        values = data.get(SCREEN_TYPE, {}).get("values", ())
        yield replace(_around(about, None), values=tuple(clean(str(one["text"])) for one in values))
    elif about.get("kind") == "figures":
        yield _tiles(about["figures"])


def _around(about: dict[str, Any], table: PrintedTable | None) -> Shown:
    name, title = clean(str(about["name"])), clean(str(about["title"]))
    scope, alt = (clean(str(about.get(part, ""))) for part in ("scope", "alt"))
    return Shown(name, title, scope, tuple(clean(str(note)) for note in about.get("notes", ())), alt, table)


def _tiles(figures: list[dict[str, str]]) -> Shown:
    """The key figures of a page as a table: what each is about, and what it says."""
    rows = tuple(tuple(PrintedCell(clean(str(one[part]))) for part in ("label", "value", "beside")) for one in figures)
    labels = (("label", tr("Về việc")), ("value", tr("Con số")), ("beside", tr("Ghi bên cạnh")))
    title = tr("Số liệu chính")
    return Shown(FIGURES, title, "", table=PrintedTable(FIGURES, title, labels, (0, 1, 2), rows, ("label",)))


def _cell(cell: dict[str, Any]) -> PrintedCell:
    numbers = tuple(float(one) for one in cell.get("numbers", ()))
    if not all(isfinite(one) and abs(one) < LARGEST for one in numbers):
        raise ValueError("a cell holds what is no printed number")
    drawn = tuple(_texts(one) for one in cell.get("drawn", ()))
    formula = clean(str(cell.get("formula", "")))
    return PrintedCell(clean(str(cell["text"])), numbers, str(cell.get("format", "")), formula, drawn)


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def clean(text: str) -> str:
    r"""Text without control and direction characters, which could command a terminal or turn a line around.

    >>> clean("a\x1b[31mb\u202ec")
    'a[31mbc'
    """
    return "".join(letter for letter in text if letter in "\n " or unicodedata.category(letter)[0] != "C")
