"""The years that a dataset holds of its programmes' money, cell by cell: what capacity and pace are read from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from mtqg_analysis.analysis.cells import Cells, read_cells
from mtqg_analysis.analysis.origins import KEY
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.programmes import every_programme, programmes_held
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import Ledger

FEWEST = 3  # years; fewer say how much was disbursed, not how much can be
LONGEST = 5  # years: older ones were run under other rules
SAID = ("figure", "low", "high", "day", "as_of", "source")  # of a rate
PRINTED = Decimal("0.1")  # percent: how finely a rate of sums is said


@dataclass(frozen=True)
class History:
    """frame: one row a year and cell: year, level, unit, programme, capital, origin, plan, disbursed (đồng).

    settled: disbursed counts to the end of the settlement month of each year, else to 31 December. cut_off: of the
    newest year; read: the cells of each. All years have one plan basis; years on another are left out and named.
    """

    frame: pd.DataFrame
    years: tuple[int, ...]
    left_out: tuple[int, ...]
    settled: bool
    cut_off: date
    basis: str
    sources: tuple[str, ...]
    read: dict[int, Cells]

    def by(self, *keys: str) -> pd.DataFrame:
        """Plan, disbursed and rate (ratio of sums) by year and keys; rate NaN where nothing was planned."""
        sums = self.frame.groupby([*keys, "year"], sort=False)[["plan", "disbursed"]].sum().reset_index()
        return sums.assign(rate=sums["disbursed"] / sums["plan"].where(sums["plan"] > 0))

    def whole_by(self, *keys: str) -> pd.DataFrame:
        """`by`, without the years of a group in which one of its cells lacks a figure: their sums are not all of it."""
        sums, gaps = self.by(*keys), self.gaps
        lacking = set(gaps[[*keys, "year"]].itertuples(index=False, name=None))
        names = sums[[*keys, "year"]].itertuples(index=False, name=None)
        return kept(sums, [one not in lacking for one in names])

    @property
    def gaps(self) -> pd.DataFrame:
        """The cells that lack a figure, each with its year and `lacks`; of units also those that others have."""
        none = pd.DataFrame(columns=[*KEY, "lacks", "year"])
        told = [cells.lacking.assign(year=year) for year, cells in self.read.items()]
        return pd.concat([one for one in told if len(one)] or [none], ignore_index=True)

    @property
    def is_whole(self) -> bool:
        """Whether every year has all units, programmes and capital types, so that sums are the province's."""
        return all(cells.is_complete and cells.coverage.is_province for cells in self.read.values())

    @property
    def carries_capacity(self) -> bool:
        """Whether there are years enough for a capacity and each cell of them is known, so that their sums compare."""
        return len(self.years) >= FEWEST and not self.has_gaps

    @property
    def has_gaps(self) -> bool:
        """Whether a year lacks a programme, a capital type or a cell's figure: its sums are not all."""
        return not all(cells.is_complete for cells in self.read.values())

    def rates(self) -> pd.DataFrame:
        """The rate of each year in total and of each capital type, in the columns in which published rates stand.

        Columns: year, capital, exact, figure (as printed), low and high (its bounds, fractions), day, as_of, source; a
        year without a plan has no row.
        """
        sums = pd.concat([self.by().assign(capital="total"), self.by("capital")], ignore_index=True)
        rows = [
            {"year": int(row.year), "capital": str(row.capital), "exact": float(row.rate)}
            | _as_printed(float(row.rate))
            | self._origin(int(row.year))
            for row in sums.dropna(subset="rate").itertuples()
        ]
        return pd.DataFrame(rows, columns=["year", "capital", "exact", *SAID])

    def _origin(self, year: int) -> dict[str, object]:
        cells = self.read[year]
        return {"day": cells.cut_off, "as_of": cells.cut_off.isoformat(), "source": cells.sources[-1]}


def read_history(ledger: Ledger, levels: Sequence[str], as_of: date) -> History | None:
    """Up to `LONGEST` finished years known by a day at some levels; None where the dataset has none."""
    codes = list(every_programme())
    held = ledger.find(measure="disbursed", level=list(levels), programme=codes, capital=list(CAPITALS))
    years = sorted({int(year) for year in held["year"] if year and date(int(year), 12, 31) <= as_of})[-LONGEST:]
    found = [cells for year in years if (cells := _cells(ledger, levels, year)) is not None]
    if not found:
        return None
    newest = found[-1]
    read = [cells for cells in found if cells.basis == newest.basis]
    used = settled_alike(read, as_of)
    return History(
        pd.concat([_amounts(cells).assign(year=cells.year) for cells in used], ignore_index=True),
        tuple(cells.year for cells in used),
        tuple(cells.year for cells in found if cells.basis != newest.basis),
        are_settled(read, as_of),
        used[-1].cut_off,
        newest.basis,
        tuple(dict.fromkeys(source for cells in used for source in cells.sources)),
        {cells.year: cells for cells in used},
    )


def are_settled(read: Iterable[Cells], as_of: date) -> bool:
    """Whether every finished year of these has what was disbursed to the end of its settlement month by a day.

    Years on another plan basis than the last finished one have no say, since no capacity is read from them.
    """
    closed = [cells for cells in read if cells.cut_off == date(cells.year, 12, 31)]
    asked = [cells for cells in closed if cells.basis == closed[-1].basis]
    return bool(asked) and all(cells.later is not None and cells.later <= as_of for cells in asked)


def settled_alike(read: Sequence[Cells], as_of: date) -> list[Cells]:
    """Years that stand side by side, all to the end of their settlement month or all to 31 December.

    What the whole planning report means by "disbursed" of a former year. A running year keeps its own cut-off.
    """
    return [cells.settled() for cells in read] if are_settled(read, as_of) else list(read)


def _cells(ledger: Ledger, levels: Sequence[str], year: int) -> Cells | None:
    cells = read_cells(ledger, Period(year, date(year, 12, 31)), levels=levels, programmes=programmes_held(year))
    return cells if cells is not None and cells.cut_off == date(year, 12, 31) else None


def _amounts(cells: Cells) -> pd.DataFrame:
    return cells.frame[["level", "unit", "programme", "capital", "origin", "plan", "disbursed"]]


def _as_printed(rate: float) -> dict[str, object]:
    figure = Figure(Decimal(100 * rate).quantize(PRINTED, ROUND_HALF_UP), "percent", PRINTED / 2)
    low, high = figure.bounds
    return {"figure": figure, "low": float(low), "high": float(high)}
