"""A dataset read and checked, kept until one of its files changes, or the code that reads and checks them.

Reading, parsing and checking thousands of facts takes longer than the report over them, and every report of a province
asks the same of the same bytes. So what was found is kept in the user's own folder of such things, under a digest of
all that it follows from; nothing else is ever taken for it. A folder that cannot be read or written costs time only.
"""

import hashlib
import os
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

import mtqg_analysis
from mtqg_analysis.domain.disk import held_to, sha256
from mtqg_analysis.domain.language import current_language
from mtqg_analysis.ledger.check import Check, check_dataset
from mtqg_analysis.ledger.dataset import MAX_BYTES, Dataset, find_path, read_dataset
from mtqg_analysis.ledger.facts import SIDE_COLUMNS, with_figures

PLACE = "MTQG_CACHE"  # an environment variable: another folder; empty: nothing is kept
MOST_BYTES = 2 * 2**30  # of all that is kept; what was used longest ago goes first
READ = ("dataset.yaml", "facts.csv", "sources.csv", *(f"{name}.csv" for name in SIDE_COLUMNS))
ROOMS = ("domain", "ledger")  # whose files say what is read and found


@dataclass(frozen=True)
class Checked:
    """A dataset, its readable facts as `with_figures` gives them, and what the check of it found."""

    dataset: Dataset
    facts: pd.DataFrame
    check: Check


def checked_dataset(path: str | Path) -> Checked:
    """The dataset at `path`, checked; raises DataError where it is missing or malformed."""
    found, folder = find_path(path), _folder()
    if folder is None:
        return _made(found)
    digest = _digest(found)
    file = folder / f"{digest}.pickle"
    known = _read(file)
    if known is None:
        known = _made(found)
        if _digest(found) == digest:  # nobody wrote into the dataset meanwhile
            _keep(known, file)
    return known


def _made(path: Path) -> Checked:
    dataset = read_dataset(path)
    facts = with_figures(dataset.facts)
    return Checked(dataset, facts, check_dataset(dataset, facts))


def _files(path: Path) -> Iterator[Path]:
    """The files of a dataset that are read, those that are there."""
    yield from [file for name in READ if (file := path / name).is_file()] if path.is_dir() else [path]


def _digest(path: Path) -> str:
    """All that the outcome follows from: the bytes, the path and the language of messages, the code, the libraries."""
    total = hashlib.sha256(f"{path}\n{current_language()}\n{_code()}\n".encode())
    for file in _files(path):
        total.update(f"{file.name} {sha256(held_to(file, MAX_BYTES))}\n".encode())
    return total.hexdigest()


@cache
def _code() -> str:
    total = hashlib.sha256(f"{sys.version} {pd.__version__}".encode())
    package = Path(mtqg_analysis.__file__).parent
    for file in sorted(file for room in ROOMS for file in (package / room).rglob("*.*") if file.suffix != ".pyc"):
        total.update(f"{file.relative_to(package)} {sha256(file)}\n".encode())
    return total.hexdigest()


def _folder() -> Path | None:
    """Where it is kept, None for nowhere: the folder is the user's alone, since what lies there is trusted."""
    named = os.environ.get(PLACE)
    if named == "":
        return None
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    try:
        folder = Path(named) if named else Path(base or Path.home() / ".cache") / "mtqg_analysis"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except (OSError, RuntimeError):  # a user without a home among them
        return None
    is_own = os.name == "nt" or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)
    return folder if is_own else None


def _read(file: Path) -> Checked | None:
    try:
        with file.open("rb") as opened:
            known = pickle.load(opened)  # noqa: S301  the user's own folder, as Python's compiled modules are
        os.utime(file)
    except Exception:  # torn by a power cut, or not to be read: it is made again
        return None
    return known if isinstance(known, Checked) else None


def _keep(made: Checked, file: Path) -> None:
    """Written beside and moved into its place, so that no other process reads a part of it."""
    beside = file.with_suffix(f".{os.getpid()}")
    try:
        beside.write_bytes(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
        os.replace(beside, file)
        _make_room(file.parent)
    except OSError:
        beside.unlink(missing_ok=True)


def _make_room(folder: Path) -> None:
    held = sorted(((one.stat().st_mtime, one.stat().st_size, one.path) for one in os.scandir(folder)), reverse=True)
    total = 0
    for _, size, path in held:
        total += size
        if total > MOST_BYTES:
            os.unlink(path)
