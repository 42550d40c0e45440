"""What the data say, reckoned from facts.csv alone, so that no label rests on the checker that it measures.

An evidence is arithmetic over ids of facts and over queries such as ``disb:2024-12-31:DTTS:total:180`` (disbursed to a
day), ``plan:2024:ALL:recurrent`` (the plan in force at the end of the year) and ``rate:2024-12-31:NTM:total`` (their
ratio in percent). Money is in billions of đồng. Queries are of the illustrative dataset, which alone has the parts.
"""

import re
from functools import cache
from typing import Any

import pandas as pd

from .labels import HERE

DATA = HERE.parent.parent / "data"
BILLIONS = {"bn_vnd": 1.0, "mn_vnd": 1e-3}
TOKEN = re.compile(r"\b(?:(?:PF|MH)\d+|(?:disb|plan|rate):[\d-]+:[A-Z]+:[a-z]+(?::\d+)?)")
ARITHMETIC = re.compile(r"[0-9.eE+\-*/()<> ]+")
PROGRAMMES = ("DTTS", "GNBV", "NTM")


@cache
def facts(dataset: str) -> pd.DataFrame:
    """The facts of a dataset by id, money in billions."""
    table = pd.read_csv(DATA / dataset / "facts.csv", dtype=str, keep_default_na=False).set_index("fact")
    unit = table["value_unit"].map(BILLIONS).fillna(1.0)
    return table.assign(number=table["value"].astype(float) * unit, half=table["half_width"].astype(float) * unit)


def value(evidence: str, dataset: str) -> float:
    """What an evidence comes to; 1 or 0 where it compares.

    >>> value("PF0047-PF0052", "langson").__round__(2)
    2.67
    >>> value("PF0006<PF0007", "langson")
    0.0
    """
    spelled = TOKEN.sub(lambda token: f"({_token(token[0], dataset)!r})", evidence)
    if not ARITHMETIC.fullmatch(spelled):
        raise ValueError(f"{evidence!r} is no arithmetic over facts and queries: {spelled!r}")
    return float(eval(spelled))  # nothing but digits and operators


def _token(token: str, dataset: str) -> float:
    if ":" not in token:
        return float(facts(dataset).loc[token, "number"])
    what, when, *rest = token.split(":")
    if what == "rate":
        return 100 * _amount("disbursed", when, rest, dataset) / _amount("plan", when[:4], rest, dataset)
    return _amount({"disb": "disbursed", "plan": "plan"}[what], when, rest, dataset)


def _amount(measure: str, when: str, rest: list[str], dataset: str) -> float:
    """A sum over programmes, capital types and origins; money of January belongs to the year before."""
    programme, capital, *unit = rest
    table = facts(dataset)
    if measure == "plan":
        own = (table["as_of"] == f"{when}-12-10") & (table["plan_basis"] == "province_assigned")
        year = when
    else:
        own = table["as_of"] == when
        year = str(int(when[:4]) - 1) if when[5:7] == "01" else when[:4]
    place = (table["level"] == "district") & (table["unit"] == unit[0]) if unit else table["level"] == "province"
    chosen = table[
        own
        & place
        & (table["measure"] == measure)
        & (table["year"] == year)
        & (table["year_to"] == "")
        & (table["fund"] == "")
        & table["origin"].isin(["current_year", "carried_over"])
        & table["programme"].isin(PROGRAMMES if programme == "ALL" else [programme])
        & table["capital"].isin(["investment", "recurrent"] if capital == "total" else [capital])
    ]
    if chosen.empty:
        raise KeyError(f"{dataset} has no {measure} of {when} {rest}")
    return float(chosen["number"].sum())


def alike(ids: list[str], dataset: str) -> set[str]:
    """The facts that say the same of the same as one of those named, so that each is right to cite."""
    table = facts(dataset)
    same = ["measure", "part_of", "fund", "programme", "capital", "unit", "year", "year_to"]
    found: set[str] = set(ids)
    for fact in ids:
        row: Any = table.loc[fact]
        equal = (table[same] == row[same]).all(axis=1)
        found |= set(table.index[equal & ((table["number"] - row["number"]).abs() <= table["half"] + row["half"])])
    return found
