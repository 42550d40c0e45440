"""The assumptions of a dataset as they stand in its assumptions.csv: each value by parameter, scenario and place."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from mtqg_analysis.analysis.flows import Pace
from mtqg_analysis.domain.errors import DataError

SCENARIOS = ("low", "base", "high")
EVERY = "all"  # an assumption that holds in every scenario
MILLION = 1_000_000
PLACE = ("scenario", "programme", "capital", "year")


@dataclass(frozen=True)
class Assumed:
    """rows: assumptions.csv, every cell as text."""

    rows: pd.DataFrame

    @cached_property
    def _held(self) -> dict[tuple[str, ...], list[dict[Hashable, str]]]:
        """The rows by what they say and where it holds."""
        held: dict[tuple[str, ...], list[dict[Hashable, str]]] = defaultdict(list)
        for row in self.rows.to_dict("records"):
            held[tuple(row[name] for name in ("parameter", *PLACE))].append(row)
        return held

    def find(
        self, parameter: str, scenario: str = EVERY, programme: str = "", capital: str = "", year: int | None = None
    ) -> float | None:
        """The value of a parameter, amounts in đồng; None where nobody assumes one.

        A row without a year holds in every year that has none of its own. Raises DataError where two rows say the same
        place, or the value is no number of its unit.
        """
        place = (parameter, scenario, programme, capital)
        rows = self._held.get((*place, str(year))) or self._held.get((*place, ""), [])
        if len(rows) > 1:
            raise DataError(
                f"assumptions.csv: {parameter} ({scenario}) có {len(rows)} dòng cho cùng một chỗ; hãy giữ một dòng."
            )
        return _value(rows[0]) if rows else None

    def need(self, parameter: str, scenario: str = EVERY) -> float:
        """The value of a parameter without which the analysis cannot go on. Raises DataError when it is missing."""
        found = self.find(parameter, scenario)
        if found is None:
            raise DataError(
                f"assumptions.csv: thiếu {parameter} ({scenario}); hãy thêm một dòng, "
                "theo mẫu data/illustrative/assumptions.csv."
            )
        return found

    def pace(self, scenario: str) -> Pace:
        """The pace of a scenario. Raises DataError when one of its three parameters is missing."""
        return Pace(*(self.need(name, scenario) for name in ("rate_old", "rate_new", "cancelled")))


def _value(row: dict[Hashable, str]) -> float:
    place = f"{row['parameter']} ({row['scenario']})"
    try:
        value = float(row["value"])
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        raise DataError(f"assumptions.csv: {place} = «{row['value']}» không phải là số; cần một số như 0.65.")
    if row["unit"] == "fraction" and not -1 <= value <= 3:
        raise DataError(f"assumptions.csv: {place} = {row['value']}; đơn vị fraction cần phân số, ví dụ 0.65 cho 65%.")
    return value * MILLION if row["unit"] == "mn_vnd" else value
