"""Which facts and which rows of other tables came, went or changed between the data of two runs."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from mtqg_analysis.domain.figure import QUALIFIERS, Figure, parse_decimal
from mtqg_analysis.domain.period import last_day_of
from mtqg_analysis.ledger.words import describe, printed

Row = dict[str, str]
NAMING = ("name_vi", "label_vi", "task_vi", "text_vi", "title", "label", "reason_vi")  # columns that say what a row is
VALUE = ("value", "value_unit", "half_width", "qualifier")  # of a fact, printed as one


@dataclass(frozen=True)
class Moved:
    """One row, or one cell of a row, that differs. before, after: "" where the row is not there.

    row: its id, what it is, and its source. column: which cell; "" for the whole row. source: the id of the source.
    """

    row: str
    column: str
    before: str
    after: str
    source: str = ""


def moved_rows(old: pd.DataFrame, new: pd.DataFrame) -> list[Moved]:
    """The rows that came, went or changed, in the order of the new table, those that went at the end.

    Rows are paired by the first column where it names each row once, else a row that changed has gone and come.
    """
    key = old.columns[0]
    if key == new.columns[0] and old[key].is_unique and new[key].is_unique:
        before, after = (dict(zip(rows[key], _rows(rows), strict=True)) for rows in (old, new))
    else:
        before, after = ({repr(row): row for row in _rows(rows)} for rows in (old, new))
    found = [one for name, row in after.items() for one in _moved(before.get(name), row)]
    return found + [one for name, row in before.items() if name not in after for one in _moved(row, None)]


def _rows(rows: pd.DataFrame) -> list[Row]:
    return [{str(name): str(cell) for name, cell in row.items()} for row in rows.to_dict("records")]


def _moved(old: Row | None, new: Row | None) -> Iterator[Moved]:
    row = new or old or {}
    source = row.get("source", "")
    if old is None or new is None:
        yield Moved(_about(row), "", _value(old), _value(new), source)
        return
    if _value(old) != _value(new) and "value_unit" in row:
        yield Moved(_about(row), "value", _value(old), _value(new), source)
    alone = [name for name in dict.fromkeys([*old, *new]) if "value_unit" not in row or name not in VALUE]
    for name in alone:
        if old.get(name, "") != new.get(name, ""):
            yield Moved(_about(row), name, old.get(name, ""), new.get(name, ""), source)


def _about(row: Row) -> str:
    """The id of a row, what it is about, and its source."""
    identity = next(iter(row.values()), "")
    words = _described(row) if "measure" in row else next((row[name] for name in NAMING if row.get(name)), "")
    source = row.get("source", "")
    named = f"{identity}: {words}" if words else identity
    return f"{named} [{source}]" if source and source != identity else named


def _described(row: Row) -> str:
    try:
        day = last_day_of(row["as_of"])
        return describe(row | {"day": day})
    except (KeyError, ValueError):
        return row["measure"]


def _value(row: Row | None) -> str:
    """What a row says: a fact as printed, another row by its value or amount, else that it is there."""
    if row is None:
        return ""
    if "value_unit" in row:
        value, half = parse_decimal(row["value"]), parse_decimal(row.get("half_width", ""))
        qualifier = row.get("qualifier", "")
        if value is not None and half is not None and qualifier in QUALIFIERS:
            return printed(Figure(value, row["value_unit"], half, qualifier))
        return row["value"]
    return next((row[name] for name in ("value", "amount", "plan") if row.get(name)), "có")
