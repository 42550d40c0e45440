"""Where a work lies: the communes of today that its place can mean, and the villages that its words name."""

import re
from dataclasses import dataclass
from functools import cache

from mtqg_analysis.analysis.communes import REORGANISED
from mtqg_analysis.analysis.overlap.text import bare, key
from mtqg_analysis.domain.reference import table

Codes = frozenset[str]
NOWHERE: Codes = frozenset()
_KINDS = r"(?:xã|phường|thị trấn|xa|phuong|thi tran|x|p|tt)"
_ABOVE = r"(?:huyện|thành phố|tỉnh|huyen|thanh pho|tinh|h|tp)"
_VILLAGE = re.compile(
    r"\b(?<!nông )(?<!nong )(?<!văn )(?<!cơ )"
    r"(?:thôn|thon|xóm|xom|bản|ban|làng|buôn|ấp|khóm|khối phố|khoi pho|khối|tổ dân phố|to dan pho)\s+(\w+)(?:\s+(\w+))?"
)
# What follows a village's name, or only looks like one: "thôn đặc biệt khó khăn", "nông thôn mới", "thôn … đi …".
_NO_NAME = frozenset(
    re.findall(
        r"\w+",
        "đặc mới đi đến và năm thuộc tới nối giai đoạn đợt km trên của cho các đồ quyền vẽ "
        "dac moi di den va nam thuoc toi noi doan dot tren cua cac",
    )
)


@dataclass(frozen=True)
class Gazetteer:
    """The communes of one province under all their names and codes, each as the communes of July 2025 that it became.

    now, former: by name without its type, in today's list and in those before. codes: by former code. districts: the
    former districts that a commune of today has land of. pattern: finds a named unit in a key.
    """

    now: dict[str, Codes]
    former: dict[str, Codes]
    codes: dict[str, Codes]
    districts: dict[str, Codes]
    pattern: re.Pattern[str]
    above: re.Pattern[str]

    def by_code(self, code: str, year: int, level: str) -> Codes:
        """The communes that a commune's code means in a plan year.

        Codes were reused: until 2025 a code is read by the former list, except in 2025 for what communes manage
        themselves. A code that no list holds stands for itself.
        """
        if year > REORGANISED.year or (year == REORGANISED.year and level == "commune"):
            return frozenset({code})
        return self.codes.get(code, frozenset({code}))

    def by_name(self, text: str, year: int) -> Codes:
        """The communes that a key names ("… xã kháng chiến"), by the list of its year first; none if it names none."""
        names = [found.group(1) for found in self.pattern.finditer(text)] or [text]
        first, then = (self.now, self.former) if year > REORGANISED.year else (self.former, self.now)
        return NOWHERE.union(*(first.get(name) or then.get(name, NOWHERE) for name in names))

    def without_units(self, text: str) -> str:
        """A key without the names of communes and units above them, which all works of a commune share."""
        return " ".join(self.above.sub(" ", self.pattern.sub(" ", text)).split())

    def around(self, communes: Codes) -> Codes:
        """The former districts of some communes: their neighbours are the communes that share one.

        No list of adjoining communes is published; a former district is the nearest thing known.
        """
        return NOWHERE.union(*(self.districts.get(code, NOWHERE) for code in communes))


@cache
def gazetteer(province: str) -> Gazetteer:
    """All names and codes of the communes of a province; empty for a province whose communes no table lists.

    >>> langson = gazetteer("20")
    >>> sorted(langson.by_name("đường thôn nà lầu xã kháng chiến", 2026)), langson.without_units("đường xã kháng chiến")
    (['06037'], 'đường')
    """
    rows = table("units")
    districts = set(rows[(rows["level"] == "district") & (rows["parent"] == province)]["code"])
    rows = rows[(rows["level"] == "commune") & rows["parent"].isin({*districts, province})]
    became, from_district = _crosswalk()
    now: dict[str, Codes] = {}
    former: dict[str, Codes] = {}
    for row in rows.to_dict("records"):
        current = row["valid_to"] == ""
        codes = frozenset({row["code"]}) if current else became.get(row["code"], NOWHERE)
        names, name = (now if current else former), key(row["short_vi"].removeprefix("TT "), REORGANISED.year)
        for spelling in (name, bare(name)):
            names[spelling] = names.get(spelling, NOWHERE) | codes
    return Gazetteer(
        now, former, became, from_district, _named(_KINDS, [*now, *former]), _named(_ABOVE, _above(province))
    )


def _crosswalk() -> tuple[dict[str, Codes], dict[str, Codes]]:
    """From every former commune's code to the communes of July 2025, and from these to the former districts."""
    rows = table("crosswalk")
    last = rows["valid_from"] == REORGANISED.isoformat()
    steps, became = rows[~last], rows[last].groupby("old_code")["new_code"].agg(frozenset).to_dict()
    for code, codes in steps.groupby("old_code")["new_code"].agg(frozenset).items():
        became[code] = became.get(code, NOWHERE).union(*(became.get(one, NOWHERE) for one in codes))
    return became, rows[last].groupby("new_code")["old_district"].agg(frozenset).to_dict()


def _above(province: str) -> list[str]:
    rows = table("units").query("level in ('district', 'province')")
    rows = rows[(rows["code"] == province) | (rows["parent"] == province)]
    names = [key(name, REORGANISED.year) for name in rows["short_vi"]]
    return [*names, *map(bare, names)]


def _named(kinds: str, names: list[str]) -> re.Pattern[str]:
    longest_first = sorted({name for name in names if name}, key=len, reverse=True)
    return re.compile(rf"\b{kinds}\s+({'|'.join(map(re.escape, longest_first)) or '(?!)'})\b")


def villages(text: str) -> Codes:
    """The villages that a key without its units names: up to two words after "thôn" and its like.

    Most names of villages have two syllables; of a longer one the first two count.

    >>> sorted(villages("đường trục thôn nà lầu đi thôn bản chu")), sorted(villages("giao thông nông thôn mới"))
    (['bản chu', 'nà lầu'], [])
    """
    found = []
    place = 0
    while match := _VILLAGE.search(text, place):
        words = [word for word in match.groups() if word]
        named = words[:1] if len(words) == 1 or words[1] in _NO_NAME else words
        if named[0] not in _NO_NAME:
            found.append(" ".join(named))
        place = match.end()
    return frozenset(found)
