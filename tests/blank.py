"""How much of a document's pages is blank: the share of their height that nothing is printed across.

    python tests/blank.py reports/…/executed.ipynb …

White across the whole page counts from the height of two lines on, and all that is left below the last print. The pages
on which a document, its body or an annex ends count in `all` alone, and so does the brief that begins a report: what
comes after them begins a page of its own.
"""

import io
import re
import sys
from pathlib import Path
from unittest.mock import patch

import nbformat
import numpy as np
import pypdf
import typst
from PIL import Image

from mtqg_analysis.report.formats.blocks import read_document
from mtqg_analysis.report.formats.document_format import document_format
from mtqg_analysis.report.formats.parts import ANALYSIS, REPORT, part_of
from mtqg_analysis.report.formats.pdf import write_pdf

DPI = 36
MM = DPI / 25.4
BAND = 12  # millimetres: lower bands of white are spaces between paragraphs
PAPER = 200  # lighter than this is paper
ANNEX = re.compile(r"^(Phụ lục|Annex)( [IVX]+)?\s*$", re.MULTILINE)


def measured(book, part):
    """Pages of a document, and the blank share of those that are to be full and of all."""
    document = read_document(part_of(book, part))
    pages = [blank(page) for page in pictures(document)]
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(write_pdf(document))).pages]
    ends = {len(pages) - 1} | ({0} if part == REPORT else set())
    ends |= {place - 1 for place, text in enumerate(texts) if ANNEX.search(text)}
    full = [share for place, share in enumerate(pages) if place not in ends]
    return len(pages), float(np.mean(full)) if full else 0.0, float(np.mean(pages))


def pictures(document):
    """The pages of the PDF as they look, in grey."""
    made, compiled = [], typst.compile

    def drawn(*args, **kwargs):
        if "root" not in kwargs:  # the search for letters that no font shows
            return compiled(*args, **kwargs)
        kwargs.pop("pdf_standards")
        found = compiled(*args, **kwargs, format="png", ppi=DPI)
        made.extend(found if isinstance(found, list) else [found])
        return b""

    with patch.object(typst, "compile", drawn):
        write_pdf(document)
    return [np.array(Image.open(io.BytesIO(page)).convert("L")) for page in made]


def blank(page):
    """The share of the text's height that nothing is printed across."""
    margins = document_format()
    top, bottom = round(margins["margin_top"] * MM), round(len(page) - margins["margin_bottom"] * MM)
    white = (page >= PAPER).all(axis=1)[top:bottom]
    ends = np.flatnonzero(np.diff([0, *white.astype(int), 0])).reshape(-1, 2)
    return sum(end - start for start, end in ends if end - start > BAND * MM or end == len(white)) / len(white)


if __name__ == "__main__":
    for file in map(Path, sys.argv[1:] or sys.exit(__doc__)):
        book = nbformat.read(file, as_version=4)
        for part in (REPORT, ANALYSIS):
            count, full, everything = measured(book, part)
            print(f"{file.parent.name} {part}: {count} pages, {full:.1%} blank, {everything:.1%} of all")
