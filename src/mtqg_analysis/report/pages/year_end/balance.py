"""What the published figures imply: the plan, its split by capital type, and what stays undisbursed."""

from math import isfinite

import pandas as pd

from mtqg_analysis.analysis.result import Result
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.cells import counted_programmes, plan_words
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column, Kind, Quantity
from mtqg_analysis.report.coverage import held_words, only_words
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import in_billions, name_rows, write_numbers
from mtqg_analysis.report.numbers import billions, day, number, percent
from mtqg_analysis.report.pages.year_end.money import COLOURS, NAMES, said_of_sum
from mtqg_analysis.report.scopes import basis_word, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import INK, canvas
from mtqg_analysis.report.view import view

COMPUTED = to_translate("tính từ số liệu đã công bố")
SUMMED = to_translate("cộng từ số liệu chi tiết")
ROUNDING_NOTE = to_translate(
    "Khoảng trong ngoặc vuông là khoảng do làm tròn: mọi giá trị làm tròn thành đúng số của nguồn đều nằm trong đó."
)
# row group, label, result, and how the central value follows from other rows, counted from 0
IMPLIED_ROWS = (
    (to_translate("Kế hoạch"), to_translate("Tổng số"), "plan", "point[1] + point[2]"),
    (to_translate("Kế hoạch"), to_translate("Vốn đầu tư"), "investment_plan", ""),
    (to_translate("Kế hoạch"), to_translate("Vốn sự nghiệp"), "recurrent_plan", ""),
    (to_translate("Kế hoạch"), to_translate("Tỷ trọng vốn đầu tư (%)"), "investment_share", "point[1] / point[0]"),
    (to_translate("Giải ngân"), to_translate("Vốn đầu tư"), "investment_disbursed", ""),
    (to_translate("Giải ngân"), to_translate("Vốn sự nghiệp"), "recurrent_disbursed", ""),
    (to_translate("Chưa giải ngân"), to_translate("Tổng số"), "balance", "point[7] + point[8]"),
    (to_translate("Chưa giải ngân"), to_translate("Vốn đầu tư"), "investment_balance", "point[1] - point[4]"),
    (to_translate("Chưa giải ngân"), to_translate("Vốn sự nghiệp"), "recurrent_balance", "point[2] - point[5]"),
    (
        to_translate("Chưa giải ngân"),
        to_translate("Tỷ trọng vốn sự nghiệp (%)"),
        "recurrent_share_of_balance",
        "point[8] / point[6]",
    ),
)


def computed_scope(evaluation: YearEnd, unit: str) -> Scope:
    """The scope of what was computed from the published rates or summed from cells: their cut-off and plan basis."""
    basis = plan_words(basis_word(evaluation.rates["total"]["plan_basis"]), evaluation.own_money)
    cells = evaluation.detail.programmes
    if is_summed(evaluation) and cells is not None:
        status, held = said_of_sum(evaluation, tr(SUMMED)), held_words(cells.coverage)
        return Scope(unit, day(evaluation.cut_off), basis, status, held)
    return Scope(unit, day(evaluation.cut_off), basis, tr(COMPUTED))


def is_summed(evaluation: YearEnd) -> bool:
    """Whether plan and split are sums of cells, and not what totals imply."""
    return evaluation.implied["plan"].method == "sum_of_cells"


@view()
def implied(evaluation: YearEnd) -> Table | None:
    """The plan, its split and the balance that the published figures imply, as exact intervals."""
    if not evaluation.implied:
        return None
    rows = []
    for block, name, key, formula in IMPLIED_ROWS:
        result = evaluation.implied[key]
        kind: Kind = "percent" if result.unit == "fraction" else "bn"
        point, ends = Quantity(result.estimate, kind, 1, formula=formula), Quantity(result.interval, kind, 1)
        rows.append({"block": tr(block), "name": tr(name), "point": point, "interval": ends})
    columns = [Column("block", tr("Nội dung"), rows=True), Column("name", tr("Loại vốn"))]
    notes: tuple[str, ...] = ()
    if is_summed(evaluation):
        columns.append(Column("point", tr("Giá trị"), "decimal"))
        title = tr("Kế hoạch, cơ cấu và số chưa giải ngân")
    else:
        columns.append(Column("point", tr("Giá trị giữa"), "decimal"))
        columns.append(Column("interval", tr("Khoảng do làm tròn"), "decimal"))
        assumed = tr(
            "Giả định: {programmes} gộp chung, cùng một mẫu số, chỉ có vốn đầu tư và vốn sự nghiệp.",
            programmes=counted_programmes([evaluation.period.year]),
        )
        notes = (tr(ROUNDING_NOTE), assumed)
        title = tr("Kế hoạch, cơ cấu và số chưa giải ngân tính từ số liệu công bố")
    scope, sources = computed_scope(evaluation, tr("tỷ đồng; %")), sources_of(list(evaluation.rates.values()))
    return Table("suy_ra", title, pd.DataFrame(rows), tuple(columns), scope, sources, notes)


