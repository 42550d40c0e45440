"""The province's own rates by year: levels on one plan basis at one stage."""

from datetime import date
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.absent import why_no_programmes
from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.analysis.comparison.province_years import ProvinceYears
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.programmes import programmes_between
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.absent import OF_PROGRAMMES, absent_words
from mtqg_analysis.report.cells import drawing, gap_words, plan_words
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.coverage import held_words, titled
from mtqg_analysis.report.data import criteria, words_of
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.heat import heat, heat_notes
from mtqg_analysis.report.numbers import percent
from mtqg_analysis.report.scopes import basis_word
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FORM, Waits

NO_YEARS = to_translate(
    "Chưa có số liệu kế hoạch và giải ngân của tỉnh đến 31/12 theo chương trình và loại vốn, nên chưa so sánh "
    "được các năm của tỉnh, chưa xác định được nguyên nhân thay đổi và chưa đánh giá được các huyện. Cần biểu "
    "tổng hợp của ít nhất hai năm, cùng cơ sở kế hoạch."
)


def province_scope(own: ProvinceYears, unit: str, later: bool = False) -> Scope:
    """The scope of the province's years: one plan basis, 31 December of each year."""
    days = tr("31/12 và 31/01 năm sau") if later else tr("31/12 mỗi năm")
    own_money = next(iter(own.cells.values())).own_money
    status = label("status", "actual")
    for year, cells in own.cells.items():
        if gap_words(cells):
            status += tr("; năm {year} không tính: {cells}", year=year, cells=gap_words(cells))
    covered = {year: held_words(cells.coverage) for year, cells in own.cells.items()}
    held = "; ".join(tr("năm {year}: {held}", year=year, held=words) for year, words in covered.items() if words)
    return Scope(unit, days, plan_words(basis_word(own.basis), own_money), status, held)


@view()
def province_sentence(found: Years) -> Sentence:
    """The province's rate of every year, or that its dataset does not hold them."""
    own = found.province
    if own is None:
        return Sentence(_no_years(found) or tr(NO_YEARS))
    rates = ", ".join(
        titled(tr("năm {year} {rate}", year=year, rate=percent(cells.total["rate"])), cells.coverage)
        for year, cells in own.cells.items()
    )
    basis = province_scope(own, "").basis
    text = tr("Đến ngày 31/12, tỷ lệ giải ngân của tỉnh so với {basis} là {rates}.", rates=rates, basis=basis)
    if own.missing:
        text += tr(" Không có số liệu cùng cơ sở: {years}.", years=", ".join(map(str, own.missing)))
    for year, cells in own.cells.items():
        if gap_words(cells):
            text += tr(" Năm {year} không tính: {cells}.", year=year, cells=gap_words(cells))
    return Sentence.over(found.ledger, text)


def _no_years(found: Years) -> str:
    """Why no year of the span can be summed: of the newest one that something is told of."""
    for year in range(found.years[1], found.years[0] - 1, -1):
        said = absent_words(why_no_programmes(found.ledger, Period(year, date(year, 12, 31))), OF_PROGRAMMES)
        if said and date(year, 12, 31) <= found.as_of:
            return said + " " + tr("Vì vậy không so được các năm của tỉnh.")
    return ""


@view(Waits("1. Tỷ lệ của tỉnh qua các năm", "{years}", FORM))
def levels(found: Years) -> Table | None:
    """Rates by programme and capital of every year, by 31 December and by the end of January."""
    own = found.province
    if own is None:
        return None
    stages = _stages(own)
    columns = [Column("name", tr("Chương trình, loại vốn"))]
    for name, cells, key in stages:
        paid = "disbursed" if key == "d" else "later"
        columns += [
            Column(
                f"{key}{year}",
                str(year),
                "percent",
                group=name,
                missing="–",
                drawn=drawing(paid, "plan", **criteria(of_year)),
            )
            for year, of_year in cells.items()
        ]
    return Table(
        "cac_nam_cua_tinh",
        tr("Tỷ lệ giải ngân của tỉnh qua các năm"),
        pd.DataFrame(_levels(own)).astype({column.name: float for column in columns[1:]}),
        tuple(columns),
        province_scope(own, tr("% kế hoạch"), later=True),
        own.sources,
        (tr("Mỗi tỷ lệ là tổng giải ngân chia cho tổng kế hoạch, không phải bình quân các tỷ lệ."),),
    )


def _stages(own: ProvinceYears) -> tuple[tuple[str, dict[int, Cells], str], ...]:
    return (tr("Đến 31/12"), own.cells, "d"), (tr("Đến 31/01 năm sau"), own.later, "j")


def _levels(own: ProvinceYears) -> list[dict[str, Any]]:
    """A row by programme and capital, by capital, and of all: its name and rates."""
    codes, stages = programmes_between(min(own.cells), max(own.cells)), _stages(own)
    named = [(label("programme", code), capital, _of(code, capital)) for code in codes for capital in CAPITALS]
    rows = [
        {"name": f"{programme}, {label('capital', capital).lower()}"} | _rates(stages, keep)
        for programme, capital, keep in named
    ]
    rows += [{"name": label("capital", capital)} | _rates(stages, _of("", capital)) for capital in CAPITALS]
    return [*rows, {"name": tr("Chung")} | _rates(stages, _of("", ""))]


def _of(programme: str, capital: str) -> dict[str, str]:
    return {name: code for name, code in (("programme", programme), ("capital", capital)) if code}


def _rates(stages: tuple[tuple[str, dict[int, Cells], str], ...], keep: dict[str, str]) -> dict[str, Any]:
    """The rate of some cells in every year of every stage: None without cells, NaN where nothing was planned."""
    rates = {f"{key}{year}": cells.rate(**keep) for _, years, key in stages for year, cells in years.items()}
    return {**rates, "drawn": words_of(None, **keep)}


@view()
def draw_levels(found: Years) -> Chart | None:
    """Rates by year as a heat map with the number in each cell."""
    own = found.province
    if own is None:
        return None
    years, rows = list(own.cells), _levels(own)
    grid = [[None if row[f"d{year}"] is None else 100 * row[f"d{year}"] for year in years] for row in rows]
    figure, (axes,) = canvas(3.4)
    heat(axes, grid, [row["name"] for row in rows], [str(year) for year in years])
    return Chart(
        figure,
        name="hinh_cac_nam",
        title=span_words(own),
        alt=tr("Bản đồ nhiệt tỷ lệ theo năm; hàng cuối là tỷ lệ chung: {rates}.", rates=said_rates(own)),
        scope=province_scope(own, tr("% kế hoạch")),
        sources=own.sources,
        notes=heat_notes(grid),
        illustrative=found.ledger.is_illustrative,
    )


def span_words(own: ProvinceYears) -> str:
    """The overall rate of the first year and of the newest."""
    years = list(own.cells)
    first, last = (percent(own.cells[year].total["rate"]) for year in (years[0], years[-1]))
    if len(years) == 1:
        return tr("Tỷ lệ chung đến 31/12: {first} năm {first_year}", first=first, first_year=years[0])
    return tr(
        "Tỷ lệ chung đến 31/12: {first} năm {first_year}, {last} năm {last_year}",
        first=first,
        first_year=years[0],
        last=last,
        last_year=years[-1],
    )


def said_rates(own: ProvinceYears) -> str:
    """The overall rates of all years in a row."""
    return "; ".join(f"{year} {percent(cells.total['rate'])}" for year, cells in own.cells.items())
