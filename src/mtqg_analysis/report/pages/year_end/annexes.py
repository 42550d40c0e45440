"""The annexes of the signed report: the year's money and targets in the tables that officials know, in triệu đồng."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.official import (
    ALL,
    AMOUNTS,
    CLOSED,
    judged,
    official_money,
    official_units,
    projects_differ,
    unit_programmes,
)
from mtqg_analysis.domain.codes import CAPITALS, ORIGINS
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.period import SETTLEMENT, month_end
from mtqg_analysis.domain.programmes import project_name
from mtqg_analysis.domain.reference import label, table
from mtqg_analysis.report.cells import cells_scope, drawing, measure, name_on, total_name
from mtqg_analysis.report.column import Column, Quantity, is_missing
from mtqg_analysis.report.coverage import titled
from mtqg_analysis.report.data import criteria
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, number, roman
from mtqg_analysis.report.pages.year_end.targets import BOUND, NO_DIRECTION, NOT_DUE
from mtqg_analysis.report.pages.year_end.units import rest_notes
from mtqg_analysis.report.scopes import NO_PLAN, once
from mtqg_analysis.report.statements import in_language
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

EMPTY = " "  # what is not known stays empty in an official table; one note says so
TOTAL, INVESTMENT, RECURRENT = to_translate("Tổng số"), to_translate("ĐT"), to_translate("SN")
WITH_CARRIED = to_translate("Kế hoạch vốn giao (gồm vốn kéo dài)")
WITHOUT_CARRIED = to_translate("Kế hoạch vốn giao (không gồm vốn kéo dài)")


@view()
def official_by_programme(evaluation: YearEnd) -> Table | None:
    """Plan by origin, disbursement, rates and the estimate, of everything, each programme and its projects."""
    cells, frame = evaluation.detail.programmes, official_money(evaluation)
    if cells is None:  # totals alone stand in the text
        return None
    projects = frame["code"].str.contains(".", regex=False)
    programmes = [place for place in frame.index if place and not projects[place]]
    shown = _summing(frame, {0: programmes}, _split(AMOUNTS))
    shown = shown.assign(
        drawn=list(_criteria(evaluation, frame["code"])),
        number=_numbers(frame["code"]),
        name=[total_name(cells).upper(), *map(_programme_name, frame["code"][1:])],
        expected="",
        remark="",
    )
    title = tr(
        "Kế hoạch và giải ngân các chương trình mục tiêu quốc gia năm {year} theo chương trình, dự án",
        year=evaluation.period.year,
    )
    late = evaluation.estimate
    estimated = [] if late is None or is_missing(frame.at[0, "estimate"]) else [late["source"]]
    return Table(
        "pl_chuong_trinh",
        titled(title, cells.coverage),
        shown,
        _money_columns(evaluation, cells),
        cells_scope(cells, tr("triệu đồng; %")),
        once((*cells.sources, *estimated)),
        tuple(_money_notes(evaluation, frame)),
        heads=(0, *programmes),
    )


def _criteria(evaluation: YearEnd, codes: Iterable[str]) -> Iterator[dict[str, Any] | None]:
    """What of the data the rows are drawn from, by their codes."""
    detail = evaluation.detail
    for code in codes:
        cells = detail.projects if "." in code else detail.programmes
        yield None if cells is None else criteria(cells, **({} if code == ALL else {"programme": code}))


def _money_columns(evaluation: YearEnd, cells: Cells) -> tuple[Column, ...]:
    """The twenty columns, with the numbers that say how they follow from each other."""
    year = evaluation.period.year
    given = tr(WITHOUT_CARRIED if evaluation.own_money else WITH_CARRIED)
    paid = tr("Giải ngân đến ngày {day}", day=day(cells.cut_off))
    rates, end = tr("Tỷ lệ giải ngân"), tr("Ước giải ngân đến {day}", day=day(month_end(year, SETTLEMENT)))
    own, old = tr("Kế hoạch vốn năm {year}", year=year), tr("Vốn năm trước kéo dài")
    words = (to_translate("Vốn đầu tư"), to_translate("Vốn sự nghiệp"))
    return (
        Column("number", tr("TT"), number="1", missing=EMPTY),
        Column("name", tr("Nội dung"), number="2"),
        *_amounts("plan", given, 3, words, (7, 10)),
        *_amounts("current_year", own, 6),
        *_amounts("carried_over", old, 9),
        *_amounts("disbursed", paid, 12),
        _rate("rate", tr(TOTAL), rates, "15 = 12 / 3", "disbursed / plan"),
        _rate("rate_investment", tr(INVESTMENT), rates, "16 = 13 / 4", "disbursed_investment / plan_investment"),
        _rate("rate_recurrent", tr(RECURRENT), rates, "17 = 14 / 5", "disbursed_recurrent / plan_recurrent"),
        _amount("expected", tr(TOTAL), end, "18"),
        Column("estimate", tr("Tỷ lệ"), "figure", group=end, number="19", missing=EMPTY),
        Column("remark", tr("Ghi chú"), number="20", missing=EMPTY),
    )


def _amounts(
    name: str, group: str, first: int, words: tuple[str, str] = (INVESTMENT, RECURRENT), parts: tuple[int, ...] = ()
) -> tuple[Column, ...]:
    """An amount in total, of investment and of recurrent capital; parts: the columns that make up the first of them."""
    made = []
    own = {"measure": measure("plan" if name in ORIGINS else name)}
    own |= {"origin": label("origin", name)} if name in ORIGINS else {}
    for place, (capital, word) in enumerate(zip(CAPITALS, words, strict=True)):
        sums = " + ".join(f"{origin}_{capital}" for origin in ORIGINS) if parts else ""
        said = " = " + " + ".join(str(one + place) for one in parts) if parts else ""
        column = _amount(f"{name}_{capital}", tr(word), group, f"{first + 1 + place}{said}", sums)
        made.append(replace(column, drawn=(own | {"capital": label("capital", capital)},)))
    both = " + ".join(f"{name}_{capital}" for capital in CAPITALS)
    return _amount(name, tr(TOTAL), group, f"{first} = {first + 1} + {first + 2}", both), *made


def _amount(name: str, word: str, group: str, numbered: str, formula: str = "") -> Column:
    return Column(name, word, "mn", group=group, number=numbered, formula=formula, missing=EMPTY)


def _rate(name: str, word: str, group: str, numbered: str, formula: str) -> Column:
    return Column(name, word, "percent", group=group, number=numbered, formula=formula, missing=EMPTY)


def _money_notes(evaluation: YearEnd, frame: pd.DataFrame) -> Iterable[str]:
    yield tr("ĐT: vốn đầu tư; SN: vốn sự nghiệp. Ô trống: không có số liệu.")
    if (frame["plan"].notna() & frame[list(ORIGINS)].isna().all(axis=1)).any():
        yield tr("Kế hoạch nào chưa tách vốn năm và vốn kéo dài thì các cột 6-11 để trống.")
    if projects_differ(evaluation):
        yield tr("Các dự án có số liệu cộng lại khác số của các chương trình; cần đối chiếu.")


def _numbers(codes: pd.Series) -> list[str]:
    """The numbers of the rows: I, II, III for programmes, those of their codes for projects.

    >>> _numbers(pd.Series(["ALL", "DTTS", "DTTS.1", "DTTS.3.1", "NTM", "NTM.01"]))
    ['', 'I', '1', '3.1', 'II', '1']
    """
    programmes = [code for code in codes if "." not in code and code != ALL]
    own = {code: roman(place) for place, code in enumerate(programmes, start=1)}
    return [own.get(code, ".".join(part.lstrip("0") for part in code.split(".")[1:])) for code in codes]


def _programme_name(code: str) -> str:
    """A programme by its full name; a project by its number within the programme and its full name."""
    if "." in code:
        return project_name(code)
    names: dict[str, str] = dict(table("programmes")[["code", f"name_{current_language()}"]].itertuples(index=False))
    return names[code]


def _split(names: Iterable[str]) -> list[str]:
    return [f"{name}_{capital}" for name in names for capital in CAPITALS]


def _summing(frame: pd.DataFrame, sums: dict[int, list[int]], names: Iterable[str]) -> pd.DataFrame:
    """The frame in which some rows are sums of others: in these columns, of those others that have a figure."""
    shown = frame.astype(object)
    for row, below in sums.items():
        for name in names:
            added = [f"{name}[{place}]" for place in below if not is_missing(frame.at[place, name])]
            if added and not is_missing(frame.at[row, name]):
                shown.at[row, name] = Quantity(frame.at[row, name], "mn", formula=" + ".join(added))
    return shown


@view()
def official_by_unit(evaluation: YearEnd) -> Table | None:
    """Plan, disbursement and rate of each agency, district or commune, in total and by programme; sums come first."""
    cells = evaluation.detail.units
    if cells is None:
        return None
    frame, keys = official_units(cells), unit_programmes(cells)
    suffixes = [f"_{key}" for key in keys]
    summed = [f"{name}{suffix}" for name in ("plan", "disbursed") for suffix in suffixes]
    shown = _summing(frame, _levels(frame), summed)
    numbers, names = zip(*_unit_rows(frame, cells.cut_off), strict=True)
    columns = [Column("number", tr("TT"), missing=EMPTY), Column("name", tr("Đơn vị"))]
    for suffix, group in zip(["", *suffixes], [tr(TOTAL), *map(_short, keys)], strict=True):
        columns += _unit_columns(suffix, group, suffixes)
    title = tr(
        "Kế hoạch và giải ngân các chương trình mục tiêu quốc gia năm {year} theo đơn vị", year=evaluation.period.year
    )
    return Table(
        "pl_don_vi",
        titled(title, cells.coverage),
        shown.assign(
            number=numbers,
            name=[total_name(cells).upper(), *names[1:]],
            drawn=[criteria(cells, **row) for row in frame[["level", "unit"]].to_dict("records")],
        ),
        tuple(columns),
        cells_scope(cells, tr("triệu đồng; %")),
        cells.sources,
        (tr("Ô trống: không có số liệu."), *rest_notes(evaluation)),
        heads=tuple(_levels(frame)),
    )


def _unit_columns(suffix: str, group: str, parts: list[str]) -> list[Column]:
    """Plan, disbursement and rate of a programme; those of everything follow from its parts."""
    plan, paid = ("" if suffix else " + ".join(f"{name}{part}" for part in parts) for name in ("plan", "disbursed"))
    rate = f"disbursed{suffix} / plan{suffix}"
    by_plan, by_paid = (drawing(name, programme=group) if suffix else () for name in ("plan", "disbursed"))
    return [
        Column(f"plan{suffix}", tr("Kế hoạch"), "mn", group=group, formula=plan, missing=EMPTY, drawn=by_plan),
        Column(f"disbursed{suffix}", tr("Giải ngân"), "mn", group=group, formula=paid, missing=EMPTY, drawn=by_paid),
        Column(f"rate{suffix}", tr("Tỷ lệ"), "percent", group=group, formula=rate, missing=EMPTY),
    ]


def _short(key: str) -> str:
    """What a programme's columns are headed with."""
    return tr("Các chương trình đã kết thúc") if key == CLOSED else label("programme", key.upper())


