"""A dataset in one command, and the codes that its tables are written with."""

from pathlib import Path

from mtqg_analysis.ledger.dataset import read_dataset


def test_a_new_dataset_passes_the_check_and_knows_its_communes(mtqg, tmp_path):
    folder = tmp_path / "caobang"
    assert mtqg("new", folder, "--province", "Cao Bằng").status == 0
    told = mtqg("check", folder)
    assert (told.status, "0 lỗi, 0 cảnh báo" in told.out) == (0, True)
    dataset = read_dataset(folder)
    assert (dataset.province, len(dataset.tables["commune_classes"])) == ("04", 56)
    assert set(dataset.tables["assumptions"]["verified"]) == {"no"}
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


def test_codes_are_listed_for_the_province_of_the_dataset(mtqg, tmp_path):
    mtqg("new", tmp_path / "caobang", "--province", "04")
    assert "Huyện Hòa An" in mtqg("codes", "units", "--data", tmp_path / "caobang").out
    assert mtqg("codes", "nothing").status == 2
