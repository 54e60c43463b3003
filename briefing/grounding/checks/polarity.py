"""What a claim turns round: a "not" more or less than its source, or a word for its opposite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.grounding._lexicon import WEAK_OPPOSITES
from briefing.grounding.checks.context import Context
from briefing.grounding.negation import is_denial, negated_places, opposite_stems
from briefing.grounding.reading import Word
from briefing.schema.base import Span
from briefing.schema.evidence import Reason, ReasonCode

_NEAR = 0.45
"""Share of a claim's telling words that a sentence needs before its polarity counts against the claim."""

_RESTS = 0.6
"""The share from which the claim rests on it alone: what it nowhere denies, the claim may not."""


def check_polarity(context: Context) -> Iterator[Reason]:
    """Negations and opposites (``negation_differs``) in claims that rest on one sentence. Questions have neither."""
    nearest = context.nearest
    if nearest is None or context.claim.text.rstrip().endswith("?"):
        return
    negated = negated_places(context.read.words)
    yield from _opposites(context, negated)
    if context.overlap(nearest) >= _NEAR:
        yield from _negations(context, nearest, negated)


def _negations(context: Context, nearest: int, ours: frozenset[int]) -> Iterator[Reason]:
    """A word that is negated on one side alone, where nothing else denies on the other."""
    words, index = context.read.words, context.index
    theirs = index.polarity(nearest)
    aligned = [index.polarity(number) for number in context.aligned]
    rests = context.overlap(nearest) >= _RESTS
    for at in sorted(ours):
        head = words[at].stem
        absent = rests and head in index.stems and not any(sentence.denies for sentence in aligned)
        negated_there = any(head in sentence.negated_stems for sentence in aligned)
        # "No price" may stand on "kept secret": only a verb or adjective is plainly the other way.
        noun = any(word.folded == "no" for word in words[max(0, at - 3) : at])
        if not negated_there and ((head in theirs.plain_stems and not noun) or absent):
            yield _differs(context, words[at].form, nearest)
            return
    if theirs.negated and not ours and not any(is_denial(word.folded, word.stem) for word in words):
        source = index.words_of(nearest)
        plain = {word.stem for at, word in enumerate(source) if at not in theirs.negated}
        lost = ({source[at].stem for at in theirs.negated} & context.stems) - plain
        if lost:
            head_word = next(word for word in words if word.stem in lost)
            yield _differs(context, head_word.form, nearest)


def _opposites(context: Context, ours: frozenset[int]) -> Iterator[Reason]:
    """A word in the place of its opposite, which the sentence that the claim rests on has."""
    words, stems, prefixed = context.read.words, context.index.stems, context.index.prefixed
    named = context.read.mentioned
    for at, word in enumerate(words):
        listed = opposite_stems(word.folded, word.stem)
        if not listed and word.stem not in prefixed:
            continue
        opposites = [o for o in listed if o in stems]
        if word.stem in prefixed:
            opposites.append(prefixed[word.stem])
        if not opposites or at in named or (word.capital and not word.opens and context.read.cased):
            continue
        if at and words[at - 1].folded in {"year", "years"}:
            continue
        for number in context.aligned:
            place = _opposite_in(context, at, number, opposites)
            if place is not None and (at in ours) == (place in context.index.polarity(number).negated):
                other = context.index.words_of(number)[place]
                span = Span(start=other.start, end=other.end)
                yield context.reason(ReasonCode.NEGATION_DIFFERS, word.form, other.form, span)
                break


def _opposite_in(context: Context, at: int, number: int, opposites: Sequence[str]) -> int | None:
    """The place of the opposite of a claim's word in one sentence, where the claim has not that one too.

    In the nearest sentence the word must be foreign to the source; elsewhere, or where the source has the word too
    or the pair is a common one, both must stand beside the same words.
    """
    word, places = context.read.words[at], context.index.polarity(number).places
    if word.stem in places:
        return None
    place = next((places[o] for o in opposites if o in places and o not in context.stems), None)
    if place is None:
        return None
    foreign = word.stem not in context.index.stems and word.folded not in WEAK_OPPOSITES
    if foreign and number == context.nearest:
        return place
    return place if _same_place(context.read.words, at, context.index.words_of(number), place) else None


def _same_place(words: Sequence[Word], at: int, source: Sequence[Word], place: int) -> bool:
    """Whether a content word beside it is the same on both sides, or the words on both its sides are."""
    agreeing = [
        words[at + by]
        for by in (-1, 1)
        if 0 <= at + by < len(words)
        and 0 <= place + by < len(source)
        and words[at + by].stem == source[place + by].stem
    ]
    return len(agreeing) == 2 or any(word.content for word in agreeing)


def _differs(context: Context, claimed: str, sentence: int) -> Reason:
    span = context.index.sentences[sentence]
    return context.reason(ReasonCode.NEGATION_DIFFERS, claimed, span.slice(context.index.text), span)
