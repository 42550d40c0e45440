"""What is said of a table as a whole: it cannot be read, its rows repeat each other, which slips of cells matter."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.lines import Line
from mtqg_analysis.intake.meaning import Meaning
from mtqg_analysis.intake.values import Values
from mtqg_analysis.intake.workbook import At, Where, address
from mtqg_analysis.ledger.finding import Finding

UNREAD = ("unknown", "unplaced", "doubt", "refused")  # kinds of rows whose name is not settled
NOT_A_LOSS = ("NO_DATA_MARK", "NUM_AMBIGUOUS", "NUM_TEXT", "NUM_FOOTNOTE")  # in a total or a rate, which is not kept


def no_column(block: Block, fields: Sequence[Field]) -> Finding:
    """A table with numbers of which no column or no row says what they are."""
    listed = ", ".join(f"«{one.text}»" for one in fields if one.text)
    message = tr(
        "Bảng có số nhưng không cột nào cho biết là kế hoạch hay giải ngân ({columns}), hoặc không dòng nào có tên; "
        "bảng không được đọc. Hãy sửa tiêu đề, hoặc nêu nghĩa của cột bằng --column.",
        columns=listed,
    )
    return finding("TABLE_UNREAD", message, Where(block.sheet.name, (block.first, block.columns[0].index)), listed)


def no_unit(block: Block, first: Field) -> Finding:
    """A table of which nobody knows the unit of money."""
    message = tr(
        "Bảng không ghi đơn vị tính; hãy nêu --unit (đồng, nghìn, triệu hoặc tỷ), hoặc thêm dòng «Đơn vị tính: "
        "…» phía trên bảng."
    )
    return finding("UNIT_MISSING", message, Where(block.sheet.name, (block.first, first.column)), "", "--unit")


def repeated_rows(own: Iterable[Line]) -> list[list[Line]]:
    """Rows that claim to be about the very same thing."""
    about: dict[Meaning, list[Line]] = defaultdict(list)
    for line in own:
        if line.meaning.unit and not line.inner and line.kind not in UNREAD and not line.withheld:
            about[line.meaning].append(line)
    return [group for group in about.values() if len(group) > 1]


def repetitions(groups: Iterable[Sequence[Line]], sheet: str) -> list[Finding]:
    """Each of the rows that repeat each other."""
    findings = []
    for group in groups:
        rows = ", ".join(str(line.row) for line in group)
        for line in group:
            message = tr(
                "«{label}» có ở các dòng {rows}; không rõ dòng nào đúng nên không dòng nào được đọc.",
                label=line.label,
                rows=rows,
            )
            findings.append(finding("DUPLICATE_UNIT", message, Where(sheet, line.at), line.label, tr("một dòng")))
    return findings


def of_values(
    values: Values, lines: Iterable[Line], fields: Iterable[Field], addable: set[At], own_form: bool
) -> list[Finding]:
    """What was found in single cells, without what is said of cells that are not read anyway.

    addable: the cells that are no totals.
    """
    shown = {field.column: field for field in fields if not field.hidden}
    cells = {address(line.row, column): (line.row, column) for line in lines for column in shown}
    kept = []
    for said in values.findings:
        at = cells.get(said.cell)
        if at is None:
            continue
        evidence = at not in addable or shown[at[1]].role == "rate"
        no_loss = said.kind in NOT_A_LOSS or (own_form and said.kind == "FORMULA_NO_RESULT")
        if not (evidence and no_loss):
            kept.append(said)
    return kept
