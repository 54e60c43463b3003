"""Passages that address a language model and not a reader: ``ignore previous instructions``, fake turns, end marks.

They are no news, and whoever wrote them wants them to be obeyed. They are left out of an article, and listed. An
article *about* such orders loses the sentences that quote them, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from briefing.cleaning._orders import MOST, Finding, addresses_model, places_in, signs_in, words_of
from briefing.cleaning._pieces import DocumentReading, Facts, Piece, cut_out, holds_unseen, unseen_letters
from briefing.schema.article import Dropped, DropReason
from briefing.schema.base import Span
from briefing.schema.document import Carried, Document, MediaType

_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]{0,3}(?:\s+|$)")
_MOST_AFTER = 4
_SHORT_REST = 120
"""Behind an order its paragraph goes on with it: all of the paragraph, or four sentences where it is a long one."""
_MARK_WORDS = 8
"""A paragraph of so few words that addresses a model opens a passage: the next one goes with it, and those behind that
as long as they are as short."""
_MARK = 80
_BULLET = re.compile(r"\s+(?:[-*•–·>]\s+)?$")
_GAP = 8
"""White space that may stand between two paragraphs."""
_UNSEEN_BYTES = b"\xf3\xa0"
"""What each character begins with, in UTF-8, that spells letters unseen: looking for it takes a tenth of the time."""
_LEAST_UNSEEN = 8
"""Letters spelt in characters that no reader sees: fewer are a flag or a slip."""

_Passages = Callable[[str], list[tuple[int, int]]]
"""The ranges of a paragraph that address a model."""


def without_addresses(reading: DocumentReading, source: Document) -> DocumentReading:
    """The reading without the passages that address a language model; they are listed among what was left out."""
    document = source.text
    unseen = list(_unseen(document))
    has_tags = source.ref.media_type is not MediaType.TEXT
    out = [_words_of(drop, document, has_tags) for drop in reading.dropped]
    whole = "\n".join([*(piece.text for piece in reading.pieces), *out])
    words = words_of(whole) if reading.words is None or holds_unseen(document) else reading.words
    signs = signs_in(whole, words)
    passages_of = partial(_passages, signs, words)
    if not unseen and next(places_in(whole, signs, words), None) is None:
        return reading
    marked = [
        drop.model_copy(update={"reason": DropReason.ADDRESSED}) if passages_of(text) else drop
        for drop, text in zip(reading.dropped, out, strict=True)
    ]
    marked, opening = _opened(marked, out, document)
    kept, left = _cut(reading.pieces, passages_of, document, opening)
    facts = replace(reading.facts, **_unordered(reading.facts))
    return replace(reading, pieces=tuple(kept), facts=facts, dropped=(*marked, *left, *unseen))


def _cut(
    pieces: Sequence[Piece],
    passages_of: Callable[[str], list[tuple[int, int]]],
    document: str,
    opening: Collection[int],
) -> tuple[list[Piece], list[Dropped]]:
    """The pieces without what addresses a model; ``opening`` is where passages end that open one."""
    kept: list[Piece] = []
    left: list[Dropped] = []
    opened = False
    for piece in pieces:
        opened = opened or _behind(piece.source, document) in opening
        passages = passages_of(piece.text)
        opens = bool(passages) and _opens_passage(piece.text, *passages[-1])
        if opened:
            passages, opens = [(0, len(piece.text))], opens or len(piece.text.split()) <= _MARK_WORDS
        opened = opens
        parts, out = cut_out(piece, passages) if passages else ([piece], [])
        kept.extend(parts)
        left.extend(Dropped(span=each.source, reason=DropReason.ADDRESSED) for each in out)
    return kept, left


def _opened(dropped: Sequence[Dropped], texts: Sequence[str], document: str) -> tuple[list[Dropped], set[int]]:
    """What was left out, with what goes on with an order marked too, and where passages end that open one."""
    ends: set[int] = set()
    found: dict[int, Dropped] = {}
    for place in sorted(range(len(dropped)), key=lambda each: dropped[each].span.start):
        drop, text = dropped[place], texts[place]
        goes_on = _behind(drop.span, document) in ends and len(text.split()) <= _MARK_WORDS
        if goes_on or (drop.reason is DropReason.ADDRESSED and _opens_passage(text, 0, len(text))):
            ends.add(drop.span.end)
        found[place] = drop.model_copy(update={"reason": DropReason.ADDRESSED}) if goes_on else drop
    return [found[place] for place in range(len(dropped))], ends


def _behind(span: Span, document: str) -> int:
    """Where what stands before a passage of the document ends."""
    start = span.start
    between = document[max(0, start - _GAP) : start]
    return start - len(between) + len(_BULLET.sub("", between))


def _words_of(drop: Dropped, document: str, has_tags: bool) -> str:
    """What was left out, without the tags in it: in a plain text they are words like others."""
    text = drop.span.slice(document)[:MOST]
    return re.sub(r"<[^<>]*>", " ", text) if has_tags and "<" in text and ">" in text else text


def carried_without_orders(carried: Carried) -> Carried:
    """What a carrier states but for what addresses a language model."""
    return carried.model_copy(update=_unordered(carried))


def _unordered(stated: Facts | Carried) -> dict[str, Any]:
    """The statements that may hold an order, as they stand without one."""
    title, outlet = stated.title, stated.outlet
    return {
        "title": None if title and addresses_model(title) else title,
        "outlet": None if outlet and addresses_model(outlet) else outlet,
        "authors": tuple(name for name in stated.authors if not addresses_model(name)),
    }


def _unseen(document: str) -> Iterator[Dropped]:
    """The passage that a document spells in characters that no reader sees."""
    if document.isascii() or _UNSEEN_BYTES not in document.encode("utf-8", "surrogatepass"):
        return
    places = [match.start() for match in re.finditer("[\U000e0020-\U000e007e\U000e0100-\U000e01ef]", document)]
    if places and len(unseen_letters(document)) >= _LEAST_UNSEEN:
        yield Dropped(span=Span(start=places[0], end=places[-1] + 1), reason=DropReason.ADDRESSED)


def _passages(signs: Sequence[Finding], words: Collection[str], text: str) -> list[tuple[int, int]]:
    """The ranges of a paragraph that address a model: whole sentences, with those that go on with the order."""
    places = sorted(places_in(text, signs, words))
    if not places:
        return []
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    edges = [0, *ends] if ends and ends[-1] == len(text) else [0, *ends, len(text)]
    found: list[tuple[int, int]] = []
    for low, high in places:
        first = max(edge for edge in edges if edge <= low)
        last = min(edge for edge in edges if edge >= high)
        if len(text[last:].split()) <= _SHORT_REST:
            last = len(text)
        else:
            last = edges[min(len(edges) - 1, edges.index(last) + _MOST_AFTER)]
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _opens_passage(text: str, start: int, end: int) -> bool:
    """Whether the end of a paragraph, which addresses a model, is no more than the opening of what is said to it."""
    passage = text[start:end].rstrip()
    is_mark = len(passage) <= _MARK and len(passage.split()) <= _MARK_WORDS
    return end == len(text) and (is_mark or passage.endswith(":"))
