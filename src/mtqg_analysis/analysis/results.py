"""The figures of an analysis as results: each with its method, interval, basis, cut-off and what it supposes."""

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import t

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.forecast.backtest import LEVEL as FORECAST_LEVEL
from mtqg_analysis.analysis.indicators import outturn_deviation, quotient
from mtqg_analysis.analysis.movements import Movement
from mtqg_analysis.analysis.parts import standing
from mtqg_analysis.analysis.pilots import Pilot
from mtqg_analysis.analysis.province_years import Change, ProvinceYears
from mtqg_analysis.analysis.ranking import Ranking
from mtqg_analysis.analysis.regression import Effect
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.analysis.year_end import YearEnd
from mtqg_analysis.analysis.years import Years
from mtqg_analysis.domain.period import month_end

LEVEL = 0.95
THREATS = ("not_random", "one_year_after", "plan_moved", "regression_to_mean")


def year_end_results(evaluation: YearEnd) -> list[Result]:
    """What the year-end evaluation computes, in the order of the report."""
    return standing(
        [
            lambda: evaluation.implied.values(),
            lambda: [] if evaluation.gap is None else [evaluation.gap],
            *(partial(part, evaluation) for part in (_of_rate, _of_versions, _of_flow, _of_places, _of_ranking)),
            partial(_of_outlook, evaluation),
        ]
    )


def _of_outlook(evaluation: YearEnd) -> Iterator[Result]:
    """What is said of the end of the year: the method that may speak, or the better baseline; and the implied step.

    n: errors behind the interval of a method, years behind the mean of history, and 1 for the official estimate.
    """
    own, step = evaluation.outlook.province, evaluation.outlook.step
    day = None if own.origin is None else month_end(evaluation.period.year, own.origin)
    about: dict[str, Any] = {"basis": "in_force", "as_of": day, "inference": "process_model"}
    for row in own.series[own.series["group"] == "total"].itertuples():
        supposed: dict[str, Any] = {"n": row.n_errors, "status": "forecast", "assumptions": ("as_before",)}
        nothing: dict[str, Any] = {"interval_kind": "none", "warnings": ("no_method_earned",)}
        if row.method:
            ends = {"low": row.low, "high": row.high, "level": FORECAST_LEVEL}
            supposed |= {"estimate": row.point, "method": row.method, **ends}
            supposed["interval_kind"] = "none" if math.isnan(row.low) else "prediction"
        elif own.choices[row.target].baseline == "official" and not math.isnan(row.official):
            supposed |= dict.fromkeys(("estimate", "low", "high"), row.official)
            supposed |= {"method": "official", "n": 1, "status": "estimate", "assumptions": (), **nothing}
        elif row.years:
            supposed |= dict.fromkeys(("estimate", "low", "high"), row.history_mean)
            supposed |= {"method": "history_mean", "n": row.years, **nothing}
        if "estimate" in supposed:
            yield Result(name=f"outlook_{row.target}", unit="fraction", **about, **supposed)
    if step is not None:
        about |= {"low": step.low, "high": step.high, "interval_kind": "range", "n": step.n, "status": "computed"}
        yield Result(name="implied_step", estimate=step.implied, unit="points", method="step_judged", **about)


def _of_rate(evaluation: YearEnd) -> Iterator[Result]:
    cells = evaluation.detail.programmes
    if cells is not None:
        total = cells.total
        yield _of(
            cells, "rate", total["rate"], "fraction", "ratio_of_sums", half=quotient(total["half"], total["plan"])
        )


def _of_versions(evaluation: YearEnd) -> Iterator[Result]:
    cells, versions = evaluation.detail.programmes, evaluation.detail.versions
    if cells is not None and versions["day"].nunique() > 1:
        heads = ["programme", "capital"]
        first = versions[versions["day"] == versions["day"].min()].set_index(heads)["plan"]
        both = cells.by(*heads).set_index(heads).assign(first=first).dropna(subset=["first"])
        found = outturn_deviation(both["first"].to_numpy(), both["disbursed"].to_numpy())
        for name in ("outturn", "variance"):
            yield _of(cells, name, found[name], "fraction", "pefa_analogue", assumptions=("not_a_pefa_score",))


def _of_flow(evaluation: YearEnd) -> Iterator[Result]:
    cells, flow = evaluation.detail.programmes, evaluation.detail.flow
    if cells is not None and len(flow):
        warnings = ("flow_does_not_close",) if flow["gap"].abs().sum() else ()
        yield _of(cells, "closing", flow["closing"].sum(), "VND", "stock_flow", warnings=warnings)


def _of_places(evaluation: YearEnd) -> Iterator[Result]:
    cells, counterpart = evaluation.detail.programmes, evaluation.detail.counterpart
    if cells is not None and counterpart is not None:
        about: dict[str, Any] = {"as_of": counterpart.day, "n": len(counterpart.units)}
        yield _of(cells, "counterpart", counterpart.capped, "fraction", "capped_fulfilment", **about)


