"""Units in a fair order: at the province's rates for their own mix, with the luck of few projects taken out."""

from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pandas as pd
from scipy.stats import norm

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.indicators import fair_ratio
from mtqg_analysis.methods.lottery import DRAWS, dealt_by_lot, ratios
from mtqg_analysis.methods.regression import false_discovery
from mtqg_analysis.methods.shrinkage import LIMITS, Shrunk, funnel, posterior

FEWEST = 5  # projects that a unit needs for its own variance to be known; with fewer, intervals were seen to fail
CLEAR = 0.05  # below it units are said to differ by more than chance
MILLION = 1_000_000
FREE = 2.5  # residuals below which a variance is widened no further than at this number


@dataclass(frozen=True)
class Ranking:
    """Units at their own mix's rates, ranked where they differ by more than their projects would by lot.

    frame: one row a unit of one level: unit, plan, rate, projects (their number), adjusted (the rate that the unit
    would have with the mix of all: the overall rate times disbursed over expected), sd (of it, from the projects; every
    column after rests on it), p, q (of lying as far from the centre by chance, and as adjusted for as many units),
    shrunk, low, high (95 %), expected_rank (NaN without a ranking), low95, high95, low998, high998 (the funnel).
    centre: the overall rate. extreme: in how many of `draws` dealings of the projects by lot units lay as far apart.
    """

    level: str
    frame: pd.DataFrame
    centre: float
    extreme: int
    draws: int
    shrunk: Shrunk
    sources: tuple[str, ...]

    @property
    def p(self) -> float:
        """How often the units would lie as far apart if the same projects were dealt to them by lot."""
        return (1 + self.extreme) / (1 + self.draws)

    @property
    def ranked(self) -> bool:
        """Whether units differ by more than chance: the one rule for order, funnel and sentence."""
        return self.p < CLEAR

    @property
    def outside(self) -> int:
        """How many units lie outside the 95 % limits of chance."""
        return int(
            ((self.frame["adjusted"] > self.frame["high95"]) | (self.frame["adjusted"] < self.frame["low95"])).sum()
        )

    @property
    def unsure(self) -> int:
        """How many units' intervals hold the mean of all: between them the order is not sure."""
        mean = self.shrunk.mean
        return int(((self.frame["low"] <= mean) & (self.frame["high"] >= mean)).sum())

    @property
    def by_chance(self) -> float:
        """How many units chance alone is expected to put there."""
        return 2 * float(norm.sf(LIMITS[0])) * len(self.frame)


@dataclass(frozen=True)
class Unranked:
    """Why there is no ranking. reason: no_list, not_december, plan, disbursed, few, nothing_expected; units: whose."""

    reason: str
    units: tuple[str, ...] = ()
    level: str = ""


def fair(units: Cells) -> pd.DataFrame:
    """Plan, disbursed and rate of each unit, what it would have disbursed at the province's rates for its mix, and O/E.

    Columns level, unit, plan, disbursed, balance, rate, expected, ratio; the mix is that of programme and capital.
    """
    sums = units.by("level", "unit")
    kinds = units.frame.assign(kind=units.frame["programme"] + units.frame["capital"])
    wide = kinds.pivot_table(index=["level", "unit"], columns="kind", values=["plan", "disbursed"], aggfunc="sum")
    wide = wide.fillna(0).loc[list(sums[["level", "unit"]].itertuples(index=False, name=None))]
    return sums.join(fair_ratio(wide["plan"].to_numpy(), wide["disbursed"].to_numpy()))


def rank_units(ledger: Ledger, units: Cells | None) -> Ranking | Unranked:
    """The units of the most numerous level, or why they are not ranked.

    The projects of a unit must add up to its plan and to what it disbursed, to the đồng. Mix means programme and
    capital type of the projects. Each is expected to disburse at the overall rate of its kind.
    """
    rows = ledger.table("projects")
    if units is None or rows.empty or not (rows["year"] == str(units.year)).any():
        return Unranked("no_list")
    if units.cut_off != pd.Timestamp(units.year, 12, 31).date():
        return Unranked("not_december")
    counts = units.frame.groupby("level")["unit"].nunique().drop("agency", errors="ignore")
    if counts.empty:
        return Unranked("no_list")
    level = str(counts.idxmax())
    rows = rows[(rows["year"] == str(units.year)) & (rows["level"] == level)]
    rows = rows.assign(**{name: [_dong(text) for text in rows[name]] for name in ("plan", "disbursed")})
    own = units.frame[units.frame["level"] == level].groupby("unit")[["plan", "disbursed"]].sum()
    for name in ("plan", "disbursed"):
        listed = rows.groupby("unit")[name].sum().to_dict()
        wrong = [unit for unit in sorted({*own.index, *listed}) if listed.get(unit) != own[name].to_dict().get(unit)]
        if wrong:
            return Unranked(name, tuple(wrong), level)
    few = rows.groupby("unit").size().loc[lambda count: count < FEWEST]
    if len(few) or len(own) < 2:
        return Unranked("few", tuple(few.index), level)
    return rank_projects(rows, level)


def _dong(millions: str) -> int | Decimal:
    """An amount in đồng, exact; a fraction of a đồng stays one, and equals nothing."""
    amount = Decimal(millions) * MILLION
    return int(amount) if amount == int(amount) else amount


def rank_projects(rows: pd.DataFrame, level: str, draws: int = DRAWS) -> Ranking | Unranked:
    """The units of a list of projects that is whole: unit, programme, capital, plan, disbursed, source."""
    kind = pd.factorize(rows["programme"].str.split(".").str[0] + rows["capital"])[0]
    paid, plan = (rows[name].to_numpy(dtype=float) for name in ("disbursed", "plan"))
    sums = np.bincount(kind, plan)
    expected = plan * np.divide(np.bincount(kind, paid), sums, out=np.zeros(len(sums)), where=sums > 0)[kind]
    unit, codes = pd.factorize(rows["unit"])
    idle = codes[np.bincount(unit, expected) <= 0]
    if len(idle):
        return Unranked("nothing_expected", tuple(idle), level)
    found, centre = ratios(unit, paid, expected), float(paid.sum() / plan.sum())
    free = np.maximum(found.free, FREE)
    sd = centre * np.sqrt(found.variance * free / (free - 2))  # of Student's t with so many degrees of freedom
    if not (sd > 0).all():
        return Unranked("few", tuple(codes[sd <= 0]), level)
    adjusted = centre * found.ratio
    far = 2 * norm.sf(np.abs(adjusted - centre) / sd)
    shrunk, extreme = posterior(adjusted, sd), dealt_by_lot(unit, kind, paid, expected, draws)
    reach = LIMITS[0] * shrunk.sd
    frame = pd.DataFrame(
        {
            "unit": codes,
            "plan": np.bincount(unit, plan),
            "rate": np.bincount(unit, paid) / np.bincount(unit, plan),
            "projects": np.bincount(unit),
            "adjusted": adjusted,
            "sd": sd,
            "p": far,
            "q": false_discovery(far),
            "shrunk": shrunk.rates,
            "low": shrunk.rates - reach,
            "high": shrunk.rates + reach,
            "expected_rank": shrunk.ranks,
        }
    ).join(pd.DataFrame(funnel(centre, sd), columns=["low95", "high95", "low998", "high998"]))
    frame = frame.sort_values("shrunk", ascending=False, ignore_index=True)
    ranking = Ranking(level, frame, centre, extreme, draws, shrunk, tuple(dict.fromkeys(rows["source"])))
    return ranking if ranking.ranked else replace(ranking, frame=frame.assign(expected_rank=np.nan))
