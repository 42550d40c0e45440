"""What the rows of a side table say against each other, or of things that do not exist: errors with file and line.

Both the check of a dataset and the report that would compute with the rows ask here, so that neither lets through what
the other refuses.
"""

import re
from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction

import pandas as pd

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import LEVELS_WITH_CODES, covers, units_of
from mtqg_analysis.ledger.cells import allowed_codes, short
from mtqg_analysis.ledger.column import SHARE_FORM, YEAR_FORM
from mtqg_analysis.ledger.finding import Finding

Tables = dict[str, pd.DataFrame]
Row = dict[Hashable, str]
Lines = list[tuple[int, Row]]  # line in the file, cells by column
SUBJECTS = {"province": "20", "programme": "DTTS", "capital": "recurrent", "unit": "186", "agency": "STC"}  # examples
TERM_ENDS = "2025-12-31"  # of the programmes that programme_mapping.csv leads from


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
    lines: Lines = [(line, row) for line, row in enumerate(rows.to_dict("records"), start=2)]
    return list(rule(lines, tables, province))


def _finding(
    kind: str, file: str, line: int, found: str, expected: str, text: str, ids: tuple[str, ...] = ()
) -> Finding:
    place = f"{file}:{line}"
    return Finding("error", kind, tuple(map(short, ids)), found, expected, f"{place}: {text}", place)


def _repeated(lines: Lines, file: str, *key: str) -> Iterator[Finding]:
    """Rows that say again what an earlier row has said."""
    first: dict[tuple[str, ...], int] = {}
    for line, row in lines:
        words = tuple(row[name].strip() for name in key)
        if words in first:
            said = " → ".join(words)
            text = tr("«{said}» đã có ở dòng {line}; cần một dòng, hãy bỏ một.", said=short(said), line=first[words])
            yield _finding("repeated_row", file, line, short(said), tr("một dòng"), text, words[:1])
        first.setdefault(words, line)


def _no_commune(code: str, province: str) -> bool:
    """Whether a code is none of the communes that a province has today."""
    return covers("commune", province) and not any(not unit.valid_to for unit in units_of(code, "commune"))


def _unknown_communes(lines: Lines, file: str, province: str) -> Iterator[Finding]:
    for line, row in lines:
        if row["unit"] and _no_commune(row["unit"], province):
            yield _unknown(file, line, row["unit"], tr("mã xã, phường hiện nay, ví dụ 05977"))


def _unknown(file: str, line: int, unit: str, expected: str) -> Finding:
    padded = unit.zfill(5)
    hint = tr(" (Excel đã bỏ số 0 ở đầu của «{code}»?)", code=padded) if units_of(padded, "commune") else ""
    text = tr("không có đơn vị «{unit}»; cần {expected}{hint}.", unit=short(unit), expected=expected, hint=hint)
    return _finding("unknown_unit", file, line, short(unit), expected, text, (unit,))


def _classes(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "commune_classes.csv", "unit")
    yield from _unknown_communes(lines, "commune_classes.csv", province)


def _bounds(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    file, classes = "allocation_bounds.csv", tables.get("commune_classes", pd.DataFrame())
    yield from _repeated(lines, file, "unit")
    if "unit" in classes:
        listed = set(classes["unit"])
        for line, row in lines:
            if row["unit"] and row["unit"] not in listed:
                yield _unknown(file, line, row["unit"], tr("một mã của commune_classes.csv"))
    else:
        yield from _unknown_communes(lines, file, province)
    for line, row in lines:
        floor, cap = row["floor"], row["cap"]
        if _is_number(floor) and _is_number(cap) and Fraction(floor) > Fraction(cap):
            text = tr(
                "mức sàn {floor} của «{unit}» vượt mức trần {cap}; cần sàn nhỏ hơn hoặc bằng trần.",
                floor=floor,
                cap=cap,
                unit=row["unit"],
            )
            yield _finding("floor_above_cap", file, line, f"{floor} > {cap}", tr("sàn ≤ trần"), text, (row["unit"],))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,15}(\.[0-9]+)?", text))


