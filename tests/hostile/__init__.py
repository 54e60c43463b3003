"""Attempts to make the program say, do or show what it must not: a test each. ``make hostile`` prints a table."""
