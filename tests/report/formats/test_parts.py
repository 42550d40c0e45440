"""One notebook, three documents: a brief of one page, a report to sign, and the analysis."""

import io
import re
import zipfile

import docx
import nbformat
import openpyxl
import pptx
import pypdf
import pytest
from in_process import executed

from mtqg_analysis.domain.language import speaking
from mtqg_analysis.domain.reference import table
from mtqg_analysis.report.formats import exporters
from mtqg_analysis.report.formats.blocks import read_document, text_of
from mtqg_analysis.report.formats.parts import ANALYSIS, BRIEF, PARTS, REPORT, documents_of, part_of
from mtqg_analysis.report.numbers import roman

YEAR_END, COMPARISON, PLANNING = "year_end_evaluation", "yearly_comparison", "planning_baseline"
SHORT = {YEAR_END: "year_end", COMPARISON: "comparison", PLANNING: "baseline"}  # as in displays.REPORTS
FORMATS = ("html", "pdf", "docx", "xlsx", "pptx")
VIETNAMESE = re.compile(r"[ăâđêôơưạảãáàằắặẳẵầấậẩẫẹẻẽéèềếệểễịỉĩíìọỏõóòồốộổỗờớợởỡụủũúùừứựửữỵỷỹýỳ]", re.IGNORECASE)
# What only whoever works with the software understands.
OF_THE_SOFTWARE = re.compile(
    r"\.csv|\.ipynb|mtqg |--\w|\bfacts?\b|bộ ba|\bn = |hạt giống|tham số|bootstrap|[a-z]+_[a-z]+|None|nan\b|bộ dữ liệu"
    r"|chạy lại|đã in\b|kịch bản có tên|giả định có tên|mọi giả định|\bCRPS\b|chặn dưới"
)
# What an official would not write: translated, colloquial, or said of the work on the report instead of its subject.
OF_NO_OFFICIAL = re.compile(
    r"không công bố|chưa công bố|không nguồn nào|chưa nguồn nào|quyền lên tiếng|đúng đến đâu|[Đđ]iểm gãy|\bgãy\b"
    r"|bị từ chối|bị đe dọa|cái giá|suy tính|chênh [−+\d]|\b0 đơn vị|\b0 nhiệm vụ|kiểm lại|thử lại|đứng ở cuối"
    r"|đứng nhìn|rút thăm|tình cờ|huyện nọ|[Vv]ì sao|vừa sức|tự lo\b|trái nhau|lẫn lộn|mức ít nhất|may mắn"
    r"|\d+ trên \d+ (?:đơn|huyện|số)|\bấy\b|lịch sử ngắn"
)


@pytest.fixture(scope="module")
def book_of(books):
    """The notebook of a report over a dataset, with all that its cells show."""

    def of(data, notebook=YEAR_END):
        return books(f"{SHORT[notebook]}_{data}")

    return of


WHOLE = pytest.mark.full  # of the longer reports the evaluation of a year is made before each commit
DATA = ("langson", "illustrative")
BOTH = pytest.mark.parametrize("data", DATA)
REPORTS = pytest.mark.parametrize(
    ("notebook", "data"),
    [
        pytest.param(notebook, data, marks=WHOLE if data == "illustrative" and notebook != YEAR_END else ())
        for notebook in (YEAR_END, COMPARISON, PLANNING)
        for data in DATA
    ],
)


def exported(book, kind, part):
    return getattr(exporters, f"Mtqg{kind}Exporter")(part=part).from_notebook_node(book)[0]


def words_of(book, part):
    """What a document says, without what stands in its tables."""
    said = []
    for block in read_document(part_of(book, part)).blocks:
        said += [text_of(block["runs"])] if "runs" in block else []
        said += [text_of(item) for item in block.get("items", [])] if block["type"] == "list" else []
        said += [" ".join(figure.values()) for figure in block.get("figures", [])]
        said += [block.get("title", "")]
    return " ".join(said)


