"""Low, base and high: named sets of assumptions, never probabilities."""

import pandas as pd

from mtqg_analysis.analysis.planning.assumed import SCENARIOS, Assumed
from mtqg_analysis.methods.flows import Pace, project


def scenario_paths(opening: int, plans: dict[int, int], paces: dict[str, Pace]) -> pd.DataFrame:
    """The stock-flow of every scenario, one row per scenario and year; columns of `project` plus scenario.

    Scenarios are named sets of assumptions, not probabilities.
    """
    frames = [
        project(opening, plans, dict.fromkeys(plans, pace)).assign(scenario=scenario)
        for scenario, pace in paces.items()
    ]
    return pd.concat(frames, ignore_index=True)


def scenario_paces(assumed: Assumed) -> dict[str, Pace]:
    """The pace of each scenario. Raises DataError, naming what is missing or cannot be."""
    return {scenario: assumed.pace(scenario) for scenario in SCENARIOS}
