"""Pages of allocation and of restated years: over published data they say what is missing, else sums hold."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from changes import without_assumptions

from mtqg_analysis import plan_baseline, planning
from mtqg_analysis.analysis import communes
from mtqg_analysis.analysis.planning.asked_works import asked_works
from mtqg_analysis.analysis.planning.commune_money import allocate
from mtqg_analysis.analysis.planning.programme_money import ProgrammeMoney
from mtqg_analysis.analysis.planning.project_choice import choose_works
from mtqg_analysis.analysis.planning.restated import restated_history
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.methods.water_filling import water_fill
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.numbers import few, number
from mtqg_analysis.report.pages.planning.standards import spot
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table

HORIZON, AS_OF = (2026, 2030), date(2026, 1, 31)
EARLIER = pd.DataFrame()  # works of earlier years: none
MONEY = ProgrammeMoney("TH", dict.fromkeys(range(2026, 2031), 1_200_000_481_064), (), 0.1, None)
NEEDS = pd.DataFrame(
    {
        "need": list("abcdefgh"),
        "name_vi": [f"Công trình {place}" for place in range(1, 9)],
        "programme": "TH",
        "capital": "investment",
        "level": "commune",
        "unit": ["06004", "06004", "06019", "06019", "06037", "06037", "06040", "06040"],
        "place": "",
        "year": "2026",
        "fund": "central",
        "amount": ["50", "40", "30", "65", "20", "25", "45", "15"],
        "people": ["60", "45", "40", "70", "30", "25", "55", ""],
        "households": "",
        "source": "MINH-HOA",
    }
)


def million(amount, **about):
    """The money of TH over the horizon, in triệu đồng, all of it in its first year."""
    years = dict.fromkeys(range(2026, 2031), 0) | {2026: amount * 10**6}
    return ProgrammeMoney("TH", years, (), None, about.get("investment"))


def works_of(needs, money, same=()):
    return choose_works(asked_works(needs, EARLIER, HORIZON), money, same)


@pytest.fixture(scope="module")
def invented(invented_plan, plan):
    """The planning baseline with the illustrative dataset's communes and years, and a small list of works."""
    ledger = invented_plan.ledger
    history = restated_history(ledger, HORIZON, AS_OF)
    rules = communes.coefficients(date(2026, 1, 1))
    found = allocate(ledger, rules, MONEY, 2026, history.years[-1])
    return replace(plan, ledger=ledger, history=history, allocation=found, works=works_of(NEEDS, million(170)))


@pytest.fixture(scope="module")
def changed(invented_plan, nation):
    """The planning baseline of the illustrative dataset with some rows of assumptions.csv left out."""

    def make(*without):
        return plan_baseline(without_assumptions(invented_plan.ledger, *without), nation, HORIZON, AS_OF)

    return make


def column(table, name):
    return [row[name] for row in table.frame.to_dict("records")]


def test_the_communes_amounts_add_up_to_the_budget_within_their_bounds(invented):
    table = planning.commune_amounts(invented)
    *amounts, total = column(table, "amount")
    assert sum(amounts) == total == MONEY.for_communes(2026) // 1_000_000 * 1_000_000
    for row in table.frame.to_dict("records")[:-1]:
        assert pd.isna(row["floor"]) or row["amount"] >= row["floor"]
        assert pd.isna(row["cap"]) or row["amount"] <= row["cap"]


def test_communes_without_points_have_ranges_that_hold_the_equal_share(plan):
    frame = planning.commune_amounts(plan).frame
    assert all(low < equal < high for (low, high), equal in zip(frame["amount"], frame["equal"], strict=True))
    for view in (planning.draw_allocation, planning.coefficient_changes, planning.bound_prices, planning.chosen_works):
        assert isinstance(view(plan), Sentence)


