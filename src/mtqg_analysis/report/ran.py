"""What of a notebook was run: each display says by which code it was shown, and an exporter refuses what is stale.

A notebook is a text and the outputs of some earlier run of it, and Jupyter lets the two drift apart. A display of ours
therefore carries `ran`, the digests of the cells that were run since the report's head, by execution count, up to its
own; `shown`, how many displays each of them had given by then; and `under`, a digest of all that had been run when the
head was shown. The head carries the digests of the cells before it too, as of the parameters. What stood behind the
last display has nothing behind it that would miss it.
"""

import hashlib
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class _Kernel:
    """What this kernel has shown since it started. under: what had been run when a report's head was shown last."""

    under: str = ""
    head: int = 0  # execution count of that head
    shown: Counter[int] = field(default_factory=Counter)  # displays by execution count


_kernel = _Kernel()


def ran(is_head: bool = False) -> dict[str, Any]:
    """What a display carries about the code that shows it; nothing outside of a notebook."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    cells: list[str] = shell.history_manager.input_hist_raw if shell else []
    if len(cells) < 2:  # the first entry is no cell
        return {}
    now = len(cells) - 1
    _kernel.shown[now] += 1
    if is_head:
        _kernel.under, _kernel.head = digest("\n".join(cells[1:])), now
    first = 1 if is_head else _kernel.head or now
    shown = {str(count): _kernel.shown[count] for count in range(first, now + 1) if _kernel.shown[count]}
    digests = {str(count): digest(cells[count]) for count in range(first, now + 1)}
    return {"ran": digests, "shown": shown, "under": _kernel.under}


def digest(source: str) -> str:
    """What tells the code of a cell from another, whatever blank lines stand around it."""
    return hashlib.sha256(source.strip().encode()).hexdigest()[:12]
