"""Central money of 2026-2030 as published, and the province's part of it, which no source publishes."""

from collections.abc import Sequence

import pandas as pd

from mtqg_analysis.analysis.result import Result
from mtqg_analysis.domain.programmes import programmes_between
from mtqg_analysis.ledger.ledger import ANY, Ledger, Wanted

INTEGRATED = "TH"
FUNDS = ["central", "local", "credit", "integrated", "enterprise_community", ""]  # of a programme as proposed; "": all
CELLS = {
    "total": {"fund": "", "capital": "total"},
    "central": {"fund": "central", "capital": "total"},
    "central_investment": {"fund": "central", "capital": "investment"},
    "central_recurrent": {"fund": "central", "capital": "recurrent"},
    "local": {"fund": "local", "capital": "total"},
    "own": {"fund": "counterpart", "capital": "total"},
    "credit": {"fund": "credit", "capital": "total"},
    "other": {"fund": "other", "capital": "total"},
}


def envelopes(context: Ledger, horizon: tuple[int, int]) -> pd.DataFrame:
    """One row per programme: programme, period, and the adopted figure (a fact) or None for each source of money.

    Programmes are those of the horizon; figures are those that reach its last year, see `_reaching`.
    """
    until, rows = horizon[1], []
    for programme in programmes_between(*horizon):
        cells = {name: _newest(context, programme, name, codes, until) for name, codes in CELLS.items()}
        total = cells["total"]
        if total is not None:
            rows.append({"programme": programme, "period": f"{total['year']}-{total['year_to']}", **cells})
    return pd.DataFrame(rows)


def _newest(context: Ledger, programme: str, cell: str, codes: dict[str, str], until: int) -> pd.Series | None:
    measures = ["plan", "resources_planned"]
    asked: dict[str, Wanted] = {"measure": measures, "part_of": ["", "state_budget"], "year_to": ANY, **codes}
    found = _reaching(context.find(programme=programme, level="national", status="plan", **asked), until)
    if programme == INTEGRATED and cell == "total":
        found = found[found["measure"] == "plan"]  # the state's money; resources mobilised reach further
    order = found.assign(
        plain=[not figure.qualifier for figure in found["figure"]],
        fineness=[-float(figure.half_width) for figure in found["figure"]],
    )
    return order.sort_values(["plain", "fineness", "known_on"], kind="stable").iloc[-1] if len(found) else None


def whole_envelope(context: Ledger, horizon: tuple[int, int]) -> pd.Series:
    """The newest central money of the integrated programme for a plan that starts with the horizon and reaches its end.

    Raises DataError where none is published.
    """
    asked: dict[str, Wanted] = {"measure": "plan", "programme": INTEGRATED, "year": str(horizon[0]), "year_to": ANY}
    asked |= CELLS["central"]
    held = _reaching(context.find(**asked), horizon[1])
    return context.one(**(asked | {"year_to": sorted(set(held["year_to"]))} if len(held) else asked))


def _reaching(rows: pd.DataFrame, until: int) -> pd.DataFrame:
    """The figures whose period ends with a year, or else as soon after it as any does."""
    rows = rows[rows["year_to"] >= str(until)]
    return rows[rows["year_to"] == rows["year_to"].min()]


def proposals(context: Ledger, until: int) -> pd.DataFrame:
    """The integrated programme's figures as proposed beside those adopted: fund, proposed, adopted (facts or None).

    until: the last year of the plan; see `_reaching`.
    """
    whole: dict[str, Wanted] = {"programme": INTEGRATED, "capital": "total", "year_to": ANY}
    proposed = context.find(measure=["plan", "resources_planned"], scope="proposed", fund=FUNDS, **whole)
    rows = []
    for fund, group in proposed.groupby("fund", sort=False):
        same: dict[str, Wanted] = {"measure": group["measure"].iat[0], "fund": fund}
        adopted = _reaching(context.find(**same, **whole), until)
        newest = adopted.sort_values("known_on", kind="stable")
        rows.append({"fund": fund, "proposed": group.iloc[0], "adopted": newest.iloc[-1] if len(newest) else None})
    return pd.DataFrame(rows)


def province_shares(ledger: Ledger, context: Ledger) -> tuple[Result, ...]:
    """The province's share of the nation's central investment money of 2021-2025, against two published totals.

    No source gives the share of 2026-2030; these are named assumptions with exact rounding intervals. Empty where the
    province's own plan of that term is not in its dataset.
    """
    term = {"programme": "ALL", "capital": "investment", "year": "2021", "year_to": "2025"}
    nation = {"level": "national", **term}
    if ledger.find(measure="plan", fund="central", level="province", **term).empty:
        return ()
    own = ledger.one(measure="plan", fund="central", level="province", **term)
    totals = {
        "share_of_localities": context.one(measure="plan", fund="central", scope="localities", **nation),
        "share_of_term_plan": context.one(measure="plan_medium_term", as_of="", **nation),
    }
    return tuple(
        Result(
            name=name,
            estimate=float(own["exact"] / total["exact"]),
            unit="fraction",
            low=float(own["low"] / total["high"]),
            high=float(own["high"] / total["low"]),
            interval_kind="rounding",
            method="ratio",
            n=2,
            basis="unknown",
            as_of=own["day"],
            status="computed",
            facts=(own["fact"], total["fact"]),
            assumptions=(name, "plan_versions_differ"),
        )
        for name, total in totals.items()
    )


def province_parts(envelopes: pd.DataFrame, shares: Sequence[Result]) -> pd.DataFrame:
    """The province's part of the integrated programme's central money at each share, by the share's name (đồng).

    envelopes: of `envelopes`. Columns: central_investment, central; None where the source does not say the nation's.
    """
    known = envelopes.set_index("programme").loc[INTEGRATED]
    facts = {name: known[name] for name in ("central_investment", "central")}
    rows = {
        share.name: {name: None if fact is None else fact["exact"] * share.estimate for name, fact in facts.items()}
        for share in shares
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(facts), dtype=object)


def opening_stock(context: Ledger, share: Result) -> Result:
    """The stock that the province may carry into the first year: the nation's published estimate at its share.

    The estimate is of a day that may still be to come.
    """
    nation = context.later.one(measure="plan_transferred", part_of="to_2026", programme="ALL", level="national")
    corners = [stock * part for stock in (nation["low"], nation["high"]) for part in share.interval]
    return Result(
        name="opening",
        estimate=float(nation["exact"] * share.estimate),
        unit="VND",
        low=float(min(corners)),
        high=float(max(corners)),
        interval_kind="rounding",
        method="product",
        n=3,
        basis="unknown",
        as_of=nation["day"],
        status="scenario",
        facts=(nation["fact"], *share.facts),
        assumptions=("opening_at_province_share", *share.assumptions),
    )
