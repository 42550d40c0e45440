"""Plain arithmetic that any programme of spending could use: numbers in, numbers out, each with its source."""
