"""What a page shows of a chart beside its drawing: the same at the width of a phone, and its values in words."""

import matplotlib as mpl
import pytest

from mtqg_analysis import comparison, planning, year_end
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import name_rows, say
from mtqg_analysis.report.narrow import narrowed
from mtqg_analysis.report.theme import RC, canvas


def chart_of(figure):
    scope = Scope("%", "2024", "b", "s")
    return Chart(figure, name="a", title="A", alt="Hình", scope=scope, illustrative=False)


def texts(chart):
    return [one["text"] for one in chart.screen["values"]]


@pytest.fixture
def bars():
    """Two rows, the second with a printed figure of its source, on an axis of money."""
    figure, (axes,) = canvas()
    axes.barh([0, 1], [1850.2, 73.0], label="vốn")
    axes.annotate("khoảng 73", (73.0, 1), xytext=(4, 0), textcoords="offset points")
    axes.set_xlabel("tỷ đồng; trục từ 0")
    name_rows(axes, ["Hữu Lũng", "Chi Lăng"])
    return figure


def test_a_value_says_row_and_series_and_what_the_axis_counts(bars):
    assert texts(chart_of(bars)) == ["vốn, Hữu Lũng: 1.850 tỷ đồng", "vốn, Chi Lăng: khoảng 73 tỷ đồng"]


def test_a_value_stands_in_both_drawings_where_its_bar_ends(bars):
    chart = chart_of(bars)
    (x, y, u, v), (_, below, _, beneath) = (one["at"] for one in chart.screen["values"])
    assert x == pytest.approx(100 * bars.axes[0].transData.transform((1850.2, 0))[0] / bars.bbox.width, abs=0.1)
    assert 0 < y < below < 100
    assert 0 < v < beneath < 100
    assert 50 < u < 100


def test_what_a_page_says_of_its_marks_is_said_word_by_word():
    figure, (axes,) = canvas()
    say(axes.scatter([1, 2], [3, 4]), "Bắc Sơn: 3", "Bình Gia: 4")
    axes.scatter([5], [6])  # along two scales, and nobody says what it is
    assert texts(chart_of(figure)) == ["Bắc Sơn: 3", "Bình Gia: 4"]


@pytest.mark.full
def test_more_values_than_anybody_reads_are_left_to_the_table():
    figure, (axes,) = canvas()
    axes.plot(range(151), range(151), "o")
    axes.set_xticks(range(151))
    assert texts(chart_of(figure)) == []


def test_a_narrow_drawing_leaves_the_wide_one_as_it_was(bars):
    before = chart_of(bars).svg
    assert "viewBox" in chart_of(bars).screen["narrow"]
    assert chart_of(bars).svg == before
    assert tuple(bars.get_size_inches()) == (6.4, 3.4)


def test_panels_stand_one_below_the_other_on_a_phone():
    figure, panels = canvas(columns=2)
    for axes in panels:
        axes.plot([1, 2], [1, 2])
    small = narrowed(figure)
    first, second = (axes.get_position() for axes in small.axes)
    assert first.y0 > second.y1
    assert small.get_figheight() == 2 * figure.get_figheight()


# All charts of the reports ---------------------------------------------------------------------------------------


def charts(page, analysis):
    shown = [verb(analysis) for name, verb in vars(page).items() if name.startswith("draw_")]
    return [one for one in shown if isinstance(one, Chart)]


@pytest.fixture(scope="module")
def drawn(evaluated, illustrated, invented_plan):
    evaluation = evaluated("illustrative", 2024, "2024-12-31")
    made = charts(year_end, evaluation) + charts(comparison, illustrated) + charts(planning, invented_plan)
    assert len(made) > 20
    return made


def shown_ticks(axis):
    low, high = sorted(axis.get_view_interval())
    places = axis.get_majorticklocs()
    return [text for at, text in zip(places, axis.get_majorticklabels(), strict=True) if low <= at <= high]


def unreadable(figure):
    """Words along axes, in the drawing and in legends that the edge cuts or that others stand on."""
    found, texts = [], []
    for axes in figure.axes:
        labels = [one for axis in (axes.xaxis, axes.yaxis) for one in shown_ticks(axis)] if axes.axison else []
        texts += [*labels, *axes.texts, axes.title, axes.xaxis.label, axes.yaxis.label]
    texts += [text for legend in figure.legends for text in legend.get_texts()]
    boxes = [(one.get_text(), one.get_window_extent()) for one in texts if one.get_visible() and one.get_text()]
    paper = figure.bbox.padded(2)
    for place, (text, box) in enumerate(boxes):
        if box.x0 < paper.x0 or box.x1 > paper.x1 or box.y0 < paper.y0 or box.y1 > paper.y1:
            found.append(f"{text} is cut")
        for other, beside in boxes[place + 1 :]:
            shared = box.intersection(box, beside)
            if shared is not None and min(shared.width, shared.height) > 2:
                found.append(f"{text} on {other}")
    return found


@pytest.mark.full
def test_on_a_phone_no_words_are_cut_or_stand_on_others(drawn):
    found = {}
    for chart in drawn:
        with mpl.rc_context(RC):
            small = narrowed(chart.figure)
            small.draw_without_rendering()
            found[chart.name] = unreadable(small)
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.full
def test_nearly_every_chart_says_its_values_and_none_with_a_bare_number(drawn):
    silent = {chart.name for chart in drawn if not texts(chart)}
    assert silent <= {"hinh_sai_so", "hinh_quat", "hinh_thi_diem", "hinh_uoc_thuc_hien"}
    for chart in drawn:
        for text in texts(chart):
            assert ": " in text, (chart.name, text)
            assert "nan" not in text, (chart.name, text)
