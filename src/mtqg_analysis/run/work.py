"""The hidden folder in which one run makes its report, and what becomes of it when the run dies.

Beside the report's place lies `.<name>.mtqg-work` as long as a run makes that report: `made` is what it has made so
far, `earlier` the report that it is about to replace, `held` a file that its process keeps locked. The system gives the
lock back when the process ends, however it ends. So a folder whose lock is free belongs to a dead run: the next run
puts back what it was replacing and clears it away.
"""

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from mtqg_analysis.domain.disk import why
from mtqg_analysis.domain.errors import OutputError

MARK, HELD, MADE, EARLIER = ".mtqg-work", "held", "made", "earlier"
TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)  # what systems say of a lock that another process has
PATIENCE = 10  # times a tenth of a second: another run may just be clearing the folder away


@contextmanager
def working_beside(folder: Path) -> Iterator[Path]:
    """The work folder of a report that will lie at `folder`, with an empty `made` in it; gone at the end.

    Raises OutputError where it cannot be made, or while another run makes the same report.
    """
    work = folder.with_name(f".{folder.name}{MARK}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        sweep(folder.parent)
        held = _claimed(work)
        _put_back(work)
        (work / MADE).mkdir()
    except OSError as error:
        raise OutputError(
            "Không ghi được báo cáo vào {folder}: {why}. Hãy chọn thư mục khác bằng --out.",
            folder=folder,
            why=why(error),
        ) from error
    try:
        yield work
    finally:
        _clear(work, held)


def sweep(parent: Path) -> None:
    """Clears away what dead runs left in a folder of reports; living runs are left alone."""
    for work in sorted(parent.glob(f".*{MARK}")):
        with suppress(OSError):
            held = (work / HELD).open("ab")
            if _lock(held):
                _clear(work, held)
            else:
                held.close()


def _claimed(work: Path) -> IO[Any]:
    """The open, locked file that says whose this work folder is."""
    for _ in range(PATIENCE):
        work.mkdir(exist_ok=True)
        with suppress(FileNotFoundError):  # somebody has just cleared the folder away
            held = (work / HELD).open("ab")
            if _lock(held) is not False and _is_at(held, work / HELD):
                return held
            held.close()
        time.sleep(0.1)
    raise OutputError(
        "Một lần chạy khác đang lập chính báo cáo này ({work}). Hãy chờ lần đó xong rồi chạy lại.", work=work
    )


def _is_at(held: IO[Any], place: Path) -> bool:
    """Whether an open file is the one that lies there now, and not one that was cleared away in between."""
    return os.path.samestat(os.fstat(held.fileno()), place.stat())


def _lock(file: IO[Any]) -> bool | None:
    """Locks a file for as long as this process lives: whether it did, or None where the disk knows no locks."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in TAKEN else None
    return True


def _clear(work: Path, held: IO[Any]) -> None:
    """Removes a work folder of which we hold the lock."""
    with held, suppress(OSError):
        _put_back(work)
        if os.name == "nt":  # where an open file cannot be removed
            held.close()
        (work / HELD).unlink()
        held.close()
        work.rmdir()


def _put_back(work: Path) -> None:
    """Empties a work folder; a report that was to be replaced and has no successor goes back to its place first."""
    report = work.with_name(work.name.removesuffix(MARK).removeprefix("."))
    if (work / EARLIER).exists() and not report.exists():
        (work / EARLIER).rename(report)
    for left in (work / MADE, work / EARLIER):
        shutil.rmtree(left, ignore_errors=True)
