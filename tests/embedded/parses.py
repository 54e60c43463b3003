"""A parser that knows one sentence, in the place of a pipeline of spaCy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

COUNCIL = (
    "The Nordic Council bespeaks the opening of the port. The meeting took place in the town hall on the square, which "
    "was built in the year of the great flood."
)
"""Its verb is none that the rules know; the parser calls it one of requesting."""


@dataclass(eq=False)
class Parsed:
    """A word with its relation to its head, and what hangs on it."""

    text: str
    idx: int
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    at: int
    kids: list[Parsed] = field(default_factory=list)
    over: Parsed | None = None

    @property
    def lower_(self) -> str:
        return self.text.lower()

    @property
    def head(self) -> Parsed:
        return self.over or self

    @property
    def children(self) -> Sequence[Parsed]:
        return self.kids

    @property
    def subtree(self) -> Iterator[Parsed]:
        yield self
        for kid in self.kids:
            yield from kid.subtree


def parse_of(sentence: str, relations: Sequence[tuple[str, str, str, str, str, int]]) -> list[Parsed]:
    """The words of a sentence: of each the text, lemma, part of speech, tag, relation, and the number of its head."""
    words: list[Parsed] = []
    at = 0
    for text, lemma, pos, tag, dep, head in relations:
        at = sentence.index(text, at)
        words.append(Parsed(text, at, lemma, pos, tag, dep, head))
        at += len(text)
    for word in words:
        word.over = words[word.at]
        if word.over is not word:
            word.over.kids.append(word)
    return words


def PARSE(sentence: str) -> list[Parsed]:
    """The parse of the first sentence of ``COUNCIL``; of others no word."""
    if not sentence.startswith("The Nordic Council"):
        return []
    return parse_of(
        sentence,
        [
            ("Council", "Council", "PROPN", "NNP", "nsubj", 1),
            ("bespeaks", "request", "VERB", "VBZ", "ROOT", 1),
            ("the opening of the port", "opening", "NOUN", "NN", "dobj", 1),
        ],
    )
