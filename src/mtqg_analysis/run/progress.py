"""How far the reports are, on screen."""

from collections.abc import Sequence

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from mtqg_analysis.domain.language import tr
from mtqg_analysis.run.execute import Job
from mtqg_analysis.run.workers import Outcome, work_off


def run_jobs(jobs: Sequence[Job], console: Console) -> list[Outcome]:
    """Makes a few reports, each with a bar of its own."""
    outcomes: dict[int, Outcome] = {}
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn()
    with _bars(console, *columns) as bars:
        tasks = [bars.add_task(tr(job.report.title), total=1) for job in jobs]

        def tell(place: int, share: float) -> None:
            bars.update(tasks[place], completed=share, refresh=True)

        for place, outcome in work_off(jobs, tell):
            outcomes[place] = outcome
            tell(place, 1)
    return [outcomes[place] for place in range(len(jobs))]


def bar_of(count: int, console: Console) -> Progress:
    """One bar for many reports: how many are done, how many a minute, and the time left."""
    bars = _bars(console, BarColumn(), MofNCompleteColumn(), _Rate(), TimeElapsedColumn(), TimeRemainingColumn())
    bars.add_task("", total=count)
    return bars


def _bars(console: Console, *columns: ProgressColumn) -> Progress:
    # A bar that refreshes itself is a thread more, with which this process could not be forked.
    return Progress(*columns, console=console, auto_refresh=False)


class _Rate(ProgressColumn):
    """Reports a minute."""

    def render(self, task: Task) -> Text:
        return Text(tr("{count} báo cáo/phút", count=round(60 * task.speed)) if task.speed else "")
