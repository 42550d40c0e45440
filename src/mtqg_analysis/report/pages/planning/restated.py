"""The former years on the programmes and communes of today."""

from collections.abc import Iterable

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.communes import new_communes
from mtqg_analysis.analysis.planning.central_money import INTEGRATED
from mtqg_analysis.analysis.planning.crosswalk import DRAWS, LEVEL, SEED
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.restated import WHOLE, Year
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.cells import gap_words
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.coverage import missing_words
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.draw import in_billions, name_rows, write_numbers
from mtqg_analysis.report.numbers import day, number, percent
from mtqg_analysis.report.rows import summed
from mtqg_analysis.report.scopes import basis_word, cut_offs, once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, GRID, ORANGE, SKY, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import FORM, Waits

REASONS = {
    "split": to_translate("xã bị chia, không có tỷ trọng"),
    "district": to_translate("vốn của huyện, không có tỷ trọng"),
    "unknown": to_translate("mã xã không có trong danh mục"),
}
PLACES = {
    "exact": to_translate("Của xã hiện nay, đúng theo bảng chuyển đổi"),
    "modelled": to_translate("Của xã hiện nay, theo tỷ trọng đã nhập"),
    "undivided": to_translate("Chưa phân bổ theo xã"),
    "agency": to_translate("Do cơ quan cấp tỉnh quản lý"),
}
COLOURS = {"exact": BLUE, "modelled": SKY, "undivided": ORANGE, "agency": GRID}
NOTHING = to_translate("Chưa có số liệu kế hoạch và giải ngân {what} của các năm 2021-2025 để tính lại.")


@view(Waits("12. Chương trình cũ sang mới", "{years} của tỉnh", FORM))
def restated_programmes(baseline: Baseline) -> Table | Sentence:
    """Plan and disbursement of the former years by the component of the new programme."""
    years = [one for one in baseline.history.years if one.cells]
    if not years:
        return Sentence(tr(NOTHING, what=tr("theo chương trình")))
    found = baseline.history.by_successor.rename(columns={"disbursed": "paid"})
    rows = [
        {"name": _new_name(code)}
        | {f"{name}{year}": amount for year, row in found.loc[code].iterrows() for name, amount in row.items()}
        for code in once(found.index.get_level_values("new"))
    ]
    columns = (Column("name", tr("Từ năm 2026")), *_year_columns(years))
    notes = (
        tr("Mỗi khoản vốn chỉ xếp ở một dòng; tổng của từng năm bằng đúng tổng của ba chương trình cũ."),
        *_gap_notes(one.cells for one in years),
        *_december_note(baseline, years),
    )
    title = tr("Kế hoạch và giải ngân các năm trước, xếp theo chương trình mới")
    frame, scope = pd.DataFrame(rows, columns=[one.name for one in columns]), _scope([one.cells for one in years])
    sources = once(source for one in years if one.cells for source in one.cells.sources)
    return Table("lich_su_noi_dung", title, frame, columns, scope, sources, notes, total=True)


def _gap_notes(read: Iterable[Cells | None]) -> tuple[str, ...]:
    """Per year, the units, programmes, capital types and cells that stand in no sum, since figures of them lack."""
    words = [(one.year, [missing_words(one.coverage), gap_words(one)]) for one in read if one is not None]
    lacking = [(year, "; ".join(part for part in parts if part)) for year, parts in words]
    return tuple(tr("Năm {year} không tính: {cells}.", year=year, cells=what) for year, what in lacking if what)


def _december_note(baseline: Baseline, years: list[Year]) -> tuple[str, ...]:
    """Where components are known to December only, while the rest of the report counts to the settlement month."""
    history, newest = baseline.outlook.history, years[-1].cells
    if history is None or history.has_gaps or newest is None or not history.settled or newest.later is None:
        return ()
    text = tr(
        "Giải ngân ở bảng này đến 31/12 từng năm: dự án, nội dung không có số đến 31/01 năm sau. Các mục khác tính đến "
        "31/01 năm sau, nên tỷ lệ ở đó cao hơn: năm {year}, đến {day}, các chương trình đạt {rate}.",
        year=history.years[-1],
        day=day(history.cut_off),
        rate=percent(history.by()["rate"].iat[-1]),
    )
    return (text,)


def _new_name(code: str) -> str:
    """A new code in words; the integrated programme alone means that the component is not known."""
    if code == WHOLE:
        return tr("Tổng cộng")
    if code == INTEGRATED:
        return tr("Tích hợp, chưa rõ hợp phần")
    return label("programme", code) if code else tr("Chưa xác định")


def _year_columns(years: list[Year]) -> tuple[Column, ...]:
    columns: list[Column] = []
    for one in years:
        group, paid, plan = str(one.year), f"paid{one.year}", f"plan{one.year}"
        columns += [
            Column(plan, tr("Kế hoạch"), "bn", 1, group, missing="–"),
            Column(paid, tr("Giải ngân"), "bn", 1, group, missing="–"),
            Column(f"rate{one.year}", tr("Tỷ lệ"), "percent", 1, group, missing="–", formula=f"{paid} / {plan}"),
        ]
    return tuple(columns)


def _scope(read: Iterable[Cells | None]) -> Scope:
    """The scope of a table over the cells of several years."""
    cells = [one for one in read if one]
    days = cut_offs(str(one.cut_off) for one in cells)
    bases = tr(" và ").join(once(basis_word(one.basis) for one in cells))
    return Scope(tr("tỷ đồng"), days, bases, tr("thực hiện, tính lại"))


