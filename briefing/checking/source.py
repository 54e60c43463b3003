"""An article indexed for checking claims: read once, asked often."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from math import log

from briefing.checking.locate import Locator
from briefing.checking.negation import Polarity, polarity_of, without_prefix
from briefing.checking.reading import Reading, Word
from briefing.language.dates import find_text_dates
from briefing.language.numbers import Number
from briefing.language.sentences import sentences
from briefing.language.stems import stem
from briefing.schema.base import Span

_JOINING = frozenset(["of", "the", "for", "and", "on", "in", "de", "du", "des", "la", "le", "et", "to"])
COUNTED_WITHIN = 3
"""Words after a number among which stands what it counts: \"30 more days\"."""


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
        self._polarities: dict[int, Polarity] = {}
        self._days: tuple[date, frozenset[date]] | None = None
        self._bounds = self._sentence_bounds()
        self._holding: dict[str, list[int]] = {}

    def _sentence_bounds(self) -> list[int]:
        """The index of the first word of each sentence, and behind the last word. Words before the first sentence are
        counted to it."""
        later = [bisect_left(self.reading.starts, start) for start in self._starts[1:]]
        return [0, *later, len(self.reading.starts)]

    @cached_property
    def folded(self) -> frozenset[str]:
        """The folded words."""
        return frozenset(self.reading.folded)

    def places(self, folded: str) -> list[int]:
        """The places (indexes of words) of a folded word."""
        return [at for at, word in enumerate(self.reading.folded) if word == folded] if folded in self.folded else []

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The folded words that stand with a capital."""
        return frozenset(word.folded for word in self.reading.words if word.capital)

    @cached_property
    def stems(self) -> dict[str, list[int]]:
        """The places of each stem."""
        places: dict[str, list[int]] = defaultdict(list)
        for index, stemmed in enumerate(self.reading.stems):
            places[stemmed].append(index)
        return dict(places)

    @cached_property
    def canonical(self) -> frozenset[str]:
        """The states and well-known bodies that the text names in any form."""
        return frozenset(mention.canonical for mention in self.reading.mentions)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """The initials of every run of two to eight words with capitals; small words may count or not."""
        found: set[str] = set()
        words = self.reading.words
        for first, word in enumerate(words):
            if not word.capital:
                continue
            main = every = word.folded[:1]
            for last in range(first + 1, min(first + 10, len(words))):
                if "." in self.text[words[last - 1].end : words[last].start] or len(main) > 8:
                    break
                every += words[last].folded[:1]
                if words[last].capital:
                    main += words[last].folded[:1]
                    found |= {main, every}
                elif words[last].folded not in _JOINING:
                    break
        return frozenset(found)

    @cached_property
    def prefixed(self) -> dict[str, str]:
        """The stems of words with a prefix that turns another word round, by the stem of that word."""
        return {bare: stem(folded) for folded in dict.fromkeys(self.reading.folded) for bare in without_prefix(folded)}

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
        stems = self.reading.stems
        return [frozenset(stems[first:last]) for first, last in pairwise(self._bounds)][: len(self.sentences)]

    @cached_property
    def counted(self) -> dict[str, list[Number]]:
        """The numbers of the text by the stem of what they count: the first content words after them."""
        found: dict[str, list[Number]] = defaultdict(list)
        starts, stems = self.reading.starts, self.reading.stems
        for number in self.reading.numbers:
            first = bisect_left(starts, number.end)
            for at in range(first, min(first + COUNTED_WITHIN, len(starts))):
                if starts[at] - number.end > 30:
                    break
                found[stems[at]].append(number)
        return dict(found)

    def days(self, anchor: date) -> frozenset[date]:
        """The days that the text names, relative ones counted from ``anchor``; the anchor itself is one."""
        if self._days is None or self._days[0] != anchor:
            found = find_text_dates(self.text, anchor)
            self._days = (anchor, frozenset(each.day for each in found if each.day) | {anchor})
        return self._days[1]

    def words_of(self, sentence: int) -> list[Word]:
        """The words of one sentence."""
        return self.reading.between(self._bounds[sentence], self._bounds[sentence + 1])

    def polarity(self, sentence: int) -> Polarity:
        """What one sentence denies; read at the first question."""
        found = self._polarities.get(sentence)
        if found is None:
            found = self._polarities[sentence] = polarity_of(self.words_of(sentence))
        return found

    def sentences_in(self, span: Span) -> range:
        """The sentences that share a character with ``span``."""
        return range(self.sentence_of(span.start), self.sentence_of(max(span.start, span.end - 1)) + 1)

    def sentence_of(self, offset: int) -> int:
        """The index of the sentence that holds ``offset``, or the one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def weights(self, stems: Collection[str]) -> list[tuple[str, float]]:
        """How telling each stem is, in the order of the stems: the logarithm of the sentences of the text over those
        that hold it. A stem that the text has not weighs as one of a single sentence."""
        by_count = self._weight_of
        return [(stemmed, by_count[len(self._sentences_with(stemmed))]) for stemmed in sorted(stems)]

    @cached_property
    def _weight_of(self) -> list[float]:
        """The weight of a stem by how many sentences hold it."""
        whole = len(self.sentences)
        return [log(1 + whole / max(1, count)) for count in range(whole + 1)]

    def best_sentences(self, weights: Sequence[tuple[str, float]], count: int = 5) -> list[int]:
        """The sentences that share the most telling of some stems, best first; ties in text order."""
        scores: dict[int, float] = {}
        for stemmed, weight in weights:
            for sentence in self._sentences_with(stemmed):
                scores[sentence] = scores.get(sentence, 0.0) + weight
        return [sentence for _, sentence in sorted([(-score, sentence) for sentence, score in scores.items()])[:count]]

    def _sentences_with(self, stemmed: str) -> list[int]:
        """The sentences that hold a stem. Found at the first question: claims ask for few of an article's stems."""
        found = self._holding.get(stemmed)
        if found is None:
            places = self.stems.get(stemmed, ()) if self.sentences else ()
            found = list(dict.fromkeys([bisect_right(self._bounds, place) - 1 for place in places]))
            self._holding[stemmed] = found
        return found
