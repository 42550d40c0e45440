"""The names that a dataset adds to those of the package: agencies of its province, and ways to write a known name."""

from pathlib import Path

from mtqg_analysis.intake.names import Names
from mtqg_analysis.ledger.column import DATE_FORM, Column
from mtqg_analysis.ledger.dataset import read_rows

AGENCIES = ("code", "name_vi", "short_vi", "spellings", "valid_from", "valid_to")


def own_names(folder: Path | None) -> Names:
    """The names by which files of a dataset are read; those of the package alone without one."""
    return Names(more_agencies=_agencies(folder))


def _agencies(folder: Path | None) -> list[dict[str, str]]:
    """The agencies that a dataset adds, in the columns of the package's own table."""
    file = folder / "agencies.csv" if folder else None
    if file is None or not file.is_file():
        return []
    columns = tuple(Column(name, name, form=DATE_FORM if name.startswith("valid") else "") for name in AGENCIES)
    return [{str(name): str(cell) for name, cell in row.items()} for row in read_rows(file, columns).to_dict("records")]
