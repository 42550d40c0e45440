"""The Word document: what an official finds to edit, and that a page turns where a table is wide."""

import io
import zipfile

import docx
import nbformat
import pandas as pd
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from mtqg_analysis import Chart, Table
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.formats.exporters import MtqgWordExporter
from mtqg_analysis.report.formats.word_xml import clean
from mtqg_analysis.report.sentence import Head, Sentence
from mtqg_analysis.report.theme import canvas

SCOPE = Scope("tỷ đồng", "31/12/2024", "chưa có số liệu", "thực hiện")
COLUMNS = (
    Column("district", "Huyện", rows=True),
    Column("capital", "Loại vốn"),
    Column("plan", "Kế hoạch", "count", group="Vốn"),
    Column("paid", "Giải ngân", "count", group="Vốn"),
)


def table(groups=2, members=2, columns=COLUMNS, **about):
    rows = [
        {"district": f"Huyện {group}", "capital": f"Loại {member}", "plan": 1000 * group, "paid": member}
        for group in range(groups)
        for member in range(members)
    ]
    return Table(
        "bang", "Kế hoạch và giải ngân", pd.DataFrame(rows), columns, SCOPE, ("N1",), ("Một ghi chú.",), **about
    )


def wide():
    columns = [Column(f"c{n}", f"Một nhãn cột khá dài số {n}") for n in range(14)]
    frame = pd.DataFrame([{column.name: "một nội dung dài trong ô" for column in columns}])
    return Table("rong", "Bảng rộng", frame, tuple(columns), SCOPE)


def word(*displays):
    cells = []
    for shown in displays:
        if isinstance(shown, str):
            cells.append(nbformat.v4.new_markdown_cell(shown))
            continue
        data, metadata = shown._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        cells.append(nbformat.v4.new_code_cell("hiện", outputs=[output]))
    return docx.Document(io.BytesIO(MtqgWordExporter().from_notebook_node(nbformat.v4.new_notebook(cells=cells))[0]))


def merge(cell):
    found = cell.find(f".//{qn('w:vMerge')}")
    return None if found is None else found.get(qn("w:val"))


def body_text(file):
    return "".join(file.element.body.itertext())


def test_a_table_is_native_with_headings_that_repeat_and_cells_that_merge():
    rows = word(table()).tables[0]._tbl.tr_lst
    headings = [bool(row.findall(f".//{qn('w:tblHeader')}")) for row in rows]
    assert headings == [True, True, False, False, False, False]
    assert all(row.findall(f".//{qn('w:cantSplit')}") for row in rows)
    assert [merge(row.tc_lst[0]) for row in rows] == [
        "restart",
        "continue",
        "restart",
        "continue",
        "restart",
        "continue",
    ]
    spans = [cell.find(f".//{qn('w:gridSpan')}") for cell in rows[0].tc_lst]
    assert [None if span is None else span.get(qn("w:val")) for span in spans] == [None, None, "2"]


def test_a_row_group_stays_with_its_label_and_a_long_one_says_it_again():
    rows = word(table(groups=1, members=25)).tables[0]._tbl.tr_lst[2:]
    labels = [line for line, row in enumerate(rows) if merge(row.tc_lst[0]) == "restart"]
    assert labels == [0, 8, 16]
    assert all("Huyện 0" in "".join(rows[line].tc_lst[0].itertext()) for line in labels)
    kept = [bool(row.findall(f".//{qn('w:keepNext')}")) for row in rows]
    assert [line for line, one in enumerate(kept) if not one] == [7, 15]  # the last row stays with the notes


def test_a_label_is_not_said_again_for_one_or_two_last_rows():
    rows = word(table(groups=1, members=10)).tables[0]._tbl.tr_lst[2:]
    assert [line for line, row in enumerate(rows) if merge(row.tc_lst[0]) == "restart"] == [0]


def test_a_long_table_is_not_broken_near_its_ends():
    rows = word(table(groups=30, members=1)).tables[0]._tbl.tr_lst[2:]
    kept = [bool(row.findall(f".//{qn('w:keepNext')}")) for row in rows]
    assert [line for line, one in enumerate(kept) if one] == [0, 1, 27, 28, 29]


def test_captions_are_counted_by_word():
    file = word("## Mục", table(), table())
    captions = [paragraph for paragraph in file.paragraphs if paragraph.style.name == "Caption"]
    assert [paragraph.text for paragraph in captions] == [
        "Bảng 1. Kế hoạch và giải ngân",
        "Bảng 2. Kế hoạch và giải ngân",
    ]
    fields = ["".join(part.itertext()) for part in captions[0]._p.iter(qn("w:instrText"))]
    assert fields == [" SEQ Bảng \\* ARABIC "]
    assert "Một ghi chú." in body_text(file)
    assert "Nguồn: N1." in body_text(file)


