"""The data that a workbook's tables are drawn from: a flat list, and the formula that adds some of its rows."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

SHEET = "So_lieu"
READ_AS_PATTERN = re.compile(r'[*?~"]|\A[<>=]|\A\Z')  # what a criterion of a spreadsheet does not mean as it is written
Criteria = Mapping[str, str]


@dataclass(frozen=True)
class Data:
    """Rows of words and one value each. labels: what each column is called, by its name; `value` is one of them."""

    labels: Mapping[str, str]
    rows: Sequence[Mapping[str, Any]]

    def drawn(self, cell: Mapping[str, Any]) -> tuple[float, str] | None:
        """The number of a cell and its formula, as it draws on some rows; None where it does not, or they are missing.

        cell: `drawn` holds the criteria of the rows that are added, or those of two such sums, the first over the
        second; `per` what a sum is divided by.
        """
        sums = [self._sum(criteria) for criteria in cell.get("drawn", ())]
        if not sums or None in sums:
            return None
        (value, text), *over = (one for one in sums if one)
        below, divisor = over[0] if over else (cell.get("per", 1), str(cell.get("per", 1)))
        if divisor == "1":
            return value, text
        return (value / below, f"{text}/{divisor}") if below else None

    def _sum(self, criteria: Criteria) -> tuple[float, str] | None:
        if any(READ_AS_PATTERN.search(word) for word in criteria.values()) or not set(criteria) <= set(self.labels):
            return None
        named = [(name, criteria[name]) for name in self.labels if name in criteria]
        found = set.intersection(*(self._places[name].get(word, set()) for name, word in named))
        if not found:
            return None
        tests = "".join(f',{self._column(name)},"{word}"' for name, word in named)
        return sum(self.rows[place]["value"] for place in sorted(found)), f"SUMIFS({self._column('value')}{tests})"

    def _column(self, name: str) -> str:
        return f"{SHEET}[{self.labels[name]}]"

    @cached_property
    def _places(self) -> dict[str, dict[str, set[int]]]:
        """The places of the rows by column and word."""
        places: dict[str, dict[str, set[int]]] = {name: defaultdict(set) for name in self.labels}
        for place, row in enumerate(self.rows):
            for name in self.labels:
                places[name][str(row[name])].add(place)
        return places


NOTHING = Data({}, ())
