"""The yearly comparison: one frame of facts per question, like with like on one clock, and what is refused."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from mtqg_analysis.analysis.basis import AS_PUBLISHED, Basis
from mtqg_analysis.analysis.breaks import breaks
from mtqg_analysis.analysis.compare import (
    DEFINITION,
    best_vintages,
    compare,
    differences,
    full_dates,
    month_ends,
    rivals,
    why_not,
)
from mtqg_analysis.analysis.comparison.movements import Movement, movement
from mtqg_analysis.analysis.comparison.pilots import Pilot, evaluate_pilot
from mtqg_analysis.analysis.comparison.province_years import ProvinceYears, read_province_years
from mtqg_analysis.analysis.comparison.synthetic import Synthetic, read_panel, synthetic_control
from mtqg_analysis.analysis.parts import Later, Parts, heed
from mtqg_analysis.analysis.revisions import revisions
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.period import checked_day
from mtqg_analysis.domain.programmes import every_programme, programmes_of
from mtqg_analysis.ledger.facts import kept
from mtqg_analysis.ledger.ledger import ANY, Ledger


@dataclass(frozen=True, repr=False)
class Years(Parts):
    """Everything the yearly comparison shows, one frame of facts per question; columns of facts plus `stage`.

    Each part is computed when it is first asked for.

    province: the province's own years, where its dataset has more than totals; movements: of its districts between
    neighbouring years; pilot, synthetic: of its pilot districts; breaks: days on which a series changed its meaning.
    """

    ledger: Ledger
    context: Ledger
    years: tuple[int, int]
    as_of: date
    investment: pd.DataFrame
    undefined: pd.DataFrame
    programmes: pd.DataFrame
    changes: pd.DataFrame
    by_programme: pd.DataFrame
    revisions: pd.DataFrame
    provinces: pd.DataFrame
    refused: pd.DataFrame
    province: ProvinceYears | None
    movements: tuple[Movement, ...]
    pilot: Pilot | None
    synthetic: Synthetic | None
    breaks: pd.DataFrame


def compare_years(
    ledger: Ledger,
    context: Ledger,
    years: tuple[int, int],
    as_of: date,
    basis: Basis = AS_PUBLISHED,
) -> Years:
    """All comparisons that the published figures of these plan years allow up to a cut-off, and those they do not.

    basis: of the province's own years. Raises DataError, naming the years that there are, when the nation's dataset
    holds none of them.
    """
    checked_day(as_of, "as_of")
    ledger, context = ledger.seen(as_of), context.seen(as_of)
    span = [str(year) for year in range(years[0], years[1] + 1)]
    national = context.find(level="national", year=span)
    if national.empty:
        held = ", ".join(sorted({year for year in context.later.find(level="national")["year"] if year}))
        raise DataError(
            "Bộ dữ liệu {path} không có số liệu cả nước của các năm {first}-{last}; "
            "các năm có số liệu: {held}. Hãy chọn --years trong các năm đó.",
            path=context.dataset.path,
            first=years[0],
            last=years[1],
            held=held,
        )
    rates = month_ends(national[national["measure"] == "disbursement_rate"])
    whole = rates[(rates["programme"] == "PI") & (rates["origin"] == "current_year")]
    assigned, doubtful = (whole["plan_basis"].isin(bases) for bases in (["pm_assigned"], ["unknown", "total_plan"]))
    programmes = Later(lambda: _programme_months(national))
    province = Later(lambda: read_province_years(ledger, years, as_of, basis))
    asked = Later(lambda: _as_asked(ledger, years, province(), basis))
    refused = Later(lambda: _refused(ledger, context, programmes(), span))
    heed(asked, refused)  # the reasons of what is refused are in the language that is spoken now
    pilot = Later(lambda: _pilot(ledger, province()))
    return Years(
        ledger,
        context,
        years,
        as_of,
        investment=Later(lambda: best_vintages(whole[assigned], ["stage", "year"])).part,
        undefined=Later(lambda: rivals(whole[doubtful], ["stage", "year"])).part,
        programmes=programmes.part,
        changes=Later(lambda: _changes(programmes())).part,
        by_programme=Later(lambda: _by_programme(national)).part,
        revisions=Later(lambda: revisions(rates)).part,
        provinces=Later(lambda: _provinces(ledger, context, span)).part,
        refused=refused.part,
        province=province.part,
        movements=Later(lambda: _movements(province())).part,
        pilot=pilot.part,
        synthetic=Later(lambda: _synthetic(ledger, province(), pilot())).part,
        breaks=Later(lambda: breaks(years, ledger.dataset.province)).part,
    )


def _as_asked(ledger: Ledger, years: tuple[int, int], province: ProvinceYears | None, basis: Basis) -> None:
    """Refuses a plan basis, or the year's own money, where the province has no years to which it would apply."""
    if province is None and basis != AS_PUBLISHED:
        raise DataError(
            "Bộ dữ liệu {path} không có kế hoạch và giải ngân chi tiết các năm {first}-{last} "
            "trên cơ sở đó, nên plan_basis và exclude_carried_over không áp dụng được. Hãy bỏ hai tham số này.",
            path=ledger.dataset.path,
            first=years[0],
            last=years[1],
        )


