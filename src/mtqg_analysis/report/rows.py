"""What tables do with their rows: codes become words, two ends an interval, and a last row holds the sums."""

import pandas as pd

from mtqg_analysis.domain.reference import label


def labelled(frame: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    """The frame with its codes in words; a column of codes is named as their kind is: programme, capital, verified."""
    return frame.assign(**{kind: [label(kind, code) for code in frame[kind]] for kind in kinds})


def ranges(low: pd.Series, high: pd.Series) -> list[object]:
    """Two ends a row as cells: an interval, or one number where they are equal."""
    return [one if one == other else (one, other) for one, other in zip(low, high, strict=True)]


def summed(frame: pd.DataFrame, **words: str) -> pd.DataFrame:
    """The frame with its sums as a last row, for `Table(total=True)`; `words` name that row in columns of text.

    A sum is unknown where one of its rows is.

    >>> frame = pd.DataFrame({"name": ["a", "b"], "plan": [1, 2], "paid": [1, None]})
    >>> print(summed(frame, name="all").to_string(index=False))
    name  plan  paid
       a   1.0   1.0
       b   2.0   NaN
     all   3.0   NaN
    """
    sums = frame.select_dtypes("number").sum(min_count=len(frame)).to_dict()
    return pd.concat([frame, pd.DataFrame([sums | words])], ignore_index=True)


def largest(frame: pd.DataFrame, by: str, most: int, **words: str) -> pd.DataFrame:
    """The rows that are largest by a column, in that order, and one that adds up all the others; `words` name it.

    One row more than `most` stays itself: a row for all others would say less in the same room.

    >>> frame = pd.DataFrame({"name": ["a", "b", "c", "d"], "plan": [1, 4, 3, 2]})
    >>> print(largest(frame, "plan", 2, name="others").to_string(index=False))
      name  plan
         b     4
         c     3
    others     3
    """
    ordered = frame.sort_values(by, ascending=False, kind="stable")
    if len(ordered) <= most + 1:
        return ordered
    others = summed(ordered.iloc[most:], **words).tail(1)
    return pd.concat([ordered.iloc[:most], others.astype(ordered.dtypes.to_dict(), errors="ignore")], ignore_index=True)
