"""Kills the command, a worker or a kernel at random moments of a small report, and counts what was lost.

Run by hand, on a system with signals: `python -m tests.faults.kill [COUNT [SEED]]`. Before each kill an edited report
lies in the place; it must be there afterwards, there or under its dated name, and a run that is left alone at the end
must work and leave nothing of the dead ones.
"""

import random
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from mtqg_analysis.run.work import MARK
from tests.faults.small import processes_of, small_job, small_project

VICTIMS = ("cli", "worker", "kernel")


def edited(folder: Path, words: str) -> None:
    """The user has edited the report, or made one in its place."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.docx").write_text(words, "utf-8")


def begun(project: Path) -> psutil.Popen:
    """The command over the small project, in a process of its own."""
    return psutil.Popen([sys.executable, "-m", "tests.faults.small", str(project), "year-end"])


def killed(command: psutil.Popen, victim: str, wait: float) -> bool:
    """Kills one process of the command some seconds after it first appeared; whether it still lived then."""
    seen: list[psutil.Process] = []
    while not seen and command.is_running() and command.status() != psutil.STATUS_ZOMBIE:
        with suppress(psutil.NoSuchProcess):
            seen = processes_of(command)[victim]
        time.sleep(0.02)
    time.sleep(wait)
    alive = bool(seen) and seen[0].is_running() and seen[0].status() != psutil.STATUS_ZOMBIE
    if alive:
        seen[0].kill()
    command.wait()
    return alive


def main(count: int = 20, seed: int = 2026) -> None:
    """Prints one line a kill, and fails where a word of the user's is lost or the last run does not work."""
    draw, hits = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as root:
        project = small_project(Path(root), "import time\ntime.sleep(1)")
        folder, mine = small_job(project).folder, set[str]()
        start = time.monotonic()
        assert begun(project).wait() == 0
        whole = time.monotonic() - start
        longest = {"cli": whole, "worker": 0.8 * whole, "kernel": 0.3 * whole}  # about as long as each lives
        for number in range(count):
            mine.add(f"bản sửa {number}")
            edited(folder, f"bản sửa {number}")
            victim = VICTIMS[number % 3]
            at = draw.uniform(0, longest[victim])
            hit = killed(begun(project), victim, at)
            hits += hit
            there = {file.read_text("utf-8") for file in folder.parent.rglob("report.docx")}
            how = "killed" if hit else "had ended"
            print(f"{number + 1:2} {victim:6} after {at:4.1f} of {whole:.0f} s: {how}, lost {len(mine - there)}")
            assert mine <= there
            if (folder / "report.docx").exists():  # the next edit is laid over this one: the user's own doing
                mine.remove((folder / "report.docx").read_text("utf-8"))
        time.sleep(2)
        assert begun(project).wait() == 0
        assert (folder / "report.html").exists()
        assert list(folder.parent.glob(f".*{MARK}")) == []
    print(f"{count} moments, {hits} kills, nothing lost; the last run worked and left nothing behind")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
