"""A process that has imported what reports need, so that those forked from it begin with their first cell."""

import ctypes
import gc
import os
import random
import signal
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any

from mtqg_analysis.run.stopping import stop_at_once

TASKS = Path("/proc/self/task")  # a thread of this process each, on Linux
PR_SET_PDEATHSIG = 1  # of linux/prctl.h
ONE_THREAD = {  # two BLAS threads only fight each other on small tables, and a thread at rest forbids forking
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
STACK = (
    "IPython",
    "IPython.core.completer",
    "IPython.core.magics",
    "IPython.core.pylabtools",
    "matplotlib_inline.backend_inline",
    "papermill",
    "mtqg_analysis.report.pages.year_end",
    "mtqg_analysis.report.pages.comparison",
    "mtqg_analysis.report.pages.planning",
    "mtqg_analysis.report.formats.exporters",
    "mtqg_analysis.report.formats.page",
    "mtqg_analysis.report.formats.signed",
    "mtqg_analysis.report.formats.stale",
    "mtqg_analysis.run.geojson",
)


def begin_command() -> None:
    """Tells libraries yet to be imported to start no threads and to load nothing in vain, for a command of our own.

    In the process of somebody else's program only `keep_to_one_thread` is ours to do.
    """
    keep_to_one_thread()
    # nbformat imports jsonschema, which builds a grammar of web addresses where it finds one: a second and a half for a
    # check that the schema of notebooks does not ask for.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def keep_to_one_thread() -> None:
    """Tells the libraries that are still to be imported, here and in the processes to come, to start no threads."""
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)


def warm_up() -> None:
    """Imports what reports need and rehearses; what it leaves in memory is shared with the processes forked later."""
    for module in STACK:
        import_module(module)
    _rehearse()


@cache
def _rehearse() -> None:
    import_module("mtqg_analysis.run.rehearsal").rehearse()


def begun(target: Callable[..., None], *given: Any) -> tuple[BaseProcess, Connection]:
    """A process that has begun `target(*given, tell)`, and the end of the pipe at which is heard what it tells."""
    started = _context()
    told, tell = started.Pipe(duplex=False)
    process = started.Process(target=target, args=(*given, tell), daemon=True)
    gc.freeze()  # else a child that looks for garbage writes on, and so copies, every page that it shares
    process.start()
    gc.unfreeze()
    tell.close()
    return process, told


def _context() -> ForkContext | SpawnContext:
    """How a process is started here: forked where nothing can go wrong by it, else anew.

    Forking copies one thread; a lock that another one holds would never be opened in the child. So it needs Linux,
    whose system libraries may be forked, and a process of one thread.
    """
    may_fork = sys.platform == "linux" and len(list(TASKS.iterdir())) == 1
    return get_context("fork") if may_fork else get_context("spawn")


def seed(key: str) -> None:
    """Sets the generators that nobody seeds: forked processes would all draw the same numbers."""
    import numpy as np

    random.seed(key)
    np.random.seed(random.getrandbits(32))


def end_with_parent() -> None:
    """Ends this process as soon as the one that started it is gone, however that was ended, or tells it to stop."""
    stop_at_once()
    if sys.platform == "linux":  # the system itself, also while a library holds the interpreter
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    Thread(target=_wait_for_its_end, daemon=True).start()


def _wait_for_its_end() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
