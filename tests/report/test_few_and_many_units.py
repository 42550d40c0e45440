"""Charts and their titles for one unit, for many, for rates that are alike, far apart or beyond the plan."""

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

import pandas as pd
import pytest
from changes import with_table
from matplotlib.text import Annotation
from small_datasets import Shape, write

from mtqg_analysis import Period, compare_years, comparison, evaluate_year, load_ledger, year_end


def ledger_of(folder, shape):
    day = date(shape.last_year, 12, 31)
    return load_ledger(write(folder / "drawn", shape), Period(shape.last_year, day))


@pytest.fixture
def evaluated_as(tmp_path, nation):
    return lambda **about: evaluate_year(ledger_of(tmp_path, Shape(**about)), nation)


@pytest.fixture
def compared_as(tmp_path, nation):
    def compared(**about):
        return compare_years(ledger_of(tmp_path, Shape(**about)), nation, (2023, 2024), date(2025, 1, 31))

    return compared


def clashes(texts):
    """The pairs of texts of which one stands on the other."""
    boxes = [(one.get_text(), one.get_window_extent()) for one in texts]
    return [(one, other) for (one, at), (other, there) in combinations(boxes, 2) if at.overlaps(there)]


def names_of(figure):
    figure.draw_without_rendering()
    return [one for one in figure.axes[0].texts if isinstance(one, Annotation)]


def outside(figure):
    """The texts that stand outside the paper."""
    figure.draw_without_rendering()
    paper = figure.bbox.padded(1)
    axes = figure.axes[0]
    texts = [*axes.texts, axes.xaxis.label, axes.yaxis.label]
    boxes = {one.get_text(): one.get_window_extent() for one in texts if one.get_text()}
    return [text for text, box in boxes.items() if not (paper.x0 <= box.x0 and box.x1 <= paper.x1)]


@pytest.mark.full
@pytest.mark.parametrize(
    "rate",
    [pytest.param((0.0, 1.3), marks=pytest.mark.full), (0.94, 0.96), pytest.param((0.6, 0.6), marks=pytest.mark.full)],
)
def test_no_name_of_the_slopes_stands_on_another_nor_outside(rate, compared_as):
    said = comparison.draw_slopes(compared_as(units=11, years=2, rate=rate, seed=11))
    names = names_of(said.figure)
    assert len(names) == 22
    assert clashes(names) == []
    low, high = said.figure.axes[0].get_ylim()
    assert all(low <= one.xy[1] <= high for one in names)
    if rate == (0.6, 0.6):  # 60,0 beside 60,0 is no rise
        assert said.title.startswith("0/11 huyện")


