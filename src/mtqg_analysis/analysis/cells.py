"""The plan and the disbursement of one year, cell by cell: what every table by programme or unit is summed from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.basis import AS_PUBLISHED, Basis
from mtqg_analysis.analysis.origins import KEY, PLACE, finest, old_parts, with_paid_sums, with_sums
from mtqg_analysis.domain.codes import CAPITALS, ORIGINS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.period import DECEMBER, SETTLEMENT, Period, stage_of
from mtqg_analysis.domain.programmes import closing_in, opening_in
from mtqg_analysis.domain.units import LEVELS_WITH_CODES, units_of
from mtqg_analysis.ledger.coverage import BASES, Coverage, coverage_of
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.indicators import quotient


@dataclass(frozen=True)
class Cells:
    """Plan and disbursement of one plan year on one plan basis.

    frame: one row a cell, with the columns of KEY, plan and disbursed (đồng, integers), later (disbursed by the end of
    the settlement month, NaN where not published) and half (half-width of rounding, đồng). gaps: cells that take part
    in no sum, neither above nor below the line of a rate, with `lacks` (see `lacking`). cut_off: of `disbursed`; later:
    of `later`. coverage: of the cells that were read, also after they were summed. own_money: carried-over capital is
    left out. plan_day: the day on which the plan was in force.
    """

    year: int
    frame: pd.DataFrame
    gaps: pd.DataFrame
    cut_off: date
    later: date | None
    basis: str
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    plan_day: date
    coverage: Coverage
    own_money: bool = False

    def by(self, *keys: str) -> pd.DataFrame:
        """Sums over the keys, one row a group, with balance and rates: ratios of sums, NaN where nothing is planned."""
        summed = self.frame.groupby(list(keys), sort=False)[["plan", "disbursed", "half"]]
        return with_rates(summed.sum(min_count=1).reset_index())

    def rate(self, **codes: str) -> float | None:
        """The rate of the cells with these codes: None where there are none, NaN where nothing is planned."""
        named = self.frame[(self.frame[list(codes)] == pd.Series(codes)).all(axis=1)]
        return None if named.empty else quotient(named["disbursed"].sum(), named["plan"].sum())

    @property
    def lacking(self) -> pd.DataFrame:
        """The gaps, and the cells that a unit has nothing of where others have: `coverage.crossed` names programmes.

        A unit without one of them is known in part only, whatever it may have in the others.
        """
        held = pd.concat([self.frame, self.gaps])
        held = held[held["level"] == self.coverage.level]
        codes = held["programme"].astype(str).str.split(".").str[0]
        told = set(zip(held["unit"], codes, held["capital"], strict=True))
        absent = [
            (self.coverage.level, unit, programme, capital, "both")
            for unit in (self.coverage.units.held if len(held) else ())
            for programme, _ in self.coverage.crossed
            for capital in self.coverage.capitals.held
            if (unit, programme, capital) not in told
        ]
        rows = pd.DataFrame(absent, columns=KEY).assign(lacks="figures")
        return pd.concat([self.gaps, rows], ignore_index=True) if absent else self.gaps

    @property
    def is_complete(self) -> bool:
        """Whether nothing expected is missing: all units, programmes and capital types, and no cell's figure."""
        return self.coverage.is_whole and self.gaps.empty

    @property
    def total(self) -> pd.Series:
        """The sums over everything."""
        return with_rates(self.frame[["plan", "disbursed", "half"]].sum(min_count=1).to_frame().T).iloc[0]

    @property
    def capital_gap(self) -> float:
        """The rate of recurrent capital minus that of investment; NaN where one of them has none."""
        rates = self.by("capital").set_index("capital")["rate"].reindex(CAPITALS)
        return float(rates["recurrent"] - rates["investment"])

    def rest_of(self, whole: "Cells | None") -> pd.Series | None:
        """What the whole has beyond these cells: plan, disbursed (đồng) and half; None where they do not compare."""
        if whole is None or (whole.cut_off, whole.basis, whole.own_money) != (self.cut_off, self.basis, self.own_money):
            return None
        rest = whole.total[["plan", "disbursed"]] - self.total[["plan", "disbursed"]]
        return pd.concat([rest, pd.Series({"half": whole.total["half"] + self.total["half"]})])

    def covers(self, whole: "Cells") -> bool:
        """Whether these cells add up to the whole, but for the rounding of both."""
        rest = self.rest_of(whole)
        return rest is not None and bool((rest[["plan", "disbursed"]].abs() <= rest["half"]).all())

    def where(self, keep: pd.Series) -> "Cells":
        """The cells that are marked."""
        return replace(self, frame=self.frame[keep])

    @property
    def smallest(self) -> "Cells":
        """The cells without those of a programme or project whose own parts are among them, so that these add up."""
        codes = set(self.frame["programme"])
        whole = [code for code in codes if any(other.startswith(f"{code}.") for other in codes)]
        return self.where(~self.frame["programme"].isin(whole))

    def settled(self) -> "Cells":
        """The same plan beside what was disbursed to the end of the settlement month; itself where that is unknown."""
        if self.later is None:
            return self
        paid = self.frame["later"].astype("int64")
        return replace(self, frame=self.frame.assign(disbursed=paid), cut_off=self.later, later=None)


