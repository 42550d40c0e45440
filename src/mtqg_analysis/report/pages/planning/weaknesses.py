"""The limits of the last term beside the lines of the plan that they threaten."""

from mtqg_analysis.analysis.planning.plan import Baseline
from mtqg_analysis.analysis.planning.weaknesses import Weaknesses
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.counterpart import older_units
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import billions, day, few, percent, printed
from mtqg_analysis.report.pages.planning.plan_table import NOT_YET, plan_scope
from mtqg_analysis.report.pages.planning.sections import SECTIONS
from mtqg_analysis.report.rows import labelled, summed
from mtqg_analysis.report.scopes import NO_PLAN, cut_offs, once, sources_of
from mtqg_analysis.report.sentence import Sentence
from mtqg_analysis.report.statements import STATEMENT_NAMES, words_heading, words_of
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view

PART_NAMES = {
    "recurrent": to_translate("các dòng vốn sự nghiệp"),
    "investment": to_translate("các dòng vốn đầu tư"),
    "counterpart": to_translate("vốn đối ứng ở mọi dòng"),
    "beneficiaries": to_translate("công trình, nội dung chưa nêu người hưởng lợi"),
    "": to_translate("không gắn với dòng nào"),
}


@view()
def weakness_sentence(baseline: Baseline) -> Sentence:
    """The three measured limits, each with what of the plan hangs on it; without a plan what was measured alone."""
    found, plan = baseline.weaknesses, baseline.plan
    quoted = () if found.computed else tuple(found.rates["fact"])
    if plan is None:
        text = f"{_measured_words(found)} {tr(NOT_YET, section=SECTIONS['plan'])}".strip()
        return Sentence.over(baseline.ledger, text, quoted)
    parts = (_slow_words(found), _counterpart_words(found), _beneficiary_words(found))
    return Sentence.over(baseline.ledger, " ".join(part for part in parts if part), quoted)


def _measured_words(found: Weaknesses) -> str:
    """How both capital types fared, where one source says so of both."""
    if found.rates.empty:
        return ""
    return tr(
        "Đến ngày {day}, vốn đầu tư giải ngân {investment}, vốn sự nghiệp giải ngân {recurrent}.", **_rates(found)
    )


def _slow_words(found: Weaknesses) -> str:
    if found.rates.empty:
        return tr("Chưa có tỷ lệ cuối năm của cả hai loại vốn từ cùng một nguồn, trên cùng một cơ sở kế hoạch.")
    return tr(
        "Đến ngày {day}, vốn đầu tư giải ngân {investment}, vốn sự nghiệp giải ngân {recurrent}; kế hoạch có "
        "{amount} tỷ đồng vốn sự nghiệp.",
        amount=billions(found.recurrent, 1),
        **_rates(found),
    )


def _rates(found: Weaknesses) -> dict[str, str]:
    investment, recurrent = map(printed, found.rates["figure"])
    return {"day": day(found.rates.iloc[-1]["day"]), "investment": investment, "recurrent": recurrent}


def _counterpart_words(found: Weaknesses) -> str:
    placed, sums = found.counterpart, found.sums
    if placed is None:
        return tr(
            "Chưa có số liệu bố trí vốn đối ứng theo thời gian nên chưa đánh giá được mức độ bố trí chậm của "
            "vốn đối ứng; kế hoạch cần {due} tỷ đồng vốn đối ứng, kèm theo {tied} tỷ đồng vốn trung ương.",
            due=billions(sums["counterpart"], 1),
            tied=billions(sums["tied"], 1),
        )
    return tr(
        "Đến ngày {day}, vốn đối ứng mới bố trí {capped} số phải bố trí, không bù phần thừa của đơn vị này cho "
        "đơn vị khác (nếu bù trừ: {naive}); {late}/{count} đơn vị có thời điểm bố trí chậm. Kế hoạch cần {due} "
        "tỷ đồng vốn đối ứng, kèm theo {tied} tỷ đồng vốn trung ương.",
        day=day(placed.day),
        capped=percent(placed.capped),
        naive=percent(placed.naive),
        late=few(int((placed.units["timeliness"] < 1).sum())),
        count=few(len(placed.units)),
        due=billions(sums["counterpart"], 1),
        tied=billions(sums["tied"], 1),
    )


def _beneficiary_words(found: Weaknesses) -> str:
    works = int(found.sums["unnamed_works"])
    if not works:
        return tr("Mọi công trình, nội dung đều nêu số hộ hoặc số người hưởng lợi.")
    return tr(
        "**{works}** công trình, nội dung chưa nêu số hộ, số người hưởng lợi, với nhu cầu {amount} tỷ đồng, "
        "chiếm {share} kế hoạch.",
        works=few(works),
        amount=billions(found.sums["unnamed"], 1),
        share=percent(found.unnamed_share),
    )


