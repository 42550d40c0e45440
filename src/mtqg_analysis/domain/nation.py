"""The units below every province, and what became of the former ones: of the province that is asked for, and no other.

Lạng Sơn's rows stand in `units.csv` and `crosswalk.csv`, each with the law behind it; those of the other provinces are
made of `units/<code>.csv`, a table a province of today, which also has the units of the provinces that it was made of.
"""

import re
from bisect import bisect_right
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import pandas as pd

from mtqg_analysis.domain.names import spelled
from mtqg_analysis.domain.reference import fold, table

LEVEL_OF = {2: "province", 3: "district", 5: "commune"}  # by the digits of a code
FIRST_DAY = "2025-07-01"
SOURCE = "vietnamadminunits 1.0.4 (MIT), danh mục đến 30/6/2025 và từ 01/7/2025"
SHORT = {"thành phố": "TP ", "thị xã": "TX "}  # of districts, whose bare name is often a commune's too


@cache
def provinces() -> tuple[str, ...]:
    """The codes of the provinces of today.

    >>> len(provinces()), provinces()[:3]
    (34, ('01', '04', '08'))
    """
    rows = table("units").query("level == 'province' and valid_to == ''")
    return tuple(rows["code"])


@cache
def written_provinces() -> str:
    """The names of the provinces of any day, in lower case, without type, as a choice of a regular expression."""
    names = {fold(name).removeprefix("tp ") for name in table("units").query("level == 'province'")["short_vi"]}
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def province_of_today(code: str) -> str:
    """The province of today that a province, by its code of any day, is or went into; empty for no province.

    >>> province_of_today("06"), province_of_today("20"), province_of_today("99")
    ('19', '20', '')
    """
    return code if code in provinces() else next((heir for heir in _heirs().get(code, []) if heir in provinces()), "")


@cache
def _heirs() -> dict[str, list[str]]:
    """The provinces that each province went into, by codes."""
    found: dict[str, list[str]] = {}
    rows = table("units").query("level == 'province'")
    for code, heirs in zip(rows["code"], rows["successors"], strict=True):
        found.setdefault(code, []).extend(filter(None, heirs.split("|")))
    return found


@cache
def unit_rows(province: str) -> pd.DataFrame:
    """The districts and communes of a province on any day, as `units.csv` has them, with the `province` each lies in.

    Of a province of today all that lie or lay on its land; of one that ended its own only. No rows for no province.

    >>> rows = unit_rows("19")
    >>> sorted(set(rows["province"])), set(unit_rows("06")["province"])
    (['06', '19'], {'06'})
    """
    today = province_of_today(province)
    rows = _rows_of(today)
    return rows if province == today else rows[rows["province"] == province].reset_index(drop=True)


@cache
def _rows_of(province: str) -> pd.DataFrame:
    rows = _read(province)
    rows = _by_hand(province) if rows is None else _in_full(_changed(rows))
    parents = dict(zip(rows["code"], rows["parent"], strict=True))
    return rows.assign(
        province=[parents.get(parent, parent) if len(parent) > 2 else parent for parent in rows["parent"]]
    )


def _by_hand(province: str) -> pd.DataFrame:
    rows = table("units")
    below = rows[rows["level"] != "province"]
    districts = set(below.loc[below["parent"] == province, "code"])
    return below[(below["parent"] == province) | below["parent"].isin(districts)].reset_index(drop=True)


@cache
def _read(province: str) -> pd.DataFrame | None:
    """The compact table of a province; None where `units.csv` has its units, or there is no such province."""
    file = files(__package__) / "reference" / "units" / f"{province}.csv"
    if not province or not file.is_file():
        return None
    with file.open(encoding="utf-8") as stream:
        return pd.read_csv(stream, dtype=str, keep_default_na=False)


