"""Where the contents of the former programmes go."""

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import current_language, tr
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day
from mtqg_analysis.report.rows import labelled
from mtqg_analysis.report.scopes import NO_PLAN, once
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view


@view()
def programme_mapping(baseline: Baseline) -> Table:
    """Where each former programme, project and content goes, why, and whether a text says so."""
    rows = baseline.history.mapping
    names = table("programmes").set_index("code")[f"name_{current_language()}"]
    frame = labelled(rows, "verified").assign(
        old=[f"{label('programme', code)}: {names[code]}" for code in rows["old"]],
        new=[label("programme", code) if code else tr("chưa xác định") for code in rows["new"]],
        share=[float(share) if share else tr("rà soát") for share in rows["share"]],
        basis=rows[f"basis_{current_language()}"],
    )
    columns = (
        Column("old", tr("Giai đoạn 2021-2025"), rows=True),
        Column("new", tr("Từ năm 2026")),
        Column("share", tr("Phần"), "percent", 0),
        Column("basis", tr("Lý do")),
        Column("reference", tr("Căn cứ")),
        Column("verified", tr("Tình trạng")),
    )
    own = int(rows["own"].sum())
    notes = (
        tr("Tiểu dự án không có dòng riêng thì theo dự án. «Rà soát»: không chuyển vốn, chỉ tránh tính hai lần."),
        *_unnamed_contents(),
        tr("Có thể sửa trong programme_mapping.csv của bộ dữ liệu; hiện bộ dữ liệu có {own} dòng.", own=own),
    )
    unchecked = int((rows["verified"] != "yes").sum())
    status = tr("bảng chuyển đổi, {unchecked}/{count} dòng cần kiểm tra", unchecked=unchecked, count=len(rows))
    scope = Scope(tr("% số vốn"), day(baseline.as_of), tr(NO_PLAN), status)
    title = tr("Dự án, nội dung cũ chuyển vào chương trình mới")
    return Table("chuyen_noi_dung", title, frame, columns, scope, notes=notes)


def _unnamed_contents() -> tuple[str, ...]:
    """How many contents of the new programmes have no known name, so that nothing can go to one of them."""
    rows = table("programmes")
    unnamed = rows[
        (rows["level"] == "content") & rows["unverified_part"].str.split("|").map(lambda parts: "name" in parts)
    ]
    counts = [str((unnamed["parent"] == parent).sum()) for parent in once(unnamed["parent"])]
    if not counts:
        return ()
    text = tr("Chưa rõ tên của {counts} nội dung thành phần nên mới xếp đến hợp phần.", counts=tr(" và ").join(counts))
    return (text,)
