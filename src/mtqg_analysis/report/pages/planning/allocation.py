"""A year's central money over the communes: by points, and by other points."""

import pandas as pd

from mtqg_analysis.analysis.planning.commune_money import Allocation
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.draw import in_billions
from mtqg_analysis.report.numbers import billions, day, few, millions, number, percent
from mtqg_analysis.report.pages.planning.divided_money import agency_note, money_sources, year_scope
from mtqg_analysis.report.rows import ranges, summed
from mtqg_analysis.report.scopes import once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, GRID, MUTED, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import Waits

SHOWN = 20  # communes in the chart
SHORT = 6  # names that a row of communes alike spells out
BOUNDS = {"floor": to_translate("Sàn"), "cap": to_translate("Trần")}
AT_BOUND = {
    "floor": to_translate("{at}/{count} xã có sàn được phân đúng bằng sàn"),
    "cap": to_translate("{at}/{count} xã có trần được phân đúng bằng trần"),
}
OWN_RULE = to_translate(
    "Điểm theo hệ số của trung ương cho tỉnh; dùng để chia trong tỉnh là giả định, vì chưa có tiêu chí riêng của tỉnh."
)
UNCHECKED = to_translate("Hệ số chưa được đối chiếu với văn bản.")


def all_sources(baseline: Baseline, found: Allocation) -> tuple[str, ...]:
    """Of the communes' classes and bounds, and of the money."""
    return once((*found.sources, *money_sources(baseline, found.money)))


@view()
def allocation_sentence(baseline: Baseline) -> Sentence:
    """How the budget was divided, or why it could be divided in ranges only."""
    found = baseline.allocation
    if found is None:
        return Sentence.over(baseline.ledger, _undivided(baseline))
    said = {"budget": billions(found.total, 1), "year": found.year, "count": len(found.frame)}
    said |= {"programme": label("programme", found.money.programme)}
    if found.point_worth is None:
        narrow = int((found.frame["low"] == found.frame["high"]).sum())
        text = tr(
            "Phương án tính thử chia **{budget} tỷ đồng** vốn NSTW năm {year} của chương trình {programme} cho "
            "{count} xã, phường. Mới biết điểm của {known} xã nên số vốn của mỗi xã mới là một khoảng: mức "
            "thấp khi xã ít điểm nhất và các xã khác nhiều điểm nhất, mức cao thì ngược lại. Bổ sung phân loại "
            "xã thì tính được một số.",
            known=narrow,
            **said,
        )
        return Sentence.over(baseline.ledger, text)
    text = tr(
        "Phương án tính thử chia **{budget} tỷ đồng** vốn NSTW năm {year} của chương trình {programme} cho "
        "{count} xã, phường theo điểm: mỗi điểm tương ứng **{level} triệu đồng**{bounds}. Tổng vốn của các xã "
        "bằng đúng số vốn được chia.",
        level=millions(found.point_worth, 1),
        bounds=_bounds_words(found),
        **said,
    )
    return Sentence.over(baseline.ledger, text)


def _undivided(baseline: Baseline) -> str:
    if baseline.points is None:
        return tr("Chưa có phân loại xã nên chưa chia được vốn cho các xã.")
    return tr(
        "Chưa có số liệu về vốn NSTW của tỉnh nên chưa chia được cho các xã; cần bổ sung central_plan hoặc "
        "central_share vào assumptions.csv."
    )


def rule_note(baseline: Baseline) -> str:
    """Whose coefficients the points are, and that nobody held them against a text, where that is so."""
    checked = (baseline.coefficients["verified"] == "yes").all()
    return tr(OWN_RULE) if checked else f"{tr(OWN_RULE)} {tr(UNCHECKED)}"


def _bounds_words(found: Allocation) -> str:
    said = []
    for name, text in AT_BOUND.items():
        rows = found.frame[found.frame[name].notna()]
        if len(rows):
            at = int((rows["least"] == rows[name]).sum())
            said.append(tr(text, at=few(at), count=few(len(rows))))
    return "; ".join(["", *said])


