"""The year-end evaluation on three kinds of data: totals only, units only, and everything (illustrative)."""

import shutil
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from mtqg_analysis import Basis, Period, evaluate_year, load_ledger, year_end
from mtqg_analysis.domain.errors import DataError, ParameterError
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.data import DataSheet
from mtqg_analysis.report.key_figures import KeyFigures
from mtqg_analysis.report.map import draw_places, strip_places
from mtqg_analysis.report.numbers import billions
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import canvas
from mtqg_analysis.run.geojson import read_places

VERBS = [name for name in year_end.__all__ if name != "head"]
DECEMBER = "2024-12-31"


@pytest.fixture(scope="module")
def everything(evaluated):
    return evaluated("illustrative", 2024, DECEMBER, term=(2021, 2025))


@pytest.fixture(scope="module")
def units_only(evaluated, official):
    return evaluated(official, 2024, DECEMBER)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_something_to_say_of_the_illustrative_dataset(everything, verb):
    shown = getattr(year_end, verb)(everything)
    assert isinstance(shown, (Table, Chart, Sentence, KeyFigures, DataSheet)) or verb == "not_published", verb
    if isinstance(shown, Table):
        assert len(shown.frame) > 0 or verb == "findings"


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_fails_where_only_units_are_known(units_only, verb):
    shown = getattr(year_end, verb)(units_only)
    assert shown is None or isinstance(shown, (Table, Chart, Sentence, KeyFigures, DataSheet)), verb


def test_units_alone_give_the_same_headline_as_printed_totals(everything, units_only):
    said = year_end.headline(units_only).markdown
    for number in ("1.318", "52,6%", "69,4%", "30,9%"):
        assert number in said
        assert number in year_end.headline(everything).markdown
    assert not units_only.ledger.is_illustrative
    assert "minh họa" not in said


@pytest.mark.parametrize("verb", [name for name in VERBS if "sentence" in name] + ["headline", "targets"])
def test_sentences_about_illustrative_figures_say_so_first(everything, verb):
    assert getattr(year_end, verb)(everything).markdown.startswith("*Theo số liệu minh họa:*")


def test_charts_of_illustrative_figures_say_so_across_the_drawing(everything):
    for verb in (name for name in VERBS if name.startswith("draw_")):
        assert "MINH HỌA" in getattr(year_end, verb)(everything).svg.upper(), verb


def test_totals_only_say_what_is_missing_and_show_no_empty_table(evaluation):
    for verb in ("programme_sentence", "unit_sentence", "flow_sentence", "counterpart_sentence", "plan_sentence"):
        said = getattr(year_end, verb)(evaluation).markdown
        assert said.startswith(("Chưa có số liệu", "Không lập được")), verb
    for verb in ("by_programme", "by_unit", "by_project", "flow_table", "draw_map", "ranking_table", "versions"):
        assert getattr(year_end, verb)(evaluation) is None, verb


def test_tables_of_units_programmes_and_projects_end_in_the_same_total(everything):
    totals = {
        verb: getattr(year_end, verb)(everything).text_rows[-1] for verb in ("by_programme", "by_unit", "by_project")
    }
    for row in totals.values():
        assert "2.505,7" in row
        assert "1.318,0" in row
        assert "52,6%" in row


def test_what_units_lack_and_what_they_spent_without_a_plan_is_noted_under_them(everything):
    held = everything.detail.units
    lost, bare = held.frame["unit"] == "HND", held.frame["unit"] == "178"
    frame = held.frame.assign(plan=held.frame["plan"].mask(bare, 0))[~lost]
    detail = replace(everything.detail, units=replace(held, frame=frame))
    whole, found = everything.detail.programmes.total, replace(held, frame=frame).total
    notes = year_end.by_unit(SimpleNamespace(detail=detail)).notes
    assert any("không có kế hoạch" in note and unit_name("178") in note for note in notes)
    rest = [billions(whole[name] - found[name], 1) for name in ("plan", "disbursed")]
    assert any("kế hoạch {}, giải ngân {} tỷ đồng".format(*rest) in note for note in notes)
    assert year_end.by_unit(everything).notes == ()


def test_what_no_year_of_the_term_has_published_is_no_sum(everything):
    years = everything.term.years.assign(cancelled=float("nan"), closing=float("nan"))
    table = year_end.term_table(SimpleNamespace(term=replace(everything.term, years=years), ledger=everything.ledger))
    assert table.text_rows[-1][-2:] == ["chưa có số liệu"] * 2


