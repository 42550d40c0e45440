"""A whole term: its money year by year, and what its close leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from mtqg_analysis.analysis.basis import Basis
from mtqg_analysis.analysis.cells import Cells, read_cells
from mtqg_analysis.analysis.year_end.flow import read_flow
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.period import Period, stage_of
from mtqg_analysis.domain.programmes import programmes_held
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.indicators import quotient

COLUMNS = ["year", "cut_off", "carried", "new", "plan", "disbursed", "rate", "cancelled", "closing"]


@dataclass(frozen=True)
class Term:
    """The money of a term. years: one row a plan year that has figures, with COLUMNS (đồng; NaN: not published).

    missing: plan years of the term without figures by the cut-off. partial: those of which cells lack a figure and are
    left out. basis: of the plans. The term's plan is the sum of `new`, since what is carried over is the money of the
    year before. Only years at equal stages add up: those whose settlement month is over, where there are any.
    """

    span: tuple[int, int]
    years: pd.DataFrame
    missing: tuple[int, ...]
    partial: tuple[int, ...]
    basis: str
    sources: tuple[str, ...]

    @property
    def label(self) -> str:
        """The term as tables of targets name it."""
        return f"{self.span[0]}-{self.span[1]}"

    def is_over(self, day: date) -> bool:
        """Whether the last year of the term has ended on a day."""
        return day >= date(self.span[1], 12, 31)

    @cached_property
    def summed(self) -> pd.DataFrame:
        """The years that add up: all at the latest stage that any has reached, each further on than a running one."""
        stages = pd.Series([stage_of(*row) for row in self.years[["year", "cut_off"]].itertuples(index=False)])
        return self.years[(stages == stages.max()).to_numpy()]

    @property
    def apart(self) -> tuple[int, ...]:
        """The years with figures of an earlier stage, which no sum of the term holds."""
        return tuple(year for year in self.years["year"] if year not in set(self.summed["year"]))

    @cached_property
    def total(self) -> pd.Series:
        """The money of `summed` together: new, disbursed, cancelled; carried into the first, closing of the last.

        rate: disbursed over new, since carried-over money was planned in the year before. NaN where a year lacks it.

        >>> rows = [{"new": 80, "disbursed": 60, "closing": 20}, {"new": 50, "disbursed": 70, "closing": 0}]
        >>> years = pd.DataFrame(rows).assign(carried=[0, 20], cancelled=[0, float("nan")], year=[2021, 2022])
        >>> settled = years.assign(cut_off=[date(2022, 1, 31), date(2023, 1, 31)])
        >>> Term((2021, 2022), settled, (), (), "", ()).total[["new", "rate", "cancelled", "closing"]].tolist()
        [130.0, 1.0, nan, 0.0]
        >>> running = years.assign(cut_off=[date(2022, 1, 31), date(2022, 12, 31)])
        >>> Term((2021, 2022), running, (), (), "", ()).total[["new", "rate", "cancelled", "closing"]].tolist()
        [80.0, 0.75, 0.0, 20.0]
        """
        years = self.summed
        sums = years[["new", "disbursed", "cancelled"]].sum(skipna=False)
        ends = {"carried": years["carried"].iloc[0], "closing": years["closing"].iloc[-1]}
        return pd.concat([sums, pd.Series({**ends, "rate": quotient(sums["disbursed"], sums["new"])})])


def read_term(ledger: Ledger, span: tuple[int, int], as_of: date, basis: str = "") -> Term:
    """The term's years at the end of their settlement month, or at the newest cut-off up to `as_of`.

    All years stand on the basis asked for, else on that of the first one; then a year on another basis is missing.
    """
    rows: list[dict[str, object]] = []
    missing: list[int] = []
    partial: list[int] = []
    sources: list[str] = []
    asked = bool(basis)
    for year in range(span[0], span[1] + 1):
        cells = None
        for levels in (["province"], UNIT_LEVELS):
            day = min(as_of, date(year + 1, 1, 31))
            if cells is None and day >= date(year, 1, 1):
                cells = _read(ledger, Period(year, day), levels, basis, asked)
        if cells is None:
            missing.append(year)
            continue
        partial += [year] if len(cells.gaps) else []
        basis, total = cells.basis, cells.total
        own = cells.frame.groupby("origin")["plan"].sum()
        told_apart = "both" not in own
        settled = cells.cut_off == date(year + 1, 1, 31)
        flow = read_flow(ledger, Period(year, cells.cut_off), basis) if settled else pd.DataFrame()
        sums = (
            flow[["cancelled", "closing"]].sum() if len(flow) else {"cancelled": float("nan"), "closing": float("nan")}
        )
        row = {"year": year, "cut_off": cells.cut_off, "plan": total["plan"], "disbursed": total["disbursed"]}
        row |= {"carried": own.get("carried_over", 0) if told_apart else float("nan"), "rate": total["rate"]}
        row |= {"new": own.get("current_year", float("nan")) if told_apart else float("nan"), **sums}
        rows.append(row)
        sources += cells.sources
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return Term(span, frame, tuple(missing), tuple(partial), basis, tuple(dict.fromkeys(sources)))


def _read(ledger: Ledger, period: Period, levels: Sequence[str], basis: str, asked: bool) -> Cells | None:
    try:
        return read_cells(ledger, period, levels=levels, programmes=programmes_held(period.year), basis=Basis(basis))
    except DataError:
        if asked:
            raise
        return None  # the basis is that of the term's first year, which this one does not have
