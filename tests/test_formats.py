"""Round trip: what the executed notebook holds is what HTML, PDF, Word and Excel show, number by number."""

import base64
import copy
import html
import io
import itertools
import json
import math
import re
import subprocess
import sys
import warnings
import zipfile
from html.parser import HTMLParser

import docx
import matplotlib.pyplot as plt
import nbformat
import openpyxl
import pandas as pd
import pypdf
import pytest
from calculating import calculated
from docx.oxml.ns import qn

from mtqg_analysis import Chart, Table
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.formats import exporters
from mtqg_analysis.report.formats.blocks import read_blocks
from mtqg_analysis.report.formats.grid import Grid
from mtqg_analysis.report.formats.parts import ANALYSIS, part_of
from mtqg_analysis.report.theme import canvas

pytestmark = pytest.mark.full  # whole reports in four formats

NAMES = ("year-end", "comparison", "baseline")
EXPORTERS = {
    "html": exporters.MtqgHTMLExporter,
    "pdf": exporters.MtqgPDFExporter,
    "docx": exporters.MtqgWordExporter,
    "xlsx": exporters.MtqgExcelExporter,
}


@pytest.fixture(scope="module", params=NAMES)
def report(request, reports):
    return reports[request.param]


@pytest.fixture(scope="module")
def blocks(report):
    return read_blocks(part_of(nbformat.read(report / "executed.ipynb", as_version=4), ANALYSIS))


@pytest.fixture(scope="module")
def tables(blocks):
    return [block for block in blocks if block["type"] == "table"]


def squeezed(text):
    return re.sub(r"[\s\u200b]+", "", text)


# Word and HTML: cell by cell ------------------------------------------------------------------------------------


def test_word_holds_every_cell_of_every_table(report, tables):
    file = docx.Document(report / "analysis.docx")
    assert len(file.tables) == len(tables)
    for block, table in zip(tables, file.tables, strict=True):
        rows = [row for row in table._tbl.tr_lst if not row.findall(f".//{qn('w:tblHeader')}")]
        for line, (wanted, row) in enumerate(zip(block["cells"], rows, strict=True)):
            for place, (cell, found) in enumerate(zip(wanted, row.tc_lst, strict=True)):
                text = "".join(part.text or "" for part in found.iter(qn("w:t")))
                merge = found.find(f".//{qn('w:vMerge')}")
                continued = merge is not None and merge.get(qn("w:val")) == "continue"
                assert text == ("" if continued else cell["text"]), (block["name"], line, place)
                if cell.get("numbers") and not block["columns"][place]["rows"]:
                    assert found.find(f".//{qn('w:jc')}").get(qn("w:val")) == "right"


class Tables(HTMLParser):
    """The body cells of every table of a page, row by row."""

    def __init__(self, text):
        super().__init__()
        self.tables, self.body, self.cell = [], False, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag in ("thead", "tbody"):
            self.body = tag == "tbody"
        elif tag == "tr" and self.body:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.body:
            self.cell = []

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(data)

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.tables[-1][-1].append("".join(self.cell))
            self.cell = None


def test_the_page_holds_every_cell_of_every_table(report, tables):
    found = Tables((report / "analysis.html").read_text("utf-8")).tables
    assert len(found) == len(tables)
    for block, rows in zip(tables, found, strict=True):
        for wanted, heights, row in zip(block["cells"], block["heights"], rows, strict=True):
            texts = [cell["text"] for cell, tall in zip(wanted, heights, strict=True) if tall]
            assert row[: len(texts)] == texts, block["name"]
            assert len(row) == len(texts) + bool(block["origins"])


# PDF: row by row, in order ---------------------------------------------------------------------------------------


def test_the_pdf_holds_every_row_of_every_table(report, tables):
    text = squeezed("".join(page.extract_text() for page in pypdf.PdfReader(report / "analysis.pdf").pages))
    start = 0
    for block in tables:
        own = [place for place, column in enumerate(block["columns"]) if not column["rows"]]
        for row in block["cells"]:
            wanted = squeezed("".join(row[place]["text"] for place in own))
            found = text.find(wanted, start)
            assert found >= 0, (block["name"], wanted)
            start = found


# Excel: numbers as numbers ---------------------------------------------------------------------------------------


def body_cells(book, number, block):
    """Rows of cells below the headings of a table, to which the contents lead."""
    titles = (f"Bảng {number}. {block['title']}", block["title"])
    place = next(cell.hyperlink.location for cell in book.worksheets[0]["A"] if cell.hyperlink and cell.value in titles)
    name, row = re.fullmatch(r"'(.+)'!A(\d+)", place).groups()
    first = int(row) + bool(block["title"]) + bool(block["scope"]) + Grid(block, 0).body
    return list(book[name].iter_rows(min_row=first, max_row=first + len(block["cells"]) - 1))


