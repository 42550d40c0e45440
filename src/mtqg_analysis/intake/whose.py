"""Which province a file is of, where no dataset that it goes into says it: its units' names mean nothing before."""

import re
from functools import cache
from pathlib import Path

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.names import spelled
from mtqg_analysis.domain.reference import table
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.text import clean
from mtqg_analysis.intake.workbook import Kind, Workbook
from mtqg_analysis.ledger.dataset import dataset_around, province_of_dataset
from mtqg_analysis.ledger.finding import Finding

LAST_ROW = 15  # down to which a letterhead and a title stand


def whose(path: Path, book: Workbook) -> str:
    """The province of the dataset that a file lies in, else the only one that its first lines name; else empty.

    Where a file names none or several, the dataset in whose folder the reader stands decides.
    """
    around = dataset_around(path.parent)
    if around is not None:
        return province_of_dataset(around)
    texts = [
        cell.text
        for sheet in book.sheets
        for (row, _), cell in sheet.cells.items()
        if row <= LAST_ROW and cell.kind is Kind.TEXT
    ]
    found = {code for text in texts for code in named_provinces(text)}
    if len(found) == 1:
        return found.pop()
    here = dataset_around(Path.cwd())
    own = province_of_dataset(here) if here else ""
    return own if not found or own in found else ""


def named_provinces(text: str) -> set[str]:
    """The codes of the provinces that a text names with their type, of today where two of one name followed each other.

    >>> named_provinces("UBND TỈNH CAO BẰNG"), named_provinces("Thành phố Cao Bằng"), named_provinces("tỉnh Bắc Ninh")
    ({'04'}, set(), {'24'})
    """
    words = spelled(clean(text))
    return {code for form, codes in _forms() for found in form.finditer(words) for code in [codes[found[1]]]}


@cache
def _forms() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """For each type of province a pattern of its names, and what they mean; the newest of one name is meant."""
    rows = table("units").query("level == 'province'").sort_values("valid_from", kind="stable")
    found = []
    for type_, own in rows.groupby("type"):
        codes = {
            spelled(name).removeprefix(f"{type_} "): code
            for name, code in own[["name_vi", "code"]].itertuples(index=False)
        }
        known = "|".join(re.escape(name) for name in sorted(codes, key=len, reverse=True))
        found.append((re.compile(rf"{type_} ({known})\b"), codes))
    return tuple(found)


def unknown_province() -> Finding:
    """Asks for the province of a file that goes into no dataset and names none."""
    message = tr(
        "Không biết tệp là của tỉnh nào, nên chưa đọc được tên đơn vị. Hãy nêu bộ dữ liệu của tỉnh bằng --into, hoặc "
        "đứng trong thư mục của bộ dữ liệu (tạo bằng mtqg new)."
    )
    return finding("PROVINCE_UNKNOWN", message)
