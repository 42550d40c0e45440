"""The pages of the year-end evaluation: each verb turns the evaluation into one table, chart or paragraph."""

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.results import year_end_results
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.data import DataSheet, cell_rows, data_sheet
from mtqg_analysis.report.issuer import NO_OFFICE, Office
from mtqg_analysis.report.methods import method_table
from mtqg_analysis.report.page import shown_by, stand
from mtqg_analysis.report.provenance import finding_table, report_head, source_table
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

# The views in the order of the report.
from mtqg_analysis.report.pages.year_end.brief import key_figures as key_figures
from mtqg_analysis.report.pages.year_end.money import draw_rates as draw_rates
from mtqg_analysis.report.pages.year_end.brief import brief_points as brief_points
from mtqg_analysis.report.pages.year_end.body import opening as opening
from mtqg_analysis.report.pages.year_end.judgement import direction as direction
from mtqg_analysis.report.pages.year_end.statements import tasks_reported as tasks_reported
from mtqg_analysis.report.pages.year_end.targets import targets as targets
from mtqg_analysis.report.pages.year_end.body import (
    funding as funding,
    results as results,
    results_table as results_table,
)
from mtqg_analysis.report.pages.year_end.after import after_cut_off as after_cut_off
from mtqg_analysis.report.pages.year_end.body import (
    programme_results as programme_results,
    unit_results as unit_results,
)
from mtqg_analysis.report.pages.year_end.unit_charts import draw_shortfall as draw_shortfall
from mtqg_analysis.report.pages.year_end.judgement import (
    strengths as strengths,
    shortcomings as shortcomings,
    causes as causes,
    lessons as lessons,
)
from mtqg_analysis.report.pages.year_end.statements import tasks_ahead as tasks_ahead
from mtqg_analysis.report.pages.year_end.judgement import solutions as solutions, proposals as proposals
from mtqg_analysis.report.pages.year_end.annexes import (
    official_by_programme as official_by_programme,
    official_by_unit as official_by_unit,
    official_targets as official_targets,
)
from mtqg_analysis.report.pages.year_end.statements import not_published as not_published
from mtqg_analysis.report.pages.year_end.money import headline as headline, rates as rates
from mtqg_analysis.report.pages.year_end.balance import (
    implied_sentence as implied_sentence,
    implied as implied,
    draw_balance as draw_balance,
)
from mtqg_analysis.report.pages.year_end.plans import (
    plan_sentence as plan_sentence,
    versions as versions,
    deviation as deviation,
)
from mtqg_analysis.report.pages.year_end.programmes import (
    programme_sentence as programme_sentence,
    draw_programmes as draw_programmes,
    by_programme as by_programme,
    by_origin as by_origin,
    by_fund as by_fund,
    by_project as by_project,
)
from mtqg_analysis.report.pages.year_end.unit_words import unit_sentence as unit_sentence
from mtqg_analysis.report.pages.year_end.unit_charts import draw_map as draw_map
from mtqg_analysis.report.pages.year_end.units import (
    by_unit as by_unit,
    unit_measures as unit_measures,
    ranking_sentence as ranking_sentence,
)
from mtqg_analysis.report.pages.year_end.unit_charts import draw_ranking as draw_ranking
from mtqg_analysis.report.pages.year_end.units import ranking_table as ranking_table
from mtqg_analysis.report.pages.year_end.unit_charts import draw_funnel as draw_funnel
from mtqg_analysis.report.pages.year_end.outlook import (
    outlook_sentence as outlook_sentence,
    national_outlook as national_outlook,
)
from mtqg_analysis.report.pages.year_end.outlook_chart import draw_outlook as draw_outlook
from mtqg_analysis.report.pages.year_end.outlook_series import (
    outlook_table as outlook_table,
    unit_outlook as unit_outlook,
)
from mtqg_analysis.report.pages.year_end.estimate import january as january, january_needs as january_needs
from mtqg_analysis.report.pages.year_end.estimate_errors import (
    step_sentence as step_sentence,
    past_estimates as past_estimates,
    estimate_errors as estimate_errors,
    draw_estimates as draw_estimates,
    unit_errors as unit_errors,
    national_errors as national_errors,
)
from mtqg_analysis.report.pages.year_end.estimate import national_steps as national_steps
from mtqg_analysis.report.pages.year_end.backtests import (
    backtest_sentence as backtest_sentence,
    backtest_table as backtest_table,
)
from mtqg_analysis.report.pages.year_end.backtest_chart import draw_errors as draw_errors
from mtqg_analysis.report.pages.year_end.backtests import (
    scores_by_part as scores_by_part,
    national_backtest as national_backtest,
    scores as scores,
)
from mtqg_analysis.report.pages.year_end.carry_over import (
    flow_sentence as flow_sentence,
    draw_flow as draw_flow,
    flow_table as flow_table,
)
from mtqg_analysis.report.pages.year_end.after import after_table as after_table
from mtqg_analysis.report.pages.year_end.counterparts import (
    counterpart_sentence as counterpart_sentence,
    draw_counterpart as draw_counterpart,
    counterpart_table as counterpart_table,
)
from mtqg_analysis.report.pages.year_end.targets import target_table as target_table
from mtqg_analysis.report.pages.year_end.term import term_sentence as term_sentence, term_table as term_table
from mtqg_analysis.report.pages.year_end.targets import term_targets as term_targets
from mtqg_analysis.report.pages.year_end.statements import (
    named as named,
    limits as limits,
    directive_sentence as directive_sentence,
    directives as directives,
)
from mtqg_analysis.report.pages.year_end.outcomes import (
    poverty as poverty,
    draw_poverty as draw_poverty,
    new_rural as new_rural,
)


@view()
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


@view()
def sources(evaluation: YearEnd) -> Table:
    """Every source that the report cites."""
    return source_table((evaluation.ledger, evaluation.context), shown_by(globals(), evaluation))


@view()
def data(evaluation: YearEnd) -> DataSheet:
    """The figures that the tables are drawn from, for the workbook."""
    detail = evaluation.detail
    rows = cell_rows((detail.programmes, detail.projects, detail.units), evaluation.ledger)
    return data_sheet((evaluation.ledger, evaluation.context), rows, shown_by(globals(), evaluation))


@view()
def methods(evaluation: YearEnd) -> Table | None:
    """How each computed figure was obtained."""
    return method_table(year_end_results(evaluation), evaluation.ledger.is_illustrative)


@view()
def findings(evaluation: YearEnd) -> Table:
    """What the dataset's own check found."""
    return finding_table((evaluation.ledger,))


stand(globals())
