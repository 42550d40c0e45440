"""Small datasets drawn at random, of every shape that `mtqg check` passes."""

import csv
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from mtqg_analysis.domain.period import month_end
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import units_on
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS

ABOUT = 'dataset: drawn\ntitle_vi: "Bộ số liệu thử"\ntitle_en: "Trial data"\nprovince: "20"\nkind: official\n'
ABOUT += 'currency_unit: VND\ndescription_vi: "Số liệu thử."\ncompiled_on: "2026-11"\n'
SOURCE = {"source": "S1", "title": "Biểu thử", "publisher": "Thử", "date": "2026-01", "date_precision": "month"}
MONTHS = (1, 6, 9, 12, 13)
CAPITALS, PROGRAMMES = ("investment", "recurrent"), ("DTTS", "GNBV", "NTM")


@dataclass(frozen=True)
class Shape:
    """What a dataset is like.

    zero, gap: how many cells in ten are zero or not there; unassumed: how many assumptions in ten, of those that are
    nothing that a planning report cannot begin without. rate: of the plan by December.
    """

    units: int = 3
    level: str = "district"
    programmes: int = 3
    capitals: tuple[str, ...] = CAPITALS
    years: int = 1
    first_month: int = 1
    last_month: int = 13
    zero: int = 0
    gap: int = 0
    zero_plans: bool = False
    corrections: bool = False
    carried: bool = True
    rate: tuple[float, float] = (0.2, 0.95)
    province: bool = False
    side: bool = False
    unassumed: int = 0
    seed: int = 0

    @property
    def last_year(self) -> int:
        """Communes are of 2025; districts and agencies of 2024."""
        return 2025 if self.level == "commune" else 2024


def drawn(seed: int) -> Shape:
    """The shape of a seed: mostly a few units; where many, of one programme and year, for the time it takes."""
    draw = random.Random(seed)
    many = draw.randrange(8) == 0
    return Shape(
        units=draw.choice([40, 65]) if many else draw.choice([1, 2, 3, 4, draw.randrange(5, 12)]),
        level="commune" if many else draw.choice(["district", "district", "commune", "agency"]),
        programmes=1 if many else draw.randrange(1, 4),
        capitals=draw.choice([CAPITALS, CAPITALS, ("investment",), ("recurrent",)]),
        years=1 if many else draw.randrange(1, 4),
        first_month=draw.choice([1, 1, 6, 12]),
        last_month=draw.choice([12, 13, 13]),
        zero=draw.choice([0, 0, 2, 10]),
        gap=draw.choice([0, 0, 1, 4]),
        zero_plans=draw.choice([False, False, True]),
        corrections=draw.choice([False, False, True]),
        carried=draw.choice([False, True]),
        rate=draw.choice([(0.2, 0.95), (0.0, 1.3), (1.0, 1.0), (0.6, 0.6), (1.1, 1.4)]),
        province=draw.choice([False, True]),
        side=draw.choice([False, True]),
        unassumed=draw.choice([0, 1, 5, 10]),
        seed=seed,
    )


def write(folder: Path, shape: Shape) -> Path:
    """The dataset of a shape, written to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(str(asdict(shape)))
    facts = list(_numbered(_facts(shape, draw)))
    (folder / "dataset.yaml").write_text(ABOUT, "utf-8")
    _table(folder / "facts.csv", [column.name for column in FACT_COLUMNS], facts)
    _table(folder / "sources.csv", [*SOURCE, "url"], [SOURCE])
    assumed = {"assumptions": list(_assumptions(shape))}
    for name, rows in (assumed | (_side(shape, draw, facts) if shape.side else {})).items():
        _table(folder / f"{name}.csv", [column.name for column in SIDE_COLUMNS[name]], rows)
    return folder


def parameters(shape: Shape) -> dict[str, dict[str, object]]:
    """The parameters of each notebook that look at the dataset's newest year."""
    year = shape.last_year
    as_of = month_end(year, min(shape.last_month, 12)).isoformat()
    term = f"{year - 2}-{year}" if shape.side else ""
    return {
        "year_end_evaluation": {"year": year, "as_of": as_of, "term": term},
        "yearly_comparison": {"years": f"{year - 2}-{year}", "as_of": f"{year + 1}-01-31"},
        "planning_baseline": {"as_of": "2026-01-31"},
    }


def _units(shape: Shape) -> list[str]:
    if shape.level == "agency":
        rows = table("agencies")
        held = rows[(rows["valid_from"] <= "2021") & ((rows["valid_to"] == "") | (rows["valid_to"] > "2026"))]["code"]
        return list(held)[: shape.units]
    day = date(shape.last_year, 12, 31)
    return list(units_on(day, shape.level, "20")["code"])[: shape.units]


