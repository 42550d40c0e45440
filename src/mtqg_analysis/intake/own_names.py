"""The names that a dataset adds to those of the package: agencies of its province, and ways to write a known name."""

import re
from pathlib import Path

from mtqg_analysis.domain.errors import DataError, ParameterError
from mtqg_analysis.intake.forms import Sent
from mtqg_analysis.intake.lexicon import bare
from mtqg_analysis.intake.names import ALWAYS, Names, Place
from mtqg_analysis.intake.text import clean
from mtqg_analysis.ledger.dataset import dataset_around, dataset_meant, find_path, province_of_dataset, read_rows
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.ledger.file_shape import csv_text
from mtqg_analysis.ledger.keeping import write_all

AGENCIES, SPELLINGS = (tuple(column.name for column in SIDE_COLUMNS[name]) for name in ("agencies", "names"))
LONGEST = 200  # letters of a name
Row = dict[str, str]


def own_names(folder: Path | None) -> Names:
    """The names by which files of a dataset are read: of its province, and its own; of no province without one."""
    agencies, spellings = _rows(folder, "agencies.csv"), _rows(folder, "names.csv")
    around = dataset_around(folder) if folder else None
    return Names(province_of_dataset(around) if around else "", agencies, spellings)


def whom(data: str | None, units: str) -> Sent:
    """Whom a form of a dataset is for: its province's units, or the agencies of the package and its own.

    data: its folder; without one that around the current folder. Raises DataError where neither says the province.
    """
    folder = find_path(dataset_meant(data))
    names = own_names(folder)
    if not names.province:
        raise DataError("{folder} là bộ dữ liệu của tỉnh nào? Hãy ghi province vào dataset.yaml.", folder=folder)
    return Sent(names.province, units, tuple(row["name_vi"] for row in names.more_agencies))


def add_spelling(folder: Path, name: str, meaning: str) -> Place:
    """Lets a dataset know a name as another way to write one of a unit or agency, given by its name or code.

    Raises ParameterError for a name that means something already, and for a meaning that is none or not one.
    """
    names = own_names(folder)
    name = _new(name, names)
    found = names.of_code(meaning.strip()) or names.find(meaning, ALWAYS).places
    known = {(place.level, place.code): place for place in found}
    if len(known) != 1:
        raise ParameterError(
            "«{meaning}» có thể là: {known}. Hãy nêu một tên đầy đủ (ví dụ «Huyện Bình Gia») hoặc một mã.",
            meaning=meaning,
            known="; ".join(f"{place.name} ({place.code})" for place in known.values()) or "—",
        )
    place = next(iter(known.values()))
    _append(folder, "names.csv", SPELLINGS, {"name": name, "level": place.level, "code": place.code})
    return place


def add_agency(folder: Path, name: str) -> str:
    """Lets a dataset know an agency of its province that no list has; returns the code that it gets."""
    names = own_names(folder)
    name = _new(name, names)
    initials = "".join(word[0] for word in re.findall(r"[a-z0-9]+", bare(name))).upper()[:12]
    code = next(one for one in _codes(initials) if not names.of_code(one))
    row = dict.fromkeys(AGENCIES, "") | {"code": code, "name_vi": name, "short_vi": name}
    _append(folder, "agencies.csv", AGENCIES, row)
    return code


def _codes(initials: str) -> list[str]:
    return [initials or "CQ", *(f"{initials or 'CQ'}{number}" for number in range(2, 1000))]


def _new(name: str, names: Names) -> str:
    """A name as it is to be kept; ParameterError where it means something already, or nothing can be meant by it."""
    name = clean(name)
    if not re.search(r"[^\W\d_]", name) or len(name) > LONGEST or re.match(r"[=+\-@]", name):
        raise ParameterError("«{name}» không dùng làm tên được; cần tên đúng như ở ô của tệp.", name=name[:LONGEST])
    held = names.find(name, ALWAYS)
    if held.places and held.exact:
        means = "; ".join(f"{place.name} ({place.code})" for place in held.places)
        raise ParameterError("«{name}» đã có trong danh mục: {means}.", name=name, means=means)
    return name


def _rows(folder: Path | None, file_name: str) -> list[Row]:
    """The rows of a dataset's own list; none where it has none."""
    file = folder / file_name if folder else None
    if file is None or not file.is_file():
        return []
    rows = read_rows(file, SIDE_COLUMNS[file.stem])
    return [{str(name): str(cell) for name, cell in row.items()} for row in rows.to_dict("records")]


def _append(folder: Path, file_name: str, names: tuple[str, ...], row: Row) -> None:
    if not folder.is_dir() and not folder.parent.is_dir():
        raise DataError("Không có thư mục {folder}; hãy kiểm tra --data.", folder=folder)
    folder.mkdir(exist_ok=True)
    rows = [*_rows(folder, file_name), row]
    columns = list(dict.fromkeys((*names, *(name for one in rows for name in one))))
    write_all(folder, {file_name: csv_text([columns, *([one.get(name, "") for name in columns] for one in rows)])})
