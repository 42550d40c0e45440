"""The schema of facts: one row is one published figure, with all that is known of its definition."""

from datetime import date
from typing import Any

import pandas as pd

from mtqg_analysis.domain.figure import QUALIFIERS, Figure, parse_decimal
from mtqg_analysis.domain.period import last_day_of
from mtqg_analysis.ledger.column import (
    COUNT_FORM,
    DATE_FORM,
    DAY_FORM,
    ISO_DAY_FORM,
    MONEY_FORM,
    MOST_MILLIONS,
    MOST_PEOPLE,
    NUMBER_FORM,
    POSITIVE_FORM,
    SIGNED_FORM,
    YEAR_FORM,
    Column,
)
from mtqg_analysis.ledger.planning_tables import PLANNING_COLUMNS

Row = dict[str, Any]  # one fact with its figure, as the checks read it

FACT_COLUMNS = (
    Column("fact", "mã của số liệu, duy nhất trong bộ dữ liệu", required=True),
    Column("measure", "đại lượng, theo bảng chỉ tiêu", required=True, codes="measure"),
    Column("part_of", "phạm vi hẹp hơn của đại lượng, nếu có"),
    Column("fund", "nguồn vốn; trống: mọi nguồn hoặc không nêu", codes="fund"),
    Column("plan_basis", "cơ sở kế hoạch (mẫu số) của kế hoạch hoặc tỷ lệ", codes="plan_basis"),
    Column("origin", "vốn năm nay, vốn kéo dài, hay cả hai", codes="origin"),
    Column("programme", "mã chương trình", required=True, codes="programme"),
    Column("capital", "loại vốn", codes="capital"),
    Column("level", "cấp của đơn vị", required=True, codes="level"),
    Column("unit", "mã đơn vị; tên khi chưa có mã", required=True, level="row"),
    Column("province", "mã tỉnh; tên khi chưa có mã", level="province"),
    Column("year", "năm kế hoạch, hoặc năm đầu của giai đoạn", form=YEAR_FORM),
    Column("year_to", "năm cuối của giai đoạn", form=YEAR_FORM),
    Column("as_of", "ngày chốt số liệu: năm, năm-tháng hoặc năm-tháng-ngày", form=DATE_FORM),
    Column("status", "thực hiện, ước, kế hoạch hay mục tiêu", required=True, codes="status"),
    Column("value", "giá trị đúng như nguồn ghi, dấu thập phân là dấu chấm", required=True, form=SIGNED_FORM),
    Column("value_unit", "đơn vị của giá trị", required=True, codes="unit_of_value"),
    Column("half_width", "nửa đơn vị của chữ số cuối cùng đã in", required=True, form=NUMBER_FORM),
    Column("qualifier", "chữ đi kèm số: khoảng, hơn, gần", codes="qualifier"),
    Column("scope", "phần hẹp hơn mà số liệu nói tới; không cộng với số chung", codes="scope"),
    Column("flags", "điều cần biết khi đọc số liệu, cách nhau bằng |", codes="flags", many=True),
    Column("source", "mã nguồn trong sources.csv", required=True),
    Column("known_on", "ngày công bố của nguồn", form=DATE_FORM),
)
SOURCE_COLUMNS = (
    Column("source", "mã nguồn", required=True),
    Column("title", "tên văn bản hoặc bài viết", required=True),
    Column("publisher", "cơ quan ban hành hoặc công bố", required=True),
    Column("date", "ngày công bố", form=DATE_FORM),
    Column("date_precision", "ngày công bố được biết tới ngày, tháng hay năm", form="day|month|year|unknown"),
    Column("url", "địa chỉ; trống khi văn bản không đăng trên mạng"),
)
# Where a figure stands: two facts of one source that differ in one of these columns only are parts of one whole, the
# same thing at another time, or the like.
PLACE = (
    "source",
    "level",
    "unit",
    "province",
    "measure",
    "part_of",
    "fund",
    "plan_basis",
    "origin",
    "programme",
    "capital",
    "year",
    "year_to",
    "as_of",
    "status",
    "scope",
)
SUBJECT_FORM = "province|programme|capital|unit|agency"
STATEMENT_FORM = "meeting|good_unit|slowest_programme|slow_capital|pilot|added_programme|comparison|limit|cause"
SIDE_COLUMNS = {
    "targets": (
        Column("target", "mã mục tiêu", required=True),
        Column("programme", "mã chương trình", required=True, codes="programme"),
        Column("label_vi", "tên mục tiêu", required=True),
        Column("unit", "đơn vị đo", required=True),
        Column("direction", "at_least: càng cao càng tốt; at_most: càng thấp càng tốt", form="at_least|at_most"),
        Column("value", "giá trị mục tiêu", form=NUMBER_FORM),
        Column("year", "năm đích", form=YEAR_FORM),
        Column("period", "giai đoạn của mục tiêu"),
        Column("fact", "số liệu nêu mục tiêu"),
        Column("actual_fact", "số liệu nêu kết quả"),
        Column("source", "mã nguồn", required=True),
        Column("note_vi", "điều cần biết"),
        Column("group_vi", "nhóm mục tiêu lớn mà mục tiêu thuộc về"),
        Column("unit_vi", "đơn vị tính bằng lời khi unit là count: xã, thôn, sản phẩm …"),
        Column("label_en", "tên mục tiêu bằng tiếng Anh"),
        Column("group_en", "tên nhóm bằng tiếng Anh"),
        Column("unit_en", "đơn vị tính bằng tiếng Anh"),
    ),
    "statements": (
        Column("statement", "mã nhận định", required=True),
        Column("kind", "loại nhận định", required=True, form=STATEMENT_FORM),
        Column("subject_kind", "loại đối tượng; none hoặc trống: không có mã", form=f"{SUBJECT_FORM}|none"),
        Column("subject", "mã đối tượng; trống: không có mã"),
        Column("year", "năm", form=YEAR_FORM),
        Column("text_vi", "nội dung, bằng lời của bộ dữ liệu", required=True),
        Column("quote_vi", "nguyên văn, khi nguồn là văn bản của chính cơ quan; in trong ngoặc kép, kèm mã nguồn"),
        Column("status", "thực hiện hay kế hoạch", codes="status"),
        Column("source", "mã nguồn", required=True),
        Column("fact", "số liệu liên quan"),
        Column("text_en", "nội dung ấy bằng tiếng Anh"),
    ),
    "directives": (
        Column("directive", "mã nhiệm vụ", required=True),
        Column("task_vi", "nhiệm vụ, bằng lời của bộ dữ liệu", required=True),
        Column("owners", "mã cơ quan hoặc đơn vị thực hiện, cách nhau bằng |", required=True),
        Column("due", "thời hạn: năm, năm-tháng hoặc năm-tháng-ngày", form=DATE_FORM),
        Column("due_note_vi", "thời hạn khi không phải là ngày"),
        Column("scope_vi", "phạm vi"),
        Column("status", "kết quả đã báo cáo"),
        Column("done", "ngày được báo cáo hoàn thành; trống: chưa có báo cáo", form=DATE_FORM),
        Column("source", "mã nguồn", required=True),
        Column("task_en", "nhiệm vụ bằng tiếng Anh"),
        Column("due_note_en", "thời hạn bằng tiếng Anh"),
        Column("status_en", "kết quả đã báo cáo bằng tiếng Anh"),
    ),
    "narrative": (
        Column("narrative", "mã lời đánh giá", required=True),
        Column("year", "năm kế hoạch", required=True, form=YEAR_FORM),
        Column("place", "mục của báo cáo", required=True, codes="narrative_place"),
        Column("subject_kind", "loại đối tượng; trống: toàn tỉnh", form=SUBJECT_FORM),
        Column("subject", "mã đối tượng; trống: toàn tỉnh"),
        Column("text_vi", "lời của cơ quan", required=True),
        Column("text_en", "lời ấy bằng tiếng Anh"),
        Column("evidence", "mã số liệu, nhận định, nhiệm vụ làm căn cứ, cách nhau bằng |"),
        Column("author", "cơ quan hoặc người viết", required=True),
        Column("day", "ngày viết, sau ngày chốt cũng được", required=True, form=ISO_DAY_FORM),
        Column("status", "đã duyệt hay còn là dự thảo", required=True, codes="narrative_status"),
    ),
    "counterpart": (
        Column("counterpart", "mã dòng", required=True),
        Column("level", "cấp của đơn vị", required=True, codes="level"),
        Column("unit", "mã đơn vị", required=True, level="row"),
        Column("programme", "mã chương trình", required=True, codes="programme"),
        Column("year", "năm kế hoạch", required=True, form=YEAR_FORM),
        Column("day", "ngày của hai số lũy kế", required=True, form=ISO_DAY_FORM),
        Column("due", "vốn đối ứng phải bố trí đến ngày đó, triệu đồng", required=True, form=NUMBER_FORM),
        Column("placed", "vốn đối ứng đã bố trí đến ngày đó, triệu đồng", required=True, form=NUMBER_FORM),
        Column("source", "mã nguồn", required=True),
    ),
    "projects": (
        Column("project", "mã dự án, công trình", required=True),
        Column("name_vi", "tên", required=True),
        Column("programme", "mã chương trình, dự án hoặc tiểu dự án", required=True, codes="programme"),
        Column("capital", "loại vốn", required=True, codes="capital"),
        Column("level", "cấp của đơn vị quản lý", required=True, codes="level"),
        Column("unit", "mã đơn vị quản lý", required=True, level="row"),
        Column("place", "mã xã, phường nơi thực hiện", level="commune"),
        Column("year", "năm kế hoạch", required=True, form=YEAR_FORM),
        Column("plan", "kế hoạch vốn của năm, triệu đồng", required=True, form=NUMBER_FORM),
        Column("disbursed", "giải ngân đến 31/12, triệu đồng", required=True, form=NUMBER_FORM),
        Column("source", "mã nguồn", required=True),
    ),
    "needs": (
        Column("need", "mã dòng: nguồn, trang và ô", required=True),
        Column("name_vi", "tên công trình, nội dung", required=True),
        Column("programme", "mã chương trình", required=True, codes="programme"),
        Column("capital", "loại vốn", required=True, codes="capital"),
        Column("level", "cấp của đơn vị đề xuất", required=True, form="commune|district|province|agency|all"),
        Column("unit", "mã đơn vị đề xuất", required=True, level="row"),
        Column("place", "địa điểm, như trong biểu"),
        Column("year", "năm kế hoạch", required=True, form=YEAR_FORM),
        Column("fund", "nguồn vốn", codes="fund"),
        Column("amount", "nhu cầu, triệu đồng", required=True, form=MONEY_FORM, most=MOST_MILLIONS),
        Column("households", "số hộ hưởng lợi", form=NUMBER_FORM, most=MOST_PEOPLE),
        Column("people", "số người hưởng lợi", form=NUMBER_FORM, most=MOST_PEOPLE),
        Column("source", "mã nguồn", required=True),
    ),
    "judgements": (
        Column("work", "mã công trình thứ nhất, như trong bảng các cặp", required=True),
        Column("other", "mã công trình thứ hai", required=True),
        Column("verdict", "nhận định về cặp: mã hoặc nhãn", required=True, codes="judgement", spelled=True),
        Column("judged_by", "người nhận định", required=True),
        Column("day", "ngày nhận định, năm-tháng-ngày hoặc ngày/tháng/năm", required=True, form=DAY_FORM),
        Column("note", "lý do, căn cứ"),
        Column("work_name", "tên công trình thứ nhất khi nhận định; tên đổi thì cặp được hỏi lại", required=True),
        Column("other_name", "tên công trình thứ hai khi nhận định", required=True),
        Column("drawn", "số cặp được rút ngẫu nhiên của tầng; trống: cặp do người chọn", form=COUNT_FORM),
        Column("stratum", "tầng khả năng khi rút", form=COUNT_FORM),
        Column(
            "stratum_pairs",
            "số cặp của tầng khi rút; mỗi cặp rút đại diện stratum_pairs/drawn cặp",
            form=POSITIVE_FORM,
        ),
    ),
    "commune_classes": (
        Column("unit", "mã xã, phường", required=True, level="commune"),
        Column("name_vi", "tên", required=True),
        Column("region", "khu vực I, II, III hoặc other; trống: chưa nhập", form="I|II|III|other"),
        Column("border", "xã biên giới: yes, no; trống: chưa nhập", form="yes|no"),
        Column("safe_zone", "xã an toàn khu: yes, no; trống: chưa nhập", form="yes|no"),
        Column("villages_extremely_difficult", "số thôn đặc biệt khó khăn; trống: chưa nhập", form=COUNT_FORM),
        Column("no_extremely_difficult_villages", "yes khi nguồn nêu xã không còn thôn đặc biệt khó khăn", form="yes"),
        Column("source", "mã nguồn"),
    ),
    **PLANNING_COLUMNS,
    "agencies": (
        Column("code", "mã cơ quan", required=True),
        Column("name_vi", "tên đầy đủ", required=True),
        Column("short_vi", "tên ngắn"),
        Column("spellings", "các cách viết khác, cách nhau bằng |"),
        Column("valid_from", "ngày bắt đầu có", form=DATE_FORM),
        Column("valid_to", "ngày cuối còn có", form=DATE_FORM),
    ),
    "names": (
        Column("name", "tên như ở tệp gửi đến", required=True),
        Column("level", "cấp của đơn vị", required=True, codes="level"),
        Column("code", "mã đơn vị hoặc cơ quan", required=True),
    ),
    "assumptions": (
        Column("scenario", "kịch bản; all: cho mọi kịch bản", required=True, form="low|base|high|all"),
        Column("parameter", "tham số", required=True, codes="assumption"),
        Column("programme", "mã chương trình, khi chỉ cho một chương trình", codes="programme"),
        Column("capital", "loại vốn, khi chỉ cho một loại", codes="capital"),
        Column("year", "năm, khi chỉ cho một năm", form=YEAR_FORM),
        Column("value", "giá trị, dấu thập phân là dấu chấm", required=True, form=SIGNED_FORM),
        Column("unit", "đơn vị của giá trị", required=True, form="fraction|mn_vnd|index|count"),
        Column("label_vi", "tên tham số", required=True),
        Column("reason_vi", "căn cứ", required=True),
        Column("reference", "văn bản, tài liệu; trống: không có"),
        Column("valid_from", "ngày giả định được nêu", form=DATE_FORM),
        Column("verified", "yes khi đã đối chiếu văn bản", required=True, form="yes|no"),
    ),
}


