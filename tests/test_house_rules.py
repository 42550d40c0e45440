"""How this house is kept: floors, notebooks, data, and tidiness."""

import ast
import csv
import io
import re
import subprocess
import sys
import tokenize
from functools import cache
from pathlib import Path

import nbformat
import pytest
from mutants import MUTANTS

from mtqg_analysis import comparison, planning, read_dataset, year_end
from mtqg_analysis.ledger.dictionary import data_dictionary

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = PROJECT / "src/mtqg_analysis"
BELOW = ("domain", "ledger")
EDGES = {
    "domain": (),
    "methods": ("domain",),
    "ledger": ("domain",),
    "intake": BELOW,
    "analysis": (*BELOW, "methods"),
    "analysis.forecast": (*BELOW, "methods", "analysis"),
    "analysis.overlap": (*BELOW, "analysis"),
    "analysis.year_end": (*BELOW, "methods", "analysis", "analysis.forecast"),
    "analysis.comparison": (*BELOW, "methods", "analysis"),
    "analysis.planning": (*BELOW, "methods", "analysis", "analysis.overlap"),
    "claims": (*BELOW, "intake", "analysis"),
    "report": (*BELOW, "analysis"),
    "report.formats": (*BELOW, "report"),
    "report.pages": (*BELOW, "report"),
    "report.pages.year_end": (*BELOW, "report", "analysis", "analysis.year_end", "analysis.forecast"),
    "report.pages.comparison": ("domain", "report", "methods", "analysis", "analysis.comparison"),
    "report.pages.planning": (*BELOW, "report", "methods", "analysis", "analysis.planning", "analysis.overlap"),
}  # which rooms a room may look into; `run` and `cli`, above them all, may look into any
MODULES = sorted(SOURCE.rglob("*.py"))
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
DATASETS = sorted(path.parent for path in PROJECT.glob("data/*/dataset.yaml"))
KEPT = {".csv", ".css", ".html", ".ipynb", ".j2", ".js", ".json", ".lock", ".md"}
KEPT |= {".po", ".py", ".toml", ".txt", ".typ", ".yaml", ""}
NOT_OURS = {".git", "reports", "so-tay", "fonts", "__pycache__", "build", "dist"}


def text_files():
    for path in sorted(PROJECT.rglob("*")):
        parts = path.relative_to(PROJECT).parts
        made = NOT_OURS & set(parts) and parts[:2] != ("reports", "sample")
        hidden = any(part.startswith(".") and part not in (".ci", ".gitignore", ".gitattributes") for part in parts)
        licence = path.name.startswith("LICENSE-")  # must say where the work of others came from
        if path.is_file() and path.suffix in KEPT and not hidden and not licence and not made:
            yield path


def plain(path):
    """A file's text, without the fonts that a page carries as letters and digits."""
    return re.sub(r"base64,[A-Za-z0-9+/=]+", "", path.read_text("utf-8"))


def named(path):
    return path.relative_to(PROJECT).as_posix()


@cache
def tree(path):
    return ast.parse(path.read_text("utf-8"))


def room(name):
    """The room of a dotted module name below `mtqg_analysis`: the longest in `EDGES`, else the first part."""
    parts = name.split(".")[1:]
    rooms = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((one for one in rooms if one in EDGES), parts[0] if parts else "door")


def imported(path):
    """Dotted names of our own modules that a file imports anywhere, inside functions too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)}: write out relative imports"
            yield node.module
            if node.module == "mtqg_analysis":
                yield from (f"mtqg_analysis.{alias.name}" for alias in node.names)


# Rooms ----------------------------------------------------------------------------------------------------------


def edges():
    """Which room looks into which, by the imports of every file, with the first file that does."""
    found = {}
    for path in MODULES:
        own = room(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
        for name in imported(path):
            if name.startswith("mtqg_analysis.") and (to := room(name)) != own:
                found.setdefault((own, to), named(path))
    return found


def test_a_room_looks_only_into_rooms_that_the_table_allows():
    found = edges()
    assert {(own, to): path for (own, to), path in found.items() if own in EDGES and to not in EDGES[own]} == {}
    allowed = {(own, to) for own, others in EDGES.items() for to in others}
    assert allowed - set(found) == set(), "take these out of EDGES: nobody uses them any more"


def test_the_door_leads_to_every_name_that_it_promises():
    import mtqg_analysis

    for name in mtqg_analysis.__all__:
        assert getattr(mtqg_analysis, name) is not None
    assert set(mtqg_analysis.__all__) <= set(dir(mtqg_analysis))


READS = {"open", "read_csv", "read_parquet", "read_excel", "read_json", "read_text", "read_bytes", "write_text"}
WRITES = {"write_bytes", "to_csv", "to_parquet", "to_excel", "to_json", "mkdir", "unlink", "connect", "urlopen"}


def file_calls(path):
    """Calls that open files: the name called, and the name at the root of what it is called on."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in READS | WRITES:
            root = node.func.value if isinstance(node.func, ast.Attribute) else None
            while isinstance(root, (ast.BinOp, ast.Attribute, ast.Call)):
                root = root.left if isinstance(root, ast.BinOp) else getattr(root, "value", None) or root.func
            yield called, getattr(root, "id", "")


