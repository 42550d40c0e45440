"""A dataset on disk: a folder of CSV files under one `dataset.yaml`, or a single CSV of published figures."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pandas as pd

from mtqg_analysis.domain.disk import MEGABYTE, held_to
from mtqg_analysis.domain.errors import DataError, ParameterError
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.names import unit_key
from mtqg_analysis.domain.units import LEVELS_WITH_CODES, find_units
from mtqg_analysis.ledger.book import read_book
from mtqg_analysis.ledger.column import Column
from mtqg_analysis.ledger.excel_cells import coded, undone
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS, SOURCE_COLUMNS
from mtqg_analysis.ledger.file_shape import SIGNS, Written, read_written
from mtqg_analysis.ledger.finding import Finding
from mtqg_analysis.ledger.published import (
    PUBLISHED_FORMS,
    facts_from_published,
    is_published_form,
    sources_from_published,
)
from mtqg_analysis.ledger.yaml_file import read_yaml

KINDS = ("published", "official", "illustrative")
OTHER_UNITS = ("targets", "assumptions")  # their `unit` is that of a value
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
MAX_BYTES = 50 * MEGABYTE  # a hostile or mistaken file is refused before it is parsed


@dataclass(frozen=True)
class Dataset:
    """What a dataset folder holds, every cell still as text.

    kind: published, official or illustrative; a report over illustrative data says so on every page.
    tables: the optional files beside facts and sources (targets, statements, directives …), by name.
    notes: what stands otherwise in the files than it was read: cells that a spreadsheet saved, names spelled otherwise.
    """

    name: str
    title: str
    kind: str
    province: str
    path: Path
    facts_file: str
    facts: pd.DataFrame
    sources: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    notes: tuple[Finding, ...] = ()

    @property
    def sources_file(self) -> str:
        """The file that names the sources: a file of their own, or the single CSV."""
        return "sources.csv" if self.path.is_dir() else self.facts_file


def find_path(path: str | Path, what: str = to_translate("bộ dữ liệu"), example: str = "data/langson") -> Path:
    """The dataset or other file that `path` names, from the working folder or any folder above it.

    A notebook opened in `notebooks/` and a command run in the project's root so mean the same dataset.
    """
    wanted = Path(path)
    candidates = [wanted] if wanted.is_absolute() else [base / wanted for base in (Path.cwd(), *Path.cwd().parents)]
    for candidate in map(on_disk, candidates):
        if candidate.exists():
            return candidate
    raise DataError(
        "Không tìm thấy {what} «{path}» từ thư mục {here} trở lên. Hãy kiểm tra đường dẫn, ví dụ {example}.",
        what=tr(what),
        path=path,
        here=Path.cwd(),
        example=example,
    )


def on_disk(path: Path) -> Path:
    """The path as the disk spells it, where only the composition of its accented letters differs.

    "Sơn" is three letters or four code points and more, by who typed it and which system made the folder.
    """
    if path.exists() or path == path.parent:
        return path
    folder, name = on_disk(path.parent), normalize("NFC", path.name)
    try:
        alike = sorted(folder.iterdir())
    except OSError:  # there is no such folder, or it is not for us to look into
        alike = []
    return next((one for one in alike if normalize("NFC", one.name) == name), folder / path.name)


def read_dataset(path: str | Path) -> Dataset:
    """The dataset at `path`, unchecked: a folder, or a CSV in the column form of published figures."""
    found = find_path(path)
    if found.suffix.lower() == ".xlsx":
        return _read_book(held_to(found, MAX_BYTES))
    return _read_folder(found) if found.is_dir() else _read_published(found)


def _read_book(file: Path) -> Dataset:
    about, tables = read_book(file)
    columns = {"facts": FACT_COLUMNS, "sources": SOURCE_COLUMNS} | SIDE_COLUMNS
    read = {name: undone(file, rows, columns[name], ",") for name, rows in tables.items()}
    return _made(file, _checked_meta(file, about), read)


def _read_folder(folder: Path) -> Dataset:
    meta = _read_meta(folder / "dataset.yaml")
    columns = {"facts": FACT_COLUMNS, "sources": SOURCE_COLUMNS} | SIDE_COLUMNS
    names = [name for name in columns if name in ("facts", "sources") or (folder / f"{name}.csv").exists()]
    return _made(folder, meta, {name: read_table(folder / f"{name}.csv", columns[name]) for name in names})


def _made(folder: Path, meta: dict[str, str], read: dict[str, tuple[pd.DataFrame, tuple[Finding, ...]]]) -> Dataset:
    """A dataset of what was read: its place, what it says of itself, and its tables with what stood otherwise."""
    tables = {name: rows for name, (rows, _) in read.items()}
    as_written = _whole(tables.pop("facts"), folder / "facts.csv", FACT_COLUMNS)
    first = _first_spellings(as_written) | _codes_of_names(as_written, meta["province"])
    facts = _in_one_spelling(as_written, first)
    sources = _whole(tables.pop("sources"), folder / "sources.csv", SOURCE_COLUMNS)
    side = {name: _widened(rows, SIDE_COLUMNS[name]) for name, rows in tables.items()}
    named = {name: _in_one_spelling(rows, first) for name, rows in side.items() if name not in OTHER_UNITS}
    return Dataset(
        folder.resolve().stem if folder.is_file() else folder.resolve().name,
        meta.get(f"title_{current_language()}") or meta["title_vi"],
        meta["kind"],
        meta["province"],
        folder,
        "facts.csv",
        facts,
        sources,
        side | named,
        (*(note for _, notes in read.values() for note in notes), *_respelled(as_written["unit"], facts["unit"])),
    )


def _respelled(written: pd.Series, read: pd.Series) -> list[Finding]:
    """Names of units that were taken for one although they are written in two ways."""
    pairs = dict.fromkeys((old, new) for old, new in zip(written, read, strict=True) if old != new)
    return [
        Finding(
            "info",
            "unit_respelled",
            (),
            found,
            kept,
            tr("«{found}» được đọc là cùng một đơn vị với «{kept}».", found=found, kept=kept),
            "facts.csv",
        )
        for found, kept in pairs
    ]


def _first_spellings(rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The first spelling of every name that stands for a unit, by level and key; a code is its own first spelling."""
    found = rows[["level", "unit"]].drop_duplicates().itertuples(index=False, name=None)
    first: dict[tuple[str, str], str] = {}
    for level, unit in found:
        first.setdefault((level, unit_key(unit)), unit)
    return first


