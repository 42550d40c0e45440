"""A reviewer's note: two runs side by side as one page, which needs nothing beside it and runs nothing."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template

from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.run.difference_words import besides, blocks, heads_of, sentence
from mtqg_analysis.run.differences import Comparison
from mtqg_analysis.run.reports import REPORTS

RUNS = to_translate("So sánh hai lần lập báo cáo: {report}")
PUBLISHED = to_translate("Báo cáo so với số đã công bố: {report}")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_note(found: Comparison, file: Path) -> None:
    """The comparison as an HTML page. What it prints came from a folder, so all of it is escaped."""
    report = REPORTS.get(found.after.report)
    name = tr(report.title) if report else found.after.report
    heads = heads_of(found)
    about = {
        "language": current_language(),
        "policy": POLICY,
        "title": tr(PUBLISHED if found.is_published else RUNS, report=name),
        "sentence": sentence(found),
        "besides": besides(found),
        "runs": {heads["before"]: found.before, heads["after"]: found.after},
        "parts": {tr("Vì sao"): list(blocks(found.reasons, heads)), tr("Đã đổi"): list(blocks(found.moved, heads))},
        "made": tr("Ghi bằng mtqg diff. Số in như trong báo cáo; thay đổi tính trên số đã làm tròn như in."),
    }
    file.write_text(_template().render(about), encoding="utf-8")


@cache
def _template() -> Template:
    text = (files(__package__) / "difference.html.j2").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        text
    )
