"""What is said of a table's columns as such: not understood, left out and why, hidden, or in a unit of their own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mtqg_analysis.domain.dates import dates_in
from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.meaning import Meaning, numbered_part, project_in
from mtqg_analysis.intake.money import WORDS
from mtqg_analysis.intake.roles import MEASURES
from mtqg_analysis.intake.sums import PAYMENT
from mtqg_analysis.intake.times import last_day
from mtqg_analysis.intake.titles import Surroundings
from mtqg_analysis.intake.workbook import Where, address
from mtqg_analysis.ledger.finding import Finding

DAY_ALONE = re.compile(r"đến\s+(?:hết\s+)?(?:ngày\s+)?(\d{1,2})\s?/\s?(\d{1,2})(?!\s?[/\d])", re.IGNORECASE)
LEFT_OUT = (
    "remaining",
    "rate",
    "expected",
    "change",
    "comparison",
    "period_plan",
    "since_start",
    "whole_project",
    "need_of_no_work",
)  # of no record
PAID = ("disbursed", "disbursed_in_period", "estimate")
OF_A_FLOW = {"estimate": "disbursed", "expected": "disbursed", "need": "plan"}  # what a title's word makes of columns


def complete_meanings(fields: Sequence[Field], around: Surroundings, works: bool) -> None:
    """Gives columns what their headings leave open and the table around them says: projects, measures, days.

    works: the rows are of works.
    """
    _complete_projects(fields, around)
    _complete_measures(fields, around, works)
    _complete_days(fields, around.meaning.year)
    _doubt_next_year(fields, around.meaning.year)


def _complete_measures(fields: Sequence[Field], around: Surroundings, works: bool) -> None:
    """Gives columns that name only programmes or kinds of capital the measure that the title states for them all.

    A title of what is only expected or asked for leaves open what a bare "giải ngân" or "kế hoạch" below it is. What is
    needed is of works: beside plans and disbursements of units it is left out.
    """
    money = [one for one in fields if one.role == "money" and not one.said]
    title = around.meaning
    if title.measure and not any(one.meaning.measure for one in money):
        for one in money:
            one.meaning = replace(one.meaning, measure=title.measure)
    _doubt_flows(money, title)
    _of_a_period(money, title)
    of_units = not works and any(one.meaning.measure in ("plan", *PAID) for one in money)
    for one in money if of_units else ():
        if one.meaning.measure == "need":
            one.meaning = replace(one.meaning, measure="need_of_no_work")
    _tell_allotments(money)


def _complete_projects(fields: Sequence[Field], around: Surroundings) -> None:
    """Gives columns of a numbered project its code; a number that the programme does not have is asked about."""
    for one in fields:
        part = numbered_part(one.text)
        if part and one.role in ("money", "rate") and not one.said:
            programme = one.meaning.programme if one.meaning.programme != "ALL" else ""
            code = project_in(one.text, programme or around.meaning.programme)
            one.meaning = replace(one.meaning, programme=code or programme)
            one.doubt = one.doubt if code else (*one.doubt, part)


def _doubt_flows(money: Sequence[Field], title: Meaning) -> None:
    """Asks about flows that a title leaves open: only expected or asked for, or of a month that may be cumulated."""
    flow = OF_A_FLOW.get(title.measure, "")
    if flow and not any(one.meaning.measure == title.measure for one in money):
        for one in money:
            if one.meaning.measure == flow:
                one.doubt = (*one.doubt, tr(MEASURES[title.measure]))
    if title.span in ("month", "in_period"):
        for one in money:
            if one.meaning.measure in ("disbursed", "estimate") and not one.meaning.as_of and not one.cumulated:
                one.doubt = (*one.doubt, tr("trong kỳ hay lũy kế"))


def _of_a_period(money: Sequence[Field], title: Meaning) -> None:
    """Below a title of several years, and of no one year or day, plans and disbursements are of those years."""
    if title.span == "since_start" or (title.span == "period" and not title.year and not title.as_of):
        for one in money:
            stated = one.meaning.year or one.meaning.as_of or one.cumulated
            if one.meaning.measure in ("plan", "disbursed") and not stated:
                measure = "period_plan" if one.meaning.measure == "plan" else "since_start"
                one.meaning = replace(one.meaning, measure=measure, basis="")


def _tell_allotments(fields: Sequence[Field]) -> None:
    """What was allotted is a part of the plan where a column has that plan, and is the plan itself where none has."""
    for one in fields:
        if one.meaning.basis == "allocated":
            whole = replace(one.meaning, basis="", year=None)
            others = [replace(other.meaning, year=None) for other in fields if other is not one]
            if not any(replace(other, basis="", origin=whole.origin) == whole for other in others):
                one.meaning = replace(one.meaning, basis="allocated_only")


def _complete_days(fields: Sequence[Field], year: int | None) -> None:
    """Gives columns headed "đến 31/12" or "tháng 11" the year of the table; a day in January belongs to the next year.

    What was disbursed up to a day of an earlier year is of years before, unless the column names its own.
    """
    for one in fields:
        match = DAY_ALONE.search(one.text)
        if match and year and one.meaning.as_of is None:
            day, month = int(match[1]), int(match[2])
            later = 1 if month == 1 else 0
            if dates := dates_in(f"{day}/{month}/{year + later}"):
                one.meaning = replace(one.meaning, as_of=dates[0])
        if one.meaning.as_of is None and one.meaning.measure.startswith(("disbursed", "estimate")):
            one.meaning = replace(one.meaning, as_of=last_day(one.text, one.meaning.year or year))
        own = one.meaning.year
        if own and year and own < year and one.meaning.as_of is None and one.meaning.measure == "disbursed":
            one.meaning = replace(one.meaning, as_of=date(own, 12, 31))
        before = one.meaning.as_of is not None and year is not None and one.meaning.as_of.year < (own or year)
        if before and one.meaning.measure in ("plan", "disbursed", "estimate"):
            one.meaning = replace(one.meaning, measure="since_start")


def _doubt_next_year(fields: Sequence[Field], year: int | None) -> None:
    """Money carried over into a later year than the table's is not what came over into this one: it is asked about."""
    for one in fields:
        later = [text for text in re.findall(r"sang (?:năm )?(20\d\d)", one.text.lower()) if year and int(text) > year]
        if later and one.meaning.origin == "carried_over" and not one.said:
            one.doubt = (*one.doubt, f"sang {later[0]}")


