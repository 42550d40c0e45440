"""The years that a dataset holds of its programmes' money, cell by cell: what capacity and pace are read from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from mtqg_analysis.analysis.cells import CAPITALS, PROGRAMMES, Cells, read_cells
from mtqg_analysis.domain.period import Period
from mtqg_analysis.ledger.ledger import Ledger

LONGEST = 5  # years: older ones were run under other rules


@dataclass(frozen=True)
class History:
    """frame: one row a year and cell: year, level, unit, programme, capital, origin, plan, disbursed (đồng).

    settled: disbursed counts to the end of the settlement month of each year, else to 31 December. cut_off: of the
    newest year. All years have one plan basis; years on another are left out and named.
    """

    frame: pd.DataFrame
    years: tuple[int, ...]
    left_out: tuple[int, ...]
    settled: bool
    cut_off: date
    basis: str
    sources: tuple[str, ...]

    def by(self, *keys: str) -> pd.DataFrame:
        """Plan, disbursed and rate (ratio of sums) by year and keys; rate NaN where nothing was planned."""
        sums = self.frame.groupby([*keys, "year"], sort=False)[["plan", "disbursed"]].sum().reset_index()
        return sums.assign(rate=sums["disbursed"] / sums["plan"].where(sums["plan"] > 0))


def read_history(ledger: Ledger, levels: Sequence[str], as_of: date) -> History | None:
    """Up to `LONGEST` finished years known by a day at some levels; None where the dataset has none."""
    held = ledger.find(measure="disbursed", level=list(levels), programme=list(PROGRAMMES), capital=list(CAPITALS))
    years = sorted({int(year) for year in held["year"] if year and date(int(year), 12, 31) <= as_of})[-LONGEST:]
    read = [_cells(ledger, levels, year) for year in years]
    found = [cells for cells in read if cells is not None]
    if not found:
        return None
    newest = found[-1]
    used = [cells for cells in found if cells.basis == newest.basis]
    settled = all(cells.later is not None and cells.later <= as_of for cells in used)
    frames = [_amounts(cells, settled).assign(year=cells.year) for cells in used]
    cut_off = newest.later if settled and newest.later else newest.cut_off
    return History(
        pd.concat(frames, ignore_index=True),
        tuple(cells.year for cells in used),
        tuple(cells.year for cells in found if cells.basis != newest.basis),
        settled,
        cut_off,
        newest.basis,
        tuple(dict.fromkeys(source for cells in used for source in cells.sources)),
    )


def _cells(ledger: Ledger, levels: Sequence[str], year: int) -> Cells | None:
    cells = read_cells(ledger, Period(year, date(year, 12, 31)), levels=levels, programmes=PROGRAMMES)
    return cells if cells is not None and cells.cut_off == date(year, 12, 31) else None


def _amounts(cells: Cells, settled: bool) -> pd.DataFrame:
    names = ["level", "unit", "programme", "capital", "origin", "plan"]
    paid = cells.frame["later" if settled else "disbursed"].astype("int64")
    return cells.frame[names].assign(disbursed=paid)
