"""Units on their dates, and the crosswalk of July 2025."""

import re
from datetime import date

import pytest

from mtqg_analysis.analysis import communes
from mtqg_analysis.domain.reference import fold, table
from mtqg_analysis.domain.units import Unit, find_units, province_of, suggest, unit_name, units_of, units_on

LANG_SON = "20"
OLD, JUNE, JULY = date(2024, 11, 30), date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def units():
    return table("units")


def exists(rows, day):
    began = (rows["valid_from"] == "") | (rows["valid_from"] <= day.isoformat())
    return rows[began & ((rows["valid_to"] == "") | (rows["valid_to"] >= day.isoformat()))]


@pytest.mark.parametrize(("day", "count"), [(JUNE, 63), (JULY, 34)])
def test_the_country_had_63_provinces_and_has_34(units, day, count):
    provinces = exists(units[units["level"] == "province"], day)
    assert provinces["code"].nunique() == len(provinces) == count


@pytest.mark.parametrize(
    ("day", "level", "count"),
    [
        (OLD, "district", 11),
        (JUNE, "district", 11),
        (JULY, "district", 0),
        (OLD, "commune", 200),
        (JUNE, "commune", 194),
        (JULY, "commune", 65),
    ],
)
def test_lang_son_had_so_many_units_on_that_day(day, level, count):
    found = units_on(day, level, LANG_SON)
    assert len(found) == count
    assert found["code"].is_unique
    assert found["name_vi"].map(fold).is_unique or level == "commune"


def test_the_new_communes_are_61_xa_and_4_phuong():
    assert units_on(JULY, "commune", LANG_SON)["type"].value_counts().to_dict() == {"xã": 61, "phường": 4}


def test_parents_of_units_exist_one_level_higher(units):
    codes = {level: set(units.loc[units["level"] == level, "code"]) for level in ("province", "district")}
    for row in units[units["parent"] != ""].itertuples():
        assert row.parent in (codes["province"] if row.level == "district" else codes["district"] | codes["province"])


def bare(name):
    return re.sub(r"^(Xã|Phường|Thị trấn) ", "", name)


def test_27_of_the_65_new_codes_meant_a_unit_of_another_name_before():
    before, now = (units_on(day, "commune", LANG_SON).set_index("code")["name_vi"].map(bare) for day in (JUNE, JULY))
    assert set(now.index) <= set(before.index)
    assert (now != before[now.index]).sum() == 27


def test_the_crosswalk_leads_from_all_194_communes_to_all_65():
    rows = communes.crosswalk_2025("20")
    assert set(rows["old_code"]) == set(units_on(JUNE, "commune", LANG_SON)["code"])
    assert set(rows["new_code"]) == set(units_on(JULY, "commune", LANG_SON)["code"])


def test_the_crosswalk_says_the_names_that_the_codes_had_on_that_day():
    before, now = (units_on(day, "commune", LANG_SON).set_index("code")["name_vi"] for day in (JUNE, JULY))
    for row in communes.crosswalk_2025("20").itertuples():
        assert (row.old_name, row.new_name) == (before[row.old_code], now[row.new_code])


def test_a_code_means_nothing_without_a_date():
    assert {unit.name for unit in units_of("06040", "commune")} >= {"Xã Đại Đồng", "Thị trấn Thất Khê"}
    assert unit_name("06040", OLD) == "Đại Đồng"
    assert unit_name("06040", JUNE) == "Thất Khê"


def test_the_day_of_a_reorganisation_belongs_to_the_old_and_the_new_unit():
    (district,) = find_units("Hữu Lũng", "district", LANG_SON)
    assert district.valid_on(JUNE)
    assert district.valid_on(JULY)
    assert not district.valid_on(date(2025, 7, 2))


@pytest.mark.parametrize("name", ["Hữu Lũng", "HỮU LŨNG", "Huyện Hữu Lũng", "  hữu   lũng "])
def test_a_district_is_found_by_every_spelling(name):
    assert [unit.code for unit in find_units(name, "district", LANG_SON)] == ["186"]


@pytest.mark.parametrize(
    ("typed", "offered"), [("Trảng Định", "Tràng Định"), ("Hữu Lủng", "Hữu Lũng"), ("Lộc Bìnhh", "Lộc Bình")]
)
def test_a_misspelt_district_is_offered_and_never_taken(typed, offered):
    assert find_units(typed, "district", LANG_SON) == ()
    assert suggest(typed, "district", LANG_SON) == offered


def test_nothing_is_offered_for_a_name_that_is_far_from_all():
    assert suggest("Thành phố Hồ Chí Minh", "district", LANG_SON) is None


def test_the_province_of_a_unit_is_found_through_its_parents():
    (district,) = find_units("Hữu Lũng", "district", LANG_SON)
    commune = Unit("1", "x", "commune", "Xã", "Xã", district.code, "", "")
    assert [province_of(unit) for unit in (district, commune)] == [LANG_SON, LANG_SON]
