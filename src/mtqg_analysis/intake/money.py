"""Units of money as tables state them, in every spelling: đồng, nghìn, 1.000 đồng, triệu, tỷ."""

import re

from mtqg_analysis.intake.text import plain_letters

MONEY = {"vnd": 1, "thousand_vnd": 10**3, "mn_vnd": 10**6, "bn_vnd": 10**9, "thousand_bn_vnd": 10**12}
WORDS = {
    "vnd": "đồng",
    "thousand_vnd": "nghìn đồng",
    "mn_vnd": "triệu đồng",
    "bn_vnd": "tỷ đồng",
    "thousand_bn_vnd": "nghìn tỷ đồng",
}
_CURRENCY = r"(?:\s*(?:đồng|đ|vnđ|vnd|dong|d)\b\.?)"
_SPELLINGS = (
    ("thousand_bn_vnd", rf"(?:nghìn|ngàn)\s+(?:tỷ|tỉ){_CURRENCY}?"),
    ("bn_vnd", rf"(?:tỷ|tỉ|ty|billion|1[.,]000[.,]000[.,]000|10\^?9){_CURRENCY}?|tỷđ|tỉđ"),
    ("mn_vnd", rf"(?:triệu|trieu|million|tr\.?|1[.,]000[.,]000|10\^?6){_CURRENCY}?|trđ|tr\.đ"),
    ("thousand_vnd", rf"(?:nghìn|ngàn|nghin|ngan|thousand|1[.,]000|1000|10\^?3){_CURRENCY}?"),
    ("vnd", r"(?:đồng|đ|vnđ|vnd|dong)"),
)
_UNIT = re.compile("|".join(rf"(?P<{name}>{form})" for name, form in _SPELLINGS), re.IGNORECASE)
_LABEL = r"(?:đvt|đv\s*tính|đơn\s*vị\s*tính|đơn\s*vị|don\s*vi\s*tinh|don\s*vi|dvt|đ\.v\.t|unit)"
UNIT_LINE = re.compile(rf"(?:^|[\s(\[]){_LABEL}\s*[:.\-]?\s*\(?\s*(?P<unit>[^)\]]+)", re.IGNORECASE)
IN_BRACKETS = re.compile(r"[(\[]\s*(?P<unit>[^()\[\]]{1,30}?)\s*[)\]]")


def money_unit(words: str) -> str:
    """The code of a unit of money, or an empty text for words that are none.

    >>> [money_unit(text) for text in ("Triệu đồng", "1.000 đồng", "tỷ", "đồng.", "người", "nghìn tỷ đồng")]
    ['mn_vnd', 'thousand_vnd', 'bn_vnd', 'vnd', '', 'thousand_bn_vnd']
    """
    match = _UNIT.fullmatch(words.strip().strip(".;:,").strip())
    return match.lastgroup or "" if match else ""


def _proper(words: str) -> str:
    """The unit proper of a statement: without "là", "tính bằng" before it and remarks behind it."""
    first = re.split(r"[;,(](?!\d)|\s[-–]\s", words.rstrip(")").strip())[0].strip()
    first = re.sub(r"^(?:là|tính bằng|tính theo|bằng|=)\s+", "", first, flags=re.IGNORECASE)
    return re.sub(r"\s+(?:làm tròn|tròn số|viet nam|việt nam|vnđ|vn)$", "", first.strip(), flags=re.IGNORECASE)


def stated_unit(text: str) -> str:
    """The unit of money that a line or a heading states, or an empty text.

    >>> stated_unit("Đơn vị tính: 1.000 đồng"), stated_unit("Kế hoạch vốn (tỷ đồng)"), stated_unit("Đơn vị")
    ('thousand_vnd', 'bn_vnd', '')
    """
    for pattern in (UNIT_LINE, IN_BRACKETS):
        for match in pattern.finditer(plain_letters(text)):
            unit = money_unit(_proper(match["unit"]))
            if unit:
                return unit
    return ""


def is_unit_line(text: str) -> bool:
    """Whether a text is nothing but the statement of a unit.

    >>> is_unit_line("ĐVT: Triệu đồng"), is_unit_line("Kế hoạch (triệu đồng)"), is_unit_line("Triệu đồng")
    (True, False, True)
    """
    text = plain_letters(text)
    if money_unit(text.strip("() ")):
        return True
    return bool(re.match(rf"^[\s(\[]*{_LABEL}\b", text, re.IGNORECASE)) and bool(stated_unit(text))
