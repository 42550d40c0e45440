"""No text of a chart stands over another or is cut, on paper and in the drawing for a phone."""

import pytest
from displays import REPORTS
from in_process import displays_of
from overprinted import overprinted

from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.narrow import narrowed
from mtqg_analysis.report.theme import canvas


@pytest.mark.full
@pytest.mark.parametrize(("notebook", "parameters"), REPORTS.values(), ids=REPORTS)
def test_every_text_of_every_chart_can_be_read(notebook, parameters):
    charts = [one.display for one in displays_of(notebook, **parameters) if isinstance(one.display, Chart)]
    assert charts
    found = {}
    for chart in charts:
        for size, figure in (("paper", chart.figure), ("phone", narrowed(chart.figure))):
            found[chart.name, size] = overprinted(figure)
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_what_cannot_be_read_is_found():
    figure, (axes,) = canvas()
    axes.plot([1, 2], [1, 2])
    axes.text(1.5, 1.5, "Bình Gia")
    axes.text(1.5, 1.52, "Văn Quan")
    figure.text(0.9, 0.4, "một tên quá dài cho chỗ còn lại")
    axes.text(0.9, 1.7, "Trên khung")
    found = overprinted(figure)
    assert "over each other: 'Bình Gia' and 'Văn Quan'" in found
    assert "cut at the edge: 'một tên quá dài cho chỗ còn lại'" in found
    assert "over the left frame: 'Trên khung'" in found
