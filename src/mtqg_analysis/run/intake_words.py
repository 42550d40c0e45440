"""What `mtqg intake` says on the screen: of each file what was read and why not the rest; then all in one table."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mtqg_analysis.domain.language import to_translate, tr, written
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.visible import one_line
from mtqg_analysis.intake.accepting import Acceptance, accepted, effect, spoken
from mtqg_analysis.intake.certificate import FATES, Certificate
from mtqg_analysis.intake.kinds import ASKS, REJECTS
from mtqg_analysis.intake.received import Received
from mtqg_analysis.intake.spoken import columns_in_words
from mtqg_analysis.run.intake_job import Job

OUTCOMES = {
    "ok": to_translate("đọc được"),
    "ok_with_warnings": to_translate("đọc được, có cảnh báo"),
    "errors_reported": to_translate("có lỗi"),
    "needs_input": to_translate("cần trả lời"),
    "reject": to_translate("từ chối"),
}
MEASURES = {
    "plan": to_translate("Kế hoạch"),
    "plan_carried_over": to_translate("Kế hoạch kéo dài"),
    "plan_with_carried_over": to_translate("Kế hoạch gồm kéo dài"),
    "plan_pm_assigned": to_translate("Kế hoạch Thủ tướng giao"),
    "plan_start_of_year": to_translate("Kế hoạch đầu năm"),
    "plan_adjusted": to_translate("Kế hoạch điều chỉnh"),
    "disbursed": to_translate("Giải ngân"),
    "disbursed_carried_over": to_translate("Giải ngân vốn kéo dài"),
    "disbursed_with_carried_over": to_translate("Giải ngân gồm kéo dài"),
    "disbursed_in_period": to_translate("Giải ngân trong kỳ"),
    "estimate": to_translate("Ước giải ngân"),
    "estimate_in_period": to_translate("Ước giải ngân trong kỳ"),
    "cancelled": to_translate("Hủy dự toán"),
    "need": to_translate("Nhu cầu vốn"),
}
MOST_SHOWN = 30  # findings of one file on the screen; all of them are in the JSON and in the marked copy
MOST_NAMED = 10  # errors that are spelt out to be copied behind --accept


def named(measure: str) -> str:
    """A measure as people call it."""
    return tr(MEASURES[measure]) if measure in MEASURES else tr("Số liệu khác")


def billions(amount: int) -> str:
    """An amount of đồng in tỷ, as it is written."""
    return written(f"{Decimal(amount) / 10**9:,.3f}")


def summarise(job: Job, accepts: Sequence[Acceptance], console: Console) -> None:
    """What was read of a file, what was not, and why."""
    reading = job.reading
    assert reading is not None
    units = len({record.meaning.unit for record in reading.records})
    if reading.judgements is not None:
        read = tr("{count} nhận định", count=len(reading.judgements))
    elif reading.typed is not None:
        memo, texts = reading.typed.memo, reading.typed.texts
        held = {"filled": sum(bool(one) for one in texts.values()), "places": len(texts)}
        read = tr(
            "báo cáo {dataset} năm {year}, {filled} trên {places} mục có lời",
            dataset=memo.dataset,
            year=memo.year,
            **held,
        )
    elif reading.records:
        read = tr("{cells} ô của {units} đơn vị", cells=len(reading.records), units=units)
    else:
        read = tr("không ô nào được đọc")
    name = escape(one_line(job.name.as_posix()))
    console.print(f"[bold]{name}[/bold]: {tr(OUTCOMES[reading.outcome])}, {read}", highlight=False)
    for measure in dict.fromkeys(record.measure for record in reading.records):
        amounts = [record.value for record in reading.records if record.measure == measure and record.value is not None]
        line = tr(
            "  {measure}: {cells} ô, cộng {total} tỷ đồng",
            measure=named(measure),
            cells=len(amounts),
            total=billions(sum(amounts)),
        )
        console.print(line, markup=False, highlight=False)
    for column in columns_in_words(reading.tables):
        line = tr(
            "  Cột {letter} «{heading}»: {words}", letter=column.letter, heading=column.heading, words=column.words
        )
        console.print(line, markup=False, highlight=False)
    if reading.certificate.columns:
        console.print(_account(reading.certificate), markup=False, highlight=False)
    if reading.findings:
        console.print(_findings(job, accepts))


def _account(certificate: Certificate) -> str:
    """The certificate in one line: all numbers of the file, by what became of them."""
    counts = {fate: certificate.count(fate) for fate in FATES}
    return tr(
        "  Đối chiếu {all} ô số: {read} được đọc, {evidence} để đối chiếu (tổng, tỷ lệ, cột không lưu), {asked} đang "
        "hỏi hoặc bị từ chối, {lost} chưa giải thích được",
        all=sum(counts.values()),
        **counts,
    )


def _findings(job: Job, accepts: Sequence[Acceptance]) -> Table:
    assert job.reading is not None
    table = Table(expand=False)
    for column in (tr("Mức"), tr("Loại"), tr("Ở đâu")):
        table.add_column(column, overflow="fold")
    table.add_column(tr("Nội dung"), overflow="fold", ratio=1)
    findings = job.reading.findings
    for one in findings[:MOST_SHOWN]:
        taken = tr(" (đã nhận: {effect})", effect=effect(one)) if accepted(one, job.name, accepts) else ""
        cells = (label("severity", one.severity), label("finding", one.kind), one.place, one.message + taken)
        table.add_row(*(escape(cell) for cell in cells))
    left = Counter(label("finding", one.kind) for one in findings[MOST_SHOWN:])
    if left:
        more = ", ".join(f"{count} {kind}" for kind, count in left.items())
        table.add_row("", "", "", escape(tr("và {more}", more=more)))
    return table


def in_one_table(jobs: Sequence[Job], entries: Sequence[Received], console: Console) -> None:
    """All files of a call: outcome, values, money, and what is open; files that had not changed too."""
    table = Table(expand=False)
    for column in (tr("Tệp"), tr("Kết quả")):
        table.add_column(column, overflow="fold")
    for column in (tr("Số đọc được"), tr("Tiền, tỷ đồng")):
        table.add_column(column, justify="right")
    table.add_column(tr("Còn mở"), overflow="fold", ratio=1)
    for job, entry in zip(jobs, entries, strict=True):
        outcome = tr(OUTCOMES[entry.outcome])
        outcome = outcome if job.reading is not None else tr("{outcome} (không đổi)", outcome=outcome)
        money = "\n".join(f"{named(measure)} {billions(int(amount))}" for measure, amount in entry.money)
        still = Counter(label("finding", one.kind) for one in entry.open)
        open_ = ", ".join(f"{count} {kind}" for kind, count in still.items())
        table.add_row(escape(one_line(job.name.as_posix())), outcome, str(entry.values), escape(money), escape(open_))
    console.print(table)


def questions(jobs: Sequence[Job], console: Console) -> None:
    """Every question once for each form, with the files that wait for its answer."""
    asked: dict[tuple[str, str], list[Job]] = {}
    for job in jobs:
        for kind in dict.fromkeys(one.kind for one in job.findings if one.kind in ASKS):
            asked.setdefault((job.form, kind), []).append(job)
    for (_, kind), waiting in asked.items():
        first = next(one for one in waiting[0].findings if one.kind == kind)
        names = ", ".join(one_line(job.name.as_posix()) for job in waiting)
        text = tr(
            "Câu hỏi cho {count} tệp cùng mẫu ({names}): {message}",
            count=len(waiting),
            names=names,
            message=first.message,
        )
        console.print(text, markup=False)


def to_accept(jobs: Sequence[Job], accepts: Sequence[Acceptance]) -> str:
    """The errors that could be accepted, each as it is to be typed, with what that does; empty for none."""
    lines = [
        f'  --accept "{spoken(one, job.name)}"  ({effect(one)})'
        for job in jobs
        for one in job.findings
        if one.severity == "error" and one.kind not in ASKS | REJECTS and not accepted(one, job.name, accepts)
    ]
    more = [tr("  và {count} lỗi khác", count=len(lines) - MOST_NAMED)] if len(lines) > MOST_NAMED else []
    return "\n".join([*lines[:MOST_NAMED], *more])
