"""A folder is the unit of work: files are told apart, stored as they become ready, asked about once, and read once."""

import csv
import json
import shutil

import openpyxl
from rich.console import Console
from spreadsheets.drawing import of_one, write_csv, write_xlsx

from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.run import intake as command
from mtqg_analysis.run.intake import Wanted, take_in
from mtqg_analysis.run.intake_files import find_files


def units(into):
    with (into / "facts.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["unit"] for row in csv.DictReader(stream)}


def register(into):
    return {
        one["file"].rpartition("thu/")[2]: one
        for one in json.loads((into / "received.json").read_text("utf-8"))["files"]
    }


def test_of_a_folder_each_file_is_stored_as_soon_as_it_is_ready(mtqg, tmp_path, folder):
    into = tmp_path / "data"
    told = mtqg("intake", folder, "--into", into)
    assert told.status == 1
    assert units(into) == {"183", "189"}
    assert "Không phải bảng tính nên không đọc: cong van.docx." in told.out
    assert mtqg("intake", folder, "--into", into, "--unit", "triệu").status == 1
    assert units(into) == {"181", "183", "186", "189"}
    wrong = folder / "van quan" / "bao cao.xlsx"
    book = openpyxl.load_workbook(wrong)
    book["Biểu 1"]["D8"] = 1200
    book.save(wrong)
    assert mtqg("intake", folder, "--into", into).status == 0
    assert units(into) == {"181", "183", "184", "186", "189"}


def test_a_question_is_asked_once_for_all_files_of_a_form(mtqg, tmp_path, folder):
    told = mtqg("intake", folder, "--into", tmp_path / "data")
    assert told.out.count("Câu hỏi cho") == 1
    assert "Câu hỏi cho 2 tệp cùng mẫu" in told.out

    asked = []

    def ask(kind, files, example):
        asked.append((kind, sorted(files)))
        return "triệu"

    wanted = Wanted(tmp_path / "other", ask=ask)
    take_in(find_files([folder]), Answers(), wanted, Console(quiet=True))
    assert asked == [("UNIT_MISSING", ["BC huyen Binh Gia.ods", "huu lung.xls"])]
    assert units(tmp_path / "other") == {"181", "183", "186", "189"}
    assert [file.read_text("utf-8").count('unit = "mn_vnd"') for file in (tmp_path / "other/layouts").iterdir()] == [1]


def test_a_second_call_reads_only_what_is_new_or_changed(mtqg, tmp_path, folder, monkeypatch):
    into, read = tmp_path / "data", []
    mtqg("intake", folder, "--into", into)
    before = (into / "facts.csv").read_bytes()
    reader = command.read_file
    monkeypatch.setattr(command, "read_file", lambda path, *more: read.append(path.name) or reader(path, *more))
    told = mtqg("intake", folder, "--into", into)
    assert (read, told.status) == ([], 1)
    assert told.out.count("(không đổi)") == 5
    assert (into / "facts.csv").read_bytes() == before
    write_xlsx(folder / "chi lang.xlsx", of_one("Chi Lăng", 5))
    write_csv(folder / "dinh lap.csv", of_one("Đình Lập", 6))
    mtqg("intake", folder, "--into", into)
    assert read == ["chi lang.xlsx", "dinh lap.csv"]
    assert "187" in units(into)


def test_an_answer_or_a_name_of_the_dataset_opens_what_waited_for_it(mtqg, tmp_path, folder, monkeypatch):
    into, read = tmp_path / "data", []
    mtqg("intake", folder, "--into", into)
    reader = command.read_file
    monkeypatch.setattr(command, "read_file", lambda path, *more: read.append(path.name) or reader(path, *more))
    mtqg("intake", folder, "--into", into, "--unit", "triệu")
    assert sorted(set(read)) == ["BC huyen Binh Gia.ods", "bao cao.xlsx", "huu lung.xls"]  # what was stored rests
    read.clear()
    (into / "agencies.csv").write_text("code,name_vi,short_vi,spellings,valid_from,valid_to\n", "utf-8")
    mtqg("intake", folder, "--into", into)
    assert set(read) == {"bao cao.xlsx"}


def test_files_of_one_name_are_told_apart_by_their_folders(mtqg, tmp_path, folder):
    one, other = folder / "cao loc" / "bao cao.xlsx", folder / "van quan" / "bao cao.xlsx"
    told = mtqg("intake", one, other, "--json", tmp_path / "json", "--marked", tmp_path / "marked")
    assert told.status == 1
    for part in ("cao loc", "van quan"):
        assert (tmp_path / "json" / part / "bao cao.xlsx.out.json").is_file()
        assert (tmp_path / "marked" / part / "bao cao.xlsx.marked.xlsx").is_file()
        assert f"{part}/bao cao.xlsx" in told.out
    accept = "van quan/bao cao.xlsx:Ô lỗi:Biểu 1!D8"
    assert mtqg("intake", one, other, "--accept", accept.replace("van quan", "cao loc")).status == 1
    assert mtqg("intake", one, other, "--accept", accept).status == 0


def test_the_status_says_who_has_sent_what_is_open_and_what_was_mended(mtqg, tmp_path, folder):
    into = tmp_path / "data"
    assert mtqg("intake", "--status", into).status == 2
    mtqg("intake", folder, "--into", into)
    told = mtqg("intake", "--status", into)
    assert told.status == 0
    for word in ("Huyện Cao Lộc", "1 Ô lỗi", "1 Thiếu đơn vị tính", "5 tệp, 2 đã lưu; 3 chỗ còn mở, 0 chỗ đã sửa."):
        assert word in told.out
    assert "chưa gửi (6): Thành phố Lạng Sơn, Huyện Tràng Định, Huyện Văn Lãng" in told.out
    shutil.copy(folder / "cao loc" / "bao cao.xlsx", folder / "van quan" / "bao cao.xlsx")
    write_xlsx(folder / "van quan" / "bao cao.xlsx", of_one("Văn Quan", 1))
    mtqg("intake", folder, "--into", into, "--unit", "triệu")
    assert "5 tệp, 5 đã lưu; 0 chỗ còn mở, 1 chỗ đã sửa." in mtqg("intake", "--status", into).out
    assert register(into)["van quan/bao cao.xlsx"]["mended"][0]["place"] == "Biểu 1!D8"


def test_a_version_that_is_worse_says_that_the_one_before_still_counts(mtqg, tmp_path, folder):
    into = tmp_path / "data"
    mtqg("intake", folder, "--into", into)
    worse = of_one("Cao Lộc")
    worse.put("D8", "#")
    write_xlsx(folder / "cao loc" / "bao cao.xlsx", worse)
    mtqg("intake", folder, "--into", into)
    assert "183" in units(into)
    assert "bản trước còn" in mtqg("intake", "--status", into).out.replace("\n", " ")


def test_a_file_that_the_dataset_refuses_keeps_no_other_out(mtqg, tmp_path, folder):
    into = tmp_path / "data"
    sheet = of_one("Chi Lăng", as_of="kỳ báo cáo")
    write_xlsx(folder / "chi lang.xlsx", sheet)
    told = mtqg("intake", folder, "--into", into)
    assert units(into) == {"183", "189"}
    assert "1 Chưa lưu được" in told.out
    assert "--as-of" in register(into)["chi lang.xlsx"]["open"][0]["message"]


def test_a_damaged_register_is_named(mtqg, tmp_path, folder):
    into = tmp_path / "data"
    mtqg("intake", folder, "--into", into)
    (into / "received.json").write_text('{"files": [{"file": 1}]}', "utf-8")
    told = mtqg("intake", folder, "--into", into)
    assert told.status == 2
    assert "received.json" in told.err


def test_errors_are_accepted_from_a_list_and_what_that_does_is_said(mtqg, tmp_path, folder):
    into, wrong = tmp_path / "data", folder / "van quan" / "bao cao.xlsx"
    told = mtqg("intake", wrong, "--into", into)
    assert '--accept "bao cao.xlsx:Ô lỗi:Biểu 1!D8"  (ô này không có giá trị trong bộ dữ liệu)' in told.out
    assert "CELL_ERROR" not in told.out
    (tmp_path / "nhan.txt").write_text("# đã hỏi huyện\n\nbao cao.xlsx:Ô lỗi:Biểu 1!D8\n", "utf-8")
    told = mtqg("intake", wrong, "--into", into, "--accept", tmp_path / "nhan.txt")
    assert told.status == 0
    assert "(đã nhận: ô này không có giá trị trong bộ dữ liệu)" in told.out
