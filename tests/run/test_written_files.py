"""A file that a command writes takes no file of the user's with it."""

import pytest

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.keeping import written


def test_a_form_that_was_filled_in_is_kept_and_said(mtqg, tmp_path):
    form, asked = tmp_path / "bieu.xlsx", ("form", "year-end", "--year", "2024", "--units", "districts", "--out")
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
