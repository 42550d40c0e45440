"""The letters that a PDF can show, and what stands for the others: PDF/UA knows no letter without its picture."""

import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import Any
from urllib.parse import quote

import typst
from matplotlib.ft2font import FT2Font

from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.letters import ILLEGAL, UnshownWarning, clean, each_text

FONTS = files("mtqg_analysis.report") / "fonts"
INSTEAD = "□"  # U+25A1, which Tinos has
STANDARDS: list[Any] = ["a-2a", "ua-1"]
MOST_TRIED = 64  # unusual letters that are tried one by one; more of them are another script, which no font here has
FORMATTING = ("Cc", "Cf", "Zs", "Zl", "Zp")  # kinds of characters that have no picture and need none
PRIVATE = ("Co", "Cs", "Cn")  # PDF/A refuses them whatever the font says


def showable(data: Any) -> Any:
    """A document's data with □ for every letter that no font shows, and without control characters.

    Warns with the letters concerned. An address of the web keeps its meaning: there such a letter is percent-encoded.
    """
    letters: set[str] = set()

    def seen(text: str) -> str:
        letters.update(text)
        return text

    each_text(data, seen)
    illegal = {letter for letter in letters if ILLEGAL.match(letter)}
    hidden = frozenset(_hidden(letters - illegal))
    if not illegal and not hidden:
        return data
    words = []
    if hidden:
        words.append(
            tr("Phông chữ của PDF không có {letters}: đã in {instead}.", letters=_named(hidden), instead=INSTEAD)
        )
    if illegal:
        words.append(tr("Bản PDF bỏ các ký tự điều khiển {letters}.", letters=_named(illegal)))
    warnings.warn(UnshownWarning(" ".join(words)), stacklevel=2)

    def mended(text: str) -> str:
        address = text.startswith(("https://", "http://"))
        return "".join(one if one not in hidden else quote(one) if address else INSTEAD for one in clean(text))

    return each_text(data, mended)


def _named(letters: Iterable[str]) -> str:
    r"""Letters with their code points, those that can be printed also as they are.

    >>> _named("中\x07")
    'U+0007, «中» (U+4E2D)'
    """
    return ", ".join(
        f"«{letter}» (U+{ord(letter):04X})" if letter.isprintable() else f"U+{ord(letter):04X}"
        for letter in sorted(letters)
    )


def _hidden(letters: Iterable[str]) -> Iterator[str]:
    """Those of some letters that neither Tinos nor the fonts that Typst brings can show."""
    unusual = []
    for letter in sorted(letters):
        kind = unicodedata.category(letter)
        if kind in PRIVATE:
            yield letter
        elif kind not in FORMATTING and ord(letter) not in _tinos():
            unusual.append(letter)
    yield from (letter for place, letter in enumerate(unusual) if place >= MOST_TRIED or not _is_shown(letter))


@cache
def _tinos() -> frozenset[int]:
    with as_file(FONTS / "Tinos-Regular.ttf") as file:
        return frozenset(FT2Font(str(file)).get_charmap())


@cache
def _is_shown(letter: str) -> bool:
    """Whether one of the fonts that Typst brings has a letter: it says so itself, for it lists no letters."""
    try:
        typst.compile(
            b'#set document(title: "?")\n#set text(font: "Tinos")\n#sys.inputs.letter',
            font_paths=[],
            ignore_system_fonts=True,
            sys_inputs={"letter": letter},
            pdf_standards=STANDARDS,
            timestamp=0,
        )
    except typst.TypstError:
        return False
    return True
