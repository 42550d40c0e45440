"""The office: what its files may say, and how Decree 30/2020/NĐ-CP has it written in PDF and Word."""

import io
import re
import zipfile

import docx
import nbformat
import pypdf
import pytest
from docx.oxml.ns import qn

from mtqg_analysis import read_office
from mtqg_analysis.domain.errors import DataError, ParameterError
from mtqg_analysis.report.formats.exporters import MtqgHTMLExporter, MtqgPDFExporter, MtqgWordExporter
from mtqg_analysis.report.formats.word_frame import checked_frame
from mtqg_analysis.report.issuer import Issuer, Office
from mtqg_analysis.report.sentence import Head

ISSUER = Issuer(
    agency="Sở Tài chính",
    parent_agency="Ủy ban nhân dân tỉnh Lạng Sơn",
    number="5",
    symbol="BC-STC",
    place="Lạng Sơn",
    date="2025-01-05",
    addressees=("Ủy ban nhân dân tỉnh",),
    recipients=("Như trên;", "Lưu: VT."),
    authority=("KT. Giám đốc",),
    position="Phó Giám đốc",
    signer="(ký tên)",
)
LINES = (
    "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN", "SỞ TÀI CHÍNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 05/BC-STC", "Lạng Sơn, ngày 05 tháng 01 năm 2025", "BÁO CÁO", "Kính gửi: Ủy ban nhân dân tỉnh.",
    "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "(ký tên)",
)  # fmt: skip


def notebook(office):
    data, about = Head("Đánh giá năm", "năm 2024", (("Dữ liệu", "thử"),), False, office)._repr_mimebundle_()
    head = nbformat.v4.new_output("display_data", data=data, metadata=about)
    cells = [nbformat.v4.new_code_cell("head", outputs=[head]), nbformat.v4.new_markdown_cell("## Một\n\nĐoạn văn.")]
    return nbformat.v4.new_notebook(cells=cells)


def squeezed(text):
    return "".join(text.split())


def pdf_text(office):
    content = MtqgPDFExporter().from_notebook_node(notebook(office))[0]
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def word(office):
    return docx.Document(io.BytesIO(MtqgWordExporter().from_notebook_node(notebook(office))[0]))


def body_text(file):
    return "".join(file.element.body.itertext())


# The head and the foot -------------------------------------------------------------------------------------------


def test_pdf_and_word_carry_the_head_and_the_foot_of_a_signed_document():
    office = Office(ISSUER)
    for text in (pdf_text(office), body_text(word(office))):
        squeezed_text = squeezed(text)
        places = [squeezed_text.find(squeezed(line)) for line in LINES]
        assert -1 not in places, dict(zip(LINES, places, strict=True))
        assert squeezed_text.find("Đoạnvăn.") < squeezed_text.find("Nơinhận:")


def test_without_an_issuer_the_head_is_plain():
    for text in (pdf_text(Office()), body_text(word(Office()))):
        assert "CỘNG HÒA" not in text
        assert "Nơi nhận" not in text
        assert "Đánh giá năm" in text


def test_what_is_left_empty_leaves_room_for_the_hand():
    blank = Issuer("Sở Tài chính", place="Lạng Sơn", symbol="BC-STC")
    assert blank.number_line.split() == ["Số:", "/BC-STC"]
    assert blank.place_and_date.split() == ["Lạng", "Sơn,", "ngày", "tháng", "năm"]


def test_the_page_of_the_web_has_no_head_of_a_signed_document():
    page = MtqgHTMLExporter().from_notebook_node(notebook(Office(ISSUER)))[0]
    assert "Đánh giá năm" in page


# The issuer file -------------------------------------------------------------------------------------------------


def test_an_issuer_is_the_same_after_it_travelled_as_data():
    assert Issuer.of(ISSUER.as_dict()) == ISSUER


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"agency": "A", "boss": "B"}, "boss"),
        ({"place": "Lạng Sơn"}, "agency"),
        ({"agency": ["A"]}, "agency"),
        ({"agency": "A", "recipients": "B"}, "recipients"),
        ({"agency": "A", "date": "1/31/2025"}, "date"),
        ({"agency": "A" * 301}, "301"),
        ({"agency": "A", "recipients": ["x"] * 41}, "40"),
    ],
)
def test_an_issuer_that_is_none_is_refused_by_name(given, said):
    with pytest.raises(ParameterError, match=said):
        Issuer.of(given)


