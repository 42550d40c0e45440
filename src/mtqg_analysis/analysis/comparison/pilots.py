"""The pilot districts: whether they changed more than the others, and whether chance alone would have done as much."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import logit

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.comparison.movements import DISTRICT
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.reference import table
from mtqg_analysis.methods.few_clusters import (
    Exact,
    confidence_set,
    detectable,
    difference_in_differences,
    placebo,
    randomisation,
    studentised,
)
from mtqg_analysis.methods.regression import holm

ENOUGH_YEARS = 3  # before the pilot, for parallel trends to be looked at
STEP = 0.0001  # of the grid on which effects are tested: a hundredth of a point


@dataclass(frozen=True)
class Pilot:
    """The pilot units against the others, for all capital ("total") and by type.

    pilots: unit codes. before, after: plan years. changes: of each district by capital, after minus mean before
    (fractions). tests: randomisation over all choices of as many districts; adjusted: their three p-values by Holm.
    sets: effects not rejected at 90 %.
    placebos: the estimates of all choices. logit_test, studentised_test: the same test on the logit scale, and of the
    estimate over its standard error (None with a single pilot). weighted: the estimate weighted by plan.
    dropped: the estimate without each other district. plans: the difference in differences of the logarithm of the
    plan and of the disbursement.
    detectable: the smallest effect that such a test finds four times out of five; infinite where it never rejects.
    """

    pilots: tuple[str, ...]
    before: tuple[int, ...]
    after: int
    changes: pd.DataFrame
    tests: dict[str, Exact]
    adjusted: dict[str, float]
    sets: dict[str, tuple[float, float]]
    placebos: np.ndarray
    logit_test: Exact
    studentised_test: Exact | None
    weighted: float
    dropped: pd.Series
    plans: dict[str, float]
    detectable: float

    @property
    def trends_visible(self) -> bool:
        """Whether there are enough years before the pilot to look at parallel trends."""
        return len(self.before) >= ENOUGH_YEARS

    @property
    def rank(self) -> int:
        """Where the pilots' estimate stands among all choices, the highest first."""
        return int((self.placebos > self.tests["total"].estimate + 1e-12).sum()) + 1


def pilot_units(province: str, year: int) -> tuple[str, ...]:
    """The pilot districts of a province in a year, from the reference table of rules."""
    rules = table("rules")
    rows = rules[(rules["rule"] == "pilot_district") & (rules["applies_to"] == province)]
    rows = rows[(rows["valid_from"] <= f"{year}-12-31") & (rows["valid_to"] >= f"{year}-12-31")]
    return tuple(rows["key"])


def evaluate_pilot(units: dict[int, Cells], province: str) -> Pilot | None:
    """The first year in which the province had pilot districts against the years before.

    None where no year of the panel has pilots, or none before has the same districts.
    """
    own = {year: cells.where(cells.frame["level"] == DISTRICT) for year, cells in sorted(units.items())}
    after = next((year for year in own if pilot_units(province, year)), None)
    if after is None:
        return None
    pilots, codes = pilot_units(province, after), set(own[after].frame["unit"])
    before = tuple(year for year in own if year < after and set(own[year].frame["unit"]) == codes)
    if not before or not set(pilots) < codes:
        return None
    rates = {name: _rates(own, name) for name in ("total", *CAPITALS)}
    changes = pd.DataFrame({name: one[after] - one[list(before)].mean(axis=1) for name, one in rates.items()})
    treated = changes.index.isin(pilots)
    tests = {name: randomisation(changes[name].to_numpy(), treated) for name in changes}
    moved = changes["total"].to_numpy()
    return Pilot(
        pilots,
        before,
        after,
        changes,
        tests,
        dict(zip(tests, holm(np.array([test.p for test in tests.values()])), strict=True)),
        {name: confidence_set(changes[name].to_numpy(), treated, 0.90, STEP) for name in changes},
        placebo(moved, len(pilots)),
        _on_logits(rates["total"], before, after, treated),
        studentised(moved, treated) if len(pilots) > 1 else None,
        _weighted(moved, own[after].by("unit").set_index("unit")["plan"].sort_index().to_numpy(), treated),
        _without_each(moved, treated, changes.index),
        {name: _growth(own, name, before, after, treated) for name in ("plan", "disbursed")},
        detectable(len(pilots), len(codes)) * float(moved[~treated].std(ddof=1)),
    )


def _rates(own: dict[int, Cells], capital: str) -> pd.DataFrame:
    """One row a district, one column a year."""
    parts = {
        year: cells if capital == "total" else cells.where(cells.frame["capital"] == capital)
        for year, cells in own.items()
    }
    return pd.DataFrame({year: part.by("unit").set_index("unit")["rate"] for year, part in parts.items()}).sort_index()


def _on_logits(rates: pd.DataFrame, before: tuple[int, ...], after: int, treated: np.ndarray) -> Exact:
    scaled = pd.DataFrame(logit(rates.clip(1e-6, 1 - 1e-6)), rates.index, rates.columns)
    return randomisation((scaled[after] - scaled[list(before)].mean(axis=1)).to_numpy(), treated)


def _weighted(moved: np.ndarray, plan: np.ndarray, treated: np.ndarray) -> float:
    """The difference in differences of the average đồng."""
    inside, outside = (np.average(moved[part], weights=plan[part]) for part in (treated, ~treated))
    return float(inside - outside)


def _without_each(moved: np.ndarray, treated: np.ndarray, codes: pd.Index) -> pd.Series:
    """The estimate when one of the other districts is left out, for each of them."""
    estimates = {}
    for place, code in enumerate(codes):
        if not treated[place]:
            keep = np.arange(len(moved)) != place
            estimates[code] = difference_in_differences(moved[keep], treated[keep])
    return pd.Series(estimates)


def _growth(own: dict[int, Cells], name: str, before: tuple[int, ...], after: int, treated: np.ndarray) -> float:
    amounts = pd.DataFrame({year: cells.by("unit").set_index("unit")[name] for year, cells in own.items()}).sort_index()
    logs = np.log(amounts)
    return difference_in_differences((logs[after] - logs[list(before)].mean(axis=1)).to_numpy(), treated)
