"""How much money programmes and units can disburse in a year, and the plan that this supports."""

from typing import Any

import pandas as pd

from mtqg_analysis.analysis.planning.capacities import NEEDED as OF_CAPACITY
from mtqg_analysis.analysis.planning.capacities import WHOLE, Capacities
from mtqg_analysis.analysis.planning.history import FEWEST
from mtqg_analysis.analysis.planning.outlook import PlanOutlook
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.cells import counted_programmes, name_on, words_of
from mtqg_analysis.report.column import NOT_PUBLISHED, Column, Quantity
from mtqg_analysis.report.coverage import summed_words
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import billions, day, few, percent
from mtqg_analysis.report.pages.planning.no_capacity import no_capacity
from mtqg_analysis.report.pages.planning.pace import SCENARIO_NAMES
from mtqg_analysis.report.scopes import basis_word, years_words
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FORM, Waits

PLANS = tuple(f"{kind}_plan" for kind in CAPITALS)
AT_LEAST = "*"  # behind a capacity that is only bounded from below
TEXT = to_translate(
    "Từ {count} năm {years}, năng lực giải ngân của {programmes} ước khoảng **{capacity} tỷ đồng** mỗi năm "
    "({prices}; {how}); năm cao nhất là {most_year}, {most} tỷ đồng. Với mức tăng cơ sở {growth} mỗi năm, năm "
    "{first} giải ngân được khoảng {ahead} tỷ đồng; muốn đạt {target} thì kế hoạch không nên quá {supported} "
    "tỷ đồng. Vốn chuyển sang và vốn mới năm {first} là {available} tỷ đồng, như vậy năng lực đủ cho khoảng "
    "**{share}**."
)
AT_LEAST_TEXT = to_translate(
    "Trong {count} năm {years}, năm nào {programmes} cũng giải ngân từ {censored} kế hoạch trở lên, nên số "
    "liệu chỉ cho biết năng lực tối thiểu là **{capacity} tỷ đồng** mỗi năm ({prices}), không cho biết mức tối "
    "đa. Với mức tăng cơ sở {growth} mỗi năm, năm {first} giải ngân được ít nhất {ahead} tỷ đồng; kế hoạch đến "
    "{supported} tỷ đồng vẫn đạt {target}, lớn hơn thì chưa đủ số liệu để kết luận. Vốn chuyển sang và vốn mới "
    "năm {first} là {available} tỷ đồng, như vậy năng lực đủ cho ít nhất **{share}**."
)
NO_GROWTH = to_translate(
    "Từ {count} năm {years}, năng lực giải ngân của {programmes} ước khoảng **{capacity} tỷ đồng** mỗi năm "
    "({prices}; {how}); năm cao nhất là {most_year}, {most} tỷ đồng. Số liệu các năm trước quá ít để tính mức "
    "tăng; để tính các năm sau, cần bổ sung giả định về mức tăng (capacity_growth trong assumptions.csv)."
)
NEEDED = (*OF_CAPACITY, "target_rate")
NOT_ASSUMED = to_translate(
    "Chưa tính được năng lực giải ngân và kế hoạch phù hợp năng lực vì assumptions.csv chưa có dòng {names}."
)
AGREED = to_translate("phân vị 75% các năm, của tổng và của từng phần, điều chỉnh cho khớp nhau")
OWN = to_translate("phân vị 75% các năm")
PART_BOUNDED = to_translate(
    "Có năm giải ngân gần hết kế hoạch nên năng lực của {programmes} hoặc của một phần chỉ biết mức tối thiểu; "
    "các số nêu trên là mức tối thiểu."
)
FALLING = to_translate("Số giải ngân các năm qua giảm, nên mức thấp lấy bằng mức giảm đó, không lấy bằng 0.")


@view(part="outlook")
def capacity_sentence(outlook: PlanOutlook) -> Sentence:
    """The province's capacity against the money that it would have; or what is missing to know it."""
    lacking = outlook.assumed.lacking(*NEEDED)
    if lacking and outlook.carries_capacity:
        return Sentence(tr(NOT_ASSUMED, names=", ".join(lacking)))
    found = outlook.programmes
    whole = None if found is None else found.whole
    if found is None or whole is None or pd.isna(whole["value"]):
        return Sentence(no_capacity(outlook))
    first, target = min(outlook.plans), outlook.assumed.need("target_rate")
    seen: dict[str, object] = {"count": few(len(found.history.years)), "years": _span(found), "prices": _prices(found)}
    seen |= {"programmes": counted_programmes(found.history.years)}
    seen |= {"capacity": billions(whole["value"]), "how": tr(AGREED if found.agrees else OWN)}
    seen |= {"most_year": int(whole["largest_year"]), "most": billions(whole["largest"])}
    if pd.isna(found.growth["base"]):
        return Sentence.over(outlook.ledger, f"{tr(NO_GROWTH, **seen)} {_whose(found)}")
    ahead = outlook.capacity_ahead.loc[WHOLE, first]
    text = tr(
        AT_LEAST_TEXT if whole["used"] == 0 else TEXT,
        **seen,
        censored=percent(outlook.assumed.need("censored_from"), 0),
        growth=percent(found.growth["base"]),
        first=first,
        ahead=billions(ahead["base"]),
        target=percent(target, 0),
        supported=billions(ahead["supported"]),
        available=billions(outlook.first_money),
        share=percent(outlook.first_share, 0),
    )
    if whole["bounded"] and whole["used"] > 0:
        text = f"{text} {tr(PART_BOUNDED, programmes=seen['programmes'])}"
    return Sentence.over(outlook.ledger, f"{text} {_whose(found)}")


