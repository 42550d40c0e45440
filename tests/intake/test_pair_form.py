"""Judging pairs of works in Excel: the form that is written, and what comes back of it."""

import csv
import re
from datetime import date

import openpyxl
import pytest

from mtqg_analysis import load_ledger
from mtqg_analysis.analysis.overlap.search import find_overlaps
from mtqg_analysis.intake.pair_form import KEPT, PairRow, write_pair_form
from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.ledger.facts import SIDE_COLUMNS

DAY = date(2026, 1, 31)
LABELS = {
    "Cùng một công trình hoặc nội dung": "same_object",
    "Cùng đối tượng hưởng lợi": "same_beneficiary",
    "Lồng ghép nguồn vốn đúng quy định": "co_financing",
    "Khác nhau": "different",
}


@pytest.fixture
def folder(few):
    """The illustrative dataset with a fifth of its needs, of which nobody has judged a pair yet."""
    (few / "judgements.csv").unlink()
    head, *needs = (few / "needs.csv").read_text("utf-8-sig").splitlines(keepends=True)
    some = [need for need in needs if not "NC0080" < need < "NC0440"]
    assert 300 < len(some) < 600
    (few / "needs.csv").write_text("".join([head, *some]), "utf-8")
    return few


def rows_of(folder):
    with (folder / "judgements.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def heads(page):
    return {cell.value: cell.column for cell in page[5] if cell.value}


def answer(file, verdicts, judge="Sở Tài chính", note=""):
    """Fills a form in from its first pair on; a blank verdict leaves its pair open."""
    book = openpyxl.load_workbook(file)
    page = book["Nhận định"]
    columns = heads(page)
    for at, verdict in enumerate(verdicts, start=6):
        page.cell(at, columns["Nhận định"], verdict or None)
        page.cell(at, columns["Người nhận định"], judge)
        page.cell(at, columns["Lý do, căn cứ"], note or None)
    book.save(file)


@pytest.mark.full
def test_the_form_asks_about_every_open_pair_with_reasons_and_four_choices(mtqg, folder, tmp_path):
    assert mtqg("form", "overlaps", "--data", folder, "--out", tmp_path / "a.xlsx").status == 0
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["Nhận định"]
    found, columns = find_overlaps(load_ledger(folder), DAY), heads(page)
    assert page.max_row == 5 + len(found.candidates)
    first = found.candidates.iloc[0]
    names = {page.cell(6, columns[f"Công trình thứ {place}"]).value for place in ("nhất", "hai")}
    assert names == {found.works["name"][first[side]] for side in ("one", "other")}
    assert re.search(r"Trọng số: [−\d,]+\.$", page.cell(6, columns["Lý do xem xét"]).value)
    (rule,) = page.data_validations.dataValidation
    assert rule.formula1.strip('"').split(",") == list(LABELS)
    assert page.protection.sheet
    for words, column in columns.items():
        is_open = words in ("Nhận định", "Người nhận định", "Lý do, căn cứ")
        assert page.cell(6, column).protection.locked is not is_open
    hidden = page.column_dimensions[openpyxl.utils.get_column_letter(columns["work"])]
    assert hidden.hidden
    assert all(cell.data_type == "s" for row in page.iter_rows() for cell in row if cell.value is not None)


def test_answers_are_stored_by_code_and_the_pairs_are_not_asked_again(mtqg, folder, tmp_path):
    form = tmp_path / "nhan dinh.xlsx"
    mtqg("form", "overlaps", "--data", folder, "--out", form)
    answer(form, [*LABELS, ""], note="theo hồ sơ")
    told = mtqg("intake", form, "--into", folder)
    assert told.status == 0
    assert "4 nhận định" in told.out
    assert "chưa có nhận định" in told.out
    rows = rows_of(folder)
    assert [row["verdict"] for row in rows] == [*LABELS.values()]
    assert list(rows[0]) == [column.name for column in SIDE_COLUMNS["judgements"]]
    assert {(row["judged_by"], row["note"], row["drawn"]) for row in rows} == {("Sở Tài chính", "theo hồ sơ", "")}
    assert all(row["work_name"] and row["other_name"] for row in rows)
    assert mtqg("check", folder).status == 0
    found = find_overlaps(load_ledger(folder), DAY)
    assert (found.judgements["state"] == "holds").all()
    assert (found.candidates["verdict"] != "").sum() == 4
    before = (folder / "facts.csv").read_bytes(), (folder / "sources.csv").read_bytes()
    assert mtqg("intake", form, "--into", folder).status == 0  # the same form again: nothing is doubled
    assert rows_of(folder) == rows
    assert ((folder / "facts.csv").read_bytes(), (folder / "sources.csv").read_bytes()) == before


def test_a_row_that_cannot_be_read_keeps_the_form_out_until_it_is_accepted(mtqg, folder, tmp_path):
    form = tmp_path / "a.xlsx"
    mtqg("form", "overlaps", "--data", folder, "--out", form)
    answer(form, ["Khác nhau", "trùng một phần"])
    told = mtqg("intake", form, "--into", folder)
    assert told.status == 1
    assert "Nhận định không rõ" in told.out
    assert not (folder / "judgements.csv").exists()
    (one,) = [one for one in read_file(form).findings if one.severity == "error"]
    assert mtqg("intake", form, "--into", folder, "--accept", f"{one.kind}:{one.place}").status == 0
    assert len(rows_of(folder)) == 1


@pytest.mark.full
def test_a_drawn_sample_shows_no_reasons_and_gives_precision_and_recall(mtqg, folder, tmp_path):
    form = tmp_path / "mau.xlsx"
    assert mtqg("form", "overlaps", "--data", folder, "--sample", "4", "--out", form).status == 0
    page = openpyxl.load_workbook(form)["Nhận định"]
    columns, pairs = heads(page), page.max_row - 5
    assert "Lý do xem xét" not in columns
    assert not any("bit" in str(cell.value) for row in page.iter_rows() for cell in row)
    answer(form, ["Khác nhau"] * pairs)
    assert mtqg("intake", form, "--into", folder).status == 0
    rows = rows_of(folder)
    assert len(rows) == pairs
    assert all(int(row["stratum_pairs"]) >= int(row["drawn"]) >= 1 for row in rows)
    found = find_overlaps(load_ledger(folder), DAY)
    assert (found.quality.n, found.quality.precision, found.weights.judged) == (pairs, 0, 0)
    told = mtqg("form", "overlaps", "--data", folder, "--sample", "4", "--out", tmp_path / "b.xlsx")
    assert told.status == 2
    assert "không còn cặp nào" in told.err


@pytest.mark.full
def test_a_drawn_sample_does_not_show_what_somebody_judged_before(mtqg, folder, tmp_path):
    before, sample = tmp_path / "truoc.xlsx", tmp_path / "mau.xlsx"
    mtqg("form", "overlaps", "--data", folder, "--out", before)
    answer(before, ["Khác nhau"] * 4, note="theo hồ sơ")
    mtqg("intake", before, "--into", folder)
    assert mtqg("form", "overlaps", "--data", folder, "--sample", "9", "--out", sample).status == 0
    page = openpyxl.load_workbook(sample)["Nhận định"]
    columns = heads(page)
    drawn = {page.cell(row, columns["work"]).value for row in range(6, page.max_row + 1)}
    assert drawn & {row["work"] for row in rows_of(folder)}  # pairs that were judged are drawn like others
    open_ = [columns[words] for words in ("Nhận định", "Người nhận định", "Lý do, căn cứ")]
    assert not any(page.cell(row, column).value for row in range(6, page.max_row + 1) for column in open_)


@pytest.mark.parametrize("lost", KEPT[:4])
def test_a_row_that_lost_a_hidden_cell_is_refused(tmp_path, lost):
    kept = {name: "A" for name in KEPT if name != lost}
    shown = "Đường", "Xã A", "2026", "5"
    form = write_pair_form(tmp_path / "a.xlsx", [PairRow(shown, shown, kept)], "")
    answer(form, ["Khác nhau"])
    reading = read_file(form)
    assert [one.kind for one in reading.findings if one.severity == "error"] == ["JUDGEMENT_UNREADABLE"]
    assert not reading.judgements


@pytest.mark.full
def test_a_pair_judged_anew_is_replaced_and_stays_of_its_sample(mtqg, folder, tmp_path):
    sample, again = tmp_path / "mau.xlsx", tmp_path / "lai.xlsx"
    mtqg("form", "overlaps", "--data", folder, "--out", again)  # while all pairs are open
    mtqg("form", "overlaps", "--data", folder, "--sample", "50", "--out", sample)
    answer(sample, ["Khác nhau"] * (openpyxl.load_workbook(sample)["Nhận định"].max_row - 5))
    mtqg("intake", sample, "--into", folder)
    count = len(rows_of(folder))
    answer(again, ["Cùng một công trình"], judge="Ban Dân tộc")
    told = mtqg("intake", again, "--into", folder)
    assert "thay 1 nhận định cũ" in told.out
    (row,) = [row for row in rows_of(folder) if row["judged_by"] == "Ban Dân tộc"]
    assert (row["verdict"], row["drawn"] != "") == ("same_object", True)
    assert len(rows_of(folder)) == count


@pytest.mark.full
def test_names_that_look_like_formulas_stay_text_and_come_back_whole(mtqg, folder, tmp_path):
    needs = (folder / "needs.csv").read_text("utf-8-sig")
    name = '=HYPERLINK("http://x";"Đường thôn Pò Lùng") xã Tân Tiến'
    old = "Sửa chữa, nâng cấp đường GT thôn Pò Lùng xã Tân Tiến"
    assert old in needs
    (folder / "needs.csv").write_text(needs.replace(f'"{old}"', '"' + name.replace('"', '""') + '"'), "utf-8")
    form = tmp_path / "a.xlsx"
    mtqg("form", "overlaps", "--data", folder, "--out", form)
    page = openpyxl.load_workbook(form)["Nhận định"]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value == name]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    answer(form, ["Khác nhau"] * (page.max_row - 5))
    assert mtqg("intake", form, "--into", folder).status == 0
    assert name in {row[side] for row in rows_of(folder) for side in ("work_name", "other_name")}
    assert (find_overlaps(load_ledger(folder), DAY).judgements["state"] == "holds").all()


