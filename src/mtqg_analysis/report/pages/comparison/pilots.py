"""The pilot districts of Resolution 111/2024/QH15: what may be said of them, and not a word more."""

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.analysis.comparison.pilots import Pilot
from mtqg_analysis.analysis.comparison.synthetic import ENOUGH_PERIODS
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.draw import write_numbers
from mtqg_analysis.report.numbers import number, percent, points, size
from mtqg_analysis.report.pages.comparison.districts import capital_name
from mtqg_analysis.report.pages.comparison.province import province_scope
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, VERMILION, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import Waits

NO_PILOT = to_translate(
    "Không đánh giá được huyện thí điểm. Cần số liệu giải ngân theo huyện của năm thí điểm và của ít nhất một "
    "năm trước, cùng danh sách huyện và cùng cơ sở kế hoạch, mỗi huyện có tỷ lệ của cả vốn đầu tư và vốn sự "
    "nghiệp."
)
THREATS = to_translate(
    "Huyện thí điểm không được chọn ngẫu nhiên; đơn vị có tỷ lệ cao hoặc thấp bất thường thường trở lại gần "
    "mức chung; kế hoạch có thể được điều chỉnh vào hoặc ra khỏi huyện thí điểm; chỉ có một năm sau; từ "
    "01/07/2025 không còn cấp huyện."
)


def _names(pilot: Pilot) -> str:
    return tr(" và ").join(unit_name(code) for code in pilot.pilots)


def _ends(low: float, high: float) -> dict[str, str]:
    return {"low": points(low, 2), "high": points(high, 2)}


@view()
def pilot_sentence(found: Years) -> Sentence:
    """The size of the difference, where it stands among all pairs, and what effects it is compatible with."""
    pilot = found.pilot
    if pilot is None:
        return Sentence(tr(NO_PILOT))
    total, (low, high) = pilot.tests["total"], pilot.sets["total"]
    text = tr(
        "So với bình quân các năm {before}, mức thay đổi tỷ lệ năm {after} của {names} so với các huyện khác "
        "là **{effect} điểm phần trăm**, đứng thứ {rank} trong {possible} cách chọn {count} huyện (p = "
        "{extreme}/{possible}; hiệu chỉnh cho {tests} kiểm định là {adjusted}; p nhỏ nhất có thể là {floor}). "
        "{effects} {power} {trends} Không kết luận được cơ chế thí điểm là nguyên nhân. {threats}",
        before=", ".join(map(str, pilot.before)),
        after=pilot.after,
        names=_names(pilot),
        effect=points(total.estimate, 2),
        rank=pilot.rank,
        possible=total.possible,
        count=len(pilot.pilots),
        extreme=total.extreme,
        floor=number(total.floor, 3),
        tests=len(pilot.tests),
        adjusted=number(pilot.adjusted["total"], 3),
        effects=tr(
            "Số liệu phù hợp với tác động từ {low} đến {high} điểm phần trăm (mức tin cậy 90%).", **_ends(low, high)
        )
        if np.isfinite(low)
        else tr("Có quá ít cách chọn nên ở mức 90% không bác bỏ được tác động nào."),
        power=tr(
            "Ở mức 5%, kiểm định này chỉ phát hiện được tác động từ khoảng {detectable} điểm phần trăm trở lên "
            "(với xác suất 80%).",
            detectable=size(pilot.detectable),
        )
        if np.isfinite(pilot.detectable)
        else tr("Ở mức 5%, kiểm định này không phát hiện được tác động dù lớn đến đâu."),
        trends=""
        if pilot.trends_visible
        else tr("Chỉ có {count} năm trước nên không kiểm tra được xu hướng song song.", count=len(pilot.before)),
        threats=tr(THREATS),
    )
    return Sentence.over(found.ledger, text)


@view(
    Waits(
        "4. Huyện thí điểm",
        "statements.csv có kind pilot; plan và disbursed của các huyện trước và sau năm thí điểm",
        "statements.csv",
    )
)
def pilot_table(found: Years) -> Table | None:
    """Difference in differences by capital with its place among all pairs and the effects not rejected."""
    pilot = found.pilot
    if pilot is None or found.province is None:
        return None
    rows = [
        {
            "capital": capital_name(name),
            "effect": test.estimate,
            "count": f"{test.extreme}/{test.possible}",
            "p": test.p,
            "adjusted": pilot.adjusted[name],
            "interval": pilot.sets[name] if np.isfinite(pilot.sets[name][0]) else None,
        }
        for name, test in pilot.tests.items()
    ]
    columns = (
        Column("capital", tr("Loại vốn")),
        Column("effect", tr("Khác biệt trong khác biệt (điểm %)"), "points", 2),
        Column("count", tr("Số cách chọn bằng hoặc lớn hơn")),
        Column("p", "p", "decimal", 3),
        Column("adjusted", tr("p hiệu chỉnh (Holm)"), "decimal", 3),
        Column(
            "interval",
            tr("Tác động không bị bác bỏ, mức 90% (điểm %)"),
            "points",
            2,
            missing=tr("mọi tác động: quá ít cách chọn"),
        ),
    )
    notes = (
        tr(
            "Kiểm định trên mọi cách chọn cùng số huyện; p nhỏ nhất có thể là {floor}.",
            floor=number(pilot.tests["total"].floor, 3),
        ),
    )
    return Table(
        "thi_diem",
        tr("Huyện thí điểm so với các huyện khác: {names}", names=_names(pilot)),
        pd.DataFrame(rows),
        columns,
        province_scope(found.province, tr("điểm %")),
        found.province.sources,
        notes,
    )