def _codes_of_names(rows: pd.DataFrame, province: str) -> dict[tuple[str, str], str]:
    """The code of each name that is one listed unit's on all days for which it is written, by level and key."""
    own = rows[(rows["province"] == province) & (province != "")]
    named = own[own["level"].isin(LEVELS_WITH_CODES[1:]) & ~own["unit"].str.fullmatch(r"\d*")]
    found: dict[tuple[str, str], set[str]] = {}
    for level, unit, day in named[["level", "unit", "as_of"]].drop_duplicates().itertuples(index=False, name=None):
        listed = find_units(unit, level, province)
        day = date.fromisoformat(day) if ISO_DAY.fullmatch(day) else None
        at = {one.code for one in listed if day is None or one.valid_on(day)}
        found.setdefault((level, unit_key(unit)), set()).update(at or {unit})
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}


def _in_one_spelling(rows: pd.DataFrame, first: dict[tuple[str, str], str]) -> pd.DataFrame:
    """The rows with each unit named as the facts first name it; a table without levels speaks of one of any level."""
    if "unit" not in rows or not first:
        return rows
    levels = rows["level"] if "level" in rows else [""] * len(rows)
    anywhere = {("", key): unit for (_, key), unit in reversed(first.items())}
    known = anywhere | first
    pairs = zip(levels, rows["unit"], strict=True)
    return rows.assign(unit=[known.get((level, unit_key(unit)), unit) for level, unit in pairs])


def _read_meta(file: Path) -> dict[str, str]:
    if not file.is_file():
        raise DataError(
            "Thư mục {parent} không phải là bộ dữ liệu: thiếu {file}. Xem data/README.md về các tệp cần có.",
            parent=file.parent,
            file=file.name,
        )
    return _checked_meta(file, read_yaml(file, DataError, "data/langson/dataset.yaml").entries)


def _checked_meta(file: Path, meta: dict[str, str]) -> dict[str, str]:
    missing = [key for key in ("title_vi", "kind") if not meta.get(key)]
    if missing:
        raise DataError(
            "{file} thiếu {missing}. Hãy thêm theo mẫu data/langson/dataset.yaml.",
            file=file,
            missing=", ".join(missing),
        )
    wrong = [name for name, value in meta.items() if not isinstance(value, str)]
    if wrong:
        raise DataError(
            "{file}: mục {wrong} cần một dòng chữ, theo mẫu data/langson/dataset.yaml.", file=file, wrong=wrong[0]
        )
    if meta["kind"] not in KINDS:
        raise DataError(
            "{file}: kind là «{kind}», cần một trong: {known}.", file=file, kind=meta["kind"], known=", ".join(KINDS)
        )
    return meta | {"province": coded(meta.get("province", ""), "province")}


