"""RSS and Atom."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefing.errors import NoArticleError, SourceError
from briefing.schema.document import Document, MediaType
from briefing.sources import SourceOptions

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Küstenpost</title>{items}</channel></rss>"""
ITEM = """<item><title>Ferry talks &amp; more</title><link>https://post.example/ferry</link>
<pubDate>Mon, 04 Mar 2024 09:30:00 +0100</pubDate><dc:creator>Ada Quill</dc:creator>
<description>Short.</description>
<content:encoded><![CDATA[<p>The harbour board met the crews – again.</p>]]></content:encoded></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>Ferry</title>
<link href="https://post.example/f"/><updated>2024-03-04T08:30:00Z</updated>
<content type="text">They met at 5 &lt; 6.</content></entry></feed>"""


def rss(*items: str, encoding: str = "utf-8") -> bytes:
    return RSS.format(items="".join(items), encoding=encoding).encode(encoding, "xmlcharrefreplace")


async def test_an_entry_becomes_a_document_with_what_the_feed_says_about_it(tmp_path, only):
    (tmp_path / "a.rss").write_bytes(rss(ITEM))
    document = await only(tmp_path / "a.rss")
    assert document.text == "<h1>Ferry talks &amp; more</h1>\n<p>The harbour board met the crews – again.</p>"
    assert (document.ref.locator, document.ref.media_type) == ("1", MediaType.HTML)
    carried = document.carried
    assert (carried.title, carried.url) == ("Ferry talks & more", "https://post.example/ferry")
    assert (carried.outlet, carried.authors) == ("Küstenpost", ("Ada Quill",))
    assert carried.published == datetime(2024, 3, 4, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("body", ["<html><body><p>They met.</p>", "<h1>Talks</h1><p>They met.</p>"])
async def test_a_page_in_a_feed_keeps_its_own_heading(tmp_path, only, body):
    item = f"<item><title>Ferry</title><description><![CDATA[{body}]]></description></item>"
    (tmp_path / "a.rss").write_bytes(rss(item))
    assert (await only(tmp_path / "a.rss")).text == body


async def test_an_atom_entry_of_plain_text_stays_plain(tmp_path, only):
    (tmp_path / "a").write_text(ATOM)
    document = await only(tmp_path / "a")
    assert (document.text, document.ref.media_type) == ("Ferry\n\nThey met at 5 < 6.", MediaType.TEXT)
    assert document.carried.published == datetime(2024, 3, 4, 8, 30, tzinfo=UTC)


async def test_a_description_without_a_tag_is_plain_text(tmp_path, only):
    item = "<title>Post &amp;amp; more</title><description>They met at 5 &amp;lt; 6 &amp;amp; left.</description>"
    (tmp_path / "a.rss").write_bytes(rss(f"<item>{item}</item>"))
    document = await only(tmp_path / "a.rss")
    assert (document.text, document.ref.media_type) == ("Post & more\n\nThey met at 5 < 6 & left.", MediaType.TEXT)
    assert document.carried.title == "Post & more"


async def test_the_encoding_that_a_feed_declares_is_read(tmp_path, only):
    (tmp_path / "a.xml").write_bytes(rss(ITEM, encoding="windows-1252"))
    document = await only(tmp_path / "a.xml")
    assert (document.carried.outlet, document.ref.encoding) == ("Küstenpost", "cp1252")


async def test_an_entry_without_a_text_is_named_and_the_others_are_read(tmp_path, collect):
    (tmp_path / "a.rss").write_bytes(rss("<item><title>Bare</title></item>", ITEM))
    items = await collect(tmp_path / "a.rss")
    assert [type(item) for item in items] == [NoArticleError, Document]
    assert items[0].source.endswith("a.rss#1")
    assert items[1].ref.locator == "2"


async def test_entries_above_the_bound_are_left_with_one_line(tmp_path, collect):
    (tmp_path / "a.rss").write_bytes(rss(*[ITEM] * 4))
    items = await collect(tmp_path / "a.rss", options=SourceOptions(max_records=2))
    assert [type(item) for item in items] == [Document, Document, SourceError]


async def test_an_entity_bomb_is_refused(tmp_path, refusal):
    names = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    bomb = f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 '{'x' * 1000}'>{names}]><rss><channel><title>&a9;</title>"
    (tmp_path / "a.rss").write_text(bomb)
    assert isinstance(await refusal(tmp_path / "a.rss"), NoArticleError)


async def test_xml_that_is_no_feed_is_named(tmp_path, refusal):
    (tmp_path / "a.xml").write_text("<?xml version='1.0'?><invoice><total>5</total></invoice>")
    assert (await refusal(tmp_path / "a.xml")).reason == "is an empty feed"


async def test_a_feed_that_names_a_file_opens_none(tmp_path, refusal):
    (tmp_path / "secret.xml").write_bytes(rss(ITEM))
    (tmp_path / "a.rss").write_text(str(tmp_path / "secret.xml"))
    assert isinstance(await refusal(tmp_path / "a.rss"), NoArticleError)


async def test_a_huge_feed_is_refused_before_it_is_parsed(tmp_path, refusal):
    (tmp_path / "a.rss").write_bytes(rss(ITEM * 20_000))
    assert "is a feed larger than 5 MB" in str(await refusal(tmp_path / "a.rss"))
