"""An article indexed for checking claims: read once, asked often."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cached_property
from math import log

from briefing.grounding.locate import Locator
from briefing.grounding.reading import Reading
from briefing.language.numbers import Number
from briefing.language.sentences import sentences
from briefing.schema.base import Span


class SourceIndex:
    """One text, its words, numbers, names and sentences. Spans count code points of ``text``.

    Args:
        text: the source that claims are checked against.
        language: ISO 639-1 code, for the sentences.
    """

    def __init__(self, text: str, language: str = "en") -> None:
        self.text = text
        self.locator = Locator(text)
        self.sentences: list[Span] = sentences(text, language)
        self.reading = Reading(text)
        self._starts = [span.start for span in self.sentences]
        self._word_starts = [word.start for word in self.reading.words]

    @cached_property
    def folded(self) -> dict[str, list[int]]:
        """The places (indexes of words) of each folded word."""
        places: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.reading.words):
            places[word.folded].append(index)
        return dict(places)

    @cached_property
    def stems(self) -> dict[str, list[int]]:
        """The places of each stem."""
        places: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.reading.words):
            places[word.stem].append(index)
        return dict(places)

    @cached_property
    def canonical(self) -> frozenset[str]:
        """The states and well-known bodies that the text names in any form."""
        return frozenset(mention.canonical for mention in self.reading.mentions)

    @cached_property
    def values(self) -> dict[float, list[Number]]:
        """The numbers of the text by value."""
        by_value: dict[float, list[Number]] = defaultdict(list)
        for number in self.reading.numbers:
            by_value[number.value].append(number)
        return dict(by_value)

    @cached_property
    def sentence_stems(self) -> list[frozenset[str]]:
        """The stems of each sentence."""
        found: list[set[str]] = [set() for _ in self.sentences]
        for word in self.reading.words:
            if found:
                found[self.sentence_of(word.start)].add(word.stem)
        return [frozenset(stems) for stems in found]

    @cached_property
    def idf(self) -> dict[str, float]:
        """How telling a stem is: the logarithm of the sentences of the text over those that hold it."""
        count: dict[str, int] = defaultdict(int)
        for stems in self.sentence_stems:
            for stem in stems:
                count[stem] += 1
        return {stem: log(1 + len(self.sentences) / n) for stem, n in count.items()}

    def sentence_of(self, offset: int) -> int:
        """The index of the sentence that holds ``offset``, or the one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def best_sentences(self, stems: frozenset[str], count: int = 5) -> list[int]:
        """The sentences that share the most telling words with ``stems``, best first; ties in text order."""
        scored = (
            (-sum(self.idf[stem] for stem in stems & held), index) for index, held in enumerate(self.sentence_stems)
        )
        return [index for score, index in sorted(scored)[:count] if score < 0]
