"""URLs: politely, bounded, and never into the caller's own network. Against a server on loopback."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from briefing.errors import SourceError
from briefing.schema.document import Document, MediaType
from briefing.sources import SourceOptions, read, reread
from briefing.sources.web import is_public
from tests.patience import PATIENCE

PAGE = "<!doctype html><title>Ferry</title><p>The harbour board met the crews – again.</p>"
LOCAL = SourceOptions(allow_private=True, timeout=PATIENCE)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """A server whose pages are set by path. It counts what it is asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, web.Response | Handler] = {}
        self.asked: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.base = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked[request.path] += 1
        if request.path != "/robots.txt":
            self.headers.append(dict(request.headers))
        page = self.pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        if isinstance(page, web.Response):
            return web.Response(status=page.status, body=page.body, headers=page.headers.copy())
        return await page(request)

    def url(self, path: str) -> str:
        return f"{self.base}{path}"


@asynccontextmanager
async def serving(site: Site) -> AsyncIterator[Site]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", site.answer)
    async with TestServer(app) as server:
        site.base = str(server.make_url("")).rstrip("/")
        yield site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving(Site()) as site:
        yield site


def html(text: str = PAGE, **headers: str) -> web.Response:
    return web.Response(text=text, content_type="text/html", headers=headers)


def moved(to: str, status: int = 302) -> web.Response:
    return web.Response(status=status, headers={"Location": to})


async def test_a_page_becomes_a_document_that_keeps_its_content(site, only):
    site.pages["/a"] = html()
    document = await only(site.url("/a"), LOCAL)
    assert (document.text, document.ref.media_type) == (PAGE, MediaType.HTML)
    assert (document.ref.source, document.carried.url) == (site.url("/a"), site.url("/a"))
    assert reread(document.ref) == PAGE
    assert site.headers[0]["User-Agent"].startswith("briefing/")


async def test_the_charset_of_the_header_is_used(site, only):
    site.pages["/a"] = web.Response(
        body="<p>Да".encode("koi8_r"), headers={"Content-Type": "text/html; charset=koi8-r"}
    )
    document = await only(site.url("/a"), LOCAL)
    assert (document.text, document.ref.encoding) == ("<p>Да", "koi8_r")


async def test_the_entries_of_a_feed_are_documents_that_keep_their_content(site, collect):
    item = "<item><title>T{0}</title><link>/story/{0}</link><description>Text {0}.</description></item>"
    feed = f"<rss version='2.0'><channel><title>Post</title>{item.format(1)}{item.format(2)}</channel></rss>"
    site.pages["/feed"] = web.Response(text=feed, content_type="application/rss+xml")
    items = await collect(site.url("/feed"), options=LOCAL)
    assert [(item.ref.locator, item.carried.url, reread(item.ref)) for item in items] == [
        ("1", site.url("/story/1"), "T1\n\nText 1."),
        ("2", site.url("/story/2"), "T2\n\nText 2."),
    ]


async def test_the_pages_behind_a_feed_are_fetched_where_asked_for(tmp_path, site, collect):
    item = "<item><title>T{0}</title>{1}<description>Teaser {0}.</description></item>"
    links = [f"<link>{site.url('/1')}</link>", f"<link>{site.url('/gone')}</link>", ""]
    items = "".join(item.format(n, link) for n, link in enumerate(links, 1))
    (tmp_path / "a.rss").write_text(f"<rss version='2.0'><channel><title>Post</title>{items}</channel></rss>")
    site.pages["/1"] = html()
    plain = await collect(tmp_path / "a.rss", options=LOCAL)
    assert [item.text for item in plain] == ["T1\n\nTeaser 1.", "T2\n\nTeaser 2.", "T3\n\nTeaser 3."]
    page, gone, second, third = await collect(
        tmp_path / "a.rss", options=LOCAL.model_copy(update={"follow_feeds": True})
    )
    assert (page.text, page.ref.source, reread(page.ref)) == (PAGE, site.url("/1"), PAGE)
    assert (page.carried.title, page.carried.outlet) == ("T1", "Post")
    assert (gone.source, gone.reason) == (site.url("/gone"), "answered 404 Not Found")
    assert [second.text, third.text] == ["T2\n\nTeaser 2.", "T3\n\nTeaser 3."]


