"""Characters that no document holds: controls, what XML refuses, and marks that turn the order of letters round."""

import re
from collections.abc import Callable
from typing import Any

from mtqg_analysis.domain.visible import DIRECTIONS, visible

UNTOUCHED = ("png", "link")  # keys of a block whose values nobody reads as text
ILLEGAL = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class UnshownWarning(UserWarning):
    """Letters of the data are missing from a document; the message names them."""


def clean(text: str) -> str:
    r"""A text without control characters and what else XML cannot hold; tabs and ends of lines stay.

    A mark of direction is written out: obeyed, it would show other words than the data hold.

    >>> clean("a\x00b\x0bc\x85\td"), clean("bao-cao\u202excod.exe")
    ('abc\td', 'bao-cao‹U+202E›xcod.exe')
    """
    return DIRECTIONS.sub(lambda found: visible(found[0]), ILLEGAL.sub("", text))


def each_text(data: Any, change: Callable[[str], str]) -> Any:
    """A block, or any nest of lists and dictionaries, with every text in it changed; pictures and addresses stay.

    >>> each_text([{"text": "a", "link": "b", "count": 1}], str.upper)
    [{'text': 'A', 'link': 'b', 'count': 1}]
    """
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: value if key in UNTOUCHED else each_text(value, change) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [each_text(value, change) for value in data]
    return data
