"""How long a test waits for what is sure to come: a bound against hanging, which a busy machine is not to reach."""

PATIENCE = 300.0
"""Seconds."""
