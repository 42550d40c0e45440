"""A dataset explored by hand: `explore(ledger).where(programme="DTTS").by("district", "capital")`."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import cast

import pandas as pd

from mtqg_analysis.analysis.cells import Cells, read_cells
from mtqg_analysis.analysis.cut import KEYS, LEVELS, cut, only
from mtqg_analysis.domain.codes import CAPITALS, ORIGINS
from mtqg_analysis.domain.errors import DataError, ParameterError
from mtqg_analysis.domain.language import tr, written_day
from mtqg_analysis.domain.period import Period, checked_day
from mtqg_analysis.domain.programmes import programmes_held
from mtqg_analysis.domain.reference import fold, label, table
from mtqg_analysis.lab.view import Asked, View
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.report.cells import name_on

FILTERS = ("level", "unit", "programme", "capital", "origin")
Codes = str | Iterable[str]
Memory = dict[object, object]  # what was made, by what was asked


def explore(ledger: Ledger, year: int | None = None, as_of: date | None = None) -> "Explorer":
    """Plan, disbursement and rate of one plan year, to be cut as one likes; see `Explorer`.

    year: None for the newest plan year that holds both plan and disbursement. as_of: the cut-off, None for the end of
    the year. Raises DataError where the dataset holds no year of that kind, ParameterError for another year.

        explore(load_ledger("data/illustrative"), 2024).by("district", "programme")
    """
    memory: Memory = vars(ledger).setdefault("explored", {})  # what is asked again is not computed again
    if "years" not in memory:
        memory["years"] = _years(ledger)
    years = cast(list[int], memory["years"])
    if not years:
        raise DataError(
            "Bộ dữ liệu {path} chưa có năm nào đủ cả kế hoạch và giải ngân theo chương trình, loại vốn; hãy dùng "
            "exploring.facts(ledger.find(…)) để xem số liệu đã công bố.",
            path=ledger.dataset.path,
        )
    if year is not None and year not in years:
        raise ParameterError(
            "Không có năm {year} trong {path}; các năm có: {known}.",
            year=year,
            path=ledger.dataset.path,
            known=", ".join(map(str, years)),
        )
    chosen = years[-1] if year is None else year
    day = date(chosen, 12, 31) if as_of is None else checked_day(as_of, "as_of")
    Period(chosen, day)  # refuses other days
    return Explorer(ledger, chosen, day, memory)


def _years(ledger: Ledger) -> list[int]:
    """The plan years with an actual disbursement and a plan of a capital type, of programmes of their whole."""
    rows = ledger.find(measure=["plan", "disbursed"], capital=list(CAPITALS))
    rows = rows[rows["measure"].eq("plan") | rows["status"].eq("actual")]
    held = {measure: set(rows.loc[rows["measure"] == measure, "year"]) for measure in ("plan", "disbursed")}
    years = sorted(int(year) for year in held["plan"] & held["disbursed"] if year)
    codes = {year: set(rows.loc[rows["year"] == str(year), "programme"]) for year in years}
    return [year for year in years if codes[year] & set(programmes_held(year))]


@dataclass(frozen=True)
class Explorer:
    """One plan year of a ledger, seen from a day: `where` narrows it, `by` shows it.

    What was read once is kept with the ledger, so that only what changed is computed.
    """

    ledger: Ledger
    year: int
    as_of: date
    _memory: Memory = field(repr=False)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        """The plan years that can be explored."""
        return list(cast(list[int], self._memory["years"]))

    def where(self, **codes: Codes) -> "Explorer":
        """Only what has these codes or names: level, unit, programme, capital, origin.

        Raises ParameterError, which lists the codes there are, for any other.
        """
        unknown = sorted(set(codes) - set(FILTERS))
        if unknown:
            raise _no_such(tr("cách lọc"), unknown[0], {name: "" for name in FILTERS})
        wanted = {name: (given,) if isinstance(given, str) else tuple(given) for name, given in codes.items()}
        found = replace(self, codes=self.codes | {name: wanted[name] for name in wanted if name == "level"})
        for name, given in wanted.items():
            known = found.choices(name)
            found = replace(found, codes=found.codes | {name: tuple(_code(name, one, known) for one in given)})
        return found

    def by(self, *keys: str, beside: int | None = None) -> View:
        """The sums by keys: a level of units (district, commune, agency, province), programme, project, capital,
        origin, month; in the order in which they are given, nothing for one sum.

        beside: an earlier plan year whose figures at the same month stand beside. Raises ParameterError for a key
        that there is not, DataError where the dataset holds nothing of what is asked, IncomparableError where two
        years do not compare.
        """
        for key in keys:
            if key not in KEYS:
                raise _no_such(tr("cách chia"), key, dict.fromkeys(KEYS, ""))
        levels = [key for key in keys if key in LEVELS]
        if len(levels) > 1:
            raise ParameterError("Chỉ chia theo một cấp mỗi lần; đã nêu: {levels}.", levels=", ".join(levels))
        asked = replace(self, codes=self.codes | {"level": (levels[0],)}) if levels else self
        marked = ("by", asked._asked, keys, beside)
        if marked not in self._memory:
            found = cut(asked.read(keys), keys)
            if beside is not None:
                earlier = explore(self.ledger, beside, _same_day(self, beside))
                found = found.beside(cut(replace(earlier, codes=asked.codes).read(keys), keys))
            about = Asked(self.year, self.as_of, tuple(self.codes.items()), keys, beside)
            self._memory[marked] = View(self.ledger, found, about)
        return cast(View, self._memory[marked])

    @property
    def _asked(self) -> tuple[object, ...]:
        return self.year, self.as_of, tuple(sorted(self.codes.items()))

    def choices(self, name: str) -> dict[str, str]:
        """The codes that `where` and `by` take for a name, with their words: level, unit, programme, capital, origin.

        Units and programmes are those that the year's figures know at the level asked for.
        """
        if name in ("capital", "origin"):
            codes = CAPITALS if name == "capital" else ORIGINS
            return {code: label(name, code) for code in codes}
        if name == "level":
            held = set(self.own.facts["level"])
            return {code: label("level", code) for code in LEVELS if code in held}
        rows = self.own.facts[self.own.facts["level"].isin(self.levels)]
        if name == "programme":
            held = set(rows["programme"])
            return {code: label("programme", code) for code in programmes_held(self.year) if code in held}
        units = rows[["level", "unit"]].drop_duplicates().itertuples(index=False, name=None)
        return {code: name_on(level, code, self.as_of) for level, code in units}

    @property
    def days(self) -> list[date]:
        """The days to which actual disbursement is known at the level asked for, up to the settlement month."""
        rows = self.own.facts
        paid = rows[(rows["measure"] == "disbursed") & (rows["status"] == "actual") & rows["level"].isin(self.levels)]
        return sorted({day for day in paid["day"] if isinstance(day, date)})

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that are summed: those asked for, else that of the units asked for, else the province's own."""
        if "level" in self.codes:
            return self.codes["level"]
        rows = self.own.facts
        if "unit" in self.codes:
            return tuple(dict.fromkeys(rows.loc[rows["unit"].isin(self.codes["unit"]), "level"]))
        held = set(rows["level"])
        return ("province",) if "province" in held else tuple(level for level in LEVELS if level in held)

    @cached_property
    def own(self) -> Ledger:
        """The year's plans and disbursements alone, which are found quicker than among all facts."""
        if ("own", self.year) not in self._memory:
            rows = self.ledger.facts
            of_year = rows[rows["measure"].isin(["plan", "disbursed"]) & (rows["year"] == str(self.year))]
            self._memory["own", self.year] = replace(self.ledger, facts=kept_amounts(of_year))
        return cast(Ledger, self._memory["own", self.year])

    def read(self, keys: tuple[str, ...]) -> list[Cells]:
        """The cells that a cut by these keys is summed from: one for each month's end if they go by months."""
        days = [day for day in self.days if day <= self.as_of] if "month" in keys else [self.as_of]
        whole = self._whole("project" in keys, tuple(days))
        codes = {name: wanted for name, wanted in self.codes.items() if name != "level"}
        if "project" in keys and "programme" in codes:  # of a programme, all its projects
            within = codes.pop("programme")
            whole = [cells.where(_within(cells.frame["programme"], within)) for cells in whole]
        found = [only(cells, codes) for cells in whole]
        found = [cells for cells in found if len(cells.frame)]
        if not found:
            raise DataError(
                "{path} không có đủ kế hoạch và giải ngân năm {year} đến {day} cho phần đã chọn; "
                "các ngày có số: {days}.",
                path=self.ledger.dataset.path,
                year=self.year,
                day=written_day(self.as_of),
                days=", ".join(map(written_day, self.days)) or tr("không có"),
            )
        return found

    def _whole(self, of_projects: bool, days: tuple[date, ...]) -> list[Cells]:
        return [cells for day in days if (cells := self._on(day, of_projects)) is not None]

    def _on(self, day: date, of_projects: bool) -> Cells | None:
        marked = ("cells", self.year, day, self.levels, of_projects)
        if marked not in self._memory:
            period, codes = Period(self.year, day), _projects() if of_projects else programmes_held(self.year)
            cells = read_cells(self.own, period, levels=self.levels, programmes=codes)
            self._memory[marked] = cells.smallest if cells and of_projects else cells
        return cast(Cells | None, self._memory[marked])


