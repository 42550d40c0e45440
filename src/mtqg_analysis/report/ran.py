"""What of a notebook was run: each display says by which code it was shown, and an exporter refuses what is stale.

A notebook is a text and the outputs of some earlier run of it, and Jupyter lets the two drift apart. A display of ours
therefore carries `ran`, the digest of its cell's code by execution count, and `under`, a digest of all that had been
run when the report's head was shown. The head carries the digests of the cells before it too, as of the parameters.
"""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from nbformat import NotebookNode

from mtqg_analysis.domain.errors import StaleError
from mtqg_analysis.domain.language import LANGUAGES, speaking, to_translate, tr

NEVER = to_translate("Sổ tay chưa chạy nên không có gì để xuất.")
MISSED = to_translate("Ô «{cell}» chưa chạy.")
EARLIER = to_translate("Ô «{cell}» chạy trước một ô đứng trên nó nên có thể giữ kết quả cũ.")
CHANGED = to_translate("Ô «{cell}» đã được sửa sau khi chạy nên kết quả không phải của nó.")
FOREIGN = to_translate("Ô «{cell}» giữ kết quả của một lần chạy khác với đầu báo cáo.")
REMEDY = to_translate("Hãy chạy lại tất cả các ô (Restart Kernel and Run All Cells), lưu sổ tay rồi xuất lại.")
_under = ""  # in this kernel: what had been run when the head of a report was shown last


def ran(is_head: bool = False) -> dict[str, Any]:
    """What a display carries about the code that shows it; nothing outside of a notebook."""
    global _under
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    cells: list[str] = shell.history_manager.input_hist_raw if shell else []
    if len(cells) < 2:  # the first entry is no cell
        return {}
    if is_head:
        _under = _digest("\n".join(cells[1:]))
    first = 1 if is_head else len(cells) - 1
    return {"ran": {str(count): _digest(cells[count]) for count in range(first, len(cells))}, "under": _under}


def refuse_stale(notebook: NotebookNode) -> None:
    """Raises StaleError for a notebook that was never run, or for a report whose outputs are not those of its cells.

    The notebook of a stranger, which has no head of ours, may be in any state, as long as something of it was run.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if cells and not any(map(_was_run, cells)):
        raise _stale(NEVER)
    head = next((about for cell in cells for about in _about(cell) if about.get("kind") == "head"), None)
    if head is not None:
        _refuse_order(cells)
        _refuse_other_code(cells, head.get("under"))


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
    shown = {count: code for cell in cells for about in _about(cell) for count, code in about.get("ran", {}).items()}
    for cell in cells:
        if _digest(cell.source) != shown.get(str(cell.get("execution_count")), _digest(cell.source)):
            raise _stale(CHANGED, cell)
        if any(about.get("under", under) != under for about in _about(cell)):
            raise _stale(FOREIGN, cell)


def _was_run(cell: NotebookNode) -> bool:
    return bool(cell.get("execution_count") or cell.outputs)


def _about(cell: NotebookNode) -> Iterator[dict[str, Any]]:
    for output in cell.outputs:
        yield output.get("metadata", {}).get("mtqg", {})


def _digest(source: str) -> str:
    return hashlib.sha256(source.strip().encode()).hexdigest()[:12]


def _stale(what: str, cell: NotebookNode | None = None) -> StaleError:
    """Said in both languages, since it is not known who reads it."""
    name = cell.source.strip().partition("\n")[0][:60] if cell else ""
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said.append(f"{tr(what, cell=name)} {tr(REMEDY)}")
    return StaleError(" / ".join(said))
