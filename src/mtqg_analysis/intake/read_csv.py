"""Reading .csv: the encoding and the separator are what the whole file agrees with."""

import csv
import io
import unicodedata
from pathlib import Path

from mtqg_analysis.domain.language import tr
from mtqg_analysis.intake.kinds import finding, reject
from mtqg_analysis.intake.text import DOUBTFUL, legacy_encoding, share_known
from mtqg_analysis.intake.workbook import Sheet, Workbook, text_cell
from mtqg_analysis.ledger.file_shape import encoding_of, without_sign_line
from mtqg_analysis.ledger.finding import Finding

SEPARATORS = (";", "\t", ",", "|")
MAX_CELLS = 1_000_000


def read_csv(path: Path) -> tuple[Workbook, list[Finding]]:
    """The one sheet of a CSV file, named after it, and what was odd about its encoding."""
    text, findings = _decode(path.read_bytes())
    text, said = without_sign_line(text)
    separator = said or _separator(text)
    sheet = Sheet(path.stem, untyped=True)
    csv.field_size_limit(1_000_000)
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1):
            for column, value in enumerate(cells, start=1):
                if value.strip():
                    sheet.cells[row, column] = text_cell(value)
            if len(sheet.cells) > MAX_CELLS:
                raise reject("ZIP_BOMB", tr("Tệp có hơn {most} ô; hãy chia nhỏ tệp.", most=MAX_CELLS))
    except csv.Error as error:
        message = tr("Tệp CSV đã hỏng, không tách được thành các cột; hãy lưu lại từ Excel.")
        raise reject("FORMAT_MISMATCH", message, str(error), "CSV") from error
    return Workbook("csv", [sheet]), findings


def _decode(content: bytes) -> tuple[str, list[Finding]]:
    """UTF-8 or UTF-16 where the bytes allow it; else the code page in which the words of the field appear.

    That is Windows-1258, of Vietnamese Windows, unless its words are not known: then the text stays as Windows-1252 has
    it, in which `repair` knows TCVN3 and VNI.
    """
    if (encoding := encoding_of(content)) != "utf-8-sig":
        return content.decode(encoding, errors="replace"), []
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    western = content.decode("cp1252", errors="replace")
    if (share_known([text]) or 0) < DOUBTFUL and legacy_encoding([western]):
        return western, []
    message = tr("Tệp CSV dùng bảng mã Windows-1258; chữ đã được chuyển sang Unicode. Nên lưu lại dạng CSV UTF-8.")
    return text, [finding("ENCODING_LEGACY", message, found="Windows-1258", expected="UTF-8")]


def _separator(text: str) -> str:
    """The separator that splits most lines into the same number of columns, of which there are at least two."""
    lines = list(csv.reader(text.splitlines()[:200], delimiter="\0"))
    sample = [line[0] for line in lines if line and line[0].strip()]

    def agreement(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=separator)]
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(SEPARATORS, key=agreement)
