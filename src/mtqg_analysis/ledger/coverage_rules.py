"""Whether the units' returns of a year are all there: what a total summed from them would lack."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pandas as pd

from mtqg_analysis.domain.codes import CAPITALS, UNIT_LEVELS
from mtqg_analysis.domain.language import tr, written_day
from mtqg_analysis.domain.programmes import every_programme
from mtqg_analysis.domain.reference import label
from mtqg_analysis.domain.units import unit_name
from mtqg_analysis.ledger.column import YEAR_FORM
from mtqg_analysis.ledger.coverage import Coverage, coverage_of
from mtqg_analysis.ledger.facts import Row
from mtqg_analysis.ledger.finding import Finding

COLUMNS = ["level", "unit", "programme", "capital"]
MOST_NAMED = 15
FORMS = {"district": "districts", "commune": "communes", "": "communes"}


def check_coverage(figures: list[Row], province: str) -> list[Finding]:
    """A warning for every plan year whose newest plan and disbursement lack units, programmes or a capital type.

    figures: as `with_figures` gives them. Only years with plan and disbursement by programme and capital of the
    province's units, or of the province itself, are returns; a single published figure about one district is none.
    A dataset of no province of its own holds nobody's returns.
    """
    if not province:
        return []
    paid, planned = of_year(figures, "disbursed", province), of_year(figures, "plan", province)
    findings: list[Finding] = []
    for year, own in sorted(paid.items()):
        for own_levels in (UNIT_LEVELS, ("province",)):
            rows = [row for row in own if row["level"] in own_levels]
            plans = [row for row in planned.get(year, ()) if row["level"] in own_levels]
            if rows and plans:
                day = max(row["day"] for row in rows)
                newest = [row for row in rows if row["day"] == day]
                findings += _said(_counted(newest, plans, province, year, day))
    return findings


def _counted(paid: list[Row], plans: list[Row], province: str, year: int, day: date) -> Coverage:
    """The coverage of the cells with plan and disbursement, the others apart; of what is paid where none has both."""
    told, planned = (
        pd.DataFrame([[row[name] for name in COLUMNS] for row in rows], columns=COLUMNS) for rows in (paid, plans)
    )
    both = told.merge(planned.drop_duplicates())
    return coverage_of(told if both.empty else both, province, year, day, pd.concat([told, planned]))


def of_year(figures: list[Row], measure: str, province: str) -> dict[int, list[Row]]:
    """The amounts of one measure by plan year, programme by programme and capital by capital."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in figures:
        plain = not (row["fund"] or row["scope"] or row["part_of"] or row["year_to"]) and row["capital"] in CAPITALS
        ours = row["province"] in ("", province) and row["level"] in (*UNIT_LEVELS, "province")
        dated = (
            bool(re.fullmatch(YEAR_FORM, row["year"]))
            and isinstance(row["day"], date)
            and row["status"] in ("actual", "plan")
        )
        if plain and ours and dated and row["measure"] == measure and row["programme"] in every_programme():
            found[int(row["year"])].append(row)
    return found


def _said(coverage: Coverage) -> Iterator[Finding]:
    kinds = (
        ("units_missing", coverage.units.missing, len(coverage.units.expected), tr("đơn vị")),
        ("programmes_missing", coverage.programmes.missing, len(coverage.programmes.expected), tr("chương trình")),
        ("capitals_missing", coverage.capitals.missing, len(coverage.capitals.expected), tr("loại vốn")),
    )
    if coverage.crossed:
        yield _crossed(coverage)
    for kind, missing, expected, what in kinds:
        if not missing:
            continue
        names = [_name(kind, code, coverage.day) for code in missing[:MOST_NAMED]]
        more = len(missing) - len(names)
        listed = ", ".join(names) + (tr(" và {count} mục khác", count=more) if more else "")
        found = tr("{held} trong {expected} {what}", held=expected - len(missing), expected=expected, what=what)
        message = tr(
            "Năm {year}, giải ngân đến {day}: có {found}; thiếu {listed}. Tổng cộng từ đó không phải là số của tỉnh; "
            "thu thêm bằng mtqg form year-end --year {year} --units {units}, hoặc ghi 0 nếu không có vốn.",
            year=coverage.year,
            day=written_day(coverage.day),
            found=found,
            listed=listed,
            units=FORMS[coverage.level],
        )
        yield Finding("warning", kind, (), found, str(expected), message)


def _crossed(coverage: Coverage) -> Finding:
    """Programmes that some units report and others do not, or in one capital type only."""
    units = len(coverage.units.held)
    found = "; ".join(
        tr("{programme}: {held} trong {units} đơn vị", programme=label("programme", code), held=full, units=units)
        for code, full in coverage.crossed
    )
    message = tr(
        "Năm {year}, giải ngân đến {day}: có đơn vị thiếu cả một chương trình hoặc một loại vốn của chương trình "
        "({found} có đủ). Số của chương trình ấy không phải là của cả tỉnh; thu thêm bằng mtqg form year-end --year "
        "{year} --units {form}, hoặc ghi 0 nếu không có vốn.",
        year=coverage.year,
        day=written_day(coverage.day),
        found=found,
        form=FORMS[coverage.level],
    )
    return Finding("warning", "programmes_partly_missing", (), found, str(units), message)


def _name(kind: str, code: str, day: date) -> str:
    if kind == "units_missing":
        return unit_name(code, day)
    return label("programme" if kind == "programmes_missing" else "capital", code)
