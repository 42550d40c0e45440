"""The pages of the yearly comparison: like with like on one clock, and what cannot be compared said as such."""

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.analysis.comparison.results import comparison_results
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.issuer import NO_OFFICE, Office
from mtqg_analysis.report.methods import method_table
from mtqg_analysis.report.pages.comparison.breaks import breaks
from mtqg_analysis.report.pages.comparison.comparability import not_decomposed, provinces, refused
from mtqg_analysis.report.pages.comparison.districts import (
    district_sentence,
    district_spread,
    district_tests,
    draw_slopes,
)
from mtqg_analysis.report.pages.comparison.estimates import draw_revisions, revisions
from mtqg_analysis.report.pages.comparison.months import cells, draw_investment, investment, last_months, undefined
from mtqg_analysis.report.pages.comparison.national import by_programme, changes, draw_by_programme, programmes
from mtqg_analysis.report.pages.comparison.pilots import (
    draw_placebos,
    pilot_sensitivity,
    pilot_sentence,
    pilot_table,
    synthetic_sentence,
)
from mtqg_analysis.report.pages.comparison.province import draw_levels, levels, province_sentence
from mtqg_analysis.report.pages.comparison.reasons import amounts, draw_reasons, mixes, reason_sentence, reasons
from mtqg_analysis.report.provenance import finding_table, report_head, source_table
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import shown_by, stand

VIEWS = (
    investment,
    draw_investment,
    undefined,
    programmes,
    changes,
    by_programme,
    draw_by_programme,
    revisions,
    draw_revisions,
    provinces,
    refused,
    levels,
    reasons,
    district_tests,
    pilot_table,
)

__all__ = [
    "amounts",
    "breaks",
    "by_programme",
    "cells",
    "changes",
    "district_sentence",
    "district_spread",
    "district_tests",
    "draw_by_programme",
    "draw_investment",
    "draw_levels",
    "draw_placebos",
    "draw_reasons",
    "draw_revisions",
    "draw_slopes",
    "findings",
    "head",
    "investment",
    "last_months",
    "levels",
    "methods",
    "mixes",
    "not_decomposed",
    "pilot_sensitivity",
    "pilot_sentence",
    "pilot_table",
    "programmes",
    "province_sentence",
    "provinces",
    "reason_sentence",
    "reasons",
    "refused",
    "revisions",
    "sources",
    "synthetic_sentence",
    "undefined",
]


def head(found: Years, office: Office = NO_OFFICE) -> Head:
    """Title and context of the report."""
    first, last = found.years
    title = tr("So sánh tỷ lệ giải ngân giai đoạn {first}-{last}", first=first, last=last)
    subtitle = tr("Các năm kế hoạch {first}-{last}, tháng 13 là tháng 01 năm sau", first=first, last=last)
    return report_head(title, subtitle, (found.ledger, found.context), found.as_of, office)


def sources(found: Years) -> Table:
    """Every source that the report cites."""
    return source_table((found.ledger, found.context), shown_by(VIEWS, found))


def methods(found: Years) -> Table | None:
    """How each figure of the province's own years was obtained."""
    return method_table(comparison_results(found), found.ledger.is_illustrative)


def findings(found: Years) -> Table:
    """Published figures that disagree with each other and were left out."""
    return finding_table((found.ledger, found.context))


stand(globals())
