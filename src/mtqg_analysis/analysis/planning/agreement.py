"""Do communes, programmes and the province agree? Each total of the report, added up a second time from its parts.

Nothing here is forced to agree: plans and history are summed bottom-up, capacities were reconciled, and a difference
would stand in the report as one.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain

import pandas as pd

from mtqg_analysis.analysis.planning.capacities import Capacities
from mtqg_analysis.analysis.planning.commune_money import MILLION, Allocation
from mtqg_analysis.analysis.planning.plan_table import PlanTable
from mtqg_analysis.analysis.planning.restated import Year

Row = tuple[str, str, int, int]


def agreements(*totals: Iterable[Row]) -> pd.DataFrame:
    """One row a total: what, about (a year or scenario), parts, whole (đồng), difference."""
    frame = pd.DataFrame(list(chain(*totals)), columns=["what", "about", "parts", "whole"])
    return frame.assign(difference=frame["parts"] - frame["whole"])


def of_needs(needs: pd.DataFrame, plan: PlanTable | None) -> Iterator[Row]:
    """What is asked for: `forms` (all rows of needs.csv against the plan and what lies beyond it), `works` (its works).

    needs: the dataset's table.
    """
    if plan is not None:
        asked = int(sum(Decimal(text) for text in needs["amount"]) * MILLION)
        yield "forms", "", plan.total + plan.outside, asked
        yield "works", "", int(plan.works["amount"].sum()), plan.total


def of_years_ahead(allocation: Allocation | None, capacities: Capacities | None, paths: pd.DataFrame) -> Iterator[Row]:
    """`communes` (a year's money), `capacity` (programmes and capitals), `flow` (what came in against where it is)."""
    if allocation is not None and allocation.known:
        yield "communes", "", int(allocation.amounts["least"].sum()), allocation.total
    if capacities is not None and capacities.agrees:
        yield _capacity(capacities.frame)
    for scenario, path in paths.groupby("scenario", sort=False):
        yield _flow(str(scenario), path)


def of_years_past(years: Iterable[Year]) -> Iterator[Row]:
    """`programmes` and `units` (a former year by new programme, and by commune with what stays undivided), `levels`.

    These are its units against the province, as both were published on the same basis of one day and of every cell.
    """
    for year in years:
        yield from _former(year)


def years_known(years: tuple[Year, ...]) -> tuple[Year, ...]:
    """The years in which all cells of all units are known, so that they should add up to the province's."""
    return tuple(
        year
        for year in years
        if year.units is not None
        and year.units.lacking.empty
        and year.units.coverage.is_province
        and (year.cells is None or year.cells.gaps.empty)
    )


def _capacity(frame: pd.DataFrame) -> Row:
    cells = frame[frame["capital"] != ""]
    whole = frame[frame["programme"] == ""]
    return "capacity", "", round(cells["value"].sum()), round(whole["value"].sum())


def _flow(scenario: str, path: pd.DataFrame) -> Row:
    gone = int(path["disbursed"].sum() + path["cancelled"].sum()) + int(path["closing"].iat[-1])
    return "flow", scenario, gone, int(path["opening"].iat[0]) + int(path["plan"].sum())


def _former(year: Year) -> Iterator[Row]:
    if year.cells is not None:
        whole = int(year.cells.frame["plan"].sum())
        yield "programmes", str(year.year), int(year.programmes["plan"].sum()), whole
    if year.units is not None and year.communes is not None:
        parts = int(year.communes.frame["plan"].sum()) + int(year.communes.left["plan"].sum())
        whole = int(year.units.frame["plan"].sum())
        yield "units", str(year.year), parts, whole
        about = (year.units.plan_day, year.units.basis)
        if year.cells is not None and (year.cells.plan_day, year.cells.basis) == about and years_known((year,)):
            yield "levels", str(year.year), whole, int(year.cells.frame["plan"].sum())
