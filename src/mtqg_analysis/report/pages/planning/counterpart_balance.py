"""Counterpart capital against what the budget can give, by two measures: what the rules ask, and what the forms ask."""

import pandas as pd

from mtqg_analysis.analysis.planning.outlook import PlanOutlook
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.draw import in_billions, write_numbers
from mtqg_analysis.report.numbers import billions, few
from mtqg_analysis.report.pages.planning.counterpart import BUDGETS, ROUNDED, counterpart_scope, unchecked
from mtqg_analysis.report.rows import summed
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, GREEN, VERMILION, canvas
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import Waits


@view(
    Waits(
        "8. Vốn đối ứng",
        "counterpart_ratio, central_plan, fiscal_space trong assumptions.csv",
        "assumptions.csv",
    )
)
def balance(baseline: Baseline) -> Table | None:
    """What the rules ask and what the forms ask against fiscal space by year; nothing where neither is known."""
    outlook, asked = baseline.outlook, baseline.asked_counterpart
    years = outlook.balance
    if years["required"].isna().all() and years["space"].isna().all():
        return None
    rows = years.merge(asked[["year", "asked", "lacking"]], on="year", how="left", suffixes=("", "_asked"))
    frame = summed(rows.assign(year=rows["year"].astype(str), unknown=rows["unknown"].astype(str)), year=tr("Tổng số"))
    by_rule, by_forms = tr("Theo tỷ lệ quy định"), tr("Theo biểu đề xuất")
    columns = [
        Column("year", tr("Năm")),
        Column("space", tr("Khả năng cân đối"), "bn", 1),
        Column("required", tr("Phải bố trí"), "bn", 1, group=by_rule),
        Column("lacking", tr("Thiếu"), "bn", 1, group=by_rule, missing=tr("chưa rõ")),
    ]
    if len(asked):
        columns += [
            Column("asked", tr("Các đơn vị đề nghị"), "bn", 1, group=by_forms),
            Column("lacking_asked", tr("Thiếu ít nhất"), "bn", 1, group=by_forms, missing=tr("chưa rõ")),
        ]
    if years["unknown"].any():
        columns.append(Column("unknown", tr("Chương trình chưa biết"), missing=""))
    title = tr("Vốn đối ứng phải bố trí và khả năng cân đối")
    if len(asked):
        title = tr("Vốn đối ứng theo quy định, theo biểu đề xuất và khả năng cân đối")
    scope, cited, notes = counterpart_scope(outlook), _cited(baseline), _notes(baseline)
    return Table("doi_ung_can_doi", title, frame, tuple(columns), scope, cited, notes, total=True)


def _notes(baseline: Baseline) -> tuple[str, ...]:
    outlook, notes = baseline.outlook, []
    if outlook.need_by_level.empty:
        notes.append(tr("Thiếu theo quy định: phải bố trí trừ khả năng của cả tỉnh, năm thừa tính bằng không."))
    else:
        notes.append(
            tr(
                "Thiếu theo quy định: cộng phần thiếu của từng cấp (bảng dưới); cấp này thừa không bù cho "
                "cấp kia thiếu."
            )
        )
    if len(baseline.asked_counterpart):
        notes.append(
            tr(
                "Thiếu theo biểu: đề nghị trừ khả năng của cả tỉnh. Biểu không nêu ngân sách cấp nào chi trả, "
                "nên đó là mức tối thiểu."
            )
        )
    if outlook.balance["unknown"].any():
        notes.append(
            tr(
                "Phải bố trí: chỉ tính các chương trình đã biết tỷ lệ và vốn NSTW; khi còn chương trình chưa "
                "biết thì số thiếu là mức tối thiểu và chưa xác định được năm nào thừa."
            )
        )
    return (*notes, *unchecked(outlook), tr(ROUNDED))


def _cited(baseline: Baseline) -> tuple[str, ...]:
    return () if baseline.plan is None else baseline.plan.sources


@view(part="outlook")
def level_balance(outlook: PlanOutlook) -> Table | None:
    """Requirement and fiscal space of each level, year by year; nothing unless assumptions split both."""
    if outlook.need_by_level.empty:
        return None
    frame = outlook.need_by_level.assign(year=outlook.need_by_level["year"].astype(str))
    columns = (Column("year", tr("Năm")), *_by_level(tr("Phải bố trí"), "required"))
    notes = (tr("Hai cấp cộng lại bằng bảng trên. Cấp này thừa không bù cho cấp kia thiếu."),)
    title = tr("Vốn đối ứng phải bố trí và khả năng cân đối của từng cấp")
    return Table("doi_ung_can_doi_theo_cap", title, frame, columns, counterpart_scope(outlook), notes=notes)


