"""The report of a running year says the same whether or not the dataset already holds what came after its cut-off."""

from dataclasses import replace
from datetime import date

import pytest

from mtqg_analysis import Period, evaluate_year, year_end
from mtqg_analysis.analysis.outcomes import or_year_end
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

AS_OF = date(2025, 8, 31)
DATED = {"counterpart": "day", "directives": "done"}


def without_later(ledger, as_of):
    """The ledger with every fact of a later day gone, but for estimates that were published by the next month."""
    facts, told = ledger.facts, date(2025, 9, 30).toordinal()
    days = [or_year_end(day, year) if year else as_of for day, year in zip(facts["day"], facts["year"], strict=True)]
    early = [
        day <= as_of or (status in ("estimate", "target", "plan") and 0 < published <= told)
        for day, status, published in zip(days, facts["status"], facts["published"], strict=True)
    ]
    tables = dict(ledger.dataset.tables)
    if "counterpart" in tables:
        tables["counterpart"] = tables["counterpart"][tables["counterpart"]["day"] <= str(as_of)]
    if "projects" in tables:
        tables["projects"] = tables["projects"][tables["projects"]["year"] < "2025"]
    return replace(ledger, facts=facts[early].reset_index(drop=True), dataset=replace(ledger.dataset, tables=tables))


def shown(evaluation, verb):
    """Everything that a verb prints, as text."""
    made = getattr(year_end, verb)(evaluation)
    if isinstance(made, Sentence):
        return made.markdown
    if isinstance(made, Table):
        return (made.title, made.notes, made.sources, made.text_rows)
    if isinstance(made, Chart):
        return (made.title, made.alt, made.notes, made.sources)
    return made


@pytest.fixture(scope="module", params=[pytest.param("illustrative", marks=pytest.mark.full), "langson"])
def pair(request, ledger_of, nation):
    """The evaluation of August 2025 with everything that is published, and with what was then."""
    ledger = replace(ledger_of(request.param), period=Period(2025, AS_OF))
    return evaluate_year(ledger, nation), evaluate_year(without_later(ledger, AS_OF), without_later(nation, AS_OF))


@pytest.mark.parametrize("verb", [name for name in year_end.__all__ if name not in ("head", "write_here")])
def test_nothing_later_than_the_cut_off_is_printed(pair, verb):
    now, then = pair
    assert shown(now, verb) == shown(then, verb)


def test_the_flow_to_january_waits_for_december(evaluated):
    assert len(evaluated("illustrative", 2025, "2025-08-31").detail.flow) == 0
    assert len(evaluated("illustrative", 2025, "2025-12-31").detail.flow) == 6
