"""Numbers drawn are numbers printed: read back from the axes and held against the tables beside them."""

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgba

from mtqg_analysis import comparison, planning, year_end
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.numbers import BILLION
from mtqg_analysis.report.pages.planning.restated import COLOURS

WHITE = to_rgba("white")


def drawn(verb, analysis):
    """The axes of a chart."""
    return verb(analysis).figure.axes[0]


def across(bars):
    """Where each bar begins and ends, from the smaller number to the larger."""
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars]
    return [pytest.approx(sorted(pair)) for pair in ends]


def upwards(bars):
    return [sorted((bar.get_y(), bar.get_y() + bar.get_height())) for bar in bars]


def dots(axes):
    """Points with a marker and no line, and whether they are hollow: {(x, y)} by hollow; legends have no points."""
    found = {True: set(), False: set()}
    for line in axes.lines:
        if line.get_marker() not in ("None", "", None) and line.get_linestyle() == "None":
            hollow = to_rgba(line.get_markerfacecolor()) == WHITE
            points = zip(*map(np.atleast_1d, line.get_data()), strict=True)
            found[hollow] |= {(round(float(x), 6), round(float(y), 6)) for x, y in points if np.isfinite(y)}
    return found


# Bars -------------------------------------------------------------------------------------------------------------


def test_a_bar_of_the_tornado_runs_from_base_to_what_the_table_says(plan):
    outlook = plan.outlook
    rows = planning.sensitivity(outlook).frame.to_dict("records")
    ends = [row[end] / BILLION for row in rows for end in ("at_low", "at_high")]
    base = outlook.base_closing / BILLION
    bars = drawn(planning.draw_tornado, outlook).patches
    assert across(bars) == [sorted((base, end)) for end in ends]
    assert len(bars) == 2 * len(rows) > 4
    assert base > 0


def test_the_flow_stands_as_the_table_adds_it_up(evaluated):
    december = evaluated("illustrative", 2024, "2024-12-31", term=(2021, 2025))
    total = year_end.flow_table(december).frame.iloc[-1]
    money = {name: total[name] / BILLION for name in ("opening", "new", "disbursed", "cancelled", "closing")}
    opening, new, disbursed, cancelled, closing = upwards(drawn(year_end.draw_flow, december).patches)
    assert opening == pytest.approx([0, money["opening"]])
    assert new == pytest.approx([money["opening"], money["opening"] + money["new"]])
    assert disbursed == pytest.approx([new[1] - money["disbursed"], new[1]])
    assert cancelled == pytest.approx([disbursed[0] - money["cancelled"], disbursed[0]])
    assert closing == pytest.approx([0, money["closing"]])
    assert closing[1] == pytest.approx(cancelled[0])


def test_reasons_lead_step_by_step_from_one_rate_to_the_other(illustrated):
    change = next(one for one in reversed(illustrated.province.changes) if one.units_matched)
    first, *steps, second = drawn(comparison.draw_reasons, illustrated).patches
    level = first.get_x() + first.get_width()
    assert level == pytest.approx(100 * change.rates[0])
    for bar in steps:
        assert bar.get_x() == pytest.approx(level)
        level += bar.get_width()
    assert [bar.get_width() for bar in steps] == pytest.approx([100 * one for one in change.nested.values()])
    assert (level, second.get_width()) == (pytest.approx(100 * change.rates[1]), pytest.approx(100 * change.rates[1]))


CUT = "Trục giá trị không bắt đầu từ 0."


def charts(page, analysis):
    made = [getattr(page, verb)(analysis) for verb in page.__all__ if verb.startswith("draw_")]
    return [one for one in made if isinstance(one, Chart)]


def test_a_scale_of_values_that_leaves_zero_out_is_told_and_no_bar_from_zero_stands_on_one(evaluation, illustrated):
    seen = [*charts(year_end, evaluation), *charts(comparison, illustrated)]
    for chart in seen:
        limits = {(one, side): getattr(one, f"get_{side}lim")() for one in chart.figure.axes for side in "xy"}
        scales = {key: ends for key, ends in limits.items() if "of_values" in vars(getattr(key[0], f"{key[1]}axis"))}
        cut = {key for key, ends in scales.items() if min(ends) * max(ends) > 0}
        assert (CUT in chart.notes) == bool(cut), chart.name
        steps = chart.name == "hinh_nguyen_nhan"  # a waterfall, whose steps would not be seen on a whole scale
        assert steps or not any(bars_from_zero(axes, side) for axes, side in cut), chart.name
    assert {CUT in chart.notes for chart in seen} == {True, False}


def bars_from_zero(axes, side):
    bars = [bar for one in axes.containers for bar in getattr(one, "patches", ())]
    return any((bar.get_x() if side == "x" else bar.get_y()) == 0 for bar in bars)


def test_former_years_stand_where_their_cells_do(invented_plan):
    """Each row of the table is added up again: agencies from their own cells, the rest from today's communes."""
    years = [one for one in invented_plan.history.years if one.communes is not None]
    exact, modelled, undivided, agency, _ = planning.restated_totals(invented_plan).frame.to_dict("records")
    for one in years:
        name, cells, communes = f"y{one.year}", one.units.frame, one.communes.frame
        agencies = cells.loc[cells["level"] == "agency", "plan"].sum()
        assert agency[name] == agencies > 0
        assert exact[name] + modelled[name] == communes["plan"].sum()
        assert undivided[name] == cells["plan"].sum() - communes["plan"].sum() - agencies
    assert any(agency[name] != undivided[name] for name in agency if name != "name")
    bars = drawn(planning.draw_restated, invented_plan).patches
    for row, colour in zip((exact, modelled, undivided, agency), COLOURS.values(), strict=True):
        widths = [bar.get_width() for bar in bars if to_hex(bar.get_facecolor()) == colour.lower()]
        assert widths == pytest.approx([row[f"y{one.year}"] / BILLION for one in years])


# Points: full where it happened, hollow where somebody expected it -----------------------------------------------


def test_the_nation_s_estimates_are_hollow_and_its_actual_figures_full(years):
    rows = years.investment
    at = {
        status: {
            (int(row.stage), round(100 * float(row.exact), 6)) for row in rows.itertuples() if row.status == status
        }
        for status in ("actual", "estimate")
    }
    assert at["actual"]
    assert at["estimate"]
    found = dots(drawn(comparison.draw_investment, years))
    assert (found[False], found[True]) == (at["actual"], at["estimate"])


def test_a_poverty_rate_is_hollow_where_it_is_an_estimate(evaluation):
    rows = evaluation.outcomes[evaluation.outcomes["measure"] == "poverty_rate"]
    found = dots(drawn(year_end.draw_poverty, evaluation))
    for hollow, is_actual in ((False, True), (True, False)):
        part = rows[(rows["status"] == "actual") == is_actual]
        assert found[hollow] == {(int(row.year), round(100 * float(row.exact), 6)) for row in part.itertuples()}
    assert found[False]


def test_a_month_of_the_nation_is_full_only_where_it_is_an_actual_figure(evaluated):
    august = evaluated("langson", 2025, "2025-08-31")
    mixed, actual = august.outlook.mixed.whole, august.outlook.nation.whole
    full = {
        (month, round(100 * float(mixed.at(year, month)), 6))
        for year in mixed.years
        for month in range(1, 14)
        if np.isfinite(mixed.at(year, month)) and np.isfinite(actual.at(year, month))
    }
    axes = drawn(year_end.draw_outlook, august)
    assert full
    assert full <= dots(axes)[False]
    assert not full & dots(axes)[True]
    assert len(dots(axes)[True]) > 0
