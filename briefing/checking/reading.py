"""A text as the checks read it: words with their folded forms and stems, numbers, states, sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import accumulate
from typing import Any, NamedTuple

from briefing.checking._lexicon import FUNCTION
from briefing.language.names import tables
from briefing.language.numbers import Number, find_all
from briefing.language.stems import stem

_TOKEN = re.compile(r"((?=\w\.)(?:\w\.){2,}+|\w++(?:['’.]\w++)*+)")
"""A word, or letters with dots. For texts in which a space stands for each underscore."""
_POSSESSIVE = re.compile(r"['’](?:s|ve|ll|re|d|m)?$")
_SENTENCE_END = re.compile(r"[.!?:;\"“”‘(\[]\s*$|(?<!\w)['`]+$|\n\s*$|^\s*$")

_SHORT_GAP = 8
"""Characters between two words up to which what they say is kept: a comma and a space, a full stop and a blank line."""


class Word(NamedTuple):
    """A word as found in ``text[start:end]``. A tuple: a frozen dataclass takes three times as long to make, and
    reading words is a third of the time of a check.

    Attributes:
        form: as printed, without a possessive ending.
        folded: lower case, without accents and the dots of an acronym.
        stem: one form for the forms of a word.
        capital: begins with a capital letter.
        opens: stands where a capital letter says nothing: at the start of a sentence or a quotation.
        content: says something by itself, as no function word and no bare number does.
    """

    start: int
    end: int
    form: str
    folded: str
    stem: str
    capital: bool
    opens: bool
    content: bool


@lru_cache(maxsize=8192)
def fold_word(form: str) -> str:
    """A word without case, accents, possessive ending and dots: as the tables of names are keyed."""
    text = _POSSESSIVE.sub("", form)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.replace(".", "").replace("’", "'").casefold()


@lru_cache(maxsize=8192)
def _shape(form: str) -> tuple[str, str, str, bool, bool]:
    folded = fold_word(form)
    content = folded not in FUNCTION and not folded.isdigit()
    return _POSSESSIVE.sub("", form), folded, stem(folded), form[:1].isupper(), content


def _columns(text: str) -> tuple[Sequence[Any], ...]:
    """The fields of a text's words, each as a sequence over the words, in the order of `Word`'s.

    Hyphenated compounds are split, so that their parts compare.
    """
    parts = _TOKEN.split(text.replace("_", " "))
    if len(parts) == 1:
        return ((),) * len(Word._fields)
    offsets = list(accumulate(map(len, parts)))
    # One space between two words says nothing, and stands between most of them.
    opens = [True, *[gap != " " and _opens_behind(gap) for gap in parts[2:-1:2]]]
    forms, folded, stems, capitals, contents = zip(*map(_shape, parts[1::2]), strict=True)
    return offsets[:-1:2], offsets[1::2], forms, folded, stems, capitals, opens, contents


_word: Callable[[tuple[object, ...]], Word] = partial(tuple.__new__, Word)
"""A word from its fields: the constructor that NamedTuple writes takes four times as long, at every word read."""


def _opens_behind(gap: str) -> bool:
    """Whether a capital behind these characters says nothing."""
    return _opens(gap) if len(gap) <= _SHORT_GAP else _opens.__wrapped__(gap)


@lru_cache(maxsize=1024)
def _opens(gap: str) -> bool:
    return "\n" in gap or (not gap.isspace() and bool(_SENTENCE_END.search(gap)))


class Reading:
    """A text read for comparison. Parts that not every check needs are read when asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._columns = _columns(text)
        self.starts: Sequence[int] = self._columns[0]
        self.folded: Sequence[str] = self._columns[3]
        """The folded form of each word."""
        self.stems: Sequence[str] = self._columns[4]

    @cached_property
    def words(self) -> list[Word]:
        """The words in order."""
        return self.between(0, len(self.starts))

    def between(self, first: int, last: int) -> list[Word]:
        """The words ``[first, last)``. Of an article most checks ask for a few sentences, and to make all its words
        takes a third of the time of reading it."""
        return list(map(_word, zip(*[column[first:last] for column in self._columns], strict=True)))

    @cached_property
    def numbers(self) -> list[Number]:
        return find_all(self.text)

    @cached_property
    def cased(self) -> bool:
        """Whether capitals say anything: not in a lower-cased text, nor In One With A Capital On Every Word."""
        letters = [word for word in self.words if word.form[:1].isalpha() and len(word.form) > 3]
        capitals = sum(word.capital for word in letters)
        shown = any(word.capital and not word.form.isupper() for word in self.words)
        opened = bool(self.words) and self.words[0].capital
        return (shown or opened) and capitals < max(0.9 * len(letters), 5)

    @cached_property
    def mentions(self) -> list[Mention]:
        """States and well-known bodies, by whatever form, longest form first."""
        found: list[Mention] = []
        longest = _longest_forms()
        past = 0
        capitals = self._columns[5]
        for at in [at for at, folded in enumerate(self.folded) if folded in longest]:
            asked = at >= past and (capitals[at] or not self.cased)
            length = min(longest[self.folded[at]], len(self.folded) - at) if asked else 0
            while length:
                name = self._named(at, length)
                if name:
                    past = at + length
                    found.append(Mention(at, past, name))
                    break
                length -= 1
        return found

    @cached_property
    def mentioned(self) -> frozenset[int]:
        """The places of the words of all mentions."""
        return frozenset(at for mention in self.mentions for at in range(mention.first, mention.last))

    def _named(self, at: int, length: int) -> str | None:
        form = " ".join(self.folded[at : at + length])
        if length == 1 and len(form) <= 4 and not self._columns[2][at].isupper():
            return None
        known = tables()
        state = known.states.get(form)
        return state.state if state else known.organisations.get(form)


@lru_cache(maxsize=1)
def _longest_forms() -> dict[str, int]:
    """The words of the longest form of a state or body that begins with a word, by that word."""
    longest: dict[str, int] = {}
    known = tables()
    for form in (*known.states, *known.organisations):
        words = form.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


@dataclass(frozen=True, slots=True)
class Mention:
    """A state or well-known body named by the words ``[first, last)``."""

    first: int
    last: int
    canonical: str
