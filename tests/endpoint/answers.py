"""What the scripted endpoint answers: a sound reply, or one of the faults that real endpoints show."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Body(StrEnum):
    """How the bytes of a reply go over the wire."""

    WHOLE = "whole"
    RESET = "reset"
    """The connection closes before a byte."""
    DROPPED = "dropped"
    """The connection closes in the middle of a chunked body."""
    WRONG_LENGTH = "wrong_length"
    """Content-Length promises more than is sent."""
    DRIP = "drip"
    """A byte now and then, for ever."""
    HUGE = "huge"
    """A body of many megabytes, announced as such."""
    ENDLESS = "endless"
    """A chunked body without end, as fast as it is read."""
    BOMB = "bomb"
    """A hundred megabytes in a hundred kilobytes of gzip."""


class FaultKind(StrEnum):
    """Everything that is scripted. Each is sent to each transport by ``benchmarks/fault_matrix.py``."""

    RATE_LIMIT = "rate_limit"
    SERVER_ERROR = "server_error"
    OVERLOADED = "overloaded"
    CONFLICT = "conflict"
    RESET = "reset"
    DROPPED = "dropped"
    WRONG_LENGTH = "wrong_length"
    DRIP = "drip"
    SLOW = "slow"
    HTML = "html"
    HTML_ERROR = "html_error"
    CUT_ENVELOPE = "cut_envelope"
    NO_CHOICES = "no_choices"
    HUGE = "huge"
    ENDLESS = "endless"
    BOMB = "bomb"
    TRUNCATED = "truncated"
    REFUSAL = "refusal"
    FILTERED = "filtered"
    WRONG_SCHEMA = "wrong_schema"
    NOT_JSON = "not_json"
    DUPLICATE_KEYS = "duplicate_keys"
    EMPTY = "empty"
    BAD_KEY = "bad_key"
    NO_CREDIT = "no_credit"
    UNKNOWN_MODEL = "unknown_model"
    CONTEXT_LENGTH = "context_length"


TRANSIENT = (
    FaultKind.RATE_LIMIT,
    FaultKind.SERVER_ERROR,
    FaultKind.OVERLOADED,
    FaultKind.CONFLICT,
    FaultKind.RESET,
    FaultKind.DROPPED,
    FaultKind.WRONG_LENGTH,
    FaultKind.HTML,
    FaultKind.HTML_ERROR,
    FaultKind.CUT_ENVELOPE,
    FaultKind.NO_CHOICES,
)
"""Those that pass when the same request is sent again, and cost no more than a moment."""

BAD_REPLIES = (
    FaultKind.TRUNCATED,
    FaultKind.WRONG_SCHEMA,
    FaultKind.NOT_JSON,
    FaultKind.DUPLICATE_KEYS,
    FaultKind.EMPTY,
)
"""Those whose HTTP is sound and whose content is not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP reply. ``text`` is the model's reply where ``raw`` is None, else ``raw`` is the body as it is sent.

    ``delay`` is the wait before the first byte, in seconds.
    """

    text: str = ""
    status: int = 200
    finish: str = "stop"
    refusal: str | None = None
    raw: str | None = None
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    body: Body = Body.WHOLE
    delay: float = 0.0


def answer_with(text: str, *, delay: float = 0.0) -> Answer:
    """A sound reply."""
    return Answer(text=text, delay=delay)


def _error(status: int, message: str, code: str, **headers: str) -> Answer:
    """An error in a shape that both APIs' clients read: OpenAI looks at ``code``, Anthropic at ``type``."""
    raw = json.dumps({"type": "error", "error": {"message": message, "type": code, "code": code, "param": None}})
    return Answer(status=status, raw=raw, headers={k.replace("_", "-"): v for k, v in headers.items()})


_PAGE = "<!DOCTYPE html><html><head><title>Bad gateway</title></head><body>nginx</body></html>"

_FAULTS: dict[FaultKind, Answer] = {
    FaultKind.RATE_LIMIT: _error(
        429, "Rate limit reached", "rate_limit_exceeded", retry_after_ms="20", retry_after="1"
    ),
    FaultKind.SERVER_ERROR: _error(500, "The server had an error", "server_error"),
    FaultKind.OVERLOADED: _error(529, "Overloaded", "overloaded_error"),
    FaultKind.CONFLICT: _error(409, "Conflict", "conflict"),
    FaultKind.RESET: Answer(body=Body.RESET),
    FaultKind.DROPPED: Answer(body=Body.DROPPED),
    FaultKind.WRONG_LENGTH: Answer(body=Body.WRONG_LENGTH),
    FaultKind.DRIP: Answer(body=Body.DRIP),
    FaultKind.SLOW: Answer(delay=0.3),
    FaultKind.HTML: Answer(raw=_PAGE, content_type="text/html"),
    FaultKind.HTML_ERROR: Answer(raw=_PAGE, content_type="text/html", status=502),
    FaultKind.CUT_ENVELOPE: Answer(raw='{"id": "x", "choices": [{"message": {"role": "assi'),
    FaultKind.NO_CHOICES: Answer(raw='{"id": "x", "object": "chat.completion", "choices": []}'),
    FaultKind.HUGE: Answer(body=Body.HUGE),
    FaultKind.ENDLESS: Answer(body=Body.ENDLESS),
    FaultKind.BOMB: Answer(body=Body.BOMB),
    FaultKind.TRUNCATED: Answer(finish="length"),
    FaultKind.REFUSAL: Answer(refusal="I can't help with that."),
    FaultKind.FILTERED: Answer(finish="content_filter"),
    FaultKind.WRONG_SCHEMA: Answer(text='{"headline": {"text": 7, "quotes": "none"}, "gist": null}'),
    FaultKind.NOT_JSON: Answer(text="I have read the article. It is about talks."),
    FaultKind.DUPLICATE_KEYS: Answer(),
    FaultKind.EMPTY: Answer(),
    FaultKind.BAD_KEY: _error(401, "Incorrect API key provided: sk-planted1234567890", "invalid_api_key"),
    FaultKind.NO_CREDIT: _error(429, "You exceeded your current quota", "insufficient_quota"),
    FaultKind.UNKNOWN_MODEL: _error(404, "The model does not exist", "model_not_found"),
    FaultKind.CONTEXT_LENGTH: _error(
        400, "This model's maximum context length is 8192 tokens", "context_length_exceeded"
    ),
}


def fault(kind: FaultKind, sound: str = '{"ok": true}') -> Answer:
    """The scripted fault; ``sound`` is the reply that it spoils."""
    answer = _FAULTS[kind]
    match kind:
        case FaultKind.TRUNCATED:
            return replace(answer, text=sound[: max(1, len(sound) * 2 // 3)])
        case FaultKind.DUPLICATE_KEYS:
            return replace(answer, text=sound.replace("{", '{"headline": null, "headline": null, ', 1))
        case FaultKind.DROPPED | FaultKind.WRONG_LENGTH | FaultKind.DRIP | FaultKind.SLOW:
            return replace(answer, text=sound)
    return answer
