"""What a run was made of and what it made: enough to repeat it, or to see why two runs differ."""

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

import mtqg_analysis
from mtqg_analysis.domain.disk import MEGABYTE, files_below, held_to, sha256
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.visible import json_text

EXECUTED, MANIFEST = "executed.ipynb", "manifest.json"
LARGEST = 20 * MEGABYTE  # bytes of a manifest: a line a file
NAMED_VERSIONS = (
    "mtqg_analysis",
    "pandas",
    "numpy",
    "scipy",
    "matplotlib",
    "duckdb",
    "papermill",
    "nbconvert",
    "typst",
    "python-docx",
    "xlsxwriter",
)


@dataclass(frozen=True)
class Manifest:
    """One run: report, parameters, SHA-256 of every input and output, versions, and when it ran.

    inputs: `data/<file>`, `context/<file>`, `notebook`, `code`, `lock`. Two runs with equal report, parameters,
    inputs and versions make equal outputs. executed: of the executed notebook, which holds times and so never is equal.
    """

    report: str
    parameters: dict[str, object]
    inputs: dict[str, str]
    versions: dict[str, str]
    outputs: dict[str, str]
    executed: str
    started: str
    seconds: float

    @property
    def text(self) -> str:
        """The manifest as JSON, keys in a stable order."""
        return json_text(asdict(self), sort_keys=True) + "\n"

    @property
    def files(self) -> dict[str, str]:
        """The hash of every file that the run left beside its manifest."""
        return self.outputs | {EXECUTED: self.executed}


def read_manifest(file: Path) -> Manifest | None:
    """The manifest that a run left; None where there is none, or where it is not as a run leaves it."""
    try:
        text = held_to(file, LARGEST).read_text(encoding="utf-8")
        found = Manifest(**json.loads(text))
    except (OSError, ValueError, TypeError, DataError):
        return None
    return found if found.text == text else None


def digest(path: Path) -> str:
    """SHA-256 of a file, or of a folder's files with their relative names (caches left out)."""
    return sha256(path) if path.is_file() else together(_digests(path))


@cache
def modules() -> dict[str, str]:
    """SHA-256 of each file of this package, by its place in it."""
    return _digests(Path(mtqg_analysis.__file__).parent)


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(file for file in files_below(folder) if "__pycache__" not in file.parts)
    return {file.relative_to(folder).as_posix(): sha256(file) for file in files}


def together(digests: dict[str, str]) -> str:
    """The digest of a folder from those of its files."""
    total = hashlib.sha256()
    for name, one in digests.items():
        total.update(name.encode() + b"\0" + one.encode() + b"\n")
    return total.hexdigest()


def input_digests(root: Path, notebook: Path, datasets: dict[str, Path]) -> dict[str, str]:
    """The hashes of everything a run reads: dataset files, notebook, package code, lock."""
    found: dict[str, str] = {}
    for role, path in datasets.items():
        folder, files = (path, files_below(path)) if path.is_dir() else (path.parent, [path])
        named = {file.relative_to(folder).as_posix(): file for file in sorted(files)}
        found |= {f"{role}/{name}": digest(file) for name, file in named.items()}
    lock = root / "requirements.lock"
    return found | {
        "notebook": digest(notebook),
        "code": together(modules()),
        "lock": digest(lock) if lock.is_file() else "",
    }


@cache
def versions() -> dict[str, str]:
    """Python and the libraries whose versions can move a figure or a page."""
    return {"python": platform.python_version()} | {name: version(name) for name in NAMED_VERSIONS}


def now() -> str:
    """The present moment, to the second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
