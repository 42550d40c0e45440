"""What the exploration notebook shows of a ledger: its facts, its findings, a measure over time."""

from datetime import date

import pandas as pd

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.ledger.words import measure_name
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.compared import compared as compared
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import write_numbers
from mtqg_analysis.report.numbers import day, partial_day, printed
from mtqg_analysis.report.provenance import finding_table, source_table
from mtqg_analysis.report.scopes import scope_of, sources_of
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, canvas

SHOWN = {"percent": (100, "%"), "bn_vnd": (1e-9, to_translate("tỷ đồng")), "mn_vnd": (1e-9, to_translate("tỷ đồng"))}


def head(title: str, ledger: Ledger, as_of: date) -> Head:
    """The head of a notebook of one's own: what it is called, over which data, seen from when."""
    facts = (
        (tr("Bộ dữ liệu"), f"{ledger.dataset.title} ({label('dataset', ledger.dataset.kind)})"),
        (tr("Ngày chốt số liệu"), day(as_of)),
    )
    return Head(title, ledger.dataset.title, facts, ledger.is_illustrative)


def overview(ledger: Ledger) -> Table:
    """What a dataset holds: facts and years per measure, most frequent first."""
    facts = ledger.facts
    counted = facts.groupby("measure").agg(facts=("fact", "size"), years=("year", _first_years))
    frame = counted.sort_values("facts", ascending=False, kind="stable").reset_index()
    frame = frame.assign(label=[measure_name(measure, "", "") for measure in frame["measure"]])
    columns = (
        Column("label", tr("Đại lượng")),
        Column("measure", tr("Mã")),
        Column("facts", tr("Số liệu"), "count"),
        Column("years", tr("Các năm"), missing="–"),
    )
    scope = Scope(tr("số dòng"), tr("như từng số liệu"), tr("như từng số liệu"), label("dataset", ledger.dataset.kind))
    return Table(
        "tong_quan", tr("Nội dung bộ dữ liệu {name}", name=ledger.dataset.name), frame.head(25), columns, scope
    )


def _first_years(years: pd.Series) -> str:
    return ", ".join(sorted({year for year in years if year})[:6])


def facts(rows: pd.DataFrame) -> Table:
    """Facts as a table with their definition: what `ledger.find(...)` returned, or any rows of `ledger.facts`."""
    frame = pd.DataFrame(
        {
            "fact": rows["fact"],
            "unit": [unit_name(row["unit"], row["day"]) for _, row in rows.iterrows()],
            "what": [measure_name(row["measure"], row["fund"], row["plan_basis"]) for _, row in rows.iterrows()],
            "programme": [label("programme", code) if code else "" for code in rows["programme"]],
            "capital": [label("capital", code) if code else "" for code in rows["capital"]],
            "origin": [label("origin", code) if code else "" for code in rows["origin"]],
            "year": rows["year"] + ["-" + year if year else "" for year in rows["year_to"]],
            "as_of": [partial_day(text) for text in rows["as_of"]],
            "status": [label("status", code) for code in rows["status"]],
            "value": rows["figure"],
            "uom": [_unit_of(code) for code in rows["value_unit"]],
            "source": rows["source"],
            "doubt": ["" if usable else tr("không khớp") for usable in rows["usable"]],
        }
    )
    columns = (
        Column("fact", tr("Mã")),
        Column("unit", tr("Nơi")),
        Column("what", tr("Đại lượng")),
        Column("programme", tr("Chương trình"), missing="–"),
        Column("capital", tr("Loại vốn"), missing="–"),
        Column("origin", tr("Năm của vốn"), missing="–"),
        Column("year", tr("Năm"), missing="–"),
        Column("as_of", tr("Đến ngày"), missing="–"),
        Column("status", tr("Tình trạng")),
        Column("value", tr("Giá trị"), "figure"),
        Column("uom", tr("Đơn vị tính"), missing="–"),
        Column("source", tr("Nguồn")),
        Column("doubt", tr("Tự kiểm tra"), missing="–"),
    )
    return Table(
        "so_lieu",
        tr("{count} số liệu tìm được", count=len(rows)),
        frame,
        columns,
        scope_of(rows, tr("như từng số liệu")),
    )


def _unit_of(code: str) -> str:
    """The unit in which a value is printed: of money always tỷ đồng."""
    return label("unit_of_value", "bn_vnd" if code == "mn_vnd" else code)


def draw(ledger: Ledger, rows: pd.DataFrame, title: str) -> Chart:
    """Facts of one measure against their plan year; estimates hollow, nothing joined."""
    if rows["measure"].nunique() != 1:
        raise ValueError(f"draw() needs facts of one measure; got: {', '.join(sorted(set(rows['measure'])))}.")
    figure, (axes,) = canvas(2.8)
    scale, unit = SHOWN.get(rows["value_unit"].iloc[0], (1, tr("số lượng")))
    for status, face in (("actual", BLUE), ("estimate", "white")):
        part = rows[rows["status"] == status]
        values = scale * part["exact"]
        axes.plot(part["year"].astype(int), values, "o", color=BLUE, markerfacecolor=face, linestyle="none")
    write_numbers(axes.yaxis)
    years = sorted(set(rows["year"].astype(int)))
    axes.set(xticks=range(years[0], years[-1] + 1), ylim=(0, None), xlabel=tr("năm"))
    alt = tr(
        "Biểu đồ điểm. {said}.", said="; ".join(f"{row['year']} {printed(row['figure'])}" for _, row in rows.iterrows())
    )
    return Chart(
        figure,
        name="kham_pha",
        title=title,
        alt=alt,
        scope=scope_of(rows, tr(unit)),
        sources=sources_of(rows),
        illustrative=ledger.is_illustrative,
    )


def findings(ledger: Ledger) -> Table:
    """What the dataset's own check found."""
    return finding_table((ledger,))


def sources(ledger: Ledger, *displays: Table | Chart) -> Table:
    """The sources of some displays, or of nothing yet."""
    return source_table((ledger,), displays)
