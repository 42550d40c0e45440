"""A fact of a part answers no question about the whole: narrower twins of every fact move no display of any report."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from mtqg_analysis import Period, compare_years, evaluate_year, load_ledger, plan_baseline
from mtqg_analysis import comparison as comparison_pages
from mtqg_analysis import planning as planning_pages
from mtqg_analysis import year_end as year_end_pages
from mtqg_analysis.ledger.check import check_dataset
from mtqg_analysis.ledger.dataset import read_dataset
from mtqg_analysis.ledger.facts import with_figures
from mtqg_analysis.report.data import DataSheet
from mtqg_analysis.report.key_figures import KeyFigures
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

TWINS = {"scope": "managed_by_districts", "fund": "local_district", "part_of": "a_part"}
END = date(2026, 1, 31)
APART = ("head", "findings")  # findings: what the check says of the twins themselves


def with_twins(facts):
    """The facts, and of each one three of a part, with another value: by scope, by fund and by part_of."""
    narrower = []
    for column, code in TWINS.items():
        own = facts[facts[column] == ""]
        values = [f"{float(value) * 0.78:.4f}" for value in own["value"]]
        narrower.append(own.assign(**{column: code, "fact": own["fact"] + "~" + column, "value": values}))
    return pd.concat([facts, *narrower], ignore_index=True)


def among_twins(ledger):
    """The ledger over its dataset with the twins, checked as one that is read from files."""
    dataset = replace(ledger.dataset, facts=with_twins(ledger.dataset.facts))
    check = check_dataset(dataset)
    facts = with_figures(dataset.facts)
    facts = facts.assign(usable=~facts["fact"].isin(check.implicated)).reset_index(drop=True)
    return replace(ledger, dataset=dataset, facts=facts, check=check)


def as_text(shown):
    if isinstance(shown, Sentence):
        return shown.markdown
    if isinstance(shown, Table):
        return shown.title, shown.notes, shown.sources, shown.scope, shown.text_rows
    if isinstance(shown, KeyFigures):
        return shown.figures
    if isinstance(shown, DataSheet):
        return shown.rows
    return None if shown is None else (shown.title, shown.alt, shown.notes, shown.sources)


def said(pages, value, drawn=True):
    """Every display of a report by the name of its verb."""
    names = [name for name in pages.__all__ if name not in APART and (drawn or not name.startswith("draw"))]
    return {name: as_text(getattr(pages, name)(value)) for name in names}


@pytest.fixture(scope="module")
def nation_among_twins(nation):
    return among_twins(nation)


@pytest.fixture(scope="module")
def two_years(root):
    """The illustrative dataset cut down to two years: its facts are many and all of one kind."""
    ledger = load_ledger(root / "data/illustrative", Period(2024, date(2024, 12, 31)))
    return replace(
        ledger, dataset=replace(ledger.dataset, facts=of_two(ledger.dataset.facts)), facts=of_two(ledger.facts)
    )


def of_two(facts):
    return facts[facts["year"].isin(["2023", "2024"])].reset_index(drop=True)


def test_narrower_twins_of_every_fact_move_no_display_of_a_year(evaluation, nation_among_twins):
    now = evaluate_year(among_twins(evaluation.ledger), nation_among_twins)
    assert said(year_end_pages, now) == said(year_end_pages, evaluation)


@pytest.mark.full
def test_narrower_twins_of_every_fact_move_no_table_of_a_year_with_units(two_years, nation, nation_among_twins):
    was, now = evaluate_year(two_years, nation), evaluate_year(among_twins(two_years), nation_among_twins)
    assert was.detail.ranking is not None
    assert said(year_end_pages, now, drawn=False) == said(year_end_pages, was, drawn=False)


@pytest.mark.full
def test_narrower_twins_of_every_fact_move_no_display_of_a_comparison(years, two_years, nation, nation_among_twins):
    now = compare_years(among_twins(years.ledger), nation_among_twins, (2021, 2025), END)
    assert said(comparison_pages, now) == said(comparison_pages, years)
    pair = [(two_years, nation), (among_twins(two_years), nation_among_twins)]
    was, now = (compare_years(*ledgers, (2023, 2024), END) for ledgers in pair)
    assert len(was.province.changes) == 1
    assert said(comparison_pages, now, drawn=False) == said(comparison_pages, was, drawn=False)


@pytest.mark.full
@pytest.mark.parametrize("data", ["plan", "invented_plan"])
def test_narrower_twins_of_every_fact_move_no_table_of_a_plan(request, nation_among_twins, data):
    was = request.getfixturevalue(data)
    now = plan_baseline(among_twins(was.ledger), nation_among_twins, (2026, 2030), END)
    for name in planning_pages.__all__:
        if name not in APART and not name.startswith("draw"):
            page = getattr(planning_pages, name)
            try:
                shown = as_text(page(was)), as_text(page(now))
            except AttributeError:  # a page of the outlook
                shown = as_text(page(was.outlook)), as_text(page(now.outlook))
            assert shown[0] == shown[1], name


def test_a_rate_of_the_districts_part_is_not_the_provinces(root, tmp_path, nation):
    dataset = read_dataset(root / "data/langson")
    rate = dataset.facts[dataset.facts["fact"] == "PF0005"]
    narrow = rate.assign(fact="NARROW1", scope="managed_by_districts", value="41.0")
    folder = tmp_path / "langson"
    folder.mkdir()
    for file in (root / "data/langson").glob("*.*"):
        (folder / file.name).write_bytes(file.read_bytes())
    pd.concat([dataset.facts, narrow]).to_csv(folder / "facts.csv", index=False)
    made = evaluate_year(load_ledger(folder, Period(2024, date(2024, 12, 31))), nation)
    assert "52,6% kế hoạch" in year_end_pages.headline(made).markdown
    assert made.ledger.check.findings == ()


def test_two_values_in_one_place_are_found_and_take_no_part(root):
    dataset = read_dataset(root / "data/langson")
    rate = dataset.facts[dataset.facts["fact"] == "PF0005"]
    rival = pd.concat([dataset.facts, rate.assign(fact="RIVAL1", value="41.0")], ignore_index=True)
    check = check_dataset(replace(dataset, facts=rival))
    (finding,) = (one for one in check.findings if one.kind == "rival_values")
    assert finding.ids == ("PF0005", "RIVAL1")
    assert "52,6% (PF0005); 41,0% (RIVAL1)" in finding.message
    assert {"PF0005", "RIVAL1"} <= check.implicated
    later = pd.concat([dataset.facts, rate.assign(fact="LATER", value="52.7", known_on="2025-06-01")])
    assert "rival_values" not in [one.kind for one in check_dataset(replace(dataset, facts=later)).findings]
