"""The strict door: a notebook takes only the parameters that it declares, with values of their types.

papermill only warns about an unknown name and then publishes the default. What a parameter accepts, see `parameter`.
"""

import ast
import re
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import cast

import papermill
from papermill.translators import PythonTranslator

from mtqg_analysis.domain.disk import MEGABYTE, held_to
from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.run.parameter import Parameter

INJECTED = "# Parameters"  # how papermill heads the cell that it adds
LARGEST = 20 * MEGABYTE  # bytes of a notebook that is to be run, its outputs of the last time among them


def declared_parameters(notebook: Path) -> dict[str, Parameter]:
    """Every parameter that a notebook's `parameters` cell declares, by name, in its order."""
    if not notebook.is_file():
        raise ParameterError(
            "Không tìm thấy sổ tay {notebook}. Hãy chạy lệnh trong thư mục của dự án.", notebook=notebook
        )
    try:
        found = papermill.inspect_notebook(str(held_to(notebook, LARGEST, ParameterError)))
    except ValueError as error:  # no JSON; no kernel named
        raise ParameterError(
            "{notebook} không phải là sổ tay Jupyter đọc được: {error}", notebook=notebook, error=error
        ) from error
    return {
        name: Parameter.declared(name, about["inferred_type_name"], about["default"], about["help"])
        for name, about in found.items()
    }


def checked_parameters(notebook: Path, given: Mapping[str, object]) -> dict[str, object]:
    """Every declared parameter with its value: the given one if it is accepted, else the default.

    Raises ParameterError for a name that the notebook does not declare or a value that it does not accept.
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
    return {name: one.read(given[name]) if name in given else one.default for name, one in declared.items()}


def check_parameters(names: MutableMapping[str, object]) -> None:
    """The same strict door inside a notebook, for those who run it with papermill alone: `check_parameters(globals())`.

    What the `parameters` cell declares with a type is known; the cell that papermill injected may set nothing else.
    Each value must be accepted, and has its one form afterwards: papermill gives a day or a list as text, if its
    command line is told so. Raises ParameterError.
    """
    run = cast(list[str], names.get("In", []))
    declared = _annotated(cast(dict[str, object], names.get("__annotations__", {})), run)
    injected = next((source for source in reversed(run) if source.startswith(INJECTED)), "")
    unknown = sorted(set(_assigned(injected)) - set(declared))
    if unknown:
        raise ParameterError(
            "Sổ tay không có tham số {unknown}; các tham số có: {declared}.",
            unknown=", ".join(unknown),
            declared=", ".join(declared),
        )
    names.update({name: one.read(names[name]) for name, one in declared.items()})


def _annotated(kinds: Mapping[str, object], run: list[str]) -> dict[str, Parameter]:
    """The parameters that were declared with a type; what they accept stands in the cell, as far as it was run."""
    found = {name: Parameter(name, _type_name(kind)) for name, kind in kinds.items()}
    declares = re.compile(rf"^(?:{'|'.join(map(re.escape, found))})\s*:", re.MULTILINE)
    for source in filter(declares.search, run if found else []):  # of other cells papermill says what it cannot read
        for one in PythonTranslator.inspect({"source": source}):
            if one.name in found and one.inferred_type_name == found[one.name].type_name:
                about = (one.name, one.inferred_type_name, one.default, one.help)
                found[one.name] = Parameter.declared(*about)
    return found


def _type_name(kind: object) -> str:
    """A type as its annotation writes it.

    >>> _type_name(int), _type_name(list[int])
    ('int', 'list[int]')
    """
    return kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__origin__") else str(kind)


def _assigned(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


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
