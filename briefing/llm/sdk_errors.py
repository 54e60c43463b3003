"""The SDKs' exceptions, turned into ours. One function for each SDK; both share one table of statuses.

litellm's exceptions are subclasses of openai's, which is why the table can be shared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from briefing.errors import ModelError, ModelFault, PermanentModelError, TransientModelError
from briefing.llm.providers import prefixes, provider_of
from briefing.llm.refusals import fault_named, fault_quoted, what_to_unset, window_named
from briefing.llm.sdk_bounds import TOO_LARGE, ForeignAddressError
from briefing.llm.settings import ModelSettings, Task
from briefing.redaction import redact, secrets_of_environment

OVERLOADED_STATUSES = frozenset({503, 529})

_NOT_REACHABLE = frozenset(
    {
        # A recorder that holds no such request, and network guards: both arrive wrapped as connection errors.
        "CannotOverwriteExistingCassetteException",
        "SocketBlockedError",
        "SocketConnectBlockedError",
    }
)
_PERMANENT_STATUSES = {
    400: ModelFault.BAD_REQUEST,
    401: ModelFault.KEY,
    402: ModelFault.QUOTA,
    403: ModelFault.KEY,
    404: ModelFault.UNKNOWN_MODEL,
    413: ModelFault.CONTEXT_LENGTH,
    422: ModelFault.BAD_REQUEST,
}
_TRANSIENT_STATUSES = {
    408: ModelFault.TIMEOUT,
    409: ModelFault.SERVER,
    425: ModelFault.SERVER,
    429: ModelFault.RATE_LIMIT,
}
_AGAIN = "run again later, or name a model that takes over (--fallback)"
_FIT = (
    "set llm.context_window to {}, and extraction.max_reply_tokens to a quarter of that, so that articles are cut to "
    "fit; or raise what the server takes (Ollama: num_ctx, llama.cpp: --ctx-size, vLLM: --max-model-len)"
)
_HINTS = {
    ModelFault.RATE_LIMIT: "lower llm.concurrency, or set llm.requests_per_minute to what the account may ask",
    ModelFault.OVERLOADED: _AGAIN,
    ModelFault.SERVER: _AGAIN,
    ModelFault.TOO_LARGE: "if replies are meant to be that long, raise llm.max_reply_bytes",
    ModelFault.UNSUPPORTED: "name another model, or set llm.structured to prompt",
    ModelFault.BAD_REQUEST: "if the endpoint knows no strict JSON Schema, set llm.structured to prompt",
    ModelFault.KEY: "check the API key and what it may be used for",
    ModelFault.QUOTA: "the account is out of credit",
    ModelFault.UNKNOWN_MODEL: "check the model's name and the API base; `briefing models` lists names",
    ModelFault.CONTEXT_LENGTH: _FIT.format("what the server takes"),
    ModelFault.FILTERED: "try another model for this article",
    ModelFault.MALFORMED: "check that the API base points at a chat completions API (most end in /v1)",
    ModelFault.TIMEOUT: "raise the timeout if this happens often",
    ModelFault.CONNECTION: "check that the endpoint is running and the API base is right",
    ModelFault.ADDRESS: "check llm.api_base, and that the provider has an address where that is not set",
    ModelFault.NOT_RECORDED: "record the traffic anew, or allow the network",
}
_QUOTED_MESSAGE = re.compile(r'"message": ?"([^"]{1,300})')
_MESSAGE_SEARCHED = 2000
_NO_KEY = re.compile(
    r"missing\b.{0,40}\b(?:api.?key|credentials)|api.?key\b.{0,40}\b(?:not set|required|not provided)"
    r"|credentials not provided|no credentials",
    re.I,
)
_NO_ADDRESS_GIVEN = re.compile(r"api.?base\b.{0,60}\b(?:required|not set|missing)|no api base", re.I)
"""What litellm says, in its hundred places, before it sends anything."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who called: the transport, the model as the caller named it, what no message may show, and what to say where
    the key is at fault."""

    provider: str
    model: str
    secrets: tuple[str, ...] = ()
    about_keys: str | None = None
    extra: frozenset[str] = frozenset()
    """The names of what the settings add to the body of requests."""

    @classmethod
    def of(cls, provider: str, model: str, settings: ModelSettings) -> Caller:
        secrets = (*settings.secrets(), *secrets_of_environment())
        extra = frozenset(name for task in (None, *Task) for name in settings.call(task).extra_body)
        return cls(provider, model, secrets, _about_keys(model, settings), extra)

    def redact(self, text: str) -> str:
        """A provider's text without our keys (providers quote them back), nor anything that looks like one."""
        return redact(text, self.secrets)


