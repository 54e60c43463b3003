"""Articles that are one and the same, and copies of one agency's text."""

from __future__ import annotations

import random

import pytest

from briefing.cleaning.duplicates import Duplicate, DuplicateIndex, DuplicateKind, find_duplicates
from briefing.schema.article import Article
from tests.factories import article

WORDS = [
    *("harbour", "board", "crews", "ferry", "shifts", "union", "offer", "talks", "Monday", "June", "pay", "deal"),
    *("vote", "strike", "captain", "port", "council", "minister", "answer", "letter", "week", "plan", "owner"),
    *("fleet", "route", "island", "summer", "winter", "timetable", "fare", "cabin", "deck", "engine"),
]


def prose(seed: int, words: int = 120) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(words)) + "."


def story(name: str, body: str, **fields: object) -> Article:
    return article(f"Title of {name}\n\n{body}", source=name, id=name, **fields)


def test_articles_on_different_things_are_no_duplicates():
    assert find_duplicates([story("a", prose(1)), story("b", prose(2)), story("c", prose(3))]) == ()


def test_one_text_under_two_headlines_is_the_same_text():
    body = prose(1)
    other = body.upper().replace(" ", "\n", 3).replace(".", "!")
    found = find_duplicates([story("a", body), story("x", prose(2)), story("b", other)])
    assert found == (Duplicate("b", "a", DuplicateKind.SAME_TEXT, 1.0),)


def test_a_shortened_agency_text_with_a_line_of_its_own_is_a_near_copy():
    agency = prose(1, 300)
    short = " ".join(agency.split()[:120]) + " " + prose(9, 20)
    (found,) = find_duplicates([story("agency", agency), story("outlet", short)])
    assert (found.article, found.of, found.kind) == ("outlet", "agency", DuplicateKind.NEAR_COPY)
    assert 0.7 < found.similarity < 0.9


def test_articles_that_quote_one_statement_are_no_copies():
    quote = prose(5, 30)
    assert find_duplicates([story("a", prose(1) + quote), story("b", prose(2) + quote)]) == ()


def test_the_most_similar_article_is_named_and_the_earliest_of_equals():
    body = prose(1, 200)
    cut = " ".join(body.split()[:170]) + " " + prose(8, 30)
    names = {"cut": cut, "whole": body, "again": body + " " + prose(7, 6), "last": body + " " + prose(6, 8)}
    found = {d.article: d.of for d in find_duplicates([story(name, text) for name, text in names.items()])}
    assert found == {"whole": "cut", "again": "whole", "last": "whole"}


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/ferry",
        "https://www.news.example/ferry/",
        "https://news.example/ferry?utm_source=rss&utm_medium=feed",
        "https://NEWS.example:443/ferry#comments",
    ],
)
def test_one_address_in_several_spellings_is_the_same_url(other):
    first = story("a", prose(1), url="https://news.example/ferry")
    (found,) = find_duplicates([first, story("b", prose(2), url=other)])
    assert (found.of, found.kind) == ("a", DuplicateKind.SAME_URL)
    assert found.similarity < 0.1


@pytest.mark.parametrize("url", ["https://news.example/", "https://[broken", None, "https://news.example/?id=2"])
def test_front_pages_and_other_queries_are_not_the_same_url(url):
    given = [story("a", prose(1), url="https://news.example/?id=1"), *(story(n, prose(ord(n)), url=url) for n in "b")]
    assert find_duplicates(given) == ()
    if url == "https://news.example/":
        assert find_duplicates([story(n, prose(ord(n)), url=url) for n in "bc"]) == ()


def test_short_texts_are_compared_as_a_whole_only():
    assert find_duplicates([story("a", "Ferry talks resume on Monday."), story("b", "Ferry talks resume.")]) == ()
    (found,) = find_duplicates([story("a", "Ferry talks resume."), story("b", "Ferry talks resume")])
    assert found.kind is DuplicateKind.SAME_TEXT


def test_articles_without_a_word_are_no_duplicates():
    assert find_duplicates([article("", id="a"), article("", id="b")]) == ()


def test_texts_without_spaces_are_compared_too():
    rng = random.Random(3)
    body = "".join(chr(rng.randrange(0x4E00, 0x5000)) for _ in range(120))
    (found,) = find_duplicates([story("a", body), story("b", body[:90] + "。完")])
    assert found.kind is DuplicateKind.NEAR_COPY


def test_a_stream_gives_what_a_list_gives():
    given = [story(str(n), prose(n % 3)) for n in range(7)]
    index = DuplicateIndex()
    assert tuple(found for item in given if (found := index.add(item))) == find_duplicates(given)


def test_a_boilerplate_line_in_every_article_makes_none_of_them_a_copy():
    line = " " + prose(999, 40)
    given = [story(str(n), prose(n, 80) + line) for n in range(150)]
    assert find_duplicates(given) == ()
