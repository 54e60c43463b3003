"""Structured, auditable news briefings: every line carries the characters of the source that support it."""
