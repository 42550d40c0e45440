"""Made spreadsheets with their truth, for the tests of intake."""
