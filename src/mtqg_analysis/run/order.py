"""What a batch orders: a notebook, and a matrix of parameters or a table with one report a row."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path
from typing import Any
from unicodedata import normalize

from mtqg_analysis.domain.disk import MEGABYTE, held_to, why
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.run.reports import Report, parse_formats, report_named

LARGEST, LARGEST_TABLE = 1_000_000, 20 * MEGABYTE  # bytes of an order, of its table
MOST = 100_000  # reports of one order
KEYS = {"report", "formats", "out", "output", "set", "matrix", "rows"}
WORDS = {"formats": "html", "out": "reports", "output": "", "set": {}, "matrix": {}, "rows": ""}
NAMED = re.compile(r"\{([a-z_]+)\}")  # a parameter in the pattern of a folder
PART = re.compile(r"[\w-]+")  # one folder of such a pattern
NO_REPORTS = to_translate("không có báo cáo nào")


@dataclass(frozen=True)
class Wanted:
    """One report that is ordered: which, with which parameters."""

    report: Report
    given: dict[str, object]


@dataclass(frozen=True)
class Order:
    """The reports of one order, their formats, and the folder that they go to.

    output: the pattern of a report's own folder below it; empty for the folder that a report has by itself.
    """

    wanted: tuple[Wanted, ...]
    formats: tuple[str, ...]
    out: Path
    output: str = ""


def read_order(file: Path) -> Order:
    """The order of a YAML file; folders and the table are named from the working folder, as on the command line.

        report: year-end
        formats: html,pdf
        out: reports/thang
        output: "{data}/{year}"
        set: {language: vi}
        matrix: {year: [2023, 2024], data: [data/langson, data/caobang]}

    `matrix` is every combination of its values; `rows` a CSV file with a parameter a column and a report a row, whose
    empty cells leave the notebook's default. Both together are every row with every combination. Raises ParameterError.
    """
    about = _read(file)
    unknown = sorted(map(str, set(about) - KEYS))
    if unknown or "report" not in about:
        raise _wrong(file, tr("khóa lạ: {unknown}", unknown=", ".join(unknown)) if unknown else tr("thiếu khóa report"))
    about = WORDS | about
    if not all(isinstance(about[key], dict) for key in ("set", "matrix")):
        raise _wrong(file, tr("set và matrix phải là các cặp «tham số: giá trị»"))
    report, usual = report_named(str(about["report"])), dict(about["set"])
    rows = list(_rows(Path(str(about["rows"])))) if about["rows"] else [{}]
    count = len(rows) * prod(map(len, _lists(about["matrix"])))
    if not 0 < count <= MOST:
        raise _wrong(
            file, tr("{count} báo cáo; nhiều nhất là {most}", count=count, most=MOST) if count else tr(NO_REPORTS)
        )
    formats = parse_formats(str(about["formats"]))
    every = (usual | row | pairs for row in rows for pairs in _combinations(about["matrix"]))
    with_data = every if report.file else (_of_dataset(given) for given in every)
    wanted = tuple(Wanted(report, {name: _value(value) for name, value in given.items()}) for given in with_data)
    output = str(about["output"])
    if not _is_pattern(output):
        raise _wrong(file, tr("output «{output}» không phải là mẫu thư mục như {{data}}/{{year}}", output=output))
    return Order(wanted, formats, Path(str(about["out"])), output)


def _of_dataset(given: dict[str, object]) -> dict[str, object]:
    """What was asked for of one report, with its dataset by name."""
    if given.get("data"):
        return given
    from mtqg_analysis.ledger.dataset import dataset_meant  # here, because it loads pandas

    return given | {"data": dataset_meant()}


def _is_pattern(output: str) -> bool:
    """Whether names of parameters in braces and plain words make folders that lie below another."""
    bare = NAMED.sub("x", output)
    return not output or all(PART.fullmatch(part) for part in bare.split("/"))


def place_of(output: str, parameters: Mapping[str, object]) -> str:
    """The folder of one report by a pattern: each name in braces stands for that parameter, a path for its last part.

    Raises ParameterError for a name that is no parameter of the report.

    >>> place_of("{data}/{year}", {"data": "data/langson", "year": 2024})
    'langson/2024'
    """
    unknown = [name for name in NAMED.findall(output) if name not in parameters]
    if unknown:
        raise ParameterError(
            "Mẫu thư mục «{output}» nêu {unknown}, không phải tham số của báo cáo; các tham số có: {known}.",
            output=output,
            unknown=", ".join(unknown),
            known=", ".join(parameters),
        )
    return NAMED.sub(lambda found: _safe(str(parameters[found[1]])), output)


def _safe(text: str) -> str:
    """A value as the name of one folder, which leads nowhere else."""
    last = normalize("NFC", text).rstrip("/").rpartition("/")[2]
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in last) or "-"


def _read(file: Path) -> dict[str, Any]:
    import yaml

    try:
        if file.stat().st_size > LARGEST:
            raise _wrong(file, tr("tệp lớn hơn {most} byte", most=LARGEST))
        about = yaml.load(file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except OSError as error:
        raise _wrong(file, why(error)) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _wrong(file, str(error).partition("\n")[0]) from None
    if not isinstance(about, dict):
        raise _wrong(file, tr("cần các cặp «khóa: giá trị»"))
    return about


def _rows(file: Path) -> Iterator[dict[str, object]]:
    try:
        with held_to(file, LARGEST_TABLE, ParameterError).open(encoding="utf-8-sig", newline="") as opened:
            for row in csv.DictReader(opened):
                if None in row:
                    raise _wrong(file, tr("một dòng có nhiều ô hơn dòng đầu"))
                yield {name: text for name, text in row.items() if text}
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise _wrong(file, why(error) if isinstance(error, OSError) else str(error)) from None


def _combinations(matrix: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    for values in product(*_lists(matrix)):
        yield dict(zip(matrix, values, strict=True))


def _lists(matrix: Mapping[str, Any]) -> list[list[Any]]:
    return [value if isinstance(value, list) else [value] for value in matrix.values()]


def _value(value: object) -> object:
    """A value as the command line would give it: what YAML read as a day is written as one, within a list too."""
    if isinstance(value, list):
        return [_value(one) for one in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _wrong(file: Path, why: str) -> ParameterError:
    return ParameterError(
        "Không đọc được đơn đặt báo cáo {file}: {why}. Xem docs/hang-loat.md về cách viết.", file=file, why=why
    )
