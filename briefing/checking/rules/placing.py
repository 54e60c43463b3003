"""A figure or day of a claim against the cited sentences: another of its kind in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Protocol, Self, TypeVar

from briefing.checking.reading import CitedPassage, ComparedText, SourceIndex, words_beside
from briefing.language.calendar import Day
from briefing.schema.verdict import Objection, Problem

_OPEN = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|(?:last|next|this|same|previous|following|past|coming)\s"
    r"(?:week|weekend|month|year|day|night|evening|morning)|(?:day|week|month|year)s?\s(?:ago|later|earlier|before|after))\b",
    re.IGNORECASE,
)


class FigureOrDay(Protocol):
    """A figure or a day in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    def may_be(self, other: Self, /) -> bool:
        """Whether it may be the same as another."""

    def rivals(self, other: Self, /) -> bool:
        """Whether one can't be said for the other, though both are of one kind."""


M = TypeVar("M", bound=FigureOrDay)


class Placing(Generic[M]):
    """Finds the mentions of a claim that stand where the cited sentences have another.

    Args:
        index: the text.
        find: reads the mentions of a stretch.
        problem: what a mention in another's place is.
        open_to: whether a mention may come out of what its passage says in other words, and so is left alone.
    """

    def __init__(
        self,
        index: SourceIndex,
        find: Callable[[ComparedText], list[M]],
        problem: Problem,
        open_to: Callable[[M, Sequence[M], CitedPassage], bool],
    ) -> None:
        self._index = index
        self._find = find
        self._problem = problem
        self._open_to = open_to
        self._read: dict[int, list[M]] = {}

    def objections(self, claim: ComparedText, field: str, passage: CitedPassage) -> Iterator[Objection]:
        """What stands in another's place, and what needs a further quote."""
        mentions = self._find(claim)
        for mention in mentions:
            rest = [other for other in mentions if other is not mention]
            objection = self._objection(claim, mention, rest, field, passage)
            if objection:
                yield objection

    def _of(self, sentence: int) -> list[M]:
        found = self._read.get(sentence)
        if found is None:
            found = self._read[sentence] = self._find(self._index.reading(sentence))
        return found

    def _objection(
        self, claim: ComparedText, mention: M, rest: Sequence[M], field: str, passage: CitedPassage
    ) -> Objection | None:
        cited = [(at, other) for at in passage.cited for other in self._of(at)]
        if any(mention.may_be(other) for _, other in cited):
            return None
        # One that another mention of the claim stands for is not in the place of this one.
        rivals = [
            (at, other) for at, other in cited if mention.rivals(other) and not any(each.may_be(other) for each in rest)
        ]
        held = [at for at in passage.elsewhere() if any(mention.may_be(other) for other in self._of(at))]
        if not (rivals or held) or self._open_to(
            mention, [each for at in passage.near for each in self._of(at)], passage
        ):
            return None
        text = claim.text[mention.start : mention.end]
        place = self._place(words_beside(claim, mention.start, mention.end), [at for at, _ in rivals], held)
        if place is not None:
            return passage.objection(self._problem, field, text, place)
        if held and not any(at in passage.near for at in held):
            return Objection(problem=Problem.NEEDS_QUOTE, field=field, claimed=text)
        return None

    def _place(self, beside: frozenset[str], rivals: Sequence[int], held: Sequence[int]) -> int | None:
        """The sentence with a rival that has most of the words beside the mention, as many as any sentence that does
        have what is claimed; None where one of those has more."""
        if not rivals:
            return None
        here, back = max((self._shared(beside, at), -at) for at in rivals)
        return -back if all(here >= self._shared(beside, at) for at in held) else None

    def _shared(self, beside: frozenset[str], sentence: int) -> int:
        return len(beside & self._index.reading(sentence).content)


def time_open_to(day: Day, near: Sequence[Day], passage: CitedPassage) -> bool:  # noqa: ARG001 - one of `Placing`
    """Whether a passage tells time in words that are no name of a day: "yesterday", "two weeks later"."""
    return any(_OPEN.search(reading.text) for reading in passage.readings)
