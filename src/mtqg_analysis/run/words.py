"""Words that were typed into a Word report, held against the dataset that they belong to, and stored there."""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pandas as pd

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.answers import Answers
from mtqg_analysis.intake.kinds import finding
from mtqg_analysis.intake.narrative import Merged, Row, merge
from mtqg_analysis.intake.reading import Reading, outcome_of
from mtqg_analysis.intake.workbook import Where
from mtqg_analysis.ledger.check import table_errors
from mtqg_analysis.ledger.dataset import read_side_table
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.ledger.file_shape import csv_text
from mtqg_analysis.ledger.finding import Finding
from mtqg_analysis.ledger.keeping import write_all
from mtqg_analysis.ledger.yaml_file import read_yaml
from mtqg_analysis.run.claims import evidence_of
from mtqg_analysis.run.own_words import contradicted_words


def bring_words(reading: Reading, folder: Path, answers: Answers) -> Merged | None:
    """What the words of a report change in a dataset, with its findings in the reading; None of any other file.

    Nothing is written. Raises DataError where the folder is no dataset.
    """
    if reading.typed is None:
        return None
    if not (folder / "dataset.yaml").is_file():
        raise DataError("{folder} không phải là bộ dữ liệu nên không giữ lời được; hãy kiểm tra --into.", folder=folder)
    wrong = _elsewhere(reading, folder, answers)
    if wrong is not None:
        reading.findings, reading.outcome = [wrong], "reject"
        return None
    merged = merge(reading.typed, _held(folder), answers.author or reading.typed.author, reading.typed.day)
    reading.findings += [*merged.findings, *_contradicted(merged, folder)]
    reading.outcome = outcome_of(reading.findings)
    return merged


def _contradicted(merged: Merged, folder: Path) -> Iterator[Finding]:
    """What in new and changed words the data contradict; what stood there before is not asked again."""
    held = _held(folder)
    new = [row for row in merged.rows if row not in held]
    for row, one in contradicted_words(new, evidence_of(folder, None)) if new else ():
        message = tr(
            "Lời {row} ghi «{text}» trái với dữ liệu. {told} Chưa sửa thì báo cáo không ban hành được.",
            row=row,
            text=one.text,
            told=one.message,
        )
        yield finding("WORDS_CONTRADICTED", message, Where(row), one.text, one.expected)


def store_words(merged: Merged, folder: Path) -> int:
    """Writes the rows into `narrative.csv`, where there is anything new; returns of how many files a copy is kept."""
    if merged.is_empty:
        return 0
    names = [column.name for column in SIDE_COLUMNS["narrative"]]
    names += sorted({name for row in merged.rows for name in row} - set(names))
    frame = pd.DataFrame(merged.rows, columns=names).fillna("").astype(str)
    about = read_yaml(folder / "dataset.yaml", DataError, "data/langson/dataset.yaml").entries
    wrong = table_errors("narrative", {"narrative": frame}, str(about.get("province", "")))
    if wrong:
        raise DataError(
            "Chưa lưu gì, vì mtqg check sẽ không nhận:\n{told}", told="\n".join(one.message for one in wrong)
        )
    return write_all(folder, {"narrative.csv": csv_text([names, *frame.itertuples(index=False, name=None)])})


def _elsewhere(reading: Reading, folder: Path, answers: Answers) -> Finding | None:
    """Why a report is not of this dataset, or not of the year that was asked for."""
    assert reading.typed is not None
    memo, name = reading.typed.memo, normalize("NFC", folder.resolve().name)
    if memo.dataset != name:
        message = tr(
            "Báo cáo này lập từ bộ dữ liệu {dataset}, không phải {name}; lời trong đó thuộc bộ dữ liệu ấy. Hãy nêu "
            "--into của {dataset}, hoặc lập báo cáo từ {name} rồi viết vào đó.",
            dataset=memo.dataset,
            name=name,
        )
        return finding("OTHER_DATASET", message, found=memo.dataset, expected=name)
    if answers.year is not None and str(answers.year) != memo.year:
        message = tr(
            "Báo cáo này của năm {year}, không phải {other}; hãy bỏ --year hoặc gửi báo cáo năm ấy.",
            year=memo.year,
            other=answers.year,
        )
        return finding("OTHER_DATASET", message, found=memo.year, expected=str(answers.year))
    return None


def _held(folder: Path) -> list[Row]:
    if not (folder / "narrative.csv").exists():
        return []
    rows = read_side_table(folder, "narrative").to_dict("records")
    return [{str(name): str(cell) for name, cell in row.items()} for row in rows]
