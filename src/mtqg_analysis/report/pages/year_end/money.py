"""The published money of the year: what was disbursed, and at what rate."""

from dataclasses import replace
from math import isnan
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.year_end.derived import SUM
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.codes import WITH_TOTAL
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.cells import gap_words, left_out, plan_words, words_of
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.coverage import held_words, missing_words, summed_words, titled
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import name_rows
from mtqg_analysis.report.numbers import day, percent, printed
from mtqg_analysis.report.scopes import origin_of, scope_of, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import INK, INVESTMENT, RECURRENT, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FORM, Waits

NAMES = {
    "total": to_translate("Chung"),
    "investment": to_translate("Vốn đầu tư"),
    "recurrent": to_translate("Vốn sự nghiệp"),
}
WHOLE = to_translate(
    "Tính đến ngày {cut_off}, các chương trình mục tiêu quốc gia giải ngân được **{figure} "
    "tỷ đồng, đạt {total} kế hoạch** (vốn đầu tư đạt {investment}, vốn sự nghiệp đạt "
    "{recurrent}). "
)
PART = to_translate(
    "Tính đến ngày {cut_off}, số liệu có của **{held}** cho thấy giải ngân được **{figure} tỷ đồng, đạt {total} kế "
    "hoạch** (vốn đầu tư đạt {investment}, vốn sự nghiệp đạt {recurrent}). "
)
COLOURS = {"total": INK, "investment": INVESTMENT, "recurrent": RECURRENT}


@view()
def headline(evaluation: YearEnd) -> Sentence:
    """The result in one sentence, as an official report states it; or that none is published yet."""
    if evaluation.disbursed is None:
        return Sentence.over(evaluation.ledger, nothing_yet(evaluation))
    rates = evaluation.rates
    basis = plan_words(label("plan_basis", rates["total"]["plan_basis"]), evaluation.own_money)
    total, investment, recurrent = (printed(rates[capital]["figure"]) for capital in WITH_TOTAL)
    held, coverage = _held(evaluation), evaluation.coverage
    text = tr(
        PART if held else WHOLE,
        held=held,
        cut_off=day(evaluation.cut_off),
        figure=printed(evaluation.disbursed["figure"]),
        total=total,
        investment=investment,
        recurrent=recurrent,
    )
    if coverage is not None and held:
        text += tr("Đây chưa phải là số của cả tỉnh: còn thiếu {missing}. ", missing=missing_words(coverage))
    elif coverage is not None and coverage.of_units:
        text += tr("Số này {summed}. ", summed=summed_words(coverage))
    if evaluation.estimate is not None:
        late = evaluation.estimate
        text += tr(
            "Ước đến hết ngày {day} đạt {figure} kế hoạch. ", day=day(late["day"]), figure=printed(late["figure"])
        )
    text += tr("Kế hoạch làm mẫu số của tỷ lệ: {basis}.", basis=basis) + _said_apart(evaluation)
    return Sentence.over(evaluation.ledger, text, quoted(evaluation))


def _said_apart(evaluation: YearEnd) -> str:
    """What the sums of cells below leave out, so that they may differ from the rates that are published."""
    cells, total = evaluation.detail.programmes, evaluation.disbursed
    if cells is None or total is None:
        return ""
    if total["fact"].startswith(SUM):
        return left_out(cells)
    if len(cells.gaps):
        words = words_of(cells.gaps, cells.cut_off)
        return tr(" Các bảng theo chương trình dưới đây không tính: {cells}.", cells=words)
    if not evaluation.is_contradicted:
        return ""
    return tr(
        " Cộng theo chương trình được {rate}, khác tỷ lệ đã công bố, do có phần thiếu số liệu hoặc không theo "
        "lần giao kế hoạch mới nhất; cần đối chiếu.",
        rate=percent(cells.total["rate"]),
    )


def nothing_yet(evaluation: YearEnd) -> str:
    """That nothing disbursed is told of the year yet, of which years it is, and what the report can then say."""
    own = {"programme": "ALL", "measure": "disbursed", "unit": evaluation.ledger.dataset.province}
    years = ", ".join(sorted(set(evaluation.ledger.find(**own)["year"]))) or tr("không có năm nào")
    return tr(
        "Chưa có số giải ngân các chương trình mục tiêu quốc gia của tỉnh năm {year} đến ngày {day} (các năm "
        "có số: {years}); vì vậy báo cáo trong năm này chỉ nêu số liệu của cả nước và những phần không dựa vào "
        "số giải ngân của tỉnh.",
        year=evaluation.period.year,
        day=day(evaluation.period.as_of),
        years=years,
    )


def quoted(evaluation: YearEnd) -> tuple[str, ...]:
    """The ids of the facts that the sentences about the year's money quote."""
    own = [] if evaluation.disbursed is None else [evaluation.disbursed]
    return tuple(fact["fact"] for fact in (*own, *published_facts(evaluation)))


def published_facts(evaluation: YearEnd) -> list[pd.Series]:
    """The published rates of the year: those at the cut-off, and the estimate where there is one."""
    late = [] if evaluation.estimate is None else [evaluation.estimate]
    return [*evaluation.rates.values(), *late]


def _scope(evaluation: YearEnd, unit: str) -> Scope:
    """The scope of the published rates, and that carried-over capital is left out where it is."""
    scope = scope_of(published_facts(evaluation), unit)
    status = said_of_sum(evaluation, scope.status)
    return replace(scope, basis=plan_words(scope.basis, evaluation.own_money), status=status, held=_held(evaluation))


