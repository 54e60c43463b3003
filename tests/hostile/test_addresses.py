"""Requests into the own network: addresses, their spellings, names, redirects, robots, feeds."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from briefing.errors import SourceError
from briefing.schema.document import Document
from briefing.sources import SourceOptions, read
from briefing.sources.web import is_public
from tests.endpoint.listening import listening
from tests.patience import PATIENCE

CLOSED = (
    # this host, private, shared, link-local, multicast, reserved
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.255.0.1"),
    *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.0.1", "224.0.0.1", "239.255.255.250", "240.0.0.1"),
    *("255.255.255.255", "198.18.0.1", "198.19.255.255", "192.0.2.1", "198.51.100.1", "203.0.113.1"),
    # for protocols, and relays that are no more
    *("192.0.0.1", "192.0.0.8", "192.0.0.9", "192.0.0.10", "192.0.0.170", "192.88.99.1", "192.88.99.2"),
    # IPv6: loopback, unspecified, unique local, link-local, site-local, multicast
    *("::", "::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "feff::1", "ff02::1", "ff0e::1"),
    # discard, documentation, benchmarking, segment routing, unassigned
    *(
        "100::1",
        "100:0:0:1::1",
        "2001:db8::1",
        "3fff::1",
        "3fff:fff::1",
        "2001:2::1",
        "2001:10::1",
        "5f00::1",
        "4000::1",
    ),
    # IPv4 inside IPv6: compatible, mapped, translated, NAT64 (well known and local), 6to4, Teredo
    *("::127.0.0.1", "::8.8.8.8", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1::7f00:1", "2002:7f00:1::"),
    *("2002:a00:1::1", "2002:c0a8:1::1", "2001:0:7f00:1::1"),
)
OPEN = (
    *("8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.255.255", "172.32.0.1", "192.0.1.1"),
    *("192.88.98.255", "192.88.100.1", "198.17.255.255", "198.20.0.1", "223.255.255.255"),
    *("2606:4700:4700::1111", "2a00:1450:4001::1", "3ffe::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"),
)


@pytest.mark.parametrize("address", CLOSED)
def test_an_address_of_the_own_network_is_closed(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OPEN)
def test_an_address_of_the_internet_is_open(address: str) -> None:
    assert is_public(address)


SPELLINGS = (
    *("http://127.0.0.1:9/", "http://127.1:9/", "http://2130706433:9/", "http://0x7f000001:9/", "http://0x7f.1:9/"),
    *("http://0177.0.0.1:9/", "http://017700000001:9/", "http://0:9/", "http://localhost:9/", "http://LOCALHOST:9/"),
    *(
        "http://localhost.:9/",
        "http://127.0.0.1.:9/",
        "http://[::1]:9/",
        "http://[::]:9/",
        "http://[::ffff:127.0.0.1]:9/",
    ),
    *("http://[::ffff:7f00:1]:9/", "http://[0:0:0:0:0:ffff:7f00:1]:9/", "http://[::127.0.0.1]:9/"),
    *("http://[64:ff9b:1::7f00:1]:9/", "http://[fe80::1%25lo]:9/", "http://①②⑦.⓪.⓪.①:9/", "http://127。0。0。1:9/"),
    *("http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:9/", "http://127.0.0.1:9/?@example.org", "http://127.0.0.1:9/#@example.org"),
    *("http://example.org@127.0.0.1:9/", "http://127.0.0.1:9\\@example.org/", "http:///127.0.0.1:9/"),
    *("http:127.0.0.1:9/", "http://127.0.0.1:0x9/", "http://%31%32%37.0.0.1:9/", "http://169.254.169.254/latest/"),
    *(
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "gopher://127.0.0.1:9/_x",
        "ftp://127.0.0.1:9/",
        "dict://127.0.0.1:9/",
    ),
    *("jar:http://127.0.0.1:9!/", "data:text/html,<p>x", "javascript:alert(1)", "unix:///var/run/docker.sock"),
)


async def _refusal(url: str, **options: Any) -> SourceError:
    found = [each async for each in read([url], SourceOptions(timeout=2, **options))]
    assert not [each for each in found if isinstance(each, Document)]
    (error,) = found
    assert isinstance(error, SourceError)
    return error


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that connections were made to; every name resolves as the system says for names of this host."""
    made: list[str] = []
    original = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        made.append(str(address))
        original(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    return made


@pytest.mark.parametrize("url", SPELLINGS)
async def test_no_spelling_of_an_address_is_connected_to(url: str, resolved: list[str]) -> None:
    error = await _refusal(url)
    assert resolved == []
    assert error.reason


INWARD = (
    "http://169.254.169.254/latest/meta-data",
    "http://10.0.0.1/",
    "http://[::1]:9/",
    "http://[fec0::1]/",
    "//10.0.0.1/",
)


@pytest.fixture
async def site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A server that counts as one of the internet: it leads to where its path's last number says, also for its
    ``robots.txt`` below ``/robots``."""
    monkeypatch.setattr("briefing.sources.web.is_public", lambda address: address == "127.0.0.1" or is_public(address))

    async def answer(request: web.Request) -> web.StreamResponse:
        kind, _, number = request.path.strip("/").partition("/")
        if kind == "robots.txt":
            return web.Response(status=404)
        target = INWARD[int(number)]
        if kind == "redirect":
            return web.Response(status=302, headers={"Location": target})
        if kind == "refresh":
            return web.Response(
                text=f'<meta http-equiv="refresh" content="0;url={target}"><p>x', content_type="text/html"
            )
        item = f"<item><title>T</title><link>{target}</link><description>Teaser.</description></item>"
        return web.Response(text=f"<rss version='2.0'><channel><title>P</title>{item}</channel></rss>")

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    async with listening(app) as root:
        yield root


@pytest.mark.parametrize("number", range(len(INWARD)))
@pytest.mark.parametrize("kind", ["redirect", "refresh", "feed"])
async def test_no_page_leads_into_the_own_network(kind: str, number: int, site: str, resolved: list[str]) -> None:
    options = SourceOptions(timeout=PATIENCE, follow_feeds=True)
    found = [each async for each in read([f"{site}/{kind}/{number}"], options)]
    assert found
    port = int(site.rpartition(":")[2])
    assert {address for address in resolved if str(port) not in address} == set()


async def test_robots_txt_leads_nowhere_else_either(monkeypatch: pytest.MonkeyPatch, resolved: list[str]) -> None:
    monkeypatch.setattr("briefing.sources.web.is_public", lambda address: address == "127.0.0.1" or is_public(address))

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=302, headers={"Location": "http://10.0.0.1/robots.txt"})
        return web.Response(text="<p>Page")

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    async with listening(app) as root:
        _ = [each async for each in read([f"{root}/a"], SourceOptions(timeout=PATIENCE))]
        assert {address for address in resolved if root.rpartition(":")[2] not in address} == set()


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.0.0.8", "198.18.0.1"])
async def test_a_name_that_resolves_inward_is_not_connected_to(
    inner: str, monkeypatch: pytest.MonkeyPatch, resolved: list[str]
) -> None:
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (inner, 9))]
    )
    error = await _refusal("http://rebound.example:9/")
    assert resolved == []
    assert "is not a public address" in error.reason
