"""Several reports side by side, one process each, with their progress on screen."""

import multiprocessing
import os
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from queue import Empty
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from mtqg_analysis.domain.errors import FormatError, MtqgError, UnforeseenError
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.run.execute import Job, named, run_report


@dataclass(frozen=True)
class Outcome:
    """How one job ended: `error` says why it, or a format of it, is not there.

    formats: those that lie in its folder. notes: what to know of them.
    """

    job: Job
    error: MtqgError | None = None
    formats: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def run_jobs(jobs: list[Job], console: Console) -> list[Outcome]:
    """Makes every report, two at a time where there are two cores; one failure does not stop the others."""
    with multiprocessing.get_context("spawn").Manager() as manager:
        told = manager.Queue()
        with ProcessPoolExecutor(_workers(len(jobs)), multiprocessing.get_context("spawn")) as pool:
            futures = [pool.submit(_run, job, place, told) for place, job in enumerate(jobs)]
            _show(jobs, futures, told, console)
            return [_ended(job, future) for job, future in zip(jobs, futures, strict=True)]


def _workers(jobs: int) -> int:
    return max(1, min(jobs, os.cpu_count() or 1))


def _run(job: Job, place: int, told: Any) -> Outcome:
    try:
        with speaking(str(job.parameters["language"])):
            made = run_report(job, lambda done, total: told.put((place, done, total)))
    except MtqgError as error:
        return Outcome(job, type(error)(str(error)))  # without its chain, which cannot cross the process border
    except Exception as error:
        return Outcome(job, _unforeseen(job, error))
    finally:
        told.put((place, 1, 1))
    failed = FormatError("\n".join(made.failed)) if made.failed else None
    return Outcome(job, failed, made.formats, made.notes)


def _ended(job: Job, future: Future[Outcome]) -> Outcome:
    """How a job ended, also where its process did not live to say so."""
    try:
        return future.result()
    except Exception as error:
        return Outcome(job, _unforeseen(job, error))


def _unforeseen(job: Job, error: Exception) -> UnforeseenError:
    return UnforeseenError(
        f"«{job.report.title}» không lập được: {named(error)}. Báo cáo trước đó, nếu có, vẫn còn nguyên; hãy chạy lại, "
        "nếu vẫn lỗi thì gửi dòng này cho người bảo trì."
    )


def _show(jobs: list[Job], futures: list[Future[Outcome]], told: Any, console: Console) -> None:
    name, percentage = TextColumn("{task.description}"), TextColumn("{task.percentage:>3.0f}%")
    with Progress(name, BarColumn(), percentage, TimeElapsedColumn(), console=console) as bars:
        tasks: list[TaskID] = [bars.add_task(job.report.title, total=1) for job in jobs]
        while not (all(future.done() for future in futures) and told.empty()):
            try:
                place, done, total = told.get(timeout=0.2)
            except Empty:
                continue
            # The exports follow the last cell: the bar keeps a little room for them.
            bars.update(tasks[place], completed=done if done == total == 1 else 0.9 * done / total)
