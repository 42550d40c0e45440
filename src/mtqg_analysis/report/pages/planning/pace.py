"""How fast the money may be disbursed: the assumptions and paths of the scenarios, and what these do not know."""

import pandas as pd

from mtqg_analysis.analysis.planning.assumed import PACE
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import in_billions, write_numbers
from mtqg_analysis.report.numbers import billions, day, interval
from mtqg_analysis.report.pages.planning.money import facts_by_id
from mtqg_analysis.report.pages.planning.sections import SECTIONS, named
from mtqg_analysis.report.scopes import once, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import INK, MARKERS, SERIES, canvas
from mtqg_analysis.report.view import view

SCENARIO_NAMES = {"low": to_translate("Thấp"), "base": to_translate("Cơ sở"), "high": to_translate("Cao")}

CHANGE = to_translate("Có thể sửa các giả định này trong assumptions.csv của bộ dữ liệu rồi lập lại báo cáo.")
BEYOND = to_translate(
    "Số năm kịch bản giải ngân vượt năng lực (mục {section}) ở cùng mức thấp, cơ sở, cao là {said}. Năng lực "
    "chưa tính trượt giá."
)
WITHIN = to_translate(
    "Trong mọi năm, không kịch bản nào giải ngân vượt năng lực (mục {section}) ở cùng mức thấp, cơ sở, cao. "
    "Năng lực chưa tính trượt giá."
)
BOUND = to_translate("Năng lực này là mức tối thiểu theo số liệu, nên số năm vượt là mức tối đa.")


@view()
def assumptions(baseline: Baseline) -> Table:
    """The assumption sets, as they stand in the dataset's assumptions.csv, where the reader can change them."""
    rows = baseline.assumptions[baseline.assumptions["parameter"].isin(PACE)]
    frame = pd.DataFrame([_assumed_row(rows[rows["parameter"] == name]) for name in once(rows["parameter"])])
    columns = (
        Column("label", tr("Tham số")),
        *(Column(name, tr(text), "percent", 0, group=tr("Kịch bản")) for name, text in SCENARIO_NAMES.items()),
        Column("reason", tr("Căn cứ")),
        Column("verified", tr("Tình trạng")),
    )
    notes = (*_start_notes(baseline), tr(CHANGE))
    scope = Scope("%", day(baseline.as_of), tr("kịch bản"), tr("giả định"))
    return Table("gia_dinh", tr("Giả định của ba kịch bản"), frame, columns, scope, notes=notes)


def _assumed_row(rows: pd.DataFrame) -> dict[str, object]:
    """One parameter over its scenarios: every label and reason that these give; checked only where all of them are."""
    values = dict(zip(rows["scenario"], rows["value"], strict=True))
    return {
        "label": "; ".join(once(rows["label_vi"])),
        **{name: float(values[name]) for name in SCENARIO_NAMES},
        "reason": "; ".join(once(rows["reason_vi"])),
        "verified": label("verified", "yes" if (rows["verified"] == "yes").all() else "no"),
    }


def _start_notes(baseline: Baseline) -> tuple[str, str]:
    """Where the stock at the start and the new money come from."""
    outlook, opening = baseline.outlook, baseline.opening
    plans = tr("Vốn mới mỗi năm: theo new_plan trong assumptions.csv.")
    if opening is not None and not outlook.own_stock:
        stock = tr(
            "Vốn chuyển sang năm đầu: {opening} tỷ đồng {interval}, bằng số ước của cả nước nhân "
            "tỷ trọng giả định thứ nhất.",
            opening=billions(opening.estimate),
            interval=interval(*(billions(end) for end in opening.interval)),
        )
    else:
        stock = tr(
            "Vốn chuyển sang năm đầu: {opening} tỷ đồng, theo số liệu của tỉnh.", opening=billions(outlook.opening)
        )
    if not outlook.stated_plans:
        plans = tr("Vốn mới mỗi năm: phần của tỉnh theo giả định thứ nhất chia đều các năm.")
    return stock, plans


@view()
def paths(baseline: Baseline) -> Table:
    """The stock-flow of every scenario, year by year."""
    rows = baseline.paths
    frame = rows.assign(scenario=[tr(SCENARIO_NAMES[name]) for name in rows["scenario"]], year=rows["year"].astype(str))
    columns = (
        Column("scenario", tr("Kịch bản"), rows=True),
        Column("year", tr("Năm")),
        Column("opening", tr("Chuyển sang"), "bn"),
        Column("plan", tr("Vốn mới"), "bn"),
        Column("disbursed", tr("Giải ngân"), "bn"),
        Column("cancelled", tr("Hủy"), "bn"),
        Column("closing", tr("Chuyển năm sau"), "bn", formula="opening + plan - disbursed - cancelled"),
        Column("execution", tr("Tỷ lệ"), "percent", formula="disbursed / (opening + plan)"),
    )
    notes = (
        tr("Chuyển năm sau = chuyển sang + vốn mới − giải ngân − hủy, đúng đến từng đồng."),
        tr(
            "Kịch bản được tính theo giả định, không phải xác suất. Ba kịch bản có cùng vốn mới, chỉ khác nhau "
            "ở tốc độ giải ngân và mức hủy; ảnh hưởng của mức vốn xem tỷ trọng ở mục {shares} và độ nhạy ở mục "
            "{tornado}.",
            shares=named("central"),
            tornado=named("expiry"),
        ),
    )
    title, sources = tr("Vốn chuyển nguồn và giải ngân theo ba kịch bản"), _opening_sources(baseline)
    return Table("ton_va_dong", title, frame, columns, _path_scope(baseline), sources, notes)


