"""The planning baseline 2026-2030 from published figures: envelopes, shares, reference class, scenarios, communes."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from mtqg_analysis.analysis import communes
from mtqg_analysis.analysis.cells import PROGRAMMES as FORMER_PROGRAMMES
from mtqg_analysis.analysis.compare import month_ends
from mtqg_analysis.analysis.flows import Pace, project
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.ledger import Ledger

PROGRAMMES = ("TH", "VH", "MT", "YT", "GD")
CAPITALS = ("total", "investment", "recurrent")
INTEGRATED = "TH"
SCENARIOS = ("low", "base", "high")
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
    """Everything the planning report shows. Frames are described at the functions that make them."""

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
    opening: Result
    paths: pd.DataFrame
    points: pd.DataFrame
    coefficients: pd.DataFrame
    villages: pd.Series


def plan_baseline(ledger: Ledger, context: Ledger, horizon: tuple[int, int], as_of: date) -> Baseline:
    """The baseline that published figures allow, every assumption named.

    Raises DataError when the dataset holds no assumptions or no commune classes.
    """
    assumptions = _needed(ledger, "assumptions")
    reference = reference_class(ledger, context)
    shares = province_shares(ledger, context)
    opening = _opening(context, shares[0])
    whole = {"programme": INTEGRATED, "scope": "", "part_of": "", "year": str(horizon[0])}
    envelope = context.one(measure="plan", **whole, **CELLS["central"])
    rules = communes.coefficients(date(horizon[0], 1, 1))
    return Baseline(
        ledger,
        context,
        horizon,
        as_of,
        envelopes=envelopes(context),
        vintages=proposals(context),
        shares=shares,
        reference=reference,
        quantiles=class_quantiles(reference),
        assumptions=assumptions,
        opening=opening,
        paths=scenario_paths(opening, shares[0], envelope, assumptions, horizon),
        points=communes.allocation_points(_needed(ledger, "commune_classes"), rules),
        coefficients=rules,
        villages=ledger.one(measure="villages_extremely_difficult", unit=ledger.dataset.province),
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

    No source gives the share of 2026-2030; these are named assumptions with exact rounding intervals.
    """
    term = {"programme": "ALL", "capital": "investment", "year": "2021", "year_to": "2025"}
    nation = {"level": "national", **term}
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


def scenario_paths(
    opening: Result, share: Result, envelope: pd.Series, assumptions: pd.DataFrame, horizon: tuple[int, int]
) -> pd.DataFrame:
    """The stock-flow of every scenario, one row per scenario and year; columns of `project` plus scenario.

    The central envelope at the province's share, in equal yearly parts, from the opening stock; the pace comes
    from the assumptions (columns scenario, parameter, value). Scenarios are named sets, not probabilities.
    """
    years = range(horizon[0], horizon[1] + 1)
    yearly = round(envelope["exact"] * share.estimate / len(years))
    frames = []
    for scenario in SCENARIOS:
        values = _values(assumptions, scenario)
        pace = Pace(values["rate_old"], values["rate_new"], values["cancelled"])
        path = project(round(opening.estimate), dict.fromkeys(years, yearly), dict.fromkeys(years, pace))
        frames.append(path.assign(scenario=scenario))
    return pd.concat(frames, ignore_index=True)


def _values(assumptions: pd.DataFrame, scenario: str) -> dict[str, float]:
    rows = assumptions[assumptions["scenario"] == scenario]
    values = dict(zip(rows["parameter"], rows["value"], strict=True))
    missing = [name for name in ("rate_old", "rate_new", "cancelled") if name not in values]
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
