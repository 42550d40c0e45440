"""The names of a workbook's sheets: short, different, and cut where a reader would pause."""

import re
from collections.abc import Iterator
from itertools import count

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.formats.signed import Block, lists_sources

LENGTH, FORBIDDEN = 31, str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
PAUSE = re.compile(r"[:;(]| - ")
LEAST = 12  # letters that the part before a pause has at least, to say anything


def sheet_names(tables: list[Block], taken: set[str]) -> dict[int, str]:
    """The sheet of each table: its number as in the paged formats and the start of its title; the sources by name.

    Names have at most 31 letters and are unique whatever the case of their letters. taken: names of other sheets.
    """
    numbers = count(1)
    names: dict[int, str] = {}
    taken = {name.casefold() for name in taken}
    for block in tables:
        number = next(numbers) if block["title"] else 0
        wanted = tr("Nguồn") if lists_sources(block) else tr("Bảng")
        if number and not lists_sources(block):
            wanted = _short(f"B{number} {block['title']}")
        name = next(one for one in _numbered(wanted) if one.casefold() not in taken)
        taken.add(name.casefold())
        names[id(block)] = name
    return names


def _short(title: str) -> str:
    """A title that fits into a sheet's name: whole, or up to a pause, or as many words as fit and a mark.

    >>> _short("B2 Chương trình tích hợp: đề xuất và thông qua"), _short("B9 Các huyện")
    ('B2 Chương trình tích hợp', 'B9 Các huyện')
    >>> _short("B4 Phần vốn trung ương của tỉnh theo từng giả định")
    'B4 Phần vốn trung ương của…'
    """
    whole = _clean(title)
    if len(whole) <= LENGTH:
        return whole
    parts = [_clean(title[: pause.start()]) for pause in PAUSE.finditer(title)]
    fitting = [part for part in parts if LEAST <= len(part) <= LENGTH]
    if fitting:
        return fitting[-1]
    words, name = whole.split(), ""
    for word in words:
        if len(name) + len(word) + 2 > LENGTH:
            break
        name = f"{name} {word}".strip()
    return f"{name or words[0][: LENGTH - 1]}…"


def _clean(text: str) -> str:
    return " ".join("".join(letter for letter in text.translate(FORBIDDEN) if letter.isprintable()).split())


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name[: LENGTH - 4]} {n}" for n in range(2, 999))
