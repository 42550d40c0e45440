"""The five-year plan as its offices ask for it: exact sums of needs, held against money and capacity, nothing cut.

Amounts are whole đồng. What is asked for above the money that may be expected is shown as such: who decides what
waits is a person, not a sum.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from mtqg_analysis.analysis.overlap.works import beneficiaries, work_ids
from mtqg_analysis.analysis.planning.assumed import Assumed
from mtqg_analysis.analysis.planning.central_money import INTEGRATED
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.column import NUMBER_FORM, YEAR_FORM
from mtqg_analysis.ledger.needs import repeats

MILLION = 10**6
MOST = 10**15  # đồng, of all needs together; beyond this some amount is a slip, and below it every sum is exact
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
STATED = "central_plan"  # the other one: the money itself
ENVELOPES = {"investment": "central_investment", "recurrent": "central_recurrent", "total": "central"}
CELL = ["programme", "capital", "level", "unit", "year", "source_of_money"]
PART = ["work", "programme", "capital"]  # of a work: what one line of a survey asks for under one kind of money
SERVED = ("households", "people")


@dataclass(frozen=True)
class PlanTable:
    """What is asked for within the horizon. All amounts are integers of đồng.

    day: the first day of the horizon, on which codes of units are read. cells: a row a programme (of the highest
    level), capital, level, unit, year and source of money, with `amount`. works: see `works_of`. money: see
    `held_against`; years: see `by_year`. outside: what is asked for in years beyond the horizon, in no other figure.
    has_capacity: whether anything is known of what can be carried out. repeats: see `ledger.needs.repeats`; their
    money is counted in full.
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
    def count(self) -> int:
        """How many works are asked for; one that names several kinds of money is one."""
        return int(self.works["work"].nunique())

    @property
    def unsplit(self) -> dict[str, int]:
        """Central needs by programme that name no capital type: in every total, in no comparison by capital."""
        return _by_programme(self.cells[(self.cells["source_of_money"] == CENTRAL) & self._without_capital])

    @property
    def unsplit_of_all(self) -> dict[str, int]:
        """The same of all sources of money."""
        return _by_programme(self.cells[self._without_capital])

    @property
    def _without_capital(self) -> pd.Series:
        return ~self.cells["capital"].isin(CAPITALS)


def _by_programme(rows: pd.DataFrame) -> dict[str, int]:
    return {str(programme): int(amount) for programme, amount in rows.groupby("programme")["amount"].sum().items()}


def plan_table(
    needs: pd.DataFrame,
    horizon: tuple[int, int],
    envelopes: pd.DataFrame,
    shares: Sequence[Result],
    capacity: pd.DataFrame | None = None,
    stated: Mapping[str, int] | None = None,
    projects: pd.DataFrame | None = None,
) -> PlanTable | None:
    """The plan of the needs, or None where the dataset holds none within the horizon.

    needs, projects: the dataset's tables; works of earlier years only tell ids of works apart. envelopes, shares: as
    `Baseline` has them, the first share being the one that the scenarios use. capacity: what can be carried out, with
    columns programme, capital, year, amount (đồng) and censored. stated: see `held_against`.
    """
    rows = read_needs(needs, pd.DataFrame() if projects is None else projects)
    within = rows[rows["year"].between(*horizon)]
    if within.empty:
        return None
    cells = within.groupby(CELL, sort=False)["amount"].sum().reset_index()
    money = held_against(cells, envelopes, shares, horizon, stated or {})
    return PlanTable(
        horizon,
        date(horizon[0], 1, 1),
        cells,
        works_of(within),
        money,
        by_year(cells, money, horizon, capacity),
        int(rows["amount"].sum()) - int(within["amount"].sum()),
        capacity is not None and not capacity.empty,
        repeats(needs.loc[within.index]),
        tuple(dict.fromkeys(within["source"])),
    )