def _levels(frame: pd.DataFrame) -> dict[int, list[int]]:
    """Which rows are the sum of which others: everything of the levels, or of the units where there is one level."""
    units = {level: list(rows.index[rows["unit"] != ""]) for level, rows in frame.groupby("level") if level}
    heads = {level: place for place, level in frame["level"].items() if level and not frame.at[place, "unit"]}
    first = list(heads.values()) or [place for below in units.values() for place in below]
    return {0: first} | {place: units[level] for level, place in heads.items()}


def _unit_rows(frame: pd.DataFrame, on: date) -> Iterable[tuple[str, str]]:
    """Number and name of each row: levels are I, II, III; units count from 1 within their level."""
    levels = units = 0
    for level, unit in zip(frame["level"], frame["unit"], strict=True):
        levels, units = (levels + bool(level), 0) if not unit else (levels, units + 1)
        if unit:
            yield str(units), name_on(level, unit, on)
        else:
            yield roman(levels), label("level", level)[:1].upper() + label("level", level)[1:] if level else ""


VERDICTS = {
    "exceeded": to_translate("vượt"),
    "met": to_translate("đạt"),
    "missed": to_translate("không đạt"),
    "unknown": to_translate("chưa có số liệu"),
    "undirected": NO_DIRECTION,
    "open": NOT_DUE,
}


