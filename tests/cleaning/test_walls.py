"""Pages that let nobody in are named; what stands around a story, or in its place, is no story."""

from __future__ import annotations

import json

import pytest

from briefing.errors import NoArticleError
from briefing.schema.article import ParagraphKind
from briefing.schema.base import Span
from briefing.schema.document import MediaType
from tests.cleaning.pages import FURNITURE, PARAGRAPHS, TITLE, cleaned, page

CONSENT = (
    "<p>We and our partners use cookies to store and read information on your device, and to measure audiences.</p>"
    "<p>You can change your choice at any time. By pressing Accept you agree to the use of cookies.</p>"
)
WALLS = [
    ("a bot wall", "Just a moment...\n\nVerify you are human by completing the action below.\n\nRay ID: 8a1f00c2d3e4"),
    ("a bot wall", "Access Denied\n\nYou don't have permission to access this page.\n\nReference #18.2d3e4f.17"),
    ("a bot wall", "Pardon Our Interruption\n\nAs you were browsing something made us think you were a bot."),
    ("a bot wall", "For help please visit help.example. We apologise for any inconvenience.\n\nRequest ID\n\n9e9132"),
    ("an error page", "404 Not Found\n\nThe page you are looking for could not be found."),
    ("an error page", "403 Forbidden\n\nnginx"),
    ("an error page", "Oops! We can't find that page.\n\nGo back to the homepage or try again later."),
    ("a page that needs JavaScript", "Please enable JavaScript to view this site.\n\nLoading..."),
    ("a consent wall", "We and our partners use cookies. You can accept all cookies or change your consent."),
]


@pytest.mark.parametrize(("name", "text"), WALLS)
def test_a_wall_is_named_and_no_story(name: str, text: str) -> None:
    with pytest.raises(NoArticleError, match=f"{name}, no article"):
        cleaned(text, MediaType.TEXT)
    paragraphs = "".join(f"<p>{each}</p>" for each in text.split("\n\n"))
    with pytest.raises(NoArticleError, match=f"{name}, no article"):
        cleaned(f"<html><head><title>x</title></head><body><div>{paragraphs}</div></body></html>")


@pytest.mark.parametrize(
    "sentence",
    [
        "Readers of the site saw an error page for an hour: “404 not found”, it said.",
        "The firm sells a check that asks you to verify you are human before a page opens.",
        "The regulator fined the publisher over the way in which it uses cookies.",
    ],
)
def test_an_article_about_such_pages_is_one(sentence: str) -> None:
    assert sentence in cleaned("\n\n".join([*PARAGRAPHS, sentence]), MediaType.TEXT).text
    assert sentence in cleaned(f"{sentence} {PARAGRAPHS[0]} {PARAGRAPHS[1]}", MediaType.TEXT).text


@pytest.mark.parametrize("tag", ["div", "section", "aside", "div class='x7'", "amp-consent"])
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_box_that_asks_for_consent_is_no_part_of_the_story(tag: str, place: str) -> None:
    box = f"<{tag}>{CONSENT}<button>Accept all</button></{tag.split()[0]}>"
    article = cleaned(page(**{place: box}))
    assert "cookies" not in article.text
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)


@pytest.mark.parametrize("tag", ["aside", "form", "div", "section"])
def test_a_story_is_found_in_whatever_element_holds_it(tag: str) -> None:
    text = page().replace("<article>", f"<{tag} class='c1'>").replace("</article>", f"</{tag}>")
    assert all(paragraph in cleaned(text).text for paragraph in PARAGRAPHS)


def _in_script(script: str, shown: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{TITLE}</title></head><body>{FURNITURE}<h1>{TITLE}</h1>{shown}'
        f'<div id="app"></div>{script}<footer><p>© 2024 Norhaven Post. All rights reserved.</p></footer></body></html>'
    )


def _ld(body: str) -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": body})
    return f'<script type="application/ld+json">{data}</script>'


STORY = "\n\n".join(PARAGRAPHS)
MARKED = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
BLOCKS = json.dumps({"blocks": [{"kind": "text", "text": paragraph} for paragraph in PARAGRAPHS]})


@pytest.mark.parametrize(
    "script",
    [
        _ld(STORY),
        _ld(MARKED),
        _ld(MARKED.replace("<", "&lt;").replace(">", "&gt;")),
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"body": STORY}})}</script>',
        f'<script id="__NEXT_DATA__" type="application/json">{BLOCKS}</script>',
        f"<script>window.__STATE__ = {json.dumps({'article': {'content': MARKED}})};</script>",
    ],
)
def test_a_story_in_a_script_is_read_and_leads_back(script: str) -> None:
    text = _in_script(script)
    article = cleaned(text)
    assert [article.slice(p.span) for p in article.paragraphs if p.kind is ParagraphKind.BODY] == list(PARAGRAPHS)
    at = article.text.index("Ines Falk")
    assert [span.slice(text) for span in article.source_map.to_source(Span(start=at, end=at + 9))] == ["Ines Falk"]


def test_a_page_that_shows_the_first_paragraph_alone_is_read_whole() -> None:
    article = cleaned(_in_script(_ld(STORY), shown=f"<article><p>{PARAGRAPHS[0]}</p></article>"))
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)


def test_a_stated_body_of_another_story_is_not_taken() -> None:
    other = " ".join(f"Sentence {i} tells of a flood in the valley of the Weir." for i in range(30))
    assert "flood" not in cleaned(page(head=_ld(other))).text


def test_escapes_of_json_are_read() -> None:
    body = STORY + "\n\n“Für uns\u00a0zählt jeder Tag”, said 😀 the mayor of the island on Monday."
    article = cleaned(_in_script(_ld(body)))
    assert "“Für uns\u00a0zählt jeder Tag”, said 😀 the mayor" in article.text
