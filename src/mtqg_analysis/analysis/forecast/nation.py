"""The nation's public investment as a triangle, of published rates."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.compare import best_vintages, by_vintage, month_ends
from mtqg_analysis.analysis.forecast.reading import published
from mtqg_analysis.analysis.forecast.triangle import LAST, Triangle
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.period import month_end
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import Ledger

MONTH = ["year", "stage"]


class Rate(NamedTuple):
    """A published share of the nation's plan, of a day, when it was published, and the month of which year it is."""

    day: date
    published: date
    year: int
    stage: int
    exact: float
    source: str


def national_triangle(context: Ledger, as_of: date, with_estimates: bool) -> Triangle | None:
    """The nation's public investment as published rates of the plan assigned by the Prime Minister, year's own money.

    with_estimates: a month without an actual figure takes the estimate of it; such a series is of mixed status. Rates
    of a doubtful basis stay out. None where nothing is published.
    """
    rows = _national_rows(context, as_of)
    if not with_estimates:
        rows = rows[rows["status"] == "actual"]
    if rows.empty:
        return None
    name = "mixed" if with_estimates else "actual"
    rates = [
        Rate(row.day, published(row), int(row.year), row.stage, row.exact, row.source)
        for row in by_vintage(rows).itertuples()
    ]

    def then(year: int, origin: int) -> Triangle:
        by, day = month_end(year, origin + 1), month_end(year, origin)
        return _of_rates(name, [rate for rate in rates if rate.published <= by and rate.day <= day])

    return replace(_of_rates(name, rates), then=then)


def national_figures(context: Ledger, as_of: date) -> dict[tuple[int, int], Figure]:
    """The rates of the series of mixed status as their sources print them, by year and month of the plan year."""
    best = best_vintages(_national_rows(context, as_of), MONTH)
    return {(int(row.year), int(row.stage)): row.figure for row in best.itertuples()}


def national_rates(context: Ledger, as_of: date) -> pd.DataFrame:
    """The facts on the nation's rate of public investment under the plan assigned by the Prime Minister (fractions)."""
    return context.seen(as_of).find(
        measure="disbursement_rate",
        level="national",
        programme="PI",
        capital="investment",
        origin="current_year",
        plan_basis="pm_assigned",
    )


def _national_rows(context: Ledger, as_of: date) -> pd.DataFrame:
    rows = national_rates(context, as_of)
    rows = month_ends(kept(rows, ["other_basis" not in flags for flags in rows["flags"]]))
    return rows[rows["stage"].between(1, LAST)]


def _of_rates(name: str, rates: list[Rate]) -> Triangle:
    """The series of some rates, of each month the last."""
    best = {(rate.year, rate.stage): rate for rate in rates}
    years = tuple(sorted({year for year, _ in best}))
    paid = np.full((len(years), LAST), np.nan)
    for (year, stage), rate in best.items():
        paid[years.index(year), stage - 1] = rate.exact
    sources = tuple(dict.fromkeys(best[month].source for month in sorted(best)))
    return Triangle("nation", name, years, paid, np.ones_like(paid), sources=sources)
