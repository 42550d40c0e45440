"""The pages of the planning baseline 2026-2030: published envelopes, named assumptions, scenarios, communes."""

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.results import planning_results
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.numbers import day
from mtqg_analysis.report.data import DataSheet, data_sheet
from mtqg_analysis.report.issuer import NO_OFFICE, Office
from mtqg_analysis.report.methods import method_table
from mtqg_analysis.report.page import shown_by, stand
from mtqg_analysis.report.provenance import finding_table, report_head, source_table
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.pages.planning import plan_table
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

# The views in the order of the report.
from mtqg_analysis.report.pages.planning.brief import key_figures as key_figures
from mtqg_analysis.report.pages.planning.pace import draw_paths as draw_paths
from mtqg_analysis.report.pages.planning.brief import brief_points as brief_points
from mtqg_analysis.report.pages.planning.body import opening as opening
from mtqg_analysis.report.pages.planning.former import (
    legal_basis as legal_basis,
    former_results as former_results,
    former_limits as former_limits,
    former_causes as former_causes,
)
from mtqg_analysis.report.pages.planning.judgement import assessment as assessment
from mtqg_analysis.report.pages.planning.body import (
    national_money as national_money,
    expected_money as expected_money,
    carried_and_new as carried_and_new,
    counterpart_money as counterpart_money,
    capacity as capacity,
    end_of_period as end_of_period,
)
from mtqg_analysis.report.pages.planning.proposed import (
    needs as needs,
    needs_against_money as needs_against_money,
    draw_needs as draw_needs,
    division as division,
    duplicates as duplicates,
    risks as risks,
)
from mtqg_analysis.report.pages.planning.judgement import (
    plan_solutions as plan_solutions,
    plan_proposals as plan_proposals,
)
from mtqg_analysis.report.pages.planning.annexes import (
    official_plan as official_plan,
    official_sources as official_sources,
    official_units as official_units,
    official_communes as official_communes,
    official_works as official_works,
)
from mtqg_analysis.report.pages.planning.money import envelopes as envelopes
from mtqg_analysis.report.pages.planning.annexes import missing_data as missing_data
from mtqg_analysis.report.pages.planning.summary import (
    summary as summary,
    summary_sentence as summary_sentence,
    missing_inputs as missing_inputs,
)
from mtqg_analysis.report.pages.planning.money import (
    envelope_sentence as envelope_sentence,
    proposals as proposals,
    shares as shares,
)
from mtqg_analysis.report.pages.planning.reference import draw_reference as draw_reference, reference as reference
from mtqg_analysis.report.pages.planning.capacity import (
    capacity_sentence as capacity_sentence,
    capacities as capacities,
    capacities_of_units as capacities_of_units,
)
from mtqg_analysis.report.pages.planning.pace import (
    assumptions as assumptions,
    paths as paths,
    capacity_limit_sentence as capacity_limit_sentence,
)
from mtqg_analysis.report.pages.planning.fan import (
    fan_sentence as fan_sentence,
    draw_fan as draw_fan,
    fan_table as fan_table,
    fan_correlations as fan_correlations,
)
from mtqg_analysis.report.pages.planning.sensitivity import draw_tornado as draw_tornado, sensitivity as sensitivity
from mtqg_analysis.report.pages.planning.pace import expiry_sentence as expiry_sentence
from mtqg_analysis.report.pages.planning.sensitivity import waves as waves
from mtqg_analysis.report.pages.planning.counterpart import (
    need_sentence as need_sentence,
    need as need,
    counterpart_levels as counterpart_levels,
)
from mtqg_analysis.report.pages.planning.counterpart_balance import (
    draw_balance as draw_balance,
    balance as balance,
    level_balance as level_balance,
    asked_balance as asked_balance,
)
from mtqg_analysis.report.pages.planning.counterpart import delay_costs as delay_costs
from mtqg_analysis.report.pages.planning.communes import (
    districts as districts,
    exceptions as exceptions,
    points as points,
    coefficients as coefficients,
    class_entry as class_entry,
)
from mtqg_analysis.report.pages.planning.allocation import (
    allocation_sentence as allocation_sentence,
    draw_allocation as draw_allocation,
    commune_amounts as commune_amounts,
    coefficient_changes as coefficient_changes,
)
from mtqg_analysis.report.pages.planning.disbursement import disbursement_sentence as disbursement_sentence
from mtqg_analysis.report.pages.planning.work_list import (
    chosen_by_class as chosen_by_class,
    chosen_works as chosen_works,
)
from mtqg_analysis.report.pages.planning.mapping import programme_mapping as programme_mapping
from mtqg_analysis.report.pages.planning.restated import (
    restated_programmes as restated_programmes,
    draw_restated as draw_restated,
    restated_totals as restated_totals,
)
from mtqg_analysis.report.pages.planning.standards import draw_standards as draw_standards, standards as standards
from mtqg_analysis.report.pages.planning.overlaps import (
    overlap_sentence as overlap_sentence,
    overlap_pairs as overlap_pairs,
    overlap_counts as overlap_counts,
    overlap_different as overlap_different,
    overlap_lapsed as overlap_lapsed,
)
from mtqg_analysis.report.pages.planning.overlap_evidence import (
    overlap_quality as overlap_quality,
    overlap_weights as overlap_weights,
)
from mtqg_analysis.report.pages.planning.plan_words import plan_sentence as plan_sentence
from mtqg_analysis.report.pages.planning.plan_table import (
    plan_summary as plan_summary,
    plan_by_source as plan_by_source,
)
from mtqg_analysis.report.pages.planning.plan_money import (
    plan_against_money as plan_against_money,
    draw_plan as draw_plan,
    plan_by_year as plan_by_year,
)
from mtqg_analysis.report.pages.planning.plan_table import plan_by_unit as plan_by_unit
from mtqg_analysis.report.pages.planning.weaknesses import (
    weakness_sentence as weakness_sentence,
    threatened_lines as threatened_lines,
    stated_limits as stated_limits,
)
from mtqg_analysis.report.pages.planning.agreement import (
    agreement_sentence as agreement_sentence,
    agreements as agreements,
    twice_stated as twice_stated,
)
from mtqg_analysis.report.pages.planning.communes import commune_list as commune_list
from mtqg_analysis.report.pages.planning.disbursement import bound_prices as bound_prices
from mtqg_analysis.report.pages.planning.restated import restated_communes as restated_communes
from mtqg_analysis.report.pages.planning.assumption_list import assumption_list as assumption_list
from mtqg_analysis.report.pages.planning.plan_table import plan_works as plan_works


