"""The side tables of a dataset that feed the planning baseline, column by column."""

from mtqg_analysis.ledger.column import COUNT_FORM, NUMBER_FORM, SHARE_FORM, Column

PLANNING_COLUMNS = {
    "allocation_bounds": (
        Column("unit", "mã xã, phường", required=True, level="commune"),
        Column("floor", "mức sàn của một năm, triệu đồng; trống: không có", form=COUNT_FORM),
        Column("cap", "mức trần của một năm, triệu đồng; trống: không có", form=COUNT_FORM),
        Column("reason_vi", "căn cứ của sàn, trần", required=True),
        Column("source", "mã nguồn", required=True),
    ),
    "commune_weights": (
        Column("level", "cấp của đơn vị cũ", required=True, form="commune|district"),
        Column("old", "mã xã bị chia hoặc huyện cũ", required=True, level="row"),
        Column("new", "mã xã, phường mới nhận một phần", required=True, level="commune"),
        Column("weight", "tỷ trọng: số đếm được hoặc phân số, so trong một đơn vị cũ", required=True, form=NUMBER_FORM),
        Column("certainty", "tỷ trọng dựa trên bao nhiêu đối tượng đếm được", required=True, form=NUMBER_FORM),
        Column("reason_vi", "căn cứ của tỷ trọng", required=True),
        Column("source", "mã nguồn", required=True),
    ),
    "programme_mapping": (
        Column("old", "mã cũ: chương trình, dự án, tiểu dự án, nội dung", required=True, codes="programme"),
        Column("new", "mã mới; trống: chưa xác định", codes="programme"),
        Column("share", "phần chuyển sang, từ 0 đến 1; 0: chỉ để rà soát trùng lặp", required=True, form=SHARE_FORM),
        Column("basis_vi", "lý do", required=True),
        Column("reference", "văn bản căn cứ", required=True),
        Column("source", "mã nguồn", required=True),
        Column("verified", "yes khi đã đối chiếu văn bản", required=True, form="yes|no"),
    ),
}
