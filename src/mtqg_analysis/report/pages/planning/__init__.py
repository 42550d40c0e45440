"""The pages of the planning baseline 2026-2030: published envelopes, named assumptions, scenarios, communes."""

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.results import planning_results
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.issuer import NO_OFFICE, Office
from mtqg_analysis.report.methods import method_table
from mtqg_analysis.report.pages.planning.agreement import agreement_sentence, agreements, twice_stated
from mtqg_analysis.report.pages.planning.allocation import (
    allocation_sentence,
    coefficient_changes,
    commune_amounts,
    draw_allocation,
)
from mtqg_analysis.report.pages.planning.assumption_list import assumption_list
from mtqg_analysis.report.pages.planning.capacity import capacities, capacities_of_units, capacity_sentence
from mtqg_analysis.report.pages.planning.communes import (
    class_entry,
    coefficients,
    commune_list,
    districts,
    exceptions,
    points,
)
from mtqg_analysis.report.pages.planning.counterpart import counterpart_levels, delay_costs, need, need_sentence
from mtqg_analysis.report.pages.planning.counterpart_balance import asked_balance, balance, draw_balance, level_balance
from mtqg_analysis.report.pages.planning.disbursement import bound_prices, disbursement_sentence
from mtqg_analysis.report.pages.planning.fan import draw_fan, fan_correlations, fan_sentence, fan_table
from mtqg_analysis.report.pages.planning.limits import capacity_limit_sentence, expiry_sentence
from mtqg_analysis.report.pages.planning.mapping import programme_mapping
from mtqg_analysis.report.pages.planning.money import envelope_sentence, envelopes, proposals, shares
from mtqg_analysis.report.pages.planning.overlap_evidence import overlap_quality, overlap_weights
from mtqg_analysis.report.pages.planning.overlaps import (
    overlap_counts,
    overlap_different,
    overlap_lapsed,
    overlap_pairs,
    overlap_sentence,
)
from mtqg_analysis.report.pages.planning.pace import assumptions, draw_paths, paths
from mtqg_analysis.report.pages.planning.plan_money import draw_plan, plan_against_money, plan_by_year
from mtqg_analysis.report.pages.planning.plan_table import (
    plan_by_source,
    plan_by_unit,
    plan_summary,
    plan_works,
)
from mtqg_analysis.report.pages.planning.plan_words import plan_sentence
from mtqg_analysis.report.pages.planning.reference import draw_reference, reference
from mtqg_analysis.report.pages.planning.restated import (
    draw_restated,
    restated_communes,
    restated_programmes,
    restated_totals,
)
from mtqg_analysis.report.pages.planning.sensitivity import draw_tornado, sensitivity, waves
from mtqg_analysis.report.pages.planning.standards import draw_standards, standards
from mtqg_analysis.report.pages.planning.summary import missing_inputs, summary, summary_sentence
from mtqg_analysis.report.pages.planning.weaknesses import stated_limits, threatened_lines, weakness_sentence
from mtqg_analysis.report.pages.planning.work_list import chosen_by_class, chosen_works
from mtqg_analysis.report.provenance import finding_table, report_head, source_table
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import shown_by, stand

VIEWS = (
    envelopes,
    proposals,
    shares,
    reference,
    draw_reference,
    paths,
    draw_paths,
    class_entry,
    commune_amounts,
    chosen_works,
    restated_programmes,
    restated_totals,
    standards,
    overlap_pairs,
    counterpart_levels,
    balance,
    asked_balance,
    plan_summary,
    plan_against_money,
    threatened_lines,
    stated_limits,
    assumption_list,
)
OUTLOOK_VIEWS = (capacities, capacities_of_units, draw_fan)

__all__ = [
    "agreement_sentence",
    "agreements",
    "allocation_sentence",
    "asked_balance",
    "assumption_list",
    "assumptions",
    "balance",
    "bound_prices",
    "capacities",
    "capacities_of_units",
    "capacity_limit_sentence",
    "capacity_sentence",
    "chosen_by_class",
    "chosen_works",
    "class_entry",
    "coefficient_changes",
    "coefficients",
    "commune_amounts",
    "commune_list",
    "counterpart_levels",
    "delay_costs",
    "disbursement_sentence",
    "districts",
    "draw_allocation",
    "draw_balance",
    "draw_fan",
    "draw_paths",
    "draw_plan",
    "draw_reference",
    "draw_restated",
    "draw_standards",
    "draw_tornado",
    "envelope_sentence",
    "envelopes",
    "exceptions",
    "expiry_sentence",
    "fan_correlations",
    "fan_sentence",
    "fan_table",
    "findings",
    "head",
    "level_balance",
    "methods",
    "missing_inputs",
    "need",
    "need_sentence",
    "overlap_counts",
    "overlap_different",
    "overlap_lapsed",
    "overlap_pairs",
    "overlap_quality",
    "overlap_sentence",
    "overlap_weights",
    "paths",
    "plan_against_money",
    "plan_by_source",
    "plan_by_unit",
    "plan_by_year",
    "plan_sentence",
    "plan_summary",
    "plan_works",
    "points",
    "programme_mapping",
    "proposals",
    "reference",
    "restated_communes",
    "restated_programmes",
    "restated_totals",
    "sensitivity",
    "shares",
    "sources",
    "standards",
    "stated_limits",
    "summary",
    "summary_sentence",
    "threatened_lines",
    "twice_stated",
    "waves",
    "weakness_sentence",
]


def head(baseline: Baseline, office: Office = NO_OFFICE) -> Head:
    """Title and context of the report."""
    province, (first, last) = unit_name(baseline.ledger.dataset.province), baseline.horizon
    title = tr(
        "Cơ sở lập kế hoạch các chương trình mục tiêu quốc gia giai đoạn {first}-{last}, tỉnh {province}",
        first=first,
        last=last,
        province=province,
    )
    subtitle = tr("Từ số liệu đã công bố; mọi giả định đều có tên")
    if baseline.ledger.is_illustrative:
        subtitle = tr("Từ số liệu đã công bố của cả nước và số liệu minh họa của tỉnh; mọi giả định đều có tên")
    return report_head(title, subtitle, (baseline.ledger, baseline.context), baseline.as_of, office)


def sources(baseline: Baseline) -> Table:
    """Every source that the report cites."""
    shown = [*shown_by(VIEWS, baseline), *shown_by(OUTLOOK_VIEWS, baseline.outlook)]
    return source_table((baseline.ledger, baseline.context), shown)


def methods(baseline: Baseline) -> Table | None:
    """How each figure of the plan was obtained."""
    return method_table(planning_results(baseline), baseline.ledger.is_illustrative)


def findings(baseline: Baseline) -> Table:
    """Published figures that disagree with each other and were left out."""
    return finding_table((baseline.ledger, baseline.context))


stand(globals())
