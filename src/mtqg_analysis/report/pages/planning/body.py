"""The planning baseline as the signed report says it: each fact once, in a few sentences, assumptions called so.

A view is None where the dataset does not hold its subject; one annex says what is missing.
"""

from collections.abc import Iterator

import pandas as pd

from mtqg_analysis.analysis.planning.capacities import WHOLE
from mtqg_analysis.analysis.planning.central_money import INTEGRATED
from mtqg_analysis.analysis.planning.outlook import PlanOutlook
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.programmes import programmes_between
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.cells import counted_programmes, full_names
from mtqg_analysis.report.numbers import billions, day, few, number, percent, printed
from mtqg_analysis.report.pages.planning.counterpart import unchecked
from mtqg_analysis.report.scopes import years_words
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.view import view

FUNDS = {
    "central": to_translate("ngân sách trung ương {amount} tỷ đồng"),
    "local": to_translate("ngân sách địa phương {amount} tỷ đồng"),
    "credit": to_translate("tín dụng chính sách {amount} tỷ đồng"),
}
SHARES = {
    "planner_share_base": to_translate("mức cơ sở do cơ quan lập kế hoạch đặt"),
    "planner_share_low": to_translate("mức thấp"),
    "planner_share_high": to_translate("mức cao"),
    "share_of_localities": to_translate("như giai đoạn 2021-2025 trong vốn đầu tư trung ương giao các địa phương"),
    "share_of_term_plan": to_translate("như giai đoạn 2021-2025 trong toàn bộ kế hoạch đầu tư công trung hạn"),
}
CAPACITY = to_translate(
    "Từ số giải ngân {count} năm {years}, khả năng giải ngân của {programmes} ước khoảng {capacity} tỷ đồng mỗi năm "
    "({prices})."
)
CAPACITY_AT_LEAST = to_translate(
    "Trong {count} năm {years}, năm nào {programmes} cũng giải ngân gần hết kế hoạch, nên khả năng giải ngân ít nhất "
    "là {capacity} tỷ đồng mỗi năm ({prices})."
)
AHEAD = to_translate(
    "Với mức tăng {growth} mỗi năm {whose}, năm {first} giải ngân được khoảng **{ahead} tỷ đồng**, bằng {share} số vốn "
    "có của năm là {available} tỷ đồng. Muốn đạt tỷ lệ {target} theo giả định thì kế hoạch năm {first} không nên quá "
    "{supported} tỷ đồng."
)


@view()
def opening(baseline: Baseline) -> Sentence:
    """Which programmes are planned, by their full names."""
    return Sentence(
        tr(
            "Giai đoạn {years}, tỉnh lập kế hoạch vốn ngân sách trung ương (NSTW) và các nguồn vốn khác của các chương "
            "trình mục tiêu quốc gia (MTQG), gồm {names}.",
            years=years_words(*baseline.horizon),
            names=plain(full_names(programmes_between(*baseline.horizon))),
        )
    )


@view()
def national_money(baseline: Baseline) -> Sentence:
    """What was adopted for the whole country, programme by programme, of their published periods."""
    rows = {str(row["programme"]): row for _, row in baseline.envelopes.iterrows()}
    own = rows.pop(INTEGRATED)
    more = tr("Chi tiết nêu tại [phụ lục](#nguon_von).")
    told = " ".join([*_integrated(own), *_others(list(rows.values())), more])
    held = [row[name] for row in (own, *rows.values()) for name in ("total", *FUNDS)]
    return Sentence(told, tuple(fact["fact"] for fact in held if fact is not None))


def _integrated(row: pd.Series) -> Iterator[str]:
    parts = [tr(text, amount=printed(row[name]["figure"])) for name, text in FUNDS.items() if row[name] is not None]
    yield tr(
        "Chương trình tích hợp giai đoạn {period} được thông qua với tổng vốn {total} tỷ đồng.",
        period=row["period"],
        total=_figure(row["total"]),
    )
    if parts:
        yield tr("Trong đó có {parts}.", parts=", ".join(parts))


def _figure(fact: pd.Series | None) -> str:
    return tr("chưa có số liệu") if fact is None else printed(fact["figure"])


def _others(rows: list[pd.Series]) -> Iterator[str]:
    named = [
        tr(
            "{programme} {total} tỷ đồng ({period})",
            programme=label("programme", row["programme"]),
            total=_figure(row["total"]),
            period=row["period"],
        )
        for row in rows
    ]
    if named:
        yield tr("Các chương trình khác có tổng nguồn vốn là {named}.", named=", ".join(named))


