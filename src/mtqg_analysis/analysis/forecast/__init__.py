"""Forecasts within the plan year: what each method says at an origin, how it did before, and whether it may speak."""
