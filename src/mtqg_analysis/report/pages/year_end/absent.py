"""Why a year has no figures by programme or by unit."""

from mtqg_analysis.analysis.absent import why_absent, why_no_programmes
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.report.absent import OF_PROGRAMMES, OF_UNITS, absent_words


def no_programmes(evaluation: YearEnd) -> str:
    """Why the year has no figures by programme, where at least one of plan and disbursement is told."""
    return absent_words(why_no_programmes(evaluation.ledger, evaluation.period), OF_PROGRAMMES)


def no_units(evaluation: YearEnd) -> str:
    """Why the year has no figures by unit on the plan basis of its programmes, where something is told."""
    cells = evaluation.detail.programmes
    basis = cells.basis if cells else ""
    return absent_words(why_absent(evaluation.ledger, evaluation.period, UNIT_LEVELS, basis), OF_UNITS)
