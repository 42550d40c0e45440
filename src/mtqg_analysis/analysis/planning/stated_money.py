"""Money that the assumptions state twice: where two statements meet, they are held against each other, never mended."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from mtqg_analysis.analysis.planning.counterpart_need import Need
from mtqg_analysis.analysis.planning.programme_money import ProgrammeMoney
from mtqg_analysis.analysis.result import Result

HALF = 500_000  # đồng: amounts are stated in whole triệu đồng, so each may be off by half of one


@dataclass(frozen=True)
class TwiceStated:
    """Two statements about the same money over the horizon, in đồng.

    kind `central`: a programme's stated central money (`central_plan`) as `first`, the published envelope at the
    province's share as `second`, from low to high by rounding. kind `new`: new money from every source (`new_plan`) as
    `first`, and as `second` its known parts, the central money and required counterpart capital of all programmes;
    lacking: the years in which the parts exceed the whole; is_whole: no part is unknown.
    """

    kind: Literal["central", "new"]
    first: int
    second: int
    low: int
    high: int
    lacking: tuple[int, ...] = ()
    is_whole: bool = True

    @property
    def difference(self) -> int:
        """The first less the second: of new money what no assumption names."""
        return self.first - self.second

    @property
    def agrees(self) -> bool:
        """Whether both can be true: equal but for rounding, or parts that fit into their whole in every year.

        >>> TwiceStated("central", 6000, 5000, 4975, 5025).agrees, TwiceStated("central", 6000, 6000, 5970, 6030).agrees
        (False, True)
        >>> TwiceStated("new", 8000, 7652, 7652, 7652).agrees, TwiceStated("new", 9, 8, 8, 8, (2026,)).agrees
        (True, False)
        """
        return self.low <= self.first <= self.high if self.kind == "central" else not self.lacking


def twice_stated(
    money: ProgrammeMoney | None,
    envelope: pd.Series,
    shares: Sequence[Result],
    plans: dict[int, int] | None,
    need: Need,
) -> tuple[TwiceStated, ...]:
    """Every pair of statements that the dataset allows.

    money: of the integrated programme, whose published central envelope is a fact (`envelope`) and whose share comes
    first in shares. plans: new money by year where assumptions state all of it, else None.
    """
    return (*_central(money, envelope, shares), *_new(plans, need))


def _central(money: ProgrammeMoney | None, envelope: pd.Series, shares: Sequence[Result]) -> Iterator[TwiceStated]:
    if money is not None and money.stated and shares:
        share, slack = shares[0], HALF * len(money.stated)
        low, high = round(envelope["low"] * share.low) - slack, round(envelope["high"] * share.high) + slack
        yield TwiceStated("central", money.total, round(envelope["exact"] * share.estimate), low, high)


def _new(plans: dict[int, int] | None, need: Need) -> Iterator[TwiceStated]:
    known = need.rows[["central", "required"]].notna()
    if plans is None or not known.any(axis=None):
        return
    parts = need.rows.assign(part=need.rows["central"].fillna(0) + need.rows["required"].fillna(0))
    by_year = {int(year): round(part) for year, part in parts.groupby("year")["part"].sum().items()}
    second = sum(by_year.values())
    slack = HALF * need.rows["programme"].nunique()
    lacking = tuple(year for year, part in by_year.items() if part - plans[year] > slack)
    yield TwiceStated("new", sum(plans.values()), second, second, second, lacking, bool(known.all(axis=None)))