async def test_of_a_feed_of_titles_the_pages_can_be_fetched(tmp_path, site, only, refusal):
    item = f"<item><title>T</title><link>{site.url('/1')}</link></item>"
    (tmp_path / "a.rss").write_text(f"<rss version='2.0'><channel><title>Post</title>{item}</channel></rss>")
    assert (await refusal(tmp_path / "a.rss", LOCAL)).hint == "set follow_feeds to fetch the page behind it"
    site.pages["/1"] = html()
    follow = LOCAL.model_copy(update={"follow_feeds": True})
    assert (await only(tmp_path / "a.rss", follow)).text == PAGE
    del site.pages["/1"]
    assert (await refusal(tmp_path / "a.rss", follow)).reason == "answered 404 Not Found"


@pytest.mark.parametrize(
    ("path", "content_type", "media_type"),
    [
        ("/a.md", "text/plain", MediaType.MARKDOWN),
        ("/a.txt", "text/html", MediaType.HTML),
        ("/a", "text/plain", MediaType.TEXT),
    ],
)
async def test_a_special_declared_type_goes_before_the_name(site, only, path, content_type, media_type):
    site.pages[path] = web.Response(text="They met.", content_type=content_type)
    assert (await only(site.url(path), LOCAL)).ref.media_type is media_type


async def test_results_come_in_the_order_given_however_slow_the_first_is(site, collect):
    later = asyncio.Event()

    async def first(request: web.Request) -> web.Response:
        await later.wait()
        return html("<p>One</p>")

    site.pages["/1"] = first
    async with serving(Site()) as other:

        async def second(request: web.Request) -> web.Response:
            later.set()
            return html("<p>Two</p>")

        other.pages["/2"] = second
        other.base = other.base.replace("127.0.0.1", "localhost")
        items = await collect(site.url("/1"), other.url("/2"), options=LOCAL)
    assert [item.text for item in items] == ["<p>One</p>", "<p>Two</p>"]


async def test_a_caller_who_leaves_early_leaves_no_fetch_behind(site):
    async def never(request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    site.pages["/never"] = never
    before = asyncio.all_tasks()
    given = Document.of("Held.", "memory")
    reader = read([given, *[site.url("/never")] * 8, given], LOCAL)
    assert await anext(reader) == given
    await reader.aclose()
    assert [task for task in asyncio.all_tasks() - before if "fetch" in repr(task)] == []


@pytest.mark.parametrize(("status", "phrase"), [(404, "404 Not Found"), (503, "503 Service Unavailable"), (799, "799")])
async def test_a_refusing_server_is_quoted(site, refusal, status, phrase):
    site.pages["/a"] = web.Response(status=status)
    assert (await refusal(site.url("/a"), LOCAL)).reason == f"answered {phrase}"


async def test_redirects_are_followed_to_the_page(site, only):
    site.pages |= {"/a": moved("/b"), "/b": moved(site.url("/c"), 308), "/c": html()}
    document = await only(site.url("/a"), LOCAL)
    assert (document.ref.source, document.carried.url) == (site.url("/a"), site.url("/c"))


async def test_redirects_without_end_are_bounded(site, refusal):
    site.pages["/a"] = moved("/a")
    error = await refusal(site.url("/a"), LOCAL.model_copy(update={"max_redirects": 3}))
    assert error.reason == "redirects more than 3 times"
    assert site.asked["/a"] == 4


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://x.example/", "http://[::1"])
async def test_a_redirect_to_anything_but_http_is_refused(site, refusal, to):
    site.pages["/a"] = moved(to)
    error = await refusal(site.url("/a"), LOCAL)
    assert "leads to" in error.reason or "is no URL" in error.reason


async def test_a_password_in_a_url_is_refused_and_not_repeated(refusal):
    error = await refusal("https://me:secret@news.example/a")
    assert str(error) == "https://news.example: carries a name or password in its URL; leave it out"


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1/x", "http://a b/", "http://x:99999/", "https://x/" + "a" * 5000]
)
async def test_what_is_no_url_is_named(refusal, url):
    assert (await refusal(url, LOCAL)).source


async def test_a_server_that_is_not_there_is_named(refusal, unused_port):
    error = await refusal(f"http://127.0.0.1:{unused_port}/a", LOCAL)
    assert error.reason.startswith("cannot be reached (")


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
    return port


# robots.txt