def in_tables(book, part):
    """What stands in the tables of a document: titles, heads, cells, notes."""
    said = []
    for block in read_document(part_of(book, part)).blocks:
        if block["type"] == "table" and block["name"] != "nguon_so_lieu":  # of which the sources have their own titles
            said += [cell["text"] for row in block["cells"] for cell in row] + block["notes"]
            said += [head["text"] for head in block["headings"]]
    return " ".join(said)


def cell(source, *tags, kind="markdown"):
    made = nbformat.v4.new_markdown_cell(source) if kind == "markdown" else nbformat.v4.new_code_cell(source)
    made.metadata["tags"] = list(tags)
    return made


def sources_of(book, part):
    return [one.source for one in part_of(book, part).cells]


def test_the_tags_of_a_cell_say_to_which_documents_it_belongs():
    cells = [cell("a", "brief"), cell("b", "report"), cell("c", "annex"), cell("d"), cell("e", "parameters")]
    book = nbformat.v4.new_notebook(cells=cells)
    assert [sources_of(book, part) for part in (BRIEF, REPORT, ANALYSIS)] == [["a"], ["a", "b", "c"], ["d", "e"]]
    assert documents_of(book, ("pdf", "pptx")) == ("report.pdf", "brief.pdf", "brief.pptx", "analysis.pdf")


def test_a_notebook_that_is_not_divided_is_one_document():
    book = nbformat.v4.new_notebook(cells=[cell("a"), cell("b", "parameters")])
    assert all(part_of(book, part) is book for part in PARTS)
    assert documents_of(book, FORMATS) == ("report.html", "report.pdf", "report.docx", "report.xlsx")


def test_a_heading_below_which_nothing_is_said_is_left_out():
    cells = [cell("## I", "report"), cell("### 1", "report"), cell("x", "report", kind="code")]
    cells += [cell("### 2", "report"), cell("said", "report"), cell("## II", "report"), cell("### 3", "report")]
    book = nbformat.v4.new_notebook(cells=cells)
    assert sources_of(book, REPORT) == ["## I", "x", "### 2", "said"]


def test_a_heading_above_the_data_of_the_workbook_alone_is_left_out():
    data = cell("data", kind="code")
    data.outputs = [nbformat.v4.new_output("display_data", data={}, metadata={"mtqg": {"kind": "data"}})]
    book = nbformat.v4.new_notebook(cells=[cell("said", "report"), cell("## VII", "annex"), data])
    assert sources_of(book, REPORT) == ["said", "data"]


def test_the_numbers_of_a_report_s_headings_close_up_over_one_that_is_left_out():
    heads = ["## I. A", "## II. B", "### 1. C", "### 2. D", "## III. E", "### 1. F"]
    cells = [cell(head, "report") for head in heads]
    for place in (6, 4, 1):
        cells.insert(place, cell("x", "report"))
    book = nbformat.v4.new_notebook(cells=[*cells, cell("## 3. G"), cell("x")])
    assert sources_of(book, REPORT) == ["## I. A", "x", "## II. B", "### 1. D", "x", "## III. E", "### 1. F", "x"]
    assert sources_of(book, ANALYSIS) == ["## 3. G", "x"]


@REPORTS
def test_the_brief_is_one_page_of_at_most_250_words_with_one_chart(book_of, data, notebook):
    book = book_of(data, notebook)
    blocks = read_document(part_of(book, BRIEF)).blocks
    assert [block["type"] for block in blocks].count("figure") == 1
    assert len(blocks[1]["figures"]) == 4
    assert len(words_of(book, BRIEF).split()) <= 250
    assert len(pypdf.PdfReader(io.BytesIO(exported(book, "PDF", BRIEF))).pages) == 1


