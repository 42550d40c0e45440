"""The survey of needs as `forms` writes it: a row a work, in which each column alone says what its cells are.

So no name of a work is ever taken for a total, a programme, a unit or a number, and no choice is guessed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import code_of, fold, label, table
from mtqg_analysis.intake.fields import Field
from mtqg_analysis.intake.headings import Block
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.lines import Line, anchors_of
from mtqg_analysis.intake.meaning import Meaning
from mtqg_analysis.intake.names import Match, Names
from mtqg_analysis.intake.numbers import read_number
from mtqg_analysis.intake.places import find_place
from mtqg_analysis.intake.text import clean
from mtqg_analysis.intake.titles import Surroundings
from mtqg_analysis.intake.values import Value, Values
from mtqg_analysis.intake.workbook import At, Cell, Kind, Where
from mtqg_analysis.ledger.finding import Finding

# The headings of the form, by what stands under them; those of a person's choice come first.
HEADINGS = {
    "unit": "Đơn vị",
    "programme": "Chương trình",
    "capital": "Loại vốn",
    "work": "Tên công trình, nội dung đầu tư",
    "place": "Địa điểm (thôn)",
}
COUNTS = {"households": "Số hộ hưởng lợi", "people": "Số người hưởng lợi"}
TOTAL = "Tổng cộng"
PLACE, COUNTED = "địa điểm", {"households": "số hộ", "people": "số người"}  # in the headings of any survey
EMPTY_OF_MONEY = ("not_applicable", "no_data")


def list_columns(block: Block) -> dict[str, int]:
    """The columns of the survey form by what they hold; empty for any other table."""
    headings = {fold(column.headings[-1]): column.index for column in block.columns if column.headings}
    found = {name: headings.get(fold(words)) for name, words in HEADINGS.items()}
    return {name: at for name, at in found.items() if at is not None} if all(found.values()) else {}


def in_first_year(around: Surroundings, fields: Iterable[Field]) -> Surroundings:
    """The surroundings of a survey: its units are those of the first day of its first year, as the form was written."""
    years = [one.meaning.year for one in fields if one.meaning.measure == "need" and one.meaning.year]
    day = date(min(years), 1, 1) if years else None
    return replace(around, window=(day, day)) if day else around


@dataclass(frozen=True)
class _Entry:
    """One row of the form as somebody filled it in: its cells by what they hold, None where blank."""

    sheet: str
    row: int
    columns: dict[str, int]
    cells: dict[str, Cell | None]

    @cached_property
    def texts(self) -> dict[str, str]:
        """The words of the cells."""
        return {name: clean(cell.text) if cell else "" for name, cell in self.cells.items()}

    def at(self, name: str) -> At:
        """The place of a cell in the row."""
        return self.row, self.columns[name]

    def where(self, name: str) -> Where:
        """The same in the file."""
        return Where(self.sheet, self.at(name))


def read_works(
    block: Block, columns: dict[str, int], fields: Sequence[Field], names: Names, around: Surroundings
) -> tuple[list[Line], list[Finding]]:
    """The rows that ask for money, and the form's own row of totals; rows that lack something are refused at its cell.

    A row of a work without any money is no line: it is named in a finding.
    """
    money = [one.column for one in fields if one.role == "money"]
    counts = [one.column for one in fields if one.role == "count"]
    anchors = anchors_of(block, list(columns.values()))
    years = {one.meaning.year for one in fields if one.meaning.year}
    lines, findings = [], []
    for row in block.rows:
        cells = {name: block.sheet.cells.get(anchors.get((row, at), (row, at))) for name, at in columns.items()}
        entry, hidden = _Entry(block.sheet.name, row, columns, cells), row in block.sheet.hidden_rows
        work = entry.texts["work"]
        if row == block.rows[0] and _is_own_total(entry.texts):
            lines.append(Line(row, entry.at("work"), work, "", "total", Meaning(), hidden=hidden))
        elif any(_asks(block.sheet.cells.get((row, column))) for column in money):
            line, found = _line(entry, names, around, years)
            line.hidden = hidden
            lines.append(line)
            findings += found
        elif work or entry.texts["place"] or any((row, column) in block.sheet.cells for column in counts):
            message = tr(
                "Dòng {row} «{work}» không có số tiền nào nên không có nhu cầu nào được lưu.", row=row, work=work
            )
            findings.append(finding("WORK_WITHOUT_MONEY", message, entry.where("work"), work, tr("số tiền")))
    return lines, findings


def _is_own_total(texts: dict[str, str]) -> bool:
    """Whether a row is the one of totals that the form has above its works."""
    return fold(texts["work"]) == fold(TOTAL) and not any(text for name, text in texts.items() if name != "work")


def _asks(cell: Cell | None) -> bool:
    return cell is not None and (cell.kind is not Kind.TEXT or read_number(cell.text).state not in EMPTY_OF_MONEY)


def _line(entry: _Entry, names: Names, around: Surroundings, years: set[int]) -> tuple[Line, list[Finding]]:
    """One work with its unit, programme and kind of capital."""
    texts, findings = entry.texts, _misfits(entry, years)
    place = None
    if texts["unit"]:
        place, found = find_place(texts["unit"], entry.at("unit"), names, around, entry.sheet)
        findings += found
    own = Meaning(
        programme=_programme(texts["programme"], years),
        capital=code_of("capital", texts["capital"]) or "",
        unit=place.code if place else "",
        level=place.level if place else "",
        work=texts["work"],
        spot=texts["place"],
    )
    kind = "refused" if any(one.severity == "error" for one in findings) else "row"
    match = Match((place,)) if place else None
    return Line(entry.row, entry.at("work"), texts["work"], "", kind, own, match, meaning=own), findings


def _misfits(entry: _Entry, years: set[int]) -> list[Finding]:
    """The cells of a row that are blank, no words, or no choice of the form; names of units are judged elsewhere."""
    texts, findings = entry.texts, []
    for name, cell in entry.cells.items():
        if cell is not None and cell.kind not in (Kind.TEXT, Kind.NUMBER):
            message = tr("Ô là {text}, không phải chữ; có thể Excel đã tự đổi. Hãy nhập lại.", text=cell.text)
            findings.append(finding("CELL_ERROR", message, entry.where(name), cell.text, tr("chữ")))
        elif not texts[name] and name != "place":
            expected = _expected(name, years)
            message = tr(
                "Dòng {row} có số tiền nhưng thiếu {heading}; hãy ghi {expected}.",
                row=entry.row,
                heading=HEADINGS[name].lower(),
                expected=expected,
            )
            findings.append(finding("FIELD_BLANK", message, entry.where(name), "", HEADINGS[name]))
    known = {
        "programme": bool(_programme(texts["programme"], years)),
        "capital": code_of("capital", texts["capital"]) in CAPITALS,
    }
    for name in known:
        if texts[name] and not known[name]:
            expected = _expected(name, years)
            message = tr(
                "«{name}» không phải {heading} của biểu; dòng không được đọc. Hãy chọn {expected}.",
                name=texts[name],
                heading=HEADINGS[name].lower(),
                expected=expected,
            )
            findings.append(finding("NAME_UNKNOWN", message, entry.where(name), texts[name], expected))
    return findings


def _expected(name: str, years: set[int]) -> str:
    if name == "programme":
        return tr("một trong: {names}", names=", ".join(code for code in _running(years) if "." not in code))
    if name == "capital":
        return tr("một trong: {names}", names=", ".join(label("capital", code) for code in CAPITALS))
    return tr("tên đơn vị như trong trang «Danh mục»") if name == "unit" else tr("tên của công trình")


def _running(years: set[int]) -> dict[str, tuple[str, str]]:
    """The programmes, and what is below them, that run in some of the years: code to full and short name."""
    rows = table("programmes").query("level != 'aggregate'").to_dict("records")
    first, last = str(min(years, default=1)).zfill(4), f"{max(years, default=9998)}-12-31"
    return {
        row["code"]: (row["name_vi"], row["short_vi"])
        for row in rows
        if row["valid_from"] <= last and (not row["valid_to"] or row["valid_to"] >= first)
    }


def _programme(text: str, years: set[int]) -> str:
    """The code of a programme of the years by its code, one of its spellings or its name; empty for anything else."""
    running = _running(years)
    code = code_of("programme", text) or ""
    named = (code for code, words in running.items() if fold(text) in map(fold, words))
    return code if code in running else next(named, "") if text else ""


def beside_columns(fields: Iterable[Field]) -> dict[str, int]:
    """The columns of a survey that count whom a work serves; empty where the table asks for no money."""
    fields = [one for one in fields if not one.hidden]
    if not any(one.meaning.measure == "need" for one in fields):
        return {}
    found = {
        name: one.column
        for name, words in COUNTED.items()
        for one in reversed(fields)
        if one.role == "count" and words in one.text.lower()
    }
    return found


def check_needs(
    lines: Iterable[Line], fields: Sequence[Field], values: Values, counted: dict[str, int], block: Block
) -> tuple[dict[int, dict[str, str]], list[Finding]]:
    """What each row says beside its money, and amounts and counts that cannot be; those cells are blocked.

    An amount below nothing is none, and people are counted whole.
    """
    beside: dict[int, dict[str, str]] = {}
    findings = []
    needs = [one.column for one in fields if one.role == "money" and one.meaning.measure == "need"]
    for line in lines:
        for at in ((line.row, column) for column in needs):
            amount = values.number(*at)
            if amount is not None and amount < 0:
                message = tr(
                    "Nhu cầu {text} là số âm; hãy sửa thành số không âm hoặc để trống.", text=block.sheet.text(*at)
                )
                findings.append(_refused(values, message, at, block, tr("số không âm")))
        for name, column in counted.items():
            at = (line.row, column)
            value = values.at(*at)
            if value.state == "number" and not _is_count(value, block.sheet.text(*at)):
                message = tr(
                    "«{text}» không phải số đếm; hãy nhập số nguyên không âm hoặc để trống.",
                    text=block.sheet.text(*at),
                )
                findings.append(_refused(values, message, at, block, tr("số nguyên không âm")))
            elif value.state == "number":
                beside.setdefault(line.row, {})[name] = str(int(value.amount))
    return beside, findings


def _is_count(value: Value, text: str) -> bool:
    return value.amount >= 0 and value.amount == value.amount.to_integral_value() and not value.unit and "%" not in text


def _refused(values: Values, message: str, at: At, block: Block, expected: str) -> Finding:
    values.by_cell[at] = Value("blocked")
    return finding("CELL_ERROR", message, Where(block.sheet.name, at), block.sheet.text(*at), expected)
