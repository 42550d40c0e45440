"""The tables that add every total up again from its parts, and hold what is stated twice against each other."""

import pandas as pd

from mtqg_analysis.analysis.planning.agreement import years_known
from mtqg_analysis.analysis.planning.central_money import INTEGRATED
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.stated_money import TwiceStated
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import billions, few
from mtqg_analysis.report.pages.planning.money import SHARE_NAMES
from mtqg_analysis.report.pages.planning.pace import SCENARIO_NAMES
from mtqg_analysis.report.pages.planning.sections import named
from mtqg_analysis.report.scopes import NO_PLAN
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

PARTS = {
    "forms": to_translate("Kế hoạch và phần ngoài kỳ, so với mọi dòng của biểu"),
    "works": to_translate("Các công trình, so với kế hoạch theo chương trình, năm, nguồn, đơn vị"),
    "communes": to_translate("Vốn một năm của các xã, so với số vốn đem chia"),
    "capacity": to_translate("Năng lực các chương trình và loại vốn, so với cả tỉnh"),
    "flow": to_translate("Giải ngân, hủy và chuyển sang, so với vốn đầu kỳ và vốn mới; kịch bản {about}"),
    "programmes": to_translate("Kế hoạch năm {about} theo chương trình mới, so với ba chương trình cũ"),
    "units": to_translate("Kế hoạch năm {about} theo xã và phần chưa phân bổ, so với mọi đơn vị cũ"),
    "levels": to_translate("Kế hoạch năm {about} của mọi đơn vị, so với kế hoạch của tỉnh"),
}


@view()
def agreement_sentence(baseline: Baseline) -> Sentence:
    """How many totals equal the sum of their parts."""
    rows = baseline.agreements
    equal = int((rows["difference"] == 0).sum())
    text = tr(
        "**{equal}/{count}** tổng số khớp với các phần, đến từng đồng.",
        equal=equal,
        count=len(rows),
    )
    wrong = int((rows["difference"] != 0).sum())
    if wrong:
        text = tr(
            "**{wrong}/{count}** tổng số không khớp với các phần; xem cột chênh lệch trước khi dùng các bảng trên.",
            wrong=wrong,
            count=len(rows),
        )
    apart = [disagreement(baseline, one) for one in baseline.twice_stated if not one.agrees]
    return Sentence.over(baseline.ledger, " ".join([text, *apart]))


def disagreement(baseline: Baseline, stated: TwiceStated) -> str:
    """Which two assumptions contradict each other, and where each of them is used; a whole sentence."""
    if stated.kind == "new":
        return tr(
            "**Các giả định không thống nhất:** năm {years}, vốn mới (new_plan) nhỏ hơn vốn NSTW cộng đối ứng "
            "phải bố trí của chính năm đó.",
            years=", ".join(str(year) for year in stated.lacking),
        )
    return tr(
        "**Các giả định không thống nhất:** vốn NSTW của chương trình tích hợp là {first} tỷ đồng theo giả "
        "định central_plan (mục {used}), {second} tỷ đồng theo tỷ trọng của tỉnh (mục {other}); cần sửa một "
        "trong hai.",
        first=billions(stated.first),
        second=billions(stated.second),
        used=named("counterpart", "communes"),
        other=named("central", *(() if baseline.outlook.stated_plans else ("flow",)), "plan"),
    )


@view()
def twice_stated(baseline: Baseline) -> Table | None:
    """Money that the assumptions state twice, both statements side by side; nothing where nothing is."""
    if not baseline.twice_stated:
        return None
    frame = pd.DataFrame(
        {
            "what": [_stated_name(baseline, one) for one in baseline.twice_stated],
            "first": [one.first for one in baseline.twice_stated],
            "second": [one.second for one in baseline.twice_stated],
            "difference": [one.difference for one in baseline.twice_stated],
            "verdict": [_verdict(one) for one in baseline.twice_stated],
        }
    )
    columns = (
        Column("what", tr("Số vốn nêu hai lần")),
        Column("first", tr("Số thứ nhất"), "bn", 1),
        Column("second", tr("Số thứ hai"), "bn", 1),
        Column("difference", tr("Chênh lệch"), "bn", 1, formula="first - second"),
        Column("verdict", tr("Nhận xét")),
    )
    notes = (tr("Báo cáo không tự sửa số nào; mỗi mục dùng số nêu ở phạm vi của bảng trong mục đó."),)
    first, last = baseline.horizon
    scope = Scope(tr("tỷ đồng"), f"{first}-{last}", tr(NO_PLAN), tr("đối chiếu các giả định"))
    return Table("gia_dinh_hai_lan", tr("Các giả định nêu cùng một số vốn"), frame, columns, scope, notes=notes)


def _stated_name(baseline: Baseline, stated: TwiceStated) -> str:
    if stated.kind == "new":
        count = baseline.outlook.need.rows["programme"].nunique()
        return tr(
            "Vốn mới mọi nguồn (new_plan), so với vốn NSTW cộng đối ứng phải bố trí của {count} chương trình",
            count=few(count),
        )
    return tr(
        "Vốn NSTW chương trình {programme} (central_plan), so với nguồn vốn công bố × tỷ trọng «{share}»",
        programme=label("programme", INTEGRATED),
        share=tr(SHARE_NAMES[baseline.shares[0].name]),
    )


def _verdict(stated: TwiceStated) -> str:
    if stated.kind == "central":
        return tr("khớp, trong khoảng do làm tròn") if stated.agrees else tr("không thống nhất, cần sửa một trong hai")
    if not stated.agrees:
        years = ", ".join(str(year) for year in stated.lacking)
        return tr("không thống nhất: năm {years} tổng các phần lớn hơn tổng số", years=years)
    if not stated.is_whole:
        return tr("mới biết một phần các chương trình; còn lại gồm cả phần chưa biết")
    return tr("còn lại là vốn khác, không giả định nào nêu nguồn")


@view()
def agreements(baseline: Baseline) -> Table:
    """Every total of the report beside the sum of its parts."""
    rows = baseline.agreements
    frame = rows.assign(
        what=[tr(PARTS[row.what], about=_about(row.what, row.about)) for row in rows.itertuples()],
    )
    columns = (
        Column("what", tr("Các phần và tổng")),
        Column("parts", tr("Cộng các phần"), "bn", 3),
        Column("whole", tr("Tổng"), "bn", 3),
        Column("difference", tr("Chênh lệch, đồng"), "count"),
    )
    first, last = baseline.horizon
    scope = Scope(tr("tỷ đồng"), f"{first}-{last}", tr(NO_PLAN), tr("cộng lại từ các phần"))
    return Table(
        "khop_tong", tr("Đối chiếu tổng số với các phần"), frame, columns, scope, notes=_unknown_years(baseline)
    )


def _unknown_years(baseline: Baseline) -> tuple[str, ...]:
    """The years whose units are not held against the province, since some of their figures are missing."""
    both = tuple(one for one in baseline.history.years if one.units is not None and one.cells is not None)
    known = years_known(both)
    years = ", ".join(str(one.year) for one in both if all(one is not other for other in known))
    if not years:
        return ()
    return (
        tr("Không so kế hoạch của mọi đơn vị với kế hoạch của tỉnh, vì thiếu số của đơn vị: {years}.", years=years),
    )


def _about(what: str, about: str) -> str:
    return tr(SCENARIO_NAMES[about]).lower() if what == "flow" else about
