"""How tables of plan and disbursement look: their columns, their rows and their scope."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.cells import Cells, with_rates
from mtqg_analysis.domain.language import LANGUAGES, current_language, to_translate, tr
from mtqg_analysis.domain.programmes import full_name, programmes_of
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.coverage import held_words
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, few
from mtqg_analysis.report.scopes import basis_word

MONEY = ("plan", "disbursed", "balance", "rate")


def measure(name: str) -> str:
    """What an amount of cells is called in the data: plan, disbursed, later, need."""
    return {
        "plan": tr("Kế hoạch"),
        "disbursed": tr("Giải ngân"),
        "later": tr("Giải ngân đến hết tháng 01 năm sau"),
        "need": tr("Nhu cầu"),
    }[name]


def drawing(*names: str, **words: str) -> tuple[dict[str, str], ...]:
    """What of the data a column adds: an amount; or of a rate, the one over the other. words: more criteria."""
    return tuple({"measure": measure(name), **words} for name in names)


def money(row: pd.Series) -> dict[str, Any]:
    """The amounts and the rate of one row of sums."""
    return {name: row[name] for name in MONEY}


def summed_row(rows: pd.DataFrame, places: list[int]) -> dict[str, Any]:
    """The sums of some rows; `places` says where their own rows stand in the table, so that a sheet can add them."""
    sums = with_rates(rows[["plan", "disbursed"]].sum().to_frame().T).iloc[0]
    return money(sums) | {
        name: Quantity(sums[name], "bn", 1, formula=" + ".join(f"{name}[{place}]" for place in places))
        for name in ("plan", "disbursed")
    }


def money_columns(cells: Cells) -> tuple[Column, ...]:
    """Plan, and disbursement, rate and balance at the cut-off."""
    then = tr("Đến {cut_off}", cut_off=day(cells.cut_off))
    return (
        Column("plan", tr("Kế hoạch"), "bn", 1, drawn=drawing("plan")),
        Column("disbursed", tr("Giải ngân"), "bn", 1, group=then, drawn=drawing("disbursed")),
        Column("rate", tr("Tỷ lệ"), "percent", group=then, missing="–", formula="disbursed / plan"),
        Column("balance", tr("Chưa giải ngân"), "bn", 1, group=then, formula="plan - disbursed"),
    )


def cells_scope(cells: Cells, unit: str) -> Scope:
    """The scope of a table of cells: their cut-off, their plan basis, actual figures."""
    basis = plan_words(basis_word(cells.basis), cells.own_money)
    return Scope(unit, day(cells.cut_off), basis, status_words("actual", cells), held_words(cells.coverage))


def status_words(status: str, cells: Cells) -> str:
    """The status of figures of these cells, and which of the cells they leave out."""
    words = gap_words(cells)
    said = label("status", status)
    return tr("{status}; không tính: {cells}", status=said, cells=words) if words else said


def counted_programmes(years: Iterable[int]) -> str:
    """How many programmes make the whole of some years, in words; uncounted where the years differ.

    >>> counted_programmes([2024, 2025]), counted_programmes([2026]), counted_programmes([2025, 2026])
    ('ba chương trình', '05 chương trình', 'các chương trình')
    """
    wholes = {programmes_of(year) for year in years}
    count = len(wholes.pop()) if len(wholes) == 1 else 0
    if count == 3:
        return tr("ba chương trình")
    return tr("{count} chương trình", count=few(count)) if count else tr("các chương trình")


def full_names(codes: Iterable[str]) -> str:
    """Programmes in a row by their full names, each with the short one that the text goes on with.

    >>> full_names(["GNBV", "VH"])
    'chương trình MTQG giảm nghèo bền vững (GNBV); chương trình MTQG về phát triển văn hóa (Văn hóa)'
    """
    names = map(full_name, codes)
    english = current_language() != LANGUAGES[0]  # which writes the names of programmes with capitals
    return "; ".join(name if english else name[:1].lower() + name[1:] for name in names)


LACKS = {
    "plan": to_translate("thiếu kế hoạch"),
    "disbursed": to_translate("thiếu giải ngân"),
    "part": to_translate("kế hoạch thiếu vốn kéo dài hoặc vốn trong năm"),
    "figures": to_translate("thiếu cả kế hoạch và giải ngân"),
}
NAMED = 3  # cells that are named one by one


def gap_words(cells: Cells) -> str:
    """The cells that take no part in any sum, each with what it lacks; of many the first and how many there are.

    Not those of units, programmes and capital types that the coverage says are missing; empty where none is left.
    """
    units, programmes, capitals = (part.missing for part in cells.coverage.parts)
    gaps = cells.gaps
    codes = gaps["programme"].astype(str).str.split(".").str[0]
    said = (gaps["level"] == cells.coverage.level) & gaps["unit"].isin(units)
    said |= codes.isin(programmes) | gaps["capital"].isin(capitals)
    return words_of(gaps[~said], cells.cut_off)


def words_of(gaps: pd.DataFrame, on: date) -> str:
    """Cells with `lacks` in words, see `gap_words`."""
    named = [_cell_words(row, on) for row in gaps.head(NAMED).itertuples()]
    more = [tr("và {count} phần khác", count=len(gaps) - NAMED)] if len(gaps) > NAMED else []
    return "; ".join(named + more)


def _cell_words(row: Any, on: date) -> str:
    unit = [] if row.level == "province" else [name_on(row.level, row.unit, on)]
    origin = [] if row.origin == "both" else [label("origin", row.origin)]
    what = ", ".join([*unit, label("programme", row.programme), label("capital", row.capital), *origin])
    return f"{what} ({tr(LACKS[row.lacks])})"


def left_out(cells: Cells) -> str:
    """The sentence that follows every claim about these cells: what they leave out; empty where nothing is missing."""
    words = gap_words(cells)
    return tr(" Không tính: {cells}.", cells=words) if words else ""


def total_name(cells: Cells) -> str:
    """What the last row of a table of cells is: everything, or what has all its figures."""
    return tr("Tổng các phần có đủ số liệu") if len(cells.gaps) else tr("Tổng số")


def names_on(units: pd.DataFrame, on: date) -> list[str]:
    """The short names of rows with `level` and `unit` on a day."""
    return [name_on(level, code, on) for level, code in zip(units["level"], units["unit"], strict=True)]


def name_on(level: str, code: str, on: date | None = None, of_agency: str = "short_vi") -> str:
    """The name of a unit on a day, or that of an agency: the short one, unless its full `name_vi` is asked for.

    In an English report an agency has its English name, where the table knows one.
    """
    if level == "agency":
        rows = table("agencies").set_index("code")
        if code not in rows.index:
            return code
        english = str(rows.at[code, "name_en"]) if current_language() != LANGUAGES[0] else ""
        return english or str(rows.at[code, of_agency])
    return unit_name(code, on)


def plan_words(basis: str, own_money: bool) -> str:
    """A plan basis in words, and that carried-over capital is left out where it is."""
    return tr("{basis}, không gồm vốn kéo dài", basis=basis) if own_money else basis
