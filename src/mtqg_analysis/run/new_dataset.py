"""A new dataset: a folder that the check passes, empty but for what is known of its province, with its next steps."""

from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

import yaml

from mtqg_analysis.domain.errors import OutputError, ParameterError
from mtqg_analysis.domain.nation import province_of_today, unit_rows
from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import find_units, unit_name
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS, SOURCE_COLUMNS
from mtqg_analysis.ledger.file_shape import csv_text
from mtqg_analysis.ledger.keeping import write_all

EMPTY = ("targets", "counterpart", "directives", "agencies", "names")
SHIPPED = ("HUONG-DAN.md", "co-quan.yaml", "assumptions.csv")


def new_dataset(folder: Path, name: str) -> str:
    """Makes a dataset for a province, by name or code; returns the province's code.

    Raises OutputError where the folder is there already, and ParameterError for a name that no province has.
    """
    province = province_named(name)
    if folder.exists():
        raise OutputError("Đã có {folder}; hãy nêu một thư mục khác, lệnh này không ghi đè.", folder=folder)
    write_all(folder, _files(folder, province))
    return province


def province_named(name: str) -> str:
    """The code of a province of today, by its name or code; of a former one that of the province it went into.

    >>> province_named("cao bằng"), province_named("Cao Bang"), province_named("20"), province_named("tỉnh Bắc Kạn")
    ('04', '04', '20', '19')
    """
    found = {province_of_today(unit.code) for unit in find_units(name, "province")}
    code = province_of_today(name.strip()) or (found.pop() if len(found) == 1 else "")
    if code:
        return code
    names = {one.casefold(): one for one in table("units").query("level == 'province'")["short_vi"]}
    near = get_close_matches(name.casefold().removeprefix("tỉnh ").strip(), names, n=3, cutoff=0.6)
    close = ", ".join(names[one] for one in near) or "—"
    raise ParameterError(
        "Không có tỉnh «{name}»; có phải: {close}? Danh sách: mtqg codes provinces.", name=name, close=close
    )


def _files(folder: Path, province: str) -> dict[str, str]:
    columns = {"facts": FACT_COLUMNS, "sources": SOURCE_COLUMNS} | {name: SIDE_COLUMNS[name] for name in EMPTY}
    headed = {f"{name}.csv": csv_text([[column.name for column in own]]) for name, own in columns.items()}
    shipped = files(__package__) / "new"
    texts = {name: (shipped / name).read_text("utf-8") for name in SHIPPED}
    of = unit_name(province)
    words = {"{province}": of, "{PROVINCE}": of.upper(), "{folder}": folder.as_posix()}
    for old, new in words.items():
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    about = {"dataset": folder.name, "title_vi": f"Số liệu các chương trình mục tiêu quốc gia tại {of}"}
    about |= {"province": province, "kind": "official", "currency_unit": "VND"}
    made = {"dataset.yaml": yaml.safe_dump(about, allow_unicode=True, sort_keys=False)}
    return made | headed | texts | {"commune_classes.csv": _classes(province)}


def _classes(province: str) -> str:
    """The communes of today with the columns of their classes, for the office to fill in."""
    names = [column.name for column in SIDE_COLUMNS["commune_classes"]]
    rows = unit_rows(province)
    today = rows[(rows["level"] == "commune") & (rows["valid_to"] == "")]
    made = ({"unit": row["code"], "name_vi": row["name_vi"]} for row in today.to_dict("records"))
    return csv_text([names, *([row.get(one, "") for one in names] for row in made)])
