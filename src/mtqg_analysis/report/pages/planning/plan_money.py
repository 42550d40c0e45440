"""Central money asked for beside the money that the province may expect, and what can be carried out."""

from typing import Any

import numpy as np
import pandas as pd

from mtqg_analysis.analysis.planning.expected_money import ENVELOPES
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.plan_table import PlanTable
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column, Quantity
from mtqg_analysis.report.draw import in_billions, write_numbers
from mtqg_analysis.report.numbers import billions, few, number, percent
from mtqg_analysis.report.pages.planning.money import SHARE_NAMES, facts_by_id
from mtqg_analysis.report.pages.planning.plan_table import plan_scope
from mtqg_analysis.report.pages.planning.plan_words import plan_doubts
from mtqg_analysis.report.rows import labelled
from mtqg_analysis.report.scopes import once, sources_of
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, GREEN, SKY, VERMILION, canvas
from mtqg_analysis.report.view import view

ORDER = ("planner_share_low", "planner_share_base", "planner_share_high")
AT_MOST = "*"  # behind an excess over a capacity that is only bounded from below
AMOUNTS = ("need", "asked", "rest", "money", "capacity")  # of a year, in the order in which they are drawn
NO_SHARE = to_translate("Chưa có số liệu về phần vốn trung ương của tỉnh, nên không so sánh nhu cầu với vốn.")
ABOVE_MONEY = to_translate(
    "Nhu cầu NSTW, {programme}: vốn đầu tư vượt phần vốn dự kiến được phân bổ ở {investment} năm, vốn sự nghiệp ở "
    "{recurrent} năm"
)
ABOVE_CAPACITY = to_translate(
    "Nhu cầu mọi nguồn, {programme}: vốn đầu tư vượt khả năng giải ngân ở {investment} năm, vốn sự nghiệp ở "
    "{recurrent} năm"
)


@view()
def plan_against_money(baseline: Baseline) -> Table | None:
    """Central money asked for beside what the province may expect under each named share."""
    plan = baseline.plan
    if plan is None or plan.money.empty:
        return None
    known = plan.money["money"].notna()
    held = set(plan.money.loc[known, "programme"])
    first = plan.money["share"] == plan.money["share"].iloc[0]
    other = plan.money[~plan.money["programme"].isin(held) & first & (plan.money["capital"] == "total")]
    told = plan.money[known].sort_values("share", key=lambda one: one.map(_by_level), kind="stable")
    rows = pd.concat([told, other])
    frame = labelled(rows, "programme", "capital").assign(
        name=[
            tr(SHARE_NAMES[row.share]) if row.money is not None else tr("không so sánh được")
            for row in rows.itertuples()
        ],
        bounds=[None if row.low == row.high else (row.low, row.high) for row in rows.itertuples()],
    )
    columns = (
        Column("name", tr("Giả định về vốn của tỉnh"), rows=True),
        Column("programme", tr("Chương trình")),
        Column("capital", tr("Loại vốn")),
        Column("need", tr("Nhu cầu NSTW"), "bn"),
        Column("money", tr("Vốn dự kiến được phân bổ"), "bn", missing="–"),
        Column("bounds", tr("Khoảng do làm tròn"), "bn", missing="–"),
        Column("above", tr("Nhu cầu vượt vốn"), "bn", missing="–", formula="need - money"),
        Column("period", tr("Kỳ của nguồn vốn công bố")),
    )
    notes = (
        tr(
            "Vốn dự kiến được phân bổ = nguồn vốn trung ương đã công bố × tỷ trọng giả định, hoặc số giả định "
            "nêu thẳng; chưa có văn bản giao số này cho tỉnh."
        ),
        tr(
            "Tỷ trọng là của chương trình tích hợp. Chương trình khác theo central_plan (cả kỳ, không chia "
            "loại vốn) nếu assumptions.csv có nêu; nếu không nêu và nguồn vốn công bố cho một kỳ khác thì "
            "không so sánh nhu cầu."
        ),
        tr(
            "Nhu cầu vượt vốn được giữ nguyên; việc cắt giảm, giãn tiến độ hoặc bổ sung nguồn do cấp có thẩm quyền "
            "quyết định."
        ),
        *plan_doubts(plan),
    )
    title = tr("Nhu cầu vốn trung ương so với phần tỉnh dự kiến được phân bổ")
    return Table("nhu_cau_va_von", title, frame, columns, plan_scope(baseline, plan), _sources(baseline, plan), notes)


