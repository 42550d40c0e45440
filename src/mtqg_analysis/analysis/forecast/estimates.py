"""Official estimates of rates at the end of the year, of the very money and plan that a series is of."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from mtqg_analysis.analysis.forecast.triangle import TARGETS, Estimate
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.period import last_day_of, month_end, stage_of
from mtqg_analysis.ledger.ledger import Ledger

UNKNOWN = "unknown"


class Definition(NamedTuple):
    """Of which plan basis and of which money (origin) rates are."""

    basis: str
    origin: str

    def is_alike(self, basis: str, origin: str) -> bool | None:
        """Whether a rate is of this; None where it does not say so and nothing that it says contradicts.

        >>> ours = Definition("province_assigned", "both")
        >>> ours.is_alike("province_assigned", "both"), ours.is_alike("unknown", "both")
        (True, None)
        >>> ours.is_alike("unknown", "carried_over"), ours.is_alike("pm_assigned", "both")
        (False, False)
        """
        stated = [(basis, self.basis), (origin, self.origin)]
        if any(one not in (UNKNOWN, "", own) for one, own in stated):
            return False
        return True if all(one == own for one, own in stated) else None


def official_estimates(
    ledger: Ledger, as_of: date, about: Definition
) -> dict[tuple[str, ...], list[tuple[Estimate, str]]]:
    """Official estimates of rates at the targets with their sources, by level, unit, programme and capital.

    Each is known from the month before the one in which it was published: a month's figures are published in the next
    one, so that what is published then may use them. One that states another plan basis or other money is left out.
    """
    rows = ledger.later.find(
        measure="disbursement_rate",
        status="estimate",
        level=["province", *UNIT_LEVELS],
    )
    told: dict[tuple[str, ...], list[tuple[Estimate, str]]] = defaultdict(list)
    for row in rows.sort_values("published", kind="stable").itertuples():
        published, alike = last_day_of(row.known_on), about.is_alike(row.plan_basis, row.origin)
        if not isinstance(row.day, date) or published is None or alike is False:
            continue
        year = int(row.year)
        target, origin = stage_of(year, row.day), max(stage_of(year, published) - 1, 1)
        ends = target in TARGETS and row.day == month_end(year, target)
        if ends and origin < target and month_end(year, origin) <= as_of:
            one = Estimate(year, target, origin, float(row.exact), alike is True)
            told[row.level, row.unit, row.programme, row.capital].append((one, row.source))
    return told
