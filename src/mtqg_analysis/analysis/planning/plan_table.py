"""The five-year plan as its offices ask for it: exact sums of needs, held against money and capacity, nothing cut.

Amounts are whole đồng. What is asked for above the money that may be expected is shown as such: who decides what
waits is a person, not a sum.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from mtqg_analysis.analysis.planning.allocation import whole_parts
from mtqg_analysis.analysis.planning.assumed import Assumed
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.column import NUMBER_FORM, YEAR_FORM
from mtqg_analysis.ledger.needs import WORK, repeats

MILLION = 10**6
MOST = 10**18  # đồng; beyond this an amount is a slip, and sums of it would leave whole numbers of 64 bits
CENTRAL = "central"
SOURCES = (CENTRAL, "counterpart", "local", "other", "unnamed")
# Which source of the plan a fund belongs to. Money whose budget the form does not name stays unnamed.
SOURCE_OF = {
    "central": CENTRAL,
    "counterpart": "counterpart",
    "local": "local",
    "local_province": "local",
    "local_district": "local",
    "local_commune": "local",
    "credit": "other",
    "community": "other",
    "enterprise_community": "other",
    "integrated": "other",
    "other": "other",
}
CAPITALS = ("investment", "recurrent")
SHARE = "central_share"  # the parameter of assumptions.csv
ENVELOPES = {"investment": "central_investment", "recurrent": "central_recurrent", "total": "central"}
CELL = ["programme", "capital", "level", "unit", "year", "source_of_money"]


@dataclass(frozen=True)
class PlanTable:
    """What is asked for within the horizon. All amounts are integers of đồng.

    day: the first day of the horizon, on which codes of units are read. cells: a row a programme (of the highest
    level), capital, level, unit, year and source of money, with `amount`. works: a row a work in the order of the
    form: the columns of `WORK`, first and last year, a column for each of `SOURCES`, `amount` (their sum) and its
    sources. money: see `held_against`; years: see `by_year`. outside: what is asked for in years beyond the horizon,
    in no other figure. has_capacity: whether anything is known of what can be carried out. repeats: see
    `ledger.needs.repeats`; their money is counted in full.
    """

    horizon: tuple[int, int]
    day: date
    cells: pd.DataFrame
    works: pd.DataFrame
    money: pd.DataFrame
    years: pd.DataFrame
    outside: int
    has_capacity: bool
    repeats: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]

    @property
    def total(self) -> int:
        """All that is asked for within the horizon."""
        return int(self.cells["amount"].sum())

    @property
    def unsplit(self) -> dict[str, int]:
        """Central needs by programme that name no capital type: in every total, in no comparison by capital."""
        rows = self.cells[(self.cells["source_of_money"] == CENTRAL) & ~self.cells["capital"].isin(CAPITALS)]
        return {str(programme): int(amount) for programme, amount in rows.groupby("programme")["amount"].sum().items()}


def plan_table(
    needs: pd.DataFrame,
    horizon: tuple[int, int],
    envelopes: pd.DataFrame,
    shares: Sequence[Result],
    capacity: pd.DataFrame | None = None,
) -> PlanTable | None:
    """The plan of the needs, or None where the dataset holds none within the horizon.

    needs: the dataset's table. envelopes, shares: as `Baseline` has them, the first share being the one that the
    scenarios use. capacity: what can be carried out, with columns programme, capital, year, amount (đồng) and censored.
    """
    rows = read_needs(needs) if len(needs) else needs.assign(amount=[], year=[])
    within = rows[rows["year"].isin(range(horizon[0], horizon[1] + 1))] if len(rows) else rows
    if within.empty:
        return None
    cells = within.groupby(CELL, sort=False)["amount"].sum().reset_index()
    money = held_against(cells, envelopes, shares, horizon)
    return PlanTable(
        horizon,
        date(horizon[0], 1, 1),
        cells,
        works_of(within),
        money,
        by_year(cells, money, horizon, capacity),
        int(rows["amount"].sum()) - int(within["amount"].sum()),
        capacity is not None and not capacity.empty,
        repeats(within),
        tuple(dict.fromkeys(within["source"])),
    )


def read_needs(needs: pd.DataFrame) -> pd.DataFrame:
    """The rows of needs.csv with `amount` in đồng, `year` a number, `source_of_money`, and the programme at its top.

    Raises DataError, naming the row, for an amount or a year that cannot be read, an amount of less than a đồng, and
    a row that stands there twice.
    """
    twice = needs.loc[needs["need"].duplicated(), "need"]
    if len(twice):
        raise DataError(f"needs.csv: dòng «{twice.iat[0]}» có hai lần, sẽ bị tính hai lần; hãy bỏ một dòng.")
    amounts = [_dong(row.need, row.amount) for row in needs.itertuples()]
    years = [_year(row.need, row.year) for row in needs.itertuples()]
    return needs.assign(
        amount=pd.array(amounts, dtype="int64"),
        year=pd.array(years, dtype="int64"),
        part=needs["programme"],
        programme=needs["programme"].str.split(".").str[0],
        source_of_money=[SOURCE_OF.get(fund, "unnamed") for fund in needs["fund"]],
    )


def _dong(need: str, text: str) -> int:
    exact = Decimal(text) * MILLION if re.fullmatch(NUMBER_FORM, text) else Decimal(-1)
    if not 0 <= exact <= MOST or exact != int(exact):
        raise DataError(
            f"needs.csv: dòng «{need}» có nhu cầu «{text}»; cần số triệu đồng, chẵn đến đồng, ví dụ 1250 hoặc 1250.5."
        )
    return int(exact)


def _year(need: str, text: str) -> int:
    if not re.fullmatch(YEAR_FORM, text):
        raise DataError(f"needs.csv: dòng «{need}» có năm «{text}»; cần bốn chữ số, ví dụ 2026.")
    return int(text)


def works_of(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a work, in the order of the form; see `PlanTable`."""
    by_source = rows.pivot_table(
        index=WORK, columns="source_of_money", values="amount", aggfunc="sum", fill_value=0, sort=False
    ).reindex(columns=list(SOURCES), fill_value=0)
    spans = rows.groupby(WORK, sort=False).agg(
        first=("year", "min"), last=("year", "max"), sources=("source", lambda names: tuple(dict.fromkeys(names)))
    )
    return by_source.astype("int64").assign(amount=by_source.sum(axis=1).astype("int64")).join(spans).reset_index()


