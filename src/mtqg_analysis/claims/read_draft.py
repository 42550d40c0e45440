"""A draft as a file: what it is, and whether it may be opened at all."""

from pathlib import Path

from mtqg_analysis.claims.draft import Draft
from mtqg_analysis.claims.read_pdf import read_pdf
from mtqg_analysis.claims.read_text import read_html, read_plain
from mtqg_analysis.claims.read_word import read_word
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.intake.gate import MAX_FILE

KINDS = (".docx", ".docm", ".pdf", ".md", ".txt", ".html", ".htm")
WORD = (".docx", ".docm")
PACKED = (*WORD, ".pdf")
MAX_TEXT = 5 * 2**20  # bytes of a draft that is all text: a hundred pages have a tenth of it


def read_draft(file: Path) -> Draft:
    """The paragraphs of a draft; raises DataError for a file that is missing, too large or of another kind."""
    if not file.is_file():
        raise DataError("Không có tệp {file}; hãy kiểm tra đường dẫn của dự thảo.", file=file)
    kind = file.suffix.lower()
    if kind not in KINDS:
        raise DataError(
            "Dự thảo {file} có đuôi «{kind}»; mtqg claims đọc {known}. Hãy lưu dự thảo lại theo một dạng ấy.",
            file=file.name, kind=kind, known=", ".join(KINDS),
        )  # fmt: skip
    most = MAX_FILE if kind in PACKED else MAX_TEXT
    if file.stat().st_size > most:
        raise DataError("Dự thảo {file} lớn hơn {most} MB; hãy chia nhỏ tệp.", file=file.name, most=most // 2**20)
    if kind in WORD:
        return read_word(file)
    if kind == ".pdf":
        return read_pdf(file)
    content = file.read_bytes()
    if kind in (".html", ".htm"):
        return Draft(read_html(content))
    return Draft(read_plain(_decoded(content, file), is_markdown=kind == ".md"))


def _decoded(content: bytes, file: Path) -> str:
    try:
        return content.decode("utf-8-sig" if not content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-16")
    except UnicodeDecodeError as error:
        raise DataError(
            "Dự thảo {file} không phải chữ Unicode (UTF-8); hãy lưu lại dạng UTF-8, hoặc gửi tệp Word.", file=file.name
        ) from error
