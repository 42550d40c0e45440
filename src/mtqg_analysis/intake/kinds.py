"""The kinds of finding that reading a file can yield, and what each of them does."""

from mtqg_analysis.intake.workbook import Where
from mtqg_analysis.ledger.finding import Finding, Severity

REJECTS = frozenset({"ENCRYPTED", "ZIP_BOMB", "XML_ENTITY", "EMPTY_TABLE", "OTHER_DATASET"})  # or FORMAT_MISMATCH
ASKS = frozenset({"UNIT_MISSING", "NUM_AMBIGUOUS", "NAME_AMBIGUOUS_LEVEL", "AUTHOR_MISSING"})
ASKS |= {"ANSWER_CONTRADICTED", "TITLE_UNCLEAR", "PROVINCE_UNKNOWN"}
ERRORS = REJECTS | ASKS
ERRORS |= {"CELL_ERROR", "FORMULA_NO_RESULT", "NUM_SUSPECT_SCALE", "DUPLICATE_UNIT", "NAME_UNKNOWN"}
ERRORS |= {"UNIT_IMPLAUSIBLE", "TOTAL_MISMATCH", "RATE_OVER_100", "JUDGEMENT_UNREADABLE", "FIELD_BLANK", "NOT_STORED"}
ERRORS |= {"COLUMN_UNCLEAR", "CELL_UNACCOUNTED", "TABLE_UNREAD", "AMOUNT_SHARED"}
WORD_ERRORS = {"WORDS_FOREIGN", "WORDS_NOT_TEXT", "WORDS_FONT", "WORDS_TOO_LONG", "WORDS_EMPTIED", "WORDS_CONFLICT"}
WORD_WARNINGS = {"WORDS_CONTRADICTED", "WORDS_REMOVED", "WORDS_PLACE_LOST", "TRANSLATION_DROPPED"}
ERRORS |= WORD_ERRORS
INFORMATION = frozenset({"NUM_TEXT", "NUM_FOOTNOTE", "SUMMARY_SHEET", "FORMAT_MISMATCH", "COLUMN_SKIPPED"})
INFORMATION |= {"TRACKED_CHANGES", "JUDGEMENT_BLANK", "WORK_WITHOUT_MONEY", "UNITS_OF_MANY", "FOOTER_SKIPPED"}
WARNINGS = WORD_WARNINGS | frozenset(
    {"HIDDEN_SHEET", "HIDDEN_ROW", "HIDDEN_COL", "NO_DATA_MARK", "UNIT_CONFLICT", "NAME_TYPO", "AGENCY_SUPERSEDED"}
    | {"ENCODING_LEGACY", "ENCODING_MOJIBAKE", "RATE_MISMATCH", "UNIT_ROW_MISSING", "DATE_ORDER", "DATE_INVALID"}
    | {"MACRO", "EXTERNAL_LINK", "FORMULA_INJECTION", "COLUMN_UNKNOWN", "NUM_SCALED"}
)
FILE = Where("")
KINDS = ERRORS | INFORMATION | WARNINGS
OF_WORDS = WORD_ERRORS | WORD_WARNINGS | {"AUTHOR_MISSING", "OTHER_DATASET", "TRACKED_CHANGES"}  # in a Word report


class Rejected(Exception):  # noqa: N818 - not a failure of the program: the answer to a file that cannot be read
    """The file cannot be read at all; carries the one finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def severity_of(kind: str) -> Severity:
    """How much a kind of finding weighs: an error keeps the file out of a dataset until somebody accepts it."""
    if kind in ERRORS:
        return "error"
    return "info" if kind in INFORMATION else "warning"


def finding(kind: str, message: str, where: Where = FILE, found: str = "", expected: str = "") -> Finding:
    """A finding at a cell, of a sheet, or of the whole file."""
    return Finding(severity_of(kind), kind, (), found, expected, message, str(where), where.sheet, where.cell)


def reject(kind: str, message: str, found: str = "", expected: str = "") -> Rejected:
    """The refusal of a whole file, to be raised."""
    return Rejected(Finding("error", kind, (), found, expected, message))