def read_needs(needs: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """The rows of needs.csv under the ids of their works (`work`), with numbers and the programme at its top.

    `amount` is in đồng; `year`, `households` and `people` are numbers too (NaN where the form gives none);
    `source_of_money` is one of `SOURCES`. Raises DataError, naming the row, for an amount or a year that cannot be
    read, an amount of less than a đồng, and a row that stands there twice; and where the sum cannot be one of needs.
    """
    if needs.empty:
        return needs.assign(work="", amount=pd.array([], dtype="int64"), year=pd.array([], dtype="int64"))
    twice = needs.loc[needs["need"].duplicated(), "need"]
    if len(twice):
        raise DataError(f"needs.csv: dòng «{twice.iat[0]}» có hai lần, sẽ bị tính hai lần; hãy bỏ một dòng.")
    amounts = [_dong(row.need, row.amount) for row in needs.itertuples()]
    years = [_year(row.need, row.year) for row in needs.itertuples()]
    if sum(amounts) > MOST:
        raise DataError(
            f"needs.csv: tổng nhu cầu là {sum(amounts) / 10**9:.0f} tỷ đồng, nhiều hơn mọi kế hoạch có thể có; cột "
            "amount tính bằng triệu đồng, hãy tìm dòng ghi bằng đồng."
        )
    return needs.assign(
        work=work_ids(needs, projects),
        **{name: beneficiaries(needs[name]) for name in SERVED},
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
    """One row a work in the order of the form; one for each programme and capital of a line that names several.

    rows: of `read_needs`. Columns: work, programme, capital, level, unit, name_vi, place, first and last year,
    households and people (of the year that names most; NaN where none does), sources, a column for each of `SOURCES`,
    and `amount` (their sum).
    """
    by_source = rows.pivot_table(
        index=PART, columns="source_of_money", values="amount", aggfunc="sum", fill_value=0, sort=False
    ).reindex(columns=list(SOURCES), fill_value=0)
    most = {name: rows.groupby("work")[name].transform("max") for name in SERVED}
    about = (
        rows.assign(**most, first=rows["year"], last=rows["year"])
        .groupby(PART, sort=False)
        .agg(
            dict.fromkeys(("level", "unit", "name_vi", "place", *SERVED), "first")
            | {"first": "min", "last": "max", "source": lambda names: tuple(dict.fromkeys(names))}
        )
        .rename(columns={"source": "sources"})
    )
    money = by_source.astype("int64").assign(amount=by_source.sum(axis=1).astype("int64"))
    return about.join(money).reset_index()


def serves(works: pd.DataFrame, measure: str) -> pd.Series:
    """Which works say that they serve anybody, in households or in people (`measure`): nought is nobody."""
    return works[measure].gt(0)


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
    cells: pd.DataFrame,
    envelopes: pd.DataFrame,
    shares: Sequence[Result],
    horizon: tuple[int, int],
    stated: Mapping[str, int],
) -> pd.DataFrame:
    """Central money asked for beside the money that the province may expect: a row a share, programme and capital.

    stated: central money of the horizon by programme (đồng), as assumptions.csv states it; it stands under the name
    `central_plan`, capital types together, for every programme but the integrated one: the shares are of that one's
    money. The integrated one's stands there where no share is known.
    Columns: share (name of the assumption), programme, capital (investment, recurrent, total), need, period (of the
    envelope), money, low, high (đồng; the ends come from rounding), above (how far the need exceeds the money, else
    0). money is None, and nothing is compared, where no source gives the envelope or its period is another.
    """
    central = cells[cells["source_of_money"] == CENTRAL]
    known = envelopes.set_index("programme") if len(envelopes) else envelopes
    asked = {
        str(name): int(amount) for name, amount in central.groupby("programme", sort=False)["amount"].sum().items()
    }
    rows: list[dict[str, object]] = []
    for share in shares:
        for programme in [name for name in asked if not _is_stated(name, stated, shares)]:
            own = central[central["programme"] == programme]
            for capital in (*CAPITALS, "total"):
                held = own if capital == "total" else own[own["capital"] == capital]
                envelope = known.loc[programme] if programme in known.index else None
                place = {"share": share.name, "programme": programme, "capital": capital}
                rows.append(place | _against(int(held["amount"].sum()), envelope, capital, share, horizon))
    for programme in [name for name in asked if _is_stated(name, stated, shares)]:
        need, money, period = asked[programme], stated[programme], f"{horizon[0]}-{horizon[1]}"
        sums = {"need": need, "period": period, "money": money, "low": money, "high": money}
        place = {"share": STATED, "programme": programme, "capital": "total"}
        rows.append(place | sums | {"above": max(0, need - money)})
    # objects, since a column of whole numbers with gaps would otherwise turn into floats
    return pd.DataFrame(rows, columns=["share", "programme", "capital", "need", *AGAINST], dtype=object)


def _is_stated(programme: str, stated: Mapping[str, int], shares: Sequence[Result]) -> bool:
    return programme in stated and (programme != INTEGRATED or not shares)


YEARLY = ["programme", "capital", "year", "need", "money", "above", "asked", "capacity", "beyond", "censored"]
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
        name, value, "fraction", value, value, "scenario", "assumption", 0, "unknown", None, "scenario", (), (name,)
    )


def by_year(
    cells: pd.DataFrame, money: pd.DataFrame, horizon: tuple[int, int], capacity: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Central needs of each year beside the year's part of the money, and all needs beside what can be carried out.

    A row a programme, capital and year, where the money or the capacity is known: need (of central money), money, above
    (need beyond money), asked (need of all sources, which all take the same capacity), capacity, beyond (asked beyond
    capacity) and censored (the capacity is bounded from below only, so `beyond` is the most that it can be); None where
    nothing is known to compare with. The money comes in equal yearly parts under the first share, as the scenarios have
    it; the parts add up to it. Needs of capital `total` stand in no row: see `PlanTable.unsplit`.
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
        parts = equal_parts(known[cell], len(years)) if cell in known else [None] * len(years)
        for year, part in zip(years, parts, strict=True):
            need, asked = (int(sums.get(year, 0)) for sums in (needs, whole))
            limit, censored = limits.get((*cell, year), (None, None))
            held = (need, part, _beyond(need, part), asked, limit, _beyond(asked, limit), censored)
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


def equal_parts(total: int, count: int) -> list[int]:
    """A whole number in `count` parts that differ by one at most, the larger ones first.

    >>> equal_parts(11, 5), sum(equal_parts(3_952_000_000_007, 5))
    ([3, 2, 2, 2, 2], 3952000000007)
    """
    part, rest = divmod(total, count)
    return [part + (place < rest) for place in range(count)]
