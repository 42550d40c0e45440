"""The money of the next period: published envelopes, and the part of the province under named assumptions."""

import pandas as pd

from mtqg_analysis.analysis.planning.central_money import INTEGRATED
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.figure import Figure
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.programmes import programmes_between
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Origin, Scope
from mtqg_analysis.report.numbers import few, printed
from mtqg_analysis.report.pages.planning.sections import named
from mtqg_analysis.report.scopes import NO_PLAN, cut_offs, once, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import Waits

SHARE_NAMES = {
    "planner_share_base": to_translate("do người lập kế hoạch đặt, kịch bản cơ sở"),
    "planner_share_low": to_translate("do người lập kế hoạch đặt, kịch bản thấp"),
    "planner_share_high": to_translate("do người lập kế hoạch đặt, kịch bản cao"),
    "central_plan": to_translate("central_plan trong assumptions.csv (giả định)"),
    "share_of_localities": to_translate("như tỷ trọng 2021-2025 trong vốn đầu tư NSTW giao các địa phương"),
    "share_of_term_plan": to_translate("như tỷ trọng 2021-2025 trong toàn bộ kế hoạch vốn đầu tư trung hạn"),
}
CELL_NAMES = {
    "total": to_translate("Tổng"),
    "central": to_translate("NSTW"),
    "central_investment": to_translate("Đầu tư"),
    "central_recurrent": to_translate("Thường xuyên"),
    "local": to_translate("Ngân sách địa phương"),
    "own": to_translate("Đơn vị đối ứng"),
    "credit": to_translate("Tín dụng"),
    "other": to_translate("Khác"),
}
# The order of the funds: of the state budget, then of others, then all together; what is not listed stands before all.
FUNDS = ("central", "local", "credit", "integrated", "enterprise_community")
FORMULAS = {"central": "central_investment + central_recurrent"}


@view()
def envelopes(baseline: Baseline) -> Table:
    """The published envelopes of the programmes by source and phase."""
    rows = [
        {
            "programme": label("programme", row["programme"]),
            "period": row["period"],
            **{name: None if row[name] is None else row[name]["figure"] for name in CELL_NAMES},
        }
        for _, row in baseline.envelopes.iterrows()
    ]
    columns = [Column("programme", tr("Chương trình")), Column("period", tr("Kỳ của số liệu"))]
    columns += [
        Column(name, tr(text), "figure", group=_money_group(name), missing="–", formula=FORMULAS.get(name, ""))
        for name, text in CELL_NAMES.items()
    ]
    facts, title = _facts(baseline), tr("Nguồn vốn đã công bố của năm chương trình")
    notes = (
        tr("Kỳ của số liệu khác nhau giữa các chương trình (2025-2030 và 2026-2030): không cộng theo cột."),
        tr("Dấu –: nguồn không nêu."),
    )
    scope = Scope(tr("tỷ đồng"), cut_offs(fact["known_on"] for fact in facts), tr(NO_PLAN), tr("kế hoạch đã thông qua"))
    origins = tuple(_row_origin(row) for _, row in baseline.envelopes.iterrows())
    return Table("nguon_von", title, pd.DataFrame(rows), tuple(columns), scope, sources_of(facts), notes, origins)


def _row_origin(envelope: pd.Series) -> Origin:
    """Where one programme's envelope comes from; its cut-off is the day of publication."""
    facts = [envelope[name] for name in CELL_NAMES if envelope[name] is not None]
    return Origin(sources_of(facts), cut_offs(fact["known_on"] for fact in facts), tr(NO_PLAN))


def _money_group(cell: str) -> str:
    if cell in ("total", "local"):
        return ""
    return tr("Ngân sách trung ương") if cell.startswith("central") else tr("Nguồn khác")


def _facts(baseline: Baseline) -> list[pd.Series]:
    return [row[name] for _, row in baseline.envelopes.iterrows() for name in CELL_NAMES if row[name] is not None]


@view()
def envelope_sentence(baseline: Baseline) -> Sentence:
    """The integrated programme's money in one sentence."""
    row = baseline.envelopes.set_index("programme").loc[INTEGRATED]
    said = {name: tr("chưa có số liệu") if row[name] is None else printed(row[name]["figure"]) for name in CELL_NAMES}
    text = tr(
        "Chương trình tích hợp giai đoạn {period}: ngân sách nhà nước {total} tỷ đồng, trong "
        "đó ngân sách trung ương {central} (đầu tư {central_investment}, thường xuyên "
        "{central_recurrent}), ngân sách địa phương {local}, tín dụng chính sách {credit} tỷ "
        "đồng. Ba chương trình của giai đoạn 2021-2025 nhập vào chương trình này; {count} "
        "chương trình khác chạy song song, nên cùng một công trình hoặc đối tượng không được "
        "tính hai lần.",
        **said,
        period=row["period"],
        count=few(len([one for one in programmes_between(*baseline.horizon) if one != INTEGRATED])),
    )
    return Sentence(text, tuple(row[name]["fact"] for name in CELL_NAMES if row[name] is not None))


