"""Which row of a table stands within which: each kind of label within the kinds that came before it."""

import re
from dataclasses import replace
from datetime import date

from mtqg_analysis.intake.lines import PROJECT, Line
from mtqg_analysis.intake.meaning import Meaning, numbered_part, project_in
from mtqg_analysis.intake.names import name_key
from mtqg_analysis.intake.row_numbers import OUTERMOST, number_class

NEVER_OUTER = ("unknown", "work", "row")
SINCE_NO_DISTRICTS = date(2025, 7, 1)


def nest(lines: list[Line], context: Meaning) -> None:
    """Places every line within the one it belongs to: each kind of label stands within the kinds that came before it.

    The order in which kinds first appear is the order of nesting; a kind that comes again closes all below it.
    context: what the titles say of the whole table.
    """
    stack: list[Line] = []
    for line in lines:
        if line.kind in ("total", "page"):
            line.meaning = line.own.within(context)
            continue
        rank, number = _rank(line), number_class(line.ordinal, line.label)
        if number in OUTERMOST:
            same = [at for at, one in enumerate(stack) if number_class(one.ordinal, one.label) == number]
            del stack[same[0] if same else len(stack) :]
        while stack and (line.kind == "subtotal" or not _holds(stack, line, rank)):
            stack.pop()
        line.outer = stack[-1] if stack and (line.kind != "unknown" or _is_detail(line)) else None
        if line.kind == "unknown" and line.outer is None and stack:
            line.outer = stack[-1].outer
        if line.outer:
            line.outer.inner.append(line)
        line.meaning = _full_meaning(line, line.outer.meaning if line.outer else context)
        if line.outer is not None and (line.outer.withheld or line.outer.kind == "unplaced"):
            line.withheld = True
        if line.kind not in NEVER_OUTER and not (line.kind == "subtotal" and not line.ordinal):
            stack.append(line)


def _full_meaning(line: Line, outer: Meaning) -> Meaning:
    own = line.own
    if line.kind == "programme" and numbered_part(line.label) and "." not in own.programme:
        code = project_in(line.label, own.programme or outer.programme)
        line.kind = "programme" if code else "unplaced"
        own = replace(own, programme=code)
    return own.within(outer)


def _is_detail(line: Line) -> bool:
    """Whether a row that no list knows is numbered as a part of the one above: 1.1, a, -, +, or "Trong đó"."""
    mark = line.ordinal or line.label[:2].strip()
    return line.part or bool(re.match(r"^(?:\d+\.\d|[-+*•–]|[a-z]\)?$)", mark))


def _rank(line: Line) -> str:
    """The kind by which lines nest; projects stand within programmes, communes of the old list within districts."""
    if line.kind in ("programme", "unplaced"):
        code = line.own.programme
        if PROJECT.match(name_key(line.label)) or "." in code:
            return "subproject" if re.match(r"^(?:tiểu dự án|tda)", name_key(line.label)) else "project"
    if line.match is not None and line.match.places:
        place = line.match.places[0]
        return "commune" if place.level == "commune" and place.first < SINCE_NO_DISTRICTS else "unit"
    return line.kind


def _holds(stack: list[Line], line: Line, rank: str) -> bool:
    """Whether the innermost open line can hold this one: no line of its kind is open, and a district only its own."""
    if rank in NEVER_OUTER:
        return True
    ranks = [_rank(one) for one in stack]
    if rank == "block" and {"unit", "commune"} & set(ranks):
        return False  # a group of units is within none
    if rank == "commune":
        parent = line.match.places[0].parent if line.match else ""
        districts = [one for one in stack if _rank(one) == "unit"]
        return "commune" not in ranks and all(_is_place(one, parent) for one in districts)
    return rank not in ranks and not (rank == "unit" and "commune" in ranks)


def _is_place(line: Line, code: str) -> bool:
    return line.match is not None and any(place.code == code for place in line.match.places)
