"""The planning baseline 2026-2030 from published figures: envelopes, shares, reference class, scenarios, communes."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from mtqg_analysis.analysis import communes
from mtqg_analysis.analysis.overlap.search import Overlaps, find_overlaps
from mtqg_analysis.analysis.parts import Later, Parts, heed
from mtqg_analysis.analysis.planning.agreement import agreements, of_needs, of_years_ahead, of_years_past
from mtqg_analysis.analysis.planning.asked_works import Repeated, asked_works, judged_same, repeated
from mtqg_analysis.analysis.planning.assumed import SCENARIOS, Assumed
from mtqg_analysis.analysis.planning.capacities import WHOLE, Capacities, successor_capacity
from mtqg_analysis.analysis.planning.central_money import (
    INTEGRATED,
    envelopes,
    opening_stock,
    proposals,
    province_parts,
    province_shares,
    whole_envelope,
)
from mtqg_analysis.analysis.planning.commune_money import Allocation, allocate
from mtqg_analysis.analysis.planning.counterpart_levels import asked_by_year, by_programme, over_years
from mtqg_analysis.analysis.planning.expected_money import Expected, planner_shares
from mtqg_analysis.analysis.planning.outlook import PlanOutlook, look_ahead
from mtqg_analysis.analysis.planning.plan_table import PlanTable, plan_table
from mtqg_analysis.analysis.planning.programme_money import ProgrammeMoney, programme_money, stated_central
from mtqg_analysis.analysis.planning.project_choice import Works, by_class, choose_works
from mtqg_analysis.analysis.planning.province_points import ProvincePoints, province_points
from mtqg_analysis.analysis.planning.reference_class import class_quantiles, reference_class
from mtqg_analysis.analysis.planning.restated import RestatedHistory, restated_history
from mtqg_analysis.analysis.planning.scenarios import scenario_paces, scenario_paths
from mtqg_analysis.analysis.planning.stated_money import TwiceStated, twice_stated
from mtqg_analysis.analysis.planning.undisbursed import Undisbursed, last_undisbursed
from mtqg_analysis.analysis.planning.weaknesses import Weaknesses, plan_weaknesses
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.period import checked_day
from mtqg_analysis.domain.programmes import programmes_between
from mtqg_analysis.ledger.ledger import Ledger


@dataclass(frozen=True, repr=False)
class Baseline(Parts):
    """Everything the planning report shows, each part computed when it is first asked for.

    Frames are described at the functions that make them.

    shares, opening, money (of the integrated programme), points and villages are empty or None where the dataset does
    not carry them. asked: of `asked_works`.
    """

    ledger: Ledger
    context: Ledger
    horizon: tuple[int, int]
    as_of: date
    envelopes: pd.DataFrame
    vintages: pd.DataFrame
    shares: tuple[Result, ...]
    reference: pd.DataFrame
    quantiles: pd.DataFrame
    assumptions: pd.DataFrame
    opening: Result | None
    money: ProgrammeMoney | None
    paths: pd.DataFrame
    points: pd.DataFrame | None
    coefficients: pd.DataFrame
    villages: pd.Series | None
    outlook: PlanOutlook
    overlaps: Overlaps | None
    history: RestatedHistory
    allocation: Allocation | None
    asked: pd.DataFrame
    works: Works | None
    plan: PlanTable | None
    counterpart: pd.DataFrame
    asked_counterpart: pd.DataFrame
    twice_stated: tuple[TwiceStated, ...]
    agreements: pd.DataFrame
    weaknesses: Weaknesses
    undisbursed: Undisbursed | None

    @property
    def closing(self) -> pd.Series:
        """The stock at the end by scenario (đồng)."""
        return self.paths[self.paths["year"] == self.horizon[1]].set_index("scenario")["closing"]

    @property
    def cancelled(self) -> int:
        """What the base scenario cancels over all years (đồng)."""
        return int(self.paths.loc[self.paths["scenario"] == "base", "cancelled"].sum())

    @property
    def beyond_capacity(self) -> dict[str, int] | None:
        """In how many years each scenario disburses more than the capacity at the same growth.

        None where the capacity or the growth of a scenario is not known: a comparison with nothing would say "in none".
        """
        if self.outlook.programmes is None:
            return None
        limits = self.outlook.capacity_ahead.loc[WHOLE]
        if limits[list(SCENARIOS)].isna().any(axis=None):
            return None
        paths = self.paths.pivot_table(index="year", columns="scenario", values="disbursed")
        return {name: int((paths[name] > limits[name]).sum()) for name in SCENARIOS}

    @property
    def asked_counterpart_sums(self) -> pd.Series:
        """`asked_counterpart` over all years, see `over_years`."""
        return over_years(self.asked_counterpart)

    @property
    def central_ends(self) -> tuple[float, float] | None:
        """The integrated programme's central money at the planner's low and high share, else at the least and the most.

        None where there is one share only.
        """
        central = {name: amount for name, amount in self.parts["central"].items() if amount is not None}
        planned = [central[name] for name in ("planner_share_low", "planner_share_high") if name in central]
        held = planned if len(planned) > 1 else sorted(central.values())
        return (held[0], held[-1]) if len(held) > 1 else None

    @property
    def is_central_disputed(self) -> bool:
        """Whether two assumptions give the integrated programme's central money differently."""
        return any(one.kind == "central" and not one.agrees for one in self.twice_stated)

    @cached_property
    def province_points(self) -> ProvincePoints | None:
        """The points of the whole province; None where the dataset has no classes."""
        return None if self.points is None else province_points(self.points, self.coefficients, self.villages)

    @cached_property
    def chosen_by_class(self) -> pd.DataFrame:
        """The works that are weighed and those chosen, see `project_choice.by_class`; nothing without a choice."""
        return pd.DataFrame() if self.works is None else by_class(self.works.frame, self.points)

    @cached_property
    def parts(self) -> pd.DataFrame:
        """The province's part of the integrated programme's central money, see `province_parts`."""
        return province_parts(self.envelopes, self.shares)

    @cached_property
    def repeated(self) -> Repeated | None:
        """What of the plan a person has judged to be asked for already; None where nobody has judged any pair."""
        found = self.overlaps
        if self.plan is None or found is None or found.judgements.empty:
            return None
        return repeated(self.plan.works, self.plan.horizon, found)


