"""A year's money over the communes: by points, by other points, for the most disbursement."""

import pandas as pd

from mtqg_analysis.analysis.baseline import Baseline
from mtqg_analysis.analysis.planning.commune_money import MILLION, ROOM, Allocation
from mtqg_analysis.domain.language import current_language, to_translate, tr
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import number, percent
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, GRID, MUTED, canvas

THOUSAND = 1000  # triệu đồng in a tỷ đồng
SHOWN = 20  # communes in the chart
BOUNDS = {"floor": to_translate("Sàn"), "cap": to_translate("Trần")}
OWN_RULE = to_translate(
    "Điểm theo hệ số của trung ương cho tỉnh, chưa kiểm tra; dùng để chia trong tỉnh là giả định, vì tỉnh chưa công bố "
    "tiêu chí riêng."
)
PRINTED_PRICE = 0.005  # below it a price prints as nothing


def allocation_scope(baseline: Baseline, unit: str) -> Scope:
    """Of a trial over one year's money."""
    return Scope(
        unit, str(baseline.horizon[0]), tr("vốn NSTW một năm theo tỷ trọng giả định"), tr("phương án tính thử")
    )


def in_billions(money: float) -> str:
    """Triệu đồng as printed tỷ đồng."""
    return number(money / THOUSAND, 1)


def allocation_sentence(baseline: Baseline) -> Sentence:
    """How the budget was divided, or why it could be divided in ranges only."""
    found = baseline.allocation
    if found is None:
        return Sentence.over(
            baseline.ledger, tr("Bộ dữ liệu không có commune_classes.csv, nên chưa chia vốn được cho các xã.")
        )
    said = {"budget": in_billions(found.budget), "year": baseline.horizon[0], "count": len(found.frame)}
    if found.filled is None:
        narrow = int((found.frame["low"] == found.frame["high"]).sum())
        text = tr(
            "Phương án tính thử chia **{budget} tỷ đồng** vốn năm {year} cho {count} xã, phường. Mới biết điểm của "
            "{known} xã, nên mỗi xã chỉ có một khoảng: đầu dưới khi xã ít điểm nhất và các xã khác nhiều điểm nhất, "
            "đầu trên thì ngược lại. Nhập commune_classes.csv của bộ dữ liệu để khoảng thành một số.",
            known=narrow,
            **said,
        )
        return Sentence.over(baseline.ledger, text)
    floors, caps = (int(found.frame[name].notna().sum()) for name in ("floor", "cap"))
    text = tr(
        "Phương án tính thử chia **{budget} tỷ đồng** vốn năm {year} cho {count} xã, phường theo điểm: mỗi điểm "
        "**{level} triệu đồng**, riêng {floors} xã có mức sàn và {caps} xã có mức trần thì không vượt các mức đó. Tổng "
        "các xã bằng đúng số vốn.",
        level=number(float(found.filled.level), 1),
        floors=floors,
        caps=caps,
        **said,
    )
    return Sentence.over(baseline.ledger, text)


