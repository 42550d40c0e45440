"""What a command costs: seconds on the wall, seconds of CPU of all its processes, and the memory of the largest."""

import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median

PYTHON = sys.executable


@dataclass(frozen=True)
class Cost:
    """wall, cpu: seconds."""

    wall: float
    cpu: float

    def per(self, count):
        """The cost of each of so many."""
        return Cost(self.wall / count, self.cpu / count)


def run(command, folder):
    """Runs a command; one that fails ends the benchmark with what it said."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # who uses the package has it compiled
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", env=environment)
    if done.returncode:
        raise SystemExit(
            f"{' '.join(map(str, command))}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return done.stdout


def cost_of(work):
    """What some work costs that is done by other processes."""
    before, clock = _cpu(), time.perf_counter()
    work()
    return Cost(time.perf_counter() - clock, _cpu() - before)


def _cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def side_by_side(works, workers):
    """Does some works, so many at a time."""
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda work: work(), works))


def median_of(costs):
    """The median of several costs, of wall and CPU each."""
    return Cost(median(one.wall for one in costs), median(one.cpu for one in costs))
