"""Counterpart capital that the next period asks for, what the budget can give, and what delay would cost."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from mtqg_analysis.analysis.baseline import Baseline
from mtqg_analysis.analysis.planning.outlook import Outlook
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.baseline.pace import SCENARIO_NAMES
from mtqg_analysis.report.chart import Chart
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import BILLION, billions, few, number, percent
from mtqg_analysis.report.scopes import NO_PLAN
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.theme import BLUE, VERMILION, canvas

DELAYS = {
    "low": to_translate("Đối ứng chậm nhiều"),
    "base": to_translate("Đối ứng chậm vừa"),
    "high": to_translate("Đối ứng kịp thời"),
    "space": to_translate("Đối ứng theo khả năng cân đối"),
}
UNCHECKED = to_translate("Tỷ lệ đối ứng là giả định hoặc dự thảo, cần kiểm tra với văn bản.")
BUDGETS = {"province": to_translate("Cấp tỉnh"), "commune": to_translate("Cấp xã")}


def need_sentence(outlook: Outlook) -> Sentence:
    """How much counterpart capital is known to be required, against the space; and what is not published."""
    years = outlook.need.by_year
    unknown = int(years["unknown"].max())
    if years["required"].isna().all():
        text = tr(
            "Yêu cầu vốn đối ứng giai đoạn {first}-{last}: **không công bố**. Chưa có tỷ lệ đối ứng và vốn NSTW của "
            "từng chương trình; hãy thêm central_plan, counterpart_ratio, balance_share, fiscal_space vào "
            "assumptions.csv khi có văn bản.",
            first=outlook.horizon[0],
            last=outlook.horizon[1],
        )
        return Sentence(text)
    if years["space"].isna().any():
        space = tr("khả năng cân đối: không công bố")
    else:
        lacking = years[years["gap"] > 0]
        space = tr(
            "khả năng cân đối {space} tỷ đồng; {count} năm thiếu, cộng {gap} tỷ đồng",
            space=billions(years["space"].sum()),
            count=few(len(lacking)),
            gap=billions(lacking["gap"].sum()),
        )
    text = tr(
        "Cần **{required} tỷ đồng** vốn đối ứng giai đoạn {first}-{last}; {space}.",
        required=billions(years["required"].sum()),
        first=outlook.horizon[0],
        last=outlook.horizon[1],
        space=space,
    )
    more = []
    if unknown:
        more.append(
            tr(
                "{unknown} chương trình chưa biết tỷ lệ hoặc vốn NSTW, nên yêu cầu và phần thiếu thật lớn hơn hoặc "
                "bằng số này.",
                unknown=few(unknown),
            )
        )
    return Sentence.over(outlook.ledger, " ".join([text, *more, *_unchecked(outlook)]))


def _unchecked(outlook: Outlook) -> tuple[str, ...]:
    """That a ratio in use was held against no text, where that is so."""
    return () if outlook.need.is_checked else (tr(UNCHECKED),)


def need(outlook: Outlook) -> Table:
    """The ratio of each programme, where it comes from, and the counterpart capital of the whole period."""
    rows = []
    for programme, part in outlook.need.rows.groupby("programme", sort=False):
        same = part["ratio"].nunique(dropna=False) == 1
        rows.append(
            {
                "programme": label("programme", str(programme)),
                "central": part["central"].sum(min_count=len(part)),
                "ratio": part["ratio"].iat[0] if same else tr("khác nhau theo năm"),
                "required": part["required"].sum(min_count=len(part)),
                "origin": "; ".join(dict.fromkeys(_origin(row) for row in part.to_dict("records"))),
                "verified": label("verified", "yes" if part["verified"].all() else "no"),
            }
        )
    columns = (
        Column("programme", tr("Chương trình")),
        Column("central", tr("Vốn NSTW cả kỳ"), "bn"),
        Column("ratio", tr("Tỷ lệ"), "percent", 0),
        Column("required", tr("Vốn đối ứng phải bố trí"), "bn", formula="ratio * central"),
        Column("origin", tr("Căn cứ của tỷ lệ")),
        Column("verified", tr("Tình trạng")),
    )
    notes = (
        tr("Tỷ lệ: theo quy định có hiệu lực ngày 01/01 của năm; nơi quy định chưa có số thì theo assumptions.csv."),
        tr("Yêu cầu = tỷ lệ × vốn NSTW. Nơi thiếu một trong hai ghi không công bố, không điền thay."),
    )
    title = tr("Vốn đối ứng phải bố trí theo chương trình")
    return Table("doi_ung_yeu_cau", title, pd.DataFrame(rows), columns, _scope(outlook), notes=notes)


def _origin(row: dict[Hashable, Any]) -> str:
    """Where a year's ratio comes from."""
    if row["assumed"]:
        return tr("giả định; quy định: {rule}", rule=row["reference"] or tr("chưa có"))
    return str(row["reference"]) or tr("chưa có quy định")


