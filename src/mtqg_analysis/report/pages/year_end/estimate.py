"""The published estimate for the end of the plan year: what it asks of the last month."""

from itertools import chain

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import DECEMBER, month_end
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Origin, Scope
from mtqg_analysis.report.numbers import billions, day, percent, printed, size
from mtqg_analysis.report.pages.year_end.balance import COMPUTED, ROUNDING_NOTE
from mtqg_analysis.report.pages.year_end.money import published_facts, quoted
from mtqg_analysis.report.rows import ranges
from mtqg_analysis.report.scopes import basis_word, once, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

READINGS = {"rounded": to_translate("làm tròn đến đơn vị"), "one_point": to_translate("cộng trừ 1 điểm phần trăm")}


@view()
def january(evaluation: YearEnd) -> Sentence | None:
    """What the last month had to bring for the published estimate to come true; silent but at the end of December."""
    late = evaluation.estimate
    if late is None and evaluation.cut_off != month_end(evaluation.period.year, DECEMBER):
        return None
    if late is None:
        return Sentence(
            tr(
                "Không có số ước giải ngân đến hết thời hạn của kế hoạch năm mà cùng phạm vi, cùng cơ sở kế hoạch "
                "và tính từ ngày 31/12."
            )
        )
    first = evaluation.readings.iloc[0]
    text = tr(
        "Để đạt {figure} vào ngày {day}, từ sau ngày {cut_off} phải giải ngân thêm khoảng "
        "**{need} tỷ đồng**, bằng {share_of_year} số đã giải ngân trong mười hai tháng trước.",
        figure=printed(late["figure"]),
        day=day(late["day"]),
        cut_off=day(evaluation.cut_off),
        need=billions(first["need"]),
        share_of_year=percent(first["share_of_year"], 0),
    )
    if len(evaluation.steps):
        low, high = evaluation.steps["low"].min(), evaluation.steps["high"].max()
        text += tr(
            " Mức tăng cần có là {own} điểm phần trăm; đầu tư công cả nước các năm có số liệu tăng từ {low} "
            "đến {high} điểm. Hai phạm vi khác nhau và số liệu của cả nước gồm cả số ước, nên chỉ để tham khảo.",
            own=size(first["step"]),
            low=size(low),
            high=size(high),
        )
    return Sentence.over(evaluation.ledger, text, quoted(evaluation))


@view()
def january_needs(evaluation: YearEnd) -> Table | None:
    """The need of the last month and what stays undisbursed, under both readings of the printed estimate."""
    late = evaluation.estimate
    if late is None:
        return None
    readings = evaluation.readings
    frame = readings.assign(
        reading=[f"{printed(late['figure'])}: {tr(READINGS[reading])}" for reading in readings["reading"]],
        bounds=ranges(readings["rate_low"], readings["rate_high"]),
        need_range=ranges(readings["need_low"], readings["need_high"]),
        left_range=ranges(readings["left_low"], readings["left_high"]),
    )
    columns = (
        Column("reading", tr("Cách hiểu số ước thực hiện")),
        Column("bounds", tr("Tỷ lệ"), "percent"),
        Column("need", tr("Giá trị giữa"), "bn", group=tr("Phải giải ngân thêm")),
        Column("need_range", tr("Khoảng"), "bn", 1, group=tr("Phải giải ngân thêm")),
        Column("left", tr("Giá trị giữa"), "bn", group=tr("Vẫn chưa giải ngân")),
        Column("left_range", tr("Khoảng"), "bn", 1, group=tr("Vẫn chưa giải ngân")),
    )
    scope = Scope(
        tr("tỷ đồng"), day(late["day"]), basis_word(late["plan_basis"]), tr("{computed}, số ước", computed=tr(COMPUTED))
    )
    title = tr("Số phải giải ngân trong tháng cuối để đạt {figure}", figure=printed(late["figure"]))
    sources = sources_of(published_facts(evaluation))
    return Table("con_phai_giai_ngan", title, frame, columns, scope, sources, (tr(ROUNDING_NOTE),))


@view()
def national_steps(evaluation: YearEnd) -> Table:
    """The nation's step from December to January in earlier plan years, statuses shown."""
    steps = evaluation.steps
    frame = steps.assign(
        year=steps["year"].astype(str),
        december_status=[label("status", code) for code in steps["december_status"]],
        january_status=[label("status", code) for code in steps["january_status"]],
        step=ranges(steps["low"], steps["high"]),
    )
    columns = (
        Column("year", tr("Năm kế hoạch")),
        Column("december", tr("Tỷ lệ"), "figure", group=tr("Đến 31/12")),
        Column("december_status", tr("Tình trạng"), group=tr("Đến 31/12")),
        Column("january", tr("Tỷ lệ"), "figure", group=tr("Đến 31/01 năm sau")),
        Column("january_status", tr("Tình trạng"), group=tr("Đến 31/01 năm sau")),
        Column("step", tr("Mức tăng, khoảng do làm tròn (điểm %)"), "points"),
    )
    notes = (
        tr("Toàn bộ vốn đầu tư công của cả nước, không riêng các chương trình mục tiêu quốc gia."),
        tr("Số liệu gồm cả số thực hiện và số ước, nên chỉ nêu khoảng, không kiểm định."),
    )
    scope = Scope(
        tr("% kế hoạch"), tr("31/12 và 31/01 năm sau"), label("plan_basis", "pm_assigned"), tr("thực hiện và ước")
    )
    title = tr("Mức tăng của cả nước từ tháng 12 sang tháng 01 qua các năm")
    sources = once(chain.from_iterable(steps["sources"]))
    origins = tuple(Origin(tuple(cited), scope.cut_off, scope.basis) for cited in steps["sources"])
    return Table("buoc_thang_mot", title, frame, columns, scope, sources, notes, origins)
