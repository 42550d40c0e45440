"""Why the province's rate changed: rates against the mix of the plan, exactly, with a warning where they part ways."""

from typing import Any

import pandas as pd

from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.analysis.comparison.province_years import Change, ProvinceYears
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.programmes import programmes_of
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.cells import words_of
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.coverage import held_words, summed_words
from mtqg_analysis.report.draw import name_rows, write_numbers
from mtqg_analysis.report.numbers import number, percent, points
from mtqg_analysis.report.pages.comparison.province import province_scope
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, GREEN, INK, VERMILION, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FORM, Waits

FACTORS = {
    "programme": to_translate("cơ cấu giữa các chương trình"),
    "capital": to_translate("cơ cấu đầu tư và sự nghiệp trong chương trình"),
    "rate": to_translate("tỷ lệ của từng chương trình, loại vốn"),
}
WITHIN = {
    "unit": to_translate("cơ cấu giữa các đơn vị"),
    "unit_rate": to_translate("tỷ lệ của từng đơn vị"),
}
GROUPINGS = {
    "capital": to_translate("theo loại vốn"),
    "programme": to_translate("theo chương trình"),
    "cell": to_translate("theo chương trình và loại vốn"),
    "unit": to_translate("theo đơn vị"),
}
ALERTS = {
    "strong": to_translate("mạnh: tỷ lệ chung đi ngược với tỷ lệ của mọi phần; thay đổi là do cơ cấu kế hoạch"),
    "moderate": to_translate("vừa: tỷ lệ chung đi ngược với tổng tác động của các tỷ lệ"),
    "info": to_translate("nhẹ: cùng chiều nhưng cơ cấu tác động nhiều hơn tỷ lệ"),
    "": to_translate("không"),
}
AMOUNTS = {
    "volume": to_translate("Quy mô kế hoạch"),
    "programme": to_translate("Cơ cấu chương trình"),
    "capital": to_translate("Cơ cấu loại vốn"),
    "rate": to_translate("Tỷ lệ giải ngân"),
}


ROUNDED = to_translate("Do làm tròn, tổng các phần có thể lệch 0,01 điểm phần trăm.")


def _years(change: Change) -> str:
    return f"{change.first}-{change.second}"


@view()
def reason_sentence(found: Years) -> Sentence:
    """Each change split into rates and mix, with the warning where the whole moved against its parts."""
    own = found.province
    if own is None:
        return Sentence(tr("Chưa xác định được nguyên nhân thay đổi vì tỉnh chưa có số liệu theo năm (xem mục 1)."))
    parts = [_said(change) for change in own.changes] + [_broken(*pair) for pair in own.broken]
    parts += [_lacking(own, pair) for pair in own.lacking] + [_unlike(own, pair) for pair in own.unlike]
    if not parts and len(own.cells) > 1:
        parts = [tr("Chưa có số liệu của hai năm liền nhau, nên chưa xác định được nguyên nhân thay đổi.")]
    elif not parts:
        parts = [tr("Mới có số liệu của một năm, nên chưa xác định được nguyên nhân thay đổi.")]
    return Sentence.over(found.ledger, " ".join(parts))


def _lacking(own: ProvinceYears, pair: tuple[int, int]) -> str:
    return tr(
        "Không phân tích nguyên nhân thay đổi từ năm {first} đến năm {second} vì thiếu số liệu của {cells}.",
        first=pair[0],
        second=pair[1],
        cells="; ".join(
            f"{year}: {words_of(own.cells[year].gaps, own.cells[year].cut_off)}"
            for year in pair
            if len(own.cells[year].gaps)
        ),
    )


def _unlike(own: ProvinceYears, pair: tuple[int, int]) -> str:
    """That the figures of two years cover other parts of the province, so that what moved their rate cannot be told."""
    covered = [own.cells[year].coverage for year in pair]
    held = [summed_words(one) if held_words(one) == "" else held_words(one) for one in covered]
    return tr(
        "Không phân tích nguyên nhân thay đổi từ năm {first} đến năm {second} vì số liệu hai năm không cùng "
        "phạm vi ({first}: {before}; {second}: {after}).",
        first=pair[0],
        second=pair[1],
        before=held[0] or tr("toàn tỉnh"),
        after=held[1] or tr("toàn tỉnh"),
    )


def _broken(first: int, second: int) -> str:
    """That two years are of other programmes, so that what moved their rate cannot be told."""
    names = [", ".join(label("programme", code) for code in programmes_of(year)) for year in (first, second)]
    return tr(
        "Từ năm {second} các chương trình là chương trình khác (năm {first}: {before}; năm {second}: {after}), "
        "nên chỉ nêu tỷ lệ hai năm, không phân tích nguyên nhân thay đổi.",
        first=first,
        second=second,
        before=names[0],
        after=names[1],
    )


