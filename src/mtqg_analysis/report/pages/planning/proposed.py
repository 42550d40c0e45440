"""What the units ask for and how it may be divided, what may be asked twice, what is at risk and what is proposed."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from mtqg_analysis.analysis.planning.expected_money import STATED
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.plan_table import PlanTable
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.numbers import billions, few, millions, percent
from mtqg_analysis.report.pages.planning.allocation import rule_note
from mtqg_analysis.report.pages.planning.former import listed
from mtqg_analysis.report.pages.planning.plan_money import draw_plan
from mtqg_analysis.report.pages.planning.plan_words import unasked_words
from mtqg_analysis.report.pages.planning.summary import missing
from mtqg_analysis.report.pages.planning.work_list import COUNTED
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.view import view

BEYOND = to_translate(
    "Cộng phần vượt của từng năm, nhu cầu {capital} từ mọi nguồn của chương trình {programme} vượt khả năng giải ngân "
    "{amount} tỷ đồng."
)
BEYOND_AT_MOST = to_translate(
    "Cộng phần vượt của từng năm, nhu cầu {capital} từ mọi nguồn của chương trình {programme} vượt khả năng giải ngân "
    "nhiều nhất {amount} tỷ đồng."
)


@view()
def needs(baseline: Baseline) -> Sentence | None:
    """How much is asked for, by how many, of which source; None where nobody has asked yet."""
    plan = baseline.plan
    if plan is None:
        return None
    text = tr(
        "{units} xã, phường và cơ quan đề xuất {works} công trình, nội dung với tổng nhu cầu **{total} tỷ đồng**, gồm "
        "ngân sách trung ương {central} tỷ đồng, vốn đối ứng {counterpart} tỷ đồng và nguồn khác {rest} tỷ đồng.",
        units=few(len(plan.works[["level", "unit"]].drop_duplicates())),
        works=few(plan.count),
        total=billions(plan.total),
        central=billions(plan.by_source["central"]),
        counterpart=billions(plan.by_source["counterpart"]),
        rest=billions(plan.besides),
    )
    text += unasked_words(plan) + tr(" Chi tiết nêu tại [phụ lục](#pl_ke_hoach_tong_hop).")
    return Sentence.over(baseline.ledger, text, plan.sources)


@view()
def needs_against_money(baseline: Baseline) -> Sentence | None:
    """How far the needs reach beyond the money that is expected and beyond what can be carried out."""
    plan = baseline.plan
    said = [] if plan is None else [*_against_money(baseline), *_beyond_capacity(plan)]
    return Sentence.over(baseline.ledger, " ".join(said)) if said else None


def _against_money(baseline: Baseline) -> Iterator[str]:
    for row in _first_share(baseline).query("capital == 'total'").itertuples():
        text = tr(
            "Chương trình {programme} đề xuất {need} tỷ đồng vốn trung ương, so với {money} tỷ đồng dự kiến theo giả "
            "định.",
            programme=label("programme", row.programme),
            need=billions(row.need),
            money=billions(row.money),
        )
        beyond = " ".join(_beyond_money(baseline, str(row.programme)))
        yield f"{text} {beyond}".strip()


def _first_share(baseline: Baseline) -> pd.DataFrame:
    """Needs against money under the share that the plan goes on with, and against money that assumptions state."""
    plan = baseline.plan
    if plan is None or plan.money.empty:
        return pd.DataFrame(columns=["share", "programme", "capital", "need", "money", "above"])
    chosen = plan.money["share"].isin([plan.money["share"].iloc[0], STATED])
    return plan.money[chosen & plan.money["money"].notna()]


def _beyond_money(baseline: Baseline, programme: str) -> Iterator[str]:
    rows = _first_share(baseline)
    for row in rows[(rows["programme"] == programme) & (rows["capital"] != "total") & (rows["above"] > 0)].itertuples():
        capital = label("capital", row.capital)
        yield tr("{capital} vượt {above} tỷ đồng.", capital=capital, above=billions(row.above))


def _beyond_capacity(plan: PlanTable) -> Iterator[str]:
    """How far needs of all sources reach beyond what can be carried out, where they do."""
    at_most = set(plan.years.loc[plan.years["censored"].eq(True), "programme"])
    for programme, amounts in plan.beyond.items():
        for capital, amount in amounts.items():
            if amount:
                yield tr(
                    BEYOND_AT_MOST if programme in at_most else BEYOND,
                    capital=label("capital", capital).lower(),
                    programme=label("programme", programme),
                    amount=billions(amount),
                )


@view()
def draw_needs(baseline: Baseline) -> Chart | None:
    """Needs by year beside money and capacity, without what only the analysis says of their making."""
    chart = draw_plan(baseline)
    return None if chart is None else replace(chart, notes=chart.notes[:1], illustrative=False)


@view()
def division(baseline: Baseline) -> Sentence | None:
    """How a trial divides a year's central money over the communes, and the works that it would reach."""
    said = " ".join([*_over_communes(baseline), *_chosen(baseline)])
    return Sentence.over(baseline.ledger, said) if said else None


