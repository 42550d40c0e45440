"""What the tests share: the two published datasets, their analyses, and one run of every report."""

import os
import pickle
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from displays import REPORTS
from in_process import executed

import mtqg_analysis
from mtqg_analysis import Period, compare_years, evaluate_year, load_ledger, plan_baseline
from mtqg_analysis.cli import main
from mtqg_analysis.domain.language import speaking
from mtqg_analysis.ledger.checked import PLACE

PROJECT = Path(__file__).resolve().parent.parent
FOLDERS = {
    "year-end": "year_end_evaluation/langson_2024_2024-12-31",
    "comparison": "yearly_comparison/langson_2021-2025_2026-01-31",
    "baseline": "planning_baseline/langson_2026-2030_2026-01-31",
}


@pytest.fixture(scope="session", autouse=True)
def untouched():
    """No test writes into the project's own data or notebooks: what it changes, it changes in a copy."""

    def seen():
        return {
            file: file.stat().st_mtime_ns for part in ("data", "notebooks") for file in (PROJECT / part).rglob("*.*")
        }

    before = seen()
    yield
    assert seen() == before


@pytest.fixture(scope="session")
def root():
    return PROJECT


@pytest.fixture(scope="session")
def package():
    return Path(mtqg_analysis.__file__).parent


@pytest.fixture(scope="session")
def checked_once(shared):
    """Sets where datasets are kept as read and checked, for all processes; for code that nothing was changed in."""
    folder = shared("checked", lambda folder: folder)

    @contextmanager
    def kept():
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(PLACE, str(folder))
            yield

    return kept


@pytest.fixture(scope="session")
def ledger_of(checked_once):
    """The ledger of a dataset, read once: thousands of facts take seconds."""
    read = {}

    def of(data):
        folder = data if isinstance(data, Path) else PROJECT / "data" / data
        if folder not in read:
            with checked_once():
                read[folder] = load_ledger(folder)
        return read[folder]

    return of


@pytest.fixture(scope="session")
def ledger(ledger_of):
    """Lạng Sơn's published figures, every year."""
    return ledger_of("langson")


@pytest.fixture(scope="session")
def nation(ledger_of):
    """The nation's published figures, every year."""
    return ledger_of("national")


@pytest.fixture(scope="session")
def illustrative(ledger_of):
    """The illustrative dataset, every year."""
    return ledger_of("illustrative")


@pytest.fixture(scope="session")
def a_few(tmp_path_factory):
    """The illustrative dataset with the province's facts of one year only, which a test reads in no time."""
    folder = tmp_path_factory.mktemp("data") / "few"
    shutil.copytree(PROJECT / "data/illustrative", folder, ignore=shutil.ignore_patterns("*.py", "workbooks"))
    rows = pd.read_csv(folder / "facts.csv", dtype=str, keep_default_na=False)
    of_a_year = (rows["level"] == "province") & (rows["year"] == "2025") & (rows["fund"] == "")
    words = pd.read_csv(folder / "narrative.csv", dtype=str)
    cited = [
        *pd.read_csv(folder / "targets.csv", dtype=str)["actual_fact"],
        *words["evidence"].str.split("|").explode(),
    ]
    named = rows["fact"].isin(cited)
    few = rows[of_a_year | named]
    assert 300 < len(few) < 450
    few.to_csv(folder / "facts.csv", index=False)
    return folder


@pytest.fixture
def few(a_few, tmp_path):
    """A copy of the illustrative dataset with few facts and all side tables, to be spoilt."""
    return shutil.copytree(a_few, tmp_path / "few")


@pytest.fixture(scope="session")
def evaluation(ledger, nation):
    """The year-end evaluation that the notice of January 2025 speaks of."""
    period = Period(2024, date(2024, 12, 31))
    return evaluate_year(replace(ledger, period=period), replace(nation, period=period))


