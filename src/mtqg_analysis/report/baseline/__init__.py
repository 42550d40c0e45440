"""The pages of the planning baseline 2026-2030: published envelopes, named assumptions, scenarios, communes."""

from mtqg_analysis.analysis.baseline import Baseline
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.baseline.communes import (
    class_entry,
    coefficients,
    commune_list,
    districts,
    exceptions,
    points,
)
from mtqg_analysis.report.baseline.money import envelope_sentence, envelopes, proposals, shares
from mtqg_analysis.report.baseline.pace import assumptions, draw_paths, draw_reference, paths, reference
from mtqg_analysis.report.issuer import NO_OFFICE, Office
from mtqg_analysis.report.provenance import finding_table, report_head, source_table
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.table import Table

VIEWS = (envelopes, proposals, shares, reference, draw_reference, paths, draw_paths, class_entry)

__all__ = [
    "assumptions",
    "class_entry",
    "coefficients",
    "commune_list",
    "districts",
    "draw_paths",
    "draw_reference",
    "envelope_sentence",
    "envelopes",
    "exceptions",
    "findings",
    "head",
    "paths",
    "points",
    "proposals",
    "reference",
    "shares",
    "sources",
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
    return report_head(title, baseline.ledger, baseline.context, subtitle, baseline.as_of, office)


def sources(baseline: Baseline) -> Table:
    """Every source that the report cites."""
    return source_table((baseline.ledger, baseline.context), [view(baseline) for view in VIEWS])


def findings(baseline: Baseline) -> Table:
    """Published figures that disagree with each other and were left out."""
    return finding_table((baseline.ledger, baseline.context))