def _over_communes(baseline: Baseline) -> Iterator[str]:
    found = baseline.allocation
    if found is None:
        return
    yield tr(
        "Phương án tính thử chia {budget} tỷ đồng vốn trung ương năm {year} của chương trình {programme} cho {count} "
        "xã, phường theo điểm.",
        budget=billions(found.total),
        year=found.year,
        programme=label("programme", found.money.programme),
        count=few(len(found.frame)),
    )
    if found.money.agency_share:
        yield tr(
            "Phần của các cơ quan cấp tỉnh, theo giả định là {share}, đã trừ ra trước.",
            share=percent(found.money.agency_share, 0),
        )
    if found.point_worth is None:
        yield tr("Điểm của nhiều xã chưa biết, nên số vốn của mỗi xã mới là một khoảng.")
    else:
        yield tr("Mỗi điểm tương ứng {worth} triệu đồng một năm.", worth=millions(found.point_worth, 1))
    yield rule_note(baseline)


def _chosen(baseline: Baseline) -> Iterator[str]:
    found = baseline.works
    if found is None:
        return
    said = {"count": few(len(found.frame)), "measure": tr(COUNTED[found.measure])}
    if found.fits:
        yield tr(
            "{count} công trình, nội dung có nêu {measure} nằm trong vốn trung ương dự kiến của cả giai đoạn.", **said
        )
        return
    yield tr(
        "Trong {count} công trình, nội dung có nêu {measure}, phương án phục vụ nhiều nhất trong phạm vi vốn dự kiến "
        "gồm {chosen} công trình, cần {spent} tỷ đồng vốn trung ương của cả giai đoạn.",
        chosen=few(int(found.frame["chosen"].sum())),
        spent=billions(found.spent),
        **said,
    )


@view()
def duplicates(baseline: Baseline) -> Sentence | None:
    """How many pairs of works were compared, wait for a person, or were judged to be one; None without works."""
    found, same = baseline.overlaps, baseline.repeated
    if found is None:
        return None
    planned, verdicts = found.works["planned"], found.candidates["verdict"]
    text = tr(
        "Đã rà soát {planned} công trình dự kiến với nhau và với {earlier} công trình các năm trước; {judged} "
        "cặp đã được nhận định, {open} cặp còn chờ nhận định.",
        planned=few(int(planned.sum())),
        earlier=few(int((~planned).sum())),
        judged=few(int((verdicts != "").sum())),
        open=few(int((verdicts == "").sum())),
    )
    if same is not None and same.pairs:
        text += " " + tr(
            "{pairs} cặp đã được xác định là trùng; phần đề xuất trùng là {amount} tỷ đồng, chưa trừ khỏi nhu cầu.",
            pairs=few(same.pairs),
            amount=billions(same.amount, 1),
        )
    if not found.rules.verified:
        text += " " + tr("Ngưỡng xác định cặp cần rà soát là quy ước, cần kiểm tra.")
    return Sentence.over(baseline.ledger, text)


