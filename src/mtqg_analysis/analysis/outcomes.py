"""What the money was for: poverty and new-rural communes, the newest figure of each year."""

from datetime import date

import pandas as pd

from mtqg_analysis.analysis.compare import best_vintages
from mtqg_analysis.domain.period import Period
from mtqg_analysis.ledger.ledger import Ledger

OUTCOMES = (
    "poverty_rate",
    "near_poor_rate",
    "poverty_and_near_poverty_rate",
    "poor_households",
    "near_poor_households",
    "communes_ntm",
    "communes_total",
    "communes_ntm_advanced",
    "communes_ntm_model",
    "avg_criteria_per_commune",
)


def read_outcomes(ledger: Ledger, period: Period) -> pd.DataFrame:
    """The newest fact by the cut-off of every outcome measure of the province, one row per measure and year."""
    own = {"unit": ledger.dataset.province, "level": "province"}
    rows = ledger.seen(period.as_of).find(measure=list(OUTCOMES), status=["actual", "estimate"], **own)
    rows = rows.assign(day=[or_year_end(*of) for of in zip(rows["day"], rows["year"], strict=True)])
    return best_vintages(rows, ["measure", "year"])


def or_year_end(day: date | None, year: str) -> date:
    """The day that a figure is of; one that names only its year is of the whole of it."""
    return day if isinstance(day, date) else date(int(year), 12, 31)
