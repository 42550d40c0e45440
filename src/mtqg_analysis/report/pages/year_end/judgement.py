"""What an office is paid for: its own words on strengths, limits, causes, lessons, solutions and proposals.

The dataset holds them (`narrative.csv`). Where it holds none, what sources state stands there, then what the figures
alone propose, marked as such; a place with neither is left for the hand.
"""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.unspent import most_unspent
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.report.cells import name_on
from mtqg_analysis.report.numbers import billions, few, percent
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.view import view

HERE = to_translate("**[Cơ quan soạn thảo viết: {place}]**")
PROPOSED = to_translate("{text} *(dự thảo từ số liệu)*")
NATURE = {"causes_objective": to_translate("Khách quan"), "causes_subjective": to_translate("Chủ quan")}
UNSPENT = 3  # cells that a draft names


@view()
def direction(evaluation: YearEnd) -> Sentence:
    """What was done to direct the programmes: the office's words, then the pilots and programmes that sources name."""
    stated = [
        *said_in(evaluation, "meeting", "pilot"),
        *_stated(evaluation, evaluation.period.year + 1, "added_programme"),
    ]
    return _listed(evaluation, "direction", stated)


@view()
def strengths(evaluation: YearEnd) -> Sentence:
    """What went well."""
    stated = [*said_in(evaluation, "comparison"), *_good_units(evaluation)]
    return _listed(evaluation, "strengths", stated, _proposed_strengths(evaluation))


@view()
def shortcomings(evaluation: YearEnd) -> Sentence:
    """What did not, with the cells of which most money is left."""
    stated = said_in(evaluation, "slowest_programme", "slow_capital", "limit")
    return _listed(evaluation, "limits", stated, _proposed_limits(evaluation))


@view()
def causes(evaluation: YearEnd) -> Sentence:
    """Why: causes from outside, then those of the offices' own."""
    places = ("causes_objective", "causes_subjective")
    own = [(tr(NATURE[place]), text) for place in places for text in written(evaluation, place)]
    texts = [f"{nature}: {text[:1].lower()}{text[1:]}" for nature, text in own] or said_in(evaluation, "cause")
    return _list(texts) if texts else _to_write(*places)


@view()
def lessons(evaluation: YearEnd) -> Sentence:
    """What to do otherwise."""
    return _listed(evaluation, "lessons")


@view()
def solutions(evaluation: YearEnd) -> Sentence:
    """Tasks and solutions of the next year beside those that were assigned."""
    own = [text for place in ("tasks", "solutions") for text in written(evaluation, place)]
    return _list(own) if own else _to_write("solutions")


@view()
def proposals(evaluation: YearEnd) -> Sentence:
    """What is asked of those above."""
    return _listed(evaluation, "proposals")


def written(evaluation: YearEnd, place: str) -> list[str]:
    """The office's own words for a place of the outline, in the language of the report where it wrote them in it."""
    rows = evaluation.narrative
    own = rows[rows["place"] == place]
    return [_in_language(row) for _, row in own.iterrows()]


def _in_language(row: pd.Series) -> str:
    text = str(row["text_en"] if current_language() == "en" and row.get("text_en") else row["text_vi"])
    return tr(PROPOSED, text=plain(text).rstrip(".")) if row["status"] == "proposed" else plain(text)


def said_in(evaluation: YearEnd, *kinds: str) -> list[str]:
    """What sources state of the year, of some kinds, in the dataset's words."""
    return _stated(evaluation, evaluation.period.year, *kinds)


def _stated(evaluation: YearEnd, year: int, *kinds: str) -> list[str]:
    rows = _statements(evaluation, year)
    return [plain(text) for kind in kinds for text in rows.loc[rows["kind"] == kind, "text_vi"]]


def _statements(evaluation: YearEnd, year: int) -> pd.DataFrame:
    rows = evaluation.ledger.table("statements")
    none = pd.DataFrame(columns=[column.name for column in SIDE_COLUMNS["statements"]])
    return none if rows.empty else rows[rows["year"] == str(year)]


def _listed(evaluation: YearEnd, place: str, stated: Sequence[str] = (), proposed: Iterable[str] = ()) -> Sentence:
    """The words for a place: the office's own, else those of sources, else those that the figures propose."""
    texts = written(evaluation, place) or [*stated, *(tr(PROPOSED, text=text) for text in proposed)]
    return _list(texts) if texts else _to_write(place)


def _list(texts: list[str]) -> Sentence:
    """A list has no first words: that the data are illustrative stands on the page."""
    return Sentence(_items(texts))


def _items(texts: list[str]) -> str:
    """Texts as a list, each ended as a sentence."""
    return "\n".join(f"- {text.rstrip('.')}." for text in texts)


def _to_write(*places: str) -> Sentence:
    """Marked places for words that nobody has written yet."""
    marks = [tr(HERE, place=plain(label("narrative_place", place).lower())) for place in places]
    return Sentence("\n\n".join(marks), is_open=True)


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


def _good_units(evaluation: YearEnd) -> list[str]:
    names = named_in(evaluation, "good_unit", "name_vi")
    return [tr("Các đơn vị giải ngân tốt gồm {names}", names=names)] if names else []


def _proposed_strengths(evaluation: YearEnd) -> Iterator[str]:
    cells = evaluation.detail.units
    if cells is None:
        return
    rows = evaluation.detail.measures
    good = rows[rows["light"] == "green"].sort_values("rate", ascending=False)
    names = ", ".join(
        f"{plain(name_on(row.level, row.unit, cells.cut_off))} ({percent(row.rate)})"
        for row in good.head(UNSPENT).itertuples()
    )
    if names:
        yield tr("{count} đơn vị giải ngân tốt; cao nhất là {names}", count=few(len(good)), names=names)


def _proposed_limits(evaluation: YearEnd) -> Iterator[str]:
    cells = evaluation.detail.units
    if cells is None:
        return
    for row in most_unspent(cells, UNSPENT).itertuples():
        yield tr(
            "{unit} còn {left} tỷ đồng {capital} của chương trình {programme} chưa giải ngân (đạt {rate} kế hoạch)",
            unit=plain(name_on(row.level, row.unit, cells.cut_off)),
            left=billions(row.balance, 1),
            capital=label("capital", row.capital).lower(),
            programme=label("programme", row.programme),
            rate=percent(row.rate),
        )
