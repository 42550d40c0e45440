"""The fan: what probability a stated model gives to the stock of capital. Scenarios stand elsewhere."""

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.planning.history import History
from mtqg_analysis.analysis.planning.outlook import PlanOutlook
from mtqg_analysis.analysis.planning.unit_fan import ENDS, NEEDED, UnitFan, lacking_units
from mtqg_analysis.domain.language import tr
from mtqg_analysis.methods.simulation import QUANTILES
from mtqg_analysis.report.cells import NAMED, name_on
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import in_billions, write_numbers
from mtqg_analysis.report.numbers import billions, number, percent
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, INK, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FORM, Waits

SHOWN = (0.05, 0.20, 0.50, 0.80, 0.95)
BANDS = (((0.05, 0.95), 0.15), ((0.10, 0.90), 0.20), ((0.20, 0.80), 0.25), ((0.30, 0.70), 0.30), ((0.40, 0.60), 0.35))


@view(part="outlook")
def fan_sentence(outlook: PlanOutlook) -> Sentence:
    """What the fan says of the last year and how it was drawn; or what is missing to draw it."""
    found = outlook.fan
    lacking = outlook.assumed.lacking(*NEEDED)
    if lacking and outlook.carries_fan:
        text = tr("Chưa lập được biểu đồ quạt vì assumptions.csv chưa có dòng {names}.", names=", ".join(lacking))
        return Sentence(text)
    if found is None and outlook.carries_fan and outlook.unit_history and lacking_units(outlook.unit_history):
        return Sentence(_untold(outlook.unit_history))
    if found is None:
        return Sentence(
            tr(
                "Chưa lập được biểu đồ quạt. Cần số giải ngân vốn mới và vốn kéo dài của từng đơn vị qua ít "
                "nhất hai năm có tỷ lệ khác nhau, trong năm mới nhất có đơn vị của cả hai loại vốn, số vốn "
                "chuyển sang theo loại vốn của năm liền trước và giả định về vốn mới. Kịch bản không thay thế "
                "được xác suất."
            )
        )
    end, others = found.at_end.loc[found.main.correlation], found.at_end.drop(index=found.main.correlation)
    text = tr(
        "Theo mô hình, vốn chuyển sang sau năm {last} có 50% khả năng không vượt **{middle} tỷ đồng**. Khoảng "
        "90% phụ thuộc tương quan giữa các đơn vị: từ {low} đến {high} tỷ đồng với tương quan giả định "
        "{correlation}; {others}; số liệu vài năm trước cho tương quan {observed}. Kết quả mô phỏng {paths} "
        "lần (số khởi tạo {seed}) trên {units} dòng vốn (mỗi đơn vị một dòng cho mỗi loại vốn), các đơn vị "
        "cùng chịu một nhân tố chung.",
        last=found.years[-1],
        middle=billions(end["middle"]),
        low=billions(end["low"]),
        high=billions(end["high"]),
        paths=number(found.main.paths),
        seed=found.main.seed,
        units=found.units,
        correlation=number(found.main.correlation, 1),
        others="; ".join(
            tr(
                "từ {low} đến {high} với tương quan {correlation}",
                low=billions(row.low),
                high=billions(row.high),
                correlation=number(row.Index, 1),
            )
            for row in others.itertuples()
        ),
        observed=_observed(found),
    )
    return Sentence.over(outlook.ledger, text)


def _untold(history: History) -> str:
    """Which units do not tell all their money of the newest year."""
    units = lacking_units(history)
    names = [name_on(level, code, history.cut_off) for level, code in units[:NAMED]]
    more = [tr("và {count} đơn vị khác", count=number(len(units[NAMED:])))] if units[NAMED:] else []
    return tr(
        "Chưa lập được biểu đồ quạt vì năm {year} thiếu số liệu của {units}, không chia được vốn cho từng đơn vị.",
        year=history.years[-1],
        units=", ".join(names + more),
    )


def _observed(found: UnitFan) -> str:
    return tr("không tính được") if np.isnan(found.observed) else number(found.observed, 2)


