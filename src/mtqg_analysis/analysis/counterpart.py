"""Counterpart capital: what was due, what was placed, and how late it came."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from mtqg_analysis.analysis.indicators import counterpart, timeliness
from mtqg_analysis.ledger.ledger import Ledger

MILLION = 1_000_000
PLACE = ["level", "unit"]


@dataclass(frozen=True)
class Counterpart:
    """Counterpart capital of a year at its newest day by the cut-off.

    units: one row a unit with due, placed (đồng), fulfilment (placed over due) and timeliness, in [0, 1]. programmes:
    the same by programme. capped, naive: of the province, see `indicators.counterpart`. months: due and placed of the
    province by day.
    """

    day: date
    units: pd.DataFrame
    programmes: pd.DataFrame
    months: pd.DataFrame
    capped: float
    naive: float
    sources: tuple[str, ...]


def read_counterpart(ledger: Ledger, cut_off: date, year: int) -> Counterpart | None:
    """The counterpart capital of a plan year, or None where the dataset has no schedule of it by the cut-off."""
    rows = ledger.table("counterpart")
    if rows.empty:
        return None
    rows = rows[(rows["year"] == str(year)) & (rows["day"] <= str(cut_off))]
    if rows.empty:
        return None
    rows = rows.assign(due=MILLION * rows["due"].astype(float), placed=MILLION * rows["placed"].astype(float))
    newest = rows[rows["day"] == rows["day"].max()]
    units = _fulfilment(newest, rows, PLACE)
    shares = counterpart(units["due"].to_numpy(), units["placed"].to_numpy())
    return Counterpart(
        date.fromisoformat(rows["day"].max()),
        units,
        _fulfilment(newest, rows, ["programme"]),
        rows.groupby("day")[["due", "placed"]].sum().reset_index(),
        float(shares["capped"]),
        float(shares["naive"]),
        tuple(dict.fromkeys(rows["source"])),
    )


def _fulfilment(newest: pd.DataFrame, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Due and placed on the newest day by the keys, with fulfilment, and timeliness over all days."""
    sums = newest.groupby(keys, sort=False)[["due", "placed"]].sum()
    days = rows.groupby([*keys, "day"], sort=False)[["due", "placed"]].sum().groupby(keys, sort=False)
    on_time = days.apply(lambda group: timeliness(group["due"].to_numpy(), group["placed"].to_numpy()))
    fulfilment = sums["placed"] / sums["due"].where(sums["due"] > 0)
    return sums.assign(fulfilment=fulfilment, timeliness=on_time).reset_index()