def _about_keys(model: str, settings: ModelSettings) -> str | None:
    """Where a key would have to stand that is not there."""
    if settings.api_key or settings.variables:
        return None
    if settings.api_base:
        return "none was sent: an address of one's own gets llm.api_key and no key of the environment"
    begins = prefixes(provider_of(model))
    usual = f"{begins[0].rstrip('_')}_API_KEY" if begins else "the provider's variable"
    return f"none is set: set llm.api_key, or {usual} where load_settings finds it"


def from_openai(error: BaseException, caller: Caller) -> ModelError:
    """Our error for one that the openai SDK (or what is below it) raised. The caller raises it ``from`` that one."""
    import openai

    for kept in _causes(error):
        if type(kept).__name__ in _NOT_REACHABLE:
            return _build(ModelFault.NOT_RECORDED, kept, caller, _Reply())
        if isinstance(kept, ForeignAddressError):
            return _build(ModelFault.ADDRESS, kept, caller, _Reply())
    if isinstance(error, openai.APIStatusError):
        return _from_status(error, caller)
    fault = _fault_without_status(error)
    return _build(fault, error, caller, _Reply())


def from_litellm(error: BaseException, caller: Caller) -> ModelError:
    """Our error for one that litellm raised.

    Its quirks, found with 1.106: connection refused and an HTML page arrive as InternalServerError, with a made-up
    response whose headers say nothing (the real ones are in ``litellm_response_headers``); a missing key arrives
    as AuthenticationError before anything is sent.
    """
    from litellm import exceptions

    permanent: tuple[tuple[Any, ModelFault], ...] = (
        (exceptions.ContextWindowExceededError, ModelFault.CONTEXT_LENGTH),
        (exceptions.ContentPolicyViolationError, ModelFault.FILTERED),
        (exceptions.UnsupportedParamsError, ModelFault.UNSUPPORTED),
    )
    if not _was_kept(error):
        for kind, fault in permanent:
            if isinstance(error, kind):
                return _build(fault, error, caller, _reply_of(error))
        if isinstance(error, exceptions.LiteLLMUnknownProvider) or "LLM Provider NOT provided" in str(error):
            return _build(ModelFault.UNKNOWN_MODEL, error, caller, _Reply())
        unsent = _fault_of_the_call(error) if not _headers_of(error) and _transport_fault(error) is None else None
        original = _original_status(error)
        if unsent is not None and original is None:
            return _build(unsent, error, caller, _Reply())
        if original is not None:
            return _from_status(original, caller)
        named = fault_quoted(str(error)) or fault_named(None, str(error), getattr(error, "status_code", None))
        if named is not None:
            return _build(named, error, caller, _reply_of(error))
        wrapped = _transport_fault(error)
        if wrapped is None and _made_up(error):
            wrapped = ModelFault.MALFORMED
        if wrapped is not None:
            return _build(wrapped, error, caller, _Reply())
    return from_openai(error, caller)


