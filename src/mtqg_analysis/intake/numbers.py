"""Numbers as people type them: Vietnamese or English style, with marks for nil, for missing and for footnotes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from mtqg_analysis.intake.money import MONEY, money_unit

Style = Literal[",", "."]  # the decimal separator: Vietnamese or English
State = Literal["number", "ambiguous", "not_applicable", "no_data", "unreadable"]
NIL = {"-", "–", "—", "không", "ko", "không có", "- -", "0"}
NOT_APPLICABLE = {"x", "×", "n/a", "không áp dụng"}
NO_DATA = {"…", "...", "..", "....", "chưa có", "chưa có số liệu", "chưa có sl", "chưa báo cáo", "đang cập nhật", "na"}
FOOTNOTE = re.compile(
    r"(?<=[\d)%])\s*(\*+|[(\[]\*+[)\]]|\(\d{1,2}\)|\([a-zđ]\)|\[\d{1,2}\]|[¹²³⁰⁴-⁹]+|[†‡])$", re.IGNORECASE
)
SUFFIX = re.compile(r"^(?P<number>.*?\d\)?)\s*(?P<unit>%|[^\W\d_][^\d]*)$")
_GROUPED = {
    ",": re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?"),
    ".": re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?"),
}
STYLES: tuple[Style, ...] = (",", ".")


@dataclass(frozen=True)
class Typed:
    """What a typed text says as a number.

    values: the number in each style in which the text is well formed; several that differ make it ambiguous.
    mark: the footnote mark taken off its end. unit: the unit of money written behind it. percent: it ended in %.
    """

    state: State
    values: dict[Style, Decimal]
    mark: str = ""
    unit: str = ""
    percent: bool = False

    @property
    def proves(self) -> Style | None:
        """The only style in which the text is well formed, if there is only one."""
        return next(iter(self.values)) if len(self.values) == 1 else None


def read_number(text: str) -> Typed:
    """Reads one text, without knowing the column's style.

    >>> read_number("1.318,5").values, read_number("(125)").values[","]
    ({',': Decimal('1318.5')}, Decimal('-125'))
    >>> read_number("1.318").state, read_number("1.250(1)").mark, read_number("-").values[","]
    ('ambiguous', '(1)', Decimal('0'))
    """
    bare = text.strip().lower()
    if bare in NIL:
        return Typed("number", dict.fromkeys(STYLES, Decimal(0)))
    if bare in NOT_APPLICABLE:
        return Typed("not_applicable", {})
    if bare in NO_DATA:
        return Typed("no_data", {})
    mark = FOOTNOTE.search(bare)
    body = bare[: mark.start()].strip() if mark else bare
    body, unit, percent = _without_suffix(body)
    negative, digits = _sign(body)
    values = {style: number for style in STYLES if (number := _value(digits, style)) is not None}
    if unit is None or not values:
        return Typed("unreadable", {})
    values = {style: -number if negative else number for style, number in values.items()}
    state: State = "ambiguous" if len(set(values.values())) > 1 else "number"
    return Typed(state, values, mark.group(1) if mark else "", unit, percent)


def _without_suffix(body: str) -> tuple[str, str | None, bool]:
    """The text without % or a unit of money behind it; unit None for a word that is no unit."""
    match = SUFFIX.match(body)
    if match is None:
        return body, "", False
    if match["unit"] == "%":
        return match["number"].strip(), "", True
    unit = money_unit(match["unit"])
    return match["number"].strip(), unit if unit in MONEY else None, False


def _sign(body: str) -> tuple[bool, str]:
    if body.startswith("(") and body.endswith(")"):
        return True, body[1:-1].strip()
    if body[:1] in "-−–":
        return True, body[1:].strip()
    return False, body.removeprefix("+")


def _value(digits: str, style: Style) -> Decimal | None:
    joined = re.sub(r"(?<=\d)[ '’](?=\d{3}(?!\d))", "", digits)
    if not _GROUPED[style].fullmatch(joined):
        return None
    thousands = "." if style == "," else ","
    return Decimal(joined.replace(thousands, "").replace(style, "."))


def style_of(texts: Iterable[Typed]) -> Style | Literal["mixed"] | None:
    """The style that the texts of one column prove: one, both ("mixed"), or none.

    >>> style_of([read_number("1.318"), read_number("2.465,5")]), style_of([read_number("1.318")])
    (',', None)
    """
    proven = {typed.proves for typed in texts} - {None}
    if len(proven) == 2:
        return "mixed"
    return next(iter(proven), None)
