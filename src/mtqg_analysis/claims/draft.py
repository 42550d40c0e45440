"""A draft as it is read: paragraphs of clean text, each with its place, and what was not read."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a draft.

    place: as a reader finds it. kind: body, table, header, footer, footnote, endnote, box. anchor: where a comment of a
    Word file is hung up, a number of its paragraphs in document order; None where there can be none. head: what the
    column and the row of a table's cell say.
    """

    text: str
    place: str
    kind: str = "body"
    anchor: int | None = None
    head: str = ""


@dataclass(frozen=True)
class Draft:
    """The paragraphs of a draft in their order, and lines that say what of it was not read."""

    paragraphs: tuple[Paragraph, ...]
    unread: tuple[str, ...] = field(default=())
