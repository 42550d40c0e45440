"""Makes a thousand small reports by one order and watches the memory of the command and of its processes.

Run by hand, on Linux: `python -m tests.faults.many [COUNT]`. Every hundred reports it prints what the command itself
holds, and the most that all of its processes held together since (PSS: what they share counts once). It fails where
the command holds more at the end than after the first hundred, by more than 10 MiB.
"""

import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL

import psutil

from mtqg_analysis.run.warm import ONE_THREAD
from tests.faults.small import ordered, small_order

MIB = 2**20


def held(command: psutil.Popen) -> tuple[float, float]:
    """MiB of the command alone, and of all its processes together."""
    whole = command.memory_full_info()
    total = whole.pss
    for one in command.children(recursive=True):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            total += one.memory_full_info().pss
    return whole.rss / MIB, total / MIB


def main(count: int = 1000) -> None:
    """Prints a line every hundred reports."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        small_order(root, count, "print(data, year)")
        words = [sys.executable, "-m", "mtqg_analysis", "batch", "don.yaml"]
        begun = time.monotonic()
        command = psutil.Popen(words, cwd=root, stdout=DEVNULL, env=os.environ | ONE_THREAD)
        most, after, first = 0.0, 0, 0.0
        while command.poll() is None:
            alone, together = held(command)
            most = max(most, together)
            made = len(ordered(root))
            if made >= after + 100:
                after, first = made // 100 * 100, first or alone
                print(f"{made:5} reports, {time.monotonic() - begun:6.0f} s: command {alone:.0f} MiB,"
                      f" all at most {most:.0f} MiB", flush=True)  # fmt: skip
                assert alone < first + 10
                most = 0.0
            time.sleep(0.5)
        assert command.returncode == 0
        assert sorted(ordered(root)) == sorted(set(ordered(root)))
        print(f"{len(ordered(root))} reports, each made once", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