def _facts(shape: Shape, draw: random.Random):
    sums: dict[tuple[str, ...], int] = {}
    years = (
        [shape.last_year] if shape.level == "commune" else range(shape.last_year - shape.years + 1, shape.last_year + 1)
    )
    for year in years:
        for unit in _units(shape):
            for programme in PROGRAMMES[: shape.programmes]:
                for capital in shape.capitals:
                    for fact in _cell(shape, draw, year, unit, programme, capital):
                        yield fact
                        key = tuple(
                            fact[name]
                            for name in ("measure", "plan_basis", "origin", "programme", "capital", "year", "as_of")
                        )
                        sums[key] = sums.get(key, 0) + int(fact["value"])
    if shape.province and not shape.gap:
        for (measure, basis, origin, programme, capital, year, as_of), value in sums.items():
            about = {"plan_basis": basis, "origin": origin, "programme": programme, "capital": capital}
            yield _fact(measure, value, year, as_of, level="province", unit="20", **about)


def _cell(shape: Shape, draw: random.Random, year: int, unit: str, programme: str, capital: str):
    about = {"level": shape.level, "unit": unit, "programme": programme, "capital": capital}
    if draw.randrange(10) < shape.gap:
        return
    plan = 0 if shape.zero_plans and draw.randrange(3) == 0 else draw.randrange(1, 20_000)
    rate = 0.0 if draw.randrange(10) < shape.zero else draw.uniform(*shape.rate)
    origins = {"current_year": plan} | ({"carried_over": draw.randrange(0, 3000)} if shape.carried else {})
    # communes are there from July 2025, and whoever reports a year opens with the plan of its first month
    start = 7 if shape.level == "commune" else 1
    for origin, amount in origins.items():
        yield _fact(
            "plan", amount, year, f"{year}-{start:02d}-02", plan_basis="province_assigned", origin=origin, **about
        )
    for month in MONTHS[MONTHS.index(shape.first_month) : MONTHS.index(shape.last_month) + 1]:
        if month < start:
            continue
        day = month_end(year, month).isoformat()
        grown = rate * min(1.0, (month / 12) ** 2)
        for origin, amount in origins.items():
            wrong = shape.corrections and origin == "carried_over"
            yield _fact("disbursed", -40 if wrong else round(grown * amount), year, day, origin=origin, **about)


def _fact(measure: str, value: int, year: object, as_of: str, **about: str) -> dict[str, str]:
    own = {"measure": measure, "value": str(value), "year": str(year), "as_of": as_of, "value_unit": "mn_vnd"}
    own |= {
        "plan_basis": "",
        "half_width": "0.5",
        "status": "plan" if measure == "plan" else "actual",
        "province": "20",
        "source": "S1",
    }
    return own | {"known_on": as_of} | about


def _numbered(facts):
    for number, fact in enumerate(facts, start=1):
        yield {column.name: "" for column in FACT_COLUMNS} | fact | {"fact": f"F{number}"}


ILLUSTRATIVE = Path(__file__).resolve().parent.parent / "data/illustrative"
CUT = {  # tables of the planning baseline, cut from the illustrative dataset: which rows
    "needs": lambda row: row["need"] < "NC0004" or "NC0441" <= row["need"] < "NC0445",
    "judgements": lambda row: row["work"] < "NC0445",
    "commune_classes": lambda row: True,
    "allocation_bounds": lambda row: True,
    "commune_weights": lambda row: row["old"] == "180",
}
MAPPED = {"old": "DTTS.1", "new": "TH.2", "share": "1", "basis_vi": "thử", "reference": "thử", "verified": "no"}


def _planning_tables() -> dict[str, list[dict[str, object]]]:
    read = {name: _rows(ILLUSTRATIVE / f"{name}.csv") for name in CUT}
    cut = {name: [row for row in rows if CUT[name](row)] for name, rows in read.items()}
    sourced = {name: [row | {"source": "S1"} if "source" in row else row for row in rows] for name, rows in cut.items()}
    return sourced | {"programme_mapping": [MAPPED | {"source": "S1"}]}


