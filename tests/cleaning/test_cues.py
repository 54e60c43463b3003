"""Gates before patterns: a pattern is searched for only where one of its words stands, and finds no less for it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.cleaning import _cues
from briefing.cleaning._bylines import is_byline, is_stamp_line
from briefing.cleaning._cues import Cue, Cues, signs_of
from briefing.schema.article import DropReason
from tests.exploring import examples

TABLES = (_cues._LINE_REASONS, _cues._CAPTIONS, _cues._AGENCY_NOTES)
CUES = [(table, cue) for table in TABLES for cue in table.cues]
# Words that patterns need beside those that gate them, and marks that they look for.
OTHERS = """a an the this to your free keep continue member subscriber registered all reserved policy and of permission
    content also next abuse post leave by in has not been from without with third party reporting editing writing news
    © ( ) : | / - . datenschutzbestimmungen bildnachweis abonnement viaAP republished
    2024 By Aino Virta Author: 4 June on about authors picks"""
VOCABULARY = sorted({word for table in TABLES for word in table.words} | set(OTHERS.split()))
MORE_WORDS = "read see learn show load more full rest story on the More FULL Read . ,"


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def ungated(table: Cues, text: str) -> Cue | None:
    return next((cue for cue in table.cues if cue.finds(text)), None)


@pytest.mark.parametrize(("table", "cue"), CUES, ids=lambda value: getattr(value, "pattern", ""))
@settings(max_examples=examples(15))
@given(data=st.data())
def test_a_pattern_is_searched_for_in_whatever_it_finds(table: Cues, cue: Cue, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(cue.pattern, re.IGNORECASE)))  # what matches, with whatever around it
    assert cue in table.may_find(text, words_of(text))


LINES = st.lists(st.tuples(st.sampled_from(VOCABULARY), st.sampled_from(["", " ", " ", " ", "\n"])), max_size=12).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@settings(max_examples=examples(400))
@given(text=LINES, shout=st.booleans())
def test_gates_change_no_answer(text: str, shout: bool) -> None:
    text = text.upper() if shout else text
    for table in TABLES:
        assert table.find(text, words_of(text)) is ungated(table, text)


@settings(max_examples=examples(400))
@example(text="read on")
@given(text=LINES)
def test_the_signs_of_a_line_are_what_its_patterns_say(text: str) -> None:
    words, signs = words_of(text), signs_of(text, words_of(text))
    assert signs.section is _cues.section_start(text, words)
    assert signs.reason is _cues.reason_of(text, words)
    assert signs.more is _cues.points_to_more(text, words)
    assert signs.metadata is (is_byline(text) or is_stamp_line(text))


@settings(max_examples=examples(400))
@given(text=st.lists(st.sampled_from(MORE_WORDS.split())).map(" ".join))
def test_a_line_that_sends_its_reader_on_is_known_by_two_words(text: str) -> None:
    assert _cues.points_to_more(text, words_of(text)) == bool(_cues.MORE.search(text))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("We use cookies to improve this page", DropReason.COOKIES),
        ("© 2031 Harbour Post", DropReason.LEGAL),
        ("Unlock this story and all others", DropReason.PAYWALL),
        ("Start your free trial", DropReason.PAYWALL),
        ("Leave a comment", DropReason.COMMENTS),
        ("Also read: Ferry crews vote", DropReason.RELATED),
        ("Sponsored content", DropReason.ADVERT),
        ("The crews have already read the report on the harbour", None),
    ],
)
def test_a_line_of_the_page_says_so(line: str, reason: DropReason | None) -> None:
    assert _cues.reason_of(line, words_of(line)) is reason
