"""Administrative units: a code means nothing without a date, a name nothing without a level and a parent.

All 65 communes of Lạng Sơn since July 2025 reuse codes of the former list, 27 of them for another name.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache

import numpy as np
import pandas as pd

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.names import spelled
from mtqg_analysis.domain.nation import province_with, provinces, unit_rows
from mtqg_analysis.domain.reference import table

NATION = "VN"
LEVELS_WITH_CODES = ("province", "district", "commune")


@dataclass(frozen=True)
class Unit:
    """One unit of one code list, with the dates between which the code meant this unit."""

    code: str
    code_list: str
    level: str
    name: str
    short_name: str
    parent: str
    valid_from: str
    valid_to: str

    def valid_on(self, day: date) -> bool:
        """Whether the unit existed on `day`; the day of a reorganisation belongs to the old and the new unit."""
        begins = not self.valid_from or date.fromisoformat(self.valid_from) <= day
        ends = not self.valid_to or day <= date.fromisoformat(self.valid_to) + timedelta(days=1)
        return begins and ends


def _unit(row: dict[Hashable, str]) -> Unit:
    return Unit(
        row["code"],
        row["code_list"],
        row["level"],
        row["name_vi"],
        row["short_vi"],
        row["parent"],
        row["valid_from"],
        row["valid_to"],
    )


@cache
def _provinces() -> pd.DataFrame:
    return table("units").query("level == 'province'")


@cache
def _by_name(province: str) -> dict[tuple[str, str], tuple[Unit, ...]]:
    """Every spelling of the units below a province, or of the provinces themselves, under (level, folded spelling)."""
    found: dict[tuple[str, str], list[Unit]] = {}
    for row in (unit_rows(province) if province else _provinces()).to_dict("records"):
        spellings = [row["name_vi"], row["short_vi"], *row["spellings"].split("|")]
        for spelling in {spelled(text) for text in spellings if text}:
            found.setdefault((row["level"], spelling), []).append(_unit(row))
    return {key: tuple(units) for key, units in found.items()}


@cache
def _parents(province: str) -> dict[str, str]:
    """The province that each former district on the land of a province lay in, by its code."""
    rows = unit_rows(province)
    rows = rows[rows["level"] == "district"]
    return dict(zip(rows["code"], rows["parent"], strict=True))


def province_of(unit: Unit) -> str:
    """The code of the province that a unit lies in."""
    if unit.level == "province":
        return unit.code
    return _parents(province_with(unit.parent)).get(unit.parent, unit.parent)


def find_units(name: str, level: str, province: str = "") -> tuple[Unit, ...]:
    """All units that a name can mean at a level, oldest list first; on the land of `province` (a code) where given.

    >>> [unit.code for unit in find_units("Hữu Lũng", "district", "20")]
    ['186']
    >>> [unit.code for unit in find_units("Cao Bằng", "province")], len(find_units("Châu Thành", "district"))
    (['04'], 10)
    """
    below = level in LEVELS_WITH_CODES[1:]
    places = ((province,) if province else provinces()) if below else ("",)
    units = (unit for place in places for unit in _by_name(place).get((level, spelled(name)), ()))
    return tuple(sorted(units, key=lambda unit: unit.code_list))


def suggest(name: str, level: str, province: str) -> str | None:
    """The closest known spelling to an unknown name, to be offered and never taken silently.

    >>> suggest("Trảng Định", "district", "20")
    'Tràng Định'
    """
    known = {
        key: units[0].short_name
        for (at, key), units in _by_name("" if level == "province" else province).items()
        if at == level
    }
    close = get_close_matches(spelled(name), known, n=1, cutoff=0.7)
    return known[close[0]] if close else None


@cache
def covers(level: str, province: str) -> bool:
    """Whether the unit tables list the units of `level` in `province`; without a list nothing can be judged."""
    return level == "province" or bool((unit_rows(province)["level"] == level).any())


def units_on(day: date, level: str, province: str) -> pd.DataFrame:
    """The unit rows of one level of one province on one day, one row per unit."""
    rows = units_within(day, level, province)
    return rows[rows["province"] == province].reset_index(drop=True)


def units_within(day: date, level: str, province: str) -> pd.DataFrame:
    """The unit rows of one level on one day on the land that a province has today, whichever province they lay in."""
    rows = unit_rows(province)
    rows = rows[rows["level"] == level]
    ended = str(day - timedelta(days=1))
    keep = [(unit := _unit(row)).valid_on(day) and unit.valid_to != ended for row in rows.to_dict("records")]
    return rows[np.array(keep, bool)].reset_index(drop=True)


@cache
def codes_on(day: date, level: str, province: str) -> tuple[str, ...]:
    """The codes of `units_on`."""
    return tuple(units_on(day, level, province)["code"])


@cache
def _by_code(province: str) -> dict[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = {}
    for rows in (_provinces(), unit_rows(province)):
        for row in rows.to_dict("records"):
            found.setdefault(row["code"], []).append(_unit(row))
    return {code: tuple(units) for code, units in found.items()}


def units_of(code: str, level: str) -> tuple[Unit, ...]:
    """The versions of one unit code at one level."""
    return tuple(unit for unit in _by_code(province_with(code)).get(code, ()) if unit.level == level)


def exists(level: str, code: str, day: date) -> bool:
    """Whether a unit or agency is there on a day; one that no table lists is taken to be.

    >>> [exists("district", "186", date(2025, month, 15)) for month in (6, 8)]
    [True, False]
    >>> exists("agency", "SNN", date(2025, 2, 28)), exists("agency", "SNN", date(2025, 3, 1))
    (True, False)
    """
    if level == "agency":
        begins, ends = _agencies().get(code, ("", ""))
        return (not begins or begins <= str(day)) and (not ends or str(day) <= ends)
    known = units_of(code, level)
    return not known or any(unit.valid_on(day) for unit in known)


@cache
def _agencies() -> dict[str, tuple[str, str]]:
    rows = table("agencies")
    return {row.code: (row.valid_from, row.valid_to) for row in rows.itertuples()}


def unit_name(code: str, on: date | None = None) -> str:
    """The short name of a unit code on a day (newest list when no day is given); the code itself if unknown."""
    if code == NATION:
        return tr("Cả nước")
    units = _by_code(province_with(code)).get(code, ())
    at = [unit for unit in units if on is None or unit.valid_on(on)] or units
    return max(at, key=lambda unit: unit.code_list).short_name if at else code
