"""A whole draft held against the data."""

from dataclasses import dataclass

from mtqg_analysis.claims.arithmetic import with_sums
from mtqg_analysis.claims.claim import About
from mtqg_analysis.claims.comparing import Comparer
from mtqg_analysis.claims.draft import Draft
from mtqg_analysis.claims.dues import Diary
from mtqg_analysis.claims.evidence import Evidence
from mtqg_analysis.claims.grammar import claims_in
from mtqg_analysis.claims.judging import Judge
from mtqg_analysis.claims.ranking import Ranker
from mtqg_analysis.claims.verdict import Verdict


@dataclass(frozen=True)
class Checked:
    """A draft with the verdicts on its claims, in the order of the text."""

    draft: Draft
    verdicts: tuple[Verdict, ...]

    @property
    def is_contradicted(self) -> bool:
        """Whether the data contradict anything that the draft says."""
        return any(one.said == "contradicted" for one in self.verdicts)


def check_draft(draft: Draft, evidence: Evidence, asked: About) -> Checked:
    """The claims of a draft and what the data say of each; asked: year and cut-off that the reader gives."""
    judge = Judge(draft.paragraphs, evidence)
    ways = dict.fromkeys(("comparison", "change", "times"), Comparer(judge, evidence).compare)
    ways["due"] = Diary(judge, evidence).due
    ways["extreme"] = Ranker(judge, evidence).rank
    claims = claims_in(draft.paragraphs, evidence.province, asked)
    verdicts = [ways.get(claim.kind, judge.judge)(claim) for claim in claims]
    return Checked(draft, with_sums(draft.paragraphs, verdicts))
