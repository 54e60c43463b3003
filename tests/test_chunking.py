from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.chunking import Chunk, TokenCounter, chunk, halve
from briefing.schema.base import Span
from tests.factories import STORY, article


def words(text: str) -> int:
    return len(text.split())


def test_an_article_that_fits_is_one_chunk() -> None:
    found = chunk(article(), words, 1000, overlap=0)
    assert [piece.span for piece in found] == [article().story]


def test_a_model_without_a_bound_gets_the_whole_story() -> None:
    assert len(chunk(article(STORY * 50), words, None, overlap=0)) == 1


def test_a_long_article_is_cut_between_sentences() -> None:
    text = "A title\n\n" + " ".join(f"Sentence number {n} ends here." for n in range(40))
    story = article(text)
    found = chunk(story, words, 30, overlap=0)
    assert len(found) > 1
    for piece in found:
        assert words(story.slice(piece.span)) <= 30
        assert story.slice(piece.span).endswith((".", "title"))


def test_a_chunk_repeats_the_end_of_the_one_before() -> None:
    text = "A title\n\n" + " ".join(f"Sentence number {n} ends here." for n in range(40))
    found = chunk(article(text), words, 30, overlap=10)
    for before, after in pairwise(found):
        assert before.span.overlap(after.span) > 0
        assert after.span.start > before.span.start


def test_a_sentence_above_the_limit_is_cut_between_words() -> None:
    story = article("word " * 100 + "end")
    found = chunk(story, words, 10, overlap=0)
    assert all(words(story.slice(piece.span)) <= 10 for piece in found)
    assert " ".join(story.slice(piece.span) for piece in found).split() == story.text.split()


def test_an_empty_story_has_no_chunk() -> None:
    assert chunk(article("   "), words, 10, overlap=0) == []


def test_a_limit_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="limit of 0"):
        chunk(article(), words, 0, overlap=0)


def shown(text: str, limit: int, overlap: int, count: TokenCounter = words) -> list[str]:
    """The words of each chunk."""
    story = article(text)
    return [story.slice(piece.span) for piece in chunk(story, count, limit, overlap=overlap)]


LIKE = "One two three. Four five six. Seven eight nine. Ten eleven twelve."
"""Four sentences of three words."""

PACKED = {
    "as many sentences as fit, the limit included": (
        (LIKE, 9, 0),
        ["One two three. Four five six. Seven eight nine.", "Ten eleven twelve."],
    ),
    "one word short of the limit": (
        (LIKE, 8, 0),
        ["One two three. Four five six.", "Seven eight nine. Ten eleven twelve."],
    ),
    "a repeated sentence has the overlap's size at most": (
        (LIKE, 6, 3),
        ["One two three. Four five six.", "Four five six. Seven eight nine.", "Seven eight nine. Ten eleven twelve."],
    ),
    "a sentence above the overlap is not repeated": (
        (LIKE, 6, 2),
        ["One two three. Four five six.", "Seven eight nine. Ten eleven twelve."],
    ),
    "of an overlap above it half the limit is repeated": (
        ("Aa bb. Cc dd. Ee ff. Gg hh. Ii jj. Kk ll.", 8, 8),
        ["Aa bb. Cc dd. Ee ff. Gg hh.", "Ee ff. Gg hh. Ii jj. Kk ll."],
    ),
    "the last sentence is repeated, however short the first": (
        ("Aa. Bb cc dd. Ee ff gg.", 6, 1),
        ["Aa. Bb cc dd.", "Ee ff gg."],
    ),
    "the last sentence is repeated, however long the first": (
        ("Aa bb cc. Dd. Ee ff gg.", 6, 1),
        ["Aa bb cc. Dd.", "Dd. Ee ff gg."],
    ),
    "what is repeated leaves room for the next sentence": (
        ("Aa bb. Cc dd. Ee ff gg hh.", 6, 2),
        ["Aa bb. Cc dd.", "Cc dd. Ee ff gg hh."],
    ),
    "and nothing is where it leaves none": (
        ("Aa bb. Cc dd. Ee ff gg hh.", 5, 2),
        ["Aa bb. Cc dd.", "Ee ff gg hh."],
    ),
    "the white space between sentences counts": (
        ("Aaa. Bbb. Ccc.", 9, 0, len),
        ["Aaa. Bbb.", "Ccc."],
    ),
    "and keeps them apart where it is too much": (
        ("Aaa. Bbb. Ccc.", 8, 0, len),
        ["Aaa.", "Bbb.", "Ccc."],
    ),
    "a long sentence is cut before the word in its middle": (
        ("aaaa bbbb cccc dddd", 10, 0, len),
        ["aaaa bbbb", "cccc dddd"],
    ),
    "a word is cut in its middle": (("abcdefgh", 4, 0, len), ["abcd", "efgh"]),
    "and where that is uneven, before it": (("abcdefg", 6, 0, len), ["abc", "defg"]),
    "two characters that do not fit are cut": (("ab", 2, 0, lambda text: 2 * len(text)), ["a", "b"]),
    "a character is not cut, whatever it costs": (("ab", 2, 0, lambda text: 3 * len(text)), ["a", "b"]),
}


