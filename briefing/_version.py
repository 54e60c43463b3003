"""The version of this release, stated once."""

__version__ = "0.1.0"
