"""The absorptive capacity of programmes and units, read off a dataset's history and made to agree with its total."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.planning.assumed import SCENARIOS, Assumed
from mtqg_analysis.analysis.planning.history import FEWEST, History
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.programmes import every_programme
from mtqg_analysis.methods.capacity import HIGH_GROWTH, capacity, grown, growth_rates, supported_plan
from mtqg_analysis.methods.hierarchy import reconcile, summing_matrix
from mtqg_analysis.methods.shrinkage import shrink

WHOLE = "all"  # the node of all programmes together
PROVINCE = ["programme", "capital"]
UNIT = ["level", "unit", "capital"]
NEEDED = ("censored_from",)  # assumptions without which no capacity is read
READ = ["years", "capacity", "censored", "used", "rate", "largest", "largest_year"]


@dataclass(frozen=True)
class Capacities:
    """frame: one row a cell that has enough years: its keys, years, capacity, censored, used, rate (newest year).

    largest, largest_year: the most that a year disbursed. value: the capacity that everything after speaks of;
    bounded: it is bounded from below only. coherent, of the province's cells alone: the capacity made to agree with
    those of the sums above it (structural), which then is the value; NaN where a cell has too few years.
    short: how many cells have too few years. growth: yearly, by scenario, of capacity; observed: whether it was read
    off the history, for want of an assumption. real: amounts are in prices of `price_year`, else nominal.
    """

    history: History
    frame: pd.DataFrame
    short: int
    growth: dict[str, float]
    observed: bool
    real: bool
    price_year: int

    @property
    def whole(self) -> pd.Series:
        """Of the province's: the row of all programmes together."""
        return self.frame.set_index("node").loc[WHOLE]

    @property
    def agrees(self) -> bool:
        """Of the province's: the values of parts add up to those of their sums."""
        return bool(self.frame["coherent"].notna().all())


def province_capacities(history: History, assumed: Assumed) -> Capacities:
    """By programme and capital, with the capacity of the sums above beside: rows of `level` total, programme, cell.

    The sums above have capacities of their own, read off their own years; those rarely equal the sum of the cells'.
    """
    cells = _capacities(history, PROVINCE, assumed)
    parents, rows = {WHOLE: ""}, {WHOLE: _whole(history, [], assumed)}
    for programme in dict.fromkeys(cells.frame["programme"]):
        parents[programme] = WHOLE
        rows[programme] = _whole(history, ["programme"], assumed, programme=programme)
    for row in cells.frame.to_dict("records"):
        node = f"{row['programme']}.{row['capital']}"
        parents[node], rows[node] = row["programme"], row
    nodes, sums = summing_matrix(parents)
    frame = pd.DataFrame([{"node": node, **rows[node]} for node in nodes], columns=["node", *PROVINCE, *READ])
    own = frame["censored"].eq(True)
    if cells.short:  # a cell with too few years is missing from the tree, while the sums above it hold its money
        found = frame.assign(coherent=float("nan"), value=frame["capacity"], bounded=own)
    else:
        agreed = reconcile(frame["capacity"].to_numpy(), sums)
        below = sums @ own.to_numpy()[-sums.shape[1] :] > 0  # leaves stand last
        found = frame.assign(coherent=agreed, value=agreed, bounded=own | below)
    order = list(parents)
    found = found.sort_values("node", key=lambda names: names.map(order.index), kind="stable", ignore_index=True)
    return replace(cells, frame=found)


def unit_capacities(history: History, assumed: Assumed) -> Capacities:
    """By unit and capital, programmes together, since the programmes of the next period are other ones.

    supported: the plan of which a unit would disburse the target rate; NaN where nobody assumes that rate.
    """
    found, target = _capacities(history, UNIT, assumed), assumed.find("target_rate")
    supported = [float("nan") if target is None else supported_plan(one, target) for one in found.frame["capacity"]]
    return replace(found, frame=found.frame.assign(supported=supported))


def _capacities(history: History, keys: list[str], assumed: Assumed) -> Capacities:
    prices = deflators(history, assumed)
    rows, short = [], 0
    sums = history.whole_by(*keys)
    for values, years in sums.groupby(keys, sort=False):
        row = _row(years, prices, assumed.need("censored_from"))
        short += row is None
        if row is not None:
            rows.append(dict(zip(keys, values, strict=True)) | row)
    given = {scenario: assumed.find("capacity_growth", scenario) for scenario in SCENARIOS}
    seen = observed_growth(sums, keys, prices)
    growth = {name: seen[name] if value is None else value for name, value in given.items()}
    frame = pd.DataFrame(rows, columns=[*keys, *READ])
    frame = frame.assign(value=frame["capacity"], bounded=frame["censored"])
    real = len(set(prices.values())) > 1
    return Capacities(history, frame, short, growth, None in given.values(), real, history.years[-1])


def _whole(history: History, keys: list[str], assumed: Assumed, **where: str) -> dict[str, object]:
    """The capacity of a sum over cells, from the sum's own years."""
    sums = history.whole_by(*keys)
    for name, code in where.items():
        sums = sums[sums[name] == code]
    row = _row(sums, deflators(history, assumed), assumed.need("censored_from"))
    return {"programme": "", "capital": "", **where, **(row or {})}


