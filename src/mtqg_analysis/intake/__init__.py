"""Spreadsheets as they come in, turned into facts or into findings; nothing is guessed or lost silently."""
