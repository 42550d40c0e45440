"""The figures of a yearly comparison as results: each with its method, interval, basis and what it supposes."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import t

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.analysis.comparison.movements import Movement
from mtqg_analysis.analysis.comparison.pilots import Pilot
from mtqg_analysis.analysis.comparison.province_years import Change, ProvinceYears
from mtqg_analysis.analysis.parts import standing
from mtqg_analysis.analysis.result import Result, result_of
from mtqg_analysis.methods.regression import Effect

LEVEL = 0.95
THREATS = ("not_random", "one_year_after", "plan_moved", "regression_to_mean")


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
            yield result_of(cells, f"movement_{capital}", test.estimate, "points", "sign_flip", **about)
        if moved.effect is not None and moved.bootstrap is not None:
            yield _year_effect(cells, moved, moved.effect, moved.bootstrap.p)


def _of_change(own: ProvinceYears, change: Change) -> Iterator[Result]:
    cells = own.cells[change.second]
    alerts = tuple(f"simpson_{alert}" for alert in ("strong", "moderate") if alert in change.alerts.values())
    for name in ("rate", "mix"):
        effect = change.effects[name].sum()
        about: dict[str, Any] = {"n": len(change.effects), "warnings": alerts}
        yield result_of(cells, f"{name}_effect", effect, "points", "kitagawa", **about)
    for name, effect in change.amounts.items():
        assumptions = ("current_prices",)
        yield result_of(cells, f"amount_{name}", effect, "VND", change.amounts_method, assumptions=assumptions)


def _year_effect(cells: Cells, moved: Movement, effect: Effect, p: float) -> Result:
    """The effect of the year in a regression, with its interval from t with one degree of freedom less than units."""
    reach = float(t.ppf((1 + LEVEL) / 2, len(moved.rates) - 1)) * effect.standard_error
    about: dict[str, Any] = {
        "n": 2 * 2 * len(moved.rates),
        "low": effect.estimate - reach,
        "high": effect.estimate + reach,
        "interval_kind": "sampling",
        "level": LEVEL,
        "p": p,
        "inference": "process_model",
        "assumptions": ("independent_units",),
        "warnings": ("few_clusters",),
    }
    return result_of(cells, "year_effect", effect.estimate, "points", "fractional_response", **about)


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
            result_of(cells, f"pilot_{capital}", test.estimate, "points", "randomisation_of_pairs", **about, **supposed)
        )
    return results
