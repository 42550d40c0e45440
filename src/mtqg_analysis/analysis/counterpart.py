"""Counterpart capital: what was due, what was placed, and how late it came."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from mtqg_analysis.domain.units import exists
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.indicators import counterpart, timeliness

MILLION = 1_000_000
PLACE = ["level", "unit"]
LINE = [*PLACE, "programme"]  # what reports on its own: a unit's counterpart capital of one programme


@dataclass(frozen=True)
class Counterpart:
    """Counterpart capital of a year, of each unit and programme at its own newest day by the cut-off.

    day: the newest of all. older: units whose newest day is an earlier one, a row a unit and day: level, unit, day,
    programmes (those of that day; empty where it is all of the unit's). units: one row a unit with due, placed (đồng),
    fulfilment (placed over due) and timeliness over the days that it reported, in [0, 1]. programmes: the same by
    programme. capped, naive: of the province, see `indicators.counterpart`. months: due, placed and its share of the
    province by day, who did not report on a day at the newest earlier one. Units that no longer exist on a day do not
    count on it.
    """

    day: date
    older: pd.DataFrame
    units: pd.DataFrame
    programmes: pd.DataFrame
    months: pd.DataFrame
    capped: float
    naive: float
    sources: tuple[str, ...]

    @property
    def total(self) -> pd.Series:
        """Due and placed of all units (đồng), and fulfilment, without regard to whose surplus it is."""
        return pd.concat([self.units[["due", "placed"]].sum(), pd.Series({"fulfilment": self.naive})])

    @property
    def late(self) -> int:
        """How many units placed less than was due at some day."""
        return int((self.units["timeliness"] < 1).sum())


def read_counterpart(ledger: Ledger, cut_off: date, year: int) -> Counterpart | None:
    """The counterpart capital of a plan year, or None where the dataset has no schedule of it by the cut-off."""
    rows = ledger.table("counterpart")
    if rows.empty:
        return None
    rows = rows[(rows["year"] == str(year)) & (rows["day"] <= str(cut_off))]
    if rows.empty:
        return None
    rows = rows.assign(due=MILLION * rows["due"].astype(float), placed=MILLION * rows["placed"].astype(float))
    days = [date.fromisoformat(text) for text in sorted(set(rows["day"]))]
    newest = _standing(rows, days[-1])
    units = _fulfilment(newest, rows, PLACE)
    shares = counterpart(units["due"].to_numpy(), units["placed"].to_numpy())
    months = pd.DataFrame([_standing(rows, day)[["due", "placed"]].sum() for day in days])
    months = months.assign(
        day=[str(day) for day in days], share=months["placed"] / months["due"].where(months["due"] > 0)
    )
    return Counterpart(
        days[-1],
        _older(newest, days[-1]),
        units,
        _fulfilment(newest, rows, ["programme"]),
        months[["day", "due", "placed", "share"]],
        float(shares["capped"]),
        float(shares["naive"]),
        tuple(dict.fromkeys(rows["source"])),
    )


def _standing(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows that stand on a day: of each line the newest by then, where its unit still exists."""
    known = rows[rows["day"] <= str(day)]
    newest = known[known["day"] == known.groupby(LINE)["day"].transform("max")]
    return newest[[exists(row.level, row.unit, day) for row in newest.itertuples()]]


def _older(newest: pd.DataFrame, day: date) -> pd.DataFrame:
    lines = newest.drop_duplicates(LINE)
    counts = lines.groupby(PLACE).size()
    rows = [
        (level, unit, on, () if len(group) == counts[level, unit] else tuple(group["programme"]))
        for (level, unit, on), group in lines[lines["day"] < str(day)].groupby([*PLACE, "day"], sort=False)
    ]
    return pd.DataFrame(rows, columns=[*PLACE, "day", "programmes"])


def _fulfilment(newest: pd.DataFrame, rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Due and placed on the newest days by the keys, with fulfilment, and timeliness over all days."""
    sums = newest.groupby(keys, sort=False)[["due", "placed"]].sum()
    days = rows.groupby([*keys, "day"], sort=False)[["due", "placed"]].sum().groupby(keys, sort=False)
    on_time = days.apply(lambda group: timeliness(group["due"].to_numpy(), group["placed"].to_numpy()))
    fulfilment = sums["placed"] / sums["due"].where(sums["due"] > 0)
    return sums.assign(fulfilment=fulfilment, timeliness=on_time).reset_index()