def with_rates(sums: pd.DataFrame) -> pd.DataFrame:
    """The sums with `balance` and `rate`."""
    plan = sums["plan"].where(sums["plan"] > 0).astype(float)
    return sums.assign(balance=sums["plan"] - sums["disbursed"], rate=sums["disbursed"] / plan)


def read_cells(
    ledger: Ledger,
    period: Period,
    *,
    levels: Sequence[str],
    programmes: Sequence[str],
    basis: Basis = AS_PUBLISHED,
) -> Cells | None:
    """The cells of the period's year at its newest cut-off, or None where the dataset has none at these levels.

    basis: where it names no plan, the first of BASES that is in force at the cut-off, as is the version of the plan.
    Raises DataError when a plan basis or the year's own money is asked for and not published.
    """
    told = told_cells(ledger, period, levels, programmes, basis)
    if told is None:
        return None
    whole = told.cells["lacks"] == ""
    if not whole.any():
        return None
    frame, later, cut_off = told.cells[whole].drop(columns="lacks"), told.later, told.cut_off
    frame = frame.astype({"plan": "int64", "disbursed": "int64"}).reset_index(drop=True)
    if frame["later"].isna().any():  # units changed in between, or some have not reported: no sum to compare
        frame, later = frame.assign(later=float("nan")), None
    used = pd.concat([told.plans, told.paid[told.paid["day"].isin([cut_off, later])]])
    return Cells(
        period.year,
        frame,
        told.cells[~whole].reset_index(drop=True),
        cut_off,
        later,
        told.basis,
        tuple(dict.fromkeys(used["source"])),
        tuple(used["fact"]),
        cut_off,
        coverage_of(frame, ledger.dataset.province, period.year, cut_off, told.cells[~whole]),
        basis.own_money,
    )


class Told(NamedTuple):
    """The cells with `lacks`, and the facts, days and plan basis that they are read from."""

    cells: pd.DataFrame
    plans: pd.DataFrame
    paid: pd.DataFrame
    cut_off: date
    later: date | None
    basis: str


def told_cells(
    ledger: Ledger,
    period: Period,
    levels: Sequence[str],
    programmes: Sequence[str],
    basis: Basis = AS_PUBLISHED,
) -> Told | None:
    """The cells of the period's year at its newest cut-off, whole or not; None without plan or disbursement by then."""
    paid, plans = dated_amounts(ledger, period.year, levels, programmes)
    paid_by_then = paid[paid["day"] <= period.as_of]
    if paid_by_then.empty or plans.empty:
        return None
    cut_off = paid_by_then["day"].max()
    by_then = plans[plans["day"] <= cut_off]
    chosen = _chosen_basis(ledger, period, plans if basis.plan else by_then, basis.plan)
    plans = by_then[by_then["plan_basis"] == chosen]
    if plans.empty:
        return None
    plans = plans.sort_values(["day", "known_on"], kind="stable").drop_duplicates(KEY, keep="last")
    later = _later_day(paid, period.year, cut_off)
    old = old_parts(plans)
    sums = with_paid_sums(paid, old)
    cells = _joined(with_sums(plans, paid), _on(sums, cut_off), _on(sums, later))
    cells = _own_money(ledger, cells) if basis.own_money else finest(cells, old)
    cells = kept(cells, [_exists(row.level, row.unit, cut_off) for row in cells.itertuples()])
    return Told(lacking(cells, plans, period.year), plans, paid, cut_off, later, chosen)