def modules_of(room):
    found = sorted((SOURCE / room).rglob("*.py"))
    assert len(found) > 40
    return found


CLOCKS = {"now", "today", "utcnow", "time", "monotonic"}


def test_analysis_opens_no_file_and_reads_no_clock():
    rooms = modules_of("analysis")
    assert [(named(path), *call) for path in rooms for call in file_calls(path)] == []
    calls = [(named(path), node.func) for path in rooms for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    assert [(name, called.attr) for name, called in calls if getattr(called, "attr", "") in CLOCKS] == []


def test_report_opens_only_its_own_templates_and_fonts():
    calls = [(named(path), *call) for path in modules_of("report") for call in file_calls(path)]
    assert [call for call in calls if call[-1] not in ("FOLDER", "files")] == []


# Notebooks ------------------------------------------------------------------------------------------------------


def code_of(path):
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_three_reports_and_one_exploration():
    assert [path.stem for path in NOTEBOOKS] == [
        "explore", "planning_baseline", "year_end_evaluation", "yearly_comparison",
    ]  # fmt: skip


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_a_notebook_stores_no_output_and_no_machine(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in code_of(path):
        assert cell.outputs == []
        assert cell.execution_count is None
    assert "papermill" not in notebook.metadata
    assert set(notebook.metadata) <= {"kernelspec", "language_info", "title", "lang"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_a_notebook_only_calls_verbs(path):
    forbidden = (
        ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.BinOp, ast.AugAssign, ast.Try, ast.For,
        ast.While, ast.With,
    )  # fmt: skip
    for cell in code_of(path):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, forbidden), f"{path.name}: {ast.unparse(node)} belongs in the package"
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                assert isinstance(node, ast.ImportFrom), cell.source
                assert node.module == "mtqg_analysis", cell.source


PAGES = {"year_end_evaluation": year_end, "yearly_comparison": comparison, "planning_baseline": planning}
WITHOUT_A_CELL = {"year_end_evaluation": {"findings"}, "planning_baseline": {"findings"}}  # for notebooks of one's own


def called_by(report):
    """The attributes that a notebook calls, in its order, each once."""
    for cell in code_of(PROJECT / f"notebooks/{report}.ipynb"):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(getattr(node, "func", None), ast.Attribute):
                yield node.func.attr


@pytest.mark.parametrize("report", PAGES)
def test_a_report_calls_every_view_of_its_page_in_the_order_in_which_the_page_imports_them(report):
    page = PAGES[report]
    assert set(page.__all__) - set(called_by(report)) == WITHOUT_A_CELL.get(report, set())
    imports = [node for node in tree(Path(page.__file__)).body if isinstance(node, ast.ImportFrom)]
    of_the_page = [node for node in imports if node.module.startswith(f"{page.__name__}.")]
    ordered = [alias.name for node in of_the_page for alias in node.names]
    assert ordered == [name for name in dict.fromkeys(called_by(report)) if name in ordered]


def is_view(node):
    marks = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any(ast.unparse(mark).startswith("view(") for mark in marks)


@pytest.mark.parametrize("report", PAGES)
def test_a_page_imports_every_view_that_is_written_for_it(report):
    folder = Path(PAGES[report].__file__).parent
    written = {node.name for path in folder.glob("*.py") for node in tree(path).body if is_view(node)}
    assert written == set(PAGES[report].__all__)


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.stem != "explore"], ids=named)
def test_a_report_declares_its_parameters_once_typed_and_explained(path):
    cells = [cell for cell in code_of(path) if "parameters" in cell.metadata.get("tags", [])]
    assert len(cells) == 1
    statements = ast.parse(cells[0].source).body
    assert len(statements) >= 4
    for statement in statements:
        assert isinstance(statement, ast.AnnAssign), ast.unparse(statement)
        assert statement.annotation.id in ("int", "float", "str", "bool")
        assert type(ast.literal_eval(statement.value)).__name__ == statement.annotation.id
    comments = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(cells[0].source).readline)
        if token.type == tokenize.COMMENT and len(token.string) > 4
    }
    assert comments == {statement.lineno for statement in statements}


# Modules --------------------------------------------------------------------------------------------------------


def test_a_module_is_short_and_says_what_it_is_for():
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert len(lengths) > 200
    assert {name: lines for name, lines in lengths.items() if lines > 320} == {}
    assert [named(path) for path in MODULES if not ast.get_docstring(tree(path))] == []