def about_columns(block: Block, fields: Sequence[Field], around: Surroundings) -> list[Finding]:
    """Columns that are not read, each with the reason, and columns whose unit is not the table's."""
    told = [found for one in fields for found in _about(block, one, around)]
    return told + _doubled(block, fields) + _without_total(block, fields)


def _without_total(block: Block, fields: Sequence[Field]) -> list[Finding]:
    """A payment form of which no column says what was disbursed: its parts are no disbursement by themselves."""
    money = [one for one in fields if one.role == "money" and not one.hidden]
    parts = [one for one in money if one.meaning.measure in PAYMENT]
    if not parts or any(one.meaning.measure in PAID or one.doubt for one in money):
        return []
    message = tr(
        "Bảng có khối lượng hoàn thành hoặc tạm ứng nhưng không có cột tổng giải ngân, nên số giải ngân không được "
        "lưu. Hãy thêm cột tổng giải ngân, hoặc sửa tiêu đề nếu một cột đã là tổng."
    )
    where = Where(block.sheet.name, heading_place(block, parts[0]))
    return [finding("COLUMN_UNCLEAR", message, where, parts[0].text, tr("cột tổng giải ngân"))]


def of_other_rows(block: Block, column: Field, rows: Sequence[int]) -> Finding:
    """A column of one programme, kind of capital or fund whose numbers stand in rows of another."""
    message = tr(
        "Cột «{text}» có {count} số ở những dòng của chương trình, loại vốn hoặc nguồn vốn khác với cột (đầu tiên là "
        "dòng {row}), nên cột chưa được đọc. Hãy sửa tiêu đề cột hoặc tên dòng.",
        text=column.text,
        count=len(rows),
        row=rows[0],
    )
    return finding("COLUMN_UNCLEAR", message, Where(block.sheet.name, heading_place(block, column)), column.text)