@view(
    Waits(
        "11. Chia vốn cho các xã",
        "commune_classes.csv đủ các xã (unit, nhóm xã, số thôn); central_plan hoặc central_share trong assumptions.csv",
        "commune_classes.csv; assumptions.csv",
    )
)
def commune_amounts(baseline: Baseline) -> Table | None:
    """Every commune's points, floor, cap and amount, and its amount if all had equal points.

    While most communes' points are not known, those of which the same is known share a row.
    """
    found = baseline.allocation
    if found is None:
        return None
    rows, grouped = found.amounts, found.is_mostly_open
    frame = rows[["floor", "cap", "equal", "absorbed", "change"]].assign(
        name=rows["name_vi"],
        points=ranges(rows["low"], rows["high"]),
        amount=ranges(rows["least"], rows["most"]),
    )
    columns = [
        Column("name", tr("Xã, phường")),
        *((Column("count", tr("Số xã, phường"), "count"),) * grouped),
        Column(
            "points",
            tr("Điểm kể cả thôn") if rows["villages_known"].all() else tr("Điểm kể cả thôn đã biết"),
            "count",
        ),
        Column("floor", tr("Sàn"), "bn", 1, missing="–"),
        Column("cap", tr("Trần"), "bn", 1, missing="–"),
        Column("amount", tr("Chia theo điểm"), "bn", 3 if found.known else 1),
        Column("equal", tr("Nếu điểm bằng nhau"), "bn", 3 if found.known else 1),
    ]
    notes = [agency_note(found.money, found.year), rule_note(baseline)]
    if found.known:
        columns.append(Column("change", tr("Chênh lệch"), "bn", 3, formula="amount - equal"))
        frame = summed(frame, name=tr("Tổng cộng"))
        notes.append(
            tr("Chia theo số dư lớn nhất đến từng triệu đồng; bằng nhau thì theo thứ tự trong commune_classes.csv.")
        )
    elif not rows["villages_known"].all():
        notes.append(tr("Xã chưa nhập số thôn đặc biệt khó khăn: khoảng chưa tính điểm của thôn."))
    if found.target_rate and rows["absorbed"].notna().any():
        columns.append(Column("absorbed", _absorbed_title(found), "bn", 1))
        notes.append(_absorbed_note(found, found.target_rate))
    notes += _bound_notes(found)
    title = tr("Vốn một năm chia cho các xã theo điểm, có sàn và trần")
    scope, sources = year_scope(baseline, found, tr("tỷ đồng")), all_sources(baseline, found)
    frame = _alike(frame, columns) if grouped else frame
    return Table("chia_von_xa", title, frame, tuple(columns), scope, sources, tuple(notes), total=found.known)


def _alike(frame: pd.DataFrame, columns: list[Column]) -> pd.DataFrame:
    """One row for all communes that would print the same: their names if they are few, else how many they are."""
    known = [name for name in frame.columns if name != "name"]
    printed = [column for column in columns if column.name in known]
    keys = [repr([column.cell(row[column.name]).text for column in printed]) for row in frame.to_dict("records")]
    alike: dict[str, list[str]] = {}
    for key, name in zip(keys, frame["name"], strict=True):
        alike.setdefault(key, []).append(name)
    names = [
        ", ".join(own) if len(own) <= SHORT else tr("{count} xã, phường", count=len(own)) for own in alike.values()
    ]
    first = frame.loc[~pd.Series(keys, frame.index).duplicated(), known]
    return first.assign(name=names, count=[len(own) for own in alike.values()]).reset_index(drop=True)


def _absorbed_title(found: Allocation) -> str:
    return tr("Mức phù hợp năm {year}, đến {day}", year=found.absorbed_year, day=absorbed_day(found))


def absorbed_day(found: Allocation) -> str:
    """To which day the last year's disbursement counts, in words."""
    return "" if found.absorbed_day is None else day(found.absorbed_day)


def _absorbed_note(found: Allocation, target: float) -> str:
    known = found.frame["absorbed"].notna()
    return tr(
        "Mức phù hợp: số giải ngân mọi chương trình, mọi loại vốn của kế hoạch năm {year} đến {day} chia cho "
        "tỷ lệ mong muốn {target}; cấp xã mới có số liệu một năm nên chỉ để đối chiếu, không dùng để cắt giảm "
        "vốn. Chia theo điểm vượt mức đó ở {over}/{count} xã; nếu cần giới hạn thì đặt trần trong "
        "allocation_bounds.csv.",
        year=found.absorbed_year,
        day=absorbed_day(found),
        target=percent(target, 0),
        over=int((found.frame["least"] > found.frame["absorbed"]).sum()),
        count=int(known.sum()),
    )


