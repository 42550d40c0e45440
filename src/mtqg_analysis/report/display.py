"""What tables, charts and sentences have in common.

Each value shows itself as HTML in Jupyter and carries the same content as structured data, which the exporters
read; nothing downstream parses HTML. A table cannot be built without its scope, a chart not without alt text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label

ILLUSTRATIVE = to_translate("SỐ LIỆU MINH HỌA")
NO_PLAN = to_translate("không dùng kế hoạch làm mẫu số")
WHOLE_YEARS = re.compile(r"\d{4}(-\d{4})?")
MANY = 8  # more sources than this are counted below a table and named in the list at the end
Bundle = tuple[dict[str, object], dict[str, object]]  # what Jupyter shows, by MIME type, and what is said about it


@dataclass(frozen=True)
class Scope:
    """What all figures of one table or chart have in common; each part is said under the title.

    cut_off: the day or days that figures go to; or whole years, "2026" or "2026-2030", which are no cut-off but the
    period that the figures speak of. basis: the plan behind the rates; `NO_PLAN` is said of rates alone, since nobody
    would look for a plan behind amounts, points or places. held: what the figures cover where that is not the province.
    """

    unit: str
    cut_off: str
    basis: str
    status: str
    held: str = ""

    @property
    def line(self) -> str:
        """The line under a title.

        >>> Scope("tỷ đồng", "2026-2030", NO_PLAN, "kịch bản").line
        'Đơn vị: tỷ đồng. Kỳ: 2026-2030. Tình trạng: kịch bản.'
        """
        of_years = WHOLE_YEARS.fullmatch(self.cut_off)
        parts = [
            tr("Đơn vị: {unit}.", unit=self.unit),
            tr("Kỳ: {years}.", years=self.cut_off)
            if of_years
            else tr("Chốt số liệu: {cut_off}.", cut_off=self.cut_off),
        ]
        if "%" in self.unit or self.basis != tr(NO_PLAN):
            parts.append(tr("Cơ sở kế hoạch: {basis}.", basis=self.basis))
        if self.held:
            parts.append(tr("Chỉ gồm: {held}.", held=self.held))
        return " ".join([*parts, tr("Tình trạng: {status}.", status=self.status)])

    @property
    def plain(self) -> str:
        """The line as a document to sign says it: the unit, the day, the plan behind rates, and what is no outturn.

        >>> Scope("triệu đồng; %", "31/12/2024", "kế hoạch tỉnh giao", "thực hiện").plain
        'Đơn vị tính: triệu đồng; %. Số liệu đến 31/12/2024. Cơ sở kế hoạch: kế hoạch tỉnh giao.'
        >>> Scope("tỷ đồng", "2026-2030", NO_PLAN, "kịch bản").plain
        'Đơn vị tính: tỷ đồng. Tình trạng: kịch bản.'
        """
        parts = [tr("Đơn vị tính: {unit}.", unit=self.unit)]
        if not WHOLE_YEARS.fullmatch(self.cut_off):
            parts.append(tr("Số liệu đến {cut_off}.", cut_off=self.cut_off))
        if "%" in self.unit and self.basis != tr(NO_PLAN):
            parts.append(tr("Cơ sở kế hoạch: {basis}.", basis=self.basis))
        if self.held:
            parts.append(tr("Chỉ gồm: {held}.", held=self.held))
        if self.status != label("status", "actual"):
            parts.append(tr("Tình trạng: {status}.", status=self.status))
        return " ".join(parts)


@dataclass(frozen=True)
class Origin:
    """Where one row of a table comes from: its sources, and the cut-off and plan basis of its figures."""

    sources: tuple[str, ...]
    cut_off: str
    basis: str

    def as_dict(self) -> dict[str, object]:
        """The origin as data."""
        return {"sources": list(self.sources), "cut_off": self.cut_off, "basis": self.basis}


def title_html(title: str, scope_line: str, name: str, illustrative: bool = False) -> str:
    """The title above a display, with its scope; `name` is the anchor that other parts of the page point to."""
    label = f' <b class="mtqg-label">{escape(tr(ILLUSTRATIVE))}</b>' if illustrative else ""
    return (
        f'<p class="mtqg-title" id="{escape(name)}-title"><strong>{escape(title)}</strong>{label}<br>'
        f"<small>{escape(scope_line)}</small></p>"
    )


def foot_html(sources: Sequence[str], notes: Sequence[str], more: str = "") -> str:
    """What stands below a display: its notes, then links to its sources, then more; many sources are folded away."""
    lines = [escape(note) for note in notes]
    if sources:
        links = source_links(sources)
        folded = f"<details><summary>{many_sources(sources)}</summary>{links}</details>"
        lines.append(tr("Nguồn: {sources}.", sources=links) if len(sources) <= MANY else folded)
    return f"<figcaption>{'<br>'.join(lines)}{more}</figcaption>" if lines or more else ""


def source_links(sources: Sequence[str]) -> str:
    """Links to some sources in the list at the report's end."""
    return "; ".join(f'<a href="#nguon-{escape(source)}">{escape(source)}</a>' for source in sources)


def many_sources(sources: Sequence[str]) -> str:
    """The source line of a table that cites too many sources to name each below it."""
    return tr("Nguồn: {count} nguồn, nêu trong danh mục nguồn số liệu.", count=len(sources))
