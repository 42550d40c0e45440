"""The assumptions of a dataset as they stand in its assumptions.csv: each value by parameter, scenario and place."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.assumption_rules import KEY, faults
from mtqg_analysis.methods.flows import Pace

SCENARIOS = ("low", "base", "high")
EVERY = "all"  # an assumption that holds in every scenario
MILLION = 1_000_000
PACE = ("rate_old", "rate_new", "cancelled")


@dataclass(frozen=True)
class Assumed:
    """rows: assumptions.csv, every cell as text.

    The first look-up raises DataError where any row cannot be used: a value outside the range of its parameter, a
    scenario or a place that the parameter does not have, two rows for one place.
    """

    rows: pd.DataFrame

    @cached_property
    def _held(self) -> dict[tuple[str, ...], dict[Hashable, str]]:
        """The rows by what they say and where it holds."""
        for line, message in faults(self.rows):
            raise DataError("assumptions.csv:{line}: {message}", line=line, message=message)
        return {tuple(row[name] for name in KEY): row for row in self.rows.to_dict("records")}

    def find(
        self, parameter: str, scenario: str = EVERY, programme: str = "", capital: str = "", year: int | None = None
    ) -> float | None:
        """The value of a parameter, amounts in đồng; None where nobody assumes one.

        A row without a year holds in every year that has none of its own.
        """
        row = self._row(parameter, scenario, programme, capital, year)
        if row is None:
            return None
        return float(row["value"]) * (MILLION if row["unit"] == "mn_vnd" else 1)

    def is_checked(self, parameter: str, programme: str = "", year: int | None = None) -> bool:
        """Whether somebody held the value that `find` gives in every scenario against the text that it cites."""
        row = self._row(parameter, EVERY, programme, "", year)
        return row is not None and row.get("verified") == "yes"

    def _row(self, *place: str | int | None) -> dict[Hashable, str] | None:
        *where, year = place
        return self._held.get((*map(str, where), str(year))) or self._held.get((*map(str, where), ""))

    def lacking(self, *parameters: str) -> tuple[str, ...]:
        """Those of some parameters, which hold in every scenario, that nobody assumes."""
        return tuple(name for name in parameters if self.find(name) is None)

    def need(self, parameter: str, scenario: str = EVERY) -> float:
        """The value of a parameter that whoever asks has made sure of, see `lacking`. Raises DataError without it."""
        found = self.find(parameter, scenario)
        if found is None:
            raise DataError(
                "assumptions.csv: thiếu {parameter} ({scenario}); hãy thêm một dòng, "
                "theo mẫu data/illustrative/assumptions.csv.",
                parameter=parameter,
                scenario=scenario,
            )
        return found

    def pace(self, scenario: str) -> Pace:
        """The pace of a scenario. Raises DataError, naming which of its three parameters are missing."""
        values = {name: self.find(name, scenario) for name in PACE}
        missing = [name for name, value in values.items() if value is None]
        if missing:
            raise DataError(
                "assumptions.csv: kịch bản {scenario} thiếu {missing}; hãy thêm một dòng cho mỗi tham số.",
                scenario=scenario,
                missing=", ".join(missing),
            )
        return Pace(**{name: value for name, value in values.items() if value is not None})
