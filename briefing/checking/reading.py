"""Text as the rules read it: the words of a stretch, the sentences of an article, and what an item cites of them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from briefing.checking.locate import Locator
from briefing.language.calendar import Day, find_days
from briefing.language.names import tables
from briefing.language.numbers import Number, find_all
from briefing.language.sentences import sentences
from briefing.language.topics import stem, word_set
from briefing.schema.base import Span
from briefing.schema.verdict import Objection, Problem

_WORD = re.compile(r"((?=\w\.)(?:\w\.){2,}+|\w++(?:['’.]\w++)*+)")
"""A word, or letters with dots. For texts in which a space stands for each underscore."""
_POSSESSIVE = re.compile(r"['’](?:s|ve|ll|re|d|m)?$")


FUNCTION = word_set(
    """
    a about above across after again against ago all along also although am amid among an and another any are around
    as at away back be because been before behind being below between both but by can cannot could did do does doing
    down during each either else even ever every few for former from further get gets got had has have having he her
    here hers him himself his how however i if in including indeed instead into is it its itself just last later
    least less like many may me meanwhile might more most much must my near nearly neither next no nobody none nor
    not nothing now of off often on once only onto or other others our ours out over own per rather re s said same
    say saying says shall she should since so some such than that the their theirs them themselves then there these
    they this those though through thus till to today together too toward towards under until up upon us very via
    was we well were what when where whether which while who whole whom whose why will with within without would yes
    yet you your yours
    """
)
"""Words of closed classes, and those of speaking, which stand in every sentence of the news: shared, they show
nothing."""


_SHORT = 3
"""Letters up to which a word may keep its small letter in a title."""
_TITLE_CASE = 0.8
_BESIDE = 5
"""Words before and behind a figure that stand beside it."""


Place = tuple[int, int]
"""The words ``[first, last)`` of a reading."""


class ComparedWord(NamedTuple):
    """A word as found in ``text[start:end]``.

    Attributes:
        form: as printed.
        folded: lower case, without accents, a possessive ending and the dots of an acronym.
        capital: begins with a capital letter.
    """

    start: int
    end: int
    form: str
    folded: str
    capital: bool

    @property
    def content(self) -> bool:
        """Whether it says something by itself."""
        return self.folded not in FUNCTION


@lru_cache(maxsize=8192)
def fold_word(form: str) -> str:
    """A word without case, accents, possessive ending and dots: as the tables of names are keyed."""
    text = _POSSESSIVE.sub("", form)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.replace(".", "").replace("’", "'").casefold()


_word: Callable[[tuple[object, ...]], ComparedWord] = partial(tuple.__new__, ComparedWord)
"""A word from its fields: the constructor that NamedTuple writes takes four times as long, at every word read."""


class ComparedText:
    """A text read for comparing. What not every rule needs is read when asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _parts(self) -> list[str]:
        """The words in order with what stands between them: gap, word, gap, word, ..., gap."""
        return _WORD.split(self.text.replace("_", " "))

    @cached_property
    def words(self) -> list[ComparedWord]:
        """The words in order; compounds with a hyphen are split, so that their parts compare."""
        offsets = list(accumulate(map(len, self._parts)))
        forms = self._parts[1::2]
        capitals = [form[:1].isupper() for form in forms]
        return list(map(_word, zip(offsets[:-1:2], offsets[1::2], forms, self.folded, capitals, strict=True)))

    @cached_property
    def folded(self) -> list[str]:
        """The folded form of each word."""
        return list(map(fold_word, self._parts[1::2]))

    @cached_property
    def stems(self) -> list[str]:
        """The stem of each word."""
        return [stem(folded) for folded in self.folded]

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words that say something by themselves."""
        return frozenset(stem(folded) for folded in self.folded if folded not in FUNCTION)

    @cached_property
    def cased(self) -> bool:
        """Whether capitals say anything: not in a lower-cased text, nor In One With A Capital On Every Word."""
        forms = self._parts[1::2]
        capitals = [form for form in forms if form[:1].isupper()]
        if 2 * len(capitals) <= len(forms):
            return bool(capitals)
        long = [form[0].isupper() for form in forms if len(form) > _SHORT and form[0].isalpha()]
        return sum(long) < max(_TITLE_CASE * len(long), _SHORT + 1)

    @cached_property
    def numbers(self) -> list[Number]:
        return find_all(self.text)

    @cached_property
    def days(self) -> list[Day]:
        return find_days(self.text)

    def dated(self, start: int, end: int) -> bool:
        """Whether a stretch is part of a day, or has one in it."""
        return any(day.start < end and start < day.end for day in self.days)

    @cached_property
    def known(self) -> list[tuple[Place, str]]:
        """The states and well-known bodies that the text names, by whatever form, longest form first."""
        longest = _longest_forms()
        if longest.keys().isdisjoint(self.folded):
            return []
        found: list[tuple[Place, str]] = []
        past = 0
        for at, word in enumerate(self.words):
            if at < past or not word.capital or word.folded not in longest:
                continue
            for length in range(min(longest[word.folded], len(self.words) - at), 0, -1):
                name = _known_name(" ".join(self.folded[at : at + length]), word.form)
                if name:
                    past = at + length
                    found.append(((at, past), name))
                    break
        return found

    def at(self, offset: int) -> int:
        """The place of the first word that ends behind ``offset``."""
        return bisect_right(self._ends, offset)

    @cached_property
    def _ends(self) -> list[int]:
        return [word[1] for word in self.words]


def words_beside(reading: ComparedText, start: int, end: int) -> frozenset[str]:
    """The stems of the words that say something around a stretch."""
    first, last = reading.at(start), reading.at(end)
    beside = (*range(max(0, first - _BESIDE), first), *range(last, min(len(reading.words), last + _BESIDE)))
    folded = [reading.folded[at] for at in beside]
    return frozenset([stem(word) for word in folded if word not in FUNCTION and not word[:1].isdigit()])


@lru_cache(maxsize=1)
def _longest_forms() -> dict[str, int]:
    """The words of the longest form of a state or body that begins with a word, by that word."""
    forms = sorted((form.split() for form in (*tables().states, *tables().organisations)), key=len)
    return {words[0]: len(words) for words in forms}


def _known_name(folded: str, first: str) -> str | None:
    """The state or body of this folded form; a short one ("us") only where it is printed in capitals."""
    if " " not in folded and len(folded) <= 3 and not first.replace(".", "").isupper():
        return None
    state = tables().states.get(folded)
    return state.state if state else tables().organisations.get(folded)


class SourceIndex:
    """One text and its sentences. Spans count code points of ``text``.

    Args:
        text: what items are checked against.
        language: ISO 639-1 code, for the sentences.
    """

    def __init__(self, text: str, language: str = "en") -> None:
        self.text = text
        self.locator = Locator(text)
        self.sentences: list[Span] = sentences(text, language)
        self._starts = [span.start for span in self.sentences]
        self._readings: dict[int, ComparedText] = {}

    def reading(self, sentence: int) -> ComparedText:
        """The words of one sentence; offsets in them count from its start."""
        found = self._readings.get(sentence)
        if found is None:
            found = self._readings[sentence] = ComparedText(self.sentences[sentence].slice(self.text))
        return found

    def sentences_in(self, span: Span) -> range:
        """The sentences that share a character with ``span``."""
        return range(self.sentence_of(span.start), self.sentence_of(span.end - 1) + 1)

    def sentence_of(self, offset: int) -> int:
        """The index of the sentence that holds ``offset``, or the one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)