@view()
def implied_sentence(evaluation: YearEnd) -> Sentence | None:
    """What the implied split says, and whether the published set is consistent."""
    if evaluation.gap is None:
        return None
    left = evaluation.implied["recurrent_share_of_balance"]
    if is_summed(evaluation):
        return Sentence.over(evaluation.ledger, _summed_words(evaluation, left), evaluation.gap.facts)
    text = tr(
        "Tính từ bốn số liệu trên, vốn sự nghiệp chiếm khoảng {estimate} kế hoạch nhưng khoảng {share_left} số "
        "vốn chưa giải ngân. ",
        estimate=percent(evaluation.recurrent_share, 0),
        share_left=percent(left.estimate, 0),
    )
    if evaluation.gap.estimate == 0:
        text += tr("Bốn số liệu này khớp nhau trong phạm vi làm tròn.")
    else:
        gap = billions(evaluation.gap.estimate, 1)
        text += tr("Bốn số liệu này không khớp nhau: ít nhất một số lệch từ {gap} tỷ đồng trở lên.", gap=gap)
    return Sentence.over(evaluation.ledger, text, evaluation.gap.facts)


def _summed_words(evaluation: YearEnd, left: Result) -> str:
    """The share of recurrent capital in the plan and, where no part of the balance is negative, in what is left."""
    cells = evaluation.detail.programmes
    of_plan = percent(evaluation.recurrent_share)
    said = (
        tr(
            "Vốn sự nghiệp chiếm {estimate} kế hoạch nhưng {share_left} số vốn chưa giải ngân.",
            estimate=of_plan,
            share_left=percent(left.estimate),
        )
        if 0 <= left.estimate <= 1
        else tr("Vốn sự nghiệp chiếm {estimate} kế hoạch.", estimate=of_plan)
    )
    return (only_words(cells.coverage) if cells else "") + said


@view()
def draw_balance(evaluation: YearEnd) -> Chart | None:
    """Plan by capital type, what was disbursed of it and what was not."""
    if not evaluation.implied:
        return None
    figure, (axes,) = canvas(2.1)
    parts = []
    held = [capital for capital in CAPITALS if isfinite(evaluation.implied[f"{capital}_plan"].estimate)]
    for place, capital in enumerate(held):
        paid, left = (evaluation.implied[f"{capital}_{part}"].estimate for part in ("disbursed", "balance"))
        parts.append(
            tr(
                "{names}: giải ngân {paid}, chưa giải ngân {left} tỷ đồng",
                names=tr(NAMES[capital]),
                paid=billions(paid),
                left=billions(left),
            )
        )
        done, rest, ink = in_billions(paid), in_billions(left), "white" if capital == "investment" else INK
        axes.barh(place, done, color=COLOURS[capital], height=0.6)
        axes.barh(place, rest, left=done, color="white", edgecolor=COLOURS[capital], hatch="///", height=0.6)
        axes.text(done / 2, place, number(done), ha="center", va="center", color=ink)
        text, behind = tr("{rest} chưa giải ngân", rest=number(rest)), {"fc": "white", "ec": "none", "pad": 1.5}
        axes.text(done + rest / 2, place, text, ha="center", va="center", bbox=behind)
    axes.set(xlabel=tr("tỷ đồng"), xlim=(0, None))
    name_rows(axes, [tr(NAMES[capital]) for capital in held])
    write_numbers(axes.xaxis)
    share = evaluation.implied["recurrent_share_of_balance"].estimate
    return Chart(
        figure,
        name="hinh_so_du",
        title=tr("Đã giải ngân và chưa giải ngân theo loại vốn")
        if not 0 <= share <= 1
        else tr("{share} số vốn chưa giải ngân là vốn sự nghiệp", share=percent(share))
        if is_summed(evaluation)
        else tr("Khoảng {share} số vốn chưa giải ngân là vốn sự nghiệp", share=percent(share, 0)),
        alt=tr("Biểu đồ thanh chồng. {parts}.", parts="; ".join(parts)),
        scope=computed_scope(evaluation, tr("tỷ đồng, giá trị giữa")),
        sources=sources_of(list(evaluation.rates.values())),
        illustrative=evaluation.ledger.is_illustrative,
    )
