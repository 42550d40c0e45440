"""The pages of capacity, fan, sensitivity and counterpart: over every figure, and over a dataset with totals only."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from mtqg_analysis import planning
from mtqg_analysis.analysis.planning.agreement import agreements, of_needs, of_years_ahead, of_years_past
from mtqg_analysis.analysis.planning.capacities import province_capacities, successor_capacity
from mtqg_analysis.analysis.planning.expected_money import Expected
from mtqg_analysis.analysis.planning.history import read_history
from mtqg_analysis.analysis.planning.plan_table import plan_table
from mtqg_analysis.analysis.planning.reference_class import class_quantiles
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.numbers import billions, number
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
OVER_ALL = ("need_sentence", "delay_costs", "balance", "draw_balance")  # they need the forms too


def shown_over(of, verb):
    return getattr(planning, verb)(of if verb in OVER_ALL else of.outlook)


@pytest.fixture(scope="module")
def invented(invented_plan):
    return invented_plan


@pytest.mark.parametrize("verb", [*SENTENCES, *ALWAYS, *DETAILED])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_shows_itself_in_both_languages_and_says_that_it_is_illustrative(invented, verb, language):
    with speaking(language):
        shown = shown_over(invented, verb)
        data, _ = shown._repr_mimebundle_()
        assert data["text/plain"]
        if isinstance(shown, Sentence):
            assert ("minh họa" if language == "vi" else "llustrative") in shown.markdown
        if isinstance(shown, Chart):
            assert ("MINH HỌA" if language == "vi" else "ILLUSTRATIVE") in shown.svg


@pytest.mark.parametrize("verb", ALWAYS)
def test_what_assumptions_carry_stands_over_published_totals_too(plan, verb):
    assert isinstance(shown_over(plan, verb), Table | Chart)


@pytest.mark.parametrize("verb", DETAILED)
def test_what_totals_do_not_carry_is_left_out(plan, verb):
    assert shown_over(plan, verb) is None


@pytest.mark.parametrize("verb", SENTENCES)
def test_and_the_section_says_what_is_missing(plan, verb):
    text = shown_over(plan, verb).markdown
    lacking = ("ít nhất 3 năm", "giả định về vốn mới", "tỷ lệ đối ứng")
    assert any(one in text for one in lacking)


def test_a_counterpart_ratio_that_nobody_published_prints_as_such(plan):
    rows = planning.need(plan.outlook).text_rows
    assert all("chưa có số liệu" in row for row in rows)


def test_the_fan_says_its_seed_and_that_it_is_no_scenario(invented):
    for shown in (planning.draw_fan(invented.outlook), planning.fan_table(invented.outlook)):
        said = " ".join(shown.notes)
        assert "2026" in said
        assert "PCG64" in said
        assert "không phải kịch bản" in said


def test_scenarios_of_the_illustrative_dataset_start_from_its_own_stock(invented):
    first = invented.paths[invented.paths["year"] == 2026]
    assert set(first["opening"]) == {invented.outlook.opening}
    assert set(first["plan"]) == {1_600 * 10**9}
    assert len(planning.shares(invented).frame) == 3  # those that its assumptions set


def test_every_assumption_stands_in_the_list_as_in_the_file(invented):
    held = invented.ledger.table("assumptions")
    rows = [row for row in planning.assumption_list(invented).text_rows if row[0].startswith("assumptions.csv")]
    assert len(rows) == len(held)
    assert {row[-1] for row in rows} == {"Cần kiểm tra"}
    reasons = zip(held["reason_vi"], held["reference"], strict=True)
    assert [row[-2] for row in rows] == ["; ".join(filter(None, pair)) for pair in reasons]


def with_capacities(invented, change):
    """The outlook with the capacities of a changed history."""
    outlook = invented.outlook
    history = read_history(invented.ledger, ["province"], date(2026, 1, 31))
    return replace(outlook, programmes=province_capacities(change(history), outlook.assumed))


def invented_agreements(invented, found):
    """The totals added up again with other capacities."""
    return agreements(
        of_needs(invented.ledger.table("needs"), invented.plan),
        of_years_ahead(invented.allocation, found, invented.paths),
        of_years_past(invented.history.years),
    )


def test_a_cell_with_few_years_leaves_capacity_unreconciled_and_says_so(invented):
    def gap(history):
        rows = history.frame
        lost = (rows["programme"] == "NTM") & (rows["capital"] == "recurrent") & (rows["year"] <= 2023)
        return replace(history, frame=rows[~lost])

    outlook = with_capacities(invented, gap)
    found = outlook.programmes
    assert found.short == 1
    table = planning.capacities(outlook)
    at = [column.name for column in table.columns].index("coherent")
    assert {row[at] for row in table.text_rows} == {"chưa khớp tổng"}
    assert any("Chưa khớp tổng: 01 dòng vốn" in note for note in table.notes)
    whole = found.whole["capacity"]
    assert found.whole["value"] == whole
    assert f"**{billions(whole)} tỷ đồng**" in planning.capacity_sentence(outlook).markdown
    assert "khớp nhau" not in planning.capacity_sentence(outlook).markdown
    assert any("không cộng thành tổng" in note for note in table.notes)
    assert not (invented_agreements(invented, found)["what"] == "capacity").any()


def test_sentence_table_summary_and_plan_have_one_capacity_whose_parts_add_up(invented):
    outlook = invented.outlook
    whole = outlook.programmes.whole
    assert billions(whole["capacity"]) != billions(whole["coherent"])  # its own reading stays in its column alone
    text = planning.capacity_sentence(outlook).markdown
    assert f"**{billions(whole['coherent'])} tỷ đồng**" in text
    table = planning.capacities(outlook)
    names = [column.name for column in table.columns]
    row = dict(zip(names, table.text_rows[0], strict=True))
    assert row["programme"] == "Tất cả ba chương trình"
    assert row["capacity"] == number(whole["capacity"] / 10**9, 1)
    assert f"không nên quá {row['supported']} tỷ đồng" in text
    assert row["base"] == billions(whole["coherent"] * 1.04**5)
    for name in ("low", "base", "high", "supported"):
        cells = [quantity.value for quantity in table.frame[name]]
        assert cells[0] == pytest.approx(sum(cells[1:4]))
        assert cells[0] == pytest.approx(sum(cells[4:]))
    first = outlook.programmes.whole["value"] * 1.04
    years = invented.plan.years
    assert years.loc[years["year"] == 2026, "capacity"].sum() == pytest.approx(first, abs=2)
    said = dict(zip(planning.summary(invented).frame["what"], planning.summary(invented).frame["value"], strict=True))
    assert said["Năng lực giải ngân năm 2026"] == pytest.approx(first)


def test_capacity_is_called_an_estimate_and_stands_beside_the_highest_year(invented):
    text = planning.capacity_sentence(invented.outlook).markdown
    assert "giải ngân được tới" not in text
    assert "ước khoảng **1.804 tỷ đồng** mỗi năm (giá năm 2025; phân vị 75% các năm" in text
    sums = invented.outlook.history.by().set_index("year")["disbursed"]
    index = {2021: 97, 2022: 100, 2023: 103, 2024: 107, 2025: 110}
    real = {year: paid * 110 / index[year] for year, paid in sums.items()}
    most = max(real, key=real.get)
    assert (most, round(real[most] / 10**9, 1)) == (2024, 1854.7)
    assert f"năm cao nhất là 2024, {billions(real[most])} tỷ đồng" in text


def test_a_sum_of_which_one_part_is_a_lower_bound_is_marked_as_one(invented):
    def near(history):
        rows = history.frame
        part = (rows["programme"] == "NTM") & (rows["capital"] == "recurrent")
        return replace(history, frame=rows.assign(disbursed=rows["disbursed"].mask(part, rows["plan"])))

    outlook = with_capacities(invented, near)
    marks = outlook.programmes.frame.set_index("node")[["censored", "bounded"]].eq(True)
    assert list(marks.index[marks["bounded"]]) == ["all", "NTM", "NTM.recurrent"]
    assert not marks.loc["all", "censored"]
    assert "chỉ biết mức tối thiểu" in planning.capacity_sentence(outlook).markdown
    table = planning.capacities(outlook)
    row = dict(zip((column.name for column in table.columns), table.text_rows[0], strict=True))
    assert (row["capacity"][-1] == "*", row["coherent"][-1], row["base"][-1]) == (False, "*", "*")
    assert "mức tối thiểu" not in planning.capacity_sentence(invented.outlook).markdown


def test_the_fan_says_how_many_cells_rest_on_one_year(invented):
    fan, rows = invented.outlook.fan, invented.outlook.units.history.frame
    rows = rows[(rows["origin"] == "current_year") & (rows["plan"] > 0)]
    years = rows.groupby(["level", "unit", "capital"])["year"].agg(["nunique", "max"])
    years = years[years["max"] == 2025]
    assert (fan.single, fan.units) == ((years["nunique"] == 1).sum(), len(years)) == (136, 142)
    assert any("136/142 dòng vốn mới có số liệu một năm" in note for note in planning.fan_table(invented.outlook).notes)


def test_without_a_growth_capacity_is_told_of_the_years_seen_only(invented):
    found = invented.outlook.programmes
    outlook = replace(invented.outlook, programmes=replace(found, growth=dict.fromkeys(found.growth, float("nan"))))
    assert "capacity_growth" in planning.capacity_sentence(outlook).markdown
    assert any("chưa có số liệu" in note for note in planning.capacities(outlook).notes)


def test_a_rate_of_the_capacity_table_names_its_closing_day(invented):
    labels = [column.label for column in planning.capacities(invented.outlook).columns]
    assert "Tỷ lệ năm 2025 đến 31/01/2026" in labels
    december = with_capacities(invented, lambda _: read_history(invented.ledger, ["province"], date(2025, 12, 31)))
    assert "Tỷ lệ năm 2025 đến 31/12/2025" in [column.label for column in planning.capacities(december).columns]


def test_years_on_another_basis_are_named(invented):
    outlook = with_capacities(invented, lambda history: replace(history, left_out=(2019, 2020)))
    assert any("2019, 2020" in note for note in planning.capacities(outlook).notes)
    assert not any("cơ sở kế hoạch khác" in note for note in planning.capacities(invented.outlook).notes)


def test_a_capacity_that_is_only_a_lower_bound_is_no_ceiling(invented):
    def near(history):
        return replace(history, frame=history.frame.assign(disbursed=(history.frame["plan"] * 0.97).astype("int64")))

    outlook = with_capacities(invented, near)
    text = planning.capacity_sentence(outlook).markdown
    assert "ít nhất" in text
    assert "giải ngân được tới" not in text
    assert "không nên quá" not in text
    table = planning.capacities(outlook)
    for name in ("capacity", "base", "supported"):
        at = [column.name for column in table.columns].index(name)
        assert all(row[at].endswith("*") for row in table.text_rows)
    limit = successor_capacity(outlook.programmes, invented.history.mapping, range(2026, 2031))
    plan = plan_table(
        invented.ledger.table("needs"), (2026, 2030), Expected(invented.envelopes, invented.shares), limit
    )
    bounded = replace(invented, outlook=outlook, plan=plan)
    page = planning.plan_by_year(bounded)
    assert all(row[-1].endswith("*") for row in page.text_rows)
    assert any("mức tối đa" in note for note in page.notes)
    assert "vượt khả năng giải ngân nhiều nhất" in planning.plan_sentence(bounded).markdown
    assert "nhiều nhất" not in planning.plan_sentence(invented).markdown


def test_the_fan_says_how_far_its_range_hangs_on_the_correlation(invented):
    outlook = invented.outlook
    text = planning.fan_sentence(outlook).markdown
    for fan in outlook.fan.fans.values():
        low, high = (fan.quantiles("closing")[-1][place] for place in (0, -1))
        assert f"từ {billions(low)} đến {billions(high)}" in text
    assert f"số liệu vài năm trước cho tương quan {number(outlook.fan.observed, 2)}" in text
    title = planning.draw_fan(outlook).title
    assert "%" not in title
    assert "xác suất" not in title


def test_the_fan_says_that_real_limits_stand_against_nominal_plans(invented):
    for shown in (planning.draw_fan(invented.outlook), planning.fan_table(invented.outlook)):
        assert any("theo giá năm 2025, vốn mới tính theo giá hiện hành" in note for note in shown.notes)
    nominal = replace(invented.outlook, units=replace(invented.outlook.units, real=False))
    assert not any("giá hiện hành" in note for note in planning.fan_table(nominal).notes)


def test_the_reference_class_says_which_ratios_speak(invented, plan):
    rows = pd.concat([invented.reference, invented.reference.assign(year="2019")])
    enough = replace(invented, reference=rows, quantiles=class_quantiles(rows))
    notes = planning.reference(enough).notes
    assert any(note.startswith("Tổng vốn: phân vị 20%, 50%, 80% của 14 tỷ lệ là") for note in notes)
    assert any(note.startswith("06 tỷ lệ của từng chương trình không tính vào phân vị") for note in notes)
    assert "phân vị 20: " in planning.draw_reference(enough).svg
    assert any(f", {planning.draw_reference(enough).title.rpartition(' ')[2]}, " in note for note in notes)
    for found in (plan, invented):
        short = found.quantiles["median"].isna()
        assert short.tolist() == (found.quantiles["n"] < 8).tolist()
        assert sum("không lấy phân vị" in note for note in planning.reference(found).notes) == short.sum()
    assert "phân vị" not in planning.draw_reference(plan).svg.split("<title>")[0]
    assert "quá ít để lấy phân vị" in planning.draw_reference(plan).title


def test_invented_rates_are_told_from_published_ones(invented, plan):
    table, rows = planning.reference(invented), invented.reference
    marked = [text.endswith(" (minh họa)") for text in table.frame["unit"]]
    assert marked == [source == "MINH-HOA" for source in rows["source"]]
    assert f"Trong {len(rows)} tỷ lệ có {sum(marked)} tỷ lệ minh họa" in table.notes[-2]
    assert "Chấm rỗng: số minh họa" in planning.draw_reference(invented).notes[-1]
    assert "công bố" not in table.title + planning.draw_reference(invented).title
    assert not [text for text in planning.reference(plan).frame["unit"] if "minh họa" in text]
    assert "Chấm rỗng" not in " ".join(planning.draw_reference(plan).notes)
    for view in (planning.standards, planning.restated_totals):
        shown = view(invented)
        assert "công bố" not in " ".join([shown.title, *shown.notes, *(one.label for one in shown.columns)])


def test_needs_of_other_years_are_not_called_missing(invented):
    needs = invented.ledger.table("needs").head(3).assign(year="2031")
    dataset = replace(invented.ledger.dataset, tables=invented.ledger.dataset.tables | {"needs": needs})
    text = planning.plan_sentence(
        replace(invented, ledger=replace(invented.ledger, dataset=dataset), plan=None)
    ).markdown
    assert "gửi biểu lập kế hoạch" not in text
    assert "3 dòng" in text
    assert "2031" in text


def test_needs_without_capital_and_repeats_are_noted_under_the_plan(invented):
    needs = invented.ledger.table("needs")
    central = needs[needs["fund"] == "central"].head(1)
    more = [central.assign(need="X1"), central.assign(need="X2", capital="total", amount="1500")]
    odd = pd.concat([needs, *more], ignore_index=True)
    plan = plan_table(odd, (2026, 2030), Expected(invented.envelopes, invented.shares))
    for view in (planning.plan_summary, planning.plan_against_money, planning.plan_by_year):
        notes = view(replace(invented, plan=plan)).notes
        assert any(note.startswith("1,5 tỷ đồng NSTW") for note in notes)
        assert any("X1" in note for note in notes)
        assert not any("X1" in note or "không nêu vốn" in note for note in view(invented).notes)


def test_a_pace_is_called_checked_only_where_every_scenario_is_and_gives_every_reason(invented):
    """One scenario's row speaks for no other: neither its reason, nor its label, nor that somebody checked it."""
    rows = invented.assumptions.copy()
    mine = rows["parameter"] == "rate_new"
    rows.loc[mine & (rows["scenario"] == "low"), ["verified", "reason_vi"]] = ["yes", "Quyết định 1"]
    rows.loc[mine & (rows["scenario"] == "high"), ["reason_vi", "label_vi"]] = ["Thông lệ", "Tốc độ vốn mới"]
    rows.loc[rows["parameter"] == "cancelled", "verified"] = "yes"
    shown = planning.assumptions(replace(invented, assumptions=rows)).text_rows
    assert [row[-1] for row in shown] == ["Cần kiểm tra", "Cần kiểm tra", "Đã đối chiếu"]
    assert shown[1] == [
        "Tỷ lệ giải ngân vốn của năm; Tốc độ vốn mới", "65%", "75%", "85%",
        "Quyết định 1; Giả định để minh họa; Thông lệ", "Cần kiểm tra",
    ]  # fmt: skip


