"""A dataset on disk: a folder of CSV files under one `dataset.yaml`, or a single CSV of published figures."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd
import yaml

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import current_language
from mtqg_analysis.domain.names import unit_key
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS, SOURCE_COLUMNS
from mtqg_analysis.ledger.file_shape import check_shape
from mtqg_analysis.ledger.published import facts_from_published, is_published_form, sources_from_published

KINDS = ("published", "official", "illustrative")
OTHER_UNITS = ("targets", "assumptions")  # their `unit` is that of a value
MAX_BYTES = 200 * 1024 * 1024  # a hostile or mistaken file is refused before it is parsed


@dataclass(frozen=True)
class Dataset:
    """What a dataset folder holds, every cell still as text.

    kind: published, official or illustrative; a report over illustrative data says so on every page.
    tables: the optional files beside facts and sources (targets, statements, directives …), by name.
    respelled: names of units that were read as another spelling of them, with that one.
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
    respelled: tuple[tuple[str, str], ...] = ()

    @property
    def sources_file(self) -> str:
        """The file that names the sources: a file of their own, or the single CSV."""
        return "sources.csv" if self.path.is_dir() else self.facts_file


def find_path(path: str | Path, what: str = "bộ dữ liệu", example: str = "data/langson") -> Path:
    """The dataset or other file that `path` names, from the working folder or any folder above it.

    A notebook opened in `notebooks/` and a command run in the project's root so mean the same dataset.
    """
    wanted = Path(path)
    candidates = [wanted] if wanted.is_absolute() else [base / wanted for base in (Path.cwd(), *Path.cwd().parents)]
    for candidate in candidates:
        if candidate.exists():
            return candidate
    raise DataError(
        f"Không tìm thấy {what} «{path}» từ thư mục {Path.cwd()} trở lên. Hãy kiểm tra đường dẫn, ví dụ {example}."
    )


def read_dataset(path: str | Path) -> Dataset:
    """The dataset at `path`, unchecked: a folder, or a CSV in the column form of published figures."""
    found = find_path(path)
    return _read_folder(found) if found.is_dir() else _read_published(found)


def _read_folder(folder: Path) -> Dataset:
    meta = _read_meta(folder / "dataset.yaml")
    facts = read_rows(folder / "facts.csv", [column.name for column in FACT_COLUMNS])
    sources = read_rows(folder / "sources.csv", [column.name for column in SOURCE_COLUMNS])
    side = {name: read_side_table(folder, name) for name in SIDE_COLUMNS if (folder / f"{name}.csv").exists()}
    first = _first_spellings(facts)
    named = {name: _in_one_spelling(rows, first) for name, rows in side.items() if name not in OTHER_UNITS}
    as_written, facts = facts["unit"], _in_one_spelling(facts, first)
    respelled = dict.fromkeys((old, new) for old, new in zip(as_written, facts["unit"], strict=True) if old != new)
    return Dataset(
        folder.resolve().name,
        meta.get(f"title_{current_language()}") or meta["title_vi"],
        meta["kind"],
        str(meta.get("province") or ""),
        folder,
        "facts.csv",
        facts,
        sources,
        side | named,
        tuple(respelled),
    )


def _first_spellings(rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The first spelling of every name that stands for a unit, by level and key; a code is its own first spelling."""
    found = rows[["level", "unit"]].drop_duplicates().itertuples(index=False, name=None)
    first: dict[tuple[str, str], str] = {}
    for level, unit in found:
        first.setdefault((level, unit_key(unit)), unit)
    return first


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
            f"Thư mục {file.parent} không phải là bộ dữ liệu: thiếu {file.name}. Xem data/README.md về các tệp cần có."
        )
    try:
        meta = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"{file} không đọc được: {error}. Hãy sửa tệp theo mẫu data/langson/dataset.yaml.") from error
    missing = [key for key in ("title_vi", "kind") if not isinstance(meta, dict) or not meta.get(key)]
    if missing:
        raise DataError(f"{file} thiếu {', '.join(missing)}. Hãy thêm theo mẫu data/langson/dataset.yaml.")
    if meta["kind"] not in KINDS:
        raise DataError(f"{file}: kind là «{meta['kind']}», cần một trong: {', '.join(KINDS)}.")
    return dict(meta)


def read_side_table(folder: Path, name: str) -> pd.DataFrame:
    """An optional table of a dataset; columns that need not be filled need not be there either."""
    rows = read_rows(folder / f"{name}.csv")
    absent = [column.name for column in SIDE_COLUMNS[name] if not column.required and column.name not in rows.columns]
    return rows.assign(**dict.fromkeys(absent, ""))


def read_rows(file: Path, columns: list[str] | None = None) -> pd.DataFrame:
    """A CSV with every cell as text; with `columns`, each of them must be there.

    Its first line says whether commas or, as Excel saves it under Vietnamese settings, semicolons part the columns.
    """
    if not file.is_file():
        raise DataError(f"Thiếu tệp {file}. Xem data/README.md về các tệp của một bộ dữ liệu.")
    if file.stat().st_size > MAX_BYTES:
        raise DataError(f"{file} lớn hơn {MAX_BYTES // 2**20} MB; hãy chia nhỏ tệp hoặc dùng dạng Parquet.")
    delimiter = _delimiter(file)
    check_shape(file, delimiter)
    try:
        with duckdb.connect() as connection:
            relation = connection.read_csv(
                str(file),
                header=True,
                all_varchar=True,
                delimiter=delimiter,
                quotechar='"',
                escapechar='"',
                encoding="utf-8",
            )
            rows: pd.DataFrame = relation.df().fillna("").astype(str)
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise DataError(
            f"{file} không đọc được như tệp CSV UTF-8, phân cách bằng dấu phẩy hoặc chấm phẩy: {first_line}. Trong "
            "Excel, hãy lưu lại bằng File > Save As, kiểu «CSV UTF-8 (Comma delimited)»."
        ) from error
    missing = [name for name in columns or [] if name not in rows.columns]
    if missing:
        raise DataError(f"{file} thiếu cột {', '.join(missing)}; tệp có các cột: {', '.join(rows.columns)}.")
    return rows


def _delimiter(file: Path) -> str:
    """What parts the columns of the first line; no name of a column holds either of the two."""
    with file.open("rb") as stream:
        head = stream.readline(10_000)
    return ";" if head.count(b";") > head.count(b",") else ","


def _read_published(file: Path) -> Dataset:
    rows = read_rows(file)
    if not is_published_form(list(rows.columns)):
        raise DataError(
            f"{file} không có các cột của bảng số liệu đã công bố (id, indicator, level, …); "
            f"tệp có các cột: {', '.join(rows.columns)}."
        )
    facts, sources = facts_from_published(rows), sources_from_published(rows)
    return Dataset(file.stem, file.stem, "published", "", file, file.name, facts, sources)
