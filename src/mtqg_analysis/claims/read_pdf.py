"""A PDF that holds text, as paragraphs; pages that are pictures are named."""

import re
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from mtqg_analysis.claims.draft import Draft, Paragraph, paragraph_of
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.language import tr

MAX_PAGES = 500
ENDED = re.compile(r"[.:;!?…]\s*$")
BEGINS = re.compile(r"\s*(?:[-+•–*]|\d+[.)]|[a-zđ]\)|[IVX]+\.)\s")
SHORT = 0.6  # of the longest line of a page: a line that ends before it may end a paragraph


def read_pdf(file: Path) -> Draft:
    """The paragraphs of a PDF; raises DataError for one that is damaged, locked or too long."""
    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _refused(file)
        if len(reader.pages) > MAX_PAGES:
            told = {"file": file.name, "pages": len(reader.pages), "most": MAX_PAGES}
            raise DataError("Dự thảo {file} có {pages} trang, quá giới hạn {most}.", **told)
        texts = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:  # of broken objects
        raise _refused(file) from error
    blank = [str(number) for number, text in enumerate(texts, 1) if not text.strip()]
    unread = (tr("Trang {pages} không có chữ (ảnh quét): không được đọc.", pages=", ".join(blank)),) if blank else ()
    return Draft(tuple(one for number, text in enumerate(texts, 1) for one in _of_page(number, text)), unread)


def _refused(file: Path) -> DataError:
    return DataError(
        "Dự thảo {file} không mở được như tệp PDF; hãy gửi tệp Word, hoặc PDF không đặt mật khẩu.", file=file.name
    )


def _of_page(page: int, text: str) -> Iterator[Paragraph]:
    """The lines of a page joined to paragraphs, which end where a sentence does early in its line, or one begins."""
    lines = [line.strip() for line in text.splitlines()]
    longest = max(map(len, lines), default=0)
    number, begun = 1, ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        begun = f"{begun} {line}".strip()
        is_short = len(line) < SHORT * longest
        if begun and (
            not following or BEGINS.match(following) or is_short or (ENDED.search(line) and len(line) < longest - 8)
        ):
            yield paragraph_of(begun, tr("trang {page}, đoạn {number}", page=page, number=number), "page")
            number, begun = number + 1, ""
