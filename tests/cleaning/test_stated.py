"""What a text states of itself: front matter, authors in JSON-LD, days in other words and other places."""

from __future__ import annotations

import json

import pytest

from briefing.cleaning import clean
from briefing.schema.article import Article, ParagraphKind
from briefing.schema.base import Span
from briefing.schema.document import Document, MediaType

STORY = (
    "Prime Minister Ann Brown of Norway said on Monday that her government would offer Sweden a fishing deal.\n\n"
    "The two countries have argued over cod for years, and talks are to go on in Bergen next week, officials said.\n\n"
    "Sweden welcomed the offer of the government, and a mediator was proposed by the transport ministry."
)
TITLE = "Oslo offers Stockholm a fishing deal"


def markdown(front: str, story: str = STORY) -> Article:
    return clean(Document.of(f"---\n{front}\n---\n{story}\n", "a.md", MediaType.MARKDOWN))


def text(story: str) -> Article:
    return clean(Document.of(story, "a.txt", MediaType.TEXT))


def page(author: object, byline: str = "", more: object = None, title: str = TITLE) -> Article:
    stated = {"@type": "NewsArticle", "headline": title, "author": author, "publisher": {"name": "Coast Courier"}}
    blocks = "".join(
        f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in (stated, more) if block
    )
    story = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    html = (
        f"<html><head><title>{title} | Coast Courier</title>{blocks}</head><body><h1>{title}</h1>{byline}{story}</body>"
    )
    return clean(Document.of(html, "a.html", MediaType.HTML))


@pytest.mark.parametrize(
    "front",
    [
        f'title: "{TITLE}"',
        f"title: {TITLE}",
        f"Title: '{TITLE}'\ntags: [a, b]",
        f"title: {TITLE}\nnote: not: yaml: at all",
        f'description: >\n  Folded\n  text\ntitle: "{TITLE}"',
    ],
)
def test_the_title_of_front_matter_is_the_article_s_in_its_own_characters(front):
    article = markdown(front)
    source = f"---\n{front}\n---\n{STORY}\n"
    assert article.title == TITLE
    first = article.paragraphs[0]
    assert first.kind is ParagraphKind.TITLE
    (place,) = article.source_map.to_source(first.span)
    assert place.slice(source) == article.slice(first.span) == TITLE


def test_a_title_that_the_text_has_is_not_put_there_twice():
    article = markdown(f"title: {TITLE}", f"# {TITLE}\n\n{STORY}")
    assert article.text.count(TITLE) == 1


def test_a_title_with_quotation_marks_is_read_as_yaml_writes_it():
    article = markdown('title: "Oslo: \\"a deal\\" with Stockholm"')
    assert article.title == 'Oslo: "a deal" with Stockholm'


@pytest.mark.parametrize(
    ("front", "outlet"),
    [
        ('source: "Unknown"\nurl: https://www.post.example/a', "post.example"),
        ('source: "\n   Dan Writer\n  "\nurl: https://www.post.example/a', "post.example"),
        ("source: Lena Torv, Ali Demir\nurl: https://www.post.example/a", "post.example"),
        ("source: Harbour Post\nurl: https://harbourpost.example/a", "Harbour Post"),
        ("source: Reuters\nurl: https://www.post.example/a", "Reuters"),
        ("source: Harbour Post", "Harbour Post"),
        ("publisher: Dan Writer\nurl: https://www.post.example/a", "Dan Writer"),
        ("source: https://www.post.example/a", "post.example"),
    ],
)
def test_an_outlet_of_front_matter_is_no_person_and_never_unknown(front, outlet):
    assert markdown(f"title: {TITLE}\n{front}").outlet == outlet


@pytest.mark.parametrize(
    ("front", "names"),
    [
        ("author: Lena Torv", ("Lena Torv",)),
        ("authors:\n  - Lena Torv\n  - Ali Demir", ("Lena Torv", "Ali Demir")),
        ("authors: [Lena Torv, Ali Demir]", ("Lena Torv", "Ali Demir")),
        ("author: Unknown", ()),
    ],
)
def test_authors_of_front_matter_may_be_a_list(front, names):
    assert markdown(f"title: {TITLE}\n{front}").authors == names


