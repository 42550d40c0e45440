"""What a row of assumptions.csv may say, parameter by parameter: the reference table `assumptions` read as checks."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from itertools import pairwise

import pandas as pd

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.finding import Finding

PLACES = ("programme", "capital", "year")
KEY = ("parameter", "scenario", *PLACES)
DIVIDED = ("", "investment", "recurrent")  # a row for `total` would be read by nobody
UNITS = {"fraction": "phân số", "mn_vnd": "số triệu đồng", "index": "chỉ số", "count": "số nguyên"}
Cells = Mapping[Hashable, str]


@cache
def _rules() -> dict[str, dict[Hashable, str]]:
    return {row["parameter"]: row for row in table("assumptions").to_dict("records")}


def fault(row: Cells) -> str | None:
    """Why a row cannot be used, in Vietnamese, or None. Parameters that no table knows are for the schema to name.

    >>> about = {"parameter": "target_rate", "scenario": "all", "programme": "", "capital": "", "year": ""}
    >>> fault(about | {"value": "0.85", "unit": "fraction"})
    >>> fault(about | {"value": "0", "unit": "fraction"})
    'target_rate (all) = 0; cần phân số lớn hơn 0, nhiều nhất 1.'
    """
    rule = _rules().get(row["parameter"])
    if rule is None:
        return None
    name = f"{row['parameter']} ({row['scenario']})"
    scenarios = rule["scenarios"].split("|")
    if row["scenario"] not in scenarios:
        return f"{name}: kịch bản của tham số này là {', '.join(scenarios)}; hãy sửa cột scenario."
    astray = [place for place in PLACES if row[place] and place not in rule["places"].split("|")]
    if astray:
        return f"{name} có giá trị ở cột {', '.join(astray)}; tham số này nói chung, hãy để trống."
    if rule["named"] and not row[rule["named"]]:
        return f"{name} thiếu {rule['named']}; tham số này cần một dòng cho mỗi {rule['named']}."
    if row["capital"] not in DIVIDED:
        return f"{name} có capital «{row['capital']}»; cần investment hoặc recurrent."
    if row["unit"] != rule["unit"]:
        return f"{name} có đơn vị «{row['unit']}»; cần {rule['unit']}."
    return _beyond(name, row["value"], rule)


def _beyond(name: str, text: str, rule: Cells) -> str | None:
    least, most, without = float(rule["least"]), float(rule["most"]), rule["without"]
    below = f"lớn hơn {rule['least']}" if "least" in without else f"từ {rule['least']}"
    above = f"nhỏ hơn {rule['most']}" if "most" in without else f"nhiều nhất {rule['most']}"
    ends = f"từ {rule['least']} đến {rule['most']}" if not without else f"{below}, {above}"
    wanted = f"{UNITS[rule['unit']]} {ends}"
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        return f"{name} = «{text}» không phải là số; cần {wanted}, dấu thập phân là dấu chấm."
    inside = (least < value if "least" in without else least <= value) and (
        value < most if "most" in without else value <= most
    )
    if not inside or (rule["unit"] == "count" and value != int(value)):
        return f"{name} = {text}; cần {wanted}."
    return None


def faults(rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Every row that cannot be used: its line in the file, and why. Of rows that say the same place, the second."""
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for line, row in enumerate(rows.to_dict("records"), start=2):
        found = fault(row)
        if found:
            yield line, found
        seen[tuple(row[name] for name in KEY)].append(line)
    for (parameter, scenario, *_), lines in seen.items():
        if len(lines) > 1:
            yield lines[1], f"{parameter} ({scenario}) có {len(lines)} dòng cho cùng một chỗ; hãy giữ một dòng."


def disorders(rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Scenarios of one parameter and place that do not run from low through base to high: the last line, and how.

    Which way a parameter runs stands in the reference table: `falling` where its low scenario is the one with more of
    it. Of a parameter told as a change against base, base is no change. Rows that `faults` names are left to it.
    """
    wrong = {line for line, _ in faults(rows)}
    held: dict[tuple[str, ...], dict[str, tuple[int, float]]] = defaultdict(dict)
    for line, row in enumerate(rows.to_dict("records"), start=2):
        if line not in wrong and _rules().get(row["parameter"], {}).get("order"):
            held[tuple(row[name] for name in ("parameter", *PLACES))][row["scenario"]] = line, float(row["value"])
    for (parameter, *place), scenarios in held.items():
        rule = _rules()[parameter]
        values = {name: value for name, (_, value) in scenarios.items()}
        if "base" not in rule["scenarios"].split("|"):
            values["base"] = 0.0
        known = [(name, values[name]) for name in ("low", "base", "high") if name in values]
        ends = known if rule["order"] == "rising" else known[::-1]
        if any(one > other for (_, one), (_, other) in pairwise(ends)):
            name = ", ".join(filter(None, (parameter, *place)))
            said = ", ".join(f"{scenario} {value:g}" for scenario, value in known)
            wanted = "low ≤ base ≤ high" if rule["order"] == "rising" else "low ≥ base ≥ high"
            yield (
                max(line for line, _ in scenarios.values()),
                tr("{name}: {said}; cần {wanted}.", name=name, said=said, wanted=wanted),
            )


def check_assumptions(rows: pd.DataFrame, file: str) -> list[Finding]:
    """The same as findings; none where columns are missing, which the schema names."""
    if not {*KEY, "value", "unit"} <= set(rows.columns):
        return []
    errors = [
        Finding(
            "error", "impossible_assumption", (rows["parameter"].iat[line - 2],), rows["value"].iat[line - 2],
            "giá trị dùng được", f"{file}:{line}: {message}", f"{file}:{line}",
        )
        for line, message in faults(rows)
    ]  # fmt: skip
    warnings = [
        Finding(
            "warning", "scenario_order", (rows["parameter"].iat[line - 2],), rows["value"].iat[line - 2],
            tr("kịch bản theo thứ tự"), f"{file}:{line}: {message}", f"{file}:{line}",
        )
        for line, message in disorders(rows)
    ]  # fmt: skip
    return errors + warnings
