"""Planned works and supports that may be one and the same: text, places, blocking, features, weights, judging."""
