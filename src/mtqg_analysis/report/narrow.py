"""A drawing once more at the width of a phone: its letters stay as large, its parts stand closer."""

from copy import deepcopy
from itertools import chain
from math import ceil
from textwrap import fill

from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure as Canvas
from matplotlib.gridspec import GridSpec
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from mtqg_analysis.report.draw import names

WIDTH = 4.0  # inches: shown 360 pixels wide, type of 9 points is 11 pixels high
LETTERS = 50  # of 11 points in a line as wide as the drawing
NAME = 24  # letters of a row's name in one line
MARK = 8  # letters that the mark of an entry of a legend takes
LINE = 0.19  # inches of a line of a legend
SMALL = 9  # points, the type of figures within the drawing
FLAT = 0.75  # the height that is left of a map, which has one scale both ways


def narrowed(figure: Canvas) -> Canvas:
    """A copy of a figure laid out anew for a phone; what no longer has room beside other words is left out."""
    made = deepcopy(figure)
    pyplot.close(made)  # a copy of a figure that somebody drew with pyplot would be shown as one more
    _stack(made)
    flat = any(axes.get_aspect() != "auto" for axes in made.axes if not axes.images)
    made.set_size_inches(WIDTH, made.get_figheight() * (FLAT if flat else 1))
    for axes in made.axes:
        _fold(axes, made.get_figheight())
        lines = sum(words.count("\n") for words in names(axes.yaxis).values())
        made.set_figheight(made.get_figheight() + LINE / 2 * lines)
    _fold_legends(made)
    _make_room(made)
    return made


def _stack(figure: Canvas) -> None:
    """Panels that stand side by side, one below the other."""
    panels = [axes for axes in figure.axes if axes.get_subplotspec() is not None]
    if len(panels) < 2:
        return
    places = GridSpec(len(panels), 1, figure=figure)
    for place, axes in enumerate(panels):
        axes.set_subplotspec(places[place])
        axes.set_ylabel(axes.get_ylabel() or panels[0].get_ylabel())
    figure.set_figheight(figure.get_figheight() * len(panels))


def _fold(axes: Axes, height: float) -> None:
    """Words along the axes in several lines, so that the drawing keeps its room."""
    axes.set_xlabel(_wrapped(axes.get_xlabel(), int(0.75 * LETTERS)))
    axes.set_ylabel(_wrapped(axes.get_ylabel(), int(0.7 * height / WIDTH * LETTERS)))
    axes.set_title(_wrapped(axes.get_title(), int(0.75 * LETTERS)))
    _name(axes.xaxis, max(8, LETTERS // max(1, len(names(axes.xaxis)))))
    _name(axes.yaxis, NAME)
    for text in axes.texts:
        text.set_fontsize(min(SMALL, text.get_fontsize()))


def _wrapped(words: str, letters: int) -> str:
    return "\n".join(fill(line, letters, break_long_words=False) for line in words.split("\n"))


def _name(axis: Axis, letters: int) -> None:
    found = names(axis)
    if any(len(words) > letters for words in found.values()):
        axis.set_ticks(list(found), [_wrapped(words, letters) for words in found.values()])


def _fold_legends(figure: Canvas) -> None:
    """Legends below the drawing, in as many columns as have room there."""
    legends = [*figure.legends, *(axes.legend_ for axes in figure.axes if axes.legend_)]
    figure.legends = []
    for axes in figure.axes:
        axes.legend_ = None
    for legend in legends:
        words = [_wrapped(text.get_text(), LETTERS - MARK) for text in legend.get_texts()]
        columns = max(1, LETTERS // (MARK + max(map(len, words))))
        lines = ceil(len(words) / columns)
        marks = [mark for mark in legend.legend_handles if mark is not None]
        figure.legend(marks, words, loc="outside lower center", ncols=columns, fontsize=SMALL)
        figure.set_figheight(figure.get_figheight() + LINE * lines)


def _make_room(figure: Canvas) -> None:
    """Hides figures and names within the drawing that would be printed over others or over its edge.

    The words below an axis that is short end where the axis does.
    """
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    figure.set_layout_engine("none")  # what is laid out stays, and is not laid out again when it is painted
    for axes in figure.axes:
        axes.apply_aspect()
        if axes.xaxis.label.get_window_extent().x1 > figure.bbox.x1:
            axes.xaxis.label.set(x=1, ha="right")
    taken: list[Bbox] = [text.get_window_extent() for text in chain(*(_ticks(axes) for axes in figure.axes))]
    for text in chain(*(axes.texts for axes in figure.axes)):
        box = text.get_window_extent()
        if any(_overlap(box, other) for other in taken) or box.x1 > figure.bbox.x1 or box.x0 < 0:
            text.set_visible(False)
        else:
            taken.append(box)


def _ticks(axes: Axes) -> list[Text]:
    return [] if not axes.axison else [*axes.get_xticklabels(), *axes.get_yticklabels()]


def _overlap(one: Bbox, other: Bbox) -> bool:
    shared = Bbox.intersection(one, other)
    return shared is not None and shared.width > 1 and shared.height > 1
