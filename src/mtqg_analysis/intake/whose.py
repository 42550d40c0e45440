"""Which province a file is of, where no dataset that it goes into says it: its units' names mean nothing before."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from mtqg_analysis.domain.language import tr
from mtqg_analysis.domain.names import spelled
from mtqg_analysis.domain.nation import homes
from mtqg_analysis.domain.reference import table
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.text import clean
from mtqg_analysis.intake.workbook import Kind, Workbook
from mtqg_analysis.ledger.dataset import dataset_around, province_of_dataset
from mtqg_analysis.ledger.finding import Finding

LAST_ROW = 15  # down to which a letterhead and a title stand
TYPE = re.compile(r"\b(huyện|thị xã|thành phố|quận|thị trấn|xã|phường|đặc khu) (?=\w)")
LONGEST = 6  # words of a unit's name without its type


def whose(path: Path, book: Workbook) -> str:
    """The province of the dataset that a file lies in, else the only one that its first lines name; else empty.

    Where a file names none, it is of the only province that has a unit of each name with a type in it; where that says
    nothing either, or several are named, the dataset in whose folder the reader stands decides.
    """
    around = dataset_around(path.parent)
    if around is not None:
        return province_of_dataset(around)
    texts = [
        (row, cell.text) for sheet in book.sheets for (row, _), cell in sheet.cells.items() if cell.kind is Kind.TEXT
    ]
    found = {code for row, text in texts if row <= LAST_ROW for code in named_provinces(text)}
    if not found:
        found = set(homes_of(text for _, text in texts))
    if len(found) == 1:
        return found.pop()
    here = dataset_around(Path.cwd())
    own = province_of_dataset(here) if here else ""
    return own if not found or own in found else ""


def homes_of(texts: Iterable[str]) -> frozenset[str]:
    """The provinces of today that have or had a unit of every name that texts give with its type; none without a name.

    >>> homes_of(["UBND HUYỆN CHI LĂNG", "Xã Hòa Bình"]), homes_of(["Hòa Bình"]), homes_of(["huyện Chi Lăng", "Quận 1"])
    (frozenset({'20'}), frozenset(), frozenset())
    """
    named = {homes()[name] for text in texts for name in _typed_names(spelled(clean(text)))}
    return frozenset.intersection(*named) if named else frozenset()


def _typed_names(text: str) -> Iterator[str]:
    """The names of units with their type in a text, each the longest that is known from where it begins."""
    for found in TYPE.finditer(text):
        words = text[found.start() :].split()[: LONGEST + len(found[1].split())]
        longer = (" ".join(words[:count]).rstrip(".,;:)") for count in range(len(words), 1, -1))
        name = next((one for one in longer if one in homes()), None)
        if name:
            yield name


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
