"""A whole draft held against the data."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mtqg_analysis.claims.arithmetic import with_sums
from mtqg_analysis.claims.claim import About, Claim
from mtqg_analysis.claims.comparing import Comparer
from mtqg_analysis.claims.draft import Draft
from mtqg_analysis.claims.dues import Diary
from mtqg_analysis.claims.evidence import Evidence
from mtqg_analysis.claims.grammar import claims_in
from mtqg_analysis.claims.grouping import Grouper
from mtqg_analysis.claims.judging import Judge
from mtqg_analysis.claims.ranking import Ranker
from mtqg_analysis.claims.standing import Statements
from mtqg_analysis.claims.verdict import Verdict

WORST_FIRST = ("contradicted", "unlike", "not_in_data", "not_understood", "rounded", "supported")


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
    ways["standing"] = Statements(judge, evidence).standing
    ways["group"] = Grouper(judge, evidence).count
    ways["extreme"] = Ranker(judge, evidence).rank
    claims = claims_in(draft.paragraphs, evidence.province, asked)
    verdicts = [_of_each(claim, ways.get(claim.kind, judge.judge)) for claim in claims]
    return Checked(draft, with_sums(draft.paragraphs, verdicts))


def _of_each(claim: Claim, judged: Callable[[Claim], Verdict]) -> Verdict:
    """The verdict on what is said of several units at once: that on the one of which it holds least."""
    units = (claim.about.unit, *claim.about.together)
    found = [judged(replace(claim, about=replace(claim.about, unit=unit, together=()))) for unit in units]
    return replace(min(found, key=lambda one: WORST_FIRST.index(one.said)), claim=claim)
