"""What the closing stock hangs on, and how each year's money is spent out."""

import pandas as pd

from mtqg_analysis.analysis.planning.outlook import RATES, PlanOutlook
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import in_billions, name_rows, say, write_numbers
from mtqg_analysis.report.numbers import billions, day, percent
from mtqg_analysis.report.pages.planning.pace import SCENARIO_NAMES
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, INK, VERMILION, canvas
from mtqg_analysis.report.view import view

INPUTS = {"plan": "plan_change", "opening": "opening_change"}  # inputs told as a change against base


@view(part="outlook")
def draw_tornado(outlook: PlanOutlook) -> Chart:
    """The closing stock as each input runs alone from low to high, widest first."""
    rows = outlook.sensitivity
    base = outlook.base_closing
    figure, (axes,) = canvas(0.9 + 0.45 * len(rows))
    said = []
    for place, row in enumerate(rows.itertuples()):
        for value, outcome, colour in ((row.low, row.at_low, VERMILION), (row.high, row.at_high, BLUE)):
            bar = axes.barh(place, in_billions(outcome - base), left=in_billions(base), height=0.6, color=colour)
            say(bar, tr("{name} {value}: {outcome} tỷ đồng", name=_name(row.input), value=percent(value, 0),
                        outcome=billions(outcome)))  # fmt: skip
            side = -1 if outcome < base else 1
            axes.annotate(
                percent(value, 0),
                (in_billions(outcome), place),
                xytext=(4 * side, 0),
                textcoords="offset points",
                va="center",
                ha="right" if side < 0 else "left",
                fontsize=9,
            )
        said.append(f"{_name(row.input)}: {billions(row.at_low)} → {billions(row.at_high)}")
    axes.axvline(in_billions(base), color=INK, linewidth=1)
    axes.set_xlabel(tr("tỷ đồng chuyển sang sau năm {year}", year=outlook.horizon[1]))
    name_rows(axes, [_name(name) for name in rows["input"]])
    axes.margins(x=0.2)
    write_numbers(axes.xaxis)
    return Chart(
        figure,
        name="hinh_do_nhay",
        title=tr(
            "{name} ảnh hưởng nhiều nhất, làm vốn chuyển sang thay đổi {swing} tỷ đồng",
            name=_name(rows["input"].iat[0]),
            swing=billions(rows["swing"].iat[0]),
        ),
        alt=tr("Biểu đồ độ nhạy, tỷ đồng khi giả định thấp và cao. {said}.", said="; ".join(said)),
        scope=_scope(outlook),
        illustrative=outlook.ledger.is_illustrative,
        notes=(tr("Cam: giả định thấp; xanh: giả định cao; mỗi lần đổi một giả định, các giả định khác ở mức cơ sở."),),
    )


@view(part="outlook")
def sensitivity(outlook: PlanOutlook) -> Table:
    """Each input's low, base and high, the closing stock at both ends, and the level at which it would not grow."""
    rows = [
        {
            "input": _name(row["input"]),
            **{end: _cell(row["input"], row[end]) for end in SCENARIO_NAMES},
            "at_low": row["at_low"],
            "at_high": row["at_high"],
            "swing": row["swing"],
            "switch": None if row["switch"] is None else _cell(row["input"], row["switch"]),
        }
        for row in outlook.sensitivity.to_dict("records")
    ]
    columns = (
        Column("input", tr("Giả định")),
        *(Column(name, tr(text), "percent", 0, group=tr("Mức")) for name, text in SCENARIO_NAMES.items()),
        Column("at_low", tr("Ở mức thấp"), "bn", group=tr("Chuyển sang cuối kỳ")),
        Column("at_high", tr("Ở mức cao"), "bn", group=tr("Chuyển sang cuối kỳ")),
        Column("swing", tr("Chênh lệch"), "bn"),
        Column("switch", tr("Mức làm thay đổi kết luận"), "percent", 1, missing=tr("không có")),
    )
    opening, base = outlook.opening, outlook.base_closing
    notes = (
        tr(
            "Ở mức cơ sở, vốn chuyển sang sau năm {last} là {base} tỷ đồng, đầu kỳ là {opening} tỷ đồng. Mức "
            "làm thay đổi kết luận: mức của một giả định, khi các giả định khác ở mức cơ sở, mà tại đó hai số "
            "bằng nhau (với vốn chuyển sang, số đầu kỳ thay đổi theo); «không có»: riêng giả định đó không làm "
            "thay đổi kết luận.",
            last=outlook.horizon[1],
            base=billions(base),
            opening=billions(opening),
        ),
        tr("Mức thấp và cao lấy theo ba kịch bản; với vốn mới và vốn chuyển sang là mức so với cơ sở."),
    )
    title = tr("Độ nhạy của vốn chuyển sang cuối kỳ và mức làm thay đổi kết luận")
    return Table("do_nhay", title, pd.DataFrame(rows), columns, _scope(outlook), notes=notes)


@view(part="outlook")
def waves(outlook: PlanOutlook) -> Table:
    """Each year's money spent out by age, under the rule that ends carried-over money."""
    frame = outlook.waves.assign(year=outlook.waves["year"].astype(str))
    ages = [name for name in frame if name.startswith("age_")]
    titles = {"age_0": tr("Của vốn mới"), "age_1": tr("Của vốn năm trước")}
    columns = (
        Column("year", tr("Năm")),
        Column("opening", tr("Chuyển sang"), "bn"),
        Column("plan", tr("Vốn mới"), "bn"),
        *(
            Column(age, titles.get(age) or tr("Của vốn {age} năm trước", age=age[4:]), "bn", group=tr("Giải ngân"))
            for age in ages
        ),
        Column("lapsed", tr("Hết hạn, hủy"), "bn"),
        Column("closing", tr("Chuyển năm sau"), "bn", formula=f"opening + plan - {' - '.join(ages)} - lapsed"),
    )
    notes = (
        tr(
            "Nếu vốn kéo dài chưa giải ngân hết hạn đúng quy định (bảng quy định, extension_end: vốn đầu tư của năm "
            "{first} đến {end}) và vốn sự nghiệp cũng theo hạn đó. Ở bảng ba kịch bản chỉ một phần bị hủy: các lần kéo "
            "dài đặc biệt của giai đoạn 2021-2025 không được giả định tiếp.",
            first=outlook.horizon[0],
            end=day(outlook.last_of_first),
        ),
        tr("Tốc độ theo kịch bản cơ sở. Các phần cộng lại đúng đến từng đồng cho từng năm và từng lớp vốn."),
    )
    title = tr("Vốn của mỗi năm được giải ngân qua các năm, theo hạn của quy định")
    return Table("lop_von", title, frame, columns, _scope(outlook), notes=notes)


def _name(name: str) -> str:
    return label("assumption", INPUTS.get(name, name))


def _cell(name: str, value: float) -> Quantity:
    return Quantity(value, "percent", 0 if name in RATES and round(value, 2) == round(value, 8) else 1)


def _scope(outlook: PlanOutlook) -> Scope:
    first, last = outlook.horizon
    return Scope(tr("tỷ đồng; %"), f"{first}-{last}", tr("chuyển sang cộng vốn mới"), tr("kịch bản"))
