"""What every analysis returns: an estimate that knows its interval, method, basis, cut-off and assumptions."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

IntervalKind = Literal["rounding", "scenario", "range", "none"]


@dataclass(frozen=True)
class Result:
    """One computed figure.

    estimate, low, high: in `unit` (đồng, fraction, count). interval_kind: `rounding` bounds are exact and hold
    every true value that prints as published; a `range` spans observed values; a `scenario` is no probability.
    n: how many published figures went in; facts: their ids. basis: code of the plan basis. assumptions,
    warnings: codes that the report puts into words.
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

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper end."""
        return self.low, self.high