COMPUTES = {"mean", "median", "std", "var", "quantile", "cumsum", "prod", "diff", "corr", "rank", "dot"}
OPERATORS = (ast.Mult, ast.Div, ast.FloorDiv, ast.Pow)
PLACES = {"_ends", "_apart", "_span", "spot", "short"}  # of letters and marks on a drawing or a line


def draws(function):
    return "draw" in function.name or function.name in PLACES or "axes" in ast.unparse(function)


def arithmetic(function):
    """What a function computes: products, ratios, means; a text or a tuple taken some times is neither."""
    for node in ast.walk(function):
        if isinstance(node, ast.BinOp) and isinstance(node.op, OPERATORS) and not isinstance(node.left, ast.Tuple):
            yield ast.unparse(node)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in COMPUTES:
            yield ast.unparse(node)


def test_a_page_does_no_arithmetic():
    functions = [
        (named(path), node)
        for path in modules_of("report/pages")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and not draws(node)
    ]
    assert len(functions) > 400
    found = [(path, node.name, *arithmetic(node)) for path, node in functions]
    assert [one for one in found if len(one) > 2] == []


def test_everything_public_has_a_docstring():
    defined = [(named(path), node) for path in MODULES for node in tree(path).body]
    public = [
        (name, node)
        for name, node in defined
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
    ]
    assert len(public) > 500
    assert [(name, node.name) for name, node in public if not ast.get_docstring(node)] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["ruff", "check", "--no-cache", "src", "tests", "run.py"],
        ["ruff", "format", "--no-cache", "--check", "src", "tests", "run.py"],
        pytest.param(["mypy"], marks=pytest.mark.full),  # and before each commit by its hook
    ],
    ids=" ".join,
)
def test_the_checkers_have_nothing_to_say(arguments):
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=PROJECT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_fault_made_by_hand_still_finds_its_line_and_its_tests():
    assert len(MUTANTS) > 10
    for one in MUTANTS:
        assert (SOURCE / one.file).read_text("utf-8").count(one.line) == 1, one.name
        file, *names = one.tests.split("::")
        tests = (PROJECT / file).read_text("utf-8")
        assert not names or f"def {names[0].split('[')[0]}(" in tests, one.name


# Words are put together here so that this file does not hold what it forbids.
UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", r"\bNotImplemented" + "Error"]))
MACHINE = re.compile(
    "|".join(["/wor" + "k/", "/hom" + r"e/\w", "/roo" + "t/", "/User" + r"s/\w", r"[A-Z]:\\User" + "s"])
)
REGISTRY = re.compile(
    "|".join(
        ["pypi" + r"\.org", "python" + r"hosted\.org", "anaconda" + r"\.(org|com)", "npm" + r"js\.", "artif" + "actory"]
    )
)


@pytest.mark.parametrize("pattern", [UNFINISHED, MACHINE, REGISTRY], ids=["unfinished", "machine path", "registry"])
def test_no_file_holds_what_belongs_elsewhere(pattern):
    files = list(text_files())
    assert len(files) > 100
    held = [(named(path), found.group()) for path in files for found in pattern.finditer(plain(path))]
    assert held == []


# Data -----------------------------------------------------------------------------------------------------------


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_published_datasets_are_here():
    assert {path.name for path in DATASETS} >= {"langson", "national"}


@pytest.mark.parametrize("folder", DATASETS, ids=named)
def test_every_figure_has_a_half_width_and_a_source_that_exists(folder):
    sources = {row["source"] for row in rows_of(folder / "sources.csv")}
    facts = rows_of(folder / "facts.csv")
    assert len({row["fact"] for row in facts}) == len(facts) > 0
    for row in facts:
        assert float(row["half_width"]) > 0, row
        assert row["source"] in sources, row
        assert row["value"], row


@pytest.mark.parametrize("folder", DATASETS, ids=named)
def test_every_source_is_used_titled_and_has_an_address_or_none(folder):
    used = {row.get("source") for file in folder.glob("*.csv") for row in rows_of(file) if file.name != "sources.csv"}
    for row in rows_of(folder / "sources.csv"):
        assert row["source"] in used, row
        assert row["title"], row
        assert row["publisher"], row
        assert row["url"] == "" or row["url"].startswith(("https://", "http://")), row


@pytest.mark.parametrize("folder", DATASETS, ids=named)
def test_every_dataset_declares_its_kind(folder):
    assert read_dataset(folder).kind in ("published", "official", "illustrative")


def test_no_fact_stands_in_two_datasets():
    ids = [row["fact"] for folder in DATASETS for row in rows_of(folder / "facts.csv")]
    assert len(ids) == len(set(ids))


def test_the_data_dictionary_is_the_one_that_the_schema_generates():
    written = (PROJECT / "data/README.md").read_text("utf-8")
    assert written == data_dictionary(), "run: python -m mtqg_analysis.ledger.dictionary > data/README.md"
