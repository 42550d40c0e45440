"""What a row of assumptions.csv may say, parameter by parameter: the reference table `assumptions` read as checks."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from functools import cache

import pandas as pd

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import table
from mtqg_analysis.ledger.finding import Finding

PLACES = ("programme", "capital", "year")
KEY = ("parameter", "scenario", *PLACES)
DIVIDED = ("", "investment", "recurrent")  # a row for `total` would be read by nobody
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


def check_assumptions(rows: pd.DataFrame, file: str) -> list[Finding]:
    """The same as findings; none where columns are missing, which the schema names."""
    if not {*KEY, "value", "unit"} <= set(rows.columns):
        return []
    return [
        Finding(
            "error", "impossible_assumption", (rows["parameter"].iat[line - 2],), rows["value"].iat[line - 2],
            tr("giá trị dùng được"), f"{file}:{line}: {message}", f"{file}:{line}",
        )
        for line, message in faults(rows)
    ]  # fmt: skip
