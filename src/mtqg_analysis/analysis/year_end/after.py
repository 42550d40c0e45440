"""What became known after a December cut-off of that year's money: the end of its settlement month."""

from dataclasses import dataclass

import pandas as pd

from mtqg_analysis.analysis.basis import Basis
from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.detail import read_detail
from mtqg_analysis.domain.period import Period
from mtqg_analysis.ledger.ledger import Ledger


@dataclass(frozen=True)
class After:
    """The money of the year at the end of its settlement month, which a report of an earlier day tells apart.

    cells: the plan of the cut-off beside what was disbursed by then. flow: see `flow.read_flow`.
    """

    cells: Cells
    flow: pd.DataFrame


def read_after(ledger: Ledger, period: Period, basis: Basis) -> After | None:
    """What a ledger holds of the settlement month after the period's cut-off; None where that is not known."""
    detail = read_detail(ledger.later, period, basis)
    cells = detail.programmes
    return None if cells is None or cells.later is None else After(cells.settled(), detail.flow)
