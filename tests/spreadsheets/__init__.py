"""Made spreadsheets with their truth, for the tests of intake."""

from spreadsheets import other_programs  # noqa: F401 - adds its cases to those of `corpus`
