"""Putting what was read into a dataset: facts that name their file, sheet and cell, replaced when it comes again."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import yaml

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import fold
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.intake.document import document_of
from mtqg_analysis.intake.identity import codes_of, identity
from mtqg_analysis.intake.names import Names
from mtqg_analysis.intake.own_names import own_names
from mtqg_analysis.intake.reading import Reading
from mtqg_analysis.intake.record import Record
from mtqg_analysis.intake.sender import sender_of
from mtqg_analysis.intake.table import TableReading
from mtqg_analysis.intake.workbook import Kind, address
from mtqg_analysis.ledger.check import check_form
from mtqg_analysis.ledger.column import Column
from mtqg_analysis.ledger.dataset import Dataset, province_of_dataset, read_rows, read_side_table
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS, SOURCE_COLUMNS, with_figures
from mtqg_analysis.ledger.file_shape import csv_text
from mtqg_analysis.ledger.keeping import write_all

STATUS = {"plan": "plan", "disbursed": "actual", "estimate": "estimate", "cancelled": "actual"}
MEASURE = {"estimate": "disbursed"}  # an estimate is of what will be disbursed
BASES = ("start_of_year", "pm_assigned", "allocated", "province_assigned")
MILLION = 10**6
MOST_REFUSED = 5  # of the reasons why nothing is stored
Row = dict[str, str]


def store(readings: Sequence[Reading], folder: Path) -> dict[str, int]:
    """Writes the records of all files into the dataset at `folder`, making it if it is not there; all files or none.

    Returns how many facts, projects, needs and judgements were written, how many of the latter replaced an earlier
    one, how many cells hold no value, and of how many files that lost a line a dated copy is kept beside. Raises
    DataError where a cut-off or a year is not known, where the check of a dataset would refuse a row, or where
    judgements have no dataset to go to, and OutputError where the folder cannot be written.
    """
    judged = [row for reading in readings for row in reading.judgements or ()]
    readings = [reading for reading in readings if reading.judgements is None]
    if not readings and not (folder / "dataset.yaml").exists():
        raise DataError(
            "{folder} không phải là bộ dữ liệu nên không có cặp nào để nhận định; hãy kiểm tra --into.", folder=folder
        )
    province = _province(readings, folder) if readings else ""
    names = own_names(folder)
    codes = codes_of([reading.path for reading in readings], folder, sources_in(folder))
    facts = [row for reading in readings for row in _facts(reading, codes[reading.path], province)]
    projects = [row for reading in readings for row in _projects(reading, codes[reading.path])]
    needs = [row for reading in readings for row in _needs(reading, codes[reading.path])]
    sources = [_source(reading, codes[reading.path], names) | identity(reading.path, folder) for reading in readings]
    for row in (*facts, *projects, *needs):
        name = next(iter(row.values()))
        if not row["year"] or ("as_of" in row and not row["as_of"]):
            raise DataError(
                "Không biết năm kế hoạch hoặc ngày chốt của {name}; hãy nêu --year và --as-of, ví dụ "
                "--year 2024 --as-of 2024-12-31.",
                name=name,
            )
    rows = {"facts": facts, "sources": sources, "projects": projects, "needs": needs}
    _must_hold(rows, folder)
    files = _files(folder, rows, set(codes.values()), province) if readings else {}
    held, replaced = _with_judgements(folder, judged)
    kept = write_all(folder, files | ({"judgements.csv": held} if judged else {}))
    empty = sum(record.value is None for reading in readings for record in reading.records)
    written = {"facts": len(facts), "projects": len(projects), "needs": len(needs), "empty": empty}
    return written | {"judgements": len(judged), "replaced": replaced, "kept": kept}


def _province(readings: Sequence[Reading], folder: Path) -> str:
    """The province whose the files are: the dataset's own, else the one by whose units all of them were read."""
    found = {province_of_dataset(folder)} - {""} or {reading.province for reading in readings}
    if len(found) != 1:
        named = ", ".join(sorted(map(unit_name, found)))
        raise DataError(
            "{folder} chưa là bộ dữ liệu, mà các tệp là của nhiều tỉnh: {named}.", folder=folder, named=named
        )
    return found.pop()


def sources_in(folder: Path) -> list[Row]:
    """The sources that a dataset holds; none where it is not there yet."""
    file = folder / "sources.csv"
    return read_rows(file, SOURCE_COLUMNS).to_dict("records") if file.exists() else []


