"""A draft as it is read: paragraphs of clean text, each with its place, and what was not read."""

import re
import unicodedata
from dataclasses import dataclass, field

from mtqg_analysis.intake.text import INVISIBLE

CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+", re.DOTALL)
UNSEEN = INVISIBLE | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a draft.

    text: composed letters, single spaces, nothing that is not seen. place: as a reader finds it. kind: body, table,
    header, footer, note, box. anchor: of a Word file the number of the paragraph in its body, where a comment can be
    hung up; None where there can be none. head: what the column and the row of a table's cell say. raw, spans: the
    letters as they stand in the file, and where each letter of `text` lies in them.
    """

    text: str
    place: str
    kind: str = "body"
    anchor: int | None = None
    head: str = ""
    raw: str = ""
    spans: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    def as_written(self, start: int, end: int) -> str:
        """The words from one place of `text` to another, as the file has them."""
        return self.raw[slice(*self.within(start, end))] if self.spans else self.text[start:end]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of `text` lies in `raw`."""
        return (self.spans[start][0], self.spans[end - 1][1]) if self.spans else (start, end)


def paragraph_of(raw: str, place: str, kind: str = "body", anchor: int | None = None, head: str = "") -> Paragraph:
    r"""The paragraph of some letters of a file.

    >>> paragraph = paragraph_of(" Hu\u0303u\u00a0 Lu\u200bng", "")
    >>> paragraph.text, paragraph.as_written(2, 6)
    ('Hũu Lung', 'u\xa0 Lu')
    """
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    for found in CLUSTER.finditer(raw):
        shown = unicodedata.normalize("NFC", found.group()).translate(UNSEEN)
        if shown.isspace():
            shown = " " if letters and letters[-1] != " " else ""
        letters += shown
        spans += [found.span()] * len(shown)
    text = "".join(letters).rstrip()
    return Paragraph(text, place, kind, anchor, head, raw, tuple(spans[: len(text)]))


@dataclass(frozen=True)
class Draft:
    """The paragraphs of a draft in their order, and lines that say what of it was not read."""

    paragraphs: tuple[Paragraph, ...]
    unread: tuple[str, ...] = field(default=())
