"""What the figures of a plan year are expected to hold, and what they hold: units, programmes, capital types.

Expected are the units of the code list on the day, the programmes that make the whole of the year, and both capital
types. Agencies have no list of those that spend; a province without a code list has none of units either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from mtqg_analysis.domain.codes import CAPITALS, ORIGINS
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.units import codes_on

BASES = (
    "province_assigned",
    "total_plan",
    "pm_assigned",
    "allocated",
    "start_of_year",
    "unknown",
)  # first is preferred
LISTED = ("district", "commune")  # levels whose units a code list names


@dataclass(frozen=True)
class Part:
    """Of one kind of thing: the codes that are held and those expected; nothing expected: no list says what is."""

    held: tuple[str, ...]
    expected: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What is expected and not held, in the order of the list."""
        return tuple(code for code in self.expected if code not in self.held)


@dataclass(frozen=True)
class Coverage:
    """What a set of figures of one plan year and day covers. level: of its listed units; empty where it has none.

    agencies: how many are among the figures. of_units: the figures are those of units, so that a total is their sum.
    crossed: programmes of which some held units lack a capital type that is held, with how many units have them all.
    """

    year: int
    day: date
    of_units: bool
    level: str
    units: Part
    agencies: int
    programmes: Part
    capitals: Part
    crossed: tuple[tuple[str, int], ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """Units, programmes, capital types."""
        return self.units, self.programmes, self.capitals

    @property
    def is_whole(self) -> bool:
        """Whether nothing that is expected is missing."""
        return not self.crossed and not any(part.missing for part in self.parts)

    @property
    def is_province(self) -> bool:
        """Whether a total is the province's: printed by it, or the sum of all that is expected and of agencies."""
        return self.is_whole and (not self.of_units or (self.agencies > 0 and self.is_listed))

    def like(self, other: "Coverage") -> bool:
        """Whether two years lack the same: a level of units that was reorganised in between is another, but whole."""
        mine, others = ([part.missing for part in one.parts] for one in (self, other))
        agencies = not self.of_units or not other.of_units or bool(self.agencies) == bool(other.agencies)
        return mine == others and agencies and self.crossed == other.crossed

    @property
    def is_listed(self) -> bool:
        """Whether a list says which units there should be, where figures are those of units."""
        return not self.of_units or bool(self.units.expected)


def coverage_of(rows: pd.DataFrame, province: str, year: int, day: date, apart: pd.DataFrame | None = None) -> Coverage:
    """The coverage of figures by level, unit, programme and capital (columns of the facts) on a day.

    Of two listed levels the one that is nearer to complete is spoken of. A project counts for its programme.
    apart: cells that are named one by one for what they lack, so that they are not missing a second time.
    """
    of_units = "province" not in set(rows["level"])
    parts = {level: Part(_codes(rows, level), codes_on(day, level, province)) for level in LISTED}
    spoken = {level: part for level, part in parts.items() if part.held}
    if of_units and not spoken:  # agencies alone are not the province: the units that report on the day are missing
        spoken = dict([one for one in parts.items() if one[1].expected][:1])
    level, units = min(spoken.items(), key=lambda one: _share_missing(one[1]), default=("", Part((), ())))
    held = {code.split(".")[0] for code in rows["programme"]}
    programmes = Part(tuple(code for code in programmes_of(year) if code in held), programmes_of(year))
    capitals = Part(tuple(code for code in CAPITALS if code in set(rows["capital"])), CAPITALS)
    told = rows if apart is None else pd.concat([rows, apart])
    return Coverage(
        year,
        day,
        of_units,
        level,
        units,
        len(_codes(rows, "agency")),
        programmes,
        capitals,
        tuple(_crossed(told[told["level"] == level], units.held, programmes.held, capitals.held)),
    )


def _crossed(
    rows: pd.DataFrame, units: tuple[str, ...], programmes: tuple[str, ...], capitals: tuple[str, ...]
) -> Iterator[tuple[str, int]]:
    """The programmes that not every unit has in every capital type, with how many units have."""
    codes = [code.split(".")[0] for code in rows["programme"]]
    cells = set(zip(rows["unit"], codes, rows["capital"], strict=True))
    for programme in programmes:
        full = sum(all((unit, programme, capital) in cells for capital in capitals) for unit in units)
        if full < len(units):
            yield programme, full


def all_origins(planned: set[str], paid: set[str]) -> set[str]:
    """The origins that make the money of a cell together, by those in which its plan and disbursement are told.

    Where the disbursement is nowhere told by origin, it may hold carried-over money that no plan is told of.

    >>> sorted(all_origins({"current_year"}, {"both"})), sorted(all_origins({"current_year"}, {"both", "current_year"}))
    (['carried_over', 'current_year'], ['current_year'])
    """
    parts = set(ORIGINS)
    return (planned | paid) & parts if paid & parts else parts


def _codes(rows: pd.DataFrame, level: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rows.loc[rows["level"] == level, "unit"]))


def _share_missing(part: Part) -> float:
    return len(part.missing) / len(part.expected) if part.expected else 0.0
