"""Analysis and reporting for Vietnam's National Target Programmes (chương trình mục tiêu quốc gia, MTQG).

What a notebook or a program needs stands in this door. Its names are imported when first used, so that the command
line starts fast; which they are, and where each is at home, is said once, in `__init__.pyi`, which type checkers and
editors read too.

A parameter that is a day takes a `datetime.date`; `parse_day` makes one of a text, at the edge where texts come in.
"""

from functools import cache
from importlib import import_module
from pathlib import Path

__version__ = "0.2.0"


@cache
def _homes() -> dict[str, str]:
    """The module that each promised name is imported from."""
    import ast

    promised = ast.parse(Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8")).body
    return {
        alias.name: str(node.module) for node in promised if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def __getattr__(name: str) -> object:
    if name == "__all__":
        return __dir__()
    if name.startswith("__") or name not in _homes():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(_homes()[name])
    return getattr(home, name) if hasattr(home, name) else import_module(f"{_homes()[name]}.{name}")


def __dir__() -> list[str]:
    return sorted(_homes())
