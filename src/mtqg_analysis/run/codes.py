"""The codes that the tables of a dataset are written with, as lists of code and name."""

from datetime import date

from mtqg_analysis.domain.errors import ParameterError
from mtqg_analysis.domain.nation import provinces, unit_rows
from mtqg_analysis.domain.reference import measure_names, table
from mtqg_analysis.domain.units import unit_name

KINDS = ("provinces", "units", "programmes", "measures", "agencies")


def codes(kind: str, province: str = "") -> list[tuple[str, str]]:
    """Code and name of everything of a kind; of units those of a province on any day, with parent and days.

    >>> codes("provinces")[1]
    ('04', 'Cao Bằng')
    """
    if kind == "provinces":
        return [(code, unit_name(code)) for code in provinces()]
    if kind == "units":
        return [(row["code"], _unit(row)) for row in unit_rows(province).to_dict("records")]
    if kind in ("programmes", "agencies"):
        return list(table(kind)[["code", "name_vi"]].itertuples(index=False, name=None))
    if kind == "measures":
        return list(measure_names().items())
    raise ParameterError("Không có danh mục «{kind}»; cần một trong: {known}.", kind=kind, known=", ".join(KINDS))


def _unit(row: dict[str, str]) -> str:
    until = f" (đến {date.fromisoformat(row['valid_to']):%d/%m/%Y})" if row["valid_to"] else ""
    above = f", {unit_name(row['parent'])}" if row["level"] == "commune" and len(row["parent"]) > 2 else ""
    return f"{row['name_vi']}{above}{until}"
