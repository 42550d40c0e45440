"""Reading one table: columns, rows and numbers become records; what does not fit becomes findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.intake.across import place_columns
from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.checks import (
    check_columns,
    check_rates,
    check_rows,
    explain,
    suspect_scale,
)
from mtqg_analysis.intake.columns import (
    LEFT_OUT,
    about_columns,
    complete_meanings,
    of_other_rows,
)
from mtqg_analysis.intake.fields import Field, read_fields
from mtqg_analysis.intake.headings import Block, is_number
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.lines import Line, read_lines
from mtqg_analysis.intake.meaning import Meaning
from mtqg_analysis.intake.money import MONEY, WORDS
from mtqg_analysis.intake.names import Names
from mtqg_analysis.intake.nesting import nest
from mtqg_analysis.intake.numbers import Style
from mtqg_analysis.intake.places import find_owner, missing_units, settle, unknown_names
from mtqg_analysis.intake.plausible import implausible, largest, over_plan, province_plan
from mtqg_analysis.intake.record import Record
from mtqg_analysis.intake.roles import apply_roles
from mtqg_analysis.intake.row_words import read_row_words, with_years
from mtqg_analysis.intake.sections import about_footers, settle_sections
from mtqg_analysis.intake.settling import settle_by_size, settle_styles
from mtqg_analysis.intake.sums import column_sums, is_sum_of_inner, payment_parts
from mtqg_analysis.intake.title_doubts import unclear_titles
from mtqg_analysis.intake.titles import Surroundings, look_around
from mtqg_analysis.intake.values import Values, in_dong, in_one_unit, read_values, says_units
from mtqg_analysis.intake.whole_table import UNREAD, no_column, no_unit, of_values, repeated_rows, repetitions
from mtqg_analysis.intake.workbook import At, Where, address
from mtqg_analysis.intake.works_list import beside_columns, check_needs, in_first_year, list_columns, read_works
from mtqg_analysis.ledger.finding import Finding


@dataclass
class TableReading:
    """What one table yielded, with the columns and surroundings by which it was read.

    survey: the columns of our own survey of needs, by what they hold; empty for any other table. counted: the columns
    of a survey that count whom a work serves. beside: what these say, by row and name. evidence: cells that are read to
    be compared, as totals and rates are, and are no records. withheld: rows under a heading that nobody understands.
    context: what holds for all of it. by_rows: what its rows say of their numbers, of programme, capital and fund.
    """

    block: Block
    around: Surroundings
    fields: list[Field]
    records: list[Record]
    findings: list[Finding]
    survey: dict[str, int] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    beside: dict[int, dict[str, str]] = field(default_factory=dict)
    evidence: set[At] = field(default_factory=set)
    withheld: set[int] = field(default_factory=set)
    context: Meaning = field(default_factory=Meaning)
    by_rows: frozenset[str] = frozenset()

    @property
    def states_unit(self) -> bool:
        """Whether the file itself says in which unit of money the table is."""
        return self.around.stated

    @property
    def states_level(self) -> bool:
        """Whether the file itself says of which level the units of its rows are."""
        return bool(self.around.stated_level)


def read_table(block: Block, answers: Answers, names: Names, own_form: bool = False) -> TableReading | None:
    """Reads one table, or nothing if it holds no amounts.

    own_form: the workbook is a form of this project, whose totals are formulas of its own and need no stored result.
    """
    around, findings = look_around(block, answers, names)
    row_words = read_row_words(block, answers.columns)
    fields = [one for one in read_fields(block) if one.column not in row_words.columns]
    survey, counted = list_columns(block), beside_columns(fields)
    if not survey:
        findings += place_columns(block, fields, names, around)
    letters = {one.column: address(1, one.column)[:-1] for one in fields}
    findings += apply_roles(fields, answers.columns, letters, block.sheet.name, block.last)
    if not survey and not own_form and not all(one.said for one in fields if one.role == "money"):
        findings += unclear_titles(block, names, around.window)
    footers: list[Line] = []
    context = Meaning(year=around.meaning.year, as_of=around.meaning.as_of)
    if survey:
        around = in_first_year(around, fields)
        lines, asked = read_works(block, survey, fields, names, around)
    else:
        lines = read_lines(block, names, around.window, {one.column for one in fields})
        findings += settle(lines, around, names, block.sheet.name)
        lines, footers, asked_of = settle_sections(block, lines, {one.column for one in fields})
        findings += [*asked_of, *about_footers(footers, block.sheet.name)]
        context, asked = _context(block, around, names, fields, lines)
        nest(lines, context)
        footers += [line for line in lines if line.row in row_words.counted]
        lines = [with_years(line, row_words.years) for line in lines if line.row not in row_words.counted]
        asked = [*asked, *row_words.findings]
    style: Style | None = {",": ",", ".": "."}.get(answers.decimal)  # type: ignore[assignment]
    values = read_values(block, fields, [line.row for line in lines], style)
    complete_meanings(fields, around, works=any(line.meaning.work for line in lines))
    money = [one for one in fields if one.role == "money" and one.meaning.measure]
    labelled = {line.row for line in lines if line.kind not in ("total", "page")}
    if not _is_filled(block, fields, labelled, own_form):
        return None
    told = [one for one in fields if one.column not in counted.values()]
    findings += [*asked, *about_columns(block, told, around)]
    reading = TableReading(block, around, fields, [], findings, survey, counted)
    reading.context = context
    reading.by_rows = frozenset(
        name
        for name in ("programme", "capital", "fund")
        if any(
            getattr(line.meaning, name) != getattr(context, name)
            for line in lines
            if line.kind not in ("total", "page")
        )
    )
    reading.withheld = {line.row for line in lines if line.withheld}
    reading.evidence = {(line.row, one.column) for line in footers for one in fields}
    reading.evidence |= {(row, column) for row in block.rows for column in row_words.columns}
    if not money or not any(row in labelled for row, _ in values.by_cell):
        reading.findings += [no_column(block, fields), *values.findings]
    elif row_words.unclear or any(one.kind in ("TITLE_UNCLEAR", "ANSWER_CONTRADICTED") for one in findings):
        reading.findings += values.findings
    elif not all(one.unit or around.unit or says_units(values, one) for one in money if not one.hidden):
        reading.findings += [no_unit(block, money[0]), *values.findings]
    else:
        _read_rows(reading, lines, values, names, own_form)
    return reading


def _is_filled(block: Block, fields: Sequence[Field], labelled: set[int], own_form: bool) -> bool:
    """Whether anybody wrote into the columns of numbers; our own form brings its formulas with it."""
    rows, columns = set(block.rows), {one.column for one in fields}
    cells = [(at, cell) for at, cell in block.sheet.cells.items() if at[0] in rows and at[1] in columns]
    written = ((at, cell) for at, cell in cells if not (own_form and cell.formula))
    return any(is_number(cell) or at[0] in labelled for at, cell in written)


def _context(
    block: Block, around: Surroundings, names: Names, fields: Sequence[Field], lines: Sequence[Line]
) -> tuple[Meaning, list[Finding]]:
    """What holds for the whole table: of the title's words only those that neither rows nor columns say themselves."""
    said = [one.meaning for one in fields] + [line.own for line in lines]
    title = around.meaning
    open_ = {
        name: getattr(title, name)
        for name in ("programme", "capital", "origin", "fund")
        if not any(getattr(one, name) for one in said)
    }
    context = Meaning(year=title.year, as_of=title.as_of, **open_)
    if any(line.match is not None for line in lines) or any(one.meaning.unit for one in fields):
        return context, []
    unit, level, asked = find_owner(around, names, block.sheet.name, (block.first, block.columns[0].index))
    return replace(context, unit=unit, level=level), asked


