"""A run held against what was published: each published figure that the run prints or is drawn from too."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.language import speaking, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.ledger import load_ledger
from mtqg_analysis.ledger.words import describe, printed
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.data import published_row
from mtqg_analysis.report.numbers import MILLION
from mtqg_analysis.run.differences import Comparison, compare_reports
from mtqg_analysis.run.printed import PrintedCell, PrintedReport, PrintedTable, Shown, read_printed

MEANT = ("measure", "programme", "capital", "origin", "fund", "level", "unit", "year", "day", "basis", "uom")
Key = tuple[str, ...]


@dataclass(frozen=True)
class _Pair:
    """A published figure and what the run has in its place, in base units (đồng, fractions)."""

    fact: dict[Any, Any]
    value: Decimal

    @property
    def cells(self) -> tuple[PrintedCell, PrintedCell]:
        """Both as printed, the run's in the unit and decimals of the published one; alike where they agree."""
        figure: Figure = self.fact["figure"]
        published = _printed(figure)
        if self.fact["low"] <= self.value <= self.fact["high"]:
            return published, published
        ours = self.value * figure.value / figure.exact if figure.exact else self.value
        rounded = ours.quantize(Decimal(1).scaleb(int(figure.value.as_tuple().exponent)), ROUND_HALF_UP)
        return published, _printed(replace(figure, value=rounded, qualifier=""))

    @property
    def words(self) -> str:
        """Which figure it is: its id, what it is about, its source."""
        return f"{self.fact['fact']}: {describe(self.fact)} [{self.fact['source']}]"


def compare_published(folder: Path, dataset: str) -> Comparison:
    """A finished report beside the published figures of a dataset.

    A figure of the report is the published one where it says the same of the same: measure, programme, capital, unit,
    year, day, plan basis. It agrees where it lies within what the rounding of the published figure leaves open. Raises
    DataError where the two have no figure in common.
    """
    report = read_printed(folder)
    with speaking(report.language or "vi"):
        pairs = list(_pairs(report, load_ledger(dataset).facts))
        if not pairs:
            raise DataError(
                "Báo cáo {folder} và bộ dữ liệu {dataset} không có số liệu nào chung: cùng chỉ tiêu, đơn vị, năm, ngày "
                "chốt và cơ sở kế hoạch. Bộ dữ liệu ấy có phải của tỉnh và năm này không?",
                folder=folder,
                dataset=dataset,
            )
        sides = [_table([(pair.words, pair.cells[side]) for pair in pairs]) for side in (0, 1)]
    bare = replace(report, inputs={}, versions={}, sentences=(), cells=(), parameters={"language": report.language})
    published, ours = (replace(bare, shown=(Shown(one.name, one.title, "", table=one),)) for one in sides)
    found = compare_reports(replace(published, folder=Path(dataset), started=""), ours)
    return replace(found, is_published=True)


def _pairs(report: PrintedReport, facts: pd.DataFrame) -> Iterator[_Pair]:
    """The published figures that the report has too; of several that mean the same, the one of the same id."""
    published: dict[Key, list[dict[Any, Any]]] = defaultdict(list)
    usable = facts[facts["usable"] & (facts["scope"] == "") & (facts["part_of"] == "")]
    for _, fact in usable.iterrows():
        published[_key(published_row(fact))].append(fact.to_dict())
    for row in report.data:
        same = published.get(_key(row), [])
        named = [fact for fact in same if fact["fact"] == row.get("id")]
        for fact in named or same:
            yield _Pair(fact, _base(row))


def _key(row: dict[str, Any]) -> Key:
    return tuple(str(row.get(name, "")) for name in MEANT)


def _base(row: dict[str, Any]) -> Decimal:
    value = Decimal(str(row["value"]))
    return value * MILLION if row.get("uom") == label("unit_of_value", "mn_vnd") else value


def _printed(figure: Figure) -> PrintedCell:
    cell = Column("", "", "figure").cell(figure)
    return PrintedCell(printed(figure), cell.numbers, cell.format)  # with its unit: the rows are of many


def _table(rows: list[tuple[str, PrintedCell]]) -> PrintedTable:
    title = tr("Số đã công bố, và số ấy trong báo cáo")
    columns = (("fact", tr("Số liệu")), ("value", tr("Giá trị")))
    return PrintedTable("da_cong_bo", title, columns, (0,), tuple((PrintedCell(words), cell) for words, cell in rows))