def test_excel_holds_every_number_of_every_table(report, tables, blocks):
    shown = openpyxl.load_workbook(report / "analysis.xlsx", data_only=True)
    pictures = [block for block in blocks if block["type"] == "figure"]
    assert sum(len(sheet._images) for sheet in shown) == len(pictures) > 0  # charts over cells stand beside them
    for number, block in enumerate(tables, start=1):
        numbers = zip(*([len(cell.get("numbers", ())) for cell in row] for row in block["cells"]), strict=True)
        spread = [max(1, *column) for column in numbers]
        for wanted, row in zip(block["cells"], body_cells(shown, number, block), strict=True):
            place = 0
            for cell, width in zip(wanted, spread, strict=True):
                found = [one.value for one in row[place : place + width]]
                numbers = cell.get("numbers")
                if numbers:
                    ends = [numbers[min(n, len(numbers) - 1)] for n in range(width)]
                    assert found == pytest.approx(ends, rel=1e-15, abs=0), (block["name"], cell)  # 16 digits are kept
                    assert row[place].number_format == cell["format"]
                else:
                    assert str("" if found[0] is None else found[0]) == cell["text"], block["name"]
                place += width


def test_live_formulas_are_arithmetic_and_give_the_written_values(reports):
    seen = 0
    for name in NAMES:
        for part in ("report", "analysis"):
            live = openpyxl.load_workbook(reports[name] / f"{part}.xlsx")
            kept = openpyxl.load_workbook(reports[name] / f"{part}.xlsx", data_only=True)
            found = calculated(live)
            for sheet, at in found:
                assert math.isclose(found[sheet, at], kept[sheet][at].value, rel_tol=1e-9, abs_tol=1e-9), (sheet, at)
            seen += len(found)
    assert seen > 100


# The same words everywhere ---------------------------------------------------------------------------------------


def test_headings_sentences_and_captions_stand_in_every_format(report, blocks):
    page = squeezed(html.unescape(re.sub(r"<[^>]+>", "", (report / "analysis.html").read_text("utf-8"))))
    numbered = [page.extract_text() for page in pypdf.PdfReader(report / "analysis.pdf").pages]
    pdf = squeezed("".join(re.sub(r"\A\d+\s", "", text) for text in numbered))  # a paragraph may run over two pages
    word = squeezed("".join(docx.Document(report / "analysis.docx").element.body.itertext()))
    book = openpyxl.load_workbook(report / "analysis.xlsx")
    excel = squeezed("".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row))
    for block in blocks:
        texts = ["".join(run["text"] for run in block["runs"])] if "runs" in block else [block.get("title", "")]
        for text in map(squeezed, texts):
            assert text in page
            assert text in pdf
            assert text in word
            assert text in excel


# Numbers of tables and figures: whoever quotes one must mean the same in every format ------------------------------


def of_the_page(text):
    """Word, number and title of every table and chart of a page; the numbers count up as its styles count them."""
    counts = {"table": itertools.count(1), "chart": itertools.count(1)}
    found = re.findall(
        r'<figure class="mtqg-(table|chart)[^"]*".*?<p class="mtqg-title"[^>]*><strong>(.*?)</strong>', text, re.DOTALL
    )
    return [(kind, next(counts[kind]), html.unescape(title)) for kind, title in found]


def of_lines(lines):
    """The same of lines that say their number."""
    kinds = {"Bảng": "table", "Hình": "chart"}
    found = [re.fullmatch(r"(Bảng|Hình) (\d+)\. (.+)", line, re.DOTALL) for line in lines]
    return [(kinds[one[1]], int(one[2]), one[3]) for one in found if one]


def check_numbers(page, pdf, word, excel):
    """That all four formats number and name the same tables and figures in the same order; returns them."""
    wanted = of_the_page(page)
    captions = [one for one in docx.Document(word).paragraphs if one.style.name == "Caption"]
    assert of_lines("".join(part.text or "" for part in one._p.iter(qn("w:t"))) for one in captions) == wanted
    assert of_lines(str(row[0].value) for row in openpyxl.load_workbook(excel).worksheets[0].iter_rows()) == wanted
    text = squeezed("".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages))
    words, start = {"table": "Bảng", "chart": "Hình"}, {"table": 0, "chart": 0}  # a chart floats to the top of a page
    for kind, number, title in wanted:
        start[kind] = text.find(squeezed(f"{words[kind]} {number}. {title}"), start[kind])
        assert start[kind] >= 0, (kind, number, title)
    return wanted