def test_the_shown_issuer_file_can_be_read(root):
    office = read_office(str(root / "docs/co-quan-ban-hanh.yaml"))
    assert office.issuer.agency == "SỞ TÀI CHÍNH"
    assert office.word_frame == b""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"agency: [a", "YAML"),
        (b"- a\n- b", "agency"),
        ("agency: Sở".encode("utf-16"), "UTF-8"),
        (b"agency: &a x\nplace: *a", "bí danh"),
        (b"agency: !!python/object/apply:os.system [ls]", "YAML"),
        (b"agency: a\n" + b"#" * 70_000, "byte"),
    ],
)
def test_a_hostile_issuer_file_is_refused(tmp_path, content, said):
    file = tmp_path / "issuer.yaml"
    file.write_bytes(content)
    with pytest.raises(ParameterError, match=said):
        read_office(str(file))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("agency: Sở".encode("utf-16"), "dòng 1 cho thấy tệp dùng bảng mã UTF-16; hãy lưu lại bằng bảng mã UTF-8"),
        ("agency: Sở\n".encode("utf-16-le"), "UTF-16"),
        ("agency: Sở\nplace: Lạng Sơn\n".encode("cp1258", errors="replace"), "không theo bảng mã UTF-8"),
        ("agency: Sở\nrecipients:\n\t- Như trên\n".encode(), "dòng 3 lùi đầu dòng bằng dấu tab; hãy thay mỗi dấu tab"),
        ("agency: Sở\nplace: a: b\n".encode(), "dòng 2 không đúng cách viết «tên: giá trị»"),
        (b"agency: A\nplace:\tB\nboss: C\n", "dòng 2 có dấu tab sau «place:»; hãy thay dấu tab bằng dấu cách"),
        (b"agency: A\nplace B\nboss: C\n", "dòng 2 không đúng cách viết"),
        (b'agency: A\nplace: "B\nboss: C\ndate: D\n', "dòng 2 không đúng cách viết"),
        (b"agency: A\nrecipients: [B,\n  C\nboss: D\n", "dòng 2 không đúng cách viết"),
        (b"agency: A\n\nplace: B\x01\n", r"dòng 3 có ký tự điều khiển U\+0001; hãy xóa"),
        (b"agency: A\nagency: B\n", "dòng 2 nêu lại mục agency đã có ở dòng 1"),
        (b"agency: A\nrecipients: B\n", "dòng 2: Mục recipients .* cần một danh sách"),
        (b"agency: A\nplace: {a: b}\n", "dòng 2: Mục place .* cần một dòng chữ"),
        (b"agency: A\n\ndate: 1/31/2025\n", "dòng 3: Mục date"),
        (b"agency: A\nboss: B\n", "dòng 2: .* boss"),
    ],
)
def test_a_mistake_in_an_issuer_file_is_one_sentence_with_its_line(tmp_path, content, said):
    file = tmp_path / "issuer.yaml"
    file.write_bytes(content)
    with pytest.raises(ParameterError, match=said) as raised:
        read_office(str(file))
    assert "issuer.yaml" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert not re.search("found|expected|cannot|codec", str(raised.value))


def test_an_issuer_file_with_a_mark_in_front_is_read_and_keeps_its_zeros(tmp_path):
    file = tmp_path / "issuer.yaml"
    file.write_text("agency: Sở\nnumber: 010\ndate: 2025-01-31\n", "utf-8-sig")
    office = read_office(str(file))
    assert (office.issuer.agency, office.issuer.number, office.issuer.date) == ("Sở", "010", "2025-01-31")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "là tệp PDF; hãy lưu lại trong Word, kiểu .docx"),
        (b"\xd0\xcf\x11\xe0rest", "là tệp .doc kiểu cũ"),
        (b"abc", "không phải là tệp .docx đọc được"),
    ],
)
def test_a_frame_of_another_kind_is_named_with_its_file(tmp_path, content, said):
    file = tmp_path / "khung.docx"
    file.write_bytes(content)
    with pytest.raises(ParameterError, match=said) as raised:
        read_office("", str(file))
    assert str(file) in str(raised.value)
    assert "zip" not in str(raised.value)


def test_a_missing_issuer_file_is_named():
    with pytest.raises(DataError, match=r"khong-co\.yaml"):
        read_office("khong-co.yaml")


# The frame for Word ----------------------------------------------------------------------------------------------


