"""The central money of one programme over the horizon, and what of a year is left for the communes."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from mtqg_analysis.analysis.planning.assumed import Assumed


@dataclass(frozen=True)
class ProgrammeMoney:
    """Central money of a programme that the province may expect, in đồng.

    years: the money of each year of the horizon. stated: the years for which assumptions.csv states it (central_plan);
    that of the others is the published envelope at the province's share, in equal yearly parts. agency_share: the
    fraction of a year's money that agencies of the province keep; None where nobody states one. investment: the
    fraction of the published envelope that is investment capital, taken to hold for the province; None where no source
    divides the envelope.
    """

    programme: str
    years: dict[int, int]
    stated: tuple[int, ...]
    agency_share: float | None
    investment: float | None

    @property
    def by_capital(self) -> dict[str, int]:
        """The money of the whole horizon by capital type, adding up to it; empty where nothing divides it.

        >>> ProgrammeMoney("TH", {2026: 11}, (), None, 0.7).by_capital
        {'investment': 8, 'recurrent': 3}
        """
        if self.investment is None:
            return {}
        investment = round(self.investment * self.total)
        return {"investment": investment, "recurrent": self.total - investment}

    @property
    def total(self) -> int:
        """The money of the whole horizon."""
        return sum(self.years.values())

    def for_communes(self, year: int) -> int:
        """What of a year's money is left when the agencies have theirs; all of it where no part of theirs is stated.

        >>> ProgrammeMoney("TH", {2026: 1_200_000_000_000}, (2026,), 0.1, None).for_communes(2026)
        1080000000000
        """
        return self.years[year] - round((self.agency_share or 0) * self.years[year])


def programme_money(
    assumed: Assumed, programme: str, years: range, yearly: int | None, envelopes: pd.DataFrame
) -> ProgrammeMoney | None:
    """The programme's central money; None where a year's is neither stated nor to be had from a published envelope.

    yearly: the year's part of the envelope at the province's share (đồng), None where no source gives a share.
    envelopes: as `central_money.envelopes` makes them.
    """
    found = {year: assumed.find("central_plan", programme=programme, year=year) for year in years}
    stated = {year: round(amount) for year, amount in found.items() if amount is not None}
    if yearly is None and len(stated) < len(years):
        return None
    share = assumed.find("agency_share")
    money = {year: stated.get(year, yearly or 0) for year in years}
    return ProgrammeMoney(programme, money, tuple(stated), share, _investment(envelopes, programme))


def stated_central(assumed: Assumed, programmes: Sequence[str], years: range) -> dict[str, int]:
    """The central money of the horizon (đồng) of the programmes for which assumptions.csv states it in every year."""
    found = {name: [assumed.find("central_plan", programme=name, year=year) for year in years] for name in programmes}
    return {
        name: sum(round(amount) for amount in amounts if amount is not None)
        for name, amounts in found.items()
        if None not in amounts
    }


def _investment(envelopes: pd.DataFrame, programme: str) -> float | None:
    for row in envelopes.to_dict("records"):
        if row["programme"] == programme and row["central"] is not None and row["central_investment"] is not None:
            return float(row["central_investment"]["exact"] / row["central"]["exact"])
    return None
