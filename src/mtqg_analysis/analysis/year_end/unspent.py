"""Where the money that was not disbursed lies."""

import pandas as pd

from mtqg_analysis.analysis.cells import Cells


def most_unspent(cells: Cells, count: int) -> pd.DataFrame:
    """The units, programmes and capital types of which most money of the plan is left: one row each, the largest first.

    The columns are those of `Cells.by`; cells with nothing left are not among them.
    """
    rows = cells.by("level", "unit", "programme", "capital")
    return rows[rows["balance"] > 0].nlargest(count, "balance")
