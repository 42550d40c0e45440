"""The crosswalk from the former districts and communes to the communes of July 2025, and allocation points."""

from collections.abc import Hashable
from datetime import date

import pandas as pd

from mtqg_analysis.domain.nation import crosswalk_rows
from mtqg_analysis.domain.reference import rules_on
from mtqg_analysis.domain.succession import REORGANISED
from mtqg_analysis.domain.units import units_within

SPECIAL = ("border", "safe_zone")
CLASS_KEYS = {"III": "region_iii", "II": "region_ii", "I": "region_i", "other": "other"}


def crosswalk_2025(province: str) -> pd.DataFrame:
    """The rows from a province's communes of June 2025 to those of July 2025; a split commune has several rows."""
    rows = crosswalk_rows(province)
    return rows[rows["valid_from"] == REORGANISED.isoformat()].reset_index(drop=True)


def by_district(province: str) -> pd.DataFrame:
    """One row per former district: code, name, former_communes, new_communes, mixed.

    new_communes counts those that receive land from the district; mixed, how many of these also receive land from
    another district.
    """
    rows = crosswalk_2025(province)
    mixed = set(mixing_communes(province)["new_code"])
    districts = units_within(date(2025, 6, 30), "district", province)
    out = []
    for code, name in zip(districts["code"], districts["name_vi"], strict=True):
        own = rows[rows["old_district"] == code]
        new = set(own["new_code"])
        out.append((code, name, own["old_code"].nunique(), len(new), len(new & mixed)))
    return pd.DataFrame(out, columns=["code", "name", "former_communes", "new_communes", "mixed"])


def split_communes(province: str) -> pd.DataFrame:
    """The former communes that went to several new ones: no weights are published, so nothing may be divided."""
    rows = crosswalk_2025(province)
    split = rows[rows["share"] == "part"]
    grouped = split.groupby(["old_code", "old_name", "old_district"], sort=False)["new_name"].agg(list)
    return grouped.reset_index()


def mixing_communes(province: str) -> pd.DataFrame:
    """The new communes that receive land from more than one district: district totals cannot be rebuilt from them."""
    rows = crosswalk_2025(province)
    districts = rows.groupby(["new_code", "new_name"], sort=False)["old_district"].agg(_distinct)
    mixed = districts[districts.map(len) > 1]
    return mixed.reset_index()


def new_communes(province: str) -> pd.DataFrame:
    """One row per new commune: code, name, former communes (list of names) and former districts (list of codes)."""
    rows = crosswalk_2025(province)
    communes = rows.groupby(["new_code", "new_name"])
    return communes.agg(former=("old_name", list), districts=("old_district", _distinct)).reset_index()


def _distinct(codes: pd.Series) -> list[str]:
    return sorted(set(codes))


def coefficients(on: date) -> pd.DataFrame:
    """The allocation coefficients in force on a day, one row per class: key, value, label_vi, reference, verified."""
    rules = rules_on("allocation_coefficient", on)
    return rules.assign(value=rules["value"].astype(float))


def allocation_points(classes: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Points of each commune from its classes; a commune whose region nobody entered has bounds, not points.

    classes: unit, name_vi, region (I, II, III, other or empty), border and safe_zone (yes, no or empty).
    rules: of `coefficients`. returns: classes plus low and high; equal when the class is known, since a commune
    in several groups counts only with the highest.
    """
    value = dict(zip(rules["key"], rules["value"], strict=True))
    bounds = [_bounds(row, value) for row in classes.to_dict("records")]
    return classes.assign(low=[low for low, _ in bounds], high=[high for _, high in bounds])


def _bounds(row: dict[Hashable, str], value: dict[str, float]) -> tuple[float, float]:
    """The least and the most points that a commune can have, given what has been entered."""
    regions = [value[CLASS_KEYS[row["region"]]]] if row["region"] else [value[key] for key in CLASS_KEYS.values()]
    certain = [value[key] for key in SPECIAL if row[key] == "yes"]
    possible = [value[key] for key in SPECIAL if row[key] != "no"]
    return max([min(regions), *certain]), max([*regions, *possible])
