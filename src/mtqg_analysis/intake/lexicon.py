"""The words of the forms in use, each with what it means: a text is explained word for word by them, or words are left.

Of the phrases that fit at a place the longest counts, so that "rút dự toán" is a disbursement although "dự toán" is a
plan. A text without accents is read by the same phrases without theirs.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from mtqg_analysis.domain.names import spelled
from mtqg_analysis.domain.reference import table
from mtqg_analysis.intake.phrases import PHRASES, TIMES, UNITS_OF_MONEY
from mtqg_analysis.intake.text import clean, plain_letters


class Token(NamedTuple):
    """A phrase of a text: what kind of word it is, its code, and where it stands in the folded text."""

    kind: str
    code: str
    start: int
    end: int


_SEPARATORS = re.compile(r"[\s.,;:()\[\]{}/+&\-–—*\"'“”‘’…•!?=|<>]+")
_WORD = re.compile(r"\w+")
NUMBERING = re.compile(r"^\W*(?:(?:[ivxlc]+|[a-zđ])\s*[.)/:-]|\d{1,2}(?:\.\d{1,2})*\s*[.)])\s*(?!\d)")


def bare(text: str) -> str:
    """Text without accents, lower case; đ becomes d.

    >>> bare("Kế hoạch Đầu tư")
    'ke hoach dau tu'
    """
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).replace("đ", "d")


def folded(text: str) -> str:
    """A text as its words are compared: composed, lower case, tones in the older place, no look-alike letters."""
    return spelled(plain_letters(clean(text)).lower())


Rule = tuple[str, str, re.Pattern[str]]


@cache
def _compiled(accents: bool) -> tuple[dict[str, list[Rule]], list[Rule]]:
    """The phrases by the letter that they begin with, and those that begin in several ways."""
    rules = (
        *PHRASES,
        ("filler", "", UNITS_OF_MONEY),
        *(("time", code, form) for code, form in TIMES),
        *_named_programmes(),
    )
    by_letter: dict[str, list[Rule]] = {}
    others: list[Rule] = []
    for kind, code, forms in rules:
        for form in _alternatives(forms if accents else bare(forms)):
            rule = kind, code, re.compile(rf"(?<!\w)(?:{form})(?!\w)")
            certain = form[:1].isalnum() and form[1:2] not in ("?", "*")
            (by_letter.setdefault(form[0], []) if certain else others).append(rule)
    return by_letter, others


def _alternatives(form: str) -> Iterable[str]:
    """The ways to write a phrase, of which a pattern would take the first that fits, not the longest."""
    depth, start = 0, 0
    for place, letter in enumerate(form):
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and not depth:
            yield form[start:place]
            start = place + 1
    yield form[start:]


def _named_programmes() -> Iterable[tuple[str, str, str]]:
    """The programmes under all spellings of the reference tables; codes of two letters may be words and are not."""
    rows = table("spellings").query("kind == 'programme'").to_dict("records")
    names = table("programmes").query("level == 'programme'").to_dict("records")
    known = [(row["spelling"], row["code"]) for row in rows]
    known += [(row[name], row["code"]) for row in names for name in ("name_vi", "short_vi") if row[name]]
    for spelling, code in known:
        words = folded(spelling)
        if len(words) > 2 and code not in ("PI", "ADM"):
            yield "programme", code, re.escape(words).replace(r"\ ", " ")


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[tuple[Token, ...], tuple[str, ...]]:
    """The phrases of a text in their order, and the words that no phrase explains.

    >>> [(one.kind, one.code) for one in tokens("Đã rút dự toán vốn ĐP")[0]], tokens("Vốn trái phiếu")[1]
    ([('flow', 'disbursed'), ('fund', 'local')], ('trái', 'phiếu'))
    """
    words = folded(text)
    by_letter, others = _compiled(not words.isascii())
    numbering = NUMBERING.match(words)
    place = numbering.end() if numbering else 0
    found: list[Token] = []
    left: list[str] = []
    while place < len(words):
        gap = _SEPARATORS.match(words, place)
        if gap:
            place = gap.end()
            continue
        rules = [*by_letter.get(words[place], ()), *others]
        fits = [(match.end(), kind, code) for kind, code, form in rules if (match := form.match(words, place))]
        if fits:
            end = max(end for end, _, _ in fits)
            kind, code = next((kind, code) for at, kind, code in fits if at == end)
            found.append(Token(kind, code, place, end))
            place = end
            continue
        word = _WORD.match(words, place)
        end = word.end() if word else place + 1
        left.append(words[place:end])
        place = end
    return tuple(found), tuple(left)
