"""Series added up: what one part lacks is lacking in the sum, what a part has not to tell is zero."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

import numpy as np

from mtqg_analysis.analysis.forecast.triangle import LAST, Triangle
from mtqg_analysis.domain.period import month_end
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.units import exists, units_of

STAGES = range(1, LAST + 1)


def summed(group: str, name: str, parts: Sequence[Triangle]) -> Triangle:
    """Series of cells added up over the years that any of them has; what one of them lacks is lacking in the sum.

    A part is named by the codes of its cell, or by programme and capital type.
    """
    years = tuple(sorted({year for part in parts for year in part.years}))
    paid = np.array([sum(_year(part, part.paid, year) for part in parts) for year in years]).reshape(-1, LAST)
    plan = np.array([sum(_year(part, part.plan, year) for part in parts) for year in years]).reshape(-1, LAST)
    sources = tuple(dict.fromkeys(source for part in parts for source in part.sources))

    def then(year: int, origin: int) -> Triangle:
        return summed(group, name, [part.known_at(year, origin) for part in parts])

    return Triangle(group, name, years, paid, plan, sources=sources, then=then)


def _year(part: Triangle, amounts: np.ndarray, year: int) -> np.ndarray:
    """The months of a year of a part; of a year that it does not have, see `_blank`."""
    if year in part.years:
        return np.asarray(amounts[part.years.index(year)])
    told = np.nan_to_num(part.paid).astype(bool) | np.nan_to_num(part.plan).astype(bool)
    return _blank(part.name, year, tuple(one for one, row in zip(part.years, told, strict=True) if row.any()))


@cache
def _blank(name: str, year: int, told: tuple[int, ...]) -> np.ndarray:
    """A year that a cell says nothing of: lacking (NaN) where its programme is one of the year's and its unit is there.

    Else there is nothing to tell, which is zero. Agencies come and go: no list says which of them spend.
    told: the years that the cell says something of.
    """
    *where, programme, _ = name.split("/")
    if programme not in programmes_of(year) or "agency" in where:
        return np.zeros(LAST)
    reported = [date(one, 12, 31) for one in told]
    there = [not where or is_there(where[0], where[1], month_end(year, stage), reported) for stage in STAGES]
    return np.where(there, np.nan, 0.0)


def is_there(level: str, unit: str, day: date, reported: Iterable[date]) -> bool:
    """Whether a unit exists on a day; its code may have meant another unit then, of which nothing was reported."""
    days = list(reported)
    meant = [one for one in units_of(unit, level) if any(one.valid_on(of) for of in days)]
    return any(one.valid_on(day) for one in meant) if meant else exists(level, unit, day)
