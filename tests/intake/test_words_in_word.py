"""Words typed into report.docx come back into the dataset, once, and the next report prints them."""

import csv
import io
import shutil
import zipfile
from datetime import date, datetime
from unicodedata import normalize

import nbformat
import pytest
import typing_in_word as typing
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqg_analysis import Period, evaluate_year, load_ledger, year_end
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.domain.reference import label
from mtqg_analysis.intake.kinds import OF_WORDS
from mtqg_analysis.intake.narrative import merge
from mtqg_analysis.intake.read_docx import Typed
from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.ledger.written_places import Memo, Printed
from mtqg_analysis.report.formats import exporters
from mtqg_analysis.report.issuer import Office

VIEWS = ("direction", "strengths", "shortcomings", "causes", "lessons", "solutions", "proposals")
DAY = datetime(2025, 1, 23, 19, 30)  # in universal time; in Vietnam it is the next day
HEAD = "narrative,year,place,subject_kind,subject,text_vi,text_en,evidence,author,day,status"
ROWS = f"""{HEAD}
A,2024,limits,capital,recurrent,Giải ngân vốn sự nghiệp còn rất chậm.,It is slow.,LS-N18,STC,2025-01-20,written
B,2024,limits,,,Vốn đối ứng bố trí muộn.,,LS-N21,STC,2025-01-20,written
C,2024,lessons,,,Làm sớm thì xong sớm.,,,STC,2025-01-20,proposed
"""


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    """A screen on which nothing wraps."""
    monkeypatch.setenv("COLUMNS", "300")


def called(kind):
    """A kind of finding as the screen calls it."""
    return label("finding", kind)


def cell(source, display=None):
    made = nbformat.v4.new_markdown_cell(source) if display is None else nbformat.v4.new_code_cell(source)
    made.metadata["tags"] = ["report"]
    if display is not None:
        data, about = display._repr_mimebundle_()
        made.outputs = [nbformat.v4.new_output("display_data", data=data, metadata=about)]
    return made


@pytest.fixture
def folder(root, tmp_path):
    """A copy of Lạng Sơn's dataset under a name of its own."""
    return shutil.copytree(root / "data/langson", tmp_path / "mydata")


@pytest.fixture
def office(folder):
    """The same, with words of its office."""
    (folder / "narrative.csv").write_text(ROWS, "utf-8")
    return folder


@pytest.fixture
def report(nation, tmp_path):
    """Makes the judgement of 2024 over a dataset as Word has it, and opens it."""

    def made(folder, language="vi", frame=b""):
        period = Period(2024, date(2024, 12, 31))
        evaluation = evaluate_year(load_ledger(folder, period), nation)
        with speaking(language):
            cells = [cell("head", year_end.head(evaluation, Office(word_frame=frame))), cell("## I. MỤC")]
            for number, name in enumerate(VIEWS, start=1):
                cells += [cell(f"### {number}. Mục"), cell(name, getattr(year_end, name)(evaluation))]
            book = nbformat.v4.new_notebook(cells=cells)
            content, _ = exporters.MtqgWordExporter(part="report").from_notebook_node(book)
        file = typing.opened(io.BytesIO(content))
        file.core_properties.modified = DAY
        return file

    return made