@view(part="outlook")
def draw_fan(outlook: PlanOutlook) -> Chart | None:
    """The stock carried out of each year: bands of probability around the median."""
    found = outlook.fan
    if found is None:
        return None
    rows = in_billions(found.main.quantiles("closing"))
    start = np.full((1, len(QUANTILES)), in_billions(outlook.opening))
    years, rows = [found.years[0] - 1, *found.years], np.vstack([start, rows])
    figure, (axes,) = canvas(3.2)
    for (low, high), strength in BANDS:
        axes.fill_between(years, _at(rows, low), _at(rows, high), color=BLUE, alpha=strength, linewidth=0)
    axes.plot(years, _at(rows, 0.50), color=INK, linewidth=1.5)
    for p, name in ((0.95, "95%"), (0.50, "50%"), (0.05, "5%")):
        end = float(_at(rows, p)[-1])
        place = (years[-1] + 0.06, end)
        axes.text(*place, f"{name}: {number(end)}", va="center", fontsize=10)
    axes.set(xticks=years, xlim=(years[0], years[-1] + 0.9), ylim=(0, None), ylabel=tr("tỷ đồng chuyển năm sau"))
    write_numbers(axes.yaxis)
    said = "; ".join(
        tr(
            "năm {year}: từ {low} đến {high}, trung vị {middle}",
            year=year,
            low=number(_at(rows, 0.05)[place]),
            high=number(_at(rows, 0.95)[place]),
            middle=number(_at(rows, 0.50)[place]),
        )
        for place, year in enumerate(years)
        if place
    )
    return Chart(
        figure,
        name="hinh_quat",
        title=tr(
            "Theo mô hình, vốn chuyển sang sau năm {year} từ {low} đến {high} tỷ đồng nếu tương quan là {correlation}",
            year=years[-1],
            low=number(_at(rows, 0.05)[-1]),
            high=number(_at(rows, 0.95)[-1]),
            correlation=number(found.main.correlation, 1),
        ),
        alt=tr("Biểu đồ quạt vốn chuyển năm sau, khoảng 90%, tỷ đồng. {said}.", said=said),
        scope=_scope(found),
        illustrative=outlook.ledger.is_illustrative,
        sources=_sources(outlook),
        notes=(
            tr("Dải nhạt nhất: từ phân vị 5% đến 95%; đậm nhất: từ 40% đến 60%; nét liền: trung vị."),
            _drawn(found),
            *_price_words(outlook, found),
        ),
    )


@view(
    part="outlook",
    waits=Waits(
        "6. Vốn chuyển sang theo xác suất",
        "disbursed của từng đơn vị các năm trước, và carried_out của tỉnh năm liền trước kỳ kế hoạch",
        FORM,
    ),
)
def fan_table(outlook: PlanOutlook) -> Table | None:
    """Quantiles of disbursement, closing stock and execution of each year."""
    found = outlook.fan
    if found is None:
        return None
    names = {"disbursed": tr("Giải ngân"), "closing": tr("Chuyển năm sau"), "execution": tr("Tỷ lệ trên vốn có")}
    rows: list[dict[str, object]] = [{"year": str(year)} for year in found.years]
    columns = [Column("year", tr("Năm"))]
    for name, text in names.items():
        shown = SHOWN if name != "execution" else (0.05, 0.50, 0.95)
        quantiles = found.main.quantiles(name)
        for p in shown:
            key = f"{name}_{p:.0%}".rstrip("%")
            columns.append(Column(key, percent(p, 0), "percent" if name == "execution" else "bn", group=text))
            for row, value in zip(rows, _at(quantiles, p), strict=True):
                row[key] = float(value)
    notes = (
        tr("Ở mỗi lần mô phỏng: chuyển năm sau = chuyển sang + vốn mới − giải ngân − hủy, đúng đến từng đồng."),
        _drawn(found),
        tr(
            "Tốc độ của từng đơn vị lấy từ số liệu các năm trước của đơn vị, điều chỉnh theo mức chung; "
            "{single}/{units} dòng vốn mới có số liệu một năm. Giữa các năm, lô-ga-rít của tỷ số giữa phần đã "
            "giải ngân và phần chưa giải ngân (logit) có độ lệch chuẩn {spread}, tính ở các dòng vốn có số "
            "liệu từ hai năm. Phần bị hủy theo giả định cơ sở; {limited} dòng vốn bị giới hạn theo năng lực "
            "giải ngân.",
            single=found.single,
            units=found.units,
            spread=number(found.spread, 2),
            limited=found.limited,
        ),
        *_growth_words(outlook, found),
        *_price_words(outlook, found),
    )
    title = tr("Phân vị của giải ngân và vốn chuyển năm sau")
    return Table("quat", title, pd.DataFrame(rows), tuple(columns), _scope(found), _sources(outlook), notes)


