"""One page for whoever decides: four figures, what changed and why, what cannot be compared, what is to be decided."""

from collections.abc import Iterator
from itertools import islice
from math import isnan

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.analysis.comparison.province_years import ProvinceYears
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.draw import name_rows
from mtqg_analysis.report.key_figures import KeyFigure, KeyFigures
from mtqg_analysis.report.numbers import few, partial_day, percent, points, printed
from mtqg_analysis.report.pages.comparison.beside import advised, settled_words, settled_years
from mtqg_analysis.report.pages.comparison.body import change_words, pilot_names, warnings
from mtqg_analysis.report.pages.comparison.estimates import on_assigned_plan
from mtqg_analysis.report.pages.comparison.national import draw_by_programme
from mtqg_analysis.report.pages.comparison.province import province_scope, said_rates, span_words
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.theme import BLUE, canvas
from mtqg_analysis.report.view import view

NAMED = 2  # years and decisions that a page has room for
CHANGED, WHY = to_translate("Thay đổi"), to_translate("Nguyên nhân")
APART, DECIDE = to_translate("Không so sánh được"), to_translate("Cần quyết định")


@view()
def key_figures(found: Years) -> KeyFigures | None:
    """The newest year, its change and where that came from, the districts; the nation where no year is held."""
    own = found.province
    figures = tuple(_national(found) if own is None else _own(found, own))
    return KeyFigures(figures) if figures else None


def _own(found: Years, own: ProvinceYears) -> Iterator[KeyFigure]:
    year, newest = next(reversed(own.cells.items()))
    yield KeyFigure(
        percent(newest.total["rate"]),
        tr("đến 31/12/{year}", year=year),
        tr("so với {basis}", basis=province_scope(own, "").basis),
    )
    if own.changes:
        change = own.changes[-1]
        yield KeyFigure(
            tr("{points} điểm", points=points(change.moved, 2)),
            tr("năm {second} so với năm {first}", first=change.first, second=change.second),
            tr("năm {year}: {rate}", year=change.first, rate=percent(change.rates[0])),
        )
        yield KeyFigure(
            tr("{points} điểm", points=points(change.sums["rate"], 2)),
            tr("do tỷ lệ của từng phần"),
            tr("do cơ cấu kế hoạch: {points} điểm", points=points(change.sums["mix"], 2)),
        )
    if found.movements:
        moved = found.movements[-1]
        yield KeyFigure(
            f"{few(moved.risen.sum())}/{few(len(moved.rates))}",
            tr("huyện, thành phố có tỷ lệ tăng"),
            tr("từ {first} đến {second}", first=moved.first, second=moved.second),
        )


def _national(found: Years) -> Iterator[KeyFigure]:
    settled, programmes, estimates = settled_years(found), found.by_programme, on_assigned_plan(found)
    for row in settled.tail(1).itertuples():
        yield KeyFigure(
            printed(row.figure),
            tr("đầu tư công cả nước năm {year}", year=row.year),
            tr("đến {day}", day=partial_day(row.as_of)),
        )
    slowest = programmes[programmes["programme"] != "ALL"].sort_values("exact", kind="stable")
    for capital in ("investment", "recurrent"):
        for row in slowest[slowest["capital"] == capital].head(1).itertuples():
            yield KeyFigure(
                printed(row.figure),
                tr(
                    "{capital} của chương trình {programme}",
                    capital=label("capital", capital).lower(),
                    programme=label("programme", row.programme),
                ),
                tr("thấp nhất trong các chương trình, cả nước, đến {day}", day=partial_day(row.as_of)),
            )
    if len(estimates):
        yield KeyFigure(
            f"{few((estimates['error'] > 0).sum())}/{few(len(estimates))}", tr("số ước cao hơn số thực hiện")
        )


@view()
def brief_chart(found: Years) -> Chart | None:
    """The province's rates by year as bars; the nation's by programme and capital type where it holds no years."""
    own = found.province
    if own is None:
        return draw_by_programme(found)
    figure, (axes,) = canvas(0.34 * len(own.cells) + 0.7)
    rates = {str(year): cells.total["rate"] for year, cells in own.cells.items()}
    lengths = [0.0 if isnan(rate) else 100 * rate for rate in rates.values()]  # without a plan a word stands alone
    axes.barh(range(len(rates)), lengths, color=BLUE, height=0.62)
    for place, (length, rate) in enumerate(zip(lengths, rates.values(), strict=True)):
        axes.annotate(percent(rate), (max(length, 0), place), xytext=(4, 0), textcoords="offset points", va="center")
    axes.set(xlim=(min(0, *lengths), max(100, *(1.05 * length for length in lengths))), xlabel=tr("% kế hoạch"))
    name_rows(axes, list(rates))
    return Chart(
        figure,
        name="hinh_ty_le_cac_nam",
        title=span_words(own),
        alt=tr("Biểu đồ thanh: {bars}.", bars=said_rates(own)),
        scope=province_scope(own, tr("% kế hoạch")),
        sources=own.sources,
        illustrative=found.ledger.is_illustrative,
    )


@view()
def brief_points(found: Years) -> Sentence:
    """What changed, why, what cannot be compared, and what is to be decided: a line each."""
    lines = {CHANGED: _changed(found), WHY: _why(found), APART: _apart(found), DECIDE: islice(advised(found), NAMED)}
    said = {name: "; ".join(text[:1].lower() + text[1:].rstrip(".") for text in texts) for name, texts in lines.items()}
    return Sentence("\n".join(f"- **{tr(name)}:** {text}." for name, text in said.items() if text))


def _changed(found: Years) -> Iterator[str]:
    own = found.province
    if own is None:
        rows = settled_years(found).tail(NAMED)
        if len(rows):
            yield settled_words(rows)
        return
    years = list(own.cells)
    if len(years) > 1:
        first, last = years[0], years[-1]
        yield tr(
            "Tỷ lệ giải ngân đến 31/12 là {before} năm {first} và {after} năm {last}",
            before=percent(own.cells[first].total["rate"]),
            first=first,
            after=percent(own.cells[last].total["rate"]),
            last=last,
        )


def _why(found: Years) -> Iterator[str]:
    own = found.province
    if own is None:
        yield tr("chưa xác định được vì tỉnh chưa có số liệu theo chương trình, loại vốn qua các năm")
        return
    for change in own.changes[-1:]:
        yield change_words(change)
    yield from [text for change in own.changes for text in warnings(change)][-1:]


def _apart(found: Years) -> Iterator[str]:
    if len(found.refused):
        yield tr("{count} cặp số liệu khác định nghĩa, thời điểm hoặc tình trạng", count=few(len(found.refused)))
    if found.province is not None:
        yield tr("số của tỉnh với số của cả nước vì khác cơ sở kế hoạch")
    if found.pilot is not None:
        yield tr("kết quả thí điểm ở {names} vì có thể do ngẫu nhiên", names=pilot_names(found.pilot))
