"""The villages that the words of a work name, told from the ordinary words that only look like one."""

import re
from functools import cache, lru_cache

from mtqg_analysis.analysis.overlap.text import bare

Names = frozenset[str]
UNNAMED: Names = frozenset()
_KINDS = "thôn|xóm|bản|làng|buôn|ấp|khóm|khối phố|khối|tổ dân phố"
_BARE_KINDS = "thon|xom|khoi pho|to dan pho"
_UNACCENTED = f"{_BARE_KINDS}|ban"  # "ban" is "bản" only where nothing else has accents: "ban quản lý" is an office
# Words that hold a kind of village and name none; each uses up the text it stands in.
_ORDINARY = (
    "nông thôn|văn bản|cơ bản|căn bản|biên bản|tái bản|xuất bản|nhà xuất bản|kịch bản|địa bàn|ủy ban|bản sắc|bản đồ|"
    "bản quyền|bản vẽ|bản tin|bản địa|bản thân|bản chất|bản báo cáo|bản ghi|bản cam kết|bản án|bản mẫu|bản thảo|"
    "bản dịch|bản sao|bản lĩnh|bản hướng dẫn|làng nghề|làng văn hóa|làng du lịch|làng mạc|làng bản|làng xã|buôn bán|"
    "buôn lậu|buôn làng|khối lượng|khối đại đoàn kết|khối đoàn kết|khối nhà|khối phòng|khối lớp|khối hành chính|"
    "khối phục vụ|khối công trình|khối mặt trận|khối trường|bán trú|ban quản lý|ban chỉ đạo|ban hành|ban dân tộc|"
    "ban giám|ban điều hành|ban chấp hành|ban tổ chức|ban đại diện|ban phát triển|ban giao|ban tuyên|ban công tác|"
    "ban thường|ban kinh tế|ban văn hóa|ban trị|ban vận động|ban đầu|thôn văn hóa|thôn kiểu mẫu|thôn thông minh|"
    "thôn mới"
)
# What ends a name: words that join it to the rest of a title, or begin the next part of it.
_AFTER = (
    "đi đến tới vào qua nối và thuộc tại ở trên cho của các năm giai đoạn đợt km với theo để gồm có dài rộng "
    "xây nâng sửa cải làm mở lắp bê kiên hỗ cấp đầu xã phường huyện tỉnh thôn xóm "
    "nhân hộ người"
)
# What cannot begin a name, though it may stand within one.
_NEVER_FIRST = "mới đặc khó vùng này khác trong người chưa đã được đạt cũ biên nghèo trọng liên toàn nhiều mỗi một từng"
_LEADING = "bản làng xóm số"  # "thôn Bản Chu" is "bản Chu", "tổ dân phố số 3" is "TDP 3"
# A place of these words says where without naming a village.
_VAGUE = (
    "toàn xã phường huyện tỉnh thôn xóm các trung tâm địa liên khu cụm nhiều tại trên ủy trường trạm chợ trụ "
    "sở công trình dự án vùng cả hộ khác chưa không theo danh sách thị trấn thành phố đội ngũ cán bộ"
)
LONGEST, LONGEST_NUMBER = 3, 2  # words of a place that is nothing but a village's name, and digits in it


def villages(text: str) -> Names:
    """The villages that a key without its units names: up to two words after "thôn" and its like, without "bản".

    Most names of villages have two syllables; of a longer one the first two count. A name that is a number is that
    number. In a text with accents only kinds with accents count, but for those that mean nothing else.

    >>> sorted(villages("đường trục thôn nà lầu đi thôn bản chu")), sorted(villages("giao thông nông thôn mới"))
    (['chu', 'nà lầu'], [])
    >>> sorted(villages("bảo tồn bản sắc văn hóa")), sorted(villages("nhà văn hóa tổ dân phố số 3"))
    ([], ['3'])
    """
    flat = text == bare(text)
    named = _ordinary(flat).sub(" / ", text)
    return UNNAMED.union(*(_names(found.group(1).split(), flat) for found in _kinds(flat).finditer(named)))


def bare_place(text: str) -> str:
    """The village that a few words of a place mean without saying "thôn"; empty where they are vague or too many.

    >>> bare_place("nà lầu"), bare_place("toàn xã"), bare_place("bản chu")
    ('nà lầu', '', 'chu')
    """
    words, flat = text.split(), text == bare(text)
    measured = any(len(word) > LONGEST_NUMBER and any(map(str.isdecimal, word)) for word in words)  # a year, "km0"
    if measured or len(words) > LONGEST or not _words(_VAGUE, flat).isdisjoint(words):
        return ""
    return " ".join(_led(words, flat))


def same_village(here: Names, there: Names) -> bool:
    """Whether two works name one village; a name without accents is compared without them.

    >>> same_village(frozenset({"nà lầu"}), frozenset({"na lau"})), same_village(frozenset({"tân"}), frozenset({"tấn"}))
    (True, False)
    """
    if not here.isdisjoint(there):
        return True
    (flat, plain), (flat_there, plain_there) = _without_accents(here), _without_accents(there)
    return not (flat.isdisjoint(plain_there) and flat_there.isdisjoint(plain))


@lru_cache(maxsize=2**16)  # a few thousand villages stand in millions of pairs
def _without_accents(names: Names) -> tuple[Names, Names]:
    """The names that have no accents, and all names without theirs."""
    return frozenset(name for name in names if name == bare(name)), frozenset(map(bare, names))


def _names(words: list[str], flat: bool) -> Names:
    """The name that begins a row of words; none where they are no name.

    Without accents "cap" may be the end of "Lũng Cáp" or the "cấp" after it: then both readings are kept.
    """
    words = _led(words, flat)
    if not words or words[0] in _words(f"{_AFTER} {_NEVER_FIRST}", flat):
        return UNNAMED
    whole = " ".join(words[:2])
    if words[0].isdecimal() or len(words) == 1:
        return frozenset(words[:1])
    if words[1] in _words(_AFTER, flat):
        return frozenset({words[0], whole} if flat else words[:1])
    return frozenset({whole})


def _led(words: list[str], flat: bool) -> list[str]:
    """Words without what may stand before a village's name; where they are nothing else, none."""
    leading = _words(_LEADING, flat)
    start = next((place for place, word in enumerate(words) if word not in leading), len(words))
    return words[start:]


@cache
def _words(listed: str, flat: bool) -> Names:
    return frozenset((bare(listed) if flat else listed).split())


@cache
def _ordinary(flat: bool) -> re.Pattern[str]:
    phrases = sorted((bare(_ORDINARY) if flat else _ORDINARY).split("|"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


@cache
def _kinds(flat: bool) -> re.Pattern[str]:
    """A kind of village and up to four words after it; the next kind is looked for within these too."""
    kinds = _UNACCENTED if flat else f"{_KINDS}|{_BARE_KINDS}"
    return re.compile(rf"\b(?:{kinds})(?= (\w+(?: \w+){{0,3}}))")
