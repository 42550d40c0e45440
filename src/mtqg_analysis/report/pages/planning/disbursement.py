"""The most disbursement near the division by points: what it gains, and what holds it back."""

import pandas as pd

from mtqg_analysis.analysis.planning.commune_money import ROOM, Allocation
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.numbers import billions, number, percent
from mtqg_analysis.report.pages.planning.allocation import absorbed_day, all_sources
from mtqg_analysis.report.pages.planning.divided_money import year_scope
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

ROOM_SHOWN = 10  # prices of how far communes may be moved; those of floors and caps stand in full
PRINTED_PRICE = 0.005  # below it a price prints as nothing
PRICED = {
    "floor": to_translate("sàn của bộ dữ liệu"),
    "cap": to_translate("trần của bộ dữ liệu"),
    "room_low": to_translate("đầu dưới của khoảng ±{room}"),
    "room_high": to_translate("đầu trên của khoảng ±{room}"),
}


@view()
def bound_prices(baseline: Baseline) -> Table | Sentence | None:
    """What the budget and each binding bound are worth in disbursement: the shadow prices of the linear programme."""
    found = baseline.allocation
    if found is None:
        return None
    if found.best is None:
        return Sentence(
            tr("Chưa tính được phương án giải ngân nhiều nhất: cần điểm và tỷ lệ giải ngân năm trước của từng xã.")
        )
    frame, hidden = _prices(found)
    columns = (
        Column("name", tr("Xã, phường")),
        Column("bound", tr("Ràng buộc")),
        Column("amount", tr("Vốn trong phương án"), "bn", 1),
        Column("price", tr("Giải ngân thêm, triệu đồng"), "decimal", 3),
    )
    notes = [
        tr(
            "Giá bóng: giải ngân thêm bao nhiêu triệu đồng nếu số vốn, trần hoặc đầu trên thêm một triệu đồng, hoặc "
            "nếu nâng sàn, đầu dưới một triệu đồng."
        ),
        tr(
            "Khoảng ±{room} quanh mức theo điểm là quy ước của phép tính, không phải sàn hay trần đã được quyết định.",
            room=percent(ROOM, 0),
        ),
        _capacity_note(found),
    ]
    if hidden:
        notes.append(tr("Còn {count} xã ở đầu khoảng ±{room}, giá nhỏ hơn.", count=hidden, room=percent(ROOM, 0)))
    title = tr("Giá bóng của số vốn, của sàn, trần và của khoảng được chuyển")
    scope, sources = year_scope(baseline, found, tr("tỷ đồng")), all_sources(baseline, found)
    return Table("gia_bong", title, frame, columns, scope, sources, tuple(notes))


def _capacity_note(found: Allocation) -> str:
    return tr(
        "Mỗi xã giải ngân theo tỷ lệ năm {year} đến {day}, nhiều nhất bằng số đã giải ngân của kế hoạch năm đó, mọi "
        "chương trình, mọi loại vốn. Một năm chưa phải là năng lực: bảng năng lực tính từ nhiều năm và có mức tăng.",
        year=found.absorbed_year,
        day=absorbed_day(found),
    )


def _prices(found: Allocation) -> tuple[pd.DataFrame, int]:
    """The budget first, then floors and caps, then the weightiest ends of the room; and how many ends are left out."""
    assert found.best is not None
    of_room = found.prices["bound"].str.startswith("room")
    ends = found.prices[of_room]
    shown = pd.concat([found.prices[~of_room], ends.head(ROOM_SHOWN)], ignore_index=True)
    words = [tr(PRICED[bound], room=percent(ROOM, 0)) for bound in shown["bound"]]
    budget = {"name": tr("Cả tỉnh"), "bound": tr("số vốn"), "amount": found.total, "price": found.best.price}
    frame = shown.rename(columns={"name_vi": "name"}).assign(bound=words)
    return pd.concat([pd.DataFrame([budget]), frame], ignore_index=True), len(ends[ROOM_SHOWN:])


@view()
def disbursement_sentence(baseline: Baseline) -> Sentence | None:
    """How much more would be disbursed if money could move a fifth towards communes that disburse well."""
    found = baseline.allocation
    if found is None:
        return None
    if found.best is None:
        return Sentence(tr("Phương án giải ngân nhiều nhất chờ đủ số liệu của từng xã."))
    plain, most, gain = found.disbursed
    text = tr(
        "Theo tỷ lệ giải ngân kế hoạch năm {year} đến {day}, phân bổ theo điểm thì giải ngân được {plain} tỷ "
        "đồng. Nếu được điều chỉnh vốn của mỗi xã tối đa {room} thì giải ngân được nhiều nhất **{best} tỷ "
        "đồng**; giữ nguyên phân bổ theo điểm thì giải ngân ít hơn {gain} tỷ đồng.",
        plain=billions(plain, 1),
        best=billions(most, 1),
        gain=billions(gain, 1),
        room=percent(ROOM, 0),
        year=found.absorbed_year,
        day=absorbed_day(found),
    )
    if found.best.price < PRINTED_PRICE:
        more = tr(
            "Nếu không xã nào giải ngân vượt số của năm {year} (một năm, mọi chương trình) thì thêm vốn không "
            "làm tăng giải ngân.",
            year=found.absorbed_year,
        )
    else:
        more = tr(
            "Nếu không xã nào giải ngân vượt số của năm {year} (một năm, mọi chương trình) thì thêm một triệu "
            "đồng vốn, giải ngân tăng {price} triệu đồng.",
            year=found.absorbed_year,
            price=number(found.best.price, 2),
        )
    return Sentence.over(baseline.ledger, f"{text} {more}")
