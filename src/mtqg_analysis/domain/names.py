"""Names as keys that compare: the same name written in another way is the same name, another name stays another."""

import re
from functools import cache

from mtqg_analysis.domain.reference import fold

# The tone of an open oa, oe, uy stands on its second vowel by the newer usage and on its first by the older one; in a
# closed one ("hoàn") it is on the second by both, and `qu` is one consonant, so that "quý" is both.
_NEWER = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_OLDER = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TO_OLDER, _TO_NEWER = dict(zip(_NEWER, _OLDER, strict=True)), dict(zip(_OLDER, _NEWER, strict=True))
_OPEN = re.compile(rf"(?<!q)(?:{'|'.join(_NEWER)})(?!\w)")
_CLOSED = re.compile(rf"(?:{'|'.join(_OLDER)})(?=\w)|(?<=q)[ùúủũụ]y")
# The usual kind of a level may be left out ("huyện", "xã"); a town or ward of the same name is another unit.
_KINDS = (
    (r"(?:ubnd|ủy ban nhân dân)\s+", ""),
    (r"(?:huyện|xã)\s+|[hx]\.\s*", ""),
    (r"(?:thành phố|tp\.?)\s+|t\.p\.\s*|tp\.", "thành phố "),
    (r"(?:thị trấn|tt\.?)\s+|tt\.", "thị trấn "),
    (r"(?:thị xã|tx\.?)\s+|tx\.", "thị xã "),
    (r"phường\s+|p\.\s*", "phường "),
)
_LEADING = tuple((re.compile(form), written) for form, written in _KINDS)


def spelled(text: str) -> str:
    """A text folded, with every tone where the older usage has it: both are written, and the difference means nothing.

    >>> spelled("Nhà văn hoá Quý Hoà, thuỷ lợi hòan thành") == spelled("nhà văn hóa Qúy Hòa, thủy lợi hoàn thành")
    True
    """
    opened = _OPEN.sub(lambda found: _TO_OLDER[found.group()], fold(text))
    return _CLOSED.sub(lambda found: _TO_NEWER[found.group()], opened)


@cache
def unit_key(name: str) -> str:
    """The key of a unit's name at one level; two names of one key are one unit.

    Composed letters, case, spaces, tone placement and the words "huyện", "xã" make no difference; accents and the other
    kinds of unit do.

    >>> unit_key("Huyện  Hoà An") == unit_key("Hòa an"), unit_key("TP. Hòa An") == unit_key("Hòa An")
    (True, False)
    >>> unit_key("TT Cao Lộc") == unit_key("thị trấn Cao Lộc"), unit_key("xã Tân Lập") == unit_key("Tấn Lập")
    (True, False)
    """
    key = spelled(name)
    for form, written in _LEADING:
        found = form.match(key)
        if found and key[found.end() :]:
            key = written + key[found.end() :]
    return key
