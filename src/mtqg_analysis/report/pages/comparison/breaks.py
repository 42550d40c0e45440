"""Where a series breaks between the years compared."""

from datetime import date

import pandas as pd

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.scopes import NO_PLAN, checked
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

KINDS = {
    "definition": to_translate("định nghĩa"),
    "units": to_translate("đơn vị hành chính"),
    "units_ended": to_translate("đơn vị hành chính, kết thúc"),
    "agencies": to_translate("cơ quan"),
    "programmes": to_translate("chương trình"),
}


@view()
def breaks(found: Years) -> Table:
    """Days on which definitions, units, agencies or programmes changed: a series is not joined across them."""
    rows = found.breaks
    frame = pd.DataFrame(
        {
            "day": [date.fromisoformat(day) for day in rows["day"]],
            "kind": [tr(KINDS[kind]) for kind in rows["kind"]],
            "what": rows[f"label_{current_language()}"],
            "reference": rows["reference"],
            "verified": [checked(*pair) for pair in zip(rows["verified"], rows["checked_on"], strict=True)],
        }
    )
    columns = (
        Column("day", tr("Từ ngày"), "date"),
        Column("kind", tr("Loại")),
        Column("what", tr("Thay đổi")),
        Column("reference", tr("Căn cứ")),
        Column("verified", tr("Đối chiếu")),
    )
    years = tr("{first}-{last}", first=found.years[0], last=found.years[1])
    return Table(
        "diem_gay",
        tr("Thời điểm chuỗi số liệu bị gián đoạn"),
        frame,
        columns,
        Scope(tr("thay đổi"), years, tr(NO_PLAN), tr("theo căn cứ ở từng dòng")),
        notes=(tr("Không nối số liệu trước và sau các ngày này thành một chuỗi nếu số liệu thuộc phạm vi thay đổi."),),
    )
