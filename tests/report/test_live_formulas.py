"""A formula that a column declares lives: one that fits no number would silently leave constants on the sheet."""

import nbformat
import pytest

from mtqg_analysis import comparison, planning, year_end
from mtqg_analysis.report.formats.blocks import read_blocks
from mtqg_analysis.report.formats.formula import FormulaError, computed
from mtqg_analysis.report.formats.grid import Grid
from mtqg_analysis.report.table import Table

# What is asked for above the money is 0 where the money is enough: no difference, so those cells stay constant.
PARTLY = {"nhu_cau_va_von.above", "nhu_cau_tung_nam.above"}


def tables_of(pages, *analyses):
    """Every table that the verbs of a page make, of the first of the analyses that gives one; nothing is drawn."""
    for name in pages.__all__:
        if name.startswith("draw_") or name == "head":
            continue
        for analysis in analyses:
            shown = getattr(pages, name)(analysis)
            if isinstance(shown, Table):
                yield shown
                break


def grids(tables):
    outputs = []
    for table in tables:
        data, metadata = table._repr_mimebundle_()
        outputs.append(nbformat.v4.new_output("display_data", data=data, metadata=metadata))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)])
    return [Grid(block, 0) for block in read_blocks(notebook) if block["type"] == "table"]


def fits(grid, row, place, formula):
    """Whether the cell and all cells of its formula hold one number: then it should be live."""
    if len(grid.block["cells"][row][place].get("numbers", ())) != 1:
        return False
    try:
        computed(formula, row, grid._number)
    except FormulaError:
        return False
    return True


def lives(grid):
    """Of each column that declares a formula: for each cell that should be live, whether it is."""
    found = {}
    for place, column in enumerate(grid.block["columns"]):
        rows = range(len(grid.block["cells"]))
        declared = [grid.block["cells"][row][place].get("formula") or column["formula"] for row in rows]
        fitting = [row for row in rows if declared[row] and fits(grid, row, place, declared[row])]
        if any(declared):
            found[column["name"]] = [bool(grid.formula(row, place)) for row in fitting]
    return found


@pytest.fixture(scope="module")
def shown(evaluated, illustrated, invented_plan):
    december = evaluated("illustrative", 2024, "2024-12-31", term=(2021, 2025))
    august = evaluated("illustrative", 2025, "2025-08-31")
    return grids(
        [
            *tables_of(year_end, december, august),
            *tables_of(comparison, illustrated),
            *tables_of(planning, invented_plan, invented_plan.outlook),
        ]
    )


@pytest.mark.full
def test_every_declared_formula_lives_in_every_cell_that_has_its_numbers(shown):
    found = {f"{grid.block['name']}.{name}": cells for grid in shown for name, cells in lives(grid).items()}
    assert len(found) > 45
    assert {where for where, cells in found.items() if not any(cells)} == set(), "formulas that never live"
    assert {where for where, cells in found.items() if not all(cells)} == PARTLY
