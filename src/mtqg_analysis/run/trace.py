"""From a printed figure back to what it was made of: rows of the report's data, facts, document, file, sheet and cell.

All of it lies in the report's folder: the executed notebook says what each cell draws on, `inputs.zip` holds the facts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import tr, written
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.numbers import partial_day
from mtqg_analysis.run.kept_inputs import kept_tables
from mtqg_analysis.run.printed import PrintedReport, PrintedTable, read_printed

MOST = 20  # places that are named of one text
LONGEST = 400  # lines of one trail
PART = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")
FROM_FILE = re.compile(r"(?P<source>.+)/(?P<sheet>[^/]+)!(?P<cell>[A-Z]{1,3}\d+)")


@dataclass(frozen=True)
class Step:
    """One line of a trail; depth: how far it stands from the printed figure, from 0."""

    depth: int
    text: str


def trace(folder: Path, figure: str) -> list[Step]:
    """The trail of every place where a report prints a figure, as it is printed: "52,6%".

    A rate leads to what stands above and below its line, a sum to all that it adds, a fact to its document and, where
    it came from a spreadsheet, to file, sheet and cell. Raises DataError for what is no report, ParameterError where
    no cell of a table prints the figure.
    """
    return list(_Trail(read_printed(folder)).of(" ".join(figure.split())))


def _words(table: PrintedTable, line: int) -> str:
    """What a row of a table is about."""
    return ", ".join(text for one in table.words if (text := table.rows[line][one].text.strip()))


def _parts(table: PrintedTable, line: int, place: int) -> list[tuple[int, int]]:
    """The cells, by row and column, from which a cell follows: by its formula, or as the sum of those above it."""
    cell, names = table.rows[line][place], [name for name, _ in table.columns]
    formula = cell.formula or (table.formulas[place] if table.formulas else "")
    named = [(name, int(at) if at else line) for name, at in PART.findall(formula) if name in names]
    found = [(at, names.index(name)) for name, at in dict.fromkeys(named) if at < len(table.rows)]
    if not found and table.total and line == len(table.rows) - 1:
        return [(at, place) for at in range(line)]
    return [one for one in found if one != (line, place)]


def _value(row: Mapping[str, Any]) -> str:
    """What a row of the report's data is worth, in its unit; a percentage is kept as a fraction there.

    >>> _value({"value": 0.526, "uom": "%"}), _value({"value": 1318000.5, "uom": "triệu đồng"})
    ('52,6 %', '1.318.000,5 triệu đồng')
    """
    unit = row.get("uom", "")
    amount = Decimal(str(row["value"])) * (100 if unit == label("unit_of_value", "percent") else 1)
    return f"{written(f'{amount.normalize():,f}')} {unit}".strip()


def _shortened(steps: Iterator[Step]) -> Iterator[Step]:
    """The first lines of a long trail, and that there are more."""
    yield from islice(steps, LONGEST)
    if next(steps, None) is not None:
        yield Step(1, tr("… còn nữa: xem trang So_lieu của tệp Excel."))


@dataclass(frozen=True)
class _Trail:
    printed: PrintedReport

    def of(self, figure: str) -> Iterator[Step]:
        """The places that print a figure, each with its trail."""
        tables = [shown.table for shown in self.printed.shown if shown.table is not None]
        found = [
            (table, line, place)
            for table in tables
            for line, row in enumerate(table.rows)
            for place, cell in enumerate(row)
            if cell.text == figure and place not in table.words
        ]
        if not found:
            raise ParameterError(
                "Báo cáo {folder} không in số «{figure}» ở ô nào của bảng; hãy chép đúng như in, ví dụ 52,6%.",
                folder=self.printed.folder,
                figure=figure,
            )
        for table, line, place in found[:MOST]:
            words = _words(table, line)
            yield Step(0, f"{table.title}: {words} – {table.columns[place][1]}: {figure}")
            yield from _shortened(self._below(table, line, place, 1))
        if len(found) > MOST:
            yield Step(0, tr("… và {count} chỗ nữa.", count=len(found) - MOST))

    def _below(self, table: PrintedTable, line: int, place: int, depth: int) -> Iterator[Step]:
        cell = table.rows[line][place]
        if cell.drawn:
            for criteria in cell.drawn:
                yield from self._rows(criteria, depth)
            return
        parts = _parts(table, line, place)
        for at, column in parts:
            said = f"{_words(table, at)} – {table.columns[column][1]}: {table.rows[at][column].text}"
            yield Step(depth, said)
            yield from self._below(table, at, column, depth + 1)
        if parts:
            return
        words = [one.text for one in table.rows[line]]
        ids = [one for text in words for one in re.split(r"[;+,\s]+", text) if one in self._facts.index]
        yield from (self._fact(one, depth) for one in ids)
        if not ids:
            yield Step(depth, tr("bảng này không ghi số được cộng từ đâu; xem nguồn ở dưới bảng."))

    def _rows(self, criteria: Mapping[str, str], depth: int) -> Iterator[Step]:
        held = [row for row in self.printed.data if all(str(row.get(name)) == word for name, word in criteria.items())]
        words = ", ".join(word for name, word in criteria.items() if name != "set")
        yield Step(depth, tr("{words}: cộng từ {count} số", words=words, count=len(held)))
        for row in held:
            said = [row.get(name, "") for name in ("unit", "programme", "project", "capital", "origin")]
            yield Step(depth + 1, f"{', '.join(filter(None, said))}: {_value(row)}")
            yield from (self._fact(one, depth + 2) for one in str(row.get("id", "")).split(" + "))

    def _fact(self, one: str, depth: int) -> Step:
        """A fact by its id, with its value as it was published, its document, and its place in a file."""
        if one not in self._facts.index:
            return Step(depth, tr("số liệu {fact}: không có trong bản sao số liệu của báo cáo.", fact=one))
        row = self._facts.loc[one]
        source = str(row["source"])
        about = self._sources.loc[source] if source in self._sources.index else {}
        title = ", ".join(filter(None, (str(about.get(name, "")) for name in ("title", "publisher", "date", "url"))))
        amount, unit = Decimal(row["value"]), label("unit_of_value", row["value_unit"])
        value = f"{written(f'{amount:,}')} {unit}"
        qualifier = label("qualifier", row["qualifier"]) if row["qualifier"] else ""
        said = ", ".join(filter(None, (f"{qualifier} {value}".strip(), partial_day(row["as_of"]))))
        text = f"{one}: {said}; {source}: {title}"
        place = FROM_FILE.fullmatch(one)
        if place is None:
            return Step(depth, text)
        return Step(depth, tr("{text}; trang «{sheet}», ô {cell}", text=text, sheet=place["sheet"], cell=place["cell"]))

    @cached_property
    def _facts(self) -> pd.DataFrame:
        return self._held("facts", "fact")

    @cached_property
    def _sources(self) -> pd.DataFrame:
        return self._held("sources", "source")

    def _held(self, name: str, key: str) -> pd.DataFrame:
        wanted = {f"{role}/{name}.csv" for role in ("data", "context")}
        tables = kept_tables(self.printed.folder, self.printed.inputs, wanted)
        rows: Any = [table for table in tables.values() if key in table]
        if not rows:
            return pd.DataFrame(columns=[key]).set_index(key)
        return pd.concat(rows).drop_duplicates(key).set_index(key)
