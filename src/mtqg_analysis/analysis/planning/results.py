"""The figures of the planning baseline as results: each with its method, interval, n and what it supposes."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.parts import standing
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.unit_fan import ENDS
from mtqg_analysis.analysis.result import Result


def planning_results(baseline: Baseline) -> list[Result]:
    """What the planning baseline computes, in the order of the report; published figures stand with their facts."""
    parts = (_capacity, _paths, _fan, _counterpart, _communes, _needs)
    return standing(partial(part, baseline) for part in parts)


def _amount(name: str, estimate: float, method: str, n: int, **about: Any) -> Result:
    """An amount in đồng; a scenario without an interval unless something else is said."""
    usual: dict[str, Any] = {"low": estimate, "high": estimate, "interval_kind": "none", "basis": "", "as_of": None}
    usual |= {"status": "scenario", "inference": "scenario"}
    return Result(name=name, estimate=estimate, unit="VND", method=method, n=n, **(usual | about))


def _over_scenarios(values: pd.Series) -> dict[str, Any]:
    return {"low": float(values.min()), "high": float(values.max()), "interval_kind": "scenario"}


def _capacity(baseline: Baseline) -> Iterator[Result]:
    found = baseline.outlook.programmes
    if found is None:
        return
    whole = found.whole
    about: dict[str, Any] = {"basis": found.history.basis, "as_of": found.history.cut_off, "status": "computed"}
    about |= {"inference": "none_census"}
    about |= {"warnings": ("lower_bound",)} if whole["bounded"] else {}
    about |= {"assumptions": ("fixed_prices" if found.real else "current_prices",)}
    method = "upper_quartile_agreed" if found.agrees else "upper_quartile"
    yield _amount("capacity", float(whole["value"]), method, int(whole["years"]), **about)


def _paths(baseline: Baseline) -> Iterator[Result]:
    last, years = baseline.closing, len(baseline.outlook.plans)
    about = _over_scenarios(last) | {"assumptions": ("named_scenarios",)}
    yield _amount("planned_closing", float(last["base"]), "stock_flow", years, **about)
    yield _amount(
        "lapsed", float(baseline.outlook.lapsed), "spend_out", years, assumptions=("no_extension", "named_scenarios")
    )


def _fan(baseline: Baseline) -> Iterator[Result]:
    fan = baseline.outlook.fan
    if fan is None:
        return
    end = fan.at_end.loc[fan.main.correlation]
    about: dict[str, Any] = {
        "low": end["low"],
        "high": end["high"],
        "interval_kind": "simulation",
        "inference": "process_model",
    }
    about |= {"level": round(ENDS["high"] - ENDS["low"], 9), "assumptions": ("as_before", "assumed_correlation")}
    yield _amount("fan_closing", end["middle"], "common_factor", fan.units, **about)


def _counterpart(baseline: Baseline) -> Iterator[Result]:
    need, delays = baseline.outlook.need, baseline.outlook.delays
    known = need.rows.dropna(subset="required")
    if len(known):
        about: dict[str, Any] = {} if need.is_checked else {"assumptions": ("unchecked_ratios",)}
        about |= {} if need.is_whole else {"warnings": ("lower_bound",)}
        programmes = int(known["programme"].nunique())
        yield _amount("counterpart_required", float(known["required"].sum()), "ratio_of_central", programmes, **about)
    if len(delays):
        lost = delays.set_index("scenario")["lost"]
        # who assumes no share placed in time has the fiscal space only, or some of the three scenarios
        shown = next(name for name in ("base", "space", *lost.index) if name in lost.index)
        about = _over_scenarios(lost) if len(lost) > 1 else {}
        about |= {"assumptions": ("named_scenarios", "not_an_effect")}
        yield _amount("counterpart_lost", float(lost[shown]), "late_counterpart", len(lost), **about)


def _communes(baseline: Baseline) -> Iterator[Result]:
    found = baseline.allocation
    if found is not None and found.point_worth is not None:
        yield _amount(
            "point_worth", found.point_worth, "water_filling", len(found.frame), assumptions=("central_points",)
        )


def _needs(baseline: Baseline) -> Iterator[Result]:
    plan = baseline.plan
    if plan is not None:
        yield _amount(
            "needs", float(plan.total), "needs_summed", plan.count, status="computed", inference="none_census"
        )