def _path_scope(baseline: Baseline) -> Scope:
    first, last = baseline.horizon
    unit = tr("tỷ đồng, mọi nguồn") if baseline.outlook.stated_plans else tr("tỷ đồng, vốn NSTW")
    return Scope(unit, f"{first}-{last}", tr("chuyển sang cộng vốn mới"), tr("kịch bản"))


def _opening_sources(baseline: Baseline) -> tuple[str, ...]:
    if baseline.opening is None or baseline.outlook.own_stock:
        return baseline.outlook.stock_sources
    return sources_of(facts_by_id(baseline, list(baseline.opening.facts)))


@view()
def draw_paths(baseline: Baseline) -> Chart:
    """Carry-over at the end of each year, one line a scenario."""
    figure, (axes,) = canvas(3.0)
    for place, (scenario, name) in enumerate(SCENARIO_NAMES.items()):
        part = baseline.paths[baseline.paths["scenario"] == scenario]
        stock, last = in_billions(part["closing"]), part.iloc[-1]
        axes.plot(part["year"], stock, MARKERS[place], linestyle="-", color=SERIES[place], label=tr(name))
        text, end = f"{tr(name)}: {billions(last['closing'])}", (last["year"], in_billions(last["closing"]))
        axes.annotate(text, end, xytext=(8, 0), textcoords="offset points", va="center", color=INK)
    years = sorted(set(baseline.paths["year"]))
    axes.set(xticks=years, xlim=(years[0] - 0.2, years[-1] + 1.0), ylim=(0, None), ylabel=tr("tỷ đồng chuyển năm sau"))
    write_numbers(axes.yaxis)
    ends = baseline.closing
    low, high = billions(ends.min()), billions(ends.max())
    said = [
        tr("kịch bản {lower} còn {stock} tỷ đồng", lower=tr(SCENARIO_NAMES[name]).lower(), stock=billions(stock))
        for name, stock in ends.items()
    ]
    return Chart(
        figure,
        name="hinh_ton_von",
        title=tr(
            "Vốn chuyển sang sau năm {years} từ {low} đến {high} tỷ đồng tùy tốc độ giải ngân",
            years=years[-1],
            low=low,
            high=high,
        ),
        alt=tr("Biểu đồ đường vốn chuyển năm sau: {said}.", said="; ".join(said)),
        scope=_path_scope(baseline),
        illustrative=baseline.ledger.is_illustrative or baseline.context.is_illustrative,
        sources=_opening_sources(baseline),
        notes=(tr("Ba đường là ba bộ giả định, không phải khoảng tin cậy."),),
    )


@view()
def capacity_limit_sentence(baseline: Baseline) -> Sentence | None:
    """In how many years each scenario disburses more than the capacity at the same growth; None where unknown."""
    found, beyond = baseline.outlook.programmes, baseline.beyond_capacity
    if found is None or beyond is None:
        return None
    said = "; ".join(
        tr(
            "{scenario} {count}/{years} năm",
            scenario=tr(SCENARIO_NAMES[name]).lower(),
            count=count,
            years=len(baseline.outlook.plans),
        )
        for name, count in beyond.items()
    )
    text = tr(BEYOND if any(beyond.values()) else WITHIN, section=SECTIONS["capacity"], said=said)
    return Sentence.over(baseline.ledger, f"{text} {tr(BOUND)}" if found.whole["bounded"] else text)


@view()
def expiry_sentence(baseline: Baseline) -> Sentence:
    """What lapses under the dated rule, beside the little that the base scenario cancels."""
    text = tr(
        "Theo thời hạn quy định, nếu không được kéo dài đặc biệt và giải ngân theo tốc độ cơ sở thì **{lapsed} "
        "tỷ đồng hết hạn** trong giai đoạn {first}-{last}. Ba kịch bản ở mục {flow} không tính như vậy: kịch "
        "bản cơ sở chỉ hủy {cancelled} tỷ đồng, phần còn lại giả định tiếp tục được kéo dài.",
        lapsed=billions(baseline.outlook.lapsed),
        first=baseline.horizon[0],
        last=baseline.horizon[1],
        flow=SECTIONS["flow"],
        cancelled=billions(baseline.cancelled),
    )
    return Sentence.over(baseline.ledger, text)
