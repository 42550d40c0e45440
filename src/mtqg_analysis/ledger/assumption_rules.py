"""What a row of assumptions.csv may say, parameter by parameter: the reference table `assumptions` read as checks."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from functools import cache

import pandas as pd

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


def check_assumptions(rows: pd.DataFrame, file: str) -> list[Finding]:
    """The same as findings; none where columns are missing, which the schema names."""
    if not {*KEY, "value", "unit"} <= set(rows.columns):
        return []
    return [
        Finding(
            "error", "impossible_assumption", (rows["parameter"].iat[line - 2],), rows["value"].iat[line - 2],
            "giá trị dùng được", f"{file}:{line}: {message}", f"{file}:{line}",
        )
        for line, message in faults(rows)
    ]  # fmt: skip
