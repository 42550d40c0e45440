"""Reads the largest of every kind of file that is still read, and one of a gigabyte, and measures time and memory.

Run by hand, on a system with `resource`: `python -m tests.faults.limits [NAME …]`. Each reader runs in a process of its
own that may have 1.5 GB; it prints what it read, or the sentence that refused it.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import xlsxwriter

from mtqg_analysis.domain.disk import MEGABYTE

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 1500 * MEGABYTE
DATASET = "from mtqg_analysis.ledger.checked import _made; print(len(_made(path).facts), 'facts, checked')"
INTAKE = "from mtqg_analysis.intake.reading import read_file; print(read_file(path).outcome)"
DRAFT = "from mtqg_analysis.claims.read_draft import read_draft; print(len(read_draft(path).paragraphs), 'paragraphs')"
PLACES = "from mtqg_analysis.run.geojson import read_places; print(len(read_places(str(path))), 'places')"
NOTEBOOK = "from mtqg_analysis.run.parameters import declared_parameters as d; print(len(d(path)), 'parameters')"
ISSUER = "from mtqg_analysis.run.office import read_office; print(read_office(issuer=str(path)).issuer.agency[:20])"
FRAME = "from mtqg_analysis.run.office import read_office; print(read_office(word_frame=str(path)))"
REGISTER = "from mtqg_analysis.intake.received import read_register; print(len(read_register(path.parent)), 'files')"
CHILD = """\
import resource, sys, time
from pathlib import Path
from mtqg_analysis.domain.errors import MtqgError
path, start = Path(sys.argv[1]), time.monotonic()
try:
    {read}
except MtqgError as error:
    print("refused:", error)
print(time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def dataset(size: int) -> Callable[[Path], Path]:
    """Makes a dataset whose facts.csv has about so many bytes: illustrative facts again and again, under other ids."""

    def make(folder: Path) -> Path:
        source = ROOT / "data/illustrative"
        for file in (*source.glob("*.csv"), source / "dataset.yaml"):
            (folder / file.name).write_bytes(file.read_bytes())
        heading, *rows = (source / "facts.csv").read_text("utf-8-sig").splitlines()
        with (folder / "facts.csv").open("w", encoding="utf-8") as opened:
            opened.write(heading + "\n")
            left, turn = size - len(heading) - 1, 0
            while left > 200:
                for row in rows:
                    line = f"L{turn}-{row}\n"
                    left -= len(line.encode())
                    if left < 0:
                        break
                    opened.write(line)
                turn += 1
        return folder

    return make


def text_file(name: str, head: str, line: str, size: int, tail: str = "") -> Callable[[Path], Path]:
    """Makes a text of at most so many bytes out of equal lines."""

    def make(folder: Path) -> Path:
        count = (size - len((head + tail).encode())) // len(line.encode())
        file = folder / name
        file.write_text(head + line * count + tail, "utf-8")
        return file

    return make


def workbook(rows: int) -> Callable[[Path], Path]:
    """Makes an .xlsx of 25 columns."""

    def make(folder: Path) -> Path:
        with xlsxwriter.Workbook(folder / "lon.xlsx", {"constant_memory": True}) as book:
            sheet = book.add_worksheet("Biểu 1")
            for row in range(rows):
                sheet.write_row(row, 0, [f"dòng {row}", *range(24)])
        return folder / "lon.xlsx"

    return make


def notebook(folder: Path) -> Path:
    """Makes a notebook whose one output is as large as may be."""
    cell = nbformat.v4.new_code_cell('data: str = "data/langson"', metadata={"tags": ["parameters"]})
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text="x" * (20 * MEGABYTE - 2000))]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel}), folder / "lon.ipynb")
    return folder / "lon.ipynb"


