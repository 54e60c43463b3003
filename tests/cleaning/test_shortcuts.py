"""Each quick way gives the answer of the plain one that it stands for."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.cleaning import _facts, _features
from briefing.cleaning._lines import line_of
from briefing.language import dates
from tests.exploring import examples

PARTS = """http https: www. WWW. Www. wWw. .com .COM @ # // © (c) (C) Copyright COPYRIGHT copyright 2031 editor Editor's
    coeditor editors staff Staff staff's writer reporter correspondent norhaven-post.com example.co.uk Norhaven Post
    All rights reserved by aB Bc éA AéB ² ① ٣ ½ 12 3-4-21 1/1/01 12.03.2031 20310304 a ſ K İ ı _ . , - \n"""
TEXTS = st.lists(st.tuples(st.sampled_from(PARTS.split(" ")), st.sampled_from(["", " "]))).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)
ANY = TEXTS | st.text()


@settings(max_examples=examples(300))
@given(text=ANY)
@example("x² ① ٣ ½ 12")
def test_digits_are_counted_in_every_script(text: str) -> None:
    assert _features.digits(text) == sum(map(str.isdigit, text))


@settings(max_examples=examples(300))
@given(text=ANY)
def test_glued_words_are_counted_at_their_capitals(text: str) -> None:
    assert len(_features._GLUED.findall(text)) == len(re.findall(r"[a-zà-ÿ][A-Z]", text))


@settings(max_examples=examples(300))
@given(text=ANY)
def test_an_address_is_looked_for_where_there_is_one(text: str) -> None:
    assert _features.may_hold_address(text) or not _features._ADDRESS.search(text)


@settings(max_examples=examples(300))
@given(text=ANY)
def test_an_address_of_any_case_is_found(text: str) -> None:
    plain = r"(?:@|//|www\.)(?:www\.)?(?P<name>[a-z0-9-]{3,30})\.(?:co\.|com\.|org\.)?[a-z]{2,6}\b"
    assert [m.span() for m in _facts._DOMAIN.finditer(text)] == [
        m.span() for m in re.finditer(plain, text, re.IGNORECASE)
    ]


@settings(max_examples=examples(300))
@given(text=ANY)
def test_a_copyright_line_is_looked_for_where_there_is_one(text: str) -> None:
    assert any(mark in text for mark in _facts._COPYRIGHT_MARKS) or not _facts._COPYRIGHT.search(text)


@settings(max_examples=examples(300))
@given(text=ANY)
def test_people_of_the_paper_are_found_as_whole_words(text: str) -> None:
    plain = re.finditer(r"\b(?:editor|correspondent|reporter|staff|writer)\b", text)
    quick = (match for word, pattern in _facts._STAFF if word in text for match in pattern.finditer(text))
    assert sorted(match.span() for match in quick) == [match.span() for match in plain]


@settings(max_examples=examples(300))
@given(text=ANY)
def test_a_line_is_squashed_by_its_words(text: str) -> None:
    assert _facts._squashed(line_of(text, 0, len(text))) == _facts.squash(text)


@settings(max_examples=examples(300))
@given(text=ANY)
def test_a_date_is_looked_for_where_four_digits_or_three_numbers_stand(text: str) -> None:
    plain = re.search(r"\d{4}|\d[-/.]\d{1,2}[-/.]\d", text)
    assert bool(dates._MAY_DATE.search(text)) == bool(plain)


@pytest.mark.parametrize(
    ("foot", "outlet"),
    [
        ("© 2031 Norhaven Post", "Norhaven Post"),
        ("Copyright Norhaven Post. All rights reserved.", "Norhaven Post"),
        ("(C) 2031 Norhaven Post", "Norhaven Post"),
        ("Write to us: desk@norhavenpost.com", "Norhaven Post"),
        ("See WWW.NORHAVENPOST.COM for more.", "Norhaven Post"),
        ("The Norhaven Post's staff writer covers the harbour.", None),
    ],
)
def test_the_outlet_is_the_short_line_that_the_page_confirms(foot: str, outlet: str | None) -> None:
    roles = (_facts.DropReason.MENU, _facts.ParagraphKind.BODY, _facts.DropReason.OTHER)
    texts = ("Norhaven Post", "The harbour opens again on Monday, the mayor said.", foot)
    lines = [line_of(text, 0, len(text)) for text in texts]
    assert _facts._outlet(_facts.PageText("\n".join(texts), lines, roles, None)) == outlet


def test_a_name_above_and_below_a_story_is_the_outlet_where_it_has_people_of_its_own() -> None:
    texts = ("Harbour Post", "The Harbour Post's staff writer was there.", "Harbour Post")
    roles = (_facts.DropReason.MENU, _facts.ParagraphKind.BODY, _facts.DropReason.OTHER)
    lines = [line_of(text, 0, len(text)) for text in texts]
    assert _facts._outlet(_facts.PageText("\n".join(texts), lines, roles, None)) == "Harbour Post"
