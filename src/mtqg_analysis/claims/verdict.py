"""What is said of a claim, and the words for it."""

from dataclasses import dataclass
from typing import Literal

from mtqg_analysis.claims.claim import Claim

Said = Literal["supported", "rounded", "contradicted", "unlike", "not_in_data", "not_understood"]


@dataclass(frozen=True)
class Verdict:
    """A claim and what the data say of it.

    facts: ids of what it was held against. found: as the draft prints it; expected: what the data hold. slip: the
    likely mistake, a code of `slips`; empty for none.
    """

    claim: Claim
    text: str
    place: str
    said: Said
    facts: tuple[str, ...] = ()
    found: str = ""
    expected: str = ""
    slip: str = ""
    message: str = ""
