"""What a dataset's own history and assumptions say of the next period: capacity, fan, sensitivity, counterpart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from mtqg_analysis.analysis.parts import Later, Parts, heed
from mtqg_analysis.analysis.planning.assumed import PACE, Assumed
from mtqg_analysis.analysis.planning.capacities import (
    NEEDED,
    WHOLE,
    Capacities,
    ahead,
    province_capacities,
    unit_capacities,
)
from mtqg_analysis.analysis.planning.central_money import INTEGRATED
from mtqg_analysis.analysis.planning.counterpart_levels import by_year as level_years
from mtqg_analysis.analysis.planning.counterpart_levels import lacking_by_year, over_years
from mtqg_analysis.analysis.planning.counterpart_need import Need, counterpart_need, delays
from mtqg_analysis.analysis.planning.history import FEWEST, LONGEST, History, read_history
from mtqg_analysis.analysis.planning.unit_fan import UnitFan, simulate_units
from mtqg_analysis.domain.codes import CAPITALS, UNIT_LEVELS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.programmes import programmes_between, programmes_of
from mtqg_analysis.domain.reference import rules_on
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.capacity import executed_share
from mtqg_analysis.methods.flows import Pace, project
from mtqg_analysis.methods.sensitivity import switching_value, tornado
from mtqg_analysis.methods.spend_out import spend_out

RATES = ("rate_new", "rate_old", "cancelled")
AMOUNTS = ("plan", "opening")
FARTHEST = 5.0  # how many times an amount a switching value is looked for


@dataclass(frozen=True, repr=False)
class PlanOutlook(Parts):
    """Each part is computed when it is first asked for; None or empty where history or assumptions do not carry it.

    history: the province's former years, or those of all its units where it has too few; unit_history: of the units,
    whether all or not. opening: the stock at the
    start (đồng); own_stock: it is the dataset's own figure of what was carried out, from stock_sources. plans: new
    money by year (đồng); stated_plans: as its assumptions state it, in every year.
    sensitivity: of the closing stock, one row an input, with `switch`, the level at which it would equal the stock at
    the start of that same path (None: at no level). waves: spend-out of the base scenario where carried-over money ends
    as the rule says. balance: see `lacking_by_year`.
    """

    ledger: Ledger
    assumed: Assumed
    history: History | None
    unit_history: History | None
    opening: int
    plans: dict[int, int]
    own_stock: bool
    stated_plans: bool
    stock_sources: tuple[str, ...]
    programmes: Capacities | None
    units: Capacities | None
    fan: UnitFan | None
    sensitivity: pd.DataFrame
    waves: pd.DataFrame
    need: Need
    need_by_level: pd.DataFrame
    balance: pd.DataFrame
    delays: pd.DataFrame

    @property
    def horizon(self) -> tuple[int, int]:
        """First and last year."""
        return min(self.plans), max(self.plans)

    @property
    def former(self) -> range:
        """The years before, newest first, that a capacity is read from where they are told."""
        first = self.horizon[0]
        return range(first - 1, first - 1 - LONGEST, -1)

    @property
    def new_money(self) -> int:
        """The new money of all years (đồng)."""
        return sum(self.plans.values())

    @property
    def first_money(self) -> int:
        """What the first year starts with: the stock and its new money (đồng)."""
        return self.opening + self.plans[self.horizon[0]]

    @cached_property
    def capacity_ahead(self) -> pd.DataFrame:
        """`capacities.ahead` of every row of `programmes` in each year of the horizon; nothing where there are none."""
        target = self.assumed.find("target_rate")
        return ahead(self.programmes, self.plans, target) if self.programmes is not None else pd.DataFrame()

    @property
    def first_share(self) -> float:
        """The part of the first year's money that the programmes together can carry out at base growth."""
        return executed_share(self.capacity_ahead.at[(WHOLE, self.horizon[0]), "base"], self.first_money)

    @property
    def required(self) -> pd.Series:
        """`balance` over all years, see `over_years`."""
        return over_years(self.balance)

    @property
    def lapsed(self) -> int:
        """What ends by the rule over all years (đồng)."""
        return int(self.waves["lapsed"].sum())

    @property
    def last_of_first(self) -> date:
        """The day by which the first year's money is spent or lapses."""
        ages = [name for name in self.waves if name.startswith("age_")]
        return date(self.horizon[0] + len(ages) - 1, 12, 31)

    @property
    def base_closing(self) -> int:
        """The stock at the end under base assumptions (đồng)."""
        paces = dict.fromkeys(self.plans, self.assumed.pace("base"))
        return int(project(self.opening, self.plans, paces)["closing"].iat[-1])

    @property
    def carries_capacity(self) -> bool:
        """Whether the former years carry the capacity of the programmes or of some unit, whatever is assumed."""
        own, units = self.history, self.unit_history
        return (own is not None and own.carries_capacity) or (units is not None and len(units.years) >= FEWEST)

    @property
    def carries_fan(self) -> bool:
        """Whether units and stock are there to draw the fan from, whatever is assumed."""
        return self.own_stock and _reaches(self.unit_history, self.horizon[0])


