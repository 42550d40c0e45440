"""What a column of a data file is: its meaning, and what a cell may hold."""

from dataclasses import dataclass

from mtqg_analysis.domain.language import to_translate

# Digits are written out: \d would let through the digits of every script, which other programs read otherwise.
DATE_FORM = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
ISO_DAY_FORM = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
DAY_FORM = rf"{ISO_DAY_FORM}|[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}"  # the second as Excel saves it in Vietnamese
NUMBER_FORM = r"[0-9]{1,15}(\.[0-9]+)?"  # more digits than a float holds are a slip of the hand
MONEY_FORM = r"[0-9]{1,15}(\.[0-9]{1,6}0*)?"  # triệu đồng, whole đồng
SIGNED_FORM = rf"-?{NUMBER_FORM}"
COUNT_FORM = r"[0-9]{1,9}"
POSITIVE_FORM = r"0{0,8}[1-9][0-9]{0,8}"
YEAR_FORM = r"[0-9]{4}"
SHARE_FORM = r"0(\.[0-9]+)?|1(\.0+)?"
DAYS = (DATE_FORM, ISO_DAY_FORM, DAY_FORM)  # a cell of these forms must be a day of the calendar, too
WORDS = {
    DATE_FORM: to_translate("ngày có thật, dạng 2026-01-31; chỉ biết tháng hoặc năm thì 2026-01 hoặc 2026"),
    ISO_DAY_FORM: to_translate("ngày có thật, dạng 2026-01-31"),
    DAY_FORM: to_translate("ngày có thật, dạng 2026-01-31 hoặc 31/01/2026"),
    NUMBER_FORM: to_translate("số không âm, dấu thập phân là dấu chấm, ví dụ 1250.5"),
    MONEY_FORM: to_translate("số triệu đồng, chẵn đến đồng, dấu thập phân là dấu chấm, ví dụ 1250 hoặc 1250.5"),
    SIGNED_FORM: to_translate("số, dấu thập phân là dấu chấm, ví dụ 1250.5 hoặc -0.1"),
    COUNT_FORM: to_translate("số nguyên không âm, nhiều nhất 9 chữ số, ví dụ 12"),
    POSITIVE_FORM: to_translate("số nguyên từ 1 trở lên, nhiều nhất 9 chữ số, ví dụ 12"),
    YEAR_FORM: to_translate("năm, ví dụ 2026"),
    SHARE_FORM: to_translate("số từ 0 đến 1, dấu thập phân là dấu chấm, ví dụ 0.25"),
}
MOST_MILLIONS = 10**9  # triệu đồng: a million billion đồng, about what the whole nation plans in a term
MOST_PEOPLE = 10**8


@dataclass(frozen=True)
class Column:
    """One column of a data file: its meaning, and what a cell may hold.

    form: a regular expression, one of those above or words parted by |. most: the largest number; 0 for no limit.
    level: of the unit whose code the cell is, where it is one; `row` where the row's own level says it.
    """

    name: str
    meaning: str
    required: bool = False
    form: str = ""
    codes: str = ""  # kind of code in the reference table `labels`
    many: bool = False  # several codes, separated by |
    spelled: bool = False  # a spelling of the code will do, as a person types it
    most: int = 0
    level: str = ""