@REPORTS
def test_the_report_is_a_document_to_sign(book_of, data, notebook):
    book = book_of(data, notebook)
    blocks = read_document(part_of(book, REPORT)).blocks
    kinds = [block["type"] for block in blocks]
    assert (blocks[0]["facts"], blocks[0]["contents"]) == ([], False)
    headings = [text_of(block["runs"]) for block in blocks if block["type"] == "heading" and block["level"] == 2]
    body = [text.partition(".")[0] for text in headings[: -sum("annex" in block for block in blocks)]]
    assert body == [roman(number) for number in range(1, len(body) + 1)]
    assert len(body) >= 4
    signed = kinds.index("signature")
    last = text_of(blocks[signed - 1].get("runs") or blocks[signed - 1]["items"][-1])
    left = {YEAR_END: "03 mục" if data == "langson" else "02 mục", PLANNING: "03 mục"}.get(notebook, "")
    assert left in blocks[0]["draft"] if left else "draft" not in blocks[0]  # to be written, or to be approved
    assert last.endswith("./.") != bool(left)
    annexes = [block["annex"] for block in blocks[signed:] if "annex" in block]
    numbers = [roman(number) for number in range(1, len(annexes) + 1)]
    assert annexes == ([f"Phụ lục {number}" for number in numbers] if len(annexes) > 1 else ["Phụ lục"])
    assert not any("annex" in block for block in blocks[:signed])
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(exported(book, "PDF", REPORT))).pages]
    assert next(number for number, text in enumerate(pages) if "Phụ lục" in text) <= 12
    assert headings[0][:12] in pages[1]  # below its letterhead, too, the brief is one page


@REPORTS
@pytest.mark.parametrize("part", [BRIEF, REPORT])
def test_no_word_of_the_software_stands_in_what_is_signed(book_of, data, part, notebook):
    assert OF_THE_SOFTWARE.findall(words_of(book_of(data, notebook), part)) == []


@REPORTS
@pytest.mark.parametrize("part", [BRIEF, REPORT, ANALYSIS])
def test_each_document_is_written_as_an_office_writes(book_of, data, part, notebook):
    book = book_of(data, notebook)
    assert OF_NO_OFFICIAL.findall(f"{words_of(book, part)} {in_tables(book, part)}") == []


@pytest.mark.parametrize(
    "said",
    [
        "assumptions.csv chưa có dòng capacity_growth",
        "Mô phỏng 10.000 đường, hạt giống 2026",
        "Sửa các tham số rồi chạy lại",
        "5 bộ ba kế hoạch - giải ngân - tỷ lệ",
    ],
)
def test_the_software_s_words_are_found_where_they_stand(said):
    assert OF_THE_SOFTWARE.search(said)


@pytest.mark.parametrize(
    "said",
    [
        "chênh −38,5 điểm phần trăm so với vốn đầu tư",
        "0 đơn vị đạt từ 80% kế hoạch",
        "Những phép so sánh bị từ chối",
        "18 trên 18 đơn vị có lúc bố trí chậm",
        "Số ước đã đúng đến đâu",
    ],
)
def test_what_no_official_writes_is_found_where_it_stands(said):
    assert OF_NO_OFFICIAL.search(said)


@BOTH
def test_what_the_office_has_not_written_is_a_marked_place_and_what_the_figures_say_is_marked_as_a_draft(book_of, data):
    said = words_of(book_of(data), REPORT)
    assert ("[Cơ quan soạn thảo viết: bài học" in said) == (data == "langson")
    assert ("(dự thảo, chờ duyệt)" in said) == (data == "illustrative")


FIGURES = {
    (YEAR_END, "langson"): ["1.318 tỷ đồng", "52,6%", "khoảng 73%", "04/06"],
    (YEAR_END, "illustrative"): ["1.318 tỷ đồng", "52,6%", "khoảng 73%", "04/06"],
    (COMPARISON, "langson"): ["94,8%", "42%", "21,5%", "12/21"],
    (COMPARISON, "illustrative"): ["62,3%", "+9,73 điểm", "+9,06 điểm", "05/11"],
    (PLANNING, "langson"): ["3.952 tỷ đồng", "1.778 tỷ đồng", "1.010 tỷ đồng", "420 tỷ đồng"],
    (PLANNING, "illustrative"): ["6.000 tỷ đồng", "1.876 tỷ đồng", "517 tỷ đồng", "7.935 tỷ đồng"],
}


@pytest.mark.parametrize(
    ("notebook", "data"),
    [(YEAR_END, "langson"), (YEAR_END, "illustrative"), pytest.param(PLANNING, "illustrative", marks=WHOLE)],
)
def test_a_figure_is_the_same_in_brief_and_body(book_of, data, notebook):
    book = book_of(data, notebook)
    tiles = [one["value"] for one in read_document(part_of(book, BRIEF)).blocks[1]["figures"]]
    assert tiles == FIGURES[notebook, data]
    body = words_of(book, REPORT).partition("I. C")[2]
    assert [value for value in tiles if value not in body] == []