def _read_rows(reading: TableReading, lines: list[Line], values: Values, names: Names, own_form: bool) -> None:
    """Settles which rows count, weighs the arithmetic, and makes records of what is no total and not blocked."""
    sheet, fields, around = reading.block.sheet.name, reading.fields, reading.around
    base = around.unit or next((one.unit for one in fields if one.role == "money" and one.unit), "vnd")
    printed = settle_styles(reading.block, lines, fields, values, base)
    limit = province_plan(names.province, around.meaning.year)
    printed = settle_by_size(reading.block, lines, fields, printed, limit / MONEY[base])
    values = in_one_unit(printed, fields, base)
    lines = _without_hidden(reading, lines, values)
    asking = [line for line in lines if line.kind not in ("total", "page")]
    reading.beside, refused = check_needs(asking, fields, values, reading.counted, reading.block)
    reading.findings += refused
    arithmetic = check_rows(lines, fields, values)
    failed, sums = check_columns(lines, column_sums(fields), values)
    for column in payment_parts(sums, fields):
        sums.pop(column)  # checked above; what was disbursed is this total
    own = [line for line in lines if line.row not in arithmetic.totals and line.kind not in ("total", "page")]
    doubled = repeated_rows(own)
    reading.findings += repetitions(doubled, sheet)
    addable = {(line.row, one.column) for line in own for one in fields if one.column not in sums}
    if not doubled:
        reading.findings += explain([*arithmetic.failed, *failed], values, addable, WORDS[base], sheet)
    parts = [one for one in fields if one.column not in sums]
    reading.findings += suspect_scale(own, parts, values, arithmetic.right_columns, sheet)
    told = [one for one in fields if one.role in ("money", "rate") or one.column in reading.counted.values()]
    reading.findings += of_values(values, lines, told, addable, own_form)
    reading.findings += check_rates(lines, fields, values, sheet)
    unplaced = [line for line in lines if line.kind == "unplaced" and line.row in arithmetic.totals]
    reading.findings += unknown_names([*own, *unplaced], sheet, names)
    blocked = {line.row for group in doubled for line in group}
    blocked |= {line.row for line in own if line.kind in UNREAD or line.withheld}
    kept = [line for line in own if line.row not in blocked and line.kind not in ("block", "subtotal")]
    if not reading.survey:  # not every unit need ask for something
        reading.findings += missing_units(asking, names, around, sheet)
    reading.evidence |= _evidence(lines, fields, arithmetic.totals, set(sums))
    reading.findings += over_plan(kept, fields, sums, values, sheet)
    amount, at = largest(kept, [one for one in parts if one.meaning.measure], values, around.unit)
    too_much = implausible(amount, limit, around.unit, Where(sheet, at))
    reading.findings += too_much
    if not too_much:
        blocked_cells = {at: value for at, value in values.by_cell.items() if value.state == "blocked"}
        _make_records(reading, kept, parts, Values(printed.by_cell | blocked_cells))  # a fact keeps the printed unit


