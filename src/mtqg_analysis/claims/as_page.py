"""A draft as a web page: its text with every claim marked, and beside each claim what the data say."""

from importlib.resources import files

import jinja2

from mtqg_analysis.claims.checking import Checked
from mtqg_analysis.claims.telling import WORDS, summary
from mtqg_analysis.claims.verdict import Verdict
from mtqg_analysis.domain.language import current_language, tr

Part = tuple[str, Verdict | None, int]  # text, the claim that it is, and its number


def as_page(checked: Checked, name: str) -> str:
    """The page as HTML; it loads nothing, runs nothing, and prints."""
    source = (files(__package__) / "page.html.j2").read_text(encoding="utf-8")
    template = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
    return template.render(
        tr=tr,
        language=current_language(),
        name=name,
        words=WORDS,
        summary=summary(checked),
        unread=checked.draft.unread,
        verdicts=checked.verdicts,
        paragraphs=[
            (one.place, parts)
            for number, one in enumerate(checked.draft.paragraphs)
            if (parts := _parts(checked, number))
        ],
    )


def _parts(checked: Checked, paragraph: int) -> list[Part]:
    """The text of a paragraph, cut at its claims."""
    text = checked.draft.paragraphs[paragraph].text
    own = [(number, one) for number, one in enumerate(checked.verdicts, 1) if one.claim.paragraph == paragraph]
    parts: list[Part] = []
    at = 0
    for number, one in sorted(own, key=lambda pair: pair[1].claim.start):
        start, end = max(one.claim.start, at), max(one.claim.end, at)
        parts += [(text[at:start], None, 0), (text[start:end], one, number)]
        at = end
    return [part for part in [*parts, (text[at:], None, 0)] if part[0]]
