"""`mtqg diff`: what moved between two runs, by how much, and what the runs were made of; hostile files are refused."""

import csv
import json

import pytest

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.report.table import TABLE_TYPE
from mtqg_analysis.run.differences import MOST_SHOWN, compare_folders, distance
from mtqg_analysis.run.printed import PrintedCell

COLUMNS = [
    {"name": "name", "label": "Dòng", "group": "", "kind": "text"},
    {"name": "money", "label": "Vốn", "group": "Năm", "kind": "bn"},
]


def cell(text, *numbers, form="#,##0"):
    return {"text": text, "numbers": list(numbers), "format": form} if numbers else {"text": text}


def written(folder, rows, *, name="bang", sentence="Có 5 tỷ.", columns=COLUMNS, **manifest):
    about = {"columns": columns, "cells": rows}
    outputs = [
        {"data": {TABLE_TYPE: {"name": name, "title": "Bảng thử", "mtqg": about}}, "metadata": {}},
        {"data": {"text/markdown": sentence}, "metadata": {"mtqg": {"kind": "sentence"}}},
    ]
    folder.mkdir()
    (folder / "executed.ipynb").write_text(json.dumps({"cells": [{"outputs": outputs}]}), "utf-8")
    parts = {"report": "baseline", "parameters": {"language": "vi"}, "inputs": {}, "versions": {}} | manifest
    (folder / "manifest.json").write_text(json.dumps(parts), "utf-8")
    return folder


def two(tmp_path, old, new, **about):
    return written(tmp_path / "a", old), written(tmp_path / "b", new, **about)


def test_the_same_report_twice_differs_in_nothing(tmp_path, mtqg):
    rows = [[cell("A"), cell("5", 5.0)]]
    told = mtqg("diff", *two(tmp_path, rows, rows))
    assert told.status == 0
    assert "không khác nhau" in told.out


def test_a_number_that_moved_is_named_with_its_table_row_and_distance(tmp_path, mtqg):
    old = [[cell("A"), cell("5", 5.0)], [cell("B"), cell("7", 7.0)]]
    new = [[cell("B"), cell("7", 7.0)], [cell("A"), cell("1.205", 1205.0)]]  # another order moves nothing
    folders = two(tmp_path, old, new, inputs={"data/assumptions.csv": "f" * 64})
    told = mtqg("diff", *folders, "--out", tmp_path / "d.csv")
    assert told.status == 1
    with (tmp_path / "d.csv").open(encoding="utf-8-sig", newline="") as stream:
        reason, moved = csv.DictReader(stream)
    assert (reason["kind"], reason["row"], reason["before"]) == ("input", "data/assumptions.csv", "không có")
    assert list(moved.values()) == ["number", "Bảng thử", "A", "Năm / Vốn", "5", "1.205", "+1.200"]


def test_rows_come_and_go_and_remarks_may_change(tmp_path):
    old = [[cell("A"), cell("5", 5.0)], [cell("B"), cell("7", 7.0)]]
    new = [[cell("A"), cell("5", 5.0)], [cell("C"), cell("8", 8.0)]]
    found = compare_folders(*two(tmp_path, old, new))
    assert [(one.kind, one.row, one.before, one.after) for one in found] == [
        ("row", "C", "không có", "có"),
        ("row", "B", "có", "không có"),
    ]


def test_rows_with_the_same_words_are_matched_in_their_order(tmp_path):
    old = [[cell("A"), cell("5", 5.0)], [cell("A"), cell("7", 7.0)]]
    new = [[cell("A"), cell("5", 5.0)], [cell("A"), cell("9", 9.0)]]
    (moved,) = compare_folders(*two(tmp_path, old, new))
    assert (moved.before, moved.after, moved.by) == ("7", "9", "+2")


def test_assumptions_stand_among_the_reasons_and_sentences_among_what_moved(tmp_path):
    old, new = [[cell("tốc độ"), cell("5", 5.0)]], [[cell("tốc độ"), cell("6", 6.0)], [cell("mới"), cell("1", 1.0)]]
    before = written(tmp_path / "a", old, name="gia_dinh")
    after = written(tmp_path / "b", new, name="gia_dinh", sentence="Có 6 tỷ.", parameters={"language": "vi", "x": 1})
    kinds = [one.kind for one in compare_folders(before, after)]
    assert kinds == ["parameter", "assumption", "assumption", "sentence"]


