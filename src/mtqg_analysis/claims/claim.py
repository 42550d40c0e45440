"""What a sentence claims: a number, or how two figures lie, of something, at some time."""

from dataclasses import dataclass, field, replace
from datetime import date

from mtqg_analysis.claims.quantities import Quantity


@dataclass(frozen=True)
class About:
    """What a claim is of; an empty entry is not said.

    measures: what the number may measure, the likeliest first. unit: level and code ("district:186"), "?" for a name
    that no table knows. year, year_to: a plan year, or a span. said: the entries that the sentence itself names, as
    against those that its paragraph or the document's head set. together: other units of which the same is said.
    """

    measures: tuple[str, ...] = ()
    programme: str = ""
    capital: str = ""
    fund: str = ""
    origin: str = ""
    basis: str = ""
    part: str = ""
    scope: str = ""
    unit: str = ""
    status: str = ""
    year: int | None = None
    year_to: int | None = None
    day: date | None = None
    together: tuple[str, ...] = ()
    said: frozenset[str] = field(default=frozenset())

    def but(self, **entries: object) -> "About":
        """The same with other entries, which the sentence names."""
        return replace(self, **entries, said=self.said.union(entries))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Claim:
    """A claim of a draft: where it stands in its paragraph, what it is of, and its number where it has one.

    kind: money, percent, points, times, count, group; comparison, extreme, standing, due without a number. way: up,
    down, lowest, highest, or what is stated. other: what it is held against. bound: the rate by
    which a group is counted.
    """

    paragraph: int
    start: int
    end: int
    kind: str
    about: About
    quantity: Quantity | None = None
    way: str = ""
    other: About | None = None
    bound: Quantity | None = None
