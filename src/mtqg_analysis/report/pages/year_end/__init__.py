"""The pages of the year-end evaluation: each verb turns the evaluation into one table, chart or paragraph."""

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.results import year_end_results
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.issuer import NO_OFFICE, Office
from mtqg_analysis.report.methods import method_table
from mtqg_analysis.report.pages.year_end.backtest_chart import draw_errors
from mtqg_analysis.report.pages.year_end.backtests import (
    backtest_sentence,
    backtest_table,
    national_backtest,
    scores,
    scores_by_part,
)
from mtqg_analysis.report.pages.year_end.balance import draw_balance, implied, implied_sentence
from mtqg_analysis.report.pages.year_end.carry_over import draw_flow, flow_sentence, flow_table
from mtqg_analysis.report.pages.year_end.counterparts import counterpart_sentence, counterpart_table, draw_counterpart
from mtqg_analysis.report.pages.year_end.estimate import january, january_needs, national_steps
from mtqg_analysis.report.pages.year_end.estimate_errors import (
    draw_estimates,
    estimate_errors,
    national_errors,
    past_estimates,
    step_sentence,
    unit_errors,
)
from mtqg_analysis.report.pages.year_end.money import draw_rates, headline, rates
from mtqg_analysis.report.pages.year_end.outcomes import draw_poverty, new_rural, poverty
from mtqg_analysis.report.pages.year_end.outlook import national_outlook, outlook_sentence
from mtqg_analysis.report.pages.year_end.outlook_chart import draw_outlook
from mtqg_analysis.report.pages.year_end.outlook_series import outlook_table, unit_outlook
from mtqg_analysis.report.pages.year_end.plans import deviation, plan_sentence, versions
from mtqg_analysis.report.pages.year_end.programmes import (
    by_fund,
    by_origin,
    by_programme,
    by_project,
    draw_programmes,
    programme_sentence,
)
from mtqg_analysis.report.pages.year_end.statements import (
    directive_sentence,
    directives,
    limits,
    named,
    not_published,
    write_here,
)
from mtqg_analysis.report.pages.year_end.targets import target_table, targets, term_targets
from mtqg_analysis.report.pages.year_end.term import term_sentence, term_table
from mtqg_analysis.report.pages.year_end.unit_charts import draw_funnel, draw_map, draw_ranking, draw_shortfall
from mtqg_analysis.report.pages.year_end.unit_words import unit_sentence
from mtqg_analysis.report.pages.year_end.units import by_unit, ranking_sentence, ranking_table, unit_measures
from mtqg_analysis.report.provenance import finding_table, report_head, source_table
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import shown_by, stand

VIEWS = (
    rates,
    draw_rates,
    implied,
    draw_balance,
    versions,
    deviation,
    by_programme,
    by_origin,
    by_project,
    by_fund,
    by_unit,
    ranking_table,
    outlook_table,
    draw_outlook,
    unit_outlook,
    january_needs,
    past_estimates,
    estimate_errors,
    unit_errors,
    national_errors,
    national_steps,
    backtest_table,
    national_backtest,
    flow_table,
    counterpart_table,
    target_table,
    term_table,
    term_targets,
    named,
    limits,
    directives,
    poverty,
    draw_poverty,
    new_rural,
)

__all__ = [
    "backtest_sentence",
    "backtest_table",
    "by_fund",
    "by_origin",
    "by_programme",
    "by_project",
    "by_unit",
    "counterpart_sentence",
    "counterpart_table",
    "deviation",
    "directive_sentence",
    "directives",
    "draw_balance",
    "draw_counterpart",
    "draw_errors",
    "draw_estimates",
    "draw_flow",
    "draw_funnel",
    "draw_map",
    "draw_outlook",
    "draw_poverty",
    "draw_programmes",
    "draw_ranking",
    "draw_rates",
    "draw_shortfall",
    "estimate_errors",
    "findings",
    "flow_sentence",
    "flow_table",
    "head",
    "headline",
    "implied",
    "implied_sentence",
    "january",
    "january_needs",
    "limits",
    "methods",
    "named",
    "national_backtest",
    "national_errors",
    "national_outlook",
    "national_steps",
    "new_rural",
    "not_published",
    "outlook_sentence",
    "outlook_table",
    "past_estimates",
    "plan_sentence",
    "poverty",
    "programme_sentence",
    "ranking_sentence",
    "ranking_table",
    "rates",
    "scores",
    "scores_by_part",
    "sources",
    "step_sentence",
    "target_table",
    "targets",
    "term_sentence",
    "term_table",
    "term_targets",
    "unit_errors",
    "unit_measures",
    "unit_outlook",
    "unit_sentence",
    "versions",
    "write_here",
]


def head(evaluation: YearEnd, office: Office = NO_OFFICE) -> Head:
    """Title and context of the report."""
    period, province = evaluation.period, unit_name(evaluation.ledger.dataset.province)
    title = tr(
        "Đánh giá kết quả thực hiện các chương trình mục tiêu quốc gia năm {year}, tỉnh {province}",
        year=period.year,
        province=province,
    )
    subtitle = period.label[:1].upper() + period.label[1:]
    return report_head(title, subtitle, (evaluation.ledger, evaluation.context), period.as_of, office)


def sources(evaluation: YearEnd) -> Table:
    """Every source that the report cites."""
    return source_table((evaluation.ledger, evaluation.context), shown_by(VIEWS, evaluation))


def methods(evaluation: YearEnd) -> Table | None:
    """How each computed figure was obtained."""
    return method_table(year_end_results(evaluation), evaluation.ledger.is_illustrative)


def findings(evaluation: YearEnd) -> Table:
    """What the dataset's own check found."""
    return finding_table((evaluation.ledger,))


stand(globals())
