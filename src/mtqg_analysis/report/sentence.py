"""Words as values: a paragraph that knows which figures it quotes, and the head of a report."""

import re
from dataclasses import dataclass

from mtqg_analysis.domain.language import current_language, tr
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.report.display import ILLUSTRATIVE, Bundle
from mtqg_analysis.report.issuer import NO_OFFICE, Office
from mtqg_analysis.report.ran import ran
from mtqg_analysis.report.view import rendered


@dataclass(frozen=True)
class Sentence:
    """A paragraph in Markdown whose figures come from facts and results.

    quotes: the facts (ids) and results that it quotes, so that a reader can go from the words to the numbers.
    """

    markdown: str
    quotes: tuple[str, ...] = ()

    @classmethod
    def over(cls, ledger: Ledger, text: str, quotes: tuple[str, ...] = ()) -> "Sentence":
        """A paragraph about a dataset; where the dataset is illustrative, it says so in its first words."""
        return cls(tr("*Theo số liệu minh họa:* {text}", text=text) if ledger.is_illustrative else text, quotes)

    @rendered
    def _repr_mimebundle_(self, **_: object) -> Bundle:
        about = {"kind": "sentence", "quotes": list(self.quotes)}
        return {"text/plain": self.markdown, "text/markdown": self.markdown}, {"mtqg": about | ran()}


def plain(text: str) -> str:
    r"""Text from data, made safe to stand inside a Sentence: nothing in it is markup.

    >>> print(plain("a*b*<script>"))
    a\*b\*\<script\>
    """
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&$-])", r"\\\1", " ".join(text.split()))


@dataclass(frozen=True)
class Head:
    """The head of a report: what it is, over which data, seen from when, issued by whom, in which language.

    sources: the titles of the documents that it may cite, by their ids.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    illustrative: bool = False
    office: Office = NO_OFFICE
    sources: tuple[tuple[str, str], ...] = ()

    @rendered
    def _repr_mimebundle_(self, **_: object) -> Bundle:
        rows = "  \n".join(f"**{plain(name)}:** {plain(value)}" for name, value in self.facts)
        warning = f"**{tr(ILLUSTRATIVE)}**\n\n" if self.illustrative else ""
        markdown = f"# {plain(self.title)}\n\n*{plain(self.subtitle)}*\n\n{warning}{rows}"
        about = {
            "kind": "head",
            "title": self.title,
            "subtitle": self.subtitle,
            "facts": [list(fact) for fact in self.facts],
            "sources": dict(self.sources),
            "illustrative": self.illustrative,
            "language": current_language(),
            **self.office.as_dict(),
        }
        return {"text/plain": self.title, "text/markdown": markdown}, {"mtqg": about | ran(is_head=True)}
