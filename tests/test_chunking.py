from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.chunking import chunk, halve
from tests.factories import STORY, article


def words(text: str) -> int:
    return len(text.split())


def test_an_article_that_fits_is_one_chunk() -> None:
    found = chunk(article(), words, 1000)
    assert [piece.span for piece in found] == [article().story]


def test_a_model_without_a_bound_gets_the_whole_story() -> None:
    assert len(chunk(article(STORY * 50), words, None)) == 1


def test_a_long_article_is_cut_between_sentences() -> None:
    text = "A title\n\n" + " ".join(f"Sentence number {n} ends here." for n in range(40))
    story = article(text)
    found = chunk(story, words, 30)
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
    found = chunk(story, words, 10)
    assert all(words(story.slice(piece.span)) <= 10 for piece in found)
    assert " ".join(story.slice(piece.span) for piece in found).split() == story.text.split()


def test_an_empty_story_has_no_chunk() -> None:
    assert chunk(article("   "), words, 10) == []


def test_a_limit_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="limit of 0"):
        chunk(article(), words, 0)


def test_halving_cuts_between_sentences_and_loses_nothing() -> None:
    story = article()
    whole = chunk(story, words, None)[0]
    first, second = halve(story, whole)
    assert first.span.end == second.span.start
    assert (first.span.start, second.span.end) == (whole.span.start, whole.span.end)


def test_a_single_sentence_is_not_halved() -> None:
    story = article("One sentence only.")
    whole = chunk(story, words, None)[0]
    assert halve(story, whole) == [whole]


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
