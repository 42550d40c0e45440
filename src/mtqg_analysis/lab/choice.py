"""What may be chosen of a dataset, and the view that a choice asks for: all that the panel knows but its widgets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from mtqg_analysis.analysis.cut import LEVELS
from mtqg_analysis.domain.language import tr, written_day
from mtqg_analysis.domain.reference import fold, label
from mtqg_analysis.lab.explore import Explorer, explore
from mtqg_analysis.lab.view import View
from mtqg_analysis.ledger.dataset import find_path
from mtqg_analysis.ledger.ledger import Ledger, load_ledger
from mtqg_analysis.report.cut import key_word
from mtqg_analysis.report.table import Table
from mtqg_analysis.run.reports import project_root

ALL = ""  # chosen where nothing is narrowed
DIVISIONS = ("unit", "programme", "project", "capital", "origin", "month")
Options = list[tuple[str, str]]  # words and codes, as widgets take them
_held: dict[tuple[str, int], Ledger] = {}


@dataclass(frozen=True)
class Choice:
    """One setting of the panel, in codes. rows, columns: the divisions, see DIVISIONS; beside: a year, or empty."""

    data: str
    year: str = ""
    as_of: str = ""
    level: str = ""
    unit: str = ALL
    programme: str = ALL
    capital: str = ALL
    rows: str = "unit"
    columns: str = ALL
    beside: str = ALL

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the cut, each once."""
        named = [self.level if one == "unit" else one for one in (self.rows, self.columns) if one]
        return tuple(dict.fromkeys(named))


def datasets() -> list[str]:
    """The datasets of the project, as its commands name them."""
    root = project_root()
    return sorted(file.parent.relative_to(root).as_posix() for file in root.glob("data/*/dataset.yaml"))


def ledger_at(data: str) -> Ledger:
    """The ledger of a dataset; read again only where one of its files has changed."""
    folder = find_path(data)
    newest = max((file.stat().st_mtime_ns for file in folder.glob("*.*")), default=0)
    if (data, newest) not in _held:
        _held[data, newest] = load_ledger(folder)
    return _held[data, newest]


def explorer_of(choice: Choice) -> Explorer:
    """The year that a choice speaks of, seen from its day, at its level."""
    year = int(choice.year) if choice.year else None
    found = explore(ledger_at(choice.data), year)
    if choice.as_of:
        found = replace(found, as_of=date.fromisoformat(choice.as_of))
    return found.where(level=choice.level) if choice.level else found


def view_of(choice: Choice) -> View:
    """The view that a choice asks for."""
    codes = {"unit": choice.unit, "programme": choice.programme, "capital": choice.capital}
    narrowed = explorer_of(choice).where(**{name: code for name, code in codes.items() if code != ALL})
    return narrowed.by(*choice.keys, beside=int(choice.beside) if choice.beside else None)


def completed(choice: Choice) -> tuple[Choice, Mapping[str, Options]]:
    """The choice with what is not there replaced by what is, and the options of each of its parts.

    So a year without figures of agencies goes back to the province, a unit of another level to all units.
    """
    found = explorer_of(replace(choice, year="", as_of="", level=""))
    years = [(str(year), str(year)) for year in reversed(found.years)]
    choice = replace(choice, year=_held_in(choice.year, years, str(found.year)))
    levels = _named(explorer_of(replace(choice, as_of="", level="")).choices("level"))
    choice = replace(choice, level=_held_in(choice.level, levels, levels[0][1]))
    at = explorer_of(replace(choice, as_of=""))
    days = [(written_day(day), day.isoformat()) for day in reversed(at.days)]
    usual = next((code for _, code in days if code <= f"{choice.year}-12-31"), days[-1][1] if days else "")
    options = {
        "data": [(one, one) for one in datasets()],
        "year": years,
        "as_of": days,
        "level": levels,
        "unit": [(tr("tất cả"), ALL), *_named(at.choices("unit"))],
        "programme": [(tr("tất cả"), ALL), *_named(at.choices("programme"))],
        "capital": [(tr("tất cả"), ALL), *_named(at.choices("capital"))],
        "rows": _divisions(choice.level),
        "columns": [(tr("không"), ALL), *_divisions(choice.level)],
        "beside": [
            (tr("không"), ALL),
            *((tr("năm {year}", year=code), code) for _, code in years if code < choice.year),
        ],
    }
    choice = replace(choice, as_of=_held_in(choice.as_of, days, usual))
    rest = {name: _held_in(getattr(choice, name), options[name], ALL) for name in ("unit", "programme", "capital")}
    return replace(choice, **rest, beside=_held_in(choice.beside, options["beside"], ALL)), options


def _divisions(level: str) -> Options:
    return [(key_word(level if one == "unit" else one), one) for one in DIVISIONS]


def _named(codes: Mapping[str, str]) -> Options:
    return [(words, code) for code, words in codes.items()]


def _held_in(code: str, options: Options, otherwise: str) -> str:
    return code if code in {one for _, one in options} else otherwise


def arranged(table: Table, words: str, by: str, falling: bool) -> Table:
    """The table with only the rows that hold some words, sorted by a column; its sum, if it has one, stays below.

    by: the name of a column, empty for the printed order.
    """
    body, last = (table.frame.iloc[:-1], table.frame.iloc[-1:]) if table.total else (table.frame, table.frame.iloc[:0])
    if words.strip():
        texts = [fold(" ".join(row)) for row in table.text_rows[: len(body)]]
        body = body[[fold(words) in text for text in texts]]
        last = last.iloc[:0]  # the sum of all rows says nothing of some
    if by:
        body = body.sort_values(by, ascending=not falling, kind="stable")
    return replace(table, frame=pd.concat([body, last], ignore_index=True), total=bool(len(last)))


def level_word(level: str) -> str:
    """What a level of units is called."""
    return label("level", level) if level in LEVELS else ""


def data_folder(name: str) -> Path:
    """The folder of the project in which somebody keeps files of his own."""
    return project_root() / name
