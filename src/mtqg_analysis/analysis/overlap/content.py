"""What kind of content a work is, by the words of its name: roads, domestic water, livestock, training and so on."""

import re
from functools import cache

from mtqg_analysis.analysis.overlap.text import bare
from mtqg_analysis.domain.names import spelled
from mtqg_analysis.domain.reference import table

NO_CLASS = "none"  # of words that only hold another one: there is a "cầu" in "nhu cầu", and no bridge


def contents(text: str) -> frozenset[str]:
    """The content classes that a key speaks of; none where no word of the reference table stands in it.

    The longest word counts first and is used up: "đường dây" is a power line and no road, "môi trường" no school.

    >>> sorted(contents("xây dựng đường dây và trạm biến áp")), sorted(contents("tập huấn chăn nuôi bò"))
    (['electricity'], ['livestock', 'training'])
    >>> sorted(contents("nhu cầu đào tạo"))
    ['training']
    """
    classes = _classes()
    return frozenset(classes[word] for word in _pattern().findall(text)) - {NO_CLASS}


@cache
def _classes() -> dict[str, str]:
    """The class of every word; of words with several syllables also the bare form, for names without accents."""
    rows = table("content_classes")
    pairs = [
        (word, code) for code, cell in zip(rows["content"], rows["words"], strict=True) for word in cell.split("|")
    ]
    without = {bare(spelled(word)): code for word, code in pairs if " " in word}
    return without | {spelled(word): code for word, code in pairs}


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_classes(), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, words))})\b")
