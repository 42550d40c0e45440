"""The look of charts is the project's, whatever a user's own settings of matplotlib are."""

import re
from importlib.resources import files

import matplotlib as mpl
from matplotlib.colors import to_rgb

from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.theme import INK, MUTED, WARNING, canvas

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


def contrast(one, two):
    """The contrast of two colours, as WCAG 2.2 counts it."""
    dark, light = sorted(_luminance(colour) for colour in (one, two))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_label_of_invented_figures_can_be_read_in_light_and_dark():
    """On the page, in its band, and in a drawing, which stands on white in both."""
    styles = (files("mtqg_analysis.report") / "templates" / "mtqg" / "report.css").read_text("utf-8")
    modes = [dict(re.findall(r"--(\w+): (#\w+);", one)) for one in re.findall(r":root \{([^}]*)\}", styles)]
    assert len(modes) == 2
    assert min(contrast(one["warning"], one["paper"]) for one in modes) >= 4.5
    assert min(contrast(WARNING, "#fff"), contrast(MUTED, "#fff"), contrast(INK, "#fff")) >= 4.5
