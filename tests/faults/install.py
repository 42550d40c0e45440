"""Kills the installation at random moments, and holds that the next call of `run.py` ends right.

Run by hand, on a system with signals: `python -m tests.faults.install [COUNT [SEED]] [real]`. In a copy of the project,
of which a few packages are installed by their locked hashes, or with `real` all of them. `run.py` is told to stop by
SIGTERM or SIGINT or is killed, or pip is killed below it; then it is called again and left alone. Told to stop, it ends
within three seconds with one sentence and status 130 or 143. pip fetches from wherever it usually does.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.faults.stop import LIMIT, lives

ROOT = Path(__file__).resolve().parents[2]
FEW = ("editables", "hatchling", "packaging", "pathspec", "pluggy", "trove-classifiers", "pygments", "tomlkit")
VICTIMS = (signal.SIGKILL, signal.SIGTERM, None, signal.SIGINT)  # None: pip is killed, and not run.py
STAND_IN = "from importlib.metadata import version\n\nprint(*map(version, {names}))\n"


def checkout(root: Path, is_real: bool) -> Path:
    """A copy of the project that installs everything, or a few packages and a package that asks for each of them."""
    root.mkdir()
    for name in ("run.py", "pyproject.toml", "README.md", "LICENSE", "requirements.lock"):
        shutil.copy(ROOT / name, root / name)
    if is_real:
        shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
        return root
    (root / "src/mtqg_analysis").mkdir(parents=True)
    (root / "src/mtqg_analysis/__init__.py").touch()
    (root / "src/mtqg_analysis/__main__.py").write_text(STAND_IN.format(names=FEW), "utf-8")
    blocks = re.split(r"^(?=[\w-]+==)", (root / "requirements.lock").read_text("utf-8"), flags=re.MULTILINE)
    kept = [block for block in blocks if block.partition("==")[0] in FEW]
    assert len(kept) == len(FEW)
    (root / "requirements.lock").write_text("".join(kept), "utf-8")
    return root


def called(project: Path) -> psutil.Popen:
    """`run.py` in the copy, in a process of its own."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, str(project / "run.py"), "--help"]
    return psutil.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def left_alone(project: Path) -> float:
    """The seconds of a call that must end right."""
    start = time.monotonic()
    process = called(project)
    out, said = process.communicate()
    assert process.returncode == 0, said.decode()
    assert out
    return time.monotonic() - start


def struck(project: Path, victim: signal.Signals | None, after: float) -> tuple[int, float, str]:
    """How `run.py` ended, the seconds until it and what it had begun had ended, and the last it said."""
    process = called(project)
    time.sleep(after)
    below = process.children(recursive=True) if process.is_running() else []
    start = time.monotonic()
    if victim is not None:
        process.send_signal(victim)
    elif below:
        below[0].kill()
    said = process.communicate()[1].decode()
    while victim in (signal.SIGTERM, signal.SIGINT) and any(map(lives, below)):
        time.sleep(0.02)
    return process.returncode, time.monotonic() - start, " ".join(said.strip().splitlines()[-1:])


def main(count: int = 20, seed: int = 2026, is_real: bool = False) -> None:
    """Prints one line a strike, and fails where the next call does not end right."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which what a shell runs behind ignores
    draw, hits = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as place:
        project = checkout(Path(place) / "dự án", is_real)
        whole = left_alone(project)
        for turn in range(count):
            shutil.rmtree(project / ".venv")
            victim, after = VICTIMS[turn % len(VICTIMS)], draw.uniform(0, whole)
            status, seconds, said = struck(project, victim, after)
            hits += status != 0
            again = left_alone(project)
            name = victim.name if victim else "pip killed"
            print(f"{turn + 1:2} {name:10} {after:5.1f} s of {whole:.0f}: {status:4} after {seconds:5.2f} s, again in"
                  f" {again:.0f} s; {said[:100]}", flush=True)  # fmt: skip
            if victim in (signal.SIGTERM, signal.SIGINT):
                assert seconds < LIMIT
                assert status in (0, 128 + victim), said
            assert "Traceback" not in said
    print(f"{count} strikes, {hits} before it had ended; every call after them ended right", flush=True)


if __name__ == "__main__":
    real = "real" in sys.argv
    main(*map(int, sys.argv[1 : len(sys.argv) - real]), is_real=real)