def kept_amounts(rows: pd.DataFrame) -> pd.DataFrame:
    """The facts that have a day: no other takes part in a sum of a year."""
    return kept(rows, [isinstance(day, date) for day in rows["day"]])


def _within(codes: pd.Series, programmes: tuple[str, ...]) -> pd.Series:
    return codes.isin(programmes) | codes.str.startswith(tuple(f"{code}." for code in programmes))


def _projects() -> tuple[str, ...]:
    rows = table("programmes")
    return tuple(rows.loc[rows["level"].isin(["project", "subproject", "content"]), "code"])


def _same_day(explorer: Explorer, year: int) -> date:
    day = explorer.as_of
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - explorer.year + year, day.month, last)


def _code(name: str, given: str, known: dict[str, str]) -> str:
    """The code that is meant by a code or a name."""
    named = {fold(words): code for code, words in known.items()}
    code = given if given in known else named.get(fold(given))
    if code is None:
        raise _no_such(name_of(name), given, known)
    return code


def name_of(name: str) -> str:
    """What a filter is called."""
    return {
        "level": tr("cấp"),
        "unit": tr("đơn vị"),
        "programme": tr("chương trình"),
        "capital": tr("loại vốn"),
        "origin": tr("năm của vốn"),
    }[name]


def _no_such(what: str, given: str, known: dict[str, str]) -> ParameterError:
    listed = ", ".join(f"{code} ({words})" if words else code for code, words in known.items())
    return ParameterError("Không có {what} «{given}»; có: {known}.", what=what, given=given, known=listed)
