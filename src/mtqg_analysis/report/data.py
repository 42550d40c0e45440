"""What the tables of a report are drawn from: one flat list of figures, for whoever works on in a workbook."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.origins import KEY
from mtqg_analysis.domain.codes import ORIGINS
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.ledger.words import measure_name
from mtqg_analysis.report.cells import measure, name_on
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.display import Bundle
from mtqg_analysis.report.numbers import MILLION, day, number, partial_day
from mtqg_analysis.report.ran import ran
from mtqg_analysis.report.scopes import basis_word
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import rendered

Row = dict[str, Any]
LABELS = {
    "id": to_translate("Mã"),
    "set": to_translate("Phạm vi"),
    "measure": to_translate("Chỉ tiêu"),
    "programme": to_translate("Chương trình"),
    "project": to_translate("Dự án, nội dung"),
    "capital": to_translate("Loại vốn"),
    "origin": to_translate("Năm của vốn"),
    "fund": to_translate("Nguồn vốn"),
    "level": to_translate("Cấp"),
    "unit": to_translate("Đơn vị"),
    "year": to_translate("Năm kế hoạch"),
    "day": to_translate("Số liệu đến"),
    "basis": to_translate("Cơ sở kế hoạch"),
    "value": to_translate("Giá trị"),
    "uom": to_translate("Đơn vị tính"),
    "source": to_translate("Mã nguồn"),
}
MONEY = "#,##0.######"  # triệu đồng, with what there is behind the point


@dataclass(frozen=True)
class DataSheet:
    """Rows of words with one value each: money in triệu đồng, rates as fractions.

    rows: with the names of LABELS, and `format`, how the value is written in the notation of spreadsheets. Rows of
    different `set` say the same money in different ways, and do not add up.
    """

    rows: tuple[dict[str, object], ...]

    @rendered
    def _repr_mimebundle_(self, **_: object) -> Bundle:
        text = tr("Trang So_lieu của tệp Excel: {count} số liệu.", count=number(len(self.rows)))
        names = (*LABELS, "format")
        about = {
            "kind": "data",
            "labels": [[name, tr(text)] for name, text in LABELS.items()],  # a notebook sorts what stands under names
            "rows": [[row.get(name, "") for name in names] for row in self.rows],
        }
        return {"text/plain": text}, {"mtqg": about | ran()}


def data_sheet(ledgers: Sequence[Ledger], rows: Iterable[Row], shown: Iterable[Table | Chart]) -> DataSheet:
    """The rows that tables are summed from, then the published figures that displays print as they are."""
    own = tuple(rows)
    held = {row["id"] for row in own}
    cited = dict.fromkeys(fact for display in shown if isinstance(display, Table) for fact in _cited(display))
    facts = pd.concat([ledger.facts for ledger in ledgers]).set_index("fact", drop=False)
    return DataSheet((*own, *(published_row(facts.loc[fact]) for fact in cited if fact not in held)))


def cell_rows(some: Iterable[Cells | None], ledger: Ledger) -> Iterator[Row]:
    """Plan and disbursement of each cell at its cut-off, with the facts that say them; sums are left to their units."""
    for cells in some:
        if cells is not None and not (cells.coverage.of_units and (cells.frame["level"] == "province").all()):
            yield from _rows(cells, ledger)


def settled_rows(some: Iterable[Cells], ledger: Ledger) -> Iterator[Row]:
    """What cells at the end of the settlement month had disbursed by then, beside the same cells in December."""
    for row in cell_rows(some, ledger):
        if row["measure"] == measure("disbursed"):
            yield row | {"measure": measure("later")}


def _rows(cells: Cells, ledger: Ledger) -> Iterator[Row]:
    facts = ledger.facts[ledger.facts["fact"].isin(cells.facts)]
    told: dict[tuple[Any, ...], Row] = {}
    for fact in facts.to_dict("records"):
        told[fact["measure"], *(fact[name] for name in KEY), fact["day"] if fact["measure"] != "plan" else None] = fact
    for cell in cells.frame.to_dict("records"):
        for name, on in (("plan", None), ("disbursed", cells.cut_off)):
            own = list(_said_by(told, name, cell, on))
            yield {
                "id": " + ".join(fact["fact"] for fact in own),
                **criteria(cells, **{key: cell[key] for key in KEY}),
                "measure": measure(name),
                "year": cells.year,
                "day": day(on or max((fact["day"] for fact in own), default=cells.plan_day)),
                "basis": basis_word(cells.basis),
                "source": "; ".join(dict.fromkeys(fact["source"] for fact in own)),
                **money_value(int(cell[name])),
            }


def money_value(amount: int) -> Row:
    """What a row of the data says of an amount in đồng."""
    return {"value": amount / MILLION, "uom": label("unit_of_value", "mn_vnd"), "format": MONEY}


def _said_by(told: Mapping[tuple[Any, ...], Row], name: str, cell: Row, on: date | None) -> Iterable[Row]:
    """The fact that says a cell's figure, or those of its origins that make it up."""
    *place, origin = (cell[key] for key in KEY)
    for one in (origin,) if (name, *place, origin, on) in told else ORIGINS:
        if (name, *place, one, on) in told:
            yield told[name, *place, one, on]


