"""Sentences and drafts whose claims are marked in place: ``[text|kind|verdict|evidence|slip]``.

Verdicts that are equally right are separated by ``/``; ``?`` leaves it open whether the words are a claim at all. What
evidence and slip may hold is told in README.md.

>>> marked("Giải ngân [1.318 tỷ đồng|amount|supported|PF0004] vốn.")[0]
'Giải ngân 1.318 tỷ đồng vốn.'
>>> marked("Giải ngân [1.138 tỷ đồng|amount|contradicted|PF0004|digits] vốn.")[1]
(Label(text='1.138 tỷ đồng', start=10, kind='amount', verdicts=('contradicted',), evidence='PF0004', slip='digits'),)
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PARTS = ("open", "set_aside")
PAGES = HERE / "pages"
MARK = re.compile(r"\[([^|\]]+)\|([a-z]+)\|([a-z_/?]+)(?:\|([^|\]]*))?(?:\|([^|\]]*))?\]")


@dataclass(frozen=True)
class Label:
    """One claim: where its words begin in the sentence, which verdicts are right, and what proves them."""

    text: str
    start: int
    kind: str
    verdicts: tuple[str, ...]
    evidence: str = ""
    slip: str = ""

    @property
    def optional(self) -> bool:
        """Whether the words may be passed over."""
        return "?" in self.verdicts

    @property
    def wrong(self) -> bool:
        """Whether the data say otherwise."""
        return "contradicted" in self.verdicts and "supported" not in self.verdicts

    @property
    def facts(self) -> list[str]:
        """The facts that the evidence names."""
        return re.findall(r"\b(?:PF|MH)\d+\b", self.evidence)


class Context(NamedTuple):
    """The head of a draft, and the dataset, year and cut-off that its reader gives."""

    context: str
    dataset: str
    year: str
    as_of: str
    head: str


class Sentence(NamedTuple):
    """A paragraph of a draft, its claims, and what it is an example of."""

    id: str
    context: str
    sort: str
    text: str
    labels: tuple[Label, ...]


def marked(text: str) -> tuple[str, tuple[Label, ...]]:
    """The sentence without its marks, and what they say."""
    plain, labels, end = "", [], 0
    for mark in MARK.finditer(text):
        plain += text[end : mark.start()]
        words, kind, verdicts, evidence, slip = mark.groups(default="")
        found = tuple(v for v in re.split(r"/|(?<=\?)", verdicts) if v)
        labels.append(Label(words, len(plain), kind, found, evidence, slip))
        plain, end = plain + words, mark.end()
    return plain + text[end:], tuple(labels)


def sentences(*parts: str) -> list[Sentence]:
    """The sentences of the named parts, of all without a name."""
    read = []
    for part in parts or PARTS:
        with (HERE / f"{part}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                read.append(Sentence(row["id"], row["context"], row["sort"], *marked(row["sentence"])))
    return read


def contexts() -> dict[str, Context]:
    """The drafts that the sentences belong to."""
    with (HERE / "contexts.csv").open(encoding="utf-8", newline="") as lines:
        return {row["context"]: Context(**row) for row in csv.DictReader(lines)}


def drafts() -> dict[str, tuple[str, list[Sentence]]]:
    """The drafts of two pages: the dataset of each, and its paragraphs with the planted slips among their labels."""
    found = {}
    with (PAGES / "drafts.csv").open(encoding="utf-8", newline="") as lines:
        for draft, dataset in list(csv.reader(lines))[1:]:
            blocks = (PAGES / f"{draft}.md").read_text(encoding="utf-8").split("\n\n")
            paragraphs = [Sentence(f"{draft}:{n}", draft, "draft", *marked(b.strip())) for n, b in enumerate(blocks, 1)]
            found[draft] = (dataset, paragraphs)
    return found
