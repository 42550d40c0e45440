"""A copy of the tables that a run read, kept beside its report, so that other runs can be compared fact by fact.

The data folder moves on; the copy does not. It holds the CSV files of the datasets as they were, compressed (about a
tenth of their size); a file beyond the limit is left out, and then a comparison says that only its hash is known.
Beside them stand the modules of the library that made the report, each with the beginning of its hash.
"""

import hashlib
import json
import re
import tempfile
import zipfile
import zlib
from pathlib import Path

import pandas as pd

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.column import Column
from mtqg_analysis.ledger.dataset import read_table
from mtqg_analysis.ledger.facts import FACT_COLUMNS, SIDE_COLUMNS, SOURCE_COLUMNS
from mtqg_analysis.run.manifest import modules

KEPT, MODULES = "inputs.zip", "modules.json"
LARGEST = 50 * 2**20  # bytes of one file
MOST = 100  # files
LARGEST_LIST = 2**20  # bytes of the list of modules
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
NAME = re.compile(r"(data|context)/[\w.-]{1,80}\.csv")
DAY = (1980, 1, 1, 0, 0, 0)  # of every part, so that equal inputs make equal copies
COLUMNS: dict[str, tuple[Column, ...]] = {"facts": FACT_COLUMNS, "sources": SOURCE_COLUMNS} | SIDE_COLUMNS


def keep_inputs(datasets: dict[str, Path], file: Path) -> None:
    """Writes the tables of the datasets, by the parameter that names each, into one archive."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for role, path in sorted(datasets.items()):
            for table in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
                if "_kept-" not in table.name and table.stat().st_size <= LARGEST:
                    _write(archive, f"{role}/{table.name}", table.read_bytes())
        _write(archive, MODULES, json.dumps({name: one[:12] for name, one in modules().items()}).encode())


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, DAY), content, zipfile.ZIP_DEFLATED)


def kept_modules(folder: Path) -> dict[str, str]:
    """The modules of the library by which a run was made, with the beginning of their hashes; empty where not kept."""
    try:
        with zipfile.ZipFile(folder / KEPT) as archive:
            held = archive.getinfo(MODULES)
            found = json.loads(archive.read(held)) if held.file_size < LARGEST_LIST else {}
    except (KeyError, ValueError, *UNREADABLE):
        return {}
    return {str(name): str(one) for name, one in found.items()} if isinstance(found, dict) else {}


def kept_tables(folder: Path, inputs: dict[str, str], wanted: set[str]) -> dict[str, pd.DataFrame]:
    """The wanted tables that a run read, by their name in its manifest; those that were not kept, or no longer are
    what the manifest says, are not among them.

    inputs: SHA-256 by name, from the manifest.
    """
    found: dict[str, pd.DataFrame] = {}
    try:
        with zipfile.ZipFile(folder / KEPT) as archive:
            parts = [part for part in archive.infolist() if part.filename in wanted and NAME.fullmatch(part.filename)]
            for part in parts[:MOST]:
                if part.file_size <= LARGEST:
                    content = archive.read(part)
                    if hashlib.sha256(content).hexdigest() == inputs.get(part.filename):
                        found[part.filename] = _table(part.filename, content)
    except UNREADABLE:
        return {}
    return {name: rows for name, rows in found.items() if len(rows.columns)}


def _table(name: str, content: bytes) -> pd.DataFrame:
    """The rows of one kept file, read as the ledger reads them; without columns where it cannot."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / Path(name).name
        file.write_bytes(content)
        try:
            return read_table(file, COLUMNS.get(file.stem, ()))[0]
        except DataError:
            return pd.DataFrame()
