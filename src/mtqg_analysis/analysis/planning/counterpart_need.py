"""How much counterpart capital the rules ask for, and what its delay would cost; a scenario, not a measured effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from mtqg_analysis.analysis.planning.assumed import SCENARIOS, Assumed
from mtqg_analysis.domain.reference import rules_on
from mtqg_analysis.methods.flows import Pace, project


@dataclass(frozen=True)
class Ratio:
    """The lowest counterpart capital as a fraction of central capital; value None where the rule gives no figure."""

    programme: str
    value: float | None
    reference: str
    verified: bool
    checked_on: str


def ratios_on(day: date, balance_share: float | None) -> list[Ratio]:
    """The counterpart ratios in force on a day, one per programme that has one, from the dated rules.

    balance_share: the balancing transfers' share of the province's budget (fraction), which picks the band; None where
    nobody gives it, and then a ratio is known only if the programme has a single band.
    """
    by_programme = rules_on("counterpart_ratio", day).groupby("applies_to", sort=False)
    return [_ratio(str(programme), bands, balance_share) for programme, bands in by_programme]


def _ratio(programme: str, bands: pd.DataFrame, share: float | None) -> Ratio:
    rows = bands if share is None else bands[[_holds(band, share) for band in bands["key"]]]
    known = [row for row in rows.to_dict("records") if row["value"]]
    value = float(known[0]["value"]) / 100 if len(rows) == len(known) == 1 else None
    about = rows.iloc[0] if len(rows) else bands.iloc[0]
    return Ratio(programme, value, str(about["reference"]), bool(about["verified"] == "yes"), str(about["checked_on"]))


def _holds(band: str, share: float) -> bool:
    """Whether a share lies in a band of percentages; an end in a round bracket is none of it.

    >>> _holds("[60,100]", .6), _holds("[0,60)", .6), _holds("[70,100]", .695)
    (True, False, False)
    """
    low, high = (float(end) for end in band[1:-1].split(","))
    percent = round(100 * share, 9)
    above = low <= percent if band.startswith("[") else low < percent
    return above and (percent <= high if band.endswith("]") else percent < high)


def required(central: int, ratio: float) -> int:
    """The counterpart capital that some central capital asks for, in whole đồng.

    >>> required(1_000_000, .1)
    100000
    """
    return round(central * ratio)


def share_lost(needed: float, placed: float) -> float:
    """The share of co-financed work that waits for counterpart capital: none where all of it is there in time.

    >>> share_lost(100, 75), share_lost(100, 130), share_lost(0, 0)
    (0.25, 0.0, 0.0)
    """
    return 1 - min(1.0, placed / needed) if needed > 0 else 0.0


def delayed_rate(rate: float, cofinanced: float, lost: float) -> float:
    """The disbursement rate of a year's new money when a part of the co-financed part waits (all fractions).

    >>> round(delayed_rate(.65, .4, .25), 4)
    0.585
    """
    return rate * (1 - cofinanced * lost)


@dataclass(frozen=True)
class Need:
    """rows: one a programme and year: programme, year, central, ratio, required (đồng; NaN where not known), assumed
    (the ratio is an assumption), reference (of the rule), verified (the ratio in use was held against its text),
    checked_on (the day on which the rule was last looked at; "" where no rule is).
    space: fiscal space by year, NaN where nobody states it.
    """

    rows: pd.DataFrame
    space: dict[int, float]

    @property
    def by_year(self) -> pd.DataFrame:
        """year, required (of the programmes for which it is known), unknown (how many are not), space, gap.

        gap: required less space. Where a programme is not known the gap is the least that is missing, and NaN if the
        known ones leave space: the others may take it.
        """
        groups = self.rows.groupby("year")["required"]
        sums = pd.DataFrame(
            {"required": groups.sum(min_count=1), "unknown": groups.apply(lambda part: part.isna().sum())}
        )
        sums = sums.assign(space=pd.Series(self.space)).reset_index()
        gap = sums["required"] - sums["space"]
        return sums.assign(gap=gap.where((sums["unknown"] == 0) | (gap > 0)))

    @property
    def by_programme(self) -> pd.DataFrame:
        """By programme: central and required (NaN unless known of every year), ratio (of the first year).

        same: the ratio is that of every year; verified: each was held against its text; checked_on: the earliest day.
        """
        groups = self.rows.groupby("programme", sort=False)
        sums = groups[["central", "required"]].agg(lambda part: part.sum(min_count=len(part)))
        return sums.assign(
            ratio=groups["ratio"].nth(0).to_numpy(),
            same=groups["ratio"].nunique(dropna=False) == 1,
            verified=groups["verified"].all(),
            checked_on=groups["checked_on"].min(),
        )

    @property
    def is_whole(self) -> bool:
        """Whether the requirement of every programme and year is known."""
        return bool(self.rows["required"].notna().all())

    @property
    def is_checked(self) -> bool:
        """Whether somebody held every ratio that is known against the text that it cites."""
        return bool(self.rows.loc[self.rows["ratio"].notna(), "verified"].all())


def counterpart_need(assumed: Assumed, programmes: Sequence[str], central: dict[str, float], years: range) -> Need:
    """The counterpart capital that each programme asks for in each year, against the fiscal space that is stated.

    central: the yearly central capital of programmes for which assumptions.csv states none. A ratio comes from the
    rules in force on 1 January of the year, else from the assumption of that name, else it is unknown.
    """
    share = assumed.find("balance_share")
    rows = []
    for year in years:
        rules = {ratio.programme: ratio for ratio in ratios_on(date(year, 1, 1), share)}
        for programme in programmes:
            rule, stated = rules.get(programme), assumed.find("counterpart_ratio", programme=programme, year=year)
            own = rule.value if rule is not None else None
            ratio = stated if own is None else own
            money = assumed.find("central_plan", programme=programme, year=year)
            money = central.get(programme) if money is None else money
            known = money is not None and (ratio is not None or money == 0)
            rows.append(
                {
                    "programme": programme,
                    "year": year,
                    "central": float("nan") if money is None else money,
                    "ratio": float("nan") if ratio is None else ratio,
                    "required": required(round(money or 0), ratio or 0) if known else float("nan"),
                    "assumed": own is None and stated is not None,
                    "reference": rule.reference if rule else "",
                    "checked_on": rule.checked_on if rule else "",
                    "verified": rule.verified
                    if rule is not None and own is not None
                    else assumed.is_checked("counterpart_ratio", programme, year),
                }
            )
    stated_space = {year: assumed.find("fiscal_space", year=year) for year in years}
    space = {year: float("nan") if amount is None else amount for year, amount in stated_space.items()}
    return Need(pd.DataFrame(rows), space)


def delays(opening: int, plans: dict[int, int], assumed: Assumed, years: pd.DataFrame) -> pd.DataFrame:
    """What late counterpart capital would cost under base assumptions, one row a scenario; empty without assumptions.

    years: the requirement by year and what of it is lacking, as `counterpart_levels.lacking_by_year` has them.
    Columns: scenario (low, base, high: the assumed share placed in time; `space`: what the fiscal space allows, where
    the whole requirement is known), by_year (the share placed in each), placed (their mean), disbursed, cancelled,
    closing (đồng, over the horizon and at its end), and the same less those of a horizon in which all is placed in
    time: lost, more_cancelled, more_closing; share: disbursed over all new plans, less that of the same horizon.
    """
    cofinanced = assumed.find("cofinanced")
    shares = {name: assumed.find("counterpart_placed", name) for name in SCENARIOS}
    placed = {name: dict.fromkeys(plans, share) for name, share in shares.items() if share is not None}
    if (years["unknown"] == 0).all() and years["lacking"].notna().all():
        placed["space"] = {
            int(row["year"]): 1 - share_lost(row["required"], row["required"] - row["lacking"])
            for row in years.to_dict("records")
        }
    if cofinanced is None or not placed:
        return pd.DataFrame()
    pace = assumed.pace("base")
    in_time = _totals(project(opening, plans, dict.fromkeys(plans, pace)))
    rows = []
    for name, by_year in placed.items():
        paces = {
            year: Pace(pace.rate_old, delayed_rate(pace.rate_new, cofinanced, 1 - min(1.0, share)), pace.cancelled)
            for year, share in by_year.items()
        }
        late = _totals(project(opening, plans, paces))
        rows.append(
            {
                "scenario": name,
                "placed": sum(by_year.values()) / len(by_year),
                "by_year": by_year,
                **late,
                "lost": in_time["disbursed"] - late["disbursed"],
                "more_cancelled": late["cancelled"] - in_time["cancelled"],
                "more_closing": late["closing"] - in_time["closing"],
                "share": (late["disbursed"] - in_time["disbursed"]) / max(1, sum(plans.values())),
            }
        )
    return pd.DataFrame(rows)


def _totals(path: pd.DataFrame) -> dict[str, int]:
    return {
        "disbursed": int(path["disbursed"].sum()),
        "cancelled": int(path["cancelled"].sum()),
        "closing": int(path["closing"].iat[-1]),
    }
