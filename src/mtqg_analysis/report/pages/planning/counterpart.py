"""Counterpart capital that the rules and the forms of the next period ask for, and what delay would cost."""

from collections.abc import Hashable
from typing import Any

from mtqg_analysis.analysis.planning.outlook import PlanOutlook
from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import billions, few, number, percent
from mtqg_analysis.report.pages.planning.pace import SCENARIO_NAMES
from mtqg_analysis.report.rows import labelled, summed
from mtqg_analysis.report.scopes import NO_PLAN, checked, once
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

DELAYS = {
    "low": to_translate("Đối ứng chậm nhiều"),
    "base": to_translate("Đối ứng chậm vừa"),
    "high": to_translate("Đối ứng kịp thời"),
    "space": to_translate("Đối ứng theo khả năng cân đối"),
}
UNCHECKED = to_translate("Tỷ lệ đối ứng là giả định hoặc dự thảo, cần kiểm tra với văn bản.")
ROUNDED = to_translate("Tổng được cộng trước khi làm tròn, nên có thể lệch 0,1 so với cộng các số trong bảng.")
BUDGETS = {"province": to_translate("Cấp tỉnh"), "commune": to_translate("Cấp xã")}


@view()
def need_sentence(baseline: Baseline) -> Sentence:
    """How much counterpart capital the rules and the forms ask for, against the space; and what is not published."""
    outlook = baseline.outlook
    years, sums = outlook.balance, outlook.required.fillna(0)
    unknown = int(years["unknown"].max())
    if years["required"].isna().all():
        text = tr(
            "Vốn đối ứng phải bố trí giai đoạn {first}-{last}: **chưa có số liệu**, vì chưa có tỷ lệ đối ứng "
            "và vốn NSTW của từng chương trình. Khi có văn bản, cần bổ sung tỷ lệ đối ứng, vốn NSTW từng "
            "chương trình, tỷ lệ bổ sung cân đối và khả năng cân đối.",
            first=outlook.horizon[0],
            last=outlook.horizon[1],
        )
        return Sentence(" ".join([text, *_asked_words(baseline)]))
    if years["space"].isna().any():
        space = tr("khả năng cân đối chưa có số liệu")
    else:
        space = tr(
            "khả năng cân đối {space} tỷ đồng; {count} năm thiếu, cộng {gap} tỷ đồng",
            space=billions(sums["space"], 1),
            count=few(int((years["lacking"] > 0).sum())),
            gap=billions(sums["lacking"], 1),
        )
    text = tr(
        "Theo tỷ lệ quy định, cần **{required} tỷ đồng** vốn đối ứng giai đoạn {first}-{last}; {space}.",
        required=billions(sums["required"], 1),
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
    more += [*_asked_words(baseline), *unchecked(outlook)]
    return Sentence.over(outlook.ledger, " ".join([text, *more]))


def unchecked(outlook: PlanOutlook) -> tuple[str, ...]:
    """That a ratio in use was held against no text, where that is so."""
    return () if outlook.need.is_checked else (tr(UNCHECKED),)


def _asked_words(baseline: Baseline) -> list[str]:
    """The same by the other measure: what the forms ask for."""
    years = baseline.asked_counterpart
    if years.empty:
        return []
    sums = baseline.asked_counterpart_sums
    asked = billions(sums["asked"], 1)
    if years["space"].isna().any():
        return [tr("Theo biểu đề xuất, các đơn vị đề nghị **{asked} tỷ đồng** vốn đối ứng.", asked=asked)]
    said = [
        tr(
            "Theo biểu đề xuất, các đơn vị đề nghị **{asked} tỷ đồng** vốn đối ứng: {count} năm thiếu, cộng ít nhất "
            "{gap} tỷ đồng.",
            asked=asked,
            count=few(int((years["lacking"] > 0).sum())),
            gap=billions(sums["lacking"], 1),
        )
    ]
    if years["apart"].notna().all():
        said.append(
            tr(
                "Nếu mỗi cấp tự cân đối phần các đơn vị thuộc cấp mình đề nghị thì thiếu {gap} tỷ đồng; riêng "
                "cấp xã đề nghị {asked} tỷ đồng, khả năng cân đối {space} tỷ đồng.",
                gap=billions(sums["apart"], 1),
                asked=billions(sums["asked_commune"], 1),
                space=billions(sums["space_commune"], 1),
            )
        )
    return said


@view(part="outlook")
def need(outlook: PlanOutlook) -> Table:
    """The ratio of each programme, where it comes from, and the counterpart capital of the whole period."""
    years, rows = outlook.need.rows, outlook.need.by_programme.reset_index()
    frame = labelled(rows, "programme").assign(
        ratio=[row.ratio if row.same else tr("khác nhau theo năm") for row in rows.itertuples()],
        origin=[
            "; ".join(once(_origin(year) for year in years[years["programme"] == code].to_dict("records")))
            for code in rows["programme"]
        ],
        verified=[checked("yes" if row.verified else "no", row.checked_on) for row in rows.itertuples()],
    )
    columns = (
        Column("programme", tr("Chương trình")),
        Column("central", tr("Vốn NSTW cả kỳ"), "bn"),
        Column("ratio", tr("Tỷ lệ"), "percent", 0),
        Column("required", tr("Vốn đối ứng phải bố trí"), "bn", 1, formula="ratio * central"),
        Column("origin", tr("Căn cứ của tỷ lệ")),
        Column("verified", tr("Tình trạng")),
    )
    notes = (
        tr("Tỷ lệ: theo quy định có hiệu lực ngày 01/01 của năm; nơi quy định chưa có số thì theo assumptions.csv."),
        tr("Vốn phải bố trí = tỷ lệ × vốn NSTW; thiếu một trong hai số thì ghi chưa có số liệu."),
    )
    title = tr("Vốn đối ứng phải bố trí theo chương trình")
    return Table("doi_ung_yeu_cau", title, frame, columns, counterpart_scope(outlook), notes=notes)


def _origin(row: dict[Hashable, Any]) -> str:
    """Where a year's ratio comes from."""
    if row["assumed"]:
        return tr("giả định; quy định: {rule}", rule=row["reference"] or tr("chưa có"))
    return str(row["reference"]) or tr("chưa có quy định")


@view()
def counterpart_levels(baseline: Baseline) -> Table | None:
    """What the rules and the forms ask of the province's and the communes' budgets; nothing where neither asks."""
    frame = baseline.counterpart
    if frame[["required", "asked"]].isna().all(axis=None):
        return None
    frame = summed(labelled(frame, "programme").rename(columns={"programme": "name"}), name=tr("Tổng số"))
    by_rule, by_forms = tr("Phải bố trí theo quy định"), tr("Các biểu đề nghị")
    columns = (
        Column("name", tr("Chương trình")),
        *(Column(f"required_{code}", tr(name), "bn", 1, group=by_rule) for code, name in BUDGETS.items()),
        Column("required", tr("Cộng"), "bn", 1, group=by_rule),
        *(Column(f"asked_{code}", tr(name), "bn", 1, group=by_forms) for code, name in BUDGETS.items()),
        Column("asked", tr("Cộng"), "bn", 1, group=by_forms),
        Column("short", tr("Biểu còn thiếu (+)"), "bn", 1, formula="required - asked"),
    )
    notes = (
        tr("Phần cấp tỉnh theo province_counterpart trong assumptions.csv; không có thì ghi chưa có số liệu."),
        tr("Biểu xếp theo cấp của đơn vị đề nghị; sở, ngành thuộc cấp tỉnh."),
        tr(ROUNDED),
    )
    title = tr("Vốn đối ứng theo chương trình và cấp ngân sách")
    cited = () if baseline.plan is None else baseline.plan.sources
    scope = counterpart_scope(baseline.outlook)
    return Table("doi_ung_theo_cap", title, frame, columns, scope, cited, notes, total=True)


@view()
def delay_costs(baseline: Baseline) -> Table | None:
    """What the delay of counterpart capital would cost over the period, one row a named scenario."""
    outlook = baseline.outlook
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
            "Đây là kịch bản, không phải tác động đo được: {cofinanced} vốn mới cần vốn đối ứng, phần chưa có "
            "vốn đối ứng kịp thời thì chưa giải ngân được trong năm; các giả định khác theo kịch bản {base}.",
            cofinanced=percent(outlook.assumed.need("cofinanced"), 0),
            base=base,
        ),
        *_cofinanced_notes(baseline),
        tr("Ba kịch bản ở trên coi đối ứng kịp thời; số ở đây là phần giảm thêm so với kịch bản {base}.", base=base),
        tr("Giải ngân ít hơn = hủy nhiều hơn + chuyển sang nhiều hơn, đúng đến từng đồng."),
        *_space_notes(outlook),
    )
    first, last = outlook.horizon
    title = tr("Ảnh hưởng của vốn đối ứng chậm trong giai đoạn {first}-{last}", first=first, last=last)
    return Table("doi_ung_cham", title, frame, columns, counterpart_scope(outlook), notes=notes)


