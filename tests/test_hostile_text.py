"""Names and notes from data may look like markup, formulas, scripts or field codes; they come out as plain text."""

import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import nbformat
import openpyxl
import pandas as pd
import pptx
import pypdf
import pytest
from docx.oxml.ns import qn

from mtqg_analysis import Sentence, Table
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.formats.exporters import (
    MtqgExcelExporter,
    MtqgHTMLExporter,
    MtqgPDFExporter,
    MtqgSlidesExporter,
    MtqgWordExporter,
)
from mtqg_analysis.report.letters import UnshownWarning
from mtqg_analysis.report.sentence import Head, plain
from mtqg_analysis.report.theme import canvas
from tests.obeyed_texts import OBEYED_TEXTS

HOSTILE = [
    '<script>alert("1")</script>',
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "<b>đậm</b> & <!-- chú thích",
    "</td></table></main></body>",
    "<!DOCTYPE html><style>body{display:none}</style>",
    "[bấm vào đây](javascript:alert(4))",
    "[bấm](https://evil.example)",
    "![ảnh](https://evil.example/a.png)",
    "# Không phải đề mục",
    "**không đậm** _không nghiêng_ `không mã`",
    "a | b\n--- | ---\n1 | 2",
    "$x^2$ \\(y\\) \\[z\\] $$w$$",
    '#import "x.typ"; #let a = 1 @ref <nhãn>',
    '#eval("1+1") #read("/etc/passwd")',
    '=HYPERLINK("https://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "{ INCLUDETEXT \\\\evil } « PAGE »",
    "%s %d %(x)s {0}",
    "javascript:alert(5)",
    "Tràng Định 𝟙𝟚 ✓",
]
PARTS = {"img", "iframe", "object", "embed", "b", "form", "input", "link"}


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text, self.inside = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.inside.append(tag)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"style", "script"} & set(self.inside):
            self.text.append(data)


def displays(text):
    """The same words in every place that takes words from data."""
    scope = Scope(text, text, text, text)
    columns = (
        Column("name", text, rows=True),
        Column("note", text, group=text),
        Column("link", "Địa chỉ", "link", group=text),
    )
    frame = pd.DataFrame({"name": [text, text], "note": [text, "khác"], "link": [text, text]})
    yield Head(text, text, ((text, text),))
    yield Sentence(plain(text))
    yield Sentence(f"Đơn vị {plain(text)} đạt **52,6%**.")
    yield Table("bang", text, frame, columns, scope, (text,), (text,))


@pytest.fixture(scope="module", params=range(len(HOSTILE)), ids=[" ".join(text.split())[:24] for text in HOSTILE])
def exported(request):
    text = HOSTILE[request.param]
    cells = []
    for count, shown in enumerate(displays(text), start=1):
        data, metadata = shown._repr_mimebundle_()
        output = nbformat.v4.new_output("execute_result", data=data, metadata=metadata, execution_count=count)
        cells.append(nbformat.v4.new_code_cell("hiện", outputs=[output], execution_count=count))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"title": text})
    nbformat.validate(notebook)
    return text, notebook


def test_the_page_shows_the_words_and_no_markup_of_theirs(exported):
    text, notebook = exported
    page = Page(MtqgHTMLExporter().from_notebook_node(notebook)[0])
    shown = " ".join("".join(page.text).split())
    assert not PARTS & set(page.tags)
    assert page.tags.count("script") == 1  # the page's own, the only one that its policy lets run
    assert page.tags.count("main") == page.tags.count("body") == page.tags.count("h1") == 1
    assert "svg" not in page.tags
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    links = [value for name, value in page.attributes if name in ("href", "src")]
    assert all(value.startswith("#") for value in links)
    wanted = " ".join(text.split())
    # title, head (title, subtitle, name, value), sentence, caption, scope, headings, cells, foot
    assert shown.count(wanted) >= 12


def test_the_document_shows_the_words_and_links_nowhere(exported):
    text, notebook = exported
    body, _ = MtqgPDFExporter().from_notebook_node(notebook)
    pdf = pypdf.PdfReader(io.BytesIO(body))
    shown = letters("".join(page.extract_text() for page in pdf.pages))
    assert shown.count(letters(text)) >= 8
    assert "root:x:0" not in shown
    for page in pdf.pages:
        for annotation in page.get("/Annots") or []:
            action = annotation.get_object().get("/A", {})
            assert "/URI" not in action, action
            assert "/JS" not in action, action


