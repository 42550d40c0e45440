"""The words of the grammar of claims: a line of `phrases.csv` a phrase, with an example in which it must be heard.

A new way of saying something is one more alternative, or one more line. Names of programmes, capital types, funds,
units and agencies come from the reference tables, see `scanning`; these lines are what the tables do not have.

>>> [one.example for one in phrases() if not one.is_heard_in(one.example)]
[]
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mtqg_analysis.claims.heard import heard

NTM = r"(?:nông thôn mới|ntm)"


@dataclass(frozen=True)
class Phrase:
    """A way to say something: kind and code of what is meant, the forms that say it, and words of a draft that do."""

    kind: str
    code: str
    forms: str
    example: str

    def is_heard_in(self, text: str) -> bool:
        """Whether one of the forms stands in a text, as whole words."""
        return re.search(rf"(?<!\w)(?:{self.forms})(?!\w)", heard(text)) is not None


@cache
def phrases() -> tuple[Phrase, ...]:
    """The table; `{ntm}` stands for both ways to write the new countryside."""
    with (files(__package__) / "phrases.csv").open(encoding="utf-8") as lines:
        rows = [row | {"forms": row["forms"].replace("{ntm}", NTM)} for row in csv.DictReader(lines)]
    return tuple(Phrase(**row) for row in rows)
