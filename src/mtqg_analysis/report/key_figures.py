"""The few figures that a reader carries away, large, each with what it is and what stands beside it."""

from dataclasses import asdict, dataclass
from html import escape

from mtqg_analysis.report.display import Bundle
from mtqg_analysis.report.ran import ran
from mtqg_analysis.report.view import rendered


@dataclass(frozen=True)
class KeyFigure:
    """One figure as printed, with its unit: what it is, and what it stands beside, such as the plan behind a rate."""

    value: str
    label: str
    beside: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """Figures in a row. quotes: the facts and results that they print."""

    figures: tuple[KeyFigure, ...]
    quotes: tuple[str, ...] = ()

    @rendered
    def _repr_mimebundle_(self, **_: object) -> Bundle:
        about = {
            "kind": "figures",
            "figures": [asdict(figure) for figure in self.figures],
            "quotes": list(self.quotes),
        }
        tiles = "".join(
            f"<li><strong>{escape(figure.value)}</strong> <span>{escape(figure.label)}</span> "
            f"<small>{escape(figure.beside)}</small></li>"
            for figure in self.figures
        )
        plain = "; ".join(f"{figure.label}: {figure.value}" for figure in self.figures)
        return {"text/plain": plain, "text/html": f'<ul class="mtqg-figures">{tiles}</ul>'}, {"mtqg": about | ran()}
