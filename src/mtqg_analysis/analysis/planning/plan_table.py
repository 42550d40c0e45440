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

from mtqg_analysis.analysis.overlap.works import beneficiaries, work_ids
from mtqg_analysis.analysis.planning.expected_money import CENTRAL, Expected, by_year, held_against
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.column import NUMBER_FORM, YEAR_FORM
from mtqg_analysis.ledger.needs import repeats

MILLION = 10**6
MOST = 10**15  # đồng, of all needs together; beyond this some amount is a slip, and below it every sum is exact
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
CELL = ["programme", "capital", "level", "unit", "year", "source_of_money"]
PART = ["work", "programme", "capital"]  # of a work: what one line of a survey asks for under one kind of money
SERVED = ("households", "people")


@dataclass(frozen=True)
class PlanTable:
    """What is asked for within the horizon. All amounts are integers of đồng.

    day: the first day of the horizon, on which codes of units are read. cells: a row a programme (of the highest
    level), capital, level, unit, year and source of money, with `amount`. works: see `works_of`. money, years: see
    `held_against` and `by_year` of `expected_money`. outside: what is asked for in years beyond the horizon, in no
    other figure. has_capacity: whether anything is known of what can be carried out. repeats: see
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
    def count(self) -> int:
        """How many works are asked for; one that names several kinds of money is one."""
        return int(self.works["work"].nunique())

    @property
    def by_source(self) -> dict[str, int]:
        """All that is asked for, by source of money."""
        sums = self.cells.groupby("source_of_money")["amount"].sum()
        return {name: int(sums.get(name, 0)) for name in SOURCES}

    @property
    def besides(self) -> int:
        """What is asked for that is neither central money nor counterpart capital."""
        return sum(amount for name, amount in self.by_source.items() if name not in (CENTRAL, "counterpart"))

    def central(self, programme: str) -> int:
        """The central money that a programme asks for."""
        own = self.cells[(self.cells["source_of_money"] == CENTRAL) & (self.cells["programme"] == programme)]
        return int(own["amount"].sum())

    @property
    def unsplit(self) -> dict[str, int]:
        """Central needs by programme that name no capital type: in every total, in no comparison by capital."""
        rows = self.cells[(self.cells["source_of_money"] == CENTRAL) & self._without_capital]
        return {str(programme): int(amount) for programme, amount in rows.groupby("programme")["amount"].sum().items()}

    @property
    def unsplit_of_all(self) -> int:
        """Needs of all programmes and sources of money that name no capital type."""
        return int(self.cells.loc[self._without_capital, "amount"].sum())

    @property
    def _without_capital(self) -> pd.Series:
        return ~self.cells["capital"].isin(CAPITALS)

    @property
    def beyond(self) -> dict[str, dict[str, int]]:
        """By programme and capital, what of all needs cannot be carried out, year by year; where that is known."""
        known = self.years[self.years["beyond"].notna()]
        return {
            str(programme): {str(capital): int(one) for capital, one in rows.groupby("capital")["beyond"].sum().items()}
            for programme, rows in known.groupby("programme", sort=False)
        }

    @property
    def with_counterpart(self) -> tuple[int, int, float]:
        """Works that ask for central money; those of them that ask for counterpart capital; their part of that money.

        The part is 0 where no work asks for central money.
        """
        central = self.works[self.works[CENTRAL] > 0]
        both = central[central["counterpart"] > 0]
        return len(central), len(both), float(both[CENTRAL].sum() / max(1, central[CENTRAL].sum()))

    def of_programmes(self) -> pd.DataFrame:
        """`asked` by programme and capital: what asks for most stands first, of each the investment."""
        frame = asked(self.cells, ["programme", "capital"])
        size = -frame.groupby("programme")["total"].transform("sum")
        return frame.assign(size=size).sort_values(["size", "programme", "capital"], kind="stable").drop(columns="size")

    def of_sources(self) -> pd.DataFrame:
        """Needs by source of money and capital, with a column `year_2026` … for each year and their `total`."""
        frame = _by_year(self.cells, ["source_of_money", "capital"])
        order = dict(zip(SOURCES, range(len(SOURCES)), strict=True))
        return frame.assign(place=frame["source_of_money"].map(order)).sort_values(["place", "capital"], kind="stable")

    def of_units(self) -> pd.DataFrame:
        """`asked` by level and unit, with how many works: communes first, agencies last, then what no level tells."""
        keys = ["level", "unit"]
        works = self.works.groupby(keys, sort=False)["work"].nunique().rename("works").reset_index()
        frame = asked(self.cells, keys).merge(works, on=keys)
        order = {level: place for place, level in enumerate(("commune", "district", "province", "agency"))}
        rank = frame["level"].map(order).fillna(len(order))
        return frame.assign(rank=rank).sort_values(["rank", "unit"], kind="stable").drop(columns="rank")


def plan_table(
    needs: pd.DataFrame,
    horizon: tuple[int, int],
    expected: Expected,
    capacity: pd.DataFrame | None = None,
    projects: pd.DataFrame | None = None,
) -> PlanTable | None:
    """The plan of the needs, or None where the dataset holds none within the horizon.

    needs, projects: the dataset's tables; works of earlier years only tell ids of works apart. capacity: what can be
    carried out, with columns programme, capital, year, amount (đồng) and censored.
    """
    rows = read_needs(needs, pd.DataFrame() if projects is None else projects)
    within = rows[rows["year"].between(*horizon)]
    if within.empty:
        return None
    cells = within.groupby(CELL, sort=False)["amount"].sum().reset_index()
    money = held_against(cells, expected, horizon)
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
        raise DataError("needs.csv: dòng «{need}» có hai lần, sẽ bị tính hai lần; hãy bỏ một dòng.", need=twice.iat[0])
    amounts = [_dong(row.need, row.amount) for row in needs.itertuples()]
    years = [_year(row.need, row.year) for row in needs.itertuples()]
    if sum(amounts) > MOST:
        raise DataError(
            "needs.csv: tổng nhu cầu là {total:.0f} tỷ đồng, nhiều hơn mọi kế hoạch có thể có; cột "
            "amount tính bằng triệu đồng, hãy tìm dòng ghi bằng đồng.",
            total=sum(amounts) / 10**9,
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
            "needs.csv: dòng «{need}» có nhu cầu «{text}»; cần số triệu đồng, chẵn đến đồng, ví dụ 1250 hoặc 1250.5.",
            need=need,
            text=text,
        )
    return int(exact)


def _year(need: str, text: str) -> int:
    if not re.fullmatch(YEAR_FORM, text):
        raise DataError("needs.csv: dòng «{need}» có năm «{text}»; cần bốn chữ số, ví dụ 2026.", need=need, text=text)
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


def asked(cells: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Sums by keys, with a column `year_2026` … for each year, their `total`, and a column for each source."""
    by_source = spread(cells, keys, "source_of_money").drop(columns="total")
    return _by_year(cells, keys).merge(by_source, on=list(keys))


def _by_year(cells: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    wide = spread(cells, keys, "year")
    return wide.rename(columns={name: f"year_{name}" for name in wide.columns if isinstance(name, int)})


def all_asked(needs: pd.DataFrame, projects: pd.DataFrame) -> tuple[int, tuple[int, ...]]:
    """All that needs.csv asks for, within the horizon or not (đồng), and the years for which it does."""
    rows = read_needs(needs, projects)
    return int(rows["amount"].sum()), tuple(sorted(set(rows["year"])))
