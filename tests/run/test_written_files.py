"""A file that a command writes takes no file of the user's with it."""

import csv

import pytest
from spreadsheets.corpus import undecided
from spreadsheets.drawing import write_xlsx

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.dataset import read_rows
from mtqg_analysis.ledger.keeping import written
from mtqg_analysis.run import ready


def test_a_form_that_was_filled_in_is_kept_and_said(mtqg, tmp_path):
    form, asked = (
        tmp_path / "bieu.xlsx",
        ("form", "year-end", "--data", "data/langson", "--year", "2024", "--units", "districts", "--out"),
    )
    assert mtqg(*asked, form).out.strip() == f"Đã ghi {form}."
    blank = form.read_bytes()
    assert mtqg(*asked, form).out.strip() == f"Đã ghi {form}."  # the same bytes again need no word
    form.write_bytes(b"filled in")
    told = mtqg(*asked, form)
    (kept,) = [file for file in tmp_path.iterdir() if file != form]
    assert form.read_bytes() == blank
    assert kept.read_bytes() == b"filled in"
    assert f"được giữ ở {kept}" in told.out


def test_what_a_check_or_a_comparison_writes_keeps_what_was_there(mtqg, tmp_path):
    file = tmp_path / "kq.json"
    file.write_text("của tôi", "utf-8")
    assert mtqg("check", "data/langson", "--json", file).status == 0
    (kept,) = [one for one in tmp_path.iterdir() if one != file]
    assert kept.read_text("utf-8") == "của tôi"


def test_a_command_that_fails_leaves_the_file_as_it_was(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_text("của tôi", "utf-8")

    def refuses(_):
        raise DataError("không có gì")

    with pytest.raises(DataError):
        written(file, refuses)
    assert [one.read_text("utf-8") for one in tmp_path.iterdir()] == ["của tôi"]


def test_what_an_intake_writes_keeps_what_was_there(mtqg, tmp_path):
    write_xlsx(tmp_path / "a.xlsx", undecided())
    asked = ("intake", tmp_path / "a.xlsx", "--decimal", ",", "--into", tmp_path / "ds")
    asked = (*asked, "--json", tmp_path / "json", "--marked", tmp_path / "marked")
    assert mtqg(*asked).status == 0
    (layout,) = (tmp_path / "ds/layouts").iterdir()
    mine = {
        tmp_path / "json/a.xlsx.out.json": b"mine",
        tmp_path / "marked/a.xlsx.marked.xlsx": b"mine too",
        layout: layout.read_bytes().replace(b'decimal = ","', b'decimal = "."\nlevel = "district"'),
    }
    for file, content in mine.items():
        file.write_bytes(content)
    told = mtqg(*asked).out.replace("\n", "")
    for file, content in mine.items():
        (kept,) = file.parent.glob("*_kept-*")
        assert kept.read_bytes() == content
        assert kept.name in told
    assert 'level = "district"' in layout.read_text("utf-8")  # an answer that was not asked for anew stays
    mtqg(*asked)
    assert len(list(layout.parent.iterdir())) == len(list((tmp_path / "json").iterdir())) == 2  # the same again


def test_an_intake_keeps_rows_edited_by_hand_in_a_copy_and_the_users_own_columns(mtqg, tmp_path):
    write_xlsx(tmp_path / "a.xlsx", undecided())
    asked, facts = (
        ("intake", tmp_path / "a.xlsx", "--decimal", ",", "--into", tmp_path / "ds"),
        tmp_path / "ds/facts.csv",
    )
    assert "_kept-" not in mtqg(*asked).out
    assert "_kept-" not in mtqg(*asked).out  # the same rows again lose nothing
    assert list(facts.parent.glob("*_kept-*")) == []
    with facts.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows = [row | {"ghi_chu": "đã gọi điện hỏi"} for row in rows]
    rows.append(rows[0] | {"fact": "tay/1", "source": "tay"})
    with facts.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    edited = facts.read_bytes()
    assert "_kept-" in mtqg(*asked).out
    (kept,) = facts.parent.glob("facts_kept-*.csv")
    assert kept.read_bytes() == edited
    with facts.open(encoding="utf-8-sig", newline="") as stream:
        notes = {row["fact"]: row["ghi_chu"] for row in csv.DictReader(stream)}
    assert notes.pop("tay/1") == "đã gọi điện hỏi"
    assert set(notes.values()) == {""}


@pytest.mark.parametrize("note", ["một\rhai", "một\r\nhai", 'a "b", c', "\n", " x "])
def test_whatever_stands_in_a_users_own_column_outlives_an_intake(mtqg, tmp_path, note):
    write_xlsx(tmp_path / "a.xlsx", undecided())
    asked = ("intake", tmp_path / "a.xlsx", "--decimal", ",", "--into", tmp_path / "ds")
    assert mtqg(*asked).status == 0
    facts = tmp_path / "ds/facts.csv"
    with facts.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with facts.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, [*rows[0], "ghi_chu"])
        writer.writeheader()
        writer.writerows([row | {"fact": f"tay/{row['fact']}", "source": "tay", "ghi_chu": note} for row in rows[:2]])
    assert mtqg(*asked).status == 0
    kept = read_rows(facts)
    assert list(kept["ghi_chu"][:2]) == [note, note]
    assert len(kept) == len(rows) + 2


def test_what_readiness_writes_keeps_what_was_there(mtqg, tmp_path, monkeypatch):
    monkeypatch.setattr(ready, "readiness", lambda *_: [])
    file = tmp_path / "kq.json"
    file.write_text("của tôi", "utf-8")
    assert mtqg("ready", "data/langson", "--json", file).status == 0
    (kept,) = [one for one in tmp_path.iterdir() if one != file]
    assert kept.read_text("utf-8") == "của tôi"
