"""The documents of an executed notebook: each one that can be made, and why another cannot."""

import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from mtqg_analysis.domain import errors
from mtqg_analysis.domain.language import tr
from mtqg_analysis.report.letters import UnshownWarning

EXPORTED = {
    "html": "MtqgHTMLExporter",
    "pdf": "MtqgPDFExporter",
    "docx": "MtqgWordExporter",
    "xlsx": "MtqgExcelExporter",
    "pptx": "MtqgSlidesExporter",
}


@dataclass
class Exported:
    """What was made of a notebook. failed: why a document is not there; notes: what to know of those that are."""

    documents: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def export(executed: NotebookNode, folder: Path, documents: tuple[str, ...], told: Callable[[int], None]) -> Exported:
    """Puts every document that can be made into a folder. One that fails is named; with the last the report fails."""
    done = Exported()
    for place, name in enumerate(documents, start=1):
        try:
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("always")
                content = _made(name, executed)
        except errors.MtqgError:
            raise
        except Exception as error:
            done.failed.append(_why_not(name, error))
            continue
        (folder / name).write_bytes(content)
        done.documents.append(name)
        done.notes += [f"{name}: {one.message}" for one in _notable(warned)]
        told(place)
    if not done.documents:
        raise errors.FormatError(" ".join(done.failed))
    return done


def _notable(told: list[warnings.WarningMessage]) -> Iterator[warnings.WarningMessage]:
    """The warnings that speak to whoever makes a report; the others go on as they came."""
    for one in told:
        if issubclass(one.category, UnshownWarning):
            yield one
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)


def _made(name: str, notebook: NotebookNode) -> bytes:
    from mtqg_analysis.report.formats import exporters

    part, _, extension = name.partition(".")
    body, _ = getattr(exporters, EXPORTED[extension])(part=part).from_notebook_node(notebook)
    return body if isinstance(body, bytes) else str(body).encode("utf-8")


def _why_not(name: str, error: Exception) -> str:
    return tr(
        "Không lập được {name}: {why}. Hãy bỏ định dạng này bằng --format và gửi dòng này cho người bảo trì.",
        name=name,
        why=named(error),
    )


def named(error: BaseException) -> str:
    r"""An error that nobody foresaw: its kind, its first line, and where it was raised.

    >>> named(ValueError("sai\nở đâu"))
    'ValueError: sai'
    """
    first_line = str(error).strip().partition("\n")[0].rstrip(".")
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {first_line}{place}"
