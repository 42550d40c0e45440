"""Kills the command or a worker at random moments of a report, and counts what was lost.

Run by hand, on a system with signals: `python -m tests.faults.kill [COUNT [SEED]] [real]`. The report is a small one of
a second, or with `real` the year-end report of Lạng Sơn. Before each kill an edited report lies in the place; it must
be there afterwards, there or under its dated name, and a run that is left alone at the end must work and leave nothing
of the dead ones.
"""

import os
import random
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL

import psutil

from mtqg_analysis.run.execute import prepare
from mtqg_analysis.run.reports import REPORTS
from mtqg_analysis.run.warm import ONE_THREAD
from mtqg_analysis.run.work import MARK
from tests.faults.small import processes_of, small_job, small_project

VICTIMS = ("cli", "worker")


@dataclass(frozen=True)
class Report:
    """A report to be killed. words: of the command; lives: about how long each victim lives, of the whole time."""

    words: tuple[str, ...]
    folder: Path
    lives: dict[str, float]

    @classmethod
    def small(cls, root: Path) -> "Report":
        """Of a project of its own, at `root`, whose report takes a second."""
        project = small_project(root, "import time\ntime.sleep(1)")
        lives = {"cli": 1, "worker": 0.5}
        return cls(("tests.faults.small", str(project), "year-end"), small_job(project).folder, lives)

    @classmethod
    def real(cls, root: Path) -> "Report":
        """The year-end report, written below `root`."""
        words = (
            "mtqg_analysis",
            "report",
            "year-end",
            "--data",
            "data/langson",
            "--format",
            "html,docx",
            "--out",
            str(root),
        )
        folder = prepare(REPORTS["year-end"], {}, ("html", "docx"), root).folder
        return cls(words, folder, {"cli": 1, "worker": 0.6})

    def begun(self) -> psutil.Popen:
        """The command, in a process of its own."""
        return psutil.Popen(
            [sys.executable, "-m", *self.words], stdout=DEVNULL, stderr=DEVNULL, env=os.environ | ONE_THREAD
        )


def edited(folder: Path, words: bytes) -> None:
    """The user has edited the report, or made one in its place."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.docx").write_bytes(words)


def killed(command: psutil.Popen, victim: str, wait: float) -> bool:
    """Kills one process of the command some seconds after it first appeared; whether it still lived then."""
    seen: list[psutil.Process] = []
    while not seen and command.is_running() and command.status() != psutil.STATUS_ZOMBIE:
        with suppress(psutil.NoSuchProcess):
            seen = processes_of(command)[victim]
        time.sleep(0.02)
    time.sleep(wait)
    alive = bool(seen) and _lives(seen[0])
    if alive:
        seen[0].kill()
    command.wait()
    return alive


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def main(count: int = 20, seed: int = 2026, real: bool = False) -> None:
    """Prints one line a kill, and fails where a word of the user's is lost or the last run does not work."""
    draw, hits = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as root:
        report = Report.real(Path(root)) if real else Report.small(Path(root))
        folder, mine = report.folder, set[bytes]()
        start = time.monotonic()
        assert report.begun().wait() == 0
        whole = time.monotonic() - start
        for number in range(count):
            if (folder / "report.docx").exists():  # the next edit is laid over this one: the user's own doing
                mine.discard((folder / "report.docx").read_bytes())
            mine.add(f"bản sửa {number}".encode())
            edited(folder, f"bản sửa {number}".encode())
            victim = VICTIMS[number % 3]
            at = draw.uniform(0, whole * report.lives[victim])
            hit = killed(report.begun(), victim, at)
            hits += hit
            there = {file.read_bytes() for file in folder.parent.rglob("report.docx")}
            how = "killed" if hit else "had ended"
            print(
                f"{number + 1:2} {victim:6} after {at:4.1f} of {whole:.0f} s: {how}, lost {len(mine - there)}",
                flush=True,
            )
            assert mine <= there
        time.sleep(2)
        assert report.begun().wait() == 0
        assert (folder / "report.html").exists()
        assert list(folder.parent.glob(f".*{MARK}")) == []
        assert mine <= {file.read_bytes() for file in folder.parent.rglob("report.docx")}
    print(f"{count} moments, {hits} kills, nothing lost; the last run worked and left nothing behind")


if __name__ == "__main__":
    main(*map(int, sys.argv[1 : len(sys.argv) - ("real" in sys.argv)]), real="real" in sys.argv)
