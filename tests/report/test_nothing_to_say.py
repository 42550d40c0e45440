"""Where a dataset has nothing to show, a sentence says so and a chart is not drawn."""

from dataclasses import replace

from mtqg_analysis import comparison


def test_years_without_national_figures_have_no_empty_sentence_or_chart(years):
    found = years
    bare = replace(
        found,
        investment=found.investment.iloc[:0],
        by_programme=found.by_programme.iloc[:0],
        revisions=found.revisions.iloc[:0],
    )
    assert "31/12: " not in comparison.last_months(bare).markdown
    assert comparison.draw_by_programme(bare) is None
    assert comparison.draw_revisions(bare) is None
