"""The codes that make a whole: capital types, origins of the money, levels of units."""

CAPITALS = ("investment", "recurrent")
TOTAL_AND_CAPITALS = ("total", *CAPITALS)
ORIGINS = ("current_year", "carried_over")
UNIT_LEVELS = ("district", "commune", "agency")
