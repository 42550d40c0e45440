"""Arithmetic only: no files, no clock, no labels. Every figure comes back as a `Result`."""
