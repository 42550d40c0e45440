"""Makes the reference tables of the nation's units from the package vietnamadminunits 1.0.4 (MIT).

    pip download --no-deps vietnamadminunits==1.0.4     then unpack the wheel into FOLDER
    python data/national/make_units.py FOLDER

Lạng Sơn is left out: its rows are kept by hand, with the law behind each. What changed since July 2025 stands in
`unit_changes.csv` and is not made here.
"""

import csv
import json
import re
import sqlite3
import sys
from collections import defaultdict
from math import ceil, cos, radians, sqrt
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

REFERENCE = Path(__file__).parents[2] / "src/mtqg_analysis/domain/reference"
BY_HAND = "20"  # Lạng Sơn
COLUMNS = ["code", "level", "type", "name", "parent", "valid_from", "valid_to", "became", "tile"]
FIRST, LAST = "2025-07-01", "2025-06-30"  # of the new list, and of the former one
LOOSE = 1.4  # places of a grid for each district, so that a province keeps its shape
KIND = re.compile(r"(huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu) (.+)", re.IGNORECASE)
Row = dict[str, str]


def main(folder: Path) -> None:
    """Writes a table for each province of today, and the ranges of codes by which a unit's table is found."""
    with sqlite3.connect(folder / "vietnamadminunits/data/dataset.db") as base:
        base.row_factory = sqlite3.Row
        former = [dict(row) for row in base.execute("select * from admin_units_legacy")]
        today = [dict(row) for row in base.execute("select * from admin_units")]
    links = json.loads((folder / "vietnamadminunits/data/converter_2025.json").read_text(encoding="utf-8"))
    heirs = heirs_of(today, links)
    of_province = {old: new for new, names in links["DICT_PROVINCE"].items() for old in names}
    held: dict[str, list[Row]] = defaultdict(list)
    codes = {row["provinceKey"]: row["provinceCode"] for row in today}
    for key, code in codes.items():
        own = [row for row in former if of_province[row["provinceKey"]] == key]
        held[code] = [*districts(own, heirs), *communes(own, heirs), *new(today, code)]
    del held[BY_HAND]
    for code, rows in held.items():
        write(REFERENCE / "units" / f"{code}.csv", COLUMNS, rows)
    write(REFERENCE / "unit_ranges.csv", ["level", "first", "last", "province"], ranges(held))


def key_of(row: Row) -> str:
    """The key by which the links name a former unit."""
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def heirs_of(today: list[Row], links: dict[str, dict[str, dict[str, list]]]) -> dict[str, list[str]]:
    """The codes of the new communes that each former one went to."""
    code = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in today}
    heirs: dict[str, list[str]] = defaultdict(list)
    for province, wards in links["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, names in wards.items():
            for name in names:
                heirs[name].append(code[province, ward])
    for province, parts in links["DICT_PROVINCE_WARD_DIVIDED"].items():
        for name, wards in parts.items():
            heirs[name] += [code[province, ward["newWardKey"]] for ward in wards]
    return {name: sorted(set(found)) for name, found in heirs.items()}


def districts(former: list[Row], heirs: dict[str, list[str]]) -> list[Row]:
    """The former districts; one that had no communes (an island) names its heir itself."""
    first = {row["districtCode"]: row for row in former}
    alone = {row["districtCode"]: heirs[key_of(row)] for row in former if not row["wardCode"]}
    tiles = grid({code: (float(row["districtLat"]), float(row["districtLon"])) for code, row in first.items()})
    return [
        unit(code, "district", row["district"], row["provinceCode"])
        | {"valid_to": LAST, "became": "|".join(alone.get(code, [])), "tile": "-".join(map(str, tiles[code]))}
        for code, row in sorted(first.items())
    ]


def communes(former: list[Row], heirs: dict[str, list[str]]) -> list[Row]:
    """The former communes with what became of them: one code, or several where one was divided."""
    return [
        unit(row["wardCode"], "commune", row["ward"], row["districtCode"])
        | {"valid_to": LAST, "became": "|".join(heirs[key_of(row)])}
        for row in sorted(former, key=lambda row: row["wardCode"] or "")
        if row["wardCode"]
    ]


def new(today: list[Row], province: str) -> list[Row]:
    """The communes of a province since July 2025."""
    own = sorted((row for row in today if row["provinceCode"] == province), key=lambda row: row["wardCode"])
    return [unit(row["wardCode"], "commune", row["ward"], province) | {"valid_from": FIRST} for row in own]


def unit(code: str, level: str, full: str, parent: str) -> Row:
    """One row without its dates: type and name apart, as the full name has them (the column of types has six slips)."""
    found = KIND.fullmatch(full)
    assert found, full
    return {"code": code, "level": level, "type": found[1].lower(), "name": found[2], "parent": parent}


def grid(places: dict[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """A place in a grid, row and column, for each district: those whose distances to where it lies add up least."""
    codes = sorted(places)
    lat, lon = (np.array([places[code][at] for code in codes]) for at in (0, 1))
    x, y = (lon - lon.min()) * cos(radians(float(lat.mean()))), lat.max() - lat
    wide, high = max(float(np.ptp(x)), 0.05), max(float(np.ptp(y)), 0.05)
    side = sqrt(wide * high / (LOOSE * len(codes)))
    across, down = ceil(wide / side) + 1, ceil(high / side) + 1
    cells = [(row, column) for row in range(down) for column in range(across)]
    cost = [
        [(x[at] / side - column) ** 2 + (y[at] / side - row) ** 2 for row, column in cells] for at in range(len(codes))
    ]
    taken = [cells[at] for at in linear_sum_assignment(cost)[1]]
    top, left = min(row for row, _ in taken), min(column for _, column in taken)
    return {code: (row - top, column - left) for code, (row, column) in zip(codes, taken, strict=True)}


def ranges(held: dict[str, list[Row]]) -> list[Row]:
    """Runs of codes that lie in one province's table, in their order."""
    found: list[Row] = []
    for level in ("district", "commune"):
        for code, province in sorted(
            {(row["code"], of) for of, rows in held.items() for row in rows if row["level"] == level}
        ):
            if found and (found[-1]["level"], found[-1]["province"]) == (level, province):
                found[-1]["last"] = code
            else:
                found.append({"level": level, "first": code, "last": code, "province": province})
    return found


def write(file: Path, columns: list[str], rows: list[Row]) -> None:
    """A CSV of some columns, in the order given."""
    file.parent.mkdir(exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