def spread(cells: pd.DataFrame, rows: Sequence[str], across: str) -> pd.DataFrame:
    """Sums by `rows`, with a column for each value of `across` (zero where nothing is asked for) and their `total`.

    >>> cells = pd.DataFrame({"programme": ["TH", "TH", "VH"], "year": [2026, 2027, 2026], "amount": [5, 7, 1]})
    >>> print(spread(cells, ["programme"], "year").to_string(index=False))
    programme  2026  2027  total
           TH     5     7     12
           VH     1     0      1
    """
    wide = cells.pivot_table(
        index=list(rows), columns=across, values="amount", aggfunc="sum", fill_value=0, sort=False
    ).astype("int64")
    wide = wide[sorted(wide.columns, key=lambda name: (SOURCES.index(name) if name in SOURCES else 0, name))]
    return wide.assign(total=wide.sum(axis=1)).rename_axis(columns=None).reset_index()


def held_against(
    cells: pd.DataFrame, envelopes: pd.DataFrame, shares: Sequence[Result], horizon: tuple[int, int]
) -> pd.DataFrame:
    """Central money asked for beside the money that the province may expect: a row a share, programme and capital.

    Columns: share (name of the assumption), programme, capital (investment, recurrent, total), need, period (of the
    envelope), money, low, high (đồng; the ends come from rounding), above (how far the need exceeds the money, else
    0). money is None, and nothing is compared, where no source gives the envelope or its period is another.
    """
    central = cells[cells["source_of_money"] == CENTRAL]
    known = envelopes.set_index("programme") if len(envelopes) else envelopes
    rows = []
    for share in shares:
        for programme in dict.fromkeys(central["programme"]):
            own = central[central["programme"] == programme]
            for capital in (*CAPITALS, "total"):
                asked = own if capital == "total" else own[own["capital"] == capital]
                envelope = known.loc[programme] if programme in known.index else None
                place = {"share": share.name, "programme": programme, "capital": capital}
                rows.append(place | _against(int(asked["amount"].sum()), envelope, capital, share, horizon))
    # objects, since a column of whole numbers with gaps would otherwise turn into floats
    return pd.DataFrame(rows, columns=["share", "programme", "capital", "need", *AGAINST], dtype=object)


AGAINST = ("period", "money", "low", "high", "above")


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
    """Central needs of each year beside the year's part of the money and what can be carried out.

    A row a programme, capital and year, where the money or the capacity is known: need, money, above (need beyond
    money), capacity, beyond (need beyond capacity) and censored (the capacity is bounded from below only, so `beyond`
    is the most that it can be); None where nothing is known to compare with. The money comes in equal yearly parts
    under the first share, as the scenarios have it; the parts add up to it. Needs of capital `total` stand in no row:
    see `PlanTable.unsplit`.
    """
    years = range(horizon[0], horizon[1] + 1)
    central = cells[cells["source_of_money"] == CENTRAL]
    first = money[(money["share"] == money["share"].iloc[0]) & money["money"].notna()] if len(money) else money
    known = {(line.programme, line.capital): int(line.money) for line in first.itertuples()}
    limits = {} if capacity is None else _limits(capacity)
    limited = {place[:2] for place in limits}
    rows: list[dict[str, object]] = []
    for cell in [(programme, capital) for programme in dict.fromkeys(central["programme"]) for capital in CAPITALS]:
        if cell not in known and cell not in limited:
            continue
        own = central[(central["programme"] == cell[0]) & (central["capital"] == cell[1])]
        needs = own.groupby("year")["amount"].sum()
        parts = whole_parts(known[cell], [1] * len(years)) if cell in known else [None] * len(years)
        for year, part in zip(years, parts, strict=True):
            need, (limit, censored) = int(needs.get(year, 0)), limits.get((*cell, year), (None, None))
            place = {"programme": cell[0], "capital": cell[1], "year": year, "need": need}
            held = {"money": part, "above": _beyond(need, part), "capacity": limit, "beyond": _beyond(need, limit)}
            rows.append(place | held | {"censored": censored})
    columns = ["programme", "capital", "year", "need", "money", "above", "capacity", "beyond", "censored"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _beyond(need: int, limit: int | None) -> int | None:
    return None if limit is None else max(0, need - limit)


def _limits(capacity: pd.DataFrame) -> dict[tuple[str, str, int], tuple[int, bool]]:
    sums = capacity.groupby(["programme", "capital", "year"], as_index=False).agg({"amount": "sum", "censored": "any"})
    return {
        (str(row.programme), str(row.capital), int(row.year)): (int(row.amount), bool(row.censored))
        for row in sums.itertuples()
    }
