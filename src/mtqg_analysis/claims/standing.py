"""How a unit or a kind of capital is said to stand, in words without a number, held against what a source states."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mtqg_analysis.claims.claim import Claim
from mtqg_analysis.claims.evidence import Evidence
from mtqg_analysis.claims.judging import Judge
from mtqg_analysis.claims.slots import named
from mtqg_analysis.claims.verdict import Verdict
from mtqg_analysis.domain.language import tr

if TYPE_CHECKING:
    from mtqg_analysis.claims.sentence import Sentence

OF_CAPITAL = "slow_capital"
LEVELS = ("district", "agency", "?")


def standings_of(sentence: "Sentence") -> Iterator[Claim]:
    """The claims of a sentence that a unit spends well or tries something out, or that a kind of capital is slow."""
    about = named(sentence.words, sentence.context)
    units = [word.code for word in sentence.words if word.kind == "unit" and word.code.startswith(LEVELS)]
    for word in sentence.words:
        if word.kind == "standing" and (about.capital if word.code == OF_CAPITAL else units):
            told = about if word.code == OF_CAPITAL else replace(about, unit=units[0], together=tuple(units[1:]))
            begin = sentence.start
            yield Claim(sentence.paragraph, begin + word.start, begin + word.end, "standing", told, way=word.code)


@dataclass(frozen=True)
class Statements:
    """Judges such words: what no source states is not in the data, for a source need not name all."""

    judge: Judge
    evidence: Evidence

    def standing(self, claim: Claim) -> Verdict:
        """The verdict on how one unit, or one kind of capital, stands."""
        about = claim.about
        subject = about.capital if claim.way == OF_CAPITAL else about.unit.partition(":")[2]
        for one in self.evidence.stated:
            if (one.kind, one.subject) == (claim.way, subject) and about.year in (None, one.year, (one.year or 0) + 1):
                message = tr("Nguồn {source} nêu: «{text}».", source=one.source, text=one.text)
                told = self.judge.verdict(claim, "supported", message=message)
                return replace(told, facts=(one.id,), expected=one.text)
        return self.judge.verdict(claim, "not_in_data", message=tr("Dữ liệu không có nhận định này."))