async def test_what_robots_txt_closes_is_not_fetched(site, collect):
    site.pages |= {
        "/robots.txt": web.Response(text="User-agent: *\nDisallow: /private\nAllow: /private/*.html$"),
        "/private/a": html(),
        "/private/a.html": html(),
    }
    closed, allowed = await collect(site.url("/private/a"), site.url("/private/a.html"), options=LOCAL)
    assert closed.reason == "is closed to robots by 127.0.0.1"
    assert isinstance(allowed, Document)
    assert (site.asked["/private/a"], site.asked["/robots.txt"]) == (0, 1)


async def test_robots_txt_is_not_asked_where_the_caller_says_so(site, only):
    site.pages |= {"/robots.txt": web.Response(text="User-agent: *\nDisallow: /"), "/a": html()}
    await only(site.url("/a"), LOCAL.model_copy(update={"obey_robots": False}))
    assert site.asked["/robots.txt"] == 0


async def test_robots_txt_may_name_the_agent(site, refusal):
    site.pages |= {"/robots.txt": web.Response(text="User-agent: quillbot\nDisallow: /"), "/a": html()}
    assert "closed to robots" in str(
        await refusal(site.url("/a"), LOCAL.model_copy(update={"user_agent": "QuillBot/2"}))
    )


async def test_a_redirect_is_asked_about_too(site, refusal):
    site.pages |= {
        "/robots.txt": web.Response(text="User-agent: *\nDisallow: /b"),
        "/a": moved("/b"),
        "/b": html(),
    }
    assert "closed to robots" in str(await refusal(site.url("/a"), LOCAL))
    assert site.asked["/b"] == 0


@pytest.mark.parametrize(
    "robots",
    [web.Response(status=500), web.Response(text="#" * 600_000), moved("/else")],
    ids=["failing", "endless", "moved"],
)
async def test_a_host_whose_robots_txt_cannot_be_read_is_left_alone(site, refusal, robots):
    site.pages |= {"/robots.txt": robots, "/a": html(), "/else": web.Response(text="User-agent: *\nDisallow: /")}
    assert "closed to robots" in str(await refusal(site.url("/a"), LOCAL))


async def test_robots_txt_that_redirects_without_end_closes_nothing(site, only):
    site.pages |= {"/robots.txt": moved("/robots.txt"), "/a": html()}
    await only(site.url("/a"), LOCAL)


@pytest.mark.parametrize(("asked", "kept"), [("3600", [10.0]), ("2", [2.0]), ("nan", []), ("-1", []), ("soon", [])])
async def test_the_delay_that_a_host_asks_for_is_kept_between_two_requests(site, collect, monkeypatch, asked, kept):
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("briefing.sources.fetching.asyncio.sleep", sleep)
    site.pages |= {"/robots.txt": web.Response(text=f"User-agent: *\nCrawl-delay: {asked}"), "/a": html(), "/b": html()}
    await collect(site.url("/a"), site.url("/b"), options=LOCAL)
    assert [seconds for seconds in slept if seconds] == kept


# Bounds


async def test_a_long_reply_is_refused_at_its_header(site, refusal):
    site.pages["/a"] = html("x" * 5000)
    error = await refusal(site.url("/a"), LOCAL.model_copy(update={"max_bytes": 1000}))
    assert error.reason == "is larger than 1000 bytes"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_zip_bomb_ends_at_the_bound(site, refusal, encoding):
    import zlib

    bomb = gzip.compress(bytes(50_000_000)) if encoding == "gzip" else zlib.compress(bytes(50_000_000))
    site.pages["/a"] = web.Response(body=bomb, headers={"Content-Encoding": encoding, "Content-Type": "text/html"})
    error = await refusal(site.url("/a"), LOCAL.model_copy(update={"max_bytes": 1_000_000}))
    assert error.reason == "is larger than 1 MB"


async def test_a_compressed_file_is_opened_within_the_bound(site, only, refusal):
    site.pages["/a.txt.gz"] = web.Response(body=gzip.compress(b"They met." * 1000), content_type="application/gzip")
    assert (await only(site.url("/a.txt.gz"), LOCAL)).text == "They met." * 1000
    assert "larger than" in str(await refusal(site.url("/a.txt.gz"), LOCAL.model_copy(update={"max_bytes": 5000})))


async def test_an_endless_body_ends_at_the_bound(site, refusal):
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"<p>more</p>" * 1000)

    site.pages["/a"] = endless
    error = await refusal(site.url("/a"), LOCAL.model_copy(update={"max_bytes": 100_000}))
    assert error.reason == "is larger than 0.1 MB"


