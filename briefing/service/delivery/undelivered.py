"""That an attempt to deliver failed, in words that hold no secret: they are kept, shown and logged."""

from __future__ import annotations


class UndeliveredError(Exception):
    """An attempt failed.

    Args:
        final: no further attempt can succeed.
        after: seconds that the receiver asks to be left alone.
    """

    def __init__(self, reason: str, *, final: bool = False, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.final, self.after = reason, final, after
