"""`mtqg diff`: what moved between two runs, by how much, and what the runs were made of; hostile files are refused."""

import csv
import json
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import html

from mtqg_analysis import planning
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.report.chart import SCREEN_TYPE
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.table import TABLE_TYPE
from mtqg_analysis.run import differences, kept_inputs
from mtqg_analysis.run.difference import distance
from mtqg_analysis.run.difference_words import MOST_SHOWN
from mtqg_analysis.run.printed import PrintedCell
from tests.written_runs import COLUMNS, cell, drawn, shown, written


def compare_folders(before, after):
    return differences.compare_folders(before, after).differences


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
    assert list(moved.values()) == ["number", "Bảng thử", "A", "Năm / Vốn", "5", "1.205", "+1.200", ""]


def test_a_changed_library_is_named_by_its_modules(tmp_path, monkeypatch, mtqg):
    for name, mark in (("a", "1"), ("b", "2")):
        of_now = {"analysis/cells.py": mark * 64, "cli.py": "3" * 64}
        monkeypatch.setattr(kept_inputs, "modules", lambda of_now=of_now: of_now)
        run = written(tmp_path / name, [[cell("A"), cell(mark, int(mark))]], inputs={"code": mark * 64})
        kept_inputs.keep_inputs({}, run / kept_inputs.KEPT)
    reason, _ = compare_folders(tmp_path / "a", tmp_path / "b")
    assert (reason.row, reason.before, reason.after) == ("analysis/cells.py", "1" * 12, "2" * 12)
    told = mtqg("diff", tmp_path / "a", tmp_path / "b")
    assert told.out.startswith("1 trong 1 số đổi; vì mã chương trình analysis/cells.py.")


def test_rows_come_and_go_and_remarks_may_change(tmp_path):
    old = [[cell("A"), cell("5", 5.0)], [cell("B"), cell("7", 7.0)]]
    new = [[cell("A"), cell("5", 5.0)], [cell("C"), cell("8", 8.0)]]
    found = compare_folders(*two(tmp_path, old, new))
    assert [(one.kind, one.row, one.before, one.after) for one in found] == [
        ("row", "C", "không có", "có"),
        ("row", "B", "có", "không có"),
    ]


def test_a_row_that_became_two_is_paired_with_neither(tmp_path):
    columns = [*COLUMNS, {"name": "note", "label": "Ghi chú", "group": "", "kind": "text"}]
    old = [[cell("A"), cell("5", 5.0), cell("x")]]
    new = [[cell("A"), cell("6", 6.0), cell("y")], [cell("A"), cell("7", 7.0), cell("z")]]
    before, after = (written(tmp_path / name, rows, columns=columns) for name, rows in (("a", old), ("b", new)))
    for folders, kinds in (((before, after), 3), ((after, before), 3)):
        assert [one.kind for one in compare_folders(*folders)] == ["row"] * kinds


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
    assert distance(PrintedCell("50,0%", (0.5,), "0.0%"), PrintedCell("50", (50.0,), "#,##0")) == ""


def stands(unit, value, qualifier=None):
    return Figure(Decimal(value), unit, None, qualifier)


