"""Makes the illustrative dataset from published margins of 2024 and a fixed seed. Nothing in it is real.

    python data/illustrative/make.py   (with the Python of .venv)

What is known: the notice of January 2025 gives Lạng Sơn's disbursement of 2024 and three rates; they imply the plan
and its split (docs/methods.md, section 2). What is invented, so that analyses can be shown and tested: the split over
programmes, projects, districts, communes and agencies, months, funds, plan versions, estimates, what is carried over,
and all of 2021, 2022, 2023 and 2025. The truth behind the months is known: a cell's share of its year is the common
curve of MONTHS to the power of a tempo, drawn anew for each year and a little for each cell; estimates are the outturn
with the error of `ERRORS`. The invented figures agree with the notice where it says something: its totals and rates of
2024 in the rounding that it prints, the ethnic-minority programme and recurrent capital slowest, Hữu Lũng, Lộc Bình,
Đình Lập and four agencies ahead, counterpart capital late, and 2024 slightly better than 2023.

Amounts are whole million đồng, so every sum is exact. For each unit, programme and capital the years are chained:
opening + new plan - disbursed by 31 January - cancelled = opening of the next year. The province's own 2021, without
units, comes before the chain: what it left lapsed.
"""

import csv
import math
import random
from collections.abc import Iterable
from pathlib import Path

from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS

