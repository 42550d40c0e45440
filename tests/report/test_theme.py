"""The look of charts is the project's, whatever a user's own settings of matplotlib are."""

import matplotlib as mpl

from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.theme import canvas

HOSTILE = """\
font.size: 31
font.family: monospace
text.usetex: True
svg.fonttype: path
savefig.dpi: 37
savefig.bbox: tight
savefig.transparent: True
savefig.facecolor: black
axes.facecolor: yellow
axes.titlelocation: left
lines.linewidth: 9
lines.marker: o
xtick.direction: in
axes.formatter.use_locale: True
figure.constrained_layout.w_pad: 1
path.simplify_threshold: 1.0
axes.xmargin: 0.4
legend.loc: center
hatch.color: red
"""


def drawn():
    """A chart with all that such settings would reach, as it is painted."""
    figure, (axes,) = canvas()
    axes.plot([1, 2, 3], [0.5, 1.25, 0.75], label="kế hoạch")
    axes.bar([1, 2, 3], [1, 2, 3], hatch="//")
    axes.legend(title="Vốn")
    axes.set_title("Giải ngân")
    chart = Chart(figure, name="a", title="A", alt="Ba cột", scope=Scope("%", "2024", "b", "s"), illustrative=False)
    return chart.svg


def test_a_users_matplotlibrc_changes_no_byte_of_a_chart(tmp_path):
    (tmp_path / "matplotlibrc").write_text(HOSTILE, "utf-8")
    with mpl.rc_context(fname=tmp_path / "matplotlibrc"):  # as matplotlib reads it when it starts
        assert mpl.rcParams["font.size"] == 31
        hostile = drawn()
    assert hostile == drawn()