@dataclass(frozen=True)
class CitedPassage:
    """The sentences that an item cites.

    Attributes:
        spans: where its quotes stand.
        cited: the numbers of the sentences that they stand in.
        near: those of the cited sentences and of the sentences right before and behind them.
    """

    index: SourceIndex
    spans: tuple[Span, ...]
    cited: tuple[int, ...]
    near: tuple[int, ...]

    @classmethod
    def of(cls, index: SourceIndex, spans: Sequence[Span]) -> CitedPassage:
        cited = sorted({number for span in spans for number in index.sentences_in(span)})
        last = len(index.sentences)
        near = sorted({at for number in cited for at in range(max(0, number - 1), min(last, number + 2))})
        return cls(index, tuple(spans), tuple(cited), tuple(near))

    @cached_property
    def readings(self) -> list[ComparedText]:
        """The cited sentences."""
        return list(self.read(self.cited))

    @cached_property
    def words(self) -> frozenset[str]:
        """The folded words of the cited sentences."""
        return frozenset(word for read in self.readings for word in read.folded)

    def read(self, numbers: Iterable[int]) -> Iterator[ComparedText]:
        return map(self.index.reading, numbers)

    def elsewhere(self) -> Iterator[int]:
        """The sentences of the text that are not cited."""
        return (number for number in range(len(self.index.sentences)) if number not in self.cited)

    def quotes(self, offset: int) -> bool:
        """Whether a character of the text is one of the quotes."""
        return any(span.start <= offset < span.end for span in self.spans)

    def objection(self, problem: Problem, field: str, claimed: str, sentence: int | None = None) -> Objection:
        """An objection that a sentence shows."""
        if sentence is None:
            return Objection(problem=problem, field=field, claimed=claimed)
        at = self.index.sentences[sentence]
        return Objection(problem=problem, field=field, claimed=claimed, passage=at.slice(self.index.text), at=at)
