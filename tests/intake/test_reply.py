"""Replies to senders: a letter each, with the marked workbook, that says by cell what to mend and until when."""

import docx
import openpyxl
import pytest
from spreadsheets.drawing import of_one, write_xlsx

from mtqg_analysis.domain.language import speaking


def words(path):
    """All texts of a letter in their order, those of tables too."""
    return [text.text for text in docx.Document(path).element.body.iter("{*}t") if text.text]


@pytest.fixture
def replies(mtqg, tmp_path, folder, root):
    office = root / "docs/co-quan-ban-hanh.yaml"
    into, out = tmp_path / "data", tmp_path / "tra loi"
    told = mtqg("intake", folder, "--into", into, "--reply", out, "--due", "20/01/2025", "--issuer", office)
    assert (told.status, "Đã ghi 3 công văn" in told.out) == (1, True)
    return out


def test_each_sender_of_what_is_not_ready_gets_a_letter_with_the_marked_workbook(replies):
    assert {path.relative_to(replies).as_posix() for path in replies.rglob("*.*")} == {
        "huyen-binh-gia/BC huyen Binh Gia.ods.marked.xlsx", "huyen-binh-gia/cong-van.docx",
        "huyen-huu-lung/cong-van.docx", "huyen-huu-lung/huu lung.xls.marked.xlsx",
        "huyen-van-quan/bao cao.xlsx.marked.xlsx", "huyen-van-quan/cong-van.docx",
    }  # fmt: skip
    book = openpyxl.load_workbook(replies / "huyen-van-quan/bao cao.xlsx.marked.xlsx")
    assert "không phải là số" in book["Biểu 1"]["D8"].comment.text


def test_a_letter_has_the_head_of_an_official_letter_the_cells_and_the_deadline(replies):
    said = words(replies / "huyen-van-quan/cong-van.docx")
    head = [
        "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN",
        "SỞ TÀI CHÍNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert said[:4] == head
    assert said[4] == "Số:       /STC"
    assert said[5].startswith("V/v ")
    assert "Kính gửi: Ủy ban nhân dân huyện Văn Quan." in said
    at = said.index("Nội dung")
    assert said[at + 1 : at + 5] == [
        "1",
        "bao cao.xlsx",
        "Biểu 1!D8",
        "«chưa rõ số» không phải là số; hãy nhập lại số hoặc để trống.",
    ]
    assert any(text.endswith("gửi lại trước ngày 20/01/2025.") for text in said)
    assert said[-1] == "GIÁM ĐỐC"


def test_a_letter_asks_the_sender_for_nothing_that_only_the_command_line_knows(replies):
    for path in replies.rglob("cong-van.docx"):
        assert not [text for text in words(path) if "--" in text or "mtqg" in text]
    for path in replies.rglob("*.marked.xlsx"):
        texts = [str(cell.value) for row in openpyxl.load_workbook(path)["Nhận xét"].iter_rows() for cell in row]
        assert not [text for text in texts if "--" in text]
    assert "Đơn vị tính: …" in " ".join(words(replies / "huyen-huu-lung/cong-van.docx"))


def test_letters_are_vietnamese_whatever_the_command_speaks(mtqg, tmp_path, folder):
    with speaking("en"):
        mtqg("intake", folder, "--reply", tmp_path / "replies")
    said = " ".join(words(tmp_path / "replies/huyen-van-quan/cong-van.docx"))
    assert "không phải là số; hãy nhập lại" in said
    assert "trước ngày …" in said


def test_a_file_of_which_nobody_knows_the_sender_is_answered_by_its_name(mtqg, tmp_path):
    path = tmp_path / "x" / "tam.xlsx"
    path.parent.mkdir()
    path.write_bytes(b"PK\x03\x04 hong")
    mtqg("intake", path, "--reply", tmp_path / "tra loi")
    said = " ".join(words(tmp_path / "tra loi/tam/cong-van.docx"))
    assert "Kính gửi: đơn vị lập tệp «tam.xlsx»." in said
    assert "cả tệp" in said


def test_nothing_is_sent_to_those_who_are_done(mtqg, tmp_path):
    write_xlsx(tmp_path / "cao loc.xlsx", of_one("Cao Lộc"))
    assert mtqg("intake", tmp_path / "cao loc.xlsx", "--reply", tmp_path / "tra loi").status == 0
    assert not (tmp_path / "tra loi").exists()
