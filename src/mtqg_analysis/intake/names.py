"""Names of districts, communes and agencies: matched on name, type, parent and date, and never by likeness alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cache, lru_cache

from mtqg_analysis.domain.names import spelled
from mtqg_analysis.domain.nation import unit_rows, written_provinces
from mtqg_analysis.domain.reference import table
from mtqg_analysis.intake.lexicon import bare
from mtqg_analysis.intake.text import clean, plain_letters

Window = tuple[date, date]  # the days that a table can be about
ALWAYS: Window = (date.min, date.max)
DISTRICTS_END = date(2025, 6, 30)
LONGEST_NAME = 8  # words of a unit's name
CUT, MARGIN = 0.80, 0.15  # of likeness, and of its distance to the next likeliest, for a suggestion
# Not a single h, p, t or x, which stand for huyện, phường, thành phố or thị trấn, and xã.
_NUMBERING = re.compile(r"^(?:[(]?(?:[ivxlc]{2,}|\d+(?:\.\d+)*|[a-gi-oq-svđ])[.)/]\s*|[-+*•–]\s*)+", re.IGNORECASE)
_MARKS = re.compile(r"(?:\s*(?:\(?\*+\)?|[(\[]\d{1,2}[)\]]|[¹²³⁰⁴-⁹†‡]+))+$")
_OFFICE = re.compile(
    r"^(?:ủy ban nhân dân|ubnd|uỷ ban nhân dân|phòng tài chính - kế hoạch|phòng tc-kh)\s+", re.IGNORECASE
)
_TYPES = (
    ("district", "huyện", r"huyện|h\.|h(?=\s)|huyen"),
    ("district", "thành phố", r"thành phố|tp\.?|t\.p\.?|thanh pho"),
    ("district", "thị xã", r"thị xã|tx\.?|t\.x\.?|thi xa"),
    ("district", "quận", r"quận|q\.|quan(?=\s)"),
    ("commune", "đặc khu", r"đặc khu|đk\.|dac khu"),
    ("commune", "thị trấn", r"thị trấn|tt\.?|thi tran"),
    ("commune", "phường", r"phường|p\.|phuong"),
    ("commune", "xã", r"xã|x\.|xa(?=\s)"),
)
_TYPE = re.compile("|".join(rf"(?P<t{place}>{form})" for place, (_, _, form) in enumerate(_TYPES)), re.IGNORECASE)
_PARENT = re.compile(
    r"^(?P<name>.+?)\s*(?:\((?P<inside>[^)]+)\)|"
    r"(?:,|-|–|thuộc)\s*(?P<after>(?:huyện|h\.|tp|thành phố|tx|thị xã|quận|q\.).*))$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """One unit or agency that a name can mean, while it existed."""

    code: str
    level: str  # district, commune or agency
    type: str
    name: str
    parent: str
    first: date
    last: date
    list: str = ""

    def within(self, window: Window) -> bool:
        """Whether it existed on any day of the window."""
        return self.first <= window[1] and window[0] <= self.last


@dataclass(frozen=True)
class Match:
    """What a name can mean. exact: by a known spelling; otherwise by likeness, which somebody has to confirm."""

    places: tuple[Place, ...]
    exact: bool = True

    @property
    def levels(self) -> frozenset[str]:
        """The levels of what the name can mean."""
        return frozenset(place.level for place in self.places)


@lru_cache(maxsize=50_000)
def name_key(text: str) -> str:
    """A name for comparing: without numbering, marks and "UBND", old tone placement, lower case; accents stay.

    >>> name_key("2. UBND xã Quý Hoà (1)"), name_key("Ðình Lập*")
    ('xã quý hòa', 'đình lập')
    """
    words = plain_letters(clean(text)).lower().strip(" .,:;")
    words = _MARKS.sub("", _NUMBERING.sub("", words)).strip(" .,:;")
    words = _of_province().sub("", _OFFICE.sub("", words)) or words
    return spelled(words)


@cache
def _of_province() -> re.Pattern[str]:
    """The name of a province at the end of one of its units': after "tỉnh", or after a comma and "thành phố"."""
    return re.compile(rf"(?:,|\s-)?\s*(?:tỉnh|(?<=,)\s*(?:thành phố|tp\.?))\s+(?:{written_provinces()})$")


