"""The province's own rates over the years at one stage, and why they changed."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.basis import AS_PUBLISHED, Basis
from mtqg_analysis.analysis.by_level import read_levels
from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.programmes import every_programme, programmes_of
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.decompose import Alert, kitagawa, lmdi, nested, shapley, simpson

GROUPINGS = {"capital": ["capital"], "programme": ["programme"], "cell": ["programme", "capital"], "unit": ["unit"]}
FACTORS = ("programme", "capital", "unit")


@dataclass(frozen=True)
class Change:
    """The change of the overall rate between two years, taken apart without residual.

    effects: one row a programme and capital: shares of the plan, rates, rate effect and mix effect (fractions). nested:
    the change by the mix at each level and by the rates of the cells. within: those rates' effect taken further apart,
    by the mix of units in the cells and the units' own rates; empty unless units_matched. alerts: by grouping, whether
    the mix moved the rate against its parts. amounts: the change of the amount disbursed (đồng) by volume, programme
    mix, capital mix and rate, with `amounts_method` lmdi, or shapley where a cell is zero. units_matched: whether both
    years have the same units and these add up to the province's cells: what holds for some of the units is not said of
    the province.
    """

    first: int
    second: int
    rates: tuple[float, float]
    effects: pd.DataFrame
    nested: dict[str, float]
    within: dict[str, float]
    alerts: dict[str, Alert]
    amounts: dict[str, float]
    amounts_method: str
    units_matched: bool

    @property
    def moved(self) -> float:
        """The change of the overall rate; the effects of rates and mix add up to it."""
        return self.rates[1] - self.rates[0]

    @property
    def sums(self) -> pd.Series:
        """What rates and mix moved over all programmes and capital types."""
        return self.effects[["rate", "mix"]].sum()

    @property
    def adds_up(self) -> bool:
        """Whether what rates and mix moved still adds up to the change where each is printed in points, to 0.01."""
        rate, mix, moved = (round(1e4 * value) for value in (*self.sums, self.moved))
        return bool(rate + mix == moved)


@dataclass(frozen=True)
class ProvinceYears:
    """The province's years that stand on one plan basis at one stage. later: the same at the settlement month.

    broken: neighbouring years of other programmes, whose rates stand side by side and are not taken apart. lacking:
    those of which one lacks figures of a cell, unlike: those of which the figures cover other units, programmes or
    capital types than the other's, so that they are not taken apart either.
    """

    basis: str
    cells: dict[int, Cells]
    later: dict[int, Cells]
    units: dict[int, Cells]
    changes: tuple[Change, ...]
    broken: tuple[tuple[int, int], ...]
    missing: tuple[int, ...]
    lacking: tuple[tuple[int, int], ...] = ()
    unlike: tuple[tuple[int, int], ...] = ()

    @property
    def told(self) -> Change:
        """The newest change with a strong alert, which a reader must see taken apart; without one the newest."""
        return next((one for one in reversed(self.changes) if "strong" in one.alerts.values()), self.changes[-1])

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of all years."""
        return tuple(dict.fromkeys(source for cells in self.cells.values() for source in cells.sources))


def read_province_years(
    ledger: Ledger, years: tuple[int, int], as_of: date, basis: Basis = AS_PUBLISHED
) -> ProvinceYears | None:
    """The years of a span with cells at 31 December by the cut-off; None where there are none.

    All years stand on the plan basis of the newest one, or on the one asked for; a year without it is missing.
    """
    ends = {year: date(year, 12, 31) for year in range(years[0], years[1] + 1) if date(year, 12, 31) <= as_of}
    cells: dict[int, Cells] = {}
    for year in sorted(ends, reverse=True):
        if year in _years_with(ledger, basis.plan):
            own, of_units = _at(ledger, Period(year, ends[year]), basis)
            found = own or of_units
            if found is not None:
                basis, cells[year] = replace(basis, plan=found.basis), found
    if not cells:
        return None
    held = sorted(cells)
    units = {year: _at(ledger, Period(year, ends[year]), basis)[1] for year in held}
    later = {
        year: next(filter(None, _at(ledger, Period(year, date(year + 1, 1, 31)), basis)), None)
        for year in held
        if date(year + 1, 1, 31) <= as_of
    }
    matched = {year: one for year, one in units.items() if one is not None}

    def planned(*pair: int) -> bool:  # a year without any plan has no rate that could change
        return all(cells[year].frame["plan"].sum() > 0 for year in pair)

    pairs = [(first, second) for first, second in pairwise(held) if second == first + 1]
    lacking = tuple(pair for pair in pairs if _alike(*pair) and any(len(cells[year].gaps) for year in pair))
    asked = [pair for pair in pairs if _alike(*pair) and pair not in lacking]
    unlike = tuple(pair for pair in asked if not cells[pair[0]].coverage.like(cells[pair[1]].coverage))
    alike = [pair for pair in asked if planned(*pair) and pair not in unlike]
    changes = [_change(*pair, cells, matched) for pair in alike]
    return ProvinceYears(
        basis.plan,
        {year: cells[year] for year in held},
        {year: one for year, one in later.items() if one is not None},
        matched,
        tuple(changes),
        tuple(pair for pair in pairs if not _alike(*pair)),
        tuple(year for year in range(years[0], years[1] + 1) if year not in cells),
        lacking,
        unlike,
    )


def _alike(first: int, second: int) -> bool:
    """Whether the same programmes make the whole of two years."""
    return programmes_of(first) == programmes_of(second)


