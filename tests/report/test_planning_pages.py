"""Pages of allocation and of restated years: over published data they say what is missing, else sums hold."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from mtqg_analysis import baseline, load_ledger
from mtqg_analysis.analysis import communes
from mtqg_analysis.analysis.planning.commune_money import allocate
from mtqg_analysis.analysis.planning.project_choice import choose_needs
from mtqg_analysis.analysis.planning.restated import restated_history
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.report.baseline.standards import spot
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.numbers import number
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

BUDGET = 790_372_481_064
NEEDS = pd.DataFrame(
    {
        "need": list("abcdefgh"),
        "name_vi": [f"Công trình {place}" for place in range(1, 9)],
        "level": "commune",
        "unit": ["06004", "06004", "06019", "06019", "06037", "06037", "06040", "06040"],
        "year": "2026",
        "fund": "",
        "amount": ["50", "40", "30", "65", "20", "25", "45", "15"],
        "people": ["60", "45", "40", "70", "30", "25", "55", ""],
        "households": "",
        "source": "MINH-HOA",
    }
)


@pytest.fixture(scope="module")
def invented(root, plan):
    """The planning baseline with the illustrative dataset's communes and years."""
    ledger = load_ledger(root / "data/illustrative")
    history = restated_history(ledger, (2026, 2030), date(2026, 1, 31))
    rules = communes.coefficients(date(2026, 1, 1))
    found = allocate(ledger, ledger.table("commune_classes"), rules, BUDGET, history.years[-1])
    works = choose_needs(NEEDS, 2026, 170)
    return replace(plan, ledger=ledger, history=history, allocation=found, works=works)


def column(table, name):
    return [row[name] for row in table.frame.to_dict("records")]


def test_the_communes_amounts_add_up_to_the_budget_within_their_bounds(invented):
    table = baseline.commune_amounts(invented)
    *amounts, total = column(table, "amount")
    assert sum(amounts) == total == BUDGET // 1_000_000 * 1_000_000
    for row in table.frame.to_dict("records")[:-1]:
        assert pd.isna(row["floor"]) or row["amount"] >= row["floor"]
        assert pd.isna(row["cap"]) or row["amount"] <= row["cap"]


def test_communes_without_points_have_ranges_that_hold_the_equal_share(plan):
    frame = baseline.commune_amounts(plan).frame
    assert all(low < equal < high for (low, high), equal in zip(frame["amount"], frame["equal"], strict=True))
    for view in (baseline.draw_allocation, baseline.coefficient_changes, baseline.bound_prices, baseline.chosen_works):
        assert isinstance(view(plan), Sentence)


def test_what_is_illustrative_says_so(invented):
    for view in (baseline.allocation_sentence, baseline.disbursement_sentence):
        assert "minh họa" in view(invented).markdown
    for view in (baseline.draw_allocation, baseline.draw_restated, baseline.draw_standards):
        assert isinstance(view(invented), Chart)
        assert "SỐ LIỆU MINH HỌA" in view(invented).svg


def test_freedom_to_move_money_never_costs_disbursement(invented):
    found = invented.allocation
    assert found.best.expected >= found.plain - 1
    assert sum(found.best.amounts) == pytest.approx(found.budget)
    assert all(price <= 0 for price in found.best.floor_prices)
    assert all(price >= 0 for price in found.best.cap_prices)
    prices = baseline.bound_prices(invented).frame
    assert len(prices) == 1 + sum(map(bool, (*found.best.floor_prices, *found.best.cap_prices)))


def test_every_coefficient_in_use_is_tried_both_ways(invented):
    rows = invented.allocation.reversals
    assert set(rows.groupby("key")["change"].agg(tuple)) == {(-0.2, 0.2)}
    assert {"island", "special_zone"}.isdisjoint(rows["key"])
    assert rows["moved"].between(0, 1).all()