def outlines(folder: Path) -> Path:
    """Makes a GeoJSON of 20 MB."""
    ring = [[106 + n / 1e5, 21.5 + n % 7 / 1e5] for n in range(400)]
    one = json.dumps(
        {"type": "Feature", "properties": {"name": "Xã"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    )
    count = (20 * MEGABYTE - 100) // (len(one.encode()) + 1)
    file = folder / "lon.geojson"
    file.write_text('{"type": "FeatureCollection", "features": [' + ",".join([one] * count) + "]}", "utf-8")
    return file


def endless(name: str) -> Callable[[Path], Path]:
    """Makes a file of a gigabyte."""

    def make(folder: Path) -> Path:
        with (folder / name).open("wb") as opened:
            opened.truncate(2**30)
        return folder / name

    return make


def gigabyte(folder: Path) -> Path:
    """Makes a dataset whose facts.csv has a gigabyte."""
    dataset(MEGABYTE)(folder)
    return endless("facts.csv")(folder).parent


@dataclass(frozen=True)
class Reader:
    """One kind of file. make: writes it into a folder; read: what a process does with its `path`."""

    make: Callable[[Path], Path]
    read: str


READERS = {
    "facts.csv, 10 MB": Reader(dataset(10 * MEGABYTE), DATASET),
    "facts.csv, 50 MB": Reader(dataset(50 * MEGABYTE), DATASET),
    "facts.csv, 1 GB": Reader(gigabyte, DATASET.replace("_made", "checked_dataset")),
    "facts.csv, 25,000,000 rows": Reader(
        text_file("targets.csv", "a\n", "1\n", 50 * MEGABYTE - 2),
        "from mtqg_analysis.ledger.dataset import read_rows; print(len(read_rows(path)))",
    ),
    "intake .xlsx, 950,000 cells": Reader(workbook(38_000), INTAKE),
    "intake .xlsx, 2,000,000 cells": Reader(workbook(80_000), INTAKE),
    "intake .csv, 50 MB": Reader(text_file("lon.csv", "a,b\n", "dòng,1\n", 50 * MEGABYTE - 10), INTAKE),
    "intake .xlsx, 1 GB": Reader(endless("lon.xlsx"), INTAKE),
    "draft .md, 5 MB": Reader(text_file("lon.md", "", "Giải ngân đạt 52,6%.\n\n", 5 * MEGABYTE), DRAFT),
    "draft .html, 5 MB": Reader(text_file("lon.html", "<p>", "<p>Giải ngân đạt 52,6%.</p>\n", 5 * MEGABYTE), DRAFT),
    "draft .docx, 1 GB": Reader(endless("lon.docx"), DRAFT),
    "GeoJSON, 20 MB": Reader(outlines, PLACES),
    "GeoJSON, 1 GB": Reader(endless("lon.geojson"), PLACES),
    "notebook, 20 MB": Reader(notebook, NOTEBOOK),
    "notebook, 1 GB": Reader(endless("lon.ipynb"), NOTEBOOK),
    "issuer, 64 kB": Reader(text_file("a.yaml", "agency: UBND\n", "# ghi chú\n", 64 * 1024), ISSUER),
    "issuer, 1 GB": Reader(endless("a.yaml"), ISSUER),
    "frame, 1 GB": Reader(endless("a.docx"), FRAME),
    "register, 1 GB": Reader(endless("received.json"), REGISTER),
}


def held() -> None:
    """The process about to begin may have so much memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main(names: list[str]) -> None:
    """Prints a line a reader: seconds and megabytes of its process, imports among them, and what it said."""
    for name, reader in READERS.items():
        if names and not any(one in name for one in names):
            continue
        with tempfile.TemporaryDirectory() as place:
            path = reader.make(Path(place))
            start = time.monotonic()
            child = [sys.executable, "-c", CHILD.format(read=reader.read), str(path)]
            done = subprocess.run(
                child, cwd=ROOT, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"}, preexec_fn=held,
                capture_output=True, encoding="utf-8",
            )  # fmt: skip
        assert done.returncode == 0, f"{name}: {time.monotonic() - start:.0f} s\n{done.stderr[-2000:]}"
        *said, last = done.stdout.strip().splitlines()
        seconds, memory = map(float, last.split())
        print(f"{name:30} {seconds:6.1f} s {memory:6.0f} MB  {' '.join(said)[-150:]}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