def _years_with(ledger: Ledger, basis: str) -> set[int]:
    """The plan years for which a plan is published, on a basis where one is named."""
    rows = ledger.find(measure="plan", capital=list(CAPITALS), programme=list(every_programme()))
    rows = rows[rows["plan_basis"] == basis] if basis else rows
    return {int(year) for year in set(rows["year"]) if year}


def _at(ledger: Ledger, period: Period, basis: Basis) -> tuple[Cells | None, Cells | None]:
    """The province's own cells of a year and those of its units, each on exactly one day and on the same basis."""
    own, units = read_levels(ledger, period, basis, refuse=False)
    if own is not None and units is not None and own.basis != units.basis:
        units = read_levels(ledger, period, replace(basis, plan=own.basis), refuse=False)[1]
    day = period.as_of
    return own if own and own.cut_off == day else None, units if units and units.cut_off == day else None


def _change(first: int, second: int, cells: dict[int, Cells], units: dict[int, Cells]) -> Change:
    pair = [cells[year].by(*GROUPINGS["cell"]).set_index(GROUPINGS["cell"]) for year in (first, second)]
    plan, paid, rate = ([one[name] for one in _aligned(pair, name)] for name in ("plan", "disbursed", "rate"))
    found = kitagawa((plan[0], plan[1]), (rate[0], rate[1]))
    shares = {f"share_{year}": one / one.sum() for year, one in zip(("first", "second"), plan, strict=True)}
    effects = pd.DataFrame(shares | {"rate_first": rate[0], "rate_second": rate[1]})
    effects = effects.assign(rate=found["rate"].to_numpy(), mix=found["mix"].to_numpy()).reset_index()
    matched = all(year in units and units[year].covers(cells[year]) for year in (first, second))
    matched = matched and units_in(units[first]) == units_in(units[second])
    cubes = [_cubes([cells[first], cells[second]], name, FACTORS[:2]) for name in ("plan", "disbursed")]
    effect = nested(cubes[0], cubes[1], factors=FACTORS[:2])
    amounts, method = _amounts(cubes)
    return Change(
        first,
        second,
        (float(paid[0].sum() / plan[0].sum()), float(paid[1].sum() / plan[1].sum())),
        effects,
        effect,
        _within(effect["rate"], units[first], units[second]) if matched else {},
        {
            name: _alert(cells, units, first, second, keys)
            for name, keys in GROUPINGS.items()
            if name != "unit" or matched
        },
        amounts,
        method,
        matched,
    )


def _within(whole: float, *units: Cells) -> dict[str, float]:
    """The effect of the cells' rates, by the units' own rates and by what is left: the mix of units in the cells."""
    plan, paid = (_cubes(list(units), name, FACTORS) for name in ("plan", "disbursed"))
    own = nested(plan, paid, factors=FACTORS)["rate"]
    return {"unit": whole - own, "unit_rate": own}


def _aligned(pair: list[pd.DataFrame], name: str) -> list[pd.DataFrame]:
    """Both years over the same cells: a cell without plan has none, and the other year's rate."""
    index = pair[0].index.union(pair[1].index)
    one, other = (frame.reindex(index)[name] for frame in pair)
    if name == "rate":
        one, other = one.fillna(other).fillna(0.0), other.fillna(one).fillna(0.0)
    return [part.fillna(0).to_frame() for part in (one, other)]


def units_in(cells: Cells) -> set[tuple[str, str]]:
    """Level and code of the units that have cells."""
    return set(zip(cells.frame["level"], cells.frame["unit"], strict=True))


def _cubes(pair: list[Cells], name: str, factors: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """One array a year with an axis for each factor, over the same labels."""
    sums = [cells.frame.groupby(list(factors))[name].sum() for cells in pair]
    labels = [sorted(set().union(*(one.index.get_level_values(level) for one in sums))) for level in factors]
    full = pd.MultiIndex.from_product(labels, names=list(factors))
    shape = tuple(len(level) for level in labels)
    first, second = (one.reindex(full, fill_value=0).to_numpy(dtype=float).reshape(shape) for one in sums)
    return first, second


def _alert(cells: dict[int, Cells], units: dict[int, Cells], first: int, second: int, keys: list[str]) -> Alert:
    source = units if keys == ["unit"] else cells
    pair = [source[year].by(*keys).set_index(keys) for year in (first, second)]
    plan, rate = ([one[name] for one in _aligned(pair, name)] for name in ("plan", "rate"))
    return simpson((plan[0], plan[1]), (rate[0], rate[1]))


def _amounts(cubes: list[tuple[np.ndarray, np.ndarray]]) -> tuple[dict[str, float], str]:
    """The change of the amount by volume, programme mix, capital mix and rate."""
    (plan0, plan1), (paid0, paid1) = cubes
    first, second = (_factors(plan, paid) for plan, paid in ((plan0, paid0), (plan1, paid1)))
    if min(plan0.min(), plan1.min(), paid0.min(), paid1.min()) > 0:
        return lmdi(first, second), "lmdi"

    def amount(volume: np.ndarray, programme: np.ndarray, capital: np.ndarray, rate: np.ndarray) -> float:
        return float((volume * programme * capital * rate).sum())

    return shapley(amount, first, second), "shapley"


def _factors(plan: np.ndarray, paid: np.ndarray) -> dict[str, np.ndarray]:
    by_programme = plan.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        capital = np.nan_to_num(plan / by_programme)
        rate = np.nan_to_num(paid / plan)
    whole = np.ones_like(plan)
    volume, programme = plan.sum() * whole, by_programme / plan.sum() * whole
    return {"volume": volume, "programme": programme, "capital": capital, "rate": rate}
