"""The opening page of the planning report: its main figures, what each rests on, and what is still missing."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from mtqg_analysis.analysis.planning.capacities import WHOLE
from mtqg_analysis.analysis.planning.central_money import INTEGRATED
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.unit_fan import NEEDED as DRAWN
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.ledger.assumption_rules import disorders
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, few
from mtqg_analysis.report.pages.planning.agreement import disagreement
from mtqg_analysis.report.pages.planning.capacity import NEEDED
from mtqg_analysis.report.pages.planning.sections import SECTIONS, named
from mtqg_analysis.report.scopes import NO_PLAN
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

ASSUMED = to_translate("giả định, cần kiểm tra")
STATED = to_translate("giả định central_plan, cần kiểm tra")
APART = to_translate("giả định central_plan; tỷ trọng của tỉnh cho số khác (mục {section})")
Row = dict[str, object]


@dataclass(frozen=True)
class Missing:
    """An input that is not there, the sections that wait for it, and how it comes in. codes: assumptions by code."""

    what: str
    sections: tuple[str, ...]
    how: str
    codes: tuple[str, ...] = ()


@view()
def summary(baseline: Baseline) -> Table:
    """The figures that a decision needs, with the scenarios' ends where there are any, and what they rest on."""
    rows = [row for part in (_money, _flow, _counterpart, _asked) for row in part(baseline)]
    columns = (
        Column("what", tr("Chỉ tiêu")),
        Column("value", tr("Tỷ đồng"), "bn"),
        Column("low", tr("Thấp"), "bn", group=tr("Thấp, cao"), missing="–"),
        Column("high", tr("Cao"), "bn", group=tr("Thấp, cao"), missing="–"),
        Column("basis", tr("Căn cứ")),
        Column("section", tr("Mục"), "count"),
    )
    scope = Scope(tr("tỷ đồng"), day(baseline.as_of), tr(NO_PLAN), tr("tính từ số liệu và giả định"))
    first, last = baseline.horizon
    title = tr("Các số liệu chủ yếu của giai đoạn {first}-{last}", first=first, last=last)
    notes = (
        tr("Cách tính từng số nêu ở mục ghi bên cạnh; kịch bản không phải xác suất."),
        tr(
            "Thấp, cao: vốn NSTW và vốn mới tính từ tỷ trọng của tỉnh thì theo các tỷ trọng ở mục {central}; vốn "
            "chuyển sang đầu kỳ theo khoảng làm tròn; năng lực theo mức tăng; vốn chuyển sang cuối kỳ theo tốc độ giải "
            "ngân và mức hủy, vốn mới như nhau. Dấu –: không có mức khác.",
            central=SECTIONS["central"],
        ),
    )
    return Table("tom_tat", title, pd.DataFrame(rows), columns, scope, notes=notes)


def _row(what: str, value: float | None, basis: str, section: str, ends: tuple[float, float] | None = None) -> Row:
    low, high = ends or (None, None)
    return {"what": what, "value": value, "low": low, "high": high, "basis": basis, "section": SECTIONS[section]}


def _money(baseline: Baseline) -> Iterator[Row]:
    outlook, (first, last), ends = baseline.outlook, baseline.horizon, baseline.central_ends
    central = outlook.need.by_programme.at[INTEGRATED, "central"]
    stated = baseline.money is not None and bool(baseline.money.stated)
    apart = baseline.is_central_disputed
    basis, section = (tr(STATED), "counterpart") if stated else (tr(ASSUMED), "central")
    what = tr("Vốn NSTW của chương trình tích hợp, cả kỳ")
    basis = tr(APART, section=SECTIONS["agreement"]) if apart else basis
    yield _row(what, central, basis, section, None if apart else ends)
    own, opening = outlook.own_stock, baseline.opening
    whose, bounds = (tr("số liệu của tỉnh"), None) if own else (tr(ASSUMED), opening.interval if opening else None)
    yield _row(tr("Vốn chuyển sang năm {year}", year=first), outlook.opening, whose, "flow", bounds)
    what, same = tr("Vốn mới {first}-{last}", first=first, last=last), None if outlook.stated_plans else ends
    yield _row(what, outlook.new_money, tr(ASSUMED), "flow", same)


def _flow(baseline: Baseline) -> Iterator[Row]:
    outlook, (first, last) = baseline.outlook, baseline.horizon
    if outlook.programmes is not None:
        ahead = outlook.capacity_ahead.loc[WHOLE, first]
        what, ends = tr("Năng lực giải ngân năm {year}", year=first), (ahead["low"], ahead["high"])
        yield _row(what, ahead["base"], tr("các năm trước; mức tăng giả định"), "capacity", ends)
    ends, what = baseline.closing, tr("Vốn chuyển sang sau năm {year}", year=last)
    yield _row(what, ends["base"], tr(ASSUMED), "flow", (ends["low"], ends["high"]))
    what = tr("Vốn hết hạn trong kỳ nếu không được kéo dài đặc biệt")
    yield _row(what, outlook.lapsed, tr("quy định; tốc độ cơ sở"), "expiry")


def _counterpart(baseline: Baseline) -> Iterator[Row]:
    need, required = baseline.outlook.need, baseline.outlook.required
    known = tr(ASSUMED) if need.is_whole else tr("mới biết một phần; ít nhất")
    if pd.isna(required["required"]):
        known = tr("chưa có tỷ lệ đối ứng")
    yield _row(tr("Vốn đối ứng phải bố trí theo tỷ lệ quy định"), required["required"], known, "counterpart")
    what = tr("Phần vượt khả năng cân đối, theo quy định")
    yield _row(what, required["lacking"], known, "counterpart")
    if len(baseline.asked_counterpart):
        forms = baseline.asked_counterpart_sums
        basis = tr("biểu của các đơn vị")
        yield _row(tr("Vốn đối ứng các biểu đề xuất"), forms["asked"], basis, "counterpart")
        what = tr("Phần vượt khả năng cân đối, theo biểu")
        yield _row(what, forms["lacking"], tr("biểu; khả năng là giả định; ít nhất"), "counterpart")


