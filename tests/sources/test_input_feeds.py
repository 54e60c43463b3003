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
    assert (await refusal(tmp_path / "a.xml")).reason == "is XML of a kind that is not read (<invoice>), no feed"


async def test_a_feed_that_names_a_file_opens_none(tmp_path, refusal):
    (tmp_path / "secret.xml").write_bytes(rss(ITEM))
    (tmp_path / "a.rss").write_text(str(tmp_path / "secret.xml"))
    assert isinstance(await refusal(tmp_path / "a.rss"), NoArticleError)


async def test_a_huge_feed_is_refused_before_it_is_parsed(tmp_path, refusal):
    (tmp_path / "a.rss").write_bytes(rss(ITEM * 20_000))
    assert "is a feed larger than 5 MB" in str(await refusal(tmp_path / "a.rss"))


PLAIN = "The harbour board met the crews on Monday and offered shorter shifts from June."


def item(**parts: str) -> str:
    fields = {"title": "Ferry talks", "link": "https://post.example/f", **parts}
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()) + "</item>"


@pytest.mark.parametrize(
    "extra",
    [
        '<media:content xmlns:media="http://search.yahoo.com/mrss/" url="x.jpg">'
        "<media:description>Cranes</media:description></media:content>",
        '<itunes:summary xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">Short.</itunes:summary>',
        "<content:encoded>Short.</content:encoded>",
    ],
)
async def test_the_longest_text_of_an_entry_counts(tmp_path, only, extra):
    (tmp_path / "a.rss").write_bytes(
        rss(item(description=f"&lt;p&gt;{PLAIN}&lt;/p&gt;").replace("</item>", f"{extra}</item>"))
    )
    assert PLAIN in (await only(tmp_path / "a.rss")).text


@pytest.mark.parametrize(
    "description",
    [
        f"&amp;lt;p&amp;gt;{PLAIN}&amp;lt;/p&amp;gt;",
        f"&lt;![CDATA[&lt;p&gt;{PLAIN}&lt;/p&gt;]]&gt;",
        f"<![CDATA[&lt;p&gt;{PLAIN}&lt;/p&gt;]]>",
    ],
)
async def test_a_page_that_was_escaped_twice_is_a_page(tmp_path, only, description):
    (tmp_path / "a.rss").write_bytes(rss(item(description=description)))
    document = await only(tmp_path / "a.rss")
    assert document.ref.media_type is MediaType.HTML
    assert document.text == f"<h1>Ferry talks</h1>\n<p>{PLAIN}</p>"


async def test_a_plain_text_with_an_escaped_mark_of_data_is_read(tmp_path, only):
    (tmp_path / "a.rss").write_bytes(rss(item(description=f"&lt;![CDATA[{PLAIN}]]&gt;")))
    assert (await only(tmp_path / "a.rss")).text.endswith(PLAIN)


async def test_an_element_that_a_text_speaks_of_is_no_markup(tmp_path, only):
    (tmp_path / "a.rss").write_bytes(rss(item(description="They use the &amp;lt;title&amp;gt; element.")))
    assert (await only(tmp_path / "a.rss")).text.endswith("They use the <title> element.")


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("&lt;em&gt;Blue Harbour&lt;/em&gt; opens", "Blue Harbour opens"),
        ("<![CDATA[Port <b>offers</b> more]]>", "Port offers more"),
        ("&lt;![CDATA[Port offers more]]&gt;", "Port offers more"),
        ("Inflation &amp;lt;3 percent", "Inflation <3 percent"),
    ],
)
async def test_a_title_is_read_without_its_tags(tmp_path, only, stated, title):
    (tmp_path / "a.rss").write_bytes(rss(item(title=stated, description=PLAIN)))
    assert (await only(tmp_path / "a.rss")).carried.title == title


@pytest.mark.parametrize("bad", ["\x0b", "\x1f", "&#0;", "&#x1;", "\x7f"])
async def test_a_character_that_no_xml_may_hold_costs_no_word(tmp_path, only, bad):
    (tmp_path / "a.rss").write_bytes(rss(item(description=PLAIN.replace("crews", f"cre{bad}ws"))))
    assert PLAIN in (await only(tmp_path / "a.rss")).text


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("<author>desk@post.agency (Lena Torv)</author>", ("Lena Torv",)),
        ("<dc:creator>Lena Torv &amp; Ali Demir</dc:creator>", ("Lena Torv", "Ali Demir")),
        ("<dc:creator>&lt;a href='/l'&gt;Lena Torv&lt;/a&gt;</dc:creator>", ("Lena Torv",)),
        ("<author>desk@post.example</author>", ()),
    ],
)
async def test_authors_of_entries_are_names(tmp_path, only, author, names):
    (tmp_path / "a.rss").write_bytes(rss(item(description=PLAIN).replace("</item>", f"{author}</item>")))
    assert (await only(tmp_path / "a.rss")).carried.authors == names


async def test_a_relative_link_is_of_the_feed_s_site(tmp_path, only):
    feed = rss(item(link="/a1", description=PLAIN)).replace(b"<title>K", b"<link>https://post.example/</link><title>K")
    (tmp_path / "a.rss").write_bytes(feed)
    assert (await only(tmp_path / "a.rss")).carried.url == "https://post.example/a1"


async def test_a_relative_link_without_a_site_is_none(tmp_path, only):
    (tmp_path / "a.rss").write_bytes(rss(item(link="/a1", description=PLAIN)))
    assert (await only(tmp_path / "a.rss")).carried.url is None


async def test_the_outlet_is_the_part_of_a_feed_s_title_that_its_site_confirms(tmp_path, only):
    feed = rss(item(description=PLAIN)).replace("Küstenpost".encode(), b"Post - News and video from the coast")
    feed = feed.replace(b"<title>Post", b"<link>https://post.example/</link><title>Post")
    (tmp_path / "a.rss").write_bytes(feed)
    assert (await only(tmp_path / "a.rss")).carried.outlet == "Post"


async def test_a_date_that_cannot_be_told_is_said(tmp_path, only, caplog):
    (tmp_path / "a.rss").write_bytes(rss(item(description=PLAIN, pubDate="3/5/2024 5:10:00 PM")))
    with caplog.at_level("WARNING", logger="briefing"):
        assert (await only(tmp_path / "a.rss")).carried.published is None
    assert "states no date" in caplog.text


async def test_a_feed_of_very_many_name_spaces_is_refused(tmp_path, only, refusal):
    def feed(count: int) -> bytes:
        made = rss(item(description=PLAIN))
        spaces = "".join(f"<a{n}:b xmlns:a{n}='u{n}'/>" for n in range(count - made.count(b"xmlns:")))
        return made.replace(b"<channel>", f"<channel>{spaces}".encode())

    (tmp_path / "a.rss").write_bytes(feed(200))
    assert PLAIN in (await only(tmp_path / "a.rss")).text
    (tmp_path / "a.rss").write_bytes(feed(201))
    assert "more than 200 name spaces" in str(await refusal(tmp_path / "a.rss"))
