"""What became of former units: the crosswalk followed from a day to the communes of July 2025."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import pandas as pd

from mtqg_analysis.domain.nation import crosswalk_rows
from mtqg_analysis.domain.units import units_within

REORGANISED = date(2025, 7, 1)
Heirs = Mapping[tuple[str, str], frozenset[str]]


def destinations(day: date, province: str) -> pd.DataFrame:
    """Where a province's units of a day ended up: level, old, new; a unit that was divided has several rows.

    Follows every reorganisation after the day, since a code may mean another unit before one of them. Communes of
    today lead to themselves; a district leads to every commune that received land from it. A day of the year of the
    reorganisation, after it, knows the units of both halves, since districts and former communes still account for
    theirs; a code that both lists hold means the commune of today.

    >>> rows = destinations(date(2024, 6, 30), "20").groupby(["level", "old"])["new"].agg(list)
    >>> len(rows["commune"]), rows["commune", "06040"], rows["commune", "05995"]
    (200, ['06040', '06004'], ['06040'])
    """
    if day < REORGANISED:
        return pd.concat([_communes(day, province), _districts(province)], ignore_index=True)
    today = _communes(day, province)
    if day.year > REORGANISED.year:
        return today
    former = _communes(REORGANISED - timedelta(days=1), province)
    former = former[~former["old"].isin(today["old"])]
    return pd.concat([today, former, _districts(province)], ignore_index=True)


@cache
def heirs_of_any_day(province: str) -> Heirs:
    """The communes of today that a former unit's code can lead to, by level and code, whichever day it is read on.

    >>> heirs = heirs_of_any_day("20")
    >>> sorted(heirs["commune", "06040"]), sorted(heirs["commune", "06574"]), len(heirs["district", "189"])
    (['06004', '06040'], ['06565'], 4)
    """
    found: dict[tuple[str, str], frozenset[str]] = {}
    for step in sorted(set(crosswalk_rows(province)["valid_from"])):
        rows = destinations(date.fromisoformat(step) - timedelta(days=1), province)
        for (level, old), new in rows.groupby(["level", "old"])["new"].agg(frozenset).items():
            found[level, old] = found.get((level, old), frozenset()) | new
    return found


def _communes(day: date, province: str) -> pd.DataFrame:
    steps = crosswalk_rows(province)
    later = [step for step in sorted(set(steps["valid_from"])) if step > day.isoformat()]
    units = list(units_within(day, "commune", province)["code"])
    links = pd.DataFrame({"old": units, "new": units})
    for step in later:
        moves = steps.loc[steps["valid_from"] == step, ["old_code", "new_code"]]
        links = links.merge(moves, left_on="new", right_on="old_code", how="left")
        links["new"] = links["new_code"].fillna(links["new"])
        links = links[["old", "new"]].drop_duplicates(ignore_index=True)
    return links.assign(level="commune")


def _districts(province: str) -> pd.DataFrame:
    steps = crosswalk_rows(province)
    moves = steps.loc[steps["valid_from"] == REORGANISED.isoformat(), ["old_district", "new_code"]].drop_duplicates()
    moves.columns = pd.Index(["old", "new"])
    return moves.assign(level="district")