@WHOLE
def test_the_comparison_says_in_its_body_what_its_brief_counts_and_what_must_not_be_concluded(book_of):
    book = book_of("illustrative", COMPARISON)
    tiles = [one["value"] for one in read_document(part_of(book, BRIEF)).blocks[1]["figures"]]
    assert tiles == FIGURES[COMPARISON, "illustrative"]
    body = words_of(book, REPORT).partition("I. KẾT QUẢ")[2]
    assert all(said in body for said in ("62,3%", "tăng 9,73 điểm", "làm tăng 9,06 điểm", "05/11 huyện"))
    assert body.count("không được coi là giải ngân tốt lên") == 1
    assert "không kết luận được cơ chế thí điểm là nguyên nhân" in body


def test_a_comparison_without_years_of_the_province_speaks_of_the_nation_and_says_what_is_needed(book_of):
    blocks = read_document(part_of(book_of("langson", COMPARISON), REPORT)).blocks
    headings = [text_of(block["runs"]) for block in blocks if block["type"] == "heading" and block["level"] == 2]
    assert "II. SO VỚI CẢ NƯỚC" in headings
    assert not any("NGUYÊN NHÂN" in text or "HUYỆN" in text for text in headings)
    said = words_of(book_of("langson", COMPARISON), REPORT)
    assert said.count("cần biểu tổng hợp đến hết ngày 31/12 của ít nhất hai năm") == 1
    tiles = [one["value"] for one in read_document(part_of(book_of("langson", COMPARISON), BRIEF)).blocks[1]["figures"]]
    assert tiles == FIGURES[COMPARISON, "langson"]


def test_an_estimate_that_was_overtaken_is_said_once_with_its_outturn(book_of):
    body = words_of(book_of("illustrative"), REPORT)
    assert "số thực hiện đến 31/01/2025 đạt 72,0% kế hoạch, thấp hơn số ước khoảng 1 điểm phần trăm" in body
    assert body.count("72,0%") == 1


def test_what_was_due_stands_with_its_result_and_what_is_ahead_with_its_day(book_of):
    def tasks(data, name):
        blocks = read_document(part_of(book_of(data), REPORT)).blocks
        return next((block["cells"] for block in blocks if block.get("name") == name), [])

    assert tasks("langson", "nhiem_vu_ket_qua") == []
    assert len(tasks("langson", "nhiem_vu_sap_toi")) == 9
    states = [row[-1]["text"] for row in tasks("illustrative", "nhiem_vu_ket_qua")]
    assert sorted(state.partition(";")[0] for state in states) == ["quá hạn"] * 2 + ["đã hoàn thành"] * 3
    assert [row[-1]["text"] for row in tasks("illustrative", "nhiem_vu_sap_toi")] == ["30/06/2025"]


@BOTH
def test_sources_are_named_by_their_titles_in_what_is_signed(book_of, data):
    lines = [block.get("source_line", "") for block in read_document(part_of(book_of(data), REPORT)).blocks]
    assert not any("TB-LS" in line or "MINH-HOA" in line for line in lines)
    page = exported(book_of(data), "HTML", REPORT)
    assert "#nguon-" not in page
    assert ("Thông báo kết luận của Chủ tịch UBND tỉnh" in page) == (data == "langson")


