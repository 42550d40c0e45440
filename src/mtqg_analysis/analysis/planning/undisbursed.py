"""What a former year was estimated to leave undisbursed: not the same money as the stock of the first year ahead."""

from datetime import date
from typing import NamedTuple

from mtqg_analysis.domain.period import DECEMBER, SETTLEMENT, month_end, stage_of
from mtqg_analysis.ledger.ledger import Ledger
from mtqg_analysis.methods.reconcile import left_over


class Undisbursed(NamedTuple):
    """The money (đồng) that the plan of a year was estimated to leave on a day."""

    year: int
    day: date
    amount: float


def last_undisbursed(ledger: Ledger, as_of: date) -> Undisbursed | None:
    """Of the newest year with a disbursement, its rate and an estimate for the settlement month; None without one."""
    own = {"level": "province", "unit": ledger.dataset.province, "programme": "ALL", "capital": "total"}
    rows = ledger.seen(as_of).find(measure=["disbursed", "disbursement_rate"], **own)
    rows = rows[(rows["year"] != "") & rows["day"].notna()].sort_values("known_on", kind="stable")
    for year in sorted({int(year) for year in rows["year"]}, reverse=True):
        of_year = rows[rows["year"] == str(year)]
        stages = [stage_of(year, day) for day in of_year["day"]]
        keys = zip(of_year["measure"], of_year["status"], stages, strict=True)
        held = dict(zip(keys, of_year["exact"].astype(float), strict=True))
        paid, rate = (held.get((name, "actual", DECEMBER)) for name in ("disbursed", "disbursement_rate"))
        late = held.get(("disbursement_rate", "estimate", SETTLEMENT))
        if paid and rate and late is not None:
            amount, _ = left_over((paid, paid), (rate, rate), (late, late))
            return Undisbursed(year, month_end(year, SETTLEMENT), amount)
    return None
