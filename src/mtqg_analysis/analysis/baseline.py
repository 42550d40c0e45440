"""The planning baseline 2026-2030 from published figures: envelopes, shares, reference class, scenarios, communes."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from mtqg_analysis.analysis import communes
from mtqg_analysis.analysis.cells import PROGRAMMES as FORMER_PROGRAMMES
from mtqg_analysis.analysis.compare import month_ends
from mtqg_analysis.analysis.flows import Pace, project
from mtqg_analysis.analysis.overlap.search import Overlaps, find_overlaps
from mtqg_analysis.analysis.planning.capacities import successor_capacity
from mtqg_analysis.analysis.planning.commune_money import MILLION, Allocation, allocate
from mtqg_analysis.analysis.planning.outlook import Outlook, look_ahead
from mtqg_analysis.analysis.planning.plan_table import PlanTable, plan_table, planner_shares
from mtqg_analysis.analysis.planning.project_choice import Works, choose_needs
from mtqg_analysis.analysis.planning.restated import History, restated_history
from mtqg_analysis.analysis.planning.weaknesses import Weaknesses, plan_weaknesses
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.ledger import Ledger

PROGRAMMES = ("TH", "VH", "MT", "YT", "GD")
CAPITALS = ("total", "investment", "recurrent")
INTEGRATED = "TH"
SCENARIOS = ("low", "base", "high")
PACE = ("rate_old", "rate_new", "cancelled")
MIN_CLASS = 8  # a reference class with fewer ratios says nothing; pool up one level
QUANTILES = {"prudent": 0.2, "median": 0.5, "upper": 0.8}
CELLS = {
    "total": {"fund": "", "capital": "total"},
    "central": {"fund": "central", "capital": "total"},
    "central_investment": {"fund": "central", "capital": "investment"},
    "central_recurrent": {"fund": "central", "capital": "recurrent"},
    "local": {"fund": "local", "capital": "total"},
    "own": {"fund": "counterpart", "capital": "total"},
    "credit": {"fund": "credit", "capital": "total"},
    "other": {"fund": "other", "capital": "total"},
}


@dataclass(frozen=True)
class Baseline:
    """Everything the planning report shows. Frames are described at the functions that make them.

    shares, opening, points and villages are empty or None where the dataset does not carry them.
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
    paths: pd.DataFrame
    points: pd.DataFrame | None
    coefficients: pd.DataFrame
    villages: pd.Series | None
    outlook: Outlook
    overlaps: Overlaps | None
    history: History
    allocation: Allocation | None
    works: Works | None
    plan: PlanTable | None
    weaknesses: Weaknesses | None


def plan_baseline(ledger: Ledger, context: Ledger, horizon: tuple[int, int], as_of: date) -> Baseline:
    """The baseline that published figures allow, every assumption named.

    Raises DataError when the dataset holds no assumptions, or neither figures nor assumptions to start from.
    """
    assumptions = _needed(ledger, "assumptions")
    reference = reference_class(ledger, context)
    shares = (*planner_shares(assumptions), *province_shares(ledger, context))
    opening = _opening(context, shares[0]) if shares else None
    paces = scenario_paces(assumptions)
    adopted = envelopes(context)
    whole = {"programme": INTEGRATED, "scope": "", "part_of": "", "year": str(horizon[0])}
    envelope = context.one(measure="plan", **whole, **CELLS["central"])
    rules, classes = communes.coefficients(date(horizon[0], 1, 1)), ledger.table("commune_classes")
    villages = ledger.find(measure="villages_extremely_difficult", unit=ledger.dataset.province)
    years = range(horizon[0], horizon[1] + 1)
    yearly = round(envelope["exact"] * shares[0].estimate / len(years)) if shares else 0
    central = {INTEGRATED: float(yearly)} if shares else {}
    start = round(opening.estimate) if opening else 0
    outlook = look_ahead(ledger, years, as_of, PROGRAMMES, start, yearly, central)
    if not (shares or (outlook.own_stock and all(outlook.plans.values()))):
        raise DataError(
            f"Bộ dữ liệu {ledger.dataset.path} không có kế hoạch vốn đầu tư NSTW 2021-2025 của tỉnh, cũng không có vốn "
            f"chuyển sang năm {years[0]} (carried_out) cùng new_plan trong assumptions.csv; cần một trong hai."
        )
    paths = scenario_paths(outlook.opening, outlook.plans, paces)
    first = int(paths["plan"].iat[0])  # the same in every scenario
    history = restated_history(ledger, horizon, as_of)
    found = outlook.programmes
    capacity = None if found is None else successor_capacity(found, history.mapping, years)
    plan = plan_table(ledger.table("needs"), horizon, adopted, shares, capacity)
    return Baseline(
        ledger,
        context,
        horizon,
        as_of,
        envelopes=adopted,
        vintages=proposals(context),
        shares=shares,
        reference=reference,
        quantiles=class_quantiles(reference),
        assumptions=assumptions,
        opening=opening,
        paths=paths,
        points=communes.allocation_points(classes, rules) if len(classes) else None,
        coefficients=rules,
        villages=villages.sort_values("known_on", kind="stable").iloc[-1] if len(villages) else None,
        outlook=outlook,
        overlaps=find_overlaps(ledger),
        history=history,
        allocation=allocate(ledger, classes, rules, first, history.years[-1]) if len(classes) else None,
        works=choose_needs(ledger.table("needs"), horizon[0], first / MILLION),
        plan=plan,
        weaknesses=None if plan is None else plan_weaknesses(ledger, plan, as_of),
    )


