"""One bounded request: the only place that talks to the network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from briefing._version import __version__
from briefing.errors import SourceError
from briefing.sources.addresses import NotPublicError, public_socket
from briefing.sources.options import SourceOptions

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession
    from yarl import URL

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_MAX_URL = 4_000


class BodyTooLargeError(ValueError):
    """A body went on beyond the bound."""


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What came back for one request. ``location`` is set for a redirect; the body is read only for status 200."""

    status: int
    url: URL
    location: str | None = None
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body: bytes = b""


class Web:
    """A session that connects to public addresses alone, unless the options allow others.

    It keeps no cookies and uses no proxy: the address that is checked is the address that is talked to.
    """

    def __init__(self, options: SourceOptions) -> None:
        self._options = options
        self._session: ClientSession | None = None

    @cached_property
    def agent(self) -> str:
        """The name that the session goes by, to servers and before their robots.txt."""
        return self._options.user_agent or f"briefing/{__version__}"

    async def get(self, url: URL, *, max_bytes: int, headers: dict[str, str] | None = None) -> WebAnswer:
        """The answer to a GET of ``url``; redirects are not followed.

        Raises:
            BodyTooLargeError: the body, decompressed, is larger than ``max_bytes``.
            aiohttp.ClientError, OSError, ValueError: no answer, or a broken one.
        """
        async with self._opened().get(url, headers=headers, allow_redirects=False) as response:
            location = response.headers.get("Location") if response.status in _REDIRECTS else None
            return WebAnswer(
                status=response.status,
                url=url,
                location=location,
                content_type=response.content_type if "Content-Type" in response.headers else None,
                charset=response.charset,
                etag=_clean(response.headers.get("ETag")),
                last_modified=_clean(response.headers.get("Last-Modified")),
                body=await _body(response, max_bytes) if response.status == 200 else b"",
            )

    async def aclose(self) -> None:
        """Give back the connections."""
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> ClientSession:
        if self._session is None:
            from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

            self._session = ClientSession(
                connector=TCPConnector(socket_factory=None if self._options.allow_private else public_socket),
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.agent, "Accept": "text/html, application/xml;q=0.9, */*;q=0.8"},
                timeout=ClientTimeout(total=self._options.timeout),
                trust_env=False,
            )
        return self._session


def _clean(value: str | None) -> str | None:
    """A header's value, None where it has bytes that could not be sent back as they came."""
    return value if value and value.isascii() and value.isprintable() else None


async def _body(response: ClientResponse, max_bytes: int) -> bytes:
    """The body, decompressed piece by piece, so that a zip bomb ends at the bound and not in memory."""
    if (response.content_length or 0) > max_bytes:
        raise BodyTooLargeError
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > max_bytes:
            raise BodyTooLargeError
    return bytes(body)


def web_address(url: str, source: str, *, base: URL | None = None) -> URL:
    """``url``, which may be relative to ``base``, as an http(s) address without its fragment.

    Raises:
        SourceError: it is none, names another scheme, or carries a password; it names ``source``.
    """
    from yarl import URL

    if len(url) > _MAX_URL:
        raise SourceError(source[:80], f"leads to a URL of more than {_MAX_URL} characters")
    try:
        parsed = URL(url) if base is None else base.join(URL(url))
        scheme, host, _ = parsed.scheme, parsed.host, parsed.port
    except ValueError as error:
        raise SourceError(source, f"is no URL ({error})") from error
    if scheme not in ("http", "https") or not host:
        raise SourceError(source, f"leads to {parsed.human_repr()[:200]!r}", hint="use http or https")
    if parsed.user or parsed.password:
        raise SourceError(f"{scheme}://{host}", "carries a name or password in its URL", hint="leave it out")
    return parsed.with_fragment(None)


def web_error(source: str, error: Exception) -> SourceError:
    """What a failed request means to the reader."""
    from aiohttp import (
        ClientConnectorError,
        ClientPayloadError,
        ClientResponseError,
        InvalidURL,
        ServerDisconnectedError,
    )

    cause = error.os_error if isinstance(error, ClientConnectorError) else error
    if isinstance(cause, NotPublicError):
        return SourceError(source, f"is refused: {cause.strerror}", hint="set allow_private to fetch from it")
    if isinstance(error, ClientPayloadError | ClientResponseError | ServerDisconnectedError):
        return SourceError(source, "sent a broken reply", hint="try again")
    if isinstance(error, InvalidURL):
        return SourceError(source, "is no URL that can be fetched")
    text = " ".join(str(cause).split())[:200] or type(error).__name__
    return SourceError(source, f"cannot be reached ({text})")
