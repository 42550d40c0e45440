"""What sources say of the year without a figure: targets, names, limits, tasks, and what nobody published."""

from collections.abc import Callable, Iterator

import pandas as pd

from mtqg_analysis.analysis.absent import Absent, why_absent, why_no_programmes
from mtqg_analysis.analysis.parts import standing
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.report.cells import name_on
from mtqg_analysis.report.column import Column
from mtqg_analysis.report.display import Scope
from mtqg_analysis.report.numbers import day, few, partial_day
from mtqg_analysis.report.scopes import NO_PLAN, sources_of
from mtqg_analysis.report.sentence import Sentence, plain
from mtqg_analysis.report.statements import STATEMENT_NAMES, in_language, words_heading, words_of
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import view
from mtqg_analysis.report.waits import Waits

STATES = {
    "done": to_translate("đã hoàn thành"),
    "overdue": to_translate("quá hạn"),
    "open": to_translate("chưa đến hạn"),
    "undated": to_translate("không nêu thời hạn"),
    "after": to_translate("giao sau ngày chốt"),
}
COUNTED = {
    "done": to_translate("{count} nhiệm vụ đã báo cáo hoàn thành"),
    "overdue": to_translate("{count} nhiệm vụ quá hạn chưa báo cáo hoàn thành"),
    "open": to_translate("{count} nhiệm vụ chưa đến hạn"),
    "undated": to_translate("{count} nhiệm vụ không nêu thời hạn"),
    "after": to_translate("{count} nhiệm vụ giao sau ngày chốt"),
}
TASK, STATE = ("task", "owners", "due"), "state"
BY_PROGRAMME = to_translate("Kế hoạch và giải ngân theo từng chương trình")
BY_UNIT = to_translate("Kế hoạch và giải ngân theo từng huyện, sở, ngành")
ONE_OF_TWO = {
    BY_PROGRAMME: {
        "plan": to_translate("Kế hoạch theo từng chương trình"),
        "disbursed": to_translate("Giải ngân theo từng chương trình đến ngày chốt"),
        "cells": to_translate("Kế hoạch và giải ngân cùng phạm vi theo từng chương trình"),
    },
    BY_UNIT: {
        "plan": to_translate("Kế hoạch theo từng huyện, sở, ngành"),
        "disbursed": to_translate("Giải ngân theo từng huyện, sở, ngành đến ngày chốt"),
        "cells": to_translate("Kế hoạch và giải ngân cùng phạm vi theo từng huyện, sở, ngành"),
    },
}
NOT_PUBLISHED = {
    BY_PROGRAMME: to_translate("biểu tổng hợp của Sở Tài chính hoặc chủ chương trình, có cả vốn kéo dài"),
    BY_UNIT: to_translate("biểu theo đơn vị tại cùng ngày chốt"),
    to_translate("Cơ sở kế hoạch của tỷ lệ chung"): to_translate(
        "văn bản nêu mẫu số: kế hoạch năm, hay cả vốn kéo dài"
    ),
    to_translate("Tên và kết quả của từng nhóm mục tiêu lớn"): to_translate("kế hoạch mục tiêu của tỉnh"),
    to_translate("Tỷ lệ giải ngân năm trước, cùng ngày chốt"): to_translate("báo cáo tổng kết năm trước"),
    to_translate("Vốn đối ứng phải bố trí và đã bố trí"): to_translate(
        "nghị quyết của Hội đồng nhân dân và số đã bố trí theo tháng"
    ),
}


def _statement_table(
    evaluation: YearEnd, name: str, title: str, kinds: tuple[str, ...], notes: tuple[str, ...] = ()
) -> Table | None:
    rows = evaluation.ledger.table("statements")
    if rows.empty or not rows["kind"].isin(kinds).any():
        return None
    ordered = pd.concat([rows[rows["kind"] == kind] for kind in kinds])
    frame = ordered.assign(kind=[tr(STATEMENT_NAMES[kind]) for kind in ordered["kind"]], text_vi=words_of(ordered))
    columns = (
        Column("kind", tr("Nội dung"), rows=True),
        Column("text_vi", words_heading(ordered)),
        Column("statement", tr("Mã")),
    )
    scope = Scope(tr("nhận định, không có số"), str(evaluation.period.year), tr(NO_PLAN), tr("đã công bố"))
    return Table(name, title, frame, columns, scope, sources_of(ordered), notes)


