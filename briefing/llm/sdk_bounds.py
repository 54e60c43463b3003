"""What an SDK is let do: one bounded HTTP session for both, and no sight of the environment.

Both speak through aiohttp (a fifth of the CPU of httpx 0.28), and neither bounds the size of a reply: an endless
body would be read until the timeout, into memory.

The SDKs look into the environment wherever they are left room: litellm 1.106 reads some 900 variables, in 370 files.
With an address and a key of its own given for each provider, 67 of them still sent OPENAI_CUSTOM_HEADERS there, watsonx
the token of WATSONX_TOKEN, Databricks the secret of a client, and Ollama asked another address first. No argument turns
that off, and a process that is not ours alone can't do without its variables: so they are hidden for the length of a
call, and from that call alone.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from aiohttp import ClientHandlerType, ClientRequest, ClientResponse, ClientSession, StreamReader
    from httpx import AsyncClient

TOO_LARGE = "reply body is larger than the limit"
"""Part of the error text by which `briefing.llm.sdk_errors` knows this cause."""

ENCODED_SHARE = 100
"""A compressed body may have a hundredth of the bytes: text shrinks to a tenth, a bomb to a thousandth."""

_shown: ContextVar[dict[str, str] | None] = ContextVar("briefing_shown_environment", default=None)

_NEUTRAL = frozenset(
    {
        *("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "TZ", "LANG", "LANGUAGE"),
        *("APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "SYSTEMROOT", "USERPROFILE", "WINDIR"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
        *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
        *("LITELLM_LOCAL_MODEL_COST_MAP", "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS", "LITELLM_MODE"),
    }
)
_NEUTRAL_PREFIXES = ("LC_", "PYTHON", "XDG_")


def _anywhere(_origin: str) -> bool:
    return True


class ForeignAddressError(Exception):
    """A request would go to an address that is not its model's, and carry its key there: it is not sent."""


def open_session(*, limit: int, max_bytes: int, may_reach: Callable[[str], bool] = _anywhere) -> ClientSession:
    """A session whose responses end with `aiohttp.ClientPayloadError` after ``max_bytes`` of body, or after a
    hundredth of that where the body is compressed.

    ``limit`` is the most connections held at once. ``may_reach`` says whether requests may go to an origin, such as
    ``https://host:8000``; no reply leads them from one to another. To be called inside the event loop that uses it.
    """
    from aiohttp import ClientPayloadError, ClientResponse, ClientSession, DummyCookieJar, TCPConnector
    from yarl import URL

    class BoundedResponse(ClientResponse):
        async def start(self, connection: Any) -> ClientResponse:
            await super().start(connection)
            encoded = self.headers.get("Content-Encoding", "identity") != "identity"
            bound = max_bytes // ENCODED_SHARE if encoded else max_bytes
            declared = self.headers.get("Content-Length", "")
            if declared.isdigit() and int(declared) > bound:
                self.close()
                raise ClientPayloadError(f"{TOO_LARGE} ({declared} > {bound} bytes)")
            self.content = cast("StreamReader", _BoundedBody(self.content, bound))
            return self

    async def kept_home(request: ClientRequest, send: ClientHandlerType) -> ClientResponse:
        origin = request.url.origin()
        if not may_reach(str(origin)):
            raise ForeignAddressError(f"not sent to {origin}, which is not the address of this model")
        response = await send(request)
        target = response.headers.get("Location") if 300 <= response.status < 400 else None
        if target is not None and request.url.join(URL(target)).origin() != origin:
            response.close()
            # A client that follows strips the one header that HTTP has for keys, not those of providers.
            raise ForeignAddressError(f"{origin} leads to another address, which is not followed")
        return response

    return ClientSession(
        connector=TCPConnector(limit=limit),
        cookie_jar=DummyCookieJar(),
        response_class=BoundedResponse,
        middlewares=(kept_home,),
    )


def http_client(session: ClientSession | Callable[[], ClientSession], *, follow_redirects: bool = False) -> AsyncClient:
    """An httpx client over a session, which openai 2 and 3 both take: openai's own speaks httpx in 2 and httpx2 in 3.

    The session alone connects, by its own certificates. What the transport would read for itself takes 30 ms and is
    never asked: it gets a context that trusts nobody.
    """
    from httpx import AsyncClient
    from httpx_aiohttp import AiohttpTransport

    transport = AiohttpTransport(client=session, verify=SSLContext(PROTOCOL_TLS_CLIENT))
    return AsyncClient(transport=transport, follow_redirects=follow_redirects)


class _BoundedBody:
    """A body reader whose chunks end with an error after ``max_bytes``; all else is the reader's own.

    ``iter_chunked`` is the one method that the transports of both SDKs read with.
    """

    def __init__(self, reader: StreamReader, max_bytes: int) -> None:
        self._reader = reader
        self._max_bytes = max_bytes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    async def iter_chunked(self, n: int) -> AsyncIterator[bytes]:
        from aiohttp import ClientPayloadError

        seen = 0
        async for chunk in self._reader.iter_chunked(n):
            seen += len(chunk)
            if seen > self._max_bytes:
                raise ClientPayloadError(f"{TOO_LARGE} ({self._max_bytes} bytes)")
            yield chunk


@contextmanager
def surroundings(variables: Mapping[str, str]) -> Iterator[None]:
    """Inside, ``os.environ`` holds these variables and those that say nothing of a provider: paths, language,
    certificates, proxies. Whatever is written to it is forgotten at the end.

    It holds for the calling task or thread, and for those that take over its context; others see all.
    """
    _open_shutters()
    kept = {name: value for name, value in _real().items() if _is_neutral(name)}
    token = _shown.set({**kept, **variables})
    try:
        yield
    finally:
        _shown.reset(token)


def _is_neutral(name: str) -> bool:
    return name.upper() in _NEUTRAL or name.upper().startswith(_NEUTRAL_PREFIXES)


class _Environ(os._Environ[str]):
    """The environment of the process, or what `surroundings` shows of it."""

    def __getitem__(self, key: str) -> str:
        shown = _shown.get()
        return super().__getitem__(key) if shown is None else shown[key]

    def __setitem__(self, key: str, value: str) -> None:
        shown = _shown.get()
        if shown is None:
            super().__setitem__(key, value)
        else:
            shown[key] = value

    def __delitem__(self, key: str) -> None:
        shown = _shown.get()
        if shown is None:
            super().__delitem__(key)
        else:
            del shown[key]

    def __iter__(self) -> Iterator[str]:
        shown = _shown.get()
        return super().__iter__() if shown is None else iter(list(shown))

    def __len__(self) -> int:
        shown = _shown.get()
        return super().__len__() if shown is None else len(shown)


def _open_shutters() -> None:
    """Make the environment one that can be hidden, once; it stays the same object, since other modules hold it."""
    if not isinstance(os.environ, _Environ):
        os.environ.__class__ = _Environ


def _real() -> dict[str, str]:
    token = _shown.set(None)
    try:
        return dict(os.environ)
    finally:
        _shown.reset(token)
