"""Displays: what a value cannot be built without, and what its page always says."""

import io
import json
import re
import time
from decimal import Decimal

import nbformat
import pandas as pd
import pypdf
import pytest
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text

from mtqg_analysis import Chart, Sentence, Table
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import NO_PLAN, Origin, Scope
from mtqg_analysis.report.formats.exporters import MtqgHTMLExporter, MtqgPDFExporter
from mtqg_analysis.report.sentence import Head
from mtqg_analysis.report.theme import canvas

SCOPE = Scope("tỷ đồng", "31/12/2024", "chưa có số liệu", "thực hiện")


def notebook_of(*displays):
    cells = []
    for count, shown in enumerate(displays, start=1):
        data, metadata = shown._repr_mimebundle_()
        output = nbformat.v4.new_output("execute_result", data=data, metadata=metadata, execution_count=count)
        cells.append(nbformat.v4.new_code_cell("hiện", outputs=[output], execution_count=count))
    return nbformat.v4.new_notebook(cells=cells, metadata={"title": "Báo cáo"})


def pdf_of(notebook):
    return pypdf.PdfReader(io.BytesIO(MtqgPDFExporter().from_notebook_node(notebook)[0]))


def test_a_report_over_illustrative_data_says_so_on_every_page():
    long = Sentence("\n\n".join(f"Đoạn văn thứ {place}. " + "Một câu khá dài. " * 20 for place in range(30)))
    notebook = notebook_of(Head("Báo cáo", "thử", (("Bộ dữ liệu", "thử"),), illustrative=True), long)
    pages = [page.extract_text() for page in pdf_of(notebook).pages]
    assert len(pages) > 2
    assert all("MINH HỌA" in page for page in pages)
    assert "MINH HỌA" in MtqgHTMLExporter().from_notebook_node(notebook)[0]


def test_no_label_is_cut_by_the_edge_of_the_paper():
    notebook = notebook_of(Head("Báo cáo", "thử", (), illustrative=True), Sentence("Một đoạn."))
    for page in pdf_of(notebook).pages:
        below = []
        edge = float(page.mediabox.height)
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_, below=below, edge=edge: (
                below.append(edge - tm[5] * cm[3] - cm[5]) if "MINH" in text else None
            )
        )
        assert below
        assert min(below) > 20  # points from the edge to the foot of the letters


def pages_of(*displays):
    return [page.extract_text().replace("\xa0", " ") for page in pdf_of(notebook_of(*displays)).pages]


def rows_table(count):
    columns = (Column("a", "Hàng"), Column("b", "Số", "count"))
    frame = pd.DataFrame({"a": [f"hàng{n}." for n in range(count)], "b": list(range(count))})
    return Table("dai", "Bảng dài", frame, columns, SCOPE, ("N1",), ("Một ghi chú cuối bảng.",))


@pytest.mark.parametrize("count", range(36, 48))
def test_the_notes_of_a_long_table_stand_below_its_last_rows(count):
    pages = pages_of(rows_table(count))
    (last,) = [page for page in pages if "ghi chú cuối" in page]
    assert f"hàng{count - 1}." in last
    assert f"hàng{count - 2}." in last


def test_a_long_table_does_not_begin_with_one_row_at_the_foot_of_a_page():
    for lines in range(24, 40):
        text = Sentence("\n\n".join(f"Dòng {n}." for n in range(lines)))
        pages = pages_of(text, rows_table(30))
        (first,) = [page for page in pages if "Bảng dài" in page]
        assert "hàng2." in first


@pytest.mark.full
@pytest.mark.full
def test_a_long_table_takes_time_by_its_rows():
    def seconds(rows):
        notebook = notebook_of(rows_table(rows))
        started = time.process_time()
        MtqgPDFExporter().from_notebook_node(notebook)
        return time.process_time() - started

    seconds(10)  # fonts and templates are read once
    assert seconds(2400) < 7 * seconds(600), "four times the rows"