def _changed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with those of units whose type changed since: the old row ends the day before, a new one begins."""
    changes = table("unit_changes").set_index("code")
    held = rows[(rows["valid_to"] == "") & rows["code"].isin(changes.index)]
    if held.empty:
        return rows
    own = changes.loc[held["code"]]
    began = own["valid_from"].tolist()
    ended = held.assign(
        valid_to=[str(date.fromisoformat(day) - timedelta(days=1)) for day in began], became=held["code"]
    )
    begun = held.assign(type=own["type"].tolist(), valid_from=began)
    return pd.concat([rows.drop(held.index), ended, begun]).sort_values(
        ["level", "code"], kind="stable", ignore_index=True
    )


def _in_full(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns of `units.csv` for compact rows: names with their type, other spellings, the heirs of districts."""
    heirs: dict[str, set[str]] = {}
    for became, parent in zip(rows["became"], rows["parent"], strict=True):
        heirs.setdefault(parent, set()).update(became.split("|"))
    out = []
    for row in rows.to_dict("records"):
        typed, name = f"{row['type'].capitalize()} {row['name']}", row["name"]
        bare = typed if name.isdigit() else name  # "Phường 5": its number alone is no name
        short = f"{SHORT.get(row['type'], '')}{name}" if row["level"] == "district" and not name.isdigit() else bare
        became = row["became"] or ("|".join(sorted(heirs[row["code"]] - {""})) if row["level"] == "district" else "")
        row_, column = row["tile"].split("-") if row["tile"] else ("", "")
        began = row["valid_from"]
        out.append(
            {
                "code": row["code"],
                "code_list": began[:7] if began else "2019",
                "level": row["level"],
                "type": row["type"],
                "name_vi": typed,
                "short_vi": short,
                "parent": row["parent"],
                "valid_from": began,
                "valid_to": row["valid_to"],
                "spellings": "|".join(dict.fromkeys((typed, short, bare, f"UBND {typed[0].lower()}{typed[1:]}"))),
                "typos": "",
                "successors": became,
                "tile_row": row_,
                "tile_col": column,
                "source": SOURCE,
                "verified": "no",
            }
        )
    return pd.DataFrame(out)


@cache
def crosswalk_rows(province: str) -> pd.DataFrame:
    """What became of a province's former communes, as `crosswalk.csv` has it; a divided one has a row for each part.

    >>> rows = crosswalk_rows("04")
    >>> rows["old_code"].nunique(), rows["new_code"].nunique()
    (161, 56)
    """
    own = unit_rows(province)
    compact = _read(province_of_today(province))
    if compact is None:
        rows = table("crosswalk")
        return rows[rows["old_district"].isin(set(own["code"]))].reset_index(drop=True)
    former = own[(own["valid_to"] == "2025-06-30") & ((own["level"] == "commune") | _alone(own))]
    every = _rows_of(province_of_today(province))
    new = every[(every["level"] == "commune") & (every["valid_from"] == FIRST_DAY)]
    names = dict(zip(new["code"], new["name_vi"], strict=True))
    out = []
    for row in former.to_dict("records"):
        heirs = row["successors"].split("|")
        is_commune = row["level"] == "commune"
        for heir in heirs:
            out.append(
                {
                    "old_code": row["code"] if is_commune else "",
                    "old_name": row["name_vi"],
                    "old_district": row["parent"] if is_commune else row["code"],
                    "new_code": heir,
                    "new_name": names[heir],
                    "share": "whole" if len(heirs) == 1 else "part",
                    "valid_from": FIRST_DAY,
                    "legal_clause": "",
                    "note": "",
                    "source": SOURCE,
                    "verified": "no",
                }
            )
    return pd.DataFrame(out, columns=list(table("crosswalk").columns))


def _alone(rows: pd.DataFrame) -> pd.Series:
    """Districts that had no communes: islands, which became special zones as they were."""
    return (rows["level"] == "district") & ~rows["code"].isin(set(rows["parent"]))


@cache
def _ranges() -> dict[str, tuple[list[str], list[tuple[str, str]]]]:
    rows = table("unit_ranges")
    return {
        level: (list(own["first"]), list(zip(own["last"], own["province"], strict=True)))
        for level, own in rows.groupby("level")
    }


@cache
def homes() -> dict[str, frozenset[str]]:
    """For the name of every unit, with its type and `spelled`: the provinces of today that have or had one.

    All tables of the nation are read, which takes about a second.

    >>> homes()["huyện chi lăng"], len(homes()["xã hòa bình"]) > 1
    (frozenset({'20'}), True)
    """
    found: dict[str, set[str]] = {}
    for province in provinces():
        for name in unit_rows(province)["name_vi"]:
            found.setdefault(spelled(name), set()).add(province)
    return {name: frozenset(held) for name, held in found.items()}


@cache
def province_with(code: str) -> str:
    """The province of today in whose table a unit's code stands; empty where none has it.

    >>> province_with("040"), province_with("06037"), province_with("01273"), province_with("99999")
    ('04', '20', '04', '')
    """
    if code in _codes_by_hand():
        return _codes_by_hand()[code]
    starts, ends = _ranges().get(LEVEL_OF.get(len(code), ""), ([], []))
    at = bisect_right(starts, code) - 1
    last, province = ends[at] if at >= 0 else ("", "")
    return province if code <= last and code in _codes_of(province) else ""


@cache
def _codes_by_hand() -> dict[str, str]:
    """The province of today of every code in `units.csv`."""
    rows = table("units")
    parents = dict(zip(rows["code"], rows["parent"], strict=True))
    found = {}
    for code, parent in parents.items():
        above = parent if len(parent) < 3 else parents[parent]
        found[code] = province_of_today(above or code)
    return found


@cache
def _codes_of(province: str) -> frozenset[str]:
    rows = _read(province)
    return frozenset() if rows is None else frozenset(rows["code"])