def test_the_range_of_a_title_runs_from_the_smaller_number_to_the_larger(invented):
    """A high pace may leave more than a low one, for example where new plans are late: the numbers decide."""
    names = {"low": "high", "base": "base", "high": "low"}
    turned = replace(invented, paths=invented.paths.assign(scenario=invented.paths["scenario"].map(names)))
    assert planning.draw_paths(turned).title == planning.draw_paths(invented).title


def test_a_low_growth_below_none_is_said_where_history_gave_it(invented):
    found = invented.outlook.programmes
    falling = replace(found, growth={"low": -0.05, "base": -0.05, "high": 0.02}, observed=True)
    for one, said in ((falling, True), (replace(falling, observed=False), False), (found, False)):
        notes = planning.capacities(replace(invented.outlook, programmes=one)).notes
        assert any("mức thấp lấy bằng mức giảm đó" in note for note in notes) is said


def test_the_fan_says_that_its_limits_do_not_grow_where_nobody_knows_the_growth(invented):
    outlook = invented.outlook
    unknown = replace(outlook, units=replace(outlook.units, growth=outlook.units.growth | {"base": float("nan")}))
    for one, said in ((unknown, True), (outlook, False), (replace(unknown, units=None), False)):
        assert any("dùng năng lực năm 2025" in note for note in planning.fan_table(one).notes) is said
