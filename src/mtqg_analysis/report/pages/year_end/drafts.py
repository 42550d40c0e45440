"""What the figures alone let an office say: where money is left, who could spend more, what is to be done by whom.

Each sentence is a draft until somebody takes it over; what the figures do not tell is left to be filled in.
"""

from collections.abc import Iterator

import pandas as pd

from mtqg_analysis.analysis.cells import Cells
from mtqg_analysis.analysis.year_end.evaluation import YearEnd
from mtqg_analysis.analysis.year_end.unspent import most_unspent, movable
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.period import SETTLEMENT, month_end
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import exists
from mtqg_analysis.report.cells import name_on
from mtqg_analysis.report.narrative import FILL, Item
from mtqg_analysis.report.numbers import billions, day, few, percent
from mtqg_analysis.report.pages.year_end.unit_words import until_words
from mtqg_analysis.report.pages.year_end.units import threshold_words
from mtqg_analysis.report.sentence import plain
from mtqg_analysis.report.statements import in_language

NAMED = 3  # cells, units and tasks that a draft names


def good_cells(evaluation: YearEnd) -> Iterator[Item]:
    """The units of a good rate, and the tasks that were done."""
    cells = evaluation.detail.units
    if cells is not None:
        rows = evaluation.detail.measures
        good = rows[rows["light"] == "green"].sort_values("rate", ascending=False)
        if len(good):
            names = _rated(good, cells)
            about = {"count": few(len(good)), "names": names, "until": until_words(evaluation, cells)}
            yield _drawn(tr("{count} đơn vị giải ngân tốt{until}; cao nhất là {names}", **about))
    done = evaluation.tasks[evaluation.tasks["state"] == "done"]
    if len(done):
        yield _drawn(tr("{count} nhiệm vụ được giao đã hoàn thành: {tasks}", **_tasks(done)), done)


def unspent(evaluation: YearEnd) -> Iterator[Item]:
    """The units' and the projects' cells of which most money is left, and the tasks that are overdue."""
    cells, projects = evaluation.detail.units, evaluation.detail.projects
    if cells is not None:
        yield from _unspent_units(evaluation, cells)
    for row in most_unspent(projects, NAMED).itertuples() if projects is not None else ():
        yield _drawn(tr("{programme} còn {left} tỷ đồng {capital} chưa giải ngân (đạt {rate} kế hoạch)", **_cell(row)))
    late = evaluation.tasks[evaluation.tasks["state"] == "overdue"]
    if len(late):
        yield _drawn(
            tr("{count} nhiệm vụ được giao đã quá hạn mà chưa báo cáo hoàn thành: {tasks}", **_tasks(late)), late
        )


def _unspent_units(evaluation: YearEnd, cells: Cells) -> Iterator[Item]:
    for row in most_unspent(cells, NAMED).itertuples():
        yield _drawn(
            tr(
                "{unit} còn {left} tỷ đồng {capital} của chương trình {programme} chưa giải ngân{until} (đạt {rate} kế "
                "hoạch)",
                unit=_unit(row, cells),
                until=until_words(evaluation, cells),
                **_cell(row),
            )
        )


def tasks_from_cells(evaluation: YearEnd) -> Iterator[Item]:
    """What is to be disbursed, by whom and by when: the last day of the year's plan, where it is still ahead.

    Not by a unit that ended before the report's day: its money went to others.
    """
    cells, last = evaluation.detail.units, month_end(evaluation.period.year, SETTLEMENT)
    if cells is None or cells.cut_off >= last:
        return
    for row in most_unspent(cells, NAMED).itertuples():
        if not exists(row.level, row.unit, evaluation.cut_off):
            continue
        yield _drawn(
            tr(
                "Giải ngân {left} tỷ đồng {capital} còn lại{until} của chương trình {programme}: {unit} thực hiện, "
                "{lead} đôn đốc, chậm nhất ngày {day}",
                unit=_unit(row, cells),
                until=until_words(evaluation, cells),
                lead=plain(tr(FILL)),
                day=day(last),
                **_cell(row),
            )
        )


def money_to_move(evaluation: YearEnd) -> Iterator[Item]:
    """Who could spend more of what lies with others, within a programme and a capital type."""
    cells = evaluation.detail.units
    if cells is None:
        return
    for row in movable(cells).head(NAMED).itertuples():
        if not all(exists(one.level, one.unit, evaluation.cut_off) for one in (row, *row.takers.itertuples())):
            continue
        yield _drawn(
            tr(
                "Xem xét điều chỉnh {capital} của chương trình {programme} từ {unit} (còn {left} tỷ đồng{until}, đạt "
                "{rate} kế hoạch) sang các đơn vị đã đạt từ {good} trở lên: {takers}",
                unit=_unit(row, cells),
                until=until_words(evaluation, cells),
                good=threshold_words("green"),
                takers=_rated(row.takers, cells),
                **_cell(row),
            )
        )


def _drawn(text: str, tasks: pd.DataFrame | None = None) -> Item:
    return Item(text, "drawn", evidence="" if tasks is None else "|".join(tasks["directive"]))


def _cell(row: pd.Series) -> dict[str, str]:
    return {
        "left": billions(row.balance, 1),
        "capital": label("capital", row.capital).lower(),
        "programme": plain(label("programme", row.programme)),
        "rate": percent(row.rate),
    }


def _unit(row: pd.Series, cells: Cells) -> str:
    return plain(name_on(row.level, row.unit, cells.cut_off))


def _rated(rows: pd.DataFrame, cells: Cells) -> str:
    return ", ".join(f"{_unit(row, cells)} ({percent(row.rate)})" for row in rows.head(NAMED).itertuples())


def _tasks(rows: pd.DataFrame) -> dict[str, str]:
    named = [f"{text[:1].lower()}{text[1:]}" for text in in_language(rows["task_vi"], rows["task_en"])]
    return {"count": few(len(rows)), "tasks": "; ".join(plain(text) for text in named)}
