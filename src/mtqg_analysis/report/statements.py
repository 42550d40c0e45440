"""What the kinds of statements of a dataset are called, and how its words are printed in the language of a report."""

from collections.abc import Iterable

import pandas as pd

from mtqg_analysis.domain.language import LANGUAGES, current_language, to_translate, tr

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


def in_language(own: Iterable[str], english: Iterable[str]) -> list[str]:
    """Texts of a dataset in the language of the report; an English report says of a text that it has no English of it.

    >>> in_language(["Bố trí vốn"], ["Place capital"]), in_language(["Bố trí vốn"], [""])
    (['Bố trí vốn'], ['Bố trí vốn'])
    """
    if current_language() == LANGUAGES[0]:
        return list(own)
    pairs = zip(own, english, strict=True)
    return [other or (tr("{text} (bằng tiếng Việt)", text=text) if text else "") for text, other in pairs]


def words_of(statements: pd.DataFrame) -> list[str]:
    """What statements say: the source's own words in quotation marks with its id where they are quoted, else ours."""
    texts = in_language(statements["text_vi"], statements["text_en"])
    rows = zip(texts, statements["quote_vi"], statements["source"], strict=True)
    return [tr("«{quote}» ({source})", quote=quote, source=source) if quote else text for text, quote, source in rows]


def words_heading(statements: pd.DataFrame) -> str:
    """The heading above `words_of`."""
    quoted = (statements["quote_vi"] != "").any()
    return tr("Nhận định (nguyên văn ở trong ngoặc kép)") if quoted else tr("Nhận định (diễn đạt lại)")