@view()
def official_targets(evaluation: YearEnd) -> Table | None:
    """Each target of the year with its unit, its plan, what was reached, and what it came to."""
    rows, year = evaluation.targets, evaluation.period.year
    if (rows["group"] == "").all():  # how many groups are met, the text says
        return None
    frame = pd.DataFrame(
        {
            "number": [str(place) for place in range(1, len(rows) + 1)],
            "label": in_language(rows["label"], rows["label_en"]),
            "unit": _units(rows),
            "goal": [_goal(*goal) for goal in zip(rows["direction"], rows["value"], strict=True)],
            "actual": [figure and _reached(figure) for figure in rows["actual"]],
            "verdict": [tr(VERDICTS[code]) for code in judged(evaluation)],
        }
    )
    columns = (
        Column("number", tr("TT")),
        Column("label", tr("Chỉ tiêu")),
        Column("unit", tr("Đơn vị tính")),
        Column("goal", tr("Kế hoạch năm {year}", year=year), "decimal"),
        Column("actual", tr("Thực hiện"), "decimal", missing=EMPTY),
        Column("verdict", tr("Đánh giá")),
    )
    return Table(
        "pl_muc_tieu",
        tr("Thực hiện các mục tiêu của các chương trình mục tiêu quốc gia năm {year}", year=year),
        frame,
        columns,
        Scope(tr("như từng mục tiêu"), str(year), tr(NO_PLAN), tr("mục tiêu và thực hiện")),
        once(rows["source"]),
    )


def _units(rows: pd.DataFrame) -> list[str]:
    """The unit of each target: what is counted, where the dataset says so."""
    named = in_language(rows["unit_vi"], rows["unit_en"])
    return [name or label("unit_of_value", code) for name, code in zip(named, rows["unit"], strict=True)]


def _goal(direction: str, value: float) -> Any:
    """A target's value: a bare number is to be reached, one that must not be exceeded says so."""
    exact = Decimal(str(value)).normalize()
    return tr(BOUND[direction], value=_written(exact)) if direction == "at_most" else _quantity(exact)


def _reached(figure: Figure) -> Any:
    """An outcome in the unit of its target, with its own decimals, and in words where its source only says about."""
    word = label("qualifier", figure.qualifier) if figure.qualifier else ""
    return f"{word} {_written(figure.value)}" if word else _quantity(figure.value)


def _quantity(value: Decimal) -> Quantity:
    return Quantity(value, "decimal", _decimals(value))


def _written(value: Decimal) -> str:
    return number(value, _decimals(value))


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))
