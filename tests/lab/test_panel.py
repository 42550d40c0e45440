"""The panel without a browser: what is chosen changes what is shown, and a refusal is words in the panel."""

import re
import shutil
from datetime import date

import nbformat
import pypdf
import pytest

from mtqg_analysis import ParameterError, explore, load_ledger, put_into
from mtqg_analysis.lab import choice as choices
from mtqg_analysis.lab.panel import Panel
from mtqg_analysis.run.reports import report_named


@pytest.fixture(scope="module")
def held(illustrative, ledger):
    """The ledgers that tests share stand for those that the panel would read."""
    known = {"data/illustrative": illustrative, "data/langson": ledger}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choices, "ledger_at", known.__getitem__)
        yield


@pytest.fixture
def shown(held):
    return Panel("data/illustrative")


def text(panel, part):
    return " ".join(re.sub(r"<[^>]*>", " ", panel.shown[part].value).split())


def choose(panel, **codes):
    for name, code in codes.items():
        panel.chosen[name].value = code


def test_each_choice_changes_table_chart_code_and_command(shown):
    before = {part: shown.shown[part].value for part in ("table", "drawn", "code")}
    for codes in ({"year": "2024"}, {"level": "district"}, {"programme": "DTTS"}, {"capital": "investment"},
                  {"unit": "187"}, {"columns": "capital"}, {"rows": "programme"}, {"beside": "2023"}):  # fmt: skip
        choose(shown, **codes)
        after = {part: shown.shown[part].value for part in before}
        assert [part for part in before if after[part] == before[part]] == [], codes
        before = after
    assert "Chi Lăng" in text(shown, "table")
    assert "--years 2023-2024" in text(shown, "code")


def test_the_table_and_its_chart_say_the_same(shown):
    choose(shown, year="2024", level="district")
    rates = re.findall(r"[\d,]+%", text(shown, "table"))
    assert len(rates) == 12
    assert set(re.findall(r"\d+,\d%", text(shown, "drawn"))) == set(rates[:-1])
    shown.measure.value = "plan"
    assert "250,5" in text(shown, "drawn")
    shown.picture.value = "map"
    assert "Tràng Định" in text(shown, "drawn")
    assert "cividis" not in text(shown, "drawn")


def test_what_another_level_or_year_does_not_hold_goes_back_to_all(shown):
    choose(shown, year="2024", level="district", unit="187", rows="project")
    assert shown.view is None  # units have no projects, which is said
    assert "không có đủ" in text(shown, "said")
    choose(shown, rows="unit", level="agency")
    assert shown.choice.unit == ""
    assert shown.view is not None
    assert text(shown, "said") == ""


def test_rows_are_filtered_and_sorted_with_the_sum_below(shown):
    choose(shown, year="2024", level="district")
    shown.order.value = "rate"
    rows = re.findall(r"(?s)<tr[^>]*><td[^>]*>([^<]*)", shown.shown["table"].value)
    assert (rows[0], rows[-1]) == ("Hữu Lũng", "Tổng số")
    shown.words.value = "văn"
    rows = re.findall(r"(?s)<tr[^>]*><td[^>]*>([^<]*)", shown.shown["table"].value)
    assert sorted(rows) == ["Văn Lãng", "Văn Quan"]


def test_a_dataset_that_cannot_be_cut_shows_what_it_holds(shown):
    choose(shown, data="data/langson")
    assert "chưa có năm nào" in text(shown, "said")
    assert "Nội dung bộ dữ liệu langson" in text(shown, "table")
    choose(shown, data="data/illustrative")
    assert text(shown, "said") == ""


# A notebook of one's own -------------------------------------------------------------------------------------------


@pytest.fixture
def desk(root, tmp_path, monkeypatch):
    """A project's folder in which somebody may write."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(root / "notebooks/year_end_evaluation.ipynb", tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_views_gather_in_a_notebook_whose_parameters_are_theirs(desk, few):
    ledger = load_ledger(few)
    assert "mtqg report so-tay/cua-toi.ipynb" in put_into(explore(ledger, 2025).by("capital"), "cua-toi")
    put_into(explore(ledger, 2025, date(2025, 6, 30)).by("programme"), "so-tay/cua-toi.ipynb", "plan")
    book = nbformat.read(desk / "so-tay/cua-toi.ipynb", as_version=4)
    nbformat.validate(book)
    sources = [cell.source for cell in book.cells]
    assert sources[0].startswith('data: str = "few"')
    assert "year: int = 2025" in sources[0]
    assert sum(one.startswith("## ") for one in sources) == 2
    assert 'bang1 = explore(ledger, year, parse_day(as_of, "as_of")).by("capital")\nbang1.table' in sources
    assert 'bang2 = explore(ledger, year, parse_day("2025-06-30", "as_of")).by("programme")\nbang2.table' in sources
    assert sources[-1] == "exploring.sources(ledger, bang1.table, bang2.table)"


@pytest.mark.parametrize("file", ["../ngoai.ipynb", "notebooks/explore.ipynb", "/tmp/ngoai.ipynb"])
def test_a_notebook_outside_its_folder_is_refused(desk, illustrative, file):
    with pytest.raises(ParameterError, match="so-tay"):
        put_into(explore(illustrative, 2024).by("district"), file)


def test_a_report_of_one_s_own_needs_a_file_with_parameters(desk):
    with pytest.raises(ParameterError, match=r"khong-co\.ipynb"):
        report_named("khong-co.ipynb")
    nbformat.write(nbformat.v4.new_notebook(), desk / "trong.ipynb")
    with pytest.raises(ParameterError, match="chưa khai tham số"):
        report_named("trong.ipynb")


@pytest.mark.full
def test_the_notebook_becomes_a_report_in_every_format_with_numbered_headings(desk, few, command):
    for key in ("programme", "capital"):
        put_into(explore(load_ledger(few), 2025).by(key), "thu")
    done = command("report", "so-tay/thu.ipynb", "--as-of", "31/08/2025", cwd=desk)
    assert done.returncode == 0, done.stderr
    (folder,) = (desk / "reports/thu").glob("few_2025_2025-08-31*")
    made = {file.name for file in folder.iterdir()}
    assert made >= {"report.html", "report.pdf", "report.docx", "report.xlsx", "manifest.json", "executed.ipynb"}
    page = (folder / "report.html").read_text("utf-8")
    for words in ("1. Giải ngân theo chương trình", "2. Giải ngân theo loại vốn", "31/08/2025"):
        assert words in page
    printed = " ".join(page.extract_text() for page in pypdf.PdfReader(folder / "report.pdf").pages)
    assert re.search(r"Bảng\s2\.", printed)
    assert re.search(r"Hình\s2\.", printed)
    refused = command("report", "so-tay/thu.ipynb", "--set", "nam=2023", cwd=desk)
    assert refused.returncode == 2
    assert "data, year, as_of, language" in refused.stderr
