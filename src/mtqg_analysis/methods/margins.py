"""Making a detailed table agree with published margins, and saying how far each cell had to move."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import LinearConstraint, minimize

Array = np.ndarray
TOLERANCE = 1e-9  # largest error of a margin, relative to it, at which the table agrees
MOST_ROUNDS = 10_000
LARGE_MOVE = 0.2  # a cell that moves by more is named to the reader


@dataclass(frozen=True)
class Fitted:
    """A table that agrees with its margins. moved: change of each cell relative to what it was (0 where it was 0).

    objective: the weighted sum of squares of the change, where the method minimises one.
    """

    table: Array
    moved: Array
    method: str
    objective: float = float("nan")

    @property
    def moves_far(self) -> bool:
        """Whether a cell had to move by more than a fifth: table and margins then hardly tell the same story."""
        return bool(np.abs(self.moved).max() > LARGE_MOVE)


def proportional_fit(table: Array, rows: Array, columns: Array) -> Fitted:
    """Scales rows and columns in turn until both margins hold: zeros stay zero, odds ratios stay as they were.

    Raises ValueError for negative cells, margins with different totals, or a margin that no scaling can reach, naming
    its place. RAS, or iterative proportional fitting: Deming and Stephan (1940); Stone (1961).

    >>> fitted = proportional_fit([[820, 640], [210, 330], [350, 120]], [1440, 570, 495.7], [1412.3, 1093.4])
    >>> fitted.table.round(4)[0].tolist()
    [816.4889, 623.5111]
    """
    start, wanted_rows, wanted_columns = (np.asarray(one, dtype=float) for one in (table, rows, columns))
    _check(start, wanted_rows, wanted_columns)
    fitted = start.copy()
    for _ in range(MOST_ROUNDS):
        fitted *= _factor(wanted_rows, fitted.sum(axis=1), "row")[:, None]
        fitted *= _factor(wanted_columns, fitted.sum(axis=0), "column")
        error = np.abs(fitted.sum(axis=1) - wanted_rows) / np.maximum(wanted_rows, 1e-300)
        if (error[wanted_rows > 0] < TOLERANCE).all():
            return Fitted(fitted, _moved(start, fitted), "proportional")
    raise ValueError(f"Row {int(error.argmax())} cannot reach its margin: the zeros of the table stand in the way.")


def _check(table: Array, rows: Array, columns: Array) -> None:
    if (table < 0).any() or (rows < 0).any() or (columns < 0).any():
        raise ValueError("Cells and margins must not be negative.")
    if not np.isclose(rows.sum(), columns.sum(), rtol=1e-9):
        raise ValueError(f"The rows add up to {rows.sum():g}, the columns to {columns.sum():g}; they must agree.")


def _factor(wanted: Array, held: Array, name: str) -> Array:
    stuck = (held == 0) & (wanted > 0)
    if stuck.any():
        raise ValueError(f"The {name} {int(stuck.argmax())} is all zeros but should add up to {wanted[stuck][0]:g}.")
    return np.asarray(np.divide(wanted, held, out=np.zeros_like(held), where=held > 0))


def least_squares_fit(table: Array, rows: Array, columns: Array, variance: Array | None = None) -> Fitted:
    """The table closest to the given one whose margins hold exactly; cells of variance 0 stay as they are.

    variance: how unsure each cell is; the cell itself where not given (chi-square distance). Cells may turn negative:
    `bounded_fit` keeps them above zero. Stone, Champernowne and Meade (1942).
    """
    start, wanted_rows, wanted_columns = (np.asarray(one, dtype=float) for one in (table, rows, columns))
    spread = np.diag((start if variance is None else np.asarray(variance, dtype=float)).ravel())
    sums, wanted = _sums(start.shape), np.concatenate([wanted_rows, wanted_columns])
    step = spread @ sums.T @ np.linalg.pinv(sums @ spread @ sums.T) @ (wanted - sums @ start.ravel())
    fitted = start + step.reshape(start.shape)
    if not np.allclose(sums @ fitted.ravel(), wanted, rtol=1e-9):
        raise ValueError("No change of the cells that may change reaches these margins.")
    return Fitted(fitted, _moved(start, fitted), "least_squares", _distance(start, fitted))


def bounded_fit(table: Array, rows: tuple[Array, Array], columns: tuple[Array, Array]) -> Fitted:
    """The closest table, by chi-square distance, with margins within bounds: the honest way with rounded margins.

    rows, columns: lower and upper ends of each margin. No cell turns negative. Raises ValueError where no table fits.
    """
    start = np.asarray(table, dtype=float)
    low, high = (np.concatenate([rows[end], columns[end]]).astype(float) for end in (0, 1))
    sums = _sums(start.shape)
    found = minimize(
        lambda cells: float(((cells - start.ravel()) ** 2 / start.ravel()).sum()),
        start.ravel(),
        jac=lambda cells: 2 * (cells - start.ravel()) / start.ravel(),
        bounds=[(0, None)] * start.size,
        constraints=LinearConstraint(sums, low, high),
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    reached = sums @ found.x
    if (reached < low - 1e-6 * np.abs(low)).any() or (reached > high + 1e-6 * np.abs(high)).any():
        raise ValueError("No table lies within these bounds.")
    fitted = found.x.reshape(start.shape)
    return Fitted(fitted, _moved(start, fitted), "bounded", float(found.fun))


def _sums(shape: tuple[int, ...]) -> Array:
    """The matrix that takes a table, row by row, to its row sums and then its column sums."""
    height, width = shape
    return np.vstack([np.kron(np.eye(height), np.ones(width)), np.kron(np.ones(height), np.eye(width))])


def _moved(start: Array, fitted: Array) -> Array:
    return np.asarray(np.divide(fitted - start, start, out=np.zeros_like(start), where=start > 0))


def _distance(start: Array, fitted: Array) -> float:
    return float(np.divide((fitted - start) ** 2, start, out=np.zeros_like(start), where=start > 0).sum())