@pytest.mark.parametrize(("given", "expected"), PACKED.values(), ids=PACKED)
def test_chunks_are_filled_with_sentences(given: tuple[Any, ...], expected: list[str]) -> None:
    assert shown(*given) == expected


def test_chunks_are_counted_from_nought() -> None:
    assert [piece.index for piece in chunk(article(LIKE), words, 3, overlap=0)] == [0, 1, 2, 3]
    assert [piece.index for piece in chunk(article(LIKE), words, 12, overlap=0)] == [0]


def test_a_story_that_just_fits_is_shown_as_it_is() -> None:
    text = "  One two. \n"
    assert shown(text, 2, 0) == [text]
    assert shown(text, 1, 0) == ["One", "two."]


def test_a_text_of_six_tokens_a_character_that_fits_is_not_counted() -> None:
    asked: list[str] = []

    def count(text: str) -> int:
        asked.append(text)
        return 1

    chunk(article("ten chars."), count, 61, overlap=0)
    assert asked == []
    chunk(article("ten chars."), count, 60, overlap=0)
    assert asked == ["ten chars."]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The ferry sails. The crew rests.", "The ferry sails. ", "The crew rests."),
        ("Aaa. Bbb. Cccccccccccccccccc.", "Aaa. Bbb. ", "Cccccccccccccccccc."),
        ("Aaaaaaaaaaaaaaaaaaa. Bbb. Ccc.", "Aaaaaaaaaaaaaaaaaaa. ", "Bbb. Ccc."),
        ("Aa aa. Bb bb. Cc cc. Dd dd. Ee ee. Ff ff.", "Aa aa. Bb bb. Cc cc. ", "Dd dd. Ee ee. Ff ff."),
    ],
)
def test_a_chunk_is_halved_before_the_sentence_nearest_its_middle(text: str, first: str, second: str) -> None:
    story = article(f"A title of the story\n\n{text}")
    piece = Chunk(3, Span(start=story.text.index(text), end=len(story.text)))
    halves = halve(story, piece)
    assert [story.slice(half.span) for half in halves] == [first, second]
    assert [half.index for half in halves] == [3, 3]


def test_a_single_sentence_is_not_halved() -> None:
    whole = Chunk(0, Span(start=0, end=18))
    assert halve(article("One sentence only."), whole) == [whole]


@given(
    st.lists(st.text(alphabet="abc é.\n“”", min_size=1, max_size=60), min_size=1, max_size=8),
    st.integers(min_value=1, max_value=12),
    st.integers(min_value=0, max_value=12),
)
def test_every_character_of_the_story_stands_in_a_chunk(parts: list[str], limit: int, overlap: int) -> None:
    story = article("\n\n".join(parts))
    found = chunk(story, len, limit, overlap=overlap)
    covered = {offset for piece in found for offset in range(piece.span.start, piece.span.end)}
    missing = [c for offset, c in enumerate(story.text) if offset not in covered and not c.isspace()]
    assert missing == []
    assert all(len(piece.span) <= limit for piece in found)
