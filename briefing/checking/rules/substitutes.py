"""A name in a claim where the cited sentence has another one among the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from briefing.checking.reading import FUNCTION, Reading, Word
from briefing.checking.rules.names import Actors, Named, alike, capitals, is_adjective, known_names
from briefing.checking.rules.passage import Passage
from briefing.checking.source import SourceIndex
from briefing.language._names_data import TITLE_WORDS
from briefing.language.stems import stem
from briefing.schema.verdict import Objection, Problem

_WEAK = frozenset("the a an has have had is are was were be been will also s".split())
_SHARED = 2
"""Words beside two names that must be the same for one to be in the other's place; one more where their sort is open."""
_PASSIVE = frozenset("is are was were be been being".split())
_MUTUAL = frozenset(
    map(stem, "meet join marry fight face play draw married equal resemble match divorce engage join trade".split())
)
"""Verbs that say the same of both sides, whichever stands first."""
_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a text prints it in the words ``[first, last)``."""

    first: int
    last: int
    named: Named
    adjective: bool
    """It is that of a people ("Libyan"), or of one of them."""


class Names:
    """Finds names of claims in the places of others."""

    def __init__(self, index: SourceIndex, actors: Actors) -> None:
        self._index = index
        self._actors = actors
        self._read: dict[int, list[Name]] = {}
        self._known: dict[str, Named] = {}

    def objections(self, claim: Reading, field: str, passage: Passage) -> Iterator[Objection]:
        names = self._names(claim)
        for name, sentence in self._exchanged(claim, names, passage):
            text = claim.text[claim.words[name.first].start : claim.words[name.last - 1].end]
            yield passage.objection(Problem.WRONG_PARTY, field, text, sentence)
            return
        for name in names:
            sentence = self._place(claim, name, names, passage)
            if sentence is not None:
                text = claim.text[claim.words[name.first].start : claim.words[name.last - 1].end]
                yield passage.objection(Problem.WRONG_PARTY, field, text, sentence)

    def _of(self, sentence: int) -> list[Name]:
        found = self._read.get(sentence)
        if found is None:
            found = self._read[sentence] = self._names(self._index.reading(sentence))
        return found

    def _names(self, read: Reading) -> list[Name]:
        """The names of a text; none where capitals say nothing."""
        if not read.cased:
            return []
        days = read.days
        found = []
        for first, last in capitals(read):
            if first == 0 and not self._is_name(read.words[0]):
                first = 1
            if first == last:
                continue
            start, end = read.words[first].start, read.words[last - 1].end
            if not any(day.start < end and start < day.end for day in days):
                form = read.text[start:end]
                if form not in self._known:
                    self._known[form] = self._actors.called(form) or Named((form,))
                found.append(Name(first, last, self._known[form], is_adjective(form)))
        return found

    def _is_name(self, word: Word) -> bool:
        """Whether a word that opens a text is a name: the draft has it, or the article has it with a capital and
        never without."""
        if any(word.folded in named.words for named in self._actors):
            return True
        return f" {word.form.lower()} " not in self._plain and bool(
            re.search(rf"\b{re.escape(word.form)}\b", self._index.text) or known_names(Reading(word.form))
        )

    @cached_property
    def _plain(self) -> str:
        return " ".join(re.findall(r"\b[a-z]+\b", self._index.text)).join("  ")

    def _exchanged(self, claim: Reading, names: Sequence[Name], passage: Passage) -> Iterator[tuple[Name, int]]:
        """The first of two names between which the claim has a verb, where a cited sentence has them the other way round
        on both sides of that verb."""
        for first, second in pairwise(names):
            verb = _between(claim, first, second)
            if verb is None or verb in _MUTUAL:
                continue
            for sentence in passage.cited:
                read = self._index.reading(sentence)
                pairs = [(a, b) for a, b in pairwise(self._of(sentence)) if _between(read, a, b) == verb]
                if any(_same(a, second) and _same(b, first) for a, b in pairs) and not any(
                    _same(a, first) and _same(b, second) for a, b in pairs
                ):
                    yield first, sentence

    def _place(self, claim: Reading, name: Name, names: Sequence[Name], passage: Passage) -> int | None:
        for sentence in passage.cited:
            read = self._index.reading(sentence)
            if name.named.stand_in(read):
                return None
        for sentence in passage.cited:
            read = self._index.reading(sentence)
            for other in self._of(sentence):
                if any(not other.named.other_than(each.named) for each in names) or not _differ(name, other):
                    continue
                if _shared(claim, name, read, other) >= (_SHARED if _of_one_sort(name, other) else _SHARED + 1):
                    return sentence
        return None


def _differ(one: Name, other: Name) -> bool:
    """Whether two names are surely of two: not the same word in another spelling, nor a people and a place."""
    if one.adjective != other.adjective or not one.named.other_than(other.named):
        return False
    return not alike(one.named, other.named)


def _same(one: Name, other: Name) -> bool:
    return one.named is other.named or not one.named.other_than(other.named)


def _between(read: Reading, first: Name, second: Name) -> str | None:
    """The stem of the one word that says something between two names, in the active voice: the verb of a short
    sentence, as in "NATO has offered Russia". None where more stands between."""
    words = range(first.last, second.first)
    if not words or any(read.folded[at] in _PASSIVE or read.folded[at] in ("by", "and", "or", "to") for at in words):
        return None
    content = [read.stems[at] for at in words if read.words[at].content]
    stretch = read.text[read.words[first.last - 1].end : read.words[second.first].start]
    return content[0] if len(content) == 1 and not re.search(r"[^\w\s’']", stretch) else None


def _of_one_sort(one: Name, other: Name) -> bool:
    """Whether both are surely of one sort: actors of one kind, two states, two bodies, two names of several words."""
    if one.named.kind is not None or other.named.kind is not None:
        return one.named.kind is other.named.kind
    if one.named.canonical or other.named.canonical:
        return bool(one.named.canonical and other.named.canonical)
    return min(one.last - one.first, other.last - other.first) > 1


def _shared(claim: Reading, name: Name, read: Reading, other: Name) -> int:
    """How many words that say something stand alike before and behind two names, each side with the same small words
    between."""
    before = _run(_side(claim, range(name.first - 1, -1, -1)), _side(read, range(other.first - 1, -1, -1)))
    behind = _run(_side(claim, range(name.last, len(claim.words))), _side(read, range(other.last, len(read.words))))
    return before + behind


def _side(read: Reading, places: range) -> list[str]:
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
