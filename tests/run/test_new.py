"""A dataset in one command, and the codes that its tables are written with."""

from codecs import BOM_UTF8
from datetime import date
from pathlib import Path

from mtqg_analysis.analysis.year_end.evaluation import evaluate_year
from mtqg_analysis.domain.period import Period
from mtqg_analysis.ledger.dataset import read_dataset
from mtqg_analysis.ledger.ledger import load_ledger
from mtqg_analysis.report.pages import year_end
from mtqg_analysis.report.view import Failure


def test_a_new_dataset_passes_the_check_and_knows_its_communes(mtqg, tmp_path):
    folder = tmp_path / "caobang"
    assert mtqg("new", folder, "--province", "Cao Bằng").status == 0
    told = mtqg("check", folder)
    assert (told.status, "0 lỗi, 0 cảnh báo" in told.out) == (0, True)
    dataset = read_dataset(folder)
    assert (dataset.province, len(dataset.tables["commune_classes"])) == ("04", 56)
    assert set(dataset.tables["assumptions"]["verified"]) == {"no"}
    assert all(file.read_bytes().startswith(BOM_UTF8) for file in folder.glob("*.csv"))  # else Excel garbles it
    assert not [file.name for file in folder.iterdir() if "Lạng Sơn" in file.read_text("utf-8")]


def test_a_folder_that_is_there_is_left_alone_and_a_misspelt_province_is_suggested(mtqg, tmp_path):
    (tmp_path / "there").mkdir()
    told = mtqg("new", tmp_path / "there", "--province", "Cao Bằng")
    assert (told.status, list((tmp_path / "there").iterdir())) == (2, [])
    told = mtqg("new", tmp_path / "other", "--province", "Cao Bàng")
    assert (told.status, "Cao Bằng" in told.err, (tmp_path / "other").exists()) == (2, True, False)


def test_commands_follow_the_dataset_of_the_current_folder_and_prefer_no_province(mtqg, tmp_path, monkeypatch):
    for words in (["report", "year-end"], ["claims", "du-thao.md"], ["ready"], ["check"], ["form", "planning"]):
        told = mtqg(*words)
        assert (told.status, "data/langson" in told.err, "mtqg new" in told.err) == (2, True, True), words
    mtqg("new", tmp_path / "caobang", "--province", "Cao Bằng")
    monkeypatch.chdir(tmp_path / "caobang")
    assert mtqg("check").out.startswith("caobang: 0 số liệu")
    assert "Huyện Hòa An" in mtqg("codes", "units").out
    assert mtqg("name", "add", "Ban Quản lý khu kinh tế tỉnh").status == 0
    assert "Ban Quản lý khu kinh tế tỉnh" in Path("agencies.csv").read_text("utf-8-sig")


def test_a_report_over_a_dataset_just_begun_says_that_nothing_is_there_and_shows_no_number_of_the_province(
    mtqg, tmp_path, nation
):
    mtqg("new", tmp_path / "caobang", "--province", "Cao Bằng")
    begun = evaluate_year(load_ledger(tmp_path / "caobang", Period(2025, date(2025, 12, 31))), nation)
    shown = {name: getattr(year_end, name)(begun) for name in year_end.__all__ if name not in ("head", "data_sheet")}
    assert [name for name, one in shown.items() if isinstance(one, Failure)] == []
    assert shown["rates"] is shown["key_figures"] is shown["by_unit"] is None
    assert all("Chưa có số giải ngân" in shown[name].markdown for name in ("brief_points", "opening", "headline"))


def test_codes_are_listed_for_the_province_of_the_dataset(mtqg, tmp_path):
    mtqg("new", tmp_path / "caobang", "--province", "04")
    assert "Huyện Hòa An" in mtqg("codes", "units", "--data", tmp_path / "caobang").out
    assert "Tỷ lệ giải ngân" in mtqg("codes", "measures").out
    assert mtqg("codes", "nothing").status == 2
