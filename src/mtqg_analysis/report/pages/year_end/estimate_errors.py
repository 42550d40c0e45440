"""What official estimates were worth: each held against what came, by month of publication, unit, and nationally."""

from itertools import chain
from math import isnan

import pandas as pd

from mtqg_analysis.analysis.forecast.official_errors import Corrected, accuracy
from mtqg_analysis.analysis.forecast.outlook import Step
from mtqg_analysis.analysis.forecast.triangle import LAST
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import number, percent, points, size
from mtqg_analysis.report.pages.year_end.outlook import break_notes, month_word, series_name
from mtqg_analysis.report.scopes import basis_word, cut_offs, once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import INK, MARKERS, SERIES, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FACTS, Waits

ODD = 0.05  # an implied step is called unusual where one so far off is less likely than this
GROUPS = {
    "total": to_translate("Toàn tỉnh"),
    "cell": to_translate("Từng chương trình, loại vốn"),
    "unit": to_translate("Từng đơn vị"),
}
PLACES = {group: place for place, group in enumerate(GROUPS)}


def _errors(evaluation: YearEnd, *groups: str) -> pd.DataFrame:
    """The errors of estimates for the end of the settlement month."""
    rows = evaluation.outlook.errors
    return rows[rows["group"].isin(groups) & (rows["target"] == LAST)]


@view()
def past_estimates(evaluation: YearEnd) -> Table | None:
    """The estimates of the province's total in each year against what came; None where no year has both."""
    rows = _errors(evaluation, "total")
    if rows.empty:
        return None
    frame = rows.assign(year=rows["year"].astype(str), month=[month_word(origin) for origin in rows["origin"]])
    columns = (
        Column("year", tr("Năm kế hoạch"), rows=True),
        Column("month", tr("Công bố sau số liệu của")),
        Column("estimate", tr("Số ước"), "percent", 0),
        Column("outturn", tr("Thực hiện"), "percent"),
        Column("error", tr("Ước trừ thực hiện (điểm %)"), "points", formula="100 * (estimate - outturn)"),
    )
    title, sources = tr("Số ước đến 31/01 năm sau và số thực hiện sau đó"), evaluation.outlook.province.sources
    notes = (tr("Tỷ lệ so với kế hoạch có hiệu lực khi công bố số ước."),)
    return Table("uoc_cac_nam", title, frame, columns, _scope(evaluation), sources, notes)


def _sources(evaluation: YearEnd) -> tuple[str, ...]:
    return once([*evaluation.outlook.province.sources, *evaluation.outlook.units.sources])


def _scope(evaluation: YearEnd) -> Scope:
    years = evaluation.outlook.errors["year"]
    days = [f"{year + 1}-01-31" for year in sorted(set(years))]
    return Scope(tr("điểm phần trăm; %"), cut_offs(days), basis_word("in_force"), tr("ước và thực hiện"))


def _accuracy_columns(*heads: Column) -> tuple[Column, ...]:
    return (
        *heads,
        Column("n", "n", "count"),
        Column("bias", tr("Lệch bình quân (điểm %)"), "points"),
        Column("mae", tr("Sai số tuyệt đối bình quân (điểm %)"), "size"),
        Column("range", tr("Từ thấp nhất đến cao nhất"), "points"),
    )


def _accuracy(errors: pd.DataFrame, *by: str) -> pd.DataFrame:
    """How good estimates were, with the smallest and the largest error as a range."""
    found = accuracy(errors, list(by))
    return found.assign(range=list(zip(found["low"], found["high"], strict=True)))


