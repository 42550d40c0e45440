"""Arithmetic: no files, no clock; words only in the errors that refuse. Every computed figure is a `Result`."""
