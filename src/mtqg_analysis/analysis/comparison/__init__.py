"""Plan years side by side: what moved, why, and what the pilots' year can and cannot show."""
