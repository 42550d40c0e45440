"""What a column of a data file is: its meaning, and what a cell may hold."""

from dataclasses import dataclass

DATE_FORM = r"\d{4}(-\d{2}(-\d{2})?)?"
DAY_FORM = r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}"  # the second as Excel saves it under Vietnamese settings
NUMBER_FORM = r"\d+(\.\d+)?"
YEAR_FORM = r"\d{4}"
SHARE_FORM = r"0(\.\d+)?|1(\.0+)?"


@dataclass(frozen=True)
class Column:
    """One column of a data file: its meaning, and what a cell may hold."""

    name: str
    meaning: str
    required: bool = False
    form: str = ""
    codes: str = ""  # kind of code in the reference table `labels`
    many: bool = False  # several codes, separated by |
    spelled: bool = False  # a spelling of the code will do, as a person types it
