"""The year-end evaluation of one dataset: what was published, what it implies, and what nobody published."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import isnan

import pandas as pd

from mtqg_analysis.analysis.absent import refuse_parts
from mtqg_analysis.analysis.basis import AS_PUBLISHED, Basis
from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.forecast.outlook import Outlook, read_outlook
from mtqg_analysis.analysis.narrative import read_narrative
from mtqg_analysis.analysis.outcomes import read_outcomes
from mtqg_analysis.analysis.parts import Later, Parts, heed
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.analysis.year_end.after import After, read_after
from mtqg_analysis.analysis.year_end.derived import SUM, contradicts, derived, summed
from mtqg_analysis.analysis.year_end.detail import Detail, read_detail
from mtqg_analysis.analysis.year_end.readings import read_estimate
from mtqg_analysis.analysis.year_end.steps import national_steps
from mtqg_analysis.analysis.year_end.targets import held_against
from mtqg_analysis.analysis.year_end.tasks import read_tasks
from mtqg_analysis.analysis.year_end.term import Term, read_term
from mtqg_analysis.domain.codes import UNIT_LEVELS, WITH_TOTAL
from mtqg_analysis.domain.errors import DataError, ParameterError
from mtqg_analysis.domain.period import DECEMBER, Period, stage_of
from mtqg_analysis.ledger.coverage import Coverage
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.reconcile import Published, back_solve, inconsistency

START = "start_of_year"
ASSUMPTIONS = ("programmes_together", "one_denominator", "two_capital_types")


@dataclass(frozen=True, repr=False)
class YearEnd(Parts):
    """Everything the year-end report shows, each part computed when it is first asked for.

    disbursed, rates, estimate: rows of the ledger (facts), or sums of cells where no source prints them; of a running
    year that nothing is published of yet, or in a dataset that holds no disbursement at all, disbursed is None and
    rates is empty. implied: plan, split and balance by
    name, implied by the published set or summed from the detail. readings: what January had to bring, one row per
    reading of the published estimate. detail: the parts of the money, by programme and unit. outlook: how the year may
    end. outcomes: facts of the outcome series, by measure and year. targets: of the year, held against what was
    reached; term, term_targets: the money and the targets of the whole term, where one was asked for. narrative: the
    office's own words of the year, by place of the report. after, term_after: the year and the term at the end of the
    settlement month, where that lies after the cut-off; beside `estimate` all that is later than it.
    """

    ledger: Ledger
    context: Ledger
    period: Period
    disbursed: pd.Series | None
    rates: dict[str, pd.Series]
    estimate: pd.Series | None
    implied: dict[str, Result]
    gap: Result | None
    readings: pd.DataFrame
    detail: Detail
    steps: pd.DataFrame
    outlook: Outlook
    outcomes: pd.DataFrame
    targets: pd.DataFrame
    term: Term | None
    term_targets: pd.DataFrame
    narrative: pd.DataFrame
    after: After | None
    term_after: Term | None

    @property
    def own_money(self) -> bool:
        """Whether carried-over capital is left out."""
        return self.detail.programmes is not None and self.detail.programmes.own_money

    @property
    def coverage(self) -> Coverage | None:
        """What the totals cover where they are sums of cells; None where they are printed, or not known yet."""
        is_sum = bool(self.rates) and str(self.rates["total"]["fact"]).startswith(SUM)
        return self.detail.programmes.coverage if is_sum and self.detail.programmes else None

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """The tasks that were assigned, see `tasks.read_tasks`."""
        return read_tasks(self.ledger, self.period.as_of)

    @property
    def is_contradicted(self) -> bool:
        """Whether the cells, none of which lacks a figure, make another rate than the printed one of their kind."""
        cells = self.detail.programmes
        return cells is not None and cells.gaps.empty and contradicts(cells, self.rates["total"])

    @property
    def recurrent_share(self) -> float:
        """The share of recurrent capital in the plan."""
        return 1 - self.implied["investment_share"].estimate

    @property
    def flow(self) -> pd.DataFrame:
        """Carried-over money between years, known by the cut-off or, while `after` is not None, after it."""
        return self.after.flow if self.after else self.detail.flow

    @property
    def missed(self) -> float:
        """By how much the outturn lies above the estimate for the same day; NaN where not both are known."""
        after, late = self.after, self.estimate
        if after is None or late is None or after.cells.cut_off != late["day"] or not after.cells.coverage.is_whole:
            return float("nan")
        return float(after.cells.total["rate"] - late["exact"])

    @property
    def cut_off(self) -> date:
        """The day of the newest actual figures not later than the period's cut-off."""
        day: date = self.period.as_of if self.disbursed is None else self.disbursed["day"]
        return day


