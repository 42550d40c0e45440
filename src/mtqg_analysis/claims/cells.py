"""A table's cell as the sentence that its row, its column and its number make."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mtqg_analysis.claims.claim import About, Claim
from mtqg_analysis.claims.draft import Paragraph
from mtqg_analysis.claims.heard import heard
from mtqg_analysis.claims.quantities import NUMBER
from mtqg_analysis.claims.scanning import words
from mtqg_analysis.claims.sentence import Sentence

BARE = re.compile(rf"{NUMBER}\s*(?P<unit>%|tỷ đồng|tỷ|triệu đồng)?")
UNIT = re.compile(r"(?P<unit>(?:tỷ|triệu|nghìn) đồng|%)")
SAID = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:?\s*\(?\s*(?P<unit>(?:tỷ|triệu|nghìn) đồng)")
MONEY = ("plan", "disbursed", "balance", "allocated")
# Words of headings that narrow nothing.
NEUTRAL = frozenset(
    re.findall(
        r"\S+",
        "tổng số cộng toàn tỉnh đến tới ngày tính lũy kế hết của các tỷ triệu nghìn đồng kết quả thực hiện vốn trong "
        "đó năm nguồn đã được đạt là giao nội dung chỉ tiêu đơn vị",
    )
)


def unit_said(text: str) -> str:
    """The unit of money that a line above a table gives its numbers; empty where it gives none.

    >>> unit_said("Đơn vị tính: triệu đồng"), unit_said("Đơn vị: xã")
    ('triệu đồng', '')
    """
    found = SAID.search(heard(text))
    return found["unit"] if found else ""


def cell_claims(number: int, cell: Paragraph, province: str, context: About, unit: str) -> Iterator[Claim]:
    """The claims of a cell that holds one number; unit: of money, where neither cell nor heading says it.

    A heading with words that are not known may mean less than it seems: such a number contradicts nothing.
    """
    found = BARE.fullmatch(heard(cell.text))
    if found is None or not cell.head:
        return
    lead = f"{cell.head} là "
    known = words(cell.head, province)
    own = UNIT.search(heard(cell.head))
    is_money = any(word.kind == "measure" and word.code in MONEY for word in known)
    told = "" if found["unit"] else own["unit"] if own else unit if is_money else ""
    sentence = Sentence(number, -len(lead), f"{lead}{cell.text} {told}".rstrip(), province, context)
    for claim in sentence.claims():
        if claim.start >= 0:
            about = claim.about if _is_heard(cell.head, province) else _unsure(claim.about)
            yield replace(claim, end=min(claim.end, len(cell.text)), about=about)


def _unsure(about: About) -> About:
    return replace(about, said=about.said - {"measures"})


def _is_heard(head: str, province: str) -> bool:
    """Whether a heading has no word that the grammar does not know."""
    letters = list(heard(head))
    for word in words(head, province):
        letters[word.start : word.end] = " " * (word.end - word.start)
    return set(re.findall(r"[^\W\d_]+", "".join(letters))) <= NEUTRAL
