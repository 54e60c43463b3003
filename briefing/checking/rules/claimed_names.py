"""Names in a claim: in the place of another that the cited sentence has, or such as the article never has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz import fuzz

from briefing.checking.reading import FUNCTION, CitedPassage, ComparedText, ComparedWord, Place, SourceIndex
from briefing.checking.rules.names import Actors, Named, alike, capitals, is_adjective
from briefing.checking.rules.verbs import PASSIVE
from briefing.language._names_data import TITLE_WORDS
from briefing.language.names import canonical_organisation, canonical_state, is_acronym_of, kind_of
from briefing.language.topics import stem, word_set
from briefing.schema.article import Article
from briefing.schema.terms import ActorKind
from briefing.schema.verdict import Objection, Problem

_WEAK = word_set("the a an has have had is are was were be been will also s")
_SHARED = 2
"""Words beside two names that must be the same for one to be in the other's place; one more where their sort is
open."""
_MUTUAL = frozenset(
    map(stem, word_set("meet join marry fight face play draw equal resemble match divorce engage trade"))
)
"""Verbs that say the same of both sides, whichever stands first."""
_PLAIN = re.compile(r"\b[a-z]+\b")
_WITHIN = 10
_PLACING = frozenset(["in", "at", "from", "near", "to", "of", "outside", "around"])
"""Before a lone name: what follows is no adjective of a party or people, of which there are too many to know."""
_SPELLINGS = 70
"""Similarity of two words from which they may be spellings of one name."""
_ABBREVIATED = 3
"""Letters of an abbreviation without a dot."""
_SHORTEST = 4
"""Letters of a word that tells one name from others."""
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a text prints it in the words ``[first, last)``."""

    first: int
    last: int
    form: str
    words: frozenset[str]
    """Its folded words."""