MARKED = "*"
PRINTED = {  # column, value before, value after, how far it moved as printed
    "count": (Column("a", "a", "count"), 1000, 1200, "+200"),
    "decimal": (Column("a", "a", "decimal", 2), 0.5, 0.25, "−0,25"),
    "bn": (Column("a", "a", "bn", 1), 1_318_000_000_000, 1_318_200_000_000, "+0,2"),
    "bn marked": (Column("a", "a"), Quantity(1e12, "bn", 1, MARKED), Quantity(1.0002e12, "bn", 1, MARKED), "+0,2"),
    "mn": (Column("a", "a", "mn"), 1_318_000_000, 1_320_000_000, "+2"),
    "percent": (Column("a", "a", "percent"), 0.694, 0.71, "+1,6 điểm %"),
    "percent marked": (Column("a", "a"), Quantity(0.5, "percent", 1, MARKED), Quantity(0.6, "percent", 1, MARKED),
                       "+10,0 điểm %"),
    "percent whole": (Column("a", "a", "percent", 0), 0.5, 0.6, "+10 điểm %"),
    "points": (Column("a", "a", "points"), 0.178, 0.18, "+0,2"),
    "points down": (Column("a", "a", "points", 2), 0.01, -0.01, "−2,00"),
    "figure": (Column("a", "a", "figure"), stands("bn_vnd", "5"), stands("bn_vnd", "5.20"), "+0,20"),
    "figure with words": (Column("a", "a", "figure"), stands("percent", "73", "about"), stands("percent", "81", "over"),
                          "+8 điểm %"),
    "figure in million": (Column("a", "a", "figure"), stands("mn_vnd", "1500"), stands("mn_vnd", "2000"), "+0,500"),
    "mark with a point": (Column("a", "a"), Quantity(1000, "count", mark=" 0.00%;"), Quantity(1001, "count"), "+1"),
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTED)
def test_the_distance_is_written_as_the_cells_are(name):
    column, before, after, moved = PRINTED[name]
    old, new = (PrintedCell(one.text, one.numbers, one.format) for one in map(column.cell, (before, after)))
    assert distance(old, new) == moved


WORKS = [
    {"name": "place", "label": "Xã", "group": "", "kind": "text"},
    {"name": "programme", "label": "Chương trình", "group": "", "kind": "text"},
    {"name": "work", "label": "Công trình", "group": "", "kind": "text"},
    {"name": "years", "label": "Năm", "group": "", "kind": "text"},
    {"name": "money", "label": "Vốn", "group": "", "kind": "bn"},
    {"name": "remark", "label": "Ghi chú", "group": "", "kind": "text"},
]


def work(name, money, years="2026-2028", remark=""):
    return [cell("Xã A"), cell("TH"), cell(name), cell(years), cell(str(money), float(money)), cell(remark)]


def moves(tmp_path, old, new, **about):
    one, two = written(tmp_path / "a", old, **about), written(tmp_path / "b", new, **about)
    return [(found.kind, found.row, found.column, found.before, found.after) for found in compare_folders(one, two)]


def test_a_work_that_went_and_another_that_came_are_no_work_whose_cost_moved(tmp_path):
    assert moves(tmp_path, [work("Cầu", 5)], [work("Trường học", 40)], columns=WORKS) == [
        ("row", "Xã A, TH, Trường học, 2026-2028", "", "không có", "có"),
        ("row", "Xã A, TH, Cầu, 2026-2028", "", "có", "không có"),
    ]


def test_a_work_whose_years_and_remark_changed_is_the_same_work(tmp_path):
    old, new = [work("Cầu", 5, remark="5 tháng")], [work("Cầu", 6, "2027-2029", "6 tháng")]
    about = "Xã A, TH, Cầu, 2026-2028"
    assert moves(tmp_path, old, new, columns=WORKS) == [
        ("number", about, "Vốn", "5", "6"),
        ("words", about, "Năm", "2026-2028", "2027-2029"),
        ("words", about, "Ghi chú", "5 tháng", "6 tháng"),
    ]


def test_rows_about_the_same_are_not_guessed_at_where_there_are_two(tmp_path):
    old, new = [work("Cầu", 5, remark="x"), work("Cầu", 7, remark="y")], [work("Cầu", 9, remark="z")]
    assert {kind for kind, *_ in moves(tmp_path, old, new, columns=WORKS)} == {"row"}


def test_one_of_several_equal_works_that_went_moves_none_of_the_others(tmp_path):
    old, new = [work("Cầu", 5), work("Cầu", 7), work("Cầu", 9)], [work("Cầu", 7), work("Cầu", 9)]
    assert moves(tmp_path, old, new, columns=WORKS) == [("row", "Xã A, TH, Cầu, 2026-2028", "", "có", "không có")]


def test_a_table_may_name_what_its_rows_are_about(tmp_path):
    old, new = [work("chưa nhập", 25)], [work("Khu vực III", 50)]
    assert [kind for kind, *_ in moves(tmp_path, old, new, columns=WORKS, key=["place"])] == ["number", "words"]