def province_of_dataset(folder: Path) -> str:
    """The code of a dataset's province; empty where there is no dataset yet, or one of no province."""
    return _read_meta(folder / "dataset.yaml")["province"] if (folder / "dataset.yaml").is_file() else ""


def dataset_around(place: Path) -> Path | None:
    """The dataset that a file or a folder lies in: the nearest folder from there upwards with a dataset.yaml."""
    full = place.resolve()
    return next((one for one in (full, *full.parents) if (one / "dataset.yaml").is_file()), None)


def dataset_meant(given: str | None = None) -> str:
    """The dataset that a command is about: the one that is named, else the one that the working folder lies in.

    Raises ParameterError, with the datasets at hand, where neither is: no province is meant by default.
    """
    around = None if given else dataset_around(Path.cwd())
    if given or around:
        return given or str(around)
    folders = (base / "data" for base in (Path.cwd(), *Path.cwd().parents))
    data = next((folder for folder in folders if folder.is_dir()), Path("data"))
    held = sorted(file.parent for file in data.glob("*/dataset.yaml"))
    listed = ", ".join(f"data/{folder.name}" for folder in held if province_of_dataset(folder))
    raise ParameterError(
        "Hãy nêu bộ dữ liệu bằng --data, hoặc gọi lệnh ngay trong thư mục của nó; đang có: {listed}. "
        'Tạo mới: mtqg new data/caobang --province "Cao Bằng".',
        listed=listed or "—",
    )


def read_side_table(folder: Path, name: str) -> pd.DataFrame:
    """An optional table of a dataset; columns that need not be filled need not be there either."""
    columns = SIDE_COLUMNS[name]
    return _widened(read_table(folder / f"{name}.csv", columns)[0], columns)


def read_rows(file: Path, columns: tuple[Column, ...] = ()) -> pd.DataFrame:
    """A CSV with every cell as text; each of the columns must be there, and its cells are read as it asks."""
    return _whole(read_table(file, columns)[0], file, columns)


def _whole(rows: pd.DataFrame, file: Path, columns: tuple[Column, ...]) -> pd.DataFrame:
    missing = [column.name for column in columns if column.name not in rows.columns]
    if missing:
        raise DataError(
            "{file} thiếu cột {missing}; tệp có các cột: {columns}.",
            file=file,
            missing=", ".join(missing),
            columns=", ".join(rows.columns),
        )
    return rows


def _widened(rows: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    absent = [column.name for column in columns if not column.required and column.name not in rows.columns]
    return rows.assign(**dict.fromkeys(absent, ""))


def read_table(file: Path, columns: tuple[Column, ...]) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """The rows of a CSV as its columns ask for them, and how the file was written where that is not as documented."""
    if not file.is_file():
        raise DataError("Thiếu tệp {file}. Xem data/README.md về các tệp của một bộ dữ liệu.", file=file)
    written = read_written(held_to(file, MAX_BYTES))
    rows, notes = undone(file, written.rows, columns, written.delimiter)
    return rows, _form_note(file, written) + notes


def _form_note(file: Path, written: Written) -> tuple[Finding, ...]:
    if (written.delimiter, written.encoding) == (",", "UTF-8"):
        return ()
    sign, encoding = tr(SIGNS[written.delimiter]), written.encoding
    message = tr(
        "{file}: đọc theo bảng mã {encoding}, cột phân cách bằng {sign}.", file=file.name, encoding=encoding, sign=sign
    )
    found, expected = f"{encoding}, {sign}", f"UTF-8, {tr(SIGNS[','])}"
    return (Finding("info", "saved_by_spreadsheet", (), found, expected, message, file.name),)


def _read_published(file: Path) -> Dataset:
    rows, notes = read_table(file, PUBLISHED_FORMS)
    if not is_published_form(list(rows.columns)):
        raise DataError(
            "{file} không có các cột của bảng số liệu đã công bố (id, indicator, level, …); tệp có các cột: {columns}.",
            file=file,
            columns=", ".join(rows.columns),
        )
    facts, sources = facts_from_published(rows), sources_from_published(rows)
    return Dataset(file.stem, file.stem, "published", "", file, file.name, facts, sources, notes=notes)
