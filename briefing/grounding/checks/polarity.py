"""What a claim turns round: a "not" more or less than its source, or a word for its opposite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.grounding._lexicon import DENIAL_STEMS, NEGATION, OPPOSITES, WEAK_OPPOSITES
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
    yield from _opposites(context, words, source)
    if context.overlap(nearest) >= _NEAR:
        yield from _negations(context, words, source)


def _negations(context: Context, words: Sequence[Word], source: Sequence[Word]) -> Iterator[Reason]:
    """A word that is negated on one side alone, where nothing else denies on the other."""
    ours, theirs = negated(words), negated(source)
    if ours and not _denies(context, context.aligned):
        head = words[min(ours)]
        if head.stem in context.index.stems:
            yield _differs(context, head.form, source)
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


def _is_denial(word: Word) -> bool:
    return is_negation(word) or word.stem in DENIAL_STEMS or word.folded.startswith(_PREFIXES)


def _denies(context: Context, sentences: Sequence[int]) -> bool:
    return any(_is_denial(word) for number in sentences for word in context.index.words_of(number))


def _opposites(context: Context, words: Sequence[Word], source: Sequence[Word]) -> Iterator[Reason]:
    """A word in the place of its opposite: the source's sentence has that one, and the source never this one."""
    held = {word.stem: word for word in source}
    ours, theirs = negated(words), negated(source)
    for at, word in enumerate(words):
        if word.stem in context.index.stems:
            continue
        other = next((held[o] for o in _opposed(word, held) if o not in context.stems), None)
        if other is None or (at in ours) != ((place := source.index(other)) in theirs):
            continue
        if word.folded in WEAK_OPPOSITES and not _same_place(words, at, source, place):
            continue
        span = Span(start=other.start, end=other.end)
        yield context.reason(ReasonCode.NEGATION_DIFFERS, word.form, other.form, span)


def _same_place(words: Sequence[Word], at: int, source: Sequence[Word], place: int) -> bool:
    """Whether a word before or after is the same on both sides."""
    return any(
        0 <= at + by < len(words) and 0 <= place + by < len(source) and words[at + by].stem == source[place + by].stem
        for by in (-1, 1)
    )


def _opposed(word: Word, held: dict[str, Word]) -> Iterator[str]:
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