def _type_apart(key: str) -> tuple[str, str, str]:
    """The level and type that a key begins with, and the name proper.

    >>> _type_apart("h. bắc sơn"), _type_apart("bắc sơn")
    (('district', 'huyện', 'bắc sơn'), ('', '', 'bắc sơn'))
    """
    match = _TYPE.match(key)
    rest = key[match.end() :].strip(" .") if match else ""
    ended = match is not None and (not match.group()[-1].isalpha() or not key[match.end() : match.end() + 1].isalpha())
    if match is None or not rest or not ended:
        return "", "", key
    level, type_, _ = _TYPES[int((match.lastgroup or "t0")[1:])]
    return level, type_, rest


def is_abbreviation(text: str, name: str) -> bool:
    """Whether a text writes an agency's name: each word whole or by its first letter, "và" and "tỉnh" left out or not.

    >>> is_abbreviation("sở lđ - tb và xh", "sở lao động - thương binh và xã hội")
    True
    >>> is_abbreviation("sở nội vụ", "sở nông nghiệp và môi trường")
    False
    """
    text, name = (re.sub(r"\s+tỉnh$", "", _of_province().sub("", words)) for words in (text, name))
    words = [word for word in re.findall(r"\w+", name) if word != "và"]
    parts = [part for part in re.findall(r"\w+", text) if part != "và"]
    if not parts or not words or parts[0][0] != words[0][0] or len("".join(parts)) < 3:
        return False
    return _spells(tuple(parts), tuple(words))


