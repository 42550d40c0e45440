"""Arithmetic between the cells of a table: checked, computed, and written as a spreadsheet formula.

A formula names columns of its own row, or cells of other rows as `name[row]`. An executed notebook is a file that may
come from anywhere, so nothing but numbers, names and + - * / is let through.
"""

import ast
import operator
from collections.abc import Callable

Cell = tuple[int, str]  # a row of the table's body, counted from 0, and a column's name
OPERATORS: dict[type[ast.operator], tuple[str, Callable[[float, float], float]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
}


class FormulaError(ValueError):
    """A formula is not plain arithmetic of cells, or one of its cells holds no single number."""


def computed(formula: str, row: int, number: Callable[[Cell], float]) -> float:
    """The value of a formula in a row; `number` gives the number of a cell and raises FormulaError without one.

    >>> computed("100 * (a - b)", 0, {(0, "a"): 0.75, (0, "b"): 0.5}.__getitem__)
    25.0
    """

    def value(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            left, right = value(node.left), value(node.right)
            if isinstance(node.op, ast.Div) and right == 0:
                raise FormulaError(f"{formula!r} divides by zero.")
            return _operator(node, formula)[1](left, right)
        return float(node.value) if isinstance(node, ast.Constant) else number(_cell(node, row))  # type: ignore[arg-type]

    return value(_checked(formula))


def spelled(formula: str, row: int, address: Callable[[Cell], str]) -> str:
    """The formula as a spreadsheet writes it; `address` gives the place of a cell.

    >>> spelled("a / (a + b[2])", 0, lambda cell: f"{cell[1].upper()}{cell[0] + 1}")
    'A1/(A1+B3)'
    """

    def text(node: ast.expr, inner: bool = True) -> str:
        if isinstance(node, ast.BinOp):
            body = f"{text(node.left)}{_operator(node, formula)[0]}{text(node.right)}"
            return f"({body})" if inner else body
        return repr(node.value) if isinstance(node, ast.Constant) else address(_cell(node, row))

    return text(_checked(formula), inner=False)


def _checked(formula: str) -> ast.expr:
    """The formula's tree, if it consists of nothing but arithmetic of cells."""
    try:
        tree = ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"{formula[:80]!r} cannot be read as arithmetic.") from error
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) not in (int, float):
            raise FormulaError(f"{formula[:80]!r} holds {node.value!r}, which is no number.")
        if not isinstance(node, (ast.BinOp, *OPERATORS, ast.Constant, ast.Name, ast.Subscript, ast.Load)):
            raise FormulaError(f"{formula[:80]!r} holds {type(node).__name__}; allowed are numbers, cells and + - * /.")
    return tree


def _operator(node: ast.BinOp, formula: str) -> tuple[str, Callable[[float, float], float]]:
    if type(node.op) not in OPERATORS:
        raise FormulaError(f"{formula!r}: only + - * / are known.")
    return OPERATORS[type(node.op)]


def _cell(node: ast.expr, row: int) -> Cell:
    if isinstance(node, ast.Name):
        return row, node.id
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Constant):
        return int(node.slice.value), node.value.id  # type: ignore[arg-type]
    raise FormulaError("A cell is written as name or name[row].")
