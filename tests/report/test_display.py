"""Displays: what a value cannot be built without, and what its page always says."""

import io
import json
from decimal import Decimal

import nbformat
import pandas as pd
import pypdf
import pytest
from matplotlib.figure import Figure as Canvas

from mtqg_analysis import Chart, Sentence, Table
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import NO_PLAN, Scope
from mtqg_analysis.report.exporters import MtqgHTMLExporter, MtqgPDFExporter
from mtqg_analysis.report.sentence import Head

SCOPE = Scope("tỷ đồng", "31/12/2024", "không công bố", "thực hiện")


def notebook_of(*displays):
    cells = []
    for shown in displays:
        data, metadata = shown._repr_mimebundle_()
        output = nbformat.v4.new_output("execute_result", data=data, metadata=metadata, execution_count=1)
        cells.append(nbformat.v4.new_code_cell("hiện", outputs=[output], execution_count=1))
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


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_chart_needs_words_for_those_who_cannot_see_it(alt):
    with pytest.raises(ValueError, match="alt text"):
        Chart.of(Canvas(), name="hinh", title="Hình", alt=alt, scope=SCOPE, illustrative=False)


def test_the_same_drawing_gives_the_same_bytes():
    def chart():
        figure = Canvas()
        figure.subplots().plot([1, 2], [3, 4])
        return Chart.of(figure, name="hinh", title="Hình", alt="Một đường đi lên.", scope=SCOPE, illustrative=False)

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
        (Column("x", "X"), None, "không công bố"),
        (Column("x", "X"), "", "không công bố"),
        (Column("x", "X", "bn"), float("nan"), "không công bố"),
        (Column("x", "X", missing="–"), None, "–"),
        (Column("x", "X", "bn"), 1_318_000_000_000, "1.318"),
        (Column("x", "X", "bn", 1), 2_505_703_422_053, "2.505,7"),
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
        (Scope("tỷ đồng", "31/12/2024", "không công bố", "ước"),
         "Đơn vị: tỷ đồng. Chốt số liệu: 31/12/2024. Cơ sở kế hoạch: không công bố. Tình trạng: ước."),
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
    for words in ("Đơn vị: tỷ đồng.", "Chốt số liệu: 31/12/2024.", "Cơ sở kế hoạch: không công bố.", "thực hiện"):
        assert words in data["text/html"]