def _whose(found: Capacities) -> str:
    """Whose figures the years are: printed by the province, or summed from its units."""
    summed = summed_words(list(found.history.read.values())[-1].coverage)
    return tr("Số từng năm {summed}.", summed=summed) if summed else tr("Số từng năm là số tổng hợp của tỉnh.")


@view(part="outlook", waits=Waits("4. Năng lực giải ngân", "{years}; ít nhất ba năm", FORM))
def capacities(outlook: PlanOutlook) -> Table | None:
    """Capacity by programme and capital, as each has its own, and as they agree with the total."""
    found = outlook.programmes
    if found is None or outlook.assumed.lacking(*NEEDED):
        return None
    rows = [_programme_row(found, row, outlook) for row in found.frame.to_dict("records")]
    first, last = outlook.horizon
    columns = (
        Column("programme", tr("Chương trình"), rows=True),
        Column("capital", tr("Loại vốn")),
        Column("rate", _rate_title(found), "percent"),
        Column("capacity", tr("Tính riêng"), "bn", 1, group=tr("Năng lực một năm")),
        Column("coherent", tr("Khớp tổng"), "bn", 1, group=tr("Năng lực một năm"), missing=tr("chưa khớp tổng")),
        Column("low", tr("Thấp"), "bn", group=tr("Năng lực năm {year}", year=last)),
        Column("base", tr("Cơ sở"), "bn", group=tr("Năng lực năm {year}", year=last)),
        Column("high", tr("Cao"), "bn", group=tr("Năng lực năm {year}", year=last)),
        Column("supported", tr("Kế hoạch năm {year} phù hợp năng lực", year=first), "bn"),
    )
    notes = (
        tr(
            "Năng lực: phân vị 75% của số giải ngân các năm; năm có tỷ lệ từ {censored} trở lên chỉ cho biết "
            "năng lực tối thiểu, được ghi dấu {mark}. Khớp tổng: điều chỉnh để các phần cộng lại bằng tổng, "
            "theo số dòng vốn của mỗi dòng.",
            censored=percent(outlook.assumed.need("censored_from"), 0),
            mark=AT_LEAST,
        ),
        _short_words(found)
        if found.short
        else tr(
            "Khớp tổng làm chính tổng thay đổi. Các cột sau, câu trên, trang tóm tắt và phần so với kịch bản, với kế "
            "hoạch đều lấy số khớp tổng, nên các phần cộng lại bằng tổng."
        ),
        *_common_notes(found, outlook),
    )
    title = tr("Năng lực giải ngân theo chương trình và loại vốn")
    frame = pd.DataFrame(rows)
    return Table("nang_luc", title, frame, columns, _scope(found), found.history.sources, notes)


def _programme_row(found: Capacities, row: dict[Any, Any], outlook: PlanOutlook) -> dict[str, object]:
    first, last = (outlook.capacity_ahead.loc[row["node"], year] for year in outlook.horizon)
    whole = tr("Tất cả {programmes}", programmes=counted_programmes(found.history.years))
    mark, bound = (AT_LEAST if row[name] is True else "" for name in ("censored", "bounded"))
    return {
        "programme": label("programme", row["programme"]) if row["programme"] else whole,
        "capital": label("capital", row["capital"] or "total"),
        "rate": row["rate"],
        "capacity": Quantity(row["capacity"], "bn", 1, mark),
        "coherent": Quantity(row["coherent"], "bn", 1, bound) if found.agrees else None,
        **{name: Quantity(last[name], "bn", mark=bound) for name in found.growth},
        "supported": Quantity(first["supported"], "bn", mark=bound),
    }