def criteria(cells: Cells, **codes: str) -> Row:
    """The words by which the data name some cells: those with these codes."""
    return {"set": _set(cells), "year": str(cells.year)} | words_of(cells.cut_off, **codes)


def words_of(on: date | None, **codes: str) -> Row:
    """Codes in words; a project with its programme, a unit as it is called on a day, with its level."""
    words = {name: label(name, codes[name]) for name in ("capital", "origin", "level") if codes.get(name)}
    if codes.get("programme"):
        words |= {"programme": label("programme", codes["programme"].split(".")[0])}
        words |= {"project": label("programme", codes["programme"])} if "." in codes["programme"] else {}
    return words | ({"unit": name_on(codes["level"], codes["unit"], on)} if codes.get("unit") else {})


def _set(cells: Cells) -> str:
    """The set that some cells are of; sums of units are of the set of the units."""
    if cells.frame["programme"].str.contains(".", regex=False).any():
        return tr("Tỉnh, theo dự án")
    return tr("Theo đơn vị") if cells.coverage.of_units else tr("Tỉnh, theo chương trình")


def drawn(parts: pd.DataFrame, cells: Cells, *keys: str) -> pd.DataFrame:
    """The parts with `drawn`: what each row is drawn from, by its codes in some columns."""
    return parts.assign(drawn=[criteria(cells, **row) for row in parts[list(keys)].to_dict("records")])


def _cited(table: Table) -> Iterable[str]:
    """The ids of the published figures that a table prints."""
    for column in (one for one in table.columns if one.name in table.frame):  # an empty table may have none
        for value in table.frame[column.name]:
            figure = value.value if isinstance(value, Quantity) else value
            if isinstance(figure, Figure) and figure.fact:
                yield figure.fact


def published_row(fact: pd.Series) -> Row:
    """What the data say of a published figure that stands as it is."""
    figure = fact["figure"]
    cell = Column("", "", "figure").cell(figure)
    is_money = figure.unit in ("bn_vnd", "mn_vnd")
    return {
        "id": fact["fact"],
        "set": tr("Số công bố"),
        "measure": measure_name(fact["measure"], fact["fund"], fact["plan_basis"]),
        "programme": label("programme", fact["programme"]),
        "capital": label("capital", fact["capital"]),
        "origin": label("origin", fact["origin"]),
        "fund": label("fund", fact["fund"]),
        "level": label("level", fact["level"]),
        "unit": name_on(fact["level"], fact["unit"]),
        "year": int(fact["year"]) if fact["year"] else "",
        "day": partial_day(fact["as_of"]),
        "basis": basis_word(fact["plan_basis"]) if fact["plan_basis"] else "",
        "value": float(figure.exact) / MILLION if is_money else cell.numbers[0],
        "uom": label("unit_of_value", "mn_vnd" if is_money else figure.unit),
        "source": fact["source"],
        "format": MONEY if is_money else cell.format,
    }
