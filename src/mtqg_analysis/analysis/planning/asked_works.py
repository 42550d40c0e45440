"""The works that the needs ask for, under the ids of the overlap search, and which of them a person judged the same."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from mtqg_analysis.analysis.overlap.search import Overlaps
from mtqg_analysis.analysis.planning.plan_table import PART, read_needs, works_of

ONE_THING = ("same_object", "same_beneficiary")  # lawful co-financing is no repetition
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Repeated:
    """What a person judged to be asked for twice. pairs: of works; amount: all of them but the largest (đồng)."""

    pairs: int
    amount: int


def asked_works(needs: pd.DataFrame, projects: pd.DataFrame, horizon: tuple[int, int]) -> pd.DataFrame:
    """The works of `plan_table.works_of` with a column `year_2026` … for each year of the horizon (đồng).

    needs, projects: the dataset's tables. The ids are those that judgements.csv and the overlap tables know. Empty
    where nothing is asked for within the horizon.
    """
    rows = read_needs(needs, projects)
    rows = rows[rows["year"].between(*horizon)]
    if rows.empty:
        return pd.DataFrame(columns=PART)
    years = rows.pivot_table(index=PART, columns="year", values="amount", aggfunc="sum", fill_value=0, sort=False)
    years = years.reindex(columns=range(horizon[0], horizon[1] + 1), fill_value=0).astype("int64").add_prefix("year_")
    return works_of(rows).join(years, on=PART)


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


def repeated(works: pd.DataFrame, horizon: tuple[int, int], overlaps: Overlaps | None) -> Repeated:
    """The money asked for within the horizon for what is asked for already, as far as a person has judged.

    works: of the plan. Of works judged the same the largest counts once; where one of them is a work of earlier years,
    none of the planned ones does.
    """
    if overlaps is None:
        return Repeated(0, 0)
    amounts, known = works.groupby("work")["amount"].sum(), overlaps.works
    former = {*known.loc[~known["planned"] | (known["last"] < horizon[0]), "work"]}
    held = tuple(pair for pair in judged_same(overlaps) if set(pair) & set(amounts.index))
    named = list(dict.fromkeys(one for pair in held for one in pair))
    frame = pd.DataFrame({"group": groups(named, held), "amount": amounts.reindex(named, fill_value=0)}, index=named)
    frame["former"] = frame.index.isin(former)
    extra = sum(
        int(group["amount"].sum()) - (0 if group["former"].any() else int(group["amount"].max()))
        for _, group in frame.groupby("group")
    )
    return Repeated(len(held), extra)