def evaluate_year(
    ledger: Ledger,
    context: Ledger,
    basis: Basis = AS_PUBLISHED,
    term: tuple[int, int] | None = None,
) -> YearEnd:
    """The evaluation of the ledger's period, with the nation's figures beside it.

    term: first and last year of a term to be evaluated as a whole. Raises DataError, naming what the dataset holds,
    when the plan year has no disbursement by a December cut-off, or when it is not published on the basis asked for.
    """
    period = ledger.period
    if period is None:
        raise ParameterError("Đánh giá năm cần một kỳ: load_ledger(data, Period(year, as_of)).")
    ledger, context = ledger.seen(period.as_of), context.seen(period.as_of)
    detail = Later(lambda: read_detail(ledger, period, basis))
    money = Later(lambda: _money(ledger, period, detail(), basis))
    of_term = Later(lambda: read_term(ledger, term, period.as_of, basis.plan) if term else None)
    heed(detail, money, of_term)
    estimate = Later(lambda: None if basis.own_money else _later_estimate(ledger.later, *money(), basis.plan))
    after = Later(lambda: read_after(ledger, period, basis))
    span = f"{term[0]}-{term[1]}" if term else ""
    return YearEnd(
        ledger,
        context,
        period,
        disbursed=Later(lambda: money()[0]).part,
        rates=Later(lambda: money()[1]).part,
        estimate=estimate.part,
        implied=Later(lambda: _implied(*money(), detail().programmes)).part,
        gap=Later(lambda: _gap(*money())).part,
        readings=Later(lambda: _readings(*money(), estimate())).part,
        detail=detail.part,
        steps=Later(lambda: national_steps(context, period)).part,
        outlook=Later(lambda: _outlook(ledger, context, period, detail(), basis)).part,
        outcomes=Later(lambda: read_outcomes(ledger, period)).part,
        targets=Later(lambda: held_against(ledger, str(period.year), period.as_of)).part,
        term=of_term.part,
        term_targets=Later(lambda: held_against(ledger, span, period.as_of)).part,
        narrative=Later(lambda: read_narrative(ledger, period.year)).part,
        after=after.part,
        term_after=Later(lambda: _term_after(ledger, after(), of_term())).part,
    )


def _term_after(ledger: Ledger, after: After | None, term: Term | None) -> Term | None:
    return read_term(ledger.later, term.span, after.cells.cut_off, term.basis) if after and term else None


Rates = dict[str, pd.Series]


def _money(ledger: Ledger, period: Period, detail: Detail, basis: Basis) -> tuple[pd.Series | None, Rates]:
    """Disbursement and rates of everything; of a running year, or in a dataset just begun, they may not be told yet."""
    published = _own(ledger, period, measure="disbursed")["day"].notna().any()
    yet = published or detail.programmes is not None
    begun = len(ledger.later.find(measure="disbursed", level=[*UNIT_LEVELS, "province"])) > 0
    if not yet and (period.stage < DECEMBER or not begun) and not basis.plan:
        return None, {}
    return _totals(ledger, period, detail, basis)


def _outlook(ledger: Ledger, context: Ledger, period: Period, detail: Detail, basis: Basis) -> Outlook:
    held = detail.programmes.basis if detail.programmes else ""
    months = basis.plan or ("" if held == START else held)  # early in the year its own plan is still to come
    return read_outlook(ledger, context, period, months, own=not basis.own_money)


def _totals(ledger: Ledger, period: Period, detail: Detail, basis: Basis) -> tuple[pd.Series, Rates]:
    """Disbursement and rates of everything: as printed, or summed from cells that are newer or of another kind."""
    cells, province = detail.programmes, ledger.dataset.province
    if cells is not None:
        printed = _own(ledger, period, measure="disbursement_rate", status="actual", as_of=str(cells.cut_off))
        printed = printed[printed["plan_basis"] == cells.basis]
        if basis.own_money or not set(WITH_TOTAL) <= set(printed["capital"]):
            return derived(cells, "disbursed", "total", province), {
                capital: derived(cells, "disbursement_rate", capital, province) for capital in WITH_TOTAL
            }
    if basis.own_money:
        raise DataError(
            "Không loại được vốn kéo dài (exclude_carried_over): bộ dữ liệu {path} chỉ có số tổng, "
            "không tách vốn năm và vốn kéo dài. Hãy bỏ tham số này.",
            path=ledger.dataset.path,
        )
    if cells is None and _own(ledger, period, measure="disbursed").empty:
        refuse_parts(ledger, period, basis.plan)
    disbursed = _newest_actual(ledger, period, "disbursed")
    rates = {capital: _rate(ledger, disbursed, capital) for capital in WITH_TOTAL}
    held = rates["total"]["plan_basis"]
    if basis.plan not in ("", held):
        raise DataError(
            "Bộ dữ liệu {path} công bố tỷ lệ trên cơ sở kế hoạch «{held}», không phải «{plan_basis}». "
            "Hãy đặt plan_basis = {held} hoặc để trống.",
            path=ledger.dataset.path,
            held=held,
            plan_basis=basis.plan,
        )
    return disbursed, rates


