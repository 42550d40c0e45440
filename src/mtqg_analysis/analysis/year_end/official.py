"""The money and the targets of a year as the official tables of its report divide them."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.cells import Cells, dated_amounts
from mtqg_analysis.analysis.origins import KEY, PLACE
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.codes import ORIGINS, WITH_TOTAL
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.period import DECEMBER
from mtqg_analysis.domain.programmes import closing_in, programmes_held, programmes_of
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.indicators import quotient

ALL = "ALL"
CLOSED = "closed"
AMOUNTS = ("plan", *ORIGINS, "disbursed")
Row = dict[str, Any]


def official_money(evaluation: YearEnd) -> pd.DataFrame:
    """The year's money of everything, of each programme and of its projects, in the order of the official table.

    code: `ALL`, a programme or a project. Of each of plan, current_year, carried_over (the parts of the plan) and
    disbursed (đồng): `plan` of both capital types, `plan_investment`, `plan_recurrent`. rate, rate_investment,
    rate_recurrent: ratios of these. estimate: in the row of everything the figure for the end of the settlement month.
    NaN where nothing is known. A programme that makes the year's whole has its row in any case. Empty where totals
    alone are known, or nothing.
    """
    cells = evaluation.detail.programmes
    if cells is None:
        return pd.DataFrame()
    parts, projects = with_plan_parts(cells, evaluation.ledger), _projects(evaluation)
    rows: list[Row] = [{"code": ALL, "estimate": _estimate(evaluation, cells.basis)} | amounts(parts)]
    for code in programmes_held(cells.year):
        own = parts[parts["programme"] == code]
        if len(own) or code in programmes_of(cells.year):
            rows.append({"code": code} | (amounts(own) if len(own) else {}))
            rows += [{"code": one} | amounts(part) for one, part in _below(projects, code)]
    return pd.DataFrame(rows)


def plan_by_origin(evaluation: YearEnd) -> pd.Series | None:
    """The plan of the year's own and of carried-over money (ORIGINS, đồng); None where they are not told apart."""
    cells = evaluation.detail.programmes
    whole = None if cells is None else amounts(with_plan_parts(cells, evaluation.ledger))
    return None if whole is None or pd.isna(whole[ORIGINS[0]]) else pd.Series({name: whole[name] for name in ORIGINS})


def projects_differ(evaluation: YearEnd) -> bool:
    """Whether the projects of the official table do not add up to its programmes."""
    cells, projects = evaluation.detail.programmes, evaluation.detail.projects
    return cells is not None and projects is not None and _comparable(evaluation) and not projects.covers(cells)


def with_plan_parts(cells: Cells, ledger: Ledger) -> pd.DataFrame:
    """The cells with the parts of their plan, current_year and carried_over (đồng), and `told`: whether they are known.

    Of a cell that is told of both together they are published plans, of the same basis and newest by the cut-off; parts
    that do not add up to the cell's plan, but for its rounding, are not of it.
    """
    frame = cells.frame.assign(**{name: cells.frame["plan"].where(cells.frame["origin"] == name) for name in ORIGINS})
    _, plans = dated_amounts(ledger, cells.year, list(set(frame["level"])), list(set(frame["programme"])))
    held = plans[(plans["plan_basis"] == cells.basis) & (plans["day"] <= cells.cut_off)]
    newest = held.sort_values(["day", "known_on"], kind="stable").drop_duplicates(KEY, keep="last")
    published = newest.pivot(index=PLACE, columns="origin", values="exact").reindex(columns=list(ORIGINS))
    theirs = published.reindex(pd.MultiIndex.from_frame(frame[PLACE])).set_axis(frame.index)
    fitting = (theirs.sum(axis=1, min_count=1) - frame["plan"]).abs() <= frame["half"]
    together = ~frame["origin"].isin(ORIGINS)
    for name in ORIGINS:
        frame[name] = frame[name].where(~together, theirs[name].where(fitting))
    return frame.assign(told=~together | fitting)


def amounts(parts: pd.DataFrame) -> Row:
    """The sums of cells of `with_plan_parts`, see `official_money`; a part of the plan is known of all or of none."""
    row: Row = {}
    for name in AMOUNTS:
        for capital in WITH_TOTAL:
            own = parts if capital == "total" else parts[parts["capital"] == capital]
            known = name not in ORIGINS or own["told"].all()
            row[_column(name, capital)] = own[name].sum(min_count=1) if known else float("nan")
    for capital in WITH_TOTAL:
        row[_column("rate", capital)] = quotient(row[_column("disbursed", capital)], row[_column("plan", capital)])
    return row


