"""What may be read has a limit, and one sentence when it is passed; a file that is too large is not read at all."""

import shutil
from pathlib import Path

import pytest

from mtqg_analysis.claims.read_draft import read_draft
from mtqg_analysis.domain import disk
from mtqg_analysis.domain.errors import MtqgError
from mtqg_analysis.intake.accepting import acceptances
from mtqg_analysis.intake.received import read_register
from mtqg_analysis.ledger import file_shape
from mtqg_analysis.ledger.checked import checked_dataset
from mtqg_analysis.ledger.dataset import read_rows
from mtqg_analysis.ledger.file_shape import MOST_COLUMNS, MOST_LETTERS
from mtqg_analysis.run.geojson import read_places
from mtqg_analysis.run.intake_files import find_files
from mtqg_analysis.run.manifest import input_digests
from mtqg_analysis.run.office import read_office
from mtqg_analysis.run.order import read_order
from mtqg_analysis.run.parameters import declared_parameters

GIGABYTE = 2**30
MOST_ROWS, MOST_FILES = 1000, 20  # in place of the real ones, which take seconds to reach
LANGSON = Path(__file__).resolve().parent.parent / "data/langson"


def endless(file):
    """A file of a gigabyte that takes no room on the disk."""
    with file.open("wb") as opened:
        opened.truncate(GIGABYTE)
    return file


def dataset(folder):
    shutil.copytree(LANGSON, folder, dirs_exist_ok=True)
    endless(folder / "facts.csv")
    return folder


def order(folder):
    file = folder / "don.yaml"
    file.write_text(f"report: year-end\nrows: {endless(folder / 'bang.csv')}\n", "utf-8")
    return file


@pytest.fixture(autouse=True)
def smaller(monkeypatch):
    monkeypatch.setattr(file_shape, "MOST_ROWS", MOST_ROWS)
    monkeypatch.setattr(disk, "MOST_FILES", MOST_FILES)


READERS = {
    "a dataset": lambda folder: checked_dataset(dataset(folder)),
    "a side table": lambda folder: read_rows(endless(folder / "targets.csv")),
    "outlines": lambda folder: read_places(str(endless(folder / "a.geojson"))),
    "an issuer": lambda folder: read_office(issuer=str(endless(folder / "a.yaml"))),
    "a frame": lambda folder: read_office(word_frame=str(endless(folder / "a.docx"))),
    "a notebook": lambda folder: declared_parameters(endless(folder / "a.ipynb")),
    "a draft": lambda folder: read_draft(endless(folder / "a.docx")),
    "a draft of text": lambda folder: read_draft(endless(folder / "a.md")),
    "an order": lambda folder: read_order(endless(folder / "a.yaml")),
    "the table of an order": lambda folder: read_order(order(folder)),
    "what is accepted": lambda folder: acceptances([str(endless(folder / "a.txt"))], 1),
    "the register": lambda folder: read_register(endless(folder / "received.json").parent),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_file_beyond_its_limit_is_refused_by_its_size(tmp_path, reader, monkeypatch):
    read = Path.read_bytes

    def watched(file):
        assert file.stat().st_size < GIGABYTE, f"{file} was read"
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", watched)
    with pytest.raises(MtqgError) as refused:
        READERS[reader](tmp_path)
    assert str(tmp_path) in str(refused.value) or "Dự thảo a." in str(refused.value)
    assert any(word in str(refused.value) for word in ("lớn 1024 MB", "lớn hơn", "lớn 1073741824 byte"))


TABLES = {
    f"có hơn {MOST_ROWS} dòng": "a\n" + "1\n" * (MOST_ROWS + 1),
    f"dòng 2 có {MOST_COLUMNS + 1} ô": "a\n" + "," * MOST_COLUMNS,
    f"dòng 2 có ô dài hơn {MOST_LETTERS} chữ": "a\n" + "x" * (MOST_LETTERS + 1),
}


@pytest.mark.parametrize("said", TABLES)
def test_a_table_beyond_its_limits_is_refused_at_its_place(tmp_path, said):
    file = tmp_path / "targets.csv"
    file.write_text(TABLES[said], "utf-8")
    with pytest.raises(MtqgError, match=said):
        read_rows(file)


def test_the_limits_themselves_are_allowed(tmp_path):
    file = tmp_path / "targets.csv"
    file.write_text("a\n" + "1\n" * (MOST_ROWS - 1) + "x" * MOST_LETTERS, "utf-8")
    assert len(read_rows(file)) == MOST_ROWS


def test_a_folder_named_by_a_slip_is_left_after_a_moment(tmp_path):
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number}.csv").touch()
    for read in (lambda: find_files([tmp_path]), lambda: input_digests(tmp_path, LANGSON / "x", {"data": tmp_path})):
        with pytest.raises(MtqgError, match=f"có hơn {MOST_FILES} tệp"):
            read()
