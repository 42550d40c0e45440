"""Units across the columns: a heading that names a district, commune or agency says whose numbers stand below it."""

from collections.abc import Sequence
from dataclasses import replace

from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.lines import Line
from mtqg_analysis.intake.meaning import Meaning, doubts
from mtqg_analysis.intake.names import Match, Names
from mtqg_analysis.intake.places import settle
from mtqg_analysis.intake.titles import Surroundings
from mtqg_analysis.ledger.finding import Finding


def place_columns(block: Block, fields: Sequence[Field], names: Names, around: Surroundings) -> list[Finding]:
    """Gives the columns under a unit's name that unit; a name of several units is asked about as it is in rows."""
    heads = {text: _match(text, names, around) for column in block.columns for text in column.headings}
    named = {text: match for text, match in heads.items() if match is not None}
    if not named:
        return []
    headings = {column.index: column.headings for column in block.columns}
    lines = {text: _line(block, text, match) for text, match in named.items()}
    findings = settle(list(lines.values()), around, names, block.sheet.name)
    for one in fields:
        over = [text for text in headings[one.column] if text in named]
        if not over:
            continue
        line = lines[over[-1]]
        one.doubt = tuple(word for text in headings[one.column] if text not in named for word in doubts(text))
        one.doubt += () if line.own.unit else (over[-1],)
        one.meaning = replace(one.meaning, unit=line.own.unit, level=line.own.level)
    return [one for one in findings if one.kind == "NAME_AMBIGUOUS_LEVEL"]


def _match(text: str, names: Names, around: Surroundings) -> Match | None:
    if not doubts(text) and not names.find(text, around.window).levels & {"district", "commune"}:
        return None
    found = names.find(text, around.window)
    return found if found.places and found.exact else None


def _line(block: Block, text: str, match: Match) -> Line:
    at = next(
        ((row, column) for (row, column), cell in sorted(block.sheet.cells.items())
         if block.first <= row <= block.last and cell.text.strip() == text),
        (block.first, block.columns[0].index),
    )  # fmt: skip
    return Line(at[0], at, text, "", "unit", Meaning(), match)