def said_of_sum(evaluation: YearEnd, status: str) -> str:
    """A status, and which cells are left out where the totals are sums of cells."""
    cells = evaluation.detail.programmes
    words = gap_words(cells) if cells is not None and evaluation.coverage is not None else ""
    return tr("{status}; không tính: {cells}", status=status, cells=words) if words else status


def _held(evaluation: YearEnd) -> str:
    return held_words(evaluation.coverage) if evaluation.coverage else ""


def _titled(evaluation: YearEnd, title: str) -> str:
    return titled(title, evaluation.coverage) if evaluation.coverage else title


@view(
    Waits(
        "1. Kết quả giải ngân",
        "disbursed và disbursement_rate của tỉnh (programme ALL; total, investment, recurrent), hoặc {cells}",
        FORM,
    )
)
def rates(evaluation: YearEnd) -> Table | None:
    """Disbursed and rate by capital type at the cut-off, and the estimate that belongs to the year."""
    if evaluation.disbursed is None:
        return None
    late = evaluation.estimate
    rows = [
        {
            "capital": tr(NAMES[capital]),
            "disbursed": _disbursed(evaluation, capital),
            "rate": evaluation.rates[capital]["figure"],
            "estimate": late["figure"] if late is not None and capital == "total" else None,
            "fact": ", ".join(fact["fact"] for fact in _facts_of(evaluation, capital)),
        }
        for capital in WITH_TOTAL
    ]
    actual = tr("Đến {cut_off}", cut_off=day(evaluation.cut_off))
    columns = [
        Column("capital", tr("Loại vốn")),
        Column("disbursed", tr("Số vốn giải ngân (tỷ đồng)"), "figure", group=actual, missing=tr("nguồn không nêu")),
        Column("rate", tr("Tỷ lệ so với kế hoạch"), "figure", group=actual),
    ]
    if late is not None:
        columns.append(
            Column("estimate", tr("Tỷ lệ so với kế hoạch"), "figure", group=tr("Ước đến {day}", day=day(late["day"])))
        )
    facts = published_facts(evaluation)
    return Table(
        "ty_le_giai_ngan",
        _titled(evaluation, tr("Kết quả giải ngân năm {year} theo loại vốn", year=evaluation.period.year)),
        pd.DataFrame(rows),
        (*columns, Column("fact", tr("Mã số liệu"))),
        _scope(evaluation, tr("tỷ đồng; %")),
        sources_of([evaluation.disbursed, *facts]),
        origins=tuple(origin_of(_facts_of(evaluation, capital)) for capital in WITH_TOTAL),
        plotted=("rate",),
    )


def _disbursed(evaluation: YearEnd, capital: str) -> object:
    """The printed amount of the total; of a capital type, the sum of cells where there are any."""
    if capital == "total" and evaluation.disbursed is not None:
        return evaluation.disbursed["figure"]
    result = evaluation.implied[f"{capital}_disbursed"]
    return Quantity(result.estimate, "bn", 1) if result.method == "sum_of_cells" else None


def _facts_of(evaluation: YearEnd, capital: str) -> list[pd.Series]:
    """The facts in one row: amount and estimate are published for the total only."""
    rate = [evaluation.rates[capital]]
    if capital != "total":
        return rate
    late = [] if evaluation.estimate is None else [evaluation.estimate]
    return [evaluation.disbursed, *rate, *late]


@view()
def draw_rates(evaluation: YearEnd) -> Chart | None:
    """The published rates as bars, the estimate apart from the actual figures."""
    if evaluation.disbursed is None:
        return None
    figure, (axes,) = canvas(2.1)
    shown = [(tr(NAMES[capital]), evaluation.rates[capital], COLOURS[capital], "") for capital in WITH_TOTAL]
    if evaluation.estimate is not None:
        shown.append(
            (tr("Chung, ước đến {day}", day=day(evaluation.estimate["day"])), evaluation.estimate, "white", "///")
        )
    for place, (_, fact, colour, hatch) in enumerate(shown):
        percentage, edge = 100 * fact["exact"], INK if hatch else colour
        if isnan(percentage):  # no plan of this capital type: the word stands where the bar would begin
            percentage = 0.0
        axes.barh(place, percentage, color=colour, edgecolor=edge, hatch=hatch, height=0.62)
        beside: dict[str, Any] = {"xytext": (4, 0), "textcoords": "offset points", "va": "center"}
        axes.annotate(printed(fact["figure"]), (max(percentage, 0), place), **beside)
    axes.set(
        xlim=(
            min(0, *(105 * fact["exact"] for _, fact, *_ in shown)),
            max(100, *(105 * fact["exact"] for _, fact, *_ in shown)),
        ),
        xlabel=tr("% kế hoạch"),
    )
    name_rows(axes, [name for name, *_ in shown])
    alt = tr("Biểu đồ thanh: {bars}.", bars="; ".join(f"{name} {printed(fact['figure'])}" for name, fact, *_ in shown))
    investment, recurrent = (printed(evaluation.rates[capital]["figure"]) for capital in ("investment", "recurrent"))
    facts = published_facts(evaluation)
    return Chart(
        figure,
        name="hinh_ty_le",
        title=_titled(
            evaluation,
            tr(
                "Vốn sự nghiệp đạt {recurrent} kế hoạch, vốn đầu tư đạt {investment}",
                recurrent=recurrent,
                investment=investment,
            ),
        ),
        alt=alt,
        scope=_scope(evaluation, tr("% kế hoạch")),
        sources=sources_of(facts),
        illustrative=evaluation.ledger.is_illustrative,
    )
