"""Who sent a file: the one unit that its numbers are of, else the one that its titles, its name or its folder names."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import units_of
from mtqg_analysis.intake.names import ALWAYS, Names, Window
from mtqg_analysis.intake.reading import Reading
from mtqg_analysis.intake.text import clean

LONGEST = 9  # words of a name, as "Sở Lao động - Thương binh và Xã hội"
TITLES = 3  # lines over a table in which a letterhead stands


class Sender(NamedTuple):
    """A unit or an agency: level, code, and its full name."""

    level: str
    code: str
    name: str


def sender_of(reading: Reading, names: Names) -> Sender | None:
    """Who sent a file, or None where the file leaves it open; a list of one district's communes is the district's."""
    names = names if names.province else replace(names, province=reading.province)
    days = [record.meaning.as_of for record in reading.records if record.meaning.as_of]
    owners = [one.around.owner for one in reading.tables]
    owned = {place for owner in owners if owner and len(owner.places) == 1 for place in owner.places}
    if len(owned) == 1:
        place = owned.pop()
        return Sender(place.level, place.code, place.name)
    about = {(record.meaning.level, record.meaning.unit) for record in reading.records if record.meaning.unit}
    parents = {("district", _parent(code)) if level == "commune" else (level, code) for level, code in about}
    for units in (about, parents):
        if len(units) == 1:
            level, code = next(iter(units))
            name = _name(level, code, max(days, default=None), names)
            return Sender(level, code, name) if name else None
    if about:
        return None
    titles = [text for one in reading.tables for _, text in one.block.titles[:TITLES]]
    return _named(
        [*titles, reading.path.stem, reading.path.parent.name], names, (min(days), max(days)) if days else ALWAYS
    )


def _name(level: str, code: str, day: date | None, names: Names) -> str:
    if level == "agency":
        rows = [*table("agencies").to_dict("records"), *names.more_agencies]
        return next((str(row["name_vi"]) for row in rows if row["code"] == code), "")
    units = units_of(code, level)
    at = [unit for unit in units if day is None or unit.valid_on(day)] or list(units)
    return max(at, key=lambda unit: unit.code_list).name if at else ""


def _parent(code: str) -> str:
    units = units_of(code, "commune")
    return units[-1].parent if units else ""


def _named(texts: Iterable[str], names: Names, window: Window) -> Sender | None:
    """The unit of the longest run of words in a text that is the name of one unit only."""
    for text in texts:
        words = re.findall(r"[^\W_]+", clean(text))
        for length in range(min(LONGEST, len(words)), 1, -1):
            for low in range(len(words) - length + 1):
                places = names.find(" ".join(words[low : low + length]), window).places
                found = {Sender(place.level, place.code, place.name) for place in places}
                if len(found) == 1:
                    return found.pop()
    return None