def _rows(file: Path) -> list[dict[str, object]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


PACES = {"low": (0.5, 0.6, 0.1), "base": (0.7, 0.8, 0.05), "high": (0.9, 0.9, 0.0)}


FURTHER = {  # one value each, or one a scenario
    "censored_from": 0.95, "target_rate": 0.85, "paths": 10_000, "seed": 1, "correlation": 0.5, "correlation_low": 0,
    "correlation_high": 0.9, "cofinanced": 0.6, "balance_share": 0.75, "agency_share": 0.1,
    "capacity_growth": {"low": 0, "base": 0.04, "high": 0.08}, "counterpart_placed": {"low": 0.6, "high": 1},
}  # fmt: skip


def _assumptions(shape: Shape) -> Iterator[dict[str, object]]:
    draw, common = random.Random(shape.seed), {"label_vi": "Giả định thử", "reason_vi": "thử", "valid_from": "2026-01"}
    common |= {"verified": "no"}
    for scenario, values in PACES.items():
        for name, value in (*zip(("rate_new", "rate_old", "cancelled"), values, strict=True), ("central_share", 0.04)):
            yield {
                "scenario": scenario,
                "parameter": name,
                "value": value,
                "unit": "fraction",
                "verified": "no",
            } | common
    for name, said in FURTHER.items():
        for scenario, value in (said if isinstance(said, dict) else {"all": said}).items():
            if draw.randrange(10) >= shape.unassumed:
                unit = "count" if name in ("paths", "seed") else "fraction"
                yield {"scenario": scenario, "parameter": name, "value": value, "unit": unit} | common


def _side(shape: Shape, draw: random.Random, facts: list[dict[str, str]]) -> dict[str, list[dict[str, object]]]:
    """One small table of each kind that a province keeps beside its facts."""
    year, units = shape.last_year, _units(shape)
    about = {"level": shape.level, "source": "S1"}
    cited = facts[0]["fact"] if facts else ""
    words = {"place": "limits", "text_vi": "Chậm", "evidence": cited, "author": "STC", "status": "written"}
    target = {"programme": "NTM", "unit": "count", "source": "S1", "year": year, "period": year, "group_vi": "Nhóm thử"}
    return {
        "targets": [
            {"target": "T1", "label_vi": "Số xã", "direction": "at_least", "value": 0, **target},
            {"target": "T2", "label_vi": "Số hộ", "direction": "at_most", "value": 5, **target}
            | {"actual_fact": cited},
        ],
        "statements": [{"statement": "N1", "kind": "limit", "text_vi": "Chậm", "year": year, "source": "S1"}],
        "directives": [{"directive": "D1", "task_vi": "Giao vốn", "owners": "STC", "due": str(year), "source": "S1"}],
        "narrative": [{"narrative": "L1", "year": year, "day": f"{year + 1}-01-20", **words}],
        "counterpart": [
            {"counterpart": f"C{place}", "unit": unit, "programme": "NTM", "year": year, "day": f"{year}-12-31"}
            | {"due": draw.choice([0, 10, 500]), "placed": draw.choice([0, 10, 700]), **about}
            for place, unit in enumerate(units)
        ],
        "projects": [
            {"project": f"P{place}", "name_vi": f"Đường thôn {place}", "programme": "DTTS", "capital": "investment"}
            | {"plan": draw.choice([0, 100]), "disbursed": draw.choice([0, 90, 120])}
            | {"unit": unit, "year": year, **about}
            for place, unit in enumerate(units)
        ],
        "agencies": [{"code": "BQLT", "name_vi": "Ban Quản lý thử", "short_vi": "BQL thử"}],
        "names": [{"name": "Sở TC thử", "level": "agency", "code": "STC"}],
    } | _planning_tables()  # fmt: skip


def _table(file: Path, columns: list[str], rows: list[dict[str, object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def smaller(shape: Shape) -> str:
    """What of a shape is not usual, for a message."""
    usual = Shape()
    return ", ".join(
        f"{one.name}={getattr(shape, one.name)!r}"
        for one in fields(Shape)
        if getattr(shape, one.name) != getattr(usual, one.name)
    )


CASES = {
    "a unit with plan 0": Shape(units=4, years=2, zero_plans=True, carried=False),
    "a rate above 1": Shape(units=4, years=2, rate=(0.9, 1.2)),
    "units at 0 %": Shape(units=4, years=2, zero=3),
    "nothing disbursed in January": Shape(units=4, years=2, rate=(0.0, 0.004)),
    "all rates 100 %": Shape(units=4, years=2, rate=(1.0, 1.0), carried=False),
    "nothing disbursed at all": Shape(units=4, years=2, zero=10),
    "investment only": Shape(units=4, years=2, capitals=("investment",)),
    "agencies only": Shape(units=4, level="agency", side=True),
    "cells missing": Shape(units=4, years=2, gap=3),
    "negative corrections": Shape(units=3, years=2, corrections=True),
    "one month only": Shape(units=3, first_month=12, last_month=12),
    "1 unit": Shape(units=1, side=True),
    "2 units": Shape(units=2, years=2, side=True),
    "11 units, 3 years": Shape(units=11, years=3, side=True),
    "65 units": Shape(units=65, level="commune", programmes=1, carried=False, side=True),
}