def test_shares_of_the_shortfall_add_up_to_one(everything):
    frame = year_end.unit_measures(everything).frame
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["contribution"].sum() == pytest.approx(0)


def test_a_rate_that_prints_at_a_threshold_is_marked(everything):
    marked = [row for row in year_end.unit_measures(everything).text_rows if row[-1].endswith("±")]
    assert [row[0] for row in marked] == ["Bắc Sơn"]
    assert marked[0][1] == "50,0%"


def test_targets_are_met_as_the_notice_counts_them_and_misses_are_named(everything):
    said = year_end.targets(everything).markdown
    assert "04/06 nhóm mục tiêu lớn" in said
    assert "104 (mục tiêu từ 107 trở lên)" in said
    assert said.count("(mục tiêu ") == 2


def test_a_target_that_does_not_say_what_meets_it_is_shown_and_not_judged(few, nation):
    file = few / "targets.csv"
    file.write_text(file.read_text("utf-8").replace("at_least", "").replace("at_most", ""), "utf-8")
    found = evaluate_year(load_ledger(few, Period(2025, date(2025, 12, 31))), nation)
    assert set(found.targets["met"]) == {None}
    shown = {row[-2] for row in year_end.target_table(found).text_rows}
    assert shown == {"không nêu thế nào là đạt"}


def test_targets_and_tasks_know_nothing_of_days_after_the_cut_off(evaluated, everything):
    june = evaluated("illustrative", 2024, "2024-06-30", term=(2021, 2025))
    assert "Chưa đến cuối năm" in year_end.targets(june).markdown
    assert set(june.targets["actual"]) == {None}
    assert set(everything.term_targets["actual"]) == {None}  # the term ends a year after this cut-off
    rows = {row[0][:7]: row[3] for row in year_end.directives(june).text_rows}
    assert rows["Rà soát"] == "chưa đến hạn"  # reported on 12 July


def test_directives_stand_as_their_days_say(everything):
    states = {row[0][:8]: row[3] for row in year_end.directives(everything).text_rows}
    assert sorted(state.split(";")[0] for state in states.values()) == [
        "chưa đến hạn",
        *["quá hạn"] * 2,
        *["đã hoàn thành"] * 3,
    ]


def test_the_term_counts_carried_over_money_once(everything):
    rows = everything.term.years
    closing = rows["closing"].dropna().iloc[-1]
    known = rows[rows["closing"].notna()]
    assert known["new"].sum() == known["disbursed"].sum() + known["cancelled"].sum() + closing
    assert everything.term.missing == (2025,)  # it begins after the cut-off
    assert everything.term.apart == (2024,)  # it is not settled by then, as the others are
    assert year_end.term_table(everything).text_rows[-1][0] == "Cộng 2021-2023"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "52,6%"),
        ({"basis": Basis("start_of_year")}, "54,8%"),
        ({"basis": Basis(own_money=True)}, "54,9%"),
    ],
)
def test_every_figure_follows_basis_and_origin(evaluated, asked, expected):
    found = evaluated("illustrative", 2024, DECEMBER, **asked)
    assert expected in year_end.headline(found).markdown
    assert year_end.rates(found).text_rows[0][2] == expected
    assert year_end.by_unit(found).text_rows[-1][4] == expected
    assert year_end.by_programme(found).text_rows[-1][3] == expected


def test_captions_and_sentences_say_that_carried_over_money_is_left_out(evaluated):
    found = evaluated("illustrative", 2024, DECEMBER, basis=Basis(own_money=True))
    assert "không gồm vốn kéo dài" in year_end.headline(found).markdown
    for verb in ("rates", "draw_rates", "implied", "by_programme", "by_unit", "draw_map", "versions"):
        assert "không gồm vốn kéo dài" in getattr(year_end, verb)(found).scope.line, verb
    assert "Chưa có số liệu theo dự án" in year_end.programme_sentence(found).markdown


def test_every_figure_follows_the_cut_off(evaluated):
    june = evaluated("illustrative", 2024, "2024-06-30")
    assert "12,2%" in year_end.headline(june).markdown
    assert "30/06/2024" in year_end.by_unit(june).scope.line
    assert year_end.ranking_table(june) is None
    assert "Không lập thứ hạng" in year_end.ranking_sentence(june).markdown
    assert year_end.january(june) is None  # nothing is measured from 31/12 yet