def threats(baseline: Baseline) -> Iterator[str]:
    """What puts the plan at risk in few words: money that would lapse, counterpart capital, slow capital."""
    yield tr("{lapsed} tỷ đồng hết hạn nếu không được kéo dài đặc biệt", lapsed=billions(baseline.outlook.lapsed))
    lacking = baseline.outlook.required["lacking"]
    if pd.notna(lacking) and lacking > 0:
        yield tr("thiếu {lacking} tỷ đồng vốn đối ứng (giả định)", lacking=billions(lacking))
    if baseline.weaknesses.slow:
        yield tr("{capital} giải ngân chậm", capital=label("capital", baseline.weaknesses.slow).lower())


@view()
def risks(baseline: Baseline) -> Sentence:
    """What of the plan hangs on what was weak, and on assumptions that nobody held against a text; a list."""
    return Sentence(listed(list(_risks(baseline))))


def _risks(baseline: Baseline) -> Iterator[str]:
    found, (first, last) = baseline.weaknesses, baseline.horizon
    yield tr(
        "Theo thời hạn quy định và tốc độ giải ngân giả định, {lapsed} tỷ đồng hết hạn trong giai đoạn "
        "{first}-{last} nếu không được kéo dài đặc biệt.",
        lapsed=billions(baseline.outlook.lapsed),
        first=first,
        last=last,
    )
    if baseline.plan is not None and found.slow == "recurrent":
        yield tr(
            "Nhu cầu có {amount} tỷ đồng vốn sự nghiệp, là loại vốn giải ngân chậm hơn ở giai đoạn trước.",
            amount=billions(found.recurrent),
        )
    if baseline.plan is not None and found.sums["tied"]:
        yield tr(
            "Nếu vốn đối ứng bố trí chậm thì {tied} tỷ đồng vốn trung ương của các công trình có đối ứng cũng "
            "chậm theo.",
            tied=billions(found.sums["tied"]),
        )
    if baseline.plan is not None and found.sums["unnamed_works"]:
        yield tr(
            "{works} công trình, nội dung chưa nêu người hưởng lợi, với nhu cầu {amount} tỷ đồng ({share}).",
            works=few(int(found.sums["unnamed_works"])),
            amount=billions(found.sums["unnamed"]),
            share=percent(found.unnamed_share),
        )
    if baseline.plan is not None and baseline.plan.repeats:
        yield tr(
            "{count} nhóm dòng đề xuất cùng công trình, năm và nguồn vốn; số tiền vẫn được cộng đủ, cần rà soát.",
            count=few(len(baseline.plan.repeats)),
        )
    if baseline.plan is not None and baseline.plan.unsplit_of_all:
        yield tr(
            "{amount} tỷ đồng nhu cầu chưa nêu là vốn đầu tư hay vốn sự nghiệp.",
            amount=billions(baseline.plan.unsplit_of_all),
        )
    yield tr(
        "{count} giả định chưa được đối chiếu với văn bản; các số dựa vào đó là tạm tính.", count=_unverified(baseline)
    )


def _unverified(baseline: Baseline) -> str:
    return few(int((baseline.assumptions["verified"] != "yes").sum()))


def asked_for(baseline: Baseline) -> Iterator[str]:
    """What a person has to decide or to bring, the largest first."""
    above = _first_share(baseline)
    for row in above[(above["capital"] != "total") & (above["above"] > 0)].itertuples():
        yield tr(
            "Xếp thứ tự ưu tiên {above} tỷ đồng nhu cầu {capital} vượt vốn dự kiến của chương trình {programme}",
            above=billions(row.above),
            capital=label("capital", row.capital).lower(),
            programme=label("programme", row.programme),
        )
    open_pairs = 0 if baseline.overlaps is None else int((baseline.overlaps.candidates["verdict"] == "").sum())
    if open_pairs:
        yield tr("Xem xét, kết luận {count} cặp công trình có thể trùng", count=few(open_pairs))
    lacking = len(list(missing(baseline)))
    if lacking:
        yield tr("Cung cấp {count} nhóm số liệu còn thiếu để hoàn chỉnh phương án", count=few(lacking))
    yield tr("Đối chiếu {count} giả định với văn bản trước khi giao vốn", count=_unverified(baseline))
