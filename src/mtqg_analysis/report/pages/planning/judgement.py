"""Where the plan's own office has the word: its judgement of the former period, what is to be done, what is asked for.

The words stand in `narrative.csv` under the first year of the plan.
"""

from collections.abc import Sequence

from mtqg_analysis.analysis.narrative import read_narrative
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.report.narrative import Item, Narrative, drawn, own_items, place_of
from mtqg_analysis.report.pages.planning.proposed import asked_for
from mtqg_analysis.report.view import view


@view()
def assessment(baseline: Baseline) -> Narrative:
    """What the office makes of the former period as a whole."""
    return _place(baseline, "plan_assessment")


@view()
def plan_solutions(baseline: Baseline) -> Narrative:
    """What is to be done so that the plan is carried out, and by whom."""
    return _place(baseline, "plan_solutions")


@view()
def plan_proposals(baseline: Baseline) -> Narrative:
    """What is asked of those above: the office's words, else what the figures alone let propose."""
    return _place(baseline, "plan_proposals", drawn(asked_for(baseline)))


def _place(baseline: Baseline, code: str, otherwise: Sequence[Item] = ()) -> Narrative:
    year = baseline.horizon[0]
    return Narrative.of(baseline.ledger, year, place_of(read_narrative(baseline.ledger, year), code, otherwise))


def own_proposals(baseline: Baseline) -> list[str]:
    """What the office itself asks for, with the mark of a draft where it is one."""
    return [item.marked for item in own_items(read_narrative(baseline.ledger, baseline.horizon[0]), "plan_proposals")]
