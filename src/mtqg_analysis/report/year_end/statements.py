"""What sources say of the year without a figure: targets, names, limits, tasks, and what nobody published."""

import pandas as pd

from mtqg_analysis.analysis.year_end import YearEnd
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
    "good_unit": "Đơn vị giải ngân tốt",
    "slowest_programme": "Chương trình chậm nhất",
    "slow_capital": "Loại vốn chậm",
    "pilot": "Huyện thí điểm",
    "added_programme": "Chương trình bổ sung",
    "comparison": "So với năm trước",
    "limit": "Hạn chế",
    "cause": "Nguyên nhân",
}
NOT_PUBLISHED = {
    "Kế hoạch và giải ngân theo từng chương trình": "biểu tổng hợp của Sở Tài chính hoặc chủ chương trình, "
    "có cả vốn kéo dài",
    "Kế hoạch và giải ngân theo từng huyện, sở, ngành": "biểu theo đơn vị tại cùng ngày chốt",
    "Cơ sở kế hoạch của tỷ lệ chung": "văn bản nêu mẫu số: kế hoạch năm, hay cả vốn kéo dài",
    "Số giải ngân thực hiện đến hết 31/01 năm sau": "báo cáo sau thời hạn, để so với số ước",
    "Tên các nhóm mục tiêu lớn và kết quả từng nhóm": "kế hoạch mục tiêu của tỉnh",
    "Tỷ lệ giải ngân năm trước, cùng ngày chốt": "báo cáo tổng kết năm trước",
    "Vốn đối ứng phải bố trí và đã bố trí": "nghị quyết của HĐND và số đã bố trí theo tháng",
}


def targets(evaluation: YearEnd) -> Sentence:
    """Target groups met, x of y, zero-padded as official texts write small counts."""
    ledger, year = evaluation.ledger, str(evaluation.period.year)
    met = ledger.find(measure="target_groups_completed", year=year, unit=ledger.dataset.province)
    planned = ledger.find(measure="target_groups_set", year=year, unit=ledger.dataset.province)
    if met.empty or planned.empty:
        return Sentence(f"Số nhóm mục tiêu hoàn thành năm {year}: không công bố.")
    x, y = int(met["exact"].iloc[0]), int(planned["exact"].iloc[0])
    return Sentence(
        f"Hoàn thành **{x:02d}/{y:02d} nhóm mục tiêu lớn** của năm {year}. Nguồn không liệt kê tên các nhóm, "
        f"nên không nêu được {y - x:02d} nhóm chưa hoàn thành.",
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
    frame = ordered.assign(kind=[STATEMENT_NAMES[kind] for kind in ordered["kind"]])
    columns = (
        Column("kind", "Nội dung", rows=True),
        Column("text_vi", "Nhận định (diễn đạt lại)"),
        Column("statement", "Mã"),
    )
    scope = Scope("nhận định, không có số", f"năm {evaluation.period.year}", NO_PLAN, "đã công bố")
    return Table(name, title, frame, columns, scope, sources_of(ordered), notes)


def named(evaluation: YearEnd) -> Table:
    """The units, programme, capital type and pilots that the source names."""
    kinds = ("good_unit", "slowest_programme", "slow_capital", "pilot", "added_programme", "comparison")
    notes = (
        "Không nguồn nào công bố tỷ lệ của từng đơn vị, từng chương trình: thứ tự trong bảng không phải là xếp hạng.",
    )
    title = "Đơn vị, chương trình và loại vốn được nêu tên"
    return _statement_table(evaluation, "don_vi_neu_ten", title, kinds, notes)


def limits(evaluation: YearEnd) -> Table:
    """Limits and causes as the source states them, in our words."""
    return _statement_table(evaluation, "han_che", "Hạn chế và nguyên nhân đã được nêu", ("limit", "cause"))


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
        Column("task", "Nhiệm vụ"),
        Column("owners", "Cơ quan thực hiện"),
        Column("due", "Thời hạn", missing="không nêu"),
        Column("status", "Kết quả", missing="chưa có báo cáo"),
    )
    scope = Scope("nhiệm vụ", "theo thời hạn từng nhiệm vụ", NO_PLAN, "đã giao")
    title = "Nhiệm vụ đã giao, cơ quan thực hiện và thời hạn"
    return Table("nhiem_vu", title, frame, columns, scope, sources_of(rows))


def _owner(code: str) -> str:
    agencies: dict[str, str] = dict(table("agencies")[["code", "short_vi"]].itertuples(index=False))
    return agencies.get(code) or unit_name(code)


def not_published(evaluation: YearEnd) -> Table:
    """What no source in the dataset publishes, and which document would fill it."""
    frame = pd.DataFrame(list(NOT_PUBLISHED.items()), columns=["what", "needed"])
    columns = (Column("what", "Không nguồn nào công bố"), Column("needed", "Cần có"))
    scope = Scope("danh mục", day(evaluation.period.as_of), NO_PLAN, "không công bố")
    return Table("khong_cong_bo", "Những số liệu chưa nguồn nào công bố", frame, columns, scope)