def _said(change: Change) -> str:
    text = tr(
        "Từ năm {first} đến năm {second}, tỷ lệ chung thay đổi {moved} điểm phần trăm, trong đó {rate} điểm do "
        "tỷ lệ của các chương trình, loại vốn và {mix} điểm do cơ cấu kế hoạch.",
        first=change.first,
        second=change.second,
        moved=points(change.moved, 2),
        rate=points(change.sums["rate"], 2),
        mix=points(change.sums["mix"], 2),
    )
    strong = [name for name, alert in change.alerts.items() if alert == "strong"]
    if strong:
        text += " " + tr(
            "**Lưu ý:** {groupings}, mọi phần đều thay đổi ngược chiều với tỷ lệ chung; không nhận xét giải "
            "ngân tốt lên hay kém đi nếu không nêu cơ cấu kế hoạch.",
            groupings=", ".join(tr(GROUPINGS[name]) for name in strong),
        )
    return text


@view(Waits("2. Vì sao tỷ lệ thay đổi", "{years}, ít nhất hai năm liền nhau cùng chương trình", FORM))
def reasons(found: Years) -> Table | None:
    """Rate effect and mix effect of each programme and capital, for every pair of years."""
    own = found.province
    if own is None or not own.changes:
        return None
    rows = []
    for change in own.changes:
        for _, cell in change.effects.iterrows():
            name = f"{label('programme', cell['programme'])}, {label('capital', cell['capital']).lower()}"
            rows.append({"years": _years(change), "name": name, **cell})
        rates = dict(zip(("rate_first", "rate_second"), change.rates, strict=True))
        whole = {"share_first": 1.0, "share_second": 1.0}
        rows.append({"years": _years(change), "name": tr("Cộng"), **whole, **rates, **change.sums})
    first_year, second_year = tr("Năm trước"), tr("Năm sau")
    columns = (
        Column("years", tr("Hai năm"), rows=True),
        Column("name", tr("Chương trình, loại vốn")),
        Column("share_first", tr("Tỷ trọng"), "percent", group=first_year),
        Column("rate_first", tr("Tỷ lệ"), "percent", group=first_year),
        Column("share_second", tr("Tỷ trọng"), "percent", group=second_year),
        Column("rate_second", tr("Tỷ lệ"), "percent", group=second_year),
        Column("rate", tr("Do tỷ lệ (điểm %)"), "points", 2),
        Column("mix", tr("Do cơ cấu (điểm %)"), "points", 2),
    )
    notes = [
        tr(
            "Phân tách Kitagawa, không có phần dư: tổng hai cột cuối bằng thay đổi của tỷ lệ chung. Tác động "
            "cơ cấu tính so với tỷ lệ chung bình quân hai năm: có giá trị dương khi phần có tỷ lệ cao được "
            "tăng tỷ trọng."
        )
    ]
    if any(not change.adds_up for change in own.changes):
        notes.append(tr(ROUNDED))
    return Table(
        "nguyen_nhan",
        tr("Thay đổi của tỷ lệ chung, tách theo chương trình và loại vốn"),
        pd.DataFrame(rows),
        columns,
        province_scope(own, tr("%; điểm %")),
        own.sources,
        tuple(notes),
    )


@view()
def mixes(found: Years) -> Table | None:
    """The change by level of the mix, programmes and capital within them, and the rates, with what units are of it."""
    own = found.province
    if own is None or not own.changes:
        return None
    rows = []
    for change in own.changes:
        effects = change.nested | dict.fromkeys(WITHIN) | change.within
        alerts = {name: tr(GROUPINGS[name]) for name, alert in change.alerts.items() if alert in ("strong", "moderate")}
        rows.append({"years": _years(change), "change": change.moved, "alert": ", ".join(alerts.values())} | effects)
    columns = (
        Column("years", tr("Hai năm")),
        *(Column(name, _headed(text), "points", 2) for name, text in FACTORS.items()),
        Column("change", tr("Thay đổi (điểm %)"), "points", 2),
        *(
            Column(name, _headed(text), "points", 2, group=tr("Trong tác động của tỷ lệ"), missing="–")
            for name, text in WITHIN.items()
        ),
        Column("alert", tr("Cảnh báo Simpson"), missing=tr("không")),
    )
    notes = (
        tr(
            "Tác động của tỷ lệ tính ở từng chương trình, loại vốn; tác động cơ cấu chia theo Shapley (Das Gupta, hai "
            "bước). Dấu –: hai năm không cùng danh sách đơn vị, hoặc tổng các đơn vị khác số của tỉnh, nên không tách "
            "đến đơn vị."
        ),
        tr("Cảnh báo: {strong}; {moderate}.", strong=tr(ALERTS["strong"]), moderate=tr(ALERTS["moderate"])),
    )
    return Table(
        "co_cau",
        tr("Thay đổi của tỷ lệ chung theo từng tầng cơ cấu"),
        pd.DataFrame(rows),
        columns,
        province_scope(own, tr("điểm %")),
        own.sources,
        notes,
    )


