"""A name in a claim that the article never has, however spelt, shortened or inflected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from rapidfuzz import fuzz

from briefing.checking.reading import ComparedText, ComparedWord, Place
from briefing.checking.rules.names import capitals, is_adjective
from briefing.checking.rules.passage import CitedPassage
from briefing.language._names_data import TITLE_WORDS
from briefing.language.names import canonical_organisation, canonical_state, is_acronym_of, kind_of
from briefing.schema.article import Article
from briefing.schema.terms import ActorKind
from briefing.schema.verdict import Objection, Problem

_PLACING = frozenset(["in", "at", "from", "near", "to", "of", "outside", "around"])
"""Before a lone name: what follows is no adjective of a party or people, of which there are too many to know."""
_SPELLINGS = 70
"""Similarity of two words from which they may be spellings of one name."""
_ABBREVIATED = 3
"""Letters of an abbreviation without a dot."""
_SHORTEST = 4
"""Letters of a word that tells one name from others."""
_WORDS = re.compile(r"[^\W\d_]+")


class Unheard:
    """Finds names of people and places that stand nowhere in an article.

    Offices, bodies and states have too many names for this: "the Home Office" may be what the article calls the
    ministry. Nor are acronyms looked at, and a lone name only where its place or its ending shows that it is one.
    """

    def __init__(self, article: Article) -> None:
        self._text = "\n".join(filter(None, (article.text, article.title, article.outlet, *article.authors)))

    def objections(self, claim: ComparedText, field: str, passage: CitedPassage) -> Iterator[Objection]:
        """Names that the article has in no form."""
        if not claim.cased:
            return
        for place in capitals(claim):
            form = claim.text[claim.words[place[0]].start : claim.words[place[1] - 1].end]
            if self._is_told(claim, place, form) and not self._is_heard(claim, place, form):
                yield passage.objection(Problem.NOT_STATED, field, form)

    def _is_told(self, claim: ComparedText, place: Place, form: str) -> bool:
        """Whether words with capitals are surely the name of a person or a place."""
        first, last = place
        words = claim.words[first:last]
        if not _is_plain(words[-1]) or any(word.folded in TITLE_WORDS for word in words):
            return False
        if claim.dated(words[0].start, words[-1].end):
            return False
        if kind_of(form) not in (None, ActorKind.PERSON) or is_adjective(form):
            return False
        placed = first > 0 and claim.folded[first - 1] in _PLACING
        return last - first > 1 or placed or len(words[0].form) > len(words[0].folded)

    def _is_heard(self, claim: ComparedText, place: Place, form: str) -> bool:
        """Whether the article has any word of a name, or what may stand for it."""
        telling = [word for word in claim.folded[slice(*place)] if len(word) >= _SHORTEST]
        if any(f" {word}" in self._folded for word in telling):
            return True  # as nearly always: the article need not be read word by word
        return (
            any(map(self._has, telling))
            or any(is_acronym_of(short, form) for short in self._short)
            or any(name in self._known for name in _known(form))
        )

    def _has(self, word: str) -> bool:
        """Whether the article has a word, one that begins like it, or its abbreviation."""
        return (
            any(each.startswith(word) for each in self._words)
            or any(each[:_SHORTEST] == word[:_SHORTEST] or fuzz.ratio(each, word) >= _SPELLINGS for each in self._names)
            or any(_abbreviates(short.casefold(), word) for short in self._short)
        )

    @cached_property
    def _folded(self) -> str:
        return self._text.casefold()

    @cached_property
    def _read(self) -> ComparedText:
        """The article, read at the first name that a claim puts before it."""
        return ComparedText(self._text)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(self._read.folded)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The words that the article prints with a capital."""
        return frozenset(word.folded for word in self._read.words if word.capital)

    @cached_property
    def _short(self) -> frozenset[str]:
        """What may be an abbreviation: all in capitals, short, or with a dot."""
        forms = (match for match in _WORDS.finditer(self._text) if match[0][0].isupper())
        return frozenset(
            match[0]
            for match in forms
            if match[0].isupper() or len(match[0]) <= _ABBREVIATED or self._text[match.end() : match.end() + 1] == "."
        )

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(name for _, name in self._read.known)


def _is_plain(word: ComparedWord) -> bool:
    """Whether a word is spelt as names are: one capital, letters, and not so short that much may stand for it."""
    return len(word.folded) >= _SHORTEST and word.folded.isalpha() and word.form[1 : len(word.folded)].islower()


def _known(form: str) -> Iterator[str]:
    yield from filter(None, (canonical_state(form), canonical_organisation(form)))


def _abbreviates(short: str, word: str) -> bool:
    """Whether the letters of an abbreviation are some of a word's in order, the first being its first."""
    rest = iter(word)
    return short[0] == word[0] and all(letter in rest for letter in short)
