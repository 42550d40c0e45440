"""The whole term: its money year by year, its targets, what its close leaves."""

import pandas as pd

from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.targets import groups_met
from mtqg_analysis.analysis.year_end.term import Term
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.period import SETTLEMENT, stage_of
from mtqg_analysis.domain.reference import label
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import billions, day, few, percent
from mtqg_analysis.report.scopes import basis_word
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view


@view()
def term_sentence(evaluation: YearEnd) -> Sentence:
    """What the term planned, disbursed and leaves, and how many target groups it met."""
    term = evaluation.term
    if term is None:
        return Sentence(tr("Báo cáo này đánh giá một năm, không đánh giá cả giai đoạn."))
    parts = [_money(evaluation)]
    targets = evaluation.term_targets
    if len(targets) and not term.is_over(evaluation.period.as_of):
        parts.append(tr("Mục tiêu giai đoạn {span} được đánh giá khi giai đoạn kết thúc.", span=term.label))
    elif len(targets):
        groups = groups_met(targets)
        about = {"span": term.label, "met": few(int(targets["met"].eq(True).sum())), "targets": few(len(targets))}
        if groups.every:
            parts.append(
                tr(
                    "Giai đoạn {span} hoàn thành {done}/{all} nhóm mục tiêu, {met}/{targets} mục tiêu; "
                    "{open} nhóm chưa đủ số liệu.",
                    **about,
                    done=few(groups.done),
                    all=few(groups.every),
                    open=few(groups.unknown),
                )
            )
        else:
            parts.append(
                tr(
                    "Giai đoạn {span} đạt {met}/{targets} mục tiêu đã công bố kèm mức cần đạt; {open} mục "
                    "tiêu chưa có số liệu.",
                    **about,
                    open=few(int(targets["actual"].isna().sum())),
                )
            )
    return Sentence.over(evaluation.ledger, " ".join(parts))


def _money(evaluation: YearEnd) -> str:
    term = evaluation.term
    assert term is not None
    years = term.years
    if years.empty:
        return tr(
            "Chưa có số liệu kế hoạch và giải ngân từng năm của giai đoạn {span}, nên không cộng được cho cả "
            "giai đoạn.",
            span=term.label,
        )
    total, years = term.total, term.summed
    if pd.isna(total["new"]):
        return tr(
            "Không cộng được vốn giao mới của giai đoạn {span}: năm {years} chưa có số liệu riêng về vốn giao "
            "trong năm.",
            span=term.label,
            years=", ".join(map(str, years.loc[years["new"].isna(), "year"])),
        )
    text = tr(
        "Giai đoạn {span}, các năm có số liệu {stage} ({first}-{last}) giao mới {new} tỷ đồng, giải ngân {paid} tỷ "
        "đồng, đạt {rate} số giao mới",
        span=term.label,
        stage=_stage(term),
        first=years["year"].iloc[0],
        last=years["year"].iloc[-1],
        new=billions(total["new"], 1),
        paid=billions(total["disbursed"], 1),
        rate=percent(total["rate"]),
    )
    if total[["cancelled", "closing"]].notna().all():
        text += tr(
            "; đã hủy {cancelled} tỷ đồng; hết năm {last} còn {closing} tỷ đồng chuyển sang năm sau",
            last=years["year"].iloc[-1],
            cancelled=billions(total["cancelled"], 1),
            closing=billions(total["closing"], 1),
        )
    apart = tr(" Chưa tính, vì chưa hết thời hạn giải ngân: {years}.", years=_listed(term.apart)) if term.apart else ""
    gone = tr(" Chưa có số liệu: {years}.", years=_listed(term.missing)) if term.missing else ""
    return text + "." + apart + gone


def _stage(term: Term) -> str:
    """At which stage of each year the sums of a term are: they hold years of one stage."""
    years = term.summed
    stage = stage_of(int(years["year"].iloc[-1]), years["cut_off"].iloc[-1])
    return tr("đến 31/01 năm sau") if stage >= SETTLEMENT else tr("đến hết tháng {month}", month=stage)


def _listed(years: tuple[int, ...]) -> str:
    return ", ".join(map(str, years))


def _summed_words(term: Term) -> str:
    """What the last row is the sum of: the term, or those of its years that add up."""
    years = term.summed["year"]
    if not term.apart and not term.missing:
        return tr("Cả giai đoạn")
    return tr("Cộng {first}-{last}", first=years.iloc[0], last=years.iloc[-1])


@view()
def term_table(evaluation: YearEnd) -> Table | None:
    """The term's money by plan year; the total counts carried-over money once."""
    term = evaluation.term
    if term is None or term.years.empty:
        return None
    rows = term.years.assign(year=term.years["year"].astype(str))
    total = {"year": _summed_words(term), **term.total}
    frame = pd.concat([rows, pd.DataFrame([total])], ignore_index=True).astype(object)
    frame.loc[frame["year"].isin(map(str, term.apart)), ["cancelled", "closing"]] = tr("chưa đến kỳ")
    columns = (
        Column("year", tr("Năm")),
        Column("cut_off", tr("Chốt ngày"), "date", missing=" "),
        Column("carried", tr("Kéo dài đầu năm"), "bn", 1),
        Column("new", tr("Giao mới"), "bn", 1),
        Column("disbursed", tr("Giải ngân"), "bn", 1),
        Column("rate", tr("Tỷ lệ"), "percent"),
        Column("cancelled", tr("Hủy"), "bn", 1),
        Column("closing", tr("Chuyển tiếp"), "bn", 1),
    )
    notes: tuple[str, ...] = (
        tr(
            "Tỷ lệ từng năm: giải ngân trên kế hoạch gồm cả vốn kéo dài. Tỷ lệ cả giai đoạn: giải ngân trên tổng "
            "giao mới, vì vốn kéo dài đã được giao ở năm trước."
        ),
    )
    if term.apart:
        notes = (*notes, tr("Năm {years} chưa hết thời hạn giải ngân nên không cộng.", years=_listed(term.apart)))
    if term.partial:
        years = _listed(term.partial)
        notes = (*notes, tr("Năm {years} chỉ cộng các phần có đủ kế hoạch và giải ngân.", years=years))
    days = rows["cut_off"]
    cut_offs = tr("từ {first} đến {last}", first=day(days.iloc[0]), last=day(days.iloc[-1]))
    scope = Scope(tr("tỷ đồng; %"), cut_offs, basis_word(term.basis), label("status", "actual"))
    title = tr("Vốn và giải ngân của giai đoạn {span}", span=term.label)
    return Table("giai_doan", title, frame, columns, scope, term.sources, notes)
