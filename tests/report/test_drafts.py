"""What the figures alone propose to an office that has not written yet, and what keeps a place open."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from changes import with_table

from mtqg_analysis import Period, evaluate_year, year_end
from mtqg_analysis.analysis.year_end.unspent import most_unspent, movable

PERIOD = Period(2024, date(2024, 12, 31))
MARK = " *(dự thảo từ số liệu)*."


@pytest.fixture(scope="module")
def unwritten(illustrative, nation):
    """The invented year of 2024 as if nobody had written a word of it."""
    ledger = with_table(illustrative, "narrative", illustrative.table("narrative")[:0])
    return evaluate_year(replace(ledger, period=PERIOD), nation)


def drafts(narrative):
    return [f"- {item.marked}." for place in narrative.places for item in place.items if item.kind == "drawn"]


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("strengths", "- 03 nhiệm vụ được giao đã hoàn thành: giao chi tiết kế hoạch vốn của năm cho đơn vị; "),
        (
            "shortcomings",
            r"- Tràng Định còn 53,2 tỷ đồng vốn sự nghiệp của chương trình DTTS\&MN chưa giải ngân (đạt 24,3%",
        ),
        (
            "shortcomings",
            r"- Tiểu dự án 3 Dự án 5 \- DTTS\&MN còn 47,0 tỷ đồng vốn sự nghiệp chưa giải ngân (đạt 19,6% kế",
        ),
        (
            "shortcomings",
            "- 02 nhiệm vụ được giao đã quá hạn mà chưa báo cáo hoàn thành: bố trí vốn đối ứng từ đầu năm; ",
        ),
        ("solutions", r"Tràng Định thực hiện, \[cơ quan chủ trì\] đôn đốc, chậm nhất ngày 31/01/2025"),
        ("proposals", "sang các đơn vị đã đạt từ 80% trở lên: Hữu Lũng (92,5%), Lộc Bình (89,8%), VPĐP NTM (89,5%)"),
    ],
)
def test_a_draft_is_proposed_where_its_evidence_is_there_and_marked_as_one(unwritten, view, said):
    narrative = getattr(year_end, view)(unwritten)
    (found,) = [text for text in narrative.markdown.splitlines() if said in text]
    assert found.endswith(MARK)
    assert found in drafts(narrative)
    assert narrative.is_open


def test_nothing_is_drawn_from_figures_for_what_they_cannot_tell(unwritten):
    for view in ("direction", "causes", "lessons"):
        narrative = getattr(year_end, view)(unwritten)
        assert "[Cơ quan soạn thảo viết: " in narrative.markdown
        assert drafts(narrative) == []


def test_the_tasks_behind_a_draft_are_its_evidence(unwritten):
    items = [item for place in year_end.shortcomings(unwritten).places for item in place.items]
    assert items[-1].evidence == "MH-N2|MH-N5"


def test_the_largest_unspent_cells_are_the_largest(unwritten):
    cells = unwritten.detail.units
    left = cells.by("level", "unit", "programme", "capital")["balance"]
    assert list(most_unspent(cells, 3)["balance"]) == sorted(left, reverse=True)[:3]


def test_money_moves_within_a_programme_and_a_capital_type_to_units_that_spend(unwritten):
    rows = movable(unwritten.detail.units)
    assert len(rows)
    for row in rows.itertuples():
        assert row.rate < 0.8 <= row.takers["rate"].min()
        assert set(row.takers["programme"]) | set(row.takers["capital"]) == {row.programme, row.capital}
        assert row.takers["rate"].is_monotonic_decreasing


def test_a_sentence_that_still_lacks_who_is_in_charge_keeps_its_place_open(illustrative, nation):
    rows = illustrative.table("narrative")
    proposals = rows["place"].eq("proposals")
    for text, is_open in (("Xong, do [cơ quan chủ trì] làm.", True), ("Xong, do Sở Tài chính làm.", False)):
        about = rows.assign(
            text_vi=rows["text_vi"].mask(proposals, text), status=rows["status"].mask(proposals, "written")
        )
        ledger = with_table(illustrative, "narrative", pd.DataFrame(about))
        evaluation = evaluate_year(replace(ledger, period=PERIOD), nation)
        assert year_end.proposals(evaluation).is_open is is_open


def test_figures_of_units_say_their_own_day_and_no_unit_that_ended_is_to_do_anything(evaluated):
    running = evaluated("illustrative", 2025, "2025-08-31")  # the districts, and what is known of them, ended in June
    best = year_end.brief_points(running).markdown.splitlines()[0]
    assert best.startswith("- **Làm tốt:** tỷ lệ giải ngân cao nhất đến ngày 30/06/2025 là ")
    assert " Số liệu của các đơn vị mới có đến ngày 30/06/2025. So với" in year_end.unit_results(running).markdown
    limits = drafts(year_end.shortcomings(running))
    assert all("chưa giải ngân đến ngày 30/06/2025 (" in text for text in limits[:3])
    assert drafts(year_end.solutions(running)) == []


def test_the_brief_says_so_where_no_unit_does_well(unwritten):
    none = "- **Làm tốt:** chưa có đơn vị nào đạt từ 80% kế hoạch trở lên; tỷ lệ giải ngân cao nhất là "
    assert none in year_end.brief_points(unwritten).markdown
