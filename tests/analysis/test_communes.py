"""Old communes and districts into the new communes, and points for allocation."""

from datetime import date
from itertools import product

import pandas as pd
import pytest

from mtqg_analysis.analysis import communes

FIRST_DAY = date(2026, 1, 1)


def test_every_old_commune_lands_whole_in_one_new_commune_or_in_parts_in_several():
    for _, rows in communes.crosswalk_2025("20").groupby("old_code"):
        assert rows["new_code"].is_unique
        assert (rows["share"].tolist() == ["whole"]) or (len(rows) > 1 and set(rows["share"]) == {"part"})


def test_two_communes_were_split():
    split = communes.split_communes("20").set_index("old_name")["new_name"].to_dict()
    assert split == {"Xã Bính Xá": ["Xã Đình Lập", "Xã Kiên Mộc"], "Xã Kiên Mộc": ["Xã Kiên Mộc", "Xã Châu Sơn"]}


def test_four_new_communes_mix_two_districts_each():
    mixing = communes.mixing_communes("20").set_index("new_name")["old_district"].to_dict()
    assert mixing == {
        "Phường Kỳ Lừa": ["178", "183"],
        "Phường Đông Kinh": ["178", "183"],
        "Xã Khánh Khê": ["183", "184"],
        "Xã Tân Đoàn": ["183", "184"],
    }


def test_the_districts_count_every_commune_once_and_mixing_communes_twice():
    districts = communes.by_district("20")
    assert len(districts) == 11
    assert districts["former_communes"].sum() == 194
    assert districts["new_communes"].sum() == 65 + 4
    assert districts["mixed"].sum() == 2 * 4


def test_the_list_of_new_communes_names_every_former_one():
    new = communes.new_communes("20")
    assert new["new_code"].is_unique
    assert len(new) == 65
    assert new["former"].map(len).sum() == len(communes.crosswalk_2025("20")) == 194 + 2


@pytest.fixture(scope="module")
def rules():
    return communes.coefficients(FIRST_DAY)


def points(rules, region, border, safe_zone):
    rows = pd.DataFrame([{"unit": "1", "region": region, "border": border, "safe_zone": safe_zone}])
    low, high = communes.allocation_points(rows, rules)[["low", "high"]].iloc[0]
    return low, high


def test_coefficients_are_dated_and_sourced(rules):
    assert set(communes.CLASS_KEYS.values()) | {"border", "safe_zone"} <= set(rules["key"])
    assert (rules["reference"] != "").all()
    assert communes.coefficients(date(2000, 1, 1)).empty


STATES = {"": ("yes", "no"), "yes": ("yes",), "no": ("no",)}


@pytest.mark.parametrize(
    ("region", "border", "safe_zone"), list(product(["", *communes.CLASS_KEYS], ["", "yes", "no"], ["", "yes", "no"]))
)
def test_the_bounds_contain_the_points_of_everything_that_an_empty_cell_can_mean(rules, region, border, safe_zone):
    low, high = points(rules, region, border, safe_zone)
    regions = [region] if region else list(communes.CLASS_KEYS)
    for certain in product(regions, STATES[border], STATES[safe_zone]):
        exact = points(rules, *certain)
        assert exact[0] == exact[1]
        assert low <= exact[0] <= high, certain


def test_a_commune_in_several_groups_counts_with_the_highest(rules):
    value = rules.set_index("key")["value"]
    both = points(rules, "I", "yes", "yes")
    assert both[0] == max(value[["region_i", "border", "safe_zone"]])


def test_the_classes_of_the_dataset_lie_between_the_smallest_and_the_largest_coefficient(plan):
    assert len(plan.points) == 65
    assert (plan.points["low"] <= plan.points["high"]).all()
    assert plan.points["low"].min() >= plan.coefficients["value"].min()
    assert plan.points["high"].max() <= plan.coefficients["value"].max()
