"""Chunks: slices of an article that fit a prompt, cut between sentences, with overlap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefing.language.sentences import sentences
from briefing.schema.article import Article
from briefing.schema.base import Span

TokenCounter = Callable[[str], int]

_MOST_TOKENS_A_CHARACTER = 6
"""Four bytes of UTF-8, a token each at most in any byte-pair vocabulary, and half more for estimates of unknown ones:
a text that fits even so, as most articles do the windows of today, need not be counted (0.13 ms for 4,000)."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """``span`` is the range of `Article.text` that is shown; ``index`` counts from 0 in reading order."""

    index: int
    span: Span


def chunk(article: Article, count_tokens: TokenCounter, limit: int | None, *, overlap: int) -> list[Chunk]:
    """Cut the story of an article into chunks of at most ``limit`` tokens.

    Args:
        count_tokens: counts the tokens of a text for the model in use.
        limit: tokens a chunk may have; None where the model has no bound, which gives one chunk.
        overlap: tokens of the end of a chunk that the next one repeats, in whole sentences, so that an item
            whose parts stand on both sides of a cut is seen whole once.

    A single sentence above the limit is cut between words (and, without any, between characters). Every
    character of the story other than white space stands in at least one chunk.
    """
    story = article.story
    text = article.slice(story)
    if not text.strip():
        return []
    if limit is None or len(text) * _MOST_TOKENS_A_CHARACTER < limit or count_tokens(text) <= limit:
        return [Chunk(0, story)]
    if limit < 1:
        raise ValueError(f"a chunk needs room for a token, got a limit of {limit}")
    pieces = [
        piece
        for sentence in sentences(text, article.language or "en")
        for piece in _fitting(text, sentence, count_tokens, limit)
    ]
    spans = _pack(text, pieces, count_tokens, limit, min(overlap, limit // 2))
    return [Chunk(index, span) for index, span in enumerate(spans)]


def halve(article: Article, piece: Chunk) -> list[Chunk]:
    """The chunk in two parts, cut between the sentences nearest its middle; itself where it is one sentence."""
    parts = sentences(article.slice(piece.span), article.language or "en")
    if len(parts) < 2:
        return [piece]
    middle = len(piece.span) // 2
    cut = min(parts[1:], key=lambda part: abs(part.start - middle)).start + piece.span.start
    halves = Span(start=piece.span.start, end=cut), Span(start=cut, end=piece.span.end)
    return [Chunk(piece.index, half) for half in halves]


def _pack(text: str, pieces: list[Span], count: TokenCounter, limit: int, overlap: int) -> list[Span]:
    """Fill chunks greedily with pieces, each chunk starting with the tail of the one before."""

    def fit(first: int, end: int, most: int) -> bool:
        # The white space between sentences may cost tokens that no sentence has, so the slice itself is counted.
        return count(text[pieces[first].start : pieces[end - 1].end]) <= most

    spans: list[Span] = []
    first = end = 0
    while end < len(pieces):
        # A chunk that did not take this piece takes it no more: what is repeated ends behind its first.
        first, before = end, first
        while first > before and fit(first - 1, end, overlap) and fit(first - 1, end + 1, limit):
            first -= 1
        end += 1
        while end < len(pieces) and fit(first, end + 1, limit):
            end += 1
        spans.append(Span(start=pieces[first].start, end=pieces[end - 1].end))
    return spans


def _fitting(text: str, sentence: Span, count: TokenCounter, limit: int) -> list[Span]:
    """The sentence itself, or parts of it that fit, found by halving at the last white space before the middle."""
    if len(sentence) < 2 or count(sentence.slice(text)) <= limit:
        return [sentence]
    head, *_ = text[sentence.start : (sentence.start + sentence.end) // 2].rsplit(maxsplit=1)
    tail = text[sentence.start + len(head) : sentence.end].lstrip()
    parts = (
        Span(start=sentence.start, end=sentence.start + len(head)),
        Span(start=sentence.end - len(tail), end=sentence.end),
    )
    return [fitting for part in parts for fitting in _fitting(text, part, count, limit)]
