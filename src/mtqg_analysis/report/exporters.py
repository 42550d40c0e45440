"""The nbconvert exporters `mtqg_html` and `mtqg_pdf`.

nbconvert imports this module whenever any format is asked for, so what only one format needs is imported
when that format is made.
"""

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter, HTMLExporter
from nbformat import NotebookNode
from traitlets import default

FOLDER = files("mtqg_analysis.report")


class MtqgHTMLExporter(HTMLExporter):
    """One HTML file: fonts and styles inside, no script, no network, a contents list, code folded away."""

    export_from_notebook = "MTQG HTML"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "mtqg"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(FOLDER / "templates")]

    @default("language_code")
    def _language_code_default(self) -> str:
        return "vi"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple[str, dict[str, Any]]:
        """The notebook as one HTML page."""
        from mtqg_analysis.report.blocks import document_title, read_blocks
        from mtqg_analysis.report.page import Page

        page = Page(document_title(nb, read_blocks(nb)))
        self.register_filter("mtqg_markdown", page.render)
        self.environment.globals["page"] = page
        html, resources = super().from_notebook_node(nb, resources, **kw)
        return html, resources


class MtqgPDFExporter(Exporter):
    """A4 pages set by Typst from a fixed template, with bookmarks, alt texts and selectable vector figures."""

    export_from_notebook = "MTQG PDF"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple[bytes, dict[str, Any]]:
        """The notebook as a PDF; the same notebook gives the same bytes."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        from mtqg_analysis.report.blocks import document_title, is_illustrative, oriented, read_blocks

        blocks = read_blocks(nb)
        document = {
            "title": document_title(nb, blocks),
            "illustrative": is_illustrative(blocks),
            "runs": [{"landscape": landscape, "blocks": run} for landscape, run in oriented(blocks)],
        }
        return _typeset(document), resources


def _typeset(document: dict[str, Any]) -> bytes:
    import typst

    with as_file(FOLDER) as folder:
        result = typst.compile(
            str(Path(folder) / "templates" / "report.typ"),
            root=str(folder),
            font_paths=[str(Path(folder) / "fonts")],
            ignore_system_fonts=True,
            sys_inputs={"document": json.dumps(document, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    assert isinstance(result, bytes)
    return result