def test_communes_of_which_the_same_is_known_share_a_row(plan):
    table = planning.commune_amounts(plan)
    border = "Xã Quốc Khánh, Xã Đồng Đăng, Xã Mẫu Sơn, Xã Khuất Xá, Xã Kiên Mộc"  # all that is known of any commune
    assert table.text_rows == [
        ["60 xã, phường", "60", "[25; 50]", "–", "–", "[6,1; 22,3]", "12,2"],
        [border, "5", "50", "–", "–", "[12,2; 22,6]", "12,2"],
    ]
    rows = plan.allocation.frame.assign(low=[30.0, 30.0, *[25.0] * 63], high=[30.0, 30.0, *[50.0] * 63])
    apart = planning.commune_amounts(replace(plan, allocation=replace(plan.allocation, frame=rows)))
    assert column(apart, "count") == [2, 58, 5]
    assert column(apart, "name")[0] == ", ".join(rows["name_vi"].head(2))


@pytest.mark.full
def test_what_is_divided_is_central_money_less_that_of_the_agencies(invented_plan, changed):
    found = invented_plan.allocation
    assert found.budget == 1_080_000  # triệu đồng: of the 1.200 tỷ of central_plan a tenth stays with agencies
    table = planning.commune_amounts(invented_plan)
    assert "central_plan trong assumptions.csv, trừ 10%" in table.scope.line
    assert "tỷ trọng" not in table.scope.line
    assert table.sources == ("MINH-HOA",)
    whole = changed("agency_share")
    assert whole.allocation.budget == 1_200_000
    assert "không có agency_share" in planning.commune_amounts(whole).notes[0]


@pytest.mark.full
def test_money_that_nobody_states_is_the_envelope_at_the_share_and_says_so(changed):
    table = planning.commune_amounts(changed("central_plan"))
    assert "đã công bố × tỷ trọng «do người lập kế hoạch đặt, kịch bản cơ sở», chia đều 5 năm" in table.scope.line
    assert len(table.sources) > 1  # whoever published the envelope
    nothing = changed("central_plan", "central_share")
    assert nothing.allocation is None
    assert "central_plan hoặc central_share" in planning.allocation_sentence(nothing).markdown


@pytest.mark.full
def test_only_what_the_plan_rests_on_stands_in_its_list_of_assumptions(invented_plan, plan, changed):
    supposed = [row[1] for row in planning.assumption_list(invented_plan).text_rows if row[0].startswith("cách tính")]
    assert supposed == ["Vốn trung ương của các năm: bảng nhu cầu từng năm so với vốn"]
    supposed = [row[1] for row in planning.assumption_list(changed("central_plan")).text_rows]
    assert "Vốn trung ương của các năm: vốn chia cho các xã" in supposed
    supposed = [row[1] for row in planning.assumption_list(plan).text_rows]
    assert {"Vốn trung ương của các năm: các kịch bản", "Vốn chuyển sang năm đầu"} <= set(supposed)


