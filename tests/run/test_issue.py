"""A report that goes out signed: what `--issue` refuses, and what it lets through."""

import shutil

import nbformat
import pytest
import typing_in_word as typing

from mtqg_analysis.domain.errors import UnfinishedError
from mtqg_analysis.run.issue import refuse_contradicted

WHOLE = {"agency": "SỞ TÀI CHÍNH", "number": "15", "symbol": "BC-STC", "place": "Lạng Sơn", "date": "2025-01-25"}
WHOLE |= {"position": "GIÁM ĐỐC", "signer": "Nguyễn Văn A", "recipients": "[Như trên]"}


def issuer(folder, **changed):
    """An issuer's file with some entries changed."""
    file = folder / "issuer.yaml"
    lines = [f"{name}: {text}" for name, text in (WHOLE | changed).items()]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def issued(run, *arguments):
    named = () if "--data" in arguments else ("--data", "data/langson")
    return run("report", "year-end", *named, "--issue", *arguments)


def test_a_report_without_an_office_is_not_issued(mtqg):
    told = issued(mtqg)
    assert told.status == 2
    assert "chưa biết cơ quan ban hành" in told.err
    assert "docs/co-quan-ban-hanh.yaml" in told.err


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "agency"])
def test_an_office_that_is_not_told_whole_is_named_with_what_it_lacks(mtqg, tmp_path, name):
    empty = "[]" if name == "recipients" else '""'
    told = issued(mtqg, "--set", f"issuer={issuer(tmp_path, **{name: empty})}")
    assert told.status == 2
    assert f"còn trống {name} (" in told.err


def test_a_report_is_not_dated_before_its_figures(mtqg, tmp_path):
    told = issued(mtqg, "--set", f"issuer={issuer(tmp_path, date='2024-12-30')}")
    assert (told.status, "trước ngày chốt số liệu 2024-12-31" in told.err) == (2, True)


@pytest.mark.full
def test_words_typed_in_word_let_a_report_go_out(command, root, tmp_path):
    data, out = shutil.copytree(root / "data/langson", tmp_path / "mydata"), tmp_path / "out"
    common = ("--data", data, "--set", f"issuer={issuer(tmp_path)}", "--format", "docx", "--out", out)
    told = issued(command, *common)
    assert told.returncode == 1
    assert "còn 03 mục" in told.stderr
    assert all(f"- {place}: chưa viết" in told.stderr for place in ("Bài học kinh nghiệm", "Giải pháp năm sau"))
    assert list(out.rglob("report.docx")) == []

    assert command("report", "year-end", *common).returncode == 0
    (path,) = out.rglob("report.docx")
    file = typing.opened(path)
    assert any("DỰ THẢO: còn 03 mục" in paragraph.text for paragraph in file.paragraphs)
    for place in ("lessons", "solutions", "proposals"):
        typing.type_at(file, place, ["Ý một", "Ý hai"])
    assert command("intake", typing.saved(file, path), "--into", data).returncode == 0

    assert issued(command, *common).returncode == 0
    (path,) = [one for one in out.rglob("report.docx") if "_kept-" not in str(one)]
    file = typing.opened(path)
    assert not any("DỰ THẢO" in paragraph.text for paragraph in file.paragraphs)
    assert typing.said_at(file, "proposals") == ["Ý một.", "Ý hai./."]


@pytest.mark.full
def test_a_draft_that_nobody_approved_keeps_a_report_back(command, tmp_path):
    data = ("--data", "data/illustrative", "--set", f"issuer={issuer(tmp_path)}")
    told = issued(command, *data, "--format", "docx", "--out", tmp_path / "out")
    assert told.returncode == 1
    assert "- Bài học kinh nghiệm: 01 câu dự thảo chưa duyệt" in told.stderr
    assert "- Kiến nghị, đề xuất: 01 câu dự thảo chưa duyệt" in told.stderr


def narrative_of(row):
    """An executed report of which one place prints a row of `narrative.csv`."""
    place = {"code": "strengths", "title": "Ưu điểm", "open": False, "items": [{"kind": "written", "row": row}]}
    output = nbformat.v4.new_output("display_data", metadata={"mtqg": {"kind": "narrative", "places": [place]}})
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output])])


WORDS = """narrative,year,place,text_vi,author,day,status
L1,2024,strengths,"Vốn đầu tư giải ngân khá (đạt 69,4% kế hoạch).",Sở Tài chính,2025-01-22,written
L2,2024,strengths,"Vốn đầu tư giải ngân khá (đạt 64,9% kế hoạch).",Sở Tài chính,2025-01-22,written
"""


def test_a_contradicted_number_in_the_words_of_the_office_is_not_issued(root, tmp_path):
    data = shutil.copytree(root / "data/langson", tmp_path / "mydata")
    (data / "narrative.csv").write_text(WORDS, "utf-8")
    refuse_contradicted(narrative_of("L1"), data, root / "data/national")  # the other row is not printed
    with pytest.raises(UnfinishedError, match=r"L2: «64,9%»\. Dữ liệu ghi .*69,4%.*hai chữ số đổi chỗ"):
        refuse_contradicted(narrative_of("L2"), data, root / "data/national")