def frame(*paragraphs, header="", split=""):
    file = docx.Document()
    for text in paragraphs:
        file.add_paragraph(text)
    if header:
        file.sections[0].header.paragraphs[0].text = header
    if split:
        paragraph = file.add_paragraph()
        for part in (split[:3], split[3:8], split[8:]):
            paragraph.add_run(part)
    table = file.add_table(1, 1)
    table.cell(0, 0).text = "{{so_ky_hieu}}"
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def with_part(content, name, body):
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as packed:
        packed.writestr(name, body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def test_a_frame_is_filled_and_holds_the_report():
    content = frame("Trước", "{{noi_dung}}", "Sau {{nguoi_ky}}", header="{{co_quan}}", split="{{dia_danh_ngay}}")
    file = word(Office(ISSUER, content))
    text = body_text(file)
    assert "{{" not in text
    order = [text.find(part) for part in ("Trước", "Một", "Đoạn văn.", "Sau (ký tên)", "Lạng Sơn, ngày 05")]
    assert order == sorted(order)
    assert min(order) >= 0
    assert file.tables[-1].cell(0, 0).text == "Số: 05/BC-STC"
    assert file.sections[0].header.paragraphs[0].text == "Sở Tài chính"
    assert [one.style.name for one in file.paragraphs if one.text == "Một"] == ["Heading 2"]


def test_words_of_the_report_are_never_taken_for_placeholders():
    office = Office(ISSUER, frame("{{noi_dung}}"))
    shown = notebook(office)
    shown.cells.append(nbformat.v4.new_markdown_cell("Chữ {{nguoi_ky}} này."))
    file = docx.Document(io.BytesIO(MtqgWordExporter().from_notebook_node(shown)[0]))
    assert "Chữ {{nguoi_ky}} này." in body_text(file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK not a zip", "docx"),
        (frame("không có chỗ"), "noi_dung"),
        (frame("{{noi_dung}}", "{{khong_biet}}"), "khong_biet"),
        (with_part(frame("{{noi_dung}}"), "word/vbaProject.bin", b"x"), "macro"),
        (with_part(frame("{{noi_dung}}"), "../evil.xml", b"<a/>"), "tên lạ"),
        (with_part(frame("{{noi_dung}}"), "word/x.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "DOCTYPE"),
        (
            with_part(
                frame("{{noi_dung}}"), "word/_rels/x.rels",
                b'<Relationships><Relationship Type="attachedTemplate" Target="http://e" TargetMode="External"/>',
            ),
            "ngoài tệp",
        ),
        (with_part(frame("{{noi_dung}}"), "word/media/big", b"0" * (51 * 2**20)), "giải nén"),
        (b"0" * (6 * 2**20), "byte"),
    ],
    ids=["no zip", "no place", "unknown", "macro", "path", "entity", "external", "bomb", "large"],
)  # fmt: skip
def test_a_hostile_frame_is_refused(content, said):
    with pytest.raises(ParameterError, match=said):
        checked_frame(content)


def test_a_frame_travels_inside_the_executed_notebook(tmp_path):
    file = tmp_path / "khung.docx"
    file.write_bytes(frame("Khung của cơ quan", "{{noi_dung}}"))
    assert "Khung của cơ quan" in body_text(word(read_office(word_frame=str(file))))


# The look of Word --------------------------------------------------------------------------------------------------


def test_word_looks_as_the_decree_asks():
    file = word(Office(ISSUER))
    section = file.sections[0]
    sides = [section.page_width, section.page_height, section.left_margin, section.right_margin, section.top_margin]
    assert [round(side.mm) for side in sides] == [210, 297, 30, 15, 20]
    assert section.different_first_page_header_footer
    assert "PAGE" in "".join(section.header._element.itertext())
    assert "PAGE" not in "".join(section.first_page_header._element.itertext())
    fonts = [one for one in file.styles.element.iter(qn("w:rFonts"))]
    assert {one.get(qn("w:ascii")) for one in fonts} <= {"Times New Roman", None, "Courier New", "Courier"}
    assert not [name for one in fonts for name in one.attrib if name.endswith("Theme")]
    assert {one.get(qn("w:val")) for one in file.styles.element.iter(qn("w:lang"))} == {"vi-VN"}
    heading = file.styles["Heading 2"]
    assert (heading.font.bold, str(heading.font.color.rgb), heading.font.size.pt) == (True, "000000", 14)
