"""The PDF: the document's blocks as data for the one Typst template."""

import base64
import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

from mtqg_analysis.domain.language import current_language, tr
from mtqg_analysis.report.display import ILLUSTRATIVE
from mtqg_analysis.report.formats.blocks import Document
from mtqg_analysis.report.formats.document_format import document_format
from mtqg_analysis.report.formats.paper import oriented
from mtqg_analysis.report.formats.pdf_letters import STANDARDS, showable
from mtqg_analysis.report.formats.signed import Block
from mtqg_analysis.report.issuer import Issuer

FOLDER = files("mtqg_analysis.report")


def write_pdf(document: Document) -> bytes:
    """The document as a PDF/A and PDF/UA file; the same document gives the same bytes.

    The compiler refuses a figure without alt text. Letters that no font shows are replaced, with a warning. Fonts
    come from the package alone.
    """
    with as_file(FOLDER) as folder:
        result = typst.compile(
            str(Path(folder) / "templates" / "report.typ"),
            root=str(folder),
            font_paths=[str(Path(folder) / "fonts")],
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(showable(_data(document)), ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=0,
        )
    assert isinstance(result, bytes)
    return result


def _data(document: Document) -> dict[str, Any]:
    runs = oriented(document.blocks)
    return {
        "format": document_format(),
        "issuer": _issuer(document.issuer),
        "title": document.title or tr("Báo cáo"),
        "illustrative": tr(ILLUSTRATIVE) if document.illustrative else "",
        "language": current_language(),
        "words": {"contents": tr("Mục lục"), "table": tr("Bảng"), "figure": tr("Hình")},
        "runs": [{"landscape": across, "blocks": [_as_data(block, run) for block in run]} for across, run in runs],
    }


def _issuer(given: dict[str, Any]) -> dict[str, Any] | None:
    """The issuer with the lines that Decree 30 words; None where nobody signs."""
    if not given:
        return None
    issuer = Issuer.of(given)
    lines = ("number_line", "place_and_date", "addressee_line", "attached_line")
    return issuer.as_dict() | {line: getattr(issuer, line) for line in lines}


def _as_data(block: Block, run: list[Block]) -> Block:
    """A block as Typst takes it: a picture as text, or else as bytes; an annex with whether its page turns anyway."""
    if "annex" in block:
        return block | {"turned": block is run[0]}
    if block["type"] != "figure":
        return block
    return block | {
        "png": [] if block["svg"] else list(base64.b64decode(block["png"])),
        "floats": block.get("floats", True),
    }