@view(Waits("13. Các năm trước theo xã hiện nay", "{years} của từng đơn vị", FORM))
def restated_totals(baseline: Baseline) -> Table | Sentence:
    """How much of each year's plan stands at communes of today, and how much nobody has divided."""
    years = [one for one in baseline.history.years if one.communes is not None]
    if not years:
        return Sentence(tr(NOTHING, what=tr("theo đơn vị")))
    frame = pd.DataFrame({f"y{one.year}": one.places for one in years})
    frame = summed(frame.assign(name=[tr(PLACES[place]) for place in frame.index]), name=tr("Tổng cộng"))
    columns = (Column("name", tr("Kế hoạch vốn")), *(Column(f"y{one.year}", str(one.year), "bn", 1) for one in years))
    notes = [
        tr("Tổng của từng năm bằng đúng tổng số của các đơn vị, đến từng đồng."),
        *_gap_notes(one.units for one in years),
    ]
    reasons = {
        reason: [one.year for one in years if one.communes and (one.communes.left["reason"] == reason).any()]
        for reason in REASONS
    }
    notes += [
        tr("Chưa phân bổ, {reason}: {years}.", reason=tr(REASONS[reason]), years=", ".join(map(str, found)))
        for reason, found in reasons.items()
        if found
    ]
    count = len(new_communes(baseline.ledger.dataset.province))
    title = tr("Vốn các năm trước trên địa bàn {count} xã, phường: phần đã rõ và phần chưa phân bổ", count=count)
    scope, sources = _scope([one.units for one in years]), _unit_sources(years)
    return Table("lich_su_xa_tong", title, frame, columns, scope, sources, tuple(notes), total=True)


def _unit_sources(years: list[Year]) -> tuple[str, ...]:
    return once(source for one in years if one.units for source in one.units.sources)


@view()
def draw_restated(baseline: Baseline) -> Chart | Sentence:
    """The plan of each year as one bar: exact, by the user's weights, undivided, of agencies."""
    years = [one for one in baseline.history.years if one.communes is not None]
    if not years:
        return Sentence(tr("Chưa vẽ được phần vốn của xã trong các năm trước."))
    shares = pd.Series([one.undivided_share for one in years])
    if shares.isna().all():
        return Sentence(tr("Không vẽ phần vốn của xã trong các năm trước: kế hoạch của mọi năm bằng 0."))
    figure, (axes,) = canvas(2.8)
    starts = [0.0] * len(years)
    for place, name in PLACES.items():
        widths = [in_billions(one.places[place]) for one in years]
        axes.barh(range(len(years)), widths, left=starts, color=COLOURS[place], label=tr(name))
        starts = list(map(sum, zip(starts, widths, strict=True)))
    axes.set(xlim=(0, None), xlabel=tr("tỷ đồng kế hoạch"))
    name_rows(axes, [str(one.year) for one in years])
    write_numbers(axes.xaxis)
    figure.legend(loc="outside lower center", ncols=2, fontsize=9)
    worst, pairs = int(shares.idxmax()), zip(years, shares, strict=True)
    said = [tr("năm {year}: {share} chưa phân bổ", year=one.year, share=percent(share)) for one, share in pairs]
    return Chart(
        figure,
        name="hinh_lich_su_xa",
        title=tr(
            "Nhiều nhất {share} kế hoạch một năm ({year}) chưa chia được về xã hiện nay",
            share=percent(shares[worst]),
            year=years[worst].year,
        ),
        alt=tr("Biểu đồ thanh chồng kế hoạch vốn từng năm; {said}.", said="; ".join(said)),
        scope=_scope([one.units for one in years]),
        illustrative=baseline.ledger.is_illustrative,
        sources=_unit_sources(years),
    )


@view()
def restated_communes(baseline: Baseline) -> Table | Sentence:
    """Each commune's plan of the former years, and its rate in the last one where no weights were needed.

    An interval where the plan came by weights: its rate would only repeat the district's. A word where nobody divided.
    """
    years = [one for one in baseline.history.years if one.communes is not None]
    if not years:
        return Sentence(tr("Chưa có bảng vốn theo xã của các năm trước."))
    by_year = {one.year: one.communes.frame.set_index("unit") for one in years if one.communes}
    last, rates = years[-1], years[-1].communes.ratio("disbursed", "plan") if years[-1].communes else {}
    rows = [
        {"name": unit_name(unit), "rate": rates.get(unit)}
        | {f"y{year}": _plan(frame, unit) for year, frame in by_year.items()}
        for unit in sorted(set().union(*(frame.index for frame in by_year.values())))
    ]
    closing = day(last.units.cut_off) if last.units else ""
    missing = tr("chưa phân bổ")
    columns = (
        Column("name", tr("Xã, phường")),
        *(Column(f"y{year}", str(year), "bn", 1, group=tr("Kế hoạch"), missing=missing) for year in by_year),
        Column("rate", tr("Tỷ lệ {year} đến {day}", year=last.year, day=closing), "percent", missing="–"),
    )
    notes = (
        tr(
            "Khoảng [thấp; cao] {level} tính theo tỷ trọng đã nhập, phân phối Dirichlet, mô phỏng {draws} lần "
            "(số khởi tạo {seed}). Khoảng chỉ tính phần vốn đã chia; phần chưa chia không nằm trong bảng này.",
            level=percent(LEVEL, 0),
            draws=number(DRAWS),
            seed=SEED,
        ),
        *_gap_notes(one.units for one in years),
    )
    title, scope = tr("Kế hoạch vốn các năm trước trên địa bàn từng xã, phường"), _scope([one.units for one in years])
    return Table("lich_su_xa", title, pd.DataFrame(rows), columns, scope, _unit_sources(years), notes)


def _plan(frame: pd.DataFrame, unit: str) -> object:
    if unit not in frame.index:
        return None
    row = frame.loc[unit]
    return (row["plan_low"], row["plan_high"]) if row["modelled"] else row["plan"]
