"""How far the nation came in the last month of a plan year: the step from December to January."""

import pandas as pd

from mtqg_analysis.analysis.compare import best_vintages, month_ends
from mtqg_analysis.analysis.forecast.nation import national_rates
from mtqg_analysis.domain.period import Period
from mtqg_analysis.ledger.ledger import Ledger

STEP = ("year", "december", "december_status", "january", "january_status", "low", "high", "facts", "sources")


def national_steps(context: Ledger, period: Period) -> pd.DataFrame:
    """The step from December to January of the nation's public investment in earlier plan years, as published.

    One row per plan year whose rates of the plan assigned by the Prime Minister are published at both ends:
    year, december and january (figures) with their statuses, low and high (exact rounding bounds of the step,
    fractions; "hơn 81%" leaves almost a point open), fact and source ids. Statuses are mixed, so the steps are a
    range to look at and not a sample.
    """
    rows = national_rates(context, period.as_of)
    chosen = best_vintages(month_ends(rows), ["year", "stage"]).set_index(["year", "stage"])
    steps = [
        _step(chosen.loc[year, 12], chosen.loc[year, 13])
        for year in sorted(year for year in set(rows["year"]) if int(year) < period.year)
        if (year, 12) in chosen.index and (year, 13) in chosen.index
    ]
    return pd.DataFrame(steps, columns=STEP)


def _step(december: pd.Series, january: pd.Series) -> dict[str, object]:
    return {
        "year": int(december.name[0]),
        "december": december["figure"],
        "december_status": december["status"],
        "january": january["figure"],
        "january_status": january["status"],
        "low": january["low"] - december["high"],
        "high": january["high"] - december["low"],
        "facts": (december["fact"], january["fact"]),
        "sources": (december["source"], january["source"]),
    }