@view(Waits("10. Đơn vị, chương trình được nêu tên", "statements.csv: kind, text_vi", "statements.csv"))
def named(evaluation: YearEnd) -> Table | Sentence:
    """The units, programme, capital type and pilots that the source names."""
    kinds = ("good_unit", "slowest_programme", "slow_capital", "pilot", "added_programme", "comparison")
    notes = (tr("Nguồn không nêu tỷ lệ của từng đơn vị, từng chương trình; thứ tự trong bảng không phải là xếp hạng."),)
    title = tr("Đơn vị, chương trình và loại vốn được nêu tên")
    table = _statement_table(evaluation, "don_vi_neu_ten", title, kinds, notes)
    return table or Sentence(tr("Nguồn không nêu tên đơn vị, chương trình nào."))


@view()
def limits(evaluation: YearEnd) -> Table | Sentence:
    """Limits and causes as the source states them, in our words."""
    table = _statement_table(evaluation, "han_che", tr("Hạn chế và nguyên nhân đã được nêu"), ("limit", "cause"))
    return table or Sentence(tr("Nguồn không nêu hạn chế, nguyên nhân."))


@view(Waits("11. Nhiệm vụ", "directives.csv: nhiệm vụ, owners, hạn và ngày hoàn thành", "directives.csv"))
def directives(evaluation: YearEnd) -> Table:
    """The tasks that the source assigns, with owners, due dates, and how they stand on the cut-off day."""
    title = tr("Nhiệm vụ đã giao, cơ quan thực hiện và thời hạn")
    return _task_table(evaluation, "nhiem_vu", title, evaluation.tasks, (*TASK, STATE))


def _task_table(evaluation: YearEnd, name: str, title: str, rows: pd.DataFrame, shown: tuple[str, ...]) -> Table:
    """Tasks as a table with some of its columns."""
    frame = pd.DataFrame(
        {
            "task": in_language(rows["task_vi"], rows["task_en"]),
            "owners": [_owners(cell) for cell in rows["owners"]],
            "due": _dues(rows),
            "state": [
                "; ".join(dict.fromkeys([tr(STATES[state]), *([reported] if reported else [])]))
                for state, reported in zip(rows["state"], in_language(rows["status"], rows["status_en"]), strict=True)
            ],
        }
    )
    columns = (
        Column("task", tr("Nhiệm vụ")),
        Column("owners", tr("Cơ quan thực hiện")),
        Column("due", tr("Thời hạn"), missing=tr("không nêu")),
        Column(STATE, tr("Tình trạng, kết quả báo cáo")),
    )
    scope = Scope(
        tr("nhiệm vụ"), day(evaluation.period.as_of), tr(NO_PLAN), tr("theo thời hạn và ngày báo cáo hoàn thành")
    )
    return Table(
        name, title, frame, tuple(column for column in columns if column.name in shown), scope, sources_of(rows)
    )


@view()
def directive_sentence(evaluation: YearEnd) -> Sentence:
    """How many tasks are done, due later and overdue on the cut-off day."""
    states = list(evaluation.tasks["state"])
    if not states:
        return Sentence(tr("Chưa có số liệu về nhiệm vụ đã giao."))
    counted = [tr(words, count=few(states.count(state))) for state, words in COUNTED.items() if state in states]
    until = day(evaluation.period.as_of)
    text = tr("Đến ngày {day}, trong {count} nhiệm vụ đã giao có ", day=until, count=few(len(states)))
    return Sentence.over(evaluation.ledger, f"{text}{', '.join(counted)}.")


def open_tasks(evaluation: YearEnd) -> Iterator[str]:
    """What is still to be done, who has to and by when, as one line each: what has a day first, the earliest before."""
    left = evaluation.tasks[evaluation.tasks["state"] != "done"]
    left = left.assign(task=in_language(left["task_vi"], left["task_en"]), until=_dues(left))
    for task in sorted(left.itertuples(), key=lambda task: (len(task.due) < len("2025-01-31"), task.due or "9")):
        due = task.until
        if task.state == "overdue":
            due = tr("quá hạn từ {due}", due=due)
        about = "; ".join(part for part in (_owners(task.owners), due) if part)
        yield plain(f"{task.task[:1].lower()}{task.task[1:]} ({about})" if about else task.task)


