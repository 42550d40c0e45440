"""The limits of the last term beside the lines of the plan that they threaten.

Measured limits come from the data: recurrent money slower than investment, counterpart capital placed late, works
that name nobody whom they serve. Limits that a source only states are tied to lines by what they are about; where
neither their subject nor their words say that, they stand without a line. No cause is claimed.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from mtqg_analysis.analysis.compare import best_vintages, month_ends
from mtqg_analysis.analysis.counterpart import Counterpart, read_counterpart
from mtqg_analysis.analysis.planning.expected_money import CENTRAL
from mtqg_analysis.analysis.planning.history import History
from mtqg_analysis.analysis.planning.plan_table import SERVED, PlanTable, serves
from mtqg_analysis.domain.codes import CAPITALS
from mtqg_analysis.ledger.ledger import Ledger

LINE = ["programme", "capital"]
SUMS = ["amount", "counterpart", "tied", "unnamed_works", "unnamed"]  # of a line of the plan
SAID = ("text_vi", "text_en", "quote_vi", "source")  # of a statement
KINDS = ("limit", "slow_capital", "cause")
YEAR_ENDS = (12, 13)  # months of the plan year at which a rate speaks of the whole year
SAME = ["origin", "plan_basis"]  # rates that differ in one of these are no pair
# Which part of the plan a statement is about, where it names no capital type as its subject.
ABOUT = {
    "counterpart": ("đối ứng",),
    "beneficiaries": ("thụ hưởng",),
    "recurrent": ("vốn sự nghiệp", "chi thường xuyên"),
    "investment": ("chuẩn bị đầu tư", "vốn đầu tư"),
}


@dataclass(frozen=True)
class Weaknesses:
    """What was weak, and what of the plan hangs on it.

    rates: the newest year-end rates of the province that stand together, one a capital type, investment first; empty
    where no source gives both of the same money on one plan basis. computed: they are ratios of sums of the province's
    own history. slow: the capital type whose rate is lower beyond rounding, or "". counterpart: the newest year of
    counterpart capital, or None. lines: a row a programme and capital: amount, counterpart (asked for), tied (central
    money of works with counterpart capital), unnamed_works and unnamed (works without beneficiaries, and their money);
    no rows where there is no plan yet. stated: a row a statement and part of the plan that it is about: statement,
    kind, the columns of SAID, part ("" where none is named), amount (None there, and without a plan) and share (of the
    plan). All amounts in đồng.
    """

    rates: pd.DataFrame
    computed: bool
    slow: str
    counterpart: Counterpart | None
    lines: pd.DataFrame
    stated: pd.DataFrame

    @property
    def sums(self) -> pd.Series:
        """The amounts of all lines together."""
        return self.lines[SUMS].sum()

    @property
    def recurrent(self) -> int:
        """The recurrent money of the plan."""
        return int(self.lines.loc[self.lines["capital"] == "recurrent", "amount"].sum())

    @property
    def unnamed_share(self) -> float:
        """The part of the plan's money that is asked for works without beneficiaries."""
        return float(self.sums["unnamed"] / max(1, self.sums["amount"]))


def plan_weaknesses(ledger: Ledger, plan: PlanTable | None, as_of: date, history: History | None) -> Weaknesses:
    """The limits that the dataset shows by a day, beside the lines of the plan; alone where there is no plan yet.

    history: of the province. Its rates stand for the published ones where they reach farther: to the end of the
    settlement month of a year of which only December is published.
    """
    published, own = _rates(ledger, as_of), _own_rates(history)
    computed = len(own) > 0 and (published.empty or max(published["day"]) < min(own["day"]))
    rates = own if computed else published
    lines = pd.DataFrame(columns=[*LINE, *SUMS]) if plan is None else threatened(plan.works)
    counterpart = _newest_counterpart(ledger, as_of)
    return Weaknesses(rates, computed, _slower(rates), counterpart, lines, _stated(ledger, lines))


def _own_rates(history: History | None) -> pd.DataFrame:
    """The settled rates of the newest year by capital type, or none."""
    if history is None or not history.settled or history.has_gaps:
        return pd.DataFrame()
    rates = history.rates()
    newest = rates[(rates["year"] == history.years[-1]) & rates["capital"].isin(CAPITALS)]
    if set(newest["capital"]) != set(CAPITALS):
        return pd.DataFrame()
    return newest.sort_values("capital")


