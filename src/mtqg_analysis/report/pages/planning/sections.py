"""The numbers of the report's sections, for texts that name one; a test holds them against the notebook."""

# The section of the notebook in which each figure is derived.
SECTIONS = {
    "central": 2,
    "capacity": 4,
    "flow": 5,
    "fan": 6,
    "expiry": 7,
    "counterpart": 8,
    "communes": 11,
    "overlaps": 14,
    "plan": 15,
    "weaknesses": 16,
    "agreement": 17,
}


def named(*names: str) -> str:
    """Sections by number, as a text names them.

    >>> named("counterpart", "communes")
    '8, 11'
    """
    return ", ".join(str(SECTIONS[name]) for name in names)