def _facts(reading: Reading, source: str, province: str) -> list[Row]:
    origins = {record.meaning.origin for record in reading.records}
    days = [record.meaning.as_of for record in reading.records if record.meaning.as_of]
    cut_off = min(days, default=None)  # a plan without a day of its own is the one known at the first cut-off
    return [
        _fact(record, source, province, origins, record.meaning.as_of or cut_off)
        for record in reading.records
        if record.value is not None and not record.meaning.work and record.meaning.measure in STATUS
    ]


def _fact(record: Record, source: str, province: str, origins: set[str], day: date | None) -> Row:
    one = record.meaning
    row = {column.name: "" for column in FACT_COLUMNS}
    basis = one.basis.removesuffix("_only")
    basis = basis if basis in BASES else "unknown"
    return row | {
        "fact": f"{source}/{record.sheet}!{address(*record.at)}",
        "measure": MEASURE.get(one.measure, one.measure),
        "fund": one.fund,
        "plan_basis": basis if one.measure == "plan" else "",
        "origin": _origin(one.origin, origins),
        "programme": one.programme or "ALL",
        "capital": one.capital or "total",
        "level": one.level,
        "unit": one.unit,
        "province": province,
        "year": str(one.year or ""),
        "as_of": day.isoformat() if day else "",
        "status": STATUS[one.measure],
        "value": format(record.source.amount, "f"),
        "value_unit": record.unit,
        "half_width": format(record.source.half, "f"),
        "source": source,
    }


def _origin(origin: str, in_file: set[str]) -> str:
    """The origin of a number, where its file tells this year's money from carried-over money; else it is not known.

    >>> _origin("", {"", "carried_over"}), _origin("current_year", {"", "current_year"})
    ('both', 'unknown')
    """
    if "carried_over" in in_file:
        return origin or "both"
    return origin if origin and len(in_file) == 1 else "unknown"


def _projects(reading: Reading, source: str) -> list[Row]:
    """One row a work: its plan and what it disbursed, in million đồng."""
    rows: dict[tuple[str, int], Row] = {}
    for record in reading.records:
        one = record.meaning
        if not one.work or record.value is None or one.measure not in ("plan", "disbursed"):
            continue
        row = rows.setdefault(
            (record.sheet, record.at[0]),
            {column.name: "" for column in SIDE_COLUMNS["projects"]}
            | {
                "project": f"{source}/{record.sheet}!{record.at[0]}",
                "name_vi": one.work,
                "programme": one.programme or "ALL",
                "capital": one.capital or "total",
                "level": one.level,
                "unit": one.unit,
                "year": str(one.year or ""),
                "plan": "0",
                "disbursed": "0",
                "source": source,
            },
        )
        row[one.measure] = format(Decimal(row[one.measure]) + Decimal(record.value) / MILLION, "f")
    return list(rows.values())


def _needs(reading: Reading, source: str) -> list[Row]:
    """One row an amount that an office asks for a work in a year from a fund, with where it is and whom it serves."""
    rows = []
    for record in reading.records:
        one = record.meaning
        if one.measure != "need" or record.value is None:
            continue
        if not one.work:
            raise DataError(
                "Nhu cầu ở {path}, {sheet}!{address}, không nêu công trình nào nên "
                "không lưu được; hãy ghi tên công trình, nội dung ở một cột «Tên công trình».",
                path=reading.path.name,
                sheet=record.sheet,
                address=address(*record.at),
            )
        rows.append(
            {column.name: "" for column in SIDE_COLUMNS["needs"]}
            | {
                "need": f"{source}/{record.sheet}!{address(*record.at)}",
                "name_vi": one.work,
                "programme": one.programme or "ALL",
                "capital": one.capital or "total",
                "level": one.level,
                "unit": one.unit,
                "year": str(one.year or ""),
                "fund": one.fund,
                "amount": format(Decimal(record.value) / MILLION, "f"),
                "place": one.spot,
                "source": source,
            }
            | _beside(reading.tables, record)
        )
    return rows


def _beside(tables: Iterable[TableReading], record: Record) -> Row:
    """What the record's row says beside its money."""
    row, column = record.at
    for table in tables:
        own = table.block.sheet.name == record.sheet and any(one.column == column for one in table.fields)
        if own and row in table.beside:
            return table.beside[row]
    return {}