def _movements(province: ProvinceYears | None) -> tuple[Movement, ...]:
    """How the districts moved between neighbouring years."""
    if province is None:
        return ()
    pairs = [movement(province.units, change.first, change.second) for change in province.changes]
    return tuple(moved for moved in pairs if moved is not None)


def _pilot(ledger: Ledger, province: ProvinceYears | None) -> Pilot | None:
    return None if province is None else evaluate_pilot(province.units, ledger.dataset.province)


def _synthetic(ledger: Ledger, province: ProvinceYears | None, pilot: Pilot | None) -> Synthetic | None:
    if province is None or pilot is None:
        return None
    panel = read_panel(ledger, (*pilot.before, pilot.after), province.basis)
    return synthetic_control(panel, pilot.pilots, pilot.after)


def _programme_months(national: pd.DataFrame) -> pd.DataFrame:
    """Amounts and rates of the programmes' investment capital of the year, at month ends, best vintage each."""
    rows = national[
        (national["programme"] == "ALL")
        & (national["capital"] == "investment")
        & (national["origin"] == "current_year")
        & national["measure"].isin(["disbursed", "disbursement_rate"])
    ]
    return _marked_where_plan_jumps(best_vintages(month_ends(rows), ["measure", "stage", "year"]))


PLAN_JUMP = 0.25  # a plan re-cut in the year moves less; a series of another fund or origin moves more


