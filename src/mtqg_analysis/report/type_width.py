"""How wide a text is set: in digits, which are half as wide as their type is high, in Tinos as in Times New Roman."""

from functools import cache
from importlib.resources import as_file, files

from matplotlib.ft2font import FT2Font, LoadFlags

OTHER = 2.0  # digits of a letter that another font shows


def type_width(text: str, bold: bool = False) -> float:
    """The width of a text on one line, in digits of the same size.

    >>> type_width("2.506"), round(type_width("52,6%"), 1), type_width("Tổng") < type_width("Tổng", bold=True)
    (4.5, 5.2, True)
    """
    return sum(_width(letter, bold) for letter in text)


def widest_word(text: str, bold: bool = False) -> float:
    """The width of the longest part of a text that no line may break; 0 of an empty one.

    >>> widest_word("30 đơn vị") == type_width("đơn")
    True
    """
    return max((type_width(word, bold) for word in text.split()), default=0.0)


@cache
def _width(letter: str, bold: bool) -> float:
    font = _font(bold)
    if not font.get_char_index(ord(letter)):
        return OTHER
    advance: int = font.load_char(ord(letter), flags=LoadFlags.NO_SCALE).horiAdvance
    return 2 * advance / font.units_per_EM


@cache
def _font(bold: bool) -> FT2Font:
    with as_file(files("mtqg_analysis.report") / "fonts" / f"Tinos-{'Bold' if bold else 'Regular'}.ttf") as file:
        return FT2Font(str(file))
