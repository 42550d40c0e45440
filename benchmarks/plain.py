"""The statements of the frozen notebook as a plain function in one warm process: the limit that a batch works towards.

    python benchmarks/plain.py PROJECT DATASET… [--formats html,pdf,docx,xlsx]

It makes each report by running the same statements in fresh names, showing what each cell ends with and writing the
documents. Nothing keeps one report from another, no notebook is read or kept, and what fails ends it all.
"""

import argparse
import ast
import os
import time
from pathlib import Path

import nbformat

from mtqg_analysis.report.formats import exporters
from mtqg_analysis.run.exported import EXPORTED

NOTEBOOK = "notebooks/year_end_evaluation.ipynb"


def statements(cell):
    """The code of a cell: what it does, and what it shows, if that is anything."""
    *body, last = ast.parse(cell.source).body
    if not isinstance(last, ast.Expr):
        return compile(ast.Module([*body, last], []), "cell", "exec"), None
    return compile(ast.Module(body, []), "cell", "exec"), compile(ast.Expression(last.value), "cell", "eval")


def made(notebook, compiled, data, formats):
    """The documents of a dataset's report."""
    names = {}
    for cell, (does, shows) in zip(notebook.cells, compiled, strict=True):
        if does is None:
            continue
        exec(does, names)
        if "parameters" in cell.metadata.get("tags", []):
            names["data"] = data
        cell.outputs = []
        shown = eval(shows, names) if shows else None
        if shown is not None:
            bundle, about = shown._repr_mimebundle_()
            cell.outputs = [nbformat.v4.new_output("display_data", data=bundle, metadata=about)]
    return {kind: getattr(exporters, EXPORTED[kind])().from_notebook_node(notebook)[0] for kind in formats}


def main():
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("project", type=Path)
    asked.add_argument("data", nargs="+")
    asked.add_argument("--formats", default="html")
    given = asked.parse_args()
    os.chdir(given.project)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    for count, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = count
    compiled = [statements(cell) if cell.cell_type == "code" else (None, None) for cell in notebook.cells]
    for data in given.data:
        clock, cpu = time.perf_counter(), time.process_time()
        for kind, content in made(notebook, compiled, data, given.formats.split(",")).items():
            body = content if isinstance(content, bytes) else content.encode()
            Path("plain", Path(data).name).mkdir(parents=True, exist_ok=True)
            Path("plain", Path(data).name, f"report.{kind}").write_bytes(body)
        print(f"{data} {time.perf_counter() - clock:.2f} s, CPU {time.process_time() - cpu:.2f} s", flush=True)


if __name__ == "__main__":
    main()
