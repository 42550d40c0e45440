"""The places of a report where its office has the word: what it wrote, else what sources state, else what figures say.

What nobody approved yet is marked as a draft; a place with nothing is left for the hand. In Word each place is a
control to type in, see `formats/word_places.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.ledger.written_places import MARKS, Kind
from mtqg_analysis.report.display import Bundle
from mtqg_analysis.report.ran import ran
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.view import rendered

KIND = "narrative"
FILL = to_translate("[cơ quan chủ trì]")  # what the figures do not tell, to be filled in before anybody approves it
HERE = to_translate("**[Cơ quan soạn thảo viết: {place}]**")


@dataclass(frozen=True)
class Item:
    """One sentence of a place, in Markdown without its full stop; `Printed` says what the other parts are."""

    text: str
    kind: Kind
    row: str = ""
    evidence: str = ""

    @property
    def is_approved(self) -> bool:
        """Whether somebody answers for it: the office, or the source that it is taken from."""
        return self.kind not in MARKS

    @property
    def marked(self) -> str:
        """The sentence, with the mark of a draft where it is one."""
        return self.text if self.is_approved else f"{self.text} *({tr(MARKS[self.kind])})*"


@dataclass(frozen=True)
class Place:
    """A place of the outline, by its code (`narrative_place`). has_heading: its title stands above its sentences."""

    code: str
    items: tuple[Item, ...] = ()
    has_heading: bool = False

    @property
    def title(self) -> str:
        """The place as readers call it."""
        return label("narrative_place", self.code)

    @property
    def heading(self) -> str:
        """The heading above its sentences; empty where the section's own says it."""
        return f"#### {plain(self.title)}" if self.has_heading else ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to write, to approve or to fill in."""
        return not self.items or any(not item.is_approved or plain(tr(FILL)) in item.text for item in self.items)

    @property
    def markdown(self) -> str:
        """The sentences as a list, or the request to write them."""
        if not self.items:
            return tr(HERE, place=plain(self.title[:1].lower() + self.title[1:]))
        return "\n".join(f"- {item.marked}." for item in self.items)

    def as_dict(self) -> dict[str, object]:
        """The place as data, for the exporters."""
        items = [{"kind": item.kind, "row": item.row, "evidence": item.evidence} for item in self.items]
        shown = {"title": self.title, "heading": self.heading, "markdown": self.markdown, "open": self.is_open}
        return {"code": self.code, "items": items or [{"kind": "open", "row": "", "evidence": ""}]} | shown


@dataclass(frozen=True)
class Narrative(Sentence):
    """Places in a row, of one dataset and plan year."""

    places: tuple[Place, ...] = ()
    dataset: str = ""
    year: int = 0

    @classmethod
    def of(cls, ledger: Ledger, year: int, *places: Place) -> "Narrative":
        """The places of a report over a dataset; lists that follow each other are one."""
        parts = [f"\n{place.heading}\n\n{place.markdown}" if place.heading else place.markdown for place in places]
        return cls("\n".join(parts).strip(), (), places, ledger.dataset.name, year)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to write or to approve something."""
        return any(place.is_open for place in self.places)

    @rendered
    def _repr_mimebundle_(self, **_: object) -> Bundle:
        about = {"kind": KIND, "dataset": self.dataset, "year": str(self.year)}
        places = {"places": [place.as_dict() for place in self.places]}
        return {"text/plain": self.markdown, "text/markdown": self.markdown}, {"mtqg": about | places | ran()}


def own_items(rows: pd.DataFrame, place: str) -> list[Item]:
    """The office's own words for a place, in the language of the report where it wrote them in it."""
    own = rows[rows["place"] == place]
    return [
        Item(
            plain(_in_language(row)).rstrip("."),
            "draft" if row["status"] == "proposed" else "written",
            str(row["narrative"]),
            str(row["evidence"]),
        )
        for _, row in own.iterrows()
    ]


def _in_language(row: pd.Series) -> str:
    return str(row["text_en"] if current_language() == "en" and row.get("text_en") else row["text_vi"])


def drawn(texts: Iterable[str]) -> list[Item]:
    """What the figures alone propose."""
    return [Item(text.rstrip("."), "drawn") for text in texts]


def place_of(rows: pd.DataFrame, code: str, otherwise: Sequence[Item] = ()) -> Place:
    """A place with the office's own words; where it wrote none, with others'."""
    return Place(code, tuple(own_items(rows, code) or otherwise))
