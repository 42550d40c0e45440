"""Which block lies on which sheet: a section a sheet; long tables, annexes and sources on sheets of their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.formats.blocks import text_of
from mtqg_analysis.report.formats.signed import Block, lists_sources

LENGTH, FORBIDDEN = 31, str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
PAUSE = re.compile(r"[:;(]| - ")
LEAST = 12  # letters that the part before a pause has at least, to say anything
MOST = 12  # sheets in which a reader still finds the way, the contents and the data among them
FULL = 120  # rows of tables beyond which a sheet takes in no other section
LONG = 30  # rows from which a table has a sheet of its own, with headings that repeat on every printed page
SECTION = 2  # the level of the headings that begin a section
NUMBER = re.compile(r"([IVX]+|\d+)\. (.*)", re.DOTALL)


@dataclass(frozen=True)
class Sheet:
    """Blocks that lie below each other on one sheet.

    titles: of the sections on it. alone: it is the sheet of one table, which stands first.
    """

    titles: tuple[str, ...]
    blocks: tuple[Block, ...]
    alone: bool = False

    @property
    def rows(self) -> int:
        """How many rows of tables it holds."""
        return sum(len(block.get("cells", ())) for block in self.blocks)

    @property
    def wanted(self) -> str:
        """The name that it would have if names could be of any length."""
        found = [NUMBER.fullmatch(title) for title in self.titles]
        numbers = [match[1] for match in found if match]
        if len(self.titles) == 1 or not numbers:
            return ", ".join(self.titles)
        words = [match[2] if match else title for match, title in zip(found, self.titles, strict=True)]
        return f"{numbers[0]}-{numbers[-1]} {', '.join(words)}"


def sheets_of(blocks: Sequence[Block], taken: Sequence[str]) -> tuple[list[Block], dict[str, Sheet]]:
    """What the contents show themselves: what stands before any table, and sections of words; the sheets by name.

    taken: the names of the workbook's other sheets.
    """
    kept: list[Block] = []
    sheets: list[Sheet] = []
    for section in _sections(blocks):
        is_headed = section[0]["type"] == "heading"
        if any(block["type"] == "table" or (is_headed and block["type"] == "figure") for block in section):
            sheets += _sheets(section)
        else:
            kept += section
    joined = _joined(sheets, MOST - len(taken))
    return kept, dict(zip(_names([sheet.wanted for sheet in joined], taken), joined, strict=True))


def _sections(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks by section; before the first heading every table begins one."""
    section: list[Block] = []
    is_headed = False
    for block in blocks:
        heads = block["type"] == "heading" and block["level"] <= SECTION
        if section and (heads or (block["type"] == "table" and not is_headed)):
            yield section
            section = []
        is_headed = is_headed or heads
        section.append(block)
    if section:
        yield section


def _sheets(section: list[Block]) -> Iterator[Sheet]:
    """The sheets of one section: all of it but its long tables, then these."""
    shown = [block for block in section if block["type"] in ("table", "figure")]
    title = _title(section[0]) or _of_table(shown[0])
    if len(shown) == 1 and shown[0]["type"] == "table" and ("annex" in section[0] or len(section) == 1):
        yield Sheet((title,), tuple(section), alone=True)
        return
    long = [block for block in shown if block["type"] == "table" and _needs_room(block)]
    rest = [block for block in section if not any(block is one for one in long)]
    if len(long) < len(shown):
        yield Sheet((title,), tuple(rest))
        rest = []
    for place, block in enumerate(long):
        name = title if len(shown) == 1 else _of_table(block)
        yield Sheet((name,), (*(rest if place == 0 else ()), block), alone=True)


def _needs_room(table: Block) -> bool:
    return len(table["cells"]) >= LONG or lists_sources(table)


def _title(block: Block) -> str:
    if block["type"] != "heading":
        return ""
    return str(block["annex"]) if "annex" in block else text_of(block["runs"])


def _of_table(block: Block) -> str:
    if lists_sources(block):
        return tr("Nguồn")
    return f"B{block['number']} {block['title']}" if block.get("number") else tr("Bảng")


def _joined(sheets: list[Sheet], most: int) -> list[Sheet]:
    """At most so many sheets: the shortest neighbours share one, where that does not become a long one."""
    while len(sheets) > most:
        pairs = [
            (one.rows + two.rows, place)
            for place, (one, two) in enumerate(pairwise(sheets))
            if not one.alone and not two.alone and one.rows + two.rows <= FULL
        ]
        if not pairs:
            break
        _, place = min(pairs)
        one, two = sheets[place : place + 2]
        together = Sheet(one.titles + two.titles, one.blocks + two.blocks)
        sheets = [*sheets[:place], together, *sheets[place + 2 :]]
    return sheets


def _names(wanted: Sequence[str], taken: Sequence[str]) -> Iterator[str]:
    """Names of at most 31 letters, unique whatever the case of their letters."""
    held = {name.casefold() for name in taken}
    for text in wanted:
        name = next(one for one in _numbered(_short(text)) if one.casefold() not in held)
        held.add(name.casefold())
        yield name


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
    return f"{name.rstrip(',') or words[0][: LENGTH - 1]}…"


def _clean(text: str) -> str:
    return " ".join("".join(letter for letter in text.translate(FORBIDDEN) if letter.isprintable()).split())


def _numbered(name: str) -> Iterator[str]:
    yield name or tr("Bảng")
    yield from (f"{name[: LENGTH - 4]} {n}" for n in count(2))