def _original_status(error: BaseException) -> BaseException | None:
    """The openai SDK's own error below litellm's: it still has the code, the status and the headers."""
    import openai

    theirs = (cause for cause in _causes(error) if isinstance(cause, openai.APIStatusError))
    return next((cause for cause in theirs if type(cause).__module__.startswith("openai")), None)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The wait in seconds that a reply's headers ask for: ``retry-after-ms``, else ``retry-after`` as seconds or as
    an HTTP date, counted from the reply's own ``date``. None where they ask for none."""
    lower = {name.lower(): value for name, value in headers.items()}
    milliseconds = _number(lower.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = lower.get("retry-after")
    seconds = _number(value)
    if seconds is not None or value is None:
        return seconds
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(lower["date"])
    except (KeyError, ValueError, TypeError):
        return None
    return max(0.0, wait.total_seconds())


@dataclass(frozen=True, slots=True)
class _Reply:
    """What is known of the HTTP reply behind an error."""

    status: int | None = None
    request_id: str | None = None
    retry_after: float | None = None


def _from_status(error: Any, caller: Caller) -> ModelError:
    named = {"code": error.code, "type": error.type}
    fault = fault_named(named, "", None) or fault_named(error.body, str(error), error.status_code)
    return _build(fault or fault_of_status(error.status_code), error, caller, _reply_of(error))


def fault_of_status(status: int) -> ModelFault:
    """What an HTTP status that is no success says."""
    known = _PERMANENT_STATUSES.get(status) or _TRANSIENT_STATUSES.get(status)
    if known:
        return known
    if status in OVERLOADED_STATUSES:
        return ModelFault.OVERLOADED
    return ModelFault.SERVER if status >= 500 else ModelFault.BAD_REQUEST


def _fault_of_the_call(error: BaseException) -> ModelFault | None:
    """What an SDK says of a call that it did not send."""
    said = str(error)[:_MESSAGE_SEARCHED]
    if _NO_KEY.search(said):
        return ModelFault.KEY
    return ModelFault.ADDRESS if _NO_ADDRESS_GIVEN.search(said) else None


def _fault_without_status(error: BaseException) -> ModelFault:
    import openai

    if type(error) is openai.OpenAIError and (unsent := _fault_of_the_call(error)):
        return unsent
    transport = _transport_fault(error)
    if transport is not None:
        return transport
    if isinstance(error, openai.APIConnectionError):
        return ModelFault.CONNECTION
    if isinstance(error, openai.APIResponseValidationError | ValueError | AttributeError | KeyError | TypeError):
        # The SDKs read a body that is not the provider's JSON with no check of their own.
        return ModelFault.MALFORMED
    return ModelFault.SERVER


_DROPPED = {
    "ClientConnectorError",
    "ClientConnectorDNSError",
    "ClientOSError",
    "ClientPayloadError",
    "ConnectError",
    "ReadError",
    "ServerDisconnectedError",
}
_NO_ADDRESS = {"InvalidUrlClientError", "NonHttpUrlClientError", "UnsupportedProtocol"}
_NO_HEADER = "Forbidden control character"
"""Part of aiohttp's error for a key that ends in a line feed, say."""
_TIMED_OUT = {"APITimeoutError", "ConnectTimeout", "ReadTimeout", "SocketTimeoutError", "Timeout", "TimeoutError"}
_MADE_UP = {"InternalServerError", "APIConnectionError"}
"""What litellm calls a reply of status 200 that it can't read."""
_NOT_THEIR_JSON = {
    "APIResponseValidationError",
    "AttributeError",
    "IndexError",
    "JSONDecodeError",
    "KeyError",
    "OpenAIResponseValidationError",
    "TypeError",
    "ValidationError",
}


def _transport_fault(error: BaseException) -> ModelFault | None:
    """The transport's fault at the bottom of what an SDK raised.

    Dropped connections come first: httpx-aiohttp calls each of them a ConnectTimeout, litellm an
    InternalServerError.
    """
    names = {type(cause).__name__ for cause in _causes(error)}
    if names & _NO_ADDRESS:
        return ModelFault.UNKNOWN_MODEL
    if "UnicodeEncodeError" in names or _NO_HEADER in _messages(error):
        return ModelFault.KEY
    if TOO_LARGE in _messages(error):
        return ModelFault.TOO_LARGE
    if names & _DROPPED:
        return ModelFault.CONNECTION
    if names & _TIMED_OUT:
        return ModelFault.TIMEOUT
    return ModelFault.MALFORMED if names & _NOT_THEIR_JSON else None


_TRANSIENT = frozenset(
    {
        ModelFault.RATE_LIMIT,
        ModelFault.OVERLOADED,
        ModelFault.SERVER,
        ModelFault.TIMEOUT,
        ModelFault.CONNECTION,
        ModelFault.MALFORMED,
        ModelFault.TOO_LARGE,
    }
)
_REFUSALS = frozenset({ModelFault.BAD_REQUEST, ModelFault.UNSUPPORTED})
_FROM_BELOW = frozenset({ModelFault.CONNECTION, ModelFault.TIMEOUT, ModelFault.TOO_LARGE})


def _build(fault: ModelFault, error: BaseException, caller: Caller, reply: _Reply) -> ModelError:
    if fault in _FROM_BELOW:
        # The SDKs say "Connection error." and "Request timed out."; what happened stands at the bottom.
        error = next((cause for cause in reversed(list(_causes(error))) if str(cause)), error)
    kind = TransientModelError if fault in _TRANSIENT else PermanentModelError
    status = f" (status {reply.status})" if reply.status else ""
    ours = kind(
        f"{caller.model}: {fault.value.replace('_', ' ')}{status}: {caller.redact(_gist(error))[:200]}",
        fault=fault,
        provider=caller.provider,
        model=caller.model,
        status=reply.status,
        request_id=reply.request_id,
        hint=_hint(fault, error, caller),
    )
    if isinstance(ours, TransientModelError):
        ours.retry_after = reply.retry_after
    return ours


def _hint(fault: ModelFault, error: BaseException, caller: Caller) -> str | None:
    if fault is ModelFault.KEY and caller.about_keys:
        return caller.about_keys
    if fault is ModelFault.CONTEXT_LENGTH and (takes := window_named(_messages(error))):
        return _FIT.format(takes)
    refused = what_to_unset(error, caller.extra) if fault in _REFUSALS else None
    return refused or _HINTS.get(fault)


def _reply_of(error: BaseException) -> _Reply:
    response = getattr(error, "response", None)
    headers = dict(getattr(response, "headers", None) or {}) | _headers_of(error)
    lower = {str(name).lower(): str(value) for name, value in headers.items()}
    return _Reply(
        status=getattr(error, "status_code", None),
        request_id=getattr(error, "request_id", None) or lower.get("x-request-id") or lower.get("request-id"),
        retry_after=retry_after(lower),
    )


def _made_up(error: BaseException) -> bool:
    """Whether one of litellm's errors stands for a reply of status 200 that it could not read."""
    import openai

    sent = not any(isinstance(cause, openai.APIConnectionError) for cause in list(_causes(error))[1:])
    return sent and type(error).__name__ in _MADE_UP and not _headers_of(error)


def _headers_of(error: BaseException) -> dict[str, Any]:
    """The headers of the reply behind one of litellm's errors; none where there was no error on the wire."""
    return dict(getattr(error, "litellm_response_headers", None) or {})


def _gist(error: BaseException) -> str:
    """The first line of an error's text."""
    body = getattr(error, "body", None)
    stated = body.get("message") if isinstance(body, dict) else None
    # litellm quotes the whole body: its message is what people can read.
    quoted = _QUOTED_MESSAGE.search(str(error)[:_MESSAGE_SEARCHED])
    text = str(stated or (quoted.group(1) if quoted else error)).strip() or type(error).__name__
    if "<html" in text[:_MESSAGE_SEARCHED].lower():
        return "an HTML page"
    return text.splitlines()[0]


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all that it was raised from, nearest first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _messages(error: BaseException) -> str:
    return "\n".join(str(cause) for cause in _causes(error))


def _was_kept(error: BaseException) -> bool:
    """Whether a request was not sent at all, by a guard of this machine."""
    return any(type(e).__name__ in _NOT_REACHABLE or isinstance(e, ForeignAddressError) for e in _causes(error))


def _number(value: str | None) -> float | None:
    try:
        number = float(value) if value is not None else None
    except ValueError:
        return None
    return number if number is not None and 0 <= number < float("inf") else None