def _needed(ledger: Ledger, name: str) -> pd.DataFrame:
    rows = ledger.table(name)
    if rows.empty:
        raise DataError(
            f"Bộ dữ liệu {ledger.dataset.path} thiếu {name}.csv, cần cho báo cáo cơ sở lập kế hoạch. "
            "Xem data/README.md."
        )
    return rows


def envelopes(context: Ledger) -> pd.DataFrame:
    """One row per programme: programme, period, and the adopted figure (a fact) or None for each source of money."""
    rows = []
    for programme in PROGRAMMES:
        cells = {name: _newest(context, programme, name, codes) for name, codes in CELLS.items()}
        total = cells["total"]
        if total is not None:
            rows.append({"programme": programme, "period": f"{total['year']}-{total['year_to']}", **cells})
    return pd.DataFrame(rows)


def _newest(context: Ledger, programme: str, cell: str, codes: dict[str, str]) -> pd.Series | None:
    measures = ["plan", "resources_planned"]
    found = context.find(measure=measures, programme=programme, level="national", status="plan", scope="", **codes)
    found = found[found["part_of"].isin(["", "state_budget"]) & found["year_to"].isin(["2030"])]
    if programme == INTEGRATED and cell == "total":
        found = found[found["measure"] == "plan"]  # the state's money; resources mobilised reach further
    order = found.assign(
        plain=[not figure.qualifier for figure in found["figure"]],
        fineness=[-float(figure.half_width) for figure in found["figure"]],
    )
    return order.sort_values(["plain", "fineness", "known_on"], kind="stable").iloc[-1] if len(found) else None


def proposals(context: Ledger) -> pd.DataFrame:
    """The integrated programme's figures as proposed beside those adopted: fund, proposed, adopted (facts or None)."""
    whole = {"programme": INTEGRATED, "capital": "total"}
    proposed = context.find(measure=["plan", "resources_planned"], scope="proposed", **whole)
    rows = []
    for fund, group in proposed.groupby("fund", sort=False):
        same = {"measure": group["measure"].iat[0], "fund": fund}
        adopted = context.find(scope="", part_of="", year_to="2030", **same, **whole)
        newest = adopted.sort_values("known_on", kind="stable")
        rows.append({"fund": fund, "proposed": group.iloc[0], "adopted": newest.iloc[-1] if len(newest) else None})
    return pd.DataFrame(rows)


def province_shares(ledger: Ledger, context: Ledger) -> tuple[Result, ...]:
    """The province's share of the nation's central investment money of 2021-2025, against two published totals.

    No source gives the share of 2026-2030; these are named assumptions with exact rounding intervals. Empty where the
    province's own plan of that term is not in its dataset.
    """
    term = {"programme": "ALL", "capital": "investment", "year": "2021", "year_to": "2025"}
    nation = {"level": "national", **term}
    if ledger.find(measure="plan", fund="central", level="province", **term).empty:
        return ()
    own = ledger.one(measure="plan", fund="central", level="province", **term)
    totals = {
        "share_of_localities": context.one(measure="plan", fund="central", scope="localities", **nation),
        "share_of_term_plan": context.one(measure="plan_medium_term", fund="", scope="", as_of="", **nation),
    }
    return tuple(
        Result(
            name=name,
            estimate=float(own["exact"] / total["exact"]),
            unit="fraction",
            low=float(own["low"] / total["high"]),
            high=float(own["high"] / total["low"]),
            interval_kind="rounding",
            method="ratio",
            n=2,
            basis="unknown",
            as_of=own["day"],
            status="computed",
            facts=(own["fact"], total["fact"]),
            assumptions=(name, "plan_versions_differ"),
        )
        for name, total in totals.items()
    )