def _by_level(share: str) -> int:
    """Shares that the planner set from low to high; the others keep their order."""
    return ORDER.index(share) if share in ORDER else len(ORDER)


@view()
def plan_by_year(baseline: Baseline) -> Table | None:
    """Central needs of each year beside the year's money; needs of all sources beside what can be carried out."""
    plan = baseline.plan
    if plan is None or plan.years.empty:
        return None
    frame = labelled(plan.years, "programme", "capital").assign(
        year=plan.years["year"].astype(str),
        beyond=[Quantity(row.beyond, "bn", mark=AT_MOST if row.censored else "") for row in plan.years.itertuples()],
    )
    has_money = bool(plan.years["money"].notna().any())
    central, every = tr("Ngân sách trung ương"), tr("Mọi nguồn vốn")
    paid = (
        Column("money", tr("Vốn dự kiến được phân bổ"), "bn", group=central, missing="–"),
        Column("above", tr("Nhu cầu vượt vốn"), "bn", group=central, missing="–", formula="need - money"),
    )
    carried = (
        Column("asked", tr("Nhu cầu"), "bn", group=every),
        Column("capacity", tr("Khả năng giải ngân trong năm"), "bn", group=every, missing=tr("chưa có")),
        Column("beyond", tr("Vượt năng lực"), "bn", group=every, missing="–"),
    )
    columns = (
        Column("programme", tr("Chương trình"), rows=True),
        Column("capital", tr("Loại vốn"), rows=True),
        Column("year", tr("Năm")),
        Column("need", tr("Nhu cầu"), "bn", group=central),
        *(paid if has_money else ()),
        *(carried if plan.has_capacity else ()),
    )
    notes = (_money_note(plan) if has_money else tr(NO_SHARE), *_capacity_notes(baseline, plan), *plan_doubts(plan))
    title = tr("Nhu cầu vốn trung ương từng năm so với phần vốn của năm")
    if plan.has_capacity:
        title = tr("Nhu cầu từng năm: NSTW so với phần vốn của năm, mọi nguồn so với khả năng giải ngân")
    if not has_money:
        title = tr("Nhu cầu mọi nguồn vốn từng năm so với khả năng giải ngân")
    return Table("nhu_cau_tung_nam", title, frame, columns, plan_scope(baseline, plan), _sources(baseline, plan), notes)


def _money_note(plan: PlanTable) -> str:
    share = tr(SHARE_NAMES[plan.money["share"].iloc[0]])
    return tr("Vốn chia đều các năm, theo giả định «{share}».", share=share)


def _capacity_notes(baseline: Baseline, plan: PlanTable) -> tuple[str, ...]:
    """Whose capacity it is, what else must share it, and in which prices it stands beside nominal needs."""
    found = baseline.outlook.programmes
    if found is None or not plan.has_capacity:
        return ()
    whose = tr(
        "Khả năng giải ngân: số tiền mọi nguồn vốn một năm giải ngân được của các chương trình cũ nhập vào "
        "chương trình này (bảng năng lực), tăng {growth} mỗi năm từ {year}; vì vậy so với nhu cầu mọi nguồn. "
        "Vốn chuyển sang cũng sử dụng năng lực này, nên phần vượt nêu ở đây là mức tối thiểu.",
        growth=percent(found.growth["base"]),
        year=found.history.years[-1],
    )
    bound = [tr("Dấu {mark}: chỉ biết năng lực tối thiểu, nên phần vượt là mức tối đa.", mark=AT_MOST)]
    bound = bound if plan.years["censored"].eq(True).any() else []
    if plan.unsplit_of_all:
        text = tr(
            "{amount} tỷ đồng nhu cầu mọi nguồn không nêu loại vốn nên không nằm trong phần so với năng lực.",
            amount=billions(plan.unsplit_of_all, 1),
        )
        bound.append(text)
    if not found.real:
        return whose, *bound
    prices = tr(
        "Năng lực tính theo giá năm {year}, nhu cầu theo giá ghi trong biểu; nếu giá tăng thì năng lực tính "
        "bằng tiền cao hơn và phần vượt nhỏ hơn số nêu ở đây.",
        year=found.price_year,
    )
    return whose, *bound, prices


