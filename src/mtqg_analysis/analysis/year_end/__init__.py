"""The evaluation of one plan year: its money, versions, targets, term, ranking, and the results it may state."""