def listed(ledger, shape):
    """The ledger with a list of ten projects of each unit that add up to its plan and disbursement."""
    facts, draw, rows = ledger.facts, random.Random(1), []
    december = facts[facts["as_of"] == f"{shape.last_year}-12-31"].set_index("unit")["exact"]
    for unit, plan in facts[facts["measure"] == "plan"].set_index("unit")["exact"].items():
        plans = [int(plan) // 10] * 9
        plans.append(int(plan) - sum(plans))
        shares = [min(1.0, max(0.0, december[unit] / plan + draw.uniform(-0.1, 0.1))) for _ in plans[1:]]
        paid = [int(one * share) for one, share in zip(plans, shares, strict=False)]
        paid.append(int(december[unit]) - sum(paid))
        about = {"unit": unit, "level": shape.level, "year": str(shape.last_year), "source": "S1"}
        about |= {"programme": "DTTS", "capital": "investment", "name_vi": "Đường"}
        rows += [
            about | {"project": f"{unit}-{place}", "plan": str(one / 10**6), "disbursed": str(share / 10**6)}
            for place, (one, share) in enumerate(zip(plans, paid, strict=True))
        ]
    return with_table(ledger, "projects", pd.DataFrame(rows))


@pytest.mark.full
@pytest.mark.parametrize("units", [2, 65])
def test_a_ranking_fits_its_page_and_no_name_of_the_funnel_stands_on_another(units, tmp_path, nation):
    about = {"level": "commune", "programmes": 1, "capitals": ("investment",), "carried": False}
    shape = Shape(units=units, first_month=12, last_month=12, **about)
    found = evaluate_year(listed(ledger_of(tmp_path, shape), shape), nation)
    ranking, funnel = year_end.draw_ranking(found), year_end.draw_funnel(found)
    assert ranking.figure.get_size_inches()[1] < 9
    assert outside(ranking.figure) == []
    labels = ranking.figure.axes[0].get_yticklabels()
    assert clashes(labels) == []
    assert clashes(names_of(funnel.figure)) == []
    assert ("không đủ chỗ ghi tên" in " ".join(funnel.notes)) == (units == 65)
    assert "0 trên" not in ranking.title


def test_rates_beyond_the_plan_stay_within_the_drawings(evaluated_as):
    found = evaluated_as(years=2, rate=(1.2, 1.4))
    chart = year_end.draw_outlook(found)
    assert "12" in chart.alt
    (axes,) = chart.figure.axes
    low, high = axes.get_ylim()
    held = [value for line in axes.lines for value in line.get_ydata() if value == value]
    assert low <= min(held) <= max(held) <= high


@pytest.mark.full
def test_a_waterfall_shows_every_step(compared_as):
    found = compared_as(units=3, years=2, rate=(0.1, 1.2), seed=3)
    changes = found.province.changes
    steep = replace(changes[-1], nested=dict.fromkeys(changes[-1].nested, 0.1) | {"rate": -0.3})
    found = replace(found, province=replace(found.province, changes=(*changes[:-1], steep)))
    axes = comparison.draw_reasons(found).figure.axes[0]
    low, high = axes.get_xlim()
    steps = axes.patches[1:-1]
    assert all(low <= bar.get_x() <= high and low <= bar.get_x() + bar.get_width() <= high for bar in steps)


def test_a_small_amount_has_its_number_beside_its_bar(tmp_path, nation):
    ledger = ledger_of(tmp_path, Shape())
    small = ledger.facts.assign(**{name: ledger.facts[name] // 10**4 for name in ("exact", "low", "high")})
    figure = year_end.draw_shortfall(evaluate_year(replace(ledger, facts=small), nation)).figure
    _, high = figure.axes[0].get_xlim()
    names = names_of(figure)
    assert len(names) == 3
    assert all(one.xy[0] <= high for one in names)
    assert high < 1


def test_one_unit_is_not_half_of_itself(evaluated_as):
    found = evaluated_as(units=1)
    assert year_end.draw_shortfall(found).title.startswith("TP Lạng Sơn thiếu ")
    assert "tỷ đồng so với mức 95%" in year_end.draw_shortfall(found).title


def test_rates_that_print_alike_have_no_slowest_and_no_span(evaluated_as):
    found = evaluated_as(years=3, rate=(0.6, 0.6), carried=False)
    tiles = year_end.draw_map(found)
    assert tiles.title == "Cả 03 đơn vị cùng đạt 60,0% kế hoạch"
    assert "06 phần theo chương trình, loại vốn cùng đạt 60,0% kế hoạch" in year_end.draw_programmes(found).title
    assert "cùng kỳ các năm trước đều 60,0%" in year_end.draw_outlook(found).title
    assert len(tiles.figure.axes) == 1  # no scale of one colour


@pytest.mark.full
@pytest.mark.parametrize(
    ("placed", "due", "said"),
    [(50, 100, "mới bố trí 50%"), (120, 100, "đã bố trí 120%"), (0, 0, "chưa có vốn đối ứng nào phải bố trí")],
)
def test_counterpart_in_time_is_not_called_late(placed, due, said, tmp_path, nation):
    ledger = ledger_of(tmp_path, Shape(side=True))
    rows = ledger.table("counterpart").assign(due=str(due), placed=str(placed))
    both = pd.concat([rows, rows.assign(day="2024-06-30", counterpart=rows["counterpart"] + "b")])
    shown = year_end.draw_counterpart(evaluate_year(with_table(ledger, "counterpart", both), nation))
    assert said in shown.title


@pytest.mark.full
@pytest.mark.parametrize(
    ("values", "said"), [((2, 3), "lên"), ((3, 2), "còn"), ((2, 2), "cùng là"), ((2,), "năm 2023:")]
)
def test_poverty_that_rose_is_not_told_as_a_fall(values, said, evaluated):
    found = evaluated("illustrative", 2024, "2024-12-31")
    rows = found.outcomes[found.outcomes["measure"] == "poverty_rate"].head(len(values))
    years = [str(2023 + place) for place in range(len(values))]
    shown = year_end.draw_poverty(replace(found, outcomes=rows.assign(exact=[one / 100 for one in values], year=years)))
    assert said in shown.title
