"""What a person answered about a form, remembered in a small TOML file, so that the form need not be asked about again.

A form is known by the headings of its columns, without years and dates, which change every year.
"""

import hashlib
import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

from mtqg_analysis.domain.disk import MEGABYTE, held_to
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.lexicon import bare
from mtqg_analysis.intake.reading import Reading
from mtqg_analysis.intake.roles import parse_roles

FOLDER = "layouts"
LARGEST = MEGABYTE  # bytes of what is remembered of one form
REMEMBERED = ("unit", "decimal", "level")


def form_of(reading: Reading) -> str:
    """The code of a form: the same for next year's file of it; empty for a file without a table."""
    headings = [column.text for table in reading.tables for column in table.block.columns]
    words = re.sub(r"\d+", "", bare(" | ".join(headings)))
    return hashlib.sha256(words.encode()).hexdigest()[:12] if headings else ""


def remembered(folder: Path | None, reading: Reading, given: Answers) -> Answers:
    """The answers given now, completed by those remembered for the form of a file that was read once."""
    file = form_file(folder, reading)
    if file is None or not file.is_file():
        return given
    try:
        held = tomllib.loads(held_to(file, LARGEST).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("{file} không đọc được: {error}. Hãy sửa hoặc xóa tệp.", file=file, error=error) from error
    unit, decimal, level = (getattr(given, name) or str(held.get(name, "")) for name in REMEMBERED)
    if any(table.states_unit for table in reading.tables):
        unit = given.unit  # what was remembered never stands against what a file states
    if any(table.states_level for table in reading.tables):
        level = given.level
    columns = {str(letter): str(text) for letter, text in dict(held.get("columns", {})).items()}
    columns = parse_roles([f"{letter}={text}" for letter, text in columns.items()])
    return replace(given, unit=unit, decimal=decimal, level=level, columns=columns | dict(given.columns))


def layout(folder: Path, reading: Reading, answers: Answers) -> str:
    """What the file of a form is to hold; empty where nothing was answered, or nothing that the file does not hold."""
    file = form_file(folder, reading)
    if file is None or not any(getattr(answers, name) for name in (*REMEMBERED, "columns")):
        return ""
    known = remembered(folder, reading, answers)
    if (
        file.is_file()
        and remembered(folder, reading, replace(answers, unit="", decimal="", level="", columns={})) == known
    ):
        return ""
    lines = [f"{name} = {json.dumps(getattr(known, name))}" for name in REMEMBERED if getattr(known, name)]
    headings = [column.text for table in reading.tables for column in table.block.columns if column.text]
    listed = "".join(f"  {json.dumps(text, ensure_ascii=False)},\n" for text in headings)
    note = f"# Câu trả lời cho mẫu biểu của tệp {reading.path.name!r}; dùng lại cho các tệp cùng tiêu đề.\n"
    said = "".join(f"{letter} = {json.dumps(text, ensure_ascii=False)}\n" for letter, text in known.columns.items())
    columns = f"\n[columns]\n{said}" if said else ""
    return note + "".join(f"{line}\n" for line in lines) + f"headings = [\n{listed}]\n" + columns


def form_file(folder: Path | None, reading: Reading) -> Path | None:
    """The file that holds what was answered for the form of a reading; None for a file without a table."""
    form = form_of(reading)
    return folder / FOLDER / f"{form}.toml" if folder is not None and form else None