@view(part="outlook", waits=Waits("4. Năng lực của từng đơn vị", "{years}; của từng đơn vị, ít nhất ba năm", FORM))
def capacities_of_units(outlook: PlanOutlook) -> Table | None:
    """Capacity by unit and capital, programmes together; units with too few years are counted below."""
    found, target = outlook.units, outlook.assumed.find("target_rate")
    if found is None or found.frame.empty or target is None:
        return None
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for part in found.frame.itertuples():
        mark = AT_LEAST if part.censored else ""
        row = rows.setdefault((part.level, part.unit), {"level": label("level", part.level), "years": part.years})
        row["name"], row["years"] = name_on(part.level, part.unit), max(row["years"], part.years)
        row[part.capital] = Quantity(part.capacity, "bn", 1, mark)
        row[f"{part.capital}_plan"] = Quantity(part.supported, "bn", 1, mark)
    frame = pd.DataFrame(list(rows.values()), columns=["level", "name", "years", *CAPITALS, *PLANS])
    columns = (
        Column("level", tr("Cấp"), rows=True),
        Column("name", tr("Đơn vị")),
        Column("years", tr("Số năm"), "count"),
        *(
            Column(name, label("capital", kind), "bn", 1, group=group, missing="–")
            for group, names in ((tr("Năng lực một năm"), CAPITALS), (tr("Kế hoạch phù hợp năng lực"), PLANS))
            for name, kind in zip(names, CAPITALS, strict=True)
        ),
    )
    notes = (
        tr(
            "Kế hoạch phù hợp năng lực: năng lực chia cho tỷ lệ giải ngân mong muốn {target}.",
            target=percent(target, 0),
        ),
        tr(
            "Không tính cho {short} dòng vốn (đơn vị, loại vốn) chưa đủ {fewest} năm số liệu, có cả các xã lập từ "
            "01/07/2025; cấp huyện kết thúc ngày 30/06/2025, năng lực của huyện không chia cho xã khi chưa có tỷ lệ "
            "được công bố.",
            short=few(found.short),
            fewest=FEWEST,
        ),
        tr("Dấu {mark}: chỉ biết mức tối thiểu.", mark=AT_LEAST),
        *_left_out(found),
        *_gap_notes(found),
        _price_note(found),
    )
    title = tr("Năng lực giải ngân của từng đơn vị, các chương trình gộp chung")
    frame = frame.sort_values("level", kind="stable")
    return Table("nang_luc_don_vi", title, frame, columns, _scope(found), found.history.sources, notes)


def _common_notes(found: Capacities, outlook: PlanOutlook) -> tuple[str, ...]:
    said = "; ".join(f"{tr(text)} {_growth(found.growth[name])}" for name, text in SCENARIO_NAMES.items())
    origin = (
        tr("tính từ số liệu các năm trước, điều chỉnh theo mức chung") if found.observed else tr("theo assumptions.csv")
    )
    return (
        tr(
            "Mức tăng mỗi năm: {said} ({origin}). Kịch bản không phải xác suất.",
            said=said,
            origin=origin,
        ),
        tr(
            "Kế hoạch phù hợp năng lực: năng lực cơ sở chia cho tỷ lệ giải ngân mong muốn {target}.",
            target=percent(outlook.assumed.need("target_rate"), 0),
        ),
        *((tr(FALLING),) if found.observed and found.growth["low"] < 0 else ()),
        *_left_out(found),
        _price_note(found),
    )


def _rate_title(found: Capacities) -> str:
    """A rate belongs to its closing day: the same year stands at another rate on 31 December."""
    return tr("Tỷ lệ năm {year} đến {day}", year=found.history.years[-1], day=day(found.history.cut_off))


def _short_words(found: Capacities) -> str:
    return tr(
        "Chưa khớp tổng: {short} dòng vốn (chương trình, loại vốn) chưa đủ {fewest} năm, chỉ nằm trong các dòng "
        "tổng. Các cột sau lấy số tính riêng, nên các phần không cộng thành tổng.",
        short=few(found.short),
        fewest=FEWEST,
    )


def _left_out(found: Capacities) -> tuple[str, ...]:
    years = found.history.left_out
    if not years:
        return ()
    return (tr("Không dùng các năm có cơ sở kế hoạch khác: {years}.", years=", ".join(map(str, years))),)


def _gap_notes(found: Capacities) -> tuple[str, ...]:
    """The cells of which a year lacks a figure: of their units and capital types that year is not counted."""
    read = [cells for cells in found.history.read.values() if len(cells.lacking)]
    if not read:
        return ()
    said = "; ".join(f"{cells.year}: {words_of(cells.lacking, cells.cut_off)}" for cells in read)
    return (tr("Không tính các năm mà đơn vị, loại vốn có ô thiếu số – {cells}.", cells=said),)


def _growth(value: float) -> str:
    return tr(NOT_PUBLISHED) if pd.isna(value) else percent(value)


def _price_note(found: Capacities) -> str:
    if found.real:
        return tr("Số tiền theo giá năm {year}, quy đổi bằng chỉ số giá giả định.", year=found.price_year)
    return tr("Số tiền theo giá hiện hành, vì assumptions.csv không có chỉ số giá.")


def _prices(found: Capacities) -> str:
    return tr("giá năm {year}", year=found.price_year) if found.real else tr("giá hiện hành")


def _span(found: Capacities) -> str:
    years = list(found.history.years)
    return (
        years_words(years[0], years[-1]) if years == [*range(years[0], years[-1] + 1)] else ", ".join(map(str, years))
    )


def _scope(found: Capacities) -> Scope:
    status = tr("tính từ số thực hiện")
    return Scope(tr("tỷ đồng"), day(found.history.cut_off), basis_word(found.history.basis), status)
