"""Figures of a whole and of its parts made to agree: bottom-up, and least squares under three weightings.

y = S b: S (the summing matrix) has a row a node and a column a leaf. A reconciled vector is S P y^, with
P = (S' W^-1 S)^-1 S' W^-1 (Wickramasuriya, Athanasopoulos & Hyndman 2019). P S = I, so what agrees already stays.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy.optimize import nnls

Array = np.ndarray
Method = Literal["bottom_up", "ols", "structural", "variance"]


def summing_matrix(parents: dict[str, str]) -> tuple[list[str], Array]:
    """The nodes in order and the matrix that sums leaves into them.

    parents: the parent of each node, "" for the root; a parent stands before its children. Leaves keep their order and
    stand last.

    >>> nodes, sums = summing_matrix({"total": "", "A": "total", "B": "total"})
    >>> nodes, sums.astype(int).tolist()
    (['total', 'A', 'B'], [[1, 1], [1, 0], [0, 1]])
    """
    inner = set(parents.values())
    leaves = [node for node in parents if node not in inner]
    nodes = [node for node in parents if node in inner] + leaves
    sums = np.zeros((len(nodes), len(leaves)))
    for column, leaf in enumerate(leaves):
        node = leaf
        while node:
            sums[nodes.index(node), column] = 1
            node = parents[node]
    return nodes, sums


def projection(sums: Array, method: Method, errors: Array | None = None) -> Array:
    """P of the method, a row a leaf and a column a node, leaves last.

    errors: a row a node, a column a past forecast's error; needed by `variance`, whose weights are mean squares.
    `structural` weighs a node by its number of leaves. Reports use it alone, since histories are short; the others are
    for an analyst's own figures (docs/methods.md, section 38).
    """
    nodes, leaves = sums.shape
    if method == "bottom_up":
        return np.hstack([np.zeros((leaves, nodes - leaves)), np.eye(leaves)])
    weighted = sums.T / _weights(sums, method, errors)
    return np.asarray(np.linalg.solve(weighted @ sums, weighted))


def _weights(sums: Array, method: Method, errors: Array | None) -> Array:
    if method == "ols":
        return np.ones(len(sums))
    if method == "structural":
        return np.asarray(sums.sum(axis=1))
    if errors is None:
        raise ValueError("Reconciliation by variance needs the errors of past forecasts.")
    return np.asarray((np.asarray(errors, dtype=float) ** 2).mean(axis=1))


def reconcile(
    figures: Sequence[float] | Array, sums: Array, method: Method = "structural", errors: Array | None = None
) -> Array:
    """The figures of all nodes, made to agree. figures: one per node, or a column a path.

    Where a leaf would come out negative, its path is solved again under the constraint that no leaf is (NNLS).

    >>> _, sums = summing_matrix({"total": "", "A": "total", "B": "total", "C": "total"})
    >>> reconcile([2600, 900, 700, 850], sums).round(4).tolist()
    [2525.0, 925.0, 725.0, 875.0]
    """
    values = np.asarray(figures, dtype=float)
    paths = values.reshape(len(sums), -1)
    leaves = projection(sums, method, errors) @ paths
    if (leaves < 0).any():
        scale = _scale(sums, method, errors)
        for path in np.flatnonzero((leaves < 0).any(axis=0)):
            leaves[:, path] = nnls(sums * scale[:, None], paths[:, path] * scale)[0]
    return np.asarray((sums @ leaves).reshape(values.shape))


def _scale(sums: Array, method: Method, errors: Array | None) -> Array:
    """What each node's row is multiplied with; bottom-up looks at leaves alone, which come last."""
    if method == "bottom_up":
        nodes, leaves = sums.shape
        return np.repeat([0.0, 1.0], [nodes - leaves, leaves])
    return np.asarray(1 / np.sqrt(_weights(sums, method, errors)))