class Names:
    """Finds names of claims in the places of others."""

    def __init__(self, index: SourceIndex, actors: Actors) -> None:
        self._index = index
        self._actors = actors
        self._read: dict[int, list[Name]] = {}
        self._known: dict[str, Named] = {}

    def objections(self, claim: ComparedText, field: str, passage: CitedPassage) -> Iterator[Objection]:
        """Names that have changed places, or that stand in the place of another."""
        names = self._names(claim)
        if not names:
            return
        for name, sentence in self._exchanged(claim, names, passage):
            yield passage.objection(Problem.WRONG_PARTY, field, name.form, sentence)
            return
        for name in names:
            taken = self._place(claim, name, names, passage)
            if taken is not None:
                yield passage.objection(Problem.WRONG_PARTY, field, name.form, taken)

    def _named(self, name: Name) -> Named:
        """Whom a name stands for: an actor of the draft, or whoever is called so."""
        found = self._known.get(name.form)
        if found is None:
            found = self._known[name.form] = self._actors.called(name.form) or Named((name.form,))
        return found

    def _of(self, sentence: int) -> list[Name]:
        found = self._read.get(sentence)
        if found is None:
            found = self._read[sentence] = self._names(self._index.reading(sentence))
        return found

    def _names(self, read: ComparedText) -> list[Name]:
        """The names of a text; none where capitals say nothing."""
        if not read.cased:
            return []
        found = []
        for first, last in capitals(read):
            start, end = read.words[first].start, read.words[last - 1].end
            if not read.dated(start, end):
                found.append(Name(first, last, read.text[start:end], frozenset(read.folded[first:last])))
        return found

    def _is_name(self, name: Name) -> bool:
        """Whether words with capitals are a name. A lone one that opens a text is where the draft has it as one, or the
        article has it with a capital and never without."""
        if name.first or name.last > 1:
            return True
        if any(not name.words.isdisjoint(named.words) for named in self._actors):
            return True
        known = name.form in self._index.text or bool(ComparedText(name.form).known)
        return known and name.form.lower() not in self._plain

    @cached_property
    def _plain(self) -> frozenset[str]:
        """The words that the article has without a capital."""
        return frozenset(_PLAIN.findall(self._index.text))

    def _exchanged(
        self, claim: ComparedText, names: Sequence[Name], passage: CitedPassage
    ) -> Iterator[tuple[Name, int]]:
        """The first of two names between which the claim has a verb, where a cited sentence has them the other way
        round on both sides of that verb."""
        for first, second in pairwise(names):
            verb = _between(claim, first, second)
            if verb is None or verb in _MUTUAL:
                continue
            for sentence in passage.cited:
                read = self._index.reading(sentence)
                pairs = [(a, b) for a, b in pairwise(self._of(sentence)) if _between(read, a, b) == verb]
                if any(self._same(a, second) and self._same(b, first) for a, b in pairs) and not any(
                    self._same(a, first) and self._same(b, second) for a, b in pairs
                ):
                    yield first, sentence

    def _place(self, claim: ComparedText, name: Name, names: Sequence[Name], passage: CitedPassage) -> int | None:
        """The cited sentence that has another name among the same words, where none has this one."""
        if not name.words.isdisjoint(passage.words):
            return None
        sides = _sides(claim, name)
        near = [
            (shared, sentence, other)
            for sentence, read in zip(passage.cited, passage.readings, strict=True)
            for other in self._of(sentence)
            if (shared := sum(map(_run, sides, _sides(read, other)))) >= _SHARED
        ]
        if not near or not self._is_name(name) or any(self._named(name).stand_in(read) for read in passage.readings):
            return None
        for shared, sentence, other in near:
            other_party = self._is_name(other) and self._differ(name, other)
            if other_party and not any(self._same(other, each) for each in names):
                enough = _SHARED if self._of_one_sort(name, other) else _SHARED + 1
                if shared >= enough:
                    return sentence
        return None

    def _differ(self, one: Name, other: Name) -> bool:
        """Whether two names are surely of two: not the same word in another spelling, nor a people and a place."""
        if is_adjective(one.form) != is_adjective(other.form):
            return False
        return self._named(one).other_than(self._named(other)) and not alike(self._named(one), self._named(other))

    def _same(self, one: Name, other: Name) -> bool:
        return not self._named(one).other_than(self._named(other))

    def _of_one_sort(self, one: Name, other: Name) -> bool:
        """Whether both are surely of one sort: actors of one kind, two states or bodies, two names of several words."""
        mine, theirs = self._named(one), self._named(other)
        if mine.kind is not None or theirs.kind is not None:
            return mine.kind is theirs.kind
        if mine.canonical or theirs.canonical:
            return bool(mine.canonical and theirs.canonical)
        return min(one.last - one.first, other.last - other.first) > 1


def _between(read: ComparedText, first: Name, second: Name) -> str | None:
    """The stem of the one word that says something between two names, in the active voice: the verb of a short
    sentence, as in "NATO has offered Russia". None where more stands between."""
    words = range(first.last, second.first)
    if any(read.folded[at] in PASSIVE or read.folded[at] in ("by", "and", "or", "to") for at in words):
        return None
    content = [read.stems[at] for at in words if read.words[at].content]
    stretch = read.text[read.words[first.last - 1].end : read.words[second.first].start]
    return content[0] if len(content) == 1 and not re.search(r"[^\w\s’']", stretch) else None


def _sides(read: ComparedText, name: Name) -> tuple[list[str], list[str]]:
    """The words before a name, backwards, and those behind it."""
    return _side(read, range(name.first - 1, -1, -1)), _side(read, range(name.last, len(read.words)))


def _side(read: ComparedText, places: range) -> list[str]:
    """The stems of words going away from a name: those that say something, and the small ones before the first."""
    found: list[str] = []
    for at in places[:_WITHIN]:
        if read.words[at].content or (not found and read.folded[at] not in _WEAK):
            found.append(read.stems[at])
    return found


def _run(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += a not in FUNCTION
    return count


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
