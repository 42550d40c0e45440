"""What the kinds of statements of a dataset are called."""

from mtqg_analysis.domain.language import to_translate

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