def _asked(baseline: Baseline) -> Iterator[Row]:
    plan = baseline.plan
    if plan is None:
        return
    forms = tr("biểu của các đơn vị")
    yield _row(tr("Nhu cầu các đơn vị đề xuất, mọi nguồn"), plan.total, forms, "plan")
    yield _row(tr("Trong đó NSTW của chương trình tích hợp"), plan.central(INTEGRATED), forms, "plan")
    yield _row(tr("Trong đó chưa nêu đối tượng thụ hưởng"), baseline.weaknesses.sums["unnamed"], forms, "weaknesses")


@view()
def summary_sentence(baseline: Baseline) -> Sentence:
    """What waits for a person: pairs to judge, assumptions and ratios that nobody held against a text."""
    unchecked = int((baseline.assumptions["verified"] != "yes").sum())
    parts = [tr("{count} giả định chưa được đối chiếu với văn bản", count=few(unchecked))]
    if baseline.overlaps is not None:
        waiting = int((baseline.overlaps.candidates["verdict"] == "").sum())
        said = {"count": few(waiting), "section": SECTIONS["overlaps"]}
        parts.append(tr("{count} cặp công trình có thể trùng, chờ nhận định (mục {section})", **said))
    missing = missing_inputs(baseline)
    if missing is not None:
        parts.append(tr("{count} nhóm số liệu còn thiếu (bảng dưới)", count=few(len(missing.frame))))
    out_of_order = [told for _, told in disorders(baseline.assumptions)]
    if out_of_order:
        count, told = few(len(out_of_order)), out_of_order[0].rstrip(".")
        parts.append(tr("{count} giả định có kịch bản không theo thứ tự ({told})", count=count, told=told))
    words = tr("**Cần quyết định hoặc bổ sung:** {parts}.", parts="; ".join(parts))
    apart = [disagreement(baseline, one) for one in baseline.twice_stated if not one.agrees]
    return Sentence.over(baseline.ledger, " ".join([*apart, words]))


@view()
def missing_inputs(baseline: Baseline) -> Table | None:
    """What the dataset lacks, which sections wait for it, and how it comes in; None where nothing is missing."""
    rows = pd.DataFrame(
        [
            (": ".join(filter(None, (one.what, ", ".join(one.codes)))), named(*one.sections), one.how)
            for one in missing(baseline)
        ],
        columns=["what", "sections", "how"],
    )
    if rows.empty:
        return None
    columns = (
        Column("what", tr("Số liệu còn thiếu")),
        Column("sections", tr("Mục còn thiếu số liệu")),
        Column("how", tr("Cách bổ sung")),
    )
    scope = Scope(tr("mục của báo cáo"), day(baseline.as_of), tr(NO_PLAN), tr("đối chiếu với số liệu đã có"))
    return Table("so_lieu_thieu", tr("Số liệu còn thiếu và cách bổ sung"), rows, columns, scope)


def missing(baseline: Baseline) -> Iterator[Missing]:
    """What of its inputs a plan lacks."""
    outlook = baseline.outlook
    lacking = outlook.assumed.lacking(*NEEDED)
    if lacking and outlook.carries_capacity:
        yield Missing(tr("Giả định về năng lực giải ngân"), ("capacity", "plan"), "assumptions.csv", tuple(lacking))
    if outlook.history is None or not outlook.history.carries_capacity:
        what = tr("Kế hoạch và giải ngân theo chương trình, loại vốn của ít nhất ba năm")
        yield Missing(what, ("capacity", "plan"), tr("biểu cuối năm (`mtqg form year-end`), nhập bằng `mtqg intake`"))
    drawn = outlook.assumed.lacking(*DRAWN)
    if drawn and outlook.carries_fan:
        yield Missing(tr("Giả định của mô phỏng"), ("fan",), "assumptions.csv", tuple(drawn))
    elif outlook.fan is None:
        what = tr("Giải ngân của từng đơn vị và vốn chuyển sang của năm liền trước")
        yield Missing(what, ("fan",), tr("biểu cuối năm (`mtqg form year-end`), nhập bằng `mtqg intake`"))
    if not outlook.need.is_whole or outlook.need.by_year["space"].isna().any():
        what = tr("Tỷ lệ đối ứng, vốn NSTW từng chương trình, khả năng cân đối")
        yield Missing(what, ("counterpart",), tr("counterpart_ratio, central_plan, fiscal_space trong assumptions.csv"))
    found = baseline.allocation
    if baseline.points is not None and found is None:
        what = tr("Vốn NSTW của tỉnh, để chia cho các xã")
        yield Missing(what, ("communes",), tr("central_plan hoặc central_share trong assumptions.csv"))
    if baseline.points is None or (found is not None and not found.known):
        what = tr("Nhóm xã và số thôn đặc biệt khó khăn của từng xã")
        yield Missing(what, ("communes",), "commune_classes.csv")
    if baseline.plan is None:
        what = tr("Nhu cầu vốn từng công trình, nội dung của các đơn vị")
        how = tr("biểu lập kế hoạch (`mtqg form planning`), nhập bằng `mtqg intake`")
        yield Missing(what, ("overlaps", "plan", "weaknesses"), how)
