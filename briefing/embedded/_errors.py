"""Why the embedded engine declines."""

from __future__ import annotations

from briefing.errors import ModelFault, PermanentModelError


class CannotReadError(PermanentModelError):
    """The embedded engine cannot read this text: another language, or too short."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, fault=ModelFault.UNSUPPORTED, provider="embedded", model="embedded", hint=hint)
