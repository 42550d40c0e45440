"""How the methods did on past years, as dots: like for like, and what only repeats itself is hollow."""

import pandas as pd
from matplotlib.axes import Axes

from mtqg_analysis.analysis.forecast.contenders import BASELINES
from mtqg_analysis.analysis.forecast.evidence import common, tried
from mtqg_analysis.analysis.forecast.triangle import LAST
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import write_numbers
from mtqg_analysis.report.numbers import number
from mtqg_analysis.report.pages.year_end.backtests import LEFT_OUT, ROLLING, seen
from mtqg_analysis.report.pages.year_end.outlook import NAMES, tried_words
from mtqg_analysis.report.scopes import basis_word
from mtqg_analysis.report.theme import BLUE, INK, MUTED, VERMILION, canvas
from mtqg_analysis.report.view import view

DOTS = ("s", "D", "o")


@view()
def draw_errors(evaluation: YearEnd) -> Chart | None:
    """Errors of both baselines and one method on the forecasts that all of them made, by the month seen from."""
    own = evaluation.outlook.province
    rolling, left_out = (trials[trials["target"] == LAST] for trials in (own.rolling, own.left_out))
    trials, protocol = (rolling, ROLLING) if len(rolling) else (left_out, LEFT_OUT)
    if own.whole is None or trials.empty:
        return None
    baselines = [name for name in BASELINES if name in set(trials["method"])]
    best = _best(trials)
    shown = [*baselines, best] if best else baselines
    held = common(trials, shown)
    if held.empty:
        return None
    figure, (axes,) = canvas(3.6)
    _draw_dots(axes, held, shown)
    axes.set(xticks=sorted(set(held["origin"])), xlabel=tr("đứng ở cuối tháng"))
    axes.set_ylabel(tr("dự báo trừ thực hiện, điểm %"))
    write_numbers(axes.yaxis)
    sizes = held.assign(size=held["error"].abs()).groupby("method")["size"].mean()
    said = "; ".join(f"{tr(NAMES[name])} {number(100 * sizes[name], 1)}" for name in shown)
    proof = tried(held)
    notes = [
        tr(
            "Cách thử: {protocol}. Chỉ những lần mà cả {count} cùng dự báo: n = {n}, của {tried}. Điểm rỗng: lặp lại "
            "dự báo của tháng đứng trước, không phải bằng chứng mới.",
            protocol=tr(protocol),
            count=len(shown),
            n=proof.n,
            tried=tried_words(proof),
        )
    ]
    if best:
        name = tr(NAMES[best])
        notes.append(
            tr("«{name}» được chọn sau khi đã biết các sai số này, nên trông tốt hơn khi dùng thật.", name=name)
        )
    return Chart(
        figure,
        name="hinh_sai_so",
        title=tr("Sai số bình quân trên cùng {n} lần dự báo, điểm %: {said}", n=proof.n, said=said),
        alt=tr("Biểu đồ điểm, mỗi điểm là một lần dự báo lại. Sai số tuyệt đối bình quân: {said}.", said=said),
        scope=Scope(tr("điểm phần trăm"), seen(evaluation), basis_word("in_force"), tr("dự báo trừ thực hiện")),
        sources=own.sources,
        notes=tuple(notes),
        illustrative=evaluation.ledger.is_illustrative,
    )


def _draw_dots(axes: Axes, held: pd.DataFrame, shown: list[str]) -> None:
    """A dot an error; hollow and small where the method only said again what it had said a month before."""
    axes.axhline(0, color=MUTED, linewidth=1)
    colours = dict(zip(BASELINES, (INK, VERMILION), strict=True))
    for place, name in enumerate(shown):
        part, shift = held[held["method"] == name], 0.22 * (place - (len(shown) - 1) / 2)
        colour = colours.get(name, BLUE)
        new = tr(
            "{name}: n = {n}, {new} khác nhau", name=tr(NAMES[name]), n=len(part), new=int((~part["repeated"]).sum())
        )
        for rows, face, size, label_ in (
            (part[~part["repeated"]], colour, 5, new),
            (part[part["repeated"]], "none", 4, ""),
        ):
            (dots,) = axes.plot(rows["origin"] + shift, 100 * rows["error"], DOTS[place], color=colour)
            dots.set(linestyle="none", markerfacecolor=face, markersize=size, alpha=0.75, label=label_ or "_")
    axes.legend(ncols=1, loc="lower left", bbox_to_anchor=(0, 1), fontsize=9)


def _best(trials: pd.DataFrame) -> str:
    """The method, no baseline, with the smallest mean error among those that made every forecast."""
    found = trials.assign(size=trials["error"].abs()).groupby("method")["size"]
    sizes, counts = found.mean(), found.size()
    whole = [name for name in sizes.index if name not in BASELINES and counts[name] == counts.get("history_mean")]
    return min(whole, key=lambda name: float(sizes[name]), default="")
