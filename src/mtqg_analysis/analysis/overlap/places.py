"""Where a work lies: the communes of today that its place can mean, and the former districts around them."""

import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from mtqg_analysis.analysis.communes import crosswalk_2025
from mtqg_analysis.analysis.overlap.text import bare, key
from mtqg_analysis.analysis.overlap.villages import Names, bare_place, villages
from mtqg_analysis.domain.nation import unit_rows
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.succession import REORGANISED, destinations, heirs_of_any_day

Codes = frozenset[str]
NOWHERE: Codes = frozenset()
_KINDS = r"(?:xã|phường|thị trấn|đặc khu|xa|phuong|thi tran|dac khu|x|p|tt)"
_ABOVE = r"(?:huyện|quận|thị xã|thành phố|tỉnh|huyen|quan|thi xa|thanh pho|tinh|h|q|tp|tx)"
_DISTRICT = r"(?:huyện|quận|thành phố|thị xã|huyen|quan|thanh pho|thi xa|h|q|tp|tx)"
_APART = re.compile(r"[,;:/()\n–—-]|\bvà\b|\bva\b", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """What the words of a place say. communes: of July 2025. around: former districts that it names.

    villages: without "thôn" and "bản". named: whether one of these stood after such a word.
    """

    communes: Codes = NOWHERE
    around: Codes = NOWHERE
    villages: Names = NOWHERE
    named: bool = False


@dataclass(frozen=True)
class Gazetteer:
    """The communes of one province under all their names and codes, each as the communes of July 2025 that it became.

    now, former: by name without its type, in today's list and in those before. province: its code. districts: the
    former districts that a commune of today has land of. areas: former districts by name. larger: names of these and
    of the province. pattern, above, district: find a named commune, unit above it or former district in a key.
    """

    now: dict[str, Codes]
    former: dict[str, Codes]
    province: str
    districts: dict[str, Codes]
    areas: dict[str, Codes]
    larger: frozenset[str]
    pattern: re.Pattern[str]
    above: re.Pattern[str]
    district: re.Pattern[str]

    def by_code(self, code: str, year: int, level: str) -> Codes:
        """The communes that a commune's code means in a plan year.

        Codes were reused: until 2025 a code is read by the former list, except in 2025 for what communes manage
        themselves. A code that the list of its year does not hold is read by any former one, and one that none holds
        stands for itself.
        """
        if year > REORGANISED.year or (year == REORGANISED.year and level == "commune"):
            return frozenset({code})
        last = min(date(year, 12, 31), REORGANISED - timedelta(days=1))
        own = NOWHERE.union(*(_heirs(day, self.province).get(code, NOWHERE) for day in (date(year, 1, 1), last)))
        return own or heirs_of_any_day(self.province).get(("commune", code), frozenset({code}))

    def by_name(self, text: str, year: int) -> Codes:
        """The communes that a key names ("… xã kháng chiến"), by the list of its year first; none if it names none."""
        names = [found.group(1) for found in self.pattern.finditer(text)] or [text]
        return NOWHERE.union(*(self._named(name, year) for name in names))

    def _named(self, name: str, year: int) -> Codes:
        first, then = (self.now, self.former) if year > REORGANISED.year else (self.former, self.now)
        return first.get(name) or then.get(name, NOWHERE)

    def read_place(self, text: str, year: int) -> Place:
        """What a place as entered says, part by part: "Thôn Nà Lầu, Kháng Chiến", "Xã Kháng Chiến, Quốc Việt".

        A part that is nothing but the name of a commune is that commune, but not before a part that says "xã": in "Tân
        Tiến, xã Kháng Chiến" it is a village's name.

        >>> place = gazetteer("20").read_place("Thôn Nà Lầu, Kháng Chiến", 2026)
        >>> sorted(place.communes), sorted(place.villages), place.named
        (['06037'], ['nà lầu'], True)
        """
        parts = [part for piece in _APART.split(unicodedata.normalize("NFC", text)) if (part := key(piece, year))]
        typed = [bool(self.pattern.search(part)) for part in parts]
        begins = typed.index(True) if True in typed else 0
        communes = [self._of_part(part, year) if at >= begins else NOWHERE for at, part in enumerate(parts)]
        others = [
            self.without_units(part)
            for part, found, says in zip(parts, communes, typed, strict=True)
            if says or not found
        ]
        named = NOWHERE.union(*map(villages, others))
        alone = frozenset(name for part in others if not villages(part) and (name := bare_place(part))) - self.larger
        areas = (self.areas[name] for part in parts for name in self.district.findall(part))
        return Place(NOWHERE.union(*communes), NOWHERE.union(*areas), named | alone, bool(named))

    def _of_part(self, part: str, year: int) -> Codes:
        return self.by_name(" ".join(self.above.sub(" ", part).split()), year)

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
    rows = unit_rows(province)
    above = rows[rows["level"] == "district"]
    areas: dict[str, Codes] = {}
    for row in above.to_dict("records"):
        areas |= dict.fromkeys(_spellings(row), frozenset({row["code"]}))
    rows = rows[rows["level"] == "commune"]
    now: dict[str, Codes] = {}
    former: dict[str, Codes] = {}
    for row in rows.to_dict("records"):
        current = row["valid_to"] == ""
        heirs = {} if current else _heirs(date.fromisoformat(row["valid_to"]), province)
        codes = frozenset({row["code"]}) if current else heirs.get(row["code"], NOWHERE)
        names = now if current else former
        for spelling in _spellings(row):
            names[spelling] = names.get(spelling, NOWHERE) | codes
    larger = frozenset({*areas, *_province(province)})
    return Gazetteer(
        now,
        former,
        province,
        _districts(province),
        areas,
        larger,
        _named(_KINDS, [*now, *former]),
        _named(_ABOVE, larger),
        _named(_DISTRICT, areas),
    )


@cache
def _heirs(day: date, province: str) -> dict[str, Codes]:
    """The communes of July 2025 that each commune of a day before became, by its code on that day."""
    rows = destinations(day, province)
    return {str(old): frozenset(own["new"]) for old, own in rows[rows["level"] == "commune"].groupby("old")}


def _spellings(unit: dict[Hashable, str]) -> set[str]:
    """The keys of a unit's name without its type, with and without accents."""
    kinds = re.compile(rf"^(?:{_KINDS}|{_ABOVE})(?:\s+|$)")
    written = (key(text, REORGANISED.year) for text in (unit["name_vi"], *unit["spellings"].split("|")) if text)
    names = {kinds.sub("", text) for text in written if not text.startswith(key("UBND", REORGANISED.year))}
    return {spelling for name in names - {""} for spelling in (name, bare(name))}


def _districts(province: str) -> dict[str, Codes]:
    """From every commune of today to the former districts that it has land of."""
    return {str(code): frozenset(rows["old_district"]) for code, rows in crosswalk_2025(province).groupby("new_code")}


def _province(code: str) -> set[str]:
    rows = table("units").query("level == 'province'")
    return {name for row in rows[rows["code"] == code].to_dict("records") for name in _spellings(row)}


def _named(kinds: str, names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({name for name in names if name}, key=len, reverse=True)
    return re.compile(rf"\b{kinds}\s+({'|'.join(map(re.escape, longest_first)) or '(?!)'})\b")