def test_a_total_is_bold():
    rows = word(table(total=True)).tables[0]._tbl.tr_lst
    bold = [bool(row.findall(f".//{qn('w:b')}")) for row in rows[2:]]
    assert bold == [False, False, False, True]


def test_a_wide_table_lies_on_a_landscape_page_of_its_own():
    file = word(Head("Báo cáo", "", ()), "## Một", table(), "## Hai", wide(), "## Ba", table())
    ways = [section.orientation for section in file.sections]
    assert ways == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert [section.page_width > section.page_height for section in file.sections] == [False, True, False]
    hidden = [section.different_first_page_header_footer for section in file.sections]
    assert hidden == [True, False, False]  # only the report's first page hides its number


@pytest.mark.parametrize(("count", "way"), [(4, WD_ORIENT.PORTRAIT), (8, WD_ORIENT.LANDSCAPE)])
def test_a_table_of_words_wraps_them_as_long_as_lines_do_not_become_too_short(count, way):
    columns = tuple(Column(f"c{n}", f"Lời {n}") for n in range(count))
    frame = pd.DataFrame([{column.name: "một câu dài " * 10 for column in columns}] * 20)
    assert [one.orientation for one in word(Table("loi", "Lời", frame, columns, SCOPE)).sections] == [way]


def test_the_text_of_a_section_turns_with_its_wide_table():
    file = word(Head("Báo cáo", "", ()), "## Một", table(), "## Hai", "Lời dẫn.", wide(), "Nhận xét.", "## Ba", "Hết.")
    assert [section.orientation for section in file.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    (ends,) = [one for one in file.paragraphs if one._p.findall(f"./{qn('w:pPr')}/{qn('w:sectPr')}")]
    assert "Một ghi chú." in ends.text  # no empty paragraph, which could need a page of its own
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts.index("Lời dẫn.") > texts.index(ends.text)


@pytest.mark.parametrize("illustrative", [True, False])
def test_illustrative_data_say_so_in_every_header(illustrative):
    section = word(Head("Thử", "", (), illustrative), "Đoạn.").sections[0]
    for header in (section.header, section.first_page_header):
        assert ("SỐ LIỆU MINH HỌA" in "".join(header._element.itertext())) == illustrative
        if illustrative:
            assert header.paragraphs[-1].paragraph_format.space_after.pt >= 6  # nothing touches the label


def test_headings_are_real_and_a_contents_list_names_them():
    file = word(Head("Báo cáo", "", ()), "## Mục một", "### Mục con", "Đoạn.", "## Mục hai")
    styles = {paragraph.text: paragraph.style.name for paragraph in file.paragraphs if paragraph.text}
    assert styles["1.1. Mục con"] == "Heading 3"
    assert [one.text.strip() for one in file.paragraphs if one.style.name == "TOC 1"] == ["1. Mục một", "2. Mục hai"]
    assert [one.text for one in file.paragraphs if one.style.name == "Heading 2"] == ["1. Mục một", "2. Mục hai"]


def test_the_contents_list_leads_to_its_headings_before_word_brings_it_up_to_date():
    file = word(Head("Báo cáo", "", ()), "## Mục một", "### Trong mục", "## Mục hai")
    lines = [one for one in file.paragraphs if one.style.name == "TOC 1"]
    leads = [link.get(qn("w:anchor")) for line in lines for link in line._p.iter(qn("w:hyperlink"))]
    named = {
        one.get(qn("w:name")): paragraph.text
        for paragraph in file.paragraphs
        for one in paragraph._p.iter(qn("w:bookmarkStart"))
    }
    assert [named[place] for place in leads] == ["1. Mục một", "2. Mục hai"]
    assert next(lines[0]._p.iter(qn("w:fldChar"))).get(qn("w:dirty")) == "true"


@pytest.mark.parametrize("size", [(4.0, 2.0), (12.0, 3.0)])
def test_no_picture_and_no_table_is_wider_than_the_text(size):
    figure, (axes,) = canvas(size[1], width=size[0])
    axes.plot([1, 2])
    chart = Chart(figure, name="h", title="Hình", alt="Một đường.", scope=SCOPE, illustrative=False)
    file = word(Head("Báo cáo", "", ()), "## Một", chart, table(), "## Hai", wide())
    rooms = [one.page_width - one.left_margin - one.right_margin for one in file.sections]
    (picture,) = file.inline_shapes
    assert 0 < picture.width <= rooms[0]
    widths = [int(one._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) * 635 for one in file.tables]
    assert all(width <= room + 12_700 for width, room in zip(widths, rooms, strict=True))  # to a point


def test_the_page_after_the_contents_list_does_not_depend_on_what_word_makes_of_the_list():
    file = word(Head("Báo cáo", "", ()), "## Mục một", "Đoạn.", "## Mục hai")
    assert not [one for one in file.element.body.iter(qn("w:br")) if one.get(qn("w:type")) == "page"]
    begins = [one.text for one in file.paragraphs if one.paragraph_format.page_break_before]
    assert begins == ["1. Mục một"]


def test_each_numbered_list_begins_with_one():
    file = word("1. một\n2. hai", "Đoạn.", "1. ba\n2. bốn")
    ids = [paragraph._p.pPr.numPr.numId.val for paragraph in file.paragraphs if paragraph.style.name == "List Number"]
    assert ids[0] == ids[1] != ids[2] == ids[3]


def test_markdown_keeps_its_emphasis_and_web_links_only():
    file = word("Một *hai* **ba** `bốn` [năm](https://a.example/x) [sáu](javascript:alert(1))")
    assert {run.text: (run.italic, run.bold) for run in file.paragraphs[0].runs}["ba"] == (None, True)
    assert [one.address for one in file.paragraphs[0].hyperlinks] == ["https://a.example/x"]


def test_an_english_report_is_proofed_in_english():
    with speaking("en"):
        head = Head("Report", "", ())
        data, about = head._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data, metadata=about)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])
    content = MtqgWordExporter().from_notebook_node(notebook)[0]
    file = docx.Document(io.BytesIO(content))
    assert file.core_properties.language == "en-GB"
    assert {one.get(qn("w:val")) for one in file.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_characters_that_xml_cannot_hold_are_left_out():
    assert clean("a\x00b\x1fc\ufffe\nd") == "abc\nd"
    with zipfile.ZipFile(io.BytesIO(MtqgWordExporter().from_notebook_node(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("x\x0by")])
    )[0])) as packed:  # fmt: skip
        assert b"\x0b" not in packed.read("word/document.xml")


