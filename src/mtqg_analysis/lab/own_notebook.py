"""A notebook of one's own, to which views are added and which `mtqg report` then makes in every format."""

import ast
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from mtqg_analysis.domain.disk import held_to
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import current_language, tr
from mtqg_analysis.lab.view import View
from mtqg_analysis.ledger.keeping import whole
from mtqg_analysis.report.cut import cut_heading
from mtqg_analysis.run.parameters import LARGEST
from mtqg_analysis.run.reports import project_root

FOLDER = "so-tay"  # beside notebooks/; git does not keep it
USUAL = f"{FOLDER}/bao-cao.ipynb"
SOURCES = "mtqg-sources"  # the tag of the last cell, which lists the sources of all that stands above
IMPORTS = """\
from mtqg_analysis import check_parameters, explore, exploring, load_ledger, parse_day, use_language

check_parameters(globals())
use_language(language)
ledger = load_ledger(data)
exploring.head({title!r}, ledger, parse_day(as_of, "as_of"))"""


def put_into(view: View, file: str | Path = USUAL, measure: str = "rate") -> str:
    """Adds a view to a notebook of one's own, which is begun where there is none yet, and says where and how to go on.

    A heading, the table, its chart and, where there is one, its map become cells; the parameters of a new notebook are
    those of the view. Raises ParameterError for a file that is not below the project's folder for them, or for a
    notebook of another dataset.
    """
    target = own_file(file)
    book = nbformat.read(held_to(target, LARGEST), as_version=4) if target.exists() else _begun(view, target.stem)
    declared = _declared(book)
    _refuse_another(declared, view)
    rest = [cell for cell in book.cells if SOURCES not in cell.metadata.get("tags", [])]
    count = 1 + sum(cell.source.startswith("## ") for cell in rest)
    book.cells = [*rest, *_cells(view, declared, count, measure), _sources(count)]
    target.parent.mkdir(exist_ok=True)
    whole(target, lambda place: nbformat.write(book, place))
    name = target.relative_to(project_root()).as_posix()
    return tr("Đã thêm mục {count} vào {file}. Lập báo cáo: mtqg report {file}", count=count, file=name)


def own_file(file: str | Path) -> Path:
    """The notebook of one's own that a name means, in the folder for them."""
    root = project_root() / FOLDER
    given = Path(file)
    named = given if given.parent != Path() else Path(FOLDER) / given
    target = (project_root() / named).with_suffix(".ipynb").resolve()
    if not target.is_relative_to(root.resolve()):
        raise ParameterError("Sổ tay của mình cần nằm trong thư mục {folder}/: {file}.", folder=FOLDER, file=file)
    return target


def _declared(book: NotebookNode) -> dict[str, object]:
    """The parameters that a notebook declares, with their values."""
    cells = [cell.source for cell in book.cells if "parameters" in cell.metadata.get("tags", [])]
    found = [node for cell in cells for node in ast.parse(cell).body if isinstance(node, ast.AnnAssign)]
    return {ast.unparse(node.target): ast.literal_eval(node.value) for node in found if node.value is not None}


def _begun(view: View, name: str) -> NotebookNode:
    asked = view.asked
    parameters = [
        f'data: str = "{view.data}"  # {tr("bộ dữ liệu")}',
        f"year: int = {asked.year}  # {tr('năm kế hoạch')}",
        f'as_of: str = "{asked.as_of}"  # {tr("ngày chốt số liệu")} [YYYY-MM-DD]',
        f'language: str = "{current_language()}"  # {tr("ngôn ngữ")} [vi | en]',
    ]
    title = tr("Báo cáo của tôi: {name}", name=name)
    book = nbformat.v4.new_notebook(metadata={"title": title, "lang": current_language()})
    book.metadata["kernelspec"] = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    book.cells = [
        nbformat.v4.new_code_cell("\n".join(parameters), metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(IMPORTS.format(title=title)),
    ]
    return book


def _refuse_another(declared: Mapping[str, object], view: View) -> None:
    if declared.get("data") != view.data:
        raise ParameterError(
            "Sổ tay này lập trên bộ dữ liệu khác: tham số data không phải «{data}». Hãy chọn tên sổ tay khác.",
            data=view.data,
        )


def _cells(view: View, declared: Mapping[str, object], count: int, measure: str) -> list[NotebookNode]:
    """A heading, without a number, which the exporter writes; the table, its chart, its map."""
    asked, name = view.asked, f"bang{count}"
    year = "year" if declared.get("year") == asked.year else str(asked.year)
    as_of = "as_of" if declared.get("as_of") == str(asked.as_of) else f'"{asked.as_of}"'
    made = [f"{name} = {view.line('ledger', year, as_of)}\n{name}.table", f'{name}.draw("{measure}")']
    if view.map is not None:
        made.append(f"{name}.map")
    return [
        nbformat.v4.new_markdown_cell(f"## {cut_heading(view.cut, view.codes)}"),
        *map(nbformat.v4.new_code_cell, made),
    ]


def _sources(count: int) -> NotebookNode:
    tables = ", ".join(f"bang{number}.table" for number in range(1, count + 1))
    return nbformat.v4.new_code_cell(f"exploring.sources(ledger, {tables})", metadata={"tags": [SOURCES]})
