"""Made spreadsheets with their truth, for the tests of intake."""

from spreadsheets import misleading, other_programs  # noqa: F401 - add their cases to those of `corpus`
