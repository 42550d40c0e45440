"""Former units to the communes of July 2025: what went whole goes whole, what was split goes only by given weights.

Every amount ends in exactly one of two places, a commune of today or the rows of `left`, so sums never change by a
đồng. Weights are never made up here: no source publishes any, so they are the user's, and what they give is marked as
modelled and carries an interval. Source: docs/methods.md, section 34.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.ledger.weight_rules import weight_faults
from mtqg_analysis.methods.water_filling import whole_parts

SEED = 16722025  # Resolution 1672 of 2025; any number would do, as long as it is always the same
DRAWS = 10_000
LEVEL = 0.9  # of the interval around what weights give
Array = np.ndarray


@dataclass(frozen=True)
class Restated:
    """Amounts of former units on the communes of today.

    frame: one row a commune that receives anything: unit, the columns of amounts (đồng, integers), for each the ends
    `…_low` and `…_high`, and modelled (part of it came by weights; else the ends equal the amount). left: what no
    weight divides: level, unit, reason (`split`, `district`, `agency`, `unknown`) and the amounts. seed: of the
    intervals, which hold at `LEVEL` if the weights are as certain as their user says.
    """

    frame: pd.DataFrame
    left: pd.DataFrame
    columns: tuple[str, ...]
    seed: int = SEED

    def ratio(self, above: str, below: str) -> dict[str, float]:
        """One amount over another of the communes that have both without weights: with them it only repeats theirs."""
        rows = self.frame[~self.frame["modelled"].astype(bool) & (self.frame[below] != 0)]
        return dict(zip(rows["unit"], rows[above] / rows[below], strict=True))


def restate(
    amounts: pd.DataFrame, links: pd.DataFrame, columns: Sequence[str], weights: pd.DataFrame, seed: int = SEED
) -> Restated:
    """The amounts of the units of a day on the communes of today.

    amounts: level, unit and the columns, integers, one row a unit. links: of `destinations` on that day. weights: of
    `read_weights`; may be empty. Amounts of agencies, of split communes and districts without weights, and of codes
    that no list of that day knows, stay in `left`, each with its reason. Raises DataError for weights that lead where
    no part of the unit of that day went.
    """
    targets = {key: list(rows["new"]) for key, rows in links.groupby(["level", "old"], sort=False)}
    given = {key: rows for key, rows in weights.groupby(["level", "old"], sort=False)} if len(weights) else {}
    generator = np.random.Generator(np.random.PCG64(seed))
    gathered = _Gathered(tuple(columns))
    for row in amounts.to_dict("records"):
        key = (str(row["level"]), str(row["unit"]))
        values = {name: int(row[name]) for name in columns}
        heirs = targets.get(key, [])
        if len(heirs) == 1:
            gathered.whole(heirs[0], values)
        elif heirs and key in given:
            gathered.divided(key[1], given[key], heirs, values, generator)
        else:
            gathered.left.append({"level": key[0], "unit": key[1], "reason": _reason(key[0], heirs), **values})
    return gathered.result(seed)


def _reason(level: str, heirs: Sequence[str]) -> str:
    if level == "agency":
        return "agency"
    if not heirs:
        return "unknown"
    return "district" if level == "district" else "split"


class _Gathered:
    """Amounts as they arrive at the communes: whole numbers, and the draws of what came by weights."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self.amounts: dict[str, dict[str, int]] = {}
        self.drawn: dict[str, dict[str, Array]] = {}
        self.left: list[dict[str, object]] = []

    def whole(self, unit: str, values: dict[str, int]) -> None:
        held = self.amounts.setdefault(unit, dict.fromkeys(self.columns, 0))
        for name, value in values.items():
            held[name] += value

    def divided(
        self, old: str, rows: pd.DataFrame, heirs: Sequence[str], values: dict[str, int], generator: np.random.Generator
    ) -> None:
        """One unit's amounts over its heirs: whole parts by the weights, and draws around them."""
        strangers = sorted(set(rows["new"]) - set(heirs))
        rows = rows[[Fraction(text) > 0 for text in rows["weight"]]]  # an heir of nothing is no modelled one
        if strangers:
            raise DataError(
                "commune_weights.csv: đơn vị cũ {old} có dòng tới {strangers}, nhưng theo bảng chuyển đổi "
                "chỉ có phần chuyển về {heirs}. Hãy sửa cột new.",
                old=old,
                strangers=", ".join(strangers),
                heirs=", ".join(heirs),
            )
        shares = [Fraction(text) for text in rows["weight"]]
        certainty = float(rows["certainty"].iat[0])
        draws = generator.dirichlet([certainty * float(share / sum(shares)) for share in shares], size=DRAWS)
        parts = {name: whole_parts(value, shares) for name, value in values.items()}
        for place, heir in enumerate(rows["new"]):
            self.whole(heir, {name: parts[name][place] for name in self.columns})
            drawn = self.drawn.setdefault(heir, {name: np.zeros(DRAWS) for name in self.columns})
            for name in self.columns:
                drawn[name] += values[name] * draws[:, place] - parts[name][place]

    def result(self, seed: int) -> Restated:
        ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
        rows = []
        for unit, held in sorted(self.amounts.items()):
            row: dict[str, object] = {"unit": unit, **held, "modelled": unit in self.drawn}
            for name in self.columns:
                around = np.quantile(self.drawn[unit][name], ends) if unit in self.drawn else np.zeros(2)
                row[f"{name}_low"], row[f"{name}_high"] = (float(held[name] + one) for one in around)
            rows.append(row)
        made = [f"{name}{end}" for name in self.columns for end in ("_low", "_high")]
        frame = pd.DataFrame(rows, columns=["unit", *self.columns, *made, "modelled"])
        left = pd.DataFrame(self.left, columns=["level", "unit", "reason", *self.columns])
        return Restated(frame, left, self.columns, seed)


def read_weights(rows: pd.DataFrame, province: str) -> pd.DataFrame:
    """The user's weights as they stand in commune_weights.csv: level, old, new, weight, certainty, reason_vi, source.

    weight: any counts or fractions; only their proportions within an old unit matter. certainty: on how many counted
    things the proportions rest, the total of the Dirichlet distribution that they are drawn from. Raises DataError for
    the first of `weight_faults`, so that no row is passed over in silence.
    """
    if rows.empty:
        return pd.DataFrame(columns=["level", "old", "new", "weight", "certainty", "reason_vi", "source"])
    for line, message in weight_faults(rows, province):
        raise DataError("commune_weights.csv:{line}: {message}", line=line, message=message)
    return rows