def _cofinanced_notes(baseline: Baseline) -> tuple[str, ...]:
    """How much of the central money in the forms comes with counterpart capital, beside what the assumption says."""
    if baseline.plan is None:
        return ()
    works, both, share = baseline.plan.with_counterpart
    if not works:
        return ()
    note = tr(
        "Trong các biểu, {both}/{works} công trình, nội dung có vốn NSTW thì có vốn đối ứng đi kèm, bằng {share} số "
        "vốn NSTW đề nghị; bảng này theo cofinanced {assumed} trong assumptions.csv.",
        both=number(both),
        works=number(works),
        share=percent(share, 0),
        assumed=percent(baseline.outlook.assumed.need("cofinanced"), 0),
    )
    return (note,)


def _space_notes(outlook: PlanOutlook) -> tuple[str, ...]:
    """What the fiscal space allows in each year: a mean over years hides the years that lack most."""
    rows = outlook.delays[outlook.delays["scenario"] == "space"]
    if rows.empty:
        return ()
    said = ", ".join(f"{year} {percent(share, 0)}" for year, share in rows["by_year"].iat[0].items())
    return (tr("Đối ứng theo khả năng cân đối từng năm: {said}.", said=said),)


def counterpart_scope(outlook: PlanOutlook) -> Scope:
    """Of every table and chart of counterpart capital."""
    first, last = outlook.horizon
    return Scope(tr("tỷ đồng"), f"{first}-{last}", tr(NO_PLAN), tr("kịch bản theo giả định"))