def _must_hold(rows: dict[str, list[Row]], folder: Path) -> None:
    """Raises DataError where the rows to be stored, taken by themselves, break the form that a dataset has."""
    columns = {"facts": FACT_COLUMNS, "sources": SOURCE_COLUMNS} | SIDE_COLUMNS
    frames = {
        name: pd.DataFrame(made, columns=[one.name for one in columns[name]]).astype(str) for name, made in rows.items()
    }
    side = {name: frames[name] for name in ("projects", "needs") if rows[name]}
    made = Dataset(folder.name, "", "official", "", folder, "facts.csv", frames["facts"], frames["sources"], side)
    wrong = [one for one in check_form(made, with_figures(made.facts).to_dict("records")) if one.severity == "error"]
    if wrong:
        told = [f"{', '.join(one.ids)}: {one.message.removeprefix(f'{one.place}: ')}" for one in wrong[:MOST_REFUSED]]
        if len(wrong) > MOST_REFUSED:
            told.append(tr("và {count} chỗ khác", count=len(wrong) - MOST_REFUSED))
        raise DataError("Chưa lưu gì, vì mtqg check sẽ không nhận:\n{told}", told="\n".join(told))


def _source(reading: Reading, source: str, names: Names) -> Row:
    """Who sent a file, with which document and of which day, as far as it says; its time stamp says nothing."""
    titles = [text for table in reading.tables for _, text in table.block.titles]
    sheets = {table.block.sheet.name: table.block.sheet for table in reading.tables}
    texts = [cell.text for sheet in sheets.values() for cell in sheet.cells.values() if cell.kind is Kind.TEXT]
    sender, document = sender_of(reading, names), document_of(texts)
    title = max(titles, key=len, default=reading.path.name)
    named = f"{title}, {document.name}" if document.name and document.name not in title else title
    return {
        "source": source,
        "title": f"{named} (tệp {reading.path.name})",
        "publisher": document.sender or (sender.name if sender else "Chưa nêu"),
        "date": document.day.isoformat() if document.day else "",
        "date_precision": "day" if document.day else "unknown",
        "url": "",
    }


def _files(folder: Path, rows: dict[str, list[Row]], replaced: set[str], province: str) -> dict[str, str]:
    """What the files of a dataset will hold, by name."""
    columns = {"facts": FACT_COLUMNS, "sources": SOURCE_COLUMNS} | SIDE_COLUMNS
    files = {
        f"{name}.csv": _merged(folder / f"{name}.csv", columns[name], made, replaced)
        for name, made in rows.items()
        if made or name in ("facts", "sources") or (folder / f"{name}.csv").exists()
    }
    if not (folder / "dataset.yaml").exists():
        about = {"dataset": folder.name, "title_vi": f"Số liệu nhập từ bảng tính ({folder.name})", "province": province}
        files["dataset.yaml"] = yaml.safe_dump(
            about | {"kind": "official", "currency_unit": "VND"}, allow_unicode=True, sort_keys=False
        )
    return files


def _merged(file: Path, columns: tuple[Column, ...], rows: Sequence[Row], replaced: set[str]) -> str:
    """The rows of a file without those of the sources that come anew, and then the new ones."""
    names = [column.name for column in columns]
    old: list[Row] = read_rows(file, columns).to_dict("records") if file.exists() else []
    more = [name for row in (*old[:1], *rows) for name in row]  # what the user's own columns say stays
    names += [name for name in dict.fromkeys(more) if name not in names]
    kept = [row for row in old if row["source"] not in replaced]
    return _csv(names, [*kept, *rows])


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    return csv_text([columns, *([row.get(name, "") for name in columns] for row in rows)])


def _with_judgements(folder: Path, made: list[Row]) -> tuple[str, int]:
    """judgements.csv with new rows in the place of what was said of the same pairs, and how many these are.

    A pair that was drawn stays of the sample when it is judged anew outside of it.
    """
    columns = [column.name for column in SIDE_COLUMNS["judgements"]]
    there = made and (folder / "judgements.csv").exists()
    old: list[Row] = _read_judgements(folder, columns) if there else []
    replaced = 0
    for row in made:
        same = [one for one in old if _same_pair(one, row)]
        drawn = next((one for one in (row, *reversed(same)) if one["drawn"]), row)
        old = [one for one in old if one not in same]
        old.append(row | {name: drawn[name] for name in ("drawn", "stratum", "stratum_pairs")})
        replaced += bool(same)
    more = sorted({name for row in old for name in row} - set(columns))
    return _csv([*columns, *more], old), replaced


def _read_judgements(folder: Path, columns: list[str]) -> list[Row]:
    rows = read_side_table(folder, "judgements")
    rows = rows.reindex(columns=[*columns, *rows.columns.difference(columns)], fill_value="")
    return [{str(name): str(cell) for name, cell in row.items()} for row in rows.to_dict("records")]


def _same_pair(old: Row, new: Row) -> bool:
    """Whether two judgements are of one pair: ids and names, since ids of lines come to mean other works."""
    before, now = ({row[side].strip(): fold(row[f"{side}_name"]) for side in ("work", "other")} for row in (old, new))
    return before.keys() == now.keys() and all(before[work] in ("", now[work]) for work in now)
