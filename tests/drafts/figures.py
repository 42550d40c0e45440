"""The number that a marked claim writes: read apart from the checker, to hold the labels against the data."""

import re
from typing import NamedTuple

NUMBER = re.compile(r"\d+(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
WORDS = {"hai": 2.0, "ba": 3.0}
MONEY = {"nghìn tỷ": 1e3, "tỷ": 1.0, "triệu": 1e-3, "nghìn đồng": 1e-6}


class Written(NamedTuple):
    """A number in billions of đồng or in its own unit, half of its last digit, and what qualifies it."""

    number: float
    half: float
    leaning: str


def written(text: str) -> Written:
    """The first number of a claim.

    >>> written("hơn 1.300 tỷ đồng")
    Written(number=1300.0, half=0.5, leaning='above')
    >>> written("04/06 nhóm").number
    4.0
    """
    figure = NUMBER.search(text)
    if figure is None:
        if (word := text.split()[0]) in WORDS:
            return Written(WORDS[word], 0.5, "")
        raise ValueError(f"no number in {text!r}")
    whole, _, part = figure[0].partition(",")
    scale = next((size for word, size in MONEY.items() if word in text), 1.0)
    number = float(f"{whole.replace('.', '')}.{part or 0}") * scale
    return Written(number, scale * 0.5 / 10 ** len(part), _leaning(text))


def _leaning(text: str) -> str:
    for words, side in (
        (r"(?<!cao )(?<!thấp )\b(hơn|trên)\s+\d", "above"),
        (r"\b(gần|dưới)\s+\d", "below"),
        (r"\b(khoảng|xấp xỉ)\b", "about"),
    ):
        if re.search(words, text):
            return side
    return ""


def agrees(claim: Written, said: float) -> bool:
    """Whether the data carry what is written, with its qualifier.

    Above and below: the said value lies beyond the number on that side; about: within one part in fifty.

    >>> agrees(written("gần 1.300 tỷ đồng"), 1318)
    False
    >>> agrees(written("hơn 1.300 tỷ đồng"), 1318)
    True
    """
    if claim.leaning == "above":
        return said > claim.number
    if claim.leaning == "below":
        return said < claim.number
    if claim.leaning == "about":
        return abs(said - claim.number) <= max(claim.half, 0.02 * said)
    return exact(claim, said)


def exact(claim: Written, said: float) -> bool:
    """Whether the written digits are the said value, rounded."""
    return abs(said - claim.number) <= claim.half * (1 + 1e-9) + 1e-9