def plan_baseline(ledger: Ledger, context: Ledger, horizon: tuple[int, int], as_of: date) -> Baseline:
    """The baseline that published figures allow, every assumption named.

    Raises DataError when the dataset holds no assumptions, or neither figures nor assumptions to start from, and for
    classes, bounds or a mapping that the check refuses.
    """
    checked_day(as_of, "as_of")
    ledger, context = ledger.seen(as_of), context.seen(as_of)
    assumptions = _needed(ledger, "assumptions")
    for name in ("allocation_bounds", "programme_mapping"):
        ledger.sound(name)
    assumed = Assumed(assumptions)
    shares = (*planner_shares(assumed), *province_shares(ledger, context))
    opening = opening_stock(context, shares[0]) if shares else None
    paces = scenario_paces(assumed)
    envelope = whole_envelope(context, horizon)
    rules, classes = communes.coefficients(date(horizon[0], 1, 1)), ledger.sound("commune_classes")
    villages = ledger.find(measure="villages_extremely_difficult", unit=ledger.dataset.province)
    years = range(horizon[0], horizon[1] + 1)
    yearly = round(envelope["exact"] * shares[0].estimate / len(years)) if shares else None
    outlook = look_ahead(ledger, years, as_of, round(opening.estimate) if opening else 0, yearly)
    if not (shares or (outlook.own_stock and all(outlook.plans.values()))):
        raise DataError(
            "Bộ dữ liệu {path} không có kế hoạch vốn đầu tư NSTW 2021-2025 của tỉnh, cũng không có vốn "
            "chuyển sang năm {first} (carried_out) cùng new_plan trong assumptions.csv; cần một trong hai.",
            path=ledger.dataset.path,
            first=years[0],
        )
    needs, projects = ledger.table("needs"), ledger.table("projects")
    adopted = Later(lambda: envelopes(context, horizon))
    reference = Later(lambda: reference_class(ledger, context, outlook.history))
    paths = Later(lambda: scenario_paths(outlook.opening, outlook.plans, paces))
    money = Later(lambda: programme_money(assumed, INTEGRATED, years, yearly, adopted()))
    history = Later(lambda: restated_history(ledger, horizon, as_of))
    expected = Later(lambda: Expected(adopted(), shares, stated_central(assumed, programmes_between(*horizon), years)))
    capacity = Later(lambda: _capacity(outlook.programmes, history(), years))
    plan = Later(lambda: plan_table(needs, horizon, expected(), capacity(), projects))
    allocation = Later(lambda: _allocation(ledger, rules, money(), years[0], history()))
    overlaps = Later(lambda: find_overlaps(ledger, as_of))
    asked = Later(lambda: asked_works(needs, projects, horizon))
    works = Later(lambda: _works(asked, money(), overlaps()))
    heed(money, history, plan, allocation, works)
    return Baseline(
        ledger,
        context,
        horizon,
        as_of,
        envelopes=adopted.part,
        vintages=Later(lambda: proposals(context, horizon[1])).part,
        shares=shares,
        reference=reference.part,
        quantiles=Later(lambda: class_quantiles(reference())).part,
        assumptions=assumptions,
        opening=opening,
        money=money.part,
        paths=paths.part,
        points=Later(lambda: communes.allocation_points(classes, rules) if len(classes) else None).part,
        coefficients=rules,
        villages=villages.sort_values("known_on", kind="stable").iloc[-1] if len(villages) else None,
        outlook=outlook,
        overlaps=overlaps.part,
        history=history.part,
        allocation=allocation.part,
        asked=asked.part,
        works=works.part,
        plan=plan.part,
        counterpart=Later(lambda: by_programme(outlook.need, outlook.assumed, plan())).part,
        asked_counterpart=Later(lambda: asked_by_year(outlook.need, outlook.assumed, plan())).part,
        twice_stated=Later(
            lambda: twice_stated(
                money(), envelope, shares, outlook.plans if outlook.stated_plans else None, outlook.need
            )
        ).part,
        agreements=Later(
            lambda: agreements(
                of_needs(needs, plan()),
                of_years_ahead(allocation(), outlook.programmes, paths()),
                of_years_past(history().years),
            )
        ).part,
        weaknesses=Later(lambda: plan_weaknesses(ledger, plan(), as_of, outlook.history)).part,
        undisbursed=Later(lambda: last_undisbursed(ledger, as_of)).part,
    )


def _capacity(found: Capacities | None, history: RestatedHistory, years: range) -> pd.DataFrame | None:
    return None if found is None else successor_capacity(found, history.mapping, years)


def _allocation(
    ledger: Ledger, rules: pd.DataFrame, money: ProgrammeMoney | None, year: int, history: RestatedHistory
) -> Allocation | None:
    if money is None or ledger.table("commune_classes").empty:
        return None
    return allocate(ledger, rules, money, year, history.years[-1])


def _works(asked: Later[pd.DataFrame], money: ProgrammeMoney | None, overlaps: Overlaps | None) -> Works | None:
    return choose_works(asked(), money, judged_same(overlaps)) if money else None


def _needed(ledger: Ledger, name: str) -> pd.DataFrame:
    rows = ledger.table(name)
    if rows.empty:
        raise DataError(
            "Bộ dữ liệu {path} thiếu {name}.csv, cần cho báo cáo cơ sở lập kế hoạch. Xem data/README.md.",
            path=ledger.dataset.path,
            name=name,
        )
    return rows