@view()
def head(baseline: Baseline, office: Office = NO_OFFICE) -> Head:
    """Title and context of the report."""
    province, (first, last) = unit_name(baseline.ledger.dataset.province), baseline.horizon
    title = tr(
        "Cơ sở lập kế hoạch các chương trình mục tiêu quốc gia giai đoạn {first}-{last}, tỉnh {province}",
        first=first,
        last=last,
        province=province,
    )
    subtitle = tr("Lập từ số liệu đã công bố, chốt ngày {day}", day=day(baseline.as_of))
    if baseline.ledger.is_illustrative:
        subtitle = tr(
            "Lập từ số liệu đã công bố của cả nước và số liệu minh họa của tỉnh, chốt ngày {day}",
            day=day(baseline.as_of),
        )
    return report_head(title, subtitle, (baseline.ledger, baseline.context), baseline.as_of, office)


@view()
def sources(baseline: Baseline) -> Table:
    """Every source that the report cites."""
    return source_table((baseline.ledger, baseline.context), shown_by(globals(), baseline))


@view()
def data(baseline: Baseline) -> DataSheet:
    """The figures that the tables are drawn from, for the workbook."""
    rows = [] if baseline.plan is None else plan_table.need_rows(baseline.plan)
    return data_sheet((baseline.ledger, baseline.context), rows, shown_by(globals(), baseline))


@view()
def methods(baseline: Baseline) -> Table | None:
    """How each figure of the plan was obtained."""
    return method_table(planning_results(baseline), baseline.ledger.is_illustrative)


@view()
def findings(baseline: Baseline) -> Table:
    """Published figures that disagree with each other and were left out."""
    return finding_table((baseline.ledger, baseline.context))


stand(globals())