def test_works_without_beneficiaries_are_left_out_and_counted(invented):
    assert invented.works.unvalued == 1
    table = baseline.chosen_works(invented)
    *costs, total = column(table, "cost")
    assert sum(costs) == total <= 170_000_000
    assert invented.works.frame.groupby("unit")["chosen"].any().all()
    assert "1 dòng không có số hưởng lợi" in table.notes[0]
    assert choose_needs(NEEDS, 2026, 60).least == 0
    assert choose_needs(NEEDS.assign(people=""), 2026, 170) is None


def test_restated_tables_keep_every_years_total(invented):
    programmes, totals = baseline.restated_programmes(invented).frame, baseline.restated_totals(invented).frame
    for one in (one for one in invented.history.years if one.cells is not None):
        *parts, total = programmes[f"plan{one.year}"]
        assert pd.Series(parts).sum() == total == one.cells.total["plan"]
    for one in (one for one in invented.history.years if one.units is not None):
        *parts, total = totals[f"y{one.year}"]
        assert sum(parts) == total == one.units.total["plan"]
    assert [one.year for one in invented.history.years if one.units is None] == [2021]


def test_a_communes_plan_is_a_number_an_interval_or_not_divided(invented):
    table = baseline.restated_communes(invented)
    rows = dict(zip(table.frame["name"], table.text_rows, strict=True))
    assert rows["Đông Kinh"][1:4] == ["chưa phân bổ"] * 3
    assert rows["Quốc Khánh"][1].startswith("[")
    assert not rows["Quốc Khánh"][4].startswith("[")
    assert "hạt giống 16722025" in table.notes[0]


def test_a_series_is_not_joined_across_a_change_of_its_standard(invented):
    table = baseline.standards(invented)
    runs = {(row["measure"], row["year"]): row["run"] for row in table.frame.to_dict("records")}
    assert [runs["Số xã đạt chuẩn nông thôn mới", year] for year in ("2022", "2023", "2024", "2025")] == [
        "đoạn 1", "đoạn 1", "đoạn 2", "đoạn 3",
    ]  # fmt: skip
    assert {runs["Tỷ lệ hộ nghèo", year] for year in ("2022", "2025")} == {"đoạn 1"}
    assert any("351/2025" in note for note in table.notes)


def test_published_data_without_cells_say_so(plan):
    for view in (
        baseline.restated_programmes,
        baseline.restated_totals,
        baseline.draw_restated,
        baseline.restated_communes,
    ):
        assert isinstance(view(plan), Sentence)
    assert isinstance(baseline.standards(plan), Table)


def test_the_mapping_shows_what_was_checked(plan):
    table = baseline.programme_mapping(plan)
    assert len(table.frame) == len(plan.history.mapping)
    assert "Cần kiểm tra" in column(table, "verified")


def test_bounds_for_communes_that_are_not_listed_are_refused(invented):
    ledger = invented.ledger
    astray = pd.DataFrame({"unit": ["99999"], "floor": ["1"], "cap": [""], "reason_vi": ["x"], "source": ["MINH-HOA"]})
    dataset = replace(ledger.dataset, tables=ledger.dataset.tables | {"allocation_bounds": astray})
    rules = communes.coefficients(date(2026, 1, 1))
    with pytest.raises(DataError, match="99999"):
        allocate(
            replace(ledger, dataset=dataset),
            ledger.table("commune_classes"),
            rules,
            BUDGET,
            invented.history.years[-1],
        )


def test_the_classes_are_printed_in_words_and_their_points_told_from_those_with_villages(invented_plan, plan):
    classes, amounts = baseline.class_entry(invented_plan), baseline.commune_amounts(invented_plan)
    texts = {text for row in classes.text_rows for text in row[2:5]}
    assert texts == {"khu vực I", "khu vực II", "khu vực III", "xã còn lại", "có", "không"}
    assert classes.scope.line == "Đơn vị: điểm. Chốt số liệu: 31/01/2026. Tình trạng: đã nhập đủ."
    labels = [{column.name: column.label for column in one.columns}["points"] for one in (classes, amounts)]
    assert labels == ["Điểm của nhóm xã", "Điểm kể cả thôn"]
    assert {text for row in baseline.class_entry(plan).text_rows for text in row[2:5]} == {"chưa nhập"}
    assert baseline.commune_amounts(plan).columns[1].label == "Điểm kể cả thôn đã biết"


