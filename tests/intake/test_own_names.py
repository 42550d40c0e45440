"""A name that no list knows is added by a command to the dataset's own lists, and files are read with it then."""

import csv

import pytest
from spreadsheets.drawing import DISTRICTS, by_unit, write_xlsx

from mtqg_analysis.domain.language import speaking


def drawn(path, name, replaced="Cao Lộc"):
    """A return of all districts, one of them under another name."""
    write_xlsx(path, by_unit({name if one == replaced else one: code for one, code in DISTRICTS.items()}))
    return path


def units(into):
    with (into / "facts.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["unit"] for row in csv.DictReader(stream)}


@pytest.mark.parametrize("meaning", ["183", "Huyện Cao Lộc", "huyen cao loc"])
def test_a_spelling_is_added_by_the_command_that_the_finding_names(mtqg, tmp_path, monkeypatch, meaning):
    monkeypatch.setenv("COLUMNS", "300")
    path, into = drawn(tmp_path / "a.xlsx", "Địa bàn CL cũ"), tmp_path / "data"
    told = mtqg("intake", path, "--into", into)
    assert told.status == 1
    assert 'mtqg name add "Địa bàn CL cũ" "TÊN ĐÚNG" --data' in told.out
    told = mtqg("name", "add", "Địa bàn CL cũ", meaning, "--data", into)
    assert (told.status, "Huyện Cao Lộc (183)" in told.out) == (0, True)
    assert mtqg("intake", path, "--into", into).status == 0
    assert units(into) == set(DISTRICTS.values())


def test_two_spellings_of_one_unit_and_one_that_begins_as_a_type_are_kept(mtqg, tmp_path):
    into = tmp_path / "data"
    for name in ("Địa bàn CL cũ", "TT hành chính Cao Lộc"):
        assert mtqg("name", "add", name, "183", "--data", into).status == 0
        assert mtqg("intake", drawn(tmp_path / "a.xlsx", name), "--into", into).status == 0


def test_a_new_agency_gets_a_code_of_its_own(mtqg, tmp_path):
    into, name = tmp_path / "data", "Quỹ Bảo trì vùng cao"
    path = drawn(tmp_path / "a.xlsx", name)
    assert mtqg("intake", path, "--into", into).status == 1
    told = mtqg("name", "add", name, "--data", into)
    assert (told.status, "QBTVC" in told.out) == (0, True)
    assert mtqg("intake", path, "--into", into).status == 0
    assert "QBTVC" in units(into)
    assert "QBTVC2" in mtqg("name", "add", "Quỹ Bảo tồn văn chương", "--data", into).out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["Tràng Định", "183"], "đã có trong danh mục"),
        (["CL", "Bắc Sơn"], "Huyện Bắc Sơn (185)"),
        (["CL", "Không đâu"], "có thể là: —"),
        (["=1+1", "183"], "không dùng làm tên được"),
        (["12", "183"], "không dùng làm tên được"),
    ],
)
def test_what_cannot_be_is_refused(mtqg, tmp_path, arguments, word):
    told = mtqg("name", "add", *arguments, "--data", tmp_path / "data")
    assert (told.status, word in told.err) == (2, True)
    assert not (tmp_path / "data").exists()


def test_a_folder_that_is_nowhere_is_named(mtqg, tmp_path):
    with speaking("vi"):
        told = mtqg("name", "add", "CL", "183", "--data", tmp_path / "x" / "y")
    assert (told.status, "--data" in told.err) == (2, True)
