"""Native charts of a workbook: bars over the cells of a table, so that they move when the data are changed."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart

from mtqg_analysis.report.formats.excel_style import FONT
from mtqg_analysis.report.formats.grid import Grid

COLOURS = ("#00568A", "#E69F00", "#6A6A6A", "#56B4E9", "#009E73", "#CC79A7")
FRAME = 8  # rows that title, legend and axis take beside one for each row of the table
NAME = {"name": FONT["font_name"], "size": 11, "bold": False}


def bars_of(book: Workbook, sheet: str, grid: Grid) -> Chart:
    """The columns of a table that it wants drawn, as bars by the words that its rows begin with, without its total."""
    columns, block = [column["name"] for column in grid.block["columns"]], grid.block
    last = grid.last - bool(block["total"])
    words = next(place for place, column in enumerate(block["columns"]) if column["kind"] != "text") - 1
    chart = book.add_chart({"type": "bar"})
    for name, colour in zip(block["plotted"], COLOURS, strict=False):
        place = grid.starts[columns.index(name)]
        about: dict[str, Any] = {
            "name": block["columns"][columns.index(name)]["label"],
            "categories": [sheet, grid.body, 0, last, grid.starts[words]],
            "values": [sheet, grid.body, place, last, place],
            "fill": {"color": colour},
            "data_labels": {"value": True, "font": NAME},
            "gap": 60,
        }
        chart.add_series(about)
    chart.set_title({"name": block["title"], "name_font": NAME | {"bold": True, "size": 12}})
    chart.set_y_axis({"reverse": True, "num_font": NAME})
    form = next((row[columns.index(block["plotted"][0])].get("format", "") for row in block["cells"]), "") or "General"
    chart.set_x_axis(
        {"num_font": NAME, "num_format": form, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )
    chart.set_legend({"none": True} if len(block["plotted"]) == 1 else {"position": "bottom", "font": NAME})
    return chart