def _bound_notes(found: Allocation) -> list[str]:
    """Why communes have floors and caps, a note a reason, and how many stand at theirs."""
    frame, notes = found.frame, []
    for name, text in BOUNDS.items():
        bound = frame[frame[name].notna()]
        for reason in once(bound["reason_vi"]):
            rows = bound[bound["reason_vi"] == reason]
            said = {"bound": tr(text), "reason": reason, "count": few(len(rows))}
            at = int((rows["least"] == rows[name]).sum()) if found.known else 0
            notes.append(
                tr("{bound} ở {count} xã, {at} xã được phân đúng bằng mức đó. Lý do: {reason}.", at=few(at), **said)
            )
    if notes and found.point_loss is not None:
        text = tr(
            "Nếu nâng sàn hoặc nới trần đang có hiệu lực của một xã thêm một tỷ đồng thì các xã không ở mức "
            "sàn, mức trần giảm {loss} triệu đồng mỗi điểm, cộng lại đúng một tỷ đồng.",
            loss=millions(found.point_loss, 3),
        )
        notes.append(text)
    return notes


@view()
def draw_allocation(baseline: Baseline) -> Chart | Sentence | None:
    """The communes for which points matter most: their amount, and what equal points would give them."""
    found = baseline.allocation
    if found is None:
        return None
    if not found.known:
        return Sentence(tr("Chưa vẽ được số vốn của các xã: điểm của từng xã mới chỉ là khoảng."))
    rows = found.amounts
    rows = rows.loc[rows["change"].abs().sort_values(kind="stable").index[-SHOWN:]].sort_values("change", kind="stable")
    figure, (axes,) = canvas(0.6 + 0.22 * len(rows))
    places = range(len(rows))
    amounts, equal = in_billions(rows["least"]), in_billions(rows["equal"])
    axes.hlines(places, equal, amounts, color=GRID, linewidth=3)
    axes.plot(equal, places, "o", color=MUTED, markerfacecolor="white", label=tr("điểm bằng nhau"))
    axes.plot(amounts, places, "o", color=BLUE, label=tr("theo điểm"))
    axes.set(yticks=list(places), xlim=(0, None), xlabel=tr("tỷ đồng một năm"))
    axes.set_yticklabels(rows["name_vi"])
    axes.grid(axis="y", visible=False)
    axes.legend(loc="lower right")
    most, least = rows.iloc[-1], rows.iloc[0]
    said = {
        "most": most["name_vi"],
        "gain": billions(most["change"], 1),
        "least": least["name_vi"],
        "loss": billions(-least["change"], 1),
    }
    return Chart(
        figure,
        name="hinh_chia_von",
        title=tr("So với chia đều, {most} tăng {gain} tỷ đồng, {least} giảm {loss} tỷ đồng", **said),
        alt=tr(
            "Biểu đồ hai chấm của {count} xã: chấm rỗng là số vốn khi điểm bằng nhau, chấm đặc là theo điểm. "
            "{most} tăng nhiều nhất, {gain} tỷ đồng; {least} giảm nhiều nhất, {loss} tỷ đồng.",
            count=len(rows),
            **said,
        ),
        scope=year_scope(baseline, found, tr("tỷ đồng")),
        illustrative=baseline.ledger.is_illustrative,
        sources=all_sources(baseline, found),
        notes=(tr("{count} xã chênh lệch nhiều nhất.", count=few(len(rows))), rule_note(baseline)),
    )


@view()
def coefficient_changes(baseline: Baseline) -> Table | Sentence | None:
    """What a fifth more or less of each coefficient changes: pairs of communes reversed, money moved."""
    found = baseline.allocation
    if found is None:
        return None
    if not found.known:
        return Sentence(tr("Chưa thử được hệ số khác: điểm của từng xã mới chỉ là khoảng."))
    rows = found.reversals
    frame = rows.assign(label=rows[f"label_{current_language()}"])
    columns = (
        Column("label", tr("Hệ số"), rows=True),
        Column("change", tr("Thay đổi, %"), "points", 0),
        Column("pairs", tr("Cặp xã đổi thứ hạng"), "count"),
        Column("moved", tr("Phần vốn chuyển sang xã khác"), "percent"),
    )
    notes = (
        tr(
            "Có {pairs} cặp xã. Hệ số do cấp có thẩm quyền quyết định, không phải kết quả đo lường.",
            pairs=number(found.pairs),
        ),
        tr("Mỗi dòng đổi một hệ số, các hệ số khác giữ nguyên; hệ số không xã nào dùng thì không nêu."),
    )
    title, scope = tr("Thứ hạng các xã khi hệ số thay đổi 20%"), year_scope(baseline, found, tr("cặp xã; % số vốn"))
    return Table("doi_he_so", title, frame, columns, scope, all_sources(baseline, found), notes)
