"""What the rows of a side table say against each other, or of things that do not exist: errors with file and line.

Both the check of a dataset and the report that would compute with the rows ask here, so that neither lets through what
the other refuses.
"""

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import covers, units_of
from mtqg_analysis.ledger.cells import short
from mtqg_analysis.ledger.column import SHARE_FORM, YEAR_FORM
from mtqg_analysis.ledger.finding import Finding
from mtqg_analysis.ledger.named import agencies_of, is_owner, is_subject, is_unit

Tables = dict[str, pd.DataFrame]
Row = dict[Hashable, str]
SUBJECTS = {"province": "20", "programme": "DTTS", "capital": "recurrent", "unit": "186", "agency": "STC"}  # examples
NOBODY = "none"  # a statement is about nothing that has a code
TERM_ENDS = "2025-12-31"  # of the programmes that programme_mapping.csv leads from


@dataclass(frozen=True)
class Line:
    """One row of a side table: its file, its line there, and its cells by column."""

    file: str
    number: int
    row: Row

    def error(self, kind: str, found: str, expected: str, text: str, ids: tuple[str, ...] = ()) -> Finding:
        """What is wrong with the row; text: the same as a sentence, to which file and line are added."""
        place = f"{self.file}:{self.number}"
        return Finding("error", kind, tuple(map(short, ids)), found, expected, f"{place}: {text}", place)


Lines = list[Line]


def table_faults(name: str, tables: Tables, province: str) -> list[Finding]:
    """The errors in the rows of one side table; none where it lacks a column, which the schema names.

    province: its code; units are known only where the unit tables list those of the province.
    """
    rows = tables.get(name, pd.DataFrame())
    if name not in _RULES or rows.empty:
        return []
    columns, rule = _RULES[name]
    if not columns <= set(rows.columns):
        return []
    lines = [Line(f"{name}.csv", number, row) for number, row in enumerate(rows.to_dict("records"), start=2)]
    return list(rule(lines, tables, province))


def _repeated(lines: Lines, *key: str) -> Iterator[Finding]:
    """Rows that say again what an earlier row has said."""
    first: dict[tuple[str, ...], int] = {}
    for line in lines:
        words = tuple(line.row[name].strip() for name in key)
        if words in first:
            said = " → ".join(words)
            text = tr("«{said}» đã có ở dòng {line}; cần một dòng, hãy bỏ một.", said=short(said), line=first[words])
            yield line.error("repeated_row", short(said), tr("một dòng"), text, words[:1])
        first.setdefault(words, line.number)


