"""Ledgers with other side tables, without a dataset to be copied and read again."""

from dataclasses import replace


def with_table(ledger, name, rows):
    """The ledger with these rows as one of its side tables."""
    return replace(ledger, dataset=replace(ledger.dataset, tables=ledger.dataset.tables | {name: rows}))


def without_assumptions(ledger, *parameters):
    """The ledger without any assumption about these parameters."""
    rows = ledger.table("assumptions")
    assert set(parameters) <= set(rows["parameter"])
    return with_table(ledger, "assumptions", rows[~rows["parameter"].isin(parameters)])
