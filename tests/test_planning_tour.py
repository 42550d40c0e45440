"""The planner's tour of docs/lap-ke-hoach.md, command by command: form, intake, report, one assumption, differences."""

import csv
import re
import shlex
import shutil

import nbformat
import openpyxl
import pytest

from mtqg_analysis.report.table import TABLE_TYPE

pytestmark = pytest.mark.full
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
ASSUMED = re.compile(r"^base,central_share,.*$", re.MULTILINE)


def commands(page):
    lines = [line for block in BLOCK.findall(page) for line in block.splitlines() if line.strip()]
    assert all(line.startswith("python run.py ") for line in lines)
    return [shlex.split(line)[2:] for line in lines]


def fill(form):
    book = openpyxl.load_workbook(form)
    page = book.worksheets[0]
    works = [
        ("Xã Thất Khê", "TH", "Vốn đầu tư", "Nâng cấp đường giao thông thôn Nà Lầu", "Thôn Nà Lầu", 900_000, 40),
        ("Phường Kỳ Lừa", "VH", "Vốn sự nghiệp", "Truyền dạy hát then", "", 1_000, None),
    ]
    for row, (*texts, amount, households) in enumerate(works, start=8):
        for column, text in enumerate(texts, start=2):
            page.cell(row, column, text or None)
        for year in range(5):
            page.cell(row, 7 + 2 * year, amount)
            page.cell(row, 8 + 2 * year, amount // 10)
        page.cell(row, 17, households)
    book.save(form)


def table_of(folder, name):
    notebook = nbformat.read(folder / "executed.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    found = [output.data[TABLE_TYPE] for output in outputs if TABLE_TYPE in output.get("data", {})]
    return next(one for one in found if one["name"] == name)


@pytest.fixture(scope="module")
def tour(tmp_path_factory, command, root):
    """The folder in which the tour was walked, and how each of its commands ended."""
    here, page = tmp_path_factory.mktemp("tour"), (root / "docs/lap-ke-hoach.md").read_text("utf-8")
    shutil.copytree(root / "notebooks", here / "notebooks")  # a project of its own, as the page's reader has
    for name in ("langson", "ke-hoach"):  # what the project holds, and a copy of it to plan with
        shutil.copytree(root / "data/langson", here / "data" / name)
    shutil.copytree(root / "data/national", here / "data/national")
    form, intake, before, after, diff = commands(page)
    ended = [command(*form, cwd=here)]
    fill(here / form[-1])
    ended += [command(*words, "--format", "html", cwd=here) if words is before else command(*words, cwd=here)
              for words in (intake, before)]  # fmt: skip
    shutil.copytree(here / "data/ke-hoach", here / "data/ke-hoach-thu")
    with (here / "data/ke-hoach-thu/assumptions.csv").open("a", encoding="utf-8") as stream:
        stream.write(ASSUMED.search(page).group() + "\n")
    ended += [command(*after, "--format", "html", cwd=here), command(*diff, cwd=here)]
    return here, ended


def test_every_command_of_the_tour_ends_as_the_page_says(tour):
    assert [(done.returncode, done.stderr) for done in tour[1]] == [(0, "")] * 4 + [(1, "")]


def test_the_filled_form_stands_in_the_planning_table(tour):
    folder = tour[0] / "reports/truoc/planning_baseline/ke-hoach_2026-2030_2026-01-31"
    rows = table_of(folder, "ke_hoach_tong_hop")["data"]
    assert [row["total"] for row in rows] == [4_950_000_000_000, 5_500_000_000, 4_955_500_000_000]
    assert {row["name"] for row in table_of(folder, "ke_hoach_theo_xa")["data"]} == {"Thất Khê", "Kỳ Lừa", "Tổng số"}
    works = table_of(folder, "danh_muc_cong_trinh")["data"]
    assert [(row["place"], row["households"]) for row in works] == [("Thôn Nà Lầu", 40), (None, None)]


def test_the_differences_name_the_assumption_and_what_follows_from_it(tour):
    with (tour[0] / "khac-nhau.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert ("data", "base: Phần của tỉnh trong vốn trung ương") in {(row["kind"], row["row"]) for row in found}
    assert any(row["kind"] == "assumption" and "Phần của tỉnh" in row["row"] for row in found)
    moved = {row["where"] for row in found if row["kind"] == "number"}
    assert "Vốn chuyển nguồn và giải ngân theo ba kịch bản" in moved
    assert "Nhu cầu vốn trung ương từng năm so với phần vốn của năm" in moved
    assert not any(row["where"] == "Kế hoạch theo xã, phường và cơ quan" for row in found)  # needs did not change
