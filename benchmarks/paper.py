"""A long table as PDF, Word, Excel and HTML: CPU seconds and memory by rows, and how they grow.

    python benchmarks/paper.py --rows 1000 2000 4000 8000 --formats pdf

Each size is made in a process of its own, so that the memory is its own too. With --browser the HTML page is printed by
the Chromium of this machine as well, one browser for all sizes, whose start is not counted.
"""

import argparse
import json
import math
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pandas as pd
from measured import PYTHON, run

from mtqg_analysis import Column, Scope, Table
from mtqg_analysis.report.formats import exporters
from mtqg_analysis.run.execute import EXPORTED


def notebook_of(rows):
    """A report of one table: districts with their communes, plan, disbursement and rate."""
    frame = pd.DataFrame({"district": [f"Huyện {row // 20}" for row in range(rows)]})
    frame["commune"] = [f"Xã Tân Thành {row}" for row in range(rows)]
    frame["plan"] = [1_000_000_000.0 * (row % 97 + 3) for row in range(rows)]
    frame["paid"] = frame["plan"] * 0.57
    columns = (
        Column("district", "Huyện", rows=True),
        Column("commune", "Xã"),
        Column("plan", "Kế hoạch", "bn"),
        Column("paid", "Giải ngân", "bn"),
    )
    scope = Scope("tỷ đồng", "31/12/2024", "kế hoạch tỉnh giao", "thực hiện")
    bundle, about = Table(
        "dai", "Một bảng dài", frame, columns, scope, notes=("Số liệu minh họa.",)
    )._repr_mimebundle_()
    cell = nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("display_data", bundle, metadata=about)])
    return nbformat.v4.new_notebook(cells=[cell])


def once(rows, kind):
    """Makes one document and prints CPU seconds, MiB at the most and its size."""
    notebook = notebook_of(rows)
    exporter = getattr(exporters, EXPORTED[kind])()
    exporter.from_notebook_node(notebook_of(3))
    started = time.process_time()
    body, _ = exporter.from_notebook_node(notebook)
    used = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu": used, "mib": memory, "bytes": len(body)}))


def printed(sizes, folder):
    """Seconds that one kept browser takes to print the HTML page of each size."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for rows in sizes:
            html, _ = exporters.MtqgHTMLExporter().from_notebook_node(notebook_of(rows))
            (folder / "page.html").write_text(html, "utf-8")
            clock = time.perf_counter()
            page = browser.new_page()
            page.goto((folder / "page.html").as_uri())
            page.pdf(path=folder / "page.pdf", tagged=True)
            page.close()
            print(f"| {rows} | browser | {time.perf_counter() - clock:.1f} wall | | |", flush=True)
        browser.close()


def main():
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--rows", type=int, nargs="+", default=[1000, 2000, 4000, 8000])
    asked.add_argument("--formats", default="pdf")
    asked.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--browser", action="store_true")
    given = asked.parse_args()
    if given.once:
        once(given.rows[0], given.formats)
        return
    print("| rows | format | CPU s | MiB | growth |\n| ---: | --- | ---: | ---: | ---: |")
    for kind in given.formats.split(","):
        before = None
        for rows in given.rows:
            found = json.loads(run([PYTHON, sys.argv[0], "--once", "--rows", str(rows), "--formats", kind], "."))
            power = math.log(found["cpu"] / before[1]) / math.log(rows / before[0]) if before else float("nan")
            before = rows, found["cpu"]
            print(f"| {rows} | {kind} | {found['cpu']:.2f} | {found['mib']:.0f} | {power:.2f} |", flush=True)
    if given.browser:
        with tempfile.TemporaryDirectory() as folder:
            printed(given.rows, Path(folder))


if __name__ == "__main__":
    main()
