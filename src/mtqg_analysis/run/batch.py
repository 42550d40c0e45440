"""Many reports by one order: those that stand are left, the others are made, and what failed is told at the end."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from mtqg_analysis.domain.errors import MtqgError, ParameterError
from mtqg_analysis.domain.language import tr
from mtqg_analysis.run.execute import Job, prepare
from mtqg_analysis.run.manifest import EXECUTED, MANIFEST
from mtqg_analysis.run.order import Wanted, place_of
from mtqg_analysis.run.progress import bar_of
from mtqg_analysis.run.standing import Standing
from mtqg_analysis.run.workers import Outcome, work_off


@dataclass(frozen=True)
class Failed:
    """A report of an order that could not be made, or not whole. job: None where its parameters were refused."""

    wanted: Wanted
    error: MtqgError
    job: Job | None = None

    @property
    def name(self) -> str:
        """The report by what was asked."""
        return ", ".join(f"{name}={value}" for name, value in self.wanted.given.items()) or self.wanted.report.name


@dataclass(frozen=True)
class Ended:
    """How an order ended. stood: how many reports were left as they are. made: their folders. left: not begun."""

    stood: int
    made: tuple[Path, ...]
    failed: tuple[Failed, ...]
    left: int

    @property
    def line(self) -> str:
        """The counts in a sentence."""
        counts = {"made": len(self.made), "stood": self.stood, "failed": len(self.failed), "left": self.left}
        return tr("Đã lập {made}; còn nguyên {stood}; không lập được {failed}; chưa lập {left} báo cáo.", **counts)


def run_batch(standing: Standing, console: Console, keep_going: bool = True, scheduler: str = "") -> Ended:
    """Makes the reports of an order that do not stand.

    keep_going: whether another is begun after one has failed. scheduler: the address of a Dask cluster that makes them;
    empty for this machine.
    """
    stale = [wanted for wanted in standing.order.wanted if standing.reasons(wanted)]
    failed: list[Failed] = []
    made: list[Path] = []
    jobs = list(_prepared(standing, stale, failed))
    with bar_of(len(stale), console) as bar:
        (task,) = bar.task_ids
        bar.update(task, advance=len(failed), refresh=True)
        for place, outcome in _worked_off([job for _, job in jobs], scheduler, lambda: keep_going or not failed):
            wanted, job = jobs[place]
            if outcome.error is not None:
                failed.append(Failed(wanted, outcome.error, job))
            else:
                made.append(job.folder)
                _remember(standing, wanted, outcome)
            bar.update(task, advance=1, refresh=True)
    whole = len(standing.order.wanted) - len(stale)
    return Ended(whole, tuple(made), tuple(failed), len(stale) - len(made) - len(failed))


def _worked_off(jobs: list[Job], scheduler: str, go_on: Callable[[], bool]) -> Iterator[tuple[int, Outcome]]:
    if not scheduler or not jobs:
        return work_off(jobs, _silent, go_on)
    if find_spec("distributed") is None:
        raise ParameterError("Chưa cài Dask; hãy cài bằng: {python} -m pip install distributed.", python=sys.executable)
    from mtqg_analysis.run.cluster import work_off_by_cluster

    return work_off_by_cluster(jobs, scheduler, go_on)


def _silent(place: int, share: float) -> None:
    """A report of many has no bar of its own."""


def _prepared(standing: Standing, stale: list[Wanted], failed: list[Failed]) -> Iterator[tuple[Wanted, Job]]:
    """The jobs of an order; what is asked for wrongly fails before anything is begun, as do two of one folder."""
    order = standing.order
    taken = _standing_places(standing, stale) if order.output else set()
    for wanted in stale:
        try:
            job = prepare(wanted.report, wanted.given, order.formats, order.out)
            if order.output:
                job = replace(job, place=place_of(order.output, job.parameters))
                if job.place in taken:
                    raise ParameterError(
                        "Mẫu thư mục «{output}» dẫn hai báo cáo tới cùng một thư mục, {place}; hãy nêu thêm tham số.",
                        output=order.output,
                        place=job.place,
                    )
                taken.add(job.place)
            yield wanted, job
        except MtqgError as error:
            failed.append(Failed(wanted, error))


def _standing_places(standing: Standing, stale: list[Wanted]) -> set[str]:
    """The folders of those reports of an order that are left as they are."""
    begun = set(map(id, stale))
    left = [standing.asked(wanted) for wanted in standing.order.wanted if id(wanted) not in begun]
    return {standing.journal.made[asked]["folder"] for asked in left}


def _remember(standing: Standing, wanted: Wanted, outcome: Outcome) -> None:
    folder = outcome.job.folder.relative_to(outcome.job.base)
    standing.journal.add(
        {
            "asked": standing.asked(wanted),
            "of": standing.made_of(wanted),
            "folder": folder.as_posix(),
            "outputs": [*outcome.documents, EXECUTED, MANIFEST],
        }
    )
