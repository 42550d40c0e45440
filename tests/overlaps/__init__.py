"""Made works with known overlaps, and how long it takes to find them."""
