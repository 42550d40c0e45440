"""What a row of assumptions.csv may say, parameter by parameter: the reference table `assumptions` read as checks."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from itertools import pairwise

import pandas as pd

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.finding import Finding

PLACES = ("programme", "capital", "year")
KEY = ("parameter", "scenario", *PLACES)
DIVIDED = ("", "investment", "recurrent")  # a row for `total` would be read by nobody
PACE = {name: ("low", "base", "high") for name in ("rate_old", "rate_new", "cancelled")}  # without them, no plan
OF_THE_PAST = ("price_index",)  # of years before the plan
UNITS = {
    "fraction": to_translate("phân số"),
    "mn_vnd": to_translate("số triệu đồng"),
    "index": to_translate("chỉ số"),
    "count": to_translate("số nguyên"),
}
Cells = Mapping[Hashable, str]


@cache
def _rules() -> dict[str, dict[Hashable, str]]:
    return {row["parameter"]: row for row in table("assumptions").to_dict("records")}


@cache
def _programmes() -> dict[str, tuple[str, str]]:
    """The programmes that a plan may hold, each with its first and last year: whole ones that no other has replaced.

    >>> list(_programmes()), _programmes()["VH"]
    (['TH', 'VH', 'MT', 'YT', 'GD'], ('2025', '2035'))
    """
    replaced = set(table("programme_mapping")["old"])
    rows = table("programmes")
    rows = rows[(rows["level"] == "programme") & ~rows["code"].isin(replaced)]
    return {row.code: (row.valid_from[:4], row.valid_to[:4] or "9999") for row in rows.itertuples()}


def fault(row: Cells) -> str | None:
    """Why a row cannot be used, or would be read by nobody; or None. Parameters of no table are for the schema to name.

    >>> about = {"parameter": "target_rate", "scenario": "all", "programme": "", "capital": "", "year": ""}
    >>> fault(about | {"value": "0.85", "unit": "fraction"})
    >>> fault(about | {"value": "0", "unit": "fraction"})
    'target_rate (all) = 0; cần phân số lớn hơn 0, nhiều nhất 1.'
    """
    rule = _rules().get(row["parameter"])
    if rule is None:
        return None
    said = {"name": f"{row['parameter']} ({row['scenario']})"}
    scenarios = rule["scenarios"].split("|")
    if row["scenario"] not in scenarios:
        return tr(
            "{name}: kịch bản của tham số này là {scenarios}; hãy sửa cột scenario.",
            scenarios=", ".join(scenarios),
            **said,
        )
    astray = [place for place in PLACES if row[place] and place not in rule["places"].split("|")]
    if astray:
        return tr(
            "{name} có giá trị ở cột {columns}; tham số này nói chung, hãy để trống.", columns=", ".join(astray), **said
        )
    if rule["named"] and not row[rule["named"]]:
        return tr("{name} thiếu {place}; tham số này cần một dòng cho mỗi {place}.", place=rule["named"], **said)
    if row["capital"] not in DIVIDED:
        return tr("{name} có capital «{code}»; cần investment hoặc recurrent.", code=row["capital"], **said)
    if row["unit"] != rule["unit"]:
        return tr("{name} có đơn vị «{code}»; cần {unit}.", code=row["unit"], unit=rule["unit"], **said)
    return _unread(row, said) or _beyond(said["name"], row["value"], rule)


def _unread(row: Cells, said: Mapping[str, str]) -> str | None:
    """Why nobody would read the row: its programme, or its year, is none that a plan has.

    >>> _unread({"parameter": "central_plan", "programme": "VH", "year": "2026"}, {"name": "central_plan (all)"})
    >>> _unread({"parameter": "central_plan", "programme": "TH.1", "year": ""}, {"name": "central_plan (all)"})
    'central_plan (all) có programme «TH.1»; kế hoạch có các chương trình TH, VH, MT, YT, GD.'
    """
    spans = _programmes()
    if row["programme"] and row["programme"] not in spans:
        return tr(
            "{name} có programme «{code}»; kế hoạch có các chương trình {programmes}.",
            code=row["programme"],
            programmes=", ".join(spans),
            **said,
        )
    if not row["year"] or row["parameter"] in OF_THE_PAST:
        return None
    own = [spans[row["programme"]]] if row["programme"] else list(spans.values())
    first, last = min(span[0] for span in own), max(span[1] for span in own)
    if not first <= row["year"] <= last:
        return tr(
            "{name} có year «{year}»; kế hoạch có các năm từ {first} đến {last}.",
            year=row["year"],
            first=first,
            last=last,
            **said,
        )
    return None


def _beyond(name: str, text: str, rule: Cells) -> str | None:
    least, most, without = float(rule["least"]), float(rule["most"]), rule["without"]
    said = {"name": name, "least": rule["least"], "most": rule["most"]}
    below = tr("lớn hơn {least}", **said) if "least" in without else tr("từ {least}", **said)
    above = tr("nhỏ hơn {most}", **said) if "most" in without else tr("nhiều nhất {most}", **said)
    ends = f"{below}, {above}" if without else tr("từ {least} đến {most}", **said)
    wanted = f"{tr(UNITS[rule['unit']])} {ends}"
    asked = {"text": text, "wanted": wanted}
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not abs(value) < float("inf"):
        return tr("{name} = «{text}» không phải là số; cần {wanted}, dấu thập phân là dấu chấm.", **said, **asked)
    inside = (least < value if "least" in without else least <= value) and (
        value < most if "most" in without else value <= most
    )
    if not inside or (rule["unit"] == "count" and value != int(value)):
        return tr("{name} = {text}; cần {wanted}.", **said, **asked)
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
            said = {"name": f"{parameter} ({scenario})", "count": len(lines)}
            yield lines[1], tr("{name} có {count} dòng cho cùng một chỗ; hãy giữ một dòng.", **said)


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
            tr("giá trị dùng được"), f"{file}:{line}: {message}", f"{file}:{line}",
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
    return errors + warnings + _without_pace(rows, file)


def _without_pace(rows: pd.DataFrame, file: str) -> list[Finding]:
    """A warning where the pace of a scenario is not assumed: the planning report is then refused as a whole."""
    held = set(zip(rows["parameter"], rows["scenario"], strict=True))
    lacking = [f"{name} ({one})" for name, scenarios in PACE.items() for one in scenarios if (name, one) not in held]
    if not lacking:
        return []
    names = ", ".join(lacking)
    message = tr(
        "{file}: thiếu {names}; báo cáo lập kế hoạch cần đủ ba tham số của ba kịch bản, thiếu thì không lập được.",
        file=file,
        names=names,
    )
    wanted = tr("đủ tham số của ba kịch bản")
    return [Finding("warning", "assumptions_missing", tuple(lacking), tr("thiếu"), wanted, message, file)]