def look_ahead(ledger: Ledger, years: range, as_of: date, opening: int, yearly: int | None) -> PlanOutlook:
    """The outlook of a dataset.

    opening, yearly: the stock (đồng), and the new money a year, which is the integrated programme's central capital,
    where the dataset states none itself; yearly None: nothing says how much it is.
    """
    assumed = Assumed(ledger.table("assumptions"))
    carried, stated = carried_out(ledger, years[0] - 1, as_of), stated_plans(assumed, years)
    stock = {capital: round(part["exact"].sum()) for capital, part in carried.groupby("capital")}
    plans = {year: stated.get(year, yearly or 0) for year in years}
    start = sum(stock.values()) if stock else opening
    units = Later(lambda: read_history(ledger, UNIT_LEVELS, as_of))
    province = Later(lambda: _of_province(read_history(ledger, ["province"], as_of), units))
    central = {} if yearly is None else {INTEGRATED: float(yearly)}
    need = Later(lambda: counterpart_need(assumed, programmes_between(years[0], years[-1]), central, years))
    levels = Later(lambda: level_years(need(), assumed))
    balance = Later(lambda: lacking_by_year(need(), levels()))
    late = Later(lambda: delays(start, plans, assumed, balance()))
    sensitive = Later(lambda: closing_sensitivity(start, plans, assumed))
    spent = Later(lambda: waves(start, plans, assumed))
    heed(need, levels, balance, late, sensitive, spent)
    return PlanOutlook(
        ledger,
        assumed,
        province.part,
        units.part,
        start,
        plans,
        bool(stock),
        len(stated) == len(years),
        tuple(dict.fromkeys(carried["source"])),
        Later(lambda: _of_programmes(province(), assumed)).part,
        Later(lambda: _of_units(units(), assumed)).part,
        Later(lambda: _fan(units(), stock, assumed, years)).part,
        sensitive.part,
        spent.part,
        need.part,
        levels.part,
        balance.part,
        late.part,
    )


def _of_province(own: History | None, units: Later[History | None]) -> History | None:
    """The province's own former years, or of its units where these are all there and its own too few or with gaps."""
    if own is not None and own.carries_capacity:
        return own
    summed = units()
    if summed is None or not summed.is_whole:
        return own
    is_longer = own is not None and not own.has_gaps and len(own.years) >= len(summed.years)
    return own if is_longer else summed


def _of_programmes(history: History | None, assumed: Assumed) -> Capacities | None:
    """The capacity of the programmes, where history and assumptions carry it."""
    ready = history is not None and history.carries_capacity and not assumed.lacking(*NEEDED)
    return province_capacities(history, assumed) if history is not None and ready else None


def _of_units(history: History | None, assumed: Assumed) -> Capacities | None:
    """The capacity of the units; each of them has its own years."""
    ready = history is not None and len(history.years) >= FEWEST and not assumed.lacking(*NEEDED)
    return unit_capacities(history, assumed) if history is not None and ready else None


