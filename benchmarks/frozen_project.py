"""The frozen notebook and its datasets as a project of its own, with as many provinces as a benchmark asks for."""

import csv
import shutil
from pathlib import Path

FROZEN = Path(__file__).resolve().parent / "frozen"


def project_of(folder, count, data="langson"):
    """Makes the project at `folder` and names its datasets: copies of one, no two of the same bytes."""
    shutil.copytree(FROZEN, folder)
    names = [f"data/tinh{place:04d}" for place in range(count)]
    for place, name in enumerate(names):
        shutil.copytree(FROZEN / "data" / data, folder / name)
        _own_title(folder / name / "sources.csv", place)
    return names


def _own_title(file, place):
    """A source's title with a number in it: no figure moves, and no digest is that of another copy."""
    with file.open(encoding="utf-8", newline="") as opened:
        header, first, *rest = csv.reader(opened)
    first[header.index("title")] += f" ({place})"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, first, *rest])


def order_of(folder, names, formats="html"):
    """Writes the order of one report a dataset, for `mtqg batch`."""
    listed = ", ".join(names)
    text = f"report: year-end\nformats: {formats}\nout: batch\nmatrix: {{data: [{listed}]}}\n"
    (Path(folder) / "don.yaml").write_text(text, "utf-8")