def balance(outlook: Outlook) -> Table | None:
    """Requirement against fiscal space by year; nothing where neither is known."""
    years = outlook.need.by_year
    if years["required"].isna().all() and years["space"].isna().all():
        return None
    frame = years.assign(year=years["year"].astype(str))
    columns = (
        Column("year", tr("Năm")),
        Column("required", tr("Phải bố trí"), "bn"),
        Column("space", tr("Khả năng cân đối"), "bn"),
        Column("gap", tr("Thiếu (+), thừa (−)"), "bn", missing=tr("chưa rõ")),
        Column("unknown", tr("Chương trình chưa biết"), "count"),
    )
    notes = (
        tr(
            "Phải bố trí: chỉ của các chương trình đã biết tỷ lệ và vốn NSTW; còn chương trình chưa biết thì số thiếu "
            "là mức ít nhất, và chưa rõ năm nào thừa."
        ),
        *_unchecked(outlook),
    )
    title = tr("Vốn đối ứng phải bố trí và khả năng cân đối")
    return Table("doi_ung_can_doi", title, frame, columns, _scope(outlook), notes=notes)


def counterpart_levels(baseline: Baseline) -> Table | None:
    """What the rules and the forms ask of the province's and the communes' budgets; nothing where neither asks."""
    frame = baseline.counterpart
    if frame[["required", "asked"]].isna().all(axis=None):
        return None
    names = [label("programme", code) for code in frame["programme"]]
    total = frame.drop(columns="programme").sum(min_count=len(frame)).to_dict()
    rows = [*frame.assign(name=names).to_dict("records"), total | {"name": tr("Tổng số")}]
    by_rule, by_forms = tr("Phải bố trí theo quy định"), tr("Các biểu đề nghị")
    columns = (
        Column("name", tr("Chương trình")),
        *(Column(f"required_{code}", tr(name), "bn", group=by_rule) for code, name in BUDGETS.items()),
        Column("required", tr("Cộng"), "bn", group=by_rule),
        *(Column(f"asked_{code}", tr(name), "bn", group=by_forms) for code, name in BUDGETS.items()),
        Column("asked", tr("Cộng"), "bn", group=by_forms),
        Column("short", tr("Biểu còn thiếu (+)"), "bn", formula="required - asked"),
    )
    notes = (
        tr("Phần cấp tỉnh theo province_counterpart trong assumptions.csv; không đặt thì ghi không công bố."),
        tr("Biểu xếp theo cấp của đơn vị đề nghị; sở, ngành thuộc cấp tỉnh."),
    )
    title = tr("Vốn đối ứng theo chương trình và cấp ngân sách")
    cited = () if baseline.plan is None else baseline.plan.sources
    scope = _scope(baseline.outlook)
    return Table("doi_ung_theo_cap", title, pd.DataFrame(rows), columns, scope, cited, notes, total=True)


def level_balance(outlook: Outlook) -> Table | None:
    """Requirement and fiscal space of each level, year by year; nothing unless assumptions split both."""
    if outlook.need_by_level.empty:
        return None
    frame = outlook.need_by_level.assign(year=outlook.need_by_level["year"].astype(str))
    columns = [Column("year", tr("Năm"))]
    for code, name in BUDGETS.items():
        required, space = f"required_{code}", f"space_{code}"
        columns += [
            Column(required, tr("Phải bố trí"), "bn", group=tr(name)),
            Column(space, tr("Khả năng"), "bn", group=tr(name)),
            Column(f"gap_{code}", tr("Thiếu (+), thừa (−)"), "bn", group=tr(name), formula=f"{required} - {space}"),
        ]
    notes = (tr("Hai cấp cộng lại bằng bảng trên. Cấp này thừa không bù cho cấp kia thiếu."),)
    title = tr("Vốn đối ứng phải bố trí và khả năng cân đối của từng cấp")
    return Table("doi_ung_can_doi_theo_cap", title, frame, tuple(columns), _scope(outlook), notes=notes)


