"""One page for whoever decides on the next period: money expected, disbursement, risk, decisions."""

from itertools import islice

from mtqg_analysis.analysis.planning.capacities import WHOLE
from mtqg_analysis.analysis.planning.central_money import INTEGRATED
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.key_figures import KeyFigure, KeyFigures
from mtqg_analysis.report.numbers import billions, percent
from mtqg_analysis.report.pages.planning.body import capacity_is_known
from mtqg_analysis.report.pages.planning.judgement import own_proposals
from mtqg_analysis.report.pages.planning.proposed import asked_for, threats
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.view import view

NAMED = 3  # decisions that a page has room for
EXPECTED, CAPACITY = to_translate("Vốn dự kiến"), to_translate("Khả năng giải ngân")
AT_RISK, DECIDE = to_translate("Rủi ro"), to_translate("Cần quyết định")


@view()
def key_figures(baseline: Baseline) -> KeyFigures:
    """The central money that is assumed, what can be disbursed of it, what would lapse, what is asked for."""
    return KeyFigures((_central(baseline), _pace(baseline), _lapsing(baseline), _wanted(baseline)))


def _central(baseline: Baseline) -> KeyFigure:
    (first, last), ends = baseline.horizon, baseline.central_ends
    central = baseline.outlook.need.by_programme.at[INTEGRATED, "central"]
    label = tr("vốn trung ương {first}-{last}, chương trình tích hợp (giả định)", first=first, last=last)
    beside = tr("chưa có số liệu")
    if ends is not None and not baseline.is_central_disputed:
        beside = tr("từ {low} đến {high}", low=billions(ends[0]), high=billions(ends[1]))
    return KeyFigure(_amount(central), label, beside)


def _pace(baseline: Baseline) -> KeyFigure:
    """What can be disbursed in the first year; where nobody knows, what it begins with."""
    outlook, first = baseline.outlook, baseline.horizon[0]
    if not capacity_is_known(outlook):
        label = tr("chuyển sang năm {year}", year=first)
        return KeyFigure(
            _amount(outlook.opening), label, tr("theo số liệu của tỉnh") if outlook.own_stock else _about()
        )
    return KeyFigure(
        _amount(outlook.capacity_ahead.at[(WHOLE, first), "base"]),
        tr("khả năng giải ngân năm {year}", year=first),
        tr("vốn có {available} tỷ đồng", available=billions(outlook.first_money)),
    )


def _about() -> str:
    return tr("ước theo giả định")


def _lapsing(baseline: Baseline) -> KeyFigure:
    label = tr("hết hạn trong kỳ nếu không được kéo dài")
    return KeyFigure(_amount(baseline.outlook.lapsed), label, tr("theo giả định tốc độ cơ sở"))


def _wanted(baseline: Baseline) -> KeyFigure:
    """What is asked for; where nobody has asked yet, what is left at the end."""
    plan, ends = baseline.plan, baseline.closing
    if plan is not None:
        return KeyFigure(_amount(plan.total), tr("nhu cầu các đơn vị đề xuất"), tr("mọi nguồn vốn"))
    return KeyFigure(
        _amount(ends["base"]),
        tr("chuyển sang sau năm {year}, theo giả định", year=baseline.horizon[1]),
        tr("từ {low} đến {high}", low=billions(ends.min()), high=billions(ends.max())),
    )


def _amount(dong: float) -> str:
    return tr("{amount} tỷ đồng", amount=billions(dong))


@view()
def brief_points(baseline: Baseline) -> Sentence:
    """A line each of money, disbursement, risk and decisions."""
    lines = {
        EXPECTED: [_expected(baseline)],
        CAPACITY: [_capacity(baseline)],
        AT_RISK: list(threats(baseline)),
        DECIDE: list(islice(own_proposals(baseline) or asked_for(baseline), NAMED)),
    }
    said = [f"- **{tr(name)}:** {'; '.join(map(_bare, texts))}." for name, texts in lines.items() if texts]
    return Sentence("\n".join(said))  # a list has no first words: that the data are illustrative stands above it


def _expected(baseline: Baseline) -> str:
    outlook, (first, last) = baseline.outlook, baseline.horizon
    return tr(
        "vốn mới {first}-{last} là {new} tỷ đồng (giả định), vốn các năm trước chuyển sang {opening} tỷ đồng",
        first=first,
        last=last,
        new=billions(outlook.new_money),
        opening=billions(outlook.opening),
    )


def _capacity(baseline: Baseline) -> str:
    outlook, first = baseline.outlook, baseline.horizon[0]
    if not capacity_is_known(outlook):
        return tr("chưa tính được vì thiếu số liệu các năm trước")
    return tr("đủ cho khoảng {share} vốn có của năm {year}", share=percent(outlook.first_share, 0), year=first)


def _bare(text: str) -> str:
    """A sentence as a part of a line: without its full stop, beginning small."""
    return text[:1].lower() + text[1:].rstrip(".")
