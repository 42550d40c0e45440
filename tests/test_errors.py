"""What a user does wrong: one message that names thing, place and remedy, and no report half made."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from unicodedata import normalize

import nbformat
import pytest

from mtqg_analysis.run.execute import prepare
from mtqg_analysis.run.reports import REPORTS


def listing(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["year-end", "--set", "yera=2023"], ["year_end_evaluation.ipynb", "không có tham số yera", "year, as_of"]),
        (["baseline", "--set", "year=2023"], ["planning_baseline.ipynb", "không có tham số year", "horizon"]),
        (["year-end", "--set", "year=hai nghìn"], ["Tham số year = 'hai nghìn' sai kiểu", "cần số nguyên"]),
        (["year-end", "--set", "year"], ["--set 'year' chưa đúng dạng", "TÊN=GIÁ_TRỊ"]),
        (["year-end", "--set", "=2023"], ["chưa đúng dạng", "TÊN=GIÁ_TRỊ"]),
        (["year-end", "--year", "2024", "--set", "year=2023"], ["year được nêu hai lần", "hãy bỏ --set"]),
        (["year-end", "--data", "data/khong_co"], ["«data/khong_co»", "Không tìm thấy", "Hãy kiểm tra đường dẫn"]),
        (["year-end", "--context", "data/khong_co"], ["«data/khong_co»", "Không tìm thấy"]),
        (["year-end", "--format", "docm"], ["«docm»", "html, pdf"]),
        (["year-end", "--format", ""], ["Định dạng", "html, pdf"]),
        (["year-end", "--as-of", "12/31/2024"], ["as_of", "12/31/2024", "2024-12-31 (năm-tháng-ngày)", "31/12/2024"]),
        (["year-end", "--as-of", "31/12/24"], ["as_of", "31/12/24", "2024-12-31 (năm-tháng-ngày)"]),
        (["year-end", "--as-of", "2019-12-31"], ["31/12/2019 không thuộc năm kế hoạch 2024", "từ 01/01/2024"]),
        (["year-end", "--known-on", "2024-02-30"], ["known_on", "2024-02-30", "không phải là ngày"]),
        (["year-end", "--year", "20244"], ["year = 20244", "cần số nguyên từ 1900 đến 2199"]),
        (["year-end", "--term", "2021"], ["term = '2021'", "2021-2025"]),
        (["comparison", "--years", "2025-2021"], ["years", "2025-2021", "2021-2025, năm đầu trước"]),
        (["comparison", "--as-of", "1/2"], ["as_of", "1/2", "không phải là ngày"]),
        (["baseline", "--horizon", "2026-20300"], ["horizon", "2026-20300", "2021-2025"]),
    ],
)
def test_a_mistake_that_shows_before_the_run_ends_with_status_2_at_once(mtqg, tmp_path, arguments, words):
    named = () if "--data" in arguments else ("--data", "data/langson")
    told = mtqg("report", *arguments, *named, "--out", tmp_path)
    assert told.status == 2
    assert told.err.count("Lỗi:") == 1
    for word in words:
        assert word in told.err
    assert listing(tmp_path) == []


@pytest.mark.parametrize("arguments", [["--year", "abc"], ["--nam", "2024"]])
def test_an_option_that_does_not_exist_or_fit_is_refused_by_the_parser(mtqg, tmp_path, arguments):
    told = mtqg("report", "year-end", *arguments, "--out", tmp_path)
    assert told.status == 2
    assert arguments[0] in told.err
    assert "Cách gõ:" in told.err
    assert not re.search(r"Usage|Error|No such|Invalid|Try ", told.err)
    assert listing(tmp_path) == []


def test_the_help_is_vietnamese_to_its_frame_and_english_where_it_is_asked_for(mtqg, monkeypatch):
    for words in ([], ["report", "own"], ["form"]):
        shown = mtqg(*words, "--help").out
        assert "Cách gõ:" in shown
        assert "Tùy chọn" in shown
        assert not re.search(r"Usage|Options|Commands|Arguments|Show this|default:", shown)
    monkeypatch.setenv("MTQG_LANGUAGE", "en")
    assert "Usage:" in mtqg("--help").out


def test_the_command_line_speaks_the_language_that_it_is_asked_to_speak(mtqg, monkeypatch, tmp_path):
    asked = ("report", "year-end", "--set", "language=en", "--as-of", "", "--set", "year", "--out", tmp_path)
    assert "Lỗi: --set 'year' chưa đúng dạng" in mtqg(*asked).err  # the language was not read yet
    twice = ("report", "year-end", "--year", "2024", "--set", "language=en", "--set", "year=2023", "--out", tmp_path)
    assert "Error: Parameter year is given twice" in mtqg(*twice).err
    assert (
        "Lỗi: Ngôn ngữ «fr» không có"
        in mtqg("report", "year-end", "--data", "data/langson", "--set", "language=fr").err
    )
    monkeypatch.setenv("MTQG_LANGUAGE", "en")
    assert "Error: Parameter --years = '2030' is not a span of years" in mtqg("form", "planning", "--years", "2030").err
    monkeypatch.setenv("MTQG_LANGUAGE", "fr")
    told = mtqg("check", "data/langson")
    assert (told.status, told.out) == (2, "")
    assert "Ngôn ngữ «fr» không có; hãy chọn trong: vi, en." in told.err


FOUND_BY_THE_RUN = {
    "a year without data": (
        ["year-end", "--year", "2019", "--as-of", "2019-12-31"],
        ["2019", "langson", "2024-12-31", "Hãy chọn năm"],
    ),
    "a place below a file": (["year-end"], ["Không ghi được", "tep/bao_cao", "--out"]),
}


@pytest.fixture(scope="module")
def refused(command, tmp_path_factory):
    """How each of these commands ended, and the folder it was to write to: two at a time, since each takes seconds."""
    folders = {name: tmp_path_factory.mktemp("refused") for name in FOUND_BY_THE_RUN}
    (folders["a place below a file"] / "tep").write_text("của tôi", "utf-8")

    def run(name):
        out = folders[name] / ("tep/bao_cao" if name == "a place below a file" else "")
        words = ("--data", "data/langson", "--format", "html", "--out", out)
        return command("report", *FOUND_BY_THE_RUN[name][0], *words)

    with ThreadPoolExecutor(2) as pool:
        done = dict(zip(FOUND_BY_THE_RUN, pool.map(run, FOUND_BY_THE_RUN), strict=True))
    return {name: (done[name], folders[name]) for name in FOUND_BY_THE_RUN}


@pytest.mark.full
@pytest.mark.parametrize("name", FOUND_BY_THE_RUN)
def test_a_mistake_that_the_run_finds_ends_with_status_2_and_no_report(refused, name):
    done, folder = refused[name]
    assert done.returncode == 2
    assert done.stderr.count("Lỗi:") == 1
    assert "Traceback" not in done.stderr
    for word in FOUND_BY_THE_RUN[name][1]:
        assert word in done.stderr
    assert [path for path in folder.rglob("*") if path.is_file() and path.name != "tep"] == []


@pytest.mark.full
def test_what_stood_in_the_way_is_left_as_it_was(refused):
    _, folder = refused["a place below a file"]
    assert (folder / "tep").read_text("utf-8") == "của tôi"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title_vi: [", ["dataset.yaml không đọc được", "data/langson/dataset.yaml"]),
        ("kind: published\n", ["thiếu title_vi", "data/langson/dataset.yaml"]),
        ("- a\n- b\n", ["thiếu title_vi, kind"]),
        ("title_vi: A\nkind: guess\n", ["kind là «guess»", "published, official, illustrative"]),
        ("", ["thiếu title_vi, kind"]),
    ],
)
def test_a_malformed_dataset_is_named_with_what_it_needs(mtqg, root, tmp_path, text, words):
    shutil.copytree(root / "data/langson", tmp_path / "tinh")
    (tmp_path / "tinh/dataset.yaml").write_text(text, "utf-8")
    told = mtqg("check", tmp_path / "tinh")
    assert told.status == 2
    assert "Traceback" not in told.err
    for word in words:
        assert word in told.err


def test_a_yaml_file_runs_nothing(mtqg, root, tmp_path):
    shutil.copytree(root / "data/langson", tmp_path / "tinh")
    hostile = f"title_vi: !!python/object/apply:os.system ['touch {tmp_path}/hit']\nkind: published\n"
    (tmp_path / "tinh/dataset.yaml").write_text(hostile, "utf-8")
    assert mtqg("check", tmp_path / "tinh").status == 2
    assert not (tmp_path / "hit").exists()


@pytest.fixture
def project(root, tmp_path):
    """A project folder of its own, with an earlier report in it."""
    for folder in ("notebooks", "data"):
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    earlier = tmp_path / "reports/year_end_evaluation/langson_2024_2024-12-31"
    earlier.mkdir(parents=True)
    (earlier / "report.html").write_text("bản trước", "utf-8")
    return tmp_path


@pytest.mark.full
def test_a_failing_cell_keeps_the_executed_notebook_and_the_earlier_report(command, project):
    file = project / "notebooks/year_end_evaluation.ipynb"
    notebook = nbformat.read(file, as_version=4)
    notebook.cells.insert(3, nbformat.v4.new_code_cell("1 / 0"))
    nbformat.write(notebook, file)
    done = command("report", "year-end", "--data", "data/langson", cwd=project)
    folder = project / "reports/year_end_evaluation"
    kept = folder / "langson_2024_2024-12-31.failed.ipynb"
    assert done.returncode == 1
    assert done.stderr.count("Lỗi:") == 1
    assert "ZeroDivisionError" in done.stderr
    assert str(kept) in done.stderr
    assert listing(folder) == [
        "langson_2024_2024-12-31",
        "langson_2024_2024-12-31.failed.ipynb",
        "langson_2024_2024-12-31/report.html",
    ]
    assert (folder / "langson_2024_2024-12-31/report.html").read_text("utf-8") == "bản trước"
    errors = [
        output.ename
        for cell in nbformat.read(kept, as_version=4).cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert errors == ["ZeroDivisionError"]


@pytest.mark.full
def test_a_notebook_that_is_no_notebook_is_named(command, project):
    (project / "notebooks/year_end_evaluation.ipynb").write_text("không phải sổ tay", "utf-8")
    done = command("report", "year-end", "--data", "data/langson", cwd=project)
    assert done.returncode == 2
    assert "year_end_evaluation.ipynb không phải là sổ tay Jupyter" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("asked", ["2024-12-31", "31/12/2024"])
def test_a_day_may_be_written_as_reports_print_it(tmp_path, asked):
    job = prepare(REPORTS["year-end"], {"as_of": asked, "known_on": asked}, ("html",), tmp_path)
    assert job.parameters["as_of"] == job.parameters["known_on"] == "2024-12-31"
    assert job.folder.name == "langson_2024_2024-12-31_2024-12-31"


@pytest.mark.parametrize(("typed", "lies"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_folder_is_found_however_its_accents_are_composed(mtqg, root, tmp_path, typed, lies):
    name = "Số liệu Lạng Sơn"
    shutil.copytree(root / "data/langson", tmp_path / normalize(lies, name) / "tỉnh")
    asked = str(tmp_path / normalize(typed, name) / "tỉnh")
    assert mtqg("check", asked).status == 0
    job = prepare(REPORTS["year-end"], {"data": asked}, ("html",), tmp_path)
    assert job.folder.name.startswith("tỉnh_2024_2024-12-31_")
    assert job.parameters["data"] == str(tmp_path / name / "tỉnh")
    assert job.datasets["data"].is_dir()


def test_of_two_folders_that_differ_in_composition_the_one_that_was_asked_for_is_read(tmp_path):
    name, folders = "Lạng Sơn", set()
    for form in ("NFC", "NFD"):
        (tmp_path / normalize(form, name)).mkdir()
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("this disk holds both spellings for one")
    for form in ("NFC", "NFD"):
        asked = tmp_path / normalize(form, name)
        job = prepare(REPORTS["year-end"], {"data": str(asked)}, ("html",), tmp_path / "out")
        assert job.datasets["data"] == asked
        folders.add(job.folder)
    assert len(folders) == 2
