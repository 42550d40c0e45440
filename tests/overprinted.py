"""Text of a drawing that is printed over other text or over a frame, or cut at the edge: by its boxes, once drawn."""

from itertools import combinations
from unittest.mock import patch

import matplotlib as mpl
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from mtqg_analysis.report.theme import RC

TOUCH = 1.0  # pixels of 1/100 inch that boxes may share: a box has the room of letters that its text may not have


def drawn_texts(figure):
    """Each text that is really drawn, with its box in pixels: not tick labels outside an axis, nor what is hidden."""
    drawn = {}
    paint = Text.draw

    def recorded(text, renderer, *args, **kwargs):
        if text.get_visible() and text.get_text().strip():
            drawn[text] = None
        return paint(text, renderer, *args, **kwargs)

    with mpl.rc_context(RC):
        figure.draw_without_rendering()  # the layout settles in the first pass
        with patch.object(Text, "draw", recorded):
            figure.draw_without_rendering()
        return [(text, text.get_window_extent()) for text in drawn]


def overprinted(figure):
    """What a reader cannot read, in words; an empty list where everything stands free."""
    texts = drawn_texts(figure)
    paper = figure.bbox
    found = [f"cut at the edge: {_said(text)}" for text, box in texts if not _holds(paper, box)]
    found += [
        f"over each other: {_said(one)} and {_said(two)}"
        for (one, at), (two, there) in combinations(texts, 2)
        if _overlap(at, there)
    ]
    for axes in figure.axes:
        for side, spine in axes.spines.items():
            if axes.axison and spine.get_visible():
                line = spine.get_window_extent()
                found += [f"over the {side} frame: {_said(text)}" for text, box in texts if _overlap(box, line, -0.1)]
    return found


def _said(text):
    return repr(text.get_text())


def _holds(paper, box):
    return box.x0 >= paper.x0 and box.y0 >= paper.y0 and box.x1 <= paper.x1 and box.y1 <= paper.y1


def _overlap(one, two, touch=TOUCH):
    shared = Bbox.intersection(one, two)
    return shared is not None and shared.width > touch and shared.height > touch
