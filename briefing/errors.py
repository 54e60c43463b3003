"""Everything that can go wrong, as one tree.

BriefingError
├── UsageError            the call itself is wrong: a flag, a setting, an unknown model name
├── SourceError           an input could not be read
│   └── NoArticleError    it was read, and holds no article
├── DataError             one of our own files is of another version, or damaged
├── VerificationError     a finished briefing does not match its sources
└── ModelError            a model gave no usable reply
    ├── TransientModelError   trying again may help: rate limit, 5xx, timeout, dropped connection
    ├── BadReplyError         a reply came and is of no use: not JSON, wrong schema, truncated, empty
    └── PermanentModelError   trying again cannot help: key, model, context length, refusal, budget

A message says what happened, to what, and what to do next. The hint is also attached as a PEP 678 note.
"""

from __future__ import annotations


class BriefingError(Exception):
    """Base of all errors of this package.

    Args:
        message: what happened, and to what.
        hint: what the reader can do about it.
    """

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if hint:
            self.add_note(hint)

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UsageError(BriefingError):
    """The call itself is wrong: a flag, a setting, an unknown model name."""


class SourceError(BriefingError):
    """An input could not be read."""

    def __init__(self, source: str, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"{source}: {reason}", hint=hint)
        self.source = source
        self.reason = reason


class NoArticleError(SourceError):
    """An input was read, and holds no article."""


class DataError(BriefingError):
    """One of our own files is of another version, or damaged."""


class VerificationError(BriefingError):
    """A finished briefing does not match its sources."""


class ModelError(BriefingError):
    """A model gave no usable reply.

    Args:
        message: what happened.
        provider: the transport that was used, such as ``openai`` or ``litellm``.
        model: the model name as the caller gave it.
        status: the HTTP status, where there was a reply.
        request_id: the provider's id for the request, where it gave one.
    """

    retryable = False

    def __init__(
        self,
        message: str,
        *,
        provider: str | None = None,
        model: str | None = None,
        status: int | None = None,
        request_id: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.provider = provider
        self.model = model
        self.status = status
        self.request_id = request_id


class TransientModelError(ModelError):
    """Trying again may help.

    ``retry_after`` is the wait that the provider asked for, in seconds.
    """

    retryable = True
    retry_after: float | None = None


class BadReplyError(ModelError):
    """A reply came and is of no use: not JSON, wrong schema, truncated, empty.

    ``text`` is the reply as it came, ``problems`` the validation errors, a line each.
    """

    text: str = ""
    problems: tuple[str, ...] = ()


class PermanentModelError(ModelError):
    """Trying again cannot help: key, model, context length, refusal, budget."""
