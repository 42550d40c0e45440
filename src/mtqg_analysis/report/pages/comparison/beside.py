"""The rest of the signed report: the nation beside the province, what may not be compared, how figures may be used."""

from collections.abc import Iterator

import pandas as pd

from mtqg_analysis.analysis.compare import WORDS
from mtqg_analysis.analysis.comparison.comparison import Years
from mtqg_analysis.analysis.comparison.refusals import refusals
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.numbers import billions, few, partial_day, printed, size
from mtqg_analysis.report.pages.comparison.body import in_a_row, pilot_names, warnings
from mtqg_analysis.report.pages.comparison.estimates import on_assigned_plan
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.statements import words_of
from mtqg_analysis.report.view import view

JANUARY = 13  # the month of the plan year in which it is settled
LEVELS_ENDED = to_translate(
    "Từ ngày {day} không còn đơn vị hành chính cấp huyện, nên số liệu theo huyện dừng ở ngày đó và không nối được với "
    "số liệu theo xã."
)


@view()
def national_results(found: Years) -> Sentence | None:
    """The nation's public investment by year, and its programmes at the newest day; never set against the province.

    None where nothing is published.
    """
    settled, programmes = settled_years(found), found.by_programme
    said = [settled_words(settled)] if len(settled) else []
    said += [_programme_words(programmes)] if len(programmes) else []
    said += [_amount_words(row.one, row.other, row.change) for row in found.changes.itertuples()]
    said += [tr("Không tính chênh lệch giữa số của cả nước và số của tỉnh vì khác phạm vi và cơ sở kế hoạch.")]
    facts = (*settled["fact"], *programmes["fact"])
    return Sentence(" ".join(said), facts) if len(said) > 1 else None


def _amount_words(one: pd.Series, other: pd.Series, change: Result) -> str:
    """What the programmes' disbursement of investment capital moved by between two years at one month."""
    amount = billions(abs(change.estimate))
    return tr(
        "Đến hết tháng {month}, số giải ngân vốn đầu tư của các chương trình trên cả nước năm {year} {moved} "
        "tỷ đồng so với năm {before} (số {status}).",
        month=one["stage"],
        year=other["year"],
        moved=tr("giảm {size}", size=amount) if change.estimate < 0 else tr("tăng {size}", size=amount),
        before=one["year"],
        status=label("status", one["status"]),
    )


def settled_years(found: Years) -> pd.DataFrame:
    """The nation's public investment by year in the month in which the year is settled."""
    return found.investment[found.investment["stage"] == JANUARY]


def settled_words(rows: pd.DataFrame) -> str:
    """The nation's public investment of some years in words, estimates named as such."""
    rates = in_a_row(
        tr("năm {year} ước đạt {rate}", year=row.year, rate=printed(row.figure))
        if row.status == "estimate"
        else tr("năm {year} đạt {rate}", year=row.year, rate=printed(row.figure))
        for row in rows.itertuples()
    )
    return tr(
        "Đến hết ngày 31/01 năm sau, vốn đầu tư công của cả nước {rates} kế hoạch Thủ tướng Chính phủ giao.",
        rates=rates,
    )


def _programme_words(rows: pd.DataFrame) -> str:
    """Rates of the programmes at one day by capital type: set side by side, since their scopes may differ."""
    by_capital = {
        capital: in_a_row(
            tr("{programme} đạt {rate}", programme=label("programme", row.programme), rate=printed(row.figure))
            for row in part.itertuples()
            if row.programme != "ALL"
        )
        for capital, part in rows.groupby("capital")
    }
    said = "; ".join(
        tr("{capital} của {rates}", capital=label("capital", str(capital)).lower(), rates=rates)
        for capital, rates in by_capital.items()
    )
    return tr("Đến ngày {day}, trên cả nước {said}.", day=partial_day(rows["as_of"].iloc[0]), said=said)


@view()
def estimate_results(found: Years) -> Sentence | None:
    """How estimates held against the figures published later; None where none was."""
    rows = on_assigned_plan(found)
    if rows.empty:
        return None
    worst = rows.loc[rows["error"].abs().idxmax()]
    text = tr(
        "Trong {count} số ước vốn đầu tư công của cả nước đã có số thực hiện công bố sau, {over} số cao hơn số thực "
        "hiện; lệch nhiều nhất là {worst} điểm phần trăm (số ước đến ngày {day}).",
        count=few(len(rows)),
        over=few((rows["error"] > 0).sum()),
        worst=size(abs(worst["error"])),
        day=partial_day(worst["as_of"]),
    )
    return Sentence(text, tuple(fact for facts in rows["facts"] for fact in facts))


@view()
def incomparable(found: Years) -> Sentence:
    """What may not be compared: pairs of figures, words of sources without figures, what lies across a break."""
    said = [*_refused(found.refused), *_unproven(found), *_ended(found)]
    text = " ".join(said) or tr("Không có trường hợp nào phải loại khỏi so sánh.")
    return Sentence(text, tuple(side["fact"] for row in found.refused.itertuples() for side in (row.one, row.other)))


def _refused(refused: pd.DataFrame) -> Iterator[str]:
    if len(refused):
        parts = (
            tr("{part} ({count} cặp)", part=tr(WORDS[part]), count=few(count))
            for part, count in refusals(refused).items()
        )
        yield tr(
            "Có {count} cặp số liệu không đủ điều kiện so sánh do khác nhau, hoặc do nguồn không nêu, về "
            "{parts}; từng cặp nêu tại [phụ lục](#khong_so_sanh).",
            count=few(len(refused)),
            parts=in_a_row(parts),
        )


def _unproven(found: Years) -> Iterator[str]:
    """What a source says of two years without figures of the former."""
    rows = found.ledger.table("statements")
    for words in words_of(rows[rows["kind"] == "comparison"]) if len(rows) else []:
        yield tr(
            "Nguồn nhận định {words}; nhận định này chưa kiểm chứng được vì chưa có số liệu thành phần của năm trước.",
            words=plain(words[:1].lower() + words[1:]),
        )


def _ended(found: Years) -> Iterator[str]:
    breaks = found.breaks
    for ended in breaks.loc[(breaks["kind"] == "units_ended") & (breaks["key"] == "districts"), "day"]:
        yield tr(LEVELS_ENDED, day=partial_day(ended))


@view()
def advice(found: Years) -> Sentence:
    """How the figures may be used, what must be added to them, and what is still to be collected."""
    return Sentence("\n".join(f"- {text}" for text in advised(found)))


def advised(found: Years) -> Iterator[str]:
    """What follows from the comparison for whoever uses its figures, the most particular first."""
    own = found.province
    if own is None:
        yield tr(
            "Lập biểu tổng hợp kế hoạch và giải ngân theo chương trình, loại vốn của ít nhất hai năm để so sánh được "
            "các năm của tỉnh."
        )
    for change in own.changes if own else ():
        if any(warnings(change)):
            yield tr(
                "Khi so sánh tỷ lệ chung của năm {second} với năm {first}, nêu kèm cơ cấu kế hoạch của hai năm.",
                first=change.first,
                second=change.second,
            )
    if found.pilot is not None:
        yield tr(
            "Không dùng kết quả của {names} để kết luận về hiệu quả của cơ chế thí điểm.",
            names=pilot_names(found.pilot),
        )
    yield tr("Chỉ so sánh các số có cùng cơ sở kế hoạch, cùng phạm vi vốn, cùng thời điểm và cùng tình trạng số liệu.")
    yield tr("Không dùng số ước thay cho số thực hiện; khi nêu số ước phải ghi rõ là số ước.")