def _evidence(lines: Iterable[Line], fields: Sequence[Field], totals: set[int], sums: set[int]) -> set[At]:
    """The cells that are read only to be compared: totals of rows and columns, rates, counts, measures of no record."""
    apart = {one.column for one in fields if one.role in ("rate", "count") or one.meaning.measure in LEFT_OUT} | sums
    rows = {line.row for line in lines if line.kind in ("total", "page") or line.row in totals or is_sum_of_inner(line)}
    return {(line.row, one.column) for line in lines for one in fields if line.row in rows or one.column in apart}


def _make_records(reading: TableReading, lines: Iterable[Line], fields: Iterable[Field], values: Values) -> None:
    sheet = reading.block.sheet.name
    wanted = [one for one in fields if one.role == "money" and not one.hidden]
    wanted = [one for one in wanted if one.meaning.measure not in ("", *LEFT_OUT) and not one.doubt]
    lines = [line for line in lines if not is_sum_of_inner(line)]
    apart = {one.column: _of_other_rows(one, lines, values) for one in wanted}
    reading.findings += [of_other_rows(reading.block, one, apart[one.column]) for one in wanted if apart[one.column]]
    wanted = [one for one in wanted if not apart[one.column]]
    for line in lines:
        for one in wanted:
            value = values.at(line.row, one.column)
            if value.state == "blocked":
                continue
            if _contradict(one.meaning, line.meaning):
                reading.evidence.add((line.row, one.column))  # a matrix of kinds has nothing there
                continue
            meaning = _meaning(one.meaning, line.meaning)
            unit = value.unit or one.unit or reading.around.unit
            amount = in_dong(value, unit) if value.state == "number" else None
            reading.records.append(Record(meaning, amount, value, unit, sheet, (line.row, one.column)))
    homeless = [record for record in reading.records if not record.meaning.unit]
    if homeless and any(line.match for line in lines):  # without any unit in its rows the table was asked about
        for row in sorted({record.at[0] for record in homeless}):
            at = next(line.at for line in lines if line.row == row)
            label = reading.block.sheet.text(*at)
            message = tr(
                "Dòng «{label}» không cho biết là số liệu của đơn vị nào; hãy ghi tên đơn vị ở cột đơn vị.", label=label
            )
            reading.findings.append(finding("NAME_UNKNOWN", message, Where(sheet, at), label, tr("tên đơn vị")))
    reading.records = [record for record in reading.records if record.meaning.unit]