@view(part="outlook")
def fan_correlations(outlook: PlanOutlook) -> Table | None:
    """How wide the fan is under other correlations between units: the assumption that matters most."""
    found = outlook.fan
    if found is None:
        return None
    after = tr("Chuyển sang sau năm {year}", year=found.years[-1])
    columns = (
        Column("correlation", tr("Tương quan giữa các đơn vị"), "decimal", 1),
        *(Column(name, percent(p, 0), "bn", group=after) for name, p in ENDS.items()),
        Column("width", tr("Độ rộng"), "bn", formula="high - low"),
    )
    notes = (
        tr(
            "Tương quan bình quân theo số liệu vài năm trước của các đơn vị là {seen}, chỉ để tham khảo vì xu "
            "thế chung cũng làm tăng hệ số này. Giả định các đơn vị độc lập (0) cho khoảng hẹp quá mức.",
            seen=_observed(found),
        ),
    )
    title, frame = tr("Độ rộng của khoảng theo tương quan giả định"), found.at_end.reset_index()
    return Table("quat_tuong_quan", title, frame, columns, _scope(found), _sources(outlook), notes)


def _at(quantiles: np.ndarray, p: float) -> np.ndarray:
    return np.asarray(quantiles[:, QUANTILES.index(p)])


def _growth_words(outlook: PlanOutlook, found: UnitFan) -> tuple[str, ...]:
    """That limits stay as they are where nobody knows by how much they grow."""
    if outlook.units is None or not found.limited or not np.isnan(outlook.units.growth["base"]):
        return ()
    year = outlook.units.history.years[-1]
    return (
        tr(
            "Chưa biết mức tăng năng lực, nên các dòng vốn bị giới hạn dùng năng lực năm {year} cho mọi năm.", year=year
        ),
    )


def _price_words(outlook: PlanOutlook, found: UnitFan) -> tuple[str, ...]:
    """Real limits stand against nominal plans; nobody assumes the prices of the years ahead."""
    if outlook.units is None or not (outlook.units.real and found.limited):
        return ()
    return (
        tr(
            "Giới hạn năng lực tính theo giá năm {year}, vốn mới tính theo giá hiện hành; nếu giá tăng thì "
            "giới hạn tính bằng tiền cao hơn và vốn chuyển sang ít hơn số nêu ở đây.",
            year=outlook.units.price_year,
        ),
    )


def _drawn(found: UnitFan) -> str:
    return tr(
        "Mô phỏng {paths} lần (PCG64, số khởi tạo {seed}); tương quan {correlation}. Đây là xác suất theo mô "
        "hình, không phải kịch bản.",
        paths=number(found.main.paths),
        seed=found.main.seed,
        correlation=number(found.main.correlation, 1),
    )


def _scope(found: UnitFan) -> Scope:
    span = f"{found.years[0]}-{found.years[-1]}"
    return Scope(tr("tỷ đồng"), span, tr("chuyển sang cộng vốn mới"), tr("mô phỏng"))


def _sources(outlook: PlanOutlook) -> tuple[str, ...]:
    return outlook.units.history.sources if outlook.units else ()
