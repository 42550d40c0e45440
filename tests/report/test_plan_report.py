"""The planning pages over Lạng Sơn's published figures and illustrative needs: totals agree, nothing is hidden."""

import dataclasses
import shutil
from datetime import date

import pandas as pd
import pytest
from changes import without_assumptions

from mtqg_analysis import load_ledger, plan_baseline, planning
from mtqg_analysis.analysis.planning.asked_works import asked_works
from mtqg_analysis.analysis.planning.expected_money import Expected
from mtqg_analysis.analysis.planning.plan_table import plan_table
from mtqg_analysis.ledger.cells import check_columns
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.report.formats.paper import oriented
from mtqg_analysis.report.numbers import few, number, percent
from mtqg_analysis.report.pages.planning.sections import SECTIONS

HORIZON, AS_OF = (2026, 2030), date(2026, 1, 31)


@pytest.fixture(scope="module")
def folder(root, tmp_path_factory):
    """Lạng Sơn's dataset with the illustrative needs and counterpart capital, declared illustrative."""
    here = tmp_path_factory.mktemp("plan") / "minh-hoa"
    shutil.copytree(root / "data/langson", here)
    for name in ("needs", "counterpart"):
        shutil.copy(root / f"data/illustrative/{name}.csv", here)
    illustrative = (root / "data/illustrative/sources.csv").read_text("utf-8").splitlines()[1:]
    with (here / "sources.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n".join(illustrative) + "\n")
    about = (here / "dataset.yaml").read_text("utf-8").replace("kind: published", "kind: illustrative")
    (here / "dataset.yaml").write_text(about, "utf-8")
    return here


@pytest.fixture(scope="module")
def planned(folder, nation):
    return plan_baseline(load_ledger(folder), nation, HORIZON, AS_OF)


def test_every_table_ends_with_the_same_total(planned):
    total = planned.plan.total
    assert total == 10**6 * int(pd.to_numeric(planned.ledger.table("needs")["amount"]).sum())
    for view in (planning.plan_summary, planning.plan_by_source, planning.plan_by_unit):
        frame = view(planned).frame
        assert frame["total"].iloc[-1] == frame["total"].iloc[:-1].sum() == total
    assert planning.plan_works(planned).frame["amount"].sum() == total
    lines = planning.threatened_lines(planned).frame
    assert lines["amount"].iloc[-1] == lines["amount"].iloc[:-1].sum() == total


def test_the_signed_list_names_the_largest_works_and_adds_up_the_others(planned):
    whole, signed = planning.plan_works(planned), planning.official_works(planned)
    assert len(signed.frame) == 40 + 2
    assert signed.frame["amount"].iloc[-1] == whole.frame["amount"].sum()
    assert signed.frame["amount"].iloc[:-1].sum() == whole.frame["amount"].sum()
    assert signed.frame["amount"].iloc[39] >= whole.frame["amount"].nlargest(41).iloc[40]
    assert signed.text_rows[-2][1:5] == [""] * 4


def test_needs_above_the_money_stand_in_words_and_in_the_table(planned):
    text = planning.plan_sentence(planned).markdown
    assert text.startswith("*Theo số liệu minh họa:*")
    assert "phần vượt là 2.242 tỷ đồng vốn đầu tư, 287 tỷ đồng vốn sự nghiệp" in text
    rows = planning.plan_against_money(planned).text_rows
    assert rows[0][1:] == ["Tích hợp", "Vốn đầu tư", "5.008", "2.766", "[2.746; 2.786]", "2.242", "2026-2030"]
    assert len(planning.plan_against_money(planned).sources) > len(planned.plan.sources)  # the envelopes' sources too
    apart = [row for row in rows if row[0] == "không so sánh được"]
    assert {(row[1], row[4], row[7]) for row in apart} == {("Văn hóa", "–", "2025-2030"), ("Ma túy", "–", "2025-2030")}


def test_shares_that_the_planner_sets_stand_from_low_to_high(invented_plan):
    names = [row[0].rpartition(" ")[2] for row in planning.plan_against_money(invented_plan).text_rows]
    assert list(dict.fromkeys(names))[:3] == ["thấp", "sở", "cao"]