def test_communes_alike_share_a_row_only_where_most_points_are_unknown(invented_plan):
    """With half of the points known every commune keeps its row, even those that would print the same."""
    found = invented_plan.allocation
    count = len(found.frame)
    for unknown, rows in ((count // 2, count), (count // 2 + 1, None)):
        high = found.frame["low"].copy()
        high.iloc[:unknown] += 5
        frame = found.frame.assign(high=high)
        table = planning.commune_amounts(
            replace(invented_plan, allocation=replace(found, frame=frame, known=False, filled=None))
        )
        assert ("count" in [one.name for one in table.columns]) is (rows is None)
        assert rows is None or len(table.frame) == rows


def test_only_communes_beyond_what_they_disbursed_are_counted_as_such(invented_plan):
    """One above, one just at it, one below, and of the others nothing is known."""
    found = invented_plan.allocation
    absorbed = pd.Series(float("nan"), found.frame.index)
    absorbed.iloc[:3] = [least + more for least, more in zip(found.frame["least"], (-1, 0, 1), strict=False)]
    shown = replace(invented_plan, allocation=replace(found, frame=found.frame.assign(absorbed=absorbed)))
    assert any("vượt mức đó ở 1/3 xã" in note for note in planning.commune_amounts(shown).notes)


def test_what_is_illustrative_says_so(invented):
    for view in (planning.allocation_sentence, planning.disbursement_sentence):
        assert "minh họa" in view(invented).markdown
    for view in (planning.draw_allocation, planning.draw_restated, planning.draw_standards):
        assert isinstance(view(invented), Chart)
        assert "SỐ LIỆU MINH HỌA" in view(invented).svg


def test_freedom_to_move_money_never_costs_disbursement(invented):
    found = invented.allocation
    assert found.best.expected >= found.plain - 1
    assert sum(found.best.amounts) == pytest.approx(found.budget)
    assert all(price <= 0 for price in found.best.floor_prices)
    assert all(price >= 0 for price in found.best.cap_prices)
    prices = invented.allocation.prices
    assert len(prices) == sum(map(bool, (*found.best.floor_prices, *found.best.cap_prices)))
    assert "năm 2025 (một năm, mọi chương trình)" in planning.disbursement_sentence(invented).markdown


def test_the_most_disbursement_keeps_the_floors_and_caps_of_the_dataset(invented):
    rows = invented.allocation.frame.assign(best=invented.allocation.best.amounts)
    assert rows["floor"].notna().any()
    assert (rows["best"] >= rows["floor"].fillna(0) - 1e-6).all()
    assert (rows["best"] <= rows["cap"].fillna(float("inf")) + 1e-6).all()


def test_a_floor_or_cap_is_named_where_the_dataset_sets_one_and_nowhere_else(invented):
    own = invented.allocation.frame.set_index("name_vi")
    prices = invented.allocation.prices
    assert {"room_low", "room_high"} <= set(prices["bound"])
    for bound in ("floor", "cap"):
        named = prices.loc[prices["bound"] == bound, "name_vi"]
        assert len(named)
        assert own.loc[named, bound].notna().all()
    table = planning.bound_prices(invented)
    shown = table.frame["bound"].str.startswith("đầu").sum()
    assert shown == 10
    assert any(f"Còn {prices['bound'].str.startswith('room').sum() - 10} xã" in note for note in table.notes)


def test_the_price_of_a_bound_is_what_moving_it_does_to_the_level(invented):
    found = invented.allocation
    points, rows = list(found.frame["low"]), found.frame
    bounds = list(zip(rows["floor"].fillna(0).astype(int), rows["cap"].fillna(found.budget).astype(int), strict=True))
    held = next(place for place, one in enumerate(found.filled.exact) if one == bounds[place][0])
    raised = [(low + (place == held), high) for place, (low, high) in enumerate(bounds)]
    after = water_fill(found.budget, points, raised)
    assert found.filled.level - after.level == found.level_price > 0
    assert "triệu đồng mỗi điểm, cộng lại đúng một tỷ đồng" in planning.commune_amounts(invented).notes[-1]


def test_how_many_communes_stand_at_a_floor_or_cap_is_told_in_words(invented):
    text, rows = planning.allocation_sentence(invented).markdown, invented.allocation.frame
    at = {name: few(int((rows["least"] == rows[name]).sum())) for name in ("floor", "cap")}
    assert (
        f"{at['floor']}/06 xã có sàn được phân đúng bằng sàn; {at['cap']}/05 xã có trần được phân đúng bằng trần"
        in text
    )
    bare = invented.allocation.frame.assign(floor=float("nan"), cap=float("nan"))
    text = planning.allocation_sentence(replace(invented, allocation=replace(invented.allocation, frame=bare))).markdown
    assert "sàn" not in text
    assert "trần" not in text


def test_illustrative_floors_lie_below_the_caps(invented):
    assert invented.allocation.frame["floor"].max() < invented.allocation.frame["cap"].min()


def test_every_coefficient_in_use_is_tried_both_ways(invented):
    rows = invented.allocation.reversals
    assert set(rows.groupby("key")["change"].agg(tuple)) == {(-0.2, 0.2)}
    assert {"island", "special_zone"}.isdisjoint(rows["key"])
    assert rows["moved"].between(0, 1).all()


def test_what_moves_with_a_coefficient_is_what_some_gain_and_not_what_others_lose_as_well(invented):
    found, rules, ledger = invented.allocation, communes.coefficients(date(2026, 1, 1)), invented.ledger
    row = found.reversals.sort_values("moved").iloc[-1]
    value = rules["value"].where(rules["key"] != row["key"], rules["value"] * (1 + row["change"]))
    last = invented.history.years[-1]
    after = allocate(ledger, rules.assign(value=value), MONEY, 2026, last).filled.exact
    gained = sum(max(0, new - old) for new, old in zip(after, found.filled.exact, strict=True))
    assert row["moved"] == pytest.approx(float(gained / found.budget))


def test_what_a_commune_absorbed_is_the_plan_of_which_it_would_disburse_the_target(invented):
    found, last = invented.allocation, invented.history.years[-1]
    seen = last.communes.frame.set_index("unit")
    seen = seen[~seen["modelled"].astype(bool)]["disbursed"]
    plans = found.frame.set_index("unit")["absorbed"].dropna()
    assert found.target_rate < 1
    assert (plans * found.target_rate).tolist() == pytest.approx((seen[plans.index] / 10**6).tolist(), abs=1)


def test_works_without_beneficiaries_are_left_out_and_counted(invented):
    assert invented.works.unvalued == 1
    table = planning.chosen_works(invented)
    assert sum(column(table, "cost")) <= 170_000_000
    assert invented.works.frame.groupby("unit")["chosen"].any().all()
    assert "1 công trình không nêu số hộ, số người hưởng lợi" in table.notes[1]
    assert works_of(NEEDS, million(60)).least == 0
    assert works_of(NEEDS.assign(people=""), million(170)) is None
    both = works_of(NEEDS.assign(households=["", *["9"] * 7]), million(170))
    assert (both.measure, both.other_measure, both.unvalued) == ("people", 1, 0)


def test_a_work_counts_once_with_all_its_years_and_only_against_its_programmes_money():
    later = NEEDS.assign(need=[f"{need}2" for need in NEEDS["need"]], year="2028", amount="100")
    other = NEEDS.assign(need=[f"{need}3" for need in NEEDS["need"]], programme="VH")
    own = NEEDS.assign(need=[f"{need}4" for need in NEEDS["need"]], fund="counterpart")
    found = works_of(pd.concat([NEEDS, later, other, own], ignore_index=True), million(900))
    assert len(found.frame) == 7
    assert list(found.frame["cost"]) == [10**6 * (100 + int(amount)) for amount in NEEDS["amount"].head(7)]
    assert set(found.frame["work"]) == set("abcdefg")


def test_where_all_works_fit_one_sentence_says_so(invented):
    sentence = planning.chosen_works(replace(invented, works=works_of(NEEDS, million(275))))
    assert isinstance(sentence, Sentence)
    assert "Cả 7 công trình" in sentence.markdown
    assert "không phải lựa chọn" in sentence.markdown
    assert not works_of(NEEDS, million(274)).fits


def test_capital_of_one_kind_pays_for_no_other():
    mixed = NEEDS.assign(capital=["investment"] * 4 + ["recurrent"] * 4)
    found = works_of(mixed, million(200, investment=0.5))
    spent = found.frame[found.frame["chosen"]].groupby("capital")["cost"].sum()
    assert spent["investment"] <= 100_000_000
    assert not found.fits
    assert works_of(mixed, million(200)).choice.value > found.choice.value


def test_works_of_no_kind_of_money_are_left_out_and_named(invented):
    mixed = NEEDS.assign(capital=["total", *["investment"] * 4, *["recurrent"] * 3])
    table = planning.chosen_works(replace(invented, works=works_of(mixed, million(200, investment=0.5))))
    note = "1 công trình không nêu rõ vốn đầu tư hay vốn sự nghiệp nên không xét: Công trình 1."
    assert note in table.notes
    assert "a" not in column(table, "work")


def test_people_of_works_judged_the_same_count_once(invented_plan):
    once = works_of(NEEDS, million(275), (("a", "d"),))
    assert once.choice.value == 325 - 60
    assert not once.frame.set_index("work").at["a", "chosen"]  # its people are served by the other
    assert once.repeats == 1
    assert invented_plan.works.repeats == 3
    assert any("đã được nhận định trùng" in note for note in planning.chosen_works(invented_plan).notes)


def test_the_choice_is_told_by_capital_and_class_before_the_list(invented, invented_plan, plan):
    table, found = planning.chosen_by_class(invented_plan), invented_plan.works
    rows = table.frame.to_dict("records")
    for name, wanted in (("all", found.frame), ("chosen", found.frame[found.frame["chosen"]])):
        for part, sums in (("works", len(wanted)), ("cost", wanted["cost"].sum()), ("value", wanted["value"].sum())):
            assert rows[-1][f"{name}_{part}"] == sum(row[f"{name}_{part}"] for row in rows[:-1]) == sums
    assert [row["group"] for row in rows[:5]] == [
        "khu vực III", "khu vực II", "khu vực I", "xã còn lại", "Cơ quan, đơn vị",
    ]  # fmt: skip
    unknown = planning.chosen_by_class(invented)  # its classes are those of Lạng Sơn, which nobody entered
    assert [row[1] for row in unknown.text_rows] == ["xã chưa nhập nhóm", ""]
    assert planning.chosen_by_class(plan) is None
    assert planning.chosen_by_class(replace(invented, works=works_of(NEEDS, million(275)))) is None


def test_the_people_served_are_told_beside_the_most_that_any_choice_could_serve(invented_plan):
    choice, notes = invented_plan.works.choice, planning.chosen_works(invented_plan).notes
    assert choice.value <= choice.bound
    assert (
        f"{number(choice.value)}; mức tối đa, nếu cho phép làm một phần công trình, là {number(choice.bound)}"
        in notes[-1]
    )


def test_a_long_list_of_works_is_a_sheet_of_the_workbook(invented, invented_plan):
    table = planning.chosen_works(invented_plan)
    assert table.workbook
    assert table.title.startswith(f"{len(table.frame)}/308 công trình")  # all that paper prints of it
    assert not planning.chosen_works(invented).workbook
    assert {"work", "programme", "capital"} <= {one.name for one in table.columns}
    assert "Nhu cầu NSTW 2026-2030" in [one.label for one in table.columns]
    assert "Hội Cựu chiến binh tỉnh" in column(table, "unit")
    cells = dict(zip(column(table, "work"), column(table, "cost"), strict=True))
    needs = invented_plan.ledger.table("needs")
    own = needs[needs["need"].str.startswith("NC0168") & (needs["fund"] == "central")]
    assert cells["NC0168-2029-central"] == 10**6 * own["amount"].astype(int).sum()


def test_restated_tables_keep_every_years_total(invented):
    programmes, totals = planning.restated_programmes(invented).frame, planning.restated_totals(invented).frame
    for one in (one for one in invented.history.years if one.cells is not None):
        *parts, total = programmes[f"plan{one.year}"]
        assert pd.Series(parts).sum() == total == one.cells.total["plan"]
    for one in (one for one in invented.history.years if one.units is not None):
        *parts, total = totals[f"y{one.year}"]
        assert sum(parts) == total == one.units.total["plan"]
    assert [one.year for one in invented.history.years if one.units is None] == [2021]


def test_a_communes_plan_is_a_number_an_interval_or_not_divided(invented):
    table = planning.restated_communes(invented)
    rows = dict(zip(table.frame["name"], table.text_rows, strict=True))
    assert rows["Đông Kinh"][1:4] == ["chưa phân bổ"] * 3
    assert rows["Quốc Khánh"][1].startswith("[")
    assert not rows["Quốc Khánh"][4].startswith("[")
    assert "số khởi tạo 16722025" in table.notes[0]


def test_a_series_is_not_joined_across_a_change_of_its_standard(invented):
    table = planning.standards(invented)
    runs = {(row["measure"], row["year"]): row["run"] for row in table.frame.to_dict("records")}
    assert [runs["Số xã đạt chuẩn nông thôn mới", year] for year in ("2022", "2023", "2024", "2025")] == [
        "đoạn 1", "đoạn 1", "đoạn 2", "đoạn 3",
    ]  # fmt: skip
    assert {runs["Tỷ lệ hộ nghèo", year] for year in ("2022", "2025")} == {"đoạn 1"}
    assert any("351/2025" in note for note in table.notes)


def test_published_data_without_cells_say_so(plan):
    for view in (
        planning.restated_programmes,
        planning.restated_totals,
        planning.draw_restated,
        planning.restated_communes,
    ):
        assert isinstance(view(plan), Sentence)
    assert isinstance(planning.standards(plan), Table)


def test_the_mapping_shows_what_was_checked(plan):
    table = planning.programme_mapping(plan)
    assert len(table.frame) == len(plan.history.mapping)
    assert "Cần kiểm tra" in column(table, "verified")


def divided(invented, bounds):
    """The trial division of the illustrative dataset with other rows of allocation_bounds.csv."""
    ledger = invented.ledger
    dataset = replace(ledger.dataset, tables=ledger.dataset.tables | {"allocation_bounds": pd.DataFrame(bounds)})
    rules, last = communes.coefficients(date(2026, 1, 1)), invented.history.years[-1]
    return allocate(replace(ledger, dataset=dataset), rules, MONEY, 2026, last)


def bound(unit, floor="", cap=""):
    return {"unit": unit, "floor": floor, "cap": cap, "reason_vi": "x", "source": "MINH-HOA"}


def test_bounds_for_communes_that_are_not_listed_are_refused(invented):
    with pytest.raises(DataError, match="99999"):
        divided(invented, [bound("99999", floor="1")])


def test_a_floor_that_is_not_whole_is_rounded_up_and_a_cap_down(invented):
    found = divided(invented, [bound("05977", floor="19999.4"), bound("06001", cap="5000.6")])
    amounts = found.frame.set_index("unit")["least"]
    assert (amounts["05977"], amounts["06001"]) == (20_000, 5_000)


def test_the_classes_are_printed_in_words_and_their_points_told_from_those_with_villages(invented_plan, plan):
    classes, amounts = planning.class_entry(invented_plan), planning.commune_amounts(invented_plan)
    texts = {text for row in classes.text_rows for text in row[2:5]}
    assert texts == {"khu vực I", "khu vực II", "khu vực III", "xã còn lại", "có", "không"}
    assert classes.scope.line == "Đơn vị: điểm. Chốt số liệu: 31/01/2026. Tình trạng: đã nhập đủ."
    labels = [{column.name: column.label for column in one.columns}["points"] for one in (classes, amounts)]
    assert labels == ["Điểm của nhóm xã", "Điểm kể cả thôn"]
    empty = ["chưa nhập"] * 3
    *named, rest = planning.class_entry(plan).text_rows  # no village left, or at the border: published
    assert rest == ["–", f"{65 - len(named)} xã, phường chưa nhập nhóm", *empty, "–", "[25; 50]"]
    assert {row[5] for row in named} == {"không còn thôn ĐBKK", "–"}
    (points,) = [one for one in planning.commune_amounts(plan).columns if one.name == "points"]
    assert points.label == "Điểm kể cả thôn đã biết"


def test_the_total_of_points_is_that_of_the_division_where_villages_are_known(invented_plan, plan):
    whole = sum(cell.numbers[0] for cell in [row[1] for row in planning.commune_amounts(invented_plan).cells][:-1])
    said = planning.points(invented_plan)
    assert f"**{number(whole)} điểm**" in said.markdown
    assert said.quotes == ()
    assert "bổ sung khu vực" not in said.markdown
    known = planning.points(plan)
    assert "385 thôn" in known.markdown
    assert known.quotes == (plan.villages["fact"],)
    assert "bổ sung khu vực" in known.markdown
    nothing = replace(plan, villages=None)
    assert "không cộng thành tổng điểm của tỉnh" in planning.points(nothing).markdown


def test_coefficients_speak_of_the_period_and_places_are_counted_in_communes(plan):
    assert planning.coefficients(plan).scope.line == "Đơn vị: điểm. Kỳ: 2026-2030. Tình trạng: quy định."
    for view in (planning.districts, planning.exceptions, planning.commune_list):
        assert view(plan).scope.line == "Đơn vị: xã. Chốt số liệu: 01/07/2025. Tình trạng: văn bản pháp luật."


def test_the_figures_of_standards_carry_day_and_denominator_and_every_cut_is_named(invented_plan, plan):
    rows = {(row[0], row[1]): row[2:5] for row in planning.standards(plan).text_rows}
    assert rows["Số xã đạt chuẩn nông thôn mới", "2025"] == ["30/06/2025", "106", "175"]
    assert rows["Tỷ lệ hộ nghèo", "2021"] == ["nguồn không ghi ngày", "12,2%", "–"]
    for shown in (planning.standards(plan), planning.draw_standards(plan)):
        said = " ".join(shown.notes)
        for cut in ("ngày 01/01/2027", "từ 2021 sang 2023", "ngày 01/12/2024", "ngày 01/07/2025", "ngày 01/01/2026"):
            assert cut in said
    assert "2025 106/175 (30/06/2025)" in planning.draw_standards(plan).alt
    assert "2022 90/181, 2023 97/181, 2024 104/175" in planning.draw_standards(invented_plan).alt


def test_the_tick_of_a_year_stands_where_its_last_day_does():
    assert spot(date(2022, 12, 31)) == 2022
    assert spot(date(2024, 12, 31)) == 2024
    assert 2024 < spot(date(2025, 1, 1)) < spot(date(2025, 6, 30)) < 2024.5 < spot(date(2025, 7, 2)) < 2025


def test_all_funds_together_stand_last_and_the_local_budget_is_no_other_source(plan):
    assert [row[0] for row in planning.proposals(plan).text_rows] == [
        "Ngân sách trung ương",
        "Ngân sách địa phương",
        "Tín dụng chính sách",
        "Vốn lồng ghép",
        "Doanh nghiệp và người dân",
        "Tất cả nguồn vốn",
    ]
    (local,) = [one for one in planning.envelopes(plan).columns if one.name == "local"]
    assert (local.label, local.group) == ("Ngân sách địa phương", "")


def test_the_share_in_use_is_named_with_its_reason(invented_plan, plan):
    published, invented = planning.shares(plan), planning.shares(invented_plan)
    assert "Các mục sau dùng dòng thứ nhất: cả tử số và mẫu số" in published.notes[1]
    assert "do người lập kế hoạch đặt bằng central_share" in invented.notes[1]
    assert plan.paths["plan"].iat[0] == round(published.frame["all"].iat[0] / 5)  # the first row is the one in use


@pytest.mark.full
def test_what_is_invented_is_nowhere_called_published(invented_plan, plan):
    said = "số liệu công bố của cả nước và"
    for view in (planning.shares, planning.sources):
        assert said in view(invented_plan).scope.status
        assert said not in view(plan).scope.status
    assert "nguồn không ghi ngày" not in planning.shares(invented_plan).scope.line
