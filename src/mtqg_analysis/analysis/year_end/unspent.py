"""Where the money that was not disbursed lies, and who has disbursed theirs."""

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.units import threshold


def most_unspent(cells: Cells, count: int) -> pd.DataFrame:
    """The units, programmes and capital types of which most money of the plan is left: one row each, the largest first.

    The columns are those of `Cells.by`; cells with nothing left are not among them. Of cells by project the units are
    the province and the programmes its projects.
    """
    rows = cells.by("level", "unit", "programme", "capital")
    return rows[rows["balance"] > 0].nlargest(count, "balance")


def movable(cells: Cells) -> pd.DataFrame:
    """Where a programme's capital of one type could go from one unit to others: one row a programme and type.

    The columns are those of `most_unspent`, of the unit with most left below a good rate; takers: rows of the units of
    the same programme and type that reached a good rate, the highest first. Only where there are such units.
    """
    good = threshold("green")
    rows = cells.by("level", "unit", "programme", "capital").sort_values("rate", ascending=False, kind="stable")
    slow = rows[(rows["balance"] > 0) & (rows["rate"] < good)].sort_values("balance", ascending=False, kind="stable")
    given = slow.drop_duplicates(["programme", "capital"])
    fast = {key: part for key, part in rows[rows["rate"] >= good].groupby(["programme", "capital"], sort=False)}
    takers = [fast.get(key) for key in zip(given["programme"], given["capital"], strict=True)]
    return given.assign(takers=takers)[[one is not None for one in takers]]
