"""The places of a Word report where people write, as the report remembers them and intake knows them again.

A report carries beside its text what it printed at each place: so what was typed since can be told from what stood
there, and which row of `narrative.csv` a sentence was.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal
from unicodedata import normalize

from lxml import etree

from mtqg_analysis.domain.language import to_translate

Kind = Literal["written", "draft", "stated", "drawn", "open"]
NAMESPACE = "urn:mtqg-analysis:written-places"
PREFIX = "mtqg"
LONGEST_TAG = 64  # letters that Word keeps of a tag
MARKS: Mapping[str, str] = {
    "draft": to_translate("dự thảo, chờ duyệt"),
    "drawn": to_translate("dự thảo từ số liệu"),
}
_MARK = re.compile(rf"\s*\(\s*(?:{'|'.join(MARKS.values())})\s*\)$", re.IGNORECASE)
_BULLET = re.compile(r"^[-–—•*+]\s+")


@dataclass(frozen=True)
class Printed:
    """One sentence of a place as a report printed it.

    kind: written by the office; its draft, not yet approved; stated by a source; drawn from the figures; or open, where
    only the request to write stood there. row: of `narrative.csv`, where the dataset held it. evidence: the ids behind
    it, as `narrative.csv` writes them.
    """

    text: str
    kind: Kind
    row: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Memo:
    """What a report says of itself to intake: over which dataset it was made, of which year, and what it printed.

    year: the plan year, as `narrative.csv` has it. places: by their codes (`narrative_place`).
    """

    dataset: str
    year: str
    places: Mapping[str, tuple[Printed, ...]]

    def to_xml(self) -> bytes:
        """The memo as a custom XML part; the same memo gives the same bytes."""
        root = etree.Element(f"{{{NAMESPACE}}}report", {"dataset": self.dataset, "year": self.year}, {None: NAMESPACE})
        for code, items in self.places.items():
            place = etree.SubElement(root, f"{{{NAMESPACE}}}place", code=code)
            for item in items:
                etree.SubElement(place, f"{{{NAMESPACE}}}item", asdict(item))
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    @classmethod
    def of_xml(cls, root: etree._Element) -> "Memo":
        """The memo of a part whose root is in our namespace; KeyError where somebody made it that was not us."""
        names = ("text", "kind", "row", "evidence")
        places = {
            place.attrib["code"]: tuple(Printed(**{name: item.attrib[name] for name in names}) for item in place)
            for place in root
        }
        return cls(root.attrib["dataset"], root.attrib["year"], places)


def tag_of(dataset: str, year: str, place: str) -> str:
    """The tag of the control of a place; a long name of a dataset is told by its beginning and a digest.

    >>> tag_of("langson", "2024", "limits")
    'mtqg:langson:2024:limits'
    """
    room = LONGEST_TAG - len(f"{PREFIX}::{year}:{place}")
    if len(dataset) > room:
        digest = hashlib.sha256(dataset.encode()).hexdigest()[:8]
        dataset = f"{dataset[: room - len(digest) - 1]}~{digest}"
    return f"{PREFIX}:{dataset}:{year}:{place}"


def bookmarks_of(place: str) -> tuple[str, str]:
    """The bookmarks in the paragraphs before and behind a place, where nobody writes.

    They are for programs that keep no control over several paragraphs, nor a bookmark over them.
    """
    return f"{PREFIX}_{place}_before", f"{PREFIX}_{place}_behind"


def said(text: str) -> tuple[str, bool]:
    """A sentence without what only the page adds, and whether it bore the mark of a draft.

    >>> said("- Làm sớm (dự thảo từ số liệu)./.")
    ('Làm sớm', True)
    """
    bare = _BULLET.sub("", " ".join(normalize("NFC", text).split()))
    bare = bare.removesuffix("./.").rstrip(". ")
    unmarked = _MARK.sub("", bare)
    return unmarked.rstrip(". "), unmarked != bare