def _marked_where_plan_jumps(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, flagged `other_basis` where the plan that amount and rate imply leaves that of the year's other months.

    A source may count local money or carried-over capital without saying so; then disbursed / rate gives it away.
    """
    amounts, rates = (rows[rows["measure"] == measure] for measure in ("disbursed", "disbursement_rate"))
    plans = amounts.merge(rates, on=["year", "stage", "source"], suffixes=("", "_rate"))
    plans = plans.assign(plan=plans["exact"] / plans["exact_rate"])
    usual = plans.groupby("year")["plan"].transform("median")
    odd = plans[(plans["plan"] / usual - 1).abs() > PLAN_JUMP]
    facts = {*odd["fact"], *odd["fact_rate"]}
    flags = [
        _with_flag(text) if fact in facts else text for fact, text in zip(rows["fact"], rows["flags"], strict=True)
    ]
    return rows.assign(flags=flags)


def _with_flag(flags: str) -> str:
    return "|".join(part for part in (flags, "other_basis") if part)


def _changes(programmes: pd.DataFrame) -> pd.DataFrame:
    """Amounts of neighbouring years at the same month that may be compared: one row each of one, other, change.

    one and other are facts, change is the `Result` of `compare`; a figure of a doubtful basis is left out.
    """
    amounts = programmes[programmes["measure"] == "disbursed"]
    sound = kept(amounts, ["other_basis" not in flags for flags in amounts["flags"]]).sort_values("year", kind="stable")
    rows = []
    for _, month in sound.groupby("stage"):
        for (_, one), (_, other) in pairwise(month.iterrows()):
            if int(other["year"]) == int(one["year"]) + 1 and not differences(one, other):
                rows.append({"one": one, "other": other, "change": compare(one, other)})
    return pd.DataFrame(rows, columns=["one", "other", "change"])


def _by_programme(national: pd.DataFrame) -> pd.DataFrame:
    """Rates by programme and capital type at the newest cut-off for which all programmes of its year are published."""
    rates = national[national["measure"] == "disbursement_rate"]
    rows = full_dates(rates[rates["programme"].isin([*every_programme(), "ALL"])])
    by_day = rows[rows["capital"] == "recurrent"].groupby(["day", "year"])["programme"]
    complete = [day for (day, year), published in by_day if set(programmes_of(int(year))) <= set(published)]
    if not complete:
        return rows.iloc[:0]
    rows = rows[(rows["day"] == max(complete)) & rows["origin"].isin(["both", "unknown"])]
    return best_vintages(rows, ["programme", "capital"])


def _provinces(ledger: Ledger, context: Ledger, span: list[str]) -> pd.DataFrame:
    """Rates of provinces at cut-offs where at least three are published on one definition; known bases first."""
    wanted: dict[str, str | list[str]] = {"measure": "disbursement_rate", "level": "province", "year": span}
    wanted |= {"fund": ["", "central"]}  # of all money, or of the central budget, as they are published
    rows = full_dates(pd.concat([context.find(**wanted), ledger.find(**wanted)]))
    rows = rows.drop_duplicates(["unit", *DEFINITION, "as_of"])
    key = ["as_of", *DEFINITION]
    sizes = rows.groupby(key)["unit"].transform("nunique")
    return rows[sizes >= 3].sort_values([*key, "exact"], ascending=[True] * len(key) + [False], kind="stable")


def _outturns(context: Ledger, span: list[str]) -> list[tuple[pd.Series, pd.Series]]:
    """National estimates for a 31 January beside the outturn of that day, where the two are not of one definition."""
    found = context.find(measure="disbursement_rate", programme="ALL", level="national", year_to=ANY)
    known = [isinstance(row.day, date) and row.day.month == 1 and row.year in span for row in found.itertuples()]
    rows = kept(found, known)
    estimates, actual = rows[rows["status"] == "estimate"], rows[rows["status"] == "actual"]
    return [
        (estimate, outturn)
        for _, estimate in estimates.iterrows()
        for _, outturn in actual[actual["as_of"] == estimate["as_of"]].iterrows()
        if set(differences(estimate, outturn)) - {"status", "plan_basis"}
    ]


def _refused(ledger: Ledger, context: Ledger, programmes: pd.DataFrame, span: list[str]) -> pd.DataFrame:
    """The comparisons that a reader would expect and that are refused: columns one, other (facts), reason."""
    whole = {"measure": "disbursement_rate", "programme": "ALL", "capital": "total"}
    own = full_dates(ledger.find(unit=ledger.dataset.province, **whole))
    pairs: list[tuple[pd.Series, pd.Series]] = []
    for _, late in own[own["status"] == "estimate"].iterrows():
        actual = own[(own["status"] == "actual") & (own["year"] == late["year"])]
        pairs += [(early, late) for _, early in actual.iterrows()]
        same = {column: late[column] for column in ("measure", "programme", "capital", "as_of", "year", "level")}
        pairs += [(late, other) for _, other in context.find(**same).iterrows()]
    pairs += _outturns(context, span)
    rates = programmes[programmes["measure"] == "disbursement_rate"]
    for _, group in rates.groupby("stage"):
        rows = [row for _, row in group.sort_values("year").iterrows()]
        pairs += list(pairwise(rows))
    refused = [{"one": one, "other": other, "reason": why_not(one, other)} for one, other in pairs]
    return pd.DataFrame([row for row in refused if row["reason"]], columns=["one", "other", "reason"])
