"""What sources say of the year without a figure: targets, names, limits, tasks, and what nobody published."""

import pandas as pd

from mtqg_analysis.analysis.year_end import YearEnd
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, partial_day
from mtqg_analysis.report.scopes import NO_PLAN, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

STATEMENT_NAMES = {
    "good_unit": to_translate("Đơn vị giải ngân tốt"),
    "slowest_programme": to_translate("Chương trình chậm nhất"),
    "slow_capital": to_translate("Loại vốn chậm"),
    "pilot": to_translate("Huyện thí điểm"),
    "added_programme": to_translate("Chương trình bổ sung"),
    "comparison": to_translate("So với năm trước"),
    "limit": to_translate("Hạn chế"),
    "cause": to_translate("Nguyên nhân"),
}
NOT_PUBLISHED = {
    to_translate("Kế hoạch và giải ngân theo từng chương trình"): to_translate(
        "biểu tổng hợp của Sở Tài chính hoặc chủ chương trình, có cả vốn kéo dài"
    ),
    to_translate("Kế hoạch và giải ngân theo từng huyện, sở, ngành"): to_translate(
        "biểu theo đơn vị tại cùng ngày chốt"
    ),
    to_translate("Cơ sở kế hoạch của tỷ lệ chung"): to_translate(
        "văn bản nêu mẫu số: kế hoạch năm, hay cả vốn kéo dài"
    ),
    to_translate("Số giải ngân thực hiện đến hết 31/01 năm sau"): to_translate(
        "báo cáo sau thời hạn, để so với số ước"
    ),
    to_translate("Tên các nhóm mục tiêu lớn và kết quả từng nhóm"): to_translate("kế hoạch mục tiêu của tỉnh"),
    to_translate("Tỷ lệ giải ngân năm trước, cùng ngày chốt"): to_translate("báo cáo tổng kết năm trước"),
    to_translate("Vốn đối ứng phải bố trí và đã bố trí"): to_translate(
        "nghị quyết của HĐND và số đã bố trí theo tháng"
    ),
}


def targets(evaluation: YearEnd) -> Sentence:
    """Target groups met, x of y, zero-padded as official texts write small counts."""
    ledger, year = evaluation.ledger, str(evaluation.period.year)
    met = ledger.find(measure="target_groups_completed", year=year, unit=ledger.dataset.province)
    planned = ledger.find(measure="target_groups_set", year=year, unit=ledger.dataset.province)
    if met.empty or planned.empty:
        return Sentence(tr("Số nhóm mục tiêu hoàn thành năm {year}: không công bố.", year=year))
    x, y = int(met["exact"].iloc[0]), int(planned["exact"].iloc[0])
    return Sentence(
        tr(
            "Hoàn thành **{done:02d}/{all:02d} nhóm mục tiêu lớn** của năm {year}. Nguồn không liệt kê "
            "tên các nhóm, nên không nêu được {missing:02d} nhóm chưa hoàn thành.",
            done=x,
            all=y,
            year=year,
            missing=y - x,
        ),
        (met["fact"].iloc[0], planned["fact"].iloc[0]),
    )


def _side_table(evaluation: YearEnd, name: str) -> pd.DataFrame:
    """A table of the dataset; where the dataset has none, no rows in the same columns."""
    rows = evaluation.ledger.table(name)
    return rows if len(rows) else pd.DataFrame(columns=[column.name for column in SIDE_COLUMNS[name]], dtype=str)


def _statement_table(
    evaluation: YearEnd, name: str, title: str, kinds: tuple[str, ...], notes: tuple[str, ...] = ()
) -> Table:
    rows = _side_table(evaluation, "statements")
    ordered = pd.concat([rows[rows["kind"] == kind] for kind in kinds])
    frame = ordered.assign(kind=[tr(STATEMENT_NAMES[kind]) for kind in ordered["kind"]])
    columns = (
        Column("kind", tr("Nội dung"), rows=True),
        Column("text_vi", tr("Nhận định (diễn đạt lại)")),
        Column("statement", tr("Mã")),
    )
    scope = Scope(
        tr("nhận định, không có số"), tr("năm {year}", year=evaluation.period.year), tr(NO_PLAN), tr("đã công bố")
    )
    return Table(name, title, frame, columns, scope, sources_of(ordered), notes)


def named(evaluation: YearEnd) -> Table:
    """The units, programme, capital type and pilots that the source names."""
    kinds = ("good_unit", "slowest_programme", "slow_capital", "pilot", "added_programme", "comparison")
    notes = (
        tr(
            "Không nguồn nào công bố tỷ lệ của từng đơn vị, từng chương trình: thứ tự trong bảng "
            "không phải là xếp hạng."
        ),
    )
    title = tr("Đơn vị, chương trình và loại vốn được nêu tên")
    return _statement_table(evaluation, "don_vi_neu_ten", title, kinds, notes)


def limits(evaluation: YearEnd) -> Table:
    """Limits and causes as the source states them, in our words."""
    return _statement_table(evaluation, "han_che", tr("Hạn chế và nguyên nhân đã được nêu"), ("limit", "cause"))


def directives(evaluation: YearEnd) -> Table:
    """The tasks that the source assigns, with owners and due dates."""
    rows = _side_table(evaluation, "directives")
    frame = pd.DataFrame(
        {
            "task": rows["task_vi"],
            "owners": [", ".join(_owner(code) for code in cell.split("|") if code) for cell in rows["owners"]],
            "due": [partial_day(due) or note for due, note in zip(rows["due"], rows["due_note_vi"], strict=True)],
            "status": rows["status"],
        }
    )
    columns = (
        Column("task", tr("Nhiệm vụ")),
        Column("owners", tr("Cơ quan thực hiện")),
        Column("due", tr("Thời hạn"), missing=tr("không nêu")),
        Column("status", tr("Kết quả"), missing=tr("chưa có báo cáo")),
    )
    scope = Scope(tr("nhiệm vụ"), tr("theo thời hạn từng nhiệm vụ"), tr(NO_PLAN), tr("đã giao"))
    title = tr("Nhiệm vụ đã giao, cơ quan thực hiện và thời hạn")
    return Table("nhiem_vu", title, frame, columns, scope, sources_of(rows))


def _owner(code: str) -> str:
    agencies: dict[str, str] = dict(table("agencies")[["code", "short_vi"]].itertuples(index=False))
    return agencies.get(code) or unit_name(code)


def not_published(evaluation: YearEnd) -> Table:
    """What no source in the dataset publishes, and which document would fill it."""
    frame = pd.DataFrame([[tr(what), tr(needed)] for what, needed in NOT_PUBLISHED.items()], columns=["what", "needed"])
    columns = (Column("what", tr("Không nguồn nào công bố")), Column("needed", tr("Cần có")))
    scope = Scope(tr("danh mục"), day(evaluation.period.as_of), tr(NO_PLAN), tr("không công bố"))
    return Table("khong_cong_bo", tr("Những số liệu chưa nguồn nào công bố"), frame, columns, scope)
