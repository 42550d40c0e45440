"""Days by which something is to be done, and days of a meeting, held against tasks and statements."""

import re
from dataclasses import dataclass, replace

from mtqg_analysis.claims.claim import Claim
from mtqg_analysis.claims.evidence import Evidence, Stated
from mtqg_analysis.claims.heard import heard
from mtqg_analysis.claims.judging import Judge
from mtqg_analysis.claims.slips import SLIPS
from mtqg_analysis.claims.verdict import Verdict
from mtqg_analysis.domain.language import tr

ALIKE = 0.6  # share of a task's words that a sentence must have to speak of that task
WORD = re.compile(r"[^\W\d_]{2,}")
COMMON = frozenset(re.findall(r"\S+", "các của cho và với đến từ theo trong ngày tháng năm trước được là có để tại"))


@dataclass(frozen=True)
class Diary:
    """Judges days: by the task whose words the sentence has."""

    judge: Judge
    evidence: Evidence

    def due(self, claim: Claim) -> Verdict:
        """The verdict on a day by which something is due; claim.about.day is the day that is said."""
        text = self.judge.paragraphs[claim.paragraph].text
        task = self._task(text)
        said = claim.about.day
        if task is None or task.due is None or said is None:
            return self.judge.verdict(
                claim, "not_in_data", message=tr("Dữ liệu không có nhiệm vụ này, hoặc không ghi hạn.")
            )
        message = tr("Nhiệm vụ {id}: «{text}», hạn {day:%d/%m/%Y}.", id=task.id, text=task.text, day=task.due)
        if said == task.due:
            told = self.judge.verdict(claim, "supported", message=message)
        else:
            message += " " + tr("Có thể là {slip}{told}.", slip=tr(SLIPS["other_day"]), told="")
            told = self.judge.verdict(claim, "contradicted", slip="other_day", message=message)
        return replace(told, facts=(task.id,), expected=f"{task.due:%d/%m/%Y}")

    def _task(self, text: str) -> Stated | None:
        """The task that a sentence has most words of, where it has enough."""
        own = _words(text)
        scored = [(len(own & _words(one.text)) / max(len(_words(one.text)), 1), one) for one in self.evidence.stated]
        best = max((pair for pair in scored if pair[1].due is not None), key=lambda pair: pair[0], default=None)
        return best[1] if best is not None and best[0] >= ALIKE else None


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(heard(text))) - COMMON