def test_before_and_distance_give_after_as_printed():
    old, new = PrintedCell("31", (31.49,), "#,##0"), PrintedCell("32", (31.51,), "#,##0")
    assert distance(old, new) == "+1"
    rates = PrintedCell("65,0%", (0.6499,), "0.0%"), PrintedCell("66,5%", (0.6652,), "0.0%")
    assert distance(*rates) == "+1,5 điểm %"
    assert distance(PrintedCell("[1; 2]", (1.0, 2.0), "#,##0"), new) == ""


def test_two_reports_or_two_languages_are_not_compared(tmp_path):
    rows = [[cell("A"), cell("5", 5.0)]]
    one = written(tmp_path / "a", rows)
    with pytest.raises(ParameterError, match="hai báo cáo khác nhau"):
        compare_folders(one, written(tmp_path / "b", rows, report="year-end"))
    with pytest.raises(ParameterError, match="ngôn ngữ"):
        compare_folders(one, written(tmp_path / "c", rows, parameters={"language": "en"}))


@pytest.mark.parametrize(
    "notebook",
    [
        "",
        "không phải json",
        "[]",
        "[" * 200_000,
        '{"cells": 5}',
        '{"cells": [null]}',
        '{"cells": [{"outputs": [{"data": 3}]}]}',
        json.dumps({"cells": [{"outputs": [{"data": {TABLE_TYPE: {"mtqg": {}}}}]}]}),
        json.dumps({"cells": [{"outputs": [{"data": {TABLE_TYPE: {"name": "x", "title": "x", "mtqg": {
            "columns": COLUMNS, "cells": [[{"text": "A"}, {"text": "5", "numbers": ["năm"]}]]}}}}]}]}),
        '{"cells": [{"outputs": [{"data": {"' + TABLE_TYPE + '": {"name": "x", "title": "x", "mtqg": {"columns": '
        + json.dumps(COLUMNS) + ', "cells": [[{"text": "A"}, {"text": "5", "numbers": [NaN]}]]}}}}]}]}',
    ],
)  # fmt: skip
def test_what_no_run_of_ours_wrote_is_refused_with_one_sentence(tmp_path, mtqg, notebook):
    rows = [[cell("A"), cell("5", 5.0)]]
    good, bad = two(tmp_path, rows, rows)
    (bad / "executed.ipynb").write_text(notebook, "utf-8")
    told = mtqg("diff", good, bad)
    assert told.status == 2
    assert "Traceback" not in told.err
    assert "báo cáo này" in told.err


def test_a_folder_without_a_report_is_refused_and_the_report_below_is_offered(tmp_path, mtqg):
    (tmp_path / "r/planning_baseline").mkdir(parents=True)
    inner = written(tmp_path / "r/planning_baseline/x", [])
    told = mtqg("diff", tmp_path / "r", inner)
    assert told.status == 2
    assert str(inner) in told.err.replace("\n", "")
    assert mtqg("diff", tmp_path / "nowhere", inner).status == 2


def test_text_from_a_report_commands_neither_terminal_nor_spreadsheet(tmp_path, mtqg):
    old, new = [[cell("A"), cell("x")]], [[cell("=cmd()\x1b[31m[bold]"), cell("x")]]
    told = mtqg("diff", *two(tmp_path, old, new), "--out", tmp_path / "d.csv")
    assert "\x1b" not in told.out
    assert "[bold]" in told.out.replace("\n", "")
    assert ",'=cmd()[31m[bold]," in (tmp_path / "d.csv").read_text("utf-8-sig")


def test_the_screen_shows_some_and_the_file_all(tmp_path, mtqg):
    old = [[cell(f"dòng {n}"), cell("5", 5.0)] for n in range(MOST_SHOWN + 7)]
    new = [[cell(f"dòng {n}"), cell("6", 6.0)] for n in range(MOST_SHOWN + 7)]
    told = mtqg("diff", *two(tmp_path, old, new), "--out", tmp_path / "d.csv")
    assert "và 7 chỗ nữa" in " ".join(told.out.split())
    assert len((tmp_path / "d.csv").read_text("utf-8-sig").splitlines()) == 1 + MOST_SHOWN + 7
