"""Makes the illustrative dataset: facts.csv, from published margins of 2024 and a fixed seed. Nothing in it is real.

    python data/illustrative/make.py   (with the Python of .venv)

What is known: the notice of January 2025 gives Lạng Sơn's disbursement of 2024 and three rates; they imply the plan
and its split (docs/methods.md, section 2). What is invented, so that analyses of units can be shown and tested: the
split over programmes, 11 districts and 7 agencies, and all of 2022 and 2023. The invented figures agree with the notice
where it says something: its totals and rates of 2024 in the rounding that it prints, the ethnic-minority programme and
recurrent capital slowest, Hữu Lũng, Lộc Bình, Đình Lập and four agencies ahead, and 2024 slightly better than 2023.
Amounts are whole million đồng, so every sum is exact.
"""

import csv
import random
from pathlib import Path

from mtqg_analysis.ledger.facts import FACT_COLUMNS

SEED = 111_2024
HERE = Path(__file__).resolve().parent
COLUMNS = [column.name for column in FACT_COLUMNS]
PROGRAMMES, CAPITALS = ("DTTS", "GNBV", "NTM"), ("investment", "recurrent")
# Plan and disbursement by 31 December in tỷ đồng: rows programmes, columns investment and recurrent.
PLAN = {
    2022: [[520, 420], [180, 250], [330, 150]],
    2023: [[640, 620], [230, 340], [310, 160]],
    2024: [[800, 640], [240, 330], [372.3, 123.4]],
}
DISBURSED = {
    2022: [[300, 95], [108, 70], [246, 58]],
    2023: [[429, 180], [161, 122], [251, 64]],
    2024: [[520, 170], [176, 118], [284.1, 49.9]],
}
RATE_IN_JANUARY = {2022: 0.62, 2023: 0.70, 2024: 0.73}  # of the year's plan, all programmes, by 31 January
# Each unit's code, weight in the plan, and how its rates stand to the province's: investment, recurrent.
DISTRICTS = {
    "178": (85, 1.03, 1.15),
    "180": (245, 0.92, 0.94),
    "181": (240, 0.86, 0.78),
    "182": (190, 0.95, 0.97),
    "183": (230, 0.90, 0.88),
    "184": (225, 0.88, 0.84),
    "185": (230, 0.98, 1.06),
    "186": (260, 1.14, 1.28),
    "187": (215, 0.99, 1.02),
    "188": (265, 1.10, 1.16),
    "189": (120, 1.11, 1.20),
}
AGENCIES = {
    "SNN": (70, 0.93, 0.90),
    "BDT": (60, 0.90, 0.86),
    "SLD": (55, 0.91, 0.92),
    "VPNTM": (40, 1.15, 1.30),
    "STNMT": (25, 1.12, 1.25),
    "HND": (20, 1.13, 1.27),
    "HCCB": (10, 1.12, 1.26),
}
UNITS = [("district", code, *about) for code, about in DISTRICTS.items()]
UNITS += [("agency", code, *about) for code, about in AGENCIES.items()]


def split(total: int, weights: list[float]) -> list[int]:
    """A whole number over weights, by largest remainder: whole parts that add up to it."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def spend(total: int, plans: list[int], pace: list[float]) -> list[int]:
    """Disbursement of units that adds up to `total`, near each one's pace, never above its plan."""
    paid, open_ = [0] * len(plans), list(range(len(plans)))
    while total:
        shares = split(total, [pace[place] * plans[place] for place in open_])
        for place, share in zip(open_, shares, strict=True):
            paid[place] += share
        total = sum(max(0, one - plan) for one, plan in zip(paid, plans, strict=True))
        paid = [min(one, plan) for one, plan in zip(paid, plans, strict=True)]
        open_ = [place for place, plan in enumerate(plans) if paid[place] < plan]
    return paid


def facts() -> list[dict[str, object]]:
    """Every fact: cells of units, programmes of the province, and the province's totals and printed rates."""
    luck, made = random.Random(SEED), []

    def add(measure: str, year: int, as_of: str, status: str, value: object, **about: object) -> None:
        common = {"fact": f"MH{len(made) + 1:05}", "origin": "both", "programme": "ALL", "capital": "total"}
        place = {"level": "province", "unit": "20", "province": "20", "year": year, "as_of": as_of, "status": status}
        printed = {
            "value": value,
            "value_unit": "mn_vnd",
            "half_width": "0.5",
            "source": "MINH-HOA",
            "known_on": "2026-11-24",
        }
        made.append(dict.fromkeys(COLUMNS, "") | common | place | {"measure": measure} | printed | about)

    basis = {"plan_basis": "province_assigned"}
    for year in PLAN:
        december, january = f"{year}-12-31", f"{year + 1}-01-31"
        totals = {"plan": 0, december: 0, january: 0}
        capitals = {capital: [0, 0] for capital in CAPITALS}
        left = sum(map(sum, PLAN[year])) - sum(map(sum, DISBURSED[year]))
        late = (RATE_IN_JANUARY[year] * sum(map(sum, PLAN[year])) - sum(map(sum, DISBURSED[year]))) / left
        for row, programme in enumerate(PROGRAMMES):
            for column, capital in enumerate(CAPITALS):
                plan, paid = round(1000 * PLAN[year][row][column]), round(1000 * DISBURSED[year][row][column])
                by_january = paid + round(late * (plan - paid))
                plans = split(plan, [weight * (0.8 + 0.4 * luck.random()) for _, _, weight, *_ in UNITS])
                pace = [unit[3 + column] * (0.94 + 0.12 * luck.random()) for unit in UNITS]
                spent = spend(paid, plans, pace)
                rest = [one - other for one, other in zip(plans, spent, strict=True)]
                added = spend(by_january - paid, rest, [1.0] * len(rest))
                cell = {"programme": programme, "capital": capital}
                for (level, code, *_), own, done, more in zip(UNITS, plans, spent, added, strict=True):
                    unit = cell | {"level": level, "unit": code}
                    add("plan", year, december, "plan", own, **unit, **basis)
                    add("disbursed", year, december, "actual", done, **unit)
                    add("disbursed", year, january, "actual", done + more, **unit)
                add("plan", year, december, "plan", plan, **cell, **basis)
                add("disbursed", year, december, "actual", paid, **cell)
                add("disbursed", year, january, "actual", by_january, **cell)
                for key, amount in (("plan", plan), (december, paid), (january, by_january)):
                    totals[key] += amount
                capitals[capital][0] += plan
                capitals[capital][1] += paid
        billions = {"value_unit": "bn_vnd"}
        add("disbursed", year, december, "actual", round(totals[december] / 1000), **billions)
        rates = {"total": (totals["plan"], totals[december]), **capitals}
        for capital, (plan, paid) in rates.items():
            printed = {"value_unit": "percent", "half_width": "0.05", "capital": capital}
            add("disbursement_rate", year, december, "actual", f"{100 * paid / plan:.1f}", **printed, **basis)
        about = {"value_unit": "percent", "half_width": "0.5", "qualifier": "about"}
        add("disbursement_rate", year, january, "estimate", round(100 * RATE_IN_JANUARY[year]), **about, **basis)
        groups = {"origin": "", "capital": "", "value_unit": "count"}
        add("target_groups_completed", year, "", "actual", 4, **groups)
        add("target_groups_set", year, "", "target", 6, **groups)
    return made


def main() -> None:
    """Writes facts.csv beside this file."""
    with (HERE / "facts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(facts())


if __name__ == "__main__":
    main()
