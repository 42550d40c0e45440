"""The same year's cells at several levels: what one level does not hold as it was asked for, another may."""

from collections.abc import Sequence

from mtqg_analysis.analysis.basis import Basis
from mtqg_analysis.analysis.cells import Cells, read_cells
from mtqg_analysis.domain.codes import UNIT_LEVELS
from mtqg_analysis.domain.errors import DataError
from mtqg_analysis.domain.period import Period
from mtqg_analysis.domain.programmes import programmes_held
from mtqg_analysis.ledger.ledger import Ledger

PROVINCE = ("province",)


def read_levels(ledger: Ledger, period: Period, basis: Basis, refuse: bool = True) -> tuple[Cells | None, Cells | None]:
    """The province's own cells and those of its units, as `read_cells` reads them, of all programmes of the year.

    A plan basis, or the year's own money, that one of the two does not hold leaves that one out. Raises DataError, as
    `read_cells` does, where neither is there and one of them does not hold what was asked for; not without `refuse`.
    """
    own, units = (_tried(ledger, period, levels, basis) for levels in (PROVINCE, UNIT_LEVELS))
    for cells in (own, units):
        if refuse and isinstance(cells, DataError) and not any(isinstance(other, Cells) for other in (own, units)):
            raise cells
    return own if isinstance(own, Cells) else None, units if isinstance(units, Cells) else None


def _tried(ledger: Ledger, period: Period, levels: Sequence[str], basis: Basis) -> Cells | DataError | None:
    try:
        return read_cells(ledger, period, levels=levels, programmes=programmes_held(period.year), basis=basis)
    except DataError as refused:
        return refused
