"""How a workbook looks: its one font, its formats, how high a line of text stands, what a cell can hold."""

from collections.abc import Callable
from functools import cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from mtqg_analysis.report.formats.grid import BORDERS, LETTERS, wrapped

Look = Callable[..., Format]
LONGEST = 32_767  # letters that a cell can hold
LINE = 16  # points that a line of 12 pt takes
FONT = {"font_name": "Times New Roman", "font_size": 12}
SMALL: dict[str, Any] = {"font_size": 10, "font_color": "#464646"}
LINK: dict[str, Any] = {"font_color": "#00568A", "underline": 1}
WARNING: dict[str, Any] = {"bold": True, "font_color": "#B00020"}


def looks(book: Workbook) -> Look:
    """Gives each format of a workbook once, by what it adds to the one font."""
    return cache(lambda **about: book.add_format(FONT | about))


def height_of(text: str, width: float, about: dict[str, Any]) -> float:
    """Points that a text takes in a column of this width in digits of 12 pt, broken between words."""
    size = float(about.get("font_size", 12))
    letters = 1 if about.get("bold") else LETTERS  # bold letters are as wide as digits
    room = (width * 12 / size - BORDERS) * letters
    return sum(wrapped(part, room) for part in text.split("\n")) * LINE * size / 12


def fitting(text: str) -> str:
    """A text that a cell can hold; what is cut off is marked."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
