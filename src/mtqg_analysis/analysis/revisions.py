"""Published estimates of a month held against the actual figures published of it later."""

from typing import Any

import pandas as pd

from mtqg_analysis.analysis.compare import best_vintages

REVISION = ("day", "stage", "estimate", "actual", "error", "facts", "sources")


def revisions(rates: pd.DataFrame) -> pd.DataFrame:
    """Estimates whose later actual was published on the same definition, one row per estimate and actual.

    Columns: programme, year, day, plan_basis, estimate and actual (figures), error (estimate - actual, fraction),
    facts and sources of both. The earliest estimate meets the newest actual.
    """
    key = ["programme", "capital", "origin", "year", "as_of", "plan_basis"]
    estimates = rates[rates["status"] == "estimate"].sort_values(["known_on", "fact"], kind="stable")
    first = _by(key, estimates.drop_duplicates(key))
    last = _by(key, best_vintages(rates[rates["status"] == "actual"], key))
    found = [
        dict(zip(key, values, strict=True)) | _revision(first[values], last[values])
        for values in sorted(first.keys() & last.keys())
        if first[values]["known_on"] < last[values]["known_on"]
    ]
    return pd.DataFrame(found, columns=[*key, *REVISION])


def _by(key: list[str], rows: pd.DataFrame) -> dict[tuple[str, ...], dict[Any, Any]]:
    """Each of some rows by the values of its key."""
    return {tuple(row[name] for name in key): row for row in rows.to_dict("records")}


def _revision(first: dict[Any, Any], last: dict[Any, Any]) -> dict[str, object]:
    return {
        "day": first["day"],
        "stage": first["stage"],
        "estimate": first["figure"],
        "actual": last["figure"],
        "error": first["exact"] - last["exact"],
        "facts": (first["fact"], last["fact"]),
        "sources": (first["source"], last["source"]),
    }