def test_word_shows_the_words_and_no_field_or_link_of_theirs(exported):
    text, notebook = exported
    file = docx.Document(io.BytesIO(MtqgWordExporter().from_notebook_node(notebook)[0]))
    shown = letters("".join(part.text or "" for part in file.element.body.iter(qn("w:t"))))
    assert shown.count(letters(text)) >= 12
    assert file.core_properties.title == " ".join(text.split()) or file.core_properties.title == text
    fields = ["".join(part.itertext()).split()[0] for part in file.element.body.iter(qn("w:instrText"))]
    assert set(fields) <= {"SEQ", "TOC", "PAGEREF"}
    assert [one for one in file.part.rels.values() if one.is_external] == []


def test_excel_shows_the_words_and_runs_nothing_of_theirs(exported):
    text, notebook = exported
    content = MtqgExcelExporter().from_notebook_node(notebook)[0]
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sum(letters(text) in letters(cell.value) for cell in cells) >= 12
    assert all(cell.hyperlink is None or cell.hyperlink.location for cell in cells)
    assert all(re.fullmatch(r"[^\[\]:*?/\\']{1,31}", name) for name in book.sheetnames)


def letters(text):
    """Text without the breaks and hyphenation points that a page adds."""
    return "".join(text.replace("\u200b", "").split())


def test_only_addresses_of_the_web_become_links():
    addresses = ["https://a.example/x", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//b.example"]
    table = Table(
        "bang", "Nguồn", pd.DataFrame({"url": addresses}), (Column("url", "Địa chỉ", "link"),),
        Scope("a", "b", "c", "d"),
    )  # fmt: skip
    page = Page(table._repr_mimebundle_()[0]["text/html"])
    assert [value for name, value in page.attributes if name == "href"] == ["https://a.example/x"]


def test_a_drawing_from_elsewhere_is_a_picture_in_which_nothing_runs():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    output = nbformat.v4.new_output("display_data", data={"image/svg+xml": drawing})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])
    with pytest.warns(UserWarning, match="alt text"):
        page = Page(MtqgHTMLExporter().from_notebook_node(notebook)[0])
    assert page.tags.count("script") == 1  # the page's own
    assert "svg" not in page.tags
    assert ("alt", "Hình chưa có mô tả") in page.attributes


# Escape sequences, marks of direction and what nobody sees ---------------------------------------------------------

OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
TURNED = "bao-cao‹U+202E›xcod.exe"
FULL = ("pdf", "word", "excel", "slides")
RESERVED = ("'", "a" * 40, "[x]:*?/\\", "CON", "")  # as headings, which become names of sheets


@pytest.fixture(scope="module")
def all_at_once():
    """Every hostile text in every place that takes words from data, each below a heading of its own."""
    cells, count = [], 0
    for text in (*HOSTILE, *OBEYED_TEXTS, *RESERVED):
        for place, shown in enumerate(displays(text)):
            if place == 1:
                cells.append(nbformat.v4.new_markdown_cell("## " + re.sub(r"\s", " ", text)))
            if count == 0 or not isinstance(shown, Head):  # one head of all
                count += 1
                data, metadata = shown._repr_mimebundle_()
                output = nbformat.v4.new_output("execute_result", data=data, metadata=metadata, execution_count=count)
                cells.append(nbformat.v4.new_code_cell("hiện", outputs=[output], execution_count=count))
    for cell in cells:
        cell.metadata["tags"] = ["brief"]
    return nbformat.v4.new_notebook(cells=cells, metadata={"title": TURNED})


