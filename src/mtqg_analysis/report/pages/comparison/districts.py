"""The districts between years: whether they moved together, drift apart, and keep their order."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.analysis.comparison.movements import FEWEST, Movement, why_unmoved
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.methods.few_clusters import MOST
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.draw import write_numbers
from mtqg_analysis.report.numbers import few, number, percent, points, size
from mtqg_analysis.report.pages.comparison.province import province_scope
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, MUTED, VERMILION, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FORM, Waits

SMALL_P = 0.05
UP, DOWN = to_translate("{capital} (tăng)"), to_translate("{capital} (giảm)")
UNMOVED = {
    "no_units": to_translate("Không có hai năm liền nhau có số liệu theo huyện, nên không kiểm định được."),
    "other_units": to_translate(
        "Danh sách huyện của năm {first} và năm {second} khác nhau, nên không kiểm định được các huyện có thay "
        "đổi cùng chiều hay không."
    ),
    "few": to_translate(
        "Chỉ có số liệu của dưới {fewest} huyện, nên không kiểm định được các huyện có thay đổi cùng chiều hay không."
    ),
    "many": to_translate(
        "Có hơn {most} đơn vị cấp huyện, vượt giới hạn {most} đơn vị của kiểm định đổi dấu, nên không kiểm định."
    ),
}


def capital_name(code: str) -> str:
    """The name of a capital type, or of both together."""
    return tr("Chung") if code == "total" else label("capital", code)


@view()
def district_sentence(found: Years) -> Sentence:
    """Whether the districts' rates changed together between the newest two years that have the same districts."""
    if not found.movements:
        return Sentence(_why_unmoved(found))
    moved = found.movements[-1]
    total = moved.tests["total"]
    text = tr(
        "Từ năm {first} đến năm {second}, {ups}/{count} huyện, thành phố có tỷ lệ tăng; thay đổi bình quân "
        "{mean} điểm phần trăm (kiểm định đổi dấu chính xác: {extreme}/{possible}, p = {p}). ",
        first=moved.first,
        second=moved.second,
        ups=few(moved.risen.sum()),
        count=few(len(moved.rates)),
        mean=points(total.estimate, 2),
        extreme=total.extreme,
        possible=total.possible,
        p=number(total.p, 3),
    )
    clear = clear_words(moved)
    text += (
        tr(
            "Sau khi hiệu chỉnh do kiểm định nhiều lần, các huyện thay đổi cùng chiều hơn mức ngẫu nhiên ở {clear}. "
            "Một nhân tố chung của riêng năm đó cũng có thể gây ra kết quả này, nên không kết luận là thay đổi sẽ "
            "lặp lại.",
            clear=clear,
        )
        if clear
        else tr("Sau khi hiệu chỉnh do kiểm định nhiều lần, chưa đủ căn cứ để kết luận các huyện thay đổi cùng chiều.")
    )
    text += " " + tr(
        "Hệ số tương quan thứ hạng giữa hai năm là {kendall} (tau-b); độ phân tán là {low} và {high} điểm phần "
        "trăm, khác nhau {clearly}.",
        kendall=number(moved.kendall, 2),
        low=size(moved.spread["sd"].iloc[0]),
        high=size(moved.spread["sd"].iloc[1]),
        clearly=tr("rõ") if moved.pitman[1] < SMALL_P else tr("không rõ"),
    )
    return Sentence.over(found.ledger, text)


def clear_words(moved: Movement) -> str:
    """Where the districts went one way more than by chance, many tests heeded: in total, of a capital type; or ""."""
    return ", ".join(
        tr(UP if moved.tests[name].estimate > 0 else DOWN, capital=capital_name(name).lower())
        for name, p in moved.adjusted.items()
        if p < SMALL_P
    )


def _why_unmoved(found: Years) -> str:
    """The reason of the newest two years that both have districts."""
    changes = found.province.changes if found.province else ()
    units = found.province.units if found.province else {}
    reasons = {(one.first, one.second): why_unmoved(units, one.first, one.second) for one in changes}
    for (first, second), reason in reversed(reasons.items()):
        if reason != "no_units":
            return tr(UNMOVED[reason], first=first, second=second, fewest=FEWEST, most=MOST)
    return tr(UNMOVED["no_units"])


