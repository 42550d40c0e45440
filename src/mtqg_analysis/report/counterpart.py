"""Counterpart capital of units that report at different days, in words."""

from mtqg_analysis.analysis.counterpart import Counterpart
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.cells import name_on
from mtqg_analysis.report.numbers import day, partial_day


def older_units(found: Counterpart) -> str:
    """Which units are counted at an earlier day than the others, each with its day; nothing where none is."""
    if found.older.empty:
        return ""
    named = [
        f"{', '.join([name_on(row.level, row.unit, found.day), *(label('programme', one) for one in row.programmes)])} "
        f"({partial_day(row.day)})"
        for row in found.older.itertuples()
    ]
    return tr(
        "Chưa có số đến ngày {day}, nên tính theo ngày mới nhất của mình: {units}.",
        day=day(found.day),
        units="; ".join(named),
    )
