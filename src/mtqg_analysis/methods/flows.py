"""Stock and flow of capital between years: opening carry-over, new plan, disbursed, cancelled, closing carry-over.

Identity per year, exact in integers: closing = opening + plan - disbursed - cancelled. Two buckets: carried-over
capital is disbursed at one rate, new capital at another; of what is left of the carried-over capital a share lapses.
"""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Pace:
    """How fast money flows, in fractions.

    rate_old: of carried-over capital; rate_new: of the year's own plan; cancelled: share of the carried-over capital
    not disbursed that lapses.
    """

    rate_old: float
    rate_new: float
    cancelled: float


def project(opening: int, plans: dict[int, int], paces: dict[int, Pace]) -> pd.DataFrame:
    """One row per year: opening, plan, disbursed, cancelled, closing (đồng, integers) and execution (fraction).

    >>> rows = project(310_000, {2021: 1_850_000}, {2021: Pace(.55, .40, .08)})
    >>> rows[["disbursed", "cancelled", "closing"]].iloc[0].tolist()
    [910500, 11160, 1238340]
    """
    rows = []
    for year, plan in plans.items():
        pace = paces[year]
        old, new = round(opening * pace.rate_old), round(plan * pace.rate_new)
        lapsed = round(pace.cancelled * (opening - old))
        closing = opening + plan - old - new - lapsed
        execution = (old + new) / (opening + plan) if opening + plan else float("nan")
        rows.append((year, opening, plan, old + new, lapsed, closing, execution))
        opening = closing
    return pd.DataFrame(rows, columns=["year", "opening", "plan", "disbursed", "cancelled", "closing", "execution"])