@view()
def proposals(baseline: Baseline) -> Table:
    """What was proposed beside what was adopted: both vintages stay; all funds together stand last."""
    places = {fund: place for place, fund in enumerate(FUNDS)} | {"": len(FUNDS) + 1}
    ordered = baseline.vintages.sort_values(
        "fund", key=lambda funds: [places.get(fund, len(FUNDS)) for fund in funds], kind="stable"
    )
    rows = [
        {
            "fund": label("fund", row["fund"]),
            "proposed": row["proposed"]["figure"],
            "adopted": None if row["adopted"] is None else row["adopted"]["figure"],
        }
        for _, row in ordered.iterrows()
    ]
    pairs = zip(baseline.vintages["proposed"], baseline.vintages["adopted"], strict=True)
    facts = [fact for pair in pairs for fact in pair if fact is not None]
    columns = (
        Column("fund", tr("Nguồn")),
        Column("proposed", tr("Đề xuất"), "figure"),
        Column("adopted", tr("Thông qua"), "figure"),
    )
    days, title = cut_offs(fact["known_on"] for fact in facts), tr("Chương trình tích hợp: đề xuất và thông qua")
    scope = Scope(tr("tỷ đồng"), days, tr(NO_PLAN), tr("kế hoạch, hai lần công bố"))
    return Table("de_xuat_thong_qua", title, pd.DataFrame(rows), columns, scope, sources_of(facts))


def _figure(fact: pd.Series | None) -> Figure | None:
    return None if fact is None else fact["figure"]


@view(
    Waits(
        "2. Phần vốn trung ương của tỉnh",
        "plan vốn đầu tư NSTW 2021-2025 của tỉnh (fund central, year 2021, year_to 2025), hoặc central_share",
        "facts.csv; assumptions.csv",
    )
)
def shares(baseline: Baseline) -> Table | None:
    """What the province's part would be under each named assumption; none of it is published.

    Nothing where the dataset does not hold the province's own plan of 2021-2025.
    """
    if not baseline.shares:
        return None
    central = baseline.envelopes.set_index("programme").loc[INTEGRATED]
    rows = [
        {
            "name": tr(SHARE_NAMES[share.name]),
            "share": share.estimate,
            "bounds": share.interval,
            "nation_investment": _figure(central["central_investment"]),
            "nation_all": _figure(central["central"]),
            "investment": baseline.parts.at[share.name, "central_investment"],
            "all": baseline.parts.at[share.name, "central"],
        }
        for share in baseline.shares
    ]
    columns = (
        Column("name", tr("Giả định về tỷ trọng của tỉnh")),
        Column("share", tr("Tỷ trọng"), "percent", 2),
        Column("bounds", tr("Khoảng do làm tròn"), "percent", 2),
        Column("nation_investment", tr("Vốn đầu tư"), "figure", group=tr("NSTW cả nước")),
        Column("nation_all", tr("Tổng"), "figure", group=tr("NSTW cả nước")),
        Column("investment", tr("Vốn đầu tư"), "bn", group=tr("Phần của tỉnh"), formula="share * nation_investment"),
        Column("all", tr("Tổng"), "bn", group=tr("Phần của tỉnh"), formula="share * nation_all"),
    )
    notes = [
        tr("Chưa có số liệu về phần của tỉnh; đây là kịch bản theo giả định, không phải dự báo."),
        _chosen_note(baseline.shares[0]),
    ]
    if baseline.money is not None and baseline.money.stated:
        notes.append(
            tr(
                "assumptions.csv cũng nêu thẳng vốn NSTW của chương trình (central_plan): mục {used} dùng số đó, mục "
                "{held} đối chiếu hai số.",
                used=named("counterpart", "communes"),
                held=named("agreement"),
            )
        )
    facts = facts_by_id(baseline, [fact for share in baseline.shares for fact in share.facts])
    if len(facts):  # a share that the planner set has none
        notes.append(_versions_note(facts))
    nation = [central[name] for name in ("central_investment", "central") if central[name] is not None]
    days = cut_offs(facts["as_of"] if len(facts) else (fact["known_on"] for fact in nation))
    status = tr("kịch bản tính từ số liệu công bố")
    if baseline.ledger.is_illustrative:
        status = tr("kịch bản tính từ số liệu công bố của cả nước và giả định minh họa của tỉnh")
    scope, sources = Scope(tr("tỷ đồng cả giai đoạn"), days, tr("chưa có số liệu"), status), sources_of(facts)
    title, sources = tr("Phần vốn trung ương của tỉnh theo từng giả định"), once((*sources, *sources_of(nation)))
    return Table("phan_cua_tinh", title, pd.DataFrame(rows), columns, scope, sources, tuple(notes))


def _versions_note(facts: pd.DataFrame) -> str:
    """Of which days the plans are that a share divides by one another."""
    days = facts["as_of"].where(facts["as_of"] != "", facts["known_on"])
    own = facts["level"] == "province"
    return tr(
        "Tử số là kế hoạch của tỉnh ({own}), mẫu số là kế hoạch của cả nước ({nation}); vốn thường xuyên giả định cùng "
        "tỷ trọng với vốn đầu tư.",
        own=cut_offs(days[own]),
        nation=cut_offs(days[~own]),
    )


def _chosen_note(share: Result) -> str:
    """Which of the shares the report goes on with, and why."""
    if share.name == "share_of_localities":
        return tr(
            "Các mục sau dùng dòng thứ nhất: cả tử số và mẫu số của nó là vốn NSTW giao cho địa phương, còn mẫu số của "
            "dòng kia gồm cả vốn không giao cho địa phương. Đó là một lựa chọn, đổi được bằng central_share trong "
            "assumptions.csv."
        )
    return tr("Các mục sau dùng dòng thứ nhất, do người lập kế hoạch đặt bằng central_share trong assumptions.csv.")


def facts_by_id(baseline: Baseline, ids: list[str]) -> pd.DataFrame:
    """The facts with these ids, wherever they stand: in the province's dataset or in the nation's."""
    facts = pd.concat([baseline.ledger.facts, baseline.context.facts])
    return facts[facts["fact"].isin(ids)].drop_duplicates("fact")
