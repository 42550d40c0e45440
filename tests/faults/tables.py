"""Spoils cells of every table of a dataset, and counts which the check refuses and whether the others end a report.

Run by hand: `python -m tests.faults.tables [TRIES [SEED]]`. Each try writes one cell that nobody means into one row of
one table, the list of sources among them: a hostile one, an id that exists nowhere, or a cell of another column. Twenty
tries that the check passes stand in a dataset together; the three reports over it must show every display.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.hostile_cells import HOSTILE, Spoilt, apply, is_refused, read
from tests.in_process import displays_of
from tests.small_datasets import Shape, parameters, write

TOGETHER = 20
STRANGERS = ("khong-co", "+5", "S999", "00000", "99999", "HUYEN.9", "NTM.99", "2031", "khong_ro|khong-co")
SHAPE = Shape(units=2, first_month=6, side=True)


def draws(folder: Path, count: int, draw: random.Random) -> list[Spoilt]:
    """Cells to be tried, spread evenly over the tables of a dataset."""
    tables = {file.name: read(file) for file in sorted(folder.glob("*.csv"))}
    out = []
    for number in range(count):
        file = sorted(tables)[number % len(tables)]
        rows = tables[file]
        column = draw.choice(sorted(rows[0]))
        elsewhere = draw.choice(draw.choice(rows + tables[draw.choice(sorted(tables))]).copy().popitem())
        out.append(Spoilt(file, draw.randrange(len(rows)), column, draw.choice([*HOSTILE, *STRANGERS, elsewhere])))
    return out


def ended(folder: Path) -> list[str]:
    """What fails, or ends a report, over a dataset."""
    failed = []
    for notebook, own in parameters(SHAPE).items():
        try:
            failed += [one.failure for one in displays_of(notebook, data=str(folder), **own) if one.failure]
        except Exception as error:
            failed.append(f"{notebook}: {type(error).__name__}: {error}")
    return failed


def main(count: int = 1000, seed: int = 2026) -> None:
    """Prints how many cells of each table were refused and passed, and every cell that passed and ended a report."""
    start, draw = time.monotonic(), random.Random(seed)
    refused, passed, bad = Counter[str](), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as place:
        folder = write(Path(place) / "drawn", SHAPE)
        tables = {file.name: read(file) for file in sorted(folder.glob("*.csv"))}
        left = list[Spoilt]()
        tried = draws(folder, count, draw)
        for number, one in enumerate(tried, start=1):
            together = [other for other in left if (other.file, other.row) != (one.file, one.row)]
            apply(folder, tables, [one])
            if is_refused(folder):
                refused[one.file] += 1
            else:
                passed[one.file] += 1
                left = [*together, one]
            if left and (len(left) == TOGETHER or number == len(tried)):
                bad += culprits(folder, tables, left)
                left = []
        for name in sorted(tables):
            print(f"{name:24} {refused[name]:4} refused, {passed[name]:4} passed")
    print(*bad, sep="\n")
    print(f"{count} tries, {sum(passed.values())} passed, {len(bad)} ended a report; {time.monotonic() - start:.0f} s")
    assert not bad


def culprits(folder: Path, tables: dict[str, list[dict[str, str]]], left: list[Spoilt]) -> list[str]:
    """The cells of these that end a report by themselves; all of them where only their company does."""
    apply(folder, tables, left)
    if is_refused(folder) or not (failed := ended(folder)):
        return []
    out = []
    for one in left:
        apply(folder, tables, [one])
        out += [f"{one}: {why.splitlines()[-1]}" for why in ended(folder)[:1]]
    return out or [f"{left}: {failed[0]}"]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
