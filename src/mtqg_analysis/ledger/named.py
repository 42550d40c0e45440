"""Whether what the rows of a side table name exists: units, agencies, and what statements and words are about."""

from collections.abc import Set

import pandas as pd

from mtqg_analysis.domain.reference import table
from mtqg_analysis.domain.units import LEVELS_WITH_CODES, covers, units_of
from mtqg_analysis.ledger.cells import allowed_codes

PLACES = ("district", "commune")  # levels of units that words may be about


def agencies_of(tables: dict[str, pd.DataFrame]) -> Set[str]:
    """The codes of agencies that rows of a dataset may name: those of the package and the dataset's own."""
    own = tables.get("agencies", pd.DataFrame())
    return {*table("agencies")["code"], *own.get("code", ())}


def is_unit(code: str, level: str, province: str, agencies: Set[str]) -> bool:
    """Whether a code is a unit of a level; of units, only where the unit tables list those of the province."""
    if level == "agency":
        return code in agencies
    return level not in LEVELS_WITH_CODES or not covers(level, province) or bool(units_of(code, level))


def is_subject(code: str, kind: str, province: str, agencies: Set[str]) -> bool:
    """Whether a code is one of a kind that statements and words may be about."""
    if kind in ("programme", "capital"):
        return code in allowed_codes(kind)
    if kind == "unit":
        return _is_place(code, province)
    return is_unit(code, kind, province, agencies)


def is_owner(code: str, province: str, agencies: Set[str]) -> bool:
    """Whether a code is an agency, a group of them, or a unit that may be given a task."""
    return code in agencies or _is_place(code, province)


def _is_place(code: str, province: str) -> bool:
    known = [level for level in PLACES if covers(level, province)]
    return not known or any(units_of(code, level) for level in PLACES)