async def test_a_server_that_never_ends_its_answer_is_left_after_the_timeout(site, refusal):
    async def silent(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await asyncio.Event().wait()
        return response

    site.pages["/a"] = silent
    error = await refusal(site.url("/a"), LOCAL.model_copy(update={"timeout": 0.2}))
    assert error.reason == "took longer than 0.2 seconds"


async def test_a_body_shorter_than_its_header_says_is_a_broken_reply(site, refusal):
    async def short(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"<p>cut")
        assert request.transport is not None
        request.transport.close()
        return response

    site.pages["/a"] = short
    assert (await refusal(site.url("/a"), LOCAL)).reason == "sent a broken reply"


async def test_a_reply_that_is_no_http_is_a_broken_reply(refusal):
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 99 Odd\r\n\r\nThey met.")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert (await refusal(f"http://127.0.0.1:{port}/", LOCAL)).reason == "sent a broken reply"


async def test_a_body_that_is_not_compressed_as_said_is_a_broken_reply(site, refusal):
    site.pages["/a"] = web.Response(body=b"no gzip", headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})
    assert (await refusal(site.url("/a"), LOCAL)).reason == "sent a broken reply"


# Conditional requests


@pytest.mark.parametrize(
    ("stated", "asked"), [({"ETag": '"v1"'}, "If-None-Match"), ({"Last-Modified": "x"}, "If-Modified-Since")]
)
async def test_an_unchanged_page_is_not_sent_again(tmp_path, site, only, stated, asked):
    async def page(request: web.Request) -> web.Response:
        return web.Response(status=304) if asked in request.headers else html(**stated)

    site.pages |= {"/a": moved("/b"), "/b": page}
    options = LOCAL.model_copy(update={"cache_dir": tmp_path / "replies"})
    first, second = await only(site.url("/a"), options), await only(site.url("/a"), options)
    assert first == second
    assert [asked in headers for headers in site.headers] == [False, False, False, True]


@pytest.mark.parametrize("stated", [{}, {"ETag": '"caf\xe9"'}])
async def test_a_page_that_states_no_version_that_can_be_sent_back_is_not_kept(tmp_path, site, only, stated):
    site.pages["/a"] = html(**stated)
    await only(site.url("/a"), LOCAL.model_copy(update={"cache_dir": tmp_path / "replies"}))
    assert list(tmp_path.iterdir()) == []


async def test_a_damaged_or_unwritable_store_only_costs_the_saving(tmp_path, site, only):
    site.pages["/a"] = html(ETag="v1")
    options = LOCAL.model_copy(update={"cache_dir": tmp_path / "replies"})
    await only(site.url("/a"), options)
    (kept,) = (tmp_path / "replies").iterdir()
    kept.write_text('{"cut')
    assert (await only(site.url("/a"), options)).text == PAGE
    (tmp_path / "file").write_text("")
    assert (await only(site.url("/a"), LOCAL.model_copy(update={"cache_dir": tmp_path / "file"}))).text == PAGE


# The caller's own network


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *(
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1%eth0",
            "fc00::1",
            "ff02::1",
        ),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "nonsense"),
    ],
)
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "169.254.169.254"])
async def test_addresses_that_are_not_public_are_refused_however_written(refusal, host):
    error = await refusal(f"http://{host}:9/latest/meta-data")
    assert "is not a public address" in error.reason or "is no URL" in error.reason


async def test_the_address_that_is_connected_to_is_checked_not_the_one_that_was_first_resolved(
    site, refusal, monkeypatch
):
    port = int(site.base.rpartition(":")[2])
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    )
    error = await refusal(f"http://rebound.example:{port}/a")
    assert error.reason == "is refused: 127.0.0.1 is not a public address"
    assert site.asked.total() == 0


async def test_a_redirect_into_the_own_network_is_refused(site, refusal, monkeypatch):
    monkeypatch.setattr("briefing.sources.web.is_public", lambda address: address == "127.0.0.1")
    site.pages["/a"] = moved("http://169.254.169.254/latest/meta-data")
    error = await refusal(site.url("/a"))
    assert isinstance(error, SourceError)
    assert error.reason == "is refused: 169.254.169.254 is not a public address"
    assert site.asked["/a"] == 1
