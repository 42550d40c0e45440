"""The columns of a table as fields: what their headings say together, and whether they hold money, rates or counts."""

from dataclasses import dataclass, replace
from typing import Literal

from mtqg_analysis.intake.column_roles import role_of
from mtqg_analysis.intake.headings import Block, Column
from mtqg_analysis.intake.meaning import SPECIAL, Meaning, doubts, leading_measure, read_heading
from mtqg_analysis.intake.money import stated_unit
from mtqg_analysis.intake.numbers import Style
from mtqg_analysis.intake.workbook import Kind

Role = Literal["money", "rate", "count", "unknown"]


@dataclass
class Field:
    """One column of numbers.

    unit: the unit of money that its own headings state, or empty. number, formula: of the row of column numbers.
    doubt: the words of its headings that nothing explains; while there are any, nothing is read from the column.
    said: a person said what it means. cumulated: its headings say up to when, or of which year, it counts.
    """

    column: int
    role: Role
    meaning: Meaning
    text: str
    unit: str = ""
    number: str = ""
    formula: str = ""
    hidden: bool = False
    style: Style | None = None
    doubt: tuple[str, ...] = ()
    cumulated: bool = False
    said: bool = False


def read_fields(block: Block) -> list[Field]:
    """The columns of numbers of a block, with what their headings say; label and note columns are left out."""
    rows = set(block.rows)
    fields = []
    for column in block.columns:
        role = _role(block, column, rows)
        if role is not None:
            hidden = column.index in block.sheet.hidden_columns
            unit = next((unit for text in reversed(column.headings) if (unit := stated_unit(text))), "")
            meaning = _heading_meaning(column)
            one = Field(column.index, role, meaning, column.text, unit, column.number, column.formula, hidden)
            one.cumulated = any(read_heading(text).span in ("cumulated", "year") for text in column.headings)
            one.doubt = tuple(word for text in column.headings for word in doubts(text))
            fields.append(one)
    return fields


def _heading_meaning(column: Column) -> Meaning:
    """What all headings over a column say together, the lower ones before the upper ones.

    A measure that leads an upper heading, as "dự kiến" does, is not undone by the flow that a lower one names.
    """
    meaning, leading = Meaning(), ""
    for text in column.headings:
        own = read_heading(text)
        until = own.span == "month" and meaning.span == "cumulated"
        meaning = replace(own, span="cumulated").within(meaning) if until else own.within(meaning)
        leading = leading_measure(text) or ("" if own.measure in SPECIAL else leading)
    measure = leading or meaning.measure
    if not measure and meaning.origin:
        measure = "plan"  # "vốn năm", "vốn kéo dài" alone are what was planned
    if measure in ("disbursed", "estimate") and meaning.span in ("in_period", "month"):
        measure += "_in_period"
    if measure in ("plan", "disbursed", "estimate") and meaning.span in ("period", "since_start"):
        measure = "period_plan" if measure == "plan" else "since_start"
    return replace(meaning, measure=measure, span="", basis=meaning.basis if measure == "plan" else "")


def _holds_amounts(block: Block, column: Column) -> bool:
    """Whether numbers stand under a heading that could be of names, below another heading: "Kế hoạch", "Cấp tỉnh"."""
    cells = [cell for row in block.rows if (cell := block.sheet.cells.get((row, column.index))) is not None]
    return len(column.headings) > 1 and sum(cell.kind is Kind.NUMBER for cell in cells) * 2 > len(cells)


def _role(block: Block, column: Column, rows: set[int]) -> Role | None:
    if not column.headings:
        numbers = sum(
            cell.kind is Kind.NUMBER
            for (row, at), cell in block.sheet.cells.items()
            if at == column.index and row in rows
        )
        return "unknown" if numbers else None
    lowest = role_of(column.headings[-1])
    if lowest in ("ordinal", "code", "note", "spot", "work") or (
        lowest == "label" and not _holds_amounts(block, column)
    ):
        return None
    if any(role_of(text) == "note" for text in column.headings[:1]):
        return None
    meaning = _heading_meaning(column)
    if meaning.measure == "rate" or "/" in column.formula or ":" in column.formula:
        return "rate"
    return "count" if lowest == "count" else "money"