def _spells(parts: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if not parts or not words:
        return not parts and not words
    part, rest = parts[0], words[1:]
    for taken in (words[0], words[0][0]):
        if part == taken and _spells(parts[1:], rest):
            return True
        if part.startswith(taken) and len(part) > len(taken) and _spells((part[len(taken) :], *parts[1:]), rest):
            return True
    return False


def _day(text: str, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


@cache
def _units(province: str) -> tuple[tuple[str, Place], ...]:
    """Every unit of a province below it, under each of its spellings."""
    found = []
    for row in unit_rows(province).to_dict("records"):
        span = _day(row["valid_from"], date.min), _day(row["valid_to"], date.max)
        place = Place(row["code"], row["level"], row["type"], row["name_vi"], row["parent"], *span, row["code_list"])
        spellings = {row["name_vi"], row["short_vi"], *row["spellings"].split("|")} - {""}
        found += [(name_key(spelling), place) for spelling in spellings]
    return tuple(found)


@cache
def province_names(province: str) -> frozenset[str]:
    """The names of a province without its type, in lower case and in plain letters: "cao bằng", "cao bang"."""
    rows = table("units").query("level == 'province' and code == @province")
    names = {plain_letters(clean(name)).lower().removeprefix("tp ") for name in rows["short_vi"]}
    return frozenset({*names, *map(bare, names)})


def _agencies(rows: Iterable[dict[str, str]]) -> list[tuple[str, Place]]:
    found = []
    for row in rows:
        span = _day(row["valid_from"], date.min), _day(row["valid_to"], date.max)
        place = Place(row["code"], "agency", "", row["name_vi"], "", *span)
        spellings = {row["name_vi"], row["short_vi"], *row["spellings"].split("|")} - {""}
        found += [(name_key(spelling), place) for spelling in spellings]
    return found


@cache
def _own_agencies() -> tuple[tuple[str, Place], ...]:
    rows = table("agencies").query("level == 'province' and code not in ('UBND', 'CTUBND', 'DEPARTMENTS')")
    return tuple(_agencies(rows.to_dict("records")))


def _meant(row: dict[str, str], known: Iterable[tuple[str, Place]]) -> set[Place]:
    """What a dataset's own spelling means: a unit or an agency in each of its versions."""
    return {place for _, place in known if (place.level, place.code) == (row["level"], row["code"])}


@dataclass
class Names:
    """The names of one province, with the agencies and the spellings that a dataset adds to those of the package.

    province: its code; without one no unit is known, and only agencies are. more_spellings: rows of `name`, and the
    `level` and `code` of the unit or agency that it means.
    """

    province: str = ""
    more_agencies: list[dict[str, str]] = field(default_factory=list)
    more_spellings: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._exact: dict[str, list[Place]] = {}
        self._bare: dict[str, list[Place]] = {}
        agencies = (*_own_agencies(), *_agencies(self.more_agencies))
        self._agencies = [(key, place) for key, place in agencies if len(key.split()) > 1]
        self._kept: dict[tuple[str, Window], Match] = {}
        known = (*_units(self.province), *_own_agencies(), *_agencies(self.more_agencies))
        more = [(name_key(row["name"]), place) for row in self.more_spellings for place in _meant(row, known)]
        self._own = {key for key, _ in more}
        for key, place in (*known, *more):
            name = _type_apart(key)[2]  # a number alone is the name of no ward
            for spelling in {key, name} if place.level != "agency" and not name.isdigit() else {key}:
                self._exact.setdefault(spelling, []).append(place)
                self._bare.setdefault(bare(spelling), []).append(place)

    def find(self, text: str, window: Window) -> Match:
        """What a name can mean within a window of days; nothing if no known name is equal or close to it."""
        kept = self._kept.get((text, window))
        if kept is None:
            kept = self._kept[text, window] = self._find(name_key(text), window)
        return kept

    def _abbreviated(self, key: str) -> tuple[Place, ...]:
        """The one agency whose name is written with some words whole and the others by their first letters."""
        found = [place for name, place in self._agencies if is_abbreviation(key, name)]
        return _distinct(found) if len({place.code for place in found}) == 1 else ()

    def of_code(self, code: str) -> tuple[Place, ...]:
        """The units and agencies that a code stands for, or stood for."""
        places = {place for places in self._exact.values() for place in places if place.code == code}
        return _distinct(places)

    def all_of(self, level: str, window: Window) -> list[Place]:
        """The units of a level on the last of the days, in the order of their codes; none where no day is known."""
        day = window[1]
        places = {place for _, place in _units(self.province) if place.level == level and place.within((day, day))}
        return sorted(places, key=lambda place: place.code) if window != ALWAYS else []

    def _find(self, key: str, window: Window) -> Match:
        parent = _PARENT.match(key)
        if parent is not None:
            districts = {place.code for place in self._find(parent["inside"] or parent["after"], window).places}
            inside = [place for place in self._find(parent["name"], window).places if place.parent in districts]
            if inside:
                return Match(_distinct(inside))
        level, type_, name = _type_apart(key)
        known = self._exact.get(key, []) if not level or key in self._own else []
        name = key if name.isdigit() else name
        known = known or [one for one in self._exact.get(name, []) if _is_typed(one, level, type_)]
        inside = [one for one in known if one.within(window) or one.level == "agency"]
        if inside:
            return Match(_distinct(inside))
        if not level and (offices := self._abbreviated(key)):
            return Match(offices)
        plain = [one for one in self._bare.get(bare(name), []) if _is_typed(one, level, type_) and one.within(window)]
        if plain:
            return Match(_distinct(plain), exact=key.isascii())
        return Match((), exact=False)

    def without_units(self, words: Sequence[str], window: Window) -> tuple[str, ...]:
        """Words without those that are the name of a unit or an agency: what is left of a line says something else."""
        left = list(words)
        for length in range(min(len(left), LONGEST_NAME), 0, -1):
            place = 0
            while place + length <= len(left):
                found = self.find(" ".join(left[place : place + length]), window)
                if found.places and found.exact:
                    del left[place : place + length]
                else:
                    place += 1
        return tuple(left)

    def suggest(self, text: str, window: Window, level: str) -> Match:
        """The one place whose name is close to an unknown one while all others are far; to be confirmed by a person.

        level: that of the names beside it, where known. Names of fewer than four letters are close to nothing.
        """
        own_level, type_, name = _type_apart(name_key(text))
        return Match(self._likely(bare(name), own_level or level, type_, window), exact=False)

    def _likely(self, name: str, level: str, type_: str, window: Window) -> tuple[Place, ...]:
        if len(name) < 4:
            return ()
        scores: dict[str, float] = {}
        known: dict[str, tuple[Place, ...]] = {}
        for other, places in self._bare.items():
            fit = [one for one in places if _is_typed(one, level, type_) and one.within(window)]
            if fit and abs(len(other) - len(name)) <= 3:
                known[other] = _distinct(fit)
                scores[other] = SequenceMatcher(None, name, other).ratio()
        best = max(scores, key=lambda other: scores[other], default="")
        rivals = [scores[other] for other, places in known.items() if not set(places) & set(known[best])]
        if not best or scores[best] < CUT or scores[best] - max(rivals, default=0) < MARGIN:
            return ()
        return known[best]


def _is_typed(place: Place, level: str, type_: str) -> bool:
    return not level or (place.level == level and (not type_ or place.type == type_))


def _distinct(places: Iterable[Place]) -> tuple[Place, ...]:
    """One entry for each code and name; of several code lists the newest."""
    newest: dict[tuple[str, str, str], Place] = {}
    for place in sorted(places, key=lambda one: one.list):
        newest[place.level, place.code, place.name] = place
    return tuple(newest.values())
