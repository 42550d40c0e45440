"""The pages of the yearly comparison: like with like on one clock, and what cannot be compared said as such."""

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.analysis.comparison.results import comparison_results
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.data import DataSheet, cell_rows, data_sheet, settled_rows
from mtqg_analysis.report.issuer import NO_OFFICE, Office
from mtqg_analysis.report.methods import method_table
from mtqg_analysis.report.numbers import day
from mtqg_analysis.report.page import shown_by, stand
from mtqg_analysis.report.provenance import finding_table, report_head, source_table
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

# The views in the order of the report.
from mtqg_analysis.report.pages.comparison.brief import (
    key_figures as key_figures,
    brief_chart as brief_chart,
    brief_points as brief_points,
)
from mtqg_analysis.report.pages.comparison.body import (
    opening as opening,
    province_results as province_results,
    change_reasons as change_reasons,
    district_results as district_results,
    pilot_results as pilot_results,
)
from mtqg_analysis.report.pages.comparison.beside import (
    national_results as national_results,
    estimate_results as estimate_results,
    incomparable as incomparable,
    advice as advice,
)
from mtqg_analysis.report.pages.comparison.province import levels as levels
from mtqg_analysis.report.pages.comparison.reasons import reasons as reasons
from mtqg_analysis.report.pages.comparison.annexes import official_districts as official_districts
from mtqg_analysis.report.pages.comparison.districts import draw_slopes as draw_slopes
from mtqg_analysis.report.pages.comparison.months import investment as investment
from mtqg_analysis.report.pages.comparison.breaks import breaks as breaks
from mtqg_analysis.report.pages.comparison.comparability import refused as refused
from mtqg_analysis.report.pages.comparison.province import (
    province_sentence as province_sentence,
    draw_levels as draw_levels,
)
from mtqg_analysis.report.pages.comparison.reasons import (
    reason_sentence as reason_sentence,
    draw_reasons as draw_reasons,
    mixes as mixes,
    amounts as amounts,
)
from mtqg_analysis.report.pages.comparison.districts import (
    district_sentence as district_sentence,
    district_tests as district_tests,
    district_spread as district_spread,
)
from mtqg_analysis.report.pages.comparison.pilots import (
    pilot_sentence as pilot_sentence,
    draw_placebos as draw_placebos,
    pilot_table as pilot_table,
    pilot_sensitivity as pilot_sensitivity,
    synthetic_sentence as synthetic_sentence,
)
from mtqg_analysis.report.pages.comparison.months import (
    last_months as last_months,
    draw_investment as draw_investment,
    undefined as undefined,
)
from mtqg_analysis.report.pages.comparison.national import (
    programmes as programmes,
    changes as changes,
    draw_by_programme as draw_by_programme,
    by_programme as by_programme,
)
from mtqg_analysis.report.pages.comparison.estimates import draw_revisions as draw_revisions, revisions as revisions
from mtqg_analysis.report.pages.comparison.comparability import provinces as provinces, not_decomposed as not_decomposed
from mtqg_analysis.report.pages.comparison.months import cells as cells


@view()
def head(found: Years, office: Office = NO_OFFICE) -> Head:
    """Title and context of the report."""
    first, last = found.years
    title = tr(
        "So sánh tỷ lệ giải ngân các chương trình mục tiêu quốc gia giai đoạn {first}-{last}", first=first, last=last
    )
    subtitle = tr(
        "Các năm kế hoạch {first}-{last}, số liệu đến ngày {day}", first=first, last=last, day=day(found.as_of)
    )
    return report_head(title, subtitle, (found.ledger, found.context), found.as_of, office)


@view()
def sources(found: Years) -> Table:
    """Every source that the report cites."""
    return source_table((found.ledger, found.context), shown_by(globals(), found))


@view()
def data(found: Years) -> DataSheet:
    """The figures that the tables are drawn from, for the workbook."""
    own = found.province
    cells, later = ([], []) if own is None else ([*own.cells.values(), *own.units.values()], own.later.values())
    rows = [*cell_rows(cells, found.ledger), *settled_rows(later, found.ledger)]
    return data_sheet((found.ledger, found.context), rows, shown_by(globals(), found))


@view()
def methods(found: Years) -> Table | None:
    """How each figure of the province's own years was obtained."""
    return method_table(comparison_results(found), found.ledger.is_illustrative)


@view()
def findings(found: Years) -> Table:
    """Published figures that disagree with each other and were left out."""
    return finding_table((found.ledger, found.context))


stand(globals())
