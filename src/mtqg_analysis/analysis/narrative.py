"""What an office itself says of a year: its judgement, place by place of the report."""

import pandas as pd

from mtqg_analysis.ledger.cells import allowed_codes
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.ledger.ledger import Ledger


def read_narrative(ledger: Ledger, year: int) -> pd.DataFrame:
    """The rows of `narrative` of a plan year, in the order of the report's places, then of the file.

    Their day may be later than the cut-off: a report is written after it. A dataset without the table gives no rows in
    the same columns. Raises DataError for rows that the check refuses.
    """
    rows = ledger.sound("narrative")
    if rows.empty:
        return pd.DataFrame(columns=[column.name for column in SIDE_COLUMNS["narrative"]], dtype=str)
    places = {place: order for order, place in enumerate(allowed_codes("narrative_place"))}
    return rows[rows["year"] == str(year)].sort_values("place", key=lambda cells: cells.map(places), kind="stable")
