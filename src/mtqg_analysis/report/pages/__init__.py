"""What each report shows: a package a report, a module a subject, a function a display."""