def with_needs(planned, needs):
    """The same baseline with other needs."""
    held = planned.ledger.dataset
    ledger = dataclasses.replace(
        planned.ledger, dataset=dataclasses.replace(held, tables=held.tables | {"needs": needs})
    )
    asked = asked_works(needs, ledger.table("projects"), HORIZON)
    plan = plan_table(needs, HORIZON, Expected(pd.DataFrame()))
    return dataclasses.replace(planned, ledger=ledger, asked=asked, plan=plan)


def test_a_stated_count_is_printed_however_it_is_written(planned):
    needs = planned.ledger.table("needs").head(4).assign(households="25.0", people="1250")
    assert [row[-2:] for row in planning.plan_works(with_needs(planned, needs)).text_rows] == [["25", "1.250"]]


def test_a_need_may_be_of_any_level_that_a_plan_can_list_and_of_no_other(planned):
    (level,) = (column for column in SIDE_COLUMNS["needs"] if column.name == "level")
    levels = level.form.split("|")
    needs = planned.ledger.table("needs").head(len(levels)).assign(level=levels, capital="investment", year="2026")
    rows = planning.plan_by_unit(with_needs(planned, needs)).text_rows
    assert len(rows) == len(levels) + 1
    assert len(planning.plan_by_unit(with_needs(planned, needs.assign(level="national"))).text_rows) > 1
    national = list(check_columns(needs.assign(level="national"), SIDE_COLUMNS["needs"], "needs.csv", "need"))
    assert {one.kind for one in national} == {"invalid_cell"}


def test_capacity_where_given_stands_beside_money(planned):
    limit = pd.DataFrame(
        [{"programme": "TH", "capital": "investment", "year": 2027, "amount": 600 * 10**9, "censored": False}]
    )
    needs = planned.ledger.table("needs")
    with_limit = plan_table(needs, HORIZON, Expected(planned.envelopes, planned.shares), limit)
    table = planning.plan_by_year(dataclasses.replace(planned, plan=with_limit))
    row = next(row for row in table.text_rows if row[2] == "2027")
    assert row[3:] == ["1.287", "553", "734", "1.446", "600", "846"]
    groups = [column.group for column in table.columns[3:]]
    assert groups == ["Ngân sách trung ương"] * 3 + ["Mọi nguồn vốn"] * 3
    chart = planning.draw_plan(dataclasses.replace(planned, plan=with_limit))
    assert "2027 1.287 / 553 / 1.446 / 600" in chart.alt
    assert "nhu cầu nguồn khác" in chart.svg
    assert len(planning.plan_by_year(planned).columns) == 6


def test_the_limits_of_the_term_stand_beside_the_lines(planned):
    text = planning.weakness_sentence(planned).markdown
    for word in ("69,4%", "30,9%", "31/12/2024", "**43**"):
        assert word in text
    lines = planning.threatened_lines(planned)
    slow = {row[1] for row in lines.text_rows if row[4] == "chậm hơn"}
    assert slow == {"Vốn sự nghiệp"}
    assert planning.stated_limits(planned).scope.status == "nhận định minh họa"
    stated = {(row[1], row[2]) for row in planning.stated_limits(planned).text_rows}
    assert ("Vốn đối ứng cấp huyện bố trí muộn, thấp hơn tỷ lệ quy định", "vốn đối ứng ở mọi dòng") in stated
    assert ("Tỷ lệ giải ngân chưa đạt mức UBND tỉnh đề ra", "không gắn với dòng nào") in stated


def test_counterpart_capital_is_told_with_and_without_surpluses(planned):
    placed = planned.weaknesses.counterpart
    shown = (planning.weakness_sentence(planned).markdown, " ".join(planning.threatened_lines(planned).notes))
    assert placed.capped < placed.naive == pytest.approx(placed.units["placed"].sum() / placed.units["due"].sum())
    for text in shown:
        assert percent(placed.capped) in text
        assert percent(placed.naive) in text


