"""Writes the illustrative dataset's tables by unit as the workbooks that offices send in. Nothing in them is real.

    python data/illustrative/make_workbooks.py   (with the Python of .venv)

Three are filled-in forms of the project. The fourth is a copy of the districts' table with the slips that real files
have, so that the findings of `mtqg intake` can be seen.
"""

from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd

from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import units_of
from mtqg_analysis.intake.forms import Sent, write_year_end_form

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "workbooks"
NOTE = "SỐ LIỆU MINH HỌA, KHÔNG PHẢI SỐ THẬT"
FILES = {
    "giai-ngan-2024-huyen.xlsx": (2024, "districts", "district"),
    "giai-ngan-2024-co-quan.xlsx": (2024, "agencies", "agency"),
    "giai-ngan-2025-xa.xlsx": (2025, "communes", "commune"),
}
SLIPS = "giai-ngan-2024-huyen-co-loi.xlsx"


def name_of(level: str, code: str, day: date) -> str:
    """A unit's name on a day, as the form writes it."""
    if level == "agency":
        return str(table("agencies").set_index("code").at[code, "name_vi"])
    return next(unit.name for unit in units_of(code, level) if unit.valid_on(day))


def amounts_of(facts: pd.DataFrame, year: int, level: str) -> dict[tuple[str, str, str, str], int]:
    """Plan in force and disbursement at the year's end: million đồng by programme, unit, measure and capital."""
    day = date(year, 12, 31)
    rows = facts.query("year == @year and level == @level and scope == '' and fund == ''")
    plans = rows[(rows["measure"] == "plan") & (rows["plan_basis"] == "province_assigned")].sort_values("as_of")
    paid = rows[(rows["measure"] == "disbursed") & (rows["as_of"] == day.isoformat()) & (rows["status"] == "actual")]
    amounts = {}
    for row in pd.concat([plans[plans["as_of"] <= day.isoformat()], paid]).itertuples():
        measure = row.measure + ("_carried_over" if row.origin == "carried_over" else "")
        amounts[row.programme, name_of(level, row.unit, day), measure, row.capital] = int(row.value)
    return amounts


def spoil(file: Path, target: Path) -> None:
    """A misspelt name, a number as text, a total that is wrong, an error cell, a hidden row."""
    book = openpyxl.load_workbook(file, data_only=True)
    page = book.worksheets[0]
    page["B10"] = "Huyện Trảng Định"
    page["D11"] = f"{page['D11'].value:,}".replace(",", ".") + ",0"
    page["E8"] = page["E8"].value + 900
    page["K12"] = "#REF!"
    page.row_dimensions[14].hidden = True
    book.save(target)


def main() -> None:
    """Writes all four."""
    FOLDER.mkdir(exist_ok=True)
    facts = pd.read_csv(HERE / "facts.csv", dtype=str, keep_default_na=False).astype({"year": int})
    for name, (year, units, level) in FILES.items():
        period = Period(year, date(year, 12, 31))
        write_year_end_form(FOLDER / name, period, Sent("20", units), amounts_of(facts, year, level), NOTE)
    spoil(FOLDER / "giai-ngan-2024-huyen.xlsx", FOLDER / SLIPS)


if __name__ == "__main__":
    main()