@view()
def pilot_sensitivity(found: Years) -> Table | None:
    """How the estimate fares under other choices: without each other district, on logits, plan and amount apart."""
    pilot = found.pilot
    if pilot is None or found.province is None:
        return None
    low, high = pilot.dropped.idxmin(), pilot.dropped.idxmax()
    logits, t = pilot.logit_test, pilot.studentised_test
    rows = [
        (tr("Bỏ {name} khỏi các huyện so sánh (thấp nhất)", name=unit_name(low)), f"{points(pilot.dropped[low], 2)}"),
        (tr("Bỏ {name} khỏi các huyện so sánh (cao nhất)", name=unit_name(high)), f"{points(pilot.dropped[high], 2)}"),
        (tr("Theo số vốn thay vì mỗi huyện như nhau"), points(pilot.weighted, 2)),
        (tr("Trên thang logit: số cách chọn bằng hoặc lớn hơn"), f"{logits.extreme}/{logits.possible}"),
        *([(tr("Chia cho sai số chuẩn: số cách chọn bằng hoặc lớn hơn"), f"{t.extreme}/{t.possible}")] if t else []),
        (tr("Kế hoạch vốn tăng hơn các huyện khác (%)"), points(pilot.plans["plan"], 1)),
        (tr("Số giải ngân tăng hơn các huyện khác (%)"), points(pilot.plans["disbursed"], 1)),
    ]
    notes = (
        tr(
            "Hai dòng cuối là chênh lệch của logarit, xấp xỉ phần trăm, cho biết tỷ lệ thay đổi do tử số hay do mẫu số."
        ),
    )
    return Table(
        "thi_diem_do_nhay",
        tr("Độ nhạy của khác biệt ở huyện thí điểm"),
        pd.DataFrame(rows, columns=["what", "value"]),
        (Column("what", tr("Cách tính khác")), Column("value", tr("Kết quả"))),
        province_scope(found.province, tr("điểm %; %")),
        found.province.sources,
        notes,
    )


@view()
def draw_placebos(found: Years) -> Chart | None:
    """The estimates of all pairs as dots in order, the pilots' marked."""
    pilot = found.pilot
    if pilot is None or found.province is None:
        return None
    ordered = sorted(100 * value for value in pilot.placebos)
    own = 100 * pilot.tests["total"].estimate
    figure, (axes,) = canvas(2.8)
    axes.plot(range(1, len(ordered) + 1), ordered, "o", color=BLUE, markersize=4, linestyle="none")
    place = len(ordered) - pilot.rank + 1
    axes.plot(place, own, "D", color=VERMILION, markersize=9)
    axes.annotate(_names(pilot), (place, own), xytext=(0, 10), textcoords="offset points", ha="center")
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set(xlabel=tr("các cách chọn huyện, xếp từ thấp đến cao"), ylabel=tr("điểm %"))
    write_numbers(axes.yaxis)
    return Chart(
        figure,
        name="hinh_thi_diem",
        title=tr(
            "Khác biệt của huyện thí điểm đứng thứ {rank} trong {possible} cách chọn",
            rank=pilot.rank,
            possible=len(ordered),
        ),
        alt=tr(
            "Biểu đồ điểm của {possible} cách chọn huyện, từ {low} đến {high} điểm; huyện thí điểm là {own} điểm.",
            possible=len(ordered),
            low=number(ordered[0], 2),
            high=number(ordered[-1], 2),
            own=number(own, 2),
        ),
        scope=province_scope(found.province, tr("điểm %")),
        sources=found.province.sources,
        illustrative=found.ledger.is_illustrative,
    )


@view()
def synthetic_sentence(found: Years) -> Sentence | None:
    """The synthetic control where there are enough periods, else its refusal with the reason."""
    pilot, synthetic = found.pilot, found.synthetic
    if pilot is None or synthetic is None:
        return None
    if synthetic.weights is None:
        text = tr(
            "Không lập đối chứng tổng hợp: cần ít nhất {enough} kỳ trước thí điểm có số liệu của mọi huyện, "
            "hiện có {periods} kỳ.",
            enough=ENOUGH_PERIODS,
            periods=synthetic.periods,
        )
        return Sentence.over(found.ledger, text)
    used = synthetic.weights[synthetic.weights > 0.005].sort_values(ascending=False)
    text = tr(
        "Đối chứng tổng hợp ({periods} kỳ trước thí điểm) gồm {mix}; sai số trước thí điểm {before} điểm, "
        "chênh lệch bình quân từ khi thí điểm {after} điểm, tỷ số đứng thứ {rank} khi lần lượt coi từng huyện "
        "là huyện thí điểm. Không kết luận được cơ chế thí điểm là nguyên nhân.",
        periods=synthetic.periods,
        mix=", ".join(f"{unit_name(code)} {percent(weight, 0)}" for code, weight in used.items()),
        before=size(synthetic.before, 2),
        after=points(synthetic.after, 2),
        rank=synthetic.rank,
    )
    return Sentence.over(found.ledger, text)
