"""Tells commands to stop at random moments, or kills them, and holds how they end against what is promised.

Run by hand, on a system with signals: `python -m tests.faults.stop [COUNT [SEED]] [NAME …]`. Of each of `mtqg report`,
`batch`, `intake` and `form`, or of those that are named: COUNT times SIGTERM, SIGINT or SIGKILL after a random part of
the time that it takes. Told to stop it ends within three seconds with one line and status 130 or 143, and leaves no
temporary folder; however it ends, its processes end within three seconds, what lay in its place is there, and a run
that is left alone at the end works and leaves no hidden file behind.
"""

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE

import psutil

from mtqg_analysis.run.standing import JOURNAL
from mtqg_analysis.run.warm import ONE_THREAD

LIMIT = 3  # seconds
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)
ORDER = "report: year-end\nout: {out}\nmatrix:\n  data: [data/langson]\n  language: [vi, en]\n"
DATA = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True)
class Command:
    """A command below a folder of its own. made: a file that it makes. temporary: its folder of temporary files."""

    name: str
    words: tuple[str, ...]
    made: Path
    temporary: Path

    def begun(self) -> psutil.Popen:
        """The command, in a process of its own."""
        command = [sys.executable, "-m", "mtqg_analysis", *self.words]
        return psutil.Popen(
            command, stdout=DEVNULL, stderr=PIPE, env=os.environ | ONE_THREAD | {"TMPDIR": str(self.temporary)}
        )

    def timed(self) -> float:
        """The seconds that it takes when left alone."""
        start = time.monotonic()
        status = (process := self.begun()).wait()
        assert status in (0, 1), (process.stderr.read() or b"").decode()
        return time.monotonic() - start


def commands(root: Path) -> list[Command]:
    """The commands that write, each with its place."""
    order = root / "don.yaml"
    order.write_text(ORDER.format(out=root / "batch"), "utf-8")
    report = ("report", "year-end", "--data", "data/langson", "--format", "html", "--out", str(root / "report"))
    sheets = (str(DATA / "illustrative/workbooks"), "--json", str(root / "json"))
    form, temporary = root / "bieu.xlsx", root / "tmp"
    temporary.mkdir()
    return [
        Command("report", report, root / "report/year_end_evaluation/langson_2024_2024-12-31/report.html", temporary),
        Command("batch", ("batch", str(order)), root / "batch", temporary),
        Command("intake", ("intake", *sheets), root / "json", temporary),
        Command("form", ("form", "planning", "--data", "data/langson", "--out", str(form)), form, temporary),
    ]


def stopped(command: Command, number: signal.Signals, after: float) -> tuple[int, float, int, str]:
    """Its status, the seconds until all of it had ended, how many processes it had, and what it said."""
    process = command.begun()
    time.sleep(after)
    everybody = [process, *process.children(recursive=True)] if process.is_running() else [process]
    told = time.monotonic()
    process.send_signal(number)
    said = process.communicate()[1].decode("utf-8")
    while any(map(lives, everybody)):
        time.sleep(0.02)
    return process.returncode, time.monotonic() - told, len(everybody), said


def lives(process: psutil.Process) -> bool:
    """Whether it runs, and has not only not been asked how it ended."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def main(names: list[str], count: int = 20, seed: int = 2026) -> None:
    """Prints one line a stop and one a command, and fails where one of them ended otherwise than it should."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which what a shell runs behind ignores
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        for command in [one for one in commands(Path(place)) if not names or one.name in names]:
            command.timed()  # the first time, caches are filled
            _afresh(command)
            whole, slowest, early = command.timed(), 0.0, 0
            for turn in range(count):
                _afresh(command)
                number, after = SIGNALS[turn % 3], draw.uniform(0.05, 1) * whole
                status, seconds, processes, said = stopped(command, number, after)
                print(f"{command.name:7}{number.name:8}{after:5.1f} s of {whole:.1f}: {status:4} after {seconds:.2f} s,"
                      f" {processes} processes: {said.strip()[-90:]}", flush=True)  # fmt: skip
                slowest, early = max(slowest, seconds), early + (status in (0, 1))
                assert seconds < LIMIT
                assert status in (0, 1, -number, 128 + number)
                assert "Traceback" not in said or status == -number
                assert command.name == "batch" or command.made.exists()
                left = [file.name for file in command.temporary.iterdir()]
                assert left == [] or number == signal.SIGKILL, left
            command.timed()
            hidden = [file.name for file in Path(place).rglob(".*") if file.name != JOURNAL]
            assert hidden == [], hidden
            print(f"{command.name}: {count} stops, {early} after it had ended, slowest end {slowest:.2f} s", flush=True)


def _afresh(command: Command) -> None:
    """As before the first run, where what stands would not be made again; no temporary files of a killed one."""
    if command.name == "batch":
        shutil.rmtree(command.made, ignore_errors=True)
    for left in command.temporary.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


if __name__ == "__main__":
    words = sys.argv[1:]
    main([word for word in words if not word.isdigit()], *map(int, filter(str.isdigit, words)))
