"""The tasks that a source assigns, and how they stand on a day."""

from datetime import date

import pandas as pd

from mtqg_analysis.domain.period import last_day_of
from mtqg_analysis.ledger.facts import SIDE_COLUMNS
from mtqg_analysis.ledger.ledger import Ledger


def read_tasks(ledger: Ledger, as_of: date) -> pd.DataFrame:
    """The tasks of a dataset: `state` on a day (done, overdue, open, undated, after), `status` as reported by then.

    A due date that names only a month or a year falls due at its end. A task that a source gives only after the day is
    neither open nor overdue on it; of invented data the source's day says nothing.
    """
    rows = ledger.table("directives")
    if rows.empty:
        return pd.DataFrame(columns=[*(column.name for column in SIDE_COLUMNS["directives"]), "state"], dtype=str)
    days = [(last_day_of(done), last_day_of(due)) for done, due in zip(rows["done"], rows["due"], strict=True)]
    unknown = [reported is not None and reported > as_of for reported, _ in days]
    given = ledger.dataset.sources.set_index("source")["date"]
    issued = [None if ledger.is_illustrative else last_day_of(given.get(source, "")) for source in rows["source"]]
    states = [_state(*of, as_of, since) for of, since in zip(days, issued, strict=True)]
    return rows.assign(state=states, status=rows["status"].mask(unknown, ""))


def _state(reported: date | None, due: date | None, day: date, issued: date | None) -> str:
    if reported and reported <= day:
        return "done"
    if issued and issued > day:
        return "after"
    return "undated" if due is None else "overdue" if due < day else "open"
