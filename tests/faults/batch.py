"""Kills a batch, or the workers of its cluster, at random moments; then lets it end and counts what was made.

Run by hand, on a system with signals: `python -m tests.faults.batch [kill | two | cluster] [SEED]`. Of 24 small reports
each must be made exactly once, by the journal, and be whole, by its manifest; nothing hidden may be left.

kill: kill -9 of the command at ten moments, each time begun again. two: two batches in one folder, then a third; a
report may be made by both, one after the other, and never at once.
cluster: kill -9 of one of two workers, with all its processes, at three moments; another comes in its place.
"""

import os
import random
import sys
import tempfile
import time
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT

import psutil

from mtqg_analysis.run.warm import ONE_THREAD
from tests.faults.small import half_made, ordered, small_order

COUNT = 24
SLOW = "import time\nprint(data, year)\ntime.sleep(0.5)"


def begun(root: Path, *words: str) -> psutil.Popen:
    """The batch, in a process of its own."""
    command = [sys.executable, "-m", "mtqg_analysis", "batch", "don.yaml", *words]
    return psutil.Popen(command, cwd=root, stdout=PIPE, stderr=DEVNULL, encoding="utf-8", env=os.environ | ONE_THREAD)


def ended(command: psutil.Popen) -> str:
    """The last line that it said; it must have made what it could."""
    said = command.communicate()[0].strip().splitlines()[-1]
    assert command.returncode == 0, said
    return said


def kill(root: Path, draw: random.Random) -> None:
    """kill -9 of the command, each time within a second after it has made another report."""
    for _ in range(10):
        before, command = len(ordered(root)), begun(root)
        while command.poll() is None and len(ordered(root)) == before:
            time.sleep(0.05)
        time.sleep(draw.uniform(0, 1))
        assert command.poll() is None, "the batch had ended before it was killed"
        command.kill()
        command.communicate()
        print(f"killed, {len(ordered(root))} reports made", flush=True)
    print(ended(begun(root)))


def two(root: Path, draw: random.Random) -> None:
    """Two batches in one folder: what one is making is refused to the other, which says so."""
    both = [begun(root), begun(root)]
    for command in both:
        print(command.communicate()[0].strip().splitlines()[-1], flush=True)
    print(ended(begun(root)))


def cluster(root: Path, draw: random.Random) -> None:
    """kill -9 of workers."""
    dask, address = str(Path(sys.executable).with_name("dask")), "tcp://127.0.0.1:18796"
    quiet = {"stdout": (root / "workers.log").open("a"), "stderr": STDOUT, "cwd": root}
    own = ["--nthreads", "1", "--no-dashboard", "--local-directory", str(root / "workers")]
    scheduler = psutil.Popen([dask, "scheduler", "--host", "127.0.0.1", "--port", "18796", "--no-dashboard"], **quiet)
    workers = [psutil.Popen([dask, "worker", address, *own], **quiet) for _ in range(2)]
    try:
        command = begun(root, "--scheduler", address)
        for number in range(3):
            while command.poll() is None and len(ordered(root)) < 1 + 6 * number:
                time.sleep(0.1)
            time.sleep(draw.uniform(0, 2))
            assert command.poll() is None, "the batch had ended before its worker was killed"
            dead = workers.pop(0)
            for one in (dead, *dead.children(recursive=True)):
                one.kill()
            dead.wait()
            print(f"a worker killed, {len(ordered(root))} reports made", flush=True)
            workers.append(psutil.Popen([dask, "worker", address, *own], **quiet))
        print(ended(command))
    finally:
        for one in (*workers, scheduler):
            one.terminate()
            one.wait()


def main(how: str = "kill", seed: int = 2026) -> None:
    """Prints a line a kill, and fails where a report was lost, made twice or left half-made."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        small_order(root, COUNT, SLOW)
        begin = time.monotonic()
        {"kill": kill, "two": two, "cluster": cluster}[how](root, random.Random(seed))
        time.sleep(2)
        made = ordered(root)
        assert len(set(made)) == COUNT, sorted(made)
        assert how == "two" or len(made) == COUNT, sorted(made)
        assert half_made(root) == []
        print(f"{how}: {COUNT} reports, all whole, {len(made)} made, in {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    main(*sys.argv[1:2], *map(int, sys.argv[2:]))