def test_every_assumption_has_value_reference_flag_and_place(planned):
    rows = planning.assumption_list(planned).text_rows
    assert len([row for row in rows if row[0].startswith("assumptions.csv")]) == len(planned.assumptions)
    assert all(row[2] and row[5] and row[6].startswith(("Đã đối chiếu", "Cần kiểm tra")) for row in rows)
    assert any(row[2] == "chưa có số liệu" for row in rows)  # the counterpart ratio of the integrated programme


def test_values_of_assumptions_are_numbers_beside_their_unit_and_codes_are_words(invented_plan):
    cells = planning.assumption_list(invented_plan).cells
    held = {row[1].text: row for row in cells}
    assert held["Vốn mới mỗi năm (Vốn đầu tư)"][2].numbers == (1_050_000.0,)
    assert held["Vốn mới mỗi năm (Vốn đầu tư)"][3].text == "triệu đồng"
    assert held["Hệ số phân bổ: xã khu vực III (Tích hợp)"][2].numbers == (50.0,)
    printed = {name: [one.text for one in held[name][2:4]] for name in held}
    assert printed["Phần của tỉnh trong vốn trung ương (thấp)"] == ["5,4%", "–"]
    assert printed["Hạt giống ngẫu nhiên"] == ["2026", "–"]  # it names a run and counts nothing
    assert printed["Tương quan giữa các đơn vị"] == ["0,5", "–"]
    assert not [name for name in held if name.endswith(("(TH)", "(all)", "(investment)"))]


def test_what_a_person_judged_to_be_asked_for_twice_stands_under_the_plan(invented_plan, planned):
    (note,) = planning.plan_summary(invented_plan).notes
    rows, overlaps = invented_plan.ledger.table("judgements"), invented_plan.overlaps
    same = rows[rows["verdict"].isin(["same_object", "same_beneficiary"])]
    amounts = overlaps.works.set_index("work")["amount"]
    smaller = sum(min(amounts[one], amounts[other]) for one, other in zip(same["work"], same["other"], strict=True))
    assert f"{number(smaller / 10**9, 1)} tỷ đồng, {few(len(same))} cặp" in note
    assert planning.plan_summary(planned).notes == ()  # nobody has judged


def test_the_list_of_works_can_be_joined_and_pivoted(planned):
    frame, needs = planning.plan_works(planned).frame, planned.ledger.table("needs")
    assert frame["work"].is_unique
    assert set(frame["work"]) <= set(planned.overlaps.works["work"])
    for year in range(2026, 2031):
        asked = needs.loc[needs["year"] == str(year), "amount"].astype(int).sum()
        assert frame[f"year_{year}"].sum() == 10**6 * asked
    assert (frame[[f"year_{year}" for year in range(2026, 2031)]].sum(axis=1) == frame["amount"]).all()


def test_agencies_have_their_full_names(planned):
    names = set(planning.plan_by_unit(planned).frame["name"])
    assert {"Công an tỉnh", "Hội Cựu chiến binh tỉnh"} <= names


@pytest.mark.full
def test_a_share_that_the_planner_sets_comes_first_and_is_listed(folder, nation, tmp_path):
    shutil.copytree(folder, tmp_path / "own")
    with (tmp_path / "own/assumptions.csv").open("a", encoding="utf-8") as stream:
        stream.write("base,central_share,,,,0.05,fraction,Phần của tỉnh,Thử,,2026-11,no\n")
    own = plan_baseline(load_ledger(tmp_path / "own"), nation, HORIZON, AS_OF)
    row = planning.plan_against_money(own).text_rows[0]
    assert row[:5] == ["do người lập kế hoạch đặt, kịch bản cơ sở", "Tích hợp", "Vốn đầu tư", "5.008", "3.500"]
    assert planning.shares(own).text_rows[0][1] == "5,00%"
    listed = [row[2] for row in planning.assumption_list(own).text_rows if row[1] == "Phần của tỉnh (cơ sở)"]
    assert listed == ["5%"]


