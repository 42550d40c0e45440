"""Every table of the three reports as it is printed. A change must be looked at and accepted."""

import csv
from functools import cache
from pathlib import Path

import pytest

from mtqg_analysis import comparison, planning, year_end
from mtqg_analysis.report.table import Table
from mtqg_analysis.report.view import Failure

GOLDENS = Path(__file__).parent / "goldens"
PAGES = {"year_end": year_end, "comparison": comparison, "planning": planning}
NO_TABLE = ("draw", "head")


@pytest.fixture(scope="module")
def analyses(evaluation, evaluated, years, illustrated, plan, invented_plan):
    """Of each report the one over published figures, then the invented one, for what the published cannot fill."""
    invented = evaluated("illustrative", 2024, "2024-12-31", term=(2021, 2025))
    return {
        "year_end": (evaluation, invented),
        "comparison": (years, illustrated),
        "planning": (plan, invented_plan),
    }


def tables(page, analysis):
    """Every table that a page shows of an analysis, by its name."""
    for verb in page.__all__:
        if not verb.startswith(NO_TABLE):
            made = getattr(page, verb)(analysis)
            if isinstance(made, Failure) and "has no part" in made.text:  # a verb of the outlook
                made = getattr(page, verb)(analysis.outlook)
            assert not isinstance(made, Failure), made.trace
            if isinstance(made, Table):
                yield made.name, made


def write_printed(table, file):
    """The table's printed text as CSV, under the labels of its columns."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([" / ".join(filter(None, (column.group, column.label))) for column in table.columns])
        writer.writerows(table.text_rows)


@pytest.fixture(scope="module")
def printed(analyses):
    """Of each report its tables, made once: over published figures, then over the invented ones."""
    return cache(lambda report: [dict(tables(PAGES[report], analysis)) for analysis in analyses[report]])


@pytest.mark.parametrize("report", PAGES)
def test_the_list_of_sources_names_every_source_that_a_table_cites(report, printed):
    for shown in printed(report):
        listed = set(shown["nguon_so_lieu"].frame["source"])
        left = {name: set(table.sources) - listed for name, table in shown.items() if set(table.sources) - listed}
        assert left == {}


@pytest.mark.parametrize("report", PAGES)
def test_every_printed_table_is_as_it_was_accepted(report, printed, tmp_path):
    published, invented = printed(report)
    accepted, changed = GOLDENS / report, []
    for name, table in (invented | published).items():
        expected, actual = accepted / f"{name}.csv", tmp_path / f"{name}.csv"
        write_printed(table, actual)
        if not expected.exists() or actual.read_text("utf-8") != expected.read_text("utf-8"):
            changed.append(f"{name} changed.\n  look:   diff {expected} {actual}\n  accept: cp {actual} {expected}")
    gone = [file for file in accepted.glob("*.csv") if file.stem not in invented | published]
    changed += [f"{file.stem} is shown no more.\n  accept: rm {file}" for file in gone]
    assert not changed, "\n".join(changed) + "\nand say which figure moves, and why, under 'Figures' in CHANGELOG.md"