def _column(name: str, capital: str) -> str:
    return name if capital == "total" else f"{name}_{capital}"


def _estimate(evaluation: YearEnd, basis: str) -> Figure | None:
    """The published estimate, where it is of the same plan."""
    late = evaluation.estimate
    return late["figure"] if late is not None and late["plan_basis"] == basis else None


def _projects(evaluation: YearEnd) -> pd.DataFrame | None:
    """The projects' cells, where they are of the day and of the plan of the programmes' own."""
    projects = evaluation.detail.projects
    return with_plan_parts(projects, evaluation.ledger) if projects is not None and _comparable(evaluation) else None


def _comparable(evaluation: YearEnd) -> bool:
    projects = evaluation.detail.projects
    return projects is not None and projects.rest_of(evaluation.detail.programmes) is not None


def _below(projects: pd.DataFrame | None, code: str) -> Iterable[tuple[str, pd.DataFrame]]:
    """The projects of a programme in the order of their numbers."""
    if projects is None:
        return []
    own = projects[projects["programme"].str.startswith(f"{code}.")]
    return sorted(own.groupby("programme"), key=lambda one: [int(part) for part in one[0].split(".")[1:]])


def official_units(units: Cells) -> pd.DataFrame:
    """Plan, disbursement and rate of all units, of each level and of each unit, in total and by programme.

    level, unit: both empty in the row of everything; unit alone in those of the levels, which stand only where there is
    more than one. plan, disbursed, rate, and the same with `_` and a key of `unit_programmes` behind it; NaN where
    nothing is known. A unit none of whose cells has all its figures has a row of NaN.
    """
    keys = unit_programmes(units)
    frame = units.frame.assign(key=[_key(code, units.year) for code in units.frame["programme"]])
    rows = [{"level": "", "unit": ""} | _by_programme(frame, keys)]
    held = pd.concat([units.frame, units.gaps])[["level", "unit"]].drop_duplicates()
    levels = list(dict.fromkeys(held["level"]))
    for level in levels:
        of_level = frame[frame["level"] == level]
        rows += [{"level": level, "unit": ""} | _by_programme(of_level, keys)] if len(levels) > 1 else []
        rows += [
            {"level": level, "unit": unit} | _by_programme(of_level[of_level["unit"] == unit], keys)
            for unit in held.loc[held["level"] == level, "unit"]
        ]
    return pd.DataFrame(rows)


def unit_programmes(units: Cells) -> list[str]:
    """The keys of the programmes that the units have money of, in their order: codes in small letters.

    Those that closed the year before are one, `CLOSED`: of them only carried-over money is left.
    """
    held = set(units.frame["programme"])
    return list(dict.fromkeys(_key(code, units.year) for code in programmes_held(units.year) if code in held))


def _key(code: str, year: int) -> str:
    return CLOSED if code in closing_in(year) else code.lower()


def _by_programme(frame: pd.DataFrame, keys: list[str]) -> Row:
    row = _rated(frame, "")
    for key in keys:
        row |= _rated(frame[frame["key"] == key], f"_{key}")
    return row


def _rated(frame: pd.DataFrame, suffix: str) -> Row:
    plan, disbursed = (frame[name].sum(min_count=1) for name in ("plan", "disbursed"))
    return {f"plan{suffix}": plan, f"disbursed{suffix}": disbursed, f"rate{suffix}": quotient(disbursed, plan)}


def judged(evaluation: YearEnd) -> pd.Series:
    """What each target of the year came to: "exceeded", "met", "missed", "unknown", "undirected", "open".

    undirected: the target does not say what meets it. open: the year is not over.
    """
    rows, early = evaluation.targets, evaluation.period.stage < DECEMBER
    return pd.Series([_verdict(target, early) for _, target in rows.iterrows()], rows.index, object)


def _verdict(target: pd.Series, early: bool) -> str:
    if early:
        return "open"
    if target["actual"] is None:
        return "unknown"
    if target["met"] is None:
        return "undirected"
    if not target["met"]:
        return "missed"
    return "exceeded" if float(target["actual"].value) != target["value"] else "met"
