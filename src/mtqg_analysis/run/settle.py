"""A finished report takes its place, and what the user has there is kept.

Analysts edit `report.docx` and lay notes beside it. Only a folder that holds nothing but what a run of the same
parameters left there, byte for byte, is replaced; any other is kept under a dated name.
"""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat

from mtqg_analysis.domain.disk import why
from mtqg_analysis.domain.errors import OutputError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.ledger.keeping import kept_name, set_aside
from mtqg_analysis.run.manifest import MANIFEST, digest, read_manifest
from mtqg_analysis.run.work import EARLIER, MADE

OF_THE_SYSTEM = {"Thumbs.db", "desktop.ini", ".DS_Store"}  # what Windows and macOS leave wherever one looks

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError, nbformat.ValidationError)  # of nbformat


def is_untouched(folder: Path, parameters: dict[str, object]) -> bool:
    """Whether a folder holds nothing but what a run with these parameters left in it."""
    manifest = read_manifest(folder / MANIFEST)
    if manifest is None or manifest.parameters != parameters:
        return False
    found = [file for file in folder.iterdir() if file.name not in {MANIFEST, *OF_THE_SYSTEM}]
    return all(file.is_file() and manifest.files.get(file.name) == digest(file) for file in found)


def settle(work: Path, folder: Path, parameters: dict[str, object]) -> Path | None:
    """Moves what a run made to its place: returns where what stood there is kept, None where that was only ours.

    Raises OutputError where a file is in the way, such as one that is open in Word; all is then as it was.
    """
    kept = None
    try:
        if folder.exists():
            kept = None if is_untouched(folder, parameters) else kept_name(folder, datetime.now())
            folder.rename(kept or work / EARLIER)
        _or_back(work, folder, kept)
        folder.chmod(0o755)
        discard_failed(folder)
    except OSError as error:
        raise OutputError(
            "Không thay được báo cáo ở {folder}: {why}. Hãy đóng các tệp đang mở trong thư mục đó rồi chạy lại.",
            folder=folder,
            why=why(error),
        ) from error
    return kept


def _or_back(work: Path, folder: Path, kept: Path | None) -> None:
    try:
        (work / MADE).rename(folder)
    except OSError:
        if kept is not None:
            kept.rename(folder)
        raise  # a report of ours goes back from the work folder when that is cleared away


def kept_sentence(kept: Path) -> str:
    """What the user is told of a folder that was kept."""
    return tr(
        "thư mục cũ có tệp đã được sửa hoặc không do chương trình làm ra, nên được giữ nguyên ở {kept}; "
        "báo cáo mới nằm ở chỗ cũ.",
        kept=kept,
    )


def keep_failed(executed: Path, folder: Path) -> Path:
    """Puts a notebook that stopped at an error beside the report's place, and returns where it lies.

    An earlier one is replaced, or kept under a dated name where somebody has worked in it since.
    """
    notebook = nbformat.read(executed, as_version=4)
    notebook.metadata["mtqg"] = {"cells": _cells(notebook)}
    nbformat.write(notebook, executed)
    discard_failed(folder)
    place = failed_beside(folder)
    if place.exists():
        set_aside(place)
    executed.rename(place)
    return place


def discard_failed(folder: Path) -> None:
    """Removes the notebook that an earlier, failed run left beside a report, unless somebody has worked in it since.

    One that cannot be read or removed is not as we left it: it stays, and takes no report with it.
    """
    try:
        notebook = nbformat.read(failed_beside(folder), as_version=4)
        if notebook.metadata.get("mtqg") == {"cells": _cells(notebook)}:
            failed_beside(folder).unlink()
    except (OSError, *UNREADABLE):
        return


def _cells(notebook: Any) -> str:
    return hashlib.sha256(json.dumps(notebook.cells, sort_keys=True).encode()).hexdigest()


def failed_beside(folder: Path) -> Path:
    """Where the notebook of a failed run lies, for a report that would lie in a folder."""
    return folder.with_name(f"{folder.name}.failed.ipynb")
