"""The words of the trade: periods, figures, units, programmes and the dated rules they obey."""
