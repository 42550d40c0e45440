"""The table that adds every total up again from its parts."""

from mtqg_analysis.analysis.baseline import Baseline
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.baseline.pace import SCENARIO_NAMES
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.scopes import NO_PLAN
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

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


def agreement_sentence(baseline: Baseline) -> Sentence:
    """How many totals equal the sum of their parts."""
    rows = baseline.agreements
    equal = int((rows["difference"] == 0).sum())
    text = tr(
        "**{equal}/{count}** tổng bằng đúng cộng các phần, đến từng đồng.",
        equal=equal,
        count=len(rows),
    )
    if equal < len(rows):
        text = tr(
            "**{wrong}/{count}** tổng không bằng cộng các phần; xem cột chênh lệch trước khi dùng các bảng trên.",
            wrong=len(rows) - equal,
            count=len(rows),
        )
    return Sentence.over(baseline.ledger, text)


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
    return Table("khop_tong", tr("Các phần cộng lại bằng tổng"), frame, columns, scope)


def _about(what: str, about: str) -> str:
    return tr(SCENARIO_NAMES[about]).lower() if what == "flow" else about
