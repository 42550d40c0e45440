"""The letters of a draft as its words are compared: as long as the text itself, so that places stay."""

import re
from functools import lru_cache

from mtqg_analysis.domain.names import spelled

_TI = re.compile(r"(?<!\w)tỉ(?!\w)")


@lru_cache(maxsize=20_000)
def heard(text: str) -> str:
    """A clean text in small letters, tones in their older place; letter for letter beside the text.

    >>> heard("Tỉ lệ hộ nghèo vùng Quý Hoà")
    'tỷ lệ hộ nghèo vùng quý hòa'
    """
    words = spelled(text)
    words = words if len(words) == len(text) else text.lower()
    return _TI.sub("tỷ", words)
