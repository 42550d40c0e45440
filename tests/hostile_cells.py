"""Cells as nobody means them, put into a dataset's tables; those that the check refuses taken back.

`spoil` writes a few into the rows that are there. `crowd` tries every one of them in every column of every side table:
a row each where rows are free, and as many as there are rows where each row must be of a unit or place of its own.
"""

import csv
import random
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pandas as pd

from mtqg_analysis import check_dataset, read_dataset
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.check import check_form
from mtqg_analysis.ledger.column import Column
from mtqg_analysis.ledger.dataset import Dataset
from mtqg_analysis.ledger.excel_cells import undone
from mtqg_analysis.ledger.facts import SIDE_COLUMNS

HOSTILE = (
    "１２", "２０２４", "٢٠٢٤", "²", "½", "1e400", "1e5", "nan", "inf", "-inf", "−5", "-5", "-0", "0", "0.0000001",
    "9" * 15, "9" * 40, "1.234.567,89", "1_000", "0x10", "31/02/2024", "2024-13", "2024-02-30", "0001-01-01",
    "9999-12-31", "0000", "2024-12-31T00:00", "", " ", "x" * 5000, "\x1b[31m", "\x01", "\u202e", "\u200b",
    "a\nb", "\r", "=1+1", "+1", "@SUM(A1)", "<script>alert(1)</script>", "&amp;", "](x)", "$x^2$", "{0}", "%s",
    "{{x}}", "|", "a|b", "||", '"', "\\", "Hòa An", "TRUE", "NULL", "None", "#REF!", "yes", "all", "total",
    "province", "20", "05977", "5977", "TH", "DTTS.1", "mn_vnd", "percent", "2021", "2026", "2030", "👩‍🌾",
    "\U0001d7d9", "ﬁ", "İ", "中",
)  # fmt: skip


@dataclass(frozen=True)
class Spoilt:
    """One cell and what was written into it. row: from 0, without the heading."""

    file: str
    row: int
    column: str
    cell: str


def spoil(folder: Path, seed: int, count: int, files: str = "*.csv") -> list[Spoilt]:
    """Writes hostile cells into a dataset, at most one a row; gives those that are left when the check has no error."""
    draw, tables = random.Random(seed), {file.name: read(file) for file in sorted(folder.glob(files))}
    left: dict[tuple[str, int], Spoilt] = {}
    for _ in range(count):
        file = draw.choice(sorted(tables))
        row = draw.randrange(len(tables[file]))
        column = draw.choice(sorted(tables[file][row]))
        left.setdefault((file, row), Spoilt(file, row, column, draw.choice(HOSTILE)))
    while True:
        apply(folder, tables, list(left.values()))
        refused = _refused(folder)
        if refused is None:
            return list(left.values())
        named = [place for place in left if f"{place[0]}:{place[1] + 2}" in refused]
        if not named:  # the message names an id or a file: take back those of facts and sources one by one, then any
            named = [next((place for place in left if place[0] in ("facts.csv", "sources.csv")), next(iter(left)))]
        for place in named:
            del left[place]


