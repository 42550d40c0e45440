"""A process that has imported what reports need, so that those forked from it begin with their first cell."""

import ctypes
import gc
import os
import random
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any, cast

from mtqg_analysis.run.stopping import stop_at_once

TASKS = Path("/proc/self/task")  # a thread of this process each, on Linux
PR_SET_PDEATHSIG = 1  # of linux/prctl.h
ONE_THREAD = {  # two BLAS threads only fight each other on small tables, and a thread at rest forbids forking
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
WAY = "MTQG_START_METHOD"  # an environment variable: spawn or forkserver, where fork is not wanted
PRELOADED = "mtqg_analysis.run.preloaded"
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


@dataclass(frozen=True)
class _Begun:
    """A process made for one task. give: the end of the pipe at which it gets the task; told: where it is heard."""

    process: BaseProcess
    give: Connection
    told: Connection


_ready = deque[_Begun]()  # processes that have imported everything, or are about to, and wait for their task


def begun(target: Callable[..., None], *given: Any, another: bool = False) -> tuple[BaseProcess, Connection]:
    """A process that has begun `target(*given, tell)`, and the end of the pipe at which is heard what it tells.

    It ends with this one. another: whether one more will be begun soon. Where processes are not forked, the next one
    imports what it needs meanwhile; each is used for one task, with the environment and the folder of this moment.
    """
    keep_to_one_thread()
    way = _way()
    if way == "fork":
        return _forked(target, given)
    one = next(filter(_is_alive, _taken()), None) or _started(way)
    one.give.send((dict(os.environ), os.getcwd(), target, given))
    one.give.close()
    if another:
        _ready.append(_started(way))
    return one.process, one.told


def _way() -> str:
    """How a process is started here, as `multiprocessing` calls it: forked where nothing can go wrong by it.

    Forking copies one thread; a lock that another one holds would never be opened in the child. So it needs Linux,
    whose system libraries may be forked, and a process of one thread: this one, or one that is kept for it.
    """
    asked = os.environ.get(WAY)
    if asked or sys.platform != "linux":
        return asked or "spawn"
    if len(list(TASKS.iterdir())) == 1:
        warm_up()
    return "fork" if len(list(TASKS.iterdir())) == 1 else "forkserver"


def _forked(target: Callable[..., None], given: tuple[Any, ...]) -> tuple[BaseProcess, Connection]:
    forking = get_context("fork")
    told, tell = forking.Pipe(duplex=False)
    process = forking.Process(target=_with_parent, args=(target, given, tell), daemon=True)
    gc.freeze()  # else a child that looks for garbage writes on, and so copies, every page that it shares
    process.start()
    gc.unfreeze()
    tell.close()
    return process, told


def _is_alive(one: _Begun) -> bool:
    return one.process.is_alive()


def _taken() -> Iterator[_Begun]:
    with suppress(IndexError):  # other threads take from it, too
        while True:
            yield _ready.popleft()


def _started(way: str) -> _Begun:
    starting = cast(SpawnContext, get_context(way))
    if way == "forkserver":
        starting.set_forkserver_preload([PRELOADED])
    told, tell = starting.Pipe(duplex=False)
    task, give = starting.Pipe(duplex=False)
    process = starting.Process(target=_get_ready, args=(task, tell), daemon=True)
    process.start()
    tell.close()
    task.close()
    return _Begun(process, give, told)


def _get_ready(task: Connection, tell: Connection) -> None:
    end_with_parent()
    warm_up()
    try:
        environment, folder, target, given = task.recv()
    except EOFError:  # nothing was left to do
        return
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    target(*given, tell)


def _with_parent(target: Callable[..., None], given: tuple[Any, ...], tell: Connection) -> None:
    end_with_parent()
    target(*given, tell)


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
