"""Many reports by one order: each made once, made again where something changed, and none lost."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.run import batch as batches
from mtqg_analysis.run import order
from mtqg_analysis.run import standing as standings
from mtqg_analysis.run.order import read_order
from mtqg_analysis.run.standing import JOURNAL, standing_of
from mtqg_analysis.run.workers import Outcome
from tests.faults.small import small_project

ORDER = "report: year-end\nout: reports\nset: {context: data/ca_nuoc}\n"
ORDER += "matrix: {data: [data/xa1, data/xa2], year: [2023, 2024]}\n"


def write_project(folder):
    """A small project with an order of four reports: two communes in two years."""
    folder.mkdir(exist_ok=True)
    small_project(folder, "print(data, year)")
    for name in ("xa1", "xa2"):
        shutil.copytree(folder / "data/tinh", folder / "data" / name)
    (folder / "don.yaml").write_text(ORDER, "utf-8")
    return folder


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path)


def batch(*words, cwd=None):
    """The command in a process of its own."""
    command = [sys.executable, "-m", "mtqg_analysis", "batch", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=300)


def why():
    """Why each report of the order must be made, in its order."""
    standing = standing_of(Path("don.yaml"))
    return [standing.reasons(wanted) for wanted in standing.order.wanted]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    folder = write_project(tmp_path_factory.mktemp("made"))
    done = batch("don.yaml", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Đã lập 4" in done.stdout
    return folder


@pytest.fixture
def made(made_once, tmp_path, monkeypatch):
    """A copy of the project with its four reports."""
    monkeypatch.chdir(shutil.copytree(made_once, tmp_path / "made"))
    return tmp_path / "made"


def test_what_stands_is_not_made_again(made):
    before = {file: file.stat().st_mtime_ns for file in made.glob("reports/*/*/*")}
    assert len(list(made.glob("reports/*/*/report.html"))) == 4
    done = batch("don.yaml")
    assert (done.returncode, done.stdout.strip()) == (
        0,
        "Cả 4 báo cáo còn nguyên, đầu vào không đổi; không lập lại báo cáo nào.",
    )
    assert {file: file.stat().st_mtime_ns for file in made.glob("reports/*/*/*")} == before


def test_each_kind_of_change_is_seen_where_it_counts(made, monkeypatch):
    assert why() == [[], [], [], []]
    (made / "data/xa1/thu-goc.txt").write_text("không báo cáo nào đọc", "utf-8")
    (made / "data/xa1/facts_kept-2026-01-01.csv").write_text("fact\n", "utf-8")
    assert why() == [[], [], [], []]
    (made / "data/xa2/facts.csv").write_text("fact\n\n", "utf-8")
    assert why() == [[], [], ["data"], ["data"]]
    (made / "data/ca_nuoc/facts.csv").write_text("fact\n\n", "utf-8")
    assert why()[0] == ["context"]
    notebook = made / "notebooks/year_end_evaluation.ipynb"
    notebook.write_text(notebook.read_text("utf-8").replace("print(data", "print( data"), "utf-8")
    assert why()[0] == ["context", "notebook"]
    monkeypatch.setattr(standings.mtqg_analysis, "__file__", str(made / "don.yaml"))
    assert "library" in why()[0]
    monkeypatch.setattr(standings, "_environment", lambda: "khác")
    assert "environment" in why()[0]
    (made / "don.yaml").write_text(ORDER.replace("2024", "2025").replace("reports", str(made / "reports")), "utf-8")
    assert ["new" in reasons for reasons in why()] == [False, True, False, True]


@pytest.mark.full
def test_a_notebook_of_ones_own_depends_on_the_datasets_that_it_names_only(project):
    own = nbformat.v4.new_code_cell('data: str = "data/xa1"', metadata={"tags": ["parameters"]})
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[own], metadata=about), project / "cua-toi.ipynb")
    Path("don.yaml").write_text("report: cua-toi.ipynb\n", "utf-8")

    def made_of():
        standing = standing_of(Path("don.yaml"))
        return standing.made_of(standing.order.wanted[0])

    before = made_of()
    (project / "data/xa2/facts.csv").write_text("fact\n\n", "utf-8")
    assert made_of() == before
    (project / "data/xa1/facts.csv").write_text("fact\n\n", "utf-8")
    assert {name for name, value in made_of().items() if value != before[name]} == {"data"}


def test_a_file_that_is_gone_is_made_again_and_the_reason_is_told(made):
    (gone,) = made.glob("reports/*/xa1_2024*/report.html")
    gone.unlink()
    told = batch("don.yaml", "--explain").stdout.splitlines()
    assert told == [
        "context=data/ca_nuoc, data=data/xa1, year=2024: tệp đã lập không còn",
        "Còn nguyên 3 trên 4 báo cáo.",
    ]
    assert "Đã lập 1; còn nguyên 3" in batch("don.yaml").stdout
    assert gone.exists()


@pytest.mark.full
def test_a_torn_line_of_the_journal_costs_its_own_report_only(made):
    journal = made / "reports" / JOURNAL
    text = journal.read_text("utf-8").rstrip()
    journal.write_text(text[:-40], "utf-8")
    assert sum(map(bool, why())) == 1
    assert batch("don.yaml").returncode == 0
    assert why() == [[], [], [], []]


def test_what_fails_is_told_and_the_others_are_made(project):
    (project / "rows.csv").write_text("data,year\ndata/xa1,2023\ndata/khong_co,2023\ndata/xa1,nam\n", "utf-8")
    (project / "don.yaml").write_text("report: year-end\nset: {context: data/ca_nuoc}\nrows: rows.csv\n", "utf-8")
    done = batch("don.yaml")
    assert done.returncode == 1
    assert "Đã lập 1; còn nguyên 0; không lập được 2" in done.stdout
    assert "khong_co" in done.stdout
    assert len(why()) == 3
    assert why()[0] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("report: year-end\nnam: 3\n", "khóa lạ: nam"),
        ("formats: html\n", "thiếu khóa report"),
        ("report: khac\n", "Không có báo cáo «khac»"),
        ("report: year-end\nmatrix: {year: []}\n", "không có báo cáo nào"),
        ("report: year-end\nmatrix: [1]\n", "cặp «tham số: giá trị»"),
        ("- 1\n", "cặp «khóa: giá trị»"),
        ("report: [\n", "Không đọc được đơn đặt báo cáo"),
        ("report: year-end\nrows: khong_co.csv\n", "khong_co.csv"),
        ("report: year-end\nformats: doc\n", "Định dạng «doc» không có"),
        ("report: year-end\nmatrix: {year: [" + "1," * 400 + "1], as_of: [" + "1," * 400 + "1]}\n", "nhiều nhất là"),
        ("a: &a [1,1]\nb: &b [*a,*a]\nreport: *b\n", "khóa lạ"),
    ],
)
def test_an_order_that_cannot_be_read_says_what_is_wrong(text, told, tmp_path):
    (tmp_path / "don.yaml").write_text(text, "utf-8")
    with pytest.raises(ParameterError, match=None) as refused:
        read_order(tmp_path / "don.yaml")
    assert told in str(refused.value)


def test_rows_and_matrix_together_are_every_combination(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text("\ufeffdata,year\ndata/a,\ndata/b,2023\n", "utf-8")
    Path("don.yaml").write_text(
        "report: year-end\nset: {language: en}\nrows: rows.csv\nmatrix: {as_of: [2024-12-31, 2025-01-31]}\n", "utf-8"
    )
    given = [one.given for one in read_order(Path("don.yaml")).wanted]
    first = {"language": "en", "data": "data/a"}
    assert given[:2] == [first | {"as_of": "2024-12-31"}, first | {"as_of": "2025-01-31"}]
    assert [one["year"] for one in given[2:]] == ["2023", "2023"]


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_killed_batch_loses_no_finished_report_and_makes_none_twice(project):
    rows = "".join(f"data/xa1,{year}\n" for year in range(2001, 2013))
    (project / "rows.csv").write_text("data,year\n" + rows, "utf-8")
    (project / "don.yaml").write_text("report: year-end\nset: {context: data/ca_nuoc}\nrows: rows.csv\n", "utf-8")
    for seconds in (4, 6, 8):
        begun = subprocess.Popen([sys.executable, "-m", "mtqg_analysis", "batch", "don.yaml"], stdout=subprocess.PIPE)
        time.sleep(seconds)
        begun.kill()
        begun.communicate()
    assert batch("don.yaml").returncode == 0
    lines = [json.loads(line) for line in (project / "reports" / JOURNAL).read_text("utf-8").splitlines() if line]
    made = [line["folder"] for line in lines if "asked" in line]
    assert len(made) == len(set(made)) == 12
    assert [file for file in project.rglob("*.mtqg-work")] == []
    assert len(list(project.glob("reports/*/*/report.html"))) == 12


@pytest.mark.parametrize(
    "output",
    ["../x", "/tmp/{year}", "a/../{year}", "{year", "{data.stem}", "{year:>9}", "a//{year}", "C:/{year}", "a.b"],
)
def test_a_pattern_that_leads_elsewhere_or_is_none_is_refused(project, output):
    Path("don.yaml").write_text(ORDER + f"output: '{output}'\n", "utf-8")
    with pytest.raises(ParameterError, match="không phải là mẫu thư mục"):
        read_order(Path("don.yaml"))


def test_a_value_never_leads_out_of_the_folder():
    for value in ("../..", "/etc", "a/..", "..", "C:\\\\x", ".ẩn", "a b", "", "x/"):
        place = order.place_of("m/{data}/{year}", {"data": value, "year": 2024})
        assert Path(place).parts[::2] == ("m", "2024")
        assert len(Path(place).parts) == 3
        assert Path("/r", place).resolve() == Path("/r", place)
    with pytest.raises(ParameterError, match="nêu xa, không phải tham số"):
        order.place_of("{xa}", {"year": 2024})


def test_reports_go_where_the_pattern_says_and_two_never_to_one_folder(project, monkeypatch):
    def made(jobs, tell, go_on):
        for place, job in enumerate(jobs):
            job.folder.mkdir(parents=True)
            for name in ("report.html", "executed.ipynb", "manifest.json"):
                (job.folder / name).write_text("", "utf-8")
            yield place, Outcome(job, documents=("report.html",))

    monkeypatch.setattr(batches, "work_off", made)
    Path("don.yaml").write_text(ORDER + "output: 'kỳ/{data}/{year}'\n", "utf-8")
    ended = batches.run_batch(standing_of(Path("don.yaml")), Console(quiet=True))
    assert sorted(folder.relative_to(project).as_posix() for folder in ended.made) == [
        f"reports/kỳ/{data}/{year}" for data in ("xa1", "xa2") for year in (2023, 2024)
    ]
    assert why() == [[], [], [], []]
    Path("don.yaml").write_text(ORDER + "output: 'mới/{data}'\n", "utf-8")
    assert why() == [["new"]] * 4
    ended = batches.run_batch(standing_of(Path("don.yaml")), Console(quiet=True))
    assert (len(ended.made), len(ended.failed)) == (2, 2)
    assert "cùng một thư mục, mới/xa1" in str(ended.failed[0].error)