@view()
def threatened_lines(baseline: Baseline) -> Table | None:
    """One row a plan line: its money, how that capital fared, the counterpart it needs, works for nobody named."""
    found, plan = baseline.weaknesses, baseline.plan
    if plan is None:
        return None
    lines = found.lines.sort_values("amount", ascending=False, kind="stable")
    rates = dict(zip(found.rates["capital"], found.rates["figure"], strict=True))
    frame = labelled(lines, "programme", "capital").assign(
        rate=[rates.get(capital) for capital in lines["capital"]],
        slow=[tr("chậm hơn") if capital == found.slow else "" for capital in lines["capital"]],
    )
    frame = summed(frame, programme=tr("Tổng số"))
    columns = (
        Column("programme", tr("Chương trình")),
        Column("capital", tr("Loại vốn"), missing=""),
        Column("amount", tr("Kế hoạch"), "bn", 1),
        Column("rate", _rate_title(found), "figure", group=tr("Loại vốn này đã giải ngân"), missing="–"),
        Column("slow", tr("So với loại vốn khác"), group=tr("Loại vốn này đã giải ngân"), missing="–"),
        Column("counterpart", tr("Cần"), "bn", 1, group=tr("Vốn đối ứng")),
        Column("tied", tr("NSTW kèm theo"), "bn", 1, group=tr("Vốn đối ứng")),
        Column("unnamed_works", tr("Số"), "count", group=tr("Chưa nêu người hưởng lợi")),
        Column("unnamed", tr("Nhu cầu"), "bn", 1, group=tr("Chưa nêu người hưởng lợi")),
    )
    notes = (
        tr(
            "Tỷ lệ cuối năm là của ba chương trình giai đoạn trước; nêu cạnh dòng kế hoạch để tham khảo, không "
            "phải dự báo."
        ),
        *((tr("Tỷ lệ là tỷ số của tổng giải ngân và tổng kế hoạch, như ở mục năng lực."),) if found.computed else ()),
        *_counterpart_note(found),
    )
    scope = plan_scope(baseline, plan)
    sources = once((*plan.sources, *found.rates["source"], *(found.counterpart.sources if found.counterpart else ())))
    title = tr("Nội dung kế hoạch có rủi ro từ hạn chế của giai đoạn trước")
    return Table("dong_bi_de_doa", title, frame, columns, scope, sources, notes, total=True)


def _rate_title(found: Weaknesses) -> str:
    if found.rates.empty:
        return tr("Tỷ lệ cuối năm")
    return tr("Tỷ lệ cuối năm, đến {day}", day=day(found.rates.iloc[-1]["day"]))


def _counterpart_note(found: Weaknesses) -> tuple[str, ...]:
    placed = found.counterpart
    if placed is None:
        return ()
    text = tr(
        "Vốn đối ứng đến {day}: đã bố trí {capped} số phải bố trí khi không bù phần thừa cho phần thiếu, "
        "{naive} khi bù trừ.",
        day=day(placed.day),
        capped=percent(placed.capped),
        naive=percent(placed.naive),
    )
    older = older_units(placed)
    return (text, older) if older else (text,)


@view()
def stated_limits(baseline: Baseline) -> Table | Sentence:
    """The limits and causes that a source states, each beside the part of the plan that it is about.

    Without a plan they stand alone: no part of it has an amount yet.
    """
    found, plan = baseline.weaknesses, baseline.plan
    if found.stated.empty:
        return Sentence.over(baseline.ledger, tr("Nguồn không nêu hạn chế, nguyên nhân."))
    rows = found.stated
    frame = rows.assign(
        kind=[tr(STATEMENT_NAMES[kind]) for kind in rows["kind"]],
        text=words_of(rows),
        part=[tr(PART_NAMES[part]) for part in rows["part"]],
    )
    columns = (
        Column("kind", tr("Nội dung"), rows=True),
        Column("text", words_heading(rows), rows=True),
        Column("part", tr("Nội dung kế hoạch có rủi ro")),
        Column("amount", tr("Nhu cầu"), "bn", 1, missing=tr("chưa có biểu") if plan is None else "–"),
        *((Column("share", tr("Tỷ trọng kế hoạch"), "percent", missing="–"),) * (plan is not None)),
    )
    dates = baseline.ledger.sources.loc[list(once(rows["source"])), "date"]
    scope = Scope(tr("tỷ đồng; %") if plan else tr("tỷ đồng"), cut_offs(dates), tr(NO_PLAN), _stated_status(baseline))
    notes = (
        tr("Các phần có nội dung trùng nhau, không cộng theo cột. Nhận định được xếp vào phần kế hoạch theo nội dung."),
    )
    if plan is None:
        notes = (
            tr("Nhận định được xếp vào phần kế hoạch theo nội dung; chưa có biểu nhu cầu nên phần đó chưa có số liệu."),
        )
    title = tr("Hạn chế đã được nêu và phần kế hoạch liên quan")
    return Table("han_che_ke_hoach", title, frame, columns, scope, sources_of(rows), notes)


def _stated_status(baseline: Baseline) -> str:
    return tr("nhận định minh họa") if baseline.ledger.is_illustrative else tr("nhận định đã công bố")