@pytest.fixture(scope="session")
def evaluated(ledger_of, nation):
    """Evaluates a plan year of a dataset: `evaluated("illustrative", 2024, "2024-12-31", term=(2022, 2024))`."""
    made = {}

    def run(data, year, as_of, **asked):
        key = (str(data), year, as_of, tuple(sorted(asked.items())))
        if key not in made:
            period = Period(year, date.fromisoformat(as_of))
            made[key] = evaluate_year(replace(ledger_of(data), period=period), nation, **asked)
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
    for name in ("targets", "narrative"):  # whose facts are gone
        (folder / f"{name}.csv").unlink()
    return folder


@pytest.fixture(scope="session")
def years(ledger, nation):
    return compare_years(ledger, nation, (2021, 2025), date(2026, 1, 31))


@pytest.fixture(scope="session")
def illustrated(illustrative, nation):
    """The yearly comparison over the illustrative dataset."""
    return compare_years(illustrative, nation, (2021, 2025), date(2026, 1, 31))


@pytest.fixture(scope="session")
def plan(ledger, nation):
    return plan_baseline(ledger, nation, (2026, 2030), date(2026, 1, 31))


@pytest.fixture(scope="session")
def invented_plan(illustrative, nation):
    """The planning baseline over the illustrative dataset, which has needs, units and assumptions of every kind."""
    return plan_baseline(illustrative, nation, (2026, 2030), date(2026, 1, 31))


@pytest.fixture(scope="session")
def command(checked_once):
    """Runs the command line in a process of its own, as a user does."""

    def run(*arguments, cwd=PROJECT):
        words = [sys.executable, "-m", "mtqg_analysis", *map(str, arguments)]
        with checked_once():
            return subprocess.run(words, cwd=cwd, capture_output=True, encoding="utf-8")

    return run


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """Makes something in a folder of its own, once for all processes that test: the others wait for the first to ask.

    `shared("name", make)` gives what `make(folder)` returned, or raises what it raised.
    """
    base, made = tmp_path_factory.getbasetemp(), {}
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"

    def get(name, make):
        if name not in made:
            made[name] = _made(place / name, make)
        done, answer = made[name]
        if not done:
            raise AssertionError(f"{name} could not be made: {answer}")
        return answer

    return get


def _made(folder, make):
    told = folder.with_name(f"{folder.name}.made")
    folder.parent.mkdir(exist_ok=True)
    try:
        folder.mkdir()
    except FileExistsError:  # somebody is making it, or has made it
        until = time.monotonic() + 900
        while not told.exists():
            assert time.monotonic() < until, f"nobody finished {folder}"
            time.sleep(0.1)
        return pickle.loads(told.read_bytes())
    try:
        answer = True, make(folder)
    except BaseException as error:
        answer = False, repr(error)
    begun = told.with_suffix(".begun")
    begun.write_bytes(pickle.dumps(answer))
    begun.rename(told)
    return answer


@pytest.fixture(scope="session")
def once(command, shared):
    """Runs a `report` command into a folder of its own; the same words again give the same run."""

    def run(*arguments):
        words = "".join(letter if letter.isalnum() else "-" for letter in " ".join(arguments))
        return shared(words, lambda out: (command(*arguments, "--out", out), out))

    return run


@pytest.fixture(scope="session")
def reports(once):
    """Folder of each report by name, from one `mtqg report` over the published datasets."""
    done, out = once("report")
    assert done.returncode == 0, done.stderr
    return {"out": out, "stdout": done.stdout} | {name: out / folder for name, folder in FOLDERS.items()}


@pytest.fixture(scope="session")
def books(shared, checked_once):
    """The notebooks of the seven reports by name, each with all that its cells show, run once for all processes."""
    office = PROJECT / "docs/co-quan-ban-hanh.yaml"

    def of(report):
        notebook, parameters = REPORTS[report]
        with checked_once():
            return shared(report, lambda _: executed(notebook, **parameters, issuer=str(office)))

    return of


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
