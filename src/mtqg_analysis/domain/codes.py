"""The codes that make a whole: capital types, origins of the money, levels of units."""

CAPITALS = ("investment", "recurrent")
WITH_TOTAL = ("total", *CAPITALS)  # as sources print rates: of all capital, then of each type
ORIGINS = ("current_year", "carried_over")
UNIT_LEVELS = ("district", "commune", "agency")