def reference_class(ledger: Ledger, context: Ledger) -> pd.DataFrame:
    """Published year-end rates of the programmes, one fact per row: actual, at 31/12 or 31/01, one plan year.

    Bases differ or are unknown, so the class describes how far programmes came and is not a sample.
    """
    wanted: dict[str, str | list[str]] = {
        "measure": "disbursement_rate",
        "programme": ["ALL", *FORMER_PROGRAMMES],
        "capital": list(CAPITALS),
        "level": ["national", "province", "region"],
        "status": "actual",
        "scope": "",
        "part_of": "",
    }
    rows = month_ends(pd.concat([context.find(**wanted), ledger.find(**wanted)]))
    rows = rows[rows["stage"].isin([12, 13])]
    distinct = rows.drop_duplicates(["unit", "programme", "capital", "origin", "year", "as_of"])
    return distinct.sort_values("exact", kind="stable")


def class_quantiles(reference: pd.DataFrame) -> pd.DataFrame:
    """Quantiles (linear) of the smallest class with at least `MIN_CLASS` ratios, by capital type, else pooled.

    Columns: capital, n, used (the class whose ratios speak), prudent, median, upper (fractions).

    >>> rates = [.50, .53, .58, .61, .66, .70, .74, .81]
    >>> frame = pd.DataFrame({"capital": "total", "exact": rates})
    >>> print(class_quantiles(frame).round(3)[["n", "prudent", "median", "upper"]].to_string(index=False))
     n  prudent  median  upper
     8     0.55   0.635  0.724
    """
    rows = []
    for capital in [name for name in CAPITALS if name in set(reference["capital"])]:
        own = reference.loc[reference["capital"] == capital, "exact"]
        used = own if len(own) >= MIN_CLASS else reference["exact"]
        spread = {name: float(np.quantile(used, q)) for name, q in QUANTILES.items()}
        name = capital if used is own else "pooled"
        rows.append({"capital": capital, "n": len(own), "used": name, "n_used": len(used), **spread})
    return pd.DataFrame(rows)


def _opening(context: Ledger, share: Result) -> Result:
    """The stock that the province may carry into the first year: the nation's published estimate at its share."""
    nation = context.one(measure="plan_transferred", programme="ALL", level="national")
    corners = [stock * part for stock in (nation["low"], nation["high"]) for part in share.interval]
    return Result(
        name="opening",
        estimate=float(nation["exact"] * share.estimate),
        unit="VND",
        low=float(min(corners)),
        high=float(max(corners)),
        interval_kind="rounding",
        method="product",
        n=3,
        basis="unknown",
        as_of=nation["day"],
        status="scenario",
        facts=(nation["fact"], *share.facts),
        assumptions=("opening_at_province_share", *share.assumptions),
    )


def scenario_paths(opening: int, plans: dict[int, int], paces: dict[str, Pace]) -> pd.DataFrame:
    """The stock-flow of every scenario, one row per scenario and year; columns of `project` plus scenario.

    Scenarios are named sets of assumptions, not probabilities.
    """
    frames = [
        project(opening, plans, dict.fromkeys(plans, pace)).assign(scenario=scenario)
        for scenario, pace in paces.items()
    ]
    return pd.concat(frames, ignore_index=True)


def scenario_paces(assumptions: pd.DataFrame) -> dict[str, Pace]:
    """The pace of each scenario from the assumptions. Raises DataError, naming what is missing or no fraction."""
    return {scenario: Pace(**_values(assumptions, scenario)) for scenario in SCENARIOS}


def _values(assumptions: pd.DataFrame, scenario: str) -> dict[str, float]:
    rows = assumptions[(assumptions["scenario"] == scenario) & assumptions["parameter"].isin(PACE)]
    values = dict(zip(rows["parameter"], rows["value"], strict=True))
    missing = [name for name in PACE if name not in values]
    if missing:
        raise DataError(
            f"assumptions.csv: kịch bản {scenario} thiếu {', '.join(missing)}; hãy thêm một dòng cho mỗi tham số."
        )
    return {name: _fraction(text, f"{scenario}/{name}") for name, text in values.items()}


def _fraction(text: str, place: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise DataError(
            f"assumptions.csv: {place} = «{text}» không phải là số; cần phân số từ 0 đến 1, ví dụ 0.65."
        ) from None
    if not 0 <= value <= 1:
        raise DataError(f"assumptions.csv: {place} = {text}; cần phân số từ 0 đến 1.")
    return value
