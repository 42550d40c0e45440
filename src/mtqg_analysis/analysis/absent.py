"""Why a plan year has no cell that can be summed: what of plan and disbursement is missing, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from mtqg_analysis.analysis.basis import Basis
from mtqg_analysis.analysis.cells import dated_amounts, told_cells
from mtqg_analysis.domain.codes import ORIGINS, UNIT_LEVELS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.programmes import programmes_held
from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.ledger import Ledger

Lack = Literal["both", "plan", "disbursed", "cells"]
TOLD: tuple[Lack, ...] = ("both", "plan", "disbursed", "cells")  # from the least that is told to the most


@dataclass(frozen=True)
class Absent:
    """Why no cell of a year is summed by a day.

    lacks: neither plan nor disbursement is told, one of the two is missing, or each of the `gaps` (cells with `lacks`,
    as `Cells` has them) lacks one.
    """

    year: int
    day: date
    lacks: Lack
    gaps: pd.DataFrame


def why_absent(ledger: Ledger, period: Period, levels: Sequence[str], basis: str = "") -> Absent:
    """Why `read_cells` has nothing to give of a year at some levels, on a plan basis where one is named."""
    programmes = programmes_held(period.year)
    paid, plans = dated_amounts(ledger, period.year, levels, programmes)
    paid = paid[paid["day"] <= period.as_of]
    plans = plans[plans["plan_basis"] == basis] if basis else plans
    if paid.empty:
        lacks: Lack = "both" if plans.empty else "disbursed"
        return Absent(period.year, period.as_of, lacks, plans.iloc[:0])
    told = None if plans.empty else told_cells(ledger, period, levels, programmes, Basis(basis))
    if told is None:  # no plan, or none that was in force by the cut-off
        return Absent(period.year, period.as_of, "plan", plans.iloc[:0])
    return Absent(period.year, told.cut_off, "cells", told.cells[told.cells["lacks"] != ""])


def why_no_programmes(ledger: Ledger, period: Period, basis: str = "") -> Absent:
    """The same of the province or its units, whichever tells more."""
    found = [why_absent(ledger, period, levels, basis) for levels in (["province"], UNIT_LEVELS)]
    return max(found, key=lambda one: TOLD.index(one.lacks))


def refuse_parts(ledger: Ledger, period: Period, basis: str = "") -> None:
    """Raises DataError where no cell of the year has all its figures, because plans are told of one origin only."""
    for levels in (["province"], UNIT_LEVELS):
        told = told_cells(ledger, period, levels, programmes_held(period.year), Basis(basis))
        if told is None or (told.cells["lacks"] == "").any():
            continue
        parts = told.cells[told.cells["lacks"] == "part"]
        if len(parts):
            held = set(told.plans["origin"])
            raise DataError(
                "Bộ dữ liệu {path} có giải ngân năm {year} là số gộp vốn năm và vốn kéo dài, nhưng thiếu kế hoạch "
                "{origin} của {count} ô, nên không ô nào tính được tỷ lệ. Hãy bổ sung kế hoạch ấy vào facts.csv "
                "(measure = plan), hoặc giải ngân tách theo origin.",
                path=ledger.dataset.path,
                year=period.year,
                origin=", ".join(label("origin", origin).lower() for origin in ORIGINS if origin not in held)
                or tr("vốn kéo dài hoặc vốn trong năm"),
                count=len(parts),
            )
