"""Year-end reports of the frozen notebook: a shell loop, `mtqg report`, `mtqg batch` and a plain function.

    python benchmarks/reports.py --count 20 --loop 5
    python benchmarks/reports.py --count 4 --loop 2 --data illustrative
    python benchmarks/reports.py --count 4 --loop 2 --formats html,pdf,docx,xlsx

The loop costs the same for each report, so a few of them tell its price; `--loop` says how many are run.
"""

import argparse
import shutil
import tempfile
from functools import partial
from pathlib import Path

from frozen_project import order_of, project_of
from measured import PYTHON, cost_of, median_of, run, side_by_side

NOTEBOOK = "notebooks/year_end_evaluation.ipynb"
PLAIN = Path(__file__).resolve().parent / "plain.py"


def by_hand(folder, formats, data):
    """One turn of the shell loop: papermill, then nbconvert once a format."""
    out = f"loop/{Path(data).name}.ipynb"
    (folder / "loop").mkdir(exist_ok=True)
    run([PYTHON, "-m", "papermill", NOTEBOOK, out, "-p", "data", data, "-k", "python3", "--no-progress-bar"], folder)
    for kind in formats.split(","):
        run([PYTHON, "-m", "jupyter", "nbconvert", "--to", f"mtqg_{kind}", out], folder)


def command(folder, formats, data):
    """One `mtqg report`."""
    words = ["report", "year-end", "--format", formats, "--out", "single", "--set", f"data={data}"]
    run([PYTHON, "-m", "mtqg_analysis", *words], folder)


def batch(folder, formats, names):
    """One `mtqg batch` over some datasets, none of which was made before."""
    shutil.rmtree(folder / "batch", ignore_errors=True)
    order_of(folder, names, formats)
    run([PYTHON, "-m", "mtqg_analysis", "batch", "don.yaml"], folder)


def plain(folder, formats, names):
    """The plain function over some datasets."""
    run([PYTHON, PLAIN, folder, *names, "--formats", formats], folder)


def measured(folder, names, formats, turns):
    """Each way with what a report by it costs, median of some turns, which are taken in turn."""
    loop = names[: turns.loop]
    ways = {
        "papermill + nbconvert": (
            lambda: side_by_side([partial(by_hand, folder, formats, one) for one in loop], 1),
            loop,
        ),
        "the same, two at a time": (
            lambda: side_by_side([partial(by_hand, folder, formats, one) for one in loop], 2),
            loop,
        ),
        "mtqg report": (lambda: side_by_side([partial(command, folder, formats, one) for one in loop], 1), loop),
        "mtqg batch": (lambda: batch(folder, formats, names), names),
        "plain function": (lambda: plain(folder, formats, names), names),
    }
    if turns.skip_loop:
        ways = {name: way for name, way in ways.items() if name in ("mtqg batch", "plain function")}
    costs = {name: [] for name in ways}
    for _ in range(turns.turns):
        for name, (work, over) in ways.items():
            costs[name].append(cost_of(work).per(len(over)))
            print(f"  {name}: {costs[name][-1].wall:.2f} s, CPU {costs[name][-1].cpu:.2f} s", flush=True)
    return {name: median_of(found) for name, found in costs.items()}


def main():
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--count", type=int, default=20, help="reports of the batch and of the plain function")
    asked.add_argument("--loop", type=int, default=5, help="reports of the loop and of mtqg report")
    asked.add_argument("--turns", type=int, default=3)
    asked.add_argument("--skip-loop", action="store_true")
    asked.add_argument("--data", default="langson", choices=["langson", "illustrative"])
    asked.add_argument("--formats", default="html")
    turns = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "project"
        names = project_of(folder, max(turns.count, turns.loop), turns.data)
        found = measured(folder, names[: turns.count], turns.formats, turns)
    first = next(iter(found.values()))
    print(f"{turns.count} reports of {turns.data}, {turns.formats}; loops of {turns.loop}; median of {turns.turns}")
    print("| way | wall s | CPU s | × wall | × CPU |\n| --- | ---: | ---: | ---: | ---: |")
    for name, cost in found.items():
        ratios = f"{first.wall / cost.wall:.1f} | {first.cpu / cost.cpu:.1f}"
        print(f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {ratios} |")


if __name__ == "__main__":
    main()
