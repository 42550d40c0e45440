"""The fan of a province's capital, from the rates that its own units reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import logit

from mtqg_analysis.analysis.planning.assumed import Assumed
from mtqg_analysis.analysis.planning.capacities import NEEDED as OF_CAPACITY
from mtqg_analysis.analysis.planning.capacities import unit_capacities
from mtqg_analysis.analysis.planning.history import FEWEST, History
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.methods.capacity import grown
from mtqg_analysis.methods.shrinkage import shrink
from mtqg_analysis.methods.simulation import QUANTILES, Fan, Units, average_correlation, simulate
from mtqg_analysis.methods.water_filling import whole_parts

KEY = ["level", "unit", "capital"]
LEAST_SPREAD = 1e-6  # of logits; below it all years are alike, and no year's noise can be told from no noise
NEEDED = ("paths", "seed", "correlation", "correlation_low", "correlation_high", *OF_CAPACITY)  # assumptions
ENDS = {"low": 0.05, "middle": 0.50, "high": 0.95}  # the quantiles that a fan is told by
EDGE = 0.01  # rates beyond these ends are taken to lie at them, since a logit has no 0 and no 1


@dataclass(frozen=True)
class UnitFan:
    """fans: by correlation, the assumed one first. years: of the horizon. units: how many units, each capital its own.

    single: how many of them are known of one year only. spread: of a unit's yearly logit around its mean; observed:
    mean correlation of these residuals between units, or NaN; limited: how many units are held to a capacity.
    """

    fans: dict[float, Fan]
    years: tuple[int, ...]
    units: int
    single: int
    spread: float
    observed: float
    limited: int

    @property
    def main(self) -> Fan:
        """The fan at the assumed correlation."""
        return next(iter(self.fans.values()))

    @cached_property
    def at_end(self) -> pd.DataFrame:
        """By correlation, the smallest first: `ENDS` of the stock after the last year (đồng), and their width."""
        places = [QUANTILES.index(p) for p in ENDS.values()]
        rows = {level: fan.quantiles("closing")[-1][places].astype(float) for level, fan in sorted(self.fans.items())}
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(ENDS)).rename_axis("correlation")
        return frame.assign(width=frame["high"] - frame["low"])


def simulate_units(history: History, opening: dict[str, int], assumed: Assumed, years: range) -> UnitFan | None:
    """The fan over the units of the newest year.

    None where one of NEEDED or a plan of the horizon is not assumed, a capital has no unit in the newest year to carry
    its money, a unit of the newest year lacks a figure, no unit has two years, or all years are alike.

    opening: the carried-over stock by capital (đồng), divided over units by what they left undisbursed; new plans are
    divided by the newest year's. A unit's middle is its mean over years on the logit scale, drawn towards the others'
    as far as its few years are noise of its own (Paule-Mandel). What the common factor of the same years did to all of
    them at once cannot be averaged out over units: it is drawn again on each path.
    """
    if assumed.lacking(*NEEDED):
        return None
    stated = [{one: assumed.find("new_plan", capital=one, year=year) for one in CAPITALS} for year in years]
    wanted = [{one: amount for one, amount in row.items() if amount is not None} for row in stated]
    rates, spread = unit_rates(history)
    newest = rates[rates["year"] == history.years[-1]].set_index(KEY)
    known = set(newest.index.get_level_values("capital")) == set(CAPITALS)
    if any(len(row) < len(CAPITALS) for row in wanted) or not known or not spread > LEAST_SPREAD:
        return None
    if lacking_units(history):
        return None
    paths, seed = int(assumed.need("paths")), int(assumed.need("seed"))
    plans = _divided(newest, "plan", wanted)
    stock = _divided(newest, "left", [opening])[0]
    limit = _limits(history, assumed, newest.index, years)
    by_year = rates.pivot_table(index=KEY, columns="year", values="new", aggfunc="size").loc[newest.index].notna()
    seen = by_year.div(by_year.sum(axis=1), axis=0).to_numpy(dtype=float)

    def units(correlation: float) -> Units:
        centres = _centres(rates, spread * float(np.sqrt(max(1 - correlation, LEAST_SPREAD)))).loc[newest.index]
        old, new, doubt = (centres[name].to_numpy() for name in ("old", "new", "doubt"))
        of_all = [centres["of_all"].where(newest.index.get_level_values("capital") == one, 0.0) for one in CAPITALS]
        shared = np.column_stack([spread * np.sqrt(correlation) * seen, *of_all])
        return Units(stock, plans, old, new, doubt, spread, assumed.need("cancelled", "base"), limit, shared)

    levels = [assumed.need(name) for name in ("correlation", "correlation_low", "correlation_high")]
    fans = {level: simulate(units(level), level, paths, seed) for level in dict.fromkeys(levels)}
    residuals = rates.pivot_table(index=KEY, columns="year", values="residual").to_numpy()
    limited = int(np.isfinite(limit[0]).sum())
    single = int((rates.groupby(KEY, sort=False).size().loc[newest.index] == 1).sum())
    return UnitFan(fans, tuple(years), len(newest), single, spread, average_correlation(residuals), limited)


def lacking_units(history: History) -> tuple[tuple[str, str], ...]:
    """Level and code of the units whose money of the newest year is not all told: no money is divided beside them."""
    newest, gaps = history.years[-1], history.gaps
    rates = unit_rates(history)[0]
    told = rates[(rates["year"] == newest) & rates["left"].isna()]
    rows = pd.concat([gaps.loc[gaps["year"] == newest, ["level", "unit"]], told[["level", "unit"]]])
    return tuple(rows.drop_duplicates().itertuples(index=False, name=None))


def unit_rates(history: History) -> tuple[pd.DataFrame, float]:
    """One row a unit and year: plan and left (đồng), logit of new and of old money (NaN without), residual; the spread.

    left: NaN where others tell of carried-over money and the unit does not. Years of a unit that lack a cell's figure
    have no row.

    The spread is the pooled standard deviation of new money's logit around each unit's mean, NaN without two years.
    """
    lacking = set(history.gaps[[*KEY, "year"]].itertuples(index=False, name=None))
    own = history.frame[[*KEY, "year"]].itertuples(index=False, name=None)
    cells = kept(history.frame, [one not in lacking for one in own])
    parts = cells.groupby([*KEY, "year", "origin"], sort=False)[["plan", "disbursed"]].sum().reset_index()
    new, old = (parts[parts["origin"] == origin] for origin in ("current_year", "carried_over"))
    frame = new.drop(columns="origin").merge(
        old[[*KEY, "year", "plan", "disbursed"]], "left", [*KEY, "year"], suffixes=("", "_old")
    )
    frame = frame[frame["plan"] > 0].assign(
        new=lambda rows: _logit(rows["disbursed"] / rows["plan"]),
        old=lambda rows: _logit(rows["disbursed_old"] / rows["plan_old"].where(rows["plan_old"] > 0)),
        # more than the plan leaves nothing, and owes nothing to the next year
        left=lambda rows: (
            (rows["plan"] - rows["disbursed"]).clip(lower=0)
            + (rows["plan_old"] - rows["disbursed_old"]).fillna(0).clip(lower=0).mask(_untold(rows))
        ),
    )
    groups = frame.groupby(KEY, sort=False)["new"]
    frame = frame.assign(residual=frame["new"] - groups.transform("mean"))
    frame.loc[groups.transform("size") < 2, "residual"] = float("nan")
    free = int(frame["residual"].notna().sum()) - int((groups.size() > 1).sum())
    return frame, float(np.sqrt((frame["residual"] ** 2).sum() / free)) if free > 0 else float("nan")


def _untold(rows: pd.DataFrame) -> pd.Series:
    """The rows without carried-over money in a year in which others tell of it: a blank is not zero."""
    told = rows.groupby("year")["plan_old"].transform("count") > 0
    return told & rows["plan_old"].isna()


def _logit(rates: pd.Series) -> pd.Series:
    return pd.Series(logit(rates.clip(EDGE, 1 - EDGE)), rates.index)


def _centres(rates: pd.DataFrame, own: float) -> pd.DataFrame:
    """The middle logit of each unit for new and old money, and the doubt about it; capital types apart.

    own: the standard deviation of the part of a year's shock that is the unit's own. doubt: of the unit alone; of_all:
    by how much the unit follows the doubt about the middle of all.
    """
    frames = []
    for _, rows in rates.groupby("capital", sort=False):
        groups = rows.groupby(KEY, sort=False)
        found = shrink(groups["new"].mean().to_numpy(), own / np.sqrt(groups["new"].count().to_numpy()))
        alone = np.sqrt(np.maximum(found.sd**2 - found.of_all**2, 0))
        frame = pd.DataFrame({"new": found.rates, "doubt": alone, "of_all": found.of_all}, groups["new"].mean().index)
        old = groups["old"].mean()
        known = old.notna().to_numpy()
        # where fewer than two units have carried-over money, all of it goes at the pace of their new money
        middle = frame["new"].to_numpy().copy()
        if known.sum() > 1:
            noise = own / np.sqrt(groups["old"].count().to_numpy()[known])
            shrunk = shrink(old.to_numpy()[known], noise)
            middle = np.full(len(old), shrunk.mean)
            middle[known] = shrunk.rates
        frames.append(frame.assign(old=middle))
    return pd.concat(frames)


def _divided(units: pd.DataFrame, by: str, amounts: Sequence[Mapping[str, float]]) -> np.ndarray:
    """Whole đồng by unit, a row each of the amounts by capital; they add up, by largest remainder.

    By the plan where nobody has anything of `by`: an amount has to stand somewhere.
    """
    capitals = units.index.get_level_values("capital")
    out = np.zeros((len(amounts), len(units)), dtype=np.int64)
    for row, wanted in enumerate(amounts):
        for capital, amount in wanted.items():
            places = np.flatnonzero(capitals == capital)
            weights = units[by].to_numpy()[places]
            weights = weights if weights.any() else units["plan"].to_numpy()[places]
            out[row, places] = whole_parts(round(amount), [int(one) for one in weights])
    return out


def _limits(history: History, assumed: Assumed, index: pd.MultiIndex, years: range) -> np.ndarray:
    """The capacity of each unit in each year at base growth; infinite where it is unknown or only bounded.

    Where the growth is not known, the capacity of the newest year stands in every year: what units cannot do now limits
    them in no year less than it is known to. (`successor_capacity` then gives nothing: it would state an amount.)
    """
    limits = np.full((len(years), len(index)), np.inf)
    if len(history.years) < FEWEST:
        return limits
    found = unit_capacities(history, assumed)
    free = found.frame[~found.frame["censored"].astype(bool)].set_index(KEY)["capacity"]
    known = free.reindex(index).to_numpy(dtype=float)
    growth = found.growth["base"] if np.isfinite(found.growth["base"]) else 0.0
    for row, year in enumerate(years):
        limits[row] = np.where(np.isfinite(known), grown(1.0, growth, year - history.years[-1]) * known, np.inf)
    return limits
