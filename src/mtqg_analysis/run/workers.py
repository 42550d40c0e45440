"""Several reports side by side, one process each."""

import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import current_thread, main_thread
from typing import Any

from papermill.engines import NBClientEngine

from mtqg_analysis.domain.disk import refused
from mtqg_analysis.domain.errors import FormatError, MtqgError, UnforeseenError
from mtqg_analysis.domain.language import LANGUAGES, speaking, tr
from mtqg_analysis.run.engine import OwnProcessEngine
from mtqg_analysis.run.execute import Job, run_report
from mtqg_analysis.run.exported import named
from mtqg_analysis.run.warm import begun
from mtqg_analysis.run.work import sweep

GRACE = 1  # seconds for a process that was told to stop
Tell = Callable[[int, float], None]
TICK = 0.2  # seconds, so that Ctrl-C is heard on Windows too, where waiting cannot be interrupted


@dataclass(frozen=True)
class Outcome:
    """How one job ended: `error` says why it, or a document of it, is not there.

    documents: those that lie in its folder. notes: what to know of them.
    """

    job: Job
    error: MtqgError | None = None
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Worker:
    """A process that makes one report. It tells (cells done, cells in all), and at its end the outcome."""

    job: Job
    process: BaseProcess
    told: Connection
    outcome: Outcome | None = None

    def hear(self) -> Iterator[tuple[int, int]]:
        """What it has told since of its progress; its outcome is remembered."""
        try:
            while self.told.poll():
                news = self.told.recv()
                if isinstance(news, Outcome):
                    self.outcome = news
                else:
                    yield news
        except (EOFError, OSError, pickle.UnpicklingError):
            return  # it is dead, perhaps in the middle of a word

    def ended(self) -> Outcome:
        """How its job ended, also where the process did not live to say so."""
        self.process.join()
        self.told.close()
        if self.outcome is None:
            sweep(self.job.folder.parent)
            return Outcome(self.job, _died(self.job, self.process.exitcode))
        return self.outcome


def work_off(
    jobs: Iterable[Job], tell: Tell, go_on: Callable[[], bool] = lambda: True
) -> Iterator[tuple[int, Outcome]]:
    """Makes reports, as many at a time as there are cores, and gives the place and the outcome of each when it ends.

    The end of one, however it ends, stops no other. tell: is told a job's place and how much of it is done, of 1.
    go_on: whether to begin another. However the loop over it is left, no process lives on, nor what it had begun.
    """
    every, running = list(jobs), dict[int, _Worker]()
    waiting = iter(enumerate(every))
    with _stopped_with(running):
        while True:
            while len(running) < (os.cpu_count() or 1) and go_on() and (first := next(waiting, None)):
                place, job = first
                running[place] = _start(job, another=place + 1 < len(every))
            if not running:
                return
            wait([part for one in running.values() for part in (one.told, one.process.sentinel)], timeout=TICK)
            for place, one in list(running.items()):
                is_dead = not one.process.is_alive()  # asked first: what it told before it died is still heard below
                for done, total in one.hear():
                    tell(place, done / total)
                if is_dead:
                    yield place, running.pop(place).ended()


def _start(job: Job, another: bool) -> _Worker:
    with _deaf():
        process, told = begun(_work, job, another=another)
    return _Worker(job, process, told)


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes started meanwhile do not hear Ctrl-C, which a terminal sends to all: this one tells them to stop.

    Only the main thread may say so; others are of a program without a terminal, such as a worker of a cluster.
    """
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _stopped_with(running: dict[int, _Worker]) -> Iterator[None]:
    """However the block is left, no process of it lives on, nor what it had begun."""
    try:
        yield
    finally:
        for one in running.values():
            one.process.terminate()
        for one in running.values():
            one.process.join(GRACE)
            one.process.kill()
            one.process.join()
            sweep(one.job.folder.parent)


def _work(job: Job, tell: Any) -> None:
    """What a process does: makes its report and tells how that went. Without anybody to tell, it stops."""
    try:
        tell.send(_outcome(job, lambda done, total: tell.send((done, total))))
    except BrokenPipeError:
        return


def _outcome(job: Job, progress: Any) -> Outcome:
    try:
        with speaking(str(job.parameters.get("language", LANGUAGES[0]))):
            made = run_report(job, progress, NBClientEngine if job.kernel else OwnProcessEngine)
    except MtqgError as error:
        return Outcome(job, type(error)(str(error)))  # without its chain, which cannot cross the process border
    except OSError as error:
        return Outcome(job, refused(error, job.folder))
    except Exception as error:
        return Outcome(job, unforeseen(job, named(error)))
    failed = FormatError("\n".join(made.failed)) if made.failed else None
    return Outcome(job, failed, made.documents, made.notes)


def _died(job: Job, status: int | None) -> UnforeseenError:
    return unforeseen(
        job,
        tr(
            "tiến trình của nó bị dừng giữa chừng (mã {status}), có thể vì máy thiếu bộ nhớ hoặc có người dừng nó",
            status=status,
        ),
    )


def unforeseen(job: Job, why: str) -> UnforeseenError:
    """The error of a report that ended in a way that nobody foresaw."""
    return UnforeseenError(
        "«{title}» không lập được: {why}. Báo cáo trước đó, nếu có, vẫn còn nguyên; hãy chạy lại, "
        "nếu vẫn lỗi thì gửi dòng này cho người bảo trì.",
        title=tr(job.report.title),
        why=why,
    )
