"""The terminal: all text that a command prints goes through here, so that none of it is obeyed."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from mtqg_analysis.domain.visible import visible


class Screen(Console):
    """A console of rich of which only its own colours and cursor reach the terminal, never those of the text."""

    def render_str(self, text: str, **named: Any) -> Text:
        """As rich does, of the visible text: its width is then what is seen of it."""
        return super().render_str(visible(text), **named)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """As rich does; what was no string before is made visible as it leaves."""
        for part in super().render(renderable, options):
            yield part if part.control else Segment(visible(part.text), part.style)
