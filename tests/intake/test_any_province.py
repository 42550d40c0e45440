"""A file is read by the names of its own province, and nothing in the code prefers one."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from spreadsheets.drawing import of_one, write_xlsx

import mtqg_analysis
from mtqg_analysis.domain.period import Period
from mtqg_analysis.intake.forms import Sent, write_year_end_form
from mtqg_analysis.intake.names import ALWAYS, Names, name_key
from mtqg_analysis.intake.own_names import own_names
from mtqg_analysis.intake.reading import read_file
from mtqg_analysis.intake.whose import named_provinces
from mtqg_analysis.ledger.dataset import read_dataset

FILLED = {("DTTS", "Huyện Hòa An", measure, "investment"): 1500 for measure in ("plan", "disbursed")}
PACKAGE = Path(mtqg_analysis.__file__).parent


@pytest.fixture
def caobang(tmp_path):
    """A dataset of Cao Bằng without figures."""
    folder = tmp_path / "caobang"
    folder.mkdir()
    (folder / "dataset.yaml").write_text("title_vi: Thử\nkind: official\nprovince: '04'\n", "utf-8")
    return folder


def _of_hoa_an(head="UBND HUYỆN HÒA AN"):
    """A return of one district of Cao Bằng, with the numbers of another."""
    sheet = of_one("Cao Lộc")
    for at in ("A1", "B8"):
        sheet.put(at, head if at == "A1" else "Hòa An")
    return sheet


def test_a_file_of_another_province_is_stored_with_its_own_codes(mtqg, caobang, tmp_path):
    write_xlsx(tmp_path / "a.xlsx", _of_hoa_an())
    mtqg("intake", tmp_path / "a.xlsx", "--into", caobang)
    facts = read_dataset(caobang).facts
    assert set(facts["province"]) == {"04"}
    assert set(facts["unit"]) == {"051"}


def test_a_file_of_no_dataset_that_names_no_province_is_asked_about(monkeypatch, tmp_path):
    write_xlsx(tmp_path / "a.xlsx", _of_hoa_an("PHÒNG TÀI CHÍNH"))
    monkeypatch.setattr("mtqg_analysis.intake.whose.dataset_around", lambda _: None)
    reading = read_file(tmp_path / "a.xlsx")
    assert (reading.outcome, [one.kind for one in reading.findings]) == ("needs_input", ["PROVINCE_UNKNOWN"])


def test_a_file_that_names_units_of_one_province_only_is_of_that_province(monkeypatch, tmp_path):
    write_xlsx(tmp_path / "a.xlsx", _of_hoa_an())
    monkeypatch.setattr("mtqg_analysis.intake.whose.dataset_around", lambda _: None)
    assert {one.meaning.unit for one in read_file(tmp_path / "a.xlsx").records} == {"051"}


def test_the_type_and_the_date_of_a_province_part_its_names():
    assert named_provinces("UBND tỉnh Cao Bằng, Thành phố Cao Bằng") == {"04"}
    assert named_provinces("Sở Tài chính thành phố Huế") == {"46"}
    assert named_provinces("Huyện Bắc Sơn") == set()


def test_units_of_types_that_lang_son_does_not_have_are_known():
    found = Names("79")
    assert [place.name for place in found.find("Q. Bình Thạnh", ALWAYS).places] == [
        "Quận Bình Thạnh",
        "Phường Bình Thạnh",
    ]
    assert {place.type for place in found.find("Phường 12", ALWAYS).places} == {"phường"}
    assert not found.find("12", ALWAYS).places
    assert name_key("Huyện Hòa An, tỉnh Cao Bằng") == name_key("huyện Hòa An")


def test_the_package_code_prefers_no_province():
    """Docstrings may give examples; the default of `mtqg report` and the folder that errors name may be Lạng Sơn's."""
    told = re.compile(r'"""[\s\S]*?"""|#.*')
    of_langson = re.compile(r"lạng sơn|lang son|province[^=\n]{0,20}=\s*\"20\"|unit=\"20\"", re.IGNORECASE)
    found = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if of_langson.search(told.sub("", file.read_text("utf-8")))
    }
    assert found - {"ledger/dictionary.py"} == set()


def test_the_illustrative_workbooks_are_of_their_dataset(root):
    about = yaml.safe_load((root / "data/illustrative/dataset.yaml").read_text("utf-8"))
    assert read_file(root / "data/illustrative/workbooks/giai-ngan-2024-huyen.xlsx").province == about["province"]


def test_the_span_in_the_name_of_a_programme_is_no_cut_off(caobang, tmp_path):
    form = write_year_end_form(tmp_path / "a.xlsx", Period(2024, date(2024, 12, 31)), Sent("04", "districts"), FILLED)
    reading = read_file(form, names=own_names(caobang))
    assert {record.meaning.as_of for record in reading.records} <= {None, date(2024, 12, 31)}
    assert len(reading.records) >= 2
