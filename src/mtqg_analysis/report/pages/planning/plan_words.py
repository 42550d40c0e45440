"""What the plan asks for in sentences, and what its reader has to doubt."""

from mtqg_analysis.analysis.planning.expected_money import STATED
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.plan_table import PlanTable, all_asked
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.programmes import programmes_between
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.numbers import billions, few
from mtqg_analysis.report.pages.planning.money import SHARE_NAMES
from mtqg_analysis.report.scopes import once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.view import view

BEYOND = to_translate(
    "Cộng phần vượt của từng năm, nhu cầu mọi nguồn của chương trình {programme} vượt khả năng giải ngân {said}."
)
BEYOND_AT_MOST = to_translate(
    "Cộng phần vượt của từng năm, nhu cầu mọi nguồn của chương trình {programme} vượt khả năng giải ngân nhiều "
    "nhất {said}, vì chỉ biết năng lực tối thiểu."
)
NO_NEEDS = to_translate(
    "Chưa có nhu cầu vốn do các đơn vị đề xuất. Cần gửi biểu lập kế hoạch cho các đơn vị và nhập các biểu đã "
    "điền (hướng dẫn tại docs/lap-ke-hoach.md)."
)


@view()
def plan_sentence(baseline: Baseline) -> Sentence:
    """How much is asked for, from whom, and how it stands to the money; or which form would tell."""
    plan = baseline.plan
    if plan is None:
        return Sentence(_no_plan_words(baseline))
    units = plan.works[["level", "unit"]].drop_duplicates()
    text = tr(
        "{units} xã, phường và cơ quan đề xuất {works} công trình, nội dung với tổng nhu cầu **{total} tỷ "
        "đồng** cho giai đoạn {first}-{last}, gồm ngân sách trung ương {central} tỷ đồng, vốn đối ứng "
        "{counterpart} tỷ đồng, nguồn khác {rest} tỷ đồng. {money}{outside}{unasked}",
        units=few(len(units)),
        works=few(plan.count),
        total=billions(plan.total, 1),
        first=plan.horizon[0],
        last=plan.horizon[1],
        central=billions(plan.by_source["central"], 1),
        counterpart=billions(plan.by_source["counterpart"], 1),
        rest=billions(plan.besides, 1),
        money=" ".join(once([*_money_words(plan), *_capacity_words(plan)])),
        outside=_outside_words(plan),
        unasked=unasked_words(plan),
    )
    return Sentence.over(baseline.ledger, text, (*plan.sources,))


def _no_plan_words(baseline: Baseline) -> str:
    """Needs of other years are no missing needs."""
    needs, (first, last) = baseline.ledger.table("needs"), baseline.horizon
    if needs.empty:
        return tr(NO_NEEDS)
    amount, years = all_asked(needs, baseline.ledger.table("projects"))
    return tr(
        "needs.csv có {count} dòng, {amount} tỷ đồng, đều cho các năm {years}, ngoài giai đoạn {first}-{last}; hãy xem "
        "lại cột year hoặc giai đoạn của báo cáo.",
        count=few(len(needs)),
        amount=billions(amount, 1),
        years=", ".join(map(str, years)),
        first=first,
        last=last,
    )


def plan_doubts(plan: PlanTable) -> tuple[str, ...]:
    """What the sums of the plan hold that a comparison by capital cannot see, or that may stand in them twice."""
    unsplit = [
        tr(
            "{amount} tỷ đồng NSTW của chương trình {programme} không nêu vốn đầu tư hay sự nghiệp: chỉ nằm trong các "
            "dòng tổng, không nằm trong phần so theo loại vốn.",
            amount=billions(amount, 1),
            programme=label("programme", programme),
        )
        for programme, amount in plan.unsplit.items()
        if amount
    ]
    if not plan.repeats:
        return tuple(unsplit)
    text = tr(
        "{count} nhóm dòng của needs.csv xin cùng công trình, năm và nguồn vốn dưới mã khác nhau, ví dụ {ids}; số "
        "tiền được cộng nguyên, cần rà soát (`mtqg check` nêu từng nhóm).",
        count=few(len(plan.repeats)),
        ids=", ".join(plan.repeats[0]),
    )
    return (*unsplit, text)


def _money_words(plan: PlanTable) -> list[str]:
    """Needs against the integrated programme's money at the first share, and against money that assumptions state."""
    known = plan.money[plan.money["money"].notna() & (plan.money["capital"] == "total")]
    if known.empty:
        return [tr("Chưa có số liệu về phần vốn trung ương của tỉnh, nên không so sánh nhu cầu với vốn.")]
    said = []
    by_share = known[known["share"] != STATED]
    if len(by_share):
        row = by_share.iloc[0]
        parts = plan.money[(plan.money["share"] == row["share"]) & (plan.money["programme"] == row["programme"])]
        above = parts.set_index("capital")["above"]
        text = tr(
            "Với giả định «{share}», chương trình {programme} dự kiến được phân bổ {money} tỷ đồng vốn trung "
            "ương, các đơn vị đề xuất {need} tỷ đồng; phần vượt là {investment} tỷ đồng vốn đầu tư, "
            "{recurrent} tỷ đồng vốn sự nghiệp. Phần vượt được giữ nguyên, không tự cắt giảm.",
            share=tr(SHARE_NAMES[row["share"]]),
            programme=label("programme", row["programme"]),
            money=billions(row["money"]),
            need=billions(row["need"]),
            investment=billions(above["investment"]),
            recurrent=billions(above["recurrent"]),
        )
        said.append(text)
    told = [
        tr(
            "{programme} {need} so với {money}",
            programme=label("programme", row.programme),
            need=billions(row.need),
            money=billions(row.money),
        )
        for row in known[known["share"] == STATED].itertuples()
    ]
    if told:
        said.append(tr("Vốn NSTW đề xuất so với giả định, tỷ đồng: {told}.", told="; ".join(told)))
    return said


def unasked_words(plan: PlanTable) -> str:
    """The programmes of the period for which no form came in."""
    missing = [name for name in programmes_between(*plan.horizon) if name not in set(plan.cells["programme"])]
    if not missing:
        return ""
    names = ", ".join(label("programme", name) for name in missing)
    return " " + tr("Chưa nhận biểu nào cho chương trình {names}, nên các tổng trên chưa gồm nhu cầu đó.", names=names)


def _capacity_words(plan: PlanTable) -> list[str]:
    """How far needs of all sources reach beyond what can be carried out, summed over years, a sentence a programme."""
    at_most = set(plan.years.loc[plan.years["censored"].eq(True), "programme"])
    return [
        tr(
            BEYOND_AT_MOST if programme in at_most else BEYOND,
            programme=label("programme", programme),
            said="; ".join(
                tr("{amount} tỷ đồng {capital}", amount=billions(amount), capital=label("capital", name).lower())
                for name, amount in amounts.items()
            ),
        )
        for programme, amounts in plan.beyond.items()
    ]


def _outside_words(plan: PlanTable) -> str:
    if not plan.outside:
        return ""
    return " " + tr(
        "Ngoài ra có {amount} tỷ đồng đề xuất cho các năm ngoài giai đoạn.", amount=billions(plan.outside, 1)
    )
