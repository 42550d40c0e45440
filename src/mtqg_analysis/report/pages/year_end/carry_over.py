"""What earlier years left, what this year leaves: the stock of carried-over money and its flow."""

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.flow import AMOUNTS, flow_total
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.period import SETTLEMENT, month_end
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import write_numbers
from mtqg_analysis.report.numbers import BILLION, billions, day, number, percent
from mtqg_analysis.report.pages.year_end.after import labelled_later
from mtqg_analysis.report.rows import labelled, summed
from mtqg_analysis.report.scopes import basis_word
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, GREEN, MUTED, VERMILION, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FACTS, Waits


@view()
def flow_sentence(evaluation: YearEnd) -> Sentence:
    """The stock-flow identity of the year in words, or what is missing for it."""
    flow, year = evaluation.flow, evaluation.period.year
    end = month_end(year, SETTLEMENT)
    if flow.empty and evaluation.period.as_of < end:
        return Sentence(
            tr(
                "Chưa có số liệu về vốn bị hủy và vốn chuyển sang năm {after}: số này chốt đến ngày {day}.",
                after=year + 1,
                day=day(end),
            )
        )
    if flow.empty:
        return Sentence(
            tr(
                "Không lập được bảng chuyển nguồn: thiếu một trong các số vốn kéo dài đầu năm, kế hoạch "
                "giao trong năm, giải ngân đến 31/01/{after}, vốn bị hủy, vốn chuyển sang năm sau.",
                after=year + 1,
            )
        )
    sums = flow_total(flow)
    text = tr(
        "Đầu năm {year} có {opening} tỷ đồng vốn kéo dài; giao thêm trong năm {new} tỷ đồng; đến 31/01/{after} giải "
        "ngân {paid} tỷ đồng; hủy {cancelled} tỷ đồng; chuyển sang năm {after} **{closing} tỷ đồng**, bằng {share} "
        "nguồn vốn của năm.",
        year=year,
        after=year + 1,
        opening=billions(sums["opening"], 1),
        new=billions(sums["new"], 1),
        paid=billions(sums["disbursed"], 1),
        cancelled=billions(sums["cancelled"], 1),
        closing=billions(sums["closing"], 1),
        share=percent(sums["share_left"]),
    )
    if sums["apart"] > 0:
        text += tr(" Các số đã công bố lệch nhau {gap} tỷ đồng.", gap=billions(sums["gap"], 1))
    return Sentence.over(evaluation.ledger, _told(evaluation, text))


def _told(evaluation: YearEnd, text: str) -> str:
    """A text about the flow, which an evaluation of an earlier day tells as later."""
    return labelled_later(text) if evaluation.after else text


@view(
    Waits(
        "6. Vốn kéo dài và chuyển nguồn",
        "disbursed, cancelled, carried_out của tỉnh đến 31/01 năm sau theo chương trình, loại vốn, origin both",
        FACTS,
    )
)
def flow_table(evaluation: YearEnd) -> Table | None:
    """Opening, new plan, disbursement, cancellation and closing by programme and capital, exact to the đồng."""
    flow, cells = evaluation.flow, evaluation.detail.programmes
    if flow.empty or cells is None:
        return None
    named = labelled(flow, "programme", "capital").rename(columns={"capital": "name"})
    frame = summed(named, programme=tr("Tổng số"), name="")
    columns = (
        Column("programme", tr("Chương trình"), rows=True),
        Column("name", tr("Loại vốn"), missing=" "),
        Column("opening", tr("Vốn kéo dài đầu năm"), "bn", 1),
        Column("new", tr("Giao trong năm"), "bn", 1),
        Column("disbursed", tr("Giải ngân đến 31/01"), "bn", 1),
        Column("cancelled", tr("Hủy"), "bn", 1),
        Column("closing", tr("Chuyển sang năm sau"), "bn", 1, formula="opening + new - disbursed - cancelled"),
    )
    title = _told(evaluation, tr("Vốn kéo dài đầu năm, phát sinh và chuyển sang năm sau"))
    notes = (tr("Đầu năm + giao trong năm − giải ngân − hủy = chuyển sang năm sau, đúng đến từng đồng."),)
    return Table("chuyen_nguon", title, frame, columns, _scope(cells), cells.sources, notes, total=True)


def _scope(cells: Cells) -> Scope:
    days = tr("đầu năm và 31/01/{after}", after=cells.year + 1)
    return Scope(tr("tỷ đồng"), days, basis_word(cells.basis), label("status", "actual"))


@view()
def draw_flow(evaluation: YearEnd) -> Chart | None:
    """The year's stock and flow as a waterfall."""
    flow, cells = evaluation.flow, evaluation.detail.programmes
    if flow.empty or cells is None:
        return None
    total = flow_total(flow)
    sums = total[AMOUNTS] / BILLION
    names = (
        (tr("Vốn kéo dài đầu năm"), sums["opening"], 0, BLUE),
        (tr("Giao trong năm"), sums["new"], sums["opening"], BLUE),
        (tr("Giải ngân"), sums["disbursed"], sums["closing"] + sums["cancelled"], GREEN),
        (tr("Hủy"), sums["cancelled"], sums["closing"], MUTED),
        (tr("Chuyển sang năm sau"), sums["closing"], 0, VERMILION),
    )
    figure, (axes,) = canvas(2.8)
    for place, (_, height, bottom, colour) in enumerate(names):
        axes.bar(place, height, bottom=bottom, color=colour, width=0.62)
        axes.text(place, bottom + height, number(height, 1), ha="center", va="bottom")
    axes.set(xticks=range(len(names)), ylabel=tr("tỷ đồng"))
    axes.set_xticklabels([name for name, *_ in names], fontsize=9)
    write_numbers(axes.yaxis)
    axes.grid(axis="x", visible=False)
    return Chart(
        figure,
        name="hinh_chuyen_nguon",
        title=_told(
            evaluation, tr("{share} nguồn vốn của năm chuyển sang năm sau", share=percent(total["share_left"]))
        ),
        alt=tr("Biểu đồ thác: {bars}.", bars="; ".join(f"{name} {number(height, 1)}" for name, height, *_ in names)),
        scope=_scope(cells),
        sources=cells.sources,
        illustrative=evaluation.ledger.is_illustrative,
    )
