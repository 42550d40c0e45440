"""How far the programmes of other years and places came, as a table and as dots."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.reference_class import MIN_CLASS
from mtqg_analysis.domain.codes import WITH_TOTAL
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import DECEMBER
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import few, partial_day, percent, printed
from mtqg_analysis.report.rows import labelled
from mtqg_analysis.report.scopes import basis_word, cut_offs, origin_of, sources_of
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import MARKERS, MUTED, SERIES, canvas
from mtqg_analysis.report.view import view

QUANTILE_NAMES = {"prudent": "20", "median": "50", "upper": "80"}


@view()
def reference(baseline: Baseline) -> Table:
    """The year-end rates that form the reference class; those that are invented say so."""
    rows = baseline.reference
    frame = labelled(rows, "programme", "capital").assign(
        unit=[_place(row) for _, row in rows.iterrows()],
        as_of=[partial_day(text) for text in rows["as_of"]],
        rate=rows["figure"],
        basis=[_basis(row) for _, row in rows.iterrows()],
    )
    columns = (
        Column("unit", tr("Nơi")),
        Column("programme", tr("Chương trình")),
        Column("capital", tr("Loại vốn")),
        Column("year", tr("Năm")),
        Column("as_of", tr("Đến ngày")),
        Column("rate", tr("Tỷ lệ"), "figure"),
        Column("basis", tr("Cơ sở kế hoạch; phạm vi vốn")),
    )
    notes = (
        *_class_notes(baseline),
        tr("Mẫu số không đồng nhất: chỉ mô tả, không suy rộng."),
    )
    scope = Scope(tr("% kế hoạch"), cut_offs(rows["as_of"]), tr("như từng dòng"), tr("thực hiện"))
    title = tr("Nhóm tham chiếu: tỷ lệ cuối năm của các chương trình")
    origins = tuple(origin_of([row]) for _, row in rows.iterrows())
    return Table("nhom_tham_chieu", title, frame, columns, scope, sources_of(rows), notes, origins)


def _place(fact: pd.Series) -> str:
    """Where a rate is from; one that is invented says so."""
    name = unit_name(fact["unit"], fact["day"])
    return tr("{unit} (minh họa)", unit=name) if fact["invented"] else name


def _class_notes(baseline: Baseline) -> tuple[str, ...]:
    """What the class says, which of its ratios are not counted, of which days they are, and how many are invented."""
    rows = baseline.reference
    notes = (
        *(_class_words(row) for row in baseline.quantiles.to_dict("records")),
        *_part_words(rows),
        *_day_words(rows),
    )
    if not rows["invented"].any():
        return notes
    text = tr(
        "Trong {count} tỷ lệ có {invented} tỷ lệ minh họa, không phải số thật; mọi tỷ lệ được tính như nhau.",
        count=few(len(rows)),
        invented=few(int(rows["invented"].sum())),
    )
    return (*notes, text)


OWN_CLASS = to_translate("{capital}: phân vị {values} của {n} tỷ lệ là {quantiles}.")
NO_CLASS = to_translate("{capital} chỉ có {n} tỷ lệ, không đủ {min_class} tỷ lệ của một nhóm: không lấy phân vị.")


def _class_words(row: dict[Hashable, Any]) -> str:
    """What the ratios of a capital type say, or that they are too few."""
    enough = row["n"] >= MIN_CLASS
    return tr(
        OWN_CLASS if enough else NO_CLASS,
        capital=label("capital", row["capital"]),
        n=row["n"],
        min_class=MIN_CLASS,
        values=", ".join(f"{name}%" for name in QUANTILE_NAMES.values()),
        quantiles=", ".join(percent(row[name]) for name in QUANTILE_NAMES if enough),
    )


def _part_words(rows: pd.DataFrame) -> tuple[str, ...]:
    """How many ratios are of money that stands in another one, and are shown without being counted."""
    parts = int((~rows["counted"]).sum())
    if not parts:
        return ()
    return (
        tr(
            "{parts} tỷ lệ của từng chương trình không tính vào phân vị, vì tổng các chương trình cùng nơi, cùng năm "
            "đã có trong nhóm.",
            parts=few(parts),
        ),
    )


def _day_words(rows: pd.DataFrame) -> tuple[str, ...]:
    """Which ratios count to which end of the year, where both kinds stand together, and which were computed."""
    notes = []
    december = int((rows["stage"] == DECEMBER).sum())
    settled = int((rows["stage"] != DECEMBER).sum())
    if december and settled:
        text = tr(
            "{december} tỷ lệ đến 31/12, {settled} tỷ lệ đến 31/01 năm sau: tháng 01 còn giải ngân, nên hai loại không "
            "ngang nhau; lấy số đến 31/01 ở nơi có.",
            december=december,
            settled=settled,
        )
        notes.append(text)
    if rows["computed"].any():
        text = tr(
            "{count} tỷ lệ của {unit} là tỷ số của tổng giải ngân đến 31/01 năm sau và tổng kế hoạch, tính từ "
            "số liệu của tỉnh, thay cho tỷ lệ đến 31/12.",
            count=int(rows["computed"].sum()),
            unit=unit_name(rows.loc[rows["computed"], "unit"].iat[0]),
        )
        notes.append(text)
    return tuple(notes)


def _basis(fact: pd.Series) -> str:
    return f"{basis_word(fact['plan_basis'])}; {label('origin', fact['origin']).lower()}"


@view()
def draw_reference(baseline: Baseline) -> Chart:
    """The reference class as dots by capital type, with its quantiles."""
    rows = baseline.reference
    names = [label("capital", capital) for capital in WITH_TOTAL]
    figure, (axes,) = canvas(2.6)
    said = []
    for place, (capital, name) in enumerate(zip(WITH_TOTAL, names, strict=True)):
        part = rows[rows["capital"] == capital]
        for made_up in sorted(set(part["invented"])):
            ones = part[part["invented"] == made_up]
            (dots,) = axes.plot(100 * ones["exact"], [place] * len(ones), MARKERS[place], color=SERIES[place])
            dots.set(markersize=9, alpha=0.85, linestyle="none", **({"markerfacecolor": "white"} if made_up else {}))
        said.append(f"{name}: {', '.join(printed(rate) for rate in part['figure'])}")
    speaking = baseline.quantiles[baseline.quantiles["n"] >= MIN_CLASS]
    top = -1.9 if len(speaking) else -0.7  # the labels stand one above the other, since two marks may lie close
    end = 0.4 + max((WITH_TOTAL.index(name) for name in speaking["capital"][:1]), default=0)
    for place, (name, q) in enumerate(QUANTILE_NAMES.items()):
        for value in speaking[name].iloc[:1]:
            axes.plot([100 * value] * 2, [top, end], color=MUTED, linestyle="--", linewidth=1)
            text = tr("phân vị {q}: {value}", q=q, value=percent(value))
            axes.text(100 * value, -0.62 - 0.4 * place, text, ha="center", va="bottom", color=MUTED).set_bbox(
                {"facecolor": "white", "edgecolor": "none", "pad": 1}
            )
    most = max(100.0, 105 * float(rows["exact"].max()))
    axes.set(yticks=range(len(names)), xlim=(0, most), ylim=(2.5, top), xlabel=tr("% kế hoạch đến cuối năm"))
    axes.set_yticklabels(names)
    axes.grid(axis="y", visible=False)
    scope = Scope(tr("% kế hoạch"), cut_offs(rows["as_of"]), tr("không đồng nhất"), tr("thực hiện"))
    return Chart(
        figure,
        name="hinh_tham_chieu",
        title=_reference_title(rows, speaking),
        alt=tr("Biểu đồ điểm. {said}.", said="; ".join(said)),
        scope=scope,
        illustrative=baseline.ledger.is_illustrative or baseline.context.is_illustrative,
        sources=sources_of(rows),
        notes=(
            *_class_notes(baseline),
            *((tr("Chấm rỗng: số minh họa; chấm đặc: số đã công bố."),) * bool(rows["invented"].any())),
        ),
    )


def _reference_title(rows: pd.DataFrame, speaking: pd.DataFrame) -> str:
    if speaking.empty:
        return tr(
            "{count} tỷ lệ cuối năm nằm từ {low} đến {high}, quá ít để lấy phân vị",
            count=few(len(rows)),
            low=percent(rows["exact"].min()),
            high=percent(rows["exact"].max()),
        )
    first = speaking.iloc[0]
    return tr(
        "Một nửa số tỷ lệ cuối năm ({capital}) không vượt {median}",
        capital=label("capital", first["capital"]).lower(),
        median=percent(first["median"]),
    )
