"""A chart as a value: a drawing with title, scope, sources and the text that stands for it."""

import base64
import io
import re
import warnings
from dataclasses import KW_ONLY, InitVar, dataclass, field
from html import escape

import matplotlib as mpl
from matplotlib.figure import Figure as Canvas

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.display import ILLUSTRATIVE, Bundle, Scope, foot_html, title_html
from mtqg_analysis.report.letters import clean
from mtqg_analysis.report.ran import ran
from mtqg_analysis.report.theme import RC, WARNING
from mtqg_analysis.report.view import rendered


@dataclass(frozen=True)
class Chart:
    """A figure with title, scope, sources and the text that stands for it where it cannot be seen.

    illustrative: whether any of its figures is; the drawing then says so above its axes, where no figure stands. svg,
    png: the drawing; the same figure gives the same bytes.
    """

    figure: InitVar[Canvas]
    _: KW_ONLY
    name: str
    title: str
    alt: str
    scope: Scope
    illustrative: InitVar[bool]
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    svg: str = field(init=False, repr=False)
    png: bytes = field(init=False, repr=False)

    def __post_init__(self, figure: Canvas, illustrative: bool) -> None:
        if not self.alt.strip():
            raise ValueError(f"Chart {self.name!r} needs an alt text: say what a reader who cannot see it should know.")
        if illustrative:
            figure.suptitle(tr(ILLUSTRATIVE), x=0.99, ha="right", size=9, weight="bold", color=WARNING)
        with mpl.rc_context(RC), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing")  # the document's writer says so, once for all charts
            vars(self).update(svg=_svg(figure), png=_png(figure))

    @rendered
    def _repr_mimebundle_(self, **_: object) -> Bundle:
        about = {
            "kind": "chart",
            "name": self.name,
            "title": self.title,
            "alt": self.alt,
            "scope": self.scope.line,
            "sources": list(self.sources),
            "notes": list(self.notes),
        }
        bundle: dict[str, object] = {
            "text/plain": f"{self.title}\n{self.alt}",
            "text/html": self._html(),
            "image/svg+xml": self.svg,
            "image/png": base64.b64encode(self.png).decode("ascii"),
        }
        return bundle, {"mtqg": about | ran()}

    def _html(self) -> str:
        drawing = self.svg.replace("<svg ", f'<svg role="img" aria-label="{escape(self.alt)}" ', 1)
        return (
            f'<figure class="mtqg-chart" id="{escape(self.name)}">{title_html(self.title, self.scope.line, self.name)}'
            f"{drawing}{foot_html(self.sources, self.notes)}</figure>"
        )


def _svg(figure: Canvas) -> str:
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = clean(stream.getvalue())  # a name may hold what XML cannot
    return re.sub(r'width="[\d.]+pt" height="[\d.]+pt" ', "", text[text.index("<svg") :], count=1)


def _png(figure: Canvas) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=150, metadata={"Software": None})
    return stream.getvalue()
