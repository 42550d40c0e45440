"""A small project whose report takes a second: three notebooks of a few cells each, over datasets without facts."""

import json
import shutil
import sys
from pathlib import Path

import nbformat
import psutil
from rich.console import Console

from mtqg_analysis.run.execute import Job
from mtqg_analysis.run.manifest import MANIFEST, digest, read_manifest
from mtqg_analysis.run.progress import run_jobs
from mtqg_analysis.run.reports import REPORTS
from mtqg_analysis.run.standing import JOURNAL
from mtqg_analysis.run.work import MARK

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


def small_order(root: Path, count: int, *cells: str) -> Path:
    """Makes the project at `root` with an order of so many reports, one a row, and returns the order."""
    small_project(root, *cells)
    for number in range(1 + count // 300):
        shutil.copytree(root / "data/tinh", root / "data" / str(number))
    rows = [f"{1900 + number % 300},data/{number // 300}\n" for number in range(count)]
    (root / "rows.csv").write_text("year,data\n" + "".join(rows), "utf-8")
    (root / "don.yaml").write_text("report: year-end\nset: {context: data/ca_nuoc}\nrows: rows.csv\n", "utf-8")
    return root / "don.yaml"


def ordered(root: Path) -> list[str]:
    """The folders of the reports that the order's journal says were made, one for each time."""
    journal = root / "reports" / JOURNAL
    lines = journal.read_text("utf-8").splitlines() if journal.exists() else []
    return [json.loads(line)["folder"] for line in lines if '"asked"' in line and line.endswith("}")]


def half_made(root: Path) -> list[str]:
    """What lies below the reports and is not a whole report: hidden folders, and files other than a manifest says."""
    hidden = [file.name for file in (root / "reports").rglob(f".*{MARK}")]
    folders = [root / "reports" / folder for folder in ordered(root)]
    manifests = [(folder, read_manifest(folder / MANIFEST)) for folder in folders]
    unlike = [
        str(folder)
        for folder, manifest in manifests
        if manifest is None or any(digest(folder / name) != was for name, was in manifest.files.items())
    ]
    return hidden + unlike


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
