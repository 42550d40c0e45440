"""A dataset of many facts: reading and checking it, reading it again, and a question to it beside DuckDB's own time.

    python benchmarks/ledger.py --facts 10000 100000 1000000

The facts are those of `illustrative`, over and over with ids of their own. Each size is read by processes of its own:
one that reads and checks, and one that finds it checked. The question is the sum by unit of what was disbursed.
DuckDB is asked the same of the same CSV, once it is imported.
"""

import argparse
import csv
import json
import math
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from frozen_project import FROZEN
from measured import PYTHON, run

QUESTION = """
    SELECT level, unit, sum(CAST(value AS DOUBLE)) FROM read_csv('{file}', all_varchar = true)
    WHERE measure = 'disbursed' AND status = 'actual' GROUP BY ALL
"""


def dataset_of(folder, count):
    """Copies the illustrative dataset, with so many facts."""
    shutil.copytree(FROZEN / "data/illustrative", folder)
    file = folder / "facts.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    key = header.index("fact")
    with file.open("w", encoding="utf-8", newline="") as opened:
        written = csv.writer(opened, lineterminator="\n")
        written.writerow(header)
        for place in range(count):
            row = list(rows[place % len(rows)])
            row[key] += f"-{place // len(rows)}" if place >= len(rows) else ""
            written.writerow(row)


def once(folder):
    """Reads a dataset and asks it; prints the CPU seconds of both and the memory at the most."""
    from mtqg_analysis import load_ledger

    started = time.process_time()
    ledger = load_ledger(folder)
    read = time.process_time() - started
    ledger.find(measure="disbursed", status="actual")  # which rows may answer is found once
    started = time.perf_counter()
    rows = ledger.find(measure="disbursed", status="actual")
    rows["exact"].astype(float).groupby([rows["level"], rows["unit"]]).sum()
    _told(read=read, asked=time.perf_counter() - started)


def by_duckdb(folder):
    """The same question in SQL."""
    import duckdb

    started = time.perf_counter()
    with duckdb.connect() as database:
        database.execute(QUESTION.format(file=folder / "facts.csv")).fetchall()
    _told(asked=time.perf_counter() - started)


def _told(**found):
    print(json.dumps(found | {"mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def main():
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--facts", type=int, nargs="+", default=[10_000, 100_000])
    asked.add_argument("--once", choices=["mtqg", "duckdb"], help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.once:
        (once if given.once == "mtqg" else by_duckdb)(given.folder)
        return
    print("| facts | first, CPU s | MiB | growth | again, CPU s | MiB | question s | DuckDB s | MiB |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    before = None
    for count in given.facts:
        with tempfile.TemporaryDirectory() as scratch:
            os.environ["MTQG_CACHE"] = str(Path(scratch) / "kept")
            folder = Path(scratch) / "data"
            dataset_of(folder, count)
            ways = ("mtqg", "mtqg", "duckdb")
            first, again, sql = (
                json.loads(run([PYTHON, sys.argv[0], "--once", way, "--folder", folder], ".")) for way in ways
            )
        power = math.log(first["read"] / before[1]) / math.log(count / before[0]) if before else math.nan
        before = count, first["read"]
        print(
            f"| {count} | {first['read']:.2f} | {first['mib']:.0f} | {power:.2f} | {again['read']:.2f} | "
            f"{again['mib']:.0f} | {again['asked']:.3f} | {sql['asked']:.3f} | {sql['mib']:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