SEED = 111_2024
HERE = Path(__file__).resolve().parent
PROGRAMMES, CAPITALS = ("DTTS", "GNBV", "NTM"), ("investment", "recurrent")
CELLS = [(programme, capital) for programme in PROGRAMMES for capital in CAPITALS]
# Plan and disbursement by 31 December in tỷ đồng: programmes in order, of each investment and recurrent.
PLAN = {
    2022: (520, 420, 180, 250, 330, 150),
    2023: (640, 620, 230, 340, 310, 160),
    2024: (800, 640, 240, 330, 372.3, 123.4),
    2025: (770, 560, 230, 300, 350, 110),
}
DISBURSED = {
    2022: (300, 95, 108, 70, 246, 58),
    2023: (429, 180, 161, 122, 251, 64),
    2024: (520, 170, 176, 118, 284.1, 49.9),
    2025: (560, 210, 180, 140, 294, 62),
}
YEARS = tuple(PLAN)
RATE_IN_JANUARY = {2022: 0.62, 2023: 0.70, 2024: 0.72, 2025: 0.77}  # of the year's plan, all programmes, 31 January
ESTIMATE = {2022: 66, 2023: 72, 2024: 73, 2025: 79}  # what had been estimated for that day, in percent
MONTHS = (0.01, 0.03, 0.07, 0.12, 0.18, 0.26, 0.34, 0.43, 0.53, 0.64, 0.78, 1)  # of what is disbursed by December
TEMPO_OF_YEAR, TEMPO_OF_CELL = 0.10, 0.05  # standard deviations of its logarithm
FIRST_YEAR = 2021  # of the province alone; plan, disbursed by 31 December, rate by 31 January, estimates of it
FIRST_PLAN, FIRST_DISBURSED = (320, 210, 150, 120, 290, 110), (150, 40, 80, 45, 205, 42)
FIRST_RATE_IN_JANUARY = 0.60
# Published after the figures of a month: day of the next, and mean and standard deviation of estimate minus outturn.
ERRORS = {6: ("07-10", 0.06, 0.05), 9: ("10-10", 0.035, 0.03), 12: ("01-21", 0.01, 0.015)}
GROUPS_MET = {2022: 3, 2023: 4, 2024: 4, 2025: 5}
# Each unit's code, weight in the plan, and how its rates stand to the province's: investment, recurrent.
DISTRICTS = {
    "178": (85, 0.98, 1.02),
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
PILOTS, PILOT_YEAR, PILOT_PACE = ("180", "188"), 2024, 1.05
SUCCESSORS = {"SNN": "SNNMT", "STNMT": "SNNMT", "BDT": "SDTTG", "SLD": "SNV"}  # from 1 March 2025
UNITS = [("district", code, *about) for code, about in DISTRICTS.items()]
UNITS += [("agency", code, *about) for code, about in AGENCIES.items()]
COUNTERPART = {"DTTS": 0.10, "GNBV": 0.05, "NTM": 1.0}  # of central capital; the rule is unverified (rules.csv)
DUE, PLACED = (0.5, 0.8, 1, 1), (0.15, 0.45, 0.75, 0.96)  # of the year's counterpart, by the end of each quarter
QUARTERS = ("03-31", "06-30", "09-30", "12-31")
WORKS = {"investment": "Nâng cấp công trình", "recurrent": "Hỗ trợ sinh kế, đợt"}
FLOW = ("carried", "new", "paid_carried", "paid_new", "late_carried", "late_new", "cancelled")
luck, weather, hope = random.Random(SEED), random.Random(SEED + 1), random.Random(SEED + 2)


def split(total: int, weights: Iterable[float]) -> list[int]:
    """A whole number over weights, by largest remainder: whole parts that add up to it."""
    shares = list(weights)
    exact = [total * weight / (sum(shares) or 1) for weight in shares]
    parts = [int(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def spend(total: int, plans: list[int], pace: Iterable[float]) -> list[int]:
    """Disbursement of units that adds up to `total`, near each one's pace, never above its plan."""
    speed, paid, open_ = list(pace), [0] * len(plans), list(range(len(plans)))
    while total:
        shares = split(total, [speed[place] * plans[place] for place in open_])
        for place, share in zip(open_, shares, strict=True):
            paid[place] += share
        total = sum(max(0, one - plan) for one, plan in zip(paid, plans, strict=True))
        paid = [min(one, plan) for one, plan in zip(paid, plans, strict=True)]
        open_ = [place for place, plan in enumerate(plans) if paid[place] < plan]
    return paid


def tempos() -> dict[tuple[int, str, str], float]:
    """How early each year, programme and capital moves: above one is late."""
    made = {}
    for year in (FIRST_YEAR, *YEARS):
        of_year = weather.gauss(0, TEMPO_OF_YEAR)
        for programme, capital in CELLS:
            made[year, programme, capital] = math.exp(of_year + weather.gauss(0, TEMPO_OF_CELL))
    return made


def first_spent(amount: int, old: int, new: int) -> int:
    """How much of an amount is spent from the older money: a little more than its share, as far as it goes."""
    return min(old, max(amount - new, round(1.1 * amount * old / (old + new)))) if old + new else 0


def flows() -> dict[tuple[int, str, str], list[dict[str, int]]]:
    """Of every year, programme and capital, each unit's money in the order of UNITS, under the names of FLOW."""
    made: dict[tuple[int, str, str], list[dict[str, int]]] = {}
    for place, (programme, capital) in enumerate(CELLS):
        plans = {
            year: split(round(1000 * PLAN[year][place]), [unit[2] * (0.8 + 0.4 * luck.random()) for unit in UNITS])
            for year in YEARS
        }
        carried = [0] * len(UNITS)
        for year in YEARS:
            paid, late = _disbursed(year, place, plans[year])
            rows = [
                _flow(*amounts, following)
                for *amounts, following in zip(carried, plans[year], paid, late, plans.get(year + 1, paid), strict=True)
            ]
            made[year, programme, capital] = rows
            carried = [_rest(row) - row["cancelled"] for row in rows]
    return made


def _disbursed(year: int, place: int, plans: list[int]) -> tuple[list[int], list[int]]:
    """What each unit had disbursed by 31 December, and what it added by 31 January."""
    left = sum(PLAN[year]) - sum(DISBURSED[year])
    january = (RATE_IN_JANUARY[year] * sum(PLAN[year]) - sum(DISBURSED[year])) / left
    total = round(1000 * DISBURSED[year][place])
    pace = [
        unit[3 + place % 2]
        * (0.94 + 0.12 * luck.random())
        * (PILOT_PACE if unit[1] in PILOTS and year >= PILOT_YEAR else 1)
        for unit in UNITS
    ]
    paid = spend(total, plans, pace)
    rest = [plan - one for plan, one in zip(plans, paid, strict=True)]
    return paid, spend(round(january * sum(rest)), rest, [1.0] * len(rest))


def _flow(carried: int, plan: int, paid: int, late: int, following: int) -> dict[str, int]:
    """One unit's year: the older money goes first; of what is left a little lapses, the rest is carried over."""
    new = plan - carried
    paid_carried = first_spent(paid, carried, new)
    late_carried = first_spent(late, carried - paid_carried, new - paid + paid_carried)
    left = plan - paid - late
    out = min(round(0.95 * left), round(0.85 * following))
    amounts = (carried, new, paid_carried, paid - paid_carried, late_carried, late - late_carried, left - out)
    return dict(zip(FLOW, amounts, strict=True))


def _rest(row: dict[str, int]) -> int:
    spent = ("paid_carried", "paid_new", "late_carried", "late_new")
    return row["carried"] + row["new"] - sum(row[name] for name in spent)


def communes() -> dict[str, list[str]]:
    """The communes since July 2025 under the former district that they count for; one in two districts counts once."""
    units, taken, found = table("units"), set(), {}
    districts = units[(units["level"] == "district") & (units["parent"] == "20")]
    for code, successors in zip(districts["code"], districts["successors"], strict=True):
        found[code] = [one for one in successors.split("|") if one not in taken]
        taken.update(found[code])
    return found


def after_july(rows: list[dict[str, int]]) -> dict[tuple[str, str], dict[str, int]]:
    """Flows of districts and agencies as flows of the communes and agencies that took over."""
    made: dict[tuple[str, str], dict[str, int]] = {}
    for (level, code, *_), row in zip(UNITS, rows, strict=True):
        if level == "agency":
            one = made.setdefault((level, SUCCESSORS.get(code, code)), dict.fromkeys(FLOW, 0))
            one.update({name: one[name] + row[name] for name in FLOW})
            continue
        heirs, pieces = communes()[code], {}
        for kind in ("carried", "new"):
            pieces[kind] = split(row[kind], [0.7 + 0.6 * luck.random() for _ in heirs])
            pieces[f"paid_{kind}"] = spend(
                row[f"paid_{kind}"], pieces[kind], [0.8 + 0.4 * luck.random() for _ in heirs]
            )
            rest = [plan - paid for plan, paid in zip(pieces[kind], pieces[f"paid_{kind}"], strict=True)]
            pieces[f"late_{kind}"] = spend(row[f"late_{kind}"], rest, [1.0 for _ in heirs])
        pieces["cancelled"] = [0 for _ in heirs]  # known for the province only
        for place, heir in enumerate(heirs):
            made["commune", heir] = {name: pieces[name][place] for name in FLOW}
    return made


class Facts:
    """The rows of facts.csv as they are made."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.rows: list[dict[str, object]] = []

    def add(self, measure: str, year: int, as_of: str, status: str, value: object, **about: object) -> None:
        """One fact: of the province, all programmes and capital together, unless `about` says otherwise."""
        self.rows.append(
            dict.fromkeys((column.name for column in FACT_COLUMNS), "")
            | {"fact": f"MH{len(self.rows) + 1:05}", "measure": measure, "origin": "both", "programme": "ALL"}
            | {"capital": "total", "level": "province", "unit": "20", "province": "20", "year": year, "as_of": as_of}
            | {"status": status, "value": value, "value_unit": "mn_vnd", "half_width": "0.5", "source": "MINH-HOA"}
            | {"known_on": as_of or f"{year + 1}-01-21"}
            | about
        )

    def cell(self, year: int, flow: dict[str, int], **about: object) -> None:
        """Plan, disbursed by 31 December and by 31 January of one unit, programme and capital, by origin."""
        december, january = f"{year}-12-31", f"{year + 1}-01-31"
        for origin, kind in (("current_year", "new"), ("carried_over", "carried")):
            if kind == "carried" and not flow[kind]:
                continue
            one = about | {"origin": origin}
            paid = flow[f"paid_{kind}"]
            in_force, known = {"plan_basis": "province_assigned"}, {"known_on": f"{year + 1}-01-21"}
            self.add("plan", year, f"{year}-12-10", "plan", flow[kind], **one, **in_force)
            self.add("disbursed", year, december, "actual", paid, **one, **known)
            late = {"known_on": f"{year + 1}-02-20"}
            self.add("disbursed", year, january, "actual", paid + flow[f"late_{kind}"], **one, **late)

    def earlier(self, year: int, carried: int, new: tuple[int, int], june: tuple[int, int], **about: object) -> None:
        """Two versions of the plan before the last one, and what had been disbursed by 30 June of old and new money."""
        for origin, plans, paid in (("current_year", new, june[1]), ("carried_over", (carried, carried), june[0])):
            if origin == "carried_over" and not carried:
                continue
            one = about | {"origin": origin}
            self.add("plan", year, f"{year}-01-05", "plan", plans[0], **one, plan_basis="start_of_year")
            self.add("plan", year, f"{year}-06-15", "plan", plans[1], **one, plan_basis="province_assigned")
            self.add("disbursed", year, f"{year}-06-30", "actual", paid, **one, known_on=f"{year}-07-10")


def add_cells(
    facts: Facts, made: dict[tuple[int, str, str], list[dict[str, int]]], tempo: dict[tuple[int, str, str], float]
) -> None:
    """Every unit's cells and the province's, with the versions of the plan and the flow between years."""
    for (year, programme, capital), rows in made.items():
        about = {"programme": programme, "capital": capital}
        total = {name: sum(row[name] for row in rows) for name in FLOW}
        start = [round(row["new"] * (0.86 + 0.2 * luck.random())) for row in rows]
        middle = [round(row["new"] * (0.95 + 0.12 * luck.random())) for row in rows]
        paid = [row["paid_carried"] + row["paid_new"] for row in rows]
        curve = [month ** tempo[year, programme, capital] for month in MONTHS]
        june = split(round(curve[5] * sum(paid)), paid)
        old = [
            round(one * row["paid_carried"] / (whole or 1)) for one, row, whole in zip(june, rows, paid, strict=True)
        ]
        amounts = (start, middle, old, [one - other for one, other in zip(june, old, strict=True)])
        for (level, code), own in _in_spring(year, [row["carried"] for row in rows], *amounts).items():
            facts.earlier(year, own[0], (own[1], own[2]), (own[3], own[4]), level=level, unit=code, **about)
        whole = [sum(one) for one in amounts]
        facts.earlier(year, total["carried"], (whole[0], whole[1]), (whole[2], whole[3]), **about)
        heirs = {unit[:2]: row for unit, row in zip(UNITS, rows, strict=True)} if year < 2025 else after_july(rows)
        for (level, code), row in heirs.items():
            facts.cell(year, row, level=level, unit=code, **about)
        facts.cell(year, total, **about)
        known = {"known_on": f"{year + 1}-02-20", "origin": "both"}
        end = f"{year + 1}-01-31"
        facts.add("cancelled", year, end, "actual", total["cancelled"], **about | known)
        facts.add("carried_out", year, end, "actual", _rest(total) - total["cancelled"], **about | known)
        _add_months(facts, year, total, about, curve)
        _add_funds(facts, year, total, about)


def _in_spring(year: int, *amounts: list[int]) -> dict[tuple[str, str], list[int]]:
    """Each unit's amounts; in 2025 under the agencies that took over in March."""
    made: dict[tuple[str, str], list[int]] = {}
    for (level, code, *_), *own in zip(UNITS, *amounts, strict=True):
        key = (level, SUCCESSORS.get(code, code) if year == 2025 else code)
        made[key] = [one + more for one, more in zip(made.get(key, [0] * len(own)), own, strict=True)]
    return made


def _add_months(
    facts: Facts, year: int, total: dict[str, int], about: dict[str, object], curve: Iterable[float]
) -> None:
    """The province's cumulative disbursement at month ends, month 13 included, and its plan, origins together."""
    paid = total["paid_carried"] + total["paid_new"]
    plan = total["carried"] + total["new"]
    facts.add("plan", year, f"{year}-12-10", "plan", plan, **about, plan_basis="province_assigned")
    for month, share in enumerate(curve, start=1):
        last = f"{year}-{month:02}-{(31, 28 + (year % 4 == 0), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]}"
        facts.add("disbursed", year, last, "actual", round(share * paid), **about)
    facts.add(
        "disbursed", year, f"{year + 1}-01-31", "actual", paid + total["late_carried"] + total["late_new"], **about
    )


def _add_funds(facts: Facts, year: int, total: dict[str, int], about: dict[str, object]) -> None:
    """The new plan by fund: central and counterpart capital, and what was disbursed of each."""
    central = round(total["new"] / (1 + COUNTERPART[str(about["programme"])]))
    of_central = round(total["paid_new"] * central / total["new"] * 1.02)
    one = about | {"origin": "current_year"}
    for fund, plan, paid in (
        ("central", central, of_central),
        ("counterpart", total["new"] - central, total["paid_new"] - of_central),
    ):
        facts.add("plan", year, f"{year}-12-10", "plan", plan, **one, fund=fund, plan_basis="province_assigned")
        facts.add("disbursed", year, f"{year}-12-31", "actual", paid, **one, fund=fund, known_on=f"{year + 1}-01-21")


def add_projects_of_programmes(facts: Facts, made: dict[tuple[int, str, str], list[dict[str, int]]]) -> None:
    """The province's programmes by project and sub-project, origins together; the leaves add up to the programme."""
    rows = table("programmes")
    parents = dict(zip(rows["code"], rows["parent"], strict=True))
    for (year, programme, capital), flow in made.items():
        kind = rows["capital"].isin(["both", capital]) & rows["code"].str.startswith(f"{programme}.")
        leaves = [code for code in rows.loc[kind, "code"] if code not in set(parents.values())]
        total = {name: sum(row[name] for row in flow) for name in FLOW}
        plan, paid = total["carried"] + total["new"], total["paid_carried"] + total["paid_new"]
        plans = split(plan, [0.3 + luck.random() for _ in leaves])
        done = spend(paid, plans, [0.75 + 0.5 * luck.random() for _ in leaves])
        amounts: dict[str, list[int]] = {}
        for code, *two in zip(leaves, plans, done, strict=True):
            for place in (code, *([parents[code]] if parents[code] != programme else [])):
                amounts[place] = [one + more for one, more in zip(amounts.get(place, [0, 0]), two, strict=True)]
        for code, (assigned, spent) in amounts.items():
            about = {"programme": code, "capital": capital}
            facts.add("plan", year, f"{year}-12-10", "plan", assigned, **about, plan_basis="province_assigned")
            known = {"known_on": f"{year + 1}-01-21"}
            facts.add("disbursed", year, f"{year}-12-31", "actual", spent, **about, **known)


def add_totals(facts: Facts, made: dict[tuple[int, str, str], list[dict[str, int]]]) -> None:
    """What the notice prints of a year: disbursed, rates, the estimate for 31 January, target groups."""
    for year in YEARS:
        known, basis = {"known_on": f"{year + 1}-01-21"}, {"plan_basis": "province_assigned"}
        sums = {capital: [0, 0] for capital in CAPITALS}
        for (when, _, capital), rows in made.items():
            if when == year:
                sums[capital][0] += sum(row["carried"] + row["new"] for row in rows)
                sums[capital][1] += sum(row["paid_carried"] + row["paid_new"] for row in rows)
        sums["total"] = [sum(one) for one in zip(*sums.values(), strict=True)]
        december, printed = f"{year}-12-31", {"value_unit": "percent", "half_width": "0.05"}
        facts.add("disbursed", year, december, "actual", round(sums["total"][1] / 1000), value_unit="bn_vnd", **known)
        for capital, (plan, paid) in sums.items():
            value = f"{100 * paid / plan:.1f}"
            about = {"capital": capital} | printed | basis | known
            facts.add("disbursement_rate", year, december, "actual", value, **about)
        about = {"value_unit": "percent", "half_width": "0.5", "qualifier": "about"} | basis | known
        facts.add("disbursement_rate", year, f"{year + 1}-01-31", "estimate", ESTIMATE[year], **about)
        groups = {"origin": "", "capital": "", "value_unit": "count", "known_on": f"{year + 1}-01-21"}
        facts.add("target_groups_completed", year, "", "actual", GROUPS_MET[year], **groups)
        facts.add("target_groups_set", year, "", "target", 6, **groups)


def first_year() -> dict[tuple[int, str, str], list[dict[str, int]]]:
    """The province's 2021 by programme and capital, in one piece; what was not disbursed lapsed."""
    plans, paid = ([1000 * amount for amount in amounts] for amounts in (FIRST_PLAN, FIRST_DISBURSED))
    rest = [plan - one for plan, one in zip(plans, paid, strict=True)]
    late = spend(round(FIRST_RATE_IN_JANUARY * sum(plans)) - sum(paid), rest, [1.0] * len(rest))
    return {
        (FIRST_YEAR, *cell): [dict(zip(FLOW, (0, plan, 0, one, 0, more, plan - one - more), strict=True))]
        for cell, plan, one, more in zip(CELLS, plans, paid, late, strict=True)
    }


def add_first_year(
    facts: Facts, made: dict[tuple[int, str, str], list[dict[str, int]]], tempo: dict[tuple[int, str, str], float]
) -> None:
    """The province's 2021: versions of the plan, months, and what the notice prints of a year."""
    year, basis = FIRST_YEAR, {"plan_basis": "province_assigned"}
    december, end, later = f"{year}-12-31", f"{year + 1}-01-31", {"known_on": f"{year + 1}-02-20"}
    sums = {capital: [0, 0] for capital in (*CAPITALS, "total")}
    for (_, programme, capital), (flow,) in made.items():
        plan, about = flow["new"], {"programme": programme, "capital": capital}
        start, middle = round(plan * (0.9 + 0.1 * hope.random())), round(plan * (0.96 + 0.06 * hope.random()))
        curve = [month ** tempo[year, programme, capital] for month in MONTHS]
        facts.earlier(year, 0, (start, middle), (0, round(curve[5] * flow["paid_new"])), **about)
        facts.cell(year, flow, **about)
        _add_months(facts, year, flow, about, curve)
        facts.add("cancelled", year, end, "actual", flow["cancelled"], **about, **later)
        facts.add("carried_out", year, end, "actual", 0, **about, **later)
        for name in (capital, "total"):
            sums[name] = [sums[name][0] + plan, sums[name][1] + flow["paid_new"]]
    known = {"known_on": f"{year + 1}-01-21"}
    facts.add("disbursed", year, december, "actual", round(sums["total"][1] / 1000), value_unit="bn_vnd", **known)
    printed = {"value_unit": "percent", "half_width": "0.05"} | basis | known
    for capital, (plan, paid) in sums.items():
        facts.add("disbursement_rate", year, december, "actual", f"{100 * paid / plan:.1f}", capital=capital, **printed)


def add_estimates(facts: Facts, made: dict[tuple[int, str, str], list[dict[str, int]]]) -> None:
    """What was estimated of the rate by 31 January: of the province, its cells and its units, three times a year."""
    for year in (FIRST_YEAR, *YEARS):
        flows_of = {cell: made[year, *cell] for cell in CELLS}
        for cell, flow in flows_of.items():
            _estimate(facts, year, _outturn(flow), programme=cell[0], capital=cell[1])
        whole = _outturn([row for flow in flows_of.values() for row in flow])
        if year == FIRST_YEAR:
            _estimate(facts, year, whole)
            continue
        _estimate(facts, year, whole, but=12)  # printed with the notice
        for place, (level, code, *_) in enumerate(UNITS):
            if year < 2025 or (level == "agency" and code not in SUCCESSORS):
                _estimate(facts, year, _outturn([flow[place] for flow in flows_of.values()]), level=level, unit=code)


def _outturn(flow: list[dict[str, int]]) -> float:
    """The rate by 31 January of some cells together."""
    plan = sum(row["carried"] + row["new"] for row in flow)
    return (plan - sum(_rest(row) for row in flow)) / plan


def _estimate(facts: Facts, year: int, outturn: float, but: int = 0, **about: object) -> None:
    """The estimates of one outturn, except of the publication after month `but`."""
    printed = {"value_unit": "percent", "half_width": "0.5", "qualifier": "about", "plan_basis": "province_assigned"}
    for month, (day, bias, spread) in ERRORS.items():
        if month != but:
            value = min(100, round(100 * (outturn + hope.gauss(bias, spread))))
            known = {"known_on": f"{year + (month == 12)}-{day}"}
            facts.add("disbursement_rate", year, f"{year + 1}-01-31", "estimate", value, **printed | known | about)


# Outcomes of each year, in print; then what they are held against: group, programme, name, at most or at least, values.
OUTCOMES = (
    ("poverty_rate", "percent", "0.005", (8.91, 6.72, 4.86, 3.02)),
    ("poverty_rate_annual_reduction", "percent", "0.005", (3.10, 2.19, 1.86, 1.84)),
    ("near_poor_rate", "percent", "0.005", (9.80, 8.90, 7.95, 7.10)),
    ("income_per_capita", "mn_vnd", "0.05", (45.2, 49.0, 53.1, 57.4)),
    ("communes_ntm", "count", "0.5", (90, 97, 104, 39)),
    ("communes_ntm_advanced", "count", "0.5", (18, 24, 29, 14)),
    ("communes_ntm_model", "count", "0.5", (2, 4, 6, 4)),
    ("avg_criteria_per_commune", "criteria", "0.05", (13.4, 14.3, 15.1, 15.8)),
    ("villages_escaped_extreme_difficulty", "count", "0.5", (12, 25, 41, 60)),
    ("people_in_training_and_dialogues", "count", "0.5", (5200, 7400, 8900, 9800)),
    ("ocop_products", "count", "0.5", (70, 95, 128, 155)),
    ("works_invested", "count", "0.5", (180, 260, 305, 330)),
)
GROUPS = ("Giảm nghèo", "Thu nhập", "Nông thôn mới", "Nông thôn mới nâng cao", "Địa bàn khó khăn", "Nâng cao năng lực")
GROUPS_EN = (
    "Poverty reduction",
    "Income",
    "New rural areas",
    "Advanced new rural areas",
    "Areas in difficulty",
    "Capacity building",
)
NAMES_EN = {
    "Tỷ lệ hộ nghèo cuối năm": "Poverty rate at year end",
    "Mức giảm tỷ lệ hộ nghèo": "Fall of the poverty rate",
    "Thu nhập bình quân đầu người (triệu đồng)": "Income per person (million VND)",
    "Số sản phẩm OCOP": "OCOP products",
    "Số xã đạt chuẩn nông thôn mới": "Communes meeting the new-rural standard",
    "Số tiêu chí bình quân mỗi xã": "Criteria met per commune, average",
    "Số xã đạt chuẩn nâng cao": "Communes meeting the advanced standard",
    "Số xã đạt chuẩn kiểu mẫu": "Communes meeting the model standard",
    "Số thôn hết diện khó khăn": "Villages no longer in difficulty",
    "Số công trình hạ tầng được đầu tư": "Infrastructure works invested in",
    "Số lượt người tập huấn": "People trained",
}
COUNTED = {
    "Số sản phẩm OCOP": ("sản phẩm", "products"),
    "Số xã đạt chuẩn nông thôn mới": ("xã", "communes"),
    "Số xã đạt chuẩn nâng cao": ("xã", "communes"),
    "Số xã đạt chuẩn kiểu mẫu": ("xã", "communes"),
    "Số thôn hết diện khó khăn": ("thôn", "villages"),
    "Số công trình hạ tầng được đầu tư": ("công trình", "works"),
    "Số lượt người tập huấn": ("lượt người", "persons"),
}
TARGETS = (
    (0, "GNBV", "Tỷ lệ hộ nghèo cuối năm", "at_most", "poverty_rate", (9.5, 7.2, 5.0, 3.5)),
    (0, "GNBV", "Mức giảm tỷ lệ hộ nghèo", "at_least", "poverty_rate_annual_reduction", (3.0, 2.5, 1.8, 1.5)),
    (1, "NTM", "Thu nhập bình quân đầu người (triệu đồng)", "at_least", "income_per_capita", (45.0, 48.5, 53.0, 57.0)),
    (1, "NTM", "Số sản phẩm OCOP", "at_least", "ocop_products", (80, 95, 125, 150)),
    (2, "NTM", "Số xã đạt chuẩn nông thôn mới", "at_least", "communes_ntm", (92, 100, 107, 39)),
    (2, "NTM", "Số tiêu chí bình quân mỗi xã", "at_least", "avg_criteria_per_commune", (13.5, 14.5, 15.0, 15.5)),
    (3, "NTM", "Số xã đạt chuẩn nâng cao", "at_least", "communes_ntm_advanced", (16, 22, 28, 13)),
    (3, "NTM", "Số xã đạt chuẩn kiểu mẫu", "at_least", "communes_ntm_model", (2, 4, 6, 4)),
    (4, "DTTS", "Số thôn hết diện khó khăn", "at_least", "villages_escaped_extreme_difficulty", (10, 24, 50, 60)),
    (4, "DTTS", "Số công trình hạ tầng được đầu tư", "at_least", "works_invested", (170, 250, 300, 320)),
    (
        5,
        "DTTS",
        "Số lượt người tập huấn",
        "at_least",
        "people_in_training_and_dialogues",
        (6000, 7000, 8500, 9900),
    ),
)


def add_outcomes(facts: Facts) -> None:
    """The outcomes that the targets of targets.csv are held against."""
    for measure, unit, half, values in OUTCOMES:
        for year, value in zip(YEARS, values, strict=True):
            about = {"origin": "", "capital": "", "value_unit": unit, "half_width": half}
            facts.add(measure, year, f"{year}-12-31", "actual", value, **about, known_on=f"{year + 1}-01-21")


def targets(facts: Facts) -> list[dict[str, object]]:
    """What each year's outcomes are held against, in six groups; the targets of 2025 are also those of the term."""
    units = {measure: unit for measure, unit, *_ in OUTCOMES}
    actual = {(row["measure"], row["year"]): row["fact"] for row in facts.rows if row["level"] == "province"}
    rows: list[dict[str, object]] = []
    for period in (*map(str, YEARS), "2021-2025"):
        year = int(period[-4:])
        for group, programme, name, direction, measure, values in TARGETS:
            row = {"target": f"MT{len(rows) + 1:03}", "programme": programme, "label_vi": name, "unit": units[measure]}
            goal = {"direction": direction, "value": values[YEARS.index(year)], "year": year, "period": period}
            about = {"fact": "", "actual_fact": actual[measure, year], "source": "MINH-HOA", "note_vi": ""}
            said = {"group_vi": GROUPS[group], "group_en": GROUPS_EN[group], "label_en": NAMES_EN[name]}
            counted = dict(zip(("unit_vi", "unit_en"), COUNTED.get(name, ("", "")), strict=True))
            rows.append(row | goal | about | said | counted)
    return rows


def counterpart(made: dict[tuple[int, str, str], list[dict[str, int]]]) -> list[dict[str, object]]:
    """Of each unit and programme, the counterpart capital due and placed by the end of each quarter, cumulative."""
    rows: list[dict[str, object]] = []
    for year in (2023, 2024):
        for place, (level, code, _, pace, _) in enumerate(UNITS):
            for programme in PROGRAMMES:
                new = sum(made[year, programme, capital][place]["new"] for capital in CAPITALS)
                due = new - round(new / (1 + COUNTERPART[programme]))
                late = pace * (0.9 + 0.2 * luck.random())
                for quarter, wanted, there in zip(QUARTERS, DUE, PLACED, strict=True):
                    row = {"counterpart": f"DU{len(rows) + 1:04}", "level": level, "unit": code, "programme": programme}
                    amounts = {"due": round(wanted * due), "placed": round(min(1.08, there * late) * due)}
                    rows.append(row | {"year": year, "day": f"{year}-{quarter}"} | amounts | {"source": "MINH-HOA"})
    return rows


def projects(made: dict[tuple[int, str, str], list[dict[str, int]]]) -> list[dict[str, object]]:
    """The projects of 2024: of each unit, programme and capital a few, which add up to its money."""
    rows: list[dict[str, object]] = []
    heirs, year = communes(), 2024
    for programme, capital in CELLS:
        for (level, code, weight, *_), flow in zip(UNITS, made[year, programme, capital], strict=True):
            count = max(2, round(weight / (22 if capital == "investment" else 30)))
            plan, paid = flow["carried"] + flow["new"], flow["paid_carried"] + flow["paid_new"]
            plans = split(plan, [0.4 + luck.random() for _ in range(count)])
            done = spend(paid, plans, [0.5 + luck.random() for _ in range(count)])
            for number, two in enumerate(zip(plans, done, strict=True), start=1):
                place = heirs[code][number % len(heirs[code])] if level == "district" else ""
                name = f"{WORKS[capital]} {number} ({programme})"
                row = {"project": f"DA{len(rows) + 1:04}", "name_vi": name, "programme": programme, "capital": capital}
                about = {"level": level, "unit": code, "place": place, "year": year}
                rows.append(row | about | dict(zip(("plan", "disbursed"), two, strict=True)) | {"source": "MINH-HOA"})
    return rows


def tables() -> dict[str, list[dict[str, object]]]:
    """The rows of every generated file, by its name."""
    for place, source in enumerate((luck, weather, hope)):
        source.seed(SEED + place)
    made, facts, tempo = flows(), Facts(), tempos()
    add_cells(facts, made, tempo)
    add_projects_of_programmes(facts, made)
    add_totals(facts, made)
    add_outcomes(facts)
    first = first_year()
    add_first_year(facts, first, tempo)
    add_estimates(facts, made | first)
    others = {"targets": targets(facts), "counterpart": counterpart(made), "projects": projects(made)}
    return {"facts": facts.rows} | others


def main() -> None:
    """Writes the generated files beside this one."""
    columns = {"facts": FACT_COLUMNS, **SIDE_COLUMNS}
    for name, rows in tables().items():
        with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, [column.name for column in columns[name]], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
