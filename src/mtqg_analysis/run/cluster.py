"""The reports of an order made by a Dask cluster: what they read travels to its workers, and whole reports come back.

The folder of reports is written by this machine alone, so the laws of `run/work.py` and `run/settle.py` hold as they do
without a cluster. A worker that dies costs time: what it was making is begun again by another.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from distributed import Client, wait

from mtqg_analysis.domain.disk import refused
from mtqg_analysis.domain.errors import MtqgError, ParameterError
from mtqg_analysis.domain.language import LANGUAGES, speaking
from mtqg_analysis.run.cluster_worker import Came, Sent, forget, held, make, packed, software
from mtqg_analysis.run.execute import Job
from mtqg_analysis.run.exported import named
from mtqg_analysis.run.settle import keep_failed, kept_sentence, settle
from mtqg_analysis.run.work import MADE, working_beside
from mtqg_analysis.run.workers import Outcome, unforeseen

AHEAD = 2  # reports for each thread of the workers: the one that it makes, and the next
PATIENCE = 30  # seconds until the scheduler has answered, and until it has a worker
TICK = 1  # seconds after which new workers are counted


@dataclass
class _Cluster:
    """A scheduler that is spoken to, and what one order has sent to it, by its place in the project."""

    client: Any  # a distributed.Client, which is typed in part
    order: str = field(default_factory=lambda: uuid4().hex)
    sent: dict[str, Any] = field(default_factory=dict)

    @property
    def room(self) -> int:
        """How many reports may be under way; one while there is no worker, which waits for the next."""
        return AHEAD * sum(self.client.nthreads().values()) or 1

    def begin(self, job: Job) -> Any:
        """Hands in a job with all that it reads in its project; what lies elsewhere must lie there for the workers."""
        places = _places(job)
        parts = [self._sent(place, file) for place, file in places.items()]
        folder, report = job.folder.relative_to(job.base).as_posix(), replace(job.report, file=None)
        notebook = next(place for place, file in places.items() if file == job.notebook)
        about = (job.parameters, job.usual, job.formats)
        sent = Sent(report, *about, folder, notebook, tuple(places), self.order, software())
        return self.client.submit(make, sent, *parts, pure=False)

    def _sent(self, place: str, file: Path) -> Any:
        """A file or folder, sent once. It is a task, which the scheduler repeats where the worker who held it dies."""
        if place not in self.sent:
            self.sent[place] = self.client.submit(held, packed(place, file), key=f"{place}-{self.order}")
        return self.sent[place]


def work_off_by_cluster(jobs: list[Job], scheduler: str, go_on: Callable[[], bool]) -> Iterator[tuple[int, Outcome]]:
    """Makes reports as `work_off` does, by the workers of the Dask scheduler at an address such as tcp://10.0.0.5:8786.

    Raises ParameterError where no scheduler answers, or none of its workers.
    """
    with _connected(scheduler) as client:
        cluster = _Cluster(client)
        waiting, running = iter(enumerate(jobs)), dict[Any, tuple[int, Job]]()
        while True:
            while len(running) < cluster.room and go_on() and (first := next(waiting, None)):
                running[cluster.begin(first[1])] = first
            if not running:
                client.run(forget, cluster.order, on_error="ignore")
                return
            for future in _done(list(running)):
                place, job = running.pop(future)
                yield place, _outcome(job, future)


@contextmanager
def _connected(scheduler: str) -> Iterator[Any]:
    try:
        client = Client(scheduler, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise _unusable(scheduler, error) from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise _unusable(scheduler, error) from error
    else:
        yield client
    finally:
        client.close()  # type: ignore[no-untyped-call]


def _unusable(scheduler: str, error: Exception) -> ParameterError:
    return ParameterError(
        "Không dùng được cụm máy ở {scheduler}: {why}. Hãy chạy «dask scheduler» ở đó và ít nhất một «dask worker "
        "{scheduler}», rồi chạy lại.",
        scheduler=scheduler,
        why=str(error).partition("\n")[0],
    )


def _places(job: Job) -> dict[str, Path]:
    """What a job reads in its project, by its place there; a notebook of the user's own gets one."""
    read = [*(job.datasets | job.files).values(), job.notebook, job.root / "requirements.lock"]
    inside = {file.relative_to(job.root).as_posix(): file for file in read if file.is_relative_to(job.root)}
    if job.notebook not in inside.values():
        inside[f"notebooks/{job.notebook.name}"] = job.notebook
    return {place: file for place, file in inside.items() if file.exists()}


def _done(running: list[Any]) -> set[Any]:
    try:
        return set(wait(running, timeout=TICK, return_when="FIRST_COMPLETED").done)  # type: ignore[no-untyped-call]
    except TimeoutError:
        return set()


def _outcome(job: Job, future: Any) -> Outcome:
    with speaking(str(job.parameters.get("language", LANGUAGES[0]))):
        try:
            came: Came = future.result()
            notes = _settled(job, came)
        except MtqgError as error:
            return Outcome(job, error)
        except OSError as error:
            return Outcome(job, refused(error, job.folder))
        except Exception as error:  # of the cluster, such as a report over which one worker after the other died
            return Outcome(job, unforeseen(job, named(error)))
    return Outcome(job, came.error_at(job), came.documents, (*came.notes, *notes))


def _settled(job: Job, came: Came) -> list[str]:
    """Puts what came into its place, whole; says where a folder that somebody had edited is kept."""
    with working_beside(job.folder) as work:
        for name, content in came.files.items():
            (work / MADE / Path(name).name).write_bytes(content)
        if came.failed:
            stopped = work / MADE / "stopped.ipynb"
            stopped.write_bytes(came.failed)
            keep_failed(stopped, job.folder)
        kept = settle(work, job.folder, job.parameters) if came.files else None
    return [kept_sentence(kept)] if kept else []
