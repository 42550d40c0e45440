"""What a source says, reworded or quoted."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from changes import with_table

from mtqg_analysis import comparison, planning, year_end

QUOTE = "Nhiều huyện còn lúng túng"


@pytest.fixture(scope="module")
def quoted(ledger):
    """Lạng Sơn's ledger with a quotation in the place of one limit."""
    rows = ledger.table("statements")
    return with_table(ledger, "statements", rows.assign(quote_vi=rows["statement"].map({"LS-N19": QUOTE}).fillna("")))


def test_a_quotation_stands_in_quotation_marks_with_its_source(quoted, evaluation):
    table = year_end.limits(SimpleNamespace(ledger=quoted, period=evaluation.period))
    first, second = table.text_rows[:2]
    assert first[1:] == [f"«{QUOTE}» (TB-LS-2025-01)", "LS-N19"]
    assert second[1:] == ["Tỷ lệ giải ngân chưa đạt mức UBND tỉnh đề ra", "LS-N20"]
    assert table.columns[1].label == "Nhận định (nguyên văn ở trong ngoặc kép)"


def test_a_rewording_stands_in_none(evaluation):
    table = year_end.limits(evaluation)
    assert "«" not in str(table.text_rows)
    assert table.columns[1].label == "Nhận định (diễn đạt lại)"


def test_the_plan_quotes_what_the_year_quotes(plan):
    stated = plan.weaknesses.stated
    stated = stated.assign(quote_vi=stated["statement"].map({"LS-N19": QUOTE}).fillna(""))
    weak = replace(plan.weaknesses, stated=stated)
    shown = planning.stated_limits(SimpleNamespace(ledger=plan.ledger, plan=None, weaknesses=weak))
    assert f"«{QUOTE}» (TB-LS-2025-01)" in set(shown.frame["text"])


def test_the_comparison_quotes_no_rewording(ledger):
    rows = ledger.table("statements")
    said = comparison.not_decomposed(SimpleNamespace(ledger=ledger)).markdown
    assert "Nguồn nêu: Tỷ lệ giải ngân tăng nhẹ so với năm 2023 (TB-LS-2025-01)." in said
    found = with_table(ledger, "statements", rows.assign(quote_vi="Nhích lên"))
    said = comparison.not_decomposed(SimpleNamespace(ledger=found)).markdown
    assert "Nguồn nêu: «Nhích lên» (TB-LS-2025-01)." in said