@view()
def asked_balance(baseline: Baseline) -> Table | None:
    """What the forms ask for and fiscal space, by the level of who asks; nothing without forms or a divided space."""
    frame = baseline.asked_counterpart
    if frame.empty or frame.isna().any(axis=None):
        return None
    asked = tr("Đề nghị")
    columns = (Column("year", tr("Năm")), *_by_level(asked, "asked"), *_against_space(asked, "asked", tr("Cả tỉnh")))
    notes = (
        tr(
            "Xếp theo cấp của đơn vị đề nghị; sở, ngành thuộc cấp tỉnh. Biểu không nêu ngân sách cấp nào chi "
            "trả: nếu mỗi cấp tự cân đối phần các đơn vị thuộc cấp mình đề nghị thì số thiếu ở hai nhóm cột "
            "đầu, nếu hai cấp bù cho nhau thì số thiếu ở nhóm cột cuối."
        ),
    )
    title = tr("Vốn đối ứng các biểu đề nghị và khả năng cân đối của từng cấp")
    rows = frame.assign(year=frame["year"].astype(str))
    scope, cited = counterpart_scope(baseline.outlook), _cited(baseline)
    return Table("doi_ung_bieu_theo_cap", title, rows, columns, scope, cited, notes)


def _by_level(what: str, of: str) -> list[Column]:
    """An amount of each level (`required_commune` …), the space for it and what lacks or is left."""
    return [column for code, name in BUDGETS.items() for column in _against_space(what, of, tr(name), f"_{code}")]


def _against_space(what: str, of: str, group: str, level: str = "") -> list[Column]:
    amount, space = f"{of}{level}", f"space{level}"
    return [
        Column(amount, what, "bn", 1, group=group),
        Column(space, tr("Khả năng"), "bn", 1, group=group),
        Column(f"gap{level}", tr("Thiếu (+), thừa (−)"), "bn", 1, group=group, formula=f"{amount} - {space}"),
    ]


@view()
def draw_balance(baseline: Baseline) -> Chart | None:
    """Both measures beside the space, year by year; nothing unless requirement and space are known."""
    outlook, asked = baseline.outlook, baseline.asked_counterpart
    years = outlook.balance
    if years[["required", "space"]].isna().any(axis=None):
        return None
    figure, (axes,) = canvas(2.6)
    bars = [(tr("phải bố trí theo quy định"), years["required"], BLUE)]
    if len(asked):
        bars.append((tr("các biểu đề nghị"), asked["asked"], GREEN))
    width = 0.6 / len(bars)
    for place, (name, amounts, colour) in enumerate(bars):
        middle = years["year"] + width * (place - (len(bars) - 1) / 2)
        axes.bar(middle, in_billions(amounts), width, color=colour, label=name)
    axes.plot(years["year"], in_billions(years["space"]), "D-", color=VERMILION, label=tr("khả năng cân đối"))
    axes.set(xticks=years["year"], ylim=(0, None), ylabel=tr("tỷ đồng"))
    write_numbers(axes.yaxis)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3)
    told = years.merge(asked[["year", "asked"]], on="year", how="left")
    said = "; ".join(
        f"{row.year}: " + " / ".join(billions(one) for one in (row.required, row.asked, row.space) if pd.notna(one))
        for row in told.itertuples()
    )
    return Chart(
        figure,
        name="hinh_doi_ung_can_doi",
        title=_balance_title(baseline),
        alt=tr("Biểu đồ vốn đối ứng theo từng cách tính và khả năng cân đối, tỷ đồng: {said}.", said=said),
        scope=counterpart_scope(outlook),
        illustrative=outlook.ledger.is_illustrative,
        sources=_cited(baseline),
        notes=_notes(baseline)[:-1],
    )


def _balance_title(baseline: Baseline) -> str:
    lacking = int((baseline.outlook.balance["lacking"] > 0).sum())
    if baseline.asked_counterpart.empty:
        return tr("Khả năng cân đối thấp hơn vốn đối ứng phải bố trí ở {count} năm", count=few(lacking))
    more = int((baseline.asked_counterpart["lacking"] > 0).sum())
    return tr(
        "Thiếu vốn đối ứng ở {count} năm theo tỷ lệ quy định, {more} năm theo biểu đề xuất",
        count=few(lacking),
        more=few(more),
    )
