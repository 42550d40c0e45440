"""What the page in HTML adds for who reads it on a screen; what a browser does with it is in `test_browser.py`."""

import base64
import hashlib
import re

import nbformat
import pandas as pd
import pytest

from mtqg_analysis import Table
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.formats.exporters import MtqgHTMLExporter

SCOPE = Scope("tỷ đồng", "31/12/2024", "kế hoạch tỉnh giao", "thực hiện")


def page_of(*displays):
    bundles = [shown._repr_mimebundle_() for shown in displays]
    outputs = [nbformat.v4.new_output("display_data", data=data, metadata=about) for data, about in bundles]
    cells = [nbformat.v4.new_code_cell("hiện", outputs=[one]) for one in outputs]
    return MtqgHTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=cells))[0]


def table_of(count, number=""):
    frame = pd.DataFrame({"unit": [f"Đơn vị {n}" for n in range(count)], "paid": range(count)})
    columns = (Column("unit", "Đơn vị", number=number), Column("paid", "Giải ngân", "count", number=number))
    return Table("bang", "Giải ngân", frame, columns, SCOPE)


def test_the_only_script_that_may_run_is_the_project_s():
    page = page_of(table_of(3))
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; script-src 'sha256-{digest}';" in page
    assert page.index("Content-Security-Policy") < page.index("<style>") < page.index("<script>")
    assert len(script.encode()) < 60 * 1024
    assert not re.search(r"""(src|href)=["']?(https?:|//)|@import|url\((?!data:)""", page)


@pytest.mark.parametrize(
    ("rows", "sorts", "filters", "scrolls"), [(7, 0, 0, 0), (8, 1, 0, 0), (12, 1, 1, 0), (40, 1, 1, 1)]
)
def test_tables_have_the_tools_that_their_length_is_worth(rows, sorts, filters, scrolls):
    page = page_of(table_of(rows)).partition("<main")[2]
    assert page.count('<div class="mtqg-tools"') == page.count(">CSV</button>") == 1
    assert page.count(" hidden data-sorts>") == sorts
    assert page.count('type="search"') == filters
    assert page.count('<div class="mtqg-scroll long"') == scrolls


def test_an_official_table_keeps_the_order_of_its_rows():
    assert " data-sorts>" not in page_of(table_of(20, number="1")).partition("<main")[2]


def test_each_table_has_a_link_to_itself():
    page = page_of(table_of(3))
    assert '<figure class="mtqg-table" id="bang">' in page
    assert '<a class="anchor" href="#bang" aria-label="Liên kết tới đây">#</a>' in page
