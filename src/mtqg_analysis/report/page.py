"""What a page is: a module whose imports alone say which views it has; a package of `report/pages` a report."""

from typing import Any, get_args

from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import View, boxed


def stand(page: dict[str, Any]) -> None:
    """Makes a module a page, in its last line, called with its globals: its views always show something.

    `__all__` names them.
    """
    views = {name: value for name, value in page.items() if isinstance(getattr(value, "view", None), View)}
    page |= {name: boxed(verb) for name, verb in views.items()}
    page["__all__"] = list(views)


def shown_by(page: dict[str, Any], analysis: Any) -> list[Table | Chart]:
    """The tables and charts of a page but its own lists; what is empty or failed says so in its place."""
    views = [page[name] for name in page["__all__"]]
    may_cite = [verb for verb in views if verb.__module__ != page["__name__"] and {Table, Chart} & _gives(verb)]
    shown = (verb(verb.view.given(analysis)) for verb in may_cite)
    return [display for display in shown if isinstance(display, Table | Chart)]


def _gives(verb: Any) -> set[object]:
    """What a view may show, by its annotation."""
    kind = verb.__annotations__["return"]
    return {kind, *get_args(kind)}
