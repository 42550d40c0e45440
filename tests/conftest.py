"""What the tests share: the two published datasets, their analyses, and one run of every report."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import settings

import mtqg_analysis
from mtqg_analysis import Period, compare_years, evaluate_year, load_ledger, plan_baseline
from mtqg_analysis.cli import main
from mtqg_analysis.domain.language import speaking

# The same examples every time: a failure seen once is seen by everybody.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")

PROJECT = Path(__file__).resolve().parent.parent
FOLDERS = {
    "year-end": "year_end_evaluation/langson_2024_2024-12-31",
    "comparison": "yearly_comparison/langson_2021-2025_2026-01-31",
    "baseline": "planning_baseline/langson_2026-2030_2026-01-31",
}


@pytest.fixture(scope="session")
def root():
    return PROJECT


@pytest.fixture(scope="session")
def package():
    return Path(mtqg_analysis.__file__).parent


@pytest.fixture(scope="session")
def ledger():
    """Lạng Sơn's published figures, every year."""
    return load_ledger(PROJECT / "data/langson")


@pytest.fixture(scope="session")
def nation():
    """The nation's published figures, every year."""
    return load_ledger(PROJECT / "data/national")


@pytest.fixture(scope="session")
def evaluation():
    """The year-end evaluation that the notice of January 2025 speaks of."""
    period = Period(2024, date(2024, 12, 31))
    return evaluate_year(load_ledger(PROJECT / "data/langson", period), load_ledger(PROJECT / "data/national", period))


@pytest.fixture(scope="session")
def evaluated(nation):
    """Evaluates a plan year of a dataset: `evaluated("illustrative", 2024, "2024-12-31", term=(2022, 2024))`."""
    made = {}

    def run(data, year, as_of, **asked):
        key = (str(data), year, as_of, tuple(sorted(asked.items())))
        if key not in made:
            period = Period(year, date.fromisoformat(as_of))
            folder = data if isinstance(data, Path) else PROJECT / "data" / data
            made[key] = evaluate_year(load_ledger(folder, period), nation, **asked)
        return made[key]

    return run


@pytest.fixture(scope="session")
def official(tmp_path_factory):
    """A dataset of official kind: the units' cells of the illustrative one, without any printed total or rate."""
    folder = tmp_path_factory.mktemp("data") / "official"
    shutil.copytree(PROJECT / "data/illustrative", folder, ignore=shutil.ignore_patterns("make.py", "__pycache__"))
    about = (folder / "dataset.yaml").read_text("utf-8").replace("kind: illustrative", "kind: official")
    (folder / "dataset.yaml").write_text(about, "utf-8")
    rows = pd.read_csv(folder / "facts.csv", dtype=str, keep_default_na=False)
    rows[rows["level"].isin(["district", "commune", "agency"])].to_csv(folder / "facts.csv", index=False)
    (folder / "targets.csv").unlink()
    return folder


@pytest.fixture(scope="session")
def years(ledger, nation):
    return compare_years(ledger, nation, (2021, 2025), date(2026, 1, 31))


@pytest.fixture(scope="session")
def illustrated(nation):
    """The yearly comparison over the illustrative dataset."""
    return compare_years(load_ledger(PROJECT / "data/illustrative"), nation, (2021, 2025), date(2026, 1, 31))


@pytest.fixture(scope="session")
def plan(ledger, nation):
    return plan_baseline(ledger, nation, (2026, 2030), date(2026, 1, 31))


@pytest.fixture(scope="session")
def invented_plan(nation):
    """The planning baseline over the illustrative dataset, which has needs, units and assumptions of every kind."""
    return plan_baseline(load_ledger(PROJECT / "data/illustrative"), nation, (2026, 2030), date(2026, 1, 31))


@pytest.fixture(scope="session")
def command():
    """Runs the command line in a process of its own, as a user does."""

    def run(*arguments, cwd=PROJECT):
        words = [sys.executable, "-m", "mtqg_analysis", *map(str, arguments)]
        return subprocess.run(words, cwd=cwd, capture_output=True, encoding="utf-8")

    return run


@pytest.fixture(scope="session")
def once(command, tmp_path_factory):
    """Runs a `report` command into a folder of its own; the same words again give the same run."""
    runs = {}

    def run(*arguments):
        if arguments not in runs:
            out = tmp_path_factory.mktemp("once")
            runs[arguments] = (command(*arguments, "--out", out), out)
        return runs[arguments]

    return run


@pytest.fixture(scope="session")
def reports(tmp_path_factory, command):
    """Folder of each report by name, from one `mtqg report` over the published datasets."""
    out = tmp_path_factory.mktemp("reports")
    done = command("report", "--out", out)
    assert done.returncode == 0, done.stderr
    return {"out": out, "stdout": done.stdout} | {name: out / folder for name, folder in FOLDERS.items()}


@pytest.fixture
def mtqg(monkeypatch, capsys):
    """Runs the command line in this process: fast, for everything that ends before a notebook starts."""
    monkeypatch.chdir(PROJECT)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["mtqg", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended, speaking("vi"):
            main()
        told = capsys.readouterr()
        return SimpleNamespace(status=ended.value.code or 0, out=told.out, err=told.err)

    return run