def apply(folder: Path, tables: dict[str, list[dict[str, str]]], spoilt: list[Spoilt]) -> None:
    """The tables as they were, but for some spoilt cells, written to the folder."""
    for file, rows in tables.items():
        own = {one.row: {one.column: one.cell} for one in spoilt if one.file == file}
        with (folder / file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(row | own.get(place, {}) for place, row in enumerate(rows))


def read(file: Path) -> list[dict[str, str]]:
    """The rows of a table, every cell as text."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def is_refused(folder: Path) -> bool:
    """Whether the check finds an error in a dataset, or cannot read it."""
    return _refused(folder) is not None


def _refused(folder: Path) -> set[str] | None:
    """The lines that the check refuses; None where it refuses nothing."""
    try:
        findings = check_dataset(read_dataset(folder)).findings
    except DataError:  # the file as a whole cannot be read
        return set()
    errors = [one for one in findings if one.severity == "error"]
    places = {one.place for one in errors}
    facts = {row["fact"]: line for line, row in enumerate(read(folder / "facts.csv"), start=2)}
    places |= {f"facts.csv:{facts[name]}" for one in errors for name in one.ids if name in facts}
    return places if errors else None


FREE = {"needs": "need", "projects": "project", "targets": "target", "statements": "statement"}
FREE |= {
    "directives": "directive",
    "counterpart": "counterpart",
    "judgements": "",
    "narrative": "narrative",
    "agencies": "code",
}  # and the column of their ids
KEYS = {
    "unit",
    "old",
    "new",
    "scenario",
    "parameter",
    "programme",
    "capital",
    "year",
    "name",
    "code",
}  # of the other tables


def crowded_facts(dataset: Dataset) -> Dataset:
    """A dataset with more facts: each hostile cell in each column, of a plan and of a disbursement."""
    rows, columns = dataset.facts, list(dataset.facts.columns)
    models = [rows[rows["measure"] == measure].iloc[0].to_dict() for measure in ("plan", "disbursed")]
    pairs = [(column, cell) for column in columns for cell in HOSTILE]
    more = [
        model | {"fact": f"{model['fact']}~{place}", column: cell}
        for place, (column, cell) in enumerate(pairs)
        for model in models
    ]
    return replace(dataset, facts=pd.concat([rows, pd.DataFrame(more, columns=columns)], ignore_index=True))


def crowd(folder: Path, seed: int) -> list[Spoilt]:
    """Fills the side tables of a dataset with all hostile cells that the loader reads and the check passes: these."""
    tables, spoilt = _crowd(read_dataset(folder), random.Random(seed))
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(rows.columns)
            writer.writerows(rows.to_numpy().tolist())
    return spoilt


def _crowd(dataset: Dataset, draw: random.Random) -> tuple[dict[str, pd.DataFrame], list[Spoilt]]:
    left, tables = list[Spoilt](), dict[str, pd.DataFrame]()
    for name, rows in dataset.tables.items():
        tables[name], spoilt = _crowded(name, rows, draw)
        left += spoilt
    while True:
        there = replace(dataset, tables={name: rows.reset_index(drop=True) for name, rows in tables.items()})
        errors = {one.place for one in check_form(there, []) if one.severity == "error"}
        if not errors:
            return tables, left
        refused = {spot for one in errors for spot in _spots(one, tables)}
        blamed = [one for one in left if (one.file, one.row) in refused]
        if not blamed:  # a row that nobody touched, which another now repeats or no longer stands for
            keyed = [one for one in left if one.file.removesuffix(".csv") not in FREE]
            blamed = [one for one in keyed if one.column in KEYS] or keyed
        assert blamed, errors
        gone = set(blamed)
        left = [one for one in left if one not in gone]
        for name, rows in tables.items():
            places = [one.row for one in blamed if one.file == f"{name}.csv"]
            if name in FREE:
                tables[name] = rows.drop(places)
            else:
                rows.loc[places] = dataset.tables[name].loc[places]


def _spots(place: str, tables: dict[str, pd.DataFrame]) -> list[tuple[str, int]]:
    """The file and row that the check names with a line."""
    file, _, line = place.partition(":")
    return [(file, tables[file.removesuffix(".csv")].index[int(line) - 2])] if line else []


def _crowded(name: str, rows: pd.DataFrame, draw: random.Random) -> tuple[pd.DataFrame, list[Spoilt]]:
    """Rows that each hold one hostile cell, as the loader reads it."""
    read = {(one.name, cell): _as_read(one.form, one.level, cell) for one in SIDE_COLUMNS[name] for cell in HOSTILE}
    pairs = [pair for pair, cell in read.items() if cell is not None]
    if name in FREE:
        made = rows.iloc[[place % len(rows) for place in range(len(pairs))]].reset_index(drop=True)
        if FREE[name]:
            made[FREE[name]] += [f"~{place}" for place in made.index]
    else:
        made, pairs = rows.copy(), draw.sample(pairs, len(rows))
    for place, pair in enumerate(pairs):
        made.at[place, pair[0]] = read[pair]
    return made, [Spoilt(f"{name}.csv", place, *pair) for place, pair in enumerate(pairs)]


@cache
def _as_read(form: str, level: str, cell: str) -> str | None:
    """What the loader makes of a cell of such a column; None where it refuses the file."""
    column = Column("cell", "", form=form, level=level)
    try:
        rows, _ = undone(Path("a.csv"), pd.DataFrame({"cell": [cell]}, dtype=str), [column], ",")
    except DataError:
        return None
    return str(rows["cell"].iat[0])
