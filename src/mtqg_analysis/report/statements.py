"""What the kinds of statements of a dataset are called, and how their words are printed."""

import pandas as pd

from mtqg_analysis.domain.language import to_translate, tr

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


def words_of(statements: pd.DataFrame) -> list[str]:
    """What statements say: the source's own words in quotation marks with its id where they are quoted, else ours."""
    rows = statements[["text_vi", "quote_vi", "source"]].itertuples(index=False, name=None)
    return [tr("«{quote}» ({source})", quote=quote, source=source) if quote else text for text, quote, source in rows]


def words_heading(statements: pd.DataFrame) -> str:
    """The heading above `words_of`."""
    quoted = (statements["quote_vi"] != "").any()
    return tr("Nhận định (nguyên văn ở trong ngoặc kép)") if quoted else tr("Nhận định (diễn đạt lại)")