@pytest.mark.full
def test_a_form_saved_as_csv_under_vietnamese_settings_is_read_too(mtqg, folder, tmp_path):
    form = tmp_path / "a.xlsx"
    mtqg("form", "overlaps", "--data", folder, "--out", form)
    answer(form, ["Khác nhau", ""])
    with (tmp_path / "a.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(openpyxl.load_workbook(form)["Nhận định"].values)
    assert mtqg("intake", tmp_path / "a.csv", "--into", folder).status == 0
    assert [row["verdict"] for row in rows_of(folder)] == ["different"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--data", "data/langson"], "needs.csv"),
        (["--data", "data/illustrative", "--sample", "0"], "--sample"),
        (["--data", "data/khong-co"], "Không tìm thấy"),
    ],
)
def test_a_form_that_cannot_be_is_refused(mtqg, tmp_path, arguments, word):
    told = mtqg("form", "overlaps", *arguments, "--out", tmp_path / "a.xlsx")
    assert told.status == 2
    assert word in told.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.full
def test_judgements_need_a_dataset_to_go_to(mtqg, folder, tmp_path):
    form = tmp_path / "a.xlsx"
    mtqg("form", "overlaps", "--data", folder, "--out", form)
    answer(form, ["Khác nhau"])
    told = mtqg("intake", form, "--into", tmp_path / "moi")
    assert told.status == 2
    assert "--into" in told.err