def test_the_total_of_points_is_that_of_the_division_where_villages_are_known(invented_plan, plan):
    whole = sum(cell.numbers[0] for cell in [row[1] for row in baseline.commune_amounts(invented_plan).cells][:-1])
    said = baseline.points(invented_plan)
    assert f"**{number(whole)} điểm**" in said.markdown
    assert said.quotes == ()
    assert "Nhập khu vực" not in said.markdown
    known = baseline.points(plan)
    assert "385 thôn" in known.markdown
    assert known.quotes == (plan.villages["fact"],)
    assert "Nhập khu vực" in known.markdown
    nothing = replace(plan, villages=None)
    assert "không cộng thành tổng điểm của tỉnh" in baseline.points(nothing).markdown


def test_coefficients_speak_of_the_period_and_places_are_counted_in_communes(plan):
    assert baseline.coefficients(plan).scope.line == "Đơn vị: điểm. Kỳ: 2026-2030. Tình trạng: quy định."
    for view in (baseline.districts, baseline.exceptions, baseline.commune_list):
        assert view(plan).scope.line == "Đơn vị: xã. Chốt số liệu: 01/07/2025. Tình trạng: văn bản pháp luật."


def test_the_figures_of_standards_carry_day_and_denominator_and_every_cut_is_named(invented_plan, plan):
    rows = {(row[0], row[1]): row[2:5] for row in baseline.standards(plan).text_rows}
    assert rows["Số xã đạt chuẩn nông thôn mới", "2025"] == ["30/06/2025", "106", "194"]
    assert rows["Tỷ lệ hộ nghèo", "2021"] == ["nguồn không ghi ngày", "12,2%", "–"]
    for shown in (baseline.standards(plan), baseline.draw_standards(plan)):
        said = " ".join(shown.notes)
        for cut in ("ngày 01/01/2027", "từ 2021 sang 2023", "ngày 01/12/2024", "ngày 01/07/2025", "ngày 01/01/2026"):
            assert cut in said
    assert "2025 106/194 (30/06/2025)" in baseline.draw_standards(plan).alt
    assert "2022 90/200, 2023 97/200, 2024 104/194" in baseline.draw_standards(invented_plan).alt


def test_the_tick_of_a_year_stands_where_its_last_day_does():
    assert spot(date(2022, 12, 31)) == 2022
    assert spot(date(2024, 12, 31)) == 2024
    assert 2024 < spot(date(2025, 1, 1)) < spot(date(2025, 6, 30)) < 2024.5 < spot(date(2025, 7, 2)) < 2025


def test_all_funds_together_stand_last_and_the_local_budget_is_no_other_source(plan):
    assert [row[0] for row in baseline.proposals(plan).text_rows] == [
        "Ngân sách trung ương",
        "Ngân sách địa phương",
        "Tín dụng chính sách",
        "Vốn lồng ghép",
        "Doanh nghiệp và người dân",
        "Tất cả nguồn vốn",
    ]
    (local,) = [one for one in baseline.envelopes(plan).columns if one.name == "local"]
    assert (local.label, local.group) == ("Ngân sách địa phương", "")


def test_the_share_in_use_is_named_with_its_reason(invented_plan, plan):
    published, invented = baseline.shares(plan), baseline.shares(invented_plan)
    assert "Các mục sau dùng dòng thứ nhất: cả tử số và mẫu số" in published.notes[1]
    assert "do người lập kế hoạch đặt bằng central_share" in invented.notes[1]
    assert plan.paths["plan"].iat[0] == round(published.frame["all"].iat[0] / 5)  # the first row is the one in use


def test_what_is_invented_is_nowhere_called_published(invented_plan, plan):
    said = "số liệu công bố của cả nước và"
    for view in (baseline.shares, baseline.sources):
        assert said in view(invented_plan).scope.status
        assert said not in view(plan).scope.status
    assert "nguồn không ghi ngày" not in baseline.shares(invented_plan).scope.line
