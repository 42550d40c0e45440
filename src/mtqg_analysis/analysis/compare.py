"""Comparing figures across years, units and vintages: like with like only.

Two figures are comparable when measure, programme, capital, fund, origin, plan basis, scope, status and the stage
of the plan year all agree, and the plan basis is known. Everything else is refused in words that say what differs.
"""

from datetime import date, timedelta

import pandas as pd

from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.errors import IncomparableError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import DECEMBER, stage_of
from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.facts import kept

DEFINITION = ("measure", "programme", "capital", "fund", "origin", "plan_basis", "scope", "part_of", "status")
WORDS = {
    "measure": to_translate("đại lượng"),
    "programme": to_translate("chương trình"),
    "capital": to_translate("loại vốn"),
    "fund": to_translate("nguồn vốn"),
    "origin": to_translate("phạm vi vốn"),
    "plan_basis": to_translate("cơ sở kế hoạch"),
    "scope": to_translate("phạm vi"),
    "part_of": to_translate("phạm vi"),
    "status": to_translate("tình trạng số liệu"),
    "stage": to_translate("thời điểm trong năm kế hoạch"),
    "term": to_translate("năm, giai đoạn"),
    "date": to_translate("ngày chốt số liệu"),
}


def full_dates(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose cut-off is printed to the day, with `stage`, the month of the plan year (13 = January after)."""
    rows = rows[(rows["as_of"].str.len() == len("2024-12-31")) & (rows["year"] != "") & (rows["year_to"] == "")]
    stages = [stage_of(int(year), day) for year, day in zip(rows["year"], rows["day"], strict=True)]
    return rows.assign(stage=pd.array(stages, dtype="int64"))


def month_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Of dated rows, those at the end of a month: one clock for all years."""
    rows = full_dates(rows)
    return kept(rows, [(day + timedelta(days=1)).day == 1 for day in rows["day"]])


def best_vintages(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """One fact per group, the last of it in the order of `by_vintage`."""
    return by_vintage(rows).groupby(by, sort=False).tail(1).sort_values(by, kind="stable")


def by_vintage(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, better ones last: the later day, actual over estimate, plain over "hơn" and "khoảng", newest, finest.

    Here a source dated only by month or year stands at its beginning ("2025" sorts before "2025-08-18"), so that a
    vague date never outranks a precise one; what was known on a day counts it at its end, for the same caution.
    """
    return rows.assign(
        is_actual=rows["status"] == "actual",
        is_plain=rows["qualifier"] == "",
        fineness=[-float(figure.half_width) for figure in rows["figure"]],
    ).sort_values(["day", "is_actual", "is_plain", "known_on", "fineness"], kind="stable")


def rivals(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The best vintage of each group and every figure of the same day and status that prints another value.

    For figures whose definition is not published: a second value may be another definition, not a revision.
    """
    best = best_vintages(rows, by)
    same = rows.merge(best[[*by, "day", "status"]], on=[*by, "day", "status"])
    return pd.concat([best, same]).drop_duplicates([*by, "value"]).sort_values(by, kind="stable")


def differences(one: pd.Series, other: pd.Series) -> list[str]:
    """In which parts of their definition two facts differ; an unknown plan basis differs from everything."""
    found = [part for part in DEFINITION if one[part] != other[part]]
    if "unknown" in (one["plan_basis"], other["plan_basis"]) and "plan_basis" not in found:
        found.append("plan_basis")
    if one["year_to"] != other["year_to"]:
        return [*found, "term"]
    if not isinstance(one["day"], date) or not isinstance(other["day"], date):
        found.append("date")
    elif stage_of(int(one["year"]), one["day"]) != stage_of(int(other["year"]), other["day"]):
        found.append("stage")
    return found


def why_not(one: pd.Series, other: pd.Series) -> str:
    """One Vietnamese sentence that says what keeps two facts from being compared; empty if nothing does."""
    parts = [_difference(part, one, other) for part in differences(one, other)]
    return tr("Không so sánh được vì {parts}.", parts="; ".join(parts)) if parts else ""


def _difference(part: str, one: pd.Series, other: pd.Series) -> str:
    sides = _side(part, one), _side(part, other)
    if sides[0] == sides[1]:
        return tr("cả hai {side} {words}", side=sides[0], words=tr(WORDS[part]))
    return tr("khác {words} ({one} / {other})", words=tr(WORDS[part]), one=sides[0], other=sides[1])


def _side(part: str, fact: pd.Series) -> str:
    if part == "stage":
        stage = stage_of(int(fact["year"]), fact["day"])
        return tr("tháng {stage}", stage=stage) if stage <= DECEMBER else tr("tháng 01 năm sau")
    if part == "term":
        return "-".join(filter(None, (fact["year"], fact["year_to"])))
    if part == "date":
        return fact["as_of"] or tr("nguồn không nêu")
    if fact[part] == "unknown":
        return tr("nguồn không nêu")
    return label(part, fact[part]) if fact[part] else tr("không nêu")


def compare(one: pd.Series, other: pd.Series) -> Result:
    """The change from `one` to `other` (same unit as the facts), with its exact rounding interval.

    Raises IncomparableError with the sentence of `why_not` when their definitions differ.
    """
    reason = why_not(one, other)
    if reason:
        raise IncomparableError(reason)
    return Result(
        name="change",
        estimate=other["exact"] - one["exact"],
        unit=_base_unit(one["value_unit"]),
        low=other["low"] - one["high"],
        high=other["high"] - one["low"],
        interval_kind="rounding",
        method="difference",
        n=2,
        basis=one["plan_basis"],
        as_of=other["day"],
        status="computed",
        facts=(one["fact"], other["fact"]),
    )


def _base_unit(value_unit: str) -> str:
    """The unit of `exact`, `low` and `high` for a figure printed in `value_unit`."""
    if value_unit == "percent":
        return "fraction"
    return "VND" if value_unit.endswith("vnd") else value_unit