def _mapping(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    file, until = "programme_mapping.csv", dict(table("programmes")[["code", "valid_to"]].itertuples(index=False))
    yield from _repeated(lines, file, "old", "new")
    for line, row in lines:
        old, new = row["old"], row["new"]
        if (until.get(old) and until[old] > TERM_ENDS) or until.get(old) == "":
            expected = tr("mã của giai đoạn 2021-2025, ví dụ DTTS.1")
            yield _misplaced(file, line, "old", old, expected)
        if new in until and until[new] <= TERM_ENDS:
            yield _misplaced(file, line, "new", new, tr("mã của giai đoạn sau, ví dụ TH.2"))
    sums: dict[str, Fraction] = {}
    for line, row in lines:
        if re.fullmatch(SHARE_FORM, row["share"]):
            before = sums.get(row["old"], Fraction(0))
            sums[row["old"]] = before + Fraction(row["share"])
            if before <= 1 < sums[row["old"]]:
                total = float(sums[row["old"]])
                text = tr(
                    "các tỷ trọng của «{old}» đến dòng này cộng thành {total:g}; tổng của một mã cũ nhiều nhất là 1.",
                    old=row["old"],
                    total=total,
                )
                yield _finding("shares_above_one", file, line, f"{total:g}", "≤ 1", text, (row["old"],))


def _misplaced(file: str, line: int, column: str, code: str, expected: str) -> Finding:
    text = tr("cột «{column}» là «{code}»; cần {expected}.", column=column, code=code, expected=expected)
    return _finding("wrong_period", file, line, code, expected, text, (code,))


def _needs(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    file, programmes = "needs.csv", table("programmes").set_index("code")
    for line, row in lines:
        level, unit, year = row["level"], row["unit"], row["year"]
        if unit and level in LEVELS_WITH_CODES and covers(level, province) and not units_of(unit, level):
            yield _unknown(file, line, unit, tr("mã đơn vị của cấp ở cột level"))
        code = row["programme"]
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
                yield _finding("wrong_period", file, line, code, expected, text, (row["need"],))


def _judgements(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    for line, row in lines:
        if row["work"].strip() and row["work"].strip() == row["other"].strip():
            text = tr("cặp là một công trình «{work}» với chính nó; cần hai mã khác nhau.", work=short(row["work"]))
            expected = tr("hai mã khác nhau")
            yield _finding("judged_with_itself", "judgements.csv", line, short(row["work"]), expected, text)


def _targets(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    for line, row in lines:
        if row["value"] and not row["direction"]:
            text = tr("có value mà trống direction; cần at_least hoặc at_most để biết thế nào là đạt.")
            yield _finding("missing_direction", "targets.csv", line, "", "at_least|at_most", text, (row["target"],))


def _statements(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "statements.csv", "statement")


def _directives(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    yield from _repeated(lines, "directives.csv", "directive")


def _narrative(lines: Lines, tables: Tables, province: str) -> Iterator[Finding]:
    file = "narrative.csv"
    yield from _repeated(lines, file, "narrative")
    for line, row in lines:
        kind, subject = row["subject_kind"], row["subject"]
        if bool(kind) != bool(subject):
            text = tr("chỉ có một trong subject_kind và subject; cần cả hai, hoặc trống cả hai khi nói về toàn tỉnh.")
            yield _finding("unknown_subject", file, line, short(kind or subject), tr("cả hai"), text)
        elif kind in SUBJECTS and not _is_subject(kind, subject, province):
            expected = tr("mã của loại {kind}, ví dụ {example}", kind=kind, example=SUBJECTS[kind])
            text = tr("không có đối tượng «{subject}»; cần {expected}.", subject=short(subject), expected=expected)
            yield _finding("unknown_subject", file, line, short(subject), expected, text)


def _is_subject(kind: str, code: str, province: str) -> bool:
    """Whether a code is one of its kind; of units, where the unit tables list those of the province."""
    if kind in ("programme", "capital"):
        return code in allowed_codes(kind)
    if kind == "agency":
        return code in set(table("agencies")["code"])
    levels = ("province",) if kind == "province" else ("district", "commune")
    return any(units_of(code, level) for level in levels) or not any(covers(level, province) for level in levels)


Rule = Callable[[Lines, Tables, str], Iterator[Finding]]
_RULES: dict[str, tuple[set[str], Rule]] = {
    "commune_classes": ({"unit"}, _classes),
    "allocation_bounds": ({"unit", "floor", "cap"}, _bounds),
    "programme_mapping": ({"old", "new", "share"}, _mapping),
    "needs": ({"need", "level", "unit", "year", "programme"}, _needs),
    "judgements": ({"work", "other"}, _judgements),
    "targets": ({"target", "value", "direction"}, _targets),
    "statements": ({"statement"}, _statements),
    "directives": ({"directive"}, _directives),
    "narrative": ({"narrative", "subject_kind", "subject"}, _narrative),
}
