"""Numbers in running text, with their unit, their qualifier and how exactly they are meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mtqg_analysis.claims.heard import heard
from mtqg_analysis.domain.figure import SCALE, Figure, printed_half_width

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
# Words behind a number: the unit of its figure, what it measures, and by how much its unit is larger.
UNITS = (
    (r"(?:nghìn |ngàn |triệu )?(?:tỷ |triệu )?(?:usd|đô la(?: mỹ)?)", "usd", "foreign", 1),
    (r"(?:nghìn|ngàn) tỷ(?: đồng)?", "bn_vnd", "money", 1000),
    (r"tỷ(?: đồng)?", "bn_vnd", "money", 1),
    (r"triệu(?: đồng)?", "mn_vnd", "money", 1),
    (r"(?:nghìn|ngàn)(?: đồng)", "thousand_vnd", "money", 1),
    (r"đồng", "vnd", "money", 1),
    (r"điểm(?: phần trăm| %|%)?", "percent", "points", 1),
    (r"%|phần trăm", "percent", "percent", 1),
    (r"lần", "count", "times", 1),
)
# Words before a number. "most" and "least" leave one side open; "reached" says nothing of rounding.
QUALIFIERS = {
    "over": r"(?<!cao )(?<!thấp )(?<!ít )(?<!nhiều )(?<!lớn )hơn|(?<!\d )(?<!đồng )(?<!tỷ )(?<!xã )trên|vượt|quá",
    "about": r"khoảng|xấp xỉ|chừng|ước khoảng|tầm|cỡ|gần bằng",
    "under": r"gần|suýt soát|sát",
    "most": r"dưới|không quá|không vượt quá|tối đa|chưa đến|chưa tới|chưa đạt",
    "least": r"ít nhất|tối thiểu",
}
# Words behind a number that it does not count: of dates, and such as begin something else.
NOT_COUNTED = (
    r"tháng|ngày|năm|giờ|phút|quý|tuổi|và|của|đến|tại|trong|theo|là|có|được|hoặc|cho|trên|dưới|về|với|so|do|từ|trở|nêu|"
    r"xấp|khoảng|hơn|gần|ước|đạt|tăng|giảm|chỉ(?! tiêu)|vẫn|đều|cũng|"
    r"kèm|ban|thì|để|ở|sao|khi|đã|mới|còn|sang|nay|lần thứ|phần|lần lượt"
)
COUNTED = "huyện|xã|chương trình|nhóm|thôn|đơn vị|dự án|hộ|sở|phường|thị trấn|tiêu chí|chỉ tiêu|công trình|nhiệm vụ"
# Things that are counted by more than one word, so that a claim is shown with all of its name.
COMPOUNDS = (
    r"chương trình|đơn vị|dự án|thị trấn|tiêu chí(?:/xã)?|chỉ tiêu|công trình|nhiệm vụ|chủ đầu tư|sản phẩm|tổ dân phố|"
    r"đại biểu|công nhân|lao động|ngày công|nhóm mục tiêu|hộ cận nghèo|hộ nghèo|lượt người|lượt hộ|khu dân cư|mô hình"
)
IN_WORDS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
WITHIN = re.compile(rf"(?:khoảng|mức|động) từ {NUMBER}% (?:đến|-) {NUMBER}%")
CLOSING = re.compile(r"[^,;.()\d]{0,25}? (trở lên|trở xuống)")
CLOSES = {"trở lên": "least", "trở xuống": "most"}
YEAR = re.compile(r"20\d\d")  # counts of thousands have a point
RANGES = ("-", "–", "đến")
_WORD = "|".join(IN_WORDS)
_UNIT = "|".join(f"(?P<u{place}>{form})(?!\\w)" for place, (form, *_) in enumerate(UNITS))
SPELLED = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|lăm|mốt|tư|linh|lẻ"
_PLAIN_UNIT = "|".join(form for form, *_ in UNITS)
_QUALIFIER = "|".join(f"(?P<{code}>{forms})" for code, forms in QUALIFIERS.items())
_FORM = re.compile(
    rf"(?:(?<!\w)(?:{_QUALIFIER})\s+(?:đạt |mức |là )?)?"
    rf"(?<![\w.,])(?<!\d/)(?P<number>{NUMBER}|(?:{_WORD})(?= (?:lần|điểm|{COUNTED})))"
    rf"(?:(?:\s(?:{COUNTED})(?=\s?/))?\s*(?P<range>-|–|đến|/|trong(?: tổng)?(?: số)?|trên(?: tổng)?(?: số)?)\s?"
    rf"(?P<second>{NUMBER}))?"
    rf"(?:\s?(?:{_UNIT})|\s(?P<noun>(?!(?:{NOT_COUNTED})(?!\w))(?:(?:{COMPOUNDS})(?!\w)|[^\W\d_]\w*)))"
)
# Digits that are no number, and numbers in words that leave open how large they are.
GARBLED = re.compile(
    rf"(?<![\w/.,])(?=[\w.,]*\d)(?!{NUMBER}(?![\w.,]*\w))[\dlo][\dlo.,]*[\dlo]\s?(?:{_UNIT})"
    rf"|(?:\.{{2,}}|…)\s?(?:{_PLAIN_UNIT})"
    rf"|(?:[x?_]{{1,4}}|\d+(?:,,|\.\.)\d*|\d+[?x]+[\d,]*|[?x]+[\d,]+)\s?(?:{_PLAIN_UNIT})"
    rf"|(?<!\w)(?<!phần )(?:(?:{SPELLED})\s)+(?:phẩy\s(?:(?:{SPELLED})\s)+)?(?:phần trăm|tỷ(?! lệ)|triệu)(?!\w)"
    r"|(?:gần |hơn |khoảng )?(?:một|hai|ba) phần (?:ba|tư|năm|mười)|quá bán"
    r"|(?:hơn |gần |quá )(?:một )?nửa|gấp rưỡi|gấp nhiều lần"
)
BARE = re.compile(
    rf"(?<=\w )(?:là|còn|có|lên|xuống|:)\s+(?P<number>{NUMBER})(?=\s*(?:[;)]|[,.](?!\d)|$|\s(?:và|vào)\s))"
)


@dataclass(frozen=True)
class Quantity:
    """A number as a draft prints it.

    start, end: where it stands, with its qualifier and its unit. figure: value and half width as printed; its unit is
    `count` for what is counted. kind: money, percent, points, times or count. second: of a range its upper end, of
    "4/6" what it is out of. qualifier: see `QUALIFIERS`. noun: where the words for what is counted begin.
    """

    start: int
    end: int
    figure: Figure
    kind: str
    qualifier: str = ""
    second: Decimal | None = None
    is_range: bool = False
    noun: int = 0

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest value that the words leave open, in base units (đồng, fraction).

        >>> [tuple(map(str, one.bounds)) for one in quantities("hơn 50%, dưới 9 điểm, 70-75%")]
        [('0.50', '0.60'), ('-Infinity', '0.09'), ('0.70', '0.75')]
        """
        scale, value = SCALE.get(self.figure.unit, Decimal(1)), self.figure.value
        if self.is_range and self.second is not None:
            return value * scale, self.second * scale
        if self.qualifier == "most":
            return Decimal("-Infinity"), value * scale
        if self.qualifier == "least":
            return value * scale, Decimal("Infinity")
        if self.qualifier == "about":
            return (value - self.figure.half_width) * scale, (value + self.figure.half_width) * scale
        return self.figure.bounds


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers of a sentence that have a unit or count something, from left to right.

    >>> [(one.kind, str(one.figure.value), one.qualifier) for one in quantities("hơn 1.300 tỷ đồng, đạt 52,6%")]
    [('money', '1300', 'over'), ('percent', '52.6', '')]
    >>> [(one.kind, str(one.figure.value), str(one.second)) for one in quantities("hoàn thành 04/06 nhóm; hai huyện")]
    [('count', '4', '6'), ('count', '2', 'None')]
    >>> list(quantities("ngày 21/01/2025, Điều 3, năm 2024"))
    []
    """
    told = WITHIN.sub(lambda found: found.group().replace("%", " ", 1), heard(text))
    yield from _bare(told)
    for found in GARBLED.finditer(told):
        yield Quantity(found.start(), found.end(), Figure(Decimal(0), "count", Decimal(1)), "garbled")
    for found in _FORM.finditer(told):
        unit, kind, factor = _unit(found)
        if kind == "count" and (YEAR.fullmatch(found["number"]) or YEAR.fullmatch(found["second"] or "")):
            continue
        closing = CLOSING.match(told, found.end())
        qualifier = CLOSES[closing[1]] if closing else next((code for code in QUALIFIERS if found[code]), "")
        number = IN_WORDS.get(found["number"])
        value = Decimal(number) if number else _decimal(found["number"]) * factor
        second = _decimal(found["second"]) * factor if found["second"] else None
        figure = Figure(value, unit, _half(found["number"], unit, qualifier) * factor, _rounding(qualifier))
        is_range = bool(second) and found["range"] in RANGES
        noun = found.start("noun") if found["noun"] else found.end()
        yield Quantity(found.start(), found.end(), figure, kind, qualifier, second, is_range, noun)


def _bare(words: str) -> Iterator[Quantity]:
    """Counts whose things are named before them: "số hộ nghèo là 6.912"."""
    for found in BARE.finditer(words):
        if not YEAR.fullmatch(found["number"]):
            half = _half(found["number"], "count", "")
            start, end = found.span("number")
            yield Quantity(start, end, Figure(_decimal(found["number"]), "count", half), "count", noun=end)


def _unit(found: re.Match[str]) -> tuple[str, str, int]:
    for place, (_, unit, kind, factor) in enumerate(UNITS):
        if found[f"u{place}"]:
            return unit, kind, factor
    return "count", "count", 1


def _decimal(text: str) -> Decimal:
    """A number as Vietnamese text writes it; a point before one, two or more than three digits can only be decimal.

    >>> [str(_decimal(text)) for text in ("1.318", "52,6", "52.6", "9.805,5")]
    ['1318', '52.6', '52.6', '9805.5']
    """
    grouped = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text)
    return Decimal(text.replace(".", "").replace(",", ".") if grouped else text.replace(",", "."))


def _half(text: str, unit: str, qualifier: str) -> Decimal:
    """Half of what the last digit stands for; beside "hơn" or "gần" closing zeros count, of a whole rate closing fives.

    >>> [str(_half(text, "percent", "over")) for text in ("50", "55", "52", "52,6")]
    ['5', '2.5', '0.5', '0.05']
    """
    value = _decimal(text) if text not in IN_WORDS else Decimal(IN_WORDS[text])
    if not qualifier:
        return Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2
    if unit == "percent" and qualifier in ("over", "under") and value == int(value):
        return Decimal(5) if value % 10 == 0 else Decimal("2.5") if value % 5 == 0 else Decimal("0.5")
    return printed_half_width(str(value), unit, True)


def _rounding(qualifier: str) -> str:
    return qualifier if qualifier in ("over", "under", "about") else ""
