"""The pages of the yearly comparison: like with like on one clock, and what cannot be compared said as such."""

from mtqg_analysis.analysis.years import Years
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.comparison.comparability import not_decomposed, provinces, refused
from mtqg_analysis.report.comparison.estimates import draw_revisions, revisions
from mtqg_analysis.report.comparison.months import cells, draw_investment, investment, last_months, undefined
from mtqg_analysis.report.comparison.national import by_programme, changes, draw_by_programme, programmes
from mtqg_analysis.report.issuer import NO_OFFICE, Office
from mtqg_analysis.report.provenance import finding_table, report_head, source_table
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.table import Table

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
)

__all__ = [
    "by_programme",
    "cells",
    "changes",
    "draw_by_programme",
    "draw_investment",
    "draw_revisions",
    "findings",
    "head",
    "investment",
    "last_months",
    "not_decomposed",
    "programmes",
    "provinces",
    "refused",
    "revisions",
    "sources",
    "undefined",
]


def head(found: Years, office: Office = NO_OFFICE) -> Head:
    """Title and context of the report."""
    first, last = found.years
    title = tr("So sánh tỷ lệ giải ngân giai đoạn {first}-{last}", first=first, last=last)
    subtitle = tr("Các năm kế hoạch {first}-{last}, tháng 13 là tháng 01 năm sau", first=first, last=last)
    return report_head(title, found.ledger, found.context, subtitle, found.as_of, office)


def sources(found: Years) -> Table:
    """Every source that the report cites."""
    return source_table((found.ledger, found.context), [view(found) for view in VIEWS])


def findings(found: Years) -> Table:
    """Published figures that disagree with each other and were left out."""
    return finding_table((found.ledger, found.context))
