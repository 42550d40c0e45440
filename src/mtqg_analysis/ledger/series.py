"""Checks over several figures: two values in one place, cumulative amounts that fall, rates that cannot be."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from mtqg_analysis.domain.language import tr, written_partial
from mtqg_analysis.ledger.facts import PLACE, Row
from mtqg_analysis.ledger.finding import Finding
from mtqg_analysis.ledger.ratios import quotient_bounds
from mtqg_analysis.ledger.sums import splits_of
from mtqg_analysis.ledger.words import describe, printed

_WHOLE_RATE = re.compile(r"(rate|share)(?!.*(change|increase|gap|growth|reduction))")
SERIES = ["level", "unit", "province", "programme", "capital", "origin", "fund", "part_of", "scope", "year", "year_to"]


def check_falls(facts: list[Row]) -> list[Finding]:
    """Cumulative disbursement that falls from one cut-off to the next beyond rounding.

    An actual figure may not be undercut by anything later; an estimate only by a later estimate of the same
    source, since a later actual below an earlier estimate is a revision. Figures whose origin or capital type is
    not published are compared within one source.
    """
    dated = [row for row in facts if row["measure"] == "disbursed" and len(row["as_of"]) == len("2024-12-31")]
    series: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in dated:
        vague = "unknown" in (row["origin"], row["capital"]) or not row["origin"]
        series[(row["source"] if vague else "", *(row[column] for column in SERIES))].append(row)
    return [finding for rows in series.values() for finding in _falls(sorted(rows, key=lambda row: row["day"]))]


def _falls(rows: list[Row]) -> Iterator[Finding]:
    for early, late in combinations(rows, 2):
        undercut = early["day"] < late["day"] and late["high"] < early["low"]
        if undercut and (
            early["status"] == "actual" or (late["status"] == "estimate" and early["source"] == late["source"])
        ):
            yield _fall(early, late)
            return  # one slip makes many later figures look low: the first pair names it


def _fall(early: Row, late: Row) -> Finding:
    found, expected = printed(late["figure"]), tr("không thấp hơn {figure}", figure=printed(early["figure"]))
    message = tr(
        "{late}: lũy kế {found} thấp hơn {figure} đến {as_of} ({fact}).",
        late=describe(late),
        found=found,
        figure=printed(early["figure"]),
        as_of=written_partial(early["as_of"]),
        fact=early["fact"],
    )
    return Finding("error", "cumulative_fall", (early["fact"], late["fact"]), found, expected, message)


def check_rate_range(facts: list[Row]) -> list[Finding]:
    """Rates and shares of a whole above 100 %."""
    rates = [row for row in facts if row["value_unit"] == "percent" and _WHOLE_RATE.search(row["measure"])]
    return [
        Finding(
            "error",
            "rate_above_100",
            (row["fact"],),
            printed(row["figure"]),
            tr("không quá 100%"),
            tr("{row}: {figure} vượt 100%.", row=describe(row), figure=printed(row["figure"])),
        )
        for row in rates
        if row["low"] > 1
    ]


def check_negatives(facts: list[Row]) -> list[Finding]:
    """Figures below zero that cannot be: a correction of what was disbursed may be, and so may a change."""
    signed = re.compile(r"disbursed|change|increase|gap|growth|reduction|correlation")
    return [
        Finding(
            "error",
            "negative_value",
            (row["fact"],),
            printed(row["figure"]),
            tr("số không âm"),
            tr("{row}: {figure} là số âm; chỉ số giải ngân (điều chỉnh giảm) và mức thay đổi mới âm được.", **said),
        )
        for row in facts
        if row["figure"].value < 0 and not signed.search(row["measure"])
        for said in [{"row": describe(row), "figure": printed(row["figure"])}]
    ]


def check_mixtures(facts: list[Row]) -> list[Finding]:
    """A total rate is a weighted mean of its parts' rates: it lies between them, and so do the plans they imply."""
    index = _index(facts, "disbursement_rate")
    amounts = _index(facts, "disbursed")
    findings = []
    for key, whole in index.items():
        for split in (split for split in splits_of(whole) if split.column != "fund" and not split.optional):
            place = PLACE.index(split.column)
            keys = [(*key[:place], code, *key[place + 1 :]) for code in split.parts]
            if all(part in index for part in keys):
                findings += _mixture(
                    whole, [index[part] for part in keys], [amounts.get(_amount(part)) for part in (key, *keys)]
                )
    return findings


def _index(facts: list[Row], measure: str) -> dict[tuple[str, ...], Row]:
    return {tuple(row[column] for column in PLACE): row for row in facts if row["measure"] == measure}


def _amount(key: tuple[str, ...]) -> tuple[str, ...]:
    """The key of the disbursed amount of a rate: an amount has no plan basis."""
    changes = {"measure": "disbursed", "plan_basis": ""}
    return tuple(changes.get(column, value) for column, value in zip(PLACE, key, strict=True))


def _mixture(whole: Row, parts: list[Row], amounts: list[Row | None]) -> list[Finding]:
    ids = (whole["fact"], *(part["fact"] for part in parts))
    shown = ", ".join(printed(part["figure"]) for part in parts)
    if whole["low"] > max(part["high"] for part in parts) or whole["high"] < min(part["low"] for part in parts):
        message = tr(
            "{whole}: {figure} không nằm giữa các tỷ lệ thành phần ({shown}).",
            whole=describe(whole),
            figure=printed(whole["figure"]),
            shown=shown,
        )
        return [
            Finding(
                "warning", "rate_outside_parts", ids, printed(whole["figure"]), tr("giữa {shown}", shown=shown), message
            )
        ]
    if any(amount is None for amount in amounts):
        return []
    implied = [
        quotient_bounds(amount["figure"], rate["figure"])  # type: ignore[index]
        for amount, rate in zip(amounts, [whole, *parts], strict=True)
    ]
    low, high = sum(plan[0] for plan in implied[1:]), sum(plan[1] for plan in implied[1:])
    if low <= implied[0][1] and implied[0][0] <= high:
        return []
    ids += tuple(amount["fact"] for amount in amounts)  # type: ignore[index]
    message = tr(
        "{whole}: kế hoạch suy ra từ tổng không bằng tổng các kế hoạch suy ra từ thành phần ({shown}).",
        whole=describe(whole),
        shown=shown,
    )
    return [
        Finding(
            "warning", "implied_plans_disagree", ids, printed(whole["figure"]), tr("giữa {shown}", shown=shown), message
        )
    ]