@view()
def expected_money(baseline: Baseline) -> Sentence | None:
    """The central money that the province may expect, programme by programme, under which assumption."""
    said = " ".join([*_by_share(baseline), *_beside_share(baseline)])
    return Sentence.over(baseline.ledger, said) if said else None


def _by_share(baseline: Baseline) -> Iterator[str]:
    """The integrated programme's money under each share of the province in what the centre gives."""
    known = [share for share in baseline.shares if baseline.parts.at[share.name, "central"] is not None]
    for place, share in enumerate(known):
        said = {"share": percent(share.estimate, 2), "name": tr(SHARES[share.name])}
        said["central"] = billions(baseline.parts.at[share.name, "central"])
        if place:
            yield tr("Nếu tỷ trọng là {share} ({name}) thì số vốn là {central} tỷ đồng.", **said)
            continue
        yield tr(
            "Chưa có số liệu về phần vốn trung ương của tỉnh. Theo giả định tỷ trọng của tỉnh là {share} "
            "({name}), chương trình tích hợp được phân bổ **{central} tỷ đồng** vốn ngân sách trung ương.",
            **said,
        )


def _beside_share(baseline: Baseline) -> Iterator[str]:
    """What the assumptions state of other programmes, and of the integrated one where they contradict its share."""
    central = baseline.outlook.need.by_programme["central"].dropna()
    if INTEGRATED in central.index and (baseline.is_central_disputed or not baseline.shares):
        amount = billions(central[INTEGRATED])
        yield tr("Giả định nêu thẳng số vốn của chương trình tích hợp là {amount} tỷ đồng.", amount=amount)
    named = [
        tr("{programme} {amount} tỷ đồng", programme=label("programme", str(name)), amount=billions(amount))
        for name, amount in central.drop(INTEGRATED, errors="ignore").items()
    ]
    if named:
        yield tr("Vốn trung ương của các chương trình khác, theo giả định, là {named}.", named=", ".join(named))


@view()
def carried_and_new(baseline: Baseline) -> Sentence:
    """What is carried over into the first year, and the new money of the period."""
    outlook, opening, (first, last) = baseline.outlook, baseline.opening, baseline.horizon
    if opening is None or outlook.own_stock:
        stock = tr(
            "Vốn các năm trước chuyển sang năm {year} là {opening} tỷ đồng.",
            year=first,
            opening=billions(outlook.opening),
        )
    else:
        stock = tr(
            "Vốn các năm trước chuyển sang năm {year} ước {opening} tỷ đồng (từ {low} đến {high}), lấy số ước của cả "
            "nước nhân với tỷ trọng giả định của tỉnh.",
            year=first,
            opening=billions(opening.estimate),
            low=billions(opening.low),
            high=billions(opening.high),
        ) + _not_the_same(baseline)
    text = tr("Vốn mới của cả giai đoạn bằng phần vốn trung ương dự kiến của tỉnh, giả định chia đều các năm.")
    if outlook.stated_plans:
        text = tr(
            "Vốn mới giai đoạn {first}-{last} từ mọi nguồn là {new} tỷ đồng, theo giả định.",
            first=first,
            last=last,
            new=billions(outlook.new_money),
        )
    return Sentence.over(baseline.ledger, f"{stock} {text}")


def _not_the_same(baseline: Baseline) -> str:
    """Why the stock of the first year is not what the last year-end report says is left; empty where none says it."""
    left = baseline.undisbursed
    if left is None:
        return ""
    return tr(
        " Số này khác {left} tỷ đồng mà kế hoạch năm {year} còn chưa giải ngân theo số ước đến ngày {day}: số "
        "đó là của riêng năm {year}, chưa trừ phần bị hủy; số chuyển sang năm {first} gồm cả vốn của các năm "
        "sau đó.",
        left=billions(left.amount),
        year=left.year,
        day=day(left.day),
        first=baseline.horizon[0],
    )


@view()
def counterpart_money(baseline: Baseline) -> Sentence | None:
    """What the rules and the forms ask of counterpart capital, against the space that is assumed."""
    said = " ".join([*_required(baseline), *_proposed(baseline)])
    return Sentence.over(baseline.ledger, said) if said else None


