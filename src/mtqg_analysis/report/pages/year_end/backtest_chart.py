"""How the methods did on past years, as dots: like for like, and what only repeats itself is hollow."""

from matplotlib.axes import Axes

from mtqg_analysis.analysis.forecast.contenders import BASELINES
from mtqg_analysis.analysis.forecast.evidence import LikeForLike, like_for_like, tried
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.draw import write_numbers
from mtqg_analysis.report.numbers import size
from mtqg_analysis.report.pages.year_end.backtests import PROTOCOLS, errors_scope
from mtqg_analysis.report.pages.year_end.outlook import NAMES, tried_words
from mtqg_analysis.report.theme import BLUE, INK, MUTED, VERMILION, canvas
from mtqg_analysis.report.view import view

DOTS = ("s", "D", "o")


@view()
def draw_errors(evaluation: YearEnd) -> Chart | None:
    """Errors of both baselines and one method on the forecasts that all of them made, by the month seen from."""
    own = evaluation.outlook.province
    alike = like_for_like(own) if own.whole is not None else None
    if alike is None:
        return None
    figure, (axes,) = canvas(3.6)
    _draw_dots(axes, alike)
    axes.set(xticks=sorted(set(alike.trials["origin"])), xlabel=tr("dự báo lập cuối tháng"))
    axes.set_ylabel(tr("dự báo trừ thực hiện, điểm %"))
    write_numbers(axes.yaxis)
    said = "; ".join(f"{tr(NAMES[name])} {size(error)}" for name, error in alike.sizes.items())
    proof = tried(alike.trials)
    notes = [
        tr(
            "Cách thử: {protocol}. Chỉ những lần mà cả {count} cùng dự báo: n = {n}, của {tried}. Điểm rỗng: lặp lại "
            "dự báo của tháng đứng trước, không phải bằng chứng mới.",
            protocol=tr(PROTOCOLS[alike.protocol]),
            count=len(alike.sizes),
            n=proof.n,
            tried=tried_words(proof),
        )
    ]
    if alike.best:
        name = tr(NAMES[alike.best])
        notes.append(
            tr("«{name}» được chọn sau khi đã biết các sai số này, nên sai số khi sử dụng có thể lớn hơn.", name=name)
        )
    return Chart(
        figure,
        name="hinh_sai_so",
        title=tr("Sai số bình quân trên cùng {n} lần dự báo, điểm %: {said}", n=proof.n, said=said),
        alt=tr("Biểu đồ điểm, mỗi điểm là một lần kiểm chứng. Sai số tuyệt đối bình quân: {said}.", said=said),
        scope=errors_scope(evaluation, "in_force", tr("dự báo trừ thực hiện")),
        sources=own.sources,
        notes=tuple(notes),
        illustrative=evaluation.ledger.is_illustrative,
    )


def _draw_dots(axes: Axes, alike: LikeForLike) -> None:
    """A dot an error; hollow and small where the method only said again what it had said a month before."""
    axes.axhline(0, color=MUTED, linewidth=1)
    colours = dict(zip(BASELINES, (INK, VERMILION), strict=True))
    for place, name in enumerate(alike.sizes):
        part, shift = alike.trials[alike.trials["method"] == name], 0.22 * (place - (len(alike.sizes) - 1) / 2)
        colour = colours.get(name, BLUE)
        new = tr(
            "{name}: {n} lần, {new} lần khác nhau",
            name=tr(NAMES[name]),
            n=len(part),
            new=int((~part["repeated"]).sum()),
        )
        for rows, face, large, label_ in (
            (part[~part["repeated"]], colour, 5, new),
            (part[part["repeated"]], "none", 4, ""),
        ):
            (dots,) = axes.plot(rows["origin"] + shift, 100 * rows["error"], DOTS[place], color=colour)
            dots.set(linestyle="none", markerfacecolor=face, markersize=large, alpha=0.75, label=label_ or "_")
    axes.legend(ncols=1, loc="lower left", bbox_to_anchor=(0, 1), fontsize=9)
