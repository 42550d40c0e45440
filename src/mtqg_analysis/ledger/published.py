"""A single CSV in the column form in which published figures are collected, turned into facts.

One row is one figure with its indicator name, context, source and a free note. The indicator gives measure,
fund and plan basis; the note gives qualifier, month and narrower scope, by the phrases of the reference
table `note_marks`. Verdicts about arithmetic that a note may hold are never read.
"""

import re
from collections.abc import Hashable
from functools import cache
from pathlib import PurePath

import pandas as pd

from mtqg_analysis.domain.figure import printed_half_width
from mtqg_analysis.domain.period import last_day_of
from mtqg_analysis.domain.reference import code_of, fold, table
from mtqg_analysis.domain.units import LEVELS_WITH_CODES, NATION, find_units
from mtqg_analysis.ledger.column import DATE_FORM, NUMBER_FORM, YEAR_FORM, Column
from mtqg_analysis.ledger.facts import FACT_COLUMNS

PUBLISHED_COLUMNS = (
    "id",
    "indicator",
    "level",
    "unit_name",
    "province",
    "programme",
    "capital_type",
    "capital_origin",
    "year",
    "as_of",
    "basis",
    "value",
    "value_unit",
    "source_title",
    "source_url",
    "source_date",
    "note",
)
# What a spreadsheet may have written otherwise; notes, contexts and names are words.
PUBLISHED_FORMS = (
    Column("year", "năm", form=YEAR_FORM),
    Column("as_of", "ngày chốt", form=DATE_FORM),
    Column("value", "giá trị", form=NUMBER_FORM),
    Column("source_date", "ngày công bố", form=DATE_FORM),
)
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
PublishedRow = dict[Hashable, str]
_QUALIFIER = re.compile(r"qualifier=\s*([^;(]+)")
_ISO_MONTH = re.compile(r"as_of month\s*=\s*(\d{4}-\d{2})")
_WORD_MONTH = re.compile(rf"as_of:?\s+(?:early |mid |late )?({'|'.join(MONTHS)})\s+(\d{{4}})", re.IGNORECASE)


def is_published_form(columns: list[str]) -> bool:
    """Whether a CSV header is that of collected published figures."""
    return set(PUBLISHED_COLUMNS) <= set(columns)


def facts_from_published(rows: pd.DataFrame) -> pd.DataFrame:
    """Facts (columns of `FACT_COLUMNS`), one per row, ids kept; codes that no table knows stay as spelled."""
    facts = pd.DataFrame([_fact(row) for row in rows.to_dict("records")], columns=[c.name for c in FACT_COLUMNS])
    return facts.fillna("")


def _fact(row: PublishedRow) -> dict[str, str]:
    marks = _marks(row["note"])
    indicator = _indicators().get(row["indicator"], {})
    qualifier = marks.get("qualifier", "")
    year, _, year_to = row["year"].partition("-")
    as_of = row["as_of"] or marks.get("as_of", "")
    origin = _code("origin", row["capital_origin"])
    return {
        "fact": row["id"],
        "measure": indicator.get("measure", row["indicator"]),
        "part_of": indicator.get("part_of", ""),
        "fund": marks.get("fund", indicator.get("fund", "")),
        "plan_basis": marks.get("plan_basis", indicator.get("plan_basis", "")),
        "origin": origin,
        "programme": marks.get("programme", _code("programme", row["programme"])),
        "capital": _code("capital", row["capital_type"]),
        "level": row["level"],
        "unit": unit_code(row["unit_name"], row["level"], row["province"], as_of or year),
        "province": unit_code(row["province"], "province", row["province"], as_of or year),
        "year": year,
        "year_to": year_to,
        "as_of": as_of,
        "status": _code("status", row["basis"]),
        "value": row["value"],
        "value_unit": row["value_unit"],
        "half_width": str(printed_half_width(row["value"], row["value_unit"], bool(qualifier))),
        "qualifier": qualifier,
        "scope": marks.get("scope", ""),
        "flags": marks.get("flags", ""),
        "source": _source_key(row),
        "known_on": row["source_date"],
    }


@cache
def _indicators() -> dict[Hashable, dict[Hashable, str]]:
    indicators: dict[Hashable, dict[Hashable, str]] = table("indicators").set_index("indicator").to_dict("index")
    return indicators


def _code(kind: str, spelling: str) -> str:
    return code_of(kind, spelling) or spelling if spelling else ""


def _marks(note: str) -> dict[str, str]:
    """What a note says in known phrases: qualifier, month, scope, programme, basis, fund, flags."""
    marks: dict[str, str] = {}
    text = fold(note)
    for phrase, field, code in table("note_marks").itertuples(index=False):
        if phrase in text:
            held = marks.get(field)
            marks[field] = f"{held}|{code}" if field == "flags" and held and code not in held.split("|") else code
    if match := _QUALIFIER.search(note):
        marks["qualifier"] = _code("qualifier", match.group(1).strip())
    elif re.search(r"\bat least\b|, or more\b", text):
        marks["qualifier"] = "over"
    if match := _ISO_MONTH.search(note):
        marks["as_of"] = match.group(1)
    elif match := _WORD_MONTH.search(note):
        marks["as_of"] = f"{match.group(2)}-{MONTHS.index(match.group(1).lower()) + 1:02d}"
    return marks


def unit_code(name: str, level: str, province: str, when: str) -> str:
    """The code of a unit named in a published row; the name itself where the tables do not list it.

    when: a partial date, or a year, that picks between code lists.
    """
    if level == "national":
        return NATION
    if not name or level not in LEVELS_WITH_CODES:
        return name
    provinces = find_units(province, "province")
    units = find_units(name, level, provinces[0].code if provinces and level != "province" else "")
    try:
        day = last_day_of(when)
    except ValueError:
        day = None
    valid = [unit for unit in units if day is None or unit.valid_on(day)]
    return (valid or [*units])[-1].code if units else name


def _source_key(row: PublishedRow) -> str:
    return " | ".join(part for part in (row["source_title"], row["source_url"], row["source_date"]) if part)


def sources_from_published(rows: pd.DataFrame) -> pd.DataFrame:
    """The distinct sources of published rows, in the columns of `sources.csv`."""
    sources = pd.DataFrame(
        {
            "source": [_source_key(row) for row in rows.to_dict("records")],
            "title": rows["source_title"],
            "publisher": _host(rows["source_url"]),
            "date": rows["source_date"],
            "date_precision": "",
            "url": rows["source_url"],
        }
    )
    return sources.drop_duplicates("source").reset_index(drop=True)


def _host(urls: pd.Series) -> list[str]:
    return [PurePath(url.split("//", 1)[-1]).parts[0] if url else "không đăng trên mạng" for url in urls]
