"""One bounded request, to public addresses alone: the only place that talks to the network."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from briefing._version import __version__
from briefing.errors import SourceError
from briefing.sources.options import SourceOptions

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession
    from yarl import URL

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_MAX_URL = 4_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""All that the registry of IPv6 addresses has given out for the public internet: whatever else parses leads to the own
network (site-local, local NAT64, IPv4-compatible, segment routing) or nowhere."""
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
"""For protocols, for relays that are no more, for documentation: Python calls some or all of each global."""


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


class NotPublicError(OSError):
    """A connection to an address that is not public was refused before it was made."""

    def __init__(self, address: str) -> None:
        super().__init__(errno.EACCES, f"{address} is not a public address")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet.

    Loopback, private, link-local, shared (RFC 6598), multicast, unspecified, reserved and special ones (RFC 6890)
    are not, nor is an IPv6 address that stands for such an IPv4 one (mapped, 6to4, Teredo, NAT64).
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if not parsed.is_global or parsed.is_multicast or any(parsed in network for network in _SPECIAL):
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return True
    if parsed in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
    embedded = [parsed.sixtofour, *(parsed.teredo or ())]
    return parsed in _GLOBAL_UNICAST and all(is_public(str(inner)) for inner in embedded if inner is not None)


def public_socket(info: tuple[Any, ...]) -> socket.socket:
    """A socket for a resolved address (as `socket.getaddrinfo` gives it), if that is public.

    This is asked for every connection with the very address that is about to be connected to, so that a name
    which resolves to another address the second time gains nothing.

    Raises:
        NotPublicError: it is not.
    """
    family, kind, protocol, _, target = info
    if not is_public(target[0]):
        raise NotPublicError(target[0])
    return socket.socket(family=family, type=kind, proto=protocol)