def _about(block: Block, one: Field, around: Surroundings) -> list[Finding]:
    sheet, at = block.sheet.name, heading_place(block, one)
    if one.hidden:
        message = tr("Cột «{text}» bị ẩn nên không được đọc; hãy bỏ ẩn nếu cột cần được tính.", text=one.text)
        return [finding("HIDDEN_COL", message, Where(sheet, at), one.text)]
    if one.role == "count" or (one.said and one.role == "unknown"):
        message = tr("Cột «{text}» là số lượng, không nằm trong các số tiền được đọc.", text=one.text)
        return [finding("COLUMN_SKIPPED", message, Where(sheet, at), one.text)]
    if one.role == "unknown" or (one.role == "money" and not one.meaning.measure):
        message = tr(
            "Tiêu đề «{text}» của cột có số không cho biết là kế hoạch, giải ngân hay gì khác; cột không được đọc. Hãy "
            "sửa tiêu đề.",
            text=one.text,
        )
        return [finding("COLUMN_UNKNOWN", message, Where(sheet, at), one.text, tr("kế hoạch, giải ngân, …"))]
    if one.doubt and one.role == "money":
        letter, words = address(1, one.column)[:-1], ", ".join(one.doubt)
        message = tr(
            "Cột {letter} «{heading}»: không rõ «{words}» nghĩa là gì nên cột chưa được đọc. Hãy nêu nghĩa của cột, "
            "ví dụ "
            '--column "{letter}=giải ngân vốn địa phương", hoặc bỏ cột bằng --column "{letter}=bỏ".',
            letter=letter,
            heading=one.text,
            words=words,
        )
        return [finding("COLUMN_UNCLEAR", message, Where(sheet, at), words, f"--column {letter}=…")]
    if one.role == "money" and one.meaning.measure in LEFT_OUT and one.meaning.measure != "remaining":
        message = tr(
            "Cột «{heading}» là {measure}, không phải kế hoạch hay giải ngân của năm, nên không được lưu.",
            heading=one.text,
            measure=tr(MEASURES[one.meaning.measure]),
        )
        return [finding("COLUMN_SKIPPED", message, Where(sheet, at), one.text)]
    if one.unit and around.unit and one.unit != around.unit and one.role == "money":
        message = tr(
            "Cột «{text}» ghi {unit} trong khi bảng ghi {other}; cột được đọc theo {unit}.",
            text=one.text,
            unit=WORDS[one.unit],
            other=WORDS[around.unit],
        )
        return [finding("UNIT_CONFLICT", message, Where(sheet, at), WORDS[one.unit], WORDS[around.unit])]
    return []


def heading_place(block: Block, one: Field) -> tuple[int, int]:
    """The lowest heading cell of a column, above the row of column numbers."""
    last = block.last if not one.number else block.last - 1
    rows = [row for row in range(block.first, last + 1) if (row, one.column) in block.sheet.cells]
    return (max(rows, default=block.first), one.column)


def _doubled(block: Block, fields: Sequence[Field]) -> list[Finding]:
    """Columns whose headings say the same: which of them counts cannot be known, so none is read."""
    seen: dict[Meaning, list[Field]] = {}
    for one in fields:
        if one.role == "money" and not one.hidden and not one.doubt and one.meaning.measure not in ("", *LEFT_OUT):
            seen.setdefault(one.meaning, []).append(one)
    findings = []
    for group in (group for group in seen.values() if len(group) > 1):
        for one in group:
            letter = address(1, one.column)[:-1]
            one.meaning = replace(one.meaning, measure="")
            message = tr(
                "{count} cột có tiêu đề cùng nghĩa với «{text}»; không cột nào được đọc. Hãy ghi rõ hơn, hoặc bỏ những "
                'cột không cần, ví dụ --column "{letter}=bỏ".',
                count=len(group),
                text=one.text,
                letter=letter,
            )
            place = heading_place(block, one)
            findings.append(
                finding("COLUMN_UNCLEAR", message, Where(block.sheet.name, place), one.text, tr("tiêu đề khác nhau"))
            )
    return findings
