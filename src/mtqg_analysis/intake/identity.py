"""Which source of a dataset a file is: the one that it was before, wherever two files have the same name.

A source keeps the file that it was read from, as the dataset's folder sees it, and the digest of its bytes. A file at
the same place, or of the same name and bytes at another, is the same source again; any other gets a code of its own.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from unicodedata import normalize

from mtqg_analysis.intake.lexicon import bare

FILE, BYTES = "file", "file_sha256"  # columns of sources.csv beside those that every dataset has
MARK = 8  # letters of a digest that tell two files of one name apart
Row = dict[str, str]


def source_code(path: Path) -> str:
    """The code of a file by its name alone.

    >>> source_code(Path("BC Huyện Bình Gia (31-12).xlsx"))
    'bc-huyen-binh-gia-31-12'
    """
    words = re.sub(r"[^a-z0-9]+", "-", bare(path.stem)).strip("-")
    return words or hashlib.sha256(path.name.encode()).hexdigest()[:MARK]


def identity(path: Path, folder: Path) -> Row:
    """What tells a file from others: its place as seen from the dataset, and its bytes."""
    full = path.resolve()
    try:
        place = Path(os.path.relpath(full, folder.resolve()))
    except ValueError:  # on another drive of Windows
        place = full
    return {FILE: normalize("NFC", place.as_posix()), BYTES: hashlib.sha256(path.read_bytes()).hexdigest()}


def codes_of(paths: Iterable[Path], folder: Path, sources: list[Row]) -> dict[Path, str]:
    """The code of each file in a dataset that holds these sources: its own, or one that is not taken."""
    taken = {row["source"] for row in sources}
    codes: dict[Path, str] = {}
    for path in paths:
        own = identity(path, folder)
        same = next((row["source"] for row in sources if is_same(row, own)), None)
        codes[path] = same or next(code for code in _names(path, own) if code not in taken)
        taken.add(codes[path])
    return codes


def namesakes(paths: Iterable[Path], folder: Path, sources: list[Row]) -> dict[Path, tuple[str, str]]:
    """The files that come for the first time and whose code another source has: their own code, and that source."""
    codes, there = codes_of(paths, folder, sources), {row["source"]: row for row in sources}
    found = {}
    for path, code in codes.items():
        other = there.get(source_code(path))
        if other and code not in there:
            found[path] = code, other.get(FILE) or other["title"]
    return found


def is_same(source: Row, own: Row) -> bool:
    """Whether a source was read from this file.

    A source of no known file, as one typed by hand, is of none; one whose title alone names its file is of that name.
    """
    held, name = source.get(FILE, ""), own[FILE].rpartition("/")[2]
    if not held:
        return normalize("NFC", source["title"]).endswith(f"(tệp {name})")
    moved = held.rpartition("/")[2] == name and source.get(BYTES) == own[BYTES]
    return normalize("NFC", held) == own[FILE] or moved


def _names(path: Path, own: Row) -> Iterator[str]:
    code = source_code(path)
    marked = f"{code}-{hashlib.sha256(own[FILE].encode()).hexdigest()[:MARK]}"
    yield from (code, marked)
    yield from (f"{marked}-{number}" for number in count(2))