@view(Waits("3. Các huyện qua các năm", "{years}, của cùng các huyện ở hai năm", FORM))
def district_tests(found: Years) -> Table | None:
    """Exact tests of every pair of years by capital, with the regression's average effect beside."""
    if found.province is None or not found.movements:
        return None
    rows = []
    for moved in found.movements:
        for name, test in moved.tests.items():
            rows.append(
                {
                    "years": f"{moved.first}-{moved.second}",
                    "capital": capital_name(name),
                    "mean": test.estimate,
                    "count": f"{test.extreme}/{test.possible}",
                    "p": test.p,
                    "adjusted": moved.adjusted[name],
                }
            )
    columns = (
        Column("years", tr("Hai năm"), rows=True),
        Column("capital", tr("Loại vốn")),
        Column("mean", tr("Thay đổi bình quân của các huyện (điểm %)"), "points", 2),
        Column("count", tr("Số khả năng bằng hoặc lớn hơn")),
        Column("p", "p", "decimal", 3),
        Column("adjusted", tr("p hiệu chỉnh (Holm)"), "decimal", 3),
    )
    notes = [
        tr(
            "Kiểm định trên mọi cách đổi dấu mức thay đổi của các huyện; p nhỏ nhất có thể là {floor}. p nhỏ "
            "cho biết các huyện thay đổi cùng chiều hơn mức ngẫu nhiên nếu các huyện độc lập với nhau, không "
            "cho biết thay đổi có lặp lại hay không: chỉ một nhân tố chung của năm, tương quan 0,25; 0,5; 0,9 "
            "giữa các huyện, không có thay đổi lâu dài nào, cũng cho p < 0,05 ở 32%, 53%, 83% trường hợp (mô "
            "phỏng, docs/methods.md, mục 22). Tổng số của tỉnh không có sai số chọn mẫu.",
            floor=number(found.movements[-1].tests["total"].floor, 4),
        )
    ]
    notes += [_regression(moved) for moved in found.movements]
    return Table(
        "cac_huyen",
        tr("Kiểm định các huyện thay đổi cùng chiều"),
        pd.DataFrame(rows),
        columns,
        province_scope(found.province, tr("điểm %; p")),
        found.province.sources,
        tuple(notes),
    )


def _regression(moved: Movement) -> str:
    if moved.effect is None or moved.weighted is None or moved.bootstrap is None:
        return tr(
            "Không hồi quy tỷ lệ, năm {first} và năm {second}: phương pháp cần hai loại vốn, mỗi tỷ lệ của "
            "huyện từ 0% đến 100% và không phải tất cả đều là 0% hoặc 100%.",
            first=moved.first,
            second=moved.second,
        )
    return tr(
        "Hồi quy tỷ lệ, năm {first} và năm {second}: tác động bình quân của năm {plain} điểm (mỗi huyện, loại "
        "vốn như nhau), {money} điểm (theo số vốn); p theo bootstrap cụm đủ mọi dấu {count}/{possible}.",
        first=moved.first,
        second=moved.second,
        plain=points(moved.effect.estimate, 2),
        money=points(moved.weighted.estimate, 2),
        count=moved.bootstrap.extreme,
        possible=moved.bootstrap.possible,
    )


@view()
def district_spread(found: Years) -> Table | None:
    """How far the districts lie apart in each year."""
    if found.province is None or not found.movements:
        return None
    rows = pd.concat([moved.spread for moved in found.movements]).drop_duplicates("year")
    frame = rows.assign(year=rows["year"].astype(str))
    columns = (
        Column("year", tr("Năm")),
        Column("mean", tr("Tỷ lệ chung các huyện"), "percent"),
        Column("sd", tr("Độ lệch chuẩn (điểm %)"), "size", 2),
        Column("weighted_cv", tr("Hệ số biến thiên theo vốn"), "decimal", 3),
        Column("gini", "Gini", "decimal", 3),
        Column("theil", "Theil", "decimal", 4),
    )
    stable = [
        tr(
            "{first}-{second}: tau-b = {kendall}; Pitman-Morgan r = {r}, p = {p}.",
            first=moved.first,
            second=moved.second,
            kendall=number(moved.kendall, 3),
            r=number(moved.pitman[0], 3),
            p=number(moved.pitman[1], 3),
        )
        for moved in found.movements
    ]
    return Table(
        "phan_tan",
        tr("Độ phân tán giữa các huyện"),
        frame,
        columns,
        province_scope(found.province, tr("%; hệ số")),
        found.province.sources,
        tuple(stable),
    )