def dated_amounts(
    ledger: Ledger, year: int, levels: Sequence[str], programmes: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What was disbursed and what was planned, as dated facts of the cells of a year."""
    about = {"level": list(levels), "programme": list(programmes), "capital": list(CAPITALS)}
    rows = ledger.find(measure=["plan", "disbursed"], year=str(year), **about)
    rows = kept(rows, [isinstance(day, date) for day in rows["day"]])
    paid = rows[(rows["measure"] == "disbursed") & (rows["status"] == "actual")]
    return paid, rows[rows["measure"] == "plan"]


def lacking(cells: pd.DataFrame, plans: pd.DataFrame, year: int) -> pd.DataFrame:
    """The cells with `lacks`: "" where nothing is missing, "plan", "disbursed", "part" or "figures".

    part: the plan is published of one origin only, the disbursement of the origins together. figures: neither of the
    two, of a cell of the province whose programme, capital type and origin other cells have: a blank is not zero.
    """
    together = ~cells["origin"].isin(ORIGINS)
    planned = set(plans[PLACE].itertuples(index=False, name=None))
    partly = pd.Series([key in planned for key in cells[PLACE].itertuples(index=False, name=None)], cells.index, bool)
    without = cells["plan"].isna()
    lacks = np.select(
        [without & together & partly, without, cells["disbursed"].isna()], ["part", "plan", "disbursed"], ""
    )
    absent = pd.DataFrame(_absent(cells[cells["level"] == "province"], year), columns=KEY).assign(lacks="figures")
    told = cells.assign(lacks=lacks)
    return told if absent.empty else pd.concat([told, absent], ignore_index=True)


def _absent(cells: pd.DataFrame, year: int) -> list[tuple[str, ...]]:
    """The keys of the province that nothing is published of, beside those of the same programmes and origins.

    A programme that begins has no carried-over money, one that closed the year before has no other.
    """
    without = dict.fromkeys(opening_in(year), "carried_over") | dict.fromkeys(closing_in(year), "current_year")
    held = set(cells[KEY].itertuples(index=False, name=None))
    parts = [origin for origin in ORIGINS if origin in set(cells["origin"])] or ["both"]
    programmes = [code for code in dict.fromkeys(cells["programme"]) if "." not in code]  # projects may lack a type
    return [
        (*unit, programme, capital, origin)
        for unit in dict.fromkeys(cells[["level", "unit"]].itertuples(index=False, name=None))
        for programme in programmes
        for capital in CAPITALS
        if (*unit, programme, capital, "both") not in held
        for origin in parts
        if (*unit, programme, capital, origin) not in held and without.get(programme) != origin
    ]


def _chosen_basis(ledger: Ledger, period: Period, plans: pd.DataFrame, basis: str) -> str:
    held = [code for code in BASES if code in set(plans["plan_basis"])]
    if basis and basis not in held:
        raise DataError(
            "Bộ dữ liệu {path} không có kế hoạch năm {year} trên cơ sở «{basis}»; "
            "các cơ sở kế hoạch có: {held}. Hãy chọn plan_basis trong số đó.",
            path=ledger.dataset.path,
            year=period.year,
            basis=basis,
            held=", ".join(held) or tr("không có"),
        )
    return basis or next(iter(held), "")


def _later_day(paid: pd.DataFrame, year: int, cut_off: date) -> date | None:
    """The end of the settlement month, seen from December: from earlier on the plan may still be changed."""
    if stage_of(year, cut_off) != DECEMBER:
        return None
    days = [day for day in set(paid["day"]) if stage_of(year, day) == SETTLEMENT and day > cut_off]
    return max(days, default=None)


def _on(paid: pd.DataFrame, day: date | None) -> pd.DataFrame:
    rows = paid[paid["day"] == day] if day else paid.iloc[:0]
    return rows.sort_values("known_on", kind="stable").drop_duplicates(KEY, keep="last")


def _joined(plans: pd.DataFrame, paid: pd.DataFrame, late: pd.DataFrame) -> pd.DataFrame:
    """One row a cell; NaN where a figure is not published, since a blank is not zero."""
    half = plans["high"] - plans["exact"]
    cells = plans[[*KEY]].assign(plan=plans["exact"], half=half)
    for name, rows in (("disbursed", paid), ("later", late)):
        cells = cells.merge(
            rows[KEY].assign(**{name: rows["exact"]}), on=KEY, how="outer" if name != "later" else "left"
        )
    return cells


def _own_money(ledger: Ledger, published: pd.DataFrame) -> pd.DataFrame:
    """The cells of the year's own money, which must be told of every place."""
    cells = finest(published, set())
    if not cells["origin"].isin(ORIGINS).all():
        raise DataError(
            "Không loại được vốn kéo dài (exclude_carried_over): bộ dữ liệu {path} chỉ có số gộp vốn "
            "năm và vốn kéo dài. Hãy bỏ tham số này, hoặc bổ sung số liệu tách theo origin vào facts.csv.",
            path=ledger.dataset.path,
        )
    return cells[cells["origin"] == "current_year"]


def _exists(level: str, unit: str, day: date) -> bool:
    units = units_of(unit, level) if level in LEVELS_WITH_CODES else ()
    return not units or any(unit.valid_on(day) for unit in units)