def _headed(text: str) -> str:
    return tr(text)[:1].upper() + tr(text)[1:]


@view()
def amounts(found: Years) -> Table | None:
    """The change of the amount disbursed by size of the plan, its mix, and the rates."""
    own = found.province
    if own is None or not own.changes:
        return None
    rows = []
    for change in own.changes:
        first, second = (own.cells[year].total["disbursed"] for year in (change.first, change.second))
        rows.append({"years": _years(change), "first": first, "second": second} | change.amounts)
    columns = (
        Column("years", tr("Hai năm")),
        Column("first", tr("Giải ngân năm trước"), "bn", 1),
        *(Column(name, tr(text), "bn", 1) for name, text in AMOUNTS.items()),
        Column("second", tr("Giải ngân năm sau"), "bn", 1, formula="first + volume + programme + capital + rate"),
    )
    methods = {change.amounts_method for change in own.changes}
    notes = (
        tr("Số tiền theo giá hiện hành, chưa loại trượt giá."),
        tr("Phân tách logarit LMDI-I, không có phần dư.")
        if methods == {"lmdi"}
        else tr("Có phần bằng 0 nên phân tách theo Shapley, không có phần dư."),
    )
    return Table(
        "so_tien",
        tr("Nguyên nhân số tiền giải ngân thay đổi"),
        pd.DataFrame(rows),
        columns,
        province_scope(own, tr("tỷ đồng")),
        own.sources,
        notes,
    )


@view()
def draw_reasons(found: Years) -> Chart | None:
    """The newest change in which mix and rates parted ways, else the newest, as a waterfall in percentage points."""
    own = found.province
    if own is None or not own.changes:
        return None
    change = own.told
    steps = [(tr(text), 100 * change.nested[name]) for name, text in FACTORS.items()]
    start, end = (100 * rate for rate in change.rates)
    figure, (axes,) = canvas(3.2)
    axes.barh(0, start, color=INK, height=0.6)
    levels = [start]
    beside: dict[str, Any] = {"xytext": (4, 0), "textcoords": "offset points", "va": "center"}
    for place, (_, step) in enumerate(steps, start=1):
        axes.barh(place, step, left=levels[-1], color=GREEN if step > 0 else VERMILION, height=0.6)
        levels.append(levels[-1] + step)
        axes.annotate(points(step / 100, 2), (max(levels[-2:]), place), **beside)
    axes.barh(len(steps) + 1, end, color=BLUE, height=0.6)
    for place, value in ((0, start), (len(steps) + 1, end)):
        axes.annotate(f"{number(value, 1)}%", (value, place), **beside)
    low, high = min(end, *levels) - 4, max(end, *levels)
    high += max(4, 0.15 * (high - low))  # room for the last label
    names = [str(change.first), *(name for name, _ in steps), str(change.second)]
    axes.set(xlim=(low if min(end, *levels) < 0 else max(0, low), high), xlabel=tr("% kế hoạch"))
    name_rows(axes, names)
    write_numbers(axes.xaxis)
    return Chart(
        figure,
        name="hinh_nguyen_nhan",
        title=tr(
            "Từ năm {first} đến năm {second}: do tỷ lệ từng phần {rate} điểm, do cơ cấu {mix} điểm",
            first=change.first,
            second=change.second,
            rate=points(change.sums["rate"], 2),
            mix=points(change.sums["mix"], 2),
        ),
        alt=tr(
            "Biểu đồ thác từ {start} đến {end}: {steps}.",
            start=percent(change.rates[0]),
            end=percent(change.rates[1]),
            steps="; ".join(f"{name} {points(step / 100, 2)}" for name, step in steps),
        ),
        scope=province_scope(own, tr("% kế hoạch; điểm %")),
        sources=own.sources,
        illustrative=found.ledger.is_illustrative,
    )