@view(
    Waits(
        "5. Độ chính xác của số ước thực hiện",
        "disbursed hoặc disbursement_rate với status estimate của các năm trước, và số thực hiện cùng ngày",
        FACTS,
    )
)
def estimate_errors(evaluation: YearEnd) -> Table | None:
    """How far estimates lay from the outturn, by what they are of and when they were published."""
    rows = _errors(evaluation, *GROUPS)
    if rows.empty:
        return None
    found = _accuracy(rows, "group", "origin")
    found = found.sort_values(
        ["group", "origin"], key=lambda codes: codes.map(lambda one: PLACES.get(one, one)), ignore_index=True
    )
    frame = found.assign(
        group=[tr(GROUPS[group]) for group in found["group"]], month=[month_word(one) for one in found["origin"]]
    )
    heads = Column("group", tr("Số ước của"), rows=True), Column("month", tr("Công bố sau số liệu của"))
    title, columns = tr("Mức lệch của số ước chính thức so với số thực hiện"), _accuracy_columns(*heads)
    notes = (tr("Số dương: ước cao hơn thực hiện. Số liệu các đơn vị trong cùng một năm không độc lập với nhau."),)
    return Table("sai_so_uoc", title, frame, columns, _scope(evaluation), _sources(evaluation), notes)


@view()
def unit_errors(evaluation: YearEnd) -> Table | None:
    """The same of each unit, largest bias first, for the last estimate before the end of the settlement month."""
    rows = _errors(evaluation, "unit")
    if rows.empty:
        return None
    rows = rows[rows["origin"] == rows["origin"].max()]
    found = _accuracy(rows, "name").sort_values("bias", ascending=False, ignore_index=True, kind="stable")
    frame = found.assign(
        unit=[series_name("unit", name, evaluation) for name in found["name"]],
        years=[
            str(one) if one == two else f"{one}-{two}" for one, two in zip(found["first"], found["last"], strict=True)
        ],
    )
    title = tr("Số ước của từng đơn vị, công bố sau số liệu của {month}", month=month_word(int(rows["origin"].iloc[0])))
    columns = _accuracy_columns(Column("unit", tr("Đơn vị")), Column("years", tr("Năm")))
    notes = (tr("Mỗi đơn vị chỉ có số liệu vài năm: đủ để đề nghị đơn vị giải trình, chưa đủ để kết luận."),)
    sources = evaluation.outlook.units.sources
    return Table("sai_so_uoc_don_vi", title, frame, columns, _scope(evaluation), sources, notes)


@view()
def draw_estimates(evaluation: YearEnd) -> Chart | None:
    """Past estimates against outturns: a dot an estimate, on the line where the two are equal.

    Of the units, or of programmes and capital types where no unit is known: both are parts of the same money.
    """
    rows = next((found for group in ("unit", "cell") if len(found := _errors(evaluation, group))), None)
    if rows is None:
        return None
    figure, (axes,) = canvas(4.2)
    seen = 100 * rows[["outturn", "estimate"]].to_numpy()
    ends = min(0.0, 1.05 * float(seen.min())), max(100.0, 1.05 * float(seen.max()))
    axes.plot(ends, ends, color=INK, linewidth=1)
    for place, origin in enumerate(sorted(set(rows["origin"]))):
        part = rows[rows["origin"] == origin]
        (dots,) = axes.plot(100 * part["outturn"], 100 * part["estimate"], MARKERS[place % len(MARKERS)])
        dots.set(color=SERIES[place % len(SERIES)], linestyle="none", alpha=0.65, markersize=5)
        dots.set_label(tr("công bố sau số liệu của {month}", month=month_word(int(origin))))
    axes.set(xlim=ends, ylim=ends, xlabel=tr("thực hiện, % kế hoạch"), ylabel=tr("số ước, % kế hoạch"))
    axes.legend(loc="upper left", fontsize=9)
    over = int((rows["error"] > 0).sum())
    title = tr(
        "{over}/{count} số ước ({group}) cao hơn số thực hiện sau đó",
        over=over,
        count=len(rows),
        group=tr(GROUPS[rows["group"].iloc[0]]).lower(),
    )
    return Chart(
        figure,
        name="hinh_uoc_thuc_hien",
        title=title,
        alt=tr(
            "Biểu đồ điểm số ước theo số thực hiện; điểm trên đường chéo là ước cao hơn. {title}, lệch bình quân "
            "{bias} điểm.",
            title=title,
            bias=points(accuracy(rows, ["group"])["bias"].iloc[0]),
        ),
        scope=_scope(evaluation),
        sources=_sources(evaluation),
        notes=(
            tr(
                "Chỉ đếm theo một cách chia vốn; {years} năm, mỗi năm {times} lần ước, nên các số ước không "
                "độc lập với nhau.",
                years=rows["year"].nunique(),
                times=rows["origin"].nunique(),
            ),
        ),
        illustrative=evaluation.ledger.is_illustrative,
    )


