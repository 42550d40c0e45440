"""One parameter of a notebook: its type, what it accepts, and a value for it in the one form that is kept.

The `parameters` cell declares it in the form that papermill reads, with what it is and what it accepts in a comment:

    year: int = 2024  # năm kế hoạch [1900..2199]
    known_on: str = ""  # chỉ dùng số liệu công bố đến ngày này; trống: mới nhất [YYYY-MM-DD]

In brackets stand alternatives between bars: a range, a form of `FORMS`, or a word that is taken as it is. Each member
of a list is held to them. A parameter whose default is empty (None or "") may be left so.
"""

import json
import re
from ast import literal_eval
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import parse_day, parse_years

TYPES = {"int": int, "float": float, "str": str, "bool": bool}
WORDS = {
    "int": to_translate("số nguyên"),
    "float": to_translate("số"),
    "str": to_translate("chuỗi ký tự"),
    "bool": to_translate("true hoặc false"),
}
ACCEPTS = re.compile(r"\s*\[([^\[\]]*)\]\s*$")
LIST = re.compile(r"list\[(\w+)\]")
RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)")
FORMS: dict[str, tuple[Callable[[str, str], str], str]] = {
    "YYYY-MM-DD": (
        lambda text, name: parse_day(text, name).isoformat(),
        to_translate("ngày dạng 2024-12-31 hoặc 31/12/2024"),
    ),
    "YYYY-YYYY": (
        lambda text, name: "{}-{}".format(*parse_years(text, name)),
        to_translate("các năm dạng 2021-2025"),
    ),
}
NONE = ("", "none", "null")  # what stands for an empty value where only texts can be given
BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True)
class Parameter:
    """A parameter as its notebook declares it.

    type_name: as annotated; a type that nobody knows takes anything. about: what it is. accepts: the alternatives.
    """

    name: str
    type_name: str
    default: object = ...
    about: str = ""
    accepts: tuple[str, ...] = ()

    @classmethod
    def declared(cls, name: str, type_name: str, default: str, comment: str) -> "Parameter":
        """A parameter from the source of its declaration; ParameterError where its default is no plain value.

        >>> Parameter.declared("share", "float", "None", "phần của tỉnh [0..1]").expected
        'số từ 0 đến 1, hoặc để trống'
        """
        try:
            value = literal_eval(default)
        except (ValueError, SyntaxError):
            raise ParameterError(
                "Mặc định của tham số {name} phải là một giá trị viết sẵn; trong sổ tay là {default}.",
                name=name,
                default=default,
            ) from None
        brackets = ACCEPTS.search(comment)
        accepts = tuple(part.strip() for part in brackets[1].split("|") if part.strip()) if brackets else ()
        return cls(name, type_name, value, ACCEPTS.sub("", comment), accepts)

    @property
    def may_be_empty(self) -> bool:
        """Whether it may be left empty."""
        return self.default is None or self.default == ""

    @property
    def expected(self) -> str:
        """What is accepted, in words."""
        of_list = LIST.fullmatch(self.type_name)
        words = ", ".join(self._alternatives(of_list[1] if of_list else self.type_name))
        if of_list:
            words = tr("danh sách cách nhau bằng dấu phẩy, mỗi phần là {member}", member=words)
        return tr("{words}, hoặc để trống", words=words) if self.may_be_empty else words

    def _alternatives(self, type_name: str) -> Iterator[str]:
        kind = tr(WORDS.get(type_name, type_name))
        for low, high in (found.groups() for part in self.accepts if (found := RANGE.fullmatch(part))):
            yield tr("{kind} từ {low} đến {high}", kind=kind, low=low, high=high)
        yield from (tr(FORMS[part][1]) for part in self.accepts if part in FORMS)
        if words := self._words:
            yield tr("một trong: {words}", words=", ".join(words))
        if not self.accepts:
            yield kind

    @property
    def _words(self) -> list[str]:
        return [part for part in self.accepts if part not in FORMS and not RANGE.fullmatch(part)]

    def read(self, value: object) -> object:
        """A value of the parameter's type in its one form, from a value or from what a command line gives.

        Raises ParameterError, with what was expected.
        """
        is_empty = value is None or (isinstance(value, str) and value.strip().lower() in NONE)
        if is_empty and self.may_be_empty:
            return self.default
        of_list = LIST.fullmatch(self.type_name)
        if of_list:
            return [self._member(of_list[1], one) for one in self._members(value)]
        return self._member(self.type_name, value)

    def _members(self, value: object) -> list[object]:
        if isinstance(value, list | tuple):
            return list(value)
        if not isinstance(value, str):
            raise self._wrong(value)
        if not value.strip().startswith("["):
            return [part.strip() for part in value.split(",") if part.strip()]
        try:
            return list(json.loads(value))
        except ValueError:
            raise self._wrong(value) from None

    def _member(self, type_name: str, value: object) -> object:
        """One value of a type, within what is accepted."""
        found = _typed(type_name, value)
        if found is None:
            raise self._wrong(value)
        if not self.accepts or found in self._words:
            return found
        forms = [FORMS[part][0] for part in self.accepts if part in FORMS]
        if isinstance(found, str) and forms:
            return self._formed(found, forms)
        if isinstance(found, int | float) and any(_is_within(part, found) for part in self.accepts):
            return found
        raise ParameterError(
            "Tham số {name} = {value!r} không được nhận; cần {wanted}.",
            name=self.name,
            value=value,
            wanted=self.expected,
        )

    def _formed(self, text: str, forms: list[Callable[[str, str], str]]) -> str:
        """A text in the first form that it has; the error of the last says what was wrong."""
        for form in forms[:-1]:
            try:
                return form(text, self.name)
            except ParameterError:
                continue
        return forms[-1](text, self.name)

    def _wrong(self, value: object) -> ParameterError:
        return ParameterError(
            "Tham số {name} = {value!r} sai kiểu; cần {wanted}.", name=self.name, value=value, wanted=self.expected
        )


def _typed(type_name: str, value: object) -> object:
    """A value as one of a type, from itself or from its text; None where it is neither. A day is a text in ISO form."""
    wanted = TYPES.get(type_name)
    if isinstance(value, date) and not isinstance(value, datetime) and wanted in (str, None):
        return value.isoformat()
    kinds = (int, float) if wanted is float else (wanted or object,)
    if isinstance(value, kinds) and (wanted in (bool, None) or not isinstance(value, bool)):
        return value
    if isinstance(value, str) and wanted is not None:
        try:
            return BOOLEANS[value.strip().lower()] if wanted is bool else wanted(value)
        except (ValueError, KeyError):
            return None
    return None


def _is_within(part: str, value: float) -> bool:
    found = RANGE.fullmatch(part)
    return found is not None and float(found[1]) <= value <= float(found[2])
