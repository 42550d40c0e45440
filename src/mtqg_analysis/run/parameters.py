"""The strict door: a notebook takes only the parameters that it declares, with values of their types.

papermill only warns about an unknown name and then publishes the default.
"""

from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill

from mtqg_analysis.domain.errors import ParameterError

TYPES = {"int": int, "float": float, "str": str, "bool": bool}
WORDS = {"int": "số nguyên", "float": "số", "str": "chuỗi ký tự", "bool": "true hoặc false"}


def declared_parameters(notebook: Path) -> dict[str, tuple[str, object]]:
    """Name to (type name, default) of every parameter that a notebook's `parameters` cell declares."""
    if not notebook.is_file():
        raise ParameterError(f"Không tìm thấy sổ tay {notebook}. Hãy chạy lệnh trong thư mục của dự án.")
    try:
        found = papermill.inspect_notebook(str(notebook))
    except nbformat.reader.NotJSONError as error:
        raise ParameterError(f"{notebook} không phải là sổ tay Jupyter đọc được: {error}") from error
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
            f"Sổ tay {notebook.name} không có tham số {', '.join(unknown)}; các tham số có: {', '.join(declared)}."
        )
    values = {name: default for name, (_, default) in declared.items()}
    return values | {name: _typed(name, declared[name][0], value) for name, value in given.items()}


def _typed(name: str, type_name: str, value: object) -> object:
    wanted = TYPES.get(type_name, str)
    if isinstance(value, wanted) and not (wanted is int and isinstance(value, bool)):
        return value
    if isinstance(value, str):
        try:
            return _BOOLEANS[value.lower()] if wanted is bool else wanted(value)
        except (ValueError, KeyError):
            pass
    raise ParameterError(f"Tham số {name} = {value!r} sai kiểu; cần {WORDS.get(type_name, type_name)}.")


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
            raise ParameterError(f"--set {setting!r} chưa đúng dạng; cần TÊN=GIÁ_TRỊ, ví dụ --set year=2023.")
        pairs[name.strip()] = value
    return dict(pairs)