def signed():
    """A report to sign with a body that points to the second of its two annexes, one upright and one across."""

    def cell(shown, tag):
        if isinstance(shown, str):
            return nbformat.v4.new_markdown_cell(shown, metadata={"tags": [tag]})
        data, metadata = shown._repr_mimebundle_()
        output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
        return nbformat.v4.new_code_cell("hiện", outputs=[output], metadata={"tags": [tag]})

    body = [cell(Head("Báo cáo", "", ()), "report"), cell("## I. KẾT QUẢ", "report")]
    body.append(cell(Sentence("Chi tiết nêu tại [phụ lục](#rong)."), "report"))
    annexes = [cell(one, "annex") for one in ("## Vốn", table(), "## Số rộng", wide())]
    book = nbformat.v4.new_notebook(cells=[*body, *annexes])
    return docx.Document(io.BytesIO(MtqgWordExporter(part="report").from_notebook_node(book)[0]))


def test_each_annex_is_a_section_that_counts_its_pages_from_one():
    sections = signed().sections
    starts = [one._sectPr.find(qn("w:pgNumType")) for one in sections]
    assert [None if one is None else one.get(qn("w:start")) for one in starts] == [None, "1", "1"]
    assert all(one.different_first_page_header_footer for one in sections)
    assert [one.orientation for one in sections][1:] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]


def test_a_reference_to_an_annex_is_a_field_that_leads_to_its_number():
    file = signed()
    (text,) = [one for one in file.paragraphs if one.text.startswith("Chi tiết")]
    assert text.text == "Chi tiết nêu tại Phụ lục II./."
    assert [one.text.strip() for one in text._p.iter(qn("w:instrText"))] == [r"REF phu_luc_2 \h"]
    marks = list(file.element.body.iter(qn("w:bookmarkStart")))
    (number,) = [one.getparent() for one in marks if one.get(qn("w:name")) == "phu_luc_2"]
    assert number.text == "Phụ lục II"
    assert len({one.get(qn("w:id")) for one in marks}) == len(marks)


def test_the_contents_list_asks_for_the_page_of_each_heading():
    file = word(Head("Báo cáo", "", ()), "## Một", table(), "## Hai", table())
    lines = [one for one in file.paragraphs if one.style.name == "TOC 1"]
    fields = [[part.text.strip() for part in line._p.iter(qn("w:instrText"))][-1] for line in lines]
    assert fields == [rf"PAGEREF muc_{number} \h" for number in (1, 2)]