def commune_amounts(baseline: Baseline) -> Table | None:
    """Every commune's points, floor, cap and amount, and its amount if all had equal points."""
    found = baseline.allocation
    if found is None:
        return None
    rows = found.frame
    frame = pd.DataFrame(
        {
            "name": rows["name_vi"],
            "points": _pairs(rows["low"], rows["high"]),
            "floor": rows["floor"] * MILLION,
            "cap": rows["cap"] * MILLION,
            "amount": _pairs(rows["least"] * MILLION, rows["most"] * MILLION),
            "equal": [int(one) * MILLION for one in rows["equal"]],
            "absorbed": rows["absorbed"] * MILLION,
        }
    )
    columns = [
        Column("name", tr("Xã, phường")),
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
    notes = [tr(OWN_RULE)]
    if found.known:
        total = {"name": tr("Tổng cộng"), "points": rows["low"].sum(), "floor": None, "cap": None}
        total |= {name: sum(frame[name]) for name in ("amount", "equal", "absorbed")}
        frame = pd.concat([frame.astype(object), pd.DataFrame([total]).astype(object)], ignore_index=True)
        columns.append(Column("change", tr("Chênh lệch"), "bn", 3, formula="amount - equal"))
        frame["change"] = frame["amount"] - frame["equal"]
        notes.append(tr("Chia theo số dư lớn nhất đến từng triệu đồng; bằng nhau thì theo thứ tự mã."))
    elif not rows["villages_known"].all():
        notes.append(tr("Xã chưa nhập số thôn đặc biệt khó khăn: khoảng chưa tính điểm của thôn."))
    if found.target_rate and rows["absorbed"].notna().any():
        columns.append(Column("absorbed", tr("Vừa sức năm {year}", year=found.absorbed_year), "bn", 1))
        notes.append(_absorbed_note(found, found.target_rate))
    notes += _bound_notes(found)
    title = tr("Một năm vốn chia cho các xã theo điểm, có sàn và trần")
    scope = allocation_scope(baseline, tr("tỷ đồng"))
    return Table("chia_von_xa", title, frame, tuple(columns), scope, found.sources, tuple(notes), total=found.known)


def _absorbed_note(found: Allocation, target: float) -> str:
    known = found.frame["absorbed"].notna()
    return tr(
        "Vừa sức: số giải ngân mọi chương trình, mọi loại vốn năm {year} chia cho tỷ lệ mong muốn {target}; mới có một "
        "năm của xã nên chỉ để đối chiếu, không tự cắt vốn. Chia theo điểm vượt mức đó ở {over}/{count} xã; muốn chặn "
        "thì đặt trần trong allocation_bounds.csv.",
        year=found.absorbed_year,
        target=percent(target, 0),
        over=int((found.frame["least"] > found.frame["absorbed"]).sum()),
        count=int(known.sum()),
    )


def _bound_notes(found: Allocation) -> list[str]:
    """Why communes have floors and caps, a note a reason, and how many stand at theirs."""
    frame, notes = found.frame, []
    for name, text in BOUNDS.items():
        for reason, rows in frame[frame[name].notna()].groupby("reason_vi", sort=False):
            said = {"bound": tr(text), "reason": reason, "count": len(rows)}
            at = int((rows["least"] == rows[name]).sum()) if found.known else 0
            notes.append(tr("{bound} ở {count} xã, {at} xã đang ở đúng mức đó: {reason}.", at=at, **said))
    return notes


def _pairs(low: pd.Series, high: pd.Series) -> list[object]:
    return [one if one == other else (one, other) for one, other in zip(low, high, strict=True)]


def draw_allocation(baseline: Baseline) -> Chart | Sentence | None:
    """The communes for which points matter most: their amount, and what equal points would give them."""
    found = baseline.allocation
    if found is None:
        return None
    if not found.known:
        return Sentence(tr("Chưa vẽ được số vốn của các xã: điểm của từng xã mới chỉ là khoảng."))
    rows = found.frame.assign(change=found.frame["least"] - found.frame["equal"])
    rows = rows.loc[rows["change"].abs().sort_values(kind="stable").index[-SHOWN:]].sort_values("change", kind="stable")
    figure, (axes,) = canvas(0.6 + 0.22 * len(rows))
    places = range(len(rows))
    amounts, equal = rows["least"] / THOUSAND, rows["equal"] / THOUSAND
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
        "gain": in_billions(most["change"]),
        "least": least["name_vi"],
        "loss": in_billions(-least["change"]),
    }
    return Chart.of(
        figure,
        name="hinh_chia_von",
        title=tr("So với chia đều, {most} thêm {gain} tỷ đồng, {least} bớt {loss} tỷ đồng", **said),
        alt=tr(
            "Biểu đồ hai chấm của {count} xã: chấm rỗng là số vốn khi điểm bằng nhau, chấm đặc là theo điểm. {most} "
            "thêm nhiều nhất, {gain} tỷ đồng; {least} bớt nhiều nhất, {loss} tỷ đồng.",
            count=len(rows),
            **said,
        ),
        scope=allocation_scope(baseline, tr("tỷ đồng")),
        illustrative=baseline.ledger.is_illustrative,
        sources=found.sources,
        notes=(tr("{count} xã chênh lệch nhiều nhất.", count=len(rows)), tr(OWN_RULE)),
    )


