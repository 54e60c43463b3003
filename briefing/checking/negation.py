"""What the words of a sentence deny, and of which stems a word says the opposite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.checking._lexicon import DENIAL_STEMS, NEGATION, NOT_PREFIXED, OPPOSITES
from briefing.checking.reading import Word
from briefing.language.stems import stem

_REACH = 4
"""Words that a negation reaches forward."""
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis", "anti")
_DENYING_PREFIXES = ("un", "dis")
_SHORTEST = 4
"""Letters that a word needs behind a prefix for the prefix to turn it round."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """What the words of one sentence deny, by their places in it.

    Attributes:
        negated: the first content word that each negation reaches.
        denied: all words that something denies from near.
        denies: whether anything in the sentence denies at all.
        negated_stems: the stems of ``negated``, and those that a prefix turns round ("unsigned").
        plain_stems: the stems that nothing denies from near.
        places: the last place of each stem.
    """

    negated: frozenset[int]
    denied: frozenset[int]
    denies: bool
    negated_stems: frozenset[str]
    plain_stems: frozenset[str]
    places: Mapping[str, int]


def polarity_of(words: Sequence[Word]) -> Polarity:
    """Read the polarity of the words of a sentence."""
    denials = [at for at, word in enumerate(words) if is_denial(word.folded, word.stem)]
    denied = {at for denial in denials for at in range(max(0, denial - 1), min(len(words), denial + 2 * _REACH + 1))}
    negated = negated_places(words)
    stems = {words[at].stem for at in negated}
    stems.update(bare for word in words for bare in without_prefix(word.folded))
    return Polarity(
        negated=negated,
        denied=frozenset(denied),
        denies=bool(denials),
        negated_stems=frozenset(stems),
        plain_stems=frozenset(word.stem for at, word in enumerate(words) if at not in denied),
        places={word.stem: at for at, word in enumerate(words)},
    )


def negated_places(words: Sequence[Word]) -> frozenset[int]:
    """The places of the first content words that negations reach."""
    found: set[int] = set()
    for at, word in enumerate(words):
        if is_negation(word.folded):
            ahead = range(at + 1, min(at + 1 + _REACH, len(words)))
            found.update([next((reach for reach in ahead if words[reach].content), at)])
    return frozenset(found - {at for at in found if is_negation(words[at].folded)})


@lru_cache(maxsize=8192)
def is_negation(folded: str) -> bool:
    """Whether a word turns round what it stands before: "not", "never", "hasn't"."""
    return folded in NEGATION or folded.endswith(("n't", "n’t"))


@lru_cache(maxsize=8192)
def is_denial(folded: str, stemmed: str) -> bool:
    """Whether a word denies in any way: a negation, "refuse", "unsigned"."""
    prefixed = folded.startswith(_DENYING_PREFIXES) and folded not in NOT_PREFIXED
    return is_negation(folded) or stemmed in DENIAL_STEMS or prefixed


@lru_cache(maxsize=8192)
def opposite_stems(folded: str, stemmed: str) -> tuple[str, ...]:
    """The stems that say the opposite of a word: those listed, and what a prefix turned round."""
    return (*sorted(OPPOSITES.get(stemmed, frozenset())), *without_prefix(folded))


@lru_cache(maxsize=8192)
def without_prefix(folded: str) -> tuple[str, ...]:
    """The stems that a word turns round by its prefix: that of "fair" for "unfair"; mostly none."""
    long = (p for p in _PREFIXES if folded.startswith(p) and len(folded) >= len(p) + _SHORTEST)
    return tuple(stem(folded[len(prefix) :]) for prefix in long)
