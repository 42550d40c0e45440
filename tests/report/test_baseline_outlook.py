"""The pages of capacity, fan, sensitivity and counterpart: over every figure, and over a dataset with totals only."""

from datetime import date

import pytest

from mtqg_analysis import baseline, load_ledger, plan_baseline
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

SENTENCES = ("capacity_sentence", "fan_sentence", "need_sentence")
ALWAYS = ("draw_tornado", "sensitivity", "waves", "need", "delay_costs")
DETAILED = (
    "capacities",
    "capacities_of_units",
    "draw_fan",
    "fan_table",
    "fan_correlations",
    "balance",
    "draw_balance",
)


@pytest.fixture(scope="module")
def invented(root, nation):
    return plan_baseline(load_ledger(root / "data/illustrative"), nation, (2026, 2030), date(2026, 1, 31))


@pytest.mark.parametrize("verb", [*SENTENCES, *ALWAYS, *DETAILED])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_shows_itself_in_both_languages_and_says_that_it_is_illustrative(invented, verb, language):
    with speaking(language):
        shown = getattr(baseline, verb)(invented.outlook)
        data, _ = shown._repr_mimebundle_()
        assert data["text/plain"]
        if isinstance(shown, Sentence):
            assert ("minh họa" if language == "vi" else "llustrative") in shown.markdown
        if isinstance(shown, Chart):
            assert ("MINH HỌA" if language == "vi" else "ILLUSTRATIVE") in shown.svg


@pytest.mark.parametrize("verb", ALWAYS)
def test_what_assumptions_carry_stands_over_published_totals_too(plan, verb):
    assert isinstance(getattr(baseline, verb)(plan.outlook), Table | Chart)


@pytest.mark.parametrize("verb", DETAILED)
def test_what_totals_do_not_carry_is_left_out(plan, verb):
    assert getattr(baseline, verb)(plan.outlook) is None


@pytest.mark.parametrize("verb", SENTENCES)
def test_and_the_section_says_what_is_missing(plan, verb):
    text = getattr(baseline, verb)(plan.outlook).markdown
    assert any(file in text for file in ("facts.csv", "assumptions.csv"))


def test_a_counterpart_ratio_that_nobody_published_prints_as_such(plan):
    rows = baseline.need(plan.outlook).text_rows
    assert all("không công bố" in row for row in rows)


def test_the_fan_says_its_seed_and_that_it_is_no_scenario(invented):
    for shown in (baseline.draw_fan(invented.outlook), baseline.fan_table(invented.outlook)):
        said = " ".join(shown.notes)
        assert "2026" in said
        assert "PCG64" in said
        assert "không phải kịch bản" in said


def test_scenarios_of_the_illustrative_dataset_start_from_its_own_stock(invented):
    first = invented.paths[invented.paths["year"] == 2026]
    assert set(first["opening"]) == {invented.outlook.opening}
    assert set(first["plan"]) == {1_600 * 10**9}
    assert len(baseline.shares(invented).frame) == 3  # those that its assumptions set


def test_every_assumption_stands_in_the_list_as_in_the_file(invented):
    held = invented.ledger.table("assumptions")
    rows = [row for row in baseline.assumption_list(invented).text_rows if row[0].startswith("assumptions.csv")]
    assert len(rows) == len(held)
    assert {row[-1] for row in rows} == {"Cần kiểm tra"}
    reasons = zip(held["reason_vi"], held["reference"], strict=True)
    assert [row[4] for row in rows] == ["; ".join(filter(None, pair)) for pair in reasons]
