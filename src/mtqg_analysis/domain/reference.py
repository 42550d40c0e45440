"""The reference tables shipped with the package: rows of law and nomenclature, each with source and `verified`.

Tables live as CSV beside this module, so that a programme, a spelling or a rule is added by editing data.
"""

import unicodedata
from datetime import date
from functools import cache
from importlib.resources import files

import pandas as pd

from mtqg_analysis.domain.language import current_language


@cache
def table(name: str) -> pd.DataFrame:
    """One reference table, every cell as text (empty where nothing is known).

    >>> table("programmes").set_index("code").loc["DTTS", "short_vi"]
    'DTTS&MN'
    """
    with (files(__package__) / "reference" / f"{name}.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream, dtype=str, keep_default_na=False)


def rules_on(rule: str, day: date, until: date | None = None) -> pd.DataFrame:
    """The rows of a rule in force on a day, or on any day from it until another.

    >>> [rules_on("disbursement_end", date(year, 1, 1))["reference"].item() for year in (2024, 2026)]
    ['Luật Đầu tư công 2019, Điều 68', 'Luật Đầu tư công 58/2024/QH15, Điều 72']
    """
    rows = table("rules")
    return in_force(rows[rows["rule"] == rule], day, until).reset_index(drop=True)


def in_force(rows: pd.DataFrame, day: date, until: date | None = None) -> pd.DataFrame:
    """The rows of a dated table in force on a day, or on any day from it until another; no date is no end.

    >>> in_force(table("programmes"), date(2021, 1, 1)).query("level == 'programme'")["code"].tolist()
    ['DTTS', 'GNBV', 'NTM']
    """
    begun = rows["valid_from"] <= (until or day).isoformat()
    return rows[begun & ((rows["valid_to"] == "") | (rows["valid_to"] >= day.isoformat()))]


def fold(text: str) -> str:
    """A spelling's key: composed, caseless, single spaces. Accents stay: "Tân" is not "Tấn".

    >>> fold("  Vốn  Sự nghiệp ") == fold("vốn sự nghiệp")
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@cache
def _spellings(kind: str) -> dict[str, str]:
    rows = table("spellings").query("kind == @kind")
    codes = {fold(code): code for code in reversed(list(rows["code"])) if code}
    return codes | {fold(spelling): code for spelling, code in zip(rows["spelling"], rows["code"], strict=True)}


def code_of(kind: str, spelling: str) -> str | None:
    """The code that a spelling stands for, or None when no table row knows it.

    >>> code_of("capital", "kinh phí thường xuyên"), code_of("programme", "giảm nghèo bền vững")
    ('recurrent', 'GNBV')
    """
    return _spellings(kind).get(fold(spelling)) or None


@cache
def _labels(language: str) -> dict[tuple[str, str], str]:
    labels, programmes = table("labels"), table("programmes")
    short, name = f"short_{language}", f"name_{language}"
    named = {("programme", row["code"]): row[short] or row[name] for row in _rows(programmes)}
    return named | {(row["kind"], row["code"]): row[f"label_{language}"] for row in _rows(labels)}


def _rows(rows: pd.DataFrame) -> list[dict[str, str]]:
    return list(rows.to_dict("records"))


def measure_names() -> dict[str, str]:
    """The Vietnamese name of each measure: of its widest meaning, that names no part and no fund where there is one.

    >>> measure_names()["disbursement_rate"]
    'Tỷ lệ giải ngân'
    """
    rows = table("indicators").sort_values(["part_of", "fund"], kind="stable").drop_duplicates("measure")
    return dict(sorted(zip(rows["measure"], rows["label_vi"], strict=True)))


def label(kind: str, code: str) -> str:
    """The label of a code in the language in use; the code itself where the tables hold none.

    >>> label("capital", "recurrent")
    'Vốn sự nghiệp'
    """
    return _labels(current_language()).get((kind, code), code)
