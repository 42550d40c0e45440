"""A chart as a value: a drawing with title, scope, sources and the text that stands for it."""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import KW_ONLY, InitVar, dataclass, field
from functools import cached_property
from html import escape

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Canvas

from mtqg_analysis.domain.language import current_language, speaking, tr
from mtqg_analysis.report.display import ILLUSTRATIVE, Bundle, Scope, foot_html, title_html
from mtqg_analysis.report.draw import is_cut
from mtqg_analysis.report.letters import clean
from mtqg_analysis.report.narrow import narrowed
from mtqg_analysis.report.points import Point, points
from mtqg_analysis.report.ran import ran
from mtqg_analysis.report.theme import RC, WARNING
from mtqg_analysis.report.view import rendered

SALT = "mtqg"  # of the names by which parts of a drawing call each other; two on one page share none
SCREEN_TYPE = "application/vnd.mtqg.screen+json"


@dataclass(frozen=True)
class Chart:
    """A figure with title, scope, sources and the text that stands for it where it cannot be seen.

    illustrative: whether any of its figures is; the drawing then says so above its axes, where no figure stands. The
    figure is painted when `svg` is first asked for; the same figure gives the same bytes. Where an axis of values does
    not begin at 0, the last of the notes says so.
    """

    figure: Canvas = field(repr=False)
    _: KW_ONLY
    name: str
    title: str
    alt: str
    scope: Scope
    illustrative: InitVar[bool]
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    language: str = field(init=False, repr=False, default_factory=current_language)

    def __post_init__(self, illustrative: bool) -> None:
        if not self.alt.strip():
            raise ValueError(f"Chart {self.name!r} needs an alt text: say what a reader who cannot see it should know.")
        if illustrative:
            self.figure.suptitle(tr(ILLUSTRATIVE), x=0.99, ha="right", size=9, weight="bold", color=WARNING)
        if is_cut(self.figure):
            object.__setattr__(self, "notes", (*self.notes, tr("Trục giá trị không bắt đầu từ 0.")))

    @cached_property
    def svg(self) -> str:
        """The drawing, which grows with the page that it stands on."""
        return self._svg(self.figure)

    @cached_property
    def screen(self) -> dict[str, object]:
        """What a page needs beside the drawing: the same for a phone, and its values in words.

        Each value has its places in both drawings, across and down, in hundredths of width and height.
        """
        _ = self.svg  # where things stand is known once they are painted
        wide = self._values(self.figure)
        with self._as_set():
            small = narrowed(self.figure)
        narrow, places = self._svg(small, f"{SALT}-narrow"), [one.at for one in self._values(small)]
        values = [
            {"text": one.text, "at": [round(100 * part, 1) for part in (*one.at, *place)]}
            for one, place in zip(wide, places, strict=True)
        ]
        return {"narrow": narrow, "values": values}

    def _values(self, figure: Canvas) -> list[Point]:
        with self._as_set():
            return points(figure)

    def _svg(self, figure: Canvas, salt: str = SALT) -> str:
        text = clean(self._painted(figure, salt).decode())
        return re.sub(r'width="[\d.]+pt" height="[\d.]+pt" ', "", text[text.index("<svg") :], count=1)

    def _painted(self, figure: Canvas, salt: str) -> bytes:
        """The bytes of a figure. It is laid out and then painted, where `savefig` would paint it twice."""
        stream, dpi, engine = io.BytesIO(), figure.dpi, figure.get_layout_engine()
        with self._as_set(), mpl.rc_context({"svg.hashsalt": salt}):
            canvas = FigureCanvasSVG(figure)
            figure.set_dpi(canvas.fixed_dpi)
            if engine is not None:
                engine.execute(figure)
            figure.set_dpi(dpi)
            figure.set_layout_engine("none")
            canvas.print_svg(stream, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
            figure.set_layout_engine(engine)
            figure.set_dpi(dpi)
        return stream.getvalue()

    @contextmanager
    def _as_set(self) -> Iterator[None]:
        """Ticks are written while they are painted, so in the language of the texts that were written before."""
        with speaking(self.language), mpl.rc_context(RC), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing")  # the document's writer says so, once for all charts
            yield

    @rendered
    def _repr_mimebundle_(self, **_: object) -> Bundle:
        about = {
            "kind": "chart",
            "name": self.name,
            "title": self.title,
            "alt": self.alt,
            "scope": self.scope.line,
            "plain_scope": self.scope.plain,
            "sources": list(self.sources),
            "notes": list(self.notes),
        }
        bundle: dict[str, object] = {
            "text/plain": f"{self.title}\n{self.alt}",
            "text/html": self._html(),
            "image/svg+xml": self.svg,
            SCREEN_TYPE: self.screen,
        }
        return bundle, {"mtqg": about | ran()}

    def _html(self) -> str:
        drawing = self.svg.replace("<svg ", f'<svg role="img" aria-label="{escape(self.alt)}" ', 1)
        return (
            f'<figure class="mtqg-chart" id="{escape(self.name)}">{title_html(self.title, self.scope.line, self.name)}'
            f"{drawing}{foot_html(self.sources, self.notes)}</figure>"
        )