def _row(years: pd.DataFrame, prices: dict[int, float], censored_from: float) -> dict[str, object] | None:
    years = years[years["plan"] > 0]
    if len(years) < FEWEST:
        return None
    real = [paid * prices[year] for paid, year in zip(years["disbursed"], years["year"], strict=True)]
    found = capacity(real, list(years["rate"]), censored_from)
    most = int(np.argmax(real))
    said = (found.years, found.value, found.censored, found.used, years["rate"].iat[-1], real[most])
    return dict(zip(READ, (*said, int(years["year"].iat[most])), strict=True))


def deflators(history: History, assumed: Assumed) -> dict[int, float]:
    """What an amount of each year is multiplied with to stand in prices of the newest; 1 without a full price index."""
    index = {year: assumed.find("price_index", year=year) for year in history.years}
    known = {year: value for year, value in index.items() if value}
    if len(known) < len(index):
        return dict.fromkeys(history.years, 1.0)
    return {year: known[history.years[-1]] / value for year, value in known.items()}


def observed_growth(sums: pd.DataFrame, keys: list[str], prices: dict[int, float]) -> dict[str, float]:
    """Growth of disbursement by scenario, read off the cells' years.

    base: the median of the cells' mean growths, each drawn towards the others' as far as its own years are noise; cells
    with one growth, or with growths all alike, have no noise of their own to judge and take no part. low: none, or the
    base where that falls. high: the 80th percentile of every yearly growth of every cell, those with one growth among
    them, or the base where that is more. NaN in base and high where fewer than two cells have two growths.
    """
    means, noise, every = [], [], []
    for _, years in sums.groupby(keys, sort=False):
        rows = years.sort_values("year")
        if any(after != before + 1 for before, after in pairwise(rows["year"])):
            continue
        rates = growth_rates([paid * prices[year] for paid, year in zip(rows["disbursed"], rows["year"], strict=True)])
        every += rates
        if len(rates) >= 2 and np.std(rates) > 0:
            means.append(float(np.mean(rates)))
            noise.append(float(np.std(rates, ddof=1) / np.sqrt(len(rates))))
    if len(means) < 2:
        return {"low": 0.0, "base": float("nan"), "high": float("nan")}
    base = float(np.median(shrink(np.array(means), np.array(noise)).rates))
    return {"low": min(0.0, base), "base": base, "high": max(base, float(np.quantile(every, HIGH_GROWTH)))}


def outlook_of(found: Capacities, value: float, year: int, target_rate: float | None) -> dict[str, float]:
    """A capacity in a later year under each scenario's growth, and the plan it supports at base growth.

    supported: NaN where nobody assumes the rate that is aimed at.
    """
    ahead = year - found.history.years[-1]
    later = {scenario: grown(value, growth, ahead) for scenario, growth in found.growth.items()}
    supported = float("nan") if target_rate is None else supported_plan(later["base"], target_rate)
    return later | {"supported": supported}


def ahead(found: Capacities, years: Iterable[int], target_rate: float | None) -> pd.DataFrame:
    """`outlook_of` every row of the province's capacities in some years, indexed by node and year."""
    nodes = list(zip(found.frame["node"], found.frame["value"], strict=True))
    rows = {(node, year): outlook_of(found, value, year, target_rate) for node, value in nodes for year in years}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(["node", "year"])


def successor_capacity(found: Capacities, mapping: pd.DataFrame, years: Iterable[int]) -> pd.DataFrame:
    """What the new programmes can carry out in later years: the capacity of the old ones whose money they take over.

    mapping: of `mapping.read_mapping`; an old programme's capacity follows the rows of the whole programme, what these
    leave undecided supports nothing. returns: programme (new, at its top), capital, year, amount (đồng, at base growth,
    in the prices of `found`) and censored (an old part is bounded from below only, so the amount is too). A programme
    and capital has no rows where one of its old parts has too few years, and nothing has where the growth is not known.
    """
    growth, last = found.growth["base"], found.history.years[-1]
    cells = found.frame[(found.frame["capital"] != "") & np.isfinite(growth)].set_index(PROVINCE)
    moves = mapping[mapping["old"].isin(every_programme()) & (mapping["share"] > 0)]
    moves = moves.assign(programme=moves["new"].str.split(".").str[0])
    rows = []
    for programme, parts in moves[moves["programme"] != ""].groupby("programme", sort=False):
        for capital in CAPITALS:
            places = [(old, capital) for old in parts["old"]]
            if not set(places) <= set(cells.index):
                continue
            own = cells.loc[places]
            value = sum(float(share) * one for share, one in zip(parts["share"], own["value"], strict=True))
            about = {"programme": programme, "capital": capital, "censored": bool(own["bounded"].any())}
            rows += [about | {"year": year, "amount": round(grown(value, growth, year - last))} for year in years]
    return pd.DataFrame(rows, columns=["programme", "capital", "year", "amount", "censored"])