def test_tables_and_figures_have_the_same_numbers_and_titles_in_every_format(report, blocks):
    kinds = {"table": "table", "figure": "chart"}
    wanted = check_numbers(
        (report / "analysis.html").read_text("utf-8"),
        *(report / f"analysis.{name}" for name in ("pdf", "docx", "xlsx")),
    )
    titles = [(kinds[block["type"]], block["title"]) for block in blocks if block["type"] in kinds]
    assert [(kind, title) for kind, _, title in wanted] == titles


def test_a_list_too_long_for_paper_keeps_its_number_its_notes_and_says_where_it_is():
    scope = Scope("tỷ đồng", "31/12/2024", "chưa có số liệu", "thực hiện")
    columns = (Column("work", "Công trình"), Column("cost", "Kinh phí", "count"))
    long = pd.DataFrame({"work": [f"Đường số {n}" for n in range(1200)], "cost": range(1200)})
    drawing, (axes,) = canvas(2.0)
    axes.plot([1, 2])
    displays = (
        Table("truoc", "Trước danh mục", long.head(2), columns, scope),
        Table("dai", "Danh mục dài", long, columns, scope, notes=("Vốn dùng hết, giá bóng 12.",), workbook=True),
        Chart(drawing, name="h", title="Hình sau danh mục", alt="Một đường", scope=scope, illustrative=False),
        Table("sau", "Sau danh mục", long.head(3), columns, scope),
    )
    cells = []
    for shown in displays:
        data, metadata = shown._repr_mimebundle_()
        cells.append(nbformat.v4.new_code_cell("hiện", outputs=[output(data, **metadata)]))
    notebook = nbformat.v4.new_notebook(cells=cells)
    made = {name: exporter().from_notebook_node(notebook)[0] for name, exporter in EXPORTERS.items()}
    files = [io.BytesIO(made[name]) for name in ("pdf", "docx", "xlsx")]
    assert check_numbers(made["html"], *files) == [
        ("table", 1, "Trước danh mục"),
        ("table", 2, "Danh mục dài"),
        ("chart", 1, "Hình sau danh mục"),
        ("table", 3, "Sau danh mục"),
    ]
    pdf = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made["pdf"])).pages)
    word = "".join(docx.Document(io.BytesIO(made["docx"])).element.body.itertext())
    for text in (squeezed(pdf), squeezed(word)):
        for words in ("1.200 dòng, xem trang tính trong tệp Excel", "Vốn dùng hết, giá bóng 12."):
            assert squeezed(words) in text
        assert squeezed("Đường số 900") not in text


def test_every_picture_in_word_has_its_alt_text(report, blocks):
    alts = [block["alt"] for block in blocks if block["type"] == "figure"]
    body = docx.Document(report / "analysis.docx").element.body
    assert [found.get("descr") for found in body.iter(qn("wp:docPr"))] == alts


# Notebooks that somebody wrote by hand ---------------------------------------------------------------------------


def output(data, **metadata):
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)


@pytest.fixture(scope="module")
def by_hand():
    """Markdown, a plain data frame and a plain figure, as Jupyter stores them."""
    frame = pd.DataFrame({"huyện": ["Tràng Định", "Lộc Bình"], "tỷ lệ": [0.5, 12.25]})
    with pd.option_context("display.html.table_schema", True):
        shown = {
            "application/vnd.dataresource+json": json.loads(frame.to_json(orient="table")),
            "text/html": frame.to_html(),
            "text/plain": str(frame),
        }
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    stream = io.BytesIO()
    figure.savefig(stream, format="png")
    plt.close(figure)
    picture = {"image/png": base64.b64encode(stream.getvalue()).decode("ascii"), "text/plain": "<Figure>"}
    cells = [
        nbformat.v4.new_markdown_cell(
            "# Ghi chép\n\nMột *đoạn* văn.\n\n1. một\n2. hai\n\n| a | b |\n|---|---|\n| 1 | 2 |"
        ),
        nbformat.v4.new_code_cell("khung", outputs=[output(shown)]),
        nbformat.v4.new_code_cell("hình", outputs=[output(picture)]),
        nbformat.v4.new_code_cell("print(1)", outputs=[nbformat.v4.new_output("stream", name="stdout", text="xong\n")]),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata={"title": "Ghi chép của tôi"})