@pytest.mark.parametrize(
    ("basis", "said"),
    [(Basis(own_money=True), "không tách vốn năm"), (Basis("pm_assigned"), "plan_basis = unknown")],
)
def test_totals_only_refuse_what_they_cannot_give(evaluated, basis, said):
    with pytest.raises(DataError, match=said):
        evaluated("langson", 2024, DECEMBER, basis=basis)


def test_a_unit_whose_code_is_markup_stays_text(official, nation, tmp_path):
    folder = tmp_path / "thu"
    shutil.copytree(official, folder)
    rows = (folder / "facts.csv").read_text("utf-8").replace(",SLD,", ",<b>*x*</b>,")
    (folder / "facts.csv").write_text(rows, "utf-8")
    period = Period(2024, date(2024, 12, 31))
    said = year_end.unit_sentence(evaluate_year(load_ledger(folder, period), nation)).markdown
    assert "<b>" not in said
    assert "\\<b\\>" in said


def test_communes_after_july_2025_stand_on_the_map(evaluated):
    found = evaluated("illustrative", 2025, "2025-12-31")
    assert "65 đơn vị" in year_end.draw_map(found).alt
    assert len(year_end.by_unit(found).frame) == 65 + 6 + 1


def test_units_of_which_nobody_says_how_they_lie_stand_in_a_strip_with_circles_for_their_money():
    rows = pd.DataFrame({"unit": ["a", "b", "c"], "rate": [0.2, 0.9, float("nan")], "plan": [4e9, 1e9, 0.0]})
    places = strip_places(rows)
    assert sorted(places, key=lambda code: (-places[code][0][0][1], places[code][0][0][0])) == ["b", "a", "c"]
    figure, (axes,) = canvas(2)
    draw_places(axes, places, rows.assign(name=rows["unit"], level="commune"))
    radii = [path.get_extents().width for path in axes.collections[0].get_paths()]
    assert radii[0] / radii[1] == pytest.approx(0.5)  # areas are as the plans, in the order of the strip
    plt.close(figure)


def test_the_user_s_own_outlines_replace_the_tiles(everything, tmp_path):
    file = tmp_path / "ban_do.geojson"
    file.write_text(
        '{"type": "FeatureCollection", "features": [{"properties": {"name": "Hữu Lũng"}, "geometry": {"type": '
        '"Polygon", "coordinates": [[[106, 21], [107, 21], [107, 22], [106, 21]]]}}, {"properties": {"code": "188"}, '
        '"geometry": {"type": "MultiPolygon", "coordinates": [[[[1, 1], [2, 1], [2, 2], [1, 1]]]]}}]}',
        "utf-8",
    )
    chart = year_end.draw_map(everything, read_places(str(file)))
    assert "GeoJSON" in chart.notes[0]
    assert "Lộc Bình" in chart.svg
    assert "Bình Gia" not in chart.svg


@pytest.mark.parametrize(
    "content",
    [
        '{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[NaN, 1]]]}}]}',
        "[]",
        "{",
        '{"features": 3}',
        '{"features": [{"geometry": {"type": "Polygon", "coordinates": [[["x", 1]]]}}]}',
    ],
)
def test_a_map_that_is_no_geojson_is_refused_by_name(content, tmp_path):
    file = tmp_path / "hong.geojson"
    file.write_text(content, "utf-8")
    with pytest.raises(DataError, match=r"hong\.geojson"):
        read_places(str(file))


def test_a_map_of_other_places_is_refused(everything, tmp_path):
    file = tmp_path / "noi_khac.geojson"
    file.write_text('{"features": [{"properties": {"code": "1"}, "geometry": null}]}', "utf-8")
    with pytest.raises(ParameterError, match=r"ví dụ 18\d"):
        year_end.draw_map(everything, read_places(str(file)))


def test_it_speaks_english(everything):
    with speaking("en"):
        assert "According to illustrative figures" in year_end.unit_sentence(everything).markdown
        assert "counterpart" in year_end.counterpart_sentence(everything).markdown


def test_estimates_are_counted_in_one_division_of_the_money(everything):
    errors = everything.outlook.errors
    units = errors[(errors["group"] == "unit") & (errors["target"] == 13)]
    chart = year_end.draw_estimates(everything)
    over = int((units["error"] > 0).sum())
    assert chart.title.startswith(f"{over}/{len(units)} số ước (từng đơn vị)")
    assert "không độc lập" in chart.notes[0]
