"""Totals and rates that no source prints, summed from cells and given the shape of facts."""

from collections.abc import Callable
from decimal import Decimal

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.ledger.facts import FACT_COLUMNS
from mtqg_analysis.methods.indicators import quotient

BILLION = 1_000_000_000
SUM = "Σ"  # begins the id of what no source prints


def derived(cells: Cells, measure: str, capital: str, province: str) -> pd.Series:
    """The disbursement or the rate of all programmes at the cells' cut-off, as a row like those of the ledger.

    capital: a code, or "total". Its id counts the facts that it is summed from; its exact value is not that of its
    print, which has one decimal, but that of the sums.
    """
    own = cells if capital == "total" else cells.where(cells.frame["capital"] == capital)
    sums = own.total
    rate = measure == "disbursement_rate"
    value = sums["rate"] if rate else sums["disbursed"]
    half = quotient(sums["half"], sums["plan"]) if rate else sums["half"]
    printed = Decimal(str(round(100 * value if rate else value / BILLION, 1)))
    figure = Figure(printed, "percent" if rate else "bn_vnd", Decimal("0.05"))
    row: dict[str, object] = dict.fromkeys((column.name for column in FACT_COLUMNS), "")
    row |= {"fact": f"{SUM}{len(own.frame)}", "measure": measure, "programme": "ALL", "capital": capital}
    row |= {"plan_basis": cells.basis if rate else "", "origin": "both", "level": "province", "unit": province}
    row |= {"year": str(cells.year), "as_of": str(cells.cut_off), "day": cells.cut_off, "status": "actual"}
    row |= {"source": cells.sources[0], "figure": figure, "value_unit": figure.unit, "usable": True}
    return pd.Series(row | {"exact": value, "low": value - half, "high": value + half})


def contradicts(cells: Cells, rate: pd.Series) -> bool:
    """Whether cells of the day and plan basis of a printed rate make another one, the rounding of both considered."""
    if (cells.cut_off, cells.basis, cells.own_money) != (rate["day"], rate["plan_basis"], False):
        return False
    total = cells.total
    slack = total["half"] / total["plan"] if total["plan"] else 0
    return not rate["low"] - slack <= total["rate"] <= rate["high"] + slack


def summed(cells: Cells) -> dict[str, Result]:
    """What `back_solve` finds for totals, from cells: plan, split and balance by capital, exact but for rounding."""
    by_capital = {capital: cells.where(cells.frame["capital"] == capital).total for capital in CAPITALS}
    total, half, left = cells.total, cells.total["half"], cells.total["balance"]
    investment, recurrent = (by_capital[capital] for capital in CAPITALS)
    amount: Callable[[str, float, float], Result] = _result(cells, "VND")
    share = _result(cells, "fraction")
    found = [
        amount("plan", total["plan"], half),
        amount("balance", total["balance"], 2 * half),
        share("investment_share", quotient(investment["plan"], total["plan"]), quotient(half, total["plan"])),
        share("recurrent_share_of_balance", quotient(recurrent["balance"], left), quotient(2 * half, left)),
    ]
    for name, sums in by_capital.items():
        found += [
            amount(f"{name}_plan", sums["plan"], sums["half"]),
            amount(f"{name}_disbursed", sums["disbursed"], sums["half"]),
            amount(f"{name}_balance", sums["balance"], 2 * sums["half"]),
        ]
    return {result.name: result for result in found}


def _result(cells: Cells, unit: str) -> Callable[[str, float, float], Result]:
    def result(name: str, estimate: float, half: float) -> Result:
        return Result(
            name=name,
            estimate=float(estimate),
            unit=unit,
            low=float(estimate - half),
            high=float(estimate + half),
            interval_kind="rounding",
            method="sum_of_cells",
            n=len(cells.frame),
            basis=cells.basis,
            as_of=cells.cut_off,
            status="computed",
            facts=cells.facts,
            warnings=("cells_missing",) if len(cells.gaps) else (),
        )

    return result
