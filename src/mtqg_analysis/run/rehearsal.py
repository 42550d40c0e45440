"""What every report does first and remembers, done once: processes forked later find it done.

No dataset is read. Fonts are found, the page's templates and the schema of notebooks compiled, reference tables read.
"""

import matplotlib as mpl
import nbformat
from nbformat import NotebookNode

from mtqg_analysis.domain.nation import province_with, provinces
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.formats.exporters import MtqgHTMLExporter
from mtqg_analysis.report.theme import canvas
from mtqg_analysis.run.manifest import versions

TABLES = ("programmes", "programme_mapping", "spellings", "indicators", "labels", "units", "unit_changes", "rules")
SIZES = (7, 8, 9, 9.5, 10, 11)  # points of the type in charts


def rehearse() -> None:
    """Draws a small chart, reads what is read of every province, and makes an empty page; nothing is left of them."""
    for name in TABLES:
        table(name)
    label("programme", province_with(provinces()[0]))
    versions()
    with mpl.rc_context():
        _draw()
    empty: NotebookNode = nbformat.v4.new_notebook()
    nbformat.validate(empty)
    MtqgHTMLExporter().from_notebook_node(empty)


def _draw() -> None:
    figure, (axes,) = canvas()
    axes.plot([0, 1], [0, 1], marker="o", label="0")
    axes.legend()
    for size in SIZES:
        for weight in ("normal", "bold"):
            axes.text(0, 0, "0", size=size, weight=weight)
    _ = Chart(figure, name="0", title="0", alt="0", scope=Scope("", "", "", ""), illustrative=False).screen