@view()
def tasks_reported(evaluation: YearEnd) -> Table | None:
    """The tasks that were due by the cut-off, and what became of them; None where none was."""
    rows = evaluation.tasks[evaluation.tasks["state"].isin(["done", "overdue"])]
    title = tr("Kết quả thực hiện nhiệm vụ được giao")
    return _task_table(evaluation, "nhiem_vu_ket_qua", title, rows, (*TASK, STATE)) if len(rows) else None


@view()
def tasks_ahead(evaluation: YearEnd) -> Table | None:
    """The tasks that are still to be done, with owners and due dates; None where there is none."""
    rows = evaluation.tasks[~evaluation.tasks["state"].isin(["done", "overdue"])]
    if rows.empty:
        return None
    title = tr("Nhiệm vụ đã giao, cơ quan thực hiện và thời hạn")
    return _task_table(evaluation, "nhiem_vu_sap_toi", title, rows, TASK)


def _owners(codes: str) -> str:
    return ", ".join(_owner(code) for code in codes.split("|") if code)


def _dues(rows: pd.DataFrame) -> list[str]:
    notes = in_language(rows["due_note_vi"], rows["due_note_en"])
    pairs = zip(rows["due"], notes, strict=True)
    return [tr("năm {year}", year=due) if due.isdecimal() else partial_day(due) or note for due, note in pairs]


def _owner(code: str) -> str:
    name = name_on("agency", code)
    return unit_name(code) if name == code else name


@view()
def not_published(evaluation: YearEnd) -> Table | None:
    """What no source in the dataset publishes, and which document would fill it; None where nothing is missing."""
    missing = {what: needed for what, needed in NOT_PUBLISHED.items() if _is_missing(evaluation, what)}
    missing = {_lacking(evaluation, what): needed for what, needed in missing.items()}
    if not missing:
        return None
    frame = pd.DataFrame([[tr(what), tr(needed)] for what, needed in missing.items()], columns=["what", "needed"])
    columns = (Column("what", tr("Số liệu chưa có")), Column("needed", tr("Tài liệu cần bổ sung")))
    scope = Scope(tr("danh mục"), day(evaluation.period.as_of), tr(NO_PLAN), tr("chưa có số liệu"))
    return Table("khong_cong_bo", tr("Số liệu chưa có và tài liệu cần bổ sung"), frame, columns, scope)


def _lacking(evaluation: YearEnd, what: str) -> str:
    """What of plan and disbursement is missing, where only one of them is."""
    if what not in ONE_OF_TWO:
        return what
    find = why_no_programmes if what == BY_PROGRAMME else _why_no_units
    return ONE_OF_TWO[what].get(find(evaluation.ledger, evaluation.period).lacks, what)


def _why_no_units(ledger: Ledger, period: Period) -> Absent:
    return why_absent(ledger, period, UNIT_LEVELS)


def _held_last_year(evaluation: YearEnd) -> bool:
    """Whether the rate of the year before is known at the month that this year stands in."""
    own = evaluation.outlook.province
    if own.whole is None or own.origin is None:
        return False
    return own.known_before(evaluation.period.year)


def _is_missing(evaluation: YearEnd, what: str) -> bool:
    """Whether a dataset holds none of something; where that cannot be told, its own displays say why."""
    detail = evaluation.detail
    held: tuple[Callable[[], bool], ...] = (
        lambda: detail.programmes is not None,
        lambda: detail.units is not None,
        lambda: bool(evaluation.rates) and evaluation.rates["total"]["plan_basis"] != "unknown",
        lambda: bool((evaluation.targets["group"] != "").any()),
        lambda: _held_last_year(evaluation),
        lambda: detail.counterpart is not None,
    )
    one = dict(zip(NOT_PUBLISHED, held, strict=True))[what]
    return standing([lambda: [one()]]) == [False]
