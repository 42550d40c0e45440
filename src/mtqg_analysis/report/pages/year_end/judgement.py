"""What an office is paid for: its own words on strengths, limits, causes, lessons, solutions and proposals.

The dataset holds them (`narrative.csv`). Where it holds none, what sources state stands there, then what the figures
alone propose, marked as such; a place with neither is left for the hand.
"""

from datetime import date

import pandas as pd

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import LANGUAGES, current_language, tr
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.report.cells import name_on
from mtqg_analysis.report.narrative import Item, Narrative, Place, own_items, place_of
from mtqg_analysis.report.pages.year_end.drafts import good_cells, money_to_move, tasks_from_cells, unspent
from mtqg_analysis.report.sentence import plain
from mtqg_analysis.report.statements import in_language
from mtqg_analysis.report.view import view

NATURE = ("causes_objective", "causes_subjective")


@view()
def direction(evaluation: YearEnd) -> Narrative:
    """What was done to direct the programmes: the office's words, then the pilots and programmes that sources name."""
    stated = [
        *_stated(evaluation, evaluation.period.year, "meeting", "pilot"),
        *_stated(evaluation, evaluation.period.year + 1, "added_programme"),
    ]
    return _shown(evaluation, _place(evaluation, "direction", *stated))


@view()
def strengths(evaluation: YearEnd) -> Narrative:
    """What went well."""
    stated = [*_stated(evaluation, evaluation.period.year, "comparison"), *_good_units(evaluation)]
    return _shown(evaluation, _place(evaluation, "strengths", *stated, *good_cells(evaluation)))


@view()
def shortcomings(evaluation: YearEnd) -> Narrative:
    """What did not, with the cells of which most money is left."""
    stated = _stated(evaluation, evaluation.period.year, "slowest_programme", "slow_capital", "limit")
    return _shown(evaluation, _place(evaluation, "limits", *stated, *unspent(evaluation)))


@view()
def causes(evaluation: YearEnd) -> Narrative:
    """Why; where the office told causes from outside from those of the offices' own, each apart."""
    rows = evaluation.narrative
    told_apart = [Place(code, tuple(own_items(rows, code)), has_heading=True) for code in NATURE]
    held = [place for place in (Place("causes", tuple(own_items(rows, "causes"))), *told_apart) if place.items]
    stated = _stated(evaluation, evaluation.period.year, "cause")
    return _shown(evaluation, *(held or [Place("causes", tuple(stated))]))


@view()
def lessons(evaluation: YearEnd) -> Narrative:
    """What to do otherwise."""
    return _shown(evaluation, _place(evaluation, "lessons"))


@view()
def solutions(evaluation: YearEnd) -> Narrative:
    """Tasks and solutions of the next year beside those that were assigned."""
    held = [place_of(evaluation.narrative, code) for code in ("tasks", "solutions")]
    draft = _place(evaluation, "solutions", *tasks_from_cells(evaluation))
    return _shown(evaluation, *([place for place in held if place.items] or [draft]))


@view()
def proposals(evaluation: YearEnd) -> Narrative:
    """What is asked of those above."""
    return _shown(evaluation, _place(evaluation, "proposals", *money_to_move(evaluation)))


def _shown(evaluation: YearEnd, *places: Place) -> Narrative:
    return Narrative.of(evaluation.ledger, evaluation.period.year, *places)


def _place(evaluation: YearEnd, code: str, *otherwise: Item) -> Place:
    return place_of(evaluation.narrative, code, otherwise)


def written(evaluation: YearEnd, place: str) -> list[str]:
    """The office's own words for a place of the outline, with the mark of a draft where they are one."""
    return [item.marked for item in own_items(evaluation.narrative, place)]


def said_in(evaluation: YearEnd, *kinds: str) -> list[str]:
    """What sources state of the year, of some kinds, in the dataset's words."""
    return [item.text for item in _stated(evaluation, evaluation.period.year, *kinds)]


def _stated(evaluation: YearEnd, year: int, *kinds: str) -> list[Item]:
    rows = _statements(evaluation, year)
    rows = rows.assign(said=in_language(rows["text_vi"], rows["text_en"]))
    return [item for kind in kinds for item in _of_a_kind(rows[rows["kind"] == kind], evaluation.cut_off)]


def _of_a_kind(rows: pd.DataFrame, day: date) -> list[Item]:
    """Statements in sentences: what is said of several units in the same words stands once, with all their names.

    An English sentence is of one unit: its verb is in the singular.
    """
    joins = current_language() == LANGUAGES[0]
    alike: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for _, row in rows.iterrows():
        text = plain(row["said"]).rstrip(".")
        name = plain(name_on("district", row["subject"], day)) if joins and row["subject_kind"] == "unit" else ""
        before, name, after = text.partition(name) if name else (text, "", "")
        names, statements = alike.setdefault((before, after), ([], []))
        names.append(name)
        statements.append(row["statement"])
    return [
        Item(f"{before}{', '.join(filter(None, names))}{after}", "stated", evidence="|".join(statements))
        for (before, after), (names, statements) in alike.items()
    ]


def _statements(evaluation: YearEnd, year: int) -> pd.DataFrame:
    rows = evaluation.ledger.table("statements")
    none = pd.DataFrame(columns=[column.name for column in SIDE_COLUMNS["statements"]])
    return none if rows.empty else rows[rows["year"] == str(year)]


def named_in(evaluation: YearEnd, kind: str, of_agency: str = "short_vi") -> str:
    """The units and agencies that sources name in one way, in a row; empty where there are none.

    of_agency: the column with the names of agencies; a text names them in full (`name_vi`) where it first does.
    """
    rows = _statements(evaluation, evaluation.period.year)
    named = rows[rows["kind"] == kind]
    levels = ["agency" if subject == "agency" else "district" for subject in named["subject_kind"]]
    return ", ".join(
        plain(name_on(*pair, evaluation.cut_off, of_agency)) for pair in zip(levels, named["subject"], strict=True)
    )


def _good_units(evaluation: YearEnd) -> list[Item]:
    names, rows = named_in(evaluation, "good_unit", "name_vi"), _statements(evaluation, evaluation.period.year)
    evidence = "|".join(rows.loc[rows["kind"] == "good_unit", "statement"])
    return [Item(tr("Các đơn vị giải ngân tốt gồm {names}", names=names), "stated", evidence=evidence)] if names else []
