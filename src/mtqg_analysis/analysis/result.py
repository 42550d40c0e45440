"""What every analysis returns: an estimate that knows its interval, method, basis, cut-off and assumptions."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from mtqg_analysis.analysis.cells import Cells

IntervalKind = Literal["rounding", "scenario", "range", "sampling", "randomisation", "prediction", "simulation", "none"]
Inference = Literal["none_census", "process_model", "design_randomisation", "scenario"]


@dataclass(frozen=True)
class Result:
    """One computed figure.

    estimate, low, high: in `unit` (đồng, fraction, count). interval_kind: `rounding` bounds are exact and hold
    every true value that prints as published; a `range` spans observed values; a `scenario` is no probability;
    `sampling`, `randomisation`, `prediction` and `simulation` intervals hold at `level`. inference: `none_census` for
    what is counted in full and has no sampling error, `scenario` for what only assumptions say, else what a p-value
    supposes: a process that could have gone otherwise, or a random choice. n: how many published figures went in;
    facts: their ids. basis: code of the plan basis, "" where no plan is a denominator. assumptions, warnings: codes
    that the report puts into words.
    """

    name: str
    estimate: float
    unit: str
    low: float
    high: float
    interval_kind: IntervalKind
    method: str
    n: int
    basis: str
    as_of: date | None
    status: str
    facts: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    level: float | None = None
    p: float | None = None
    inference: Inference = "none_census"

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper end."""
        return self.low, self.high


def result_of(cells: Cells, name: str, estimate: float, unit: str, method: str, **about: Any) -> Result:
    """A result of some cells; without an interval unless `about` names one, as it may name any other field."""
    value = float(estimate)
    own: dict[str, Any] = {"low": value, "high": value, "interval_kind": "none", "n": len(cells.frame)}
    own |= {"basis": cells.basis, "as_of": cells.cut_off, "status": "computed"}
    missing = ("cells_missing",) if len(cells.gaps) else ()
    about["warnings"] = (*missing, *about.get("warnings", ()))
    return Result(name=name, estimate=value, unit=unit, method=method, **(own | about))
