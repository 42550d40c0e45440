"""The nbconvert exporters `mtqg_html`, `mtqg_pdf`, `mtqg_docx`, `mtqg_xlsx` and `mtqg_pptx`.

nbconvert imports this module whenever any format is asked for, so what only one format needs is imported when that
format is made: a missing part breaks no other.
"""

import logging
from importlib import import_module
from importlib.resources import files
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from nbconvert.exporters import Exporter, HTMLExporter
from nbconvert.utils.exceptions import ConversionException
from nbformat import NotebookNode
from traitlets import Enum, default

from mtqg_analysis.domain.errors import StaleError
from mtqg_analysis.domain.language import current_language, speaking, tr
from mtqg_analysis.report.formats.parts import BRIEF, PARTS, REPORT, part_of, which

FOLDER = files("mtqg_analysis.report")


class StaleNotebookError(StaleError, ConversionException):
    """A refusal that nbconvert takes for one: `jupyter nbconvert` ends with status 1 and the sentence."""


class _InOneSentence(logging.Filter):
    """Leaves of nbconvert's own report of a refusal the sentence, without the calls that led to it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record through, that of a refusal shortened."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, StaleNotebookError):
            record.msg, record.args, record.exc_info = str(error), (), None
        return True


_in_one_sentence = _InOneSentence()


class _Compiled(BytecodeCache):
    """Templates that were compiled in this process: every export has an environment of its own."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Gives a template its code, where it was compiled before."""
        if bucket.key in self._held:
            bucket.bytecode_from_string(self._held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remembers the code of a template."""
        self._held[bucket.key] = bucket.bytecode_to_string()


COMPILED = _Compiled()


class _OfRun(Exporter):
    """One document of a notebook, see `parts.py`, after nbconvert ran it where that is asked for.

    Refuses a notebook whose outputs are not those of its cells.
    """

    part = Enum(PARTS, REPORT, help="Which document of the notebook: report, brief or analysis.").tag(config=True)

    def _preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        from mtqg_analysis.report.formats.blocks import language_of
        from mtqg_analysis.report.formats.stale import refuse_stale

        made, resources = super()._preprocess(nb, resources)
        try:
            refuse_stale(made)
        except StaleError as error:
            log: Any = self.log
            getattr(log, "logger", log).addFilter(_in_one_sentence)
            raise StaleNotebookError(str(error)) from None
        with speaking(language_of(made)):
            return part_of(made, self.part), resources


class MtqgHTMLExporter(_OfRun, HTMLExporter):
    """One HTML file: fonts and styles inside, no script, no network, a contents list, the code folded at the end."""

    export_from_notebook = "MTQG HTML"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "mtqg"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(FOLDER / "templates")]

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple[str, dict[str, Any]]:
        """The notebook as one HTML page."""
        from mtqg_analysis.report.formats.blocks import language_of, read_document
        from mtqg_analysis.report.formats.page import Page
        from mtqg_analysis.report.letters import clean

        with speaking(language_of(nb)):
            chosen = part_of(nb, self.part)
            document = read_document(chosen)
            page = Page(document, is_signed=which(chosen) in (REPORT, BRIEF))
            self.register_filter("mtqg_markdown", page.render)
            self.environment.globals |= {"page": page, "tr": tr, "language": current_language()}
            # What HTMLExporter does besides is for pages of its own templates: it parses the finished page once more.
            html, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)
        return clean(html), resources

    def _create_environment(self) -> Environment:
        made: Environment = super()._create_environment()
        made.bytecode_cache = COMPILED
        return made


class _BytesExporter(_OfRun):
    """What the other formats share: the notebook is read as a document, and written in its language."""

    room: str  # the module that writes the format, imported only when it is asked for

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple[bytes, dict[str, Any]]:
        """The notebook as a file; the same notebook gives the same bytes."""
        from mtqg_analysis.report.formats.blocks import language_of, read_document

        nb, resources = super().from_notebook_node(nb, resources, **kw)
        write = getattr(import_module(f"mtqg_analysis.report.formats.{self.room}"), f"write_{self.room}")
        with speaking(language_of(nb)):
            return write(read_document(nb)), resources


class MtqgPDFExporter(_BytesExporter):
    """A4 pages set by Typst from a fixed template, with bookmarks, alt texts and selectable vector figures."""

    export_from_notebook = "MTQG PDF"
    output_mimetype = "application/pdf"
    room = "pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"


class MtqgWordExporter(_BytesExporter):
    """A Word document to edit: real headings, native tables, captions, alt texts."""

    export_from_notebook = "MTQG Word"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    room = "word"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".docx"


class MtqgSlidesExporter(_BytesExporter):
    """A few slides of the brief, to be shown at the conference."""

    export_from_notebook = "MTQG PowerPoint"
    output_mimetype = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    room = "slides"

    @default("part")
    def _part_default(self) -> str:
        return BRIEF

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pptx"


class MtqgExcelExporter(_BytesExporter):
    """A workbook to recalculate: a cover, a sheet for each table, and the sources."""

    export_from_notebook = "MTQG Excel"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    room = "excel"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".xlsx"