@view()
def draw_plan(baseline: Baseline) -> Chart | None:
    """Needs as bars by year, one panel a capital type: central money and, where a capacity is known, the rest upon it.

    Lines: the year's part of the money, held against the lower part of a bar; the capacity, against the whole bar.
    """
    plan = baseline.plan
    if plan is None or plan.years.empty:
        return None
    programme = plan.years["programme"].iloc[0]
    own = plan.years[plan.years["programme"] == programme]
    has_money = bool(own["money"].notna().any())
    figure, panels = canvas(3.4 if plan.has_capacity else 3.0, columns=len(CAPITALS))
    said = []
    for axes, capital in zip(panels, CAPITALS, strict=True):
        rows = own[own["capital"] == capital]
        years = list(rows["year"])
        need, asked, rest, money, limits = (in_billions(rows[name].astype(float)) for name in AMOUNTS)
        axes.bar(years, need, color=BLUE, width=0.62, label=tr("nhu cầu NSTW"))
        if has_money:
            axes.plot(years, money, "o--", color=VERMILION, label=tr("vốn dự kiến được phân bổ"))
        if plan.has_capacity:
            axes.bar(years, rest, bottom=need, color=SKY, width=0.62, label=tr("nhu cầu nguồn khác"))
            axes.plot(years, limits, "s:", color=GREEN, label=tr("khả năng giải ngân, mọi nguồn"))
        for year, amount in zip(years, need, strict=True):
            axes.annotate(
                number(amount), (year, 0), xytext=(0, 3), textcoords="offset points", ha="center", color="white"
            )
        axes.set(
            xticks=years,
            title=label("capital", capital),
            ylim=(0, 1.25 * np.nanmax([*need, *asked, *money, *limits, 1])),
        )
        if plan.has_capacity:  # above the bars the figures would lie under the lines
            axes.set_xticklabels([f"{year}\n{number(one)}" for year, one in zip(years, asked, strict=True)])
        write_numbers(axes.yaxis)
        axes.grid(axis="x", visible=False)
        said.append(
            f"{label('capital', capital)}: "
            + "; ".join(_beside(row.year, row.need, row.money, *_carried(row)) for row in rows.itertuples())
        )
    panels[0].set_ylabel(tr("tỷ đồng"))
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=2 if plan.has_capacity else 3
    )
    above = own[own["above" if has_money else "beyond"].fillna(0) > 0]
    words = {
        "programme": label("programme", programme).lower(),
        "investment": few(int((above["capital"] == "investment").sum())),
        "recurrent": few(int((above["capital"] == "recurrent").sum())),
    }
    return Chart(
        figure,
        name="hinh_ke_hoach",
        title=tr(ABOVE_MONEY if has_money else ABOVE_CAPACITY, **words),
        alt=tr(
            "Biểu đồ cột; từng năm: nhu cầu NSTW / phần vốn / nhu cầu mọi nguồn / năng lực, số nào biết thì nêu: "
            "{said}.",
            said=". ".join(said),
        ),
        scope=plan_scope(baseline, plan),
        illustrative=baseline.ledger.is_illustrative,
        sources=_sources(baseline, plan),
        notes=(
            *((tr("Số trong cột: nhu cầu NSTW; số dưới năm: nhu cầu mọi nguồn."),) * plan.has_capacity),
            *((tr("Đường gạch: vốn chia đều các năm theo giả định thứ nhất, không phải số được giao."),) * has_money),
            *_capacity_notes(baseline, plan),
        ),
    )


def _carried(row: Any) -> tuple[int, ...]:
    return () if row.capacity is None else (row.asked, row.capacity)


def _beside(year: int, *amounts: int | None) -> str:
    return f"{year} " + " / ".join(billions(one) for one in amounts if one is not None)


def _sources(baseline: Baseline, plan: PlanTable) -> tuple[str, ...]:
    """Whoever asks, and whoever published the envelopes and the figures behind the shares."""
    asked = set(plan.money["programme"])
    held = [row for _, row in baseline.envelopes.iterrows() if row["programme"] in asked]
    facts = [row[name]["fact"] for row in held for name in ENVELOPES.values() if row[name] is not None]
    facts += [fact for share in baseline.shares for fact in share.facts]
    return once((*plan.sources, *sources_of(facts_by_id(baseline, facts))))