@view()
def step_sentence(evaluation: YearEnd) -> Sentence | None:
    """What the newest estimate asks of the rest of the year, and what its kind was worth in the years before."""
    step, own = evaluation.outlook.step, evaluation.outlook.province
    if step is None or own.origin is None:
        return None
    text = tr(
        "Theo số ước chính thức, từ hết {month} đến 31/01 năm sau tỷ lệ phải tăng thêm {implied} điểm phần "
        "trăm. Trong {n} năm trước, cùng thời gian này tỷ lệ tăng từ {low} đến {high} điểm, bình quân {mean} "
        "điểm (độ lệch chuẩn {deviation}).",
        implied=size(step.implied),
        month=month_word(own.origin),
        n=step.n,
        low=size(step.low),
        high=size(step.high),
        mean=size(step.mean),
        deviation=size(step.deviation),
    )
    broken = break_notes(own, evaluation.period.year)
    text += _verdict(step) + _corrected_words(evaluation.outlook.corrected)
    return Sentence.over(evaluation.ledger, " ".join([text, *broken]))


def _verdict(step: Step) -> str:
    """Whether the step is unusual, by t and not by a fixed number of deviations: of three years t is often beyond 2."""
    if isnan(step.p):
        return ""
    verdict = (
        tr("**bất thường so với các năm trước**")
        if step.p < ODD
        else tr("chưa đủ căn cứ để coi là bất thường so với các năm trước")
    )
    return " " + tr(
        "Mức phải tăng cách bình quân {z} độ lệch chuẩn dự báo ({p} theo phân phối t, {n} năm): {verdict}.",
        z=number(abs(step.z), 1),
        p=_probability(step.p),
        n=step.n,
        verdict=verdict,
    )


def _probability(p: float) -> str:
    """A probability with two decimals, and with three where it is small.

    >>> _probability(0.174), _probability(0.0421), _probability(0.00002)
    ('p = 0,17', 'p = 0,042', 'p < 0,001')
    """
    return f"p = {number(p, 2 if p >= 0.1 else 3)}" if p >= 0.0005 else f"p < {number(0.001, 3)}"


def _corrected_words(found: Corrected | None) -> str:
    """This year's estimate read with the mean error of its kind in the years before."""
    if found is None:
        return ""
    return " " + tr(
        "Số ước cùng loại của {n} năm trước lệch bình quân {bias} điểm (từ {low} đến {high}); nếu năm nay cũng lệch "
        "như vậy thì số ước {told} ứng với thực hiện khoảng {reading}.",
        n=found.n,
        bias=points(found.bias),
        low=points(found.low),
        high=points(found.high),
        told=percent(found.told, 0),
        reading=percent(found.reading, 0),
    )


@view()
def national_errors(evaluation: YearEnd) -> Table | None:
    """Estimates of the nation's monthly rates against the actual figures published later, month by month."""
    rows = evaluation.outlook.revisions
    if rows.empty:
        return None
    found = _accuracy(rows.sort_values("stage", kind="stable"), "stage")
    frame = found.assign(month=[month_word(stage) for stage in found["stage"]])
    zero = int((rows["error"] == 0).sum())
    notes = (
        tr("Toàn bộ vốn đầu tư công của cả nước: số ước của một tháng và số thực hiện công bố sau, cùng định nghĩa."),
        tr(
            "{zero}/{count} cặp có số ước bằng số thực hiện, có thể do nguồn sau nhắc lại số ước.",
            zero=zero,
            count=len(rows),
        ),
    )
    scope = Scope(tr("điểm phần trăm"), cut_offs(rows["as_of"]), basis_word("pm_assigned"), tr("ước trừ thực hiện"))
    title = tr("Cả nước: mức lệch của số ước hằng tháng so với số thực hiện công bố sau")
    columns = _accuracy_columns(Column("month", tr("Số ước đến hết")))
    sources = once(chain.from_iterable(rows["sources"]))
    return Table("sai_so_uoc_ca_nuoc", title, frame, columns, scope, sources, notes)