def _unknown_units(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    agencies = agencies_of(tables)
    for line in lines:
        if line.row["unit"] and not is_unit(line.row["unit"], line.row["level"], province, agencies):
            yield _unknown(line, tr("mã đơn vị của cấp ở cột level"))


def _no_commune(code: str, province: str) -> bool:
    """Whether a code is none of the communes that a province has today."""
    return covers("commune", province) and not any(not unit.valid_to for unit in units_of(code, "commune"))


def _unknown_communes(lines: Lines, province: str) -> Iterator[Finding]:
    for line in lines:
        if line.row["unit"] and _no_commune(line.row["unit"], province):
            yield _unknown(line, tr("mã xã, phường hiện nay, ví dụ 05977"))


def _unknown(line: Line, expected: str) -> Finding:
    unit = line.row["unit"]
    padded = unit.zfill(5)
    hint = tr(" (Excel đã bỏ số 0 ở đầu của «{code}»?)", code=padded) if units_of(padded, "commune") else ""
    text = tr("không có đơn vị «{unit}»; cần {expected}{hint}.", unit=short(unit), expected=expected, hint=hint)
    return line.error("unknown_unit", short(unit), expected, text, (unit,))


def _classes(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "unit")
    yield from _unknown_communes(lines, province)


def _bounds(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    classes = tables.get("commune_classes", pd.DataFrame())
    yield from _repeated(lines, "unit")
    if "unit" in classes:
        listed = set(classes["unit"])
        for line in lines:
            if line.row["unit"] and line.row["unit"] not in listed:
                yield _unknown(line, tr("một mã của commune_classes.csv"))
    else:
        yield from _unknown_communes(lines, province)
    for line in lines:
        unit, floor, cap = (line.row[name] for name in ("unit", "floor", "cap"))
        if _is_number(floor) and _is_number(cap) and Fraction(floor) > Fraction(cap):
            text = tr(
                "mức sàn {floor} của «{unit}» vượt mức trần {cap}; cần sàn nhỏ hơn hoặc bằng trần.",
                floor=floor,
                cap=cap,
                unit=unit,
            )
            yield line.error("floor_above_cap", f"{floor} > {cap}", tr("sàn ≤ trần"), text, (unit,))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,15}(\.[0-9]+)?", text))


def _mapping(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    until = dict(table("programmes")[["code", "valid_to"]].itertuples(index=False))
    yield from _repeated(lines, "old", "new")
    for line in lines:
        old, new = line.row["old"], line.row["new"]
        if (until.get(old) and until[old] > TERM_ENDS) or until.get(old) == "":
            expected = tr("mã của giai đoạn 2021-2025, ví dụ DTTS.1")
            yield _misplaced(line, "old", expected)
        if new in until and until[new] <= TERM_ENDS:
            yield _misplaced(line, "new", tr("mã của giai đoạn sau, ví dụ TH.2"))
    sums: dict[str, Fraction] = {}
    for line in lines:
        old, share = line.row["old"], line.row["share"]
        if re.fullmatch(SHARE_FORM, share):
            before = sums.get(old, Fraction(0))
            sums[old] = before + Fraction(share)
            if before <= 1 < sums[old]:
                total = float(sums[old])
                text = tr(
                    "các tỷ trọng của «{old}» đến dòng này cộng thành {total:g}; tổng của một mã cũ nhiều nhất là 1.",
                    old=old,
                    total=total,
                )
                yield line.error("shares_above_one", f"{total:g}", "≤ 1", text, (old,))


def _misplaced(line: Line, column: str, expected: str) -> Finding:
    code = line.row[column]
    text = tr("cột «{column}» là «{code}»; cần {expected}.", column=column, code=code, expected=expected)
    return line.error("wrong_period", code, expected, text, (code,))


def _needs(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    programmes = table("programmes").set_index("code")
    yield from _unknown_units(lines, tables, province)
    for line in lines:
        year, code = line.row["year"], line.row["programme"]
        if code in programmes.index and re.fullmatch(YEAR_FORM, year):
            first, last = programmes.at[code, "valid_from"][:4], programmes.at[code, "valid_to"][:4]
            if not (first or "0000") <= year <= (last or "9999"):
                expected = tr("chương trình có trong năm {year}, ví dụ TH", year=year)
                text = tr(
                    "chương trình «{code}» chỉ có từ {first} đến {last}; cần {expected}.",
                    code=code,
                    first=first,
                    last=last,
                    expected=expected,
                )
                yield line.error("wrong_period", code, expected, text, (line.row["need"],))


def _judgements(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    for line in lines:
        work = line.row["work"]
        if work.strip() and work.strip() == line.row["other"].strip():
            text = tr("cặp là một công trình «{work}» với chính nó; cần hai mã khác nhau.", work=short(work))
            yield line.error("judged_with_itself", short(work), tr("hai mã khác nhau"), text)


def _targets(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "target")
    for line in lines:
        if line.row["value"] and not line.row["direction"]:
            text = tr("có value mà trống direction; cần at_least hoặc at_most để biết thế nào là đạt.")
            yield line.error("missing_direction", "", "at_least|at_most", text, (line.row["target"],))


def _statements(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "statement")
    yield from _unknown_subjects(lines, tables, province)


def _directives(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "directive")
    agencies = agencies_of(tables)
    for line in lines:
        for owner in line.row["owners"].split("|") if line.row["owners"] else ():
            if not is_owner(owner, province, agencies):
                expected = tr("mã cơ quan hoặc đơn vị, ví dụ STC hoặc 186")
                text = tr("không có nơi thực hiện «{owner}»; cần {expected}.", owner=short(owner), expected=expected)
                yield line.error("unknown_owner", short(owner), expected, text)


def _narrative(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "narrative")
    yield from _unknown_subjects(lines, tables, province)


def _unknown_subjects(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    agencies = agencies_of(tables)
    for line in lines:
        kind, subject = line.row["subject_kind"].replace(NOBODY, ""), line.row["subject"]
        if bool(kind) != bool(subject):
            text = tr("chỉ có một trong subject_kind và subject; cần cả hai, hoặc trống cả hai khi nói về toàn tỉnh.")
            yield line.error("unknown_subject", short(kind or subject), tr("cả hai"), text)
        elif kind in SUBJECTS and not is_subject(subject, kind, province, agencies):
            expected = tr("mã của loại {kind}, ví dụ {example}", kind=kind, example=SUBJECTS[kind])
            text = tr("không có đối tượng «{subject}»; cần {expected}.", subject=short(subject), expected=expected)
            yield line.error("unknown_subject", short(subject), expected, text)


def _counterpart(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "counterpart")
    yield from _unknown_units(lines, tables, province)


def _projects(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "project", "year", "programme", "capital", "unit")
    yield from _unknown_units(lines, tables, province)
    for line in lines:
        place = line.row["place"]
        if place and not is_unit(place, "commune", province, frozenset()):
            expected = tr("mã xã, phường, ví dụ 05977; trống khi không biết")
            text = tr("không có nơi thực hiện «{owner}»; cần {expected}.", owner=short(place), expected=expected)
            yield line.error("unknown_unit", short(place), expected, text, (line.row["project"],))


def _agencies(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "code")


def _names(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "name", "level")
    agencies = agencies_of(tables)
    for line in lines:
        code = line.row["code"]
        if not is_unit(code, line.row["level"], province, agencies):
            expected = tr("mã đơn vị của cấp ở cột level")
            text = tr("không có đơn vị «{unit}»; cần {expected}{hint}.", unit=short(code), expected=expected, hint="")
            yield line.error("unknown_unit", short(code), expected, text, (code,))


Rule = Callable[[Lines, Tables, str], Iterator[Finding]]
_RULES: dict[str, tuple[set[str], Rule]] = {
    "commune_classes": ({"unit"}, _classes),
    "allocation_bounds": ({"unit", "floor", "cap"}, _bounds),
    "programme_mapping": ({"old", "new", "share"}, _mapping),
    "needs": ({"need", "level", "unit", "year", "programme"}, _needs),
    "judgements": ({"work", "other"}, _judgements),
    "targets": ({"target", "value", "direction"}, _targets),
    "statements": ({"statement", "subject_kind", "subject"}, _statements),
    "directives": ({"directive", "owners"}, _directives),
    "narrative": ({"narrative", "subject_kind", "subject"}, _narrative),
    "counterpart": ({"counterpart", "level", "unit"}, _counterpart),
    "projects": ({"project", "level", "unit", "place", "year", "programme", "capital"}, _projects),
    "agencies": ({"code"}, _agencies),
    "names": ({"name", "level", "code"}, _names),
}