def _fan(units: History | None, stock: dict[str, int], assumed: Assumed, years: range) -> UnitFan | None:
    """The fan, where the units' history reaches the year before and what was carried out of it is known."""
    ready = bool(stock) and _reaches(units, years[0])
    return simulate_units(units, stock, assumed, years) if units is not None and ready else None


def _reaches(units: History | None, first: int) -> bool:
    """Whether the units' history reaches the year before the first of a plan."""
    return units is not None and units.years[-1] == first - 1


def carried_out(ledger: Ledger, year: int, as_of: date) -> pd.DataFrame:
    """What the province carried out of a year, a fact a programme and capital.

    Empty unless published for every one, and before the end of the settlement month.
    """
    programmes = programmes_of(year)
    rows = ledger.seen(as_of).find(
        measure="carried_out",
        year=str(year),
        level="province",
        unit=ledger.dataset.province,
        origin="both",
        status="actual",
        programme=list(programmes),
        capital=list(CAPITALS),
        as_of=f"{year + 1}-01-31",
    )
    rows = rows.drop_duplicates(["programme", "capital"], keep="last")
    return rows if len(rows) == len(programmes) * len(CAPITALS) else rows.iloc[:0]


def stated_plans(assumed: Assumed, years: range) -> dict[int, int]:
    """The new money of the years for which both capitals are assumed (đồng)."""
    plans = {}
    for year in years:
        stated = [assumed.find("new_plan", capital=capital, year=year) for capital in CAPITALS]
        known = [amount for amount in stated if amount is not None]
        if len(known) == len(CAPITALS):
            plans[year] = round(sum(known))
    return plans


def closing_sensitivity(opening: int, plans: dict[int, int], assumed: Assumed) -> pd.DataFrame:
    """The tornado of the stock at the end: each input from its low to its high assumption, the others at base."""
    base = {"plan": 1.0, "opening": 1.0} | vars(assumed.pace("base"))
    ranges = {name: (assumed.need(name, "low"), assumed.need(name, "high")) for name in RATES}
    for name in AMOUNTS:
        low, high = (assumed.find(f"{name}_change", scenario) for scenario in ("low", "high"))
        if low is not None and high is not None:
            ranges[name] = (1 + low, 1 + high)

    def closing(inputs: Mapping[str, float]) -> float:
        pace = Pace(**{name: inputs[name] for name in PACE})
        scaled = {year: round(plan * inputs["plan"]) for year, plan in plans.items()}
        return float(project(round(opening * inputs["opening"]), scaled, dict.fromkeys(plans, pace))["closing"].iat[-1])

    def growth(inputs: Mapping[str, float]) -> float:
        return closing(inputs) - round(opening * inputs["opening"])

    ends = {name: (0.0, 1.0) if name in RATES else (0.0, FARTHEST) for name in ranges}
    found = tornado(closing, base, ranges)
    switch = [switching_value(growth, base, name, ends[name], 0) for name in found["input"]]
    return found.assign(switch=pd.Series(switch, dtype=object))


def waves(opening: int, plans: dict[int, int], assumed: Assumed) -> pd.DataFrame:
    """Spend-out by age at the base pace, everything lapsing at the end that the dated rule sets for carried-over money.

    Ages come from the rule `extension_end` in force in the first year (month 24: two years); with more, later ages
    disburse what is left at the pace of old money.
    """
    pace, months = assumed.pace("base"), _extension_months(date(min(plans), 1, 1))
    shares, left = [pace.rate_new], 1 - pace.rate_new
    for _ in range(months // 12 - 1):
        shares.append(left * pace.rate_old)
        left -= shares[-1]
    return spend_out(plans, shares, opening)


def _extension_months(day: date) -> int:
    rows = rules_on("extension_end", day)
    if len(rows) != 1:
        raise DataError(
            "rules.csv có {count} dòng extension_end trong ngày {day}; cần đúng một dòng.", count=len(rows), day=day
        )
    return int(rows["value"].item())