@pytest.mark.full
def test_a_row_higher_than_a_page_is_not_cut():
    columns = (Column("a", "Hàng"), Column("b", "Lời"))
    frame = pd.DataFrame({"a": [f"hàng{n}." for n in range(12)], "b": ["từ " * 2000 + f"hết{n}." for n in range(12)]})
    text = "".join(pages_of(Table("x", "X", frame, columns, SCOPE)))
    assert all(f"hết{n}." in text for n in range(12))


def page_of(*displays):
    return MtqgHTMLExporter().from_notebook_node(notebook_of(*displays))[0]


@pytest.mark.parametrize("illustrative", [True, False])
def test_a_page_over_illustrative_data_says_so_on_every_screen(illustrative):
    page = page_of(Head("Báo cáo", "thử", (), illustrative), rows_table(3), rows_table(4))
    assert ('<aside class="mtqg-band" aria-label="SỐ LIỆU MINH HỌA">SỐ LIỆU MINH HỌA</aside>' in page) == illustrative
    assert page.count('<b class="mtqg-label">SỐ LIỆU MINH HỌA</b>') == 2 * illustrative


def test_a_page_begins_with_its_title_and_keeps_its_code_folded_at_the_end():
    page = page_of(Head("Báo cáo", "thử", ()), rows_table(3), Sentence("Câu cuối."))
    places = [page.index(part) for part in ("<h1", "<main", "Câu cuối.", '<details class="code">', "</main>")]
    assert places == sorted(places)
    assert page.count('<details class="code">') == 1
    assert page.count("<h1") == 1


def test_on_a_narrow_screen_columns_of_words_keep_their_width_and_the_first_stays():
    page = page_of(rows_table(3))
    assert re.search(r'<th scope="col" class="first" style="--letters:\d+">Hàng</th>', page)
    assert '<th scope="col">Số</th>' in page
    assert page.count('class="t first"') == 3


def test_each_row_points_to_its_origin_below_the_table():
    origins = [Origin((source,), "31/12/2024", "chưa có số liệu") for source in ("N1", "N2", "N1")]
    frame = pd.DataFrame({"a": ["x", "y", "z"]})
    page = page_of(Table("bang", "Bảng", frame, (Column("a", "A"),), SCOPE, ("N1", "N2"), origins=tuple(origins)))
    assert re.findall(r'href="#(bang-nguon-\d)">\[\d\]', page) == ["bang-nguon-1", "bang-nguon-2", "bang-nguon-1"]
    assert re.findall(r'<li id="(bang-nguon-\d)"><a href="#nguon-N\d">(N\d)</a>', page) == [
        ("bang-nguon-1", "N1"),
        ("bang-nguon-2", "N2"),
    ]


def test_the_label_of_a_chart_stands_above_its_axes():
    figure, axes = canvas(columns=2)
    Chart(figure, name="hinh", title="Hình", alt="Hai hình trống.", scope=SCOPE, illustrative=True)
    label = next(text for text in figure.findobj(Text) if text.get_text() == "SỐ LIỆU MINH HỌA")
    assert label.get_window_extent().y0 >= max(one.get_window_extent().y1 for one in axes)


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_chart_needs_words_for_those_who_cannot_see_it(alt):
    with pytest.raises(ValueError, match="alt text"):
        Chart(Canvas(), name="hinh", title="Hình", alt=alt, scope=SCOPE, illustrative=False)


def test_the_same_drawing_gives_the_same_bytes():
    def chart():
        figure = Canvas()
        figure.subplots().plot([1, 2], [3, 4])
        return Chart(figure, name="hinh", title="Hình", alt="Một đường đi lên.", scope=SCOPE, illustrative=False)

    assert chart()._repr_mimebundle_() == chart()._repr_mimebundle_()


