"""The programmes of 2021-2025 on those that follow: amounts move by a mapping that the user can edit, and none is lost.

The mapping names for an old project, content or programme what its money becomes, with a share. What the shares of a
code leave over, and what no row names, is `UNDECIDED`. A share of 0 moves nothing: it marks a programme running beside
whose works or beneficiaries may be the same.
"""

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.water_filling import whole_parts

UNDECIDED = ""  # the new code of money whose place in the new programmes nobody has said
COLUMNS = ["old", "new", "share", "basis_vi", "basis_en", "reference", "source", "verified", "own"]


def read_mapping(ledger: Ledger) -> pd.DataFrame:
    """The mapping in force: the package's, where the dataset's programme_mapping.csv does not say otherwise.

    A row of the dataset's replaces all rows of its old code. Columns: old, new, share (a Fraction), basis_vi, basis_en,
    reference, source, verified, and own (whether it is the dataset's). Raises DataError where the shares of a code sum
    to more than 1, or a code stands twice with one new code.
    """
    shipped, own = table("programme_mapping"), ledger.table("programme_mapping")
    if len(own):
        shipped = shipped[~shipped["old"].isin(own["old"])]
        own = own.assign(basis_en=own["basis_vi"], own=True)
    rows = pd.concat([shipped.assign(own=False), own], ignore_index=True)[COLUMNS]
    rows["share"] = [Fraction(text) for text in rows["share"]]
    for old, parts in rows.groupby("old", sort=False):
        if parts["share"].sum() > 1 or parts["new"].duplicated().any():
            total = float(parts["share"].sum())
            raise DataError(
                "programme_mapping.csv: mã cũ {old} có tổng tỷ trọng {total:g} hoặc một mã mới hai dòng; mỗi mã mới "
                "cần một dòng, tổng tỷ trọng của một mã cũ nhiều nhất là 1.",
                old=old,
                total=total,
            )
    order = {code: place for place, code in enumerate(table("programmes")["code"])}
    return rows.sort_values("old", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)


def parents() -> dict[str, str]:
    """The programme tree: the code above each code; empty above a programme.

    >>> parents()["DTTS.3.1"], parents()["DTTS.3"], parents()["DTTS"]
    ('DTTS.3', 'DTTS', '')
    """
    rows = table("programmes")
    return dict(zip(rows["code"], rows["parent"], strict=True))


def own_amounts(amounts: Mapping[str, int], tree: Mapping[str, str]) -> dict[str, int]:
    """What each published code holds beyond its published parts, so that every đồng stands once; the sum of the tops.

    Where the published parts exceed their whole they contradict it: the whole stands, undivided.

    >>> own_amounts({"DTTS": 100, "DTTS.1": 30, "DTTS.3": 50, "DTTS.3.1": 20}, parents())
    {'DTTS': 20, 'DTTS.1': 30, 'DTTS.3': 30, 'DTTS.3.1': 20}
    >>> own_amounts({"DTTS": 100, "DTTS.1": 101}, parents())
    {'DTTS': 100}
    """
    below: dict[str, list[str]] = {}
    for code in amounts:
        below.setdefault(_published_above(code, amounts, tree), []).append(code)
    own: dict[str, int] = {}

    def walk(code: str) -> None:
        parts = below.get(code, [])
        rest = amounts[code] - sum(amounts[part] for part in parts)
        own[code] = rest if rest >= 0 else amounts[code]
        if rest >= 0:
            for part in parts:
                walk(part)

    for top in below.get("", []):
        walk(top)
    return own


def _published_above(code: str, amounts: Mapping[str, int], tree: Mapping[str, str]) -> str:
    """The nearest code above that has an amount too; empty where there is none."""
    above = tree.get(code, "")
    while above and above not in amounts:
        above = tree.get(above, "")
    return above


def moved(amounts: Mapping[str, int], mapping: pd.DataFrame, tree: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """Amounts by old code as amounts by (old, new) code, in whole numbers that add up to each old amount.

    amounts: of `own_amounts`. A code without rows of its own follows the nearest code above it that has some, and is
    `UNDECIDED` where there is none; so is what shares leave over.

    >>> rows = pd.DataFrame({"old": ["DTTS", "DTTS"], "new": ["TH.2", "VH"], "share": [Fraction(2, 3), Fraction(0)]})
    >>> moved({"DTTS.1": 10, "GNBV": 7}, rows, parents())
    {('DTTS.1', 'TH.2'): 7, ('DTTS.1', ''): 3, ('GNBV', ''): 7}
    """
    moving = kept(mapping, [share > 0 for share in mapping["share"]])
    shares = {old: dict(zip(rows["new"], rows["share"], strict=True)) for old, rows in moving.groupby("old")}
    out: dict[tuple[str, str], int] = {}
    for code, amount in amounts.items():
        ruling = code
        while ruling and ruling not in shares:
            ruling = tree.get(ruling, "")
        parts = dict(shares.get(ruling, {}))
        parts[UNDECIDED] = parts.get(UNDECIDED, Fraction(0)) + 1 - sum(parts.values(), Fraction(0))
        for new, part in zip(parts, whole_parts(amount, list(parts.values())), strict=True):
            if parts[new] > 0:
                out[code, new] = part
    return out
