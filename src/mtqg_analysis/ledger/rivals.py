"""One question with two answers: facts of one place that cannot be one value, from one source or from two."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from mtqg_analysis.domain.language import tr
from mtqg_analysis.ledger.facts import PLACE, Row
from mtqg_analysis.ledger.finding import Finding
from mtqg_analysis.ledger.words import describe, printed

BELOW = ("district", "commune", "agency")  # levels of those who send files


def check_rivals(facts: list[Row]) -> list[Finding]:
    """Facts of one place, source and day of publication that cannot be one value.

    A figure printed finer the second time is no rival, nor is one that was published on another day.
    """
    groups = _grouped(facts, [*PLACE, "known_on", "value_unit"])
    return [_rival(rows) for rows in groups if _differ(rows)]


def check_rival_sources(facts: list[Row], files: Collection[str]) -> list[Finding]:
    """Facts of one place, published on one day or on none that is known, of which two sources say different values.

    They are a warning: each may be right where the other is the older version. The last one in the file counts, as in
    every look-up of the newest version. files: sources that were read from files. Of the nation and of a province only
    these are held against each other: what is published of them rounds, and says "nearly" and "more than".
    """
    columns = [column for column in PLACE if column != "source"]
    held = (row for row in facts if row["source"] in files or row["level"] in BELOW)
    several = (rows for rows in _grouped(held, [*columns, "known_on"]) if len({row["source"] for row in rows}) > 1)
    return [_of_sources(rows) for rows in several if _differ(rows)]


def _grouped(facts: Iterable[Row], columns: list[str]) -> list[list[Row]]:
    places: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in facts:
        places[tuple(row[column] for column in columns)].append(row)
    return list(places.values())


def _differ(rows: list[Row]) -> bool:
    return bool(max(row["low"] for row in rows) > min(row["high"] for row in rows))


def _listed(rows: list[Row]) -> str:
    return "; ".join(f"{printed(row['figure'])} ({row['fact']})" for row in rows)


def _rival(rows: list[Row]) -> Finding:
    values = _listed(rows)
    message = tr(
        "{row}: một nguồn cho nhiều giá trị khác nhau ở cùng một chỗ: {values}. Hãy bỏ số sai, hoặc ghi phần hẹp hơn "
        "vào scope, part_of hay fund.",
        row=describe(rows[0]),
        values=values,
    )
    return Finding("error", "rival_values", tuple(row["fact"] for row in rows), values, tr("một giá trị"), message)


def _of_sources(rows: list[Row]) -> Finding:
    values, last = _listed(rows), rows[-1]
    message = tr(
        "{row}: các nguồn cho giá trị khác nhau: {values}. Số được dùng là {figure} ({fact}), đứng sau cùng trong tệp; "
        "nếu số khác mới đúng, hãy bỏ nguồn sai hoặc ghi known_on (ngày công bố) của từng số.",
        row=describe(last),
        values=values,
        figure=printed(last["figure"]),
        fact=last["fact"],
    )
    return Finding("warning", "rival_sources", tuple(row["fact"] for row in rows), values, tr("một giá trị"), message)
