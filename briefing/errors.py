"""Everything that can go wrong, as one tree.

BriefingError
├── UsageError            the call itself is wrong: a flag, a setting, an unknown model name
├── SourceError           an input could not be read
│   └── NoArticleError    it was read, and holds no article
│       └── OtherKindError    it lay among articles, and is none by its kind: a picture, an archive
├── DataError             one of our own files is of another version, or damaged
└── ModelError            a model gave no usable reply
    ├── TransientModelError   trying again may help: rate limit, 5xx, timeout, dropped connection
    ├── BadReplyError         a reply came and is of no use: not JSON, wrong schema, truncated, empty
    └── PermanentModelError   trying again cannot help: key, model, context length, refusal, budget

A message says what happened, to what, and what to do next. The hint is also attached as a PEP 678 note. Keys and
passwords are struck out of both.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from briefing.characters import readable
from briefing.redaction import redact


class FailureCode(StrEnum):
    """Why an input gave no brief of its own. A closed list: each error of the tree above has its code."""

    UNREADABLE = "unreadable"
    NO_ARTICLE = "no_article"
    OTHER_KIND = "other_kind"
    MODEL = "model"
    """No usable reply; the trail of the article says which fault of a model it was."""
    USAGE = "usage"
    DATA = "data"
    FAULT = "fault"
    """The program itself failed."""
    SAME_TEXT = "same_text"
    """It holds the very text of another input."""
    NEAR_COPY = "near_copy"
    """It was briefed, and carries much of another's text, or its address."""


class BriefingError(Exception):
    """Base of all errors of this package.

    Args:
        message: what happened, and to what. May hold words of a provider or a source.
        hint: what the reader can do about it.
    """

    code: ClassVar[FailureCode] = FailureCode.FAULT

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        self.message = readable(redact(message))
        self.hint = readable(redact(hint)) if hint else hint
        super().__init__(self.message)
        if self.hint:
            self.add_note(self.hint)

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # By its fields: an exception is otherwise made anew from its message alone, which is not what ours take.
        return _again, (type(self), self.args), dict(self.__dict__)


ErrorT = TypeVar("ErrorT", bound=BriefingError)


def _again(kind: type[ErrorT], arguments: tuple[object, ...]) -> ErrorT:
    """An error that comes out of a pickle, still without its fields."""
    return kind.__new__(kind, *arguments)


class UsageError(BriefingError):
    """The call itself is wrong: a flag, a setting, an unknown model name."""

    code = FailureCode.USAGE


class SourceError(BriefingError):
    """An input could not be read."""

    code = FailureCode.UNREADABLE

    def __init__(self, source: str, reason: str, *, hint: str | None = None) -> None:
        super().__init__(f"{source}: {reason}", hint=hint)
        self.source = redact(source)
        self.reason = redact(reason)


class NoArticleError(SourceError):
    """An input was read, and holds no article."""

    code = FailureCode.NO_ARTICLE


class OtherKindError(NoArticleError):
    """A file that nobody named, in a folder or by a pattern, is no article by its kind: a picture, an archive.

    It is left out and listed; the run does not fail over it.
    """

    code = FailureCode.OTHER_KIND


class DataError(BriefingError):
    """One of our own files is of another version, or damaged."""

    code = FailureCode.DATA


class ModelFault(StrEnum):
    """What went wrong with a model's reply. A closed list: reports and tests count by it."""

    # trying again may help
    RATE_LIMIT = "rate_limit"
    OVERLOADED = "overloaded"
    SERVER = "server"
    TIMEOUT = "timeout"
    CONNECTION = "connection"
    """Refused, reset, or dropped before the reply was whole."""
    MALFORMED = "malformed"
    """The HTTP body is not the provider's format: an HTML page of a gateway, cut JSON."""
    TOO_LARGE = "too_large"
    """The HTTP body is larger than any reply can be."""
    PROVIDER_DOWN = "provider_down"
    """Nothing was sent: the calls before this one all failed, and the pause after them is not over."""

    # a reply came and is of no use
    NOT_JSON = "not_json"
    WRONG_SCHEMA = "wrong_schema"
    TRUNCATED = "truncated"
    EMPTY = "empty"

    # trying again cannot help
    KEY = "key"
    QUOTA = "quota"
    """The account is out of credit."""
    UNKNOWN_MODEL = "unknown_model"
    CONTEXT_LENGTH = "context_length"
    REFUSED = "refused"
    FILTERED = "filtered"
    BAD_REQUEST = "bad_request"
    ADDRESS = "address"
    """Nothing was sent: there is no address, or it would have gone to one that is not the model's."""
    BUDGET = "budget"
    NOT_RECORDED = "not_recorded"
    """A recording holds no such request, or the network is blocked: this run may not reach a model."""
    STORE = "store"
    """The reply store can't be read: asking anew would pay again for what it may hold."""
    DEFERRED = "deferred"
    """Put off to a batch: run again once the batch is collected."""
    UNSUPPORTED = "unsupported"
    """This model cannot do what was asked."""
    FOREIGN = "foreign"
    """A caller's model, or a plug-in, failed in a way that is no model's."""


class ModelError(BriefingError):
    """A model gave no usable reply.

    Args:
        message: what happened.
        fault: which of the closed list it is, None where it fits none.
        provider: the transport that was used, such as ``openai`` or ``litellm``.
        model: the model name as the caller gave it.
        status: the HTTP status, where there was a reply.
        request_id: the provider's id for the request, where it gave one.
    """

    code = FailureCode.MODEL
    retryable = False

    def __init__(
        self,
        message: str,
        *,
        fault: ModelFault | None = None,
        provider: str | None = None,
        model: str | None = None,
        status: int | None = None,
        request_id: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.fault = fault
        self.provider = provider
        self.model = model
        self.status = status
        self.request_id = request_id

    @property
    def summary(self) -> str:
        """What happened without a word of a provider, a model or an article: for logs."""
        what = self.fault.value.replace("_", " ") if self.fault else type(self).__name__
        status = f" (status {self.status})" if self.status else ""
        return f"{self.model}: {what}{status}" if self.model else f"{what}{status}"


class TransientModelError(ModelError):
    """Trying again may help.

    ``retry_after`` is the wait that the provider asked for, in seconds, None where it did not. ``queued`` are the
    seconds for which the attempt waited for its turn among others, before it was sent.
    """

    retryable = True
    retry_after: float | None = None
    queued: float = 0.0


class BadReplyError(ModelError):
    """A reply came and is of no use: not JSON, wrong schema, truncated, empty.

    ``text`` is the reply as it came, ``problems`` the validation errors, a line each.
    """

    text: str = ""
    problems: tuple[str, ...] = ()


class PermanentModelError(ModelError):
    """Trying again cannot help: key, model, context length, refusal, budget."""
