"""What an item cites: the sentences that its quotes stand in, those beside them, and the objections that they raise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefing.checking.reading import ComparedText
from briefing.checking.source import SourceIndex
from briefing.schema.base import Span
from briefing.schema.verdict import Objection, Problem


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
