"""Low, base and high: named sets of assumptions, never probabilities."""

import pandas as pd

from mtqg_analysis.analysis.flows import Pace, project
from mtqg_analysis.analysis.planning.assumed import SCENARIOS
from mtqg_analysis.domain.errors import DataError

PACE = ("rate_old", "rate_new", "cancelled")


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
