"""One value read from a cell, with what it means and where it stands."""

from dataclasses import dataclass

from mtqg_analysis.intake.meaning import Meaning
from mtqg_analysis.intake.values import Value
from mtqg_analysis.intake.workbook import At, Where

ORIGIN_SUFFIX = {"carried_over": "_carried_over", "both": "_with_carried_over"}
NAMED_BASES = ("start_of_year", "pm_assigned", "adjusted", "allocated")


@dataclass(frozen=True)
class Record:
    """One cell that is a number of its own, no total of others.

    value: in đồng, None where the cell is blank, not applicable or without data yet. unit: of money, as in the file.
    """

    meaning: Meaning
    value: int | None
    source: Value
    unit: str
    sheet: str
    at: At

    @property
    def where(self) -> Where:
        """The cell."""
        return Where(self.sheet, self.at)

    @property
    def measure(self) -> str:
        """The measure with its origin and basis, as the JSON form names it: plan, plan_carried_over, disbursed."""
        basis = f"_{self.meaning.basis}" if self.meaning.measure == "plan" and self.meaning.basis in NAMED_BASES else ""
        return f"{self.meaning.measure}{basis}{ORIGIN_SUFFIX.get(self.meaning.origin, '')}"

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two records of one file claim the same number."""
        one = self.meaning
        about = one.unit, one.level, one.programme, one.capital, one.fund, self.measure, one.year, one.as_of
        return *about, one.work, one.spot

    def as_dict(self) -> dict[str, object]:
        """The record as JSON: amounts as text, since they may exceed what JSON readers keep exactly."""
        one = self.meaning
        return {
            "unit_code": one.unit,
            "unit_level": one.level,
            "programme": one.programme or "ALL",
            "capital": one.capital or "total",
            "measure": self.measure,
            "value_vnd": None if self.value is None else str(self.value),
            "sheet": self.sheet,
            "cell": self.where.cell,
            "fund": one.fund,
            "year": one.year,
            "as_of": one.as_of.isoformat() if one.as_of else None,
            "work": one.work,
            "state": self.source.state,
        }
