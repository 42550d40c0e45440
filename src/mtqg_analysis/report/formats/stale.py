"""An exporter refuses a notebook whose outputs are not those of its cells, see `report/ran.py`."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from nbformat import NotebookNode

from mtqg_analysis.domain.errors import StaleError
from mtqg_analysis.domain.language import LANGUAGES, speaking, to_translate, tr
from mtqg_analysis.report.ran import digest

NEVER = to_translate("Sổ tay chưa chạy nên không có gì để xuất.")
MISSED = to_translate("Ô «{cell}» chưa chạy.")
EARLIER = to_translate("Ô «{cell}» chạy trước một ô đứng trên nó nên có thể giữ kết quả cũ.")
CHANGED = to_translate("Ô «{cell}» đã được sửa sau khi chạy nên kết quả không phải của nó.")
FOREIGN = to_translate("Ô «{cell}» giữ kết quả của một lần chạy khác với đầu báo cáo.")
ERROR = to_translate("Ô «{cell}» dừng vì lỗi {error}, nên kết quả thiếu phần ấy; hãy sửa ô.")
CLEARED = to_translate("Kết quả của ô «{cell}» đã bị xóa sau khi chạy.")
GONE = to_translate("Một ô đã chạy trước ô «{cell}» không còn trong sổ tay, hoặc đã được sửa rồi chạy lại.")
HEADLESS = to_translate("Đầu báo cáo không còn trong sổ tay, nên không rõ ô «{cell}» nói về kỳ nào, số liệu nào.")
REMEDY = to_translate("Hãy chạy lại tất cả các ô (Restart Kernel and Run All Cells), lưu sổ tay rồi xuất lại.")
REPORT = re.compile(r"\bcheck_parameters\(")  # in the code of whatever is a report, run or not


def refuse_stale(notebook: NotebookNode) -> None:
    """Raises StaleError for a notebook that was never run, or for a report whose outputs are not those of its cells.

    The notebook of a stranger, which is no report of ours, may be in any state, as long as something of it was run and
    nothing of it failed.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if cells and not any(map(_was_run, cells)):
        raise _stale(NEVER)
    _refuse_errors(cells)
    head = next((about for cell in cells for about in _about(cell) if about.get("kind") == "head"), None)
    if head is None:
        _refuse_headless(cells)
    if head is not None or any(REPORT.search(cell.source) for cell in cells):
        _refuse_order(cells)
    if head is not None:
        _refuse_other_code(cells, head.get("under"))
        _refuse_missing(cells)


def _refuse_errors(cells: Sequence[NotebookNode]) -> None:
    for cell in cells:
        if "raises-exception" in cell.metadata.get("tags", []):
            continue  # it is meant to fail, as Jupyter has it
        error = next((output for output in cell.outputs if output.output_type == "error"), None)
        if error is not None:
            raise _stale(ERROR, cell, error=f"{error.ename}: {error.evalue.strip().partition(chr(10))[0]}"[:200])


def _refuse_headless(cells: Sequence[NotebookNode]) -> None:
    for cell in cells:
        if any(about.get("under") for about in _about(cell)):
            raise _stale(HEADLESS, cell)


def _refuse_order(cells: Sequence[NotebookNode]) -> None:
    newest = 0
    for cell in cells:
        if not _was_run(cell):
            raise _stale(MISSED, cell)
        count = cell.get("execution_count") or newest + 1  # who made the notebook by hand may not count
        if count <= newest:
            raise _stale(EARLIER, cell)
        newest = count


def _refuse_other_code(cells: Sequence[NotebookNode], under: str | None) -> None:
    told = {count: code for cell in cells for about in _about(cell) for count, code in about.get("ran", {}).items()}
    for cell in cells:
        if digest(cell.source) != told.get(str(cell.get("execution_count")), digest(cell.source)):
            raise _stale(CHANGED, cell)
        if any(about.get("under", under) != under for about in _about(cell)):
            raise _stale(FOREIGN, cell)


def _refuse_missing(cells: Sequence[NotebookNode]) -> None:
    """Refuses where a display knows of a cell that the notebook does not hold, or of a display that its cell lacks."""
    there = {digest(cell.source) for cell in cells}
    own = {str(cell.get("execution_count")): cell for cell in cells}
    shown = {count: sum("ran" in about for about in _about(cell)) for count, cell in own.items()}
    for cell in cells:
        for about in _about(cell):
            if not set(about.get("ran", {}).values()) <= there:
                raise _stale(GONE, cell)
            for count, displays in about.get("shown", {}).items():
                if displays > shown.get(count, displays):
                    raise _stale(CLEARED, own[count])


def _was_run(cell: NotebookNode) -> bool:
    return bool(cell.get("execution_count") or cell.outputs)


def _about(cell: NotebookNode) -> Iterator[dict[str, Any]]:
    for output in cell.outputs:
        yield output.get("metadata", {}).get("mtqg", {})


def _stale(what: str, cell: NotebookNode | None = None, **values: str) -> StaleError:
    """Said in both languages, since it is not known who reads it."""
    name = cell.source.strip().partition("\n")[0][:60] if cell else ""
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said.append(f"{tr(what, cell=name, **values)} {tr(REMEDY)}")
    return StaleError(" / ".join(said))