def held(folder):
    with (folder / "narrative.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def at(folder, place):
    return [row["text_vi"] for row in held(folder) if row["place"] == place]


def printed(report, folder, place):
    """What the next report prints at a place, without its bullets' ends."""
    return [text.removesuffix("./.").rstrip(".") for text in typing.said_at(report(folder), place)]


# What comes back ----------------------------------------------------------------------------------------------------


def test_three_paragraphs_typed_in_an_open_place_are_three_rows_and_the_next_report_prints_them(mtqg, report, folder):
    file, words = (
        report(folder),
        ["Chuẩn bị đầu tư sớm", "Rà soát đối tượng trước khi giao vốn", "Giao chỉ tiêu từng xã"],
    )
    typing.type_at(file, "lessons", [f"{words[0]}.", f"- {words[1]}", words[2]])
    told = mtqg("intake", typing.saved(file, folder / "r.docx"), "--into", folder)
    assert told.status == 0
    assert "mục «Bài học kinh nghiệm» 3 lời mới." in " ".join(told.out.split())
    assert at(folder, "lessons") == [f"{text}." for text in words]
    about = {(row["year"], row["author"], row["day"], row["status"]) for row in held(folder)}
    assert about == {("2024", "Nguyễn Thị Hà", "2025-01-24", "written")}
    assert printed(report, folder, "lessons") == words
    assert mtqg("check", folder).status == 0


def test_a_report_that_nobody_touched_changes_nothing(mtqg, report, office):
    before = (office / "narrative.csv").read_bytes()
    told = mtqg("intake", typing.saved(report(office), office / "r.docx"), "--into", office)
    assert (told.status, "Không có lời nào mới" in told.out) == (0, True)
    assert (office / "narrative.csv").read_bytes() == before


def test_the_same_file_again_stores_nothing_twice(mtqg, report, office):
    file = report(office)
    typing.type_at(file, "limits", ["Giải ngân vốn sự nghiệp còn chậm, nhất là ở cấp huyện.", "Một ý mới."])
    path = typing.saved(file, office / "r.docx")
    assert mtqg("intake", path, "--into", office).status == 0
    once = (office / "narrative.csv").read_bytes()
    assert "Không có lời nào mới" in mtqg("intake", path, "--into", office).out
    assert (office / "narrative.csv").read_bytes() == once


def test_a_sentence_in_new_words_keeps_what_it_is_about_and_what_it_rests_on(mtqg, report, office):
    file = report(office)
    typing.type_at(file, "limits", ["Giải ngân vốn sự nghiệp còn chậm.", "Vốn đối ứng bố trí muộn."])
    told = mtqg("intake", typing.saved(file, office / "r.docx", "Lê Văn Ba"), "--into", office)
    assert "mục «Tồn tại, hạn chế» 1 lời sửa." in " ".join(told.out.split())
    assert called("TRANSLATION_DROPPED") in told.out
    first, second, _ = held(office)
    assert (first["subject_kind"], first["subject"], first["evidence"]) == ("capital", "recurrent", "LS-N18")
    assert (first["narrative"], first["author"], first["text_en"]) == ("A", "Lê Văn Ba", "")
    assert second["author"] == "STC"


def test_a_draft_without_its_mark_is_approved(mtqg, report, office):
    file = report(office)
    assert typing.said_at(file, "lessons") == ["Làm sớm thì xong sớm (dự thảo, chờ duyệt)."]
    typing.type_at(file, "lessons", ["Làm sớm thì xong sớm."])
    assert mtqg("intake", typing.saved(file, office / "r.docx"), "--into", office).status == 0
    assert [(row["narrative"], row["status"]) for row in held(office)][-1] == ("C", "written")


def test_a_source_s_sentences_become_the_office_s_where_one_of_them_is_changed(mtqg, report, folder):
    file = report(folder)
    words = typing.said_at(file, "causes")
    assert mtqg("intake", typing.saved(file, folder / "r.docx"), "--into", folder).status == 0
    assert not (folder / "narrative.csv").exists()
    words[0] = "Văn bản hướng dẫn quá nhiều, quá chi tiết và ban hành chậm."
    typing.type_at(file, "causes", words)
    assert mtqg("intake", typing.saved(file, folder / "r.docx"), "--into", folder).status == 0
    assert at(folder, "causes") == words
    assert [row["evidence"] for row in held(folder)] == ["LS-N22", "LS-N23", "LS-N24", "LS-N25", "LS-N26"]
    assert mtqg("check", folder).status == 0


def test_a_number_that_the_data_contradict_is_told_as_soon_as_it_comes(mtqg, report, folder):
    file = report(folder)
    typing.type_at(
        file, "lessons", ["Vốn đầu tư giải ngân đạt 69,4% kế hoạch.", "Vốn sự nghiệp chỉ giải ngân đạt 39,0%."]
    )
    told = mtqg("intake", typing.saved(file, folder / "r.docx"), "--into", folder)
    assert told.status == 0
    assert told.out.count(called("WORDS_CONTRADICTED")) == 1
    assert "«39,0%» trái với dữ liệu" in told.out


def test_what_is_left_out_is_told_and_kept_beside(mtqg, report, office):
    file = report(office)
    typing.type_at(file, "limits", ["Vốn đối ứng bố trí muộn."])
    told = mtqg("intake", typing.saved(file, office / "r.docx"), "--into", office)
    assert (told.status, called("WORDS_REMOVED") in told.out) == (0, True)
    assert [row["narrative"] for row in held(office)] == ["B", "C"]
    (kept,) = office.glob("narrative_kept-*.csv")
    assert kept.read_text("utf-8") == ROWS


def test_a_place_that_was_emptied_is_asked_about(mtqg, report, office):
    file = report(office)
    typing.type_at(file, "limits", [])
    path = typing.saved(file, office / "r.docx")
    told = mtqg("intake", path, "--into", office)
    assert (told.status, called("WORDS_EMPTIED") in told.out) == (1, True)
    assert [row["narrative"] for row in held(office)] == ["A", "B", "C"]
    assert mtqg("intake", path, "--into", office, "--accept", "WORDS_EMPTIED:limits").status == 0
    assert [row["narrative"] for row in held(office)] == ["C"]


def test_words_that_changed_in_the_dataset_meanwhile_are_not_overwritten_unasked(mtqg, report, office):
    file = report(office)
    (office / "narrative.csv").write_text(ROWS.replace("bố trí muộn", "bố trí rất muộn"), "utf-8")
    typing.type_at(file, "limits", ["Giải ngân vốn sự nghiệp còn rất chậm.", "Vốn đối ứng bố trí muộn, thiếu."])
    path = typing.saved(file, office / "r.docx")
    told = mtqg("intake", path, "--into", office)
    assert (told.status, called("WORDS_CONFLICT") in told.out) == (1, True)
    assert at(office, "limits")[1] == "Vốn đối ứng bố trí rất muộn."
    assert mtqg("intake", path, "--into", office, "--accept", "WORDS_CONFLICT:limits").status == 0
    assert at(office, "limits")[1] == "Vốn đối ứng bố trí muộn, thiếu."


def test_both_normal_forms_of_a_letter_are_the_same_words(mtqg, report, office):
    file = report(office)
    typing.type_at(file, "limits", [normalize("NFD", text) for text in typing.said_at(file, "limits")])
    path = typing.saved(file, office / "r.docx")
    assert "Không có lời nào mới" in mtqg("intake", path, "--into", office).out
    typing.type_at(file, "solutions", [normalize("NFD", "Đẩy nhanh tiến độ")])
    assert mtqg("intake", typing.saved(file, path), "--into", office).status == 0
    assert at(office, "solutions") == ["Đẩy nhanh tiến độ."]


def test_tracked_changes_are_taken_as_accepted(mtqg, report, folder):
    file = report(folder)
    typing.type_at(file, "lessons", ["Làm", "sớm", "Ý thứ hai"])
    first = typing.paragraphs_of(file, "lessons")[0]
    names, run = nsdecls("w"), "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    first.append(parse_xml(f"<w:ins {names} w:id='1' w:author='A'>{run.format(' thật')}</w:ins>"))
    gone = "<w:r><w:delText>bỏ</w:delText></w:r>"
    first.append(parse_xml(f"<w:del {names} w:id='2' w:author='A'>{gone}</w:del>"))
    mark = parse_xml(f"<w:rPr {names}><w:del w:id='3' w:author='A'/></w:rPr>")
    first.get_or_add_pPr().append(mark)  # the paragraph now ends where the next one does
    told = mtqg("intake", typing.saved(file, folder / "r.docx"), "--into", folder)
    assert (told.status, called("TRACKED_CHANGES") in told.out) == (0, True)
    assert at(folder, "lessons") == ["Làm thật sớm.", "Ý thứ hai."]


def test_a_bookmark_tells_the_place_where_the_control_is_gone(mtqg, report, folder):
    file = report(folder)
    typing.type_at(file, "lessons", ["Ý một", "Ý hai"])
    control = typing.control(file, "lessons")
    for paragraph in typing.paragraphs_of(file, "lessons"):
        control.addprevious(paragraph)
    control.getparent().remove(control)
    assert mtqg("intake", typing.saved(file, folder / "r.docx"), "--into", folder).status == 0
    assert at(folder, "lessons") == ["Ý một.", "Ý hai."]


def test_what_was_typed_between_a_control_and_the_next_heading_belongs_to_the_place(mtqg, report, folder):
    file = report(folder)
    typing.type_at(file, "lessons", ["Ý một"])
    typing.control(file, "lessons").addnext(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>Ý ngoài khung</w:t></w:r></w:p>"))
    assert mtqg("intake", typing.saved(file, folder / "r.docx"), "--into", folder).status == 0
    assert at(folder, "lessons") == ["Ý một.", "Ý ngoài khung."]


def test_a_report_in_a_frame_that_was_a_report_of_another_year_is_read_as_itself(mtqg, report, folder, tmp_path):
    old = report(folder)
    for one in list(old.element.body)[:-1]:
        old.element.body.remove(one)
    old.add_paragraph("{{noi_dung}}")
    frame = rezipped(typing.saved(old, tmp_path / "frame.docx"), lambda parts: {_memos(parts)[0]: _of_2023(parts)})
    file = report(folder, frame=frame.read_bytes())
    typing.type_at(file, "lessons", ["Ý một"])
    assert mtqg("intake", typing.saved(file, folder / "r.docx"), "--into", folder).status == 0
    assert [(row["year"], row["text_vi"]) for row in held(folder)] == [("2024", "Ý một.")]


def test_who_writes_is_asked_where_the_file_does_not_say(mtqg, report, folder):
    file = report(folder)
    typing.type_at(file, "lessons", ["Ý một"])
    path = typing.saved(file, folder / "r.docx", author="")
    told = mtqg("intake", path, "--into", folder)
    assert (told.status, called("AUTHOR_MISSING") in told.out) == (1, True)
    assert mtqg("intake", path, "--into", folder, "--author", "Sở Tài chính").status == 0
    assert {row["author"] for row in held(folder)} == {"Sở Tài chính"}


def test_a_translation_has_no_places_to_write(report, office):
    file = report(office, "en")
    assert list(file.element.body.iter(qn("w:sdt"))) == []


# What is refused ----------------------------------------------------------------------------------------------------


def test_words_of_another_dataset_or_year_are_refused(mtqg, report, folder, root, tmp_path):
    other = shutil.copytree(root / "data/langson", tmp_path / "langson")
    file = report(folder)
    typing.type_at(file, "lessons", ["Ý một"])
    path = typing.saved(file, folder / "r.docx")
    for arguments in (("--into", other), ("--into", folder, "--year", "2023")):
        told = mtqg("intake", path, *arguments)
        assert (told.status, called("OTHER_DATASET") in told.out) == (1, True)
    assert not (other / "narrative.csv").exists()
    assert not (folder / "narrative.csv").exists()


def _foreign(file):
    for tag in typing.control(file, "lessons").iter(qn("w:tag")):
        tag.set(qn("w:val"), "mtqg:mydata:2023:lessons")


def _lost(file):
    control = typing.control(file, "lessons")
    control.getparent().remove(control)
    for mark in file.element.body.xpath(".//w:bookmarkStart[starts-with(@w:name, 'mtqg_lessons')]"):
        mark.getparent().remove(mark)


def _picture(file):
    typing.add_at(file, "lessons", "<w:r><w:drawing/></w:r>")


def _old_font(file):
    typing.type_at(file, "lessons", ["HuyÖn"])
    typing.add_at(file, "lessons", "<w:r><w:rPr><w:rFonts w:ascii='.VnTime'/></w:rPr><w:t> B¾c S¬n</w:t></w:r>")


def _long(file):
    typing.type_at(file, "lessons", ["dài " * 2000])


SPOILT = {
    "WORDS_FOREIGN": _foreign,
    "WORDS_PLACE_LOST": _lost,
    "WORDS_NOT_TEXT": _picture,
    "WORDS_FONT": _old_font,
    "WORDS_TOO_LONG": _long,
}
ABOVE = {"WORDS_EMPTIED", "WORDS_CONFLICT", "WORDS_REMOVED", "TRANSLATION_DROPPED", "AUTHOR_MISSING"}
ABOVE |= {"OTHER_DATASET", "TRACKED_CHANGES", "WORDS_CONTRADICTED"}


def test_every_kind_of_finding_about_words_is_met_here():
    assert set(SPOILT) | ABOVE == OF_WORDS


@pytest.mark.parametrize("kind", SPOILT)
def test_what_cannot_be_kept_is_said_with_its_place(mtqg, report, folder, kind):
    file = report(folder)
    SPOILT[kind](file)
    told = mtqg("intake", typing.saved(file, folder / "r.docx"), "--into", folder)
    assert called(kind) in told.out
    assert told.status == (0 if kind == "WORDS_PLACE_LOST" else 1)
    assert not (folder / "narrative.csv").exists()


def rezipped(path, change):
    """The file with some of its parts changed, by name."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (parts | change(parts)).items():
            new.writestr(name, content)
    return path


DOCUMENT = "word/document.xml"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
MISMATCH = "FORMAT_MISMATCH"
HOSTILE = {
    "no memo": (lambda parts: dict.fromkeys(_memos(parts), b"<a/>"), "FORMAT_MISMATCH"),
    "entity": (lambda parts: {DOCUMENT: ENTITY}, "XML_ENTITY"),
    "broken": (lambda parts: {DOCUMENT: parts[DOCUMENT][:-40]}, "FORMAT_MISMATCH"),
    "bomb": (lambda parts: {DOCUMENT: parts[DOCUMENT] + b" " * (30 << 20)}, "ZIP_BOMB"),
    "two memos": (lambda parts: {"customXml/item9.xml": _of_2023(parts)}, "FORMAT_MISMATCH"),
    "odd memo": (lambda parts: dict.fromkeys(_memos(parts), _of_2023(parts).replace(b'kind="', b'kin="')), MISMATCH),
    "deep": (lambda parts: {DOCUMENT: b"<a>" * 5000 + b"</a>" * 5000}, "FORMAT_MISMATCH"),
}


def _memos(parts):
    return [name for name, content in parts.items() if b"urn:mtqg-analysis" in content]


def _of_2023(parts):
    return parts[_memos(parts)[0]].replace(b'"2024"', b'"2023"')


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_or_foreign_document_is_refused_in_a_sentence(mtqg, report, folder, case):
    change, kind = HOSTILE[case]
    path = rezipped(typing.saved(report(folder), folder / "r.docx"), change)
    told = mtqg("intake", path, "--into", folder, "--marked", folder / "marked")
    assert (told.status, called(kind) in told.out) == (1, True)
    assert not (folder / "narrative.csv").exists()


def test_macros_are_told_and_nothing_of_them_is_run(report, folder):
    path = typing.saved(report(folder), folder / "r.docx")
    rezipped(path, lambda parts: {"word/vbaProject.bin": b"Attribute VB_Name"})
    assert [one.kind for one in read_file(path).findings] == ["MACRO"]


# Laws ---------------------------------------------------------------------------------------------------------------

LETTERS = st.text("aăâđêôơư xyz", min_size=1, max_size=12).map(str.strip).filter(bool)
PLACE = st.lists(LETTERS, max_size=5, unique=True)


def brought(rows, before, now):
    """Rows after a place of `before` was changed to say `now`."""
    items = tuple(Printed(f"{row['text_vi']}", "written", row["narrative"]) for row in before)
    memo = Memo("mydata", "2024", {"limits": items})
    typed = Typed(memo, {"limits": [(text, False) for text in now]}, "A", date(2025, 1, 24))
    return merge(typed, rows, "A", date(2025, 1, 24))


@settings(deadline=None)
@given(PLACE, PLACE, PLACE)
def test_after_any_change_the_dataset_says_what_stands_in_the_report_and_once(first, second, third):
    rows = brought([], [], first).rows
    assert [row["text_vi"] for row in rows] == [f"{text}." for text in first]
    merged = brought(rows, rows, second)
    assert [row["text_vi"] for row in merged.rows] == [f"{text}." for text in second]
    assert len({row["narrative"] for row in merged.rows}) == len(second)
    assert brought(merged.rows, rows, second).rows == merged.rows
    assert [row["text_vi"] for row in brought(merged.rows, merged.rows, third).rows] == [f"{text}." for text in third]


@pytest.mark.full
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_words_typed_before_another_program_saved_the_file_twice_come_back_too(mtqg, report, folder, tmp_path):
    import subprocess

    file = report(folder)
    typing.type_at(file, "lessons", ["Ý một", "Ý hai", "Ý ba"])
    path = typing.saved(file, tmp_path / "r.docx")
    for target in (tmp_path / "one", tmp_path / "two"):
        words = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
        words += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", target, path]
        subprocess.run(words, check=True, capture_output=True, timeout=300)
        path = target / "r.docx"
    assert mtqg("intake", path, "--into", folder, "--author", "Hà").status == 0
    assert at(folder, "lessons") == ["Ý một.", "Ý hai.", "Ý ba."]
    assert len(held(folder)) == 3
