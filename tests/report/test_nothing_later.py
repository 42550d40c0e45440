"""A report says the same whether or not the dataset holds what came after its cut-off: every display of all three."""

from dataclasses import replace
from datetime import date

import pytest

from mtqg_analysis import Period, compare_years, comparison, evaluate_year, plan_baseline, planning, year_end
from mtqg_analysis.analysis.outcomes import or_year_end
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.data import DataSheet
from mtqg_analysis.report.key_figures import KeyFigures
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import Failure

YEAR_END, AUGUST, DECEMBER = date(2024, 12, 31), date(2025, 8, 31), date(2025, 12, 31)
TOLD = {YEAR_END: date(2025, 1, 31), AUGUST: date(2025, 9, 30), DECEMBER: date(2026, 1, 30)}  # when it is published
APART = ("head",)
REPORTS = {
    "settled": (
        year_end,
        YEAR_END,
        lambda ledger, nation: evaluate_year(replace(ledger, period=Period(2024, YEAR_END)), nation, term=(2021, 2025)),
    ),
    "year_end": (
        year_end,
        AUGUST,
        lambda ledger, nation: evaluate_year(replace(ledger, period=Period(2025, AUGUST)), nation),
    ),
    "comparison": (
        comparison,
        AUGUST,
        lambda ledger, nation: compare_years(ledger, nation, (2021, 2025), AUGUST),
    ),
    "planning": (
        planning,
        DECEMBER,
        lambda ledger, nation: plan_baseline(ledger, nation, (2026, 2030), DECEMBER),
    ),
}


def without_later(ledger, as_of):
    """The ledger with every fact of a later day gone, but for what was published by the next month of days to come.

    A plan that names no day stays too: by when it was published is asked with `known_on`.
    """
    facts, told = ledger.facts, TOLD[as_of].toordinal()
    days = [or_year_end(day, year) if year else as_of for day, year in zip(facts["day"], facts["year"], strict=True)]
    early = [
        day <= as_of
        or (status in ("estimate", "target", "plan") and 0 < published <= told)
        or (status in ("target", "plan") and not written)
        for day, status, published, written in zip(
            days, facts["status"], facts["published"], facts["as_of"], strict=True
        )
    ]
    tables = dict(ledger.dataset.tables)
    if "counterpart" in tables:
        tables["counterpart"] = tables["counterpart"][tables["counterpart"]["day"] <= str(as_of)]
    if "projects" in tables and as_of == AUGUST:
        tables["projects"] = tables["projects"][tables["projects"]["year"] < "2025"]
    return replace(ledger, facts=facts[early].reset_index(drop=True), dataset=replace(ledger.dataset, tables=tables))


def shown(page, verb, analysis):
    """Everything that a verb prints, as text."""
    made = getattr(page, verb)(analysis)
    if isinstance(made, Failure) and "has no part" in made.text:  # a verb of the outlook
        made = getattr(page, verb)(analysis.outlook)
    if isinstance(made, Sentence):
        return made.markdown
    if isinstance(made, Table):
        return (made.title, made.notes, made.sources, made.text_rows)
    if isinstance(made, Chart):
        return (made.title, made.alt, made.notes, made.sources)
    if isinstance(made, KeyFigures):
        return made.figures
    if isinstance(made, DataSheet):
        return made.rows
    assert made is None, made.trace
    return made


@pytest.fixture(scope="module")
def pairs(ledger_of, nation):
    """An analysis with everything that is published, and with what was then."""
    made = {}

    def of(report, data):
        if (report, data) not in made:
            _, as_of, analyse = REPORTS[report]
            ledger = ledger_of(data)
            then = without_later(ledger, as_of), without_later(nation, as_of)
            assert len(then[0].facts) < len(ledger.facts)
            assert len(then[1].facts) < len(nation.facts)
            made[report, data] = analyse(ledger, nation), analyse(*then)
        return made[report, data]

    return of


@pytest.mark.parametrize("data", [pytest.param("illustrative", marks=pytest.mark.full), "langson"])
@pytest.mark.parametrize(
    ("report", "verb"), [(report, verb) for report, (page, *_) in REPORTS.items() for verb in page.__all__]
)
def test_nothing_later_than_the_cut_off_is_printed(pairs, report, verb, data):
    if verb not in APART:
        now, then = (shown(REPORTS[report][0], verb, analysis) for analysis in pairs(report, data))
        assert now == then or is_labelled(now)


def is_labelled(said):
    """Whether a display says of itself that it is later than the cut-off, as the box of what came after does."""
    first = said if isinstance(said, str) else said[0]
    return str(first).removeprefix("*Theo số liệu minh họa:* ").startswith("Cập nhật sau ngày chốt: ")


@pytest.mark.full
def test_what_came_after_december_stands_in_the_box_alone(pairs):
    found, before = pairs("settled", "illustrative")
    verbs = [verb for verb in year_end.__all__ if verb not in APART]
    boxed = {verb for verb in verbs if (said := shown(year_end, verb, found)) and is_labelled(said)}
    assert boxed == {"after_cut_off", "after_table", "flow_sentence", "draw_flow", "flow_table"}
    assert before.after is None
    assert [shown(year_end, verb, before) for verb in ("after_table", "draw_flow", "flow_table")] == [None] * 3
    assert "chưa có số thực hiện đến 31/01/2025" in shown(year_end, "after_cut_off", before)
    assert "đạt 72,0% kế hoạch, thấp hơn số ước khoảng 1 điểm" in shown(year_end, "after_cut_off", found)
    assert "các năm 2021-2024 đạt 80,8% số giao mới" in shown(year_end, "after_cut_off", found)


def test_the_flow_to_january_waits_for_its_end(evaluated):
    for day, cells, is_later in (("2025-08-31", 0, False), ("2025-12-31", 6, True), ("2026-01-31", 6, False)):
        found = evaluated("illustrative", 2025, day)
        assert (len(found.flow), found.after is not None) == (cells, is_later)