def _of_other_rows(column: Field, lines: Iterable[Line], values: Values) -> list[int]:
    """The rows of other money than a column's in which it has an amount nevertheless."""
    others = (line.row for line in lines if _contradict(column.meaning, line.meaning))
    cells = ((row, values.at(row, column.column)) for row in others)
    return [row for row, value in cells if value.state != "blocked" and value.amount]


def _contradict(column: Meaning, row: Meaning) -> bool:
    """Whether a column and a row speak of different programmes, kinds of capital or funds: no number is of both."""
    apart = any(
        getattr(column, name) and getattr(row, name) and getattr(column, name) != getattr(row, name)
        for name in ("capital", "fund")
    )
    codes = [one.programme.partition(".")[0] for one in (column, row) if one.programme not in ("", "ALL")]
    return apart or len(set(codes)) > 1


def _meaning(column: Meaning, row: Meaning) -> Meaning:
    """What a cell means by its column and its row; a row's project stands within its column's programme."""
    programme = column.programme if column.programme != "ALL" else ""
    if row.programme and (not programme or row.programme.startswith(f"{programme}.")):
        programme = row.programme
    made = column.within(row)
    return made if made.programme == programme else replace(made, programme=programme)


def _without_hidden(reading: TableReading, lines: list[Line], values: Values) -> list[Line]:
    """Leaves hidden rows out, unless it is with them that the totals hold."""
    hidden = [line for line in lines if line.hidden]
    if not hidden:
        return lines
    visible = [line for line in lines if not line.hidden]
    with_them = len(check_rows(lines, reading.fields, values).held)
    for line in lines:
        line.inner = [one for one in line.inner if not one.hidden]
    without = len(check_rows(visible, reading.fields, values).held)
    included = with_them > without
    for line in hidden:
        if line.outer is not None and included:
            line.outer.inner.append(line)
        read = to_translate("Dòng «{label}» bị ẩn; tổng gồm cả dòng này nên dòng được đọc. Hãy xác nhận với nơi gửi.")
        left = to_translate(
            "Dòng «{label}» bị ẩn; tổng không gồm dòng này nên dòng không được đọc. Hãy xác nhận với nơi gửi."
        )
        message = tr(read if included else left, label=line.label)
        reading.findings.append(finding("HIDDEN_ROW", message, Where(reading.block.sheet.name, line.at), line.label))
    return lines if included else visible
