"""Figures summed from the cells of a year: of programmes, capital types and units, and the rates they make."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.claims.evidence import Known
from mtqg_analysis.domain.figure import Figure

PARTS = ("programme", "capital", "origin")


def summed_figures(cells: Cells | None, *places: str) -> Iterator[Known]:
    """Plan, disbursement, balance and rate of every group of cells; places: the columns that name a unit.

    Cells of a year that lacks some give none: a sum of what is known is no figure of the whole.
    """
    if cells is None or not cells.is_complete:
        return
    held = [part for part in PARTS if part in cells.frame.columns]
    for length in range(len(held) + 1):
        for parts in combinations(held, length):
            keys = [*places, *parts]
            rows = cells.by(*keys) if keys else cells.total.to_frame().T
            for row in rows.to_dict("records"):
                yield from _figures(cells, row)


def plan_shares(known: Sequence[Known]) -> Iterator[Known]:
    """The part of a plan that each capital type and each programme has, of the plans of one unit and year."""
    plans = [one for one in known if one.measure == "plan" and not one.origin]
    wholes = {(one.unit, one.year, one.programme): one for one in plans if not one.capital}
    for one in plans:
        whole = wholes.get((one.unit, one.year, one.programme if one.capital else "ALL"))
        if whole is None or whole is one or not whole.figure.value:
            continue
        figure = Figure(one.figure.value / whole.figure.value * 100, "percent", Decimal("1e-6"))
        low, high = figure.bounds
        named = one.id.replace("plan:", "plan_share:", 1)
        yield replace(one, id=named, measure="plan_share", figure=figure, low=low, high=high)


def _figures(cells: Cells, row: dict[Any, Any]) -> Iterator[Known]:
    half = Decimal(str(float(row["half"]))) / 10**6
    for measure, column in (("plan", "plan"), ("disbursed", "disbursed"), ("balance", "balance")):
        if row[column] == row[column]:
            value = Decimal(int(row[column])) / 10**6
            yield _known(cells, row, measure, Figure(value, "mn_vnd", half))
    if row["rate"] == row["rate"] and row["plan"]:
        slack = Decimal(str(float(row["half"] / row["plan"] * 200)))
        yield _known(cells, row, "disbursement_rate", Figure(Decimal(str(float(row["rate"]) * 100)), "percent", slack))


def _known(cells: Cells, row: dict[Any, Any], measure: str, figure: Figure) -> Known:
    unit = f"{row['level']}:{row['unit']}" if "unit" in row else ""
    codes = {name: str(row.get(name, "")) for name in PARTS}
    day: date = cells.cut_off
    low, high = figure.bounds
    named = ":".join(code for code in (unit, *codes.values()) if code)
    return Known(
        id=f"{measure}:{day}:{named or 'ALL'}",
        measure=measure,
        programme=codes["programme"] or "ALL",
        capital=codes["capital"],
        fund="",
        origin=codes["origin"] if codes["origin"] != "both" else "",
        basis=cells.basis,
        part="",
        scope="",
        unit=unit,
        status="plan" if measure == "plan" else "actual",
        year=cells.year,
        year_to=None,
        day=None if measure == "plan" else day,
        figure=figure,
        low=low,
        high=high,
    )
