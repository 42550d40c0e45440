"""Cells as nobody means them, put into random places of a dataset's tables; those that the check refuses taken back."""

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from mtqg_analysis import check_dataset, read_dataset
from mtqg_analysis.domain.errors import DataError

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


def spoil(folder: Path, seed: int, count: int) -> list[Spoilt]:
    """Writes hostile cells into a dataset, at most one a row; gives those that are left when the check has no error."""
    draw, tables = random.Random(seed), {file.name: read(file) for file in sorted(folder.glob("*.csv"))}
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
