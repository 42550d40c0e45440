"""What it costs to ask an order again of which nothing has changed, and whether each kind of change is seen.

    python benchmarks/unchanged.py --counts 20 100 1000 10000

The reports of an order are datasets of a few bytes and are not made: their lines in the journal are written as
`mtqg batch` writes them. So what is measured is `mtqg batch` deciding that there is nothing to do, whole process.
"""

import argparse
import json
import shutil
import tempfile
from contextlib import chdir
from functools import partial
from pathlib import Path

from frozen_project import FROZEN, order_of
from measured import PYTHON, cost_of, median_of, run

from mtqg_analysis.run.standing import standing_of

NOTHING = [PYTHON, "-c", "pass"]
BATCH = [PYTHON, "-m", "mtqg_analysis", "batch", "don.yaml"]


def whole_order(folder, count):
    """A project whose order of so many reports stands."""
    shutil.copytree(FROZEN / "notebooks", folder / "notebooks")
    (folder / "pyproject.toml").write_text("", "utf-8")
    shutil.copytree(FROZEN / "data/national", folder / "data/national")
    names = [f"data/tinh{place:05d}" for place in range(count)]
    for place, name in enumerate(names):
        (folder / name).mkdir()
        (folder / name / "facts.csv").write_text(f"{place}\n", "utf-8")
    order_of(folder, names)
    with chdir(folder):
        _take_as_made(standing_of(Path("don.yaml")))
    return names


def _take_as_made(standing):
    for wanted in standing.order.wanted:
        place = Path(str(wanted.given["data"])).name
        report = standing.order.out / place / "report.html"
        report.parent.mkdir(parents=True)
        report.write_text("", "utf-8")
        entry = {"asked": standing.asked(wanted), "of": standing.made_of(wanted), "folder": place}
        standing.journal.add(entry | {"outputs": ["report.html"]})


def speed(counts, turns):
    """Prints the time by reports, beside that of a Python that does nothing."""
    print("| reports | wall s | CPU s | × python -c pass, wall | CPU | CPU ms a further report |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    before = None
    for count in counts:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "project"
            whole_order(folder, count)
            run(BATCH, folder)
            pairs = [[cost_of(partial(run, one, folder)) for one in (NOTHING, BATCH)] for _ in range(turns)]
        nothing, took = (median_of(one) for one in zip(*pairs, strict=True))
        further = f"{1000 * (took.cpu - before[1]) / (count - before[0]):.3f}" if before else ""
        before = before or (count, took.cpu)
        ratios = f"{took.wall / nothing.wall:.1f} | {took.cpu / nothing.cpu:.1f}"
        print(f"| {count} | {took.wall:.3f} | {took.cpu:.3f} | {ratios} | {further} |", flush=True)


def changes():
    """Prints of each kind of change which reports are to be made again."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "project"
        names = whole_order(folder, 3)
        print("| change | reports to be made again, and why |\n| --- | --- |")
        kinds = {
            "none": lambda: None,
            "data of one province": lambda: _add(folder / names[0] / "facts.csv"),
            "data of the nation": lambda: _add(folder / "data/national/facts.csv"),
            "the notebook": lambda: _add(folder / "notebooks/year_end_evaluation.ipynb"),
            "a parameter": lambda: _add(folder / "don.yaml", "set: {language: en}\n"),
            "a deleted output": lambda: (folder / "batch" / Path(names[1]).name / "report.html").unlink(),
        }
        for name, change in kinds.items():
            kept = shutil.copytree(folder, Path(scratch) / "kept")
            change()
            told = run([*BATCH, "--explain"], folder).strip().splitlines()
            print(f"| {name} | {'; '.join(told).replace('|', '/')} |", flush=True)
            shutil.rmtree(folder)
            kept.rename(folder)
        for name in ("library", "environment"):
            _another(folder, name)
            told = run([*BATCH, "--explain"], folder).strip().splitlines()
            print(f"| {name} | {'; '.join(told)} |", flush=True)


def _add(file, text=" \n"):
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def _another(folder, name):
    """The journal of reports that were made with another library or environment."""
    journal = folder / "batch/.mtqg-batch.jsonl"
    entries = [json.loads(line) for line in journal.read_text("utf-8").splitlines() if line]
    for entry in entries:
        if "of" in entry:
            entry["of"][name] = "another"
    journal.write_text("\n".join(map(json.dumps, entries)) + "\n", "utf-8")


def main():
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--counts", type=int, nargs="+", default=[20, 100, 1000, 10000])
    asked.add_argument("--turns", type=int, default=5)
    given = asked.parse_args()
    speed(given.counts, given.turns)
    changes()


if __name__ == "__main__":
    main()
