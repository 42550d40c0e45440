"""The grammar of claims: from the words and numbers of a draft to what each number is said to be of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtqg_analysis.claims.cells import cell_claims, unit_said
from mtqg_analysis.claims.claim import About, Claim
from mtqg_analysis.claims.draft import Paragraph
from mtqg_analysis.claims.quantities import quantities
from mtqg_analysis.claims.scanning import Word, masked, words
from mtqg_analysis.claims.sentence import Sentence
from mtqg_analysis.claims.slots import day_of, named, settled

BREAK = re.compile(r"(?<=[.!?…])\s+(?P<next>[^\W\d_]|[-+•–]|\d+\.\s)|\n+")
ABBREVIATED = re.compile(r"(?:^|\s)(?:TP|H|T|P|Q|TT|TX|X|St|Ths|TS|Ông|Bà|v\.v)\.$")
HEADING = 160  # letters up to which a paragraph without a full stop may be a heading
HEAD = 12  # paragraphs in which a draft says of which year it is
NUMBERED = re.compile(r"(?:[IVX]+|\d+|[a-zđ])[.)]\s")  # the first heading below the title
UNTIL = re.compile(r"(?:tính )?(?:đến|tới)|hết|tại thời điểm")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a paragraph with their places.

    >>> [one for _, one in sentences("Huyện H. Lộc Bình đạt 52.6%. Vốn TP. Lạng Sơn 3 tỷ; còn lại 2.")]
    ['Huyện H. Lộc Bình đạt 52.6%.', 'Vốn TP. Lạng Sơn 3 tỷ; còn lại 2.']
    >>> [one for _, one in sentences("Năm 2023 đạt 50%. Đến 31/12/2024 đạt 52,6%.")]
    ['Năm 2023 đạt 50%.', 'Đến 31/12/2024 đạt 52,6%.']
    """
    start = 0
    for found in BREAK.finditer(text):
        if not (found["next"] or "").islower() and not ABBREVIATED.search(text[start : found.start()]):
            yield start, text[start : found.start()]
            start = found.start("next") if found["next"] else found.end()
    if text[start:].strip():
        yield start, text[start:]


def claims_in(paragraphs: Sequence[Paragraph], province: str, asked: About) -> list[Claim]:
    """The claims of a draft; asked: the time that the reader gives, which stands where the draft names none."""
    head = _of_title(paragraphs, province, _head_time(paragraphs, province, asked))
    found: list[Claim] = []
    section, unit = head, ""
    for number, paragraph in enumerate(paragraphs):
        if _is_heading(paragraph):
            section = settled(named(_of_sections(words(paragraph.text, province)), head))
        unit = unit_said(paragraph.text) or unit
        cell = list(cell_claims(number, paragraph, province, section, unit))
        if cell:
            found += cell
            continue
        context = settled(named(words(paragraph.head, province), section)) if paragraph.head else section
        for start, text in sentences(paragraph.text):
            sentence = Sentence(number, start, text, province, context)
            found += sentence.claims()
            context = sentence.after
    return found


def _is_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text
    is_short = paragraph.kind == "body" and len(text) <= HEADING and text[-1:] not in ".;:,!?"
    return is_short and not list(quantities(masked(text)))


def _of_sections(found: Sequence[Word]) -> list[Word]:
    """The words by which a heading tells of whom or what its section speaks."""
    return [
        one
        for one in found
        if one.kind == "year"
        or (one.kind == "unit" and one.code.startswith(("district", "commune")))
        or (one.kind in ("programme", "capital") and one.code != "PI")
    ]


def _of_title(paragraphs: Sequence[Paragraph], province: str, about: About) -> About:
    """The one programme, and the one district, of which the title of a draft says that it speaks."""
    found: list[Word] = []
    for paragraph in paragraphs[:HEAD]:
        if not _is_heading(paragraph) or NUMBERED.match(paragraph.text):
            break
        found += words(paragraph.text, province)
    for kind, start in (("programme", ""), ("unit", "district")):
        codes = {one.code for one in found if one.kind == kind and one.code.startswith(start)}
        if len(codes) == 1 and not (kind == "programme" and codes == {"ALL"}):
            about = replace(about, **{kind: codes.pop()})  # type: ignore[arg-type]
    return about


def _head_time(paragraphs: Sequence[Paragraph], province: str, asked: About) -> About:
    """The year and the cut-off that the first lines of a draft set, unless the reader gave them."""
    about = asked
    for paragraph in paragraphs[:HEAD]:
        if list(quantities(masked(paragraph.text))):
            break
        for word in words(paragraph.text, province):
            if word.kind == "year" and about.year is None and len(word.code) == 4:
                about = replace(about, year=int(word.code))
            if word.kind == "day" and about.day is None and UNTIL.match(masked(paragraph.text)[word.start :]):
                about = replace(about, day=day_of(word.code, about.year))
    return about