def test_a_strangers_figure_is_exported_with_a_caption_that_asks_for_words():
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    output = nbformat.v4.new_output("display_data", data={"image/png": png, "text/plain": "<Figure>"})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("vẽ", outputs=[output], execution_count=1)])
    with pytest.warns(UserWarning, match="alt text"):
        assert "Hình chưa có mô tả" in MtqgHTMLExporter().from_notebook_node(notebook)[0]
    with pytest.warns(UserWarning, match="alt text"):
        MtqgPDFExporter().from_notebook_node(notebook)


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        (Column("x", "X"), None, "chưa có số liệu"),
        (Column("x", "X"), "", "chưa có số liệu"),
        (Column("x", "X", "bn"), float("nan"), "chưa có số liệu"),
        (Column("x", "X", missing="–"), None, "–"),
        (Column("x", "X", "bn"), 1_318_000_000_000, "1.318"),
        (Column("x", "X", "bn", 1), 2_505_703_422_053, "2.505,7"),
        (Column("x", "X", "mn"), 1_318_000_400_000, "1.318.000"),
        (Column("x", "X", "percent"), 0.526, "52,6%"),
        (Column("x", "X", "points"), -0.02, "−2,0"),
        (Column("x", "X", "figure"), Figure(Decimal("52.60"), "percent", Decimal("0.005")), "52,60%"),
        (Column("x", "X", "figure"), Figure(Decimal(73), "percent", Decimal("0.5"), "about"), "khoảng 73%"),
        (Column("x", "X", "bn", 1), (496_720_000_000, 525_640_000_000), "[496,7; 525,6]"),
    ],
)
def test_a_cell_prints_in_vietnamese_and_a_missing_one_says_so(column, value, text):
    assert column.cell(value).text == text


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Scope("tỷ đồng", "31/12/2024", "chưa có số liệu", "ước"),
         "Đơn vị: tỷ đồng. Chốt số liệu: 31/12/2024. Cơ sở kế hoạch: chưa có số liệu. Tình trạng: ước."),
        (Scope("%; xã", "từ 2022 đến 2025", NO_PLAN, "ước"),
         "Đơn vị: %; xã. Chốt số liệu: từ 2022 đến 2025. Cơ sở kế hoạch: không dùng kế hoạch làm mẫu số. "
         "Tình trạng: ước."),
        (Scope("điểm", "2026", NO_PLAN, "quy định"), "Đơn vị: điểm. Kỳ: 2026. Tình trạng: quy định."),
        (Scope("tỷ đồng", "2026-2030", "kịch bản", "giả định"),
         "Đơn vị: tỷ đồng. Kỳ: 2026-2030. Cơ sở kế hoạch: kịch bản. Tình trạng: giả định."),
    ],
)  # fmt: skip
def test_a_period_is_no_cut_off_and_no_plan_is_said_of_rates_alone(scope, said):
    assert scope.line == said


def test_a_table_carries_its_data_beside_its_words():
    frame = pd.DataFrame({"name": ["Chung"], "value": [Figure(Decimal("52.6"), "percent", Decimal("0.05"))]})
    columns = (Column("name", "Loại vốn"), Column("value", "Tỷ lệ", "figure"))
    data, _ = Table("ty_le", "Tỷ lệ", frame, columns, SCOPE, ("N1",), ("Ghi chú.",))._repr_mimebundle_()
    resource = json.loads(json.dumps(data["application/vnd.dataresource+json"]))
    fields = [field["name"] for field in resource["schema"]["fields"]]
    assert resource["name"] == "ty_le"
    assert all(set(row) == set(fields) for row in resource["data"])
    assert resource["mtqg"]["cells"] == [[{"text": "Chung"}, {"text": "52,6%", "numbers": [0.526], "format": "0.0%"}]]
    assert resource["mtqg"]["sources"] == ["N1"]
    for words in ("Đơn vị: tỷ đồng.", "Chốt số liệu: 31/12/2024.", "Cơ sở kế hoạch: chưa có số liệu.", "thực hiện"):
        assert words in data["text/html"]
