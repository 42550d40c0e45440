"""What holds of any two runs side by side: none differs from itself, each way mirrors the other, causes are named."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqg_analysis.report.numbers import number
from mtqg_analysis.report.table import TABLE_TYPE
from mtqg_analysis.run.difference import ABSENT, THERE
from mtqg_analysis.run.difference_words import sentence
from mtqg_analysis.run.differences import compare_folders, compare_reports
from mtqg_analysis.run.kept_inputs import KEPT, keep_inputs
from mtqg_analysis.run.printed import PrintedCell, PrintedReport, PrintedTable, Shown
from tests.written_runs import cell, shown, written

WORDS = st.sampled_from(["A", "B", "C", "xã 1", "2024"])
NUMBERS = st.integers(-2000, 2000).map(lambda n: PrintedCell(str(n), (float(n),), "#,##0"))
ROWS = st.lists(st.tuples(WORDS.map(PrintedCell), NUMBERS | st.just(PrintedCell("chưa có")), NUMBERS), max_size=5)
COLUMNS = st.sampled_from([("name", "a", "b"), ("name", "b", "a"), ("name", "a", "c")])
DIGEST = st.sampled_from(["1" * 64, "2" * 64])


@st.composite
def reports(draw):
    columns = tuple((name, name) for name in draw(COLUMNS))
    tables = [Shown("t", "T", "", table=PrintedTable("t", "T", columns, (0,), tuple(draw(ROWS))))]
    chart = Shown("c", "C", "", alt=draw(WORDS), values=tuple(draw(st.lists(WORDS.map("năm: {}".format), max_size=3))))
    said = tuple(draw(st.lists(WORDS, max_size=3)))
    inputs = {"notebook": draw(DIGEST), "code": draw(DIGEST), "lock": draw(DIGEST)}
    versions = {"pandas": draw(WORDS), "mtqg_analysis": draw(WORDS)}
    cells = tuple(draw(st.lists(WORDS, max_size=3)))
    parameters = {"year": draw(st.integers(2020, 2022))}
    return PrintedReport(
        Path("of no run"), "year-end", "vi", parameters, inputs, versions, (*tables, chart), said, cells
    )


@given(reports())
def test_a_run_differs_from_itself_in_nothing(one):
    found = compare_reports(one, one)
    assert found.differences == ()
    assert found.figures_moved == 0
    assert "không khác nhau" in sentence(found)


def turned(difference):
    """The same difference the other way round."""
    signs = str.maketrans("+−", "−+")
    by = difference.by if difference.by in ("", "+0") else difference.by.translate(signs)
    return replace(difference, before=difference.after, after=difference.before, by=by)


@given(reports(), reports())
def test_either_way_round_the_same_is_told_mirrored(one, other):
    there, back = compare_reports(one, other), compare_reports(other, one)
    assert sorted(map(repr, map(turned, there.differences))) == sorted(map(repr, back.differences))
    assert (there.figures, there.figures_moved) == (back.figures, back.figures_moved)
    assert there.figures_moved <= there.figures


@given(reports(), st.permutations(range(5)))
def test_the_order_of_rows_is_no_difference(one, order):
    table = one.shown[0].table
    rows = tuple(table.rows[place] for place in order if place < len(table.rows))
    moved = replace(one, shown=(replace(one.shown[0], table=replace(table, rows=rows)), *one.shown[1:]))
    assert compare_reports(one, moved).differences == ()


CAUSES = {
    "parameter": ({"parameters": {"language": "vi", "year": 2023}}, "tham số year"),
    "notebook": ({"code": ["print(2)"]}, "sổ tay"),
    "library": ({"inputs": {"code": "b" * 64}}, "mã chương trình mtqg_analysis"),
    "lock": ({"inputs": {"lock": "b" * 64}}, "danh sách gói"),
    "version": ({"versions": {"pandas": "4.0"}}, "phiên bản pandas"),
    "input": ({"inputs": {"data/needs.csv": "b" * 64}}, "tệp data/needs.csv"),
}


@pytest.mark.parametrize("kind", CAUSES)
def test_each_cause_is_told_alone_and_in_the_sentence(tmp_path, kind):
    usual = {"code": ["print(1)"], "inputs": {}, "versions": {"pandas": "3.1"}, "parameters": {"language": "vi"}}
    rows = [[[cell("A"), cell(str(n), float(n))], [cell("B"), cell("7", 7.0)]] for n in (5, 6)]
    change, words = CAUSES[kind]
    found = compare_folders(
        written(tmp_path / "a", rows[0], **usual), written(tmp_path / "b", rows[1], **(usual | change))
    )
    assert {one.kind for one in found.reasons} == {kind}
    assert sentence(found) == f"1 trong 2 số đổi; vì {words}."


def test_figures_that_moved_without_a_cause_are_a_case_for_the_maintainer(tmp_path):
    one, other = (written(tmp_path / name, [[cell("A"), cell(str(n), n)]]) for name, n in (("a", 5.0), ("b", 6.0)))
    assert "đầu vào như nhau; hãy báo cho người bảo trì" in sentence(compare_folders(one, other))
    same = written(tmp_path / "c", [[cell("A"), cell("5.0", 5.0)]], versions={"pandas": "4"})
    assert sentence(compare_folders(one, same)) == "Không số nào trong 1 số đổi, dù đầu vào khác: phiên bản pandas."


HEAD = "fact,measure,level,unit,year,as_of,value,value_unit,half_width,qualifier,source"


def drawn_from(folder, values):
    """A run that prints each of some facts in a row of its own, and their sum."""
    data = folder.with_name(f"{folder.name}-data")
    data.mkdir()
    lines = [f"F{n},disbursed,province,20,2024,2024-12-31,{value},bn_vnd,0.5,,S{n}" for n, value in enumerate(values)]
    (data / "facts.csv").write_text("\n".join([HEAD, *lines]) + "\n", "utf-8")
    titles = [f"S{n},Công văn số {n},UBND tỉnh,2025-01-15,,công văn" for n in range(len(values))]
    (data / "sources.csv").write_text("\n".join(["source,title,publisher,date,date_precision,url", *titles]), "utf-8")
    rows = [[cell(f"việc {n}"), cell(str(value), float(value))] for n, value in enumerate(values)]
    total = [[cell("Tổng"), cell(str(sum(values)), float(sum(values)))]]
    inputs = {f"data/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in data.iterdir()}
    written(folder, rows, beside=[shown(total, name="tong", title="Tổng")], inputs=inputs)
    keep_inputs({"data": data}, folder / KEPT)
    shutil.rmtree(data)
    return folder


@given(st.lists(st.integers(1, 999), min_size=1, max_size=6), st.data())
def test_one_fact_that_changed_is_named_with_its_source_and_so_is_every_figure_that_moved(tmp_path_factory, old, data):
    place = data.draw(st.integers(0, len(old) - 1))
    more = data.draw(st.integers(1, 500))
    new = [value + more * (n == place) for n, value in enumerate(old)]
    folder = tmp_path_factory.mktemp("runs")
    found = compare_folders(drawn_from(folder / "a", old), drawn_from(folder / "b", new))
    (fact,) = found.reasons
    assert (fact.kind, fact.row.partition(":")[0], fact.column) == ("fact", f"F{place}", "value")
    assert (fact.before, fact.after) == (f"{number(old[place], 0)} tỷ đồng", f"{number(new[place], 0)} tỷ đồng")
    assert fact.source == f"S{place}: Công văn số {place}, UBND tỉnh, 2025-01-15"
    assert [(one.where, one.row, one.by) for one in found.moved] == [
        ("Bảng thử", f"việc {place}", f"+{more}"),
        ("Tổng", "Tổng", f"+{more}"),
    ]
    assert sentence(found) == f"2 trong {len(old) + 1} số đổi; vì số liệu F{place}."


def test_a_fact_that_came_or_went_is_named_so(tmp_path):
    one, other = drawn_from(tmp_path / "a", [5, 7]), drawn_from(tmp_path / "b", [5, 7, 9])
    there, back = (compare_folders(*pair).reasons for pair in ((one, other), (other, one)))
    facts = [
        [(found.row[:2], found.before, found.after) for found in way if found.kind == "fact"] for way in (there, back)
    ]
    assert facts == [[("F2", ABSENT, "9 tỷ đồng")], [("F2", "9 tỷ đồng", ABSENT)]]
    assert [(found.kind, found.before, found.after) for found in there if found.kind == "data"] == [
        ("data", ABSENT, THERE)
    ]


def cells_of(folder):
    """Every printed cell of a run by where it stands, and its words."""
    notebook = nbformat.read(folder / "executed.ipynb", as_version=4)
    tables = [output.data[TABLE_TYPE] for one in notebook.cells for output in one.get("outputs", ())
              if TABLE_TYPE in output.get("data", {})]  # fmt: skip
    return {
        (place, table["title"], row, column): made["text"]
        for place, table in enumerate(tables)
        for row, cells in enumerate(table["mtqg"]["cells"])
        for column, made in enumerate(cells)
        if made.get("numbers")
    }


@pytest.mark.full
def test_in_a_real_report_one_fact_moves_what_it_moves_and_nothing_else(reports, root, once, tmp_path):
    data = shutil.copytree(root / "data/langson", tmp_path / "langson")
    text = (data / "facts.csv").read_text("utf-8")
    (data / "facts.csv").write_text(text.replace(",actual,52.6,percent", ",actual,53.1,percent"), "utf-8")
    done, out = once("report", "year-end", "--format", "html", "--data", str(data))
    assert done.returncode == 0, done.stderr
    before, (after,) = reports["year-end"], [file.parent for file in out.glob("*/*/manifest.json")]
    found = compare_folders(before, after)
    assert [(one.kind, one.row.partition(":")[0]) for one in found.reasons] == [
        ("parameter", "data"),
        ("fact", "PF0005"),
    ]
    old, new = cells_of(before), cells_of(after)
    assert old.keys() == new.keys()
    moved = sorted((where[1], old[where], new[where]) for where in old if old[where] != new[where])
    told = sorted((one.where, one.before, one.after) for one in found.moved if one.kind == "number")
    assert told == moved
    assert found.figures == len(old)
