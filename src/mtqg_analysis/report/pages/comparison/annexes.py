"""A table of the signed report alone: the districts by year."""

import pandas as pd

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.cells import drawing
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.data import criteria, words_of
from mtqg_analysis.report.pages.comparison.province import province_scope
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view


@view()
def official_districts(found: Years) -> Table | None:
    """The rates of the districts in the newest two years that have the same ones, and what they moved by."""
    if found.province is None or not found.movements:
        return None
    moved = found.movements[-1]
    rates = moved.rates.xs("total", axis=1, level=1).loc[moved.changes.index]
    on = found.province.cells[moved.second].cut_off
    frame = pd.DataFrame(
        {
            "number": [str(place) for place in range(1, len(rates) + 1)],
            "name": [unit_name(code, on) for code in rates.index],
            "first": rates[moved.first].to_numpy(),
            "second": rates[moved.second].to_numpy(),
            "change": moved.changes.to_numpy(),
            "drawn": [words_of(on, level="district", unit=code) for code in rates.index],
        }
    )
    columns = (
        Column("number", tr("TT")),
        Column("name", tr("Huyện, thành phố")),
        *(
            Column(
                name, str(year), "percent", drawn=drawing("disbursed", "plan", **criteria(found.province.units[year]))
            )
            for name, year in (("first", moved.first), ("second", moved.second))
        ),
        Column("change", tr("Tăng, giảm (điểm %)"), "points", 2, formula="100 * (second - first)"),
    )
    return Table(
        "pl_huyen",
        tr(
            "Tỷ lệ giải ngân của các huyện, thành phố năm {first} và năm {second}",
            first=moved.first,
            second=moved.second,
        ),
        frame,
        columns,
        province_scope(found.province, tr("% kế hoạch; điểm %")),
        found.province.sources,
        plotted=("first", "second"),
    )
