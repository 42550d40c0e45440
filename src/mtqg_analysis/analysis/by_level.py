"""The same year's cells at several levels: what one level does not hold as it was asked for, another may."""

from collections.abc import Sequence
from typing import Any

from mtqg_analysis.analysis.cells import Cells, read_cells
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.period import Period
from mtqg_analysis.ledger.ledger import Ledger

PROVINCE = ("province",)


def read_levels(ledger: Ledger, period: Period, refuse: bool = True, **asked: Any) -> tuple[Cells | None, Cells | None]:
    """The province's own cells and those of its units, as `read_cells` reads them.

    A plan basis, or the year's own money, that one of the two does not hold leaves that one out. Raises DataError, as
    `read_cells` does, where neither is there and one of them does not hold what was asked for; not without `refuse`.
    """
    own, units = (_tried(ledger, period, levels, asked) for levels in (PROVINCE, UNIT_LEVELS))
    for one in (own, units):
        if refuse and isinstance(one, DataError) and not any(isinstance(other, Cells) for other in (own, units)):
            raise one
    return own if isinstance(own, Cells) else None, units if isinstance(units, Cells) else None


def _tried(ledger: Ledger, period: Period, levels: Sequence[str], asked: dict[str, Any]) -> Cells | DataError | None:
    try:
        return read_cells(ledger, period, levels=levels, **asked)
    except DataError as refused:
        return refused