@REPORTS
def test_slides_show_figures_chart_and_points(book_of, data, notebook):
    show = pptx.Presentation(io.BytesIO(exported(book_of(data, notebook), "Slides", BRIEF)))
    assert 3 <= len(show.slides) <= 5
    said = [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in show.slides]
    texts = " ".join(text for texts in said for text in texts)
    assert FIGURES[notebook, data][0] in texts
    assert "Cần chỉ đạo" in texts or "Cần quyết định" in texts
    pictures = [shape for slide in show.slides for shape in slide.shapes if shape.shape_type == 13]
    assert [bool(picture._element.nvPicPr.cNvPr.get("descr")) for picture in pictures] == [True]
    labels = [
        any("MINH HỌA" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in show.slides
    ]
    assert set(labels) == {data == "illustrative"}


def test_slides_of_one_notebook_are_the_same_bytes(book_of):
    first, second = (exported(book_of("langson"), "Slides", BRIEF) for _ in range(2))
    assert first == second
    assert zipfile.is_zipfile(io.BytesIO(first))


@pytest.mark.full
@BOTH
def test_word_and_excel_hold_the_annexes_with_their_numbers(book_of, data):
    file = docx.Document(io.BytesIO(exported(book_of(data), "Word", REPORT)))
    first = {"langson": "Phụ lục", "illustrative": "Phụ lục I"}[data]
    assert any(paragraph.text == first for paragraph in file.paragraphs)
    cover = openpyxl.load_workbook(io.BytesIO(exported(book_of(data), "Excel", REPORT))).worksheets[0]
    assert any(str(row[0].value).startswith(f"{first}. ") for row in cover.iter_rows())


@BOTH
def test_the_page_of_the_report_numbers_its_annexes_and_shows_no_code(book_of, data):
    page = exported(book_of(data), "HTML", REPORT)
    assert re.search(r"<h2[^>]*>Phụ lục( I)?\. ", page)
    assert f"DỰ THẢO: còn {'03' if data == 'langson' else '02'} mục" in page
    assert 'class="code"' not in page
    assert 'class="code"' in exported(book_of(data), "HTML", ANALYSIS)


def test_what_a_plan_of_published_figures_lacks_stands_in_one_annex_and_its_headings_vanish(book_of):
    blocks = read_document(part_of(book_of("langson", PLANNING), REPORT)).blocks
    headings = [text_of(block["runs"]) for block in blocks if block["type"] == "heading"]
    assert not any("TRÙNG LẶP" in text or "Vốn đối ứng" in text for text in headings)
    lacking = next(block for block in blocks if block["type"] == "table" and block["name"] == "pl_so_lieu_thieu")
    assert len(lacking["cells"]) == 5


@WHOLE
def test_every_assumed_amount_of_the_planning_report_is_called_so(book_of):
    body = words_of(book_of("illustrative", PLANNING), REPORT)
    assert "Theo giả định tỷ trọng của tỉnh là 6,00%" in body
    assert "Vốn mới giai đoạn 2026-2030 từ mọi nguồn là 8.000 tỷ đồng, theo giả định" in body
    assert "Tỷ lệ đối ứng là giả định hoặc dự thảo, cần kiểm tra với văn bản" in body


# What an English report keeps: money, official documents, and texts that say that they have no English.
KEPT = re.compile(
    r"đồng|[^.;|]*\(in Vietnamese\)|(?:Nghị quyết|Quyết định|Nghị định|Luật|Thông tư|Công văn|Báo|Thông báo)[^.;|]*"
)


def leftovers(text):
    """The Vietnamese words of an English text that are no names."""
    names = {name for column in ("name_vi", "short_vi") for name in table("units")[column]}
    found = {one for one in re.findall(r"\w+", KEPT.sub("", text)) if VIETNAMESE.search(one)}
    return found - {word for name in names for word in re.findall(r"\w+", name)}


@pytest.mark.full
@pytest.mark.parametrize("notebook", [YEAR_END, pytest.param(COMPARISON, marks=WHOLE)])
@pytest.mark.parametrize("data", ["langson", pytest.param("illustrative", marks=WHOLE)])
def test_an_english_report_speaks_english(root, monkeypatch, data, notebook):
    monkeypatch.chdir(root)
    book = executed(notebook, data=f"data/{data}", language="en")
    for part in (BRIEF, REPORT):
        with speaking("en"):
            said = f"{words_of(book, part)} {in_tables(book, part)}"
        assert leftovers(said) == set()
        assert not re.search(r"\b0\d of \d|\d\d/\d\d/\d{4}", said)


def test_vietnamese_in_an_english_report_is_found():
    assert leftovers("Bình Gia placed 3 đồng; Bố trí vốn") == {"Bố", "trí", "vốn"}
