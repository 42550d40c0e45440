"""Why a printed figure may be wrong: a digit transposition, a rate cut off instead of rounded."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise

from mtqg_analysis.domain.figure import Figure


def transpositions(figure: Figure) -> Iterator[Figure]:
    """The figure with each pair of neighbouring, different digits exchanged.

    >>> [str(slip.value) for slip in transpositions(Figure(Decimal("67172"), "mn_vnd", Decimal("0.5")))]
    ['76172', '61772', '67712', '67127']
    """
    text = str(figure.value)
    digits = [place for place, character in enumerate(text) if character.isdigit()]
    for left, right in pairwise(digits):
        if text[left] != text[right]:
            swapped = list(text)
            swapped[left], swapped[right] = swapped[right], swapped[left]
            if swapped[digits[0]] != "0":
                yield replace(figure, value=Decimal("".join(swapped)))


def explaining_transpositions(
    figures: list[Figure], agrees: Callable[[list[Figure]], bool]
) -> list[tuple[int, Figure]]:
    """Every exchange of two digits, in one of `figures`, after which `agrees` holds: (position, mended figure)."""
    return [
        (place, slip)
        for place, figure in enumerate(figures)
        for slip in transpositions(figure)
        if agrees([*figures[:place], slip, *figures[place + 1 :]])
    ]


def is_cut_off(printed: Figure, true_low: Decimal, true_high: Decimal) -> bool:
    """Whether a printed rate is the true one with further digits cut off instead of rounded.

    true_low, true_high: the interval of the recomputed rate, in base units.

    >>> is_cut_off(Figure(Decimal("61.72"), "percent", Decimal("0.005")), Decimal("0.61725"), Decimal("0.61726"))
    True
    """
    if printed.qualifier:
        return False
    one = 2 * printed.half_width
    floors = {(bound * 100 / one).to_integral_value(ROUND_DOWN) * one for bound in (true_low, true_high)}
    return printed.value in floors