def _rates(ledger: Ledger, as_of: date) -> pd.DataFrame:
    """Rates of both capital types that one source gives at one year end of the same money on the same basis.

    Of several such pairs the newest, and of one day that of all money, current and carried over.
    """
    about: dict[str, str | list[str]] = {"measure": "disbursement_rate", "programme": "ALL", "status": "actual"}
    about |= {"level": "province", "unit": ledger.dataset.province}
    rows = month_ends(ledger.seen(as_of).find(**about, capital=list(CAPITALS)))
    rows = rows[rows["stage"].isin(YEAR_ENDS)]
    rows = rows.assign(whole=rows["origin"] == "both")
    groups = rows.groupby(["year", "as_of", "whole", "source", *SAME])
    pairs = [best_vintages(pair, ["capital"]) for _, pair in groups if set(pair["capital"]) == set(CAPITALS)]
    return pairs[-1] if pairs else rows.head(0)


def _slower(rates: pd.DataFrame) -> str:
    """The capital type that is slower whatever the rounding hides."""
    if rates.empty:
        return ""
    investment, recurrent = (rates.set_index("capital").loc[capital] for capital in CAPITALS)
    if recurrent["high"] < investment["low"]:
        return "recurrent"
    return "investment" if investment["high"] < recurrent["low"] else ""


def _newest_counterpart(ledger: Ledger, as_of: date) -> Counterpart | None:
    rows = ledger.table("counterpart")
    known = [] if rows.empty else sorted(set(rows.loc[rows["day"] <= str(as_of), "year"]))
    return read_counterpart(ledger, as_of, int(known[-1])) if known else None


def threatened(works: pd.DataFrame) -> pd.DataFrame:
    """The lines of the plan with what of them hangs on counterpart capital and on beneficiaries; see `Weaknesses`."""
    nobody = ~pd.concat([serves(works, name) for name in SERVED], axis=1).any(axis=1)
    tied = works[CENTRAL].where(works["counterpart"] > 0, 0)
    rows = works.assign(
        programme=works["programme"].str.split(".").str[0],
        tied=tied,
        unnamed_works=nobody.astype("int64"),
        unnamed=works["amount"].where(nobody, 0),
    )
    return rows.groupby(LINE, sort=False)[SUMS].sum().reset_index()


def _stated(ledger: Ledger, lines: pd.DataFrame) -> pd.DataFrame:
    held = ledger.table("statements")
    columns = ["statement", "kind", *SAID, "part", "amount", "share"]
    if held.empty:
        return pd.DataFrame(columns=columns)
    amounts = {} if lines.empty else _amounts(lines)
    shares = {part: amount / max(1, lines["amount"].sum()) for part, amount in amounts.items()}
    rows = [
        (row.statement, row.kind, *(getattr(row, name) for name in SAID), part, amounts.get(part), shares.get(part))
        for kind in KINDS
        for row in held[held["kind"] == kind].itertuples()
        for part in parts_of(row.text_vi, row.subject if row.subject_kind == "capital" else "")
    ]
    return pd.DataFrame(rows, columns=columns).astype({"amount": object, "share": object})


def parts_of(text: str, capital: str) -> tuple[str, ...]:
    """The parts of the plan that a statement is about: its capital type, or what its words name; ("",) for none.

    >>> parts_of("Vốn đối ứng cấp huyện bố trí muộn", ""), parts_of("Còn chậm", "recurrent"), parts_of("Còn hẹp", "")
    (('counterpart',), ('recurrent',), ('',))
    """
    words = text.lower()
    named = [part for part, marks in ABOUT.items() if part == capital or any(mark in words for mark in marks)]
    return tuple(named) or ("",)


def _amounts(lines: pd.DataFrame) -> dict[str, int]:
    by_capital = lines.groupby("capital")["amount"].sum()
    amounts = {capital: int(by_capital.get(capital, 0)) for capital in CAPITALS}
    return amounts | {"counterpart": int(lines["counterpart"].sum()), "beneficiaries": int(lines["unnamed"].sum())}
