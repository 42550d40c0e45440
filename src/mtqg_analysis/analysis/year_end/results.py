"""The figures of a year-end evaluation as results: each with its method, interval, basis and what it supposes."""

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from mtqg_analysis.analysis.forecast.backtest import LEVEL as FORECAST_LEVEL
from mtqg_analysis.analysis.parts import standing
from mtqg_analysis.analysis.result import Result, result_of
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.flow import flow_total
from mtqg_analysis.analysis.year_end.ranking import Ranking
from mtqg_analysis.domain.period import month_end
from mtqg_analysis.methods.indicators import quotient


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
    """What is said of the end of the year: the method that may speak, or the better baseline; and of the estimate.

    n: errors behind the interval of a method, years behind the mean of history, the implied step and the mean error of
    estimates, and 1 for the official estimate.
    """
    own, step, corrected = evaluation.outlook.province, evaluation.outlook.step, evaluation.outlook.corrected
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
        if corrected is not None:
            about |= dict.fromkeys(("estimate", "low", "high"), corrected.reading)
            about |= {"interval_kind": "none", "n": corrected.n, "assumptions": ("as_before",)}
            yield Result(name="corrected_estimate", unit="fraction", method="mean_error_taken_off", **about)


def _of_rate(evaluation: YearEnd) -> Iterator[Result]:
    cells = evaluation.detail.programmes
    if cells is not None:
        total = cells.total
        rate, half = float(total["rate"]), quotient(total["half"], total["plan"])
        about: dict[str, Any] = {"low": rate - half, "high": rate + half, "interval_kind": "rounding"}
        yield result_of(cells, "rate", rate, "fraction", "ratio_of_sums", **about)


def _of_versions(evaluation: YearEnd) -> Iterator[Result]:
    cells, adjusted = evaluation.detail.programmes, evaluation.detail.adjustment
    if cells is not None and adjusted is not None:
        for name in ("outturn", "variance"):
            estimate = getattr(adjusted, name)
            yield result_of(cells, name, estimate, "fraction", "pefa_analogue", assumptions=("not_a_pefa_score",))


def _of_flow(evaluation: YearEnd) -> Iterator[Result]:
    cells, flow = evaluation.detail.programmes, evaluation.detail.flow
    if cells is not None and len(flow):
        sums = flow_total(flow)
        warnings = ("flow_does_not_close",) if sums["apart"] else ()
        yield result_of(cells, "closing", sums["closing"], "VND", "stock_flow", warnings=warnings)


def _of_places(evaluation: YearEnd) -> Iterator[Result]:
    cells, counterpart = evaluation.detail.programmes, evaluation.detail.counterpart
    if cells is not None and counterpart is not None:
        about: dict[str, Any] = {"as_of": counterpart.day, "n": len(counterpart.units)}
        yield result_of(cells, "counterpart", counterpart.capped, "fraction", "capped_fulfilment", **about)


def _of_ranking(evaluation: YearEnd) -> Iterator[Result]:
    cells, ranking = evaluation.detail.programmes, evaluation.detail.ranking
    if cells is not None and isinstance(ranking, Ranking):
        about: dict[str, Any] = {"n": len(ranking.frame), "inference": "process_model", "p": ranking.p}
        about |= {"assumptions": ("exchangeable_projects",)}
        warnings = () if ranking.ranked else ("no_ranking",)
        between = float(np.sqrt(ranking.shrunk.between))
        yield result_of(cells, "between_units", between, "fraction", "dealt_by_lot", warnings=warnings, **about)