@view()
def draw_slopes(found: Years) -> Chart | None:
    """The districts' rates of the newest two matched years as slopes with direct labels."""
    if found.province is None or not found.movements:
        return None
    moved = found.movements[-1]
    rows = 100 * moved.rates.xs("total", axis=1, level=1)
    rows = rows.sort_values(moved.second)
    figure, (axes,) = canvas(max(4.4, LETTERS * len(rows) + 0.8))
    low, high = _ends(rows[[moved.first, moved.second]].to_numpy())
    gap = (high - low) / max(len(rows), MANY)
    names = [unit_name(code, found.province.cells[moved.second].cut_off) for code in rows.index]
    spots = {year: _apart(rows[year].to_numpy(), gap, high) for year in (moved.first, moved.second)}
    for place, (code, name) in enumerate(zip(rows.index, names, strict=True)):
        first, second = rows.loc[code, moved.first], rows.loc[code, moved.second]
        colour = BLUE if second >= first else VERMILION
        axes.plot([0, 1], [first, second], "o-", color=colour, linewidth=1.2, markersize=4, label=name)
        beside: dict[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": 9}
        axes.annotate(number(first, 1), (0, spots[moved.first][place]), xytext=(-8, 0), ha="right", **beside)
        text = f"{number(second, 1)}  {name}"
        axes.annotate(text, (1, spots[moved.second][place]), xytext=(8, 0), ha="left", **beside)
    axes.set(xticks=(0, 1), xlim=(-0.25, 1.6), ylim=(low - gap, high + gap), ylabel=tr("% kế hoạch"))
    axes.set_xticklabels([str(moved.first), str(moved.second)])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    write_numbers(axes.yaxis)
    axes.axvline(0, color=MUTED, linewidth=0.6)
    axes.axvline(1, color=MUTED, linewidth=0.6)
    said = "; ".join(
        f"{name} {percent(rows.loc[code, moved.first] / 100)} → {percent(rows.loc[code, moved.second] / 100)}"
        for code, name in zip(rows.index, names, strict=True)
    )
    return Chart(
        figure,
        name="hinh_cac_huyen",
        title=tr(
            "{ups}/{count} huyện, thành phố có tỷ lệ tăng từ năm {first} đến năm {second}",
            ups=few(moved.risen.sum()),
            count=few(len(rows)),
            first=moved.first,
            second=moved.second,
        ),
        alt=tr("Biểu đồ dốc, mỗi huyện một đường: {said}.", said=said),
        scope=province_scope(found.province, tr("% kế hoạch")),
        sources=found.province.sources,
        notes=(tr("Xanh: tăng; đỏ cam: giảm."),),
        illustrative=found.ledger.is_illustrative,
    )


LETTERS = 0.17  # inches that a line of letters needs
MANY = 22  # lines of letters that the smallest drawing has room for
LEAST = 5.0  # percentage points that the axis shows at least


def _ends(values: Any) -> tuple[float, float]:
    """From where to where the axis goes: from the lowest to the highest value, of LEAST points at least."""
    low, high = float(np.min(values)), float(np.max(values))
    more = max(0.0, LEAST - (high - low)) / 2
    return low - more, high + more


def _apart(values: Iterable[float], gap: float, top: float) -> list[float]:
    """Places for labels near their values, in the values' order, a gap from each other and none above the top."""
    places = [float(value) for value in values]
    order = sorted(range(len(places)), key=places.__getitem__)
    for before, after in pairwise(order):
        places[after] = max(places[after], places[before] + gap)
    for place, last in enumerate(reversed(order)):
        places[last] = min(places[last], top - place * gap)
    return places