def draw_balance(outlook: Outlook) -> Chart | None:
    """Requirement and space side by side, year by year; nothing unless both are known."""
    years = outlook.need.by_year
    if years[["required", "space"]].isna().any(axis=None):
        return None
    figure, (axes,) = canvas(2.6)
    axes.bar(years["year"], years["required"] / BILLION, 0.5, color=BLUE, label=tr("phải bố trí"))
    axes.plot(years["year"], years["space"] / BILLION, "D-", color=VERMILION, label=tr("khả năng cân đối"))
    axes.set(xticks=years["year"], ylim=(0, None), ylabel=tr("tỷ đồng"))
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    said = "; ".join(f"{row.year}: {billions(row.required)} / {billions(row.space)}" for row in years.itertuples())
    lacking = int((years["gap"] > 0).sum())
    return Chart.of(
        figure,
        name="hinh_doi_ung_can_doi",
        title=tr("Khả năng cân đối thấp hơn vốn đối ứng phải bố trí ở {count} năm", count=few(lacking)),
        alt=tr("Biểu đồ vốn đối ứng phải bố trí và khả năng cân đối, tỷ đồng: {said}.", said=said),
        scope=_scope(outlook),
        illustrative=outlook.ledger.is_illustrative,
        notes=_unchecked(outlook),
    )


def delay_costs(outlook: Outlook) -> Table | None:
    """What the delay of counterpart capital would cost over the period, one row a named scenario."""
    if outlook.delays.empty:
        return None
    frame = outlook.delays.assign(scenario=[tr(DELAYS[name]) for name in outlook.delays["scenario"]])
    columns = (
        Column("scenario", tr("Kịch bản")),
        Column("placed", tr("Đối ứng kịp thời"), "percent", 0),
        Column("disbursed", tr("Giải ngân cả kỳ"), "bn"),
        Column("lost", tr("Giải ngân ít hơn"), "bn", group=tr("So với bố trí đủ và kịp thời")),
        Column("share", tr("Tỷ lệ giải ngân, điểm %"), "points", group=tr("So với bố trí đủ và kịp thời")),
        Column("more_cancelled", tr("Hủy nhiều hơn"), "bn", group=tr("So với bố trí đủ và kịp thời")),
        Column("more_closing", tr("Chuyển sang nhiều hơn"), "bn", group=tr("So với bố trí đủ và kịp thời")),
    )
    base = tr(SCENARIO_NAMES["base"]).lower()
    notes = (
        tr(
            "Kịch bản, không phải tác động đo được: {cofinanced} vốn mới cần đối ứng, và phần chưa có đối ứng kịp thời "
            "chưa giải ngân được trong năm; các giả định khác theo kịch bản {base}.",
            cofinanced=percent(outlook.assumed.need("cofinanced"), 0),
            base=base,
        ),
        tr("Ba kịch bản ở trên coi đối ứng kịp thời; số ở đây là phần bị mất thêm so với kịch bản {base}.", base=base),
        tr("Giải ngân ít hơn = hủy nhiều hơn + chuyển sang nhiều hơn, đúng đến từng đồng."),
        *_space_notes(outlook),
    )
    first, last = outlook.horizon
    title = tr("Ảnh hưởng của vốn đối ứng chậm trong giai đoạn {first}-{last}", first=first, last=last)
    frame = frame.rename(columns={"points": "share"}).assign(share=lambda rows: -rows["share"])
    return Table("doi_ung_cham", title, frame, columns, _scope(outlook), notes=notes)


def _space_notes(outlook: Outlook) -> tuple[str, ...]:
    """What the fiscal space allows in each year: a mean over years hides the years that lack most."""
    rows = outlook.delays[outlook.delays["scenario"] == "space"]
    if rows.empty:
        return ()
    said = ", ".join(f"{year} {percent(share, 0)}" for year, share in rows["by_year"].iat[0].items())
    return (tr("Đối ứng theo khả năng cân đối từng năm: {said}.", said=said),)


def _scope(outlook: Outlook) -> Scope:
    first, last = outlook.horizon
    return Scope(tr("tỷ đồng"), f"{first}-{last}", tr(NO_PLAN), tr("kịch bản theo giả định có tên"))
