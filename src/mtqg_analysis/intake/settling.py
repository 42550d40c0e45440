"""How undecided numbers such as 1.318 are read, as totals, printed rates and the province's plan prove it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from mtqg_analysis.intake.checks import check_columns, check_rows, fit_of, ratios_of
from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.lines import Line
from mtqg_analysis.intake.numbers import STYLES
from mtqg_analysis.intake.sums import Term, check_column_sum, column_sums
from mtqg_analysis.intake.values import Values, decide, in_one_unit
from mtqg_analysis.intake.workbook import address


def settle_styles(block: Block, lines: Sequence[Line], fields: Sequence[Field], values: Values, unit: str) -> Values:
    """Lets totals decide how undecided columns are read: in the one style in which they hold and the other fails.

    unit: of the table, in which amounts are compared.
    """
    rows, sums = [line.row for line in lines], column_sums(fields)
    for column in fields:
        names = {address(row, column.column) for row in rows}
        if not any(found.kind == "NUM_AMBIGUOUS" and found.cell in names for found in values.findings):
            continue
        trials = {style: decide(values, block, column, rows, style) for style in STYLES}
        about = {at: terms for at, terms in sums.items() if column.column in (at, *(term for _, term in terms))}
        held = {}
        for style, read in trials.items():
            trial = in_one_unit(read, fields, unit)
            by_rows = check_rows(lines, [column], trial)
            wrong, _ = check_columns(lines, about, trial)
            rated, misrated = _rated(lines, column, fields, trial)
            right = len(by_rows.held) + _agreeing(lines, about, trial) + rated
            held[style] = right if not by_rows.failed and not wrong and rated >= misrated else 0
        best = max(held, key=lambda style: held[style])
        if held[best] and sum(count > 0 for count in held.values()) == 1:
            values = trials[best]
    return values


def settle_by_size(
    block: Block, lines: Sequence[Line], fields: Sequence[Field], values: Values, most: Decimal
) -> Values:
    """Lets the province's plan decide what is still undecided: in one style the amounts are possible, in the other not.

    most: that a unit can have, in the unit of the table.
    """
    rows = [line.row for line in lines]
    open_ = {found.cell for found in values.findings if found.kind == "NUM_AMBIGUOUS"}
    undecided = [one for one in fields if one.role == "money" and {address(row, one.column) for row in rows} & open_]
    trials = {}
    for style in STYLES if undecided else ():
        trial = values
        for one in undecided:
            trial = decide(trial, block, one, rows, style)
        amounts = [abs(trial.number(row, one.column) or Decimal(0)) for row in rows for one in undecided]
        if max(amounts, default=Decimal(0)) <= most:
            trials[style] = trial
    return next(iter(trials.values())) if len(trials) == 1 else values


def _rated(lines: Iterable[Line], column: Field, fields: Sequence[Field], values: Values) -> tuple[int, int]:
    """How many printed rates a column of amounts agrees with, and how many not."""
    agreed, wrong = 0, 0
    for one in (one for one in fields if one.role == "rate" and not one.hidden):
        ratios = [ratio for ratio in ratios_of(one, fields) if column.column in (*ratio[0], *ratio[1])]
        fits = [fit_of(lines, one.column, ratio, values) for ratio in ratios]
        right, _, off = max(fits, key=lambda fit: fit[0], default=(0, 100, []))
        agreed, wrong = agreed + right, wrong + len(off)
    return agreed, wrong


def _agreeing(lines: Iterable[Line], sums: dict[int, list[Term]], values: Values) -> int:
    checked = (check_column_sum(values, line.row, column, terms) for line in lines for column, terms in sums.items())
    return sum(one is not None and one.holds for one in checked)
