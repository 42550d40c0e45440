"""Errors that a person takes upon them, each named by file, kind and cell, and what that does to the data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from mtqg_analysis.domain.disk import MEGABYTE, held_to
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.reference import fold, label, table
from mtqg_analysis.intake.kinds import ASKS, ERRORS, REJECTS
from mtqg_analysis.ledger.finding import Finding

LARGEST = MEGABYTE  # bytes of a list of what is accepted
CELL = to_translate("ô này không có giá trị trong bộ dữ liệu")
ROW = to_translate("không số nào của dòng này được lưu")
COLUMN = to_translate("không số nào của cột này được lưu")
TABLE = to_translate("không số nào của bảng này được lưu")
KEPT = to_translate("số vẫn được lưu như đã đọc")
EFFECTS = {
    "CELL_ERROR": CELL, "FORMULA_NO_RESULT": CELL, "NUM_SUSPECT_SCALE": CELL, "DUPLICATE_UNIT": ROW,
    "NAME_UNKNOWN": ROW, "FIELD_BLANK": ROW, "JUDGEMENT_UNREADABLE": ROW, "COLUMN_UNCLEAR": COLUMN,
    "AMOUNT_SHARED": CELL, "CELL_UNACCOUNTED": CELL, "UNIT_IMPLAUSIBLE": TABLE, "TABLE_UNREAD": TABLE,
}  # fmt: skip


@dataclass(frozen=True)
class Acceptance:
    """One error that is accepted. file: its name, with its folders where needed, or empty for the only one."""

    file: str
    kind: str
    place: str

    def __str__(self) -> str:
        return ":".join(part for part in (self.file, self.kind, self.place) if part)

    def holds(self, file: PurePath, finding: Finding) -> bool:
        """Whether this is what was said of a file."""
        named = not self.file or file.parts[-len(PurePath(self.file).parts) :] == PurePath(self.file).parts
        return named and (self.kind, self.place) == (finding.kind, finding.place)


def acceptances(given: Iterable[str], files: int) -> tuple[Acceptance, ...]:
    """What `--accept` names: errors as file:kind:sheet!cell, or text files with one of them a line, # for remarks.

    files: how many are read; with more than one, each error has to name its own. Raises ParameterError.
    """
    lines = [line for one in given for line in _lines(one)]
    found = tuple(_acceptance(line) for line in lines)
    unnamed = [str(one) for one in found if not one.file]
    if unnamed and files > 1:
        raise ParameterError(
            "--accept «{text}» không nêu tệp nào mà lệnh đọc {files} tệp; hãy viết tệp:loại:trang!ô, ví dụ "
            "«bao-cao.xlsx:{text}».",
            text=unnamed[0],
            files=files,
        )
    return found


def accepted(finding: Finding, file: PurePath, given: Sequence[Acceptance]) -> bool:
    """Whether somebody took this error of this file upon them; a question or a refusal nobody can."""
    can = finding.kind not in ASKS | REJECTS
    return can and any(one.holds(file, finding) for one in given)


def effect(finding: Finding) -> str:
    """What accepting an error does to the data."""
    return tr(EFFECTS.get(finding.kind, KEPT))


def spoken(finding: Finding, file: PurePath) -> str:
    """The error as `--accept` names it."""
    return f"{file.as_posix()}:{label('finding', finding.kind)}:{finding.place}"


def _lines(given: str) -> list[str]:
    file = Path(given)
    if not file.suffix or not file.is_file():
        return [given]
    text = held_to(file, LARGEST, ParameterError).read_text(encoding="utf-8-sig")
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _acceptance(text: str) -> Acceptance:
    parts = text.split(":")
    kinds = _kinds()
    at = next((place for place, part in enumerate(parts) if fold(part) in kinds), None)
    if at is None:
        raise ParameterError(
            "--accept «{text}» không đúng dạng: cần tệp:loại:trang!ô như lệnh in ra, ví dụ "
            "«bao-cao.xlsx:Tổng không khớp:Biểu 1!C8», hoặc một tệp chữ mỗi dòng một lỗi.",
            text=text,
        )
    return Acceptance(":".join(parts[:at]).strip(), kinds[fold(parts[at])], ":".join(parts[at + 1 :]).strip())


def _kinds() -> dict[str, str]:
    """Kinds of errors by their code and by what they are called."""
    rows = table("labels").query("kind == 'finding'").to_dict("records")
    return {
        fold(str(row[name])): str(row["code"])
        for row in rows
        if row["code"] in ERRORS
        for name in ("code", "label_vi", "label_en")
    }