def test_a_description_that_jupyter_knows_is_taken_over(by_hand):
    described = copy.deepcopy(by_hand)
    described.cells[2].outputs[0].metadata["image/png"] = {"alt": "Đường đi lên"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        content = EXPORTERS["docx"]().from_notebook_node(described)[0]
    body = docx.Document(io.BytesIO(content)).element.body
    assert [one.get("descr") for one in body.iter(qn("wp:docPr"))] == ["Đường đi lên"]


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_notebook_written_by_hand_exports_decently(by_hand, name, tmp_path):
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        body, _ = EXPORTERS[name]().from_notebook_node(by_hand)
    assert any("alt text" in str(one.message) for one in warned)
    file = tmp_path / f"x.{name}"
    file.write_bytes(body if isinstance(body, bytes) else body.encode("utf-8"))
    if name == "html":
        text = file.read_text("utf-8")
    elif name == "pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    elif name == "docx":
        document = docx.Document(file)
        text = "".join(document.element.body.itertext())
        assert [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))] == ["Hình chưa có mô tả"]
        assert len(document.tables) == 2
    else:
        book = openpyxl.load_workbook(file)
        text = "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        assert 12.25 in [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    for word in ("Ghi chép", "Một", "đoạn", "hai", "Tràng Định", "xong"):
        assert word in text


# In English ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def english(once):
    done, out = once("report", "year-end", "--data", "data/langson", "--set", "language=en")
    assert done.returncode == 0, done.stderr
    return next(out.glob("*/*"))


@pytest.mark.full
def test_an_english_report_speaks_english_in_every_format(english):
    page = (english / "analysis.html").read_text("utf-8")
    pdf = pypdf.PdfReader(english / "analysis.pdf")
    book = openpyxl.load_workbook(english / "analysis.xlsx")
    texts = {
        "html": html.unescape(re.sub(r"<[^>]+>", "", page)),
        "pdf": "".join(page.extract_text() for page in pdf.pages),
        "docx": "".join(docx.Document(english / "analysis.docx").element.body.itertext()),
        "xlsx": "".join(str(cell.value) for sheet in book for row in sheet for cell in row),
    }
    said = (
        "1. Disbursement",
        "52.6% of plan",
        "Recurrent capital",
        "31 December 2024",
        "Square brackets",
        "not stated",
    )
    for name, text in texts.items():
        for words in said:
            assert squeezed(words) in squeezed(text), (name, words)
    assert '<html lang="en">' in page
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert "Table 1" in texts["pdf"]
    assert book.sheetnames[0] == "Contents"


def test_both_languages_hold_the_same_numbers(english, reports):
    vietnamese = read_blocks(part_of(nbformat.read(reports["year-end"] / "executed.ipynb", as_version=4), ANALYSIS))
    translated = read_blocks(part_of(nbformat.read(english / "executed.ipynb", as_version=4), ANALYSIS))
    assert numbers(vietnamese) == numbers(translated)


def numbers(blocks):
    cells = [cell for block in blocks if block["type"] == "table" for row in block["cells"] for cell in row]
    return [cell.get("numbers") for cell in cells]


# Parts that are missing, files that stay the same ------------------------------------------------------------------


@pytest.mark.full
@pytest.mark.parametrize("missing", ["typst", "docx", "xlsxwriter"])
def test_a_missing_part_breaks_no_other_format(missing, reports):
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "import nbformat\n"
        "from nbconvert.exporters import get_exporter\n"
        "notebook = nbformat.read(sys.argv[1], as_version=4)\n"
        "for name in sys.argv[2:]:\n"
        "    get_exporter(name)().from_notebook_node(notebook)\n"
    )
    formats = {"typst": "mtqg_pdf", "docx": "mtqg_docx", "xlsxwriter": "mtqg_xlsx"}
    painted = ["mtqg_docx", "mtqg_xlsx"] if missing == "typst" else []  # it paints the drawings that they show
    others = ["markdown", "mtqg_html", *{*formats.values()} - {formats[missing], *painted}]
    executed = str(reports["year-end"] / "executed.ipynb")
    done = subprocess.run([sys.executable, "-c", code, executed, *others], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    failed = subprocess.run(
        [sys.executable, "-c", code, executed, formats[missing]], capture_output=True, encoding="utf-8"
    )
    assert missing in failed.stderr


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_notebook_gives_the_same_bytes(name, report):
    notebook = nbformat.read(report / "executed.ipynb", as_version=4)
    first, second = (EXPORTERS[name]().from_notebook_node(notebook)[0] for _ in range(2))
    assert first == second
    made = (report / f"report.{name}").read_bytes()
    assert made == (first if isinstance(first, bytes) else first.encode("utf-8"))


def test_packed_files_carry_no_clock(report):
    for name in ("docx", "xlsx"):
        with zipfile.ZipFile(report / f"report.{name}") as packed:
            assert {part.date_time[0] for part in packed.infolist()} == {1980}
