"""Targets held against what was reached: met, missed by how much, or without a figure."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from mtqg_analysis.ledger.ledger import ANY_PART, Ledger

DIRECTIONS = ("at_least", "at_most")
TARGET = [
    "target",
    "programme",
    "group",
    "label",
    "group_en",
    "label_en",
    "unit",
    "unit_vi",
    "unit_en",
    "direction",
    "value",
    "actual",
    "met",
    "gap",
    "fact",
    "source",
]


def held_against(ledger: Ledger, period: str, as_of: date) -> pd.DataFrame:
    """The targets of a period ("2024" or "2021-2025") with the figure of each one's outcome, in file order.

    actual: a `Figure`, or None where no figure is named, known, sound, or up to `as_of`; one that names only its year
    is of the end of it. met: True, False, or None without a figure or a direction. gap: what is missing to the target
    in its own unit, 0 where it is met, NaN where that is not known.
    """
    rows = ledger.table("targets")
    if rows.empty:
        return pd.DataFrame(columns=TARGET)
    rows = rows[(rows["period"] == period) & (rows["value"] != "")]
    facts = ledger.seen(as_of).find(fact=[fact for fact in rows["actual_fact"] if fact], **ANY_PART)
    known = dict(zip(facts["fact"], facts["figure"], strict=True))
    found = []
    for row in rows.itertuples():
        actual = known.get(row.actual_fact)
        gap, met = float("nan"), None
        if actual is not None and row.direction in DIRECTIONS:
            lacking = float(row.value) - float(actual.value)
            gap = max(0.0, lacking if row.direction == "at_least" else -lacking)
            met = gap == 0
        about = (row.target, row.programme, row.group_vi, row.label_vi, row.group_en, row.label_en)
        unit = (row.unit, row.unit_vi, row.unit_en)
        judged = (row.direction, float(row.value), actual, met, gap)
        found.append((*about, *unit, *judged, row.actual_fact, row.source))
    return pd.DataFrame(found, columns=TARGET).astype({"met": object})


class Groups(NamedTuple):
    """How many groups of targets are met in full, how many there are, and how many lack a figure; facts that say so."""

    done: int
    every: int
    unknown: int = 0
    facts: tuple[str, ...] = ()

    @property
    def missed(self) -> int:
        """How many groups are not met in full."""
        return self.every - self.done


def groups_stated(ledger: Ledger, year: int) -> Groups | None:
    """The groups of a year as the province states them; None where it does not."""
    own = {"year": str(year), "unit": ledger.dataset.province}
    met, planned = (ledger.find(measure=f"target_groups_{what}", **own) for what in ("completed", "set"))
    if met.empty or planned.empty:
        return None
    return Groups(
        int(met["exact"].iloc[0]), int(planned["exact"].iloc[0]), facts=(met["fact"].iloc[0], planned["fact"].iloc[0])
    )


def groups_met(targets: pd.DataFrame) -> Groups:
    """The groups of some targets.

    A group is met when all its targets are; a group with a target that has no figure is neither met nor missed.
    """
    named = targets[targets["group"] != ""]
    whole = [list(part["met"]) for _, part in named.groupby("group", sort=False)]
    open_ = sum(None in met for met in whole)
    return Groups(sum(all(met) for met in whole if None not in met), len(whole), open_, tuple(targets["fact"]))
