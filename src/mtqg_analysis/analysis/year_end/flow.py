"""The stock of carried-over money and its flow through a year: what earlier years left, what this year leaves."""

import pandas as pd

from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.domain.period import DECEMBER, Period
from mtqg_analysis.domain.programmes import programmes_held
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.indicators import quotient

AMOUNTS = ["opening", "new", "disbursed", "cancelled", "closing"]
FLOW = ["programme", "capital", *AMOUNTS]


def read_flow(ledger: Ledger, period: Period, basis: str) -> pd.DataFrame:
    """The carried-over capital of a year by programme and capital: opening + new - disbursed - cancelled = closing.

    disbursed: by the end of the settlement month, origins together. All in đồng; empty unless all five are published of
    each cell that any of them is of (a blank opening is not zero where others are published), and while the year still
    runs: from December on the settlement month may be shown, as in `cells.read_cells`.
    `gap` is what the published figures leave over: zero when they agree.
    """
    year = period.year
    if period.stage < DECEMBER:
        return pd.DataFrame(columns=[*FLOW, "gap"])
    plans = _own_plan(ledger, year)
    plans = plans[plans["plan_basis"] == basis].sort_values("day", kind="stable")
    plans = plans.drop_duplicates(["programme", "capital", "origin"], keep="last")
    parts = {
        name: plans[plans["origin"] == origin].set_index(["programme", "capital"])["exact"]
        for name, origin in (("opening", "carried_over"), ("new", "current_year"))
    }
    if parts["opening"].empty:  # of no cell of the year: a first year, into which nothing was carried over
        parts["opening"] = parts["new"] * 0
    for name, measure in (("disbursed", "disbursed"), ("cancelled", "cancelled"), ("closing", "carried_out")):
        parts[name] = _at_settlement(ledger, year, measure)
    flow = pd.concat(parts, axis=1)
    if flow.empty or flow.isna().any(axis=None):
        return pd.DataFrame(columns=[*FLOW, "gap"])
    flow = flow.sort_index().rename_axis(["programme", "capital"]).reset_index()
    left = flow["opening"] + flow["new"] - flow["disbursed"] - flow["cancelled"] - flow["closing"]
    return flow[FLOW].assign(gap=left)


def flow_total(flow: pd.DataFrame) -> pd.Series:
    """The AMOUNTS and `gap` of everything together; `apart`: the gaps without their signs; `share_left`: what closes.

    share_left: closing over all that there was to disburse, opening and new.

    >>> total = flow_total(pd.DataFrame([["NTM", "investment", 20, 80, 60, 10, 30, 0]], columns=[*FLOW, "gap"]))
    >>> total[["closing", "gap", "apart", "share_left"]].tolist()
    [30.0, 0.0, 0.0, 0.3]
    """
    sums = flow[[*AMOUNTS, "gap"]].sum()
    share = quotient(sums["closing"], sums["opening"] + sums["new"])
    return pd.concat([sums, pd.Series({"apart": flow["gap"].abs().sum(), "share_left": share})])


def _own_plan(ledger: Ledger, year: int) -> pd.DataFrame:
    """The province's plans of a year, this year's money and carried-over money apart."""
    return ledger.find(
        measure="plan",
        year=str(year),
        level="province",
        unit=ledger.dataset.province,
        programme=list(programmes_held(year)),
        capital=list(CAPITALS),
        origin=["current_year", "carried_over"],
    )


def _at_settlement(ledger: Ledger, year: int, measure: str) -> pd.Series:
    rows = ledger.find(
        measure=measure,
        year=str(year),
        as_of=f"{year + 1}-01-31",
        level="province",
        unit=ledger.dataset.province,
        origin="both",
        status="actual",
    )
    rows = rows[rows["programme"].isin(programmes_held(year)) & rows["capital"].isin(CAPITALS)]
    return rows.drop_duplicates(["programme", "capital"], keep="last").set_index(["programme", "capital"])["exact"]
