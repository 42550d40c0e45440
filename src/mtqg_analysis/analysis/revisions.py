"""Published estimates of a month held against the actual figures published of it later."""

import pandas as pd

from mtqg_analysis.analysis.compare import best_vintages

REVISION = ("day", "stage", "estimate", "actual", "error", "facts", "sources")


def revisions(rates: pd.DataFrame) -> pd.DataFrame:
    """Estimates whose later actual was published on the same definition, one row per estimate and actual.

    Columns: programme, year, day, plan_basis, estimate and actual (figures), error (estimate - actual, fraction),
    facts and sources of both. The earliest estimate meets the newest actual.
    """
    key = ["programme", "capital", "origin", "year", "as_of", "plan_basis"]
    found = []
    for values, group in rates.groupby(key, sort=True):
        estimates, actuals = group[group["status"] == "estimate"], group[group["status"] == "actual"]
        if len(estimates) and len(actuals):
            first = estimates.sort_values(["known_on", "fact"], kind="stable").iloc[0]
            last = best_vintages(actuals, key).iloc[-1]
            if first["known_on"] < last["known_on"]:
                found.append(dict(zip(key, values, strict=True)) | _revision(first, last))
    return pd.DataFrame(found, columns=[*key, *REVISION])


def _revision(first: pd.Series, last: pd.Series) -> dict[str, object]:
    return {
        "day": first["day"],
        "stage": first["stage"],
        "estimate": first["figure"],
        "actual": last["figure"],
        "error": first["exact"] - last["exact"],
        "facts": (first["fact"], last["fact"]),
        "sources": (first["source"], last["source"]),
    }
