"""Why comparisons that a reader would expect are refused, counted."""

from collections import Counter

import pandas as pd

from mtqg_analysis.analysis.compare import differences


def refusals(refused: pd.DataFrame) -> dict[str, int]:
    """In how many refused pairs each part of the definition differs or is not published, the most frequent first.

    refused: columns one and other (facts). A pair may differ in several parts.
    """
    parts = Counter(part for row in refused.itertuples() for part in differences(row.one, row.other))
    return dict(parts.most_common())