def _required(baseline: Baseline) -> Iterator[str]:
    outlook, sums = baseline.outlook, baseline.outlook.required
    if pd.isna(sums["required"]):
        return
    yield tr("Theo tỷ lệ quy định, vốn đối ứng phải bố trí là {amount} tỷ đồng.", amount=billions(sums["required"]))
    if not outlook.need.is_whole:
        yield tr("Số này chưa gồm các chương trình chưa biết tỷ lệ hoặc vốn trung ương.")
    if pd.notna(sums["space"]) and pd.notna(sums["lacking"]):
        yield tr(
            "Khả năng cân đối, theo giả định, là {space} tỷ đồng; tổng số thiếu của các năm, các cấp là "
            "{lacking} tỷ đồng.",
            space=billions(sums["space"]),
            lacking=billions(sums["lacking"]),
        )
    yield from unchecked(outlook)


def _proposed(baseline: Baseline) -> Iterator[str]:
    if baseline.asked_counterpart.empty:
        return
    sums = baseline.asked_counterpart_sums
    if pd.isna(sums["lacking"]):
        yield tr("Các đơn vị đề nghị {asked} tỷ đồng vốn đối ứng.", asked=billions(sums["asked"]))
        return
    yield tr(
        "Các đơn vị đề nghị {asked} tỷ đồng vốn đối ứng, vượt khả năng cân đối ít nhất {lacking} tỷ đồng.",
        asked=billions(sums["asked"]),
        lacking=billions(sums["lacking"]),
    )


def capacity_is_known(outlook: PlanOutlook) -> bool:
    """Whether the former years tell what the programmes together can disburse in the first year."""
    found = outlook.programmes
    known = found is not None and outlook.assumed.find("target_rate") is not None and pd.notna(found.growth["base"])
    return bool(known and found is not None and pd.notna(found.whole["value"]))


@view()
def capacity(baseline: Baseline) -> Sentence | None:
    """What a year disburses by the former years, against the money of the first; None where they do not tell."""
    outlook, found = baseline.outlook, baseline.outlook.programmes
    if found is None or not capacity_is_known(outlook):
        return None
    whole, first, years = found.whole, baseline.horizon[0], found.history.years
    ahead, target = outlook.capacity_ahead.loc[WHOLE, first], outlook.assumed.need("target_rate")
    prices = tr("giá năm {year}", year=found.price_year) if found.real else tr("giá hiện hành")
    text = tr(
        CAPACITY_AT_LEAST if whole["bounded"] else CAPACITY,
        count=few(len(years)),
        years=years_words(years[0], years[-1]),
        programmes=counted_programmes(years),
        capacity=billions(whole["value"]),
        prices=prices,
    )
    text += " " + tr(
        AHEAD,
        growth=percent(found.growth["base"]),
        whose=tr("tính từ các năm trước") if found.observed else tr("theo giả định"),
        first=first,
        ahead=billions(ahead["base"]),
        share=percent(outlook.first_share, 0),
        available=billions(outlook.first_money),
        target=percent(target, 0),
        supported=billions(ahead["supported"]),
    )
    return Sentence.over(baseline.ledger, text)


@view()
def end_of_period(baseline: Baseline) -> Sentence:
    """What is left at the end in each scenario, and the probability that a model gives to it where it can be drawn."""
    ends, fan, last = baseline.closing, baseline.outlook.fan, baseline.horizon[1]
    text = tr(
        "Vốn chuyển sang sau năm {year} là {base} tỷ đồng nếu tốc độ giải ngân ở mức cơ sở theo giả định, "
        "{low} tỷ đồng nếu chậm và {high} tỷ đồng nếu nhanh.",
        year=last,
        **{name: billions(amount) for name, amount in ends.items()},
    )
    if fan is not None:
        end = fan.at_end.loc[fan.main.correlation]
        text += " " + tr(
            "Theo mô hình từ số liệu của từng đơn vị, số này có 50% khả năng không vượt {middle} tỷ đồng và "
            "90% khả năng từ {low} đến {high} tỷ đồng, với tương quan giả định giữa các đơn vị là "
            "{correlation}.",
            middle=billions(end["middle"]),
            low=billions(end["low"]),
            high=billions(end["high"]),
            correlation=number(fan.main.correlation, 1),
        )
    return Sentence.over(baseline.ledger, text)
