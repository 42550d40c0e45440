"""Makes what the illustrative dataset says of communes: classes, floors and caps, weights. Nothing in it is real.

    python data/illustrative/make_classes.py   (with the Python of .venv)

What is known: in January 2026 sixteen communes of Lạng Sơn had no extremely difficult village, and the others 385
together. The classes, how those villages are spread, every floor, cap and weight are invented from a fixed seed.
"""

import csv
import random
from pathlib import Path

from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.facts import SIDE_COLUMNS

SEED = 272_2025
HERE = Path(__file__).resolve().parent
VILLAGES = 385
WITHOUT = (
    "05977", "05983", "05986", "06112", "06184", "06187", "06196", "06385", "06427", "06445", "06457", "06463",
    "06475", "06613", "06616", "06637",
)  # fmt: skip
FLOORS, CAPS = 6, 5  # communes with works under way, and communes that cannot take on more
WEIGHTED = {"180": 160, "184": 90, "186": 220, "188": 120}  # districts with weights: the works that were counted
Rows = list[dict[str, object]]


def communes() -> list[tuple[str, str]]:
    """Code and name of every commune since July 2025."""
    rows = table("crosswalk")
    rows = rows[rows["valid_from"] == "2025-07-01"].drop_duplicates("new_code").sort_values("new_code")
    return list(rows[["new_code", "new_name"]].itertuples(index=False, name=None))


def classes(luck: random.Random) -> Rows:
    """The class of every commune: those without difficult villages lean to the lower regions; wards are in none."""
    places = sorted(luck.sample(range(1, VILLAGES), len(communes()) - len(WITHOUT) - 1))
    counts = iter(end - start for start, end in zip([0, *places], [*places, VILLAGES], strict=True))
    rows: Rows = []
    for code, name in communes():
        none = code in WITHOUT
        region = luck.choice(("I", "I", "II", "other") if none else ("III", "III", "II", "II", "I"))
        ward = name.startswith("Phường")
        row: dict[str, object] = {"unit": code, "name_vi": name, "region": "other" if ward else region}
        row |= {"border": "no" if ward or luck.random() > 0.25 else "yes"}
        row |= {"safe_zone": "no" if ward or luck.random() > 0.1 else "yes"}
        row |= {"villages_extremely_difficult": 0 if none else next(counts)}
        rows.append(row | {"no_extremely_difficult_villages": "yes" if none else "", "source": "MINH-HOA"})
    return rows


def bounds(luck: random.Random) -> Rows:
    """Floors for works under way and caps for communes with little capacity, in triệu đồng a year.

    The assumed 1.200 tỷ đồng a year less a tenth for agencies is about 16.600 a commune: floors lie mostly below it and
    caps above, so that some of either bind and none excludes the others.
    """
    chosen = luck.sample([code for code, _ in communes()], FLOORS + CAPS)
    rows: Rows = []
    for place, code in enumerate(chosen):
        low = place < FLOORS
        amount = 100 * luck.randrange(120, 180) if low else 100 * luck.randrange(170, 205)
        reason = "Công trình chuyển tiếp phải bố trí đủ vốn" if low else "Năng lực quản lý dự án của xã"
        ends = {"floor": amount if low else "", "cap": "" if low else amount}
        rows.append({"unit": code, **ends, "reason_vi": reason, "source": "MINH-HOA"})
    return sorted(rows, key=lambda row: str(row["unit"]))


def weights(luck: random.Random) -> Rows:
    """For some districts, how many works each commune that took over had: the others' money stays undivided."""
    steps = table("crosswalk")
    rows: Rows = []
    for district, count in WEIGHTED.items():
        heirs = sorted(set(steps.loc[(steps["old_district"] == district) & (steps["valid_from"] > "2025"), "new_code"]))
        places = sorted(luck.sample(range(1, count), len(heirs) - 1))
        for heir, start, end in zip(heirs, [0, *places], [*places, count], strict=True):
            row: dict[str, object] = {"level": "district", "old": district, "new": heir, "weight": end - start}
            reason = f"Số công trình 2022-2024 trên địa bàn, đếm {count} công trình"
            rows.append(row | {"certainty": count, "reason_vi": reason, "source": "MINH-HOA"})
    return rows


def tables() -> dict[str, Rows]:
    """The rows of every generated file, by its name."""
    luck = random.Random(SEED)
    return {"commune_classes": classes(luck), "allocation_bounds": bounds(luck), "commune_weights": weights(luck)}


def main() -> None:
    """Writes the generated files beside this one."""
    for name, rows in tables().items():
        with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [column.name for column in SIDE_COLUMNS[name]], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
