"""The points by which the centre gives money to the province: those of its communes' classes and of its villages."""

from dataclasses import dataclass

import pandas as pd

from mtqg_analysis.analysis.planning.commune_money import VILLAGE


@dataclass(frozen=True)
class ProvincePoints:
    """communes: how many there are; known: those of which the class is known. low, high: the points of all classes.

    villages: how many villages are extremely difficult, as entered for every commune, else as published; None where
    neither is known. worth: the points of one. fact: the published figure; None where the communes' own are summed.
    """

    communes: int
    known: int
    low: float
    high: float
    villages: float | None
    worth: float
    fact: pd.Series | None

    @property
    def of_villages(self) -> float:
        """The points of the villages; none where their number is not known."""
        return (self.villages or 0) * self.worth

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most points of the province."""
        return self.low + self.of_villages, self.high + self.of_villages


def province_points(rows: pd.DataFrame, rules: pd.DataFrame, published: pd.Series | None) -> ProvincePoints:
    """rows: of `communes.allocation_points`. rules: of `communes.coefficients`. published: the fact of villages."""
    entered = rows["villages_extremely_difficult"].mask(rows["no_extremely_difficult_villages"] == "yes", "0")
    own = bool((entered != "").all())
    villages = float(entered.astype(int).sum()) if own else None if published is None else float(published["exact"])
    return ProvincePoints(
        communes=len(rows),
        known=int((rows["low"] == rows["high"]).sum()),
        low=float(rows["low"].sum()),
        high=float(rows["high"].sum()),
        villages=villages,
        worth=float(rules.set_index("key").at[VILLAGE, "value"]),
        fact=None if own else published,
    )
