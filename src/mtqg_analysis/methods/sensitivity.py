"""What a result hangs on: one input at a time from low to high, and the level at which a decision would change."""

from collections.abc import Callable, Mapping

import pandas as pd
from scipy.optimize import brentq

Inputs = Mapping[str, float]
Outcome = Callable[[Inputs], float]


def tornado(outcome: Outcome, base: Inputs, ranges: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    """One row an input, widest swing first: input, low, base, high (its values), at_low, at_high (outcomes), swing.

    Each input runs alone from its low to its high value, the others at base. The ranges must mean the same for every
    input, else the order means nothing.

    >>> def closing(x):
    ...     return x["O"] + x["P"] - (x["O"] * x["ro"] + x["P"] * x["rn"]) - x["c"] * x["O"] * (1 - x["ro"])
    >>> base = {"O": 800, "P": 2500, "ro": .65, "rn": .50, "c": .05}
    >>> found = tornado(closing, base, {"O": (700, 900), "rn": (.42, .58)})
    >>> closing(base), found[["input", "swing"]].round(1).to_numpy().tolist()
    (1516.0, [['rn', 400.0], ['O', 66.5]])
    """
    rows = []
    for name, (low, high) in ranges.items():
        at_low, at_high = outcome({**base, name: low}), outcome({**base, name: high})
        rows.append((name, low, base[name], high, at_low, at_high, abs(at_high - at_low)))
    frame = pd.DataFrame(rows, columns=["input", "low", "base", "high", "at_low", "at_high", "swing"])
    return frame.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def switching_value(
    outcome: Outcome, base: Inputs, name: str, bounds: tuple[float, float], threshold: float
) -> float | None:
    """The level of one input, the others at base, at which the outcome crosses the threshold; None if none within.

    bounds: the levels that the input can have at all. The outcome is taken to rise or fall throughout.

    >>> round(switching_value(lambda x: 3 * x["a"] + x["b"], {"a": 1, "b": 2}, "a", (0, 10), 14), 6)
    4.0
    """

    def gap(level: float) -> float:
        return outcome({**base, name: level}) - threshold

    low, high = bounds
    if gap(low) == 0:
        return float(low)
    if gap(low) * gap(high) > 0:
        return None
    return float(brentq(gap, low, high, xtol=1e-12))