def test_a_commune_whose_class_was_entered_is_a_row_that_moved(tmp_path, plan, invented_plan):
    at, rows = invented_plan.points["unit"] == "06001", invented_plan.points.copy()
    rows.loc[at, ["region", "border", "safe_zone", "no_extremely_difficult_villages", "low", "high"]] = [
        *[""] * 4,
        25,
        50,
    ]
    folders = []
    for name, one in (("a", replace(invented_plan, points=rows)), ("b", invented_plan), ("none", plan)):
        resource = json.loads(json.dumps(planning.class_entry(one).as_resource()))
        folders.append(written(tmp_path / name, [], beside=[{"data": {TABLE_TYPE: resource}, "metadata": {}}]))
    title = "Phân loại xã đã nhập và điểm phân bổ"
    found = [one for one in compare_folders(*folders[:2]) if one.where == title]
    assert {one.kind for one in found} == {"number", "words", "caption"}
    moved = {(one.row, one.column): (one.before, one.after) for one in found}
    assert moved["06001", "Khu vực"] == ("chưa nhập", "khu vực III")
    assert moved["06001", "Điểm của nhóm xã"] == ("[25; 50]", "50")
    # From nothing entered, where all communes share a row, to everything entered: each has a row of its own.
    new = [one for one in compare_folders(folders[2], folders[1]) if (one.where, one.kind) == (title, "row")]
    folded = int(planning.class_entry(plan).text_rows[-1][1].split()[0])
    assert len(new) == folded + 1


def test_what_stands_around_tables_and_charts_is_compared(tmp_path):
    rows = [[cell("A"), cell("5", 5.0)]]
    old = [shown(rows, name="gia", title="Giá", notes=["Ngân sách 5 tỷ.", "Giá bóng 0,2."]), drawn(notes=["r = 0,4"])]
    new = [shown(rows, name="gia", title="Giá", notes=["Ngân sách 6 tỷ.", "Giá bóng 0,2."], scope="Kỳ: 2027"),
           drawn(title="Hình mới", alt="Có 6 tỷ.", notes=[])]  # fmt: skip
    found = compare_folders(written(tmp_path / "a", rows, beside=old), written(tmp_path / "b", rows, beside=new))
    assert [(one.kind, one.where, one.column, one.before, one.after) for one in found] == [
        ("caption", "Giá", "phạm vi", "", "Kỳ: 2027"),
        ("caption", "Giá", "ghi chú", "Ngân sách 5 tỷ.", "Ngân sách 6 tỷ."),
        ("caption", "Hình mới", "tiêu đề", "Hình thử", "Hình mới"),
        ("caption", "Hình mới", "mô tả hình", "Có 5 tỷ.", "Có 6 tỷ."),
        ("caption", "Hình mới", "ghi chú", "r = 0,4", "không có"),
    ]


def test_charts_and_tables_come_and_go(tmp_path):
    rows = [[cell("A"), cell("5", 5.0)]]
    one, two = (
        written(tmp_path / "a", rows, beside=[drawn()]),
        written(tmp_path / "b", rows, beside=[shown([], name="x")]),
    )
    assert [(found.kind, found.before, found.after) for found in compare_folders(one, two)] == [
        ("table", "không có", "có"),
        ("chart", "có", "không có"),
    ]


