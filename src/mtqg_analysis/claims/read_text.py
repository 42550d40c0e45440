"""Drafts of plain text, Markdown and HTML as paragraphs."""

import re

from lxml import html

from mtqg_analysis.claims.draft import Paragraph, paragraph_of
from mtqg_analysis.domain.language import tr

MARKS = re.compile(r"^\s*(?:#{1,6}\s+|[*+-]\s+|>\s?)|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
LINKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
BLOCKS = (
    "p",
    "li",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "caption",
    "figcaption",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "title",
)


def read_plain(text: str, is_markdown: bool = False) -> tuple[Paragraph, ...]:
    """The paragraphs of a plain text; lines of one paragraph are joined where a sentence runs on."""
    found: list[Paragraph] = []
    begun: list[str] = []
    start = 1
    for number, line in enumerate([*text.splitlines(), ""], 1):
        told = (LINKS.sub(r"\1", MARKS.sub("", line)) if is_markdown else line).strip()
        starts_anew = not told or re.match(r"\s*(?:#|[*+-]\s|\||\d+[.)]\s)", line) is not None or _is_ended(begun)
        if starts_anew and begun:
            found.append(paragraph_of(" ".join(begun), tr("dòng {number}", number=start)))
            begun = []
        if told:
            start = start if begun else number
            begun.append(told)
    return tuple(found)


def _is_ended(lines: list[str]) -> bool:
    """Whether a line ends a paragraph: by its mark, or because it is short as headings are."""
    return bool(lines) and (lines[-1].endswith((".", ":", ";", "!", "?")) or len(lines[-1]) < 60)


def read_html(content: bytes) -> tuple[Paragraph, ...]:
    """The paragraphs of a page; scripts, styles and what is hidden are not read."""
    root = html.fromstring(content, parser=html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False))
    for one in root.xpath("//script|//style|//noscript|//template|//*[@hidden]|//comment()"):
        one.drop_tree()
    blocks = [one for one in root.iter(*BLOCKS) if next(one.iterdescendants(*BLOCKS), None) is None]
    told = [(one.text_content(), _head(one)) for one in blocks] or [(root.text_content(), "")]
    return tuple(
        paragraph_of(text, tr("đoạn {number}", number=number), "table" if head else "body", head=head)
        for number, (text, head) in enumerate(told, 1)
    )


def _head(block: html.HtmlElement) -> str:
    """What the row and the column of a table's cell say; nothing of any other block, or where cells span several."""
    row = next(block.iterancestors("tr"), None)
    table = next(block.iterancestors("table"), None)
    if block.tag != "td" or row is None or table is None or table.xpath(".//*[@colspan > 1 or @rowspan > 1]"):
        return ""
    cells, top = row.xpath("./td|./th"), table.xpath("(.//tr)[1]/*")
    column = cells.index(block)
    if column == 0 or column >= len(top) or len(top) != len(cells):
        return ""
    return f"{_text(cells[0])}, {_text(top[column])}".strip(", ")


def _text(cell: html.HtmlElement) -> str:
    return " ".join(str(cell.text_content()).split())
