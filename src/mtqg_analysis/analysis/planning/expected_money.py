"""What is asked for, held against the money that the province may expect and against what can be carried out.

Amounts are whole đồng. A need above the money is shown as such and never cut.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from mtqg_analysis.analysis.planning.assumed import Assumed
from mtqg_analysis.analysis.planning.central_money import INTEGRATED
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.methods.water_filling import whole_parts

CENTRAL = "central"
SHARE = "central_share"  # the parameter of assumptions.csv
STATED = "central_plan"  # the other one: the money itself
ENVELOPES = {"investment": "central_investment", "recurrent": "central_recurrent", "total": "central"}
AGAINST = ("period", "money", "low", "high", "above")
YEARLY = ["programme", "capital", "year", "need", "money", "above", "asked", "rest", "capacity", "beyond", "censored"]


@dataclass(frozen=True)
class Expected:
    """The central money that a province may expect of a horizon, from what is published and what is assumed.

    envelopes: as `central_money.envelopes` makes them. shares: of the province in them, the one that the scenarios use
    first; they are of the integrated programme's money. stated: central money of the horizon by programme (đồng), as
    assumptions.csv states it.
    """

    envelopes: pd.DataFrame
    shares: tuple[Result, ...] = ()
    stated: Mapping[str, int] = field(default_factory=dict)

    def is_stated(self, programme: str) -> bool:
        """Whether the assumptions say a programme's money; the integrated one's only where no share is known."""
        return programme in self.stated and (programme != INTEGRATED or not self.shares)


def held_against(cells: pd.DataFrame, expected: Expected, horizon: tuple[int, int]) -> pd.DataFrame:
    """Central money asked for beside the money that the province may expect: a row a share, programme and capital.

    What assumptions.csv states stands under the name `central_plan`, capital types together.
    Columns: share (name of the assumption), programme, capital (investment, recurrent, total), need, period (of the
    envelope), money, low, high (đồng; the ends come from rounding), above (how far the need exceeds the money, else
    0). money is None, and nothing is compared, where no source gives the envelope or its period is another.
    """
    central = cells[cells["source_of_money"] == CENTRAL]
    envelopes = expected.envelopes
    known = envelopes.set_index("programme") if len(envelopes) else envelopes
    asked = {
        str(name): int(amount) for name, amount in central.groupby("programme", sort=False)["amount"].sum().items()
    }
    rows: list[dict[str, object]] = []
    for share in expected.shares:
        for programme in [name for name in asked if not expected.is_stated(name)]:
            own = central[central["programme"] == programme]
            for capital in (*CAPITALS, "total"):
                held = own if capital == "total" else own[own["capital"] == capital]
                envelope = known.loc[programme] if programme in known.index else None
                place = {"share": share.name, "programme": programme, "capital": capital}
                rows.append(place | _against(int(held["amount"].sum()), envelope, capital, share, horizon))
    for programme in [name for name in asked if expected.is_stated(name)]:
        need, money, period = asked[programme], expected.stated[programme], f"{horizon[0]}-{horizon[1]}"
        sums = {"need": need, "period": period, "money": money, "low": money, "high": money}
        place = {"share": STATED, "programme": programme, "capital": "total"}
        rows.append(place | sums | {"above": max(0, need - money)})
    # objects, since a column of whole numbers with gaps would otherwise turn into floats
    return pd.DataFrame(rows, columns=["share", "programme", "capital", "need", *AGAINST], dtype=object)


def _against(
    need: int, envelope: pd.Series | None, capital: str, share: Result, horizon: tuple[int, int]
) -> dict[str, object]:
    fact = None if envelope is None else envelope[ENVELOPES[capital]]
    period = "" if envelope is None else envelope["period"]
    if fact is None or period != f"{horizon[0]}-{horizon[1]}":
        return {"need": need, "period": period} | dict.fromkeys(AGAINST[1:])
    low, high = round(fact["low"] * share.low), round(fact["high"] * share.high)
    money = round(fact["exact"] * share.estimate)
    return {"need": need} | dict(zip(AGAINST, (period, money, low, high, max(0, need - money)), strict=True))


def planner_shares(assumed: Assumed) -> tuple[Result, ...]:
    """The province's share of central money as the planner sets it in assumptions.csv, the base scenario first.

    Empty where the dataset sets none; then the shares of the last term speak.
    """
    shares = {scenario: assumed.find(SHARE, scenario) for scenario in ("base", "low", "high")}
    return tuple(_planner_share(scenario, value) for scenario, value in shares.items() if value is not None)


def _planner_share(scenario: str, value: float) -> Result:
    name = f"planner_share_{scenario}"
    return Result(
        name=name,
        estimate=value,
        unit="fraction",
        low=value,
        high=value,
        interval_kind="scenario",
        method="assumption",
        n=0,
        basis="unknown",
        as_of=None,
        status="scenario",
        assumptions=(name,),
    )


def by_year(
    cells: pd.DataFrame, money: pd.DataFrame, horizon: tuple[int, int], capacity: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Central needs of each year beside the year's part of the money, and all needs beside what can be carried out.

    A row a programme, capital and year, where the money or the capacity is known: need (of central money), money, above
    (need beyond money), asked (need of all sources, which all take the same capacity), rest (of the other sources),
    capacity, beyond (asked beyond capacity) and censored (the capacity is bounded from below only, so `beyond` is the
    most that it can be); None where nothing is known to compare with. The money comes in equal yearly parts under the
    first share, as the scenarios have it; the parts add up to it. Needs of capital `total` stand in no row: see
    `PlanTable.unsplit`.
    """
    years = range(horizon[0], horizon[1] + 1)
    central = cells[cells["source_of_money"] == CENTRAL]
    first = money[(money["share"] == money["share"].iloc[0]) & money["money"].notna()] if len(money) else money
    known = {(line.programme, line.capital): int(line.money) for line in first.itertuples()}
    limits = {} if capacity is None else _limits(capacity)
    limited = {place[:2] for place in limits}
    rows: list[dict[str, object]] = []
    for cell in [(programme, capital) for programme in dict.fromkeys(cells["programme"]) for capital in CAPITALS]:
        if cell not in known and cell not in limited:
            continue
        needs, whole = (
            frame[(frame["programme"] == cell[0]) & (frame["capital"] == cell[1])].groupby("year")["amount"].sum()
            for frame in (central, cells)
        )
        parts = whole_parts(known[cell], [1] * len(years)) if cell in known else [None] * len(years)
        for year, part in zip(years, parts, strict=True):
            need, asked = (int(sums.get(year, 0)) for sums in (needs, whole))
            limit, censored = limits.get((*cell, year), (None, None))
            held = (need, part, _beyond(need, part), asked, asked - need, limit, _beyond(asked, limit), censored)
            rows.append(dict(zip(YEARLY, (*cell, year, *held), strict=True)))
    return pd.DataFrame(rows, columns=YEARLY, dtype=object)


def _beyond(need: int, limit: int | None) -> int | None:
    return None if limit is None else max(0, need - limit)


def _limits(capacity: pd.DataFrame) -> dict[tuple[str, str, int], tuple[int, bool]]:
    sums = capacity.groupby(["programme", "capital", "year"], as_index=False).agg({"amount": "sum", "censored": "any"})
    return {
        (str(row.programme), str(row.capital), int(row.year)): (int(row.amount), bool(row.censored))
        for row in sums.itertuples()
    }
