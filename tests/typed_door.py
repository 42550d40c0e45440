"""What a type checker makes of the door: mypy reads this, nothing runs it. A name that became `Any` fails here."""

from datetime import date
from pathlib import Path
from typing import assert_type

from mtqg_analysis import (
    Baseline,
    Column,
    Ledger,
    Made,
    Period,
    Reading,
    Scope,
    Table,
    YearEnd,
    Years,
    compare_years,
    evaluate_year,
    load_ledger,
    plan_baseline,
    read_file,
    run_report,
    store,
    year_end,
)


def seen_from_outside(file: Path) -> None:
    """Each verb with the type that an editor shows for it."""
    ledger = assert_type(load_ledger("data/langson", Period(2024, date(2024, 12, 31))), Ledger)
    evaluation = assert_type(evaluate_year(ledger, ledger), YearEnd)
    assert_type(compare_years(ledger, ledger, (2021, 2025), date(2026, 1, 31)), Years)
    assert_type(plan_baseline(ledger, ledger, (2026, 2030), date(2026, 1, 31)), Baseline)
    assert_type(year_end.by_programme(evaluation), Table | None)
    assert_type(store([assert_type(read_file(file), Reading)], file.parent), dict[str, int])
    assert_type(Column("rate", "Tỷ lệ", "percent").decimals, int | None)
    assert_type(Scope("%", "31/12/2024", "", "").line, str)
    assert_type(assert_type(run_report("year-end", data="data/langson", year=2024), Made).files, dict[str, Path])
