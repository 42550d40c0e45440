"""The pages of the year-end evaluation: each verb turns the evaluation into one table, chart or paragraph."""

from mtqg_analysis.analysis.year_end import YearEnd
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.issuer import NO_OFFICE, Office
from mtqg_analysis.report.provenance import finding_table, report_head, source_table
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.year_end.balance import draw_balance, implied, implied_sentence
from mtqg_analysis.report.year_end.estimate import january, january_needs, national_steps
from mtqg_analysis.report.year_end.money import draw_rates, headline, rates
from mtqg_analysis.report.year_end.outcomes import draw_poverty, new_rural, poverty
from mtqg_analysis.report.year_end.statements import directives, limits, named, not_published, targets

VIEWS = (
    rates,
    draw_rates,
    implied,
    draw_balance,
    january_needs,
    national_steps,
    named,
    limits,
    directives,
    poverty,
    draw_poverty,
    new_rural,
)

__all__ = [
    "directives",
    "draw_balance",
    "draw_poverty",
    "draw_rates",
    "findings",
    "head",
    "headline",
    "implied",
    "implied_sentence",
    "january",
    "january_needs",
    "limits",
    "named",
    "national_steps",
    "new_rural",
    "not_published",
    "poverty",
    "rates",
    "sources",
    "targets",
]


def head(evaluation: YearEnd, office: Office = NO_OFFICE) -> Head:
    """Title and context of the report."""
    period, province = evaluation.period, unit_name(evaluation.ledger.dataset.province)
    title = tr(
        "Đánh giá kết quả thực hiện các chương trình mục tiêu quốc gia năm {year}, tỉnh {province}",
        year=period.year,
        province=province,
    )
    return report_head(title, evaluation.ledger, evaluation.context, period.label.capitalize(), period.as_of, office)


def sources(evaluation: YearEnd) -> Table:
    """Every source that the report cites."""
    return source_table((evaluation.ledger, evaluation.context), [view(evaluation) for view in VIEWS])


def findings(evaluation: YearEnd) -> Table:
    """What the dataset's own check found."""
    return finding_table((evaluation.ledger,))
