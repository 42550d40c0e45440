"""A small project whose report takes a second: three notebooks of a few cells each, over datasets without facts."""

import sys
from pathlib import Path

import nbformat
import psutil
from rich.console import Console

from mtqg_analysis.run.execute import Job
from mtqg_analysis.run.progress import run_jobs
from mtqg_analysis.run.reports import REPORTS

DECLARED = 'data: str = "data/tinh"\ncontext: str = "data/ca_nuoc"\nyear: int = 2024\nyears: str = "2021-2025"\n'
DECLARED += 'horizon: str = "2026-2030"\nas_of: str = "2024-12-31"\nknown_on: str = ""\nlanguage: str = "vi"\n'
PARAMETERS = {"data": "data/tinh", "context": "data/ca_nuoc", "year": 2024, "years": "2021-2025"}
PARAMETERS |= {"horizon": "2026-2030", "as_of": "2024-12-31", "known_on": "", "language": "vi"}


def small_project(root: Path, *cells: str) -> Path:
    """Makes the project at `root`, whose notebooks run `cells` after their parameters."""
    for name in ("tinh", "ca_nuoc"):
        (root / "data" / name).mkdir(parents=True)
        (root / "data" / name / "facts.csv").write_text("fact\n", "utf-8")
    (root / "notebooks").mkdir()
    for report in REPORTS.values():
        made = [nbformat.v4.new_code_cell(source) for source in (DECLARED, *cells)]
        made[0].metadata["tags"] = ["parameters"]
        notebook = nbformat.v4.new_notebook(cells=made)
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, root / "notebooks" / f"{report.notebook}.ipynb")
    return root


def small_job(root: Path, name: str = "year-end", formats: tuple[str, ...] = ("html",), **asked: object) -> Job:
    """The job of one report of the small project."""
    return Job(REPORTS[name], PARAMETERS | asked, PARAMETERS, formats, root / "reports", root)


def processes_of(command: psutil.Process) -> dict[str, list[psutil.Process]]:
    """The processes that make reports, by what they are: the command itself, and its workers once a cell runs."""
    return {"cli": [command], "worker": command.children()}


if __name__ == "__main__":
    jobs = [small_job(Path(sys.argv[1]), name) for name in sys.argv[2:]]
    for outcome in run_jobs(jobs, Console(file=sys.stderr)):
        print(outcome.job.report.name, outcome.error or "ok")