def test_tables_of_one_name_are_compared_in_their_order(tmp_path):
    def both(folder, first):
        return written(
            folder, [[cell("A"), cell(str(first), float(first))]], beside=[shown([[cell("A"), cell("9", 9.0)]])]
        )

    (moved,) = compare_folders(both(tmp_path / "a", 5), both(tmp_path / "b", 6))
    assert (moved.before, moved.after) == ("5", "6")


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
        json.dumps({"cells": [{"outputs": [shown([[cell("A"), cell("5", 1e300)]])]}]}),
        json.dumps({"cells": [{"outputs": [shown([[cell("A"), cell("5", 5.0)]], columns=COLUMNS[:1] * 2)]}]}),
        json.dumps({"cells": [{"outputs": [shown([[cell("A"), cell("5", 5.0)]], key=["x"])]}]}),
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
    folders = two(tmp_path, old, new)
    told = mtqg("diff", *folders, "--out", tmp_path / "d.csv")
    assert "và 7 chỗ nữa" in " ".join(told.out.split())
    assert "ghi đủ bằng --out" not in " ".join(told.out.split())
    assert "ghi đủ" in " ".join(mtqg("diff", *folders).out.split())
    assert len((tmp_path / "d.csv").read_text("utf-8-sig").splitlines()) == 1 + MOST_SHOWN + 7


def test_a_note_is_one_page_that_loads_and_runs_nothing(tmp_path, mtqg):
    old = [[cell("Xã <script>alert(1)</script>"), cell("5", 5.0)], [cell("B"), cell("&lt;", 7.0)]]
    new = [[cell("Xã <script>alert(1)</script>"), cell("6", 6.0)], [cell("B"), cell('"><img src=x>', 8.0)]]
    code = [{"code": ["a < b"]}, {"code": ["a <b> c"]}]
    folders = [written(tmp_path / name, rows, **more) for name, rows, more in zip("ab", (old, new), code, strict=True)]
    told = mtqg("diff", *folders, "--html", tmp_path / "phieu.html", "--json", tmp_path / "khac.json")
    assert told.status == 1
    assert told.out.startswith("2 trong 2 số đổi; vì sổ tay.\n")
    text = (tmp_path / "phieu.html").read_text("utf-8")
    page = html.fromstring(text)
    assert page.get("lang") == "vi"
    assert page.xpath("//script | //img | //link | //*[@src or @href or @onclick]") == []
    assert page.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert not re.search(r"https?:|@import|url\(", text)
    assert page.xpath("string(//p[@class='lead'])") == "2 trong 2 số đổi; vì sổ tay."
    assert page.xpath("//tbody/tr/*[not(@data-head)]") == []  # a phone has no head above a table
    held = json.loads((tmp_path / "khac.json").read_text("utf-8"))
    assert (held["figures"], held["figures_moved"], held["sentence"]) == (2, 2, "2 trong 2 số đổi; vì sổ tay.")
    assert [one["kind"] for one in held["differences"]] == ["notebook", "number", "number"]
    cells = [one.text_content() for one in page.xpath("//tbody/tr/*[contains(@class, 'before')]")]
    assert cells == [one["before"] for one in held["differences"]]


def test_key_figures_texts_and_values_of_charts_are_compared_too(tmp_path):
    def beside(value, line, failed=()):
        screen = {SCREEN_TYPE: {"values": [{"text": f"2021: {value}"}, {"text": "2022: 5%"}]}}
        head = {"data": {"text/markdown": f"# Đánh giá\n\n{line}"}, "metadata": {"mtqg": {"kind": "head"}}}
        tiles = {"kind": "figures", "figures": [{"label": "kế hoạch", "value": value, "beside": ""}]}
        boxes = [{"metadata": {"mtqg": {"kind": "failure", "text": text}}} for text in failed]
        return [drawn() | {"data": screen}, head, {"metadata": {"mtqg": tiles}}, *boxes]

    one = written(tmp_path / "a", [], beside=beside("12%", r"công bố \(đến\) 2024"))
    two = written(tmp_path / "b", [], beside=beside("13%", r"công bố \(đến\) 2025"))
    assert [(found.kind, found.row, found.before, found.after) for found in compare_folders(one, two)] == [
        ("headline", "kế hoạch", "12%", "13%"),
        ("drawn", "2021", "12%", "13%"),
        ("sentence", "", "công bố (đến) 2024", "công bố (đến) 2025"),
    ]
    failed = written(tmp_path / "c", [], beside=beside("12%", r"công bố \(đến\) 2024", ["Phần «x» không lập được"]))
    (box,) = compare_folders(one, failed)
    assert (box.kind, box.after) == ("sentence", "Phần «x» không lập được")