def _own(ledger: Ledger, period: Period, **codes: str) -> pd.DataFrame:
    """Usable facts of the province itself, all programmes together, for the plan year."""
    province = {"unit": ledger.dataset.province, "level": "province"}
    return ledger.find(**province, programme="ALL", year=str(period.year), **codes)


def _newest_actual(ledger: Ledger, period: Period, measure: str) -> pd.Series:
    rows = _own(ledger, period, measure=measure, capital="total", status="actual")
    rows = rows[rows["day"].notna()]
    if rows.empty:
        asked = {"measure": measure, "programme": "ALL", "unit": ledger.dataset.province, "year": str(period.year)}
        ledger.later.one(**asked)  # says what there is
        days = ", ".join(sorted(set(_own(ledger.later, period, measure=measure)["as_of"])))
        raise DataError(
            "Bộ dữ liệu {path} chưa có số giải ngân thực hiện năm {year} đến ngày "
            "{as_of:%d/%m/%Y}; các ngày chốt có: {days}. Hãy chọn --as-of muộn hơn.",
            path=ledger.dataset.path,
            year=period.year,
            as_of=period.as_of,
            days=days,
        )
    return rows.sort_values(["day", "known_on"], kind="stable").iloc[-1]


def _rate(ledger: Ledger, disbursed: pd.Series, capital: str) -> pd.Series:
    same = {column: disbursed[column] for column in ("unit", "programme", "year", "as_of", "status", "source")}
    return ledger.one(measure="disbursement_rate", capital=capital, **same)


def _later_estimate(ledger: Ledger, disbursed: pd.Series | None, rates: Rates, plan_basis: str) -> pd.Series | None:
    """The first estimate for a day after a December cut-off; with a plan basis asked for, only one on that basis.

    From an earlier cut-off nothing is computed: the plan may still be changed, so that the two rates are not of one.
    """
    if disbursed is None or stage_of(int(disbursed["year"]), disbursed["day"]) != DECEMBER:
        return None
    same = {column: disbursed[column] for column in ("unit", "programme", "capital", "year")}
    rows = ledger.find(measure="disbursement_rate", status="estimate", **same)
    rows = kept(rows, [isinstance(day, date) and day > disbursed["day"] for day in rows["day"]])
    if plan_basis:
        rows = rows[rows["plan_basis"] == rates["total"]["plan_basis"]]
    return rows[rows["day"] == rows["day"].min()].sort_values("known_on", kind="stable").iloc[-1] if len(rows) else None


def _published(disbursed: pd.Series, rates: Rates) -> Published:
    ordered = (disbursed, *(rates[capital] for capital in WITH_TOTAL))
    values, bounds = [row["exact"] for row in ordered], [(row["low"], row["high"]) for row in ordered]
    return Published(*values, *bounds)


def _facts(disbursed: pd.Series, rates: Rates) -> tuple[str, ...]:
    return disbursed["fact"], *(row["fact"] for row in rates.values())


def _implied(disbursed: pd.Series | None, rates: Rates, cells: Cells | None) -> dict[str, Result]:
    """Plan, split and balance: summed from cells of the same day, else what the published set implies.

    Of cells that lack figures only where the set itself is a sum of them: printed totals say more than a part.
    """
    if disbursed is None:
        return {}
    of_cells = cells is not None and cells.cut_off == disbursed["day"]
    if cells is not None and of_cells and (cells.gaps.empty or disbursed["fact"].startswith(SUM)):
        return summed(cells)

    exact = back_solve(_published(disbursed, rates))
    return {name: _computed(name, point, bounds, disbursed, rates) for name, (point, bounds) in exact.items()}


def _gap(disbursed: pd.Series | None, rates: Rates) -> Result | None:
    if disbursed is None or not disbursed["exact"] or any(isnan(rates[capital]["exact"]) for capital in WITH_TOTAL):
        return None  # without one of the three rates there is nothing that could contradict
    slack = inconsistency(_published(disbursed, rates))
    gap = _computed("inconsistency", slack, (slack, slack), disbursed, rates)
    return replace(gap, interval_kind="none", method="phase_one_linear_programme")


def _computed(name: str, estimate: float, bounds: tuple[float, float], disbursed: pd.Series, rates: Rates) -> Result:
    """What the published set implies: it has the basis and the cut-off of the set's total rate."""
    facts = _facts(disbursed, rates)
    return Result(
        name=name,
        estimate=estimate,
        unit="fraction" if "share" in name else "VND",
        low=bounds[0],
        high=bounds[1],
        interval_kind="rounding",
        method="back_solve_corners",
        n=len(facts),
        basis=rates["total"]["plan_basis"],
        as_of=rates["total"]["day"],
        status="computed",
        facts=facts,
        assumptions=ASSUMPTIONS,
    )


def _readings(disbursed: pd.Series | None, rates: Rates, estimate: pd.Series | None) -> pd.DataFrame:
    if disbursed is None or estimate is None:
        return pd.DataFrame()
    return read_estimate(_published(disbursed, rates), estimate)
