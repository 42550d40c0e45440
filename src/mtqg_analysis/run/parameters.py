"""The strict door: a notebook takes only the parameters that it declares, with values of their types.

papermill only warns about an unknown name and then publishes the default.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import nbformat
import papermill

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.language import to_translate, tr
from mtqg_analysis.domain.period import checked_year, parse_day, parse_years

DAYS, SPANS = {"as_of", "known_on"}, {"years", "horizon", "term"}
INJECTED = "# Parameters"  # how papermill heads the cell that it adds
TYPES = {"int": int, "float": float, "str": str, "bool": bool}
WORDS = {
    "int": to_translate("số nguyên"),
    "float": to_translate("số"),
    "str": to_translate("chuỗi ký tự"),
    "bool": to_translate("true hoặc false"),
}


def declared_parameters(notebook: Path) -> dict[str, tuple[str, object]]:
    """Name to (type name, default) of every parameter that a notebook's `parameters` cell declares."""
    if not notebook.is_file():
        raise ParameterError(
            "Không tìm thấy sổ tay {notebook}. Hãy chạy lệnh trong thư mục của dự án.", notebook=notebook
        )
    try:
        found = papermill.inspect_notebook(str(notebook))
    except nbformat.reader.NotJSONError as error:
        raise ParameterError(
            "{notebook} không phải là sổ tay Jupyter đọc được: {error}", notebook=notebook, error=error
        ) from error
    return {name: (about["inferred_type_name"], _literal(about["default"])) for name, about in found.items()}


def _literal(text: str) -> object:
    return {"True": True, "False": False}.get(text, text.strip("\"'") if text[:1] in "\"'" else _number(text))


def _number(text: str) -> object:
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text


def checked_parameters(notebook: Path, given: Mapping[str, object]) -> dict[str, object]:
    """Every declared parameter with its value: the given one if it has the right type, else the default.

    Raises ParameterError for a name that the notebook does not declare or a value of another type.
    """
    declared = declared_parameters(notebook)
    unknown = sorted(set(given) - set(declared))
    if unknown:
        raise ParameterError(
            "Sổ tay {notebook} không có tham số {unknown}; các tham số có: {declared}.",
            notebook=notebook.name,
            unknown=", ".join(unknown),
            declared=", ".join(declared),
        )
    values = {name: default for name, (_, default) in declared.items()}
    return _canonical(values | {name: _typed(name, declared[name][0], value) for name, value in given.items()})


def check_parameters(names: Mapping[str, object]) -> None:
    """The same strict door inside a notebook, for those who run it with papermill alone: `check_parameters(globals())`.

    What the `parameters` cell declares with a type is known; the cell that papermill injected may set nothing else, and
    each value must be of its type, a day, a year or years. Raises ParameterError.
    """
    kinds, run = cast(dict[str, type], names.get("__annotations__", {})), cast(list[str], names.get("In", []))
    declared = {name: getattr(kind, "__name__", str(kind)) for name, kind in kinds.items()}
    injected = next((source for source in reversed(run) if source.startswith(INJECTED)), "")
    unknown = sorted(set(_assigned(injected)) - set(declared))
    if unknown:
        raise ParameterError(
            "Sổ tay không có tham số {unknown}; các tham số có: {declared}.",
            unknown=", ".join(unknown),
            declared=", ".join(declared),
        )
    for name, kind in declared.items():
        if not _is_of(kind, names[name]):
            raise _wrong_type(name, kind, names[name])
    _canonical({name: names[name] for name in declared})


def _assigned(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _canonical(values: dict[str, object]) -> dict[str, object]:
    """Days in ISO form and spans without blanks, so that one period has one name; ParameterError for what is neither.

    A notebook knows these parameters by their names.
    """
    found = dict(values)
    for name in DAYS & values.keys():
        found[name] = parse_day(str(values[name]), name).isoformat() if values[name] or name == "as_of" else ""
    for name in SPANS & values.keys():
        found[name] = "{}-{}".format(*parse_years(str(values[name]), name)) if values[name] or name != "term" else ""
    if isinstance(values.get("year"), int):
        checked_year(int(str(values["year"])), "year")
    return found


def _typed(name: str, type_name: str, value: object) -> object:
    wanted = TYPES.get(type_name, str)
    if _is_of(type_name, value):
        return value
    if isinstance(value, str):
        try:
            return _BOOLEANS[value.lower()] if wanted is bool else wanted(value)
        except (ValueError, KeyError):
            pass
    raise _wrong_type(name, type_name, value)


def _is_of(type_name: str, value: object) -> bool:
    wanted = TYPES.get(type_name, object)
    kinds = (int, float) if wanted is float else (wanted,)
    return isinstance(value, kinds) and (wanted in (bool, object) or not isinstance(value, bool))


def _wrong_type(name: str, type_name: str, value: object) -> ParameterError:
    return ParameterError(
        "Tham số {name} = {value!r} sai kiểu; cần {wanted}.",
        name=name,
        value=value,
        wanted=tr(WORDS.get(type_name, type_name)),
    )


_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def parse_settings(settings: list[str]) -> dict[str, object]:
    """`--set NAME=VALUE` options as a dictionary of texts.

    >>> parse_settings(["year=2023"])
    {'year': '2023'}
    """
    pairs = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise ParameterError(
                "--set {setting!r} chưa đúng dạng; cần TÊN=GIÁ_TRỊ, ví dụ --set year=2023.", setting=setting
            )
        pairs[name.strip()] = value
    return dict(pairs)