def kept(rows: pd.DataFrame, keep: list[bool]) -> pd.DataFrame:
    """The rows marked True. A plain list would do, but for a frame without rows pandas reads it as no columns."""
    return rows[pd.Series(keep, rows.index, dtype=bool)]


def with_figures(facts: pd.DataFrame) -> pd.DataFrame:
    """Facts plus what computing needs, one row per readable fact.

    figure: a `Figure`. day: the last day that `as_of` can mean, or None. published: the last day that `known_on`
    can mean, as a number (0: unknown). exact, low, high: base units (đồng, fraction).
    Rows whose value or date cannot be read are left out: `check_columns` has named them.
    """
    parsed = [_parsed(row) for row in facts.itertuples(index=False)]
    out = kept(facts, [found is not None for found in parsed])
    figures, days, published = zip(*(found for found in parsed if found), strict=True) if len(out) else ((), (), ())
    return out.assign(
        figure=pd.Series(figures, out.index, dtype=object),
        day=pd.Series(days, out.index, dtype=object),
        published=pd.Series(published, out.index, dtype="int64"),
        exact=[float(figure.exact) for figure in figures],
        low=[float(figure.bounds[0]) for figure in figures],
        high=[float(figure.bounds[1]) for figure in figures],
    )


def _parsed(row: Any) -> tuple[Figure, date | None, int] | None:
    """The figure, the last day and the publication of one fact, or None where one of them cannot be read."""
    value, half_width = parse_decimal(row.value), parse_decimal(row.half_width)
    if value is None or half_width is None or row.qualifier not in QUALIFIERS:
        return None
    try:
        day, published = last_day_of(row.as_of), last_day_of(row.known_on)
    except ValueError:
        return None
    figure = Figure(value, row.value_unit, half_width, row.qualifier, row.fact)
    return figure, day, published.toordinal() if published else 0