def test_a_list_of_hundreds_of_works_is_one_line_on_paper(planned):
    resource = planning.plan_works(planned).as_resource()
    assert resource["mtqg"]["workbook"]
    about = resource["mtqg"]
    block = {"type": "table", "title": resource["title"], "source_line": "", "workbook": True}
    ((_, (line,)),) = oriented([block | {name: about[name] for name in ("scope", "notes", "cells")}])
    assert line["type"] == "elsewhere"
    assert line["title"] == resource["title"]
    assert line["text"].startswith("464 dòng")


def test_tables_of_a_section_lie_across_from_its_first_wide_one_on():
    wide = {"type": "table", "landscape": True, "lines": [1] * 40}
    small, long = ({"type": "table", "landscape": False, "lines": [1] * count} for count in (5, 40))
    section = {"type": "heading", "level": 2, "runs": []}
    assert [(way, len(run)) for way, run in oriented([wide, small, wide])] == [(True, 3)]
    assert [way for way, _ in oriented([wide, long])] == [True]
    assert [way for way, _ in oriented([small, wide])] == [False, True]
    assert [way for way, _ in oriented([wide, section, long, section, wide])] == [True, False, True]


def test_without_needs_one_sentence_names_the_form(plan):
    assert "gửi biểu lập kế hoạch cho các đơn vị" in planning.plan_sentence(plan).markdown
    for view in ("plan_summary", "plan_by_source", "plan_by_unit", "plan_against_money", "plan_by_year", "draw_plan"):
        assert getattr(planning, view)(plan) is None
    assert planning.threatened_lines(plan) is None
    assert planning.plan_works(plan).markdown.endswith(f"(xem mục {SECTIONS['plan']}).")
    assert planning.assumption_list(plan).text_rows


def test_limits_that_a_source_states_stand_without_needs_too(plan):
    table = planning.stated_limits(plan)
    stated = plan.ledger.table("statements")
    wanted = stated[stated["kind"].isin(["limit", "cause", "slow_capital"])]["text_vi"]
    assert set(table.frame["text"]) == set(wanted)
    assert len(wanted) == 9
    assert {row[-1] for row in table.text_rows} == {"chưa có biểu"}
    assert "vốn đối ứng ở mọi dòng" in set(table.frame["part"])
    text = planning.weakness_sentence(plan).markdown
    assert "vốn đầu tư giải ngân 69,4%, vốn sự nghiệp giải ngân 30,9%" in text
    assert text.endswith(f"(xem mục {SECTIONS['plan']}).")


def test_the_chart_says_what_it_draws(planned):
    chart = planning.draw_plan(planned)
    assert "2027 1.287 / 553" in chart.alt
    assert "MINH HỌA" in chart.svg


@pytest.mark.full
def test_capacity_from_history_stands_beside_needs_even_where_no_money_is_known(illustrative, nation):
    own = plan_baseline(without_assumptions(illustrative, "central_share"), nation, HORIZON, AS_OF)
    table = planning.plan_by_year(own)
    assert table.title.endswith("khả năng giải ngân")
    assert [column.name for column in table.columns] == [
        *("programme", "capital", "year", "need", "asked", "capacity", "beyond")
    ]
    assert {row[0] for row in table.text_rows} == {"Tích hợp"}
    assert any("giá năm 2025" in note for note in table.notes)
    years = own.plan.years
    assert (years["beyond"] == (years["asked"] - years["capacity"]).clip(lower=0)).all()
    needs = own.ledger.table("needs")
    for row in years.itertuples():
        same = (needs["capital"] == row.capital) & (needs["year"] == str(row.year))
        rows = needs[same & needs["programme"].str.startswith(row.programme)]
        assert row.asked == 10**6 * pd.to_numeric(rows["amount"]).sum()
    text = planning.plan_sentence(own).markdown
    assert "nhu cầu mọi nguồn của chương trình Tích hợp vượt khả năng giải ngân" in text
    line = years[(years["capital"] == "investment") & (years["year"] == 2027)].iloc[0]
    assert [round(line[name] / 10**9, 1) for name in ("asked", "capacity", "beyond")] == [1446.1, 1240.2, 205.9]
    assert "khả năng" in planning.draw_plan(own).title
