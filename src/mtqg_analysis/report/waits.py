"""What a section of a report waits for, in the words of whoever brings it in: rows of a dataset, and the way in."""

from dataclasses import dataclass

from mtqg_analysis.domain.language import to_translate, tr

FORM = to_translate("mtqg form year-end --year {year} --units {units}, rồi mtqg intake TỆP --into {data}")
NEEDS_FORM = to_translate("mtqg form planning, rồi mtqg intake TỆP --into {data}")
FACTS = "facts.csv"
CELLS = to_translate(
    "plan và disbursed theo chương trình và loại vốn (investment, recurrent), origin current_year và carried_over, "
    "plan_basis, đến cuối tháng {month}"
)
YEARS = to_translate(
    "plan và disbursed theo chương trình, loại vốn đến 31/12 của từng năm {first}-{year}, cùng plan_basis"
)


@dataclass(frozen=True)
class Waits:
    """Stands with the view that a section comes with.

    section: its title. rows: what the dataset has to hold. how: the command or file that brings it in. Both may name
    the places {year}, {first}, {month}, {units} and {data}, and {cells} and {years} for rows that many wait for. The
    texts are marked for translation by standing here.
    """

    section: str
    rows: str
    how: str

    def said(self, **about: object) -> tuple[str, str, str]:
        """Title, rows and way in the language in use, over one dataset."""
        often = {"cells": tr(CELLS, **about), "years": tr(YEARS, **about)}
        return tr(self.section), tr(self.rows, **about, **often), tr(self.how, **about)