def coefficient_changes(baseline: Baseline) -> Table | Sentence | None:
    """What a fifth more or less of each coefficient changes: pairs of communes reversed, money moved."""
    found = baseline.allocation
    if found is None:
        return None
    if not found.known:
        return Sentence(tr("Chưa thử được hệ số khác: điểm của từng xã mới chỉ là khoảng."))
    rows = found.reversals
    count = len(found.frame)
    frame = rows.assign(label=rows[f"label_{current_language()}"])
    columns = (
        Column("label", tr("Hệ số"), rows=True),
        Column("change", tr("Thay đổi, %"), "points", 0),
        Column("pairs", tr("Cặp xã đổi thứ hạng"), "count"),
        Column("moved", tr("Phần vốn chuyển sang xã khác"), "percent"),
    )
    notes = (
        tr(
            "Có {pairs} cặp xã. Hệ số là lựa chọn của người quyết định, không phải kết quả đo.",
            pairs=count * (count - 1) // 2,
        ),
        tr("Mỗi dòng đổi một hệ số, các hệ số khác giữ nguyên; hệ số không xã nào dùng thì không nêu."),
    )
    title, scope = tr("Thứ hạng các xã khi hệ số thay đổi 20%"), allocation_scope(baseline, tr("cặp xã; % số vốn"))
    return Table("doi_he_so", title, frame, columns, scope, found.sources, notes)


def bound_prices(baseline: Baseline) -> Table | Sentence | None:
    """What the budget and each binding bound are worth in disbursement: the shadow prices of the linear programme."""
    found = baseline.allocation
    if found is None:
        return None
    if found.best is None:
        return Sentence(
            tr("Chưa tính được phương án giải ngân nhiều nhất: cần điểm và tỷ lệ giải ngân năm trước của từng xã.")
        )
    frame = _prices(found)
    columns = (
        Column("name", tr("Xã, phường")),
        Column("bound", tr("Ràng buộc")),
        Column("amount", tr("Vốn trong phương án"), "bn", 1),
        Column("price", tr("Giải ngân thêm, triệu đồng"), "decimal", 3),
    )
    notes = (
        tr("Giá bóng: giải ngân thêm bao nhiêu triệu đồng nếu nới ràng buộc thêm một triệu đồng (sàn: nếu nâng sàn)."),
        tr(
            "Mỗi xã giải ngân theo tỷ lệ năm trước, nhiều nhất bằng số đã giải ngân năm trước; vốn của xã cách "
            "phương án theo điểm nhiều nhất {room}.",
            room=percent(ROOM, 0),
        ),
    )
    title, scope = (
        tr("Giá bóng của số vốn và của các sàn, trần đang ràng buộc"),
        allocation_scope(baseline, tr("tỷ đồng")),
    )
    return Table("gia_bong", title, frame, columns, scope, found.sources, notes)


def _prices(found: Allocation) -> pd.DataFrame:
    """The budget first, then the bounds by how much they matter."""
    assert found.best is not None
    rows = [
        {"name": name, "bound": bound, "amount": round(amount) * MILLION, "price": price}
        for bound, prices in ((tr("sàn"), found.best.floor_prices), (tr("trần"), found.best.cap_prices))
        for name, amount, price in zip(found.frame["name_vi"], found.best.amounts, prices, strict=True)
        if price
    ]
    rows.sort(key=lambda row: -abs(row["price"]))
    budget = {"name": tr("Cả tỉnh"), "bound": tr("số vốn"), "amount": found.budget * MILLION, "price": found.best.price}
    return pd.DataFrame([budget, *rows])


def disbursement_sentence(baseline: Baseline) -> Sentence | None:
    """How much more would be disbursed if money could move a fifth towards communes that disburse well."""
    found = baseline.allocation
    if found is None:
        return None
    if found.best is None:
        return Sentence(tr("Phương án giải ngân nhiều nhất chờ đủ số liệu của từng xã."))
    text = tr(
        "Với tỷ lệ giải ngân của năm trước, chia theo điểm giải ngân được {plain} tỷ đồng. Nếu được chuyển mỗi xã "
        "nhiều nhất {room} so với mức theo điểm, nhiều nhất được **{best} tỷ đồng**, thêm {gain} tỷ đồng: đó là "
        "cái giá về giải ngân của việc giữ vốn theo điểm.",
        plain=in_billions(found.plain),
        best=in_billions(found.best.expected),
        gain=in_billions(found.best.expected - found.plain),
        room=percent(ROOM, 0),
    )
    if found.best.price < PRINTED_PRICE:
        more = tr("Thêm vốn không làm tăng giải ngân: các xã đã ở mức giải ngân được của năm trước.")
    else:
        more = tr("Thêm một triệu đồng vốn thì giải ngân thêm {price} triệu đồng.", price=number(found.best.price, 2))
    return Sentence.over(baseline.ledger, f"{text} {more}")
