"""What a finished report printed, read back from its folder: tables, charts, sentences, and what it was made of.

A folder may come by mail, so nothing in it is believed: every file has a limit, and whatever does not look as our
runs write it is refused with one sentence.
"""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.column import TEXTUAL
from mtqg_analysis.report.table import TABLE_TYPE

MAX_BYTES = 200 * 1024 * 1024
LARGEST = 1e18  # no report prints more; differences of larger numbers could not be written to the digit
EXECUTED, MANIFEST = "executed.ipynb", "manifest.json"


@dataclass(frozen=True)
class PrintedCell:
    """One cell as printed. numbers: what stands behind it, in the printed unit; format: its spreadsheet format."""

    text: str
    numbers: tuple[float, ...] = ()
    format: str = ""


@dataclass(frozen=True)
class PrintedTable:
    """One table as printed. columns: name and label; words: the places of columns that hold text.

    key: the names of the columns that say what a row is about, where the table names them.
    """

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    words: tuple[int, ...]
    rows: tuple[tuple[PrintedCell, ...], ...]
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A table or a chart with what stands around it: figures that are printed nowhere else may stand there.

    table: None for a chart. alt: the text that stands for a chart where it cannot be seen; empty for a table.
    """

    name: str
    title: str
    scope: str
    notes: tuple[str, ...] = ()
    alt: str = ""
    table: PrintedTable | None = None


@dataclass(frozen=True)
class PrintedReport:
    """A report as it was printed, and the parts of its manifest that say what it was made of.

    shown: in the report's order; more than one may bear the same name.
    """

    folder: Path
    report: str
    language: str
    parameters: dict[str, object]
    inputs: dict[str, str]
    versions: dict[str, str]
    shown: tuple[Shown, ...]
    sentences: tuple[str, ...]


def read_printed(folder: Path) -> PrintedReport:
    """The report in a folder that a run made. Raises DataError for anything else."""
    notebook, manifest = _load(folder, EXECUTED), _load(folder, MANIFEST)
    try:
        parameters = {str(name): value for name, value in manifest["parameters"].items()}
        inputs, versions = (_texts(manifest[part]) for part in ("inputs", "versions"))
        outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
        bundles = [(output.get("data", {}), output.get("metadata", {}).get("mtqg", {})) for output in outputs]
        shown = tuple(one for data, about in bundles for one in _shown(data, about))
        sentences = [
            clean(_joined(data["text/markdown"])) for data, about in bundles if about.get("kind") == "sentence"
        ]
        language = str(parameters.get("language", ""))
        report = clean(str(manifest["report"]))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            "{folder}: {notebook} hoặc {manifest} không có dạng mà mtqg report ghi ra; hãy lập lại báo cáo này.",
            folder=folder,
            notebook=EXECUTED,
            manifest=MANIFEST,
        ) from error
    return PrintedReport(folder, report, language, parameters, inputs, versions, shown, tuple(sentences))


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
    )


def _shown(data: dict[str, Any], about: dict[str, Any]) -> Iterator[Shown]:
    """The table or the chart of one output; of any other output nothing."""
    resource = data.get(TABLE_TYPE, {})
    if "mtqg" in resource:
        yield _around(resource | resource["mtqg"], _table(resource))
    elif about.get("kind") == "chart":
        yield _around(about, None)


def _around(about: dict[str, Any], table: PrintedTable | None) -> Shown:
    name, title = clean(str(about["name"])), clean(str(about["title"]))
    scope, alt = (clean(str(about.get(part, ""))) for part in ("scope", "alt"))
    return Shown(name, title, scope, tuple(clean(str(note)) for note in about.get("notes", ())), alt, table)


def _cell(cell: dict[str, Any]) -> PrintedCell:
    numbers = tuple(float(one) for one in cell.get("numbers", ()))
    if not all(isfinite(one) and abs(one) < LARGEST for one in numbers):
        raise ValueError("a cell holds what is no printed number")
    return PrintedCell(clean(str(cell["text"])), numbers, str(cell.get("format", "")))


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def clean(text: str) -> str:
    r"""Text without control and direction characters, which could command a terminal or turn a line around.

    >>> clean("a\x1b[31mb\u202ec")
    'a[31mbc'
    """
    return "".join(letter for letter in text if letter in "\n " or unicodedata.category(letter)[0] != "C")
