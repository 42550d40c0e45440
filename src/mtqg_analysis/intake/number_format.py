"""What the number format of a cell does to its number: a date, a percentage, or a thousandth of what is stored.

Excel writes a format as up to four sections, for positive, negative and zero numbers and for text, or for numbers that
meet a condition. A comma behind the last digit of a section divides what is shown by a thousand (ECMA-376, 18.8.30).
"""

import operator
import re
from collections.abc import Callable
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format

_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].')
_SECTION = re.compile(r'((?:"[^"]*"?|\\.|[_*].|\[[^\]]*\]|[^;"\\_*\[])*)(?:;|$)')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_SCALING = re.compile(r"(?<=[0#?])\s*(,+)(?![0#?,])")
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip


def is_date(code: str) -> bool:
    """Whether numbers of this format are shown as days.

    >>> is_date("dd/mm/yyyy"), is_date("#,##0"), is_date("General")
    (True, False, False)
    """
    return bool(is_date_format(code))


def is_percent(code: str) -> bool:
    """Whether numbers of this format are shown as a hundred times what is stored.

    >>> is_percent("0.0%"), is_percent('0.0"%"')
    (True, False)
    """
    return "%" in _LITERAL.sub("", code)


def thousands_hidden(code: str, value: float) -> int:
    """How many times a number of this format is divided by a thousand when shown.

    >>> thousands_hidden("#,##0,", 5), thousands_hidden('#,##0.0,,"tr"', 5), thousands_hidden("#,##0", 5)
    (1, 2, 0)
    >>> thousands_hidden('#,##0;-#,##0,;"-"', -5), thousands_hidden("[>=1000000]0.0,,;0", 5e6)
    (1, 2)
    """
    if "," not in code:
        return 0
    sign = (value > 0) - (value < 0)
    return _commas(code, value if _CONDITION.search(code) else sign)


@lru_cache(maxsize=4096)
def _commas(code: str, value: float) -> int:
    section = _BRACKETS.sub("", _LITERAL.sub("", _section(code, value)))
    return sum(len(commas) for commas in _SCALING.findall(section))


def _section(code: str, value: float) -> str:
    """The section of a format that shows a number: the first whose condition it meets, or the one of its sign."""
    sections = [match[1] for match in _SECTION.finditer(code)][:3]
    if _CONDITION.search(code):
        fits = (one for one in sections if _meets(one, value))
        return next(fits, sections[-1])
    wanted = 0 if value > 0 else 1 if value < 0 else 2
    return sections[wanted] if wanted < len(sections) and sections[wanted] else sections[0]


def _meets(section: str, value: float) -> bool:
    found = _CONDITION.search(section)
    return found is None or _COMPARED[found[1]](value, float(found[2]))