def test_front_matter_that_stands_for_gigabytes_is_read_at_once():
    front = "a: &a [x, x, x, x, x, x, x, x]\n" + "\n".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    assert markdown(f"{front}\ntitle: {TITLE}").title == TITLE


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ([{"givenName": "Lena", "familyName": "Torv"}, {"name": "Ali Demir"}], ("Lena Torv", "Ali Demir")),
        ({"@type": "Person", "name": ["Lena Torv", "Ali Demir"]}, ("Lena Torv", "Ali Demir")),
        ("Lena Torv; Ali Demir", ("Lena Torv", "Ali Demir")),
        ("Lena Torv / Ali Demir", ("Lena Torv", "Ali Demir")),
        ("LENA TORV", ("Lena Torv",)),
        ("lena@courier.example (Lena Torv)", ("Lena Torv",)),
        ("Lena Torv, Jr.", ("Lena Torv",)),
        ({"name": "Courier Feed"}, ()),
        ("cms_import_7", ()),
        ("https://courier.example/lena/torv", ()),
    ],
)  # fmt: skip
def test_authors_are_people_however_they_are_stated(stated, names):
    assert page(stated).authors == names


def test_an_author_may_be_stated_by_reference():
    assert page({"@id": "#p1"}, more={"@type": "Person", "@id": "#p1", "name": "Lena Torv"}).authors == ("Lena Torv",)
    assert page({"@id": "#p1"}, more={"@type": "Person", "@id": "#p1", "author": {"@id": "#p1"}}).authors == ()


def test_where_an_import_account_is_stated_the_byline_counts():
    assert page({"name": "Wire Import"}, '<p class="byline">By Lena Torv</p>').authors == ("Lena Torv",)


@pytest.mark.parametrize(
    "line",
    ["2. März 2026", "02.03.2026", "2 марта 2026", "2 Mar 2026", "Published 2 March 2026 | Modified 5 March 2026"],
)
def test_a_day_alone_on_a_line_is_read(line):
    article = text(f"{TITLE}\n\n{line}\n\n{STORY}")
    assert article.title == TITLE
    assert article.published is not None
    assert article.published.day.isoformat() == "2026-03-02"


@pytest.mark.parametrize("line", ["Last updated: 2 March 2026, 10:15 GMT", "Updated on 2 March 2026"])
def test_the_day_of_an_update_alone_is_the_day_of_the_text(line):
    article = text(f"{TITLE}\n\n{line}\n\n{STORY}")
    assert article.published == article.updated
    assert article.published is not None
    assert article.published.day.isoformat() == "2026-03-02"


@pytest.mark.parametrize("prefix", ["date 2022-01-12 ", "2022-01-12 ", "Date: 2022-01-12 "])
def test_a_date_in_front_of_the_first_words_is_read_and_left_out(prefix):
    article = text(f"{prefix}{STORY}")
    assert article.published is not None
    assert article.published.day.isoformat() == "2022-01-12"
    assert article.text.startswith("Prime Minister Ann Brown")
    first = Span(start=0, end=14)
    assert article.source_map.to_source(first)[0].slice(f"{prefix}{STORY}") == "Prime Minister"


def test_a_short_line_with_a_date_is_left_whole():
    article = text(f" date 2022-01-13 Ad\n\n{TITLE}\n\n{STORY}")
    assert article.published is not None
    assert article.published.day.isoformat() == "2022-01-13"


def test_the_moment_that_an_agency_s_machine_writes_is_read():
    article = text(f"(Jo Doe via AP) 2026-04-07T06:24:09Z OSLO, Norway (AP) — {STORY}")
    assert article.published is not None
    assert article.published.day.isoformat() == "2026-04-07"


@pytest.mark.parametrize(
    ("ending", "address", "outlet"),
    [
        (" - Harbour Post", "https://harbourpost.example/a", "Harbour Post"),
        (" - Harbour news", "https://tower.example/a", "tower.example"),
        ("", "https://tower.example/a", "tower.example"),
    ],
)
def test_the_end_of_a_page_s_title_is_the_outlet_where_its_address_says_so(ending, address, outlet):
    head = f'<title>{TITLE}{ending}</title><link rel="canonical" href="{address}">'
    story = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    html = f"<html><head>{head}</head><body><h1>{TITLE}</h1>{story}</body></html>"
    assert clean(Document.of(html, "a.html", MediaType.HTML)).outlet == outlet
