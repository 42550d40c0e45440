"""What the rates of a year are of: which plan, and which money."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Basis:
    """The plan that rates are of, as it is asked for.

    plan: code of the plan basis; empty: as the dataset has it. own_money: the year's own money alone, without what was
    carried over into it.
    """

    plan: str = ""
    own_money: bool = False


AS_PUBLISHED = Basis()