def _of_ranking(evaluation: YearEnd) -> Iterator[Result]:
    cells, ranking = evaluation.detail.programmes, evaluation.detail.ranking
    if cells is not None and isinstance(ranking, Ranking):
        about: dict[str, Any] = {"n": len(ranking.frame), "inference": "process_model", "p": ranking.p}
        about |= {"assumptions": ("exchangeable_projects",)}
        warnings = () if ranking.ranked else ("no_ranking",)
        between = float(np.sqrt(ranking.shrunk.between))
        yield _of(cells, "between_units", between, "fraction", "dealt_by_lot", warnings=warnings, **about)


def comparison_results(found: Years) -> list[Result]:
    """What the yearly comparison computes of the province's own years, in the order of the report."""
    own = next(iter(standing([lambda: [found.province]])), None)
    if own is None:
        return []
    return standing(
        [
            *(partial(_of_change, own, change) for change in own.changes),
            lambda: _of_movements(own, found.movements),
            lambda: _of_pilot(own, found.pilot) if found.pilot else [],
        ]
    )


def _of_movements(own: ProvinceYears, movements: tuple[Movement, ...]) -> Iterator[Result]:
    for moved in movements:
        cells = own.cells[moved.second]
        for capital, test in moved.tests.items():
            about: dict[str, Any] = {
                "n": len(moved.rates),
                "p": test.p,
                "inference": "process_model",
                "assumptions": ("symmetric_signs", "independent_units"),
            }
            yield _of(cells, f"movement_{capital}", test.estimate, "points", "sign_flip", **about)
        if moved.effect is None or moved.bootstrap is None:
            continue
        about = {"n": 2 * 2 * len(moved.rates), "inference": "process_model", "assumptions": ("independent_units",)}
        yield _with_interval(cells, "year_effect", moved.effect, len(moved.rates), moved.bootstrap.p, about)


def _of_change(own: ProvinceYears, change: Change) -> Iterator[Result]:
    cells = own.cells[change.second]
    alerts = tuple(f"simpson_{alert}" for alert in ("strong", "moderate") if alert in change.alerts.values())
    for name in ("rate", "mix"):
        effect = change.effects[name].sum()
        about: dict[str, Any] = {"n": len(change.effects), "warnings": alerts}
        yield _of(cells, f"{name}_effect", effect, "points", "kitagawa", **about)
    for name, effect in change.amounts.items():
        assumptions = ("current_prices",)
        yield _of(cells, f"amount_{name}", effect, "VND", change.amounts_method, assumptions=assumptions)


def _with_interval(cells: Cells, name: str, effect: Effect, clusters: int, p: float, about: dict[str, Any]) -> Result:
    """An effect of a regression with its interval from t with one degree of freedom less than clusters."""
    reach = float(t.ppf((1 + LEVEL) / 2, clusters - 1)) * effect.standard_error
    interval: dict[str, Any] = {
        "low": effect.estimate - reach,
        "high": effect.estimate + reach,
        "interval_kind": "sampling",
    }
    warnings = ("few_clusters",)
    return _of(
        cells,
        name,
        effect.estimate,
        "points",
        "fractional_response",
        p=p,
        level=LEVEL,
        warnings=warnings,
        **interval,
        **about,
    )


def _of_pilot(own: ProvinceYears, pilot: Pilot) -> list[Result]:
    results = []
    for capital, test in pilot.tests.items():
        low, high = pilot.sets[capital]
        about: dict[str, Any] = {"p": test.p}
        if np.isfinite(low):
            about |= {"low": low, "high": high, "interval_kind": "randomisation", "level": 0.90}
        else:
            about |= {"warnings": ("cannot_reject",)}
        supposed: dict[str, Any] = {
            "inference": "design_randomisation",
            "assumptions": THREATS,
            "n": len(pilot.changes),
        }
        cells = own.cells[pilot.after]
        results.append(
            _of(cells, f"pilot_{capital}", test.estimate, "points", "randomisation_of_pairs", **about, **supposed)
        )
    return results


def _of(
    cells: Cells, name: str, estimate: float, unit: str, method: str, half: float | None = None, **about: Any
) -> Result:
    """A result of some cells; with `half`, an interval of rounding around the estimate."""
    value = float(estimate)
    low, high = (value, value) if half is None else (value - half, value + half)
    own: dict[str, Any] = {"low": low, "high": high, "interval_kind": "none" if half is None else "rounding"}
    own |= {"n": len(cells.frame), "basis": cells.basis, "as_of": cells.cut_off, "status": "computed"}
    missing = ("cells_missing",) if len(cells.gaps) else ()
    about["warnings"] = (*missing, *about.get("warnings", ()))
    return Result(name=name, estimate=value, unit=unit, method=method, **(own | about))
