"""The units of the nation: counts published for them, a way for every former commune, and nothing lost on it.

Totals: Resolution 202/2025/QH15 and the Government's report of June 2025 (63 provinces, 696 districts and 10,035
communes before; 34 provinces and 3,321 communes since: 2,621 xã, 687 phường, 13 đặc khu); 22 xã became phường in 2026.
"""

from collections import Counter
from datetime import date
from itertools import chain

import pandas as pd
import pytest

from mtqg_analysis.analysis.planning.crosswalk import restate
from mtqg_analysis.domain.nation import crosswalk_rows, province_of_today, province_with, provinces, unit_rows
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.succession import destinations
from mtqg_analysis.domain.units import find_units, province_of, unit_name, units_of, units_within

JUNE, JULY, NOVEMBER = date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 30)
COMMUNES_OF = {
    "04": 56,
    "20": 65,
    "11": 45,
    "01": 126,
    "79": 168,
    "46": 40,
    "38": 166,
}  # of the resolutions of June 2025


@pytest.fixture(scope="module")
def nation_units():
    """The units of the nation on three days, by day and level."""
    days, levels = (JUNE, JULY, NOVEMBER), ("district", "commune")
    return {
        (day, level): pd.concat([units_within(day, level, code) for code in provinces()])
        for day in days
        for level in levels
    }


def test_the_nation_has_as_many_units_as_were_published(nation_units):
    counts = {key: len(rows) for key, rows in nation_units.items()}
    assert counts == {
        (JUNE, "district"): 696, (JUNE, "commune"): 10_035,
        (JULY, "district"): 0, (JULY, "commune"): 3_321,
        (NOVEMBER, "district"): 0, (NOVEMBER, "commune"): 3_321,
    }  # fmt: skip
    assert Counter(nation_units[JULY, "commune"]["type"]) == {"xã": 2_621, "phường": 687, "đặc khu": 13}
    assert Counter(nation_units[NOVEMBER, "commune"]["type"]) == {"xã": 2_599, "phường": 709, "đặc khu": 13}
    assert nation_units[JUNE, "commune"]["province"].nunique() == 63
    assert len(provinces()) == nation_units[JULY, "commune"]["province"].nunique() == 34
    of = Counter(nation_units[JULY, "commune"]["province"])
    assert {code: of[code] for code in COMMUNES_OF} == COMMUNES_OF


def test_no_code_is_two_units_of_one_day(nation_units):
    assert all(rows["code"].is_unique for rows in nation_units.values())


def test_every_former_commune_leads_somewhere_and_every_new_one_comes_from_somewhere(nation_units):
    links = pd.concat([crosswalk_rows(code) for code in provinces()])
    links = links[links["valid_from"] == JULY.isoformat()]
    assert set(links["old_code"]) - {""} == set(nation_units[JUNE, "commune"]["code"])
    assert set(links["new_code"]) == set(nation_units[JULY, "commune"]["code"])
    parts = links[links["old_code"] != ""].groupby("old_code")["share"].agg(["size", "first"])
    assert ((parts["size"] > 1) == (parts["first"] == "part")).all()
    assert (parts["size"] > 1).sum() == 470  # 468 of the other provinces, 2 of Lạng Sơn
    assert links[links["old_code"] == ""]["old_district"].nunique() == 5  # islands, which had no communes


def test_money_of_former_communes_comes_back_to_the_last_dong():
    for province in ("04", "19", "48", "79"):
        links = destinations(JUNE, province)
        held = units_within(JUNE, "commune", province)["code"].tolist()
        amounts = pd.DataFrame({"level": "commune", "unit": held, "plan": range(1, len(held) + 1)})
        found = restate(amounts, links, ["plan"], pd.DataFrame())
        assert found.frame["plan"].sum() + found.left["plan"].sum() == amounts["plan"].sum()
        assert set(found.left["reason"]) <= {"split"}
        assert set(found.frame["unit"]) <= set(units_within(JULY, "commune", province)["code"])


def test_a_code_leads_to_its_province_and_its_names():
    for province in provinces():
        rows = unit_rows(province)
        assert {province_with(code) for code in rows["code"]} == {province}
    assert [unit_name(code) for code in ("051", "040", "01273")] == ["Hòa An", "TP Cao Bằng", "Thục Phán"]
    assert [province_of(unit) for unit in units_of("060", "district")] == ["06"]
    assert [province_of_today(code) for code in ("06", "20", "")] == ["19", "20", ""]
    assert unit_rows("").empty


def test_a_name_of_several_units_gives_them_all_and_their_parents_part_them():
    found = [unit for unit in find_units("Hưng Đạo", "commune", "04") if unit.valid_on(JUNE)]
    assert {unit.code: unit_name(unit.parent) for unit in found} == {
        "01351": "Bảo Lạc",
        "01705": "TP Cao Bằng",
        "01783": "Nguyên Bình",
    }


def test_types_that_changed_in_2026_are_dated():
    (before, now) = sorted(units_of("09454", "commune"), key=lambda unit: unit.valid_from)[-2:]
    assert (before.name, before.valid_to) == ("Xã Gia Bình", "2026-09-19")
    assert (now.name, now.valid_from, now.valid_to) == ("Phường Gia Bình", "2026-09-20", "")
    cities = [row for code in ("22", "24", "75") for row in units_of(code, "province") if row.valid_on(NOVEMBER)]
    assert [one.name for one in cities] == ["Thành phố Quảng Ninh", "Thành phố Bắc Ninh", "Thành phố Đồng Nai"]


def test_every_changed_unit_is_a_unit():
    changed = table("unit_changes")["code"]
    assert all(province_with(code) for code in changed)


def test_every_former_district_has_a_tile_of_its_own():
    for province in provinces():
        rows = unit_rows(province).query("level == 'district'")
        tiles = list(zip(rows["tile_row"], rows["tile_col"], strict=True))
        assert len(set(tiles)) == len(tiles)
        assert "" not in set(chain.from_iterable(tiles))
