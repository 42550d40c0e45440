"""The works that the needs ask for, under the ids of the overlap search, and which of them a person judged the same."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mtqg_analysis.analysis.overlap.search import Overlaps
from mtqg_analysis.analysis.overlap.works import planned_amounts
from mtqg_analysis.analysis.planning.plan_table import read_needs, works_of
from mtqg_analysis.ledger.needs import WORK

ONE_THING = ("same_object", "same_beneficiary")  # lawful co-financing is no repetition
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Repeated:
    """What a person judged to be asked for twice. pairs: of works; amount: all of them but the largest (đồng)."""

    pairs: int
    amount: int


def asked_works(needs: pd.DataFrame, horizon: tuple[int, int]) -> pd.DataFrame:
    """One row a work, as `plan_table.works_of`, with its id (`work`) and a column `year_2026` … for each year (đồng).

    The id is the one that judgements.csv and the overlap tables know: of lines that say the same, the first. Empty
    where nothing is asked for within the horizon.
    """
    rows = _within(needs, horizon)
    if rows.empty:
        return pd.DataFrame(columns=["work", *WORK])
    years = rows.pivot_table(index=WORK, columns="year", values="amount", aggfunc="sum", fill_value=0, sort=False)
    years = years.reindex(columns=range(horizon[0], horizon[1] + 1), fill_value=0).astype("int64").add_prefix("year_")
    first = rows.groupby(WORK, sort=False)["work"].first()
    return works_of(rows).join(years.assign(work=first), on=WORK)


def _within(needs: pd.DataFrame, horizon: tuple[int, int]) -> pd.DataFrame:
    """The rows of the horizon, each with the id of its work."""
    if needs.empty:
        return needs
    rows = read_needs(needs).assign(work=planned_amounts(needs)["work"])
    return rows[rows["year"].between(*horizon)]


def judged_same(overlaps: Overlaps | None) -> Pairs:
    """The ids of works that a person judged one object or one beneficiary, pair by pair, where that still holds."""
    if overlaps is None:
        return ()
    rows = overlaps.judgements
    rows = rows[(rows["state"] == "holds") & rows["verdict"].isin(ONE_THING)]
    ids = overlaps.works["work"].to_numpy()
    return tuple(zip(ids[rows["one"]], ids[rows["other"]], strict=True))


def groups(works: Sequence[str], pairs: Pairs) -> list[int]:
    """A number for each work, the same for works that pairs link, directly or through others.

    >>> groups(["a", "b", "c", "d"], (("a", "x"), ("x", "c")))
    [0, 1, 0, 2]
    """
    places = {one: place for place, one in enumerate(dict.fromkeys([*works, *(one for pair in pairs for one in pair)]))}
    ends = [[places[pair[side]] for pair in pairs] for side in (0, 1)]
    links = coo_array(([1] * len(pairs), (ends[0], ends[1])), shape=(len(places), len(places)))
    found = connected_components(links, directed=False)[1]
    return [int(found[places[one]]) for one in works]


def repeated(needs: pd.DataFrame, horizon: tuple[int, int], overlaps: Overlaps | None) -> Repeated:
    """The money asked for within the horizon for what is asked for already, as far as a person has judged.

    Of works judged the same the largest counts once; where one of them is a work of earlier years, none of the planned
    ones does.
    """
    rows, pairs = _within(needs, horizon), judged_same(overlaps)
    amounts = rows.groupby("work")["amount"].sum() if len(rows) else pd.Series(dtype="int64")
    held = tuple(pair for pair in pairs if set(pair) & set(amounts.index))
    works = list(dict.fromkeys(one for pair in held for one in pair))
    frame = pd.DataFrame({"group": groups(works, held), "amount": amounts.reindex(works).to_numpy()}, index=works)
    extra = 0
    for _, group in frame.groupby("group"):
        extra += int(group["amount"].sum()) - (0 if group["amount"].isna().any() else int(group["amount"].max()))
    return Repeated(len(held), extra)
