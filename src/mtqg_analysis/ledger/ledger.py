"""The ledger: the facts of one dataset, as known on one day, seen from one period."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.period import Period, checked_day
from mtqg_analysis.ledger.check import Check, table_errors
from mtqg_analysis.ledger.checked import checked_dataset
from mtqg_analysis.ledger.dataset import Dataset
from mtqg_analysis.ledger.facts import kept

MOST_TOLD = 5  # errors of a table in one message
AHEAD = ("plan", "target")  # statuses of what is told before its time
PARTS = ("scope", "fund", "part_of", "year_to")  # columns in which a fact says that it is of a part, or of a span


class _Any(Enum):
    ANY = "any"


ANY: Final = _Any.ANY  # asked of a column: whatever stands there
ANY_PART: Final = dict.fromkeys(PARTS, ANY)
Wanted = str | list[str] | _Any


@dataclass(frozen=True)
class Ledger:
    """Facts with provenance, checked before they were returned.

    facts: one row per known fact, in the columns of the data dictionary plus `figure` (value and rounding),
    `day` (last day the cut-off can mean), `exact`, `low`, `high` (base units: đồng, fraction) and `usable`
    (no error finding names it). period: plan year and cut-off; known_on: None for the newest versions.

    A question means the whole unless it names a part: `find` and `one` look only at facts whose `scope`, `fund`,
    `part_of` and `year_to` are empty, but for those of these columns that the caller names, with a code, a list, or
    `ANY` (`ANY_PART` for all four). So a narrower fact that somebody adds changes no figure of the whole.

    until: the day that questions are asked from, see `seen`; None: everything that is held answers.
    """

    dataset: Dataset
    period: Period | None
    known_on: date | None
    facts: pd.DataFrame
    check: Check = field(repr=False)
    until: date | None = None

    def seen(self, day: date) -> "Ledger":
        """The same ledger asked from a day: `find` and `one` answer with what is of that day or before.

        A fact without a day is of the end of its year, unless it says what is planned or aimed at: that was known
        before. One without day and year is of no time, and answers. A ledger seen from an earlier day stays so.
        """
        if self.until is not None and self.until <= day:
            return self
        if day not in self._from_days:
            self._from_days[day] = replace(self, until=day)
        return self._from_days[day]

    @cached_property
    def later(self) -> "Ledger":
        """The ledger asked from no day: for what a later day says of this one, as the settlement month does."""
        return self if self.until is None else replace(self, until=None)

    @cached_property
    def _from_days(self) -> dict[date, "Ledger"]:
        """The same ledger seen from days, once each: many questions are asked from the same one."""
        return {}

    @cached_property
    def _answering(self) -> pd.DataFrame:
        """The usable facts that may answer from this day."""
        rows = self.facts[self.facts["usable"]]
        return rows if self.until is None else kept(rows, [_is_known(row, self.until) for row in _times(rows)])

    @cached_property
    def _whole(self) -> pd.DataFrame:
        """Those of them that are of no part: what most questions ask."""
        rows = self._answering
        return rows[(rows[list(PARTS)] == "").all(axis=1)]

    @property
    def is_illustrative(self) -> bool:
        """Whether every page of a report over this ledger must say that its data are illustrative."""
        return self.dataset.kind == "illustrative"

    @property
    def sources(self) -> pd.DataFrame:
        """The sources, one row each, indexed by source id."""
        return self.dataset.sources.set_index("source", drop=False)

    def table(self, name: str) -> pd.DataFrame:
        """An optional table of the dataset (targets, statements …); empty with no columns where it has none."""
        return self.dataset.tables.get(name, pd.DataFrame())

    def sound(self, name: str) -> pd.DataFrame:
        """The table of `table`; raises DataError, with file, line and what is expected, for what the check refuses."""
        rows = self.table(name)
        if len(rows.columns):
            faults = table_errors(name, self.dataset.tables, self.dataset.province)
            if faults:
                told = [fault.message for fault in faults[:MOST_TOLD]]
                if len(faults) > MOST_TOLD:
                    told.append(tr("Còn {count} lỗi nữa, xem mtqg check.", count=len(faults) - MOST_TOLD))
                raise DataError(" ".join(told))
        return rows

    def find(self, **codes: Wanted) -> pd.DataFrame:
        """The usable facts of the whole whose columns hold the given codes (one code, a list or `ANY`), in file order.

        Facts of a part answer only where the part is named, see `Ledger`. Facts that an error finding names are left
        out; they stay in `facts`, marked.
        """
        rows, asked = self._whole, codes
        if not codes.keys().isdisjoint(PARTS):
            rows, asked = self._answering, dict.fromkeys(PARTS, "") | codes
        masks = [
            rows[column].isin([wanted] if isinstance(wanted, str) else wanted)
            for column, wanted in asked.items()
            if wanted is not ANY
        ]
        return rows[np.logical_and.reduce(masks)] if masks else rows.copy()

    def one(self, **codes: Wanted) -> pd.Series:
        """The only usable fact of the whole with these codes; of several vintages, the newest.

        Raises DataError, naming what was asked and what the dataset holds, when there is none.
        """
        rows = self.find(**codes)
        if rows.empty:
            raise _nothing_found(self, codes)
        return rows.sort_values("known_on", kind="stable").iloc[-1]


def _times(rows: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return zip(rows["day"], rows["year"], rows["year_to"], rows["status"], strict=True)


def _is_known(time: tuple[Any, ...], until: date) -> bool:
    """Whether what a fact is of, by its day, years and status, does not lie after a day."""
    day, year, year_to, status = time
    if isinstance(day, date):
        return day <= until
    return status in AHEAD or not year or date(int(year_to or year), 12, 31) <= until


def _nothing_found(ledger: Ledger, codes: dict[str, Wanted]) -> DataError:
    """What was asked for, and which years and cut-offs the dataset holds of the same thing."""
    timeless = {column: wanted for column, wanted in codes.items() if column not in ("year", "as_of", "source")}
    held = ledger.find(**(timeless | {"year_to": ANY}))
    asked = ", ".join(f"{column} = {wanted or tr('trống')}" for column, wanted in codes.items() if wanted is not ANY)
    years = ", ".join(sorted({year for year in held["year"] if year})) or tr("không có năm nào")
    cut_offs = ", ".join(sorted({day for day in held["as_of"] if day})[:8]) or tr("không có ngày nào")
    return DataError(
        "Bộ dữ liệu {path} không có số liệu dùng được với {asked}. Về nội dung đó, bộ dữ liệu có các năm: {years}; các "
        "ngày chốt: {cut_offs}. Hãy chọn năm hoặc ngày chốt khác, hoặc bổ sung số liệu vào facts.csv.",
        path=ledger.dataset.path,
        asked=asked,
        years=years,
        cut_offs=cut_offs,
    )


def load_ledger(data: str | Path, period: Period | None = None, known_on: date | None = None) -> Ledger:
    """The dataset at `data` as a checked ledger.

    data: a dataset folder or a CSV of published figures, found from the working folder upwards.
    period: the plan year and cut-off day that the caller looks from; the ledger keeps other years for series.
    known_on: only what had been published by that day; a source that prints only a year counts as published
    at its end, an undated source only among the newest versions.

    Raises DataError for a missing or malformed dataset.
    """
    checked = checked_dataset(data)
    dataset, facts, check = checked.dataset, checked.facts, checked.check
    broken = [finding for finding in check.findings if finding.kind == "missing_column"]
    if broken:
        raise DataError(" ".join(finding.message for finding in broken))
    if known_on is not None:
        last = checked_day(known_on, "known_on").toordinal()
        facts = facts[facts["published"].between(1, last)]
    facts = facts.assign(usable=~facts["fact"].isin(check.implicated))
    return Ledger(dataset, period, known_on, facts.reset_index(drop=True), check)
