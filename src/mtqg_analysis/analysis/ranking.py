"""Units in a fair order: at the province's rates for their own mix, with the luck of few projects taken out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.indicators import fair_ratio, quotient
from mtqg_analysis.analysis.regression import false_discovery
from mtqg_analysis.analysis.shrinkage import Shrunk, funnel, overdispersion, shrink
from mtqg_analysis.ledger.ledger import Ledger

FEWEST = 2  # projects that a unit needs for its own variance to be known, and units for an order
MILLION = 1_000_000


@dataclass(frozen=True)
class Ranking:
    """Units ranked by shrunken rates, or not ranked where they differ by no more than noise.

    frame: one row a unit of one level: unit, plan, rate, projects (their number), sd (of the rate, from its projects),
    p, q (of lying as far from the centre by chance, and as adjusted for as many units), shrunk, shrunk_sd,
    expected_rank (NaN without a ranking), low95, high95, low998, high998 (the funnel's limits).
    """

    level: str
    frame: pd.DataFrame
    centre: float
    dispersion: float
    shrunk: Shrunk
    sources: tuple[str, ...]

    @property
    def ranked(self) -> bool:
        """Whether the units differ by more than noise."""
        return self.shrunk.between > 0


def fair(units: Cells) -> pd.DataFrame:
    """Plan, disbursed and rate of each unit, what it would have disbursed at the province's rates for its mix, and O/E.

    Columns level, unit, plan, disbursed, balance, rate, expected, ratio; the mix is that of programme and capital.
    """
    sums = units.by("level", "unit")
    kinds = units.frame.assign(kind=units.frame["programme"] + units.frame["capital"])
    wide = kinds.pivot_table(index=["level", "unit"], columns="kind", values=["plan", "disbursed"], aggfunc="sum")
    wide = wide.fillna(0).loc[list(sums[["level", "unit"]].itertuples(index=False, name=None))]
    return sums.join(fair_ratio(wide["plan"].to_numpy(), wide["disbursed"].to_numpy()))


def rank_units(ledger: Ledger, units: Cells | None) -> Ranking | None:
    """The units of the most numerous level, ranked; None unless projects add up to each one's plan.

    The variance of a unit's rate is that of the ratio estimator over its projects: Cochran, Sampling Techniques, ch. 6.
    """
    rows = ledger.table("projects")
    if units is None or rows.empty or units.cut_off != pd.Timestamp(units.year, 12, 31).date():
        return None
    rows = rows[rows["year"] == str(units.year)]
    levels = units.frame.groupby("level")["unit"].nunique().drop("agency", errors="ignore")
    if levels.empty:
        return None
    level = levels.idxmax()
    rows = rows[rows["level"] == level].astype({"plan": float, "disbursed": float})
    found = rows.groupby("unit", sort=False).apply(_precision, include_groups=False)
    plans = units.frame[units.frame["level"] == level].groupby("unit")["plan"].sum()
    if (MILLION * found["plan"]).to_dict() != plans.to_dict():  # projects of another basis, or not all of them
        return None
    if len(found) < FEWEST or (found["projects"] < FEWEST).any() or not (found["sd"] > 0).all():
        return None
    rates, sd = found["rate"].to_numpy(), found["sd"].to_numpy()
    centre = float(rows["disbursed"].sum() / rows["plan"].sum())
    dispersion, shrunk = overdispersion(rates, sd, centre), shrink(rates, sd)
    limits = pd.DataFrame(funnel(centre, sd, dispersion), found.index, ["low95", "high95", "low998", "high998"])
    ranks = shrunk.ranks if len(shrunk.ranks) else np.full(len(rates), np.nan)
    far = 2 * norm.sf(np.abs(rates - centre) / (np.sqrt(dispersion) * sd))
    found = found.assign(p=far, q=false_discovery(far))
    frame = found.assign(shrunk=shrunk.rates, shrunk_sd=shrunk.sd, expected_rank=ranks).join(limits).reset_index()
    frame = frame.assign(plan=MILLION * frame["plan"]).sort_values("shrunk", ascending=False, ignore_index=True)
    return Ranking(level, frame, centre, dispersion, shrunk, tuple(dict.fromkeys(rows["source"])))


def _precision(projects: pd.DataFrame) -> pd.Series:
    plan, paid, count = projects["plan"].sum(), projects["disbursed"].sum(), len(projects)
    rate = quotient(paid, plan)
    residuals = projects["disbursed"] - rate * projects["plan"]
    variance = count / max(count - 1, 1) * quotient((residuals**2).sum(), plan**2)
    return pd.Series({"plan": plan, "rate": rate, "projects": count, "sd": np.sqrt(variance)})
