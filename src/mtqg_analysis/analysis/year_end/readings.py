"""What the last month of a year has to bring for a published estimate to come true, as precisely as it was printed."""

import pandas as pd

from mtqg_analysis.methods.reconcile import Published, left_over, still_to_bring

ONE_POINT = 0.01


def read_estimate(published: Published, estimate: pd.Series) -> pd.DataFrame:
    """One row per reading of "about 73 %": rounded to its last digit, or one percentage point either way.

    Columns: reading, rate_low, rate_high (fractions), need, need_low, need_high, left, left_low, left_high (đồng),
    share_of_year (what the last step is of everything disbursed before), step (of the rate, a fraction).
    """
    later, half = estimate["exact"], float(estimate["figure"].half_width) / 100
    rows = []
    for reading, width in (("rounded", half), ("one_point", ONE_POINT)):
        bounds = (later - width, later + width)
        need = published.disbursed * (later / published.rate - 1)
        left = published.disbursed * (1 - later) / published.rate
        need_low, need_high = still_to_bring(published.disbursed_bounds, published.rate_bounds, bounds)
        left_low, left_high = left_over(published.disbursed_bounds, published.rate_bounds, bounds)
        rows.append(
            {
                "reading": reading,
                "rate_low": bounds[0],
                "rate_high": bounds[1],
                "need": need,
                "need_low": need_low,
                "need_high": need_high,
                "left": left,
                "left_low": left_low,
                "left_high": left_high,
                "share_of_year": need / published.disbursed,
                "step": later - published.rate,
            }
        )
    return pd.DataFrame(rows)
