"""Cells told by origin (this year's money, carried-over money) or of both together: which of them make a table."""

import pandas as pd

from mtqg_analysis.domain.codes import ORIGINS
from mtqg_analysis.ledger.coverage import all_origins
from mtqg_analysis.ledger.facts import kept

PLACE = ["level", "unit", "programme", "capital"]
KEY = [*PLACE, "origin"]


def with_sums(plans: pd.DataFrame, paid: pd.DataFrame) -> pd.DataFrame:
    """The plans, and where all origins are there their sum, which a disbursement may be published of alone.

    Of a sum and a plan published of both together the newer one is in force; of one day, what is published.
    """
    parts = plans[plans["origin"].isin(ORIGINS)]
    planned, told = origins_of(parts), origins_of(paid)
    summed = parts.groupby(PLACE).agg(exact=("exact", "sum"), high=("high", "sum"), day=("day", "max"))
    whole = [all_origins(planned[key], told.get(key, set())) <= planned[key] for key in summed.index]
    sums = kept(summed, whole).reset_index().assign(origin="both")
    rows = pd.concat([plans, sums], ignore_index=True)
    return rows.iloc[::-1].sort_values("day", kind="stable").drop_duplicates(KEY, keep="last").sort_index()


def origins_of(facts: pd.DataFrame) -> dict[tuple[str, ...], set[str]]:
    """In which origins each place is told."""
    found: dict[tuple[str, ...], set[str]] = {}
    for *place, origin in facts[KEY].itertuples(index=False, name=None):
        found.setdefault(tuple(place), set()).add(origin)
    return found


def old_parts(plans: pd.DataFrame) -> set[tuple[str, ...]]:
    """The places whose plan of both origins together is published, and is newer or more than the plans by origin.

    What is told there by origin is not all, or not of the plan in force.
    """
    found: set[tuple[str, ...]] = set()
    is_part = plans["origin"].isin(ORIGINS)
    in_both_ways = origins_of(plans[is_part]).keys() & origins_of(plans[~is_part]).keys()
    keys = plans[PLACE].itertuples(index=False, name=None)
    for key, rows in kept(plans, [key in in_both_ways for key in keys]).groupby(PLACE):
        parts, both = rows[rows["origin"].isin(ORIGINS)], rows[~rows["origin"].isin(ORIGINS)]
        newest = both.sort_values("day", kind="stable").iloc[-1]
        is_all = newest["low"] <= parts["exact"].sum() <= newest["high"]  # one origin alone may be all there is
        if newest["day"] > parts["day"].max() or (len(parts) < len(ORIGINS) and not is_all):
            found.add(key)
    return found


def with_paid_sums(paid: pd.DataFrame, places: set[tuple[str, ...]]) -> pd.DataFrame:
    """The disbursements, and in some places the sum of all origins on days on which only these are told, each alone."""
    keys = paid[PLACE].itertuples(index=False, name=None)
    own = kept(paid, [key in places for key in keys])
    own = own.sort_values("known_on", kind="stable").drop_duplicates([*KEY, "day"], keep="last")
    sums = [
        rows.iloc[-1].to_dict() | {"origin": "both", "exact": rows["exact"].sum()}
        for _, rows in own.groupby([*PLACE, "day"])
        if set(rows["origin"]) == set(ORIGINS)
    ]
    return pd.concat([paid, pd.DataFrame(sums, columns=paid.columns)], ignore_index=True) if sums else paid


def finest(cells: pd.DataFrame, partly: set[tuple[str, ...]]) -> pd.DataFrame:
    """Cells by origin where their disbursement is published so, else the origins together; never both.

    partly: places of whose plan the origins together are told, and by origin a part or an older one, see `old_parts`:
    there a disbursement by origin stands against no plan of its own, and without one of all origins the cell lacks it.
    """
    is_part, is_paid = cells["origin"].isin(ORIGINS), cells["disbursed"].notna()

    def places(rows: pd.Series) -> set[tuple[str, ...]]:
        return set(cells[rows][PLACE].itertuples(index=False, name=None))

    whole, planned = places(~is_part & is_paid), places(is_part)
    together = partly & places(~is_part)
    by_part = places(is_part & is_paid) - together
    keys = cells[PLACE].itertuples(index=False, name=None)
    keep = [
        key in by_part or key not in whole | together
        if part
        else key not in by_part and (key in whole | together or key not in planned)
        for part, key in zip(is_part, keys, strict=True)
    ]
    return kept(cells, keep)