def shown_by(format, notebook):
    """The words of a document, with the names of its sheets."""
    if format == "html":
        return MtqgHTMLExporter().from_notebook_node(notebook)[0]
    if format == "pdf":
        with pytest.warns(UnshownWarning):
            body = MtqgPDFExporter().from_notebook_node(notebook)[0]
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    if format == "word":
        file = docx.Document(io.BytesIO(MtqgWordExporter().from_notebook_node(notebook)[0]))
        return "".join(part.text or "" for part in file.element.body.iter(qn("w:t")))
    if format == "slides":
        show = pptx.Presentation(io.BytesIO(MtqgSlidesExporter().from_notebook_node(notebook)[0]))
        assert [one for slide in show.slides for one in slide.part.rels.values() if one.is_external] == []
        return "".join(one.text_frame.text for slide in show.slides for one in slide.shapes if one.has_text_frame)
    book = openpyxl.load_workbook(io.BytesIO(MtqgExcelExporter().from_notebook_node(notebook)[0]))
    assert all(re.fullmatch(r"[^\[\]:*?/\\']{1,31}", name) and name.isprintable() for name in book.sheetnames)
    return "".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)


@pytest.mark.parametrize("format", ["html", *(pytest.param(one, marks=pytest.mark.full) for one in FULL)])
def test_no_document_holds_what_a_reader_would_obey(all_at_once, format):
    shown = shown_by(format, all_at_once)
    assert OBEYED.findall(shown) == []
    assert letters(TURNED) in letters(shown)
    if format == "html":
        anchors = re.findall(r' id="(muc-[^"]*)"', shown)
        assert len(set(anchors)) == len(anchors) >= len(HOSTILE) + len(OBEYED_TEXTS)
        assert all(re.fullmatch(r"[\w-]+", anchor) for anchor in anchors)


# Characters that a font or a format does not have ----------------------------------------------------------------

UNSHOWN = "Đông\x07 Kinh \x85😀 中 ก \uf0b7 \ufffe ✓"


@pytest.fixture(scope="module")
def unshown():
    """A table and a chart whose every word holds characters that no font here has, and controls."""
    scope = Scope(UNSHOWN, UNSHOWN, UNSHOWN, UNSHOWN)
    columns = (Column("name", UNSHOWN), Column("url", "Địa chỉ", "link"))
    frame = pd.DataFrame({"name": [UNSHOWN], "url": ["https://a.example/中"]})
    figure, (axes,) = canvas()
    axes.barh([UNSHOWN, "b"], [1, 2])
    axes.set_title(UNSHOWN)
    about = {"name": "hinh", "title": UNSHOWN, "alt": UNSHOWN, "scope": scope, "illustrative": False}
    shown = (Table("bang", UNSHOWN, frame, columns, scope, (UNSHOWN,), (UNSHOWN,)), Chart(figure, **about))
    cells = []
    for one in shown:
        data, metadata = one._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell("hiện", outputs=[output]))
    return nbformat.v4.new_notebook(cells=cells, metadata={"title": UNSHOWN})


def test_the_pdf_prints_a_box_for_what_no_font_has_and_says_which(unshown):
    with pytest.warns(UserWarning, match="«中» \\(U\\+4E2D\\)") as told:
        body, _ = MtqgPDFExporter().from_notebook_node(unshown)
    shown = letters("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages))
    assert shown.count("ĐôngKinh□□□□✓") >= 8
    assert "https://a.example/%E4%B8%AD" in shown
    (message,) = (str(one.message) for one in told)
    for name in ("«😀» (U+1F600)", "«ก» (U+0E01)", "U+F0B7", "U+0007", "U+0085", "U+FFFE"):
        assert name in message
    assert "✓" not in message


@pytest.mark.parametrize("exporter", [MtqgHTMLExporter, MtqgWordExporter, MtqgExcelExporter])
def test_the_other_formats_keep_these_characters(unshown, exporter):
    body, _ = exporter().from_notebook_node(unshown)
    if exporter is MtqgHTMLExporter:
        assert body.count("😀 中 ก \uf0b7") >= 6
    elif exporter is MtqgWordExporter:
        assert docx.Document(io.BytesIO(body)).element.body.xpath("count(//w:t[contains(., '中')])") >= 5
    else:
        cells = [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(body)) for row in sheet for cell in row]
        assert sum("中" in str(cell) for cell in cells) >= 5


def test_a_drawing_holds_no_character_that_xml_refuses(unshown):
    drawing = unshown.cells[1].outputs[0].data["image/svg+xml"]
    assert "Đông Kinh 😀 中" in drawing
    ElementTree.fromstring(drawing.replace("xlink:", ""))
