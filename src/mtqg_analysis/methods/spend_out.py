"""Spend-out by vintage: each year's plan is disbursed over the years after it, and what is left then lapses.

The "waterfall" of the Congressional Budget Office: D_t is the sum over ages k of s_k P_(t-k). Exact in integers:
for every year opening + plan = disbursed + lapsed + closing, and each vintage is disbursed, lapsed or still open.
"""

from collections.abc import Sequence

import pandas as pd


def spend_out(plans: dict[int, int], shares: Sequence[float], carried: int = 0) -> pd.DataFrame:
    """One row a year: opening, plan, disbursed, lapsed, closing, and `age_0`, `age_1` … disbursed by age of the money.

    plans: consecutive years with their new money (integers). shares: of a plan, disbursed at age 0, 1 …; at most 1
    together. The rest lapses at the end of the last age. carried: last year's money that the first year opens with; it
    goes on as a vintage that has its first year behind it. Raises ValueError for shares that cannot be.

    >>> years = spend_out(dict(zip(range(2023, 2028), [2300, 2400, 2500, 2000, 2200])), [.50, .35, .10])
    >>> years.loc[2:, ["year", "disbursed", "lapsed", "closing"]].to_numpy().tolist()
    [[2025, 2320, 115, 1610], [2026, 2115, 120, 1375], [2027, 2050, 125, 1400]]
    """
    if not shares or min(shares) < 0 or sum(shares) > 1 + 1e-12:
        raise ValueError(f"Spend-out shares must lie in [0, 1] and add up to 1 at most, not {list(shares)}.")
    first = min(plans)
    waves = {year: _wave(plan, shares) for year, plan in plans.items()}
    if carried:
        if len(shares) < 2:
            raise ValueError("Money carried over needs an age at which it may be disbursed.")
        waves[first - 1] = [
            0,
            *_wave(carried, [share / (1 - shares[0]) if shares[0] < 1 else 0 for share in shares[1:]]),
        ]
    amounts, rows, opening = {first - 1: carried} | plans, [], carried
    for year, plan in plans.items():
        ages = [waves[year - age][age] if year - age in waves else 0 for age in range(len(shares))]
        ending = year - len(shares) + 1
        lapsed = amounts[ending] - sum(waves[ending]) if ending in waves else 0
        closing = opening + plan - sum(ages) - lapsed
        rows.append([year, opening, plan, sum(ages), lapsed, closing, *ages])
        opening = closing
    names = ["year", "opening", "plan", "disbursed", "lapsed", "closing"]
    return pd.DataFrame(rows, columns=[*names, *(f"age_{age}" for age in range(len(shares)))])


def _wave(amount: int, shares: Sequence[float]) -> list[int]:
    """An amount by age in whole numbers: cumulative shares are rounded, so that no age drifts and nothing goes over."""
    done, parts, reached = 0, [], 0.0
    for share in shares:
        reached += share
        upto = min(amount, round(amount * reached))
        parts.append(upto - done)
        done = upto
    return parts
