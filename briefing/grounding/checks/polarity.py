"""What a claim turns round: a "not" more or less than its source, or a word for its opposite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from briefing.grounding._lexicon import DENIAL_STEMS, NEGATION, NOT_PREFIXED, OPPOSITES, WEAK_OPPOSITES
from briefing.grounding.checks.context import Context, is_content
from briefing.grounding.reading import Word
from briefing.language.stems import stem
from briefing.schema.base import Span
from briefing.schema.evidence import Reason, ReasonCode

_REACH = 4
"""Words that a negation reaches forward."""
_NEAR = 0.45
"""Share of a claim's telling words that a sentence needs before its polarity counts against the claim."""
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis", "anti")


def check_polarity(context: Context) -> Iterator[Reason]:
    """Negations and opposites (``negation_differs``) in claims that rest on one sentence."""
    nearest = context.nearest
    if nearest is None or context.claim.text.rstrip().endswith("?"):
        return
    words = context.read.words
    source = context.index.words_of(nearest)
    yield from _opposites(context, words)
    if context.overlap(nearest) >= _NEAR:
        yield from _negations(context, words, source)


def _negations(context: Context, words: Sequence[Word], source: Sequence[Word]) -> Iterator[Reason]:
    """A word that is negated on one side alone, where nothing else denies on the other."""
    ours, theirs = negated(words), negated(source)
    plain = {word.stem for at, word in enumerate(source) if not _denied(source, at)}
    held = _negated_stems(context)
    for at in ours:
        stemmed = words[at].stem
        absent = stemmed in context.index.stems and not _denies(context, context.aligned)
        if stemmed not in held and (stemmed in plain or absent):
            yield _differs(context, words[at].form, source)
            return
    if theirs and not ours and not any(_is_denial(word) for word in words):
        shared = {source[at].stem for at in theirs} & context.stems
        plain = {word.stem for at, word in enumerate(source) if at not in theirs}
        if shared - plain:
            head = next(word for word in words if word.stem in shared - plain)
            yield _differs(context, head.form, source)


def negated(words: Sequence[Word]) -> dict[int, int]:
    """The first content word that each negation reaches, by its place, with the place of the negation."""
    found: dict[int, int] = {}
    for at, word in enumerate(words):
        if is_negation(word):
            for reach in range(at + 1, min(at + 1 + _REACH, len(words))):
                if is_content(words[reach]):
                    found.setdefault(reach, at)
                    break
    return found


def is_negation(word: Word) -> bool:
    return word.folded in NEGATION or word.folded.endswith(("n't", "n’t"))


def _negated_stems(context: Context) -> set[str]:
    """The stems that the aligned sentences negate, by a word before them or by a prefix ("unsigned")."""
    held: set[str] = set()
    for number in context.aligned:
        words = context.index.words_of(number)
        held.update(words[at].stem for at in negated(words))
        for word in words:
            held.update(stem(word.folded[len(p) :]) for p in _PREFIXES if word.folded.startswith(p))
    return held


def _denied(words: Sequence[Word], at: int) -> bool:
    """Whether something denies within reach before (or right after) a word."""
    return any(_is_denial(word) for word in words[max(0, at - 2 * _REACH) : at + 2])


def _is_denial(word: Word) -> bool:
    prefixed = word.folded.startswith(("un", "dis")) and word.folded not in NOT_PREFIXED
    return is_negation(word) or word.stem in DENIAL_STEMS or prefixed


def _denies(context: Context, sentences: Sequence[int]) -> bool:
    return any(_is_denial(word) for number in sentences for word in context.index.words_of(number))


def _opposites(context: Context, words: Sequence[Word]) -> Iterator[Reason]:
    """A word in the place of its opposite, which the sentence that the claim rests on has."""
    ours = negated(words)
    named = {at for mention in context.read.mentions for at in range(mention.first, mention.last)}
    for at, word in enumerate(words):
        if at in named or (word.capital and not word.opens and context.read.cased):
            continue
        if at and words[at - 1].folded in {"year", "years"}:
            continue
        for number in context.aligned:
            other = _opposite_in(context, words, at, number)
            if other is not None and (at in ours) == _is_negated(context.index.words_of(number), other):
                span = Span(start=other.start, end=other.end)
                yield context.reason(ReasonCode.NEGATION_DIFFERS, word.form, other.form, span)
                break


def _opposite_in(context: Context, words: Sequence[Word], at: int, number: int) -> Word | None:
    """The opposite of a claim's word in one sentence, where the claim has not that one too.

    In the nearest sentence the word must be foreign to the source; elsewhere, or where the source has the word too
    or the pair is a common one, both must stand beside the same word.
    """
    word, source = words[at], context.index.words_of(number)
    held = {each.stem: place for place, each in enumerate(source)}
    if word.stem in held:
        return None
    place = next((held[o] for o in _opposed(word, held) if o not in context.stems), None)
    if place is None:
        return None
    foreign = word.stem not in context.index.stems and word.folded not in WEAK_OPPOSITES
    if foreign and number == context.nearest:
        return source[place]
    return source[place] if _same_place(words, at, source, place) else None


def _is_negated(words: Sequence[Word], word: Word) -> bool:
    return any(words[place] == word for place in negated(words))


def _same_place(words: Sequence[Word], at: int, source: Sequence[Word], place: int) -> bool:
    """Whether a content word beside it is the same on both sides, or the words on both its sides are."""
    agreeing = [
        words[at + by]
        for by in (-1, 1)
        if 0 <= at + by < len(words)
        and 0 <= place + by < len(source)
        and words[at + by].stem == source[place + by].stem
    ]
    return len(agreeing) == 2 or any(is_content(word) for word in agreeing)


def _opposed(word: Word, held: Mapping[str, int]) -> Iterator[str]:
    """The stems among ``held`` that say the opposite of a word."""
    yield from sorted(OPPOSITES.get(word.stem, frozenset()) & held.keys())
    for prefix in _PREFIXES:
        if word.folded.startswith(prefix) and len(word.folded) > len(prefix) + 3:
            bare = stem(word.folded[len(prefix) :])
            if bare in held:
                yield bare
        if len(word.folded) > 3 and (grown := stem(prefix + word.folded)) in held:
            yield grown


def _differs(context: Context, claimed: str, source: Sequence[Word]) -> Reason:
    span = Span(start=source[0].start, end=source[-1].end)
    return context.reason(ReasonCode.NEGATION_DIFFERS, claimed, span.slice(context.index.text), span)
