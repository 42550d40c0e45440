"""The styles of an .ods file that change what is read: fonts, hidden sheets, and numbers shown as a thousandth."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
THOUSANDS = {1000.0: 1, 1e6: 2, 1e9: 3}


@dataclass
class Styles:
    """What is known by a style's name. numbers: of cell styles, the name of their number format.

    factors: of number formats, by what they divide. cases: of number formats, conditions with the format for each.
    """

    hidden: set[str] = field(default_factory=set)
    fonts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    factors: dict[str, float] = field(default_factory=dict)
    cases: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, element: etree._Element) -> None:
        """Takes in one style, of cells, of sheets or of numbers."""
        name = element.get(f"{STYLE}name", "")
        self.numbers[name] = element.get(f"{STYLE}data-style-name", "")
        for one in element.iter():
            if one.tag == f"{STYLE}table-properties" and one.get(f"{TABLE}display") == "false":
                self.hidden.add(name)
            elif one.tag == f"{STYLE}text-properties":
                self.fonts[name] = one.get(f"{STYLE}font-name", "")
            elif one.tag == f"{NUMBER}number":
                self.factors[name] = float(one.get(f"{NUMBER}display-factor", "1"))
            elif one.tag == f"{STYLE}map":
                case = one.get(f"{STYLE}condition", ""), one.get(f"{STYLE}apply-style-name", "")
                self.cases.setdefault(name, []).append(case)

    def thousands_hidden(self, style: str, value: float) -> int:
        """How many times a number in a cell of this style is divided by a thousand when shown."""
        number = self.numbers.get(style, "")
        for condition, other in self.cases.get(number, ()):
            found = _CONDITION.match(condition)
            if found and _COMPARED[found[1]](value, float(found[2])):
                number = other
                break
        return THOUSANDS.get(self.factors.get(number, 1.0), 0)
